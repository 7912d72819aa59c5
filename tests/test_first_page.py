import pytest


@pytest.mark.django_db
def test_home_answers_in_both_languages(client):
    assert client.get("/fr/").status_code == 200
    assert b'lang="en"' in client.get("/en/").content
    assert client.get("/").status_code == 200
    assert client.get("/fr/rien/").status_code == 404


@pytest.mark.django_db
def test_every_page_type_can_be_made_and_seen(client):
    from tests import factories

    for name in sorted(vars(factories)):
        if name.endswith("PageFactory") and name != "BasePageFactory":
            page = getattr(factories, name)(title_en="In English")
            for url in page.get_urls().values():
                assert client.get(url).status_code == 200, url
