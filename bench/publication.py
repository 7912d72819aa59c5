"""What publishing a claim costs beside a stock Wagtail page of the same shape: part of `make bench`.

`python -m bench.publication` starts a process for each site, with a SQLite file of its own, and lets them publish in
turn, by the edit form, the same claim with other words. The figure is a ratio of CPU times within one run, the best of
ROUNDS each: it holds when the machine is slow or busy. Above BAR the bench fails.

Both claims have the same fields and rows, with texts of one length; ours has each of its texts in two languages.
"""

from __future__ import annotations

import gc
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, nullcontext
from typing import Any

ROUNDS, WARM_UP = 30, 5
BAR = 1.2  # times what the stock page takes
SITES = {  # name: settings, and what makes an editor at work there
    "ours": ("config.settings.test", "tests.publication.ours"),
    "stock": ("tests.publication.stock.settings", "tests.publication.stock.editor"),
}


def measure() -> None:
    """Print what both sites take, and the ratio beside what it is to be.

    :raises SystemExit: if it is more
    """
    times: dict[str, list[float]] = {name: [] for name in SITES}
    with ExitStack() as stack:
        sites = {name: stack.enter_context(started(name)) for name in SITES}
        for turn in range(WARM_UP + ROUNDS):
            for name, publish in sites.items():
                spent = publish()
                times[name] += [spent] if turn >= WARM_UP else []
    for name, each in times.items():
        best, usual = min(each) * 1000, statistics.median(each) * 1000
        print(f"{f'publication, {name}:':32}{best:>10.1f} ms CPU at best, {usual:.1f} as a rule")  # noqa: T201
    ratio = min(times["ours"]) / min(times["stock"])
    print(f"{'publication, ours / stock:':32}{ratio:>10.2f}, to be {BAR} at most\n")  # noqa: T201
    if ratio > BAR:
        sys.exit("A publication takes more than it may.")


@contextmanager
def started(name: str) -> Iterator[Callable[[], float]]:
    """Start the site `name`; give what publishes there once and returns the CPU time that took, in seconds."""
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": SITES[name][0]}
    for variable in ("DATABASE_URL", "TEST_DATABASE"):  # each has a file of its own, which goes with the process
        environment.pop(variable, None)
    command = [sys.executable, "-m", "bench.publication", name]
    with subprocess.Popen(  # noqa: S603  # ourselves
        command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        stdin: Any = process.stdin
        stdout: Any = process.stdout

        def publish() -> float:
            stdin.write("\n")
            stdin.flush()
            return float(stdout.readline())

        yield publish
        stdin.close()


def serve(name: str) -> None:
    """Publish once for each line that comes in, and print what it took."""
    import django
    from django.test.utils import setup_databases, setup_test_environment
    from django.utils.module_loading import import_string

    django.setup()
    from tests.database import copied_for_this_process

    setup_test_environment()
    with copied_for_this_process() if name == "ours" else nullcontext():
        setup_databases(verbosity=0, interactive=False, keepdb=name == "ours")
    editor = import_string(f"{SITES[name][1]}.make_editor")()
    claim = editor.new_claim(True)
    for _line in sys.stdin:
        send = editor.edit(claim, button={"action-publish": "1"})  # shows the form, which is not counted
        gc.collect()  # what was made before; while it publishes, the collector is at work as always
        begun = time.process_time()
        send()
        sys.stdout.write(f"{time.process_time() - begun}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    if len(sys.argv) > 1:
        serve(sys.argv[1])
    else:
        measure()
