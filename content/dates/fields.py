"""Form fields and filters of the admin for dates and times: they say how to write one, and read what people type."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.forms.utils import from_current_timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django_filters import DateFilter, DateFromToRangeFilter, DateTimeFilter, fields
from wagtail.admin.forms.models import register_form_field_override
from wagtail.admin.widgets import AdminDateInput, AdminDateTimeInput, AdminTimeInput

from .reading import read_date, read_moment, read_time

if TYPE_CHECKING:
    from django.forms.fields import BaseTemporalField as TemporalField  # what this is mixed into
else:
    TemporalField = object


class TypedFieldMixin(TemporalField):
    """What the three fields have in common. What cannot be read is refused, and stays as it was typed."""

    hint: Any

    def __init__(self, *, help_text: Any = "", **options: Any) -> None:
        options.pop("input_formats", None)
        help_text = format_lazy("{hint} {help_text}", hint=self.hint, help_text=help_text) if help_text else self.hint
        super().__init__(help_text=help_text, **options)

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str) and value.strip():
            read = self.read(value)
            if read is None:
                raise ValidationError(self.error_messages["invalid"], code="invalid", params={"value": value.strip()})
            return read
        return super().to_python(None if isinstance(value, str) else value)

    def read(self, text: str) -> Any:
        raise NotImplementedError


class DateField(TypedFieldMixin, forms.DateField):
    widget = AdminDateInput
    hint = _("Day/month/year, as in 24/12/2026.")
    default_error_messages: ClassVar[dict[str, Any]] = {  # as Django has it
        "invalid": _("“%(value)s” is not a date. Type it as day/month/year: 24/12/2026.")
    }

    def read(self, text: str) -> Any:
        return read_date(text)


class TimeField(TypedFieldMixin, forms.TimeField):
    widget = AdminTimeInput
    hint = _("Hours:minutes, from 00:00 to 23:59.")
    default_error_messages: ClassVar[dict[str, Any]] = {
        "invalid": _("“%(value)s” is not a time. Type it as hours:minutes: 14:30.")
    }

    def read(self, text: str) -> Any:
        return read_time(text)


class DateTimeField(TypedFieldMixin, forms.DateTimeField):
    widget = AdminDateTimeInput
    hint = _("Day/month/year hours:minutes, as in 24/12/2026 08:00.")
    default_error_messages: ClassVar[dict[str, Any]] = {
        "invalid": _(
            "“%(value)s” is not a date with a time. Type it as day/month/year hours:minutes: 24/12/2026 08:00."
        )
    }

    def read(self, text: str) -> Any:
        moment = read_moment(text)
        return moment and from_current_timezone(moment)


class DateRangeField(fields.DateRangeField):
    """From one date to another, as filters of lists have it."""

    def __init__(self, *args: Any, **options: Any) -> None:
        options.setdefault("help_text", DateField.hint)
        super(fields.DateRangeField, self).__init__((DateField(), DateField()), *args, **options)


def use_in_admin() -> None:
    """Let every form that Wagtail makes of a model have these fields, and every filter of its lists and reports.

    A filter makes its field when it is first shown, of the class that it names: so those that Wagtail has declared
    take these too.
    """
    DateFilter.field_class = DateField
    DateTimeFilter.field_class = DateTimeField
    DateFromToRangeFilter.field_class = DateRangeField
    for field, form_field in [
        (models.DateField, DateField),
        (models.TimeField, TimeField),
        (models.DateTimeField, DateTimeField),
    ]:
        register_form_field_override(field, override={"form_class": form_field, "widget": form_field.widget})
