"""E-mail addresses: which ones we take, and the one way each of them is written.

An address is stored in lower case, its domain in ASCII as the mail system needs it (RFC 5890). RFC 5321, 2.4 lets a
host tell `Marie@` from `marie@`; none does, and people do not. Dots and `+tags` are kept: they can be other mailboxes.
"""

import unicodedata

import idna
from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator
from django.utils.translation import gettext_lazy as _

LONGEST_ADDRESS = 254  # RFC 5321, 4.5.3.1.3, without the angle brackets
LONGEST_LOCAL_PART = 64  # RFC 5321, 4.5.3.1.1
INVISIBLE = ("Cc", "Cf", "Cs", "Zl", "Zp")  # Unicode categories: control, format, lone surrogates, separators

# Mailboxes for running a server or a site, read by whoever is on duty or by nobody (RFC 2142). Those of a group, as
# contact@ or section@, are taken: many associations have no other.
TECHNICAL = {
    "abuse", "hostmaster", "mailer-daemon", "no-reply", "noc", "noreply", "postmaster", "root", "security", "webmaster",
}  # fmt: skip

WRONG_DOMAIN = _("The part after the @ sign is not a domain. Use the form name@example.org")
is_address = EmailValidator(message=_("This is not an email address. Use the form name@example.org"), allowlist=[])


def normalise_address(text: str) -> str:
    """Return `text` as we store it.

    Raises ValidationError that says in words what is wrong. Refused although RFC 5321 knows them: quoted local parts
    and numeric hosts (`"a b"@[192.0.2.1]`), which only programs write, and letters beyond ASCII before the @
    (RFC 6531), which most mail servers do not take.
    """
    address = text.strip()
    refuse_odd_characters(address)
    local_part, at, domain = address.rpartition("@")
    if not at:
        raise ValidationError(_("The @ sign is missing. Use the form name@example.org"), code="no_at")
    if not domain:
        raise ValidationError(_("The part after the @ sign is missing. Use the form name@example.org"), code="end")
    check_local_part(local_part)
    address = f"{local_part.lower()}@{to_ascii(domain)}"
    if len(address) > LONGEST_ADDRESS:
        raise ValidationError(_("This address is too long."), code="long")
    is_address(address)
    return address


def refuse_odd_characters(address: str) -> None:
    if any(unicodedata.category(character) in INVISIBLE for character in address):
        raise ValidationError(_("This address contains an invisible character. Please retype it."), code="invisible")
    if any(character.isspace() for character in address):
        raise ValidationError(_("This address contains a space. Remove it."), code="space")


def check_local_part(local_part: str) -> None:
    if not local_part:
        raise ValidationError(_("The part before the @ sign is missing."), code="no_name")
    if not local_part.isascii():
        raise ValidationError(_("The part before the @ sign cannot contain accented letters."), code="accent")
    if '"' in local_part:
        raise ValidationError(_("The part before the @ sign cannot contain quotation marks."), code="quoted")
    if local_part.lower() in TECHNICAL:
        raise ValidationError(
            _("This address is used to run a site or its email. Enter one that you read yourself."), code="technical"
        )
    if len(local_part) > LONGEST_LOCAL_PART:
        raise ValidationError(_("The part before the @ sign is too long."), code="long")


def to_ascii(domain: str) -> str:
    """Return a domain in lower-case ASCII (`straße.de` is `xn--strae-oqa.de`). Raises ValidationError."""
    if domain.startswith("["):
        raise ValidationError(WRONG_DOMAIN, code="domain")
    try:
        return domain.lower() if domain.isascii() else idna.encode(domain, uts46=True, std3_rules=True).decode("ascii")
    except (idna.IDNAError, UnicodeError):
        raise ValidationError(WRONG_DOMAIN, code="domain") from None


def mask_address(address: str) -> str:
    """Return `j…@e…` for `jeanne@exemple.fr`: its owner knows it again, and nobody who looks on reads it."""
    local_part, _at, domain = address.partition("@")
    return f"{local_part[:1]}…@{domain[:1]}…"
