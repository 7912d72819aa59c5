"""An editor, not a superuser, takes a report and its claims from nothing to paper, through the real forms."""

import datetime
import html

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Workflow

from claims.models import ClaimPage, GivenMark
from tests.admin.forms import claim_form, report_form, row, rows_form, synthesis_form
from tests.factories import ClaimPageFactory, ConventionPageFactory, WorkshopReportPageFactory
from workshops.forms import WorkshopReportForm
from workshops.models import Finding, WorkshopReportPage

pytestmark = pytest.mark.django_db
PUBLISH = {"action-publish": "1"}


def add(client, kind, parent, data):
    return client.post(reverse("wagtailadmin_pages:add", args=(*kind.split("."), parent.pk)), data)


def edit(client, page, data):
    return client.post(reverse("wagtailadmin_pages:edit", args=(page.pk,)), data)


def errors(response):
    assert response.status_code == 200, response["Location"]
    return response.context["form"].errors


def add_claim(client, report, **fields):
    return add(
        client, "claims.claimpage", report, claim_form(**{"title_fr": "Un guichet", "slug_fr": "guichet", **fields})
    )


def edit_claim(client, claim, **fields):
    return edit(client, claim, claim_form(**{"title_fr": "Un guichet", "slug_fr": claim.slug_fr, **fields}))


def test_editor_publishes_a_report_and_a_claim_that_rests_on_its_findings(editor):
    convention = ConventionPageFactory()
    findings = rows_form([row(title_fr="Premier constat", title_en="First finding"), row(title_fr="Second constat")])
    fields = {"title_fr": "Droits sociaux", "title_en": "Social rights", "code": "DS", "findings": findings}
    response = add(editor, "workshops.workshopreportpage", convention, report_form(**fields, **PUBLISH))
    assert response.status_code == 302, errors(response)
    report = WorkshopReportPage.objects.get()
    assert (report.live, [finding.mark for finding in report.findings.all()]) == (True, ["C1", "C2"])

    response = add_claim(editor, report, title_en="A counter", findings="C1, C2", **PUBLISH)
    assert response.status_code == 302, errors(response)
    claim = ClaimPage.objects.get()
    assert (claim.live, claim.mark) == (True, "DS-1")
    page = editor.get("/r/ds1", follow=True)
    assert page.status_code == 200
    assert "Premier constat" in html.unescape(page.content.decode())


def test_draft_claim_has_no_mark_until_it_is_published(editor):
    report = WorkshopReportPageFactory(code="DS")
    add_claim(editor, report)
    claim = ClaimPage.objects.get()
    assert (claim.live, claim.mark) == (False, None)
    edit_claim(editor, claim, **PUBLISH)
    assert ClaimPage.objects.get().mark == "DS-1"


def test_claim_scheduled_from_the_form_has_no_mark_yet(editor):
    tomorrow = timezone.localtime() + datetime.timedelta(days=1)
    add_claim(editor, WorkshopReportPageFactory(code="DS"), go_live_at=f"{tomorrow:%Y-%m-%d %H:%M}", **PUBLISH)
    claim = ClaimPage.objects.get()
    assert (claim.live, claim.mark) == (False, None)
    assert not GivenMark.objects.exists()


def test_reverting_in_the_history_keeps_the_mark(editor):
    report = WorkshopReportPageFactory(code="DS")
    add_claim(editor, report)
    claim = ClaimPage.objects.get()
    first = claim.latest_revision
    edit_claim(editor, claim, statement_fr="Deux guichets.", **PUBLISH)
    assert editor.get(reverse("wagtailadmin_pages:revisions_revert", args=(claim.pk, first.pk))).status_code == 200
    edit_claim(editor, claim, revision=first.pk, **PUBLISH)
    claim = ClaimPage.objects.get()
    assert (claim.mark, claim.statement_fr) == ("DS-1", "Un guichet.")


@pytest.mark.parametrize(("language", "words"), [("fr", "C7"), ("en", "does not have the finding C7")])
def test_claim_on_findings_that_are_not_there_is_refused_and_keeps_what_was_typed(sign_in, language, words):
    report = WorkshopReportPageFactory(code="DS")
    client = sign_in("Editors", language)
    response = add_claim(client, report, statement_fr="Longuement pesée.", findings="C7", **PUBLISH)
    assert errors(response).keys() - {"__all__"} == {"findings"}
    assert words in response.content.decode()
    assert "Longuement pesée." in response.content.decode()
    assert not ClaimPage.objects.exists()


@pytest.mark.parametrize("typed", ["2", "C2;C3", "c", "C2,", "constat 2", "C²"])
def test_findings_written_otherwise_are_refused(editor, typed):
    response = add_claim(editor, WorkshopReportPageFactory(code="DS"), findings=typed, **PUBLISH)
    assert "findings" in errors(response)


def test_claim_may_rest_on_a_finding_of_the_reports_draft(editor):
    report = WorkshopReportPageFactory(code="DS")
    report.findings.create(title_fr="Ébauche")
    report.save_revision()
    assert add_claim(editor, report, findings="C1").status_code == 302


def test_claim_on_a_finding_of_a_published_reports_draft_can_be_edited_again(editor):
    report = WorkshopReportPageFactory(code="DS")
    report.save_revision().publish()
    draft = report.get_latest_revision_as_object()
    draft.findings.add(Finding(title_fr="Ébauche"))
    draft.save_revision()
    assert add_claim(editor, report, findings="C1").status_code == 302
    response = edit_claim(editor, ClaimPage.objects.get(), findings="C1")
    assert response.status_code == 302, errors(response)


@pytest.mark.parametrize("missing", ["title_fr", "statement_fr"])
def test_text_missing_in_the_source_language_is_asked_for(editor, missing):
    response = add_claim(editor, WorkshopReportPageFactory(), **{missing: ""}, **PUBLISH)
    assert missing in errors(response)


def test_claim_is_not_submitted_before_its_report_is_published(editor):
    report = WorkshopReportPageFactory(code="DS", title_fr="Ébauche", live=False)
    assert "Ébauche" in str(errors(add_claim(editor, report, **{"action-submit": "1"}))["__all__"])
    report.save_revision().publish()
    assert add_claim(editor, report, **{"action-submit": "1"}).status_code == 302
    assert ClaimPage.objects.get().workflow_in_progress


def test_submitted_claim_is_called_back_when_its_report_is_unpublished(editor, django_user_model):
    report = WorkshopReportPageFactory(code="DS")
    claim = ClaimPageFactory(parent=report, live=False)
    claim.save_revision()
    Workflow.objects.get().start(claim, django_user_model.objects.create_user("a"))
    report.unpublish()
    assert not ClaimPage.objects.get().workflow_in_progress


def test_claim_is_not_published_before_its_report(editor):
    report = WorkshopReportPageFactory(code="DS", title_fr="Ébauche", live=False)
    response = add_claim(editor, report, **PUBLISH)
    assert "Ébauche" in str(errors(response)["__all__"])
    assert add_claim(editor, report).status_code == 302
    assert not GivenMark.objects.exists()


def test_report_is_not_published_before_its_convention(editor):
    convention = ConventionPageFactory(live=False)
    data = report_form(title_fr="Droits", code="DS", **PUBLISH)
    assert "__all__" in errors(add(editor, "workshops.workshopreportpage", convention, data))


def test_synthesis_is_not_published_before_its_convention(editor):
    convention = ConventionPageFactory(live=False)
    data = synthesis_form(title_fr="Synthèse")
    assert "__all__" in errors(add(editor, "workshops.synthesispage", convention, {**data, **PUBLISH}))
    assert add(editor, "workshops.synthesispage", convention, data).status_code == 302


def test_listing_publishes_nothing_below_a_draft_unless_the_draft_goes_with_it(editor):
    report = WorkshopReportPageFactory(code="DS", title_fr="Ébauche", live=False)
    claim = ClaimPageFactory(parent=report, live=False)
    url = reverse("wagtail_bulk_action", args=("translations", "basepage", "publish"))
    response = editor.post(f"{url}?id={claim.pk}&next=/admin/", follow=True)
    assert "Ébauche" in str(next(iter(response.context["messages"])))
    assert not ClaimPage.objects.get().live
    editor.post(f"{url}?id={claim.pk}&id={report.pk}&next=/admin/")
    assert ClaimPage.objects.get().live
    assert WorkshopReportPage.objects.get().live


@pytest.mark.parametrize("code", ["ds", "D", "DROIT", "DÉ", "D1", "DI", "QR", "OU", ""])
def test_code_that_would_be_misread_is_refused(editor, code):
    data = report_form(title_fr="Droits", code=code, **PUBLISH)
    refused = errors(add(editor, "workshops.workshopreportpage", ConventionPageFactory(), data))
    assert refused.keys() - {"__all__"} == {"code"}


def test_code_of_another_report_is_refused(editor):
    WorkshopReportPageFactory(code="DS")
    data = report_form(title_fr="Autre", code="DS", **PUBLISH)
    response = add(editor, "workshops.workshopreportpage", ConventionPageFactory(), data)
    assert errors(response).keys() - {"__all__"} == {"code"}


def test_code_taken_while_the_form_was_checked_is_told_in_the_form(editor, monkeypatch):
    """Two who save at the same moment, or the browser's automatic save and a click: the form saw nothing yet."""
    convention = ConventionPageFactory()
    WorkshopReportPageFactory(code="DS")
    monkeypatch.setattr(WorkshopReportForm, "validate_unique", lambda form: None)
    data = report_form(title_fr="Droits sociaux", code="DS", **PUBLISH)
    response = add(editor, "workshops.workshopreportpage", convention, data)
    assert "code" in errors(response)
    assert "Droits sociaux" in response.content.decode()
    assert WorkshopReportPage.objects.count() == 1


def test_published_code_is_fixed(editor):
    report = WorkshopReportPageFactory(code="DS")
    response = edit(editor, report, report_form(title_fr="Droits", slug_fr=report.slug_fr, code="DT", **PUBLISH))
    assert "DS" in str(errors(response)["code"])
    report.unpublish()
    assert "code" in errors(edit(editor, report, report_form(title_fr="Droits", slug_fr=report.slug_fr, code="DT")))


def test_draft_reports_code_may_still_change(editor):
    report = WorkshopReportPageFactory(code="DS", live=False)
    edit(editor, report, report_form(title_fr="Droits", slug_fr=report.slug_fr, code="DT", **PUBLISH))
    assert WorkshopReportPage.objects.get().code == "DT"


def test_moving_a_numbered_claim_is_refused_with_the_reason(editor):
    report, other = WorkshopReportPageFactory(code="DS"), WorkshopReportPageFactory(code="TR")
    claim = ClaimPageFactory(parent=report)
    response = editor.post(reverse("wagtailadmin_pages:move_confirm", args=(claim.pk, other.pk)), follow=True)
    assert "DS-1" in " ".join(str(message) for message in response.context["messages"])
    url = reverse("wagtail_bulk_action", args=("translations", "basepage", "move"))
    response = editor.post(f"{url}?id={claim.pk}", {"chooser": other.pk}, follow=True)
    assert "DS-1" in " ".join(str(message) for message in response.context["messages"])
    assert claim.__class__.objects.get().get_parent().pk == report.pk


@pytest.mark.parametrize("whole", [False, True])
def test_copying_a_report_is_refused_with_the_reason(editor, whole):
    report = WorkshopReportPageFactory(code="DS")
    page = report.get_parent() if whole else report
    data = {"new_title": "Copie", "new_slug": "copie", "new_parent_page": page.get_parent().pk}
    data |= {"copy_subpages": "on"} if whole else {}
    response = editor.post(reverse("wagtailadmin_pages:copy", args=(page.pk,)), data, follow=True)
    assert list(response.context["messages"])
    assert WorkshopReportPage.objects.count() == 1


def test_workflow_gives_the_mark_when_the_last_task_is_approved(sign_in, django_user_model):
    claim = ClaimPageFactory(parent=WorkshopReportPageFactory(code="DS"), live=False)
    claim.save_revision()
    state = Workflow.objects.get().start(claim, django_user_model.objects.create_user("a"))
    assert ClaimPage.objects.get().mark is None
    chief = django_user_model.objects.create_superuser("chef")
    state.current_task_state.approve(user=chief)
    assert ClaimPage.objects.get().mark == "DS-1"
