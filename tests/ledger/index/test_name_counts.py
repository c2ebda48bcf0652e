"""Names as of days gone by: counted from memory, which keeps up with what is added."""

import random

import pytest

from tests.ledger import naive
from tests.ledger.stories import Told, article

PRINTED = (
    article("Drava Courier", "2026-03-02", quotes=[("Minister Jonas Lund", "the bridge is open")], id="a"),
    article("Harbour Post", "2026-03-04", quotes=[("Jonas Lund", "it is open"), ("Mara Kos", "it is not")], id="b"),
    article("Norland News", "2026-03-05", quotes=[("Mara Kos", "it is shut"), ("Mara Kos", "for good")], id="c"),
    article("World Brief", "2026-03-05", Told(words="the visit is off", status="cancelled", chain=("Adriapress",))),
    article("Adriapress", None, quotes=[("Mara Kos", "nobody crosses it"), ("Ada Berg", "I do")], id="e"),
    article("Adriapress", "2026-03-01", quotes=[("Ada Berg", "I have crossed it")], id="f"),
)
DAYS = ("2026-02-28", "2026-03-01", "2026-03-03", "2026-03-04", "2026-03-05", "2030-01-01")


def shown(page):
    return [(name.name, name.kind, name.statements, name.articles) for name in page.items]


@pytest.mark.parametrize("seed", range(4))
def test_whatever_is_added_between_two_questions_is_counted(make_ledger, seed):
    order = list(PRINTED)
    random.Random(seed).shuffle(order)
    ledger = make_ledger()
    for record in order:
        ledger.add(record)
        for day in DAYS:
            assert ledger.names(as_of=day) == naive.names(ledger, None, None, day, 50, None)


def test_a_name_is_shown_as_it_was_printed_by_then(make_ledger):
    ledger = make_ledger()
    ledger.add_all(PRINTED)
    assert shown(ledger.names("lund", as_of="2026-03-03")) == [("Minister Jonas Lund", "person", 1, 1)]
    assert shown(ledger.names("lund", as_of="2026-03-04")) == [("Jonas Lund", "person", 2, 2)]


def test_undated_articles_count_on_no_day_gone_by(make_ledger):
    ledger = make_ledger()
    ledger.add_all(PRINTED)
    assert shown(ledger.names("ada", as_of="2030-01-01")) == [("Ada Berg", "person", 1, 1)]
    assert shown(ledger.names("ada")) == [("Ada Berg", "person", 2, 2)]


def test_names_come_a_page_at_a_time_in_one_order(make_ledger):
    ledger = make_ledger()
    ledger.add_all(PRINTED)
    for filter in ({}, {"kind": "person"}, {"words": "a"}):
        whole = ledger.names(as_of="2030-01-01", **filter).items
        paged, cursor = [], None
        while True:
            page = ledger.names(as_of="2030-01-01", limit=1, cursor=cursor, **filter)
            paged += page.items
            cursor = page.next
            if cursor is None:
                break
        assert tuple(paged) == whole
        assert len(whole) >= 3


def test_a_ledger_without_names_has_none_on_any_day(make_ledger):
    ledger = make_ledger()
    assert ledger.names(as_of="2026-03-01").items == ()
    ledger.add(article("Drava Courier", "2026-03-02"))
    assert ledger.names(as_of="2026-03-03").items == ()
