"""Outlets by list, and by what the text does with a name: ambiguous names, call signs, sites, programmes."""

from __future__ import annotations

import csv
from collections import Counter
from dataclasses import replace
from importlib.resources import files

import pytest

from reportedly.lexicon.folding import fold
from reportedly.lexicon.gazetteer import gazetteer, outlet_named
from reportedly.reading.document import NamedSpan
from reportedly.reading.entities.find import find_entities
from tests.marks import documented


def outlets(text: str) -> list[str]:
    return [e.name for e in find_entities(documented(text)) if e.kind == "outlet"]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Ana Orr told Variety that the film was late.", "Variety"),
        ("Deadline reported that the film was late.", "Deadline"),
        ("The study was published in Nature on Monday.", "Nature"),
        ("In an interview with Fortune, Ana Orr said she would go.", "Fortune"),
        ("The film was late, according to Billboard.", "Billboard"),
        ("Ana Orr told Reuters and the Sun that she would go.", "Sun"),
        ("The Sun reported that Ana Orr would go.", "The Sun"),
        ("Ana Orr, who wrote for Slate, said it was over.", "Slate"),
        ("Ana Orr told People that the bridge was old.", "People"),
        ("Ana Orr told Deadline Monday that the film was late.", "Deadline"),
        ("Ana Orr said on “The View” that she would go.", "The View"),
        ("Ana Orr was quoted by the Mirror on Monday.", "Mirror"),
        ("She told The Hill that she was ill.", "The Hill"),
        ("In an interview with the Scotsman, Ana Orr said she would go.", "Scotsman"),
    ],
)
def test_an_ambiguous_name_is_an_outlets_where_it_reports_or_is_told(text: str, name: str) -> None:
    assert name in outlets(text)


@pytest.mark.parametrize(
    "text",
    [
        "Variety is the spice of life, Ana Orr said.",
        "The Deadline passed, Ana Orr said.",
        "Ana Orr walked in Nature.",
        "Fortune smiled on Ana Orr.",
        "People said the bridge was old.",
        "Time will tell, Ana Orr said.",
        "The Sun rose at six.",
        "Ana Orr said the Sun was hot.",
        "The View from the hill is fine.",
        "Ana Orr works for Variety Foods.",
        "Ana Orr told the Sun Valley council that she would go.",
        "Ana Orr has played Hardball for years.",
        "She climbed the Hill on Monday.",
        "Ana Orr is the Independent who won in May.",
        "She sailed the Atlantic in May.",
    ],
)
def test_an_ambiguous_name_is_a_word_elsewhere(text: str) -> None:
    assert outlets(text) == []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Ana Orr told KQVX that the bridge would close.", "KQVX"),
        ("The bridge will close, WQVX reported.", "WQVX"),
        ("The bridge will close, according to KQVX-TV.", "KQVX-TV"),
        ("KQVX 5 aired the film.", "KQVX 5"),
        ("In an interview with WQVX, Ana Orr said the bridge would close.", "WQVX"),
        ("NBC4 showed the film.", "NBC4"),
        ("He works at WQV-FM in town.", "WQV-FM"),
    ],
)
def test_a_station_goes_by_its_call_sign(text: str, name: str) -> None:
    assert name in outlets(text)


@pytest.mark.parametrize(
    "text",
    [
        "Ana Orr told WADA that the samples were lost.",
        "The Kivu Quiet Valley Xylophones (KQVX) told nobody. KQVX said it was sorry.",
        "KYIV said that it knew.",
        "WHAT WILL KQVX SAY NOW, he wrote.",
        "They sold KQVX 30 trucks.",
        "He sold the KQVX engine.",
        "WORK said that it was over.",
        "Ana Orr told KPMG that the books were lost.",
    ],
)
def test_letters_of_other_bodies_are_no_call_signs(text: str) -> None:
    assert outlets(text) == []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Ana Orr told Vesna.net that the bridge would close.", "Vesna.net"),
        ("The talks failed, according to Zorya.ua, which cited a minister.", "Zorya.ua"),
        ("The road was shut, Harbourlive.com reported.", "Harbourlive.com"),
        ("Ana Orr gave an interview to Vesna.co.uk on Monday.", "Vesna.co.uk"),
    ],
)
def test_a_site_is_an_outlet_where_it_reports_or_is_told(text: str, name: str) -> None:
    assert outlets(text) == [name]


@pytest.mark.parametrize(
    "text",
    [
        "Ana Orr bought the lamp on Vesna.net.",
        "Vesna.com reported a loss of two million.",
        "Booking.com told its guests to wait.",
        "Ana Orr founded Vesna.net in May.",
        "Saverivers.org said the dam was unsafe.",
    ],
)
def test_a_site_that_trades_or_is_a_body_is_no_outlet(text: str) -> None:
    assert outlets(text) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Ana Orr said on NBC's “Meet the Press” that she would go.", ["NBC"]),
        ('Ana Orr told CBS television\'s "60 Minutes" that she would go.', ["CBS"]),
        ("Ana Orr said on “Meet the Press” that she would go.", ["Meet the Press"]),
        ("Ana Orr told Newsnight that she would go.", ["Newsnight"]),
        ("Ana Orr told BBC Radio 4's Today programme that she would go.", ["BBC Radio 4's Today programme"]),
    ],
)
def test_a_programme_goes_by_its_network_where_that_is_told(text: str, found: list[str]) -> None:
    assert outlets(text) == found


@pytest.mark.parametrize(
    "name",
    ["Al-Jazeera", "the Post-Dispatch", "C-SPAN", "RFE/RL", "Yahoo! News", "People’s Daily", "Kölner Stadt-Anzeiger"],
)
def test_marks_in_a_listed_name_hide_it_not(name: str) -> None:
    assert outlets(f"Ana Orr told {name} that she would go.") == [name.removeprefix("the ")]


def test_an_outlet_with_channels_goes_by_its_own_name() -> None:
    text = "Ana Orr told the BBC that she would go. Listen to BBC Radio Devon. He told Fox News on Fox News Sunday."
    assert outlets(text) == ["BBC", "Fox News"]


@pytest.mark.parametrize(
    ("label", "found"),
    [("Independent Ferry Authority", []), ("Independent", ["The Independent"])],
)
def test_a_longer_body_swallows_an_outlet_of_one_word(label: str, found: list[str]) -> None:
    document = documented(f"The {label} said that the ferry was late.")
    labelled = replace(document, names=(NamedSpan(1, 1 + len(label.split()), "ORG"),))
    assert [e.name for e in find_entities(labelled) if e.kind == "outlet"] == found


def _rows() -> list[dict[str, str]]:
    with files("reportedly.data").joinpath("outlets.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def test_each_outlet_has_a_name_a_kind_and_a_domain_of_its_own() -> None:
    rows = _rows()
    assert {row["kind"] for row in rows} == {"agency", "broadcaster", "magazine", "paper", "programme", "site"}
    for column in ("name", "domain"):
        counts = Counter(row[column] for row in rows if row[column])
        assert [value for value, n in counts.items() if n > 1] == []
    named: dict[str, str] = {}
    for row in rows:
        for name in (row["name"], *filter(None, row["aliases"].split("|"))):
            assert named.setdefault(name, row["name"]) == row["name"], name


def test_no_contextual_name_is_read_everywhere() -> None:
    everywhere = {" ".join(words) for rows in gazetteer().outlet_words.values() for words, _ in rows}
    contextual = [name for row in _rows() for name in row["contextual"].split("|") if name]
    assert len(contextual) > 50
    assert everywhere.intersection(contextual) == set()


def test_no_one_word_name_is_a_place_or_a_people() -> None:
    lists = gazetteer()
    names = [n for row in _rows() for n in (row["name"], *row["aliases"].split("|")) if n and " " not in n]
    places = {*lists.states, *(country.name for country in lists.countries.values())}
    assert [n for n in names if n in places or fold(n) in lists.demonyms] == []


@pytest.mark.parametrize(
    ("name", "outlet"),
    [
        ("the Leicester Mercury", "Leicester Mercury"),
        ("KPIX 5", "KPIX"),
        ("www.al.com", "AL.com"),
        ("Sunday Mirror", "Daily Mirror"),
        ("Süddeutsche Zeitung", "Sueddeutsche Zeitung"),
        ("Deadline", None),
    ],
)
def test_names_and_hosts_of_listed_outlets(name: str, outlet: str | None) -> None:
    found = outlet_named(name)
    assert (found.name if found else None) == outlet
