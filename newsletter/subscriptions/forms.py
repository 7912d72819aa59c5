from typing import Any

from django import forms
from django.conf import settings
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from campaigns.models import Topic
from public_forms.origin import GuardedForm

from ..addresses import normalise_address
from ..models import Subscriber


class ChoicesForm(forms.Form):
    """What a subscriber receives."""

    language = forms.ChoiceField(
        label=_("Language of the newsletter"),
        choices=settings.LANGUAGES,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose a language."),
            "invalid_choice": _("Choose one of the languages listed here."),
        },
    )
    topics = forms.MultipleChoiceField(
        label=pgettext_lazy("newsletter", "Topics"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Tick none to receive all topics."),
        error_messages={
            "invalid_choice": _("One of these topics no longer exists. Choose from those listed here."),
            "invalid_list": _("Choose from the topics listed here."),
        },
    )
    rhythm = forms.ChoiceField(
        label=pgettext_lazy("newsletter", "How often"),
        choices=Subscriber.Rhythm.choices,
        initial=Subscriber.Rhythm.WEEKLY,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose how often."),
            "invalid_choice": _("Choose one of the options listed here."),
        },
    )

    def __init__(self, data: QueryDict | None = None, *, initial: dict[str, Any] | None = None) -> None:
        super().__init__(data, initial=initial, auto_id="%s")
        # Compared here and not by the database, which cannot be asked for each thing a stranger may write.
        self.known_topics = {topic.slug: topic for topic in Topic.objects.all()}
        self.fields["topics"].choices = list(self.known_topics.items())  # type: ignore[attr-defined]

    def clean_topics(self) -> list[Topic]:
        return [self.known_topics[slug] for slug in self.cleaned_data["topics"]]

    def get_problems(self) -> list[dict[str, Any]]:
        """Return {label, target} of each field to look at again; `target` is the id of what the summary leads to."""
        problems = []
        for name in self.errors:
            field = self[name]
            if not field.is_hidden and name != "website":
                problems.append({"label": field.label, "target": field.id_for_label or f"{name}_0"})
        return problems


class SubscribeForm(ChoicesForm, GuardedForm):
    """What a visitor fills in."""

    email = forms.CharField(
        label=pgettext_lazy("newsletter", "Email address"),
        error_messages={"required": _("Enter your email address.")},
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )

    field_order = ["email"]

    def clean_email(self) -> str:
        return normalise_address(self.cleaned_data["email"])
