"""Whatever the order of adding, the answers are the same."""

import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from reportedly import Ledger
from tests.ledger.stories import SUMMIT, VISIT, Told, article

DISPATCH = "The visit, the first since the border was opened again, was to have begun on Thursday with talks. " * 3

ARTICLES = (
    *VISIT,
    SUMMIT,
    *(
        article(
            outlet,
            published,
            Told(words="the trip is off", status="cancelled", what="Varga's trip to Norland", chain=chain),
            Told(
                words=f"{who} are to hold talks",
                status="planned",
                type="talks",
                who=("Jonas Lund", who),
                what=f"Jonas Lund holds talks with {who}",
                place=None,
                when=when,
                key="e2",
            ),
            text=DISPATCH,
            quotes=[("Jonas Lund", words)],
        )
        for outlet, published, chain, who, when, words in (
            (
                "World Brief",
                "2026-03-07",
                ("Adriapress",),
                "Orr",
                "2026-03",
                "we will sign when all is ready, not before",
            ),
            (
                "Nairobi Ledger",
                "2026-03-07",
                (),
                "Mara Kos",
                None,
                "we will sign it when everything is ready, not before",
            ),
            (
                "Harbour Post",
                "2026-03-09",
                ("a diplomat",),
                "Mara Kos",
                "2026-03-30",
                "We will sign when all is ready",
            ),
            ("Norland News", None, (), "Ms Kos", "2026-04-02", "nobody signs what nobody has read"),
        )
    ),
)


def answers(order):
    with tempfile.TemporaryDirectory() as folder, Ledger(Path(folder) / "news.sqlite") as ledger:
        for position in order:
            ledger.add(ARTICLES[position])
        return (
            ledger.articles(),
            ledger.events(),
            ledger.events(as_of="2026-03-07"),
            ledger.echoes(),
            ledger.drift(),
            ledger.origins(),
            {(s.article, s.id) for s in ledger.statements("sign")},
        )


IN_ORDER = answers(range(len(ARTICLES)))


@settings(max_examples=10, deadline=None)
@given(st.permutations(range(len(ARTICLES))))
def test_any_order_of_adding_gives_one_ledger(order):
    assert answers(order) == IN_ORDER


def test_the_story_exercises_every_answer():
    _, events, _, echoes, drift, _, found = IN_ORDER
    assert len(events) == 3
    assert {echo.kind for echo in echoes} >= {"copy"}
    assert len(drift) == 1
    assert len(found) == 4
