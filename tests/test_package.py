"""What a package index is told: full metadata, and a README that it can show."""

from __future__ import annotations

import re
import subprocess
import sys
import zipfile
from email import message_from_bytes
from email.message import Message
from pathlib import Path

import pytest

build = pytest.importorskip("build")
pytest.importorskip("hatch_fancy_pypi_readme")

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The file of metadata of a wheel, as its build makes it."""
    made = build.ProjectBuilder(ROOT).metadata_path(tmp_path_factory.mktemp("metadata"))
    return (Path(made) / "METADATA").read_bytes()


@pytest.fixture(scope="module")
def metadata(written: bytes) -> Message:
    return message_from_bytes(written)


def test_the_metadata_are_full(metadata: Message):
    for name in (
        "Name",
        "Version",
        "Summary",
        "Author",
        "License-Expression",
        "License-File",
        "Keywords",
        "Classifier",
    ):
        assert metadata.get(name), name
    assert metadata["Description-Content-Type"] == "text/markdown"
    assert {"mcp", "parquet", "pdf", "postgresql", "tables"} <= set(metadata.get_all("Provides-Extra") or ())


def test_the_readme_of_the_index_leads_to_nothing_that_is_not_there(metadata: Message):
    told = metadata.get_payload(decode=True).decode()
    assert "Five minutes" in told
    targets = re.findall(r"\]\(([^)]*)\)", re.sub(r"```.*?```", "", told, flags=re.DOTALL))
    assert [target for target in targets if not target.startswith(("https://", "http://"))] == []
    assert "![" not in told
    assert "docs/images" not in told


def test_an_index_takes_the_wheel(written: bytes, metadata: Message, tmp_path: Path):
    pytest.importorskip("twine")
    # Of the metadata alone, which is all that is looked at: packing the weights takes its time.
    name = f"reportedly-{metadata['Version']}"
    with zipfile.ZipFile(tmp_path / f"{name}-py3-none-any.whl", "w") as wheel:
        wheel.writestr(f"{name}.dist-info/METADATA", written)
        wheel.writestr(f"{name}.dist-info/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
    command = [sys.executable, "-m", "twine", "check", "--strict", *map(str, tmp_path.glob("*.whl"))]
    done = subprocess.run(command, capture_output=True, text=True)
    assert "PASSED" in done.stdout, done.stdout + done.stderr
