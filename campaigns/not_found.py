"""Lists asked for with an unknown choice in the address: the answer names it, with status 404."""

from http import HTTPStatus
from typing import Any


def answer_not_found(response: Any) -> Any:
    """Set the status of a page whose context says `not_found`: its text still helps, but is no such list's."""
    if (getattr(response, "context_data", None) or {}).get("not_found"):
        response.status_code = HTTPStatus.NOT_FOUND
    return response
