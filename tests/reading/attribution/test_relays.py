"""Relays: which outlet a statement came through, said once for a whole interview or not at all."""

from __future__ import annotations

from dataclasses import replace

from reportedly.reading.attribution import relays
from reportedly.reading.attribution.relays import relay_features, tellings
from reportedly.reading.entities.coreference import cast
from reportedly.reading.entities.find import find_entities
from tests.marks import documented, names, read_marked

INTERVIEW = (
    "[1source:Igor Savin] [1cue:told] Interfax on Monday [1content:that a visit was near]. "
    "[2content:“The dates will be agreed,”] [2source:he] [2cue:said]. "
    "[3source:Savin] [3cue:added] [3content:that nobody had been invited yet]."
)


def chains(marked: str) -> list[list[str]]:
    return [names(statement.chain) for statement in read_marked(marked).statements]


def test_what_is_said_in_one_interview_came_through_one_outlet() -> None:
    assert chains(INTERVIEW) == [["Interfax", "Igor Savin"]] * 3


def test_somebody_else_speaks_for_himself() -> None:
    marked = INTERVIEW + " [4source:A spokesman for the ministry] [4cue:denied] [4content:that talks were held]."
    assert chains(marked)[3] == ["A spokesman for the ministry"]


def test_an_outlet_that_is_only_spoken_of_passes_nothing_on() -> None:
    assert chains("[source:Igor Savin] [cue:accused] [content:Tass of lying about the visit].") == [["Igor Savin"]]


def test_no_outlet_relays_itself() -> None:
    marked = (
        "[1source:Tass] [1cue:reported] [1content:that the visit was off]. "
        "[2source:Tass] [2cue:said] [2content:more was to come]."
    )
    assert chains(marked) == [["Tass"], ["Tass"]]


def test_the_one_cited_inside_an_outlets_report_stands_behind_what_the_report_stands_behind() -> None:
    marked = (
        "[1source:Igor Savin] [1cue:told] Interfax "
        "[1content:that [2source:an envoy] had [2cue:confirmed] [2content:that the visit was off]]."
    )
    assert chains(marked) == [["Interfax", "Igor Savin"], ["Interfax", "Igor Savin", "an envoy"]]


def test_features_tell_how_far_away_the_source_was_last_heard_through_the_outlet() -> None:
    record = read_marked(INTERVIEW)
    document = documented(record.article.text)
    who = cast(document, find_entities(document))
    told = tellings(document, who, record.statements, lambda name: False)
    found = relay_features(document, who, record.statements, told, lambda name: False)
    rows = {number: features for number, _, features in found}
    assert "here" in rows[0]
    assert "back=1" in rows[1] and "here" not in rows[1]
    assert "back=2" in rows[2] and "between=0" in rows[2]


def test_relays_go_to_what_stands_on_the_outer_sources_word_and_to_nothing_else(monkeypatch) -> None:
    marked = (
        "[1source:Igor Savin] [1cue:told] Interfax "
        "[1content:that [2source:an envoy] had [2cue:confirmed] [2content:that the visit was off]]."
    )
    record = read_marked(marked)
    document = documented(record.article.text)
    who = cast(document, find_entities(document))
    interfax = record.statements[0].chain[0]
    outer, inner = (replace(statement, chain=statement.chain[1:]) for statement in record.statements)
    held_against = replace(inner, chain=(replace(inner.chain[0], name="Ana Ruiz", entity=None), inner.chain[1]))
    monkeypatch.setattr(relays, "relay_model", lambda: {"sure": 9.0})
    for within, links in ((inner, ["Interfax", "Igor Savin", "an envoy"]), (held_against, ["Ana Ruiz", "an envoy"])):
        for order in ([outer, within], [within, outer]):  # whichever begins first
            sure = (order.index(outer), interfax, ["sure"])
            monkeypatch.setattr(relays, "relay_features", lambda *_, sure=sure: iter([sure]))
            found = relays.with_relays(document, who, order, lambda name: False)
            assert names(found[order.index(within)].chain) == links
            assert names(found[order.index(outer)].chain) == ["Interfax", "Igor Savin"]


def test_what_is_said_to_nobody_came_through_the_outlet_to_which_its_source_is_said_to_have_spoken() -> None:
    marked = (
        "Igor Savin defended the plan in an interview on CNN on Monday. "
        "“[1content:“Nobody will be invited,”] [1source:Savin] [1cue:said]."
    ).replace("“[1", "[1")
    assert chains(marked) == [["CNN", "Igor Savin"]]


def test_features_tell_where_else_something_was_said() -> None:
    marked = (
        "[1source:Igor Savin] [1cue:told] CNN [1content:that a visit was near]. "
        "[2source:Savin] later [2cue:tweeted] [2content:that nobody had been invited]."
    )
    record = read_marked(marked)
    document = documented(record.article.text)
    who = cast(document, find_entities(document))
    told = tellings(document, who, record.statements, lambda name: False)
    found = relay_features(document, who, record.statements, told, lambda name: False)
    rows = {number: features for number, _, features in found}
    assert "venue=tweet" in rows[1] and not any(feature.startswith("venue=") for feature in rows[0])
