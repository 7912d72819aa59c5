from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("body", "0004_alphabetical")]

    operations = [migrations.RenameModel("Tally", "RateLimitCounter")]
