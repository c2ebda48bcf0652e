"""Whatever the order of adding, the answers are the same."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reportedly.ledger import StatementFilter
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


TALKS = {"type": "talks", "who": ("Ana Berg",), "what": "Ana Berg holds talks", "place": "Oster", "when": "2026-04-10"}

# On one day one says that it is on and another that it is off.
DISPUTE = (
    article(
        "Drava Courier", "2026-03-08", Told(words="the talks are off", status="cancelled", chain=("Bo Ek",), **TALKS)
    ),
    article(
        "Norland News", "2026-03-08", Told(words="the talks are on", status="scheduled", chain=("a diplomat",), **TALKS)
    ),
)
STORY = (*ARTICLES, *DISPUTE)
DAYS = ("2026-03-02", "2026-03-05", "2026-03-07", "2026-03-09")


def answers(ledger, as_of=None):
    """What a ledger answers, as plain data."""
    return {
        "articles": ledger.articles(as_of=as_of),
        "events": ledger.events(as_of=as_of),
        "newest": ledger.events(as_of=as_of, limit=2),
        "conflicts": ledger.conflicts(as_of=as_of),
        "origins": ledger.origins(as_of=as_of),
        "echoes": ledger.echoes(as_of=as_of),
        "drift": ledger.drift(as_of=as_of),
        "statements": sorted((s.article, s.id) for s in ledger.statements("sign", as_of=as_of)),
    }


def pages(ledger, as_of=None):
    """What it answers to front ends."""
    return {
        "articles": ledger.articles_page(as_of=as_of).items,
        "events": ledger.find_events(as_of=as_of).items,
        "by date": ledger.find_events(as_of=as_of, order="date").items,
        "changes": ledger.changes(as_of=as_of).items,
        "names": ledger.names(as_of=as_of).items,
        "profile": ledger.profile("Harbour Post", as_of=as_of),
        "shared": [ledger.shared(record.article.id, as_of=as_of) for record in STORY[-4:]],
        "search": sorted((s.article, s.id) for s in ledger.search(StatementFilter(words="sign"), as_of=as_of).items),
    }


def filled(make, records):
    ledger = make()
    ledger.add_all(records)
    return ledger


@pytest.fixture(scope="module")
def in_order(make_ledger):
    return filled(make_ledger, STORY)


@pytest.fixture(scope="module")
def in_order_told(in_order):
    return answers(in_order), answers(in_order, "2026-03-07"), pages(in_order)


@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
@given(order=st.permutations(range(len(STORY))))
def test_any_order_of_adding_gives_one_ledger(make_ledger, in_order_told, order):
    ledger = make_ledger()
    for position in order:
        ledger.add(STORY[position])
    assert (answers(ledger), answers(ledger, "2026-03-07"), pages(ledger)) == in_order_told


def test_the_story_exercises_every_answer(in_order_told):
    now, _, told = in_order_told
    assert len(now["events"]) == 4
    assert {echo.kind for echo in now["echoes"]} >= {"copy"}
    assert len(now["drift"]) == len(now["conflicts"]) == 1
    assert len(now["statements"]) == len(told["search"]) == 4
    assert told["changes"]
    assert any(told["shared"])
    assert told["profile"].printed


@pytest.mark.parametrize("day", DAYS)
def test_as_of_a_day_is_what_a_ledger_says_that_ended_on_it(make_ledger, in_order, day):
    """Nothing that was published later, nor when it was added, makes a difference."""
    until = [record for record in reversed(STORY) if (record.article.published or "9")[:10] <= day]
    assert answers(filled(make_ledger, until)) == answers(in_order, day)


def test_rulings_by_hand_hold_in_any_order(make_ledger):
    first, last = filled(make_ledger, STORY), filled(make_ledger, [VISIT[0], SUMMIT])
    visit, summit = (next(e.id for e in first.events() if e.type == type) for type in ("visit", "summit"))
    first.merge(visit, summit)
    last.merge(*(event.id for event in last.events()))
    last.add_all(reversed(STORY))
    assert answers(first) == answers(last)
    assert len(first.events()) == 3
