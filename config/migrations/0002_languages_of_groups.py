"""Write down for each group which languages it writes: until now, having no permission for any meant all of them.

Editors and Moderators, and every other group that may write pages, records, pictures or documents, get the permission
for each language, unless the group has one already. Members who were kept to some languages, by another group or by
themselves, would gain the others by that: they move to a copy of the group, which has all but the languages.
"""

from django.conf import settings
from django.db import migrations
from django.db.models import Q

from translations.permissions import make_permissions

DEFAULT = ["Editors", "Moderators"]
APP = "translations"
RECORDS = ["claims", "campaigns", "contacts", "workshops"]


def write_down(apps, schema_editor):
    using = schema_editor.connection.alias
    make_permissions(None, using, apps=apps)
    Group, Permission = apps.get_model("auth", "Group"), apps.get_model("auth", "Permission")
    codenames = [f"write_{code}" for code, _name in settings.LANGUAGES]
    languages = list(Permission.objects.filter(content_type__app_label=APP, codename__in=codenames))
    limited = find_limited_users(apps, languages)
    for group in find_writing_groups(Group).exclude(permissions__in=languages).distinct():
        members = group.user_set.filter(pk__in=limited)
        if members.exists():
            copy = copy_group(apps, group)
            for member in members:
                member.groups.add(copy)
                member.groups.remove(group)
        group.permissions.add(*languages)


def find_limited_users(apps, languages):
    """Return the keys of users whose permissions name some languages, so that they wrote those alone."""
    User = apps.get_model(settings.AUTH_USER_MODEL)
    named = Q(user_permissions__in=languages) | Q(groups__permissions__in=languages)
    return list(User.objects.filter(named, is_superuser=False).values_list("pk", flat=True).distinct())


def find_writing_groups(Group):
    records = Q(permissions__content_type__app_label__in=RECORDS) & (
        Q(permissions__codename__startswith="add_") | Q(permissions__codename__startswith="change_")
    )
    return Group.objects.filter(
        Q(name__in=DEFAULT) | Q(page_permissions__isnull=False) | Q(collection_permissions__isnull=False) | records
    ).distinct()


def copy_group(apps, group):
    Group = apps.get_model("auth", "Group")
    copy = Group.objects.create(name=f"{group.name[:120]} (languages apart)")
    copy.permissions.set(group.permissions.all())
    for model in ("GroupPagePermission", "GroupCollectionPermission"):
        Rows = apps.get_model("wagtailcore", model)
        for row in Rows.objects.filter(group=group):
            row.pk, row.group = None, copy
            row.save(force_insert=True)
    return copy


class Migration(migrations.Migration):
    dependencies = [
        ("config", "0001_roles"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("translations", "0001_initial"),
        ("wagtailcore", "0090_remove_grouppagepermission_permission_type"),
    ]

    operations = [migrations.RunPython(write_down, migrations.RunPython.noop)]
