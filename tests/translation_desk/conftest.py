"""The editor of tests/translations, at work on the desk."""

from tests.translations.conftest import choose_language, editor, language, user

__all__ = ["choose_language", "editor", "language", "user"]
