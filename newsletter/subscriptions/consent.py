"""What a subscriber agrees to, word for word. Each ConsentEvent names the version it was shown.

These texts are no interface strings: their two languages are one legal text, changed together. Changing a word means
a new VERSION; the old text stays readable in this file's history. tests/newsletter/test_consent.py holds both to it.
"""

from dataclasses import dataclass

from translations.languages import SOURCE

VERSION = "2026-11-30"


@dataclass(frozen=True)
class NewsletterConsent:
    """`purpose` stands by the button; `topics` by the topics, which can reveal opinions (GDPR article 9)."""

    language: str
    purpose: str
    topics: str


CONSENT_TEXTS = {
    "fr": NewsletterConsent(
        language="fr",
        purpose=(
            "En demandant la lettre, vous acceptez que les responsables du site gardent votre adresse pour vous "
            "l’envoyer, dans la langue, sur les sujets et au rythme choisis ici, et pour rien d’autre. Chaque lettre "
            "porte un lien pour arrêter\u202f; votre adresse est alors effacée. Il n’en reste qu’un code irréversible, "
            "pour que personne d’autre ne vous réinscrive."
        ),
        topics=(
            "Ce choix peut révéler vos opinions. En cochant un sujet, vous acceptez qu’il serve à vous envoyer la "
            "lettre, et à rien d’autre. Il ne figure dans aucune adresse de page."
        ),
    ),
    "en": NewsletterConsent(
        language="en",
        purpose=(
            "By signing up you agree that the people who run this site keep your address to send you the newsletter, "
            "in the language, on the topics and as often as you choose here, and for nothing else. Every issue has a "
            "link to unsubscribe; your address is then deleted. We keep only a scrambled code of it, which cannot be "
            "turned back into your address, so that nobody can sign you up again in your place."
        ),
        topics=(
            "Your choice can reveal your opinions. By ticking a topic you agree that it is used to send you the "
            "newsletter, and for nothing else. It is never part of a web address."
        ),
    ),
}


def get_newsletter_consent(language: str) -> NewsletterConsent:
    """Return the text in `language`, or in the source language where it is not yet written."""
    return CONSENT_TEXTS.get(language, CONSENT_TEXTS[SOURCE])
