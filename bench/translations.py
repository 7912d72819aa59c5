"""What telling the status of every text costs: part of `make bench`.

`python -m bench.translations`, see bench/growing.py, lets a site grow until it has more than 10,000 texts to translate.
At each size the report on translations, the first page of the admin and lists that are filtered by status are measured.
Their queries must stay the same.
"""

import sys
from pathlib import Path
from typing import Any

from bench.growing import Figures, grow, measure_on_each_database, measure_pages, print_growth

SIZES = [10, 50, 190]  # generated reports, of 20 claims each
TEXTS = 10_000  # that there are at least at the end
ROUNDS = 7
REPEATS = 2  # requests of one page in a round


def measure() -> int:
    """Let the site grow, measure at each size, print all; return how many figures are over what they may be."""
    figures: Figures = {}
    texts = []
    for _reports in grow(SIZES):
        texts.append(count_texts())
        measure_pages(figures, make_client(), list_urls(), rounds=ROUNDS, repeats=REPEATS)
    print_growth("texts", texts, figures)
    print()  # noqa: T201
    grown = sum(max(queries for _ratio, queries in costs) > costs[0][1] for costs in figures.values())
    return grown + (texts[-1] < TEXTS)


def count_texts() -> int:
    """Return how many texts in the source's language pages and records have."""
    from translations.languages import SOURCE
    from translations.models import BasePage
    from translations.snippets import snippet_models
    from translations.texts.paths import texts_of

    pages = BasePage.objects.filter(depth__gt=1).specific().iterator(500)
    snippets = (snippet for model in snippet_models() for snippet in model._default_manager.all())
    return sum(len(texts_of(obj, SOURCE)) for objects in (pages, snippets) for obj in objects)


def make_client() -> Any:
    from django.contrib.auth import get_user_model
    from django.test import Client

    client = Client(headers={"host": "localhost", "accept-encoding": "identity"})
    users = get_user_model().objects
    client.force_login(users.filter(username="bench").first() or users.create_superuser("bench"))
    return client


def list_urls() -> dict[str, str]:
    from django.urls import reverse

    from campaigns.models import HomePage

    report, explorer = reverse("translations_report"), reverse("wagtailadmin_explore", args=[HomePage.objects.get().pk])
    return {
        "report": report,
        "report, last page": f"{report}?p=9999",
        "report, anything to be done": f"{report}?status=to-do&ordering=work_changed",
        "report as CSV": f"{report}?export=csv",
        "first page of the admin": reverse("wagtailadmin_home"),
        "explorer, outdated": f"{explorer}?translation_en=outdated",
        "claims, missing": f"{reverse('claims:index')}?translation_en=missing",
    }


if __name__ == "__main__":
    measured_here = sys.argv[1:] == ["measure"]
    sys.exit(measure() if measured_here else measure_on_each_database("bench.translations", Path("var/bench")))
