"""An editor, at work in either of the admin's languages."""

from collections.abc import Callable

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import User
from django.test import Client
from wagtail.users.models import UserProfile


@pytest.fixture(params=["fr", "en"])
def language(request: pytest.FixtureRequest) -> str:
    """The language that the editor chose for the admin."""
    return request.param


@pytest.fixture
def user(db: None) -> User:
    return get_user_model().objects.create_superuser("editor", "editor@exemple.fr", "password")


@pytest.fixture
def choose_language(user: User) -> Callable[[str], None]:
    """Let the editor choose a language for the admin."""

    def choose(language: str) -> None:
        UserProfile.objects.update_or_create(user=user, defaults={"preferred_language": language})

    return choose


@pytest.fixture
def editor(client: Client, user: User, choose_language: Callable[[str], None], language: str) -> Client:
    choose_language(language)
    client.force_login(user)
    return client
