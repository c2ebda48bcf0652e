"""Interviews and transcripts: what stands behind a label is the word of whoever it names."""

from __future__ import annotations

import pytest

from reportedly import Article
from reportedly.reading import read
from tests.marks import names, read_marked

_OUTLET = "Harbour Post"


def told(text: str) -> list[tuple[list[str], str]]:
    """Chains and contents of what is read from the layout alone."""
    record = read_marked(text, outlet=_OUTLET)
    return [(names(s.chain), record.words(s.content)) for s in record.statements]


@pytest.mark.parametrize(
    ("text", "statements"),
    [
        (
            "Peter Orr spoke with readers.\n\nQ: Is it late?\n\nA: It is.\n\nIt is old.\n\nQ: Why?\n\nA: No crew.",
            [(["Peter Orr"], "It is. … It is old."), (["Peter Orr"], "No crew.")],
        ),
        (
            "By Ana Ruiz\n\nPeter Orr answered our questions.\n\nQuestion: Is it late?\nAnswer: Never.",
            [(["Peter Orr"], "Never.")],
        ),
        ("Q. Is it late?\nA. Yes.", [(["A"], "Yes.")]),
        (
            "**Q: Is it late?**\n\n**A:** It is.\n\n**Q: Why?**\n\n**A:** It rained.",
            [(["A"], "It is."), (["A"], "It rained.")],
        ),
        (
            "ORR: Will you resign?\n\nRUIZ: No.\n\nI like it here.\n\nORR: Thank you.\n\nIt rained.",
            [(["ORR"], "Will you resign?"), (["RUIZ"], "No. … I like it here."), (["ORR"], "Thank you.")],
        ),
        (
            "Harbour Post: Is it late?\n\nAna Ruiz: It is not.\n\nHarbour Post: And then?\n\nRuiz: Then it sails.",
            [(["Ana Ruiz"], "It is not."), (["Ana Ruiz"], "Then it sails.")],
        ),
        (
            "ANCHOR: Is it late?\n\nREPORTER MIA COLE: It is. It sails at noon.\n\nANCHOR: Thank you.",
            [(["Mia Cole"], "It is. It sails at noon.")],
        ),
        (
            "HOST: Is it late?\n\nMINISTER ADA OBI: It is.\n\nHOST: Why?\n\nMINISTER ADA OBI: Fog.",
            [(["Ada Obi"], "It is."), (["Ada Obi"], "Fog.")],
        ),
        (
            "Minister Ana Ruiz: the strike is illegal.\n\nUnion leader Peter Orr: it will go on.",
            [(["Ana Ruiz"], "the strike is illegal."), (["Peter Orr"], "it will go on.")],
        ),
        ("Singer Ada Obi: 12 votes.\n\nActor Ben Asare: 10 votes.", []),
        ("The Post: Is the ferry late?\n\nAna Ruiz:\nIt is not.", [(["Ana Ruiz"], "It is not.")]),
        ("HP: Is the ferry late?\n\nAR: It is not.\n\nAna Ruiz left.", [(["Ana Ruiz"], "It is not.")]),
        (
            "Will the ferry sail?\n\nRuiz: Not today.\n\nWill it sail in May?\n\nRuiz: Perhaps.\n\nAna Ruiz left.",
            [(["Ana Ruiz"], "Not today."), (["Ana Ruiz"], "Perhaps.")],
        ),
        ("Reporter: Is it late?\n\nWitness BT: I saw nothing.", [(["Witness BT"], "I saw nothing.")]),
        (
            "Host: Is it late?\n\nPilot Peter Orr: It is. (Laughs.)\n\n(Applause.)\n\nHost: And you?\n\nOrr: I walk.",
            [(["Peter Orr"], "It is. (Laughs.)"), (["Peter Orr"], "I walk.")],
        ),
        (
            "LE MONDE — Is it late?\n\nANA RUIZ — Yes.\n\nLE MONDE — Why?\n\nANA RUIZ — Fog.",
            [(["ANA RUIZ"], "Yes."), (["ANA RUIZ"], "Fog.")],
        ),
        (
            "Peter Orr took questions.\n\nMR. ORR:  It is safe.\n\nQ    Is it late?\n\nMR. ORR:  It is.",
            [(["Peter Orr"], "It is safe."), (["Peter Orr"], "It is.")],
        ),
        ("((HP)) Is it late?\n\n((Ana Ruiz)) It is.", [(["Ana Ruiz"], "It is.")]),
    ],
)
def test_turns(text: str, statements: list[tuple[list[str], str]]) -> None:
    assert told(text) == statements


@pytest.mark.parametrize(
    "text",
    [
        "The fair opens.\n\nDate: March 3\nWhere: Lisbon\nDate: March 4\nWhere: Sochi",
        "Eat well.\n\nIngredients: two eggs\nStep 1: Beat the eggs.\nStep 2: Fry them.",
        "Two songs stood out.\n\nAna Ruiz: “Blue Door”\n\nPeter Orr: “The River”",
        "The port won.\n\nAna Ruiz: 7 points\nPeter Orr: 6 points\nReferee: Igor Savin",
        "It rained.\n\nMYTH: The ferry never sinks.\n\nFACT: It sank twice.\n\nMYTH: It is new.\n\nFACT: It is old.",
        "It rained.\n\nPhoto: Ana Ruiz\n\nPhoto: Ana Ruiz\n\nPhoto: Peter Orr",
        "It rained.\n\nLISBON — The ferry sank.\n\nSOCHI — The ferry sails.",
        "It rained.\n\nUPDATE 5 p.m.: The port is shut.\n\nUPDATE 6 p.m.: The port is open.",
        "It rained.\n\nA ferry sank.\n\nQ was a letter.",
    ],
)
def test_labels_that_name_nobody_make_no_transcript(text: str) -> None:
    assert told(text) == []


def test_what_is_quoted_in_an_answer_stands_within_it() -> None:
    record = read_marked(
        "Q: Is it late?\n\nAna Ruiz: [source:Peter Orr] [cue:says] [content:it is late].\n\nQ: Is it?\n\nRuiz: No.",
        outlet=_OUTLET,
    )
    assert [names(s.chain) for s in record.statements] == [["Ana Ruiz"], ["Ana Ruiz", "Peter Orr"], ["Ana Ruiz"]]


def test_nobody_outside_a_turn_holds_a_part_of_it() -> None:
    record = read_marked(
        "[source:Peter Orr] [cue:spoke] of [content:the port].\n\nQ: Is it late?\n\nA: [content:It is late.]",
        outlet=_OUTLET,
    )
    assert [record.words(s.content) for s in record.statements] == ["the port", "It is late."]


def test_what_a_question_names_is_no_event() -> None:
    text = "Peter Orr spoke with readers.\n\nQ: Has the summit on Friday been called off?\n\nA: No, not at all."
    record = read(Article(text=text, published="2026-03-04", outlet=_OUTLET, language="en"))
    assert [event for event in record.events if event.type == "summit"] == []


def test_lines_of_a_name_and_a_sentence_in_quotation_marks_are_their_words() -> None:
    text = (
        "The reaction was swift.\n\nHealth Secretary Ann Tolo: “The pier will stay.”\n\n"
        "Transport Minister Jonas Ek: “It will not.”"
    )
    record = read(Article(text=text, outlet=_OUTLET))
    assert [(names(s.chain), record.words(s.content)) for s in record.statements] == [
        (["Ann Tolo"], "“The pier will stay.”"),
        (["Jonas Ek"], "“It will not.”"),
    ]
