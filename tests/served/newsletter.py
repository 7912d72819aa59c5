"""Subscribing as a reader does it: with the form, and with the links in the mails."""

import re
from email.message import EmailMessage
from urllib.parse import urljoin

from tests.served.site import Answer, ServedSite


def ask_for_newsletter(site: ServedSite, language: str, address: str) -> Answer:
    """Send the form with `address` in it, all else as it stands, and return the page that follows."""
    form = site.fetch(site.inventory["views"]["subscribe"][language])
    return site.submit(form, {"email": address})


def ask_for_link(site: ServedSite, language: str, address: str) -> str:
    """Ask for the newsletter; return the link in the mail that comes of it: to confirm, or else to choose anew."""
    ask_for_newsletter(site, language, address)
    return link_in(site.mails_to(address)[-1], site)


def ask_for_unsubscribing(site: ServedSite, language: str, address: str) -> str:
    """Ask for the newsletter of somebody who has it; return the link on the page of choices that leads to stopping."""
    choices = site.fetch(ask_for_link(site, language, address))
    return urljoin(choices.url, str(choices.html.find("section", {"aria-labelledby": "stop"}).a["href"]))


def subscribe(site: ServedSite, language: str, address: str) -> str:
    """Subscribe and confirm; return the link that confirmed."""
    link = ask_for_link(site, language, address)
    site.submit(site.fetch(link))
    return link


def link_in(mail: EmailMessage, site: ServedSite) -> str:
    """Return the address of the site that a mail's text is about, which it names first."""
    return links_in(mail, site)[0]


def links_in(mail: EmailMessage, site: ServedSite) -> list[str]:
    """Return the addresses of the site that a mail's text names, the last of which leads to the home page."""
    text = mail.get_body(("plain",))
    assert text is not None
    return re.findall(re.escape(site.url) + r"\S+", text.get_content())


def ask_for_erasing(site: ServedSite, language: str, address: str) -> str:
    """Subscribe, confirm, and have everything erased; return the link that did it."""
    subscribe(site, language, address)
    choices = site.fetch(ask_for_link(site, language, address))
    erase = urljoin(
        choices.url, str(choices.html.find("section", {"aria-labelledby": "data"}).find_all("a")[-1]["href"])
    )
    site.submit(site.fetch(erase))
    return erase
