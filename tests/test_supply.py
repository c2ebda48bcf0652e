"""What is installed: lock files with hashes for all that `pyproject.toml` asks for, and a bill of what that is."""

import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
NEEDED = {
    "run": PROJECT["dependencies"],
    "test": [*PROJECT["dependencies"], *PROJECT["optional-dependencies"]["test"]],
    "build": ["hatchling"],
}


def locked(name):
    """Each package of a lock file with its versions and the hashes of their files."""
    found = {}
    text = (ROOT / "requirements" / f"{name}.lock").read_text("utf-8").replace("\\\n", " ")
    for line in filter(None, map(str.strip, text.splitlines())):
        wanted, *hashes = re.split(r"\s+--hash=", line)
        requirement = Requirement(wanted)
        (pin,) = requirement.specifier
        assert pin.operator == "=="
        found.setdefault(canonicalize_name(requirement.name), []).append((pin.version, hashes))
    return found


@pytest.mark.parametrize("name", NEEDED)
def test_a_lock_file_has_all_that_is_asked_for_and_every_file_by_its_hash(name):
    pins = locked(name)
    for each in map(Requirement, NEEDED[name]):
        versions = [version for version, _ in pins[canonicalize_name(each.name)]]
        assert all(each.specifier.contains(version) for version in versions), f"{each}: {versions}. requirements/lock"
    for versions in pins.values():
        for _, hashes in versions:
            assert hashes
            assert all(re.fullmatch(r"sha256:[0-9a-f]{64}", digest) for digest in hashes)


def test_tests_run_on_what_is_shipped():
    run, test = locked("run"), locked("test")
    assert {name: test[name] for name in run} == run


@pytest.mark.parametrize("name", NEEDED)
def test_a_lock_file_names_packages_and_no_places(name):
    assert "/" not in (ROOT / "requirements" / f"{name}.lock").read_text("utf-8")


def test_the_bill_of_materials_names_all_that_is_installed_and_their_hashes(tmp_path):
    pytest.importorskip("cyclonedx_py", reason="needs the extra `lint`")
    file = tmp_path / "bill.json"
    subprocess.run(
        [ROOT / "requirements" / "sbom", file],
        check=True,
        capture_output=True,
        env={"PYTHON": sys.executable, "PATH": "/usr/bin:/bin"},
    )
    bill = json.loads(file.read_text("utf-8"))
    assert bill["bomFormat"] == "CycloneDX"
    assert bill["metadata"]["component"]["name"] == "reportedly"
    found = {canonicalize_name(part["name"]) for part in bill["components"]}
    assert found == set(locked("run"))
    assert all(part["externalReferences"][0]["hashes"] for part in bill["components"])
