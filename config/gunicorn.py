"""How gunicorn serves the site: `gunicorn --config config/gunicorn.py`. A proxy that speaks HTTPS stands in front."""

import tempfile
from collections.abc import Callable
from typing import Any

from gunicorn import util

from config import environment
from config.operations.gunicorn_errors import write_error

util.write_error = write_error
wsgi_app = "config.wsgi"
bind = environment.BIND
workers = environment.WORKERS
threads = environment.THREADS
# A proxy that takes requests and answers whole (deploy/) keeps slow clients off; where there is none, our worker does.
worker_class = "gthread" if environment.BEHIND_PROXY else "config.operations.gunicorn_worker.SlowClientsWorker"
preload_app = True  # one start of Django instead of one for each worker
timeout = 60  # seconds without a sign of life after which a worker is replaced
graceful_timeout = 10  # seconds that requests being answered may take to end at shutdown
keepalive = 5  # seconds
max_requests = 5000  # then a worker is replaced, which bounds what a leak could cost
max_requests_jitter = 500
accesslog = None  # who reads what is nobody's business; config.logs keeps it out of the error log too
loglevel = "warning"
control_socket_disable = True  # signals are enough

# Workers inherit it, open; whoever holds it publishes and sends: see newsletter/delivery/background.py.
background_lock = tempfile.TemporaryFile()  # noqa: SIM115
ends: list[Callable[[], None]] = []


def on_starting(server: Any) -> None:
    """Open the port for Prometheus, which all workers inherit. On SIGHUP gunicorn calls this again."""
    if environment.METRICS_BIND:
        from config.operations.metrics import Shared

        Shared.current = Shared.current or Shared(environment.METRICS_BIND)


def post_worker_init(worker: Any) -> None:
    """Let one of the workers publish what is due, and send the newsletter where nothing else does."""
    if environment.METRICS_BIND:
        from config.operations.metrics import Shared

        assert Shared.current  # noqa: S101  # made above, before the fork
        Shared.current.answer_scrapes()
    from newsletter.delivery.background import PUBLISHING_JOBS, SENDING, begin

    ends.append(
        begin(background_lock, PUBLISHING_JOBS | SENDING if environment.NEWSLETTER_IN_SERVER else PUBLISHING_JOBS)
    )


def worker_exit(server: Any, worker: Any) -> None:
    for end in ends:
        end()


def on_exit(server: Any) -> None:
    if environment.METRICS_BIND:
        from config.operations.metrics import Shared

        if Shared.current:  # the port may be taken, which ends the server
            Shared.current.end()
