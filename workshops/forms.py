"""What the edit forms of a convention's pages do beyond the pages themselves."""

from typing import Any

from django.core.exceptions import ValidationError
from wagtail.admin.forms import WagtailAdminPageForm

from .publication import require_published

NUMBERED = ("findings", "questions")
PUBLISHING = {"action-publish", "action-submit", "action-restart-workflow"}  # at once, or when somebody approves


class ConventionPartForm(WagtailAdminPageForm):
    """The form of a page that is published only below a published one."""

    def clean(self) -> dict[str, Any]:
        cleaned_data = super().clean()
        if PUBLISHING & self.data.keys():
            try:
                require_published(self.parent_page)
            except ValidationError as error:
                self.add_error(None, error)
        return cleaned_data


class WorkshopReportForm(ConventionPartForm):
    """Rows keep the numbers they were given."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = [(name, row) for name in NUMBERED for row in getattr(self.instance, name).all()]
        self.number_of_row = {(name, row.pk): row.number for name, row in rows if row.pk}
        self.loose_numbers = {(name, row.number) for name, row in rows if not row.pk}

    def save(self, commit: bool = True) -> Any:
        self.keep_numbers()
        return super().save(commit)

    def keep_numbers(self) -> None:
        """Let no form say what number a row has: it may only carry a number that a row of the draft has already.

        A row saved as a draft has no key of its own yet, so its number travels through the form.
        """
        for name in NUMBERED:
            for form in self.formsets[name].forms:
                row = form.instance
                if row.pk:
                    row.number = self.number_of_row.get((name, row.pk))
                elif (name, row.number) not in self.loose_numbers:
                    row.number = None
