"""Statements: edges, kind, when and to whom, and what rules add to what the learned reader finds."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportedly.reading.attribution.statements import find_statements
from reportedly.reading.entities.find import find_entities
from reportedly.reading.neural.decode import Attribution
from reportedly.reading.times.find import find_times
from reportedly.record import Record
from tests.marks import attributions, documented, mark, names, read_marked, strip


@pytest.mark.parametrize(
    ("read", "marked"),
    [
        (
            "[source:Ana Ruiz] [cue:had confirmed] [content:that the visit was off].",
            "[source:Ana Ruiz] had [cue:confirmed] [content:that the visit was off].",
        ),
        (
            "[source:Ana Ruiz, who sits on the panel], [cue:said] [content:it was late].",
            "[source:Ana Ruiz], who sits on the panel, [cue:said] [content:it was late].",
        ),
        (
            "Then [source:Ana] Ruiz [cue:said] [content:it was late].",
            "Then [source:Ana Ruiz] [cue:said] [content:it was late].",
        ),
        (
            "[source:Officials on Friday] [cue:said] [content:it was late].",
            "[source:Officials] on Friday [cue:said] [content:it was late].",
        ),
        (
            "[source:Ana Ruiz] was [cue:asked] [content:whether she would go].",
            "Ana Ruiz was [cue:asked] [content:whether she would go].",
        ),
        (
            "[source:Ana Ruiz] [cue:urged] [content:Peter Orr to resign].",
            "[source:Ana Ruiz] [cue:urged] Peter Orr [content:to resign].",
        ),
        (
            "[source:Ana Ruiz] [cue:announced] [content:the charges during a Friday press conference].",
            "[source:Ana Ruiz] [cue:announced] [content:the charges] during a Friday press conference.",
        ),
        (
            "Talks are [content:off\n\nThe talks are off], [cue:according to] [source:a report].",
            "Talks are off\n\n[content:The talks are off], [cue:according to] [source:a report].",
        ),
        (
            "[source:Ana Ruiz] [cue:said] [content:“I know” and “I cannot say.”]",
            "[source:Ana Ruiz] [cue:said] [content:“I know”] and [content:“I cannot say.”]",
        ),
        (
            "[source:She] [cue:reportedly] [content:left].",
            "She [cue:reportedly] [content:left].",
        ),
        (
            "Ana Ruiz left, [cue:saying] [content:that it was late].",
            "[source:Ana Ruiz] left, [cue:saying] [content:that it was late].",
        ),
        (
            "[source:Ana Ruiz] [cue:said] [content:that was wrong].",
            "[source:Ana Ruiz] [cue:said] [content:that was wrong].",
        ),
        (
            "[content:“I will go,”] [source:Ana Ruiz] [cue:said]. “I fly on Monday.”",
            "[content:“I will go,”] [source:Ana Ruiz] [cue:said]. [content:“I fly on Monday.”]",
        ),
    ],
)
def test_edges_follow_the_rules_of_annotation(read: str, marked: str) -> None:
    record = read_marked(read)
    (statement,) = record.statements
    assert mark(record, statement).replace(",]", "],") == marked.replace(",]", "],")


@pytest.mark.parametrize(
    "marked",
    [
        "[source:Ana Ruiz] [cue:gave no indication] [content:that she would go].",
        "[source:Ana Ruiz] [cue:did not dispute] [content:that she was late].",
        "An envoy [source:who] [cue:asked] [content:not to be named] left early.",
        "[source:An envoy] [cue:spoke] [content:on condition of anonymity].",
    ],
)
def test_no_statement_where_nothing_is_said(marked: str) -> None:
    assert read_marked(marked).statements == ()


@pytest.mark.parametrize(
    ("marked", "kind"),
    [
        ("[content:“We go,”] [source:Orr] [cue:said].", "direct"),
        ('[content:"We go,"] [source:Orr] [cue:said]. [content:"Now."]', "direct"),
        ("[content:``We go,''] [source:Orr] [cue:said].", "direct"),
        ("[source:Orr] [cue:said] [content:they would go].", "indirect"),
        ("[source:Orr] [cue:said] [content:they would “go at once.”]", "mixed"),
        ("[content:“We go, and we go now. “] [source:Orr] [cue:said].", "direct"),
        ("[source:Orr] [cue:said]: [content:“We go.\n\n“We go now.”]", "direct"),
        ("[source:Orr] [cue:said] [content:they'd go at six o'clock].", "indirect"),
        ("[source:Orr] [cue:told] them [content:to “go at once.”]", "direct"),
        ("[source:Orr] [cue:said] [content:it “goes at once.”]", "mixed"),
    ],
)
def test_kind_looks_at_the_printed_marks(marked: str, kind: str) -> None:
    (statement,) = read_marked(marked).statements
    assert statement.kind == kind


def read_dated(marked: str) -> Record:
    document = documented(strip(marked))
    entities, times = find_entities(document), find_times(document)
    statements = find_statements(document, attributions(marked), entities, times)
    return Record(article=document.article, statements=statements, entities=entities, times=times)


@pytest.mark.parametrize(
    ("marked", "said"),
    [
        ("[source:Igor Savin] [cue:told] Tass on Wednesday [content:that talks go on].", "2024-02-07"),
        ("In September, [source:Tass] [cue:reported] [content:that they met in Sochi].", "2023-09"),
        ("[source:Igor Savin] [cue:said] [content:the visit took place on Wednesday].", None),
        ("[source:Igor Savin] [cue:plans] [content:to speak] on Monday.", None),
        ("[source:Igor Savin] [cue:repeated] his 2016 promise [content:to resign].", None),
        (
            "They meet in May, aides said on Wednesday, a day after [source:Igor Savin] [cue:confirmed] "
            "[content:the delay].",
            "2024-02-06",
        ),
        ("They spoke on Wednesday after [source:Igor Savin] [cue:confirmed] [content:the delay].", None),
        (
            "On Wednesday [source:Savin's lawyer, Ana Ruiz,] had [cue:told] Tass [content:that it was off].",
            "2024-02-07",
        ),
    ],
)
def test_said_is_what_the_clause_gives(marked: str, said: str | None) -> None:
    (statement,) = read_dated(marked).statements
    assert statement.said == said


def test_a_day_given_once_serves_the_same_sources_next_remarks() -> None:
    marked = (
        "[1source:Igor Savin] [1cue:said] on Wednesday [1content:that talks go on]. "
        "[2content:“The dates will be agreed,”] [2source:he] [2cue:said]. "
        "[3source:Ana Ruiz] [3cue:said] [3content:she was tired]."
    )
    assert [s.said for s in read_dated(marked).statements] == ["2024-02-07", "2024-02-07", None]


@pytest.mark.parametrize(
    ("marked", "told"),
    [
        ("[source:Igor Savin] [cue:told] reporters [content:that talks go on].", "reporters"),
        (
            "[source:Igor Savin] [cue:told] the Interfax news agency [content:that talks go on].",
            "the Interfax news agency",
        ),
        ("[source:Ana Ruiz] [cue:urged] Peter Orr [content:to resign].", "Peter Orr"),
        ("[source:Ana Ruiz] [cue:said] [content:talks go on].", None),
    ],
)
def test_told_is_whom_it_was_said_to(marked: str, told: str | None) -> None:
    (statement,) = read_marked(marked).statements
    assert statement.told == told


@pytest.mark.parametrize(
    ("text", "marked", "chain"),
    [
        (
            "The visit was reportedly planned for May.",
            "[content:The visit was] [cue:reportedly] [content:planned for May].",
            [],
        ),
        (
            "Visit to Turkey postponed: report\n\nThe visit will not take place.",
            "[content:Visit to Turkey postponed]: [source:report]\n\nThe visit will not take place.",
            ["report"],
        ),
        (
            "Nobody believed a report that the visit was off.",
            "Nobody believed [source:a report] [content:that the visit was off].",
            ["a report"],
        ),
    ],
)
def test_what_rules_add(text: str, marked: str, chain: list[str]) -> None:
    record = read_marked(text)
    (statement,) = record.statements
    assert mark(record, statement) == marked
    assert names(statement.chain) == chain
    assert statement.confidence < 1


def test_a_source_that_the_reader_passed_over_inside_anothers_content() -> None:
    record = read_marked(
        "[source:Tass] [cue:reported] [content:that a diplomatic source in Turkey had confirmed that talks were off]."
    )
    assert [names(s.chain) for s in record.statements] == [["Tass"], ["Tass", "a diplomatic source in Turkey"]]
    assert record.words(record.statements[1].content) == "that talks were off"


def test_a_quotation_of_another_paragraph_stays_its_speakers() -> None:
    read = read_marked(
        "[1content:[2content:“We heard nothing,”]] [1source:Ana Ruiz] [1cue:said].\n\n"
        "[2source:Tass] [2cue:reported] [2content:that the visit was off]."
    )
    assert read.words(read.statements[1].content) == "that the visit was off"


def test_rules_leave_alone_what_the_reader_found() -> None:
    marked = "[content:The visit was] [cue:reportedly] [content:planned for May]."
    assert len(read_marked(marked).statements) == 1


def test_ids_follow_the_text() -> None:
    record = read_marked(
        "[2content:“Rain,”] [2source:Ana Ruiz] [2cue:said]. [1source:Peter Orr] [1cue:said] [1content:it was dry]."
    )
    assert [(s.id, record.words(s.source)) for s in record.statements] == [("s1", "Ana Ruiz"), ("s2", "Peter Orr")]


WORDS = [
    "“",
    "”",
    '"',
    "'",
    "Orr",
    "said",
    "that",
    "reportedly",
    "a report",
    "citing",
    "Tass",
    ".",
    ",",
    "\n\n",
    "he",
    "é",
    "🙂",
]


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=25), st.data())
def test_any_text_and_any_spans_give_spans_inside_the_text(words: list[str], data: st.DataObject) -> None:
    text = " ".join(words)
    span = st.tuples(st.integers(0, len(text) - 1), st.integers(1, 12)).map(lambda s: (s[0], min(len(text), sum(s))))
    pieces = st.lists(span, max_size=2).map(tuple)
    content = st.lists(span, min_size=1, max_size=2).map(tuple)
    found = data.draw(st.lists(st.builds(Attribution, pieces, pieces, content, st.just(0.8)), max_size=3))
    document = documented(text)
    entities = find_entities(document)
    statements = find_statements(document, found, entities, find_times(document))
    assert statements == find_statements(document, found, entities, find_times(document))
    record = Record(article=document.article, statements=statements, entities=entities)
    for statement in statements:
        for start, end in (*statement.source, *statement.cue, *statement.content):
            assert 0 <= start < end <= len(text)
    assert Record.from_json(record.to_json()).statements == statements


@pytest.mark.parametrize(
    ("text", "contents"),
    [
        (
            "[2content:[1content:“It will sink,”]] [1source:Ana Ruiz] [1cue:said]. "
            "[2content:“It may float,”] [2cue:said] [2source:Peter Orr].",
            ["“It will sink,”", "“It may float,”"],
        ),
        (
            "[1content:“It will sink,”] [1source:Ana Ruiz] [1cue:said]. "
            "[1content:[2content:“It may float,”]] [2cue:said] [2source:Peter Orr].",
            ["“It will sink,”", "“It may float,”"],
        ),
        (
            "[2content:[1content:The port is shut]], [1source:officials] [1cue:said]. "
            "[2content:It opens in May], [2source:Peter Orr] [2cue:said].",
            ["The port is shut", "It opens in May"],
        ),
        (
            "[2content:[1content:The port is shut]], [1source:officials] [1cue:said], "
            "[2content:and the pier is safe], [2source:Peter Orr] [2cue:said].",
            ["The port is shut", "and the pier is safe"],
        ),
        (
            "[2content:[1content:“Will it pass?”]] Orr was [1cue:asked]. "
            "[2content:“It will,”] [2source:Peter Orr] [2cue:said].",
            ["“Will it pass?”", "“It will,”"],
        ),
        (
            "[1content:“It will sink,”] [1source:Ana Ruiz] [1cue:said]. [1content:[2content:“It is old.”]] "
            "The hall was full. [2content:“It may float,”] [2cue:said] [2source:Peter Orr].",
            ["“It will sink,” … “It is old.”", "“It is old.” … “It may float,”"],
        ),
        (
            "[1content:“It will sink,”] [1source:Ana Ruiz] [1cue:said]. [1content:“It is old.”]",
            ["“It will sink,” … “It is old.”"],
        ),
    ],
)
def test_words_with_a_speaker_of_their_own_are_nobody_elses(text: str, contents: list[str]) -> None:
    record = read_marked(text)
    assert [record.words(s.content) for s in record.statements] == contents


@pytest.mark.parametrize(
    ("read", "marked"),
    [
        (
            "[content:The pier is shut, the owner of the port], [source:Ana Ruiz], [cue:said].",
            "[content:The pier is shut], [source:the owner of the port, Ana Ruiz], [cue:said].",
        ),
        (
            "[source:Ana Ruiz] [cue:said] [content:it would not sail on] Friday.",
            "[source:Ana Ruiz] [cue:said] [content:it would not sail on Friday].",
        ),
    ],
)
def test_content_is_whole_and_without_who_says_it(read: str, marked: str) -> None:
    record = read_marked(read)
    (statement,) = record.statements
    assert mark(record, statement) == marked


def test_who_was_asked_answers() -> None:
    record = read_marked(
        "[1content:“Who opened it?”] [1source:the coroner] [1cue:asked] the pilot. "
        "[2content:“Nobody did,”] [2source:he] [2cue:said]."
    )
    assert [names(s.chain) for s in record.statements] == [["the coroner"], ["the pilot"]]
