import django_countries.fields
from django.db import migrations, models
from django.utils.text import slugify


def fill_slugs(apps, schema_editor):
    taken = set()
    for region in apps.get_model("contacts", "Region").objects.order_by("pk"):
        slug = slugify(region.name)[:40] or "region"
        region.slug = f"{slug}-{region.pk}" if slug in taken else slug
        taken.add(region.slug)
        region.save(update_fields=["slug"])


class Migration(migrations.Migration):

    dependencies = [
        ('contacts', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='region',
            name='countries',
            field=django_countries.fields.CountryField(blank=True, help_text='Each country belongs to one region, the narrowest', max_length=1000, multiple=True, verbose_name='countries', default=''),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='region',
            name='slug',
            field=models.SlugField(blank=True, default='', db_index=False),
            preserve_default=False,
        ),
        migrations.RunPython(fill_slugs, migrations.RunPython.noop),
        migrations.AlterField(
            model_name='region',
            name='slug',
            field=models.SlugField(blank=True, help_text='For addresses; left empty, it follows the name', unique=True, verbose_name='slug'),
        ),
    ]
