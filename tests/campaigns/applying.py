"""Applying as somebody does it: with the form, and with the link in the mail."""

import re

from bs4 import BeautifulSoup
from django.contrib.auth.models import Group, Permission
from django.core import mail

HERE = {"headers": {"Sec-Fetch-Site": "same-origin"}}


def apply(client, call, place, language="fr", **changes):
    url = {"fr": f"/fr/candidature/{call.pk}/", "en": f"/en/joining/{call.pk}/"}[language]
    data = {
        "name": "Noé Petit",
        "email": "noe@exemple.org",
        "region": place.pk,
        "organisation": "Syndicat X",
        "languages": "",
        "message": "Me voici.",
        "agreed": "on",
        "website": "",
        **changes,
    }
    return client.post(url, data, **HERE)


def link_of(message):
    return re.search(r"https?://[^/]+(/\S+/(?:confirmer|confirm)/\S+)", message.body)[1]


def apply_and_confirm(client, call, place, **changes):
    apply(client, call, place, **changes)
    link = link_of(mail.outbox[-1])
    assert confirm(client, link).status_code == 303
    return link


def confirm(client, link, number=0):
    """Press the button of the page behind the link: the first, or another if it shows several versions."""
    button = BeautifulSoup(client.get(link).content, "html.parser").select("button[name=answers]")[number]
    return client.post(link, {"answers": button["value"]})


def sign_in_with(client, django_user_model, *codenames, group=None):
    user = django_user_model.objects.create_user("edith", password="x")
    user.user_permissions.add(*Permission.objects.filter(codename__in=codenames))
    if group:
        user.groups.add(Group.objects.get(name=group))
    client.force_login(user)
    return user
