"""Statements handed to the driver as they are find what SQLAlchemy finds."""

import pytest
from sqlalchemy import Integer, bindparam, exists, func, select

from reportedly.ledger.db.engine import reading
from reportedly.ledger.db.prepared import column, rows, scalar
from reportedly.ledger.db.schema import articles, records, statements
from reportedly.ledger.db.sql import among
from tests.ledger.stories import SUMMIT, VISIT

IN_SOME = select(articles.c.id, articles.c.outlet, articles.c.day).where(among(articles.c.outlet, "outlets"))
UNTIL = select(articles.c.id).where(articles.c.day <= bindparam("day", type_=Integer)).order_by(articles.c.id)
FEW = UNTIL.limit(bindparam("most"))
TWICE = select(articles.c.id, statements.c.id).join(statements, statements.c.article == articles.c.no)
MADE = select(func.count(), func.coalesce(func.max(articles.c.day), 0).label("last"))
TOLD = select(articles.c.id, exists().where(records.c.article == articles.c.no))
OURS = select(articles.c.id).where(among(articles.c.outlet, ["Harbour Post", "Drava Courier"]))


@pytest.fixture(scope="module")
def ledger(make_ledger):
    ledger = make_ledger()
    ledger.add_all([*VISIT, SUMMIT])
    return ledger


@pytest.mark.parametrize(
    ("statement", "values"),
    [
        (IN_SOME, {"outlets": ["Harbour Post", "Norland News"]}),
        (IN_SOME, {"outlets": []}),
        (UNTIL, {"day": 1_000_000, "not asked for": 1}),
        (FEW, {"day": 1_000_000, "most": 2}),
        (TWICE, {}),
        (MADE, {}),
        (TOLD, {}),
        (OURS, {}),
    ],
)
def test_rows_are_those_of_sqlalchemy(ledger, statement, values):
    with reading(ledger._store.engine, ledger.source) as connection:
        asked = {name: value for name, value in values.items() if name != "not asked for"}
        meant = connection.execute(statement, asked).all()
        for _ in range(2):
            found = rows(connection, statement, values)
            assert sorted(map(tuple, found), key=repr) == sorted(map(tuple, meant), key=repr)
        assert sorted(column(connection, statement, values)) == sorted(row[0] for row in meant)


def test_values_are_there_by_name(ledger):
    with reading(ledger._store.engine, ledger.source) as connection:
        (row,) = rows(connection, MADE)
        assert row.last == max(record.article.published_on.toordinal() for record in (*VISIT, SUMMIT))
        assert row[0] == scalar(connection, MADE) == len(VISIT) + 1
        assert scalar(connection, UNTIL, {"day": 0}) is None


def test_a_value_that_is_missing_is_an_error(ledger):
    with reading(ledger._store.engine, ledger.source) as connection, pytest.raises(Exception, match="day"):
        rows(connection, UNTIL)
