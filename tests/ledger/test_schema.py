"""The tables as the migrations make them are those that the program uses; older ledgers are brought up to date."""

import sqlite3

from sqlalchemy import create_engine

from reportedly import Ledger
from reportedly.ledger import migrations, schema
from tests.ledger.stories import SUMMIT, VISIT


def tables(connection):
    rows = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    return {name: connection.execute(f"PRAGMA table_info({name})").fetchall() for (name,) in rows}


def test_migrations_make_the_tables_that_the_program_uses(tmp_path):
    Ledger(tmp_path / "made.sqlite").close()
    engine = create_engine(f"sqlite:///{tmp_path / 'meant.sqlite'}")
    schema.metadata.create_all(engine)
    engine.dispose()
    made, meant = (tables(sqlite3.connect(tmp_path / f"{name}.sqlite")) for name in ("made", "meant"))
    assert {name: made[name] for name in meant} == meant


def test_every_revision_is_known_to_the_program():
    from importlib.resources import files

    steps = sorted(file.name[:4] for file in files("reportedly.ledger.migrations.versions").iterdir())
    assert tuple(step for step in steps if step.isdigit()) == schema.REVISIONS


def test_an_older_ledger_is_brought_up_to_date_with_all_it_holds(tmp_path):
    path = tmp_path / "old.sqlite"
    engine = create_engine(f"sqlite:///{path}")
    with engine.begin() as connection:
        migrations.upgrade(connection, "0001")
    engine.dispose()
    with sqlite3.connect(path) as raw:
        raw.execute(
            "INSERT INTO articles (id, outlet, day, kept, record) SELECT ?, ?, 739680, 0, ?",
            ("old", "Drava Courier", stored(SUMMIT)),
        )
    with Ledger(path) as ledger:
        assert ledger.record("old") == SUMMIT
        ledger.add_all(VISIT)
        assert len(ledger.events()) == 2
        ledger.merge(*(event.id for event in ledger.events()))
        assert len(ledger.events()) == 1


def stored(record):
    import zlib

    return zlib.compress(record.to_json().encode())


def test_comparisons_made_by_an_older_program_are_made_anew(tmp_path):
    path = tmp_path / "news.sqlite"
    with Ledger(path) as ledger:
        ledger.add_all([*VISIT, SUMMIT])
        before = ledger.events()
    with sqlite3.connect(path) as raw:
        raw.execute("UPDATE facts SET value = 'merge 0' WHERE name = 'compared by'")
        raw.execute("DELETE FROM links")
    with Ledger(path) as ledger:
        assert ledger.events() == before
