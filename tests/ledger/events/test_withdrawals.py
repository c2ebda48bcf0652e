"""What its source takes back is no report any more, and the ledger shows that it was one."""

from __future__ import annotations

from itertools import permutations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reportedly import Ledger
from reportedly.answering import ask
from reportedly.ledger import EventFilter
from reportedly.ledger.events.event import answer_event
from reportedly.ledger.mentions import mentions_of
from reportedly.watch.changes import changes_by, line_of
from reportedly.watch.state import State
from tests.ledger.stories import Told, article


def told(outlet, published, words, status, *chain, id="", **options):
    """An article with one report of the summit in Riga."""
    about = {"type": "summit", "who": (), "what": "Summit in Riga", "place": "Riga", "when": "2026-05-06"}
    return article(outlet, published, Told(words=words, status=status, chain=chain, **about | options), id=id)


PLAN = told("Drava Courier", "2026-03-02", "Riga hosts a summit on May 6", "scheduled", "the cabinet", id="p")
OFF = told("Adriapress", "2026-03-03T09:00:00Z", "the summit has been cancelled", "cancelled", "a source", id="off")
WITHDRAWN = told(
    "Adriapress", "2026-03-04T09:00:00Z", "Adriapress withdrew its report that the summit was off", "cancelled",
    retracts=True, id="w",
)  # fmt: skip


def answer(*records, **options):
    """The event that these articles report."""
    return answer_event([mention for record in records for mention in mentions_of(record)], **options)


def stands(event):
    """What an event comes to by the reports that count."""
    fields = event.to_dict()
    names = ("type", "what", "place", "when", "earlier_dates", "status", "status_on_record", "origins", "outlets")
    return {name: fields[name] for name in (*names, "origins_on_record", "articles", "conflicts", "circular", "shown")}


def statuses(event):
    return [(report.outlet, report.status, report.taken_back is not None) for report in event.deciding]


def test_what_its_outlet_withdraws_counts_no_longer_and_stays_visible():
    assert answer(PLAN, OFF).status == "cancelled"
    event = answer(PLAN, OFF, WITHDRAWN)
    assert stands(event) == stands(answer(PLAN))
    assert event.newest[:10] == "2026-03-04"
    (report,) = event.taken_back
    note = report.taken_back
    assert (report.article, report.status) == ("off", "cancelled")
    assert (note.by, note.day.isoformat(), note.article) == ("Adriapress", "2026-03-04", "w")
    assert note.evidence == "Adriapress withdrew its report that the summit was off"
    assert [one["taken_back"] and one["taken_back"]["by"] for one in event.to_dict()["reports"]] == [
        None,
        "Adriapress",
        None,
    ]


def test_somebody_takes_back_his_own_word_wherever_it_was_printed():
    said = [
        told("Adriapress", "2026-03-03", "the summit is off", "cancelled", "Ana Marik"),
        told("Harbour Post", "2026-03-03", "the summit was called off", "cancelled", "Adriapress", "Marik"),
    ]
    back = told("Norland News", "2026-03-05", "Marik withdrew her claim", "cancelled", "Ana Marik", retracts=True)
    event = answer(PLAN, *said, back)
    assert event.status == "scheduled"
    assert {report.taken_back.by for report in event.taken_back} == {"Ana Marik"}
    assert len(event.taken_back) == 2


def test_a_relay_falls_with_its_source():
    relay = told("Drava Courier", "2026-03-03", "the summit was cancelled, Adriapress said", "cancelled", "Adriapress")
    onward = told("Harbour Post", "2026-03-03", "the summit is off", "cancelled", "Adriapress", "a source")
    event = answer(PLAN, OFF, relay, onward, WITHDRAWN)
    assert stands(event) == stands(answer(PLAN))
    assert {report.outlet for report in event.taken_back} == {"Drava Courier", "Harbour Post", "Adriapress"}


def test_so_does_an_article_that_repeats_the_text():
    copy = told("Norland News", "2026-03-03T10:00:00Z", "the summit has been cancelled", "cancelled", id="copy")
    own = told("Adriapress", "2026-03-03T09:00:00Z", "the summit has been cancelled", "cancelled", id="own")
    assert answer(PLAN, own, copy, WITHDRAWN, echo_of={"copy": "own"}).status == "scheduled"
    assert answer(PLAN, own, copy, WITHDRAWN).status == "cancelled"


@pytest.mark.parametrize(
    "other",
    [
        told("Harbour Post", "2026-03-03", "the summit will not be held", "cancelled", "Ivo Marić"),
        told("Harbour Post", "2026-03-03", "the summit is off, we have learned", "cancelled"),
        told("Harbour Post", "2026-03-03", "the summit is off", "cancelled", "a diplomat"),
    ],
)
def test_the_word_of_others_stands(other):
    event = answer(PLAN, OFF, other, WITHDRAWN)
    assert stands(event) == stands(answer(PLAN, other))


def test_who_told_several_outlets_is_not_taken_back_by_one_of_them():
    heard = [
        told(outlet, "2026-03-03", "the summit is off", "cancelled", "Ivo Marić")
        for outlet in ("Adriapress", "Harbour Post")
    ]
    event = answer(PLAN, *heard, WITHDRAWN)
    assert event.status == "cancelled"
    assert [report.outlet for report in event.taken_back] == ["Adriapress"]


@pytest.mark.parametrize(
    "back",
    [
        told("Harbour Post", "2026-03-04", "it withdrew its report", "cancelled", retracts=True),
        told("Drava Courier", "2026-03-04", "Kos withdrew her claim", "cancelled", "Mara Kos", retracts=True),
        told("Adriapress", "2026-03-04", "it withdrew its report that it was held", "held", retracts=True),
        told("Adriapress", "2026-03-02", "it withdrew an earlier report", "cancelled", retracts=True),
        told("Drava Courier", "2026-03-04", "a newspaper withdrew it", "cancelled", "a newspaper", retracts=True),
    ],
)
def test_a_withdrawal_of_what_nobody_here_said_changes_nothing(back):
    event = answer(PLAN, OFF, back)
    assert stands(event) == stands(answer(PLAN, OFF))
    assert event.taken_back == ()
    assert event.newest == answer(PLAN, OFF).newest


def test_what_is_said_again_afterwards_is_a_new_report():
    again = told("Adriapress", "2026-03-06", "the summit is cancelled, it is now official", "cancelled", "Ivo Marić")
    event = answer(PLAN, OFF, WITHDRAWN, again)
    assert event.status == "cancelled"
    assert ("Adriapress", "cancelled", False) in statuses(event)


def test_on_one_day_the_hour_decides():
    early = told("Adriapress", "2026-03-04T06:00:00Z", "the summit is off", "cancelled", "a source")
    late = told("Adriapress", "2026-03-04T18:00:00Z", "the summit is off", "cancelled", "a source")
    assert answer(PLAN, early, WITHDRAWN).status == "scheduled"
    assert answer(PLAN, late, WITHDRAWN).status == "cancelled"


def test_within_one_article_the_report_that_is_recalled_falls_and_what_others_say_that_day_stands():
    about = {"type": "summit", "who": (), "what": "Summit in Riga", "place": "Riga", "when": "2026-05-06"}
    both = article(
        "Adriapress",
        "2026-03-04",
        Told(
            words="Adriapress said on Tuesday that the summit was off", status="cancelled", said="2026-03-03", **about
        ),
        Told(words="it withdrew that report", status="cancelled", retracts=True, **about),
        Told(words="the summit may yet be off", status="cancelled", chain=("Mara Kos",), **about),
    )
    assert statuses(answer(both)) == [("Adriapress", "cancelled", False)]
    assert [report.chain for report in answer(both).deciding] == [("Mara Kos",)]


def test_of_two_plans_only_that_for_the_same_date_is_taken_back():
    moved = told("Adriapress", "2026-03-03", "the summit is moved to May 9", "rescheduled", when="2026-05-09")
    plan = told("Adriapress", "2026-03-02", "the summit is set for May 6", "scheduled")
    back = told("Adriapress", "2026-03-04", "it withdrew its report", "rescheduled", when="2026-05-09", retracts=True)
    event = answer(plan, moved, back)
    assert (event.status, event.when, event.earlier_dates) == ("scheduled", "2026-05-06", ())


def test_where_all_is_taken_back_nobodys_word_stands():
    event = answer(OFF, WITHDRAWN)
    assert (event.status, event.status_on_record, event.shown) == ("unconfirmed", None, True)
    assert (event.origins, event.outlets, event.articles, event.conflicts) == (0, 0, (), ())
    assert (event.what, event.when) == ("Summit in Riga", "2026-05-06")
    assert [report.article for report in event.taken_back] == ["off"]
    assert event.deciding == ()


def test_a_withdrawal_alone_reports_no_status():
    event = answer(WITHDRAWN)
    assert (event.status, event.shown, event.origins) == ("unconfirmed", False, 0)


def test_a_contradiction_ends_with_the_report_that_made_it():
    denied = told("Drava Courier", "2026-03-03", "the summit goes ahead", "scheduled", "the cabinet")
    assert answer(PLAN, OFF, denied).conflict
    event = answer(PLAN, OFF, denied, WITHDRAWN)
    assert (event.conflict, event.status) == (False, "scheduled")


STORY = (
    PLAN,
    OFF,
    told("Harbour Post", "2026-03-03", "the summit is off", "cancelled", "Adriapress", "a source", id="relay"),
    WITHDRAWN,
    told(
        "Drava Courier",
        "2026-03-05",
        "Adriapress withdrew its report",
        "cancelled",
        "Adriapress",
        retracts=True,
        id="w2",
    ),
    told("Norland News", "2026-03-06", "the summit goes ahead", "scheduled", "Ivo Marić", id="on"),
)


def test_neither_the_order_nor_a_second_withdrawal_changes_anything():
    first = answer(*STORY).to_dict()
    assert first["status"] == "scheduled"
    for order in permutations(STORY, 6):
        assert answer(*order).to_dict() == first
    once = answer(*(record for record in STORY if record.article.id != "w2"))
    assert stands(once) == stands(answer(*STORY))
    assert [report.taken_back for report in once.taken_back] == [
        report.taken_back for report in answer(*STORY).taken_back
    ]


@settings(max_examples=60, deadline=None)
@given(
    reports=st.lists(
        st.tuples(
            st.sampled_from(["Adriapress", "Drava Courier", "Harbour Post"]),
            st.integers(1, 6),
            st.sampled_from(["scheduled", "cancelled", "postponed", "held"]),
            st.sampled_from([(), ("Ivo Marić",), ("Mara Kos",), ("Adriapress", "a source")]),
            st.booleans(),
        ),
        min_size=1,
        max_size=7,
    )
)
def test_an_event_is_what_it_would_be_without_what_was_taken_back(reports):
    records = [
        told(outlet, f"2026-03-0{day}", f"report {i} of the summit", status, *chain, retracts=retracts, id=f"a{i}")
        for i, (outlet, day, status, chain, retracts) in enumerate(reports)
    ]
    event = answer(*records)
    gone = {r.article for r in event.reports if r.taken_back is not None or r.stance == "retracts"}
    left = [record for record in records if record.article.id not in gone]
    if left:
        assert stands(event) == stands(answer(*left))
    else:
        assert event.status == "unconfirmed"
    for report in event.taken_back:
        assert report.taken_back.day >= report.day


@pytest.fixture
def ledger(tmp_path):
    with Ledger(tmp_path / "news.sqlite") as ledger:
        yield ledger


@settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))
@given(order=st.permutations(range(4)))
def test_as_of_a_day_before_it_counts_and_from_that_day_on_it_does_not(tmp_path_factory, order):
    with Ledger(tmp_path_factory.mktemp("ledger") / "news.sqlite") as ledger:
        for position in order:
            ledger.add(STORY[position])
        now = {day: ledger.find_events(as_of=day).items[0] for day in ("2026-03-02", "2026-03-03", "2026-03-04", None)}
        assert [event.status for event in now.values()] == ["scheduled", "cancelled", "scheduled", "scheduled"]
        assert [event.origins for event in now.values()] == [1, 2, 1, 1]
        assert [event.status for event in ledger.events(as_of="2026-03-03")] == ["cancelled"]
        assert ledger.find_events(EventFilter(status="cancelled")).items == ()
        last = ledger.event_history(now[None].id)[-1]
        assert (last.day, last.before, last.status) == ("2026-03-04", "cancelled", "scheduled")
        assert (last.article, last.evidence) == ("w", "Adriapress withdrew its report that the summit was off")
        assert {origin.name for origin in ledger.origins()} == {"the cabinet"}


def test_an_event_that_was_only_reported_in_what_is_taken_back_stays_in_every_answer(ledger):
    ledger.add_all([OFF, WITHDRAWN])
    (event,) = ledger.find_events().items
    assert (event.status, event.articles, event.newest[:10]) == ("unconfirmed", 0, "2026-03-04")
    assert [(c.before, c.status, c.article) for c in ledger.event_history(event.id)] == [
        (None, "cancelled", "off"),
        ("cancelled", "unconfirmed", "w"),
    ]
    assert ledger.origins() == ()
    answer = ask(ledger, "Is the summit in Riga cancelled?")
    assert "called it cancelled; taken back by Adriapress on 4 March 2026" in answer.text


def test_the_watch_tells_a_withdrawal_with_its_words(ledger, tmp_path):
    state = State(path=tmp_path / "state.json")
    for record in (PLAN, OFF, WITHDRAWN):
        ledger.add(record)
        told = [line_of(change) for change in changes_by(record.article.id, ledger, state)]
    assert len(told) == 1
    assert "cancelled → scheduled" in told[0]
    assert "Adriapress withdrew its report that the summit was off" in told[0]


def test_a_correction_by_hand_stands_on_top(ledger):
    ledger.add_all([PLAN, OFF, WITHDRAWN])
    (event,) = ledger.events()
    ledger.correct(event.id, status="postponed", who="Ana Kos")
    (event,) = ledger.events()
    assert (event.status, len(event.taken_back)) == ("postponed", 1)


def test_a_corrected_source_of_a_withdrawal_takes_back_what_that_source_said(ledger):
    said = told("Harbour Post", "2026-03-03", "the summit is off", "cancelled", "Ana Marik", id="said")
    back = told(
        "Norland News", "2026-03-05", "Marić withdrew the claim", "cancelled", "Ivo Marić", retracts=True, id="b"
    )
    ledger.add_all([PLAN, said, back])
    assert ledger.events()[0].status == "cancelled"
    ledger.correct_speaker("b", "h0", "Ana Marik", who="Ana Kos")
    assert ledger.events()[0].status == "scheduled"
