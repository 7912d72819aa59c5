"""What a subscriber agrees to, word for word. Each ConsentEvent names the version it was shown.

These texts are no interface strings: their two languages are one legal text, changed together. Changing a word means
a new VERSION; the old text stays readable in this file's history. tests/newsletter/test_consent.py holds both to it.
"""

from dataclasses import dataclass

from translations.languages import SOURCE

VERSION = "2026-11-22"


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
            "En demandant la lettre, vous acceptez que Cahier garde votre adresse pour vous l’envoyer, "
            "dans la langue, sur les sujets et au rythme choisis ici, et pour rien d’autre. "
            "Chaque lettre porte un lien pour arrêter\u202f; votre adresse est alors effacée. "
            "Il n’en reste qu’une empreinte illisible, pour que personne ne vous réinscrive à votre place."
        ),
        topics=(
            "Ce choix peut révéler vos opinions. Cocher un sujet, c’est accepter qu’il serve à l’envoi de la lettre, "
            "et à rien d’autre. Il ne figure dans aucune adresse."
        ),
    ),
    "en": NewsletterConsent(
        language="en",
        purpose=(
            "By asking for the newsletter you agree that Cahier keeps your address to send it to you, "
            "in the language, on the topics and at the rhythm chosen here, and for nothing else. "
            "Each letter has a link to stop; your address is then erased. "
            "Only an unreadable imprint of it stays, so that nobody can sign you up again in your place."
        ),
        topics=(
            "This choice can reveal your opinions. To tick a topic is to agree that it serves to send the newsletter, "
            "and nothing else. It is part of no web address."
        ),
    ),
}


def get_newsletter_consent(language: str) -> NewsletterConsent:
    """Return the text in `language`, or in the source language where it is not yet written."""
    return CONSENT_TEXTS.get(language, CONSENT_TEXTS[SOURCE])
