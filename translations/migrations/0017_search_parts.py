from typing import Any

from django.db import migrations, models


def empty_search_texts(apps: Any, schema_editor: Any) -> None:
    """Have all texts written anew, with findings and questions: prepare_database() fills an empty table."""
    apps.get_model("translations", "SearchText").objects.using(schema_editor.connection.alias).all().delete()


class Migration(migrations.Migration):
    dependencies = [("translations", "0016_source_snapshot")]

    operations = [
        migrations.AddField("SearchText", "part", models.CharField(blank=True, default="", max_length=12), False),
        migrations.RemoveConstraint("SearchText", "one_search_text_a_language"),
        migrations.AddConstraint(
            "SearchText",
            models.UniqueConstraint(fields=["page", "language", "part"], name="one_search_text_a_language"),
        ),
        migrations.RunPython(empty_search_texts, migrations.RunPython.noop, elidable=True),
    ]
