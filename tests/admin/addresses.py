"""Every address of the admin, with something in the place of each parameter."""

import itertools
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from django.urls import URLPattern, URLResolver, get_resolver
from wagtail import hooks

# What stands for a parameter of words, by its name
WORDS = {
    "act": ["withdraw", "start"],
    "action": ["delete"],
    "action_name": ["revert_to_page_revision"],
    "app_label": ["campaigns"],
    "app_name": ["body"],
    "code": ["en", "fr"],
    "content_type_app_name": ["campaigns"],
    "content_type_model_name": ["standardpage"],
    "destination": ["1"],
    "key": ["1"],
    "kind": ["page", "contacts.person", "campaigns.topic"],
    "language": ["en", "fr"],
    "model_name": ["standardpage"],
    "part": ["html"],
    "revision_id_a": ["live"],
    "revision_id_b": ["latest"],
    "token": ["x"],
    "uidb64": ["x"],
}
PARAMETER = re.compile(r"<(?:\w+:)?(?P<name>\w+)>|\(\?P<(?P<group>\w+)>[^)]*\)")
LEFT_OUT = ("admin/logout", "admin/^.*", "admin/failwhale", "admin/account", "admin/login", "admin/password_reset")


def list_addresses(key: int, about: Mapping[str, Sequence[int]]) -> list[str]:
    """Return the addresses of the admin, one for each view: a number in them is `key`, whatever it is that of.

    :param about: keys to take instead in addresses that begin so, such as those of pages: one address for each
    """
    found = [address for route in list_routes() for address in list_addresses_of(route, key, about)]
    return list(dict.fromkeys([*found, *list_bulk_actions([str(key), *map(str, about.get("pages", ()))])]))


def list_addresses_of(route: str, key: int, about: Mapping[str, Sequence[int]]) -> list[str]:
    return list(fill(route, [str(other) for other in about.get(first_part(route), [key])]))


def first_part(route: str) -> str:
    return route.replace("^", "").split("/")[1]


def list_routes() -> Iterator[str]:
    for route in walk(get_resolver().url_patterns):
        if route.startswith("admin/") and not route.startswith(LEFT_OUT):
            yield route


def walk(patterns: Iterable[URLPattern | URLResolver], prefix: str = "") -> Iterator[str]:
    for pattern in patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from walk(pattern.url_patterns, route)
        else:
            yield route


def fill(route: str, keys: list[str]) -> Iterator[str]:
    names = [match["name"] or match["group"] for match in PARAMETER.finditer(route)]
    plain = PARAMETER.sub("{}", route).replace("^", "").replace("$", "").replace("\\", "")
    numbers = [name for name in names if name not in WORDS]
    for key in keys if numbers else [""]:
        for words in itertools.product(*(WORDS.get(name, [key]) for name in names)):
            yield "/" + plain.format(*words)


def list_bulk_actions(keys: list[str]) -> Iterator[str]:
    chosen = "&".join(f"id={key}" for key in keys)
    for action in hooks.get_hooks("register_bulk_action"):
        for model in action.models:
            meta = model._meta
            yield f"/admin/bulk/{meta.app_label}/{meta.model_name}/{action.action_type}/?{chosen}"
