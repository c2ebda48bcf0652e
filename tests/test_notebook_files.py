"""The notebooks run from top to bottom, and are committed without what they printed."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

nbformat = pytest.importorskip("nbformat")
nbclient = pytest.importorskip("nbclient")
pytest.importorskip("ipykernel")

FOLDER = Path(__file__).parent.parent / "notebooks"
NAMES = ("first-steps", "a-story-followed", "a-table-for-a-paper", "your-own-corpus")


def run(name: str) -> str:
    """All that a notebook prints and shows when it is run."""
    notebook = nbformat.read(FOLDER / f"{name}.ipynb", as_version=4)
    nbformat.validate(notebook)
    client = nbclient.NotebookClient(
        notebook, timeout=300, kernel_name="python3", resources={"metadata": {"path": FOLDER}}
    )
    client.execute(env=os.environ | {"PYTHONPATH": str(FOLDER.parent / "src")})
    return "\n".join(shown(output) for cell in notebook.cells for output in cell.get("outputs", ()))


def shown(output: Any) -> str:
    if output.output_type == "stream":
        return str(output.text)
    return "\n".join(str(part) for part in output.get("data", {}).values())


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("first-steps", ["a diplomatic source", "Petra Orr", "postponed"]),
        ("a-story-followed", ["<progress", "9 of 9 articles", "2026-04-22", "copy"]),
        ("a-table-for-a-paper", ["Matej Kranjc", "origin,statements,articles,outlets", "Reportedly 0."]),
        (
            "your-own-corpus",
            ["Unread", "language", "a second time: nothing doubles", "We have waited a year", "BEGIN:VCALENDAR"],
        ),
    ],
)
def test_a_notebook_runs(name: str, told: list[str]):
    printed = run(name)
    assert [words for words in told if words not in printed] == []


def test_there_is_no_notebook_that_is_not_run():
    assert sorted(path.stem for path in FOLDER.glob("*.ipynb")) == sorted(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_a_notebook_is_kept_without_what_it_printed(name: str):
    notebook = nbformat.read(FOLDER / f"{name}.ipynb", as_version=4)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert all(cell.outputs == [] and cell.execution_count is None for cell in code)
