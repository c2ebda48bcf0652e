"""A post printed inside an article is the word of who signed it."""

from __future__ import annotations

import pytest

from reportedly import Article, Record, read

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
        "The hearing in Bergen has been cancelled.\n\nRuth Hallam is a judge.",
        "The hearing in Bergen has been cancelled.\n\n— a judge of the court",
    ],
)
def test_what_is_not_signed_is_no_post(post: str):
    assert "Hallam" not in {link.name.split()[-1] for s in read_post(post).statements for link in s.chain}


def test_ids_of_statements_stay_apart():
    record = read_post("“It is off,” Ola Berg said.\n\nWe stay out.\n\n— Ola Berg (@olaberg)")
    ids = [statement.id for statement in record.statements]
    assert len(ids) == len(set(ids)) >= 2
