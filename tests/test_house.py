"""How the code is kept: no file is longer than somebody reads in one go."""

from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
MOST_LINES = 500
ROOMS = ("src", "tests", "benchmarks", "training", "fuzz")


def too_long(root: Path) -> list[str]:
    """The Python files under a folder that have more lines than they may, each with how many it has."""
    counted = ((path, len(path.read_text("utf-8").splitlines())) for path in sorted(root.rglob("*.py")))
    return [f"{path.relative_to(root)}: {n}" for path, n in counted if n > MOST_LINES]


@pytest.mark.parametrize("room", ROOMS)
def test_no_file_has_more_lines_than_somebody_reads_in_one_go(room):
    assert list((ROOT / room).rglob("*.py"))
    assert too_long(ROOT / room) == [], "Cut it where its subjects part, into modules named for them."


def test_a_file_of_one_line_more_is_found(tmp_path):
    (tmp_path / "just.py").write_text("x = 1\n" * MOST_LINES, "utf-8")
    (tmp_path / "long.py").write_text("x = 1\n" * (MOST_LINES + 1), "utf-8")
    assert too_long(tmp_path) == ["long.py: 501"]
