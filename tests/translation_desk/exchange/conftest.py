from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from wagtail.users.models import UserProfile


@pytest.fixture
def sign_in(client: Client, django_user_model: Any) -> Callable[..., Client]:
    """Sign in somebody of a group, who chose a language for the admin; return the client."""

    def sign_in(group: str = "", language: str = "") -> Client:
        user = django_user_model.objects.create_user("edith", password="x")
        if group:
            user.groups.add(Group.objects.get(name=group))
        UserProfile.objects.update_or_create(user=user, defaults={"preferred_language": language})
        client.force_login(user)
        return client

    return sign_in


@pytest.fixture(params=["fr", "en"])
def editor(request: pytest.FixtureRequest, sign_in: Callable[..., Client]) -> Client:
    return sign_in("Editors", request.param)
