"""One event out of many articles: merged, with its status now, its origins and its contradictions."""

import pytest

from reportedly import Ledger
from reportedly.ledger.matching.origins import Attestation, origins_of
from tests.ledger.stories import SUMMIT, VISIT, Told, article, link


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


def test_a_testimony_is_linked_with_the_hearing(ledger):
    shared = {"type": "hearing", "who": ("Petra Orr", "Budget Committee"), "place": None}
    hearing, testimony = told(
        ledger,
        article(
            "Harbour Post",
            "2026-03-05",
            Told(words="the hearing is set for Thursday", status="scheduled", **shared | {"what": "Budget hearing"}),
            Told(words="Orr may testify", status="possible", key="e2", **shared | {"what": "Petra Orr testifies"}),
        ),
    )
    assert [link.id for link in hearing.linked] == [testimony.id]
    assert [link.id for link in testimony.linked] == [hearing.id]


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


def test_a_news_conference_is_not_the_conference_of_which_it_speaks(ledger):
    who = {"type": "conference", "status": "held", "who": ("Elena Varga",)}
    events = told(
        ledger,
        article("Harbour Post", "2026-03-06", Told(words="Varga told a news conference", what="Varga speaks", **who)),
        article("Norland News", "2026-03-06", Told(words="Varga opened the harbour conference", **who)),
        article("Drava Courier", "2026-03-06", Told(words="Varga told a press briefing", what="Varga speaks", **who)),
    )
    assert sorted(len(event.articles) for event in events) == [1, 2]


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


def off(**more):
    """An unnamed source says that the visit is put off."""
    return Told(words="the visit has been postponed", status="postponed", **{"chain": ("a diplomat",)} | more)


def test_a_denial_a_day_later_stands_against_the_report_that_it_answers(ledger):
    (visit,) = told(
        ledger,
        article("Harbour Post", "2026-03-05", off()),
        article(
            "Norland News",
            "2026-03-06",
            Told(words="the visit goes ahead as planned", status="scheduled", chain=("Ivo Marić",)),
            off(chain=("Harbour Post", "a diplomat"), said="2026-03-05"),
        ),
    )
    (conflict,) = visit.conflicts
    assert (conflict.a.chain, conflict.b.status) == (("Ivo Marić",), "postponed")
    assert (conflict.confirmed_by, conflict.denied_by, conflict.open) == ((), ("Ivo Marić",), True)
    assert visit.status == "scheduled"


def test_a_contradiction_is_settled_when_the_newest_word_is_on_one_side(ledger):
    (visit,) = told(
        ledger,
        article("Harbour Post", "2026-03-05", off()),
        article(
            "Norland News",
            "2026-03-06",
            Told(words="the visit goes ahead as planned", status="scheduled", chain=("Ivo Marić",)),
            off(chain=("Harbour Post", "a diplomat"), said="2026-03-05"),
        ),
        article("Drava Courier", "2026-03-07", off(chain=("Petra Orr",))),
    )
    (conflict,) = visit.conflicts
    assert (conflict.confirmed_by, conflict.denied_by, conflict.open) == (("Petra Orr",), ("Ivo Marić",), False)
    assert conflict.to_dict()["open"] is False


def test_a_new_date_after_a_postponement_is_no_denial_of_it(ledger):
    (visit,) = told(
        ledger,
        article("Harbour Post", "2026-03-05", off(when=None)),
        article(
            "Norland News",
            "2026-03-06",
            Told(words="Varga will visit on 22 April", status="scheduled", chain=("Ivo Marić",), when="2026-04-22"),
            off(chain=("Petra Orr",), said="2026-03-05", when=None),
        ),
    )
    assert visit.conflicts == ()


@pytest.mark.parametrize(
    ("morning", "evening", "status"),
    [
        ("2026-03-05T09:00:00Z", "2026-03-05T18:00:00Z", "scheduled"),
        ("2026-03-05T18:00:00Z", "2026-03-05T09:00:00Z", "postponed"),
        # 18:00 in Nairobi is 15:00 in London.
        ("2026-03-05T16:00:00+00:00", "2026-03-05T18:00:00+03:00", "postponed"),
        # Without an hour the change weighs more.
        ("2026-03-05", "2026-03-05T18:00:00Z", "postponed"),
    ],
)
def test_of_what_one_source_says_on_one_day_the_later_hour_holds(ledger, morning, evening, status):
    (visit,) = told(
        ledger,
        article("Harbour Post", morning, off(chain=("Ivo Marić",))),
        article(
            "Harbour Post",
            evening,
            Told(words="the visit goes ahead after all", status="scheduled", chain=("Ivo Marić",)),
        ),
    )
    assert visit.status == status


def test_the_later_hour_of_another_source_replaces_nothing(ledger):
    (visit,) = told(
        ledger,
        article("Harbour Post", "2026-03-05T09:00:00Z", off(chain=("Ivo Marić",))),
        article(
            "Norland News",
            "2026-03-05T18:00:00Z",
            Told(words="the visit goes ahead", status="scheduled", chain=("Petra Orr",)),
        ),
    )
    assert visit.status == "postponed"


def test_a_spokesman_by_name_and_whom_he_speaks_for_are_one_origin():
    words = [
        Attestation(article="a", outlet="Harbour Post", day=None, chain=(link("Ivo Marić"),), speaks_for="Varga"),
        Attestation(article="b", outlet="Norland News", day=None, chain=(link("Elena Varga"),)),
        Attestation(article="c", outlet="Drava Courier", day=None, chain=(link("Ivo Marić"),)),
        Attestation(article="c", outlet="Drava Courier", day=None, chain=(link("Petra Orr"),)),
    ]
    varga, *others, orr = origins_of(words)
    assert set(others) == {varga}
    assert orr != varga
    assert origins_of(words[1:], also=words[:1]) == (varga, varga, orr)  # a report that does not count introduces him


def test_a_meeting_offered_after_one_was_called_off_is_another(ledger):
    talks = {
        "type": "meeting",
        "who": ("Elena Varga", "Petra Orr"),
        "what": "Elena Varga meets Petra Orr",
        "place": None,
    }
    events = told(
        ledger,
        article(
            "Harbour Post",
            "2026-03-05",
            Told(words="Varga called off her meeting with Orr", status="cancelled", **talks),
            Told(words="the door is open to a meeting", status="possible", key="e2", **talks | {"when": None}),
        ),
        article("Norland News", "2026-03-05", Told(words="the meeting with Orr is off", status="cancelled", **talks)),
    )
    assert {(event.status, len(event.articles)) for event in events} == {("cancelled", 2), ("possible", 1)}


def test_another_round_of_guesses_is_no_other_debate(ledger):
    debate = {"type": "other", "who": ("Elena Varga",), "what": "Elena Varga's debate", "place": None}
    (event,) = told(
        ledger,
        article("Harbour Post", "2026-03-05", Told(words="Varga's debate is off", status="cancelled", **debate)),
        article(
            "Norland News",
            "2026-03-05",
            Told(words="the end of her debate brings another round of guesses", status="cancelled", **debate),
        ),
    )
    assert len(event.articles) == 2


@pytest.mark.parametrize("told_before", [False, True], ids=["first told", "told days before"])
def test_a_move_is_news_when_first_told_and_a_plan_for_the_new_day_later(ledger, told_before):
    move = Told(words="she moved her visit to Saturday", status="rescheduled", when="2026-03-14", chain=("Varga",))
    (visit,) = told(
        ledger,
        article("Harbour Post", "2026-03-05", off(), *([move] if told_before else [])),
        article(
            "Norland News",
            "2026-03-08",
            move,
            Told(words="rooms for Saturday's visit are gone", status="scheduled", when="2026-03-14", chain=("Lund",)),
        ),
    )
    status = "scheduled" if told_before else "rescheduled"
    assert (visit.status, visit.when, visit.earlier_dates) == (status, "2026-03-14", ("2026-03-12",))


def test_what_an_article_names_in_passing_contradicts_nobody(ledger):
    (visit,) = told(
        ledger,
        article("Harbour Post", "2026-03-05", off()),
        article("Norland News", "2026-03-05", Told(words="before her visit next week", status="scheduled")),
    )
    assert visit.conflicts == ()


@pytest.mark.parametrize(
    ("thought", "conflict"),
    [(("Ivo Marić",), True), ((), False), (("Petra Orr", "her party"), False)],
    ids=["somebody else's word", "nobody's word", "her own earlier word"],
)
def test_a_chance_against_a_refusal(ledger, thought, conflict):
    race = {"type": "other", "who": ("Petra Orr",), "what": "Petra Orr's leaving", "when": None, "place": None}
    (event,) = told(
        ledger,
        article(
            "Harbour Post",
            "2026-03-05",
            Told(words="Orr might leave the race", status="possible", chain=thought, **race),
            Told(words="Orr refused to leave the race", status="ruled_out", chain=("Petra Orr",), **race),
        ),
    )
    assert event.conflict is conflict


def test_earlier_rallies_are_no_word_against_the_one_to_come(ledger):
    rally = {"type": "other", "what": "Elena Varga's rally", "chain": ()}
    (event,) = told(
        ledger,
        article(
            "Harbour Post",
            "2026-03-05",
            Told(words="her rallies have drawn thousands", status="held", when=None, **rally),
        ),
        article(
            "Norland News",
            "2026-03-07",
            Told(words="she will hold a rally", status="scheduled", **rally | {"chain": ("Orr",)}),
        ),
    )
    assert event.conflicts == ()


def test_a_first_day_and_the_days_that_it_begins(ledger):
    (visit,) = told(
        ledger,
        article(
            "Harbour Post", "2026-03-05", Told(words="she comes on Thursday", status="scheduled", when="2026-03-12")
        ),
        article(
            "Norland News",
            "2026-03-05",
            Told(words="the visit of 12 and 13 March", status="scheduled", when="2026-03-12/2026-03-13"),
        ),
    )
    assert visit.when == "2026-03-12/2026-03-13"
