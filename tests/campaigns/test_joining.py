"""To join: apply, confirm by mail, be read by one's own region's coordinators, withdraw, be forgotten in time."""

import datetime
import re

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group, Permission
from django.core import mail
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from wagtail.models import GroupPagePermission

from campaigns.joining import applying, consent
from campaigns.models import Application, JoinPage
from tests.factories import JoinPageFactory, PersonFactory, RegionFactory, RegionPageFactory

pytestmark = pytest.mark.django_db

HERE = {"headers": {"Sec-Fetch-Site": "same-origin"}}
TODAY = timezone.localdate()
DAY = datetime.timedelta(days=1)


@pytest.fixture
def regions():
    """Make the world, in it Europe and Africa, in Africa North Africa; Africa's coordinator is Ana."""
    world = RegionFactory(name_fr="Monde", name_en="World", order=9)
    europe = RegionFactory(name_fr="Europe", name_en="Europe", parent=world, order=2)
    africa = RegionFactory(name_fr="Afrique", name_en="Africa", parent=world, order=1)
    north = RegionFactory(name_fr="Afrique du Nord", name_en="North Africa", parent=africa)
    page = RegionPageFactory(region=africa, title_fr="Afrique")
    page.posts.create(role_fr="Coordination", person=PersonFactory(name="Ana", email="ana@exemple.fr"))
    page.save()
    return {"world": world, "europe": europe, "africa": africa, "north": north}


@pytest.fixture
def call(regions):
    deadlines = {regions["africa"]: None, regions["europe"]: TODAY - DAY}
    return JoinPageFactory(title_fr="Rejoindre", title_en="Join", deadlines=deadlines)


def apply(client, call, place, language="fr", **changes):
    url = {"fr": f"/fr/candidature/{call.pk}/", "en": f"/en/joining/{call.pk}/"}[language]
    data = {
        "name": "Noé Petit",
        "email": "noe@exemple.org",
        "region": place.pk,
        "organisation": "Syndicat X",
        "languages": "",
        "message": "Me voici.",
        "agreed": "on",
        "website": "",
        **changes,
    }
    return client.post(url, data, **HERE)


def link_of(message):
    return re.search(r"https?://[^/]+(/\S+/(?:confirmer|confirm)/\S+)", message.body)[1]


def apply_and_confirm(client, call, place, **changes):
    apply(client, call, place, **changes)
    link = link_of(mail.outbox[-1])
    assert client.post(link).status_code == 303
    return link


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
    assert client.post(link).status_code == 303
    to_coordinator = mail.outbox[1]
    assert to_coordinator.to == ["ana@exemple.fr"]
    assert to_coordinator.reply_to == ["noe@exemple.org"]
    assert "Me voici." in to_coordinator.body
    assert "Syndicat X" in to_coordinator.body
    assert "confirmée" in client.get(link).content.decode()
    client.post(link)
    assert len(mail.outbox) == 2
    assert Application.objects.get().text_version == consent.VERSION


def test_application_of_a_region_nobody_coordinates_goes_to_the_one_around_it(client, call, regions):
    apply_and_confirm(client, call, regions["north"])
    assert mail.outbox[-1].to == ["ana@exemple.fr"]
    assert "Afrique du Nord" in mail.outbox[-1].body
    assert "comprise dans la région Afrique" in mail.outbox[-1].body


def test_application_goes_to_the_stated_address_where_nobody_coordinates_at_all(client, regions):
    call = JoinPageFactory(deadlines={regions["world"]: None})
    apply_and_confirm(client, call, regions["europe"])
    assert mail.outbox[-1].to == [call.fallback_email]


def test_coordinators_are_written_to_in_a_language_they_speak(client, call, regions):
    page = regions["africa"].page
    page.posts.get().person.__class__.objects.update(languages="en, fr")
    apply_and_confirm(client, call, regions["africa"])
    assert "To answer this mail" in mail.outbox[-1].body


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
    call = JoinPageFactory(deadlines={regions["europe"]: TODAY + offset * DAY, regions["africa"]: None})
    assert apply(client, call, regions["europe"]).status_code == status


def test_region_within_another_has_a_deadline_of_its_own_if_one_is_stated(client, regions):
    call = JoinPageFactory(deadlines={regions["africa"]: TODAY - DAY, regions["north"]: TODAY})
    assert apply(client, call, regions["africa"]).status_code == 422
    assert apply(client, call, regions["north"]).status_code == 303


def test_region_that_may_not_apply_is_not_offered(client, call, regions):
    html = client.get(call.get_urls()["fr"]).content.decode()
    assert [option.get_text() for option in BeautifulSoup(html, "html.parser").select("select option")] == [
        "Choisissez une région", "Afrique", "–\u00a0Afrique du Nord", "Europe (clos)",
    ]  # fmt: skip
    assert apply(client, call, regions["world"]).status_code == 422


def test_call_closed_everywhere_says_so_and_shows_no_form(client, regions):
    call = JoinPageFactory(deadlines={regions["europe"]: TODAY - DAY})
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
    assert "<title>Error: Join" in html
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
    assert Application.objects.get().form_data["message"] == "Autre chose."


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


def test_no_more_applications_than_may_be_in_an_hour(client, call, regions, monkeypatch):
    monkeypatch.setattr(applying, "MOST_AN_HOUR", 1)
    assert apply(client, call, regions["africa"]).status_code == 303
    answer = apply(client, call, regions["africa"], email="autre@exemple.org")
    assert answer.status_code == 429
    assert "Me voici." in answer.content.decode()


def break_mail(monkeypatch):
    def fail(self):
        raise ConnectionRefusedError

    monkeypatch.setattr("django.core.mail.EmailMessage.send", fail)


def test_mail_server_that_is_down_loses_no_application(client, call, regions, monkeypatch):
    with monkeypatch.context() as broken:
        break_mail(broken)
        assert apply(client, call, regions["africa"]).status_code == 503
    assert apply(client, call, regions["africa"]).status_code == 303
    link = link_of(mail.outbox[0])
    with monkeypatch.context() as broken:
        break_mail(broken)
        assert client.post(link).status_code == 303
        call_command("tend_applications")
    assert Application.objects.get().forwarded_at is None
    call_command("tend_applications")
    call_command("tend_applications")
    assert [message.to for message in mail.outbox] == [["noe@exemple.org"], ["ana@exemple.fr"]]


def test_applications_are_erased_when_their_time_is_over(client, call, regions):
    now = timezone.now()
    for days, confirmed in [(6, False), (8, False), (179, True), (181, True)]:
        application = Application.objects.create(
            page=call, email=f"{days}@exemple.org", region=regions["africa"], language="fr", form_data={},
            confirmed_at=now if confirmed else None, forwarded_at=now,
        )  # fmt: skip
        Application.objects.filter(pk=application.pk).update(submit_time=now - days * DAY)
    call_command("tend_applications")
    assert {application.email for application in Application.objects.all()} == {"6@exemple.org", "179@exemple.org"}


def test_consent_says_that_it_reveals_a_union_and_how_long_data_are_kept(client, call):
    for language, words in {
        "fr": ["syndicat", "article 9", "180 jours"],
        "en": ["union", "article 9", "180 days"],
    }.items():
        html = client.get(call.get_urls()[language]).content.decode()
        assert not [word for word in words if word not in html]


# In the admin


@pytest.fixture
def coordinator(django_user_model, regions):
    """Somebody who may edit the page of Africa, and no other."""
    group = Group.objects.create(name="Afrique")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    for codename in ("change_basepage",):
        permission = Permission.objects.get(content_type__app_label="translations", codename=codename)
        GroupPagePermission.objects.create(group=group, page=regions["africa"].page, permission=permission)
    user = django_user_model.objects.create_user("ana", password="x")
    user.groups.add(group)
    return user


def submissions(call, **query):
    return reverse("wagtailforms:list_submissions", args=[call.pk], query=query)


@pytest.fixture
def three(client, regions):
    """Three confirmed applications, from Africa, North Africa and Europe, and one that is not confirmed."""
    call = JoinPageFactory(deadlines={regions["africa"]: None, regions["europe"]: None})
    for name, place in [("=Ama()", "africa"), ("Basma", "north"), ("Carl", "europe")]:
        apply_and_confirm(client, call, regions[place], name=name, email=f"{place}@exemple.org")
    apply(client, call, regions["africa"], name="Dada", email="dada@exemple.org")
    return call


def test_coordinator_sees_and_exports_their_region_and_what_lies_within_only(client, three, coordinator):
    client.force_login(coordinator)
    html = client.get(submissions(three)).content.decode()
    assert "Basma" in html
    assert "Carl" not in html
    assert "Dada" not in html
    for kind in ("csv", "xlsx"):
        answer = client.get(submissions(three, export=kind))
        content = b"".join(answer.streaming_content)
        if kind == "csv":
            text = content.decode()
            assert "Carl" not in text
            assert "'=Ama()" in text
            assert "Afrique du Nord" in text


def test_editor_of_the_call_alone_sees_no_application(client, three, django_user_model):
    group = Group.objects.create(name="Campagne")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    permission = Permission.objects.get(content_type__app_label="translations", codename="change_basepage")
    GroupPagePermission.objects.create(group=group, page=three, permission=permission)
    user = django_user_model.objects.create_user("cam", password="x")
    user.groups.add(group)
    client.force_login(user)
    assert client.get(submissions(three)).status_code in (302, 403)
    assert three.title not in client.get(reverse("wagtailforms:index")).content.decode()


def test_nobody_erases_what_they_may_not_see(client, three, coordinator):
    client.force_login(coordinator)
    keys = [application.pk for application in Application.objects.all()]
    url = reverse("wagtailforms:delete_submissions", args=[three.pk], query={"selected-submissions": keys})
    client.post(url)
    assert Application.objects.count() == len(keys)


def test_call_is_made_and_published_in_the_admin(client, admin_user, regions):
    from tests.factories import CampaignPageFactory

    client.force_login(admin_user)
    url = reverse("wagtailadmin_pages:add", args=["campaigns", "joinpage", CampaignPageFactory().pk])
    form = client.get(url)
    assert form.status_code == 200
    data = {
        "title_fr": "Rejoindre",
        "slug_fr": "rejoindre",
        "lead_fr": "",
        "asks_fr": "null",
        "kept_days": "90",
        "title_en": "",
        "slug_en": "",
        "lead_en": "",
        "asks_en": "null",
        "fallback_email": "a@exemple.fr",
        "seo_title_fr": "",
        "search_description_fr": "",
        "menu_title_fr": "",
        "seo_title_en": "",
        "search_description_en": "",
        "menu_title_en": "",
        "deadlines-TOTAL_FORMS": "1",
        "deadlines-INITIAL_FORMS": "0",
        "deadlines-MIN_NUM_FORMS": "1",
        "deadlines-MAX_NUM_FORMS": "1000",
        "deadlines-0-region": regions["africa"].pk,
        "deadlines-0-ORDER": "1",
        "deadlines-0-closes_on": "",
        "comments-TOTAL_FORMS": "0",
        "comments-INITIAL_FORMS": "0",
        "action-publish": "publish",
    }
    second = {name.replace("-0-", "-1-"): value for name, value in data.items() if "-0-" in name}
    twice = client.post(url, {**data, **second, "deadlines-TOTAL_FORMS": "2"})
    assert twice.status_code == 200  # the region stands there twice
    assert not JoinPage.objects.exists()
    answer = client.post(url, data)
    assert answer.status_code == 302, answer.context and answer.context["form"].errors
    assert JoinPage.objects.get().terms.keys() == {regions["africa"].pk, regions["north"].pk}
