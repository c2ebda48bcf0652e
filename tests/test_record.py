"""The record and its JSON form, which other programs rely on."""

import json

from reportedly import Article, Entity, Event, Integrity, Link, Record, Statement, Time
from reportedly.record import Participant
from reportedly.vocabulary import EntityKind, EventType, IntegrityKind, Kind, LinkKind, Role, Stance, Status, TimeType

TEXT = "Tass said Orr “will” come on Friday, but he “won’t”."
TASS = Link(name="Tass", kind=LinkKind.OUTLET, entity="e1", span=(0, 4))
RECORD = Record(
    article=Article(text=TEXT, id="a", published="2024-02-07", language="en"),
    statements=(
        Statement(
            id="s1",
            kind=Kind.MIXED,
            source=((0, 4),),
            cue=((5, 9),),
            content=((10, 36), (41, 51)),
            chain=(TASS,),
            stance=Stance.ASSERTS,
            confidence=0.93,
        ),
    ),
    entities=(Entity(id="e1", kind=EntityKind.OUTLET, name="Tass", mentions=((0, 4),)),),
    times=(Time(span=(29, 35), type=TimeType.DATE, value="2024-02-09"),),
    events=(
        Event(
            id="v1",
            event="v1",
            type=EventType.VISIT,
            plover="CONSULT",
            trigger=(21, 25),
            participants=(Participant(entity=None, role=Role.ACTOR, name="Orr"),),
            place=None,
            when="2024-02-09",
            status=Status.SCHEDULED,
            chain=(TASS,),
            statement="s1",
            evidence=(10, 35),
        ),
    ),
    integrity=(Integrity(kind=IntegrityKind.NO_DATE, span=None, why="No date."),),
)


def test_json_form_goes_there_and_back():
    assert Record.from_json(RECORD.to_json()) == RECORD


def test_json_has_the_fields_of_the_contract():
    data = json.loads(RECORD.to_json())
    assert {"id", "url", "outlet", "title", "published", "language", "text", "blocks"} <= set(data)
    (statement,) = data["statements"]
    assert set(statement) == {
        *("id", "kind", "source", "cue", "content", "chain", "stance", "said", "told", "within", "confidence"),
    }
    assert statement["content"] == [[10, 36], [41, 51]]
    assert statement["chain"] == [{"name": "Tass", "kind": "outlet", "entity": "e1", "span": [0, 4]}]
    (event,) = data["events"]
    assert {
        *(
            "id",
            "type",
            "plover",
            "trigger",
            "participants",
            "place",
            "when",
            "status",
            "chain",
            "statement",
            "evidence",
        ),
    } <= set(event)


def test_words_are_the_articles_own():
    (statement,) = RECORD.statements
    assert RECORD.words(statement.source) == "Tass"
    assert RECORD.words(statement.content) == "Orr “will” come on Friday, … he “won’t”"
    assert RECORD.words((10, 13)) == "Orr"
    assert RECORD.words(()) == ""
