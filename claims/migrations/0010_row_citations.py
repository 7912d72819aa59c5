from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("claims", "0009_cache_version")]

    operations = [
        migrations.AddField("Citation", "letter", models.CharField(blank=True, default="", max_length=1), False),
        migrations.RemoveConstraint("Citation", "cited_once_by_page"),
        migrations.AddConstraint(
            "Citation",
            models.UniqueConstraint(fields=["code", "number", "letter", "page"], name="cited_once_by_page"),
        ),
    ]
