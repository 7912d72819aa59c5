"""Pages behind a password: they say so in the reader's language and give nothing away."""

import pytest
from wagtail.models import PageViewRestriction

from tests.factories import ArticlePageFactory

pytestmark = pytest.mark.django_db
LANGUAGES = pytest.mark.parametrize("language", ["fr", "en"])


@pytest.fixture
def article():
    page = ArticlePageFactory(title_fr="Secret", title_en="Hidden", lead_fr="Rien", lead_en="Nothing")
    PageViewRestriction.objects.create(page=page, restriction_type="password", password="sésame")
    return page


@LANGUAGES
def test_private_page_asks_for_its_password_and_tells_nothing(client, article, language):
    html = client.get(article.get_urls()[language]).content.decode()
    assert f'<html lang="{language}">' in html
    assert '<label for="id_password">' in html
    assert not {"Secret", "Hidden", "Rien", "Nothing"} & set(html.replace(">", " ").replace("<", " ").split())


@LANGUAGES
def test_wrong_password_is_said_and_the_right_one_opens(client, article, language):
    url = article.get_urls()[language]
    action = f"/{language}/_util/authenticate_with_password/{article.view_restrictions.get().pk}/{article.pk}/"
    wrong = client.post(action, {"password": "non", "return_url": url})
    assert 'class="error"' in wrong.content.decode()
    right = client.post(action, {"password": "sésame", "return_url": url}, follow=True)
    assert article.get_urls()[language] == right.request["PATH_INFO"]
    assert ("Secret" if language == "fr" else "Hidden") in right.content.decode()


@LANGUAGES
def test_page_for_people_with_a_login_leads_to_a_form(client, article, language):
    article.view_restrictions.update(restriction_type="login")
    response = client.get(article.get_urls()[language], follow=True)
    assert response.status_code == 200
    html = response.content.decode()
    assert f'<html lang="{language}">' in html
    assert 'name="username"' in html
    assert "Secret" not in html
