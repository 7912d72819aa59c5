"""What a person lets everybody see. Pages, cards, tables, JSON-LD, search: all show a PublicContact, never a Person."""

from __future__ import annotations

import datetime
import re
import uuid
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class PublicContact:
    """A person as visitors may know them; an item that the person keeps to themselves is empty.

    :param languages: ISO 639 codes, in the order the person gave
    :param portrait: a picture; of those who agreed to it themselves, never of a public source
    :param takes_messages: whether visitors may write through our form, to an address that may not be public
    :param source: who made these items public, where it was not the person to us
    """

    key: uuid.UUID
    name: str
    family_name: str = ""
    email: str = ""
    phone: str = ""
    postal_address: str = ""
    languages: tuple[str, ...] = ()
    hours: str = ""
    time_zone: str = ""
    portrait: Any = None
    takes_messages: bool = False
    source: str = ""
    source_url: str = ""
    checked_on: datetime.date | None = None
    changed_at: datetime.datetime | None = None

    @property
    def number(self) -> str:
        """The telephone number without what separates its digits (RFC 3966, 5.1.4), as a link dials it."""
        return re.sub(r"[^+0-9]", "", self.phone)

    @classmethod
    def of(cls, person: Any) -> PublicContact | None:
        """Return what `person` lets be seen; None where neither consent nor a public source is on record."""
        if not person.may_be_named:
            return None
        by_source = not person.consent_on
        return cls(
            key=person.key,
            name=person.name,
            family_name=person.family_name,
            email=person.email if person.public_email else "",
            phone=person.phone if person.public_phone else "",
            postal_address=person.postal_address if person.public_postal_address else "",
            languages=tuple(person.language_codes) if person.public_languages else (),
            hours=person.hours if person.public_hours else "",
            time_zone=person.time_zone if person.public_hours else "",
            portrait=person.portrait if person.public_portrait and person.consent_on else None,
            takes_messages=bool(person.takes_messages and person.email),
            source=person.source if by_source else "",
            source_url=person.source_url if by_source else "",
            checked_on=person.checked_on,
            changed_at=person.changed_at,
        )
