"""Who says and who is told, by grammar, where the learned reader takes the one for the other."""

from __future__ import annotations

import pytest

from reportedly import read
from reportedly.article import Article
from tests.marks import names, read_marked


def said(marked: str) -> list[tuple[list[str], str, str | None]]:
    """Chain, content and the one told of each statement."""
    record = read_marked(marked)
    text = record.article.text
    return [(names(s.chain), " … ".join(text[a:b] for a, b in s.content), s.told) for s in record.statements]


@pytest.mark.parametrize(
    ("marked", "source", "told"),
    [
        (
            "[source:Residents] [cue:were told] by the council [content:that the bridge stays shut].",
            "the council",
            "Residents",
        ),
        ("[source:He] [cue:was told] by doctors [content:that he could not fly].", "doctors", "He"),
        (
            "[source:The envoy] [cue:was assured] by President Ana Ruiz [content:that the talks would go ahead].",
            "Ana Ruiz",
            "The envoy",
        ),
        (
            "[source:Parents] [cue:have been informed] by the army [content:that the trip is off].",
            "the army",
            "Parents",
        ),
    ],
)
def test_the_one_by_whom_somebody_is_told_says_it(marked: str, source: str, told: str) -> None:
    ((chain, _, to),) = said(marked)
    assert (chain, to) == ([source], told)


def test_the_one_told_is_no_part_of_what_is_said() -> None:
    marked = "[content:The envoy] [cue:was assured] by the president [content:that the talks would go ahead]."
    ((_, content, _),) = said(marked)
    assert content == "that the talks would go ahead"


def test_told_by_nobody_stays_on_nobodys_word() -> None:
    ((chain, _, told),) = said("[source:Residents] [cue:were told] [content:that the bridge stays shut].")
    assert (chain, told) == ([], "Residents")


@pytest.mark.parametrize(
    ("marked", "chain", "content"),
    [
        (
            "[source:Interfax] [cue:quoted] [content:an aide as saying the vote would be delayed].",
            ["Interfax", "an aide"],
            "the vote would be delayed",
        ),
        (
            "[content:“We will not sign,”] [source:Interfax] [cue:quoted] the deputy minister as saying.",
            ["Interfax", "the deputy minister"],
            "“We will not sign,”",
        ),
        (
            "[content:The general] [cue:was quoted] by [source:Interfax] [content:as saying the drill was over].",
            ["Interfax", "The general"],
            "the drill was over",
        ),
        (
            "[source:The BBC] [cue:cited] [content:two people close to the talks as saying the launch had slipped].",
            ["BBC", "two people close to the talks"],
            "the launch had slipped",
        ),
    ],
)
def test_one_quoted_by_another_is_the_source_and_the_other_passes_it_on(
    marked: str, chain: list[str], content: str
) -> None:
    ((links, words, _),) = said(marked)
    assert (links, words) == (chain, content)


def test_quoted_as_denying_is_a_denial() -> None:
    (statement,) = read_marked(
        "[source:Tass] [cue:quoted] [content:an aide as denying that the envoy had left]."
    ).statements
    assert (names(statement.chain), statement.stance) == (["Tass", "an aide"], "denies")


def test_according_to_names_its_source_whatever_the_reader_takes() -> None:
    marked = "[content:The delay was announced], [source:the BBC] reported, [cue:according to] Reuters."
    ((chain, _, _),) = said(marked)
    assert chain[-1] == "Reuters"


def test_the_it_that_announces_a_clause_is_neither_source_nor_content() -> None:
    marked = "[content:It] [cue:was reported] on Friday [content:that the march had been called off]."
    assert [(chain, content) for chain, content, _ in said(marked)] == [([], "that the march had been called off")]
    ((chain, _, _),) = said("[source:It] [cue:was hoped] [content:that the trip would calm investors].")
    assert chain == []


@pytest.mark.parametrize(
    ("marked", "source"),
    [
        ("Protesters [source:who] [cue:say] [content:the vote was stolen] blocked a road.", "Protesters"),
        (
            "The move was put to the Treasury, [source:which] [cue:said] on Friday [content:that it was not asked].",
            "the Treasury",
        ),
    ],
)
def test_a_source_is_the_phrase_that_who_or_which_stands_for(marked: str, source: str) -> None:
    record = read_marked(marked)
    ((start, end),) = record.statements[0].source
    assert record.article.text[start:end] == source


@pytest.mark.parametrize(
    ("text", "chains"),
    [
        (
            "Reuters, citing a palace source, said the king would stay away.",
            [["Reuters"], ["Reuters", "a palace source"]],
        ),
        (
            "Citing unnamed officials, Reuters reported that the visit would be cut short.",
            [["Reuters", "unnamed officials"], ["Reuters"]],
        ),
        (
            "The summit was called off, the BBC reported, citing Tass, which quoted a diplomat.",
            [["BBC"], ["BBC", "Tass"], ["BBC", "Tass", "a diplomat"]],
        ),
        (
            "Reuters, citing a palace source, said the king would stay away, the BBC reported.",
            [["BBC"], ["BBC", "Reuters"], ["BBC", "Reuters", "a palace source"]],
        ),
        (
            "The BBC had reported, citing two officials who asked not to be named, that Dorado would stay at home.",
            [["BBC"], ["BBC", "two officials"]],
        ),
        ("“We are ready,” Ana Orr told Reuters, the BBC reported.", [["BBC", "Reuters", "Ana Orr"]]),
        ("The delay was announced, the BBC reported, according to Reuters.", [["Reuters", "BBC"]]),
    ],
)
def test_whoever_cites_another_stands_before_him_in_the_chain(text: str, chains: list[list[str]]) -> None:
    record = read(Article(text=text, published="2026-03-04", language="en"))
    assert sorted(names(s.chain) for s in record.statements) == sorted(chains)


def test_reasons_that_somebody_cites_are_no_sources() -> None:
    text = "The ministry called off the visit, citing security concerns, a spokesman said."
    record = read(Article(text=text, published="2026-03-04", language="en"))
    assert all("concerns" not in name for s in record.statements for name in names(s.chain))


def test_a_statement_in_what_one_who_is_cited_says_is_read_after_it() -> None:
    marked = (
        "[1source:Tass] [1cue:reported], citing an envoy, "
        "[1content:that [2source:the king] had [2cue:denied] [2content:that he was ill]]."
    )
    assert {tuple(names(s.chain)) for s in read_marked(marked).statements} == {
        ("Tass",),
        ("Tass", "an envoy"),
        ("Tass", "an envoy", "the king"),
    }


@pytest.mark.parametrize(
    ("text", "silent"),
    [
        ("None of the clerks said the vault was empty.", "the vault was empty"),
        ("Not one of the nurses said the ward was closed.", "the ward was closed"),
        ("Ola Berg never claimed that the ship had sunk.", "the ship had sunk"),
        ("Nor did Ola Berg claim that the ship had sunk.", "the ship had sunk"),
        ("At no point did Ola Berg say that the ship had sunk.", "the ship had sunk"),
        ("Had Ola Berg said that the ship had sunk, Ana Ruiz would have stayed.", "the ship had sunk"),
        ("Ana Ruiz asked whether Ola Berg had told the board that the ship had sunk.", "the ship had sunk"),
        ("Ana Ruiz denied that Ola Berg had told the board that the ship had sunk.", "the ship had sunk"),
        ("Ana Ruiz wanted Ola Berg to say that the ship had sunk.", "the ship had sunk"),
        ("If Ola Berg says the ship has sunk, the port will close, Ana Ruiz said.", "the ship has sunk"),
    ],
)
def test_what_nobody_says_is_no_statement(text: str, silent: str) -> None:
    record = read(Article(text=text, published="2026-03-04", language="en"))
    said = [text[s.content[0][0] : s.content[-1][1]].removeprefix("that ") for s in record.statements]
    assert silent not in said


@pytest.mark.parametrize(
    "text",
    [
        "Neither the mayor nor the fire brigade confirmed that people had been hurt.",
        "Ola Berg would neither confirm nor deny that people had been hurt.",
    ],
)
def test_what_is_not_confirmed_could_not_be_confirmed(text: str) -> None:
    record = read(Article(text=text, published="2026-03-04", language="en"))
    assert [s.stance for s in record.statements] == ["cannot_confirm"]


def test_a_surname_said_is_no_cue() -> None:
    text = "General Ali Said told reporters that the rebels had fled. The war is over, Said added."
    record = read(Article(text=text, published="2026-03-04", language="en"))
    assert all(text[slice(*s.cue[0])] != "Said" for s in record.statements if s.cue)
