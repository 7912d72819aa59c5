from typing import Any

from django.db import migrations


def empty_search_texts(apps: Any, schema_editor: Any) -> None:
    """Have all texts written anew, in the terms of this version: prepare_database() fills an empty table."""
    apps.get_model("translations", "SearchText").objects.using(schema_editor.connection.alias).all().delete()


class Migration(migrations.Migration):
    dependencies = [("translations", "0007_live_pages")]

    operations = [migrations.RunPython(empty_search_texts, migrations.RunPython.noop, elidable=True)]
