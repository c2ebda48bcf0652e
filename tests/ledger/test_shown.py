"""Less certain reports: kept, marked, and without any say in what people see."""

import json
import tempfile
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import create_engine, text

from reportedly import Ledger
from reportedly.ledger import EventFilter
from reportedly.ledger.matching.clustering import merge_mentions
from reportedly.ledger.matching.features import features_of
from reportedly.ledger.mentions import Report, deciding, mentions_of
from reportedly.record import Participant, Record
from reportedly.vocabulary import Role, Status
from tests.ledger.stories import SUMMIT, VISIT, Told, article
from tests.ledger.test_order import DISPUTE

SHOWN = EventFilter(shown=True)

# The visit is called off, says a report that was read with doubt.
DOUBTFUL = article(
    "World Brief",
    "2026-03-07",
    Told(
        words="the visit of President Elena Varga to Norland was cancelled",
        status="cancelled",
        what="Varga's visit",
        place="Port Oster",
        when="2026-03-13",
        chain=("Petra Orr",),
        shown=False,
        confidence=0.3,
    ),
)
ALONE = article(
    "World Brief",
    "2026-03-08",
    Told(
        words="a vote on the ports may come in May",
        status="possible",
        type="vote",
        who=("Port Council",),
        what="the Port Council votes",
        place=None,
        when="2026-05",
        topic="the ports",
        shown=False,
        confidence=0.4,
    ),
)


def test_a_report_keeps_topic_confidence_and_whether_it_is_shown():
    ((report,),) = (mention.reports for mention in mentions_of(ALONE))
    assert (report.topic, report.confidence, report.shown) == ("the ports", 0.4, False)
    assert Report.from_dict(json.loads(json.dumps(report.to_dict()))) == report


def test_a_report_stored_before_there_was_a_floor_is_shown():
    ((report,),) = (mention.reports for mention in mentions_of(ALONE))
    stored = {name: value for name, value in report.to_dict().items() if name not in {"topic", "shown"}}
    assert Report.from_dict(stored) == replace(report, topic=None, shown=True)


def test_shown_reports_decide_alone_and_all_do_where_none_is_shown():
    (sure,), (doubtful,) = (mentions_of(record)[0].reports for record in (VISIT[0], DOUBTFUL))
    assert deciding([doubtful, sure, doubtful]) == (sure,)
    assert deciding([doubtful, doubtful]) == (doubtful, doubtful)


def test_of_an_event_that_is_shown_a_less_certain_report_decides_nothing(ledger):
    ledger.add_all(VISIT[:3])
    (before,) = ledger.events()
    ledger.add(DOUBTFUL)
    (visit,) = ledger.events()
    assert (visit.shown, visit.confidence, visit.status) == (True, 0.9, "postponed")
    assert [(r.outlet, r.status, r.shown) for r in visit.reports if not r.shown] == [
        ("World Brief", "cancelled", False)
    ]
    assert replace(visit, reports=visit.deciding) == before


def test_an_event_without_any_shown_report_rests_on_all_of_its_reports(ledger):
    second = article(
        "Harbour Post",
        "2026-03-09",
        Told(
            words="the Port Council has set its vote for 6 May",
            status="scheduled",
            type="vote",
            who=("Port Council",),
            what="the Port Council votes",
            place=None,
            when="2026-05-06",
            topic="the ports",
            shown=False,
            confidence=0.5,
        ),
    )
    ledger.add_all([ALONE, second])
    (vote,) = ledger.events()
    assert (vote.shown, vote.confidence, vote.topic) == (False, 0.5, "the ports")
    assert (vote.status, vote.when, len(vote.articles)) == ("scheduled", "2026-05-06", 2)
    assert vote.to_dict()["shown"] is False
    assert [report["shown"] for report in vote.to_dict()["reports"]] == [False, False]


def test_the_topic_is_the_commonest(ledger):
    budget = {"type": "vote", "who": ("Port Council",), "what": "the Port Council votes", "place": None}
    ledger.add_all(
        article(outlet, "2026-03-09", Told(words=f"{outlet}: a vote on {topic}", status="held", topic=topic, **budget))
        for outlet, topic in (("Adriapress", "tolls"), ("Harbour Post", "the budget"), ("World Brief", "the budget"))
    )
    assert [event.topic for event in ledger.events()] == ["the budget"]


def test_a_less_certain_report_printed_first_does_not_name_the_event(ledger):
    early = replace(DOUBTFUL, article=replace(DOUBTFUL.article, published="2026-03-01", id="early"))
    ledger.add_all(VISIT[:2])
    (before,) = ledger.events()
    history = ledger.event_history(before.id)
    ledger.add(early)
    (visit,) = ledger.events()
    assert visit.id == before.id
    assert ledger.event_history(visit.id) == history
    assert ledger.event_days(visit.id) == ("2026-03-02", "2026-03-05")
    # By its own id it is found as it was before anybody was sure, and as part of the event now.
    (alone,) = ledger.events(as_of="2026-03-01")
    assert (alone.shown, alone.status) == (False, "cancelled")
    assert ledger.event(alone.id).id == visit.id


def test_lists_are_paged_by_what_is_shown(ledger):
    ledger.add_all([*VISIT, SUMMIT, DOUBTFUL, ALONE])
    assert len(ledger.find_events().items) == 3
    first = ledger.find_events(SHOWN, limit=1)
    second = ledger.find_events(SHOWN, limit=1, cursor=first.next)
    assert second.next is None
    assert {event.type for event in (*first.items, *second.items)} == {"visit", "summit"}
    assert [event.type for event in ledger.find_events(EventFilter(shown=False), order="date").items] == ["vote"]
    assert (ledger.count_events(SHOWN), ledger.count_events(EventFilter(shown=False, name="council"))) == (2, 1)
    assert {change.shown for change in ledger.changes(SHOWN).items} == {True}
    assert [change.type for change in ledger.changes(EventFilter(shown=False)).items] == ["vote"]


def test_events_of_a_ledger_that_knows_no_floor_are_shown(tmp_path):
    path = tmp_path / "old.sqlite"
    with Ledger(path) as ledger:
        ledger.add_all([*VISIT, SUMMIT])
        before = ledger.events()
    engine = create_engine(f"sqlite:///{path}")
    with engine.begin() as connection:
        for no, reports in connection.execute(text("SELECT no, reports FROM mentions")).all():
            old = [{k: v for k, v in r.items() if k not in {"topic", "shown"}} for r in json.loads(reports)]
            asked = text("UPDATE mentions SET reports = :reports WHERE no = :no")
            connection.execute(asked, {"reports": json.dumps(old), "no": no})
        connection.execute(text("DELETE FROM sums"))  # a ledger so old has none
    engine.dispose()
    with Ledger(path) as ledger:
        assert ledger.events() == before
        assert len(ledger.find_events(SHOWN).items) == 2


@pytest.mark.parametrize(("shown", "groups"), [(True, {("a", "b", "c")}), (False, {("a",), ("b", "c")})])
def test_a_less_certain_mention_joins_an_event_but_never_brings_two_together(shown, groups):
    apart, alike = -1.0, {("a", "c"): 3.0, ("b", "c"): 3.5}
    mentions = [replace(features_of(mentions_of(VISIT[0])[0]), id=id) for id in "ab"]
    mentions.append(replace(mentions[0], id="c", shown=shown))
    assert set(merge_mentions(mentions, pairs={("a", "b"): apart} | alike)) == groups
    # By hand it can be ruled all the same.
    assert len(merge_mentions(mentions, pairs={("a", "b"): apart} | alike, together=[("a", "b")])) == 1


# What is shown is the same without what is not


STORY = (*VISIT, SUMMIT, *DISPUTE)
DAYS = (None, "2026-03-03", "2026-03-05", "2026-03-06", "2026-03-08")


def what_is_shown(ledger: Ledger):
    """Everything that front ends show of events, now and on past days."""
    told = {}
    for day in DAYS:
        events = [event for event in ledger.events(as_of=day) if event.shown]
        told[day] = {
            "events": [
                replace(event, reports=event.deciding, linked=tuple(other for other in event.linked if other.shown))
                for event in events
            ],
            "newest": ledger.find_events(SHOWN, as_of=day).items,
            "by date": ledger.find_events(SHOWN, as_of=day, order="date").items,
            "changes": ledger.changes(SHOWN, as_of=day).items,
            "last": ledger.last_changes([event.id for event in events], as_of=day),
            "history": [ledger.event_history(event.id, as_of=day) for event in events],
            "conflicts": ledger.conflicts_page(as_of=day, shown_only=True).items,
            "moved": ledger.moved_away("2026-03-01", "2026-04-30", as_of=day, shown_only=True),
            "origins": ledger.origins(as_of=day, shown_only=True),
            "echoes": ledger.echoes(as_of=day, shown_only=True),
            "person": ledger.find_events(replace(SHOWN, name="Varga"), as_of=day).items,
            "outlet": ledger.find_events(replace(SHOWN, outlet="Drava Courier"), as_of=day).items,
        }
        if day is None:
            told[day]["first days"] = {event.id: ledger.event_days(event.id)[:1] for event in events}
    return json.loads(json.dumps(told, default=plain))


def plain(answer):
    data = answer.to_dict()
    if "reports" in data and isinstance(data["reports"], list):
        data["reports"] = [report for report in data["reports"] if report["shown"]]
    if "linked" in data:
        data["linked"] = [other for other in data["linked"] if other["shown"]]
    return data


def with_doubt(record: Record, like: Record, key: str, status: str, when: str | None) -> Record:
    """A record with one entry more, which is not shown: of an event of another article, or of its own."""
    event = replace(
        like.events[0],
        id="doubtful",
        event=key,
        status=Status(status),
        when=when,
        participants=(*like.events[0].participants, Participant(entity=None, role=Role.PARTICIPANT, name="Bo Ek")),
        place="Port Oster",
        evidence=record.events[0].evidence,
        trigger=record.events[0].trigger,
        confidence=0.3,
        shown=False,
    )
    return replace(record, events=(*record.events, event))


@pytest.fixture(scope="module")
def sure(tmp_path_factory):
    with Ledger(tmp_path_factory.mktemp("sure") / "news.sqlite") as ledger:
        ledger.add_all(STORY)
        return what_is_shown(ledger)


doubts = st.lists(
    st.tuples(
        st.integers(0, len(STORY) - 1),
        st.integers(0, len(STORY) - 1),
        st.sampled_from(["e1", "e2"]),
        st.sampled_from(list(Status)),
        st.sampled_from([None, "2026-03-12", "2026-03-20", "2026-03"]),
    ),
    max_size=5,
)


@settings(max_examples=12, deadline=None)
@given(
    inside=doubts,
    new=st.lists(
        st.tuples(
            st.integers(0, len(STORY) - 1),
            st.sampled_from(["2026-03-01", "2026-03-05T09:00:00+00:00", "2026-03-14", None]),
            st.sampled_from(list(Status)),
        ),
        max_size=4,
    ),
)
def test_adding_a_report_that_is_not_shown_changes_nothing_that_is_shown(sure, inside, new):
    records = list(STORY)
    for to, like, key, status, when in inside:
        records[to] = with_doubt(records[to], STORY[like], key, status, when)
    for n, (like, published, status) in enumerate(new):
        event = replace(STORY[like].events[0], status=status, shown=False, confidence=0.4)
        own = replace(STORY[like].article, id=f"new {n}", outlet=f"Late Post {n}", published=published)
        # Another text: a copy of an article would be an echo, whether its events are shown or not.
        text = " ".join(reversed(own.text.split())) + f" {n}"
        events = (replace(event, evidence=(0, len(text) - 2), trigger=(0, 4)),)
        records.append(Record(article=replace(own, text=text), events=events))
    with tempfile.TemporaryDirectory() as folder, Ledger(Path(folder) / "news.sqlite") as ledger:
        ledger.add_all(records)
        assert what_is_shown(ledger) == sure
