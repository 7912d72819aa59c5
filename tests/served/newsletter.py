"""Subscribing as a reader does it: with the form, and with the links in the mails."""

import re
from email.message import EmailMessage

from tests.served.site import Answer, ServedSite


def ask_for_newsletter(site: ServedSite, language: str, address: str) -> Answer:
    """Send the form with `address` in it, all else as it stands, and return the page that follows."""
    form = site.fetch(site.inventory["views"]["subscribe"][language])
    return site.submit(form, {"email": address})


def ask_for_link(site: ServedSite, language: str, address: str) -> str:
    """Ask for the newsletter; return the link in the mail that comes of it: to confirm, or else to unsubscribe."""
    ask_for_newsletter(site, language, address)
    return link_in(site.mails_to(address)[-1], site)


def subscribe(site: ServedSite, language: str, address: str) -> str:
    """Subscribe and confirm; return the link that confirmed."""
    link = ask_for_link(site, language, address)
    site.submit(site.fetch(link))
    return link


def link_in(mail: EmailMessage, site: ServedSite) -> str:
    """Return the address of the site that a mail's text is about: the longest, as one leads to the home page."""
    text = mail.get_body(("plain",))
    assert text is not None
    return str(max(re.findall(re.escape(site.url) + r"\S+", text.get_content()), key=len))
