"""Count no text as public that may have been published while its page needed a login, as was done until now.

A text of such a page counts again once it is published again; until then nobody is shown what it said.
"""

from django.db import migrations
from django.db.models import Q

STEP = 4  # letters of a path to a level of the tree


def forget(apps, schema_editor):
    Page, SourceText = (apps.get_model("translations", name) for name in ("BasePage", "SourceText"))
    restricted = apps.get_model("wagtailcore", "PageViewRestriction").objects.values("page_id")
    told = apps.get_model("wagtailcore", "PageLogEntry").objects.filter(action__startswith="wagtail.view_restriction")
    pages = Page.objects.filter(Q(pk__in=restricted) | Q(pk__in=told.values("page_id")))
    paths = set(pages.values_list("path", flat=True))
    if not paths:
        return
    keys = [
        key
        for key, path in Page.objects.values_list("pk", "path").iterator()
        if any(path[:end] in paths for end in range(STEP, len(path) + 1, STEP))
    ]
    ContentType = apps.get_model("contenttypes", "ContentType")
    kinds = ContentType.objects.filter(pk__in=Page.objects.values("content_type_id"))
    for start in range(0, len(keys), 500):
        rows = SourceText.objects.filter(content_type__in=kinds, object_id__in=keys[start : start + 500])
        rows.update(published=False)


class Migration(migrations.Migration):
    dependencies = [("translations", "0010_withholding"), ("wagtailcore", "0098_apitoken")]

    operations = [migrations.RunPython(forget, migrations.RunPython.noop)]
