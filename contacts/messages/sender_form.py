"""Who writes by a form: a name on one line, and an address that an answer can go to."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from public_forms.origin import GuardedForm

from ..models.person import check_single_line


class SenderForm(GuardedForm):
    name = forms.CharField(
        label=pgettext_lazy("contacts", "Your name"),
        max_length=80,
        validators=[check_single_line],
        error_messages={"required": _("Enter your name.")},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = forms.EmailField(
        label=_("Your email address"),
        error_messages={
            "required": _("Enter your email address."),
            "invalid": _("This is not an email address. Use the form name@example.org"),
        },
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
