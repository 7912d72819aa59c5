"""Taking translations in: looked at first, then written as drafts, all of them or none."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.core import signing
from django.db import transaction
from wagtail.log_actions import log

from translations.languages import column
from translations.publishing.locking import lock_pages
from translations.snippets import TranslatedSnippet
from translations.texts.paths import set_texts

from .import_preview import Group, Plan, digest_present, make_plan
from .imported_units import Returned
from .po import read_po
from .xliff import read_xliff

SALT = "translation_desk.exchange"
DAY = 24 * 60 * 60  # seconds


class Refused(ValueError):
    """Nothing was written; `plan` says why."""

    def __init__(self, plan: Plan) -> None:
        super().__init__("; ".join(problem.words for problem in plan.problems))
        self.plan = plan


def read_file(content: bytes, language: str) -> list[Returned]:
    """Return the texts of a PO or XLIFF 2 file. Raises UnreadableFile."""
    is_xml = content.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"<")
    return list(read_xliff(content, language) if is_xml else read_po(content, language))


def import_texts(
    texts: Iterable[Returned],
    language: str,
    user: Any,
    *,
    expected: dict[str, str] | None = None,
    leave_stale: bool = False,
    at_once: bool = False,
) -> Plan:
    """Write `texts` into drafts, in one transaction. Raises Refused, and then has written nothing.

    :param expected: id -> digest of the present translation, as somebody saw it before deciding
    :param leave_stale: leave out what has changed on the site since the file was made, instead of refusing the file
    :param at_once: write also what has no drafts (snippets, pictures): readers see it at once; else it is left out
    """
    texts = list(texts)
    with transaction.atomic():
        lock_pages(*find_page_keys(texts))
        plan = make_plan(texts, language, user, expected)
        if plan.problems and not (leave_stale and plan.all_are_stale):
            raise Refused(plan)
        plan.groups = {name: group for name, group in plan.groups.items() if group.has_drafts or at_once}
        for group in plan.groups.values():
            write(group, language, user)
    return plan


def find_page_keys(texts: Iterable[Returned]) -> Iterator[int]:
    for name in {text.id.partition("/")[0] for text in texts}:
        kind, _colon, key = name.partition(":")
        if kind == "page" and key.isascii() and key.isdigit() and len(key) < 19:
            yield int(key)


def write(group: Group, language: str, user: Any) -> None:
    """Write the changes of one object: of a page as a new draft, whatever is published."""
    obj = group.obj
    texts = {change.entry.text.path: change.stored for change in group.changes}
    if group.has_drafts:
        set_texts(obj, language, texts)
        obj.confirm_texts(language, texts)
        obj.save_revision(user=user, log_action=True, clean=False)
        return
    if isinstance(obj, TranslatedSnippet):
        set_texts(obj, language, texts)
        obj.confirm_texts(language, texts)
    else:
        for path, text in texts.items():
            setattr(obj, column(path, language), text)
    obj.save()
    log(obj, "wagtail.edit", user=user)


# Between the preview and the import


def sign_plan(plan: Plan, user: Any) -> str:
    """Return what `plan` would change as a signed word for a form: what was seen is what will be written.

    So nothing is kept on the server for those who never come back, and no file need be chosen twice. It holds the
    changed texts only, compressed; everything is checked again when it returns.
    """
    texts = [
        [change.entry.id, change.place, change.said_source, change.said, digest_present(change.entry)]
        for change in plan.changes
    ]
    return signing.dumps({"language": plan.language, "user": user.pk, "texts": texts}, salt=SALT, compress=True)


def read_signed(word: str, user: Any) -> tuple[list[Returned], str, dict[str, str]]:
    """Return the texts, their language and the digests of what they replace. Raises signing.BadSignature."""
    signed = signing.loads(word, salt=SALT, max_age=DAY)
    if signed["user"] != user.pk:
        raise signing.BadSignature("another user's")
    texts = [Returned(text_id, place, source, target) for text_id, place, source, target, _digest in signed["texts"]]
    return texts, signed["language"], {text[0]: text[4] for text in signed["texts"]}
