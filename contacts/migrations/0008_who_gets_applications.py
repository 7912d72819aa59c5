from django.conf import settings
from django.db import migrations, models

OLD, NEW = "Can choose who coordinates a region", "Can choose who gets and reads applications to join"


def rename(apps, schema_editor, old=OLD, new=NEW):
    permissions = apps.get_model("auth", "Permission").objects.using(schema_editor.connection.alias)
    permissions.filter(codename="name_coordinators", name=old).update(name=new)


def undo(apps, schema_editor):
    rename(apps, schema_editor, NEW, OLD)


class Migration(migrations.Migration):
    dependencies = [
        ("contacts", "0007_coordinators"),
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="region",
            options={
                "ordering": ["order", "pk"],
                "permissions": [("name_coordinators", NEW)],
                "verbose_name": "region",
                "verbose_name_plural": "regions",
            },
        ),
        migrations.AlterField(
            model_name="region",
            name="coordinators",
            field=models.ManyToManyField(
                blank=True,
                help_text="These people get the applications from this region by email, read them here with those from the regions within it, and can export the people who hold posts there. The public page names others: those who hold posts.",
                related_name="coordinated_regions",
                to=settings.AUTH_USER_MODEL,
                verbose_name="coordinators’ accounts",
            ),
        ),
        migrations.RunPython(rename, undo),
    ]
