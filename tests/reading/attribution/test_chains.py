"""Chains: nesting, relays, and what leaves an outer source out."""

from __future__ import annotations

import pytest

from tests.marks import names, read_marked


def chains(marked: str, outlet: str | None = None) -> list[list[str]]:
    return [names(s.chain) for s in read_marked(marked, outlet=outlet).statements]


NESTED = (
    "[1source:Tass] [1cue:reported] [1content:that [2source:a diplomatic source in Turkey] had [2cue:confirmed] "
    "[2content:that the visit was off]]."
)


def test_a_statement_inside_another_stands_on_both_words() -> None:
    record = read_marked(NESTED)
    assert [names(s.chain) for s in record.statements] == [["Tass"], ["Tass", "a diplomatic source in Turkey"]]
    assert [s.within for s in record.statements] == [None, "s1"]


@pytest.mark.parametrize(
    ("marked", "chain"),
    [
        ("[source:Igor Savin] [cue:told] Tass [content:that the dates would be agreed].", ["Tass", "Igor Savin"]),
        (
            "[source:Igor Savin] [cue:told] the Interfax news agency [content:that talks go on].",
            ["Interfax", "Igor Savin"],
        ),
        (
            "[source:Igor Savin] [cue:said] in an interview with Reuters [content:that talks go on].",
            ["Reuters", "Igor Savin"],
        ),
        ("[source:Igor Savin] [cue:said] on CNN [content:that talks go on].", ["CNN", "Igor Savin"]),
        ("[content:“Talks go on,”] [source:Igor Savin] [cue:said], Tass reported.", ["Tass", "Igor Savin"]),
        ("[content:“Talks go on,”] [source:Igor Savin] [cue:said], according to Tass.", ["Tass", "Igor Savin"]),
        ("[source:Igor Savin] [cue:told] reporters [content:that talks go on].", ["Igor Savin"]),
        ("[cue:Reportedly], [content:the talks go on].", []),
        ("[source:Igor Savin] [cue:criticised] [content:Reuters for its report].", ["Igor Savin"]),
    ],
)
def test_an_outlet_told_or_carrying_comes_first(marked: str, chain: list[str]) -> None:
    assert chains(marked) == [chain]


def test_an_outlet_told_once_serves_the_same_occasion() -> None:
    marked = (
        "[1source:Igor Savin] [1cue:told] Interfax [1content:that a visit was near]. "
        "[2content:“The dates will be agreed,”] [2source:he] [2cue:said]."
    )
    assert chains(marked) == [["Interfax", "Igor Savin"], ["Interfax", "Igor Savin"]]


def test_a_trailing_outlet_read_as_a_statement_of_its_own_becomes_a_relay() -> None:
    marked = (
        "[1content:[2content:“Talks go on,”]] [1source:Igor Savin] [1cue:said] after the meeting, "
        "[2source:Tass] [2cue:reported]. [2content:“We are ready.”]"
    )
    assert chains(marked) == [["Tass", "Igor Savin"]]


def test_citing_is_two_statements_of_one_content() -> None:
    marked = (
        "[1content:[2content:The launch failed]], [1source:KCNA] [1cue:said], "
        "[2cue:citing] [2source:a ministry spokesman]."
    )
    record = read_marked(marked)
    assert [names(s.chain) for s in record.statements] == [["KCNA"], ["KCNA", "a ministry spokesman"]]
    assert record.statements[0].content == record.statements[1].content


def test_the_one_cited_before_what_he_is_cited_for() -> None:
    marked = (
        "[1source:[2source:Tass]] [1cue:reported], [2cue:citing] [2content:an envoy in Sochi, that "
        "[1content:the visit was off]]."
    )
    record = read_marked(marked)
    assert [names(s.chain) for s in record.statements] == [["Tass"], ["Tass", "an envoy in Sochi"]]
    assert record.statements[0].content == record.statements[1].content


def test_an_introduced_outlet_told_is_one_link() -> None:
    marked = "[source:An envoy] [cue:told] the news agency Vesna [content:that talks go on]."
    assert chains(marked) == [["Vesna", "An envoy"]]
    assert chains("[source:An envoy] [cue:told] this newspaper [content:that talks go on].") == [["An envoy"]]


def test_the_articles_own_outlet_is_no_link() -> None:
    marked = "[source:Igor Savin] [cue:told] Reuters [content:that talks go on]."
    assert chains(marked, outlet="Reuters") == [["Igor Savin"]]
    assert chains("[source:Reuters] was [cue:unable to reach] [content:the ministry].", outlet="Reuters") == [[]]


def test_whom_a_critic_quotes_does_not_stand_on_the_critics_word() -> None:
    marked = (
        "[1source:Ana Ruiz] [1cue:criticised] [1content:Peter Orr for [2cue:saying] [2content:that the visit was off]]."
    )
    record = read_marked(marked)
    assert "Ana Ruiz" not in names(record.statements[1].chain)
