"""Parts of a page that another app fills in: so that claims can stand on pages of apps that know no claims."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from wagtail import hooks
from wagtail.models import AbstractPage


@dataclass(frozen=True)
class PageSection:
    """A template and what it needs, shown with `{% include section.template with section=section.context %}`.

    `row_template` says something of each row that the page itself lists: a report's `finding`.
    """

    template: str
    context: dict[str, Any]
    row_template: str = ""


def collect_sections(hook_name: str, page: AbstractPage, request: HttpRequest) -> list[PageSection]:
    """Ask every function registered for `hook_name`, in their order, for its section of `page`.

    Such a function takes the page and the request and returns a PageSection, or None where it has nothing to show.
    """
    sections = [function(page, request) for function in hooks.get_hooks(hook_name)]
    return [section for section in sections if section]
