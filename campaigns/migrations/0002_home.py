"""Replace the welcome page that Wagtail made by a home page, and fill in the root's columns for each language."""

from django.conf import settings
from django.db import migrations
from django.db.models import F

HOME = {"fr": "Accueil", "en": "Home"}
HEADLINE = {"fr": "Nul n’est tenu à l’écran.", "en": "Nobody owes a screen."}
SLUG = "accueil"  # never seen: the home page answers at /fr/ and /en/


def create_home(apps, schema_editor):
    BasePage = apps.get_model("translations", "BasePage")
    HomePage = apps.get_model("campaigns", "HomePage")
    Site = apps.get_model("wagtailcore", "Site")
    ContentType = apps.get_model("contenttypes", "ContentType")
    source = settings.LANGUAGE_CODE
    languages = [language for language, _ in settings.LANGUAGES if hasattr(BasePage, f"title_{language}")]

    copied = {f"{name}_{source}": F(name) for name in ["title", "draft_title", "slug"]}
    BasePage.objects.filter(depth=1).update(**copied, **{f"url_path_{language}": "/" for language in languages})

    welcome = BasePage.objects.filter(depth=2, slug="home").first()
    locale, path = welcome.locale, welcome.path
    Site.objects.all().delete()
    welcome.delete()

    texts = {"slug": SLUG, f"slug_{source}": SLUG, "url_path": f"/{SLUG}/"}
    for name, by_language in [("title", HOME), ("draft_title", HOME), ("headline", HEADLINE)]:
        texts[name] = by_language[source]
        for language in set(languages) & by_language.keys():
            texts[f"{name}_{language}"] = by_language[language]
    for language in languages:
        texts[f"url_path_{language}"] = f"/{SLUG}/"
    content_type, _ = ContentType.objects.get_or_create(app_label="campaigns", model="homepage")
    home = HomePage.objects.create(
        **texts, content_type=content_type, path=path, depth=2, numchild=0, locale=locale, live=True
    )
    Site.objects.create(hostname="localhost", root_page_id=home.pk, is_default_site=True, site_name="Cahier")


class Migration(migrations.Migration):
    dependencies = [("campaigns", "0001_initial"), ("wagtailcore", "0098_apitoken")]
    operations = [migrations.RunPython(create_home, migrations.RunPython.noop)]
