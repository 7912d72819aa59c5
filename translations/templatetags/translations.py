"""How templates speak of languages: what fell back, and where the other languages are."""

from typing import Any

from django import template
from django.db.models import Model
from django.template import Context
from django.template.loader import get_template
from django.urls import translate_url
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from modeltranslation.utils import resolution_order

from ..languages import LANGUAGES, NAMES, SOURCE, column, in_a_sentence
from ..models import BasePage
from ..source_changes import changes_url

register = template.Library()


@register.simple_tag(takes_context=True)
def lang_of(context: Context, obj: Model, name: str, *, stated: bool = False) -> str:
    """Return ` lang="fr"` where obj's text `name` is shown in another language than the active one.

    :param stated: return the active language too, as within a text that itself fell back
    """
    active = get_language() or SOURCE
    for language in resolution_order(active):
        if getattr(obj, column(name, language)):
            if language != active and FALLBACKS in context:
                context[FALLBACKS].append(name)
            return format_html(' lang="{}"', language) if stated or language != active else ""
    return ""


FALLBACKS = "texts_that_fell_back"


class FallbackNoticeNode(template.Node):
    """What it holds, under one sentence about the fallback where lang_of met any in there.

    Only what is shown counts, rows and other pages' titles included: so it is known once all is rendered, and for
    no query. Within another one, the sentence stands further down, unless what comes before has brought it already.
    """

    def __init__(self, nodelist: template.NodeList) -> None:
        self.nodelist = nodelist

    def render(self, context: Context) -> SafeString:
        if context.get(FALLBACKS):
            return self.nodelist.render(context)
        with context.push(**{FALLBACKS: []}):
            content = self.nodelist.render(context)
            if not context[FALLBACKS]:
                return content
            notice = get_template("components/fallback.html").template.render(context)  # type: ignore[attr-defined]
        return notice + content


@register.tag
def fallback_notice(parser: Any, token: Any) -> FallbackNoticeNode:
    """Put before `{% fallback_notice %}…{% endfallback_notice %}` the sentence about texts shown in French."""
    nodelist = parser.parse(("endfallback_notice",))
    parser.delete_first_token()
    return FallbackNoticeNode(nodelist)


@register.simple_tag(takes_context=True)
def outdated_notice(context: dict[str, Any]) -> SafeString:
    """Return one sentence where the page's translation is older than its source: without a query where it is not.

    A preview shows a draft, of which readers know nothing.
    """
    page, request, language = context.get("page"), context.get("request"), get_language() or SOURCE
    if language == SOURCE or not getattr(page, "pk", None) or getattr(request, "is_preview", False):
        return SafeString("")
    if not isinstance(page, BasePage) or not page.has_outdated_texts(language):
        return SafeString("")
    public = BasePage.objects.visible().filter(pk=page.pk).exists()  # else it has nothing to show to everybody
    notice = {
        "confirmed": page.get_day(language),
        "changed": page.get_day(SOURCE),
        "source_name": in_a_sentence(SOURCE),
        "url": changes_url(page, request) if public else "",
    }
    return SafeString(get_template("translations/outdated.html").render(notice))


@register.filter
def in_languages(obj: Model, name: str) -> list[tuple[str, str]]:
    """Return each language that has text `name` of `obj`, with that text: for those who work on all of them."""
    texts = [(language, getattr(obj, column(name, language))) for language in LANGUAGES]
    return [(language, text) for language, text in texts if text]


@register.simple_tag
def source_language() -> str:
    """Return the code of the language that texts fall back to."""
    return SOURCE


@register.simple_tag(takes_context=True)
def language_links(context: dict[str, Any]) -> list[dict[str, Any]]:
    """Return {code, name, url, active} for this page, or this form or error, in each language.

    A page's address comes from its slugs, a view's from its translated pattern; an unknown address leads home.
    """
    request, page, active = context["request"], context.get("page"), get_language()
    if page is not None and hasattr(page, "get_urls") and page.pk and page.get_url(request):
        urls = page.get_urls(request)
        query = request.META.get("QUERY_STRING", "")
        urls = {language: f"{url}?{query}" if query else url for language, url in urls.items()}
    elif context.get("addresses"):
        urls = context["addresses"]
    elif context.get("unknown_address"):
        urls = {language: f"/{language}/" for language in LANGUAGES}
    else:
        urls = {language: translate_url(request.get_full_path(), language) for language in LANGUAGES}
    return [
        {"code": language, "name": NAMES[language], "url": urls[language], "active": language == active}
        for language in LANGUAGES
    ]


@register.simple_tag(takes_context=True)
def alternates(context: dict[str, Any]) -> list[dict[str, str]]:
    """Return the canonical and hreflang links of a page: reciprocal, absolute, for real translations only.

    A page without a text in the active language is a copy of the source's: that one is canonical.
    """
    page, request = context["page"], context.get("request")
    urls = page.get_offered_urls(request)
    if not urls.get(SOURCE):
        return []
    links = [{"rel": "canonical", "href": urls[page.shown_language]}]
    if page.shown_language == get_language():
        links += [{"rel": "alternate", "hreflang": language, "href": url} for language, url in urls.items()]
        links.append({"rel": "alternate", "hreflang": "x-default", "href": urls[SOURCE]})
    return links
