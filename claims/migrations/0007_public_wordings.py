"""Count those wordings as public that everybody could read: none, but the present one, where a login was ever needed."""

from django.db import migrations
from django.db.models import F

STEP = 4  # letters of a path to a level of the tree


def is_below(path, paths):
    return any(path[:end] in paths for end in range(STEP, len(path) + 1, STEP))


def note(apps, schema_editor):
    Page = apps.get_model("translations", "BasePage")
    ClaimPage, Wording = (apps.get_model("claims", name) for name in ("ClaimPage", "Wording"))
    restricted = apps.get_model("wagtailcore", "PageViewRestriction").objects.values("page_id")
    told = apps.get_model("wagtailcore", "PageLogEntry").objects.filter(action__startswith="wagtail.view_restriction")
    closed = set(Page.objects.filter(pk__in=restricted).values_list("path", flat=True))
    once_closed = set(Page.objects.filter(pk__in=told.values("page_id")).values_list("path", flat=True)) | closed
    Wording._base_manager.update(public_since=F("published_at"))
    for key, path, live, number in ClaimPage.objects.values_list("pk", "path", "live", "wording").iterator():
        if is_below(path, once_closed):
            present = number if live and not is_below(path, closed) else 0
            Wording._base_manager.filter(claim=key).exclude(number=present).update(public_since=None)


class Migration(migrations.Migration):
    dependencies = [("claims", "0006_withholding"), ("translations", "0011_public_texts")]

    operations = [migrations.RunPython(note, migrations.RunPython.noop)]
