import pytest
from django.contrib.auth.models import Group
from wagtail.users.models import UserProfile


@pytest.fixture
def sign_in(client, django_user_model):
    """Sign in somebody of a group; return the client."""

    def sign_in(group=None, language=""):
        user = django_user_model.objects.create_user("edith", password="x")
        if group:
            user.groups.add(Group.objects.get(name=group))
        profile = UserProfile.get_for_user(user)
        profile.preferred_language = language
        profile.save()
        client.force_login(user)
        return client

    return sign_in


@pytest.fixture
def editor(sign_in):
    return sign_in("Editors")
