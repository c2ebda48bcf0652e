"""Who speaks in a headline is who speaks below it, where one person fits."""

import pytest

from reportedly import Article, read
from tests.marks import names

MINISTER = (
    "Foreign Minister Pavel Drozd said on Wednesday that the talks with Karovia planned for May 12 had been cancelled."
)
MAYOR = "The festival due on June 1 has been called off, Ana Belk, the mayor of Lorne, said on Tuesday."
HOLM = "The head of the rail union, Greta Holm, said the strike set for Monday had been called off."
REYES = "Council leader Tom Reyes said the march on May 18 would go ahead."


def speaker(headline, body):
    """Chain of the headline's statement, with the kind of its last link."""
    record = read(Article(text=f"{headline}\n\nOSTBURG, May 8 - {body}\n", published="2024-05-08"))
    (chain,) = (s.chain for s in record.statements if s.source and s.source[0][0] < len(headline))
    return names(chain), chain[-1].kind.value


@pytest.mark.parametrize(
    ("headline", "body", "name"),
    [
        ("Talks with Karovia are off, minister says", MINISTER, "Pavel Drozd"),
        ("Minister says talks with Karovia are off", MINISTER, "Pavel Drozd"),
        ("Talks with Karovia are off - minister", MINISTER, "Pavel Drozd"),
        ("Talks with Karovia are off, Drozd says", MINISTER, "Pavel Drozd"),
        ("Minister: Talks with Karovia called off", MINISTER, "Pavel Drozd"),
        ("Karovia talks cancelled: Drozd", MINISTER, "Pavel Drozd"),
        ("Mayor confirms festival is cancelled", MAYOR, "Ana Belk"),
        ("Strike on Monday is off, says union chief", HOLM, "Greta Holm"),
        ("Council leader says march will go ahead", REYES, "Tom Reyes"),
    ],
)
def test_an_office_in_a_headline_is_who_holds_it_below(headline, body, name):
    assert speaker(headline, body) == ([name], "person")


@pytest.mark.parametrize(
    ("headline", "body"),
    [
        (
            "Talks with Karovia are off, minister says",
            "The talks with Karovia due on June 1 have been called off, said former minister Anna Holt on Tuesday.",
        ),
        (
            "Festival is off, minister says",
            "Shadow minister Lena Orr said on Tuesday that the festival due on June 1 was off.",
        ),
    ],
)
def test_who_does_not_hold_the_office_is_not_meant(headline, body):
    assert speaker(headline, body)[1] == "unnamed"


def test_an_official_in_a_headline_is_the_official_below():
    body = "The talks due on June 1 have been called off, a senior official said on Tuesday."
    assert speaker("Official says talks are off", body) == (["a senior official"], "unnamed")


def test_a_ministry_in_a_headline_is_the_ministry_below():
    text = (
        "Ministry says talks are off\n\n"
        "OSTBURG - The Karovian Foreign Ministry said on Tuesday that the talks set for May 12 had been called off.\n"
    )
    record = read(Article(text=text, published="2024-05-08"))
    assert [names(statement.chain) for statement in record.statements] == [["Karovian Foreign Ministry"]] * 2


@pytest.mark.parametrize(
    ("headline", "body", "name"),
    [
        # Two fit.
        (
            "Visit is off, minister says",
            "Defence Minister Olga Brandt said the visit to Karst on May 20 had been cancelled.\n\n"
            "Foreign Minister Pavel Drozd said the visit would go ahead.",
            "minister",
        ),
        # Another office, more than one, another matter.
        ("Prime minister says talks are off", MINISTER, "Prime minister"),
        ("Mayors say festival is cancelled", MAYOR, "Mayors"),
        (
            "Library to close in June, mayor says",
            "The city library will close in June.\n\n“Our swimmers did well,” Mayor Ana Belk said of the cup.",
            "mayor",
        ),
        # A spokesman of the minister is not the minister.
        (
            "Talks are off, minister says",
            "A spokesman for the foreign minister said on Tuesday that the talks had been cancelled.",
            "minister",
        ),
    ],
)
def test_who_does_not_fit_is_not_meant(headline, body, name):
    assert speaker(headline, body) == ([name], "unnamed")


def test_a_headline_is_no_part_of_what_the_paragraph_below_quotes():
    text = (
        "Storm delays cup final by a day\n\nThe cup final between Brask United and Tarn was postponed on Saturday "
        "because of a storm and will now be played on Sunday, the league said.\n"
    )
    record = read(Article(text=text, published="2026-05-02"))
    (statement,) = record.statements
    assert record.words(statement.content[0]).startswith("The cup final between")


@pytest.mark.parametrize(
    "headline", ["Analysis: Why the talks were called off", "Lake Varna: talks with Karovia called off"]
)
def test_what_stands_before_a_colon_need_not_speak(headline):
    record = read(Article(text=f"{headline}\n\n{MINISTER}\n", published="2024-05-08"))
    assert [names(statement.chain) for statement in record.statements] == [["Pavel Drozd"]]


def test_what_a_headline_has_somebody_say_is_not_the_articles_word():
    record = read(Article(text=f"Minister: Talks with Karovia called off\n\n{MINISTER}\n", published="2024-05-08"))
    assert {tuple(names(event.chain)) for event in record.events} == {("Pavel Drozd",)}
