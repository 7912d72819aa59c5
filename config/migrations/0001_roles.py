"""What Wagtail's two groups may do here.

Editors write, translate and publish, and keep the records that pages name. Moderators may besides lock pages, delete
published ones and see to redirects. Subscribers' addresses are for neither: whoever needs them is given that apart.
"""

from django.contrib.auth.management import create_permissions
from django.db import migrations

RECORDS = {
    "claims": ["organisation"],
    "campaigns": ["topic"],
    "contacts": ["person", "region"],
}
EDITORS_ON_PAGES = ["add", "change", "publish"]
MODERATORS_ON_PAGES = [*EDITORS_ON_PAGES, "bulk_delete", "lock", "unlock"]


def make_permissions(apps):
    """Make what Django makes only after all migrations have run."""
    for label in [*RECORDS, "translations", "wagtailredirects"]:
        app_config = apps.get_app_config(label)
        app_config.models_module = True
        create_permissions(app_config, apps=apps, verbosity=0)
        app_config.models_module = None


def grant(apps, schema_editor):
    make_permissions(apps)
    Group = apps.get_model("auth", "Group")
    for name, actions in {"Editors": EDITORS_ON_PAGES, "Moderators": MODERATORS_ON_PAGES}.items():
        group = Group.objects.filter(name=name).first()
        if group:
            grant_pages(apps, group, actions)
            grant_records(apps, group)
    if moderators := Group.objects.filter(name="Moderators").first():
        Permission = apps.get_model("auth", "Permission")
        moderators.permissions.add(*Permission.objects.filter(content_type__app_label="wagtailredirects"))


def grant_pages(apps, group, actions):
    BasePage = apps.get_model("translations", "BasePage")
    Permission = apps.get_model("auth", "Permission")
    ContentType = apps.get_model("contenttypes", "ContentType")
    GroupPagePermission = apps.get_model("wagtailcore", "GroupPagePermission")
    pages, _ = ContentType.objects.get_or_create(app_label="translations", model="basepage")
    root = BasePage.objects.get(depth=1)
    for action in actions:
        permission, _ = Permission.objects.get_or_create(
            content_type=pages, codename=f"{action}_basepage", defaults={"name": f"Can {action} page"}
        )
        GroupPagePermission.objects.get_or_create(group=group, page_id=root.pk, permission=permission)


def grant_records(apps, group):
    """Grant what Django knows for every model; what a model names besides is given to people by name."""
    Permission = apps.get_model("auth", "Permission")
    for label, models in RECORDS.items():
        codenames = [f"{act}_{model}" for act in ("add", "change", "delete", "view") for model in models]
        group.permissions.add(*Permission.objects.filter(content_type__app_label=label, codename__in=codenames))


class Migration(migrations.Migration):
    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("campaigns", "0002_home"),
        ("claims", "0001_initial"),
        ("contacts", "0001_initial"),
        ("translations", "0003_finalize_page_model"),
        ("wagtailcore", "0001_initial"),
        ("wagtailredirects", "0001_initial"),
    ]

    operations = [migrations.RunPython(grant, migrations.RunPython.noop)]
