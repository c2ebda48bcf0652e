"""CONTRIBUTING.md's table of what to touch is true: its files exist, and hold every word of the vocabulary."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from reportedly.vocabulary import EventType, Stance, Status

ROOT = Path(__file__).parent.parent
ROWS = dict(re.findall(r"^\| (an? [^|]+) \| (.+) \|$", (ROOT / "CONTRIBUTING.md").read_text("utf-8"), re.MULTILINE))


def files_of(row, *, until=";"):
    """The files that a row names, up to what only matters where the new word decides something."""
    return [ROOT / name for name in re.findall(r"`([\w./-]+/[\w./-]*)`", ROWS[row].split(until)[0])]


@pytest.mark.parametrize("row", ROWS)
def test_every_file_to_touch_exists(row):
    named = files_of(row, until="\n")
    assert named
    assert [path for path in named if not path.exists()] == []


@pytest.mark.parametrize(
    ("row", "vocabulary"), [("a status", Status), ("an event type", EventType), ("a stance", Stance)]
)
def test_every_word_is_in_the_files_that_its_row_names(row, vocabulary):
    files = files_of(row)
    assert len(files) > 1
    for path in files:
        text = path.read_text("utf-8")
        missing = [word for word in vocabulary if not re.search(rf"\b{word}\b|\b{word.name}\b", text)]
        assert missing == [], path.name


def test_the_vocabularies_have_no_other_home():
    """A word that is spelled out somewhere else would be a file to touch that the table does not name."""
    known = {"src/reportedly/" + name for name in ("record.py", "vocabulary.py")}
    homes = {
        str(path.relative_to(ROOT))
        for path in (ROOT / "src").rglob("*.py")
        if re.search(r"^class (?:Status|EventType|Stance)\(StrEnum\)", path.read_text("utf-8"), re.MULTILINE)
    }
    assert homes <= known
    assert homes


# What a new status needs in each Python file of its row: a line, and the line that it goes in front of.
PAUSED = {
    "vocabulary.py": [
        ('    PAUSED = "paused"\n', "\n    @property\n    def meaning"),
        ('    Status.PAUSED: "It is interrupted.",\n', '    Status.UNCONFIRMED: "A source'),
    ],
    "status.py": [("    Status.PAUSED: 1.5,\n", "    Status.UNCONFIRMED: 1.2,")],
    "terminal.py": [('    "paused": "yellow",\n', '    "unconfirmed": "yellow",')],
    "rendering.py": [('    "paused": "M-7 -7H7V7H-7Z",\n', '    "unconfirmed": "M')],
    "question.py": [('    (Status.PAUSED, r"paused"),\n', "    (Status.UNCONFIRMED, ")],
}
WORKS = """
from fastapi.testclient import TestClient
from click.testing import CliRunner
from reportedly import Article, Ledger
from reportedly.answering import understand
from reportedly.cli.main import cli
from reportedly.export import export
from reportedly.record import Event, Record
from reportedly.vocabulary import EventType, Status
from reportedly.web.app import create_app
event = Event(id="e1", event="e1", type=EventType("visit"), plover=None, what="Orr visits Lund",
              status=Status("paused"), trigger=(0, 3), participants=(), place=None, when=None,
              evidence=(0, 20), confidence=0.9)
record = Record(article=Article(text="Orr paused the visit to Lund.", published="2026-03-02"), events=(event,))
with Ledger("paused.sqlite") as ledger:
    ledger.add(record)
    (answer,) = ledger.events()
    assert (answer.status, understand("Was it paused?").status) == ("paused", "paused")
    assert b"Orr visits Lund" in export(ledger, form="jsonld") and b"BEGIN:VCALENDAR" in export(ledger, form="ics")
assert "PAUSED" in CliRunner().invoke(cli, ["brief", "--ledger", "paused.sqlite"]).stdout
with TestClient(create_app("paused.sqlite"), base_url="http://127.0.0.1") as client:
    for page in ("/", "/events", f"/event/{answer.id}", "/help"):
        assert client.get(page).status_code == 200, page
    assert "It is interrupted." in client.get("/help").text
"""


def test_a_status_that_is_added_where_the_table_says_works(tmp_path):
    shutil.copytree(ROOT / "src", tmp_path / "src", ignore=lambda folder, names: {"__pycache__", "model"} & set(names))
    data = tmp_path / "src" / "reportedly" / "data"
    (data / "model").symlink_to(ROOT / "src" / "reportedly" / "data" / "model")
    python = [path.relative_to(ROOT) for path in files_of("a status") if path.suffix == ".py"]
    assert {path.name for path in python} == set(PAUSED)
    for path in python:
        text = (tmp_path / path).read_text("utf-8")
        for line, before in PAUSED[path.name]:
            assert text.count(before) == 1, (path, before)
            text = text.replace(before, line + before)
        (tmp_path / path).write_text(text, "utf-8")
    run = subprocess.run(
        [sys.executable, "-c", WORKS],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        timeout=120,
        env=os.environ | {"PYTHONPATH": str(tmp_path / "src")},
    )
    assert run.returncode == 0, run.stderr
