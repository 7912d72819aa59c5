"""What we use of django-tasks-db that it does not document: in one module, and known when it changes.

Where a digest differs: read what is named there again, then newsletter/delivery/queue.py, then put the new digest here.
"""

import re

import pytest
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from config.environment import BASE_DIR
from tests.project.tree import project_files
from tests.translations.test_upstream import digest_of, find

READ = {
    "django_tasks_db.management.commands.db_worker.Worker.__init__": "91acacbb9ed2",
    "django_tasks_db.management.commands.db_worker.Worker.run": "99b3cb9412f2",
    "django_tasks_db.management.commands.db_worker.Worker.run_task": "f317615342cf",
    "django_tasks_db.models.DBTaskResultQuerySet.ready": "0ada290f2e29",
    "django_tasks_db.models.DBTaskResult.claim": "04900eaecf8a",
    "django_tasks_db.models.DBTaskResult.set_failed": "ce4256ecd879",
    "django_tasks_db.models.DBTaskResult.set_successful": "4fe5bce15b00",
    "django_tasks_db.backend.DatabaseBackend._task_to_db_task": "a034f33da43a",
}


@pytest.mark.parametrize("name", READ)
def test_what_is_used_of_the_queue_is_as_it_was_read(name):
    now = digest_of(find(name))
    assert now == READ[name], f"{name} has changed; its digest is now {now}"


def test_table_of_tasks_has_the_columns_that_we_ask_for():
    fields = {field.name: field.get_internal_type() for field in DBTaskResult._meta.concrete_fields}
    asked = {"backend_name": "CharField", "status": "CharField", "args_kwargs": "JSONField"}
    asked |= dict.fromkeys(["enqueued_at", "started_at", "finished_at"], "DateTimeField")
    assert {name: fields.get(name) for name in asked} == asked
    assert {status.name for status in TaskResultStatus} == {"READY", "RUNNING", "SUCCESSFUL", "FAILED"}


def test_one_module_alone_knows_the_library_of_the_queue():
    used = re.compile(r"^\s*(?:from|import) django_tasks_db", re.MULTILINE)
    found = {str(path.relative_to(BASE_DIR)) for path in project_files(".py") if used.search(path.read_text("utf-8"))}
    assert {path for path in found if not path.startswith("tests/")} == {"newsletter/delivery/queue.py"}
