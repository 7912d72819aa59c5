"""What the edit forms of reports, claims and syntheses send."""

from typing import Any

from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

PAGE = {
    "title_fr": "Titre", "title_en": "", "slug_fr": "titre", "slug_en": "", "seo_title_fr": "", "seo_title_en": "",
    "search_description_fr": "", "search_description_en": "", "go_live_at": "", "expire_at": "",
    "comments": inline_formset([]),
}  # fmt: skip


def row(**texts: Any) -> dict[str, Any]:
    """A row of findings or questions. `number` is what the form had in its hidden field, `id` the row's key."""
    return {"id": "", "number": "", "title_fr": "", "title_en": "", "text_fr": "", "text_en": "", **texts}


def rows_form(rows: list[dict[str, Any]], shown: int = 0) -> dict[str, Any]:
    """:param shown: how many of `rows` the form was shown with"""
    return inline_formset(rows, initial=shown)


def report_form(
    *, findings: dict[str, Any] | None = None, questions: dict[str, Any] | None = None, **fields: Any
) -> Any:
    empty = {"body_fr": streamfield([]), "body_en": streamfield([]), "lead_fr": "", "lead_en": "", "held_on": "",
             "session_note_fr": "", "session_note_en": "", "attachments": inline_formset([])}  # fmt: skip
    rows = {"findings": findings or rows_form([]), "questions": questions or rows_form([])}
    return nested_form_data({**PAGE, **empty, **rows, **fields})


def claim_form(**fields: Any) -> Any:
    empty = {"statement_fr": "Un guichet.", "statement_en": "",
             "reasons_fr": streamfield([]), "reasons_en": streamfield([]),
             "deliberation": "adopted", "findings": "", "addressees": [],
             "supports": inline_formset([]), "reservations": inline_formset([]),
             "sources": inline_formset([])}  # fmt: skip
    return nested_form_data({**PAGE, **empty, **fields})


def synthesis_form(**fields: Any) -> Any:
    empty = {"body_fr": streamfield([]), "body_en": streamfield([]), "lead_fr": "", "lead_en": "",
             "date": "2023-09-16", "reports": []}  # fmt: skip
    return nested_form_data({**PAGE, **empty, **fields})
