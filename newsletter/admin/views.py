"""What editors do with subscribers, in the admin: enter paper, import a list, export one. Each act is logged.

The log names no address: it outlives those who are erased.
"""

import re
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext, ngettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from django.views.generic import View
from django.views.generic.edit import FormView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.log_actions import log

from translations.languages import LANGUAGES

from ..models import Subscriber, SubscriberFile
from ..subscriptions import subscribing
from ..subscriptions.csv_lists import UnreadableList
from ..subscriptions.exporting import write_list
from ..subscriptions.importing import examine, import_list
from ..subscriptions.subscribing import Origin, SubscribeOutcome
from .forms import PaperForm, SubscriberImportForm

SHEET = "newsletter_sheet"  # in the session: what the lines of one sheet have in common
TOPIC = re.compile(r"[0-9]{1,18}")
FILTERS: dict[str, set[str]] = {
    "status": {*Subscriber.Status.values},
    "language": {*LANGUAGES},
    "rhythm": {*Subscriber.Rhythm.values},
    "source": {*Subscriber.Source.values},
}


class SubscribersMixin(WagtailAdminTemplateMixin):
    """A page beside the list of subscribers, for those with `permission`."""

    permission = ""
    header_icon = "mail"
    request: HttpRequest

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not request.user.has_perm(f"newsletter.{self.permission}_subscriber"):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        index = {"url": reverse("subscribers:index"), "label": capfirst(Subscriber._meta.verbose_name_plural)}
        return [*self.breadcrumbs_items, index, {"url": "", "label": self.get_page_title()}]

    def note(self, action: str, instance: Any, title: str, **data: Any) -> None:
        log(instance=instance, action=f"newsletter.{action}", user=self.request.user, title=title, data=data)

    def form_invalid(self, form: Any, status: int = 422) -> HttpResponse:
        messages.error(self.request, gettext("Not saved. Please correct the errors below."))
        return self.render_to_response(self.get_context_data(form=form), status=status)


class PaperView(SubscribersMixin, FormView):
    """Enter what was signed on paper, line after line. Each address gets a mail to confirm, as those of the web do."""

    permission = "enter"
    form_class = PaperForm
    template_name = "newsletter/admin/paper.html"
    page_title = pgettext_lazy("newsletter", "Paper sign-up")

    def get_form(self, form_class: Any = None) -> PaperForm:
        return PaperForm(self.request.POST if self.request.method == "POST" else None, initial=self.get_initial())

    def get_initial(self) -> dict[str, Any]:
        return self.request.session.get(SHEET, {"language": settings.LANGUAGE_CODE})

    def form_valid(self, form: PaperForm) -> HttpResponse:
        answers = form.cleaned_data
        evidence = {"place": answers["place"], "date": answers["signed_on"].isoformat()}
        outcome = subscribing.subscribe(
            address=answers["email"],
            language=answers["language"],
            topics=answers["topics"],
            rhythm=answers["rhythm"],
            form_language=answers["language"],
            text_version=answers["text_version"],
            origin=Origin(Subscriber.Source.PAPER, evidence),
        )
        self.tell(outcome, answers["email"])
        self.request.session[SHEET] = form.get_sheet()
        return redirect("subscribers:paper")

    def tell(self, outcome: SubscribeOutcome, address: str) -> None:
        subscriber = Subscriber.objects.filter(email=address).first()
        if subscriber and outcome in (SubscribeOutcome.MAILED, SubscribeOutcome.WAITS):
            self.note("enter", subscriber, gettext("Subscriber %d") % subscriber.pk)
        level, words = {
            SubscribeOutcome.MAILED: (
                messages.success,
                gettext("%s: a confirmation email will be sent within minutes."),
            ),
            SubscribeOutcome.WAITS: (
                messages.success,
                gettext("%s: already emailed recently, so no new email is sent."),
            ),
            SubscribeOutcome.ACTIVE: (messages.warning, gettext("%s already receives the newsletter.")),
            SubscribeOutcome.SUPPRESSED: (messages.error, gettext("%s is a blocked address and was not signed up.")),
        }[outcome]
        level(self.request, words % address)


class ImportView(SubscribersMixin, FormView):
    """Bring a list. Nothing is taken from it before it was looked at."""

    permission = "import"
    form_class = SubscriberImportForm
    template_name = "newsletter/admin/import.html"
    page_title = pgettext_lazy("newsletter", "Import subscribers")

    def form_valid(self, form: SubscriberImportForm) -> HttpResponse:
        answers = form.cleaned_data
        name, text = answers["file"]
        file = SubscriberFile(
            user_id=self.request.user.pk or 0,
            name=name,
            text=text,
            language=answers["language"],
            rhythm=answers["rhythm"],
            consent_source=answers["consent_source"],
            consent_date=answers["consent_date"],
        )
        try:
            examine(file)
        except UnreadableList as error:
            form.add_error("file", str(error))
            return self.form_invalid(form)
        file.save()
        return redirect("subscribers:import_look", file.pk)


class ImportLookView(SubscribersMixin, View):
    """Show what is in a list that was brought; take it, or throw it away."""

    permission = "import"
    template_name = "newsletter/admin/import_look.html"
    page_title = _("Contents of the list")

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        file = self.get_file(pk)
        return self.render_to_response(self.get_context_data(file=file, report=examine(file)))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        file = self.get_file(pk)
        act = request.POST.get("act")
        if act not in ("import", "discard"):
            raise Http404
        if act == "discard":
            file.delete()
            messages.success(request, gettext("List discarded. Nothing was imported."))
            return redirect("subscribers:import")
        instance = SubscriberFile(pk=file.pk)
        report = import_list(file)
        self.note("import", instance, file.consent_source, added=report.added, consent=file.consent_source)
        words = ngettext("%d subscriber was added.", "%d subscribers were added.", report.added) % report.added
        messages.success(request, words)
        return redirect("subscribers:index")

    def get_file(self, pk: int) -> SubscriberFile:
        return get_object_or_404(SubscriberFile, pk=pk, user_id=self.request.user.pk)


class ExportView(SubscribersMixin, View):
    """Hand out the list as it is filtered. A POST, since it leaves a trace in the log."""

    permission = "export"
    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> StreamingHttpResponse:
        filters = {name: chosen for name, known in FILTERS.items() if (chosen := known & {*request.POST.getlist(name)})}
        subscribers = Subscriber.objects.filter(**{f"{name}__in": values for name, values in filters.items()})
        if topics := [int(topic) for topic in request.POST.getlist("topics") if TOPIC.fullmatch(topic)]:
            choices = Subscriber.topics.through._default_manager.filter(topic_id__in=topics)
            subscribers = subscribers.filter(pk__in=choices.values("subscriber"))
        told = {name: sorted(values) for name, values in filters.items()}
        self.note("export", Subscriber(pk=0), gettext("List of subscribers"), number=subscribers.count(), filters=told)
        response = StreamingHttpResponse(write_list(subscribers), content_type="text/csv; charset=utf-8")
        name = f"cahier-{timezone.localdate().isoformat()}-{get_language()}.csv"
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        response["Cache-Control"] = "no-store"
        return response
