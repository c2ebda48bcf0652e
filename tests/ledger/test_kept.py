"""Ledgers as each schema's own program left them, packed beside this file: opened, asked and added to by this one."""

import gzip
from pathlib import Path

import pytest

from reportedly import Ledger
from reportedly.ledger.db.schema import REVISIONS
from tests.ledger.stories import SUMMIT, VISIT, Told, article

KEPT = sorted((Path(__file__).parent / "kept").glob("schema_*.sqlite.gz"))


def revision_of(path):
    return path.name[len("schema_") : len("schema_") + 4]


def test_there_is_one_of_every_schema_that_ever_was_the_newest():
    # The first program that was kept made its ledgers with the second step already.
    assert tuple(map(revision_of, KEPT)) == REVISIONS[1:]


@pytest.mark.parametrize("kept", KEPT, ids=revision_of)
def test_a_kept_ledger_answers_as_one_made_today(tmp_path, kept):
    path = tmp_path / "news.sqlite"
    path.write_bytes(gzip.decompress(kept.read_bytes()))
    late = article("Late Post", "2026-03-20", Told(words="the visit is on", status="scheduled"))
    with Ledger(tmp_path / "today.sqlite") as today:
        today.add_all([*VISIT, SUMMIT])
        with Ledger(path, create=False) as ledger:
            for day in (None, "2026-03-04", "2026-03-08"):
                told = [(e.what, e.status, e.when, e.articles, len(e.reports)) for e in ledger.events(as_of=day)]
                assert told == [(e.what, e.status, e.when, e.articles, len(e.reports)) for e in today.events(as_of=day)]
            assert [ledger.record(one.article.id).article for one in VISIT] == [one.article for one in VISIT]
            assert ledger.add_all([*VISIT, SUMMIT]) == (0, 6)
            assert ledger.add(late)
            assert today.add(late)
            assert [event.status for event in ledger.events()] == [event.status for event in today.events()]
