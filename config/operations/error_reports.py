"""Reports of errors to a Sentry, where SENTRY_DSN is set: that something failed and where in the code, no more.

Only what is logged as an error is reported, with the traceback that belongs to it; the SDK is told of no request, wraps
nothing of Django and keeps no trail of what went before. What it would send is then made anew from a list of what may
be sent: no address, query, form, header, cookie, account, variable or argument of a log line is on it, and no words of
an exception, which may quote what somebody wrote or a row holds. The log has those; `request_id` leads there.
"""

from __future__ import annotations

import logging
from typing import Any

import sentry_sdk
from sentry_sdk.integrations.atexit import AtexitIntegration
from sentry_sdk.integrations.dedupe import DedupeIntegration
from sentry_sdk.integrations.excepthook import ExcepthookIntegration
from sentry_sdk.integrations.logging import LoggingIntegration

from config.logs import hide_secrets, request_id

# What the SDK might add by itself; it was `send_default_pii=False` before version 2.75.
NOTHING: Any = {
    "user_info": False,
    "cookies": {"mode": "off"},
    "http_headers": {"request": {"mode": "off"}},
    "http_bodies": [],
    "url_query_params": {"mode": "off"},
    "database_query_data": False,
    "queues": False,
    "stack_frame_variables": False,
    "frame_context_lines": 0,
}
SENT = ("event_id", "timestamp", "platform", "level", "logger", "release", "environment", "sdk")
OF_A_FRAME = ("module", "function", "lineno", "filename", "in_app")  # the code's own, without variables


def report_errors(dsn: str, **options: Any) -> None:
    """Begin to report to the Sentry at `dsn`.

    :param options: of `sentry_sdk.init`, such as another transport
    """
    sentry_sdk.init(
        dsn,
        default_integrations=False,
        auto_enabling_integrations=False,
        integrations=[
            LoggingIntegration(level=None, event_level=logging.ERROR, sentry_logs_level=None),
            ExcepthookIntegration(),  # of commands
            DedupeIntegration(),
            AtexitIntegration(callback=lambda pending, timeout: None),  # says nothing about it
        ],
        before_send=keep_what_may_be_sent,
        data_collection=NOTHING,
        max_breadcrumbs=0,
        server_name="",
        auto_session_tracking=False,
        send_client_reports=False,
        traces_sample_rate=None,
        **options,
    )


def keep_what_may_be_sent(event: Any, hint: dict[str, Any]) -> Any:
    """Make the report anew of what says nothing about anybody; the SDK calls this before it sends."""
    kept = {name: event[name] for name in SENT if event.get(name)}
    if entry := event.get("logentry"):
        kept["logentry"] = {"message": hide_secrets(str(entry.get("message", "")))}  # without what was put into it
    values = event.get("exception", {}).get("values", [])
    if values:
        kept["exception"] = {"values": [keep_of_exception(value) for value in values]}
    tags = {"request_id": request_id.get(), "route": name_route(hint.get("log_record"))}
    kept["tags"] = {name: value for name, value in tags.items() if value}
    return kept


def keep_of_exception(value: dict[str, Any]) -> dict[str, Any]:
    frames = (value.get("stacktrace") or {}).get("frames", [])
    return {
        "type": value.get("type"),
        "module": value.get("module"),
        "stacktrace": {"frames": [{name: frame.get(name) for name in OF_A_FRAME} for frame in frames]},
    }


def name_route(record: Any) -> str:
    """Return the name of the view that failed; its address may be a token."""
    match = getattr(getattr(record, "request", None), "resolver_match", None)
    return str(getattr(match, "view_name", "") or "")
