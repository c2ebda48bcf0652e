"""Statements are found by words, speaker, outlet and day, alike on SQLite and PostgreSQL."""

import pytest

from reportedly import StatementFilter
from tests.ledger.stories import article


@pytest.fixture(scope="module")
def ledger(make_ledger):
    ledger = make_ledger()
    ledger.add(article("Harbour Post", "2026-03-04", quotes=[("Petra Orr", "The bridge will be built in Ærø")]))
    ledger.add(
        article("Norland News", "2026-03-05", quotes=[("Ivo Marić", "Build the bridge first"), ("Jo Lund", "No")])
    )
    return ledger


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


def test_a_statement_stands_where_its_article_has_it(ledger):
    (statement,) = ledger.statements("first", located=True)
    article = ledger.record(statement.article).article
    assert statement.span is not None
    start, end = statement.span
    assert article.text[start:end] == "Ivo Marić said: “Build the bridge first”"
    assert [article.text[start:end] for start, end in statement.content_spans] == [statement.content]
    assert (statement.confidence, statement.title) == (0.9, article.title)
    assert ledger.search(StatementFilter(words="first"), located=True).items == (statement,)


def test_where_a_statement_stands_is_not_looked_up_unasked(ledger):
    (statement,) = ledger.statements("first")
    assert (statement.span, statement.content_spans, statement.confidence) == (None, (), None)


SAID = {
    "ferry": "The ferries from Ærø to Łódź will not sail, nor will the café open",
    "paper": "It is signed; e-mail a.b@example.org or see http://example.org/talks?x=1 for the 1,500 pages",
    "straße": "Die Straße nach Čačak bleibt gesperrt",
    "москва": "Поезд в Москву отправится в срок",
    "東京": "東京 会談",
    "the": "To be or not to be, that is the question of the U.S. and of us",
    "broken": "Odd \ud800 half, \u202e turned, \0 nothing, 👩‍🚀 and ﬁsh",
    "long": "x" * 5000 + " tail",
}


@pytest.fixture(scope="module")
def sayings(make_ledger):
    ledger = make_ledger()
    ledger.add_all(article(f"Paper of {key}", None, quotes=[(f"Source {key}", said)]) for key, said in SAID.items())
    return ledger


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("FERRY", ["ferry"]),
        ("ferries sailing", ["ferry"]),
        ("aero lodz", ["ferry"]),
        ("Ærø ŁÓDŹ", ["ferry"]),
        ("cafe\u0301", ["ferry"]),
        ("sail ferry", ["ferry"]),
        ("ferry question", []),
        ('"will not sail"', ["ferry"]),
        ("“will not sail” ferry", ["ferry"]),
        ('"not will sail"', []),
        # A phrase is one field's: the source's last word and the content's first are no phrase.
        ('"source ferry the ferries"', []),
        ("the", ["ferry", "paper", "the"]),
        ('"to be or not to be"', ["the"]),
        ("U.S.", ["the"]),
        ("us", ["the"]),
        ("a.b@example.org", ["paper"]),
        ("example.org/talks", ["paper"]),
        ("1,500", ["paper"]),
        ("1500", []),
        ("e-mail", ["paper"]),
        ("mail", ["paper"]),
        ("strasse cacak", ["straße"]),
        ("STRASSE", ["straße"]),
        ("москву", ["москва"]),
        ("東京", ["東京"]),
        ("fish", ["broken"]),
        ("half turned nothing", ["broken"]),
        ("x" * 5000, ["long"]),
        ("tail", ["long"]),
        ("", []),
        ("   ", []),
        ("?! … — “”", []),
        ("👩‍🚀", []),
        ("\ud800", []),
        ("\0", []),
        ("' OR 1=1 --", []),
        ("ferr*", []),
        ("ferry NOT question", []),
        ("content:ferry", []),
        ("NEAR(ferry sail)", []),
        ("ferry & !question", []),
        ("ferry:*", ["ferry"]),
        ('"ferry', ["ferry"]),
        ("\\", []),
        ("%", []),
        ("_", []),
    ],
)
def test_words_are_found_alike_whatever_they_are(sayings, words, found):
    told = [statement.source.removeprefix("Source ") for statement in sayings.statements(words)]
    assert sorted(told) == sorted(found)
