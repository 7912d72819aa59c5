"""Sending an article, in the admin: what it will look like, to how many, a test, and when."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.generic import View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.log_actions import log

from campaigns.models import ArticlePage
from mail.queue import queue_email
from translations.languages import LANGUAGES

from ..delivery import issuing
from ..delivery.issuing import CannotSend, save_letter
from ..delivery.prepared_mail import build_test
from ..delivery.tasks import move_on
from ..issues.digests import latest_slot
from ..issues.letters import gather_articles, test_links, write_issue_letter
from ..models import Issue, edition_of_article
from .issue_forms import ArticleLanguageForm, WhenForm

SEND_ACTS = {"send", "draft", "test"}
TEST_KEPT = timedelta(hours=1)  # how long it is tried; the editor waits for it


def may_send(user: Any) -> bool:
    return user.has_perm("newsletter.send_issue")


class SenderMixin:
    """Only for those who may send."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not may_send(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]


class ComposeView(SenderMixin, WagtailAdminTemplateMixin, View):
    """One article, each of its languages, and when."""

    template_name = "newsletter/admin/compose.html"
    header_icon = "mail"

    def setup(self, request: HttpRequest, *args: Any, article_pk: int, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.article = get_object_or_404(ArticlePage, pk=article_pk)

    def get_page_title(self) -> str:
        return _("Send to subscribers")

    def get_page_subtitle(self) -> str:
        return str(self.article.get_admin_display_title())

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        edit = reverse("wagtailadmin_pages:edit", args=[self.article.pk])
        return [
            *self.breadcrumbs_items,
            {"url": edit, "label": self.article.get_admin_display_title()},
            {"url": "", "label": self.get_page_title()},
        ]

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.show(self.make_language_forms(None), WhenForm(initial=self.get_initial()))

    def get_initial(self) -> dict[str, Any]:
        """Return what was chosen before, for a letter that waits for its time; else, when the next digest goes out."""
        waiting = Issue.objects.filter(edition=edition_of_article(self.article), state="scheduled").first()
        at = waiting.send_at if waiting else None
        later = {"when": "later", "send_at": at} if at and at > timezone.now() else {}
        return {"test_to": self.request.user.email, **later}  # type: ignore[union-attr]

    def make_language_forms(self, data: Any) -> list[ArticleLanguageForm]:
        return [ArticleLanguageForm(self.article, language, data) for language in LANGUAGES]

    def show(self, languages: list[ArticleLanguageForm], when: WhenForm, status: int = 200) -> HttpResponse:
        context = self.get_context_data(
            article=self.article,
            languages=languages,
            when=when,
            media=when.media,
            is_public=ArticlePage.objects.visible().filter(pk=self.article.pk).exists(),
            is_open=any(form.is_open for form in languages),
            next_digest=latest_slot(timezone.now()) + timedelta(days=7),
        )
        return self.render_to_response(context, status=status)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        act = request.POST.get("act", "")
        if act not in SEND_ACTS:
            raise Http404
        languages, when = self.make_language_forms(request.POST), WhenForm(request.POST, act=act)
        if not all([*(form.is_valid() for form in languages if form.is_open), when.is_valid()]):
            messages.error(request, _("Nothing was sent. Please correct the errors below."))
            return self.show(languages, when, 422)
        chosen = [form for form in languages if form.is_chosen]
        if not chosen:
            messages.error(request, _("Nothing was sent. Choose at least one language."))
            return self.show(languages, when, 422)
        try:
            return self.send_test(chosen, languages, when) if act == "test" else self.save(chosen, when, act)
        except CannotSend as error:
            messages.error(request, str(error))
            return self.show(languages, when, 422)

    def save(self, chosen: list[ArticleLanguageForm], when: WhenForm, act: str) -> HttpResponse:
        now = timezone.now()
        send_at = None if act == "draft" else when.cleaned_data["send_at"] if is_later(when) else now
        for form in chosen:
            issue = save_letter(
                article=self.article,
                language=form.language,
                user=self.request.user,
                send_at=send_at,
                note=form.cleaned_data["note"],
                fallback=not form.is_translated,
            )
        if send_at:
            move_on.enqueue()
        words = {
            "draft": _("Saved as a draft. Nothing has been sent."),
            "later": _("Sending will start at the time you chose."),
            "now": pgettext("newsletter", "Sending started."),
        }
        messages.success(self.request, words["draft" if act == "draft" else "later" if is_later(when) else "now"])
        return redirect("issues:inspect", issue.pk) if len(chosen) == 1 else redirect("issues:index")

    def send_test(
        self, chosen: list[ArticleLanguageForm], languages: list[ArticleLanguageForm], when: WhenForm
    ) -> HttpResponse:
        issuing.check_article(self.article, chosen[0].language, fallback=True)
        mails = [
            build_test(
                unsaved_issue(self.article, form.language, form.cleaned_data["note"]), when.cleaned_data["test_to"]
            )
            for form in chosen
        ]
        for mail in mails:
            queue_email(mail, kind="test letter", kept=TEST_KEPT)
        log(self.article, "newsletter.test", user=self.request.user, data={"languages": [f.language for f in chosen]})
        messages.success(self.request, _("The test will arrive within a few minutes. It goes to no other address."))
        return self.show(languages, when)


def is_later(when: WhenForm) -> bool:
    return bool(when.cleaned_data["when"] == "later")


def unsaved_issue(article: ArticlePage, language: str, note: str = "") -> Issue:
    return Issue(
        edition=edition_of_article(article),
        language=language,
        kind=Issue.Kind.ARTICLE,
        note=note,
        content=gather_articles([article], language),
    )


@method_decorator(xframe_options_sameorigin, name="dispatch")
class PreviewView(SenderMixin, View):
    """The mail as it will be, as HTML or as text. Its links to leave lead to the form."""

    def get(self, request: HttpRequest, article_pk: int, language: str, part: str) -> HttpResponse:
        article = get_object_or_404(ArticlePage, pk=article_pk)
        if language not in LANGUAGES or part not in ("html", "text"):
            raise Http404
        edition = edition_of_article(article)
        stored = Issue.objects.filter(edition=edition, language=language).first()
        return show_part(stored or unsaved_issue(article, language), part)


@method_decorator(xframe_options_sameorigin, name="dispatch")
class IssuePreviewView(SenderMixin, View):
    """The same of an issue that exists, digests among them."""

    def get(self, request: HttpRequest, pk: int, part: str) -> HttpResponse:
        if part not in ("html", "text"):
            raise Http404
        return show_part(get_object_or_404(Issue, pk=pk), part)


def show_part(issue: Issue, part: str) -> HttpResponse:
    text, html = write_issue_letter(issue, issue.content, test_links(issue.language))
    if part == "html":
        return HttpResponse(html)
    return HttpResponse(text, content_type="text/plain; charset=utf-8")


class DeliveryActView(SenderMixin, View):
    """Pause, resume, cancel, or try dead letters again."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int, act: str) -> HttpResponse:
        acts = {
            "pause": (issuing.pause, _("Sending paused. Nothing more is sent until someone resumes it.")),
            "resume": (issuing.resume_issue, pgettext("newsletter", "Sending resumed.")),
            "cancel": (issuing.cancel, _("Sending cancelled. Emails already sent cannot be recalled.")),
            "retry": (issuing.retry, _("Failed messages will be retried.")),
        }
        if act not in acts:
            raise Http404
        issue = get_object_or_404(Issue, pk=pk)
        function, words = acts[act]
        try:
            function(issue=issue, user=request.user, **self.get_options(act))  # type: ignore[operator]
        except CannotSend as error:
            messages.error(request, str(error))
        else:
            messages.success(request, words)
            move_on.enqueue()
        return redirect("issues:inspect", pk)

    def get_options(self, act: str) -> dict[str, Any]:
        """Return the one dead letter to try again, where one was named."""
        key = self.request.POST.get("delivery", "")
        return {"keys": [int(key)]} if act == "retry" and key.isascii() and key.isdigit() and len(key) < 19 else {}
