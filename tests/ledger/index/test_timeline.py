"""Pages are looked up in what stood day by day; it is what all articles come to when worked out from nothing."""

import tempfile
from datetime import date
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from reportedly import Ledger
from reportedly.edtf import days_of, overlaps
from reportedly.errors import LedgerError
from reportedly.ledger import EventFilter, StatementFilter
from tests.ledger import naive
from tests.ledger.stories import Told, article
from tests.ledger.test_order import ARTICLES

# Told on many days, with a twin that may or may not be the same, and what joins the two late.
MORE = (
    article(
        "Harbour Post",
        "2026-03-05T08:00:00Z",
        Told(words="a visit to Norland is being considered", status="possible", when=None, who=("Varga",)),
        Told(words="the Lund visit is on", status="planned", who=("Jonas Lund",), what="Lund visits Norland", key="e2"),
    ),
    article(
        "World Brief",
        "2026-03-10",
        Told(
            words="Lund and Varga visit Norland", status="scheduled", who=("Jonas Lund", "Elena Varga"), when="2026-03"
        ),
    ),
    article(
        "World Brief",
        None,
        Told(words="the visit was cancelled", status="cancelled", when=None, chain=("Ivo Marić",)),
    ),
    article(
        "Drava Courier",
        "2026-03-06T21:00:00Z",
        Told(words="the trip is off", status="cancelled", what="Varga's trip to Norland", chain=()),
        text="The visit, the first since the border was opened again, was to have begun on Thursday with talks. " * 3,
        quotes=[("President Jonas Lund", "we shall sign when all is ready, and not before"), ("Tass report", "x")],
    ),
    # Less certain reports: of the visit before all others, of one of its later days, and of what nobody else tells.
    article(
        "Late Post",
        "2026-03-01",
        Told(words="Varga's visit to Norland is off", status="cancelled", shown=False, confidence=0.3),
        Told(
            words="talks in Oster on the ports",
            status="planned",
            type="talks",
            who=("Ana Berg",),
            what="talks on the ports",
            place="Oster",
            when="2026-03-12",
            key="e2",
            shown=False,
            confidence=0.2,
        ),
    ),
    article(
        "World Brief",
        "2026-03-06",
        Told(words="the visit to Norland was held", status="held", chain=("Petra Orr",), shown=False, confidence=0.4),
        Told(words="the visit to Norland is on", status="scheduled", chain=("Bo Ek",)),
    ),
    # One name in full and by its first letters; an event of a whole year.
    article(
        "Harbour Post",
        "2026-03-07",
        Told(
            words="the Association of Free Ports will visit Lund",
            status="planned",
            place="Lund",
            who=("Association of Free Ports",),
            what="the ports visit Lund",
            when="2026-04-07/2026-04-09",
        ),
        Told(
            words="the AFP holds talks on fees",
            status="scheduled",
            type="talks",
            place="Lund",
            who=("AFP",),
            what="talks on fees",
            when="2026-04-08",
            key="e2",
        ),
        Told(
            words="an exercise of the two navies all year",
            status="under_way",
            type="exercise",
            place="the Sound",
            who=("Navy of Norland",),
            what="an exercise of the two navies",
            when="2026",
            key="e3",
        ),
    ),
)
EVERY = (*ARTICLES, *MORE)
DAYS = ("2026-03-04", "2026-03-05", "2026-03-06", "2026-03-07", "2026-03-10", "2026-03-13")
FILTERS = (
    EventFilter(),
    EventFilter(words="visits norland"),
    EventFilter(name="lund"),
    EventFilter(place="Norland", status="cancelled"),
    EventFilter(outlet="drava courier"),
    EventFilter(conflict=True),
    EventFilter(shown=True),
    EventFilter(shown=False),
    EventFilter(shown=True, words="norland", until="2026-04-01"),
    EventFilter(type="talks"),
    EventFilter(since="2026-03-15"),
    EventFilter(until="2026-03-14"),
    EventFilter(since="2026-03-10", until="2026-04-08"),
    EventFilter(since="2026-11-01", name="navy"),
    EventFilter(words="zebra"),
)


def everything(ask, limit=2, **options):
    items, cursor = [], None
    while True:
        page = ask(limit=limit, cursor=cursor, **options)
        items += page.items
        cursor = page.next
        if cursor is None:
            return items


def compare(ledger, day):
    """Every page of a day with what it must hold."""
    standing, _ = naive.states(ledger, day)
    every_change = naive.every_change(ledger, day)
    for asked in FILTERS:
        for order in ("newest", "date"):
            whole = naive.find_events(ledger, asked, day, order, 1000, None, standing).items
            assert everything(ledger.find_events, filter=asked, order=order, as_of=day) == list(whole), (asked, order)
        assert ledger.count_events(asked, as_of=day) == len(whole)
        whole = [change for change, *rest in every_change if naive.in_event(asked, *rest)]
        assert everything(ledger.changes, filter=asked, as_of=day) == whole, asked
    events = ledger.events(as_of=day)
    assert ledger.events(as_of=day, limit=1000) == events
    for event in events:
        assert ledger.event(event.id, as_of=day) == event
        assert ledger.event_history(event.id, as_of=day) == tuple(
            change for change, *_ in reversed(every_change) if change.event == event.id
        )
    newest = {change.event: change for change, *_ in reversed(every_change)}
    ids = {event.id for event in events}
    assert ledger.last_changes(ids, as_of=day) == {id: change for id, change in newest.items() if id in ids}
    assert everything(ledger.origins_page, events=1000, as_of=day) == list(ledger.origins(as_of=day))
    for first, last in (("2026-03-10", "2026-03-14"), ("2026-02-20", "2026-03-12"), ("2026-04-01", "2026-04-30")):
        days = (date.fromisoformat(first), date.fromisoformat(last))
        found = [s for _, s in standing.values() if any(overlaps(days_of(d), days) for d in s.earlier_dates)]
        found.sort(key=lambda s: s.id)
        found.sort(key=lambda s: s.newest, reverse=True)
        assert ledger.moved_away(first, last, as_of=day) == tuple(found)
        assert ledger.moved_away(first, last, as_of=day, shown_only=True) == tuple(s for s in found if s.shown)
    for one in ledger.articles(as_of=day):
        found = [s for e, s in standing.values() if one.id in {report.article for report in e.reports}]
        found.sort(key=lambda s: s.id)
        found.sort(key=lambda s: s.newest, reverse=True)
        assert ledger.events_of(one.id, as_of=day) == tuple(found)
        assert ledger.shared(one.id, as_of=day) == naive.shared(ledger, one.id, day)
    assert everything(ledger.articles_page, as_of=day) == list(naive.articles_page(ledger, None, day, 1000, None).items)
    assert everything(ledger.conflicts_page, limit=1, as_of=day) == list(ledger.conflicts(as_of=day))
    assert everything(ledger.conflicts_page, limit=1, as_of=day, shown_only=True) == [
        (event, conflict) for event, conflict in ledger.conflicts(as_of=day) if event.shown
    ]
    assert everything(ledger.echoes_page, limit=1, as_of=day) == naive.echoes(ledger, day)
    assert everything(ledger.drift_page, limit=1, as_of=day) == naive.drift(ledger, day)
    assert everything(ledger.names, as_of=day) == list(naive.names(ledger, None, None, day, 1000, None).items)
    for name in ("Jonas Lund", "World Brief", "Drava Courier", "Ivo Marić"):
        assert told(ledger.profile, name, as_of=day) == told(naive.profile, ledger, name, day)
    for asked in (StatementFilter(), StatementFilter(words="sign"), StatementFilter(source="lund", kind="direct")):
        assert ledger.search(asked, as_of=day, limit=3).to_dict() | {"next": None} == naive.search(
            ledger, asked, day, 3, None
        ).to_dict() | {"next": None}
    whole = ledger.coverage(as_of=day)
    articles = ledger.articles(as_of=day)
    assert whole.articles == len(articles)
    assert whole.outlets == tuple(sorted({a.outlet for a in articles if a.outlet}))


def test_a_name_in_full_and_its_first_letters_belong_together(tmp_path):
    with Ledger(tmp_path / "news.sqlite") as ledger:
        ledger.add(MORE[-1])
        (talks,) = (event for event in ledger.events(limit=9) if event.type == "talks")
        assert [link.what for link in talks.linked] == ["the ports visit Lund"]


def told(ask, *args, **options):
    try:
        return ask(*args, **options)
    except LedgerError as error:
        return str(error)


@settings(max_examples=4, deadline=None)
@given(
    order=st.permutations(range(len(EVERY))),
    asked_after=st.sets(st.integers(0, len(EVERY) - 1), max_size=4),
    ruled=st.lists(st.tuples(st.booleans(), st.integers(0, 30), st.integers(0, 30)), max_size=3),
    day=st.sampled_from(DAYS),
)
def test_pages_hold_what_is_worked_out_from_nothing(order, asked_after, ruled, day):
    with tempfile.TemporaryDirectory() as folder, Ledger(Path(folder) / "news.sqlite") as ledger:
        for n, position in enumerate(order):
            ledger.add(EVERY[position])
            if n in asked_after:
                ledger.find_events()
        for together, a, b in ruled:
            events = ledger.events()
            one, other = events[a % len(events)], events[b % len(events)]
            if together and one is not other:
                ledger.merge(one.id, other.id)
            elif len(one.articles) > 1:
                ledger.split(one.id, one.articles[:1])
        compare(ledger, None)
        compare(ledger, day)


def test_both_kinds_of_ledger_have_the_same_pages(ledger):
    for record in EVERY[::-1]:
        ledger.add(record)
    ledger.find_events()
    first, other, *_ = ledger.events()
    ledger.merge(first.id, other.id)
    compare(ledger, None)
    ledger.undo(first.id)
    compare(ledger, None)
    compare(ledger, "2026-03-07")


def test_a_ledger_that_cannot_be_written_answers_all_the_same(tmp_path, monkeypatch):
    path = tmp_path / "news.sqlite"
    with Ledger(path) as writer:
        writer.add_all(EVERY[:6])
        writer.find_events()
        writer.add_all(EVERY[6:])
        # As for a user without the right to write; root may write all files.
        monkeypatch.setattr("os.access", lambda path, mode: False)
        with Ledger(path, create=False) as reader:
            found = [reader.find_events(as_of=day) for day in (None, *DAYS)]
            monkeypatch.undo()
            assert found == [writer.find_events(as_of=day) for day in (None, *DAYS)]
            writer.add(article("Late Post", "2026-03-14", Told(words="the visit was held", status="held")))
            assert reader.find_events(EventFilter(outlet="Late Post")).items
