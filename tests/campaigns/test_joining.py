"""To join: apply, confirm by mail, be read by one's own region's coordinators, withdraw."""

import datetime
from dataclasses import astuple
from hashlib import sha256

import pytest
from bs4 import BeautifulSoup
from django.core import mail
from django.utils import timezone
from wagtail.users.models import UserProfile

from campaigns.joining import consent
from campaigns.models import Application
from tests.campaigns.applying import HERE, apply, apply_and_confirm, confirm, link_of
from tests.factories import JoinPageFactory
from translations.languages import LANGUAGES

pytestmark = pytest.mark.django_db

DAY = datetime.timedelta(days=1)
# Whoever changes a word of the consent gives it a new version, and adds its line here. Lines are never changed.
HASHES = {"2026-11-30": "9c233a2dab0e8d9513c359784c92ed95fbea09201b36a3113be0310c149598ec"}


def test_nobody_reads_an_application_before_its_author_confirms_it(client, call, regions):
    answer = apply(client, call, regions["africa"])
    assert (answer.status_code, answer["Location"]) == (303, "/fr/candidature/envoye/")
    (letter,) = mail.outbox
    assert letter.to == ["noe@exemple.org"]
    link = link_of(letter)
    shown = client.get(link)
    assert "Me voici." in shown.content.decode()
    assert (shown["Cache-Control"], shown["Referrer-Policy"]) == ("no-store", "no-referrer")
    assert len(mail.outbox) == 1
    assert confirm(client, link).status_code == 303
    to_coordinator = mail.outbox[1]
    assert to_coordinator.to == ["ana@exemple.fr"]
    assert to_coordinator.reply_to == ["noe@exemple.org"]
    assert "Me voici." in to_coordinator.body
    assert "Syndicat X" in to_coordinator.body
    assert "confirmée" in client.get(link).content.decode()
    client.post(link)
    assert len(mail.outbox) == 2
    assert Application.objects.get().text_version == consent.VERSION


def test_what_somebody_wrote_is_shown_and_passed_on_as_it_was_typed(client, call, regions):
    typed = {
        "name": "Ann O'Brien",
        "email": "o'brien@exemple.org",
        "organisation": 'L\'"Union" ?',
        "message": "L'eau ?",
    }
    link = apply_and_confirm(client, call, regions["africa"], **typed)
    shown = BeautifulSoup(client.get(link).content, "html.parser").find("dl").get_text()
    letter = mail.outbox[-1].body
    assert [text for text in typed.values() if text not in shown or text not in letter] == []
    assert "Nom\u00a0: Ann O'Brien\n" in letter


def test_application_of_a_region_nobody_coordinates_goes_to_the_one_around_it(client, call, regions):
    apply_and_confirm(client, call, regions["north"])
    assert mail.outbox[-1].to == ["ana@exemple.fr"]
    assert "Afrique du Nord" in mail.outbox[-1].body
    assert "qui fait partie de la région Afrique, n’a pas de coordination" in mail.outbox[-1].body


def test_application_goes_to_the_stated_address_where_nobody_coordinates_at_all(client, regions):
    call = JoinPageFactory(deadlines={regions["world"]: None})
    apply_and_confirm(client, call, regions["europe"])
    assert mail.outbox[-1].to == [call.fallback_email]


def test_coordinators_are_written_to_in_the_language_they_read_the_admin_in(client, call, regions):
    profile = UserProfile.get_for_user(regions["africa"].coordinators.get())
    profile.preferred_language = "en"
    profile.save()
    apply_and_confirm(client, call, regions["africa"])
    assert "Reply to this email" in mail.outbox[-1].body


def test_deadline_passed_in_one_region_and_open_in_another(client, call, regions):
    html = client.get(call.get_urls()["fr"]).content.decode()
    assert "clos le" in html
    assert "Europe (clos)" in html
    answer = apply(client, call, regions["europe"])
    assert answer.status_code == 422
    error = BeautifulSoup(answer.content, "html.parser").find(id="region_error").get_text()
    assert "Pour la région Europe, les candidatures sont closes depuis le" in error
    assert "Me voici." in answer.content.decode()
    assert not Application.objects.exists()
    assert apply(client, call, regions["africa"]).status_code == 303


@pytest.mark.parametrize(("offset", "status"), [(-1, 422), (0, 303), (1, 303)])
def test_last_day_is_a_day_on_which_one_may_apply(client, regions, offset, status):
    call = JoinPageFactory(deadlines={regions["europe"]: timezone.localdate() + offset * DAY, regions["africa"]: None})
    assert apply(client, call, regions["europe"]).status_code == status


def test_region_within_another_has_a_deadline_of_its_own_if_one_is_stated(client, regions):
    call = JoinPageFactory(
        deadlines={regions["africa"]: timezone.localdate() - DAY, regions["north"]: timezone.localdate()}
    )
    assert apply(client, call, regions["africa"]).status_code == 422
    assert apply(client, call, regions["north"]).status_code == 303


def test_region_that_may_not_apply_is_not_offered(client, call, regions):
    html = client.get(call.get_urls()["fr"]).content.decode()
    assert [option.get_text() for option in BeautifulSoup(html, "html.parser").select("select option")] == [
        "Choisissez une région", "Afrique", "–\u00a0Afrique du Nord", "Europe (clos)",
    ]  # fmt: skip
    assert apply(client, call, regions["world"]).status_code == 422


def test_call_closed_everywhere_says_so_and_shows_no_form(client, regions):
    call = JoinPageFactory(deadlines={regions["europe"]: timezone.localdate() - DAY})
    html = client.get(call.get_urls()["en"]).content.decode()
    assert "The call is closed" in html
    assert "<form" not in html.partition("<main")[2].partition("</main")[0]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("name", "a\nb"),
        ("email", "nobody"),
        ("region", ""),
        ("region", "999999"),
        ("region", "x' OR 1=1"),
        ("agreed", ""),
        ("message", "x" * 3001),
        ("website", "https://exemple.com"),
    ],
)
def test_wrong_form_comes_back_with_what_was_written(client, call, regions, field, value):
    answer = apply(client, call, regions["africa"], "en", **{field: value})
    assert answer.status_code == 422
    html = answer.content.decode()
    assert BeautifulSoup(html, "html.parser").title.text.startswith("Error: Join")
    assert field == "website" or f'id="{field}_error"' in html
    assert "Syndicat X" in html
    assert not mail.outbox


def test_form_from_elsewhere_is_refused(client, call, regions):
    url = f"/fr/candidature/{call.pk}/"
    assert client.post(url, {"name": "Noé"}, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
    assert client.post(url, {"name": "Noé"}).status_code == 403


def test_address_of_the_form_leads_to_the_call_and_that_of_a_draft_nowhere(client, call):
    assert client.get(f"/en/joining/{call.pk}/")["Location"] == call.get_urls()["en"]
    call.unpublish()
    assert client.get(f"/en/joining/{call.pk}/").status_code == 404
    assert client.post(f"/en/joining/{call.pk}/", {}, **HERE).status_code == 404


def test_asking_again_sends_no_second_mail_the_same_day_and_tells_nothing(client, call, regions):
    first = apply(client, call, regions["africa"])
    second = apply(client, call, regions["africa"], message="Autre chose.")
    assert (first.status_code, first["Location"]) == (second.status_code, second["Location"])
    assert len(mail.outbox) == 1


def test_form_sent_again_with_the_same_address_replaces_nothing_that_the_link_shows(client, call, regions):
    apply(client, call, regions["africa"])
    link = link_of(mail.outbox[0])
    shown = client.get(link).content.decode()
    apply(client, call, regions["north"], message="Paroles d’un autre.")
    assert client.post(link, {"answers": button_values(shown)[0]}).status_code == 303
    application = Application.objects.get()
    assert (application.form_data["message"], application.region) == ("Me voici.", regions["africa"])
    assert "Me voici." in mail.outbox[-1].body
    assert "Paroles d’un autre." not in str(Application.objects.values())


def test_author_who_sent_the_form_twice_chooses_which_answers_to_confirm(client, call, regions):
    apply(client, call, regions["africa"])
    apply(client, call, regions["north"], message="Plutôt ceci.")
    apply(client, call, regions["north"], message="Plutôt ceci.")
    link = link_of(mail.outbox[0])
    html = client.get(link).content.decode()
    assert "Me voici." in html
    assert "Plutôt ceci." in html
    assert len(button_values(html)) == 2
    assert confirm(client, link, 1).status_code == 303
    application = Application.objects.get()
    assert (application.form_data["message"], application.region) == ("Plutôt ceci.", regions["north"])
    assert "Me voici." not in client.get(link).content.decode()


def test_press_that_names_no_answers_of_the_application_confirms_nothing(client, call, regions):
    apply(client, call, regions["africa"])
    link = link_of(mail.outbox[0])
    for data in ({}, {"answers": "x"}, {"answers": "0" * 32}):
        answer = client.post(link, data)
        assert answer.status_code == 409
        assert "Me voici." in answer.content.decode()
    assert Application.objects.get().confirmed_at is None
    assert len(mail.outbox) == 1


def test_sender_who_goes_on_all_day_fills_no_page_and_drives_out_no_first_answers(client, call, regions):
    for number in range(6):
        apply(client, call, regions["africa"], message=f"Message {number}")
    html = client.get(link_of(mail.outbox[0])).content.decode()
    assert [number for number in range(6) if f"Message {number}" in html] == [0, 4, 5]


def button_values(html):
    return [button["value"] for button in BeautifulSoup(html, "html.parser").select("button[name=answers]")]


def test_what_was_confirmed_is_not_changed_by_a_stranger_who_knows_the_address(client, call, regions):
    apply_and_confirm(client, call, regions["africa"])
    Application.objects.update(mailed_at=timezone.now() - 2 * DAY)
    apply(client, call, regions["africa"], message="Ne m’écoutez pas.", email="NOE@exemple.org")
    assert Application.objects.get().form_data["message"] == "Me voici."
    assert "déjà confirmée" in mail.outbox[-1].body


def test_author_withdraws_by_the_same_link_at_any_time(client, call, regions):
    link = apply_and_confirm(client, call, regions["africa"])
    assert client.post(link, {"withdraw": "yes"}).status_code == 200
    assert not Application.objects.exists()
    assert mail.outbox[-1].to == ["ana@exemple.fr"]
    assert "Me voici." not in mail.outbox[-1].body
    assert client.get(link).status_code == 410


def test_link_is_good_for_three_days_and_cannot_be_forged(client, call, regions, monkeypatch):
    apply(client, call, regions["africa"])
    link = link_of(mail.outbox[0])
    assert client.get(link[:-4] + "xxx/").status_code == 404
    later = timezone.now().timestamp() + 73 * 3600
    monkeypatch.setattr("django.core.signing.time.time", lambda: later)
    assert client.get(link).status_code == 410
    assert client.post(link).status_code == 410
    assert Application.objects.get().confirmed_at is None


def test_answer_takes_as_long_for_an_address_that_applied_before(client, call, regions, settings, monkeypatch):
    waited = []
    monkeypatch.setattr("public_forms.minimum_duration.time.sleep", waited.append)
    settings.FORM_TAKES = 100.0
    for _ in range(2):
        apply(client, call, regions["africa"])
    assert len(mail.outbox) == 1
    assert [round(seconds, -1) for seconds in waited] == [100, 100]


def test_browser_that_names_no_origin_sends_the_stamp_of_the_page(client, call, regions):
    page = BeautifulSoup(client.get(call.get_urls()["fr"]).content, "html.parser")
    stamp = page.find("input", {"name": "stamp"})["value"]
    data = {"name": "Noé", "email": "noe@exemple.org", "region": regions["africa"].pk, "agreed": "on", "website": ""}
    assert client.post(f"/fr/candidature/{call.pk}/", {**data, "stamp": stamp + "x"}).status_code == 403
    assert client.post(f"/fr/candidature/{call.pk}/", {**data, "stamp": stamp}).status_code == 303


def test_each_wording_of_the_consent_has_its_version():
    texts = [astuple(consent.CONSENT_TEXTS[language]) for language in LANGUAGES]
    assert HASHES[consent.VERSION] == sha256(repr(texts).encode()).hexdigest()


def test_consent_says_who_reads_an_application(client, call):
    """The people of the region, of the region around it, or the address of the call: what `list_recipients` does."""
    for language, words in {
        "fr": "ou à l’adresse que donne cet appel",
        "en": "or to the address that this call",
    }.items():
        assert words in client.get(call.get_urls()[language]).content.decode()


def test_consent_says_that_it_reveals_a_union_and_how_long_data_are_kept(client, call):
    for language, words in {
        "fr": ["syndicat", "article 9", "180 jours"],
        "en": ["union", "article 9", "180 days"],
    }.items():
        html = client.get(call.get_urls()[language]).content.decode()
        assert not [word for word in words if word not in html]
