from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("claims", "0008_tombstones")]

    operations = [  # RenameField leaves the fields of an index as they were
        migrations.RemoveIndex("ClaimPage", "claims_with_marks"),
        migrations.RenameField("ClaimPage", "seal", "cache_version"),
        migrations.AddIndex(
            "ClaimPage",
            models.Index(
                fields=["basepage_ptr", "cache_version"],
                condition=models.Q(mark__isnull=False),
                name="claims_with_marks",
            ),
        ),
    ]
