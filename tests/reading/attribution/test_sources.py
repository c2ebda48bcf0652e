"""Sources: from a mention as printed to the one meant."""

from __future__ import annotations

import pytest

from reportedly import Article, read
from tests.marks import names, read_marked


def last_links(marked: str, outlet: str | None = None) -> list[tuple[str, str]]:
    record = read_marked(marked, outlet=outlet)
    return [(s.chain[-1].name, s.chain[-1].kind.value) for s in record.statements if s.chain]


@pytest.mark.parametrize(
    ("marked", "name", "kind"),
    [
        ("[source:Kremlin spokesman Igor Savin] [cue:said] [content:it would rain].", "Igor Savin", "person"),
        ("[source:Ana Ruiz, a former judge,] [cue:said] [content:it would rain].", "Ana Ruiz", "person"),
        ("[source:One of his advisers, Yuri Malkin,] [cue:said] [content:it would rain].", "Yuri Malkin", "person"),
        (
            "[source:A spokeswoman for Senator Ana Ruiz] [cue:said] [content:it would rain].",
            "A spokeswoman for Senator Ana Ruiz",
            "unnamed",
        ),
        ("[source:Officials] [cue:said] [content:the road was closed].", "Officials", "unnamed"),
        (
            "[source:People familiar with the matter] [cue:said] [content:the deal was off].",
            "People familiar with the matter",
            "unnamed",
        ),
        ("[source:A report] [cue:said] [content:the deal was off].", "A report", "document"),
        ("[source:Reuters] [cue:reported] [content:that the deal was off].", "Reuters", "outlet"),
        ("[source:South Korean media] [cue:reported] [content:that the deal was off].", "South Korean media", "outlet"),
        ("[source:BuzzFeed's report] [cue:said] [content:the deal was off].", "BuzzFeed", "outlet"),
        ("[source:Pyongyang] [cue:announced] [content:a test].", "Pyongyang", "place"),
        ("[source:The United States] [cue:said] [content:the talks would go on].", "United States", "place"),
        ("[source:The White House] [cue:said] [content:the talks would go on].", "White House", "organisation"),
        ("[source:The news agency Vesna] [cue:reported] [content:that the deal was off].", "Vesna", "outlet"),
        ("[content:The deal was off], [cue:reported] [source:the agency Vesna].", "Vesna", "outlet"),
        (
            "[source:A spokeswoman for the Kremlin, Ana Ruiz,] [cue:said] [content:it would rain].",
            "Ana Ruiz",
            "person",
        ),
        ("[source:The opposition] [cue:criticised] [content:the cost].", "The opposition", "organisation"),
        ("[source:The office of the mayor] [cue:denied] [content:a delay].", "The office of the mayor", "organisation"),
        ("The mayor is ill, [source:her office] [cue:said] [content:on Monday].", "her office", "organisation"),
        (
            "[content:The deal was off], [cue:according to] [source:an envoy who] asked not to be named.",
            "an envoy",
            "unnamed",
        ),
        ("[source:Democrats] [cue:urged] [content:a delay].", "Democrats", "organisation"),
        ("[source:Top Democrats] [cue:urged] [content:a delay].", "Top Democrats", "unnamed"),
        (
            "[source:Ana Ruiz and Peter Orr] [cue:agreed] [content:to meet].",
            "Ana Ruiz and Peter Orr",
            "group",
        ),
        (
            "[source:The mayor, Ana Ruiz, and Governor Peter Orr] [cue:agreed] [content:to meet].",
            "Ana Ruiz and Peter Orr",
            "group",
        ),
        (
            "[source:Ana Ruiz, Peter Orr and Jana Novak] [cue:agreed] [content:to meet].",
            "Ana Ruiz, Peter Orr and Jana Novak",
            "group",
        ),
        (
            "[source:Ana Ruiz, a friend of Peter Orr and Jana Novak,] [cue:said] [content:it was late].",
            "Ana Ruiz",
            "person",
        ),
        (
            "[source:Ana Ruiz, Peter Orr and other members] [cue:agreed] [content:to meet].",
            "Ana Ruiz, Peter Orr and other members",
            "unnamed",
        ),
        (
            "[source:A letter seen by Tass] [cue:says] [content:that it was late].",
            "A letter seen by Tass",
            "document",
        ),
        ("[source:A report by Tass] [cue:says] [content:that it was late].", "Tass", "outlet"),
        ("[source:The minutes] [cue:say] [content:that it was late].", "The minutes", "document"),
        (
            "[source:The singer known as “Tin Cup”] [cue:said] [content:it was late].",
            "Tin Cup",
            "person",
        ),
        (
            "[source:A group known as “Free Harbour”] [cue:said] [content:it was late].",
            "Free Harbour",
            "organisation",
        ),
    ],
)
def test_a_source_as_printed(marked: str, name: str, kind: str) -> None:
    ((found, as_kind),) = last_links(marked)
    assert (found.removeprefix("The "), as_kind) == (name.removeprefix("The "), kind)


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        (
            "[1source:Karin Lindqvist] [1cue:told] Peter Orr [1content:that it was late]. "
            "[2content:“We go home,”] [2source:she] [2cue:said].",
            ["Karin Lindqvist", "Karin Lindqvist"],
        ),
        (
            "[1source:Karin Lindqvist] met Peter Orr. [1cue:Said] [1content:that it was late]. "
            "[2source:He] [2cue:said] [2content:it was not].",
            ["Karin Lindqvist", "Peter Orr"],
        ),
        (
            "[1source:Foreign minister Jana Novak] [1cue:said] [1content:talks go on]. Rain fell. "
            "[2source:The minister] [2cue:added] [2content:that a date was near].",
            ["Jana Novak", "Jana Novak"],
        ),
        (
            "[1source:A foreign ministry spokesman] [1cue:said] [1content:talks go on]. "
            "[2source:The spokesman] [2cue:gave] [2content:no date].",
            ["A foreign ministry spokesman", "A foreign ministry spokesman"],
        ),
        (
            "The House Oversight Committee met on Monday. [source:The committee] [cue:asked for] [content:papers].",
            ["House Oversight Committee"],
        ),
        (
            "[1source:Officials] [1cue:said] [1content:the road was closed]. "
            "[2source:They] [2cue:said] [2content:it would open on Monday].",
            ["Officials", "Officials"],
        ),
        (
            "Senator Ana Ruiz left early. [source:Ruiz, who sits on the panel,] [cue:said] [content:she was tired].",
            ["Ana Ruiz"],
        ),
        (
            "Ana Ruiz left early, and [source:her lawyers] [cue:said] [content:she was tired].",
            ["Ana Ruiz's lawyers"],
        ),
        (
            "Ana Ruiz met Peter Orr in Sochi. [source:They] [cue:discussed] [content:the war].",
            ["Ana Ruiz and Peter Orr"],
        ),
        (
            "[1source:Norway's foreign minister] [1cue:said] [1content:talks go on]. "
            "“No date is set,” [2source:Foreign Minister Jana Novak] [2cue:added], [2content:“so far.”]",
            ["Jana Novak", "Jana Novak"],
        ),
    ],
)
def test_short_forms_stand_for_someone_named(marked: str, expected: list[str]) -> None:
    assert [name for name, _ in last_links(marked)] == expected


def test_i_in_a_quotation_is_the_one_quoted() -> None:
    record = read_marked(
        "[1content:“[2source:I] [2cue:believe] [2content:we will win],”] [1source:Ana Ruiz] [1cue:said]."
    )
    inner = next(s for s in record.statements if s.within)
    assert names(inner.chain) == ["Ana Ruiz"]


def test_a_link_points_at_the_mention_and_the_entity() -> None:
    record = read_marked("Ana Ruiz left. [source:Ruiz] [cue:said] [content:she was tired].")
    (link,) = record.statements[0].chain
    assert record.words(link.span) == "Ruiz"
    assert next(e.name for e in record.entities if e.id == link.entity) == "Ana Ruiz"


def test_who_is_named_behind_a_comma_is_not_the_person_named_before():
    text = (
        "Union leader Rosa Lindqvist said the strike would go on. "
        "The port operator, Norhaven, said it was open to talks."
    )
    leader, operator = (statement.chain[-1].name for statement in read(Article(text=text)).statements)
    assert leader == "Rosa Lindqvist"
    assert "Norhaven" in operator


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Elena Varga said it was off. The wife of Elena Varga said that it was on.", "The wife of Elena Varga"),
        (
            "Elena Varga said it was off. The opponent of President Elena Varga said it was odd.",
            "The opponent of President Elena Varga",
        ),
        ("President Elena Varga is ill, aides said. The president's office said that she was well.",
         "Elena Varga's office"),
        ("President Elena Varga is ill, aides said. The presidential office said that she was well.",
         "Elena Varga's office"),
        # Two presidents: nothing tells whose office it is.
        ("President Elena Varga met President Jomo Otieno, aides said. The president's office said that all was well.",
         "The president's office"),
        ("Former President Elena Varga is ill, aides said. The president's office said that she was well.",
         "The president's office"),
    ],
)  # fmt: skip
def test_who_is_somebodys_and_whose_office_it_is(text: str, name: str) -> None:
    assert read(Article(text=text, language="en")).statements[-1].chain[-1].name == name
