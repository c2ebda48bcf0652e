"""Statements are found by words, speaker, outlet and day."""

import pytest

from reportedly import Ledger
from tests.ledger.stories import article


@pytest.fixture(scope="module")
def ledger(tmp_path_factory):
    with Ledger(tmp_path_factory.mktemp("statements") / "news.sqlite") as ledger:
        ledger.add(article("Harbour Post", "2026-03-04", quotes=[("Petra Orr", "The bridge will be built in Ærø")]))
        ledger.add(
            article("Norland News", "2026-03-05", quotes=[("Ivo Marić", "Build the bridge first"), ("Jo Lund", "No")])
        )
        yield ledger


@pytest.mark.parametrize(
    ("asked", "sources"),
    [
        ({}, ["Ivo Marić", "Jo Lund", "Petra Orr"]),
        ({"words": "bridge"}, ["Ivo Marić", "Petra Orr"]),
        ({"words": "BRIDGE built"}, ["Petra Orr"]),
        ({"words": '"the bridge first"'}, ["Ivo Marić"]),
        ({"words": '"bridge the first"'}, []),
        ({"words": "maric"}, ["Ivo Marić"]),
        (
            {
                "words": "bridge AND NOT (",
            },
            [],
        ),
        ({"words": "“"}, []),
        ({"source": "marić"}, ["Ivo Marić"]),
        ({"source": "%"}, []),
        ({"outlet": "harbour post"}, ["Petra Orr"]),
        ({"since": "2026-03-05"}, ["Ivo Marić", "Jo Lund"]),
        ({"as_of": "2026-03-04"}, ["Petra Orr"]),
        ({"stance": "denies"}, []),
        ({"limit": 1}, ["Ivo Marić"]),
    ],
)
def test_statements(ledger, asked, sources):
    assert [statement.source for statement in ledger.statements(**asked)] == sources


def test_a_statement_keeps_its_words_and_its_article(ledger):
    (statement,) = ledger.statements("first")
    assert (statement.outlet, statement.chain, statement.content) == (
        "Norland News",
        ("Ivo Marić",),
        "“Build the bridge first”",
    )
    assert ledger.record(statement.article).article.outlet == "Norland News"
