"""Signing in, to the admin and to pages, and the form for setting a new password."""

from __future__ import annotations

import logging
from http import HTTPStatus
from threading import Thread
from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth import views as auth_views
from django.contrib.auth.forms import AuthenticationForm
from django.db import connections
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.forms.auth import LoginForm, PasswordResetForm
from wagtail.admin.views.account import LoginView

from public_forms.network import get_networks
from public_forms.rate_limit import count_once, name_subjects, one_mailbox

log = logging.getLogger(__name__)


class LimitedForm(AuthenticationForm):
    def get_invalid_login_error(self) -> forms.ValidationError:
        """Say so where the password was not even looked at, see config/sign_in/backend.py."""
        if limit := getattr(self.request, "sign_in_limit", None):
            message = _("Too many wrong passwords. Try again in %(minutes)s minutes.")
            return forms.ValidationError(message, code="limit", params={"minutes": limit.seconds // 60})
        return super().get_invalid_login_error()


class CahierLoginForm(LimitedForm, LoginForm):
    """Wagtail's, with a label for the password: without one it is the field's English name in every language."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].label = pgettext_lazy("site", "Password")


class LimitedView(auth_views.LoginView):
    """Answers 429 where a password was not looked at, so that programs stop too (RFC 6585, 4)."""

    def form_invalid(self, form: Any) -> HttpResponse:
        response = super().form_invalid(form)
        if limit := getattr(self.request, "sign_in_limit", None):
            response.status_code = HTTPStatus.TOO_MANY_REQUESTS
            response["Retry-After"] = str(limit.seconds)
        return response


class SignInView(LimitedView, LoginView):
    """To the admin."""


urlpatterns = [path("login/", SignInView.as_view(), name="wagtailadmin_login")]  # before Wagtail's own


class ReaderSignInView(LimitedView):
    """To pages for which one signs in."""

    form_class = LimitedForm
    template_name = "wagtailcore/login.html"


class CahierPasswordResetForm(PasswordResetForm):
    """Mails a link to set a new password: a few times a day to one mailbox, and outside the request."""

    def save(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        """Answer alike, and as fast, whether there is such an account, and whether it gets another mail."""
        subjects = {**get_networks(request), "account": one_mailbox(self.cleaned_data["email"])}
        if count_once(name_subjects("password reset", settings.PASSWORD_RESET_RATE_LIMITS, subjects)):
            return
        if not settings.PASSWORD_RESET_IN_BACKGROUND:
            super().save(*args, request=request, **kwargs)
            return
        Thread(target=self.send, args=(request, args, kwargs), name="password reset", daemon=True).start()

    def send(self, request: HttpRequest, args: tuple[Any, ...], kwargs: dict[str, Any]) -> None:
        try:
            super().save(*args, request=request, **kwargs)
        except Exception as error:  # of the mail server or the database: its text may hold the address
            log.error("A link to set a new password could not be sent: %s", type(error).__name__)
        finally:
            connections.close_all()
