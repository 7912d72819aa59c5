"""Who changes a page waits for whoever is changing it."""

import swapper


def lock_pages(*keys: int) -> None:
    """Lock the pages with these keys until the transaction ends: parents first, so that no two wait for each other.

    SQLite has one writer at a time, and so no need of it.
    """
    pages = swapper.load_model("wagtailcore", "Page").objects.select_for_update().filter(pk__in=keys)
    list(pages.order_by("path").values_list("pk"))
