from typing import Any

from django.conf import settings
from django.core.checks import Error, register


@register
def check_host_header(app_configs: Any, **kwargs: Any) -> list[Error]:
    """Refuse settings by which a page depends on what the page cache does not look at."""
    names = ("USE_X_FORWARDED_HOST", "USE_X_FORWARDED_PORT")
    found = [name for name in names if settings.PAGE_CACHE_BYTES and getattr(settings, name)]
    words = "The page cache knows a reader's address by the Host header alone, so {} has to be False."
    return [Error(words.format(name), id="page_cache.E001") for name in found]
