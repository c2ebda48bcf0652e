"""One event out of many articles: merged, with its status now, its origins and its contradictions."""

import pytest

from reportedly import Ledger
from tests.ledger.stories import SUMMIT, VISIT, Told, article


@pytest.fixture
def ledger(tmp_path):
    with Ledger(tmp_path / "news.sqlite") as ledger:
        yield ledger


def told(ledger, *records, **options):
    """The events of these articles."""
    ledger.add_all(records)
    return ledger.events(**options)


def test_one_visit_told_by_five_articles_is_one_event(ledger):
    visit, summit = told(ledger, *VISIT, SUMMIT)
    assert (visit.type, visit.what, visit.place, visit.when) == (
        "visit",
        "Elena Varga visits Norland",
        "Norland",
        "2026-03-12",
    )
    assert visit.participants == ("Elena Varga",)
    assert len(visit.articles) == 5
    assert summit.what == "Leaders of the Drava states meet in Port Oster"


@pytest.mark.parametrize(
    ("day", "status", "on_record", "n_reports"),
    [
        ("2026-03-01", None, None, 0),
        ("2026-03-02", "scheduled", "scheduled", 1),
        ("2026-03-05", "postponed", "scheduled", 4),
        ("2026-03-06", "scheduled", "scheduled", 5),
        ("2026-03-13", "held", "held", 6),
    ],
)
def test_as_of_a_day_nothing_later_is_known(ledger, day, status, on_record, n_reports):
    ledger.add_all(VISIT)
    events = ledger.events(as_of=day)
    if status is None:
        assert events == ()
    else:
        (event,) = events
        assert (event.status, event.status_on_record, len(event.reports)) == (status, on_record, n_reports)
        assert ledger.event(event.id, as_of=day) == event


def test_an_article_without_a_date_is_in_no_answer_as_of_a_day(ledger):
    undated = article("Harbour Post", None, Told(words="Varga will visit Norland on 12 March", status="scheduled"))
    assert len(told(ledger, undated)) == 1
    assert ledger.events(as_of="2030-01-01") == ()


def test_ten_articles_that_carry_one_dispatch_have_one_origin(ledger):
    relays = [
        article(
            outlet,
            "2026-03-05",
            Told(
                words="the visit is postponed", status="postponed", chain=("Adriapress", "a source in the presidency")
            ),
        )
        for outlet in ("Harbour Post", "Drava Courier", "Norland News", "Nairobi Ledger", "World Brief")
    ]
    (visit,) = told(ledger, *relays)
    assert (visit.outlets, visit.origins, visit.origins_on_record) == (5, 1, 0)
    assert visit.status_on_record is None


def test_unnamed_sources_described_differently_are_two_origins(ledger):
    (visit,) = told(
        ledger,
        article("Harbour Post", "2026-03-05", Told(words="it is off", status="postponed", chain=("a diplomat",))),
        article(
            "Drava Courier",
            "2026-03-05",
            Told(words="it is off", status="postponed", chain=("an aide to the president",)),
        ),
    )
    assert visit.origins == 2


def test_a_copy_has_no_voice_of_its_own(ledger):
    text = (
        "The visit would have been the first by a president of the republic since the border was opened again, and " * 4
    )
    (visit,) = told(
        ledger,
        article(
            "Adriapress", "2026-03-05T08:00:00", Told(words="The visit is postponed", status="postponed"), text=text
        ),
        article(
            "World Brief", "2026-03-05T09:00:00", Told(words="The visit is postponed", status="postponed"), text=text
        ),
    )
    assert (visit.outlets, visit.origins) == (2, 1)


def test_postponed_and_going_ahead_on_one_day_is_a_conflict(ledger):
    (visit,) = told(
        ledger,
        article(
            "Harbour Post", "2026-03-05", Told(words="the visit is put off", status="postponed", chain=("a diplomat",))
        ),
        article(
            "Norland News", "2026-03-05", Told(words="the visit goes ahead", status="scheduled", chain=("Ivo Marić",))
        ),
    )
    (conflict,) = visit.conflicts
    assert conflict.about == "status"
    assert {conflict.a.status, conflict.b.status} == {"postponed", "scheduled"}


def test_a_change_of_status_over_days_is_no_conflict(ledger):
    (visit,) = told(ledger, VISIT[0], VISIT[1])
    assert visit.status == "postponed"
    assert not visit.conflict


def test_two_places_for_one_day_are_a_conflict(ledger):
    (talks,) = told(
        ledger,
        *(
            article(
                outlet,
                "2026-03-05",
                Told(
                    words=f"the two meet in {place} on 14 March",
                    status="scheduled",
                    type="talks",
                    who=("Jonas Lund", "Petra Orr"),
                    what="Jonas Lund and Petra Orr hold talks on the border",
                    place=place,
                    when="2026-03-14",
                    chain=(source,),
                ),
            )
            for outlet, place, source in (
                ("Harbour Post", "Ankara", "Petra Orr"),
                ("Norland News", "Istanbul", "Jonas Lund"),
            )
        ),
    )
    assert [conflict.about for conflict in talks.conflicts] == ["place"]


def test_a_visit_and_the_meeting_during_it_are_linked_not_merged(ledger):
    meeting = article(
        "Harbour Post",
        "2026-03-03",
        Told(
            words="Varga will meet Jonas Lund in Norland on 12 March",
            status="scheduled",
            type="meeting",
            who=("Elena Varga", "Jonas Lund"),
            what="Elena Varga meets Jonas Lund",
        ),
    )
    first, second = told(ledger, VISIT[0], meeting)
    assert [link.id for link in first.linked] == [second.id]
    assert [link.id for link in second.linked] == [first.id]


def test_meetings_with_different_people_are_different_events(ledger):
    events = told(
        ledger,
        *(
            article(
                outlet,
                "2026-03-03",
                Told(
                    words=f"Varga meets {other} on 12 March",
                    status="scheduled",
                    type="meeting",
                    who=("Elena Varga", other),
                    what=f"Elena Varga meets {other}",
                ),
            )
            for outlet, other in (("Harbour Post", "Jonas Lund"), ("Norland News", "Petra Orr"))
        ),
    )
    assert len(events) == 2


def test_a_rescheduled_event_keeps_its_history(ledger):
    moved = article(
        "Norland News",
        "2026-03-07",
        Told(
            words="Varga's visit to Norland was moved to 19 March",
            status="rescheduled",
            when="2026-03-19",
            chain=("Ivo Marić",),
        ),
    )
    (visit,) = told(ledger, *VISIT[:4], moved)
    assert (visit.status, visit.when, visit.earlier_dates) == ("rescheduled", "2026-03-19", ("2026-03-12",))


def test_cannot_confirm_leaves_a_postponement_standing(ledger):
    unsure = article(
        "Norland News",
        "2026-03-06",
        Told(words="she could not confirm that the visit was put off", status="unconfirmed", chain=("Petra Orr",)),
    )
    (visit,) = told(ledger, VISIT[1], unsure)
    assert (visit.status, visit.status_on_record) == ("postponed", "unconfirmed")


def test_outlets_that_cite_each_other_are_a_circle(ledger):
    (visit,) = told(
        ledger,
        article("Harbour Post", "2026-03-05", Told(words="it is off", status="postponed", chain=("Norland News",))),
        article("Norland News", "2026-03-05", Told(words="it is off", status="postponed", chain=("Harbour Post",))),
    )
    assert visit.circular == (("Harbour Post", "Norland News"),)


def test_hands_can_merge_and_split(ledger):
    visit, summit = told(ledger, *VISIT, SUMMIT)
    ledger.merge(visit.id, summit.id)
    (both,) = ledger.events()
    assert len(both.articles) == 6
    ledger.split(both.id, [SUMMIT.article.id])
    assert len(ledger.events()) == 2


def test_one_event_by_its_id_is_the_one_in_the_list(ledger):
    events = told(ledger, *VISIT, SUMMIT)
    assert tuple(ledger.event(event.id) for event in events) == events
    assert ledger.events(limit=1) == events[:1]


def test_json_form(ledger):
    visit, _ = told(ledger, *VISIT, SUMMIT)
    data = visit.to_dict()
    assert {"id", "type", "what", "participants", "place", "when", "status", "status_on_record", "origins"} <= set(data)
    assert (data["outlets"], data["conflict"], len(data["articles"])) == (4, False, 5)
    first = data["reports"][0]
    assert (first["chain"], first["status"], first["evidence"]) == (
        ["Ivo Marić"],
        "scheduled",
        "President Elena Varga will visit Norland on 12 March",
    )
    assert {"article", "said", "published", "span"} <= set(first)
