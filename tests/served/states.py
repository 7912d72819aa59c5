"""Every kind of page that a visitor can meet, and every state it can be in, as addresses of the served site."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urljoin

from tests.served.newsletter import ask_for_erasing, ask_for_link, ask_for_unsubscribing, link_in, links_in, subscribe
from tests.served.site import Answer, ServedSite
from translations.languages import LANGUAGES, SOURCE

UNKNOWN_MARK = "ZZ-999"
MARK_IN_VIEWS = "MARK"  # tests/served/inventory.py, which runs with other settings than the tests
NO_WORD = "xyzzyxyzzy"


@dataclass(frozen=True)
class State:
    """One address as one reader meets it. `data` is a form sent to it; `body` stands in for an answer not askable."""

    name: str
    language: str
    url: str
    status: int = 200
    data: Mapping[str, Any] | None = field(default=None, hash=False)
    body: str = ""

    def __str__(self) -> str:
        return f"{self.url} ({self.name}, {self.language})"

    @property
    def headers(self) -> dict[str, str]:
        return {"Accept-Language": self.language}

    def fetch(self, site: ServedSite) -> Answer:
        if self.body:
            return Answer(self.url, self.status, {}, self.body.encode())
        return site.fetch(self.url, self.data, self.headers)


def in_language(states: list[State], language: str) -> list[State]:
    return [state for state in states if state.language == language]


def list_states(site: ServedSite) -> list[State]:
    return [
        State("choice of language", SOURCE, f"{site.url}/"),
        *(state for language in LANGUAGES for state in list_states_in(site, language)),
    ]


def list_states_in(site: ServedSite, language: str) -> Iterator[State]:
    yield from list_page_states(site, language)
    yield from list_search_states(site, language)
    yield from list_record_states(site, language)
    yield from list_changes_states(site, language)
    yield from list_campaign_states(site, language)
    yield from list_newsletter_states(site, language)
    yield from list_taking_states(site, language)
    yield from list_directory_states(site, language)
    yield from list_joining_states(site, language)
    yield State("unknown address", language, f"{site.url}/{language}/{NO_WORD}/", 404)
    yield State("unknown mark", language, f"{site.url}/r/{UNKNOWN_MARK}", 404)
    yield State("unknown campaign", language, f"{site.url}/c/999999", 404)
    for status, bodies in site.inventory["errors"].items():
        url = f"{site.url}/{language}/{status}/"
        yield State(f"error {status}", language, url, int(status), body=bodies[language])


def list_page_states(site: ServedSite, language: str) -> Iterator[State]:
    """Take of each page type the fullest and the barest page, and the fullest one without a translation."""
    by_type: dict[str, list[dict[str, Any]]] = {}
    for page in site.inventory["pages"]:
        page["weight"] = len(site.fetch(page["urls"][language]).body)
        by_type.setdefault(page["type"], []).append(page)
    for label, pages in by_type.items():
        pages.sort(key=lambda page: page["weight"])
        untranslated = [page for page in pages if language not in page["offered"]]
        chosen = {"barest": pages[0], "fullest": pages[-1], **({"fallback": untranslated[-1]} if untranslated else {})}
        urls = {page["urls"][language]: f"{label} {which}" for which, page in chosen.items()}
        for url, name in urls.items():
            yield State(name, language, site.url + url)


def list_search_states(site: ServedSite, language: str) -> Iterator[State]:
    search = site.url + site.inventory["views"]["search"][language]
    yield State("search, nothing asked", language, search)
    word = a_word_of(site, language)
    yield State("search, with results", language, f"{search}?q={word}")
    yield State("search, of one kind, beyond the end", language, f"{search}?q={word}&kind=workshopreport&page=99")
    yield State("search, of a kind without any", language, f"{search}?q={word}&kind=region")
    yield State("search, with the most results", language, f"{search}?q=a")
    yield State("search, longer than is read", language, f"{search}?q={'x' * 150}+{'y' * 150}")
    yield State("search, without results", language, f"{search}?q={NO_WORD}")
    yield State("search, unknown mark", language, f"{search}?q={UNKNOWN_MARK}")
    for register in (page for page in site.inventory["pages"] if page["type"] == "claims.ClaimIndexPage"):
        url = site.url + register["urls"][language]
        for code in (page["code"] for page in site.inventory["pages"] if page["code"]):
            yield State(f"register of {code}", language, f"{url}?workshop={code}")
        yield State("register, nothing fits", language, f"{url}?workshop=DS&convention=exemple-valbrume")
        yield State("register, impossible choices", language, f"{url}?workshop=XX&addressee=x&sort=x&page=99")


def list_record_states(site: ServedSite, language: str) -> Iterator[State]:
    views = {name: site.url + urls[language] for name, urls in site.inventory["views"].items()}
    yield State("old marks and new ones", language, views["concordance"])
    for mark, name in {"GC-3": "two wordings", "GC-4": "one wording", UNKNOWN_MARK: "unknown mark to compare"}.items():
        status = 404 if mark == UNKNOWN_MARK else 200
        yield State(name, language, views["wordings"].replace(MARK_IN_VIEWS, mark), status)
    for mark in ("GC-3", "DS", "TR-2"):
        yield State(f"{mark} in two languages", language, views["facing"].replace(MARK_IN_VIEWS, mark))
    yield State("open questions", language, views["open_questions"])
    for mark in ("TR-C1", "TR-Q1"):
        yield State(f"{mark} by itself", language, views["numbered_row"].replace(MARK_IN_VIEWS, mark))
    yield State("unknown finding", language, views["numbered_row"].replace(MARK_IN_VIEWS, "TR-C99"), 404)
    yield State("unknown mark to face", language, views["facing"].replace(MARK_IN_VIEWS, UNKNOWN_MARK), 404)
    yield State("no such wording", language, views["wordings"].replace(MARK_IN_VIEWS, "GC-3") + "?from=9", 404)


def list_changes_states(site: ServedSite, language: str) -> Iterator[State]:
    for name, urls in site.inventory["changes"].items():
        yield State(f"what changed in the source of a page, {name}", language, site.url + urls[language])
    path = f"{site.url}{site.inventory['changes']['outdated'][language]}"
    yield State("unknown page, what changed in it", language, f"{path}{NO_WORD}/", 404)


def list_campaign_states(site: ServedSite, language: str) -> Iterator[State]:
    publications, calendar, guide = (
        next(
            site.url + page["urls"][language] for page in site.inventory["pages"] if page["type"] == f"campaigns.{name}"
        )
        for name in ("PublicationIndexPage", "CalendarPage", "GuidePage")
    )
    yield State("publications, narrowed down", language, f"{publications}?theme=1&kind=training")
    yield State("publications, none left", language, f"{publications}?language=fr&kind=article")
    yield State("publications, unknown choice", language, f"{publications}?kind={NO_WORD}", 404)
    yield State("publications, no such page", language, f"{publications}?page=9", 404)
    yield State("calendar, past year", language, f"{calendar}?year=2022")
    yield State("calendar, none left", language, f"{calendar}?kind=meeting&language=es")
    yield State("calendar, unknown year", language, f"{calendar}?year=1900", 404)
    yield State("guide, whole", language, f"{guide}?whole")
    yield State("site map", language, site.url + site.inventory["views"]["site_map"][language])
    yield State("press", language, site.url + site.inventory["views"]["press"][language])
    yield State("developers", language, site.url + site.inventory["views"]["developers"][language])


def a_word_of(site: ServedSite, language: str) -> str:
    """Return a word that a search must find: the longest of a report's title."""
    report = next(page for page in site.inventory["pages"] if page["code"] and language in page["offered"])
    return str(max(re.findall(r"[a-z]+", report["titles"][language].lower()), key=len))


def list_taking_states(site: ServedSite, language: str) -> Iterator[State]:
    views = {name: site.url + urls[language] for name, urls in site.inventory["views"].items()}
    yield State("every mark", language, views["marks"])
    yield State("every mark, beyond the end", language, f"{views['marks']}?page=99")
    for mark in ("DS-4", "GC-3"):
        yield State(f"{mark} on another site", language, views["embed"].replace(MARK_IN_VIEWS, mark))
    yield State("unknown mark to embed", language, views["embed"].replace(MARK_IN_VIEWS, UNKNOWN_MARK), 404)
    yield State("file of impossible choices", language, f"{views['claims_csv']}?workshop=XX", 400)


def list_newsletter_states(site: ServedSite, language: str) -> Iterator[State]:
    views = {name: site.url + urls[language] for name, urls in site.inventory["views"].items()}
    yield State("subscribe", language, views["subscribe"])
    yield State("subscribe, nothing filled in", language, views["subscribe"], 422, {})
    yield State(
        "subscribe, no address", language, views["subscribe"], 422, data={"email": "nobody", "rhythm": "hourly"}
    )
    refused = site.fetch(views["subscribe"], {"email": "a@example.org"}, {"Sec-Fetch-Site": "cross-site"})
    yield State("subscribe, from another site", language, refused.url, refused.status, body=refused.body.decode())
    yield State("subscribe, mail sent", language, views["subscribe_sent"])
    yield State("sign-up sheet", language, views["signup_sheet"])
    pending = f"pending-{language}@example.org"
    confirm = ask_for_link(site, language, pending)
    yield State("letters sent", language, views["newsletter_archive"])
    yield State("letter", language, f"{views['newsletter_archive']}1/")
    yield State("unknown letter", language, f"{views['newsletter_archive']}999/", 404)
    yield State("confirm", language, confirm)
    yield State("confirm, forged", language, confirm[:-5] + "xxxx/", 404)
    yield State("it was not me", language, links_in(site.mails_to(pending)[-1], site)[1])
    ask_for_link(site, language, f"refusing-{language}@example.org")
    refused_by_owner = links_in(site.mails_to(f"refusing-{language}@example.org")[-1], site)[1]
    site.submit(site.fetch(refused_by_owner))
    yield State("it was not me, pressed", language, refused_by_owner)
    yield State("confirmed", language, subscribe(site, language, f"active-{language}@example.org"))
    yield from list_choices_states(site, language, ask_for_link(site, language, f"active-{language}@example.org"))
    subscribe(site, language, f"gone-{language}@example.org")
    unsubscribed = ask_for_unsubscribing(site, language, f"gone-{language}@example.org")
    site.submit(site.fetch(unsubscribed))
    yield State("unsubscribed", language, unsubscribed)
    token = unsubscribed.rstrip("/").rpartition("/")[2]
    one_click = f"{site.url}/u/{token}"
    yield State("renewal asked for", language, site.inventory["renewals"][language])
    yield State("unsubscribed in one click", language, one_click, data={"List-Unsubscribe": "One-Click"})
    yield State("one click that does not say so", language, one_click, 400, data={})


def list_choices_states(site: ServedSite, language: str, choices: str) -> Iterator[State]:
    """What a subscriber's own link opens; nothing is pressed."""
    page = site.fetch(choices)
    yield State("choices", language, choices)
    yield State("choices, kept", language, f"{choices}?kept")
    yield State("choices, wrong", language, choices, 422, data={"language": "xx", "topics": ["gone"]})
    for link in page.html.main.find_all("a"):
        yield State(f"choices: {link.get_text()}", language, urljoin(page.url, str(link["href"])))
    yield State("choices, forged", language, choices[:-5] + "xxxx/", 404)
    unsubscribe = urljoin(page.url, str(page.html.find("section", {"aria-labelledby": "stop"}).a["href"]))
    yield State("unsubscribe, forged", language, unsubscribe[:-5] + "xxxx/", 404)
    erased = ask_for_erasing(site, language, f"erased-{language}@example.org")
    yield State("erased", language, erased)


def list_directory_states(site: ServedSite, language: str) -> Iterator[State]:
    find = site.url + site.inventory["views"]["find_country"][language]
    yield State("country to choose", language, find)
    yield State("country of no region", language, f"{find}?country=XX", 404)
    page = next(page for page in site.inventory["pages"] if page["type"] == "contacts.RegionPage")
    write = next(url for url in links_of(site.fetch(page["urls"][language])) if re.search("/(write|ecrire)/", url))
    yield State("write to somebody", language, write)
    yield State("write to somebody, nothing filled in", language, write, 422, {})
    refused = site.fetch(write, {"message": "Bonjour"}, {"Sec-Fetch-Site": "cross-site"})
    yield State("write to somebody, from another site", language, write, refused.status, body=refused.body.decode())
    yield State("message sent", language, site.url + site.inventory["views"]["message_sent"][language])


def list_joining_states(site: ServedSite, language: str) -> Iterator[State]:
    page = next(page for page in site.inventory["pages"] if page["type"] == "campaigns.JoinPage")
    call = site.fetch(page["urls"][language])
    options = {option.get_text(): str(option["value"]) for option in call.form.find_all("option")}
    closed = next(value for text, value in options.items() if "(clos" in text)
    action = urljoin(call.url, str(call.form["action"]))
    yield State("apply, nothing filled in", language, action, 422, {})
    yield State("apply, region closed", language, action, 422, {"region": closed, "email": "nobody"})
    yield State("application sent", language, site.url + site.inventory["views"]["application_sent"][language])
    answers = {"name": "Noé", "region": options["Europe"], "agreed": "on", "message": "Bonjour.\nMe voici."}
    links = []
    for number in range(3):
        address = f"apply-{number}-{language}@example.org"
        site.submit(call, {**answers, "email": address})
        links.append(link_in(site.mails_to(address)[-1], site))
    pending, confirmed, withdrawn = links
    yield State("confirm an application", language, pending)
    yield State("confirm an application, forged", language, pending[:-5] + "xxxx/", 404)
    site.submit(site.fetch(confirmed))
    yield State("application confirmed", language, confirmed)
    site.submit(site.fetch(withdrawn))
    answer = site.fetch(withdrawn, {"withdraw": "yes"})
    yield State("application withdrawn", language, withdrawn, answer.status, body=answer.body.decode())
    yield State("application withdrawn before", language, withdrawn, 410)


def links_of(answer: Answer) -> list[str]:
    return [urljoin(answer.url, str(link["href"])) for link in answer.html.select("main a[href]")]
