"""What compose.yaml, the Dockerfile and systemd's units promise, as far as their text tells; `make image` tries it."""

import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from config import environment
from config.environment import BASE_DIR
from tests.machine import require_or_fail
from tests.project.tree import read

UNITS = BASE_DIR / "deploy/systemd"
OURS = ["release", "web", "scheduler", "worker"]


@pytest.fixture(scope="module")
def services() -> dict[str, Any]:
    services: dict[str, Any] = yaml.safe_load(read("compose.yaml"))["services"]
    return services


def test_compose_has_a_service_for_each_part_of_the_site(services: dict[str, Any]) -> None:
    assert set(services) == {*OURS, "proxy", "database", "cache", "storage"}


@pytest.mark.parametrize("name", OURS)
def test_the_sites_own_containers_may_write_to_their_data_only(services: dict[str, Any], name: str) -> None:
    service = services[name]
    assert service["read_only"] is True
    assert (service["cap_drop"], service["security_opt"]) == (["ALL"], ["no-new-privileges:true"])
    assert (service["volumes"], service["tmpfs"]) == (["data:/data"], ["/tmp"])


def test_a_storage_of_ones_own_is_started_only_if_asked_for(services: dict[str, Any]) -> None:
    assert {name: service["profiles"] for name, service in services.items() if "profiles" in service} == {
        "storage": ["storage"]
    }
    given, own = services["web"]["environment"], services["storage"]["environment"]
    assert (own["ROOT_ACCESS_KEY"], own["ROOT_SECRET_KEY"]) == (given["S3_ACCESS_KEY"], given["S3_SECRET_KEY"])
    assert "ports" not in services["storage"]


def test_nothing_of_the_site_starts_before_migrations_are_applied(services: dict[str, Any]) -> None:
    assert services["release"]["command"] == ["python", "manage.py", "migrate"]
    for name in ("web", "scheduler", "worker"):
        assert services[name]["depends_on"]["release"]["condition"] == "service_completed_successfully"
    assert services["proxy"]["depends_on"]["web"]["condition"] == "service_healthy"


def test_only_the_proxy_is_reached_and_only_from_this_machine(services: dict[str, Any]) -> None:
    assert {name: service["ports"] for name, service in services.items() if "ports" in service} == {
        "proxy": ["127.0.0.1:8000:8080"]
    }


def test_compose_sets_variables_that_the_site_reads_and_no_secret(services: dict[str, Any]) -> None:
    for name, value in services["web"]["environment"].items():
        assert hasattr(environment, name) or name in {"DATABASE_URL", "CACHE_URL", "EMAIL_URL"}, name
        assert not re.search(r"SECRET|PASSWORD|KEYS", name) or value.startswith("${")


def test_the_image_ends_as_somebody_who_is_not_root_and_without_what_built_it() -> None:
    build, final = re.split(r"^FROM .*\n", read("Dockerfile"), flags=re.MULTILINE)[1:]
    assert "pip install" in build.replace("pip --python /venv/bin/python install", "pip install")
    assert "requirements" not in final
    assert re.findall(r"^USER (.*)$", final, flags=re.MULTILINE) == ["1000"]


@pytest.mark.parametrize("unit", sorted(UNITS.glob("*.service")), ids=lambda path: path.stem)
def test_units_call_commands_that_exist(unit: Path) -> None:
    commands = {path.stem for path in BASE_DIR.glob("*/management/commands/*.py")} | {"db_worker"}
    called = re.findall(r"^ExecStart=(.*)$", unit.read_text("utf-8"), flags=re.MULTILINE)
    assert called
    for line in called:
        program, _, command = line.removeprefix("/srv/cahier/.venv/bin/python ").partition(" ")
        assert (program, command) == ("-m", "gunicorn --config config/gunicorn.py") or program == "manage.py"
        assert program == "-m" or command.split()[0] in commands


def test_systemd_takes_the_units(tmp_path: Path) -> None:
    require_or_fail("systemd-analyze", shutil.which("systemd-analyze"))
    shutil.copytree(UNITS, tmp_path, dirs_exist_ok=True)
    for unit in tmp_path.glob("*.service"):  # it looks for the program, which is nowhere here
        unit.write_text(unit.read_text("utf-8").replace("/srv/cahier/.venv/bin/python", "/bin/true"), "utf-8")
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", *sorted(path for path in tmp_path.iterdir() if path.is_file())],
        env={"SYSTEMD_UNIT_PATH": f"{tmp_path}:", "PATH": "/usr/bin:/bin"},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
