"""What a page costs when the page cache answers, beside a trivial view in the same server: `python -m bench.hits`.

That view, of 35 kB, goes through Django and its middleware, and through none of ours. Prints the CPU time of the
server's one worker for each request, the median over rounds of its ratio to that of the view in the same round, and the
bar: what a hit may cost at most.
"""

import os
import statistics
import sys

from bench.serving import Request, measure, ratios

ROUNDS = 9
REPEATS = 300  # requests of one kind in a round
BAR = 0.83  # trivial views


def list_requests() -> dict[str, Request]:
    """Return what is asked for, by its name in the table."""
    from claims.models import ClaimIndexPage

    register = ClaimIndexPage.objects.get().get_url()
    return {
        "home, gzip": Request("/fr/", {"Accept-Encoding": "gzip"}),
        "register, gzip": Request(register, {"Accept-Encoding": "gzip"}),
        "register, brotli": Request(register, {"Accept-Encoding": "gzip, br"}),
        "register, uncompressed": Request(register),
        "search, gzip": Request("/en/search/?q=counter", {"Accept-Encoding": "gzip"}),
    }


def main() -> int:
    """Print a line for each request; return 1 if one that is answered compressed is over the bar."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bench.settings")
    import django

    django.setup()
    milliseconds = measure(list_requests(), are_hits=True, rounds=ROUNDS, repeats=REPEATS)
    over = False
    print(f"{'answered from the page cache':64}{'x trivial':>10}{'bar':>5}{'cpu ms':>8}")  # noqa: T201
    for name, spent in milliseconds.items():
        ratio, has_bar = statistics.median(ratios(milliseconds, name)), name.endswith(("gzip", "brotli"))
        over |= has_bar and ratio > BAR
        print(f"{name:64}{ratio:>10.2f}{BAR if has_bar else '':>5}{statistics.median(spent):>8.3f}")  # noqa: T201
    return 1 if over else 0


if __name__ == "__main__":
    sys.exit(main())
