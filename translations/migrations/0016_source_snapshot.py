from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("translations", "0015_parent_pages")]

    operations = [migrations.RenameModel("SourceText", "SourceSnapshot")]
