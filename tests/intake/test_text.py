"""Plain texts: what their first lines say of them, and what of it is not used."""

from __future__ import annotations

import pytest

from reportedly.article import Article
from reportedly.intake.text import read_texts
from tests.intake.pages import PARAGRAPHS

TEXT = PARAGRAPHS[0]


def read(text: str) -> tuple[list[Article], list[str]]:
    notices: list[str] = []
    found = list(read_texts(text.encode(), source="a.txt", notice=notices.append))
    assert all(isinstance(one, Article) for one in found)
    return [one for one in found if isinstance(one, Article)], notices


@pytest.mark.parametrize(
    ("lines", "published", "updated"),
    [
        ("By Ana Berg\n3 March 2026", "2026-03-03", None),
        ("Published 3 March 2026", "2026-03-03", None),
        ("Updated: 5 March 2026\n\nPublished: 3 March 2026", "2026-03-03", "2026-03-05"),
        ("Last updated: 5 March 2026", None, "2026-03-05"),
        ("March 3, 2026 at 7:05 pm", "2026-03-03T19:05:00", None),
        ("13/03/2026", "2026-03-13", None),
        # A day in prose is no date of the text.
        ("The port closed on 3 March 2026.", None, None),
    ],
)
def test_a_line_that_is_a_date_alone_dates_the_text(lines: str, published: str | None, updated: str | None) -> None:
    (article,), notices = read(f"Visit off\n\n{lines}\n\n{TEXT}\n")
    assert (article.published, article.updated, notices) == (published, updated, [])


def test_a_date_whose_order_nothing_tells_is_unknown_and_said() -> None:
    (article,), notices = read(f"Visit off\n\nPublished 3/4/2026\n\n{TEXT}\n")
    assert article.published is None
    assert notices == [
        "a.txt: nothing tells the order of day and month in 'Published 3/4/2026'. "
        "Taken as unknown; write YYYY-MM-DD."
    ]  # fmt: skip


def test_the_block_of_fields_goes_before_the_lines_below_it() -> None:
    (article,), _ = read(f"Title: Visit off\nPublished: 2026-03-03\n\nPublished 9 March 2026\n\n{TEXT}\n")
    assert article.published == "2026-03-03"


def test_a_head_that_is_no_fields_is_said_once() -> None:
    (article,), notices = read(f"Title: Visit off\nSection: World\nDate: 3 March 2026\n\n{TEXT}\n")
    assert (article.title, article.published, article.text) == ("Visit off", "2026-03-03", f"{TEXT}\n")
    assert notices == ["a.txt: not used: `Section`."]


def test_lines_with_colons_that_name_no_field_are_text() -> None:
    talk = "Reporter: Is it off?\nMinister: It is off.\n\nNobody else spoke.\n"
    (article,), notices = read(talk)
    assert (article.text, notices) == (talk, [])
