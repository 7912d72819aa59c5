"""The one rule of what may leave the site. Pages, search, feeds, exports, sitemap and mails all ask here."""

from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Left, Length, Now
from django.db.models.lookups import In
from treebeard.mp_tree import MP_Node
from wagtail.models import PageManager
from wagtail.query import PageQuerySet

from .addresses.paths import DEEPEST
from .languages import SOURCE, column

DEPTHS = range(2, DEEPEST + 2)  # of what may stand above a page, the home page first


class VisiblePageQuerySet(PageQuerySet):
    def public(self) -> "VisiblePageQuerySet":
        """Pages under no restriction of view, in one statement: Wagtail's own public() asks for restrictions first.

        Its condition is no field's lookup, so a search takes it as `filter(pk__in=pages.public())`.
        """
        from wagtail.models import PageViewRestriction

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

    def visible(self) -> "VisiblePageQuerySet":
        """Published pages that nobody needs a password, a login or a group to read."""
        return self.published().public()

    def offered_in(self, language: str) -> "VisiblePageQuerySet":
        """Visible pages that have a text of their own in `language`, so not only a French fallback."""
        pages = self.visible()
        return pages if language == SOURCE else pages.exclude(without_title(language))

    def not_offered_in(self, language: str) -> "VisiblePageQuerySet":
        """Visible pages that readers of `language` see in French."""
        pages = self.visible()
        return pages.none() if language == SOURCE else pages.filter(without_title(language))


def without_title(language: str) -> Q:
    title = column("title", language)
    return Q(**{f"{title}__isnull": True}) | Q(**{title: ""})


VisiblePageManager = PageManager.from_queryset(VisiblePageQuerySet)
