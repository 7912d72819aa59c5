"""Texts set as printers set them, in templates: a whole page or letter at once, or a text by itself.

One pass over what was rendered sees each text once, with the language that its element says it has, whatever template,
block or row it came from. The root templates hold it rather than a middleware: there it meets previews too, and
neither the admin, nor files, nor the bar that editors see.
"""

import re
from typing import Any

from django import template
from django.conf import settings
from django.template import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from .. import set_html, set_text

register = template.Library()


class TypesetNode(template.Node):
    def __init__(self, nodelist: template.NodeList, language: Any, plain: bool) -> None:
        self.nodelist, self.language, self.plain = nodelist, language, plain

    def render(self, context: Context) -> SafeString:
        language = (self.language.resolve(context) if self.language else get_language()) or settings.LANGUAGE_CODE
        content = self.nodelist.render(context)
        return mark_safe((set_text if self.plain else set_html)(content, language))  # noqa: S308


@register.tag
def typeset(parser: Any, token: Any) -> TypesetNode:
    """Set the HTML in `{% typeset %}…{% endtypeset %}`, in the active language unless another is named."""
    return parse(parser, token, plain=False)


@register.tag
def typeset_plain(parser: Any, token: Any) -> TypesetNode:
    """Set the plain text in `{% typeset_plain %}…{% endtypeset_plain %}` likewise."""
    return parse(parser, token, plain=True)


def parse(parser: Any, token: Any, *, plain: bool) -> TypesetNode:
    name, *language = token.split_contents()
    if len(language) > 1:
        raise template.TemplateSyntaxError(f"{name} takes one language at most.")
    nodelist = parser.parse((f"end{name}",))
    parser.delete_first_token()
    return TypesetNode(nodelist, parser.compile_filter(language[0]) if language else None, plain)


@register.filter(is_safe=True)
def one_line(text: str) -> str:
    """Return `text` without the line breaks and runs of spaces of a template: a title is one line in tabs and lists."""
    return re.sub(r"[ \t\n]+", " ", text).strip()  # not \s, which takes spaces that do not break as well


@register.filter
def as_typed(text: str | None) -> SafeString:
    """Return the plain `text` as HTML that is left as it is: a name, an address, what people typed about themselves."""
    return format_html('<span translate="no">{}</span>', text or "")


@register.filter
def typeset_in(text: str | None, language: str) -> str:
    """Return the plain `text` as it is set in `language`, for mails; in pages, `{% typeset %}` meets it anyway."""
    return set_text(text or "", language)
