"""Pages of invented campaigns and conventions, which stand apart from those of real ones."""

from __future__ import annotations

from typing import Any

from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef, Q

from translations.models import BasePage

IS_EXAMPLE = Q(campaignpage__is_example=True) | Q(conventionpage__is_example=True)  # of a page; not of those below it


def without_invented(pages: Any, *, below: int = 0) -> Any:
    """Return `pages`, a queryset, without those that are, or belong to, an invented example.

    Conventions are another app's: they are known here through the relation that every page has to its type.

    :param below: a depth in the tree: what is invented down to there is taken as it is, as on the pages of one of them
    """
    path = ExpressionWrapper(OuterRef("path"), output_field=CharField())
    examples = BasePage.objects.filter(IS_EXAMPLE, depth__gt=below).annotate(page_path=path)
    return pages.filter(~Exists(examples.filter(page_path__startswith=F("path"))))
