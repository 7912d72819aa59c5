from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("translations", "0013_schedule")]

    operations = [migrations.RenameModel("SourceText", "SourceSnapshot")]
