"""Answers first requests, each in a process that has answered none before, and prints which addresses it has then.

Run by test_first_requests.py: `python -m tests.translations.fresh_process < requests.json`. The view needs no database:
it names addresses, as every page does.
"""

import json
import os
import sys

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings.test"
django.setup()

from django.http import HttpRequest, HttpResponse  # noqa: E402
from django.test import RequestFactory  # noqa: E402
from django.urls import Resolver404, resolve, reverse  # noqa: E402
from django.utils.translation import override  # noqa: E402

from translations.middleware import LanguageMiddleware  # noqa: E402

NAMES = ["search", "subscribe", "site_map"]


def answer(request: HttpRequest) -> HttpResponse:
    return HttpResponse(" ".join(map(reverse, NAMES)))


def resolves(address: str) -> bool:
    try:
        return resolve(address).url_name in NAMES
    except Resolver404:
        return False


def addresses(language: str) -> list[str]:
    with override(language):
        found = list(map(reverse, NAMES))
        return [address for address in found if resolves(address)]


for path, headers in json.load(sys.stdin):
    sys.stdout.flush()
    if not os.fork():
        LanguageMiddleware(answer)(RequestFactory().get(path, headers=headers))
        sys.stdout.write(json.dumps({language: addresses(language) for language in ("en", "fr")}) + "\n")
        sys.stdout.flush()
        os._exit(0)
    os.wait()
