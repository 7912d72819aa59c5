"""How the site bears its growth: search, register, home page, convention, site maps, feeds, exports and the admin.

At 100, 1,000 and 10,000 claims, as multiples of a trivial view. The convention, exports and parts grow with what they
list.

`python -m bench.growth`, see bench/growing.py.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from bench.growing import Figures, grow, measure_on_each_database, measure_pages, print_growth

if TYPE_CHECKING:
    from django.test import Client

SIZES = [100, 1000, 10_000]  # claims
IN_A_REPORT = 20  # of them
ROUNDS = 11
REPEATS = 3  # requests of one page in a round
MOST = 65  # trivial views that a search may cost, and
MOST_QUERIES = 12
COMMON, RARE = "budget", "numérisation"  # in each generated claim; in five pages of the demo
SEARCHES = {"common word": COMMON, "rare word": RARE, "two words": "guichet budget", "no hit": "xyzzy"}


def measure() -> int:
    """Let the site grow, measure at each size, print all; return how many figures are over what they may be."""
    figures: Figures = {}
    others: Figures = {}  # without a bar of their own
    admin: Figures = {}  # likewise
    for _reports in grow(size // IN_A_REPORT for size in SIZES):
        from django.test import Client

        client = Client(headers={"host": "localhost", "accept-encoding": "identity", "accept-language": "fr"})
        measure_pages(figures, client, list_urls(), rounds=ROUNDS, repeats=REPEATS)
        measure_pages(others, client, list_other_urls(), rounds=3, repeats=1)
        sign_in(client)
        measure_pages(admin, client, list_admin_urls(), rounds=3, repeats=1)
    for found in (figures, others, admin):
        print_growth("claims", SIZES, found)
    common, rare = (figures[f"search, {kind} word"][-1][0] for kind in ("common", "rare"))
    print(f"{'common to rare word':32}{common / rare:>30.2f}\n")  # noqa: T201
    return sum(is_over(name, costs) for name, costs in figures.items()) + (common > 2 * rare)


def list_urls() -> dict[str, str]:
    from django.urls import reverse

    from claims.models import ClaimIndexPage

    register = ClaimIndexPage.objects.get().get_url()
    urls = {f"search, {name}": reverse("search", query={"q": words}) for name, words in SEARCHES.items()}
    urls |= {"search, last page": reverse("search", query={"q": COMMON, "page": 9999})}
    return urls | {"register": register, "register, last page": f"{register}?page=9999"}


def list_other_urls() -> dict[str, str]:
    """Return what is measured besides searches and the register, by name: all in French."""
    from django.urls import reverse
    from django.utils.translation import override

    from workshops.models import ConventionPage

    largest = ConventionPage.objects.order_by("-numchild")[0]
    with override("fr"):
        names = {"site map": "site_map", "feed of claims": "new_claims", "feed of updates": "new_steps"}
        found = {"home": "/fr/", **{name: reverse(view) for name, view in names.items()}}
        found |= {"largest convention": largest.get_url(), "CSV": reverse("claims_csv"), "JSON": reverse("claims_json")}
    return found | {"sitemap.xml": "/sitemap.xml", "sitemap, a part": "/sitemap-pages-1.xml"}


def sign_in(client: Client) -> None:
    from django.contrib.auth import get_user_model

    editor, _made = get_user_model().objects.get_or_create(
        username="bench", defaults={"is_staff": True, "is_superuser": True}
    )
    client.force_login(editor)


def list_admin_urls() -> dict[str, str]:
    """Return what is measured of the admin, by name."""
    from django.urls import reverse

    from workshops.models import WorkshopReportPage

    report = reverse("translations_report")
    found = {"admin: first page": reverse("wagtailadmin_home"), "admin: claims": reverse("claims:index")}
    found |= {"admin: translations": report, "admin: translations, CSV": f"{report}?export=csv"}
    return found | {
        "admin: a report": reverse("wagtailadmin_pages:edit", args=[WorkshopReportPage.objects.get(code="DS").pk])
    }


def is_over(name: str, costs: list[tuple[float, int]]) -> bool:
    (first, _few), *_others, (last, _many) = costs
    dear = name.startswith("search") and last > MOST
    return dear or last / first > 2 or max(queries for _ratio, queries in costs) > MOST_QUERIES


if __name__ == "__main__":
    sys.exit(measure() if sys.argv[1:] == ["measure"] else measure_on_each_database("bench.growth", Path("var/bench")))
