"""What somebody who applies agrees to, word for word. Each Application names the version it was shown.

These texts are no interface strings: their two languages are one legal text, changed together. Changing a word, or
what the form asks, means a new VERSION; the old text stays readable in this file's history.

To ask to be an organiser of a union's project tells of a union: that is a special category of data (GDPR article 9.1),
which needs explicit consent (9.2.a). So consent is a box to tick, it says so, and nothing else of the kind is asked.
"""

from dataclasses import dataclass

from django.utils.translation import get_language

from translations.languages import SOURCE

VERSION = "2026-11-30"


@dataclass(frozen=True)
class JoinConsent:
    """`purpose` says what becomes of the data; `special` what it reveals and what not to write; `agreed` is ticked."""

    language: str
    purpose: str
    special: str
    agreed: str


CONSENT_TEXTS = {
    "fr": JoinConsent(
        language="fr",
        purpose=(
            "Pour répondre à votre candidature, ce que vous écrivez ici est transmis aux personnes qui coordonnent "
            "votre région (à défaut, à celles de la région qui l’englobe, ou à l’adresse que donne cet appel), et à "
            "personne d’autre. Ce site l’efface {days} jours après l’envoi, ou dès que vous retirez votre candidature "
            "par le lien du courriel."
        ),
        special=(
            "Se proposer ici révèle un lien avec un syndicat\u00a0: la loi protège cette information (RGPD, article 9)."
            " Rien d’autre de cet ordre n’est nécessaire\u00a0: vous pouvez laisser de côté votre santé, votre "
            "origine, votre religion et vos opinions."
        ),
        agreed="J’accepte que ces données, qui révèlent un lien avec un syndicat, servent à répondre à ma candidature.",
    ),
    "en": JoinConsent(
        language="en",
        purpose=(
            "To answer your application, what you write here goes to the people who coordinate your region (if there "
            "are none, to those of the region around it, or to the address that this call gives), and to nobody else. "
            "This site deletes it {days} days after you send it, or as soon as you withdraw by the link in the email."
        ),
        special=(
            "Applying here reveals a link with a trade union, which the law protects (GDPR, article 9). Nothing else "
            "of that kind is needed: you can leave out your health, origin, religion and opinions."
        ),
        agreed="I agree that these data, which reveal a link with a trade union, are used to answer my application.",
    ),
}


def get_join_consent(days: int) -> JoinConsent:
    """Return the text in the reader's language, or in the source language where it is not yet written.

    :param days: for how many days the call keeps applications
    """
    text = CONSENT_TEXTS.get(get_language() or SOURCE, CONSENT_TEXTS[SOURCE])
    return JoinConsent(text.language, text.purpose.format(days=days), text.special, text.agreed)
