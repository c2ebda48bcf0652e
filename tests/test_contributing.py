"""CONTRIBUTING.md's table of what to touch is true: its files exist, and hold every word of the vocabulary."""

import re
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
