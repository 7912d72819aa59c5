"""Passwords: how many wrong ones are taken, how a new one is set, and which are refused."""

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.urls import reverse
from wagtail.models import Collection, CollectionViewRestriction, PageViewRestriction

from content.models import CahierDocument
from public_forms.rate_limit import RateLimitCounter
from tests.factories import StandardPageFactory

pytestmark = pytest.mark.django_db

RIGHT = "sept-lampes-vertes"


@pytest.fixture
def account(settings):
    settings.PROXIES = 1
    return get_user_model().objects.create_superuser("camille", "camille@exemple.fr", RIGHT)


def sign_in(client, password, network="203.0.113.7", username="camille", url="/admin/login/"):
    data = {"username": username, "password": password}
    return client.post(url, data, headers={"X-Forwarded-For": network})


@pytest.mark.parametrize("url", ["/admin/login/", "/fr/_util/login/"])
def test_right_password_is_not_even_looked_at_after_too_many_wrong_ones(client, account, settings, url):
    settings.SIGNING_IN_RATE_LIMITS = {"network": (3, 900)}
    assert [sign_in(client, "wrong", url=url).status_code for _time in range(3)] == [200] * 3
    answer = sign_in(client, RIGHT, url=url)
    assert (answer.status_code, answer["Retry-After"]) == (429, "900")
    assert "Réessayez dans 15 minutes" in answer.text
    assert "_auth_user_id" not in client.session
    assert sign_in(client, RIGHT, network="198.51.100.1", url=url).status_code == 302


def test_right_passwords_do_not_count(client, account, settings):
    settings.SIGNING_IN_RATE_LIMITS = {"network": (2, 900), "account": (2, 900)}
    for _time in range(4):
        assert sign_in(client, RIGHT).status_code == 302
        client.logout()


def test_one_account_is_tried_from_many_networks_no_more_often(client, account, settings):
    settings.SIGNING_IN_RATE_LIMITS = {"network": (100, 900), "account": (3, 900)}
    for number in range(3):
        sign_in(client, "wrong", network=f"198.51.{number}.1", username=" Camille ")
    assert sign_in(client, RIGHT, network="198.51.100.1").status_code == 429


def test_nobody_locks_an_owner_out_of_the_network_they_sign_in_from(client, account, settings):
    settings.SIGNING_IN_RATE_LIMITS = {"network": (100, 900), "account": (3, 900)}
    assert sign_in(client, RIGHT).status_code == 302
    client.logout()
    for number in range(9):
        sign_in(client, "wrong", network=f"198.51.{number}.1")
    assert sign_in(client, RIGHT).status_code == 302


def test_addresses_of_one_ipv6_site_are_counted_together(client, account, settings):
    settings.SIGNING_IN_RATE_LIMITS = {"network": (100, 900), "customer": (100, 900), "site": (3, 900)}
    for number in range(3):
        sign_in(client, "wrong", network=f"2001:db8:1:{number}00::1")
    assert sign_in(client, RIGHT, network="2001:db8:1:900::1").status_code == 429
    assert sign_in(client, RIGHT, network="2001:db8:2::1").status_code == 302


def test_counts_name_neither_account_nor_network(client, account):
    sign_in(client, "wrong")
    sign_in(client, RIGHT)
    kept = str(list(RateLimitCounter.objects.values()))
    assert "camille" not in kept
    assert "203.0" not in kept


def page_with_password():
    page = StandardPageFactory(title_fr="Réservé")
    restriction = PageViewRestriction.objects.create(page=page, restriction_type="password", password="sesame")
    return reverse("wagtailcore_authenticate_with_password", args=[restriction.pk, page.pk]), page.url


def documents_with_password():
    collection = Collection.get_first_root_node().add_child(name="Réservés")
    restriction = CollectionViewRestriction.objects.create(
        collection=collection, restriction_type="password", password="sesame"
    )
    document = CahierDocument.objects.create(
        title_fr="Relevé", collection=collection, file=ContentFile(b"%PDF-1.7", "releve.pdf")
    )
    return reverse("wagtaildocs_authenticate_with_password", args=[restriction.pk]), document.url


@pytest.mark.parametrize("kept", [page_with_password, documents_with_password])
def test_password_of_a_page_or_of_documents_is_not_tried_for_ever(client, settings, tmp_path, kept):
    settings.PAGE_PASSWORD_RATE_LIMITS = {"network": (2, 900)}
    settings.MEDIA_ROOT = tmp_path
    address, return_url = kept()
    tries = [client.post(address, {"password": "wrong", "return_url": return_url}) for _time in range(2)]
    assert [answer.status_code for answer in tries] == [200, 200]
    answer = client.post(address, {"password": "sesame", "return_url": return_url})
    assert (answer.status_code, answer["Retry-After"]) == (429, "900")
    assert "Trop de mots de passe erronés" in answer.text
    RateLimitCounter.objects.all().delete()
    for _time in range(4):
        assert client.post(address, {"password": "sesame", "return_url": return_url}).status_code == 302


def ask_for_new_password(client, address, network="203.0.113.7"):
    return client.post("/admin/password_reset/", {"email": address}, headers={"X-Forwarded-For": network})


def test_one_mailbox_gets_few_links_and_the_answer_is_always_the_same(client, account, mailoutbox):
    answers = [ask_for_new_password(client, "camille@exemple.fr", f"198.51.{n}.1") for n in range(6)]
    answers.append(ask_for_new_password(client, "nobody@exemple.fr"))
    assert {(answer.status_code, answer["Location"]) for answer in answers} == {(302, "/admin/password_reset/done/")}
    assert len(mailoutbox) == 3


@pytest.mark.parametrize("address", ["camille@exemple.fr", "nobody@exemple.fr"])
def test_link_is_looked_for_and_sent_outside_the_request(client, account, settings, monkeypatch, mailoutbox, address):
    """So that the time of the answer tells nothing: whether there is such an account is not even asked within it."""
    settings.PASSWORD_RESET_IN_BACKGROUND = True
    begun = []
    monkeypatch.setattr("config.sign_in.login.Thread.start", lambda thread: begun.append(thread))
    assert ask_for_new_password(client, address).status_code == 302
    assert len(begun) == 1
    assert not mailoutbox


@pytest.mark.parametrize(
    "password",
    [
        "123456789012", "987654321098", "aaaaaaaaaaaa", "abababababab", "abcdefghijkl", "qwertyuiopas", "azertyuiopqs",
        "cahiercahier", "Cahier-2026!", "cahier.example", "motdepasse12",
    ],
)  # fmt: skip
def test_password_that_is_soon_guessed_is_refused(settings, password):
    settings.BASE_URL = "https://cahier.example"
    with pytest.raises(ValidationError):
        validate_password(password)


@pytest.mark.parametrize("password", [RIGHT, "correct horse battery", "kT9!fjw0pQzr", "le cahier de ma grand-mère"])
def test_password_that_is_hard_to_guess_is_taken(password):
    validate_password(password)
