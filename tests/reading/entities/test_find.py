"""Entities: who and what an article names."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from reportedly.article import Article
from reportedly.lexicon.gazetteer import gazetteer, outlet_named
from reportedly.reading import read
from reportedly.reading.document import Document, NamedSpan
from reportedly.reading.entities.find import find_entities, gender_of_name, is_own_outlet
from tests.marks import documented


def entities(text: str) -> dict[str, tuple[str, str | None]]:
    return {e.name: (e.kind.value, e.country) for e in find_entities(documented(text))}


@pytest.mark.parametrize(
    ("text", "name", "kind", "country"),
    [
        ("Tass, a Russian state news agency, reported the visit.", "Tass", "outlet", None),
        ("The minister spoke to the Kyunghyang Shinmun in Seoul.", "Kyunghyang Shinmun", "outlet", None),
        ("The talks will be held in Ankara, diplomats said.", "Ankara", "place", "TR"),
        ("A spokesman for the Kremlin said nothing.", "Kremlin", "organisation", "RU"),
        ("Officials at Downing Street declined to comment.", "Downing Street", "organisation", "GB"),
        ("They met in Sochi in May.", "Sochi", "place", "RU"),
        ("He was born in Vermont and lives in Maine.", "Vermont", "place", "US"),
    ],
)
def test_lists_tell_kind_and_country(text: str, name: str, kind: str, country: str | None) -> None:
    assert entities(text)[name] == (kind, country)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("The news agency Vesna reported it. Vesna gave no date.", "Vesna"),
        ("It was off, reported the agency Baltinform.", "Baltinform"),
        ("He told the daily Nova Zora on Monday.", "Nova Zora"),
        ("Danubepress said the talks were off.", "Danubepress"),
        ("She told the Lisbon Ledger on Monday.", "Lisbon Ledger"),
    ],
)
def test_an_outlet_that_no_list_knows_by_how_it_is_introduced(text: str, name: str) -> None:
    document = documented(text)
    labelled = replace(document, names=(*document.names, *_label(document, name, "ORG")))
    (outlet,) = [e for e in find_entities(labelled) if e.kind == "outlet"]
    assert (outlet.name, len(outlet.mentions)) == (name, text.count(name))


def _label(document: Document, name: str, label: str) -> list[NamedSpan]:
    start = document.text.index(name)
    tokens = document.tokens_in((start, start + len(name)))
    return [NamedSpan(tokens.start, tokens.stop, label)]


def test_one_person_under_the_fullest_name() -> None:
    text = "Karin Lindqvist will resign, her party said. Lindqvist's deputy agreed. Ms. Lindqvist did not comment."
    document = documented(text)
    (person,) = [e for e in find_entities(document) if e.kind == "person"]
    assert person.name == "Karin Lindqvist"
    assert [text[a:b] for a, b in person.mentions] == ["Karin Lindqvist", "Lindqvist", "Lindqvist"]


def test_middle_initials_and_short_first_names_are_one_person() -> None:
    found = entities("Robert K. Halloran spoke first. Later Bob Halloran left, and Halloran's aide stayed.")
    assert [name for name, (kind, _) in found.items() if kind == "person"] == ["Robert K. Halloran"]


def test_a_name_that_the_labels_cut_is_made_whole() -> None:
    document = documented("President Recep Tayyip Kaya met Moon Seo-in.")
    words = list(document.words)
    first, moon = words.index("Recep"), words.index("Moon")
    cut = replace(
        document,
        names=(
            NamedSpan(first, first + 1, "PERSON"),
            NamedSpan(first + 1, first + 3, "PERSON"),
            NamedSpan(moon, moon + 2, "PERSON"),
        ),
    )
    assert [e.name for e in find_entities(cut)] == ["Recep Tayyip Kaya", "Moon Seo-in"]


def test_two_people_of_one_surname_stay_two() -> None:
    found = entities("Anna Reyes met Peter Reyes in Lisbon.")
    assert {"Anna Reyes", "Peter Reyes"} <= set(found)


def test_an_acronym_is_the_body_named_in_full() -> None:
    (body,) = [
        e
        for e in find_entities(documented("The World Trade Organization (WTO) met. The WTO said it would meet again."))
        if e.kind == "organisation"
    ]
    assert (body.name, body.aliases) == ("World Trade Organization", ("WTO",))


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Mexican President Ana Ruiz wrote to U.S. President John Orr. She thanked POTUS.", ["Ana Ruiz", "John Orr"]),
        ("Mexican President Ana Ruiz spoke. She thanked POTUS.", ["Ana Ruiz", "POTUS"]),
        ("President Ana Ruiz wrote to President John Orr. She thanked POTUS.", ["Ana Ruiz", "John Orr", "POTUS"]),
    ],
    ids=["whom the article calls so", "of another country", "two could be meant"],
)
def test_potus_is_the_president_of_the_article(text: str, names: list[str]) -> None:
    document = documented(text)
    label = NamedSpan(place := document.words.index("POTUS"), place + 1, "PERSON")
    people = [e for e in find_entities(replace(document, names=(*document.names, label))) if e.kind == "person"]
    assert [e.name for e in people] == names


@pytest.mark.parametrize(
    ("text", "mentions"),
    [
        (
            "Orr spoke to the New York Times on Monday. He told the Times that he would stay.",
            ["New York Times", "Times"],
        ),
        ("“No,” he told the Wall Street Journal. The Journal asked again.", ["Wall Street Journal", "Journal"]),
        # Two outlets end so: neither is meant for sure.
        ("The New York Times and the Financial Times reported it. The Times was first.", ["New York Times"]),
        ("The New York Times reported it. Hard Times are ahead for the city.", ["New York Times"]),
    ],
)
def test_a_short_form_is_the_outlet_that_ends_so_where_there_is_one(text: str, mentions: list[str]) -> None:
    outlet = next(e for e in find_entities(documented(text)) if e.name.removeprefix("The ") == mentions[0])
    assert [text[slice(*span)].removeprefix("The ").removeprefix("the ") for span in outlet.mentions] == mentions


def test_demonyms_are_no_entities() -> None:
    assert not set(entities("Russian and Ukrainian officials met.")) & {"Russian", "Ukrainian"}


def test_the_north_is_north_korea_where_the_koreas_are_spoken_of() -> None:
    assert entities("North Korea fired a missile. The North said it was a test.")["North Korea"] == ("place", "KP")


def test_titles_and_appositions_are_kept_as_description() -> None:
    found = find_entities(documented("Foreign ministry spokeswoman Karin Lindqvist told reporters that talks go on."))
    assert {e.name: e.description for e in found}["Karin Lindqvist"] == "Foreign ministry spokeswoman"


@pytest.mark.parametrize(
    ("name", "outlet"),
    [("the AP", "Associated Press"), ("AFP", "Agence France-Presse"), ("www.tass.com", "Tass"), ("Orr Weekly", None)],
)
def test_outlets_by_alias_and_host(name: str, outlet: str | None) -> None:
    found = outlet_named(name)
    assert (found.name if found else None) == outlet


@pytest.mark.parametrize(
    ("name", "own", "same"),
    [
        ("Fox News", "Fox", True),
        ("Fox News Channel", "Fox News", True),
        ("The Associated Press", "AP", True),
        ("Example Post", "The Example Post", True),
        ("Reuters", "Fox News", False),
        ("Reuters", None, False),
    ],
)
def test_own_outlet(name: str, own: str | None, same: bool) -> None:
    assert is_own_outlet(name, own) is same


@pytest.mark.parametrize(("name", "gender"), [("Karin Lindqvist", "f"), ("Dmitry Orlov", "m"), ("Orr", None)])
def test_gender_of_first_names(name: str, gender: str | None) -> None:
    assert gender_of_name(name) == gender


def test_lists_agree_with_themselves() -> None:
    lists = gazetteer()
    assert len(lists.countries) > 195
    assert {outlet.country for outlet in lists.outlets.values()} <= {*lists.countries, ""}


def test_mr_and_mrs_are_two_people() -> None:
    text = "Mr Hale said the bridge would close. Mrs Hale said it would not. Mr. Hale left early."
    found = {e.name: [text[a:b] for a, b in e.mentions] for e in read(text).entities}
    assert {name: len(mentions) for name, mentions in found.items()} == {"Mr Hale": 2, "Mrs Hale": 1}


def test_mrs_is_no_mention_of_a_man_of_that_name() -> None:
    text = "Jim Dunn said he would stay. Mrs Dunn said she would not. Mr Dunn then left."
    found = {e.name: len(e.mentions) for e in read(text).entities}
    assert found == {"Jim Dunn": 2, "Mrs Dunn": 1}


def test_a_lone_surname_keeps_no_title() -> None:
    (lund,) = read("Mr. Lund said it was over. Lund added that he was glad.").entities
    assert (lund.name, len(lund.mentions)) == ("Lund", 2)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (
            "Kenya's Interior Ministry said the bridge was shut. Slovenia's Interior Ministry said it was open. "
            "The Interior Ministry said it would help.",
            ["Kenya's Interior Ministry", "Slovenia's Interior Ministry", "Interior Ministry"],
        ),
        (
            "The Interior Ministry of Kenya said the bridge was shut. Kenya's Interior Ministry began repairs. "
            "The Interior Ministry gave no date.",
            ["Interior Ministry of Kenya"] * 3,
        ),
        (
            "The Kenyan Interior Ministry said the bridge was shut. The Slovenian Interior Ministry said nothing.",
            ["Kenyan Interior Ministry", "Slovenian Interior Ministry"],
        ),
        ("The Interior Ministry said the bridge was shut.", ["Interior Ministry"]),
    ],
)
def test_ministries_of_two_countries_are_two(text: str, names: list[str]) -> None:
    document = documented(text)
    starts = [match.start() for match in re.finditer("Interior Ministry", text)]
    labels = [document.tokens_in((start, start + len("Interior Ministry"))) for start in starts]
    named = (
        *(name for name in document.names if "Interior" not in document.words[name.start : name.end]),
        *(NamedSpan(tokens.start, tokens.stop, "ORG") for tokens in labels),
    )
    found = find_entities(replace(document, names=tuple(sorted(named, key=lambda name: name.start))))
    at = {start: entity.name for entity in found for start, _ in entity.mentions}
    assert [at[start] for start in starts] == names


def test_a_surname_of_two_who_are_named_together_is_neither_of_them() -> None:
    text = "John Smith met Anna Smith on Monday. Smith said the visit was off. Mr Smith said it was sad."
    found = {e.name: len(e.mentions) for e in read(Article(text=text, language="en")).entities}
    assert found == {"John Smith": 2, "Anna Smith": 1, "Smith": 1}


def test_where_a_parliament_sits_is_not_whose_it_is() -> None:
    text = "The European Parliament in Brussels voted. The European Parliament in Strasbourg had put it off."
    document = documented(text)
    labels = [
        name for word in ("European Parliament", "Brussels", "Strasbourg") for name in _label(document, word, "ORG")
    ]
    found = find_entities(replace(document, names=tuple(sorted(labels, key=lambda name: name.start))))
    assert "European Parliament" in {entity.name for entity in found}


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("The Pope was late. Pope Clement held a news conference on the plane.", ["Pope Clement"]),
        (
            "Defence Minister Dong Jun spoke. In a meeting with Dong, Ivo Hale called for calm.",
            ["Dong Jun", "Ivo Hale"],
        ),
        # A person of that name whom no title introduces, and a place that is one.
        ("Alexander Pope wrote it. Pope was ill.", ["Alexander Pope"]),
        ("Jack London was born in Oakland. He met Ivo Hale in London.", ["Jack London", "Ivo Hale"]),
    ],
)
def test_a_title_and_a_surname_alone(text: str, people: list[str]) -> None:
    read_people = [e.name for e in read(Article(text=text)).entities if e.kind == "person"]
    assert read_people == people


@pytest.mark.parametrize(
    ("text", "name", "country"),
    [
        ("NEW YORK (AP) - A hearing was held on Monday.", "New York", "US"),
        ("KRASNOYARSK, Russia (AP) - The mayor said no.", "Krasnoyarsk", "RU"),
        ("UAE officials said no.", "UAE", "AE"),
    ],
)
def test_a_place_in_capitals_is_named_as_within_a_sentence(text: str, name: str, country: str):
    named = {entity.name: (entity.kind.value, entity.country) for entity in read(Article(text=text)).entities}
    assert named[name] == ("place", country)
