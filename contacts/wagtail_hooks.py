from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.snippets.models import register_snippet

from .models import Region
from .viewsets import DirectoryGroup

register_snippet(DirectoryGroup)


@hooks.register("before_delete_snippet")
def keep_regions_in_use(request: HttpRequest, instances: list[Any]) -> HttpResponse | None:
    kept = [instance for instance in instances if isinstance(instance, Region) and instance.is_in_use]
    if not kept:
        return None
    for region in kept:
        messages.error(request, _("“%(name)s” stays: it has a page, or regions lie within it.") % {"name": region.name})
    return redirect("wagtailsnippets_contacts_region:usage", kept[0].pk)
