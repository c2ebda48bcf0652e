"""Speakers told by layout: headlines, transcripts, signed and introduced quotations, quotations without anybody."""

from __future__ import annotations

import pytest

from tests.marks import mark, names, read_marked


@pytest.mark.parametrize(
    ("read", "marked"),
    [
        (
            "Ana Ruiz: The ferry will not sail\n\nThe ferry has been late all week.",
            "[source:Ana Ruiz]: [content:The ferry will not sail]\n\nThe ferry has been late all week.",
        ),
        (
            "Poll: Half of the town wants a bridge\n\nThe town is old.",
            "[source:Poll]: [content:Half of the town wants a bridge]\n\nThe town is old.",
        ),
        (
            "The town spoke.\n“A bridge would ruin the port for good.” ― Ana Ruiz\nThe port is old.",
            "The town spoke.\n[content:“A bridge would ruin the port for good.”] [cue:―] [source:Ana Ruiz]"
            "\nThe port is old.",
        ),
        (
            "Ana Ruiz wrote last month about the mood in the port:\n\n“Nobody wants to leave the island this year.”",
            "[source:Ana Ruiz] [cue:wrote] last month about the mood in the port:\n\n"
            "[content:“Nobody wants to leave the island this year.”]",
        ),
        (
            "[source:Ana Ruiz] [cue:wrote] about [content:the mood in the port]:\n\n“Nobody wants to leave it.”",
            "[source:Ana Ruiz] [cue:wrote] about the mood in the port:\n\n[content:“Nobody wants to leave it.”]",
        ),
        (
            "The ferry was late.\n\n“Nobody told us about it in time,” the harbour master of the town said.",
            "The ferry was late.\n\n"
            "[content:“Nobody told us about it in time,”] [source:the harbour master of the town] [cue:said].",
        ),
        (
            "[content:“We are late,”] [source:Ana Ruiz] [cue:said] after the meeting, Tass reported. "
            "“We will sail on Monday, and not before.”",
            "[content:“We are late,”] [source:Ana Ruiz] [cue:said] after the meeting, Tass reported. "
            "[content:“We will sail on Monday, and not before.”]",
        ),
        (
            "[content:“We are late,”] [source:Ana Ruiz] [cue:said] at the port on Monday.\n\n"
            "“We will sail tomorrow, and not before.”\n\nIt rained.",
            "[content:“We are late,”] [source:Ana Ruiz] [cue:said] at the port on Monday.\n\n"
            "[content:“We will sail tomorrow, and not before.”]\n\nIt rained.",
        ),
        (
            "The port was shut all day.\n\n“Nobody knew the date, and nobody asked.”\n\nIt rained.",
            "The port was shut all day.\n\n[content:“Nobody knew the date, and nobody asked.”]\n\nIt rained.",
        ),
    ],
)
def test_a_speaker_told_by_layout(read: str, marked: str) -> None:
    record = read_marked(read)
    (statement,) = record.statements
    assert mark(record, statement) == marked


@pytest.mark.parametrize(
    "text",
    [
        "Breaking: The ferry will not sail\n\nIt rained.",
        "Spoiler no more: The race ends\n\nIt rained.",
        "Ana Ruiz: Saint or sinner?\n\nIt rained.",
        "Interview: The harbour master of the port\n\nIt rained.",
        "They sang “A Change Is Going to Come for Us” at the end.",
        "NOTE: It rained.\n\nThe port was shut.",
        "Ana Ruiz: 7/10\nPeter Orr: 6/10\nReferee: Igor Savin",
        "The port won by two. Scorers: Ana Ruiz, Peter Orr\n\nIt rained.",
        "The “use it or lose it” approach to voting was dropped.",
    ],
)
def test_no_speaker_where_none_is_told(text: str) -> None:
    assert read_marked(text).statements == ()


def test_a_quotation_alone_stands_on_the_word_of_who_spoke_just_before() -> None:
    record = read_marked(
        "[source:Ana Ruiz] [cue:defended] [content:the delay].\n\n“Nobody wants a ferry that sinks.”\n\nIt rained."
    )
    assert [(names(s.chain), s.kind) for s in record.statements] == [
        (["Ana Ruiz"], "indirect"),
        (["Ana Ruiz"], "direct"),
    ]


def test_a_quotation_gives_the_words_of_what_was_said_just_before() -> None:
    record = read_marked(
        "[source:Ana Ruiz] [cue:said] [content:she was glad]. “The ferry can sail in the spring. We waited long.”"
    )
    assert [(names(s.chain), record.words(s.content), s.source == ()) for s in record.statements] == [
        (["Ana Ruiz"], "she was glad", False),
        (["Ana Ruiz"], "“The ferry can sail in the spring. We waited long.”", True),
    ]


def test_what_the_reader_found_is_left_alone() -> None:
    marked = "[source:Ana Ruiz]: [content:The ferry will not sail]\n\nThe ferry has been late all week."
    assert len(read_marked(marked).statements) == 1
