"""Row locks on pages: of two acts on one page, the second waits until the first is committed."""

import swapper
from django.db import connection


def lock_pages(*keys: int) -> None:
    """Lock the pages with these keys until the transaction ends: parents first, so that no two wait for each other.

    SQLite has one writer at a time, and so no need of it.
    """
    if not connection.features.has_select_for_update:
        return
    pages = swapper.load_model("wagtailcore", "Page").objects.select_for_update().filter(pk__in=keys)
    list(pages.order_by("path").values_list("pk"))
