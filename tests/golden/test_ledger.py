"""What a ledger answers of stored records stays what it was; what it keeps moves only under a raised version."""

from __future__ import annotations

import ast
import json
from importlib.resources import files

import pytest

from reportedly import Ledger
from reportedly.ledger import versions
from tests.golden.files import HERE, kept_by, stored_records, told_by

KEPT = HERE / "ledger" / "kept.json"
TOLD = HERE / "ledger" / "told.json"


@pytest.fixture(scope="module")
def ledger(tmp_path_factory):
    with Ledger(tmp_path_factory.mktemp("golden") / "news.sqlite") as ledger:
        ledger.add_all(stored_records())
        yield ledger


def as_text(answers):
    return json.dumps(answers, ensure_ascii=False, indent=1) + "\n"


def test_what_a_ledger_keeps_moves_only_under_a_raised_version(ledger, request, is_golden):
    found = {"versions": versions.current(), **json.loads(as_text(kept_by(ledger)))}
    if request.config.getoption("--update-golden") and KEPT.exists():
        before = json.loads(KEPT.read_text("utf-8"))
        if before.keys() == found.keys() and before != found and before["versions"] == found["versions"]:
            pytest.fail("answers that ledgers keep have moved: raise a number in src/reportedly/ledger/versions.py")
    is_golden(KEPT, as_text(found))


def test_a_ledger_answers_as_before(ledger, is_golden):
    is_golden(TOLD, as_text(told_by(ledger)))


def test_the_order_of_adding_moves_nothing(ledger, tmp_path):
    with Ledger(tmp_path / "other.sqlite") as other:
        other.add_all(reversed(stored_records()))
        assert kept_by(other) == kept_by(ledger)
        assert told_by(other) == told_by(ledger)


def test_migrations_import_nothing_that_may_change():
    steps = [step for step in files("reportedly.ledger.db.migrations.versions").iterdir() if step.name.startswith("0")]
    assert steps
    for step in steps:
        for node in ast.walk(ast.parse(step.read_text("utf-8"))):
            names = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            names += [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            assert not any(name.startswith("reportedly") for name in names), step.name


@pytest.mark.parametrize(
    ("fact", "value"),
    [
        ("compared by", "merge 0"),
        ("named by", "0"),
        ("standing by", "0123456789abcdef"),  # a hash of source files, as it was before there were numbers
        ("searched by", "nothing yet"),
        ("data", "another list of cities"),
    ],
)
def test_what_another_version_worked_out_is_worked_out_again(tmp_path, fact, value):
    path = tmp_path / "news.sqlite"
    records = stored_records()[:8]
    with Ledger(path) as ledger:
        ledger.add_all(records)
        before = kept_by(ledger)
    spoil(path, fact, value)
    with Ledger(path) as ledger:
        assert kept_by(ledger) == before


def spoil(path, fact, value):
    """What other rules may have left: another version, and rows of theirs."""
    import sqlite3

    with sqlite3.connect(path) as raw:
        raw.execute("UPDATE facts SET value = ? WHERE name = ?", (value, fact))
        if fact == "searched by":
            raw.execute("INSERT INTO statement_words (statement_words) VALUES ('delete-all')")
        elif fact == "named by":
            raw.execute("DELETE FROM names")
        else:
            raw.execute("DELETE FROM standing")
            raw.execute("DELETE FROM terms")


def test_a_ledger_of_the_program_before_is_not_compared_anew():
    before = versions.current()
    del before["searched by"], before["data"]
    assert versions.outdated(before | {"standing by": "0123456789abcdef"}) == {"standing by", "searched by"}
