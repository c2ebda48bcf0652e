"""How alike two mentions are: what makes them one event, and what keeps them apart."""

from dataclasses import replace
from datetime import date

from reportedly.ledger.matching.features import Features
from reportedly.ledger.matching.similarity import likeness


def features(id, day, type="vote", **more):
    """What is compared of a mention; `id` also names its article."""
    fields = {"participants": (), "places": (), "when": (), "moved": False, "another": False, "what": frozenset()}
    fields |= {"words": frozenset(), "triggers": frozenset()}
    return Features(
        id=id, article=id, types=frozenset({type}), day=date.fromisoformat(day).toordinal(), **fields | more
    )


AFFAIR = ("varga", "budget", "railway", "marić")


def test_the_only_vote_of_two_articles_on_one_affair_is_one_vote():
    one, other = (features(id, "2026-03-05", about=AFFAIR, alone=True) for id in "ab")
    assert likeness(one, other) > 0.0
    assert likeness(one, replace(other, about=("lund", "harbour", "ferry"))) < 0.0


def test_an_election_is_no_vote_in_a_committee():
    vote = features("a", "2026-03-05", about=AFFAIR, triggers=frozenset({"vot"}))
    election = features("b", "2026-03-05", about=AFFAIR, triggers=frozenset({"elect"}))
    assert likeness(vote, election) < likeness(vote, replace(election, triggers=frozenset({"vot"})))


def test_what_is_to_come_is_not_what_was_held():
    day = (date(2026, 3, 3), date(2026, 3, 3))
    later = (date(2026, 3, 10), date(2026, 3, 10))
    held = features("a", "2026-03-05", about=AFFAIR, held=True, when=(day,))
    next_one = features("b", "2026-03-05", about=AFFAIR, ahead=True, when=(later,))
    assert likeness(held, next_one) < likeness(replace(held, held=False), next_one) - 2.0


def day(text):
    found = date.fromisoformat(text)
    return found, found


def test_a_plan_whose_day_is_changed_before_it_comes_is_one_event():
    monday = features("a", "2026-03-04", type="hearing", about=AFFAIR, when=(day("2026-03-09"),), ahead=True)
    thursday = features("b", "2026-03-06", type="hearing", about=AFFAIR, when=(day("2026-03-12"),), ahead=True)
    assert likeness(monday, thursday) > 0.0
    assert likeness(replace(monday, held=True, ahead=False), thursday) < 0.0


def test_speeches_that_were_held_on_two_days_are_two():
    shared = {"type": "speech", "about": AFFAIR, "participants": ("Elena Varga",), "alone": True}
    tuesday = features("a", "2026-03-05", when=(day("2026-03-03"),), **shared)
    thursday = features("b", "2026-03-05", when=(day("2026-03-05"),), **shared)
    # The day of a plan may be told wrong, or be moved.
    assert likeness(tuesday, thursday) > 0.0
    assert likeness(replace(tuesday, held=True), replace(thursday, held=True)) < 0.0


def test_a_meeting_still_planned_after_one_was_held_is_the_next():
    people = ("Elena Varga", "Petra Orr")
    held = features("a", "2026-03-04", type="meeting", participants=people, held=True, when=(day("2026-03-03"),))
    soon = features("b", "2026-03-05", type="meeting", participants=people, ahead=True)
    assert likeness(held, soon) < likeness(replace(held, held=False), soon) - 2.0


def test_witnesses_testify_each_for_himself_before_one_committee():
    lund, orr = (
        features(id, "2026-03-05", type="hearing", about=AFFAIR, testimony=True, participants=(who, "Budget Committee"))
        for id, who in (("a", "Jonas Lund"), ("b", "Petra Orr"))
    )
    assert likeness(lund, orr) < 0.0
    assert likeness(lund, replace(orr, participants=("Lund", "Budget Committee"))) > 0.0


def test_a_rally_is_no_meeting_of_the_same_day_and_place():
    shared = {"participants": ("Elena Varga",), "places": ("Port Oster",), "when": (day("2026-03-05"),)}
    rally = features("a", "2026-03-04", type="other", triggers=frozenset({"rall"}), **shared)
    meeting = features("b", "2026-03-05", type="meeting", triggers=frozenset({"meet"}), **shared)
    assert likeness(rally, meeting) < 0.0


def test_two_meetings_of_nobody_named_are_two_where_an_article_tells_of_several():
    one, other = (
        features(id, "2026-03-05", type="meeting", about=AFFAIR, alone=True, words=frozenset({word}))
        for id, word in (("a", "harbour"), ("b", "ferry"))
    )
    assert likeness(one, other) > 0.0
    assert likeness(one, replace(other, alone=False)) < 0.0


def test_a_hearing_and_one_witness_s_testimony_are_two_events():
    hearing = features("a", "2026-03-05", type="hearing", about=AFFAIR)
    testimony = features("b", "2026-03-05", type="hearing", about=AFFAIR, testimony=True)
    assert likeness(hearing, testimony) < likeness(hearing, replace(testimony, testimony=False)) - 1.0


def test_visits_to_two_countries_on_two_days_are_two():
    shared = {"type": "visit", "about": AFFAIR, "participants": ("Elena Varga",)}
    lima = features("a", "2026-03-03", places=("Lima",), when=(day("2026-04-07"),), **shared)
    quito = features("b", "2026-03-04", places=("Quito",), when=(day("2026-04-09"),), **shared)
    assert likeness(lima, quito) < 0.0
    assert likeness(lima, replace(quito, places=("Lima",))) > 0.0


def test_visits_of_two_guests_to_one_city_on_one_day_are_two():
    shared = {"type": "visit", "about": AFFAIR, "places": ("Rome",), "when": (day("2026-04-07"),)}
    varga = features("a", "2026-03-03", participants=("Elena Varga",), **shared)
    assert likeness(varga, features("b", "2026-03-03", participants=("Per Lund",), **shared)) < 0.0
    assert likeness(varga, features("b", "2026-03-03", participants=("Elena Varga",), **shared)) > 0.0


def test_talks_with_another_country_are_others():
    shared = {"type": "talks", "about": AFFAIR}
    chile = features("a", "2026-03-03", participants=("Peru", "Chile"), **shared)
    bolivia = features("b", "2026-03-03", participants=("Peru", "Bolivia"), **shared)
    # A country may stand for the minister whom the other article names.
    assert likeness(chile, bolivia) + 2.0 < likeness(chile, replace(bolivia, participants=("Peru", "Ana Ruiz")))


def test_a_hearing_of_nobody_on_another_matter_is_another():
    shared = {"type": "hearing", "about": AFFAIR, "when": (day("2026-03-19"),)}
    ferry = features("a", "2026-03-04", what=frozenset({"ferry", "disast"}), **shared)
    bank = features("b", "2026-03-04", what=frozenset({"bank", "fraud"}), **shared)
    assert likeness(ferry, bank) < likeness(ferry, replace(bank, what=frozenset())) - 1.0


def test_what_takes_place_elsewhere_is_another_however_one_the_affair():
    shared = {"type": "summit", "about": AFFAIR, "when": (day("2026-03-19"),)}
    cairo = features("a", "2026-03-04", places=("Cairo",), participants=("Elena Varga",), **shared)
    brussels = features("b", "2026-03-04", places=("Brussels",), **shared)
    assert likeness(cairo, brussels) < 1.0
    assert likeness(cairo, replace(brussels, places=("Cairo",))) > 3.0


def test_of_a_summit_each_article_may_name_another_guest():
    shared = {"type": "summit", "about": AFFAIR, "when": (day("2026-03-05"),), "ahead": True}
    host = features("a", "2026-03-02", participants=("Elena Varga",), **shared)
    guest = features("b", "2026-03-03", participants=("Jonas Lund",), **shared)
    assert likeness(host, guest) > 0.0
    # A call is between two.
    assert likeness(*(replace(each, types=frozenset({"call"})) for each in (host, guest))) < 0.0


def test_a_meeting_on_the_day_of_a_summit_may_be_it_and_one_without_a_day_is_not():
    summit = features(
        "a", "2026-03-02", type="summit", about=AFFAIR, when=(day("2026-03-05"),), participants=("Varga",)
    )
    meeting = features("b", "2026-03-03", "meeting", about=AFFAIR, when=(day("2026-03-05"),), participants=("Lund",))
    assert likeness(summit, meeting) > likeness(summit, replace(meeting, when=())) + 3.0


def test_a_conference_of_delegates_is_a_summit_and_a_news_conference_is_not():
    shared = {"about": AFFAIR, "participants": ("Elena Varga",), "when": (day("2026-03-05"),), "ahead": True}
    summit = features("a", "2026-03-02", type="summit", **shared)
    conference = features("b", "2026-03-03", type="conference", **shared)
    news_conference = replace(conference, briefing=True)
    assert likeness(summit, conference) > 0.0
    assert likeness(summit, news_conference) < likeness(summit, conference) - 2.0
    other = replace(conference, id="c", article="c")
    assert likeness(conference, other) > 0.0
    assert likeness(news_conference, other) < likeness(conference, other) - 2.0


def test_news_conferences_of_different_people_are_two():
    shared = {"type": "conference", "about": AFFAIR, "held": True}
    mayor, officer = (features(id, "2026-03-05", participants=(name,), **shared) for id, name in ("aM", "bK"))
    # Of a conference of delegates one article may name one speaker and the other another.
    assert likeness(mayor, officer) > likeness(*(replace(each, briefing=True) for each in (mayor, officer))) + 2.0


def test_what_was_reported_as_held_was_not_held_later():
    shared = {"type": "conference", "about": AFFAIR, "participants": ("Elena Varga",), "held": True}
    earlier = features("a", "2026-02-20", **shared)
    monday = features("b", "2026-03-05", when=(day("2026-03-02"),), **shared)
    assert likeness(earlier, monday) < 0.0
    assert likeness(replace(earlier, day=monday.day), monday) > 0.0


def test_talks_of_two_sides_are_one_whoever_mediates():
    shared = {"type": "talks", "about": AFFAIR, "ahead": True}
    one = features("a", "2026-03-05", participants=("Norland", "Sundria", "Peru"), **shared)
    other = features("b", "2026-03-06", participants=("Norland", "Sundria", "Chile"), **shared)
    assert likeness(one, other) > 0.0
    # Norland's talks with Peru, and those with Chile.
    with_peru, with_chile = (replace(x, participants=x.participants[::2]) for x in (one, other))
    assert likeness(with_peru, with_chile) < 0.0


def test_a_day_in_common_makes_no_meeting_of_two_guests_one():
    shared = {"type": "meeting", "about": AFFAIR, "when": (day("2026-03-12"),), "ahead": True}
    lund = features("a", "2026-03-05", participants=("Elena Varga", "Jonas Lund"), **shared)
    orr = features("b", "2026-03-05", participants=("Elena Varga", "Petra Orr"), **shared)
    assert likeness(lund, orr) < 0.0
    assert likeness(lund, replace(orr, participants=("Elena Varga",))) > 0.0


def test_two_days_that_both_articles_give_say_as_much_as_one():
    polls = (date(2026, 3, 14), date(2026, 3, 15))
    one, other = (features(id, "2026-03-05", when=(polls,)) for id in "ab")
    vague = (date(2026, 3, 9), date(2026, 3, 15))
    assert likeness(one, other) > likeness(one, replace(other, when=(vague,))) + 1.0
