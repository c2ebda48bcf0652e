"""Integrity: what a careful reader notices about the text itself."""

from __future__ import annotations

import pytest

from reportedly import Article
from reportedly.reading.integrity import find_integrity, with_language


def signs(text: str, published: str | None = "2024-02-09") -> list[tuple[str, str | None]]:
    article = Article(text=text, published=published, language="en")
    return [(i.kind.value, text[i.span[0] : i.span[1]] if i.span else None) for i in find_integrity(article)]


PROSE = "The talks began in the spring and went on for months. Both sides say that they want to go on this autumn. "


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (PROSE, []),
        (PROSE + "Envoys in Lisbon in 2022.", [("translated_copy", "Envoys in Lisbon in 2022.")]),
        (PROSE + "“We will go on. “", [("broken_copy", "“We will go on. “")]),
        (PROSE + "They met with with the envoys.", [("broken_copy", "with with")]),
        (PROSE + "He had had enough, and that that happened was no surprise.", []),
        (PROSE + "“This is right,” Orr said during maintenance.", [("translated_copy", "said during maintenance")]),
        (PROSE + "The talks will not have place on Monday.", [("translated_copy", "will not have place on")]),
        (
            PROSE + "An envoy has told to Tass on Monday that it was off.",
            [("translated_copy", "told to Tass on Monday that")],
        ),
        (PROSE + "It was the story he told to Reuters in May.", []),
        (PROSE + "It was the idea of Sen. Ana Ruiz of Ohio in 2022.", []),
        (PROSE + "“‘Go,’ he said to me,” Orr recalled.", []),
    ],
)
def test_signs_of_a_copy(text: str, expected: list[tuple[str, str]]) -> None:
    assert signs(text) == expected


def test_no_date_is_told() -> None:
    assert signs(PROSE, published=None) == [("no_date", None)]


def test_another_language_is_told_and_nothing_else_looked_for() -> None:
    article = with_language(
        Article(
            text="Die Ministerin sagte am Freitag, dass die Reise nach Ankara verschoben worden sei und nicht vor Mai "
            "stattfinden werde. Ein Sprecher der Regierung wollte sich dazu zunächst nicht äußern.",
            published="2024-02-09",
        )
    )
    assert article.language == "de"
    assert [i.kind.value for i in find_integrity(article)] == ["other_language"]


@pytest.mark.parametrize(("text", "language"), [("Visit off: report", "en"), ("визит", "ru"), ("", "en")])
def test_a_few_words_are_english_where_the_letters_are_latin(text: str, language: str | None) -> None:
    assert with_language(Article(text=text)).language == language


def test_a_language_that_is_given_is_kept() -> None:
    assert with_language(Article(text="Visite reportée", language="FR")).language == "fr"
