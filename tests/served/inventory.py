"""Runs with the served site's settings: adds what nobody may see, and says in JSON what there is to visit."""

import datetime
import json
from collections.abc import Callable
from functools import partial
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import PageViewRestriction
from wagtail.users.models import UserProfile

from campaigns.models import ArticlePage
from claims.register.listing import visible_claims
from config import errors
from content.models import CahierImage
from newsletter.subscriptions.links import renewal_url
from tests.factories import ArticlePageFactory, ClaimPageFactory, IssueFactory, StandardPageFactory, SubscriberFactory
from translations.languages import LANGUAGES, in_each_language
from translations.models import BasePage
from translations.source_changes import changes_url

# Addresses without an argument
VIEWS = ["search", "marks", "concordance", "claims_csv", "subscribe", "subscribe_sent", "site_map", "press",
         "developers"]  # fmt: skip
VIEWS += ["find_country", "message_sent", "application_sent"]
VIEWS += ["signup_sheet", "newsletter_archive", "open_questions"]
VIEWS_OF_CLAIMS = [
    "wordings",
    "embed",
    "facing",
    "numbered_row",
]  # addresses with a mark: MARK_IN_VIEWS
MARK_IN_VIEWS = "MARK"


def add_hidden_pages() -> None:
    """Add pages that must not leave the site by any door: drafts, and one for those who log in."""
    ArticlePageFactory(title_fr="Brouillon", title_en="Draft", live=False)
    ClaimPageFactory(title_fr="Revendication en projet", title_en="Claim in the making", live=False)
    members_only = StandardPageFactory(title_fr="Réservé", title_en="Members only", show_in_footer=True)
    PageViewRestriction.objects.create(page=members_only, restriction_type=PageViewRestriction.LOGIN)


def add_letter() -> None:
    """Add a letter that was sent in each language, in one of them with a text in another."""
    article = ArticlePage.objects.visible().first()
    for language in LANGUAGES:
        IssueFactory(
            article=article, language=language, number=1, state="done", started_at=timezone.now(), note="Bonjour."
        )


def ask_to_renew() -> dict[str, str]:
    """Return the link by which a subscriber of each language, asked to, confirms anew."""
    by = timezone.now() + datetime.timedelta(days=30)
    return {
        language: renewal_url(
            SubscriberFactory(email=f"renew-{language}@example.org", language=language, renew_by=by, status="active")
        )
        for language in LANGUAGES
    }


def outdate() -> ArticlePage:
    """Publish an article's French text anew, without its translation; return the article."""
    article = ArticlePage.objects.offered_in("en").last()
    article.save_revision().publish()
    article = ArticlePage.objects.get(pk=article.pk)
    article.lead_fr = f"Du nouveau : {article.lead_fr}"
    article.save_revision().publish()
    return article


def list_changes() -> dict[str, dict[str, str]]:
    """Return where it is shown what changed in French: of an outdated page, a current one and one not translated."""
    outdated = ArticlePage.objects.offered_in("en").filter(translations__en__outdated__gt=0).first()
    current = ArticlePage.objects.offered_in("en").filter(translations__en__status="current").first()
    alone = BasePage.objects.not_offered_in("en").filter(depth__gt=2).first()
    pages = {"outdated": outdated, "current": current, "untranslated": alone}
    return {name: in_each_language(partial(changes_url, page)) for name, page in pages.items() if page}


def add_faulty_draft() -> int:
    """Add a draft with a fault for each of the editors' checks to tell, and return its key."""
    image = CahierImage.objects.create(title="Sans texte", file=get_test_image_file())
    page = ArticlePageFactory(title_fr="Fautes", title_en="Faults", slug_fr="fautes", slug_en="fautes", live=False)
    page.body_fr = [
        {"type": "text", "value": '<p>Les travailleur.euse.s : <a href="https://a.example/">cliquez ici</a>.</p>'},
        {"type": "text", "value": '<h4>Trop bas</h4><p><a href="https://b.example/">Here</a></p>'},
        {"type": "image", "value": {"image": image.pk, "caption": ""}},
    ]
    page.save()
    page.save_revision()
    return int(page.pk)


def open_sessions() -> dict[str, str]:
    """Return the session of an editor for each language of the admin."""
    sessions = {}
    for language in LANGUAGES:
        user = get_user_model().objects.create_superuser(f"editor-{language}", f"{language}@cahier.example", "x" * 20)
        profile = UserProfile.get_for_user(user)
        profile.preferred_language = language
        profile.save()
        client = Client()
        client.force_login(user)
        sessions[language] = client.cookies[settings.SESSION_COOKIE_NAME].value
    return sessions


def list_for_editors(faulty: int) -> dict[str, int]:
    """Return the keys of what editors work on: a claim, its report, an article, a letter that is under way."""
    claim = visible_claims().filter(mark="DS-4").get()
    letter = IssueFactory(article=ArticlePage.objects.get(pk=faulty), state="paused", started_at=timezone.now())
    return {
        "claim": claim.pk,
        "report": claim.get_parent().pk,
        "article": ArticlePage.objects.visible().first().pk,
        "letter": letter.pk,
    }


def describe(page: Any) -> dict[str, Any]:
    return {
        "type": page._meta.label,
        "titles": in_each_language(lambda: page.title),
        "urls": page.get_urls(),
        "offered": [language for language in LANGUAGES if page.is_offered_in(language)],
        "mark": getattr(page, "mark", None),
        "code": getattr(page, "code", None),
    }


def render_errors() -> dict[str, dict[str, str]]:
    """Return the pages for what no test can bring about from outside."""
    too_large = partial(errors.bad_request, exception=RequestDataTooBig())
    full_disk = partial(errors.render_error, status=HTTPStatus.INSUFFICIENT_STORAGE)
    views = {
        "400": errors.bad_request,
        "403": errors.forbidden,
        "413": too_large,
        "500": errors.server_error,
        "503": errors.unavailable,
        "507": full_disk,
    }
    return {status: in_each_language(partial(render, view)) for status, view in views.items()}


def render(view: Callable[[HttpRequest], HttpResponse]) -> str:
    request = RequestFactory().get("/", HTTP_HOST=settings.ALLOWED_HOSTS[0])
    return view(request).content.decode()


def print_inventory() -> None:
    """Print visible pages, hidden pages and addresses of views, each in every language."""
    faulty = add_faulty_draft()
    visible = BasePage.objects.visible().filter(depth__gt=1).order_by("path")
    hidden = BasePage.objects.filter(depth__gt=1).exclude(pk__in=visible)
    inventory = {
        "pages": [describe(page) for page in visible.specific()],
        "hidden": [describe(page) for page in hidden.specific()],
        "views": {name: in_each_language(partial(reverse, name)) for name in VIEWS}
        | {name: in_each_language(partial(reverse, name, args=[MARK_IN_VIEWS])) for name in VIEWS_OF_CLAIMS},
        "errors": render_errors(),
        "changes": list_changes(),
        "faulty": faulty,
        "for editors": list_for_editors(faulty),
        "renewals": ask_to_renew(),
        "sessions": open_sessions(),
        "marks": list(visible_claims().values_list("mark", flat=True)),
    }
    print(json.dumps(inventory))  # noqa: T201  # the process that started this one reads it
