"""A post printed inside an article is the word of who signed it."""

from __future__ import annotations

import pytest

from reportedly import Article, Record, read
from reportedly.intake.page import read_page
from tests.intake.pages import page

ABOVE = "Dockers in Bergen stayed away from work for a third day on Tuesday.\n\n"
BELOW = "\n\nThe employers met in the evening."


def read_post(post: str) -> Record:
    return read(Article(text=ABOVE + post + BELOW, published="2026-03-04"))


@pytest.mark.parametrize("mark", ["—", "–", "-"])
def test_a_signed_post_is_its_author_s_word_of_that_day(mark: str):
    record = read_post(f"The hearing in Bergen has been cancelled.\n\n{mark} Ruth Hallam (@ruthhallam) March 2, 2026")
    (post,) = [s for s in record.statements if "hearing" in record.words(s.content)]
    assert [link.name for link in post.chain] == ["Ruth Hallam"]
    assert (record.words(post.content), post.said) == ("The hearing in Bergen has been cancelled.", "2026-03-02")
    assert not [event for event in record.events if "hearing" in record.words(event.evidence) and not event.chain]


@pytest.mark.parametrize(
    "post",
    [
        "The hearing in Bergen has been cancelled.\n\n— Ruth Hallam (@hallam.example) March 2, 2026",
        "The hearing in Bergen has been cancelled.\n\n— Ruth Hallam (@ruth@fjord.example) March 2, 2026 at 9:14 AM",
        "The hearing in Bergen has been cancelled. — Ruth Hallam (@ruthhallam) March 2, 2026",
        "The hearing in Bergen has been cancelled.\n\nA post shared by Ruth Hallam (@ruth.hallam)",
    ],
)
def test_signatures_of_other_networks_and_at_the_end_of_the_post(post: str):
    record = read_post(post)
    (told,) = [s for s in record.statements if "hearing" in record.words(s.content)]
    assert [link.name for link in told.chain] == ["Ruth Hallam"]
    assert record.words(told.content) == "The hearing in Bergen has been cancelled."
    assert not [event for event in record.events if "hearing" in record.words(event.evidence) and not event.chain]


def test_every_paragraph_that_a_page_sets_apart_with_the_signature_is_of_the_post():
    post = (
        "<blockquote><p>The hearing in Bergen has been cancelled.</p><p>Stay at home.</p>"
        "<p>— Ruth Hallam (@ruth@fjord.example) March 2, 2026</p></blockquote>"
    )
    record = read(read_page(page(body=post).encode(), source="page.html"))
    (told,) = [s for s in record.statements if "hearing" in record.words(s.content)]
    assert [record.article.text[a:b] for a, b in told.content] == [
        "The hearing in Bergen has been cancelled.",
        "Stay at home.",
    ]


@pytest.mark.parametrize(
    "post",
    [
        "The hearing in Bergen has been cancelled.\n\nRuth Hallam is a judge.",
        "The hearing in Bergen has been cancelled.\n\n— a judge of the court",
        "The hearing in Bergen has been cancelled.\n\nRuth Hallam (@ruthhallam) is a judge.",
    ],
)
def test_what_is_not_signed_is_no_post(post: str):
    assert "Hallam" not in {link.name.split()[-1] for s in read_post(post).statements for link in s.chain}


def test_ids_of_statements_stay_apart():
    record = read_post("“It is off,” Ola Berg said.\n\nWe stay out.\n\n— Ola Berg (@olaberg)")
    ids = [statement.id for statement in record.statements]
    assert len(ids) == len(set(ids)) >= 2
