"""Which lines of a plain text are body, and which are not. A line is marked with its kind."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportedly.article import Article, BlockKind
from reportedly.blocks import furniture_kind, is_same_line, with_blocks
from reportedly.language import detect_language


@pytest.mark.parametrize(
    ("kind", "line"),
    [
        (
            "caption",
            "In this photograph distributed by the agency Adria on May 3, 2026, Ms Varga greets guests in Koper.",
        ),
        ("caption", "FILE PHOTO: The port of Mombasa seen from the sea, Kenya"),
        ("caption", "Protesters march in Ljubljana on Tuesday. (AP Photo/Jan Orr)"),
        ("caption", "Ms Varga arrives in Nairobi. Photograph: Jan Orr/Getty Images"),
        ("caption", "Enlarge this image toggle caption Jan Orr/AP"),
        ("caption", "Image caption: The harbour after the storm"),
        ("boilerplate", "Connect with us"),
        ("boilerplate", "date 2026-05-03 Connect with us"),
        ("boilerplate", "Share this article"),
        ("boilerplate", "Read more: Five walks for a wet Sunday"),
        ("boilerplate", "Sign up for our daily newsletter and never miss a story."),
        ("boilerplate", "ADVERTISEMENT"),
        ("boilerplate", "Tuesday, March 3, 2026"),
        ("boilerplate", "Published: 3 March 2026 10:20 GMT"),
        ("boilerplate", "© 2026 Coast Tribune. All rights reserved."),
        ("boilerplate", "Соntасt uѕ аt office@example.org"),
        ("byline", "(Reporting by Jan Orr; editing by Ana Kos)"),
        ("byline", "The Coast Tribune contributed to this report."),
    ],
)
def test_what_belongs_to_the_page_is_told_from_the_body(kind: str, line: str) -> None:
    assert furniture_kind(line) == kind


@pytest.mark.parametrize(
    "line",
    [
        "Sign-ups for the vote closed on Friday, the commission said.",
        "Share prices fell after the minister said the talks were off.",
        "More than a thousand people marched in Koper, police said.",
        "Read more widely, she told the students.",
        "Follow the money, the prosecutor said.",
        "In this photo-finish election every vote counts, Orr said.",
        "Photographs of the damage were shown to reporters on Monday.",
        "Copyright law will be debated in May, the ministry said.",
        "“Contact us when you have a date,” the spokesman told Adriapress.",
        "The visit was first announced on March 3, 2026.",
        "File the claim by May, the court told the company.",
    ],
)
def test_what_may_be_the_articles_own_words_is_body(line: str) -> None:
    assert furniture_kind(line) is None


def kinds(article: Article) -> list[tuple[str, str]]:
    """Kind and words of every block."""
    return [(block.kind.value, article.text[block.start : block.end]) for block in article.blocks]


def test_a_headline_is_found_in_an_untitled_text_behind_the_page_header() -> None:
    text = (
        " date 2026-03-03 Connect with us\n\nVarga visit to Kenya postponed: report\n\n"
        "The visit was postponed, Adriapress reported.\n\n"
    )
    article = with_blocks(Article(text=text))
    assert article.title == "Varga visit to Kenya postponed: report"
    assert article.text == text
    assert [kind for kind, _ in kinds(article)] == ["boilerplate", "title", "body"]


def test_a_title_that_is_known_is_found_among_the_first_lines() -> None:
    text = "VARGA VISIT TO KENYA POSTPONED - Coast Tribune\nBy Jan Orr\nThe visit was postponed.\n"
    article = with_blocks(Article(text=text, title="Varga visit to Kenya postponed"))
    assert [kind for kind, _ in kinds(article)] == ["title", "byline", "body"]


def test_a_first_sentence_is_no_headline() -> None:
    article = with_blocks(Article(text="The visit was postponed.\n\nNo new date was given.\n"))
    assert article.title is None
    assert [kind for kind, _ in kinds(article)] == ["body", "body"]


def test_a_text_wrapped_at_a_fixed_width_has_paragraphs_and_not_lines() -> None:
    text = (
        "The ministry said on Monday that the second round\n"
        "of talks on the port agreement would be in Mombasa\n"
        "in the last week of April, as it was planned before.\n"
        "    No new date was given for the visit of the leader,\n"
        "which had been planned for the third week of May and\n"
    )
    article = with_blocks(Article(text=text * 2))
    assert len(article.blocks) == 3
    assert all(kind == "body" for kind, _ in kinds(article))


def test_blocks_that_are_there_stay() -> None:
    article = with_blocks(Article(text="Advertisement\nThe visit was postponed."))
    assert with_blocks(article) is article


@given(st.text(st.characters(codec=None), max_size=400), st.none() | st.text(max_size=30))
def test_any_text_gets_blocks_in_order_inside_it(text: str, title: str | None) -> None:
    article = with_blocks(Article(text=text, title=title))
    assert article.text == text
    end = 0
    for block in article.blocks:
        assert end <= block.start < block.end <= len(text)
        assert isinstance(block.kind, BlockKind)
        end = block.end
    covered = "".join(text[block.start : block.end] for block in article.blocks)
    assert sum(map(str.isalnum, covered)) == sum(map(str.isalnum, text))


@pytest.mark.parametrize(
    ("line", "title", "same"),
    [
        ("Varga visit postponed", "Varga visit postponed", True),
        ("VARGA VISIT “POSTPONED”", "Varga visit 'postponed'", True),
        ("Varga visit to Kenya is postponed | Coast Tribune", "Varga visit to Kenya is postponed", True),
        ("Varga's visit to Kenya postponed, source says today", "Varga's visit to Kenya postponed, source says", True),
        ("Varga visit to Kenya is postponed, she said.", "Varga visit to Kenya is postponed", False),
        ("The visit was held", "Varga visit postponed", False),
    ],
)
def test_same_line(line: str, title: str, same: bool) -> None:
    assert is_same_line(line, title) is same


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The foreign minister said that the talks would be held in May, but gave no date.", "en"),
        (
            "Der Außenminister sagte am Montag, dass die Gespräche im Mai stattfinden werden, nannte aber kein Datum. "
            * 2,
            "de",
        ),
        (
            "El ministro dijo que las conversaciones se celebrarán en mayo, pero no dio fecha. " * 3,
            "es",
        ),
        ("Министр иностранных дел заявил в понедельник, что переговоры пройдут в мае.", "ru"),
        ("Tass", None),
        ("", None),
        ("12 34 56 %%", None),
    ],
)
def test_language(text: str, language: str | None) -> None:
    assert detect_language(text) == language
