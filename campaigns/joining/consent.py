"""What somebody who applies agrees to, word for word. Each Application names the version it was shown.

These texts are no interface strings: their two languages are one legal text, changed together. Changing a word, or
what the form asks, means a new VERSION; the old text stays readable in this file's history.

To ask to be an organiser of a union's project tells of a union: that is a special category of data (GDPR article 9.1),
which needs explicit consent (9.2.a). So consent is a box to tick, it says so, and nothing else of the kind is asked.
"""

from dataclasses import dataclass

from django.utils.translation import get_language

from translations.languages import SOURCE

VERSION = "2026-11-25"


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
            "Ce que vous écrivez ici est transmis aux personnes qui coordonnent votre région, ou à défaut la région "
            "qui l’englobe, pour répondre à votre candidature, et à personne d’autre. Cahier l’efface {days} jours "
            "après l’envoi, ou dès que vous retirez votre candidature par le lien du courriel."
        ),
        special=(
            "Se proposer ici révèle un lien avec un syndicat\u00a0: la loi protège cette information (RGPD, article 9)."
            " Rien d’autre de cet ordre n’est demandé\u00a0: n’écrivez rien de votre santé, de votre origine, de votre "
            "religion ni de vos opinions."
        ),
        agreed="J’accepte que ces données, qui révèlent un lien avec un syndicat, servent à répondre à ma candidature.",
    ),
    "en": JoinConsent(
        language="en",
        purpose=(
            "What you write here goes to the people who coordinate your region, or failing them the region around it, "
            "so that they can answer your application, and to nobody else. Cahier erases it {days} days after it was "
            "sent, or as soon as you withdraw by the link in the mail."
        ),
        special=(
            "To apply here reveals a link with a trade union, which the law protects (GDPR, article 9). "
            "Nothing else of that kind is asked: write nothing of your health, origin, religion or opinions."
        ),
        agreed="I agree that these data, which reveal a link with a trade union, serve to answer my application.",
    ),
}


def get_join_consent(days: int) -> JoinConsent:
    """Return the text in the reader's language, or in the source language where it is not yet written.

    :param days: for how many days the call keeps applications
    """
    text = CONSENT_TEXTS.get(get_language() or SOURCE, CONSENT_TEXTS[SOURCE])
    return JoinConsent(text.language, text.purpose.format(days=days), text.special, text.agreed)
