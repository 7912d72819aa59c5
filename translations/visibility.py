"""The one rule of what may leave the site. Pages, search, feeds, exports, sitemap and mails all ask here."""

from django.db import connections
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Left, Length, Now
from django.db.models.lookups import In
from treebeard.mp_tree import MP_Node
from wagtail.models import PageManager
from wagtail.query import PageQuerySet

from .addresses.paths import DEEPEST
from .languages import SOURCE, column
from .restrictions import may_restrict
from .sql_names import name_column, name_table

DEPTHS = range(2, DEEPEST + 2)  # of what may stand above a page, the home page first
NOW = {"sqlite": "STRFTIME('%%Y-%%m-%%d %%H:%%M:%%f', 'NOW')", "postgresql": "STATEMENT_TIMESTAMP()"}  # as Now()


class VisiblePageQuerySet(PageQuerySet):
    def public(self) -> "VisiblePageQuerySet":
        """Pages under no restriction of view, in one statement: Wagtail's own public() asks for restrictions first.

        Its condition is no field's lookup, so a search takes it as `filter(pk__in=pages.public())`.
        """
        from wagtail.models import PageViewRestriction

        if not may_restrict(self.db):
            return self.all()
        above = PageViewRestriction.objects.filter(page__path=Left(OuterRef("path"), Length("page__path")))
        return self.filter(~Exists(above))

    def published(self) -> "VisiblePageQuerySet":
        """Pages that are published, and whose time is not over: even if nobody has unpublished them yet.

        What lies below a page that is not published, or no longer, leads nowhere: it comes back together with that
        page. In one statement, as `public()`.

        Each depth is asked apart, for the closed pages that have pages below them (index `parent_pages`). A database
        looks for those once, whatever is in the list: so a page costs the same however many drafts there are.
        """
        pages = self.model.base_page_model._base_manager  # not of one type: a claim stands below a report
        closed = pages.filter(Q(live=False) | Q(expire_at__lte=Now()), numchild__gt=0).order_by().values("path")
        below_closed = [
            Q(depth__gt=depth) & Q(In(Left(F("path"), depth * MP_Node.steplen), closed)) for depth in DEPTHS
        ]
        is_open = Q(expire_at__isnull=True) | Q(expire_at__gt=Now())
        return self.live().filter(is_open, *(~below for below in below_closed))

    def few(self) -> "VisiblePageQuerySet":
        """The same pages, of a type of which there are few: SQLite would look for them in the whole tree."""
        return self.filter(pk__in=self.model._base_manager.order_by().values("pk"))

    def visible(self) -> "VisiblePageQuerySet":
        """Published pages that nobody needs a password, a login or a group to read."""
        return self.published().public()

    def offered_in(self, language: str) -> "VisiblePageQuerySet":
        """Visible pages that have a text of their own in `language`, so not only a French fallback."""
        return self.visible().written_in(language)

    def written_in(self, language: str) -> "VisiblePageQuerySet":
        """Pages that have a text of their own in `language`, whoever may see them."""
        return self.all() if language == SOURCE else self.exclude(without_title(language))

    def not_offered_in(self, language: str) -> "VisiblePageQuerySet":
        """Visible pages that readers of `language` see in French."""
        pages = self.visible()
        return pages.none() if language == SOURCE else pages.filter(without_title(language))

    # The same once more, written out: for statements that no queryset makes

    def write_visible(self, page: str) -> str:
        """Return the condition that the page called `page` in a statement is visible: the words of visible() in SQL.

        It has no parameters. Its signs of percent are doubled, as for a statement that has some.
        """
        from wagtail.models import PageViewRestriction

        def name(field: str, of: str = "") -> str:
            return name_column(pages, field, of, self.db)

        pages, now = self.model.base_page_model, NOW[connections[self.db].vendor]
        table, restrictions = name_table(pages, self.db), name_table(PageViewRestriction, self.db)
        path, expiry = name("path", page), name("expire_at", page)
        closed = (
            f"SELECT {name('path')} FROM {table} "  # noqa: S608  # names are our models', numbers ours
            f"WHERE (NOT {name('live')} OR {name('expire_at')} <= {now}) AND {name('numchild')} > 0"
        )
        below_closed = [
            f"NOT ({name('depth', page)} > {depth} AND SUBSTR({path}, 1, {depth * MP_Node.steplen}) IN ({closed}))"
            for depth in DEPTHS
        ]
        above = (
            f"SELECT 1 FROM {restrictions} closing JOIN {table} above "  # noqa: S608  # likewise
            f"ON {name_column(PageViewRestriction, 'page', 'closing', self.db)} = {name('id', 'above')} "
            f"WHERE {name('path', 'above')} = SUBSTR({path}, 1, LENGTH({name('path', 'above')}))"
        )
        is_open = f"({expiry} IS NULL OR {expiry} > {now})"
        return " AND ".join([name("live", page), is_open, *below_closed, f"NOT EXISTS ({above})"])

    def is_visible(self, key: int) -> bool:
        """Tell whether visible() has the page with this key: written out, as making that takes longer than asking."""
        pages = self.model.base_page_model
        table, own = name_table(pages, self.db), name_column(pages, "id", "page", self.db)
        with connections[self.db].cursor() as cursor:
            visible = self.write_visible("page")
            cursor.execute(f"SELECT 1 FROM {table} page WHERE {own} = %s AND {visible}", [key])  # noqa: S608  # as above
            return cursor.fetchone() is not None

    def write_offered(self, page: str, language: str, *, offered: bool = True) -> str:
        """Return the condition of offered_in(`language`), or if not `offered`, of not_offered_in(), likewise."""
        if language == SOURCE:
            return self.write_visible(page) if offered else "1 = 0"
        title = name_column(self.model.base_page_model, column("title", language), page, self.db)
        without = f"({title} IS NULL OR {title} = '')"
        return f"{self.write_visible(page)} AND {f'NOT {without}' if offered else without}"


def without_title(language: str) -> Q:
    title = column("title", language)
    return Q(**{f"{title}__isnull": True}) | Q(**{title: ""})


VisiblePageManager = PageManager.from_queryset(VisiblePageQuerySet)
