from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("body", "0005_held_emails")]

    operations = [migrations.RenameModel("Tally", "RateLimitCounter")]
