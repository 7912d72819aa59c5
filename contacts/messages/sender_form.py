"""Who writes by a form: a name on one line, and an address that an answer can go to."""

from django import forms
from django.utils.translation import gettext_lazy as _

from public_forms.origin import GuardedForm

from ..models.person import check_single_line


class SenderForm(GuardedForm):
    name = forms.CharField(
        label=_("Your name"),
        max_length=80,
        validators=[check_single_line],
        error_messages={"required": _("Write your name.")},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = forms.EmailField(
        label=_("Your email address"),
        error_messages={
            "required": _("Write your email address."),
            "invalid": _("This is not an email address. Write for example name@example.org"),
        },
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
