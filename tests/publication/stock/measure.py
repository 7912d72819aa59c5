"""Prints what each flow takes on the stock site, as JSON: {flow: [SQL, …]}.

Run as `python -m tests.publication.stock.measure` with this package's settings.
"""

import json
import sys

import django
from django.test.utils import setup_databases, setup_test_environment

django.setup()

from tests.publication.flows import measure  # noqa: E402
from tests.publication.stock.editor import make_editor  # noqa: E402

setup_test_environment()
setup_databases(verbosity=0, interactive=False)
json.dump(measure(make_editor()), sys.stdout)
