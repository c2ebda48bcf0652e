"""One browser and one served ledger for all tests of pages."""

from __future__ import annotations

import shutil
import subprocess
import tarfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from reportedly import Record
from reportedly.web.app import create_app
from tests.conftest import absent
from tests.web.rooms import CONTRADICTION, Room, context_of, served_ledger

SAMPLES = Path(__file__).parent / "samples.jsonl"
"""Records of the sample articles as the rules of an earlier version read them: pages are tested, not the reading."""


@pytest.fixture(scope="package")
def chromium() -> Iterator[Any]:
    """A browser; it ends with the tests of this folder, as its event loop would be in the way of others."""
    program = shutil.which("chromium") or shutil.which("google-chrome")
    if program is None:
        absent("needs a browser: chromium or google-chrome (Debian: apt-get install chromium)")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        arguments = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        browser = playwright.chromium.launch(executable_path=program, args=arguments)
        yield browser
        browser.close()


@pytest.fixture(scope="package")
def room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Room]:
    """The sample story, with a contradiction added."""
    records = [Record.from_json(line) for line in SAMPLES.read_text("utf-8").splitlines()]
    assert len(records) == 9
    yield from served_ledger(tmp_path_factory.mktemp("room") / "news.sqlite", [*records, *CONTRADICTION])


@pytest.fixture
def page(chromium: Any, room: Room) -> Iterator[Any]:
    """A page in the room; at the end nothing may have been complained of."""
    room.complaints.clear()
    context = context_of(chromium, room)
    yield context.new_page()
    context.close()
    assert room.complaints == []


@pytest.fixture(scope="session")
def axe(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The accessibility checker axe-core, as its package has it."""
    folder = tmp_path_factory.mktemp("axe")
    npm = shutil.which("npm")
    done = npm and subprocess.run([npm, "pack", "axe-core@4"], cwd=folder, capture_output=True, timeout=120)
    if not done or done.returncode:
        absent("needs npm and the package axe-core from its registry")
    (packed,) = folder.glob("axe-core-*.tgz")
    with tarfile.open(packed) as archive:
        found = archive.extractfile("package/axe.min.js")
        assert found is not None
        return found.read().decode()


@pytest.fixture(scope="package")
def client(room: Room) -> Iterator[TestClient]:
    """The same room without a browser."""
    with TestClient(create_app(room.ledger.source), base_url="http://localhost") as client:
        yield client
