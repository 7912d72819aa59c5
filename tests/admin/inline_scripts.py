"""Scripts in the HTML of an answer that the policy it comes with does not let run."""

import json
import re
from typing import Any

SCRIPT = re.compile(r"<script(?P<attributes>[^>]*)>(?P<code>.*?)</script>", re.DOTALL | re.IGNORECASE)
DATA = re.compile(r"\bsrc=|type=[\"'](?:application/json|text/(?:x-template|django-form-template))")
HANDLER = re.compile(r"<[a-z][^<>]*\son[a-z]+=[\"'][^>]*|href=[\"']javascript:[^>]*", re.IGNORECASE)


def find_refused_scripts(answer: Any) -> list[str]:
    """Return the beginning of each inline script without the nonce of the policy, and each attribute that is one."""
    html = read_html(answer)
    if not html:
        return []
    policy = answer.get("Content-Security-Policy", "")
    assert "'unsafe-inline'" not in re.search("script-src ([^;]*)|$", policy).group()
    is_page = answer["Content-Type"].startswith("text/html")  # a modal window is shown by a page with another nonce
    nonce = is_page and (re.search("'nonce-([^']+)'", policy) or [None, None])[1]
    inline = [match for match in SCRIPT.finditer(html) if not DATA.search(match["attributes"])]
    refused = [match["code"][:80] for match in inline if not nonce or f'nonce="{nonce}"' not in match["attributes"]]
    return [*refused, *(match.group()[:80] for match in HANDLER.finditer(html))]


def read_html(answer: Any) -> str:
    """Return the HTML of `answer`; of a modal window it is in JSON."""
    if answer.streaming or not answer.get("Content-Type", "").startswith(("text/html", "application/json")):
        return ""
    text = answer.content.decode()
    if answer["Content-Type"].startswith("text/html"):
        return text
    content = json.loads(text)
    return str(content.get("html") or "") if isinstance(content, dict) else ""
