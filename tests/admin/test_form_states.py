"""What forms on claims say besides their fields: in the title, on top, and where the focus goes."""

import html

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from claims.admin.decision_views import act_url
from tests.factories import ClaimPageFactory, WorkshopReportPageFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def claim():
    return ClaimPageFactory(title_fr="Un guichet")


def post(editor, claim, **data):
    return editor.post(act_url("withdraw", claim), {"id": claim.pk, "on": "2026-11-25", **data})


def title(response):
    return BeautifulSoup(response.content, "html.parser").title.text.split()[0]


def test_form_with_errors_and_confirmation_have_titles_of_their_own(editor, claim):
    asked = editor.get(act_url("withdraw", claim))
    refused = post(editor, claim)
    confirming = post(editor, claim, reason_fr="Satisfaite.")
    assert not asked.context["problems"]
    assert (title(refused), title(confirming)) == ("Erreur", "Confirmer")


def test_each_error_is_named_on_top_with_a_link_to_its_field(editor, claim):
    page = BeautifulSoup(post(editor, claim).content, "html.parser")
    problems = page.find(role="alert", autofocus=True)
    (link,) = problems.find_all("a")
    assert page.find(id=link["href"].removeprefix("#")).name == "textarea"
    assert link.text == "Motif (Français)"


def test_errors_of_rows_say_which_claim_they_are_about(editor):
    report = WorkshopReportPageFactory(code="DS")
    data = {"rows-TOTAL_FORMS": 2, "rows-INITIAL_FORMS": 0, "rows-1-statement_en": "Only in English.", "draft": "1"}
    response = editor.post(reverse("claims:add_several", args=[report.pk]), data)
    (problem,) = response.context["problems"]
    assert (problem.label, problem.target) == ("Revendication 2, Énoncé (Français)", "id_rows-1-statement_fr")
    assert "Revendication 1" in html.unescape(response.content.decode())


def test_nothing_is_called_wrong_that_was_not_asked_yet(editor, claim):
    assert not post(editor, claim, change="1").context["problems"]
