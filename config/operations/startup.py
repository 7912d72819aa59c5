"""What production refuses to start with: each fault in one sentence, instead of a site that is open to strangers."""

from __future__ import annotations

from config import environment

LEAST_LENGTH = 50  # characters of SECRET_KEY, as Django's check security.W009 asks
LEAST_DIFFERENT = 8  # of them, so that neither "xxxx…" nor "abcabc…" is taken for a secret
PLACEHOLDERS = ("django-insecure-", "change", "development-only", "test-only", "your-secret", "secret_key")
LEGAL_FACTS = {
    "PUBLISHER": "who publishes the site, with address and telephone number",
    "PUBLICATION_DIRECTOR": "who answers for what it publishes",
    "HOSTING_PROVIDER": "who hosts it, with address and telephone number",
}


def list_faults() -> list[str]:
    """Return a sentence for each thing that must be mended before the site may start, none if it may."""
    return [*fault_of_secret(), *fault_of_hosts(), *fault_of_log_format(), *fault_of_sentry(), *missing_legal_facts()]


def fault_of_secret() -> list[str]:
    key = environment.SECRET_KEY
    is_random = len(key) >= LEAST_LENGTH and len(set(key)) >= LEAST_DIFFERENT
    if is_random and not key.lower().startswith(PLACEHOLDERS):
        return []
    return [f"Set SECRET_KEY to at least {LEAST_LENGTH} random characters (see README, Configuration)."]


def fault_of_hosts() -> list[str]:
    """Refuse `*`, and `.` likewise: a page would then print whatever host its reader's proxy names."""
    if all(host.strip("*. ") for host in environment.ALLOWED_HOSTS):
        return []
    return ["Name the site's hosts in ALLOWED_HOSTS one by one, without “*”."]


def fault_of_log_format() -> list[str]:
    if environment.LOG_FORMAT in ("text", "json"):
        return []
    return ["Set LOG_FORMAT to “text” or “json”."]


def fault_of_sentry() -> list[str]:
    """Refuse an address that the SDK would not take. It is a secret, so it is not quoted."""
    if not environment.SENTRY_DSN:
        return []
    from sentry_sdk.utils import BadDsn, Dsn

    try:
        Dsn(environment.SENTRY_DSN)
    except (BadDsn, ValueError):
        return ["SENTRY_DSN is no address of a Sentry project, such as https://KEY@sentry.example/1."]
    return []


def missing_legal_facts() -> list[str]:
    """Ask of a site on HTTPS, which others can reach, what French law does (LCEN of 21 June 2004, article 1-1)."""
    missing = [name for name in LEGAL_FACTS if environment.HTTPS and not getattr(environment, name).strip()]
    if not missing:
        return []
    facts = "; ".join(f"{name}, {LEGAL_FACTS[name]}" for name in missing)
    return [f"A public site must say who is behind it: set {facts}."]
