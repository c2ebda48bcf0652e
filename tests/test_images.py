"""The files that Docker builds and starts from, as far as they can be looked at without it; `.ci/image` builds them."""

from __future__ import annotations

import re
import shlex
import subprocess
from pathlib import Path
from typing import Any

import pytest

from reportedly.cli.main import cli

yaml = pytest.importorskip("yaml")

ROOT = Path(__file__).parent.parent
DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    """The compose file, with what stands for something else put in its place."""
    found: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))
    return found


def test_the_image_is_built_from_files_that_are_there_and_not_left_out():
    allowed = {line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")}
    for words in re.findall(r"^COPY (?!--from)(.+)$", DOCKERFILE, re.MULTILINE):
        *sources, _ = shlex.split(words)
        for source in sources:
            assert (ROOT / source).exists(), source
            assert source.split("/")[0] in allowed, source


def test_the_image_runs_a_command_that_there_is_and_not_as_root():
    (command,) = re.findall(r'^CMD \["(\w+)"', DOCKERFILE, re.MULTILINE)
    assert command in cli.commands
    assert "USER 1000" in DOCKERFILE.rpartition("FROM")[2]


def test_the_room_is_reached_on_this_machine_alone(compose: dict[str, Any]):
    assert compose["services"]["room"]["ports"] == ["127.0.0.1:8321:8321"]
    assert "ports" not in compose["services"]["ledger"]


def test_no_secret_is_written_down(compose: dict[str, Any]):
    for service in compose["services"].values():
        for name, value in service.get("environment", {}).items():
            if re.search("PASSWORD|TOKEN|LEDGER", name):
                assert "${" in value, name


def test_services_wait_for_what_they_need(compose: dict[str, Any]):
    services = compose["services"]
    for service in services.values():
        for name, how in service.get("depends_on", {}).items():
            assert name in services
            assert how["condition"] != "service_healthy" or "healthcheck" in services[name]
    for volume in services["ledger"]["volumes"]:
        assert volume.partition(":")[0] in compose["volumes"]


def test_shell_scripts_are_well_formed():
    subprocess.run(["sh", "-n", ROOT / "docker" / "slim"], check=True)
    subprocess.run(["bash", "-n", ROOT / ".ci" / "image"], check=True)
