"""Each person chooses what is public. Until a consent or a source is written down, nothing is, not even the name."""

import contacts.models.person
import django.db.models.deletion
import uuid
from django.db import migrations, models


def give_keys(apps, schema_editor):
    for person in apps.get_model("contacts", "Person").objects.all():
        person.key = uuid.uuid4()
        person.save(update_fields=["key"])


class Migration(migrations.Migration):

    dependencies = [
        ('contacts', '0002_region_tree'),
    ]

    operations = [
        migrations.AddField(
            model_name='person',
            name='changed_at',
            field=models.DateTimeField(auto_now=True),
        ),
        migrations.AddField(
            model_name='person',
            name='checked_on',
            field=models.DateField(blank=True, null=True, verbose_name='checked on'),
        ),
        migrations.AddField(
            model_name='person',
            name='consent_on',
            field=models.DateField(blank=True, null=True, verbose_name='agreed on'),
        ),
        migrations.AddField(
            model_name='person',
            name='family_name',
            field=models.CharField(blank=True, help_text='As it stands in the name; address books sort by it', max_length=80, verbose_name='family name'),
        ),
        migrations.AddField(
            model_name='person',
            name='hours',
            field=models.CharField(blank=True, max_length=160, verbose_name='hours'),
        ),
        migrations.AddField(
            model_name='person',
            name='hours_en',
            field=models.CharField(blank=True, max_length=160, null=True, verbose_name='hours'),
        ),
        migrations.AddField(
            model_name='person',
            name='hours_fr',
            field=models.CharField(blank=True, max_length=160, null=True, verbose_name='hours'),
        ),
        migrations.AddField(
            model_name='person',
            name='key',
            field=models.UUIDField(default=uuid.uuid4, editable=False, null=True),
        ),
        migrations.RunPython(give_keys, migrations.RunPython.noop),
        migrations.AlterField(
            model_name='person',
            name='key',
            field=models.UUIDField(default=uuid.uuid4, editable=False, unique=True),
        ),
        migrations.AddField(
            model_name='person',
            name='languages',
            field=models.CharField(blank=True, help_text='Codes, the best spoken first: fr, en, pt', max_length=60, validators=[contacts.models.person.check_language_codes], verbose_name='languages spoken'),
        ),
        migrations.AddField(
            model_name='person',
            name='phone',
            field=models.CharField(blank=True, max_length=40, validators=[contacts.models.person.check_phone], verbose_name='telephone'),
        ),
        migrations.AddField(
            model_name='person',
            name='postal_address',
            field=models.TextField(blank=True, max_length=400, verbose_name='postal address'),
        ),
        migrations.AddField(
            model_name='person',
            name='public_email',
            field=models.BooleanField(default=False, verbose_name='email address'),
        ),
        migrations.AddField(
            model_name='person',
            name='public_hours',
            field=models.BooleanField(default=False, verbose_name='hours'),
        ),
        migrations.AddField(
            model_name='person',
            name='public_languages',
            field=models.BooleanField(default=False, verbose_name='languages spoken'),
        ),
        migrations.AddField(
            model_name='person',
            name='public_phone',
            field=models.BooleanField(default=False, verbose_name='telephone'),
        ),
        migrations.AddField(
            model_name='person',
            name='public_postal_address',
            field=models.BooleanField(default=False, verbose_name='postal address'),
        ),
        migrations.AddField(
            model_name='person',
            name='source',
            field=models.CharField(blank=True, max_length=200, verbose_name='made public by'),
        ),
        migrations.AddField(
            model_name='person',
            name='source_en',
            field=models.CharField(blank=True, max_length=200, null=True, verbose_name='made public by'),
        ),
        migrations.AddField(
            model_name='person',
            name='source_fr',
            field=models.CharField(blank=True, max_length=200, null=True, verbose_name='made public by'),
        ),
        migrations.AddField(
            model_name='person',
            name='source_url',
            field=models.URLField(blank=True, verbose_name='address of the source'),
        ),
        migrations.AddField(
            model_name='person',
            name='takes_messages',
            field=models.BooleanField(default=False, verbose_name='contact form'),
        ),
        migrations.AddField(
            model_name='person',
            name='time_zone',
            field=models.CharField(blank=True, max_length=40, validators=[contacts.models.person.check_time_zone], verbose_name='time zone'),
        ),
        migrations.AlterField(
            model_name='person',
            name='name',
            field=models.CharField(max_length=160, validators=[contacts.models.person.check_single_line], verbose_name='name'),
        ),
        migrations.CreateModel(
            name='PassedMessage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(auto_now_add=True, db_index=True)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='passed_messages', to='contacts.person')),
            ],
        ),
    ]
