"""The name of an event: one line that a sub-editor would let pass, or the clause that reports it, quoted."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportedly.reading.events.label_lines import quoted_clause
from reportedly.reading.events.labels import event_label, find_topic
from reportedly.record import Participant
from reportedly.vocabulary import EventType, Role
from tests.reading.events.readings import candidates_of, document_of, token_of


def label(
    text: str,
    trigger: str,
    kind: str = "other",
    place: str | None = None,
    actors: tuple[str, ...] = (),
    others: tuple[str, ...] = (),
) -> str:
    """The name of the event at a trigger; the evidence is the whole text."""
    candidates = candidates_of(text)
    document, index = candidates.document, candidates.index
    named = dict(index.at)
    for token in range(len(document)):
        if token not in named and (entity := index.resolve(token, None)) is not None:
            named[token] = entity
    ids = {entity.name: entity.id for entity in candidates.entities}
    people = [(name, Role.ACTOR) for name in actors] + [(name, Role.PARTICIPANT) for name in others]
    participants = [Participant(entity=ids.get(name), role=role, name=name) for name, role in people]
    triggers = [token_of(document, trigger)]
    span = (0, len(text))
    return event_label(document, triggers, EventType(kind), participants, place, named, candidates.times, span)


ORR, HALE = ("Ann Orr",), ("Ivo Hale",)


@pytest.mark.parametrize(
    ("text", "trigger", "kind", "place", "actors", "others", "name"),
    [
        ("Ann Orr will visit Norway on Monday.", "visit", "visit", "Norway", ORR, (), "Ann Orr visits Norway"),
        ("Ann Orr's trip to Norway was put off.", "trip", "visit", "Norway", ORR, (), "Ann Orr visits Norway"),
        ("Ann Orr met Ivo Hale in Bonn.", "met", "meeting", "Bonn", ORR, HALE, "Ann Orr meets Ivo Hale in Bonn"),
        (
            "A summit between Norway and Finland in Geneva was called off.",
            *("summit", "summit", "Geneva", (), ("Norway", "Finland")),
            "Norway and Finland hold a summit in Geneva",
        ),
        (
            "Norway and Finland will hold trade talks on fishing quotas next week.",
            *("talks", "talks", None, (), ("Norway", "Finland")),
            "Norway and Finland hold trade talks on fishing quotas",
        ),
        (
            "Ann Orr and Ivo Hale agreed the date in a telephone call on Monday.",
            *("call", "call", None, (), (*ORR, *HALE)),
            "Ann Orr and Ivo Hale speak by phone",
        ),
        (
            "Ann Orr refused to testify before the Senate Judiciary Committee.",
            *("testify", "hearing", None, ORR, ("Senate Judiciary Committee",)),
            "Ann Orr testifies before the Senate Judiciary Committee",
        ),
        (
            "In an interview with Reuters on Monday, Ann Orr said that the quota would fall.",
            *("interview", "interview", None, ORR, ("Reuters",)),
            "Ann Orr gives an interview to Reuters",
        ),
        (
            "Ann Orr told a news conference in Oslo that the quota would fall.",
            *("conference", "conference", "Oslo", ORR, ()),
            "Ann Orr holds a news conference in Oslo",
        ),
        # What a visitor is said to visit, not the city around it; and who is accused does not testify.
        (
            "Ann Orr offered condolences during a visit to the Chinese Embassy in Bonn.",
            *("visit", "visit", "Bonn", ORR, ()),
            "Ann Orr visits the Chinese Embassy in Bonn",
        ),
        ("Ann Orr toured a mosque in Bonn.", "toured", "visit", "Bonn", ORR, (), "Ann Orr visits a mosque in Bonn"),
        (
            "Ann Orr appeared before the Senate Judiciary Committee.",
            *("appeared", "hearing", None, ORR, ("Senate Judiciary Committee",)),
            "Ann Orr appears before the Senate Judiciary Committee",
        ),
        (
            "Ann Orr will appear in court on Monday, Tarn University said.",
            *("appear", "hearing", None, ORR, ("Tarn University",)),
            "Ann Orr appears in court",
        ),
        (
            "Ann Orr will send a team of lawyers to Bonn.",
            *("send", "visit", "Bonn", ORR, ()),
            "Ann Orr sends a team of lawyers to Bonn",
        ),
        (
            "During a sentencing at Tarn Crown Court, Judge Ann Orr said that both men had lied.",
            *("sentencing", "hearing", None, ORR, ()),
            "Sentencing at the Tarn Crown Court",
        ),
        # An envoy and his country are one side of a meeting, and a shorter name is nobody else.
        (
            "Ann Orr of Norway met Ivo Hale in Bonn. Orr was late.",
            *("met", "meeting", "Bonn", (*ORR, "Orr"), (*HALE, "Norway")),
            "Ann Orr meets Ivo Hale in Bonn",
        ),
    ],
)
def test_by_type_and_people(
    text: str, trigger: str, kind: str, place: str | None, actors: tuple[str, ...], others: tuple[str, ...], name: str
):
    assert label(text, trigger, kind, place, actors, others) == name


@pytest.mark.parametrize(
    ("text", "trigger", "actors", "name"),
    [
        ("A rocket fired from Norway hit a house.", "fired", (), "A rocket is fired from Norway"),
        (
            "Ann Orr will deliver a keynote address at the event.",
            *("deliver", ORR),
            "Ann Orr delivers a keynote address",
        ),
        (
            "Norway fired a missile into the Barents Sea on Monday.",
            "fired",
            (),
            "Norway fires a missile into the Barents Sea",
        ),
        ("Ann Orr will step down in May.", "step", ORR, "Ann Orr steps down"),
        ("Ann Orr resigned on Monday.", "resigned", ORR, "Ann Orr resigns"),
        ("Norway pulled out of the treaty on Monday.", "pulled", (), "Norway pulls out of the treaty"),
        ("Ann Orr agreed on Monday to pay a fine.", "agreed", ORR, "Ann Orr agrees to pay a fine"),
        # Agreement, as the text has it.
        ("Police have arrested Ivo Hale.", "arrested", (), "Police arrest Ivo Hale"),
        ("Teachers in Bergen will strike on Monday.", "strike", (), "Teachers in Bergen strike"),
        # Passive stays passive, also where a headline leaves its auxiliary out.
        ("Ivo Hale was executed in December, the agency said.", "executed", (), "Ivo Hale is executed"),
        ("Ivo Hale, sacked by the Harbour Bank, will retire.", "sacked", (), "Ivo Hale is sacked by the Harbour Bank"),
        ("The fishing agreement will be signed on Monday.", "signed", (), "The fishing agreement is signed"),
        # Whose plan it is.
        ("Ann Orr will present her plan to parliament.", "present", ORR, "Ann Orr presents her plan to parliament"),
        # Who does it: not who orders it, and whoever decides to.
        (
            "Ann Orr ordered her interior minister to visit Bergen.",
            *("visit", ORR),
            "Ann Orr’s interior minister visits Bergen",
        ),
        ("Ann Orr announced plans to join the party.", "join", ORR, "Ann Orr joins the party"),
        ("Ann Orr, who founded the party, was late.", "founded", ORR, "Ann Orr founds the party"),
        ("Ivo Hale, the governor, retired at his own request.", "retired", HALE, "Ivo Hale retires at his own request"),
        ("Ivo Hale was sworn in as premier.", "sworn", HALE, "Ivo Hale is sworn in"),
        # "US" is no pronoun.
        ("The US closed the consulate in Bergen.", "closed", (), "US closes the consulate in Bergen"),
        # Status is no part of a name.
        ("Ann Orr did not sign the planned treaty.", "sign", ORR, "Ann Orr signs the treaty"),
    ],
)
def test_by_the_clause_of_a_verb(text: str, trigger: str, actors: tuple[str, ...], name: str):
    assert label(text, trigger, actors=actors) == name


@pytest.mark.parametrize(
    ("text", "trigger", "kind", "place", "actors", "others", "name"),
    [
        (
            "Senate vote on Ann Orr's nomination was postponed until Monday.",
            *("vote", "vote", None, (), ("Senate",)),
            "Senate vote on Ann Orr’s nomination",
        ),
        (
            "The Senate postponed a vote on Ann Orr's nomination until Monday.",
            *("vote", "vote", None, (), ("Senate",)),
            "Senate holds a vote on Ann Orr’s nomination",
        ),
        (
            "Ann Orr will deliver a speech on fishing quotas on Friday.",
            *("speech", "speech", None, ORR, ()),
            "Ann Orr delivers a speech on fishing quotas",
        ),
        ("A rally by Ann Orr was moved to Sunday.", "rally", "speech", "Oslo", ORR, (), "Rally by Ann Orr in Oslo"),
        ("A hearing on cod prices was adjourned.", "hearing", "hearing", None, (), (), "Hearing on cod prices"),
        ("Monday's hearing on cod prices was adjourned.", "hearing", "hearing", None, (), (), "Hearing on cod prices"),
        ("The planned release of two prisoners is off.", "release", "other", None, (), (), "Release of two prisoners"),
        ("Protests were held in Bergen last week.", "Protests", "protest", "Bergen", (), (), "Protests in Bergen"),
        ("Congress missed the deadline.", "deadline", "deadline", None, (), ("Congress",), "Deadline for Congress"),
        ("The Senate put off the vote.", "vote", "vote", None, (), ("Senate",), "Senate vote"),
    ],
)
def test_by_the_phrase_of_a_noun(
    text: str, trigger: str, kind: str, place: str | None, actors: tuple[str, ...], others: tuple[str, ...], name: str
):
    assert label(text, trigger, kind, place, actors, others) == name


@pytest.mark.parametrize(
    ("text", "trigger", "kind", "place", "actors", "name"),
    [
        # Who speaks, and where.
        (
            "Ann Orr said during the hearing that she was ill.",
            "hearing",
            "hearing",
            None,
            ORR,
            "Ann Orr speaks at a hearing",
        ),
        (
            "Ann Orr told an economic forum that prices rose.",
            "forum",
            "conference",
            None,
            ORR,
            "Ann Orr addresses an economic forum",
        ),
        (
            "“It is over,” Ann Orr said on a conference call.",
            "call",
            "call",
            None,
            ORR,
            "Ann Orr speaks on a conference call",
        ),
        (
            "Speaking at the Lund Security Forum, Ann Orr said no.",
            "Forum",
            "conference",
            None,
            ORR,
            "Ann Orr speaks at the Lund Security Forum",
        ),
        # The noun as it is printed.
        (
            "A man was jailed at a Monday court hearing in Lund.",
            "hearing",
            "hearing",
            "Lund",
            (),
            "Court hearing in Lund",
        ),
        ("A small group came with a candlelight vigil.", "vigil", "other", "Lund", (), "Candlelight vigil in Lund"),
        ("The Frankfurt meeting soothed them.", "meeting", "meeting", "OSLO", (), "Frankfurt meeting"),
        (
            "The parties face several deadlines.",
            "deadlines",
            "deadline",
            None,
            (),
            "“The parties face several deadlines”",
        ),
        # What happens by itself, and a clause without the rest of its sentence.
        (
            "The union's contracts with three mills expire in May.",
            "expire",
            "deadline",
            None,
            (),
            "Union’s contracts with three mills expire",
        ),
        ("The open-air rally took place on Saturday.", "took", "other", None, (), "Open-air rally"),
        ("The new ferry terminal opened on Saturday.", "opened", "launch", None, (), "The new ferry terminal opens"),
        ("Ann Orr was cremated on Tuesday with full honours.", "cremated", "other", None, ORR, "Ann Orr is cremated"),
    ],
)
def test_plainly_where_neither_sides_nor_a_matter_are_named(
    text: str, trigger: str, kind: str, place: str | None, actors: tuple[str, ...], name: str
):
    assert label(text, trigger, kind, place, actors) == name


@pytest.mark.parametrize(
    ("text", "trigger", "kind", "name"),
    [
        ("Ann Orr met Ivo Hale.", "met", "meeting", "Ann Orr meets Ivo Hale"),
        ("Ann Orr had a meeting with Ivo Hale.", "meeting", "meeting", "Ann Orr meets Ivo Hale"),
        ("They met to discuss cod, Ann Orr and Ivo Hale said.", "met", "meeting", "Ann Orr meets Ivo Hale"),
        ("Ann Orr, said Ivo Hale after the meeting, was ill.", "meeting", "meeting", "Ann Orr meets Ivo Hale"),
        # Both are named in the clause, and do not meet each other.
        ("Ann Orr was ousted by Ivo Hale at a board meeting.", "meeting", "meeting", "Board meeting"),
        ("Ann Orr met party leaders, Ivo Hale said.", "met", "meeting", "Ann Orr meets party leaders"),
        (
            "A committee of creditors met, Ann Orr told Ivo Hale.",
            "met",
            "meeting",
            "A committee of creditors meets",
        ),
    ],
)
def test_two_meet_where_the_words_say_so(text: str, trigger: str, kind: str, name: str):
    assert label(text, trigger, kind, actors=("Ann Orr", "Ivo Hale")) == name


@pytest.mark.parametrize(
    ("text", "quoted", "name"),
    [
        (
            "They made an offer, which is due to expire on Friday.",
            "which is due to expire on Friday",
            "“an offer, which is due to expire on Friday”",
        ),
        ("Nobody knows when votes are to be cast.", "when votes are to be cast", "“votes are to be cast”"),
        ("It is due on Friday, but nobody is sure.", "It is due on Friday, but", "“It is due on Friday”"),
        # A condition belongs to what hangs on it.
        ("It ends if it is to be sold by Friday.", "if it is to be sold by Friday", "“if it is to be sold by Friday”"),
    ],
)
def test_a_quotation_can_stand_alone(text: str, quoted: str, name: str):
    start = text.index(quoted)
    assert quoted_clause(document_of(text), (start, start + len(quoted))) == name


@pytest.mark.parametrize(
    ("text", "trigger", "kind"),
    [
        # Nobody knows which company, who "he" is, or whose deadline.
        ("The company will issue an update on Tuesday", "update", "other"),
        ("He would come", "come", "speech"),
        ("The deadline was missed", "deadline", "deadline"),
        # The subject of "is" does not stand down.
        ("The honourable thing for Ann Orr is to stand down", "stand", "other"),
        # A phrase cut in two.
        ("The talks between the two sides collapsed", "talks", "talks"),
        ("Ann Orr made a tour of it", "tour", "other"),
        # One of many.
        ("One of the largest fires burned", "fires", "other"),
        # A round of which talks?
        ("A new round of negotiations failed", "round", "talks"),
        # Only a word of status.
        ("The postponement was announced", "postponement", "other"),
    ],
)
def test_what_makes_no_name_is_quoted(text: str, trigger: str, kind: str):
    assert label(text + ".", trigger, kind) == f"“{text}”"


def test_a_long_clause_is_cut_at_a_word():
    text = "He said that it " + "was not at all clear to him " * 6 + "and left."
    name = label(text, "left")
    assert name.startswith("“He said that it was not at all clear")
    assert name.endswith(" …”")
    assert len(name) < 100


def test_quotation_marks_are_not_nested():
    assert label("He called it a “day of shame”.", "called") == "“He called it a day of shame”"


def test_capitals_of_a_headline_are_not_kept():
    text = "Release of Prisoners Is Delayed Again\n\nThe release of the prisoners was delayed."
    assert label(text, "Release") == "Release of prisoners"


def test_names_do_not_depend_on_the_day():
    named = {
        label(f"Ann Orr will visit Norway {day}.", "visit", "visit", "Norway", ORR)
        for day in ("on Monday", "next week", "on March 3", "in 2025", "tomorrow")
    }
    assert named == {"Ann Orr visits Norway"}


@pytest.mark.parametrize(
    ("text", "trigger", "topic"),
    [
        ("The Senate will vote on the budget.", "vote", "the budget"),
        ("Talks on fishing quotas, due in Oslo, were put off.", "Talks", "fishing quotas"),
        ("Talks about the release of two prisoners were put off.", "Talks", "the release of two prisoners"),
        # A day is no topic.
        ("The Senate will vote on Monday.", "vote", None),
        ("The Senate will vote on it.", "vote", None),
        ("The visit was put off.", "visit", None),
    ],
)
def test_topic(text: str, trigger: str, topic: str | None):
    candidates = candidates_of(text)
    assert find_topic(candidates.document, token_of(candidates.document, trigger), candidates.times) == topic


_DANGLING = re.compile(r"\b(?:the|an?|of|in|on|at|to|with|for|by|and)$")


@settings(deadline=None, max_examples=60)  # the parser takes its time
@given(
    st.lists(st.sampled_from("Orr the visit to Norway vote on of a his met was 's and , Monday".split()), max_size=12)
)
def test_any_words_give_one_line(words: list[str]):
    text = " ".join(words)
    document = document_of(text)
    for token in range(len(document)):
        name = event_label(document, [token], EventType.OTHER, (), None, {}, (), (0, len(text)))
        assert "\n" not in name
        assert name.startswith("“") or not _DANGLING.search(name)
        assert name.startswith("“") or name[0].isupper()
