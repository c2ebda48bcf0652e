"""The tables as the migrations make them are those that the program uses; older ledgers are brought up to date."""

import pytest
from sqlalchemy import create_engine, inspect, text

from reportedly import Ledger
from reportedly.ledger import StatementFilter
from reportedly.ledger.db import migrations, schema
from tests.ledger.editing import edited
from tests.ledger.stories import SUMMIT, VISIT


def driver_of(address):
    return address.replace("postgresql:", "postgresql+psycopg:", 1) if "://" in address else f"sqlite:///{address}"


def tables(engine):
    """Each table with its columns, keys and indexes, in a form that can be compared."""
    found = inspect(engine)
    return {
        name: (
            [(c["name"], str(c["type"]), getattr(c["type"], "collation", None), c["nullable"]) for c in columns],
            found.get_pk_constraint(name)["constrained_columns"],
            sorted((index["name"], tuple(index["column_names"])) for index in found.get_indexes(name)),
        )
        for name in found.get_table_names()
        if (columns := found.get_columns(name))
    }


@pytest.fixture(params=["sqlite", "postgresql"])
def empty(request, tmp_path):
    """The address of a database without tables."""
    if request.param == "sqlite":
        return str(tmp_path / "old.sqlite")
    return request.getfixturevalue("server").address(request.getfixturevalue("database"))


def test_migrations_make_the_tables_that_the_program_uses(empty):
    engine = create_engine(driver_of(empty))
    with engine.begin() as connection:
        schema.metadata.create_all(connection)
    meant = tables(engine)
    with engine.begin() as connection:
        schema.metadata.drop_all(connection)
    engine.dispose()
    Ledger(empty).close()
    engine = create_engine(driver_of(empty))
    made = tables(engine)
    engine.dispose()
    assert {name: made[name] for name in meant} == meant


def test_every_revision_is_known_to_the_program():
    from importlib.resources import files

    steps = sorted(file.name[:4] for file in files("reportedly.ledger.db.migrations.versions").iterdir())
    assert tuple(step for step in steps if step.isdigit()) == schema.REVISIONS


OLD_ARTICLE = """
    INSERT INTO articles (id, outlet, published, day, kept, record)
    VALUES ('old', 'Drava Courier', '2026-03-02', 739680, 0, :record)
"""
ARTICLE = (
    "INSERT INTO articles (id, outlet, published, day, kept) VALUES ('old', 'Drava Courier', '2026-03-02', 739680, 0)",
    "INSERT INTO records (article, record) SELECT no, :record FROM articles",
)
OLD_STATEMENT = """
    INSERT INTO statements (article, id, kind, stance, source, cue, content, chain, names)
    SELECT no, 's0', 'direct', 'asserts', 'Ivo Marić', 'said', 'The bridges are open', '["Ivo Marić"]', 'ivo maric'
    FROM articles
"""
FACETS = """
    INSERT INTO facets (no, article, outlet, stance, kind, month)
    SELECT no, article, 'Drava Courier', stance, kind, '2026-03' FROM statements
"""


@pytest.mark.parametrize("revision", schema.REVISIONS)
def test_an_older_ledger_is_brought_up_to_date_with_all_it_holds(empty, revision):
    engine = create_engine(driver_of(empty))
    with engine.begin() as connection:
        migrations.upgrade(connection, revision)
        for step in (OLD_ARTICLE,) if revision < "0007" else ARTICLE:
            connection.execute(text(step), {"record": stored(SUMMIT)})
        connection.execute(text(OLD_STATEMENT))
        if revision >= "0007":
            connection.execute(text(FACETS))
    engine.dispose()
    with Ledger(empty) as ledger:
        assert ledger.record("old") == SUMMIT
        assert [s.content for s in ledger.statements()] == ["The bridges are open"]
        if revision < "0003":
            found = ledger.search(StatementFilter(words="bridges"))
            assert dict(found.facets)["outlet"] == (("Drava Courier", 1),)
            assert dict(found.facets)["month"] == (("2026-03", 1),)
            assert [s.content for s in ledger.statements('"bridge are" MARIC')] == ["The bridges are open"]
        ledger.add_all(VISIT)
        assert len(ledger.events()) == 2
        assert all(event.shown for event in (*ledger.events(), *ledger.find_events().items))
        ledger.merge(*(event.id for event in ledger.events()))
        assert len(ledger.events()) == 1
    with Ledger(empty) as ledger:
        assert ledger.counts().articles == 6


def stored(record):
    import zlib

    return zlib.compress(record.to_json().encode())


def test_comparisons_made_by_an_older_program_are_made_anew(tmp_path):
    path = tmp_path / "news.sqlite"
    with Ledger(path) as ledger:
        ledger.add_all([*VISIT, SUMMIT])
        before = ledger.events()
    with edited(path) as raw:
        raw.execute("UPDATE facts SET value = 'merge 0' WHERE name = 'compared by'")
        raw.execute("DELETE FROM links")
    with Ledger(path) as ledger:
        assert ledger.events() == before
