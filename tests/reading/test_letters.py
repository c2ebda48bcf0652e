"""Letters and statements that an article prints whole: every paragraph is the author's, on pages and in plain text."""

from __future__ import annotations

import pytest

from reportedly import Article, read
from reportedly.article import BlockKind
from reportedly.intake.page import read_page
from reportedly.record import Record
from tests.intake.pages import PARAGRAPHS, page


def told(record: Record) -> list[tuple[list[str], str]]:
    """Each statement's chain and content."""
    text = record.article.text
    return [([k.name for k in s.chain], " … ".join(text[a:b] for a, b in s.content)) for s in record.statements]


@pytest.mark.parametrize(
    ("text", "authors"),
    [
        ("Dear Editor,\n\nYour report was wrong. The dam is safe.\n\nKeiko Mori\nAlma", ["Keiko Mori"]),
        ("Sir,\n\nThe dam is safe.\n\nYours faithfully,\nKeiko Mori\nAlma", ["Keiko Mori"]),
        ("The dam\n\nTo the editor:\n\nThe dam is safe.\n\nKeiko Mori, Alma", ["Keiko Mori"]),
        ("The dam is safe.\n\nKeiko Mori", []),
        ("Dear Editor,\n\nThe dam is safe.", []),
    ],
)
def test_a_letter_to_the_editor_is_on_the_word_of_who_signs_it(text: str, authors: list[str]) -> None:
    found = told(read(Article(text=text, published="2026-03-04")))
    assert [chain for chain, content in found if "The dam is safe." in content] == [[name] for name in authors]


def test_every_paragraph_of_a_letter_that_a_page_sets_apart_is_its_authors() -> None:
    letter = (
        "<p>Harbour master Ana Berg wrote to the crews:</p><blockquote><p>The regatta in Tarn has been cancelled.</p>"
        "<p>I regret it, and I ask you to keep your boats in the harbour.</p></blockquote>"
    )
    article = read_page(page(body=letter).encode(), source="page.html")
    kinds = [(block.kind, article.text[block.start : block.end][:11]) for block in article.blocks]
    assert kinds[1:5] == [
        (BlockKind.BODY, "Harbour mas"),
        (BlockKind.QUOTE, "The regatta"),
        (BlockKind.QUOTE, "I regret it"),
        (BlockKind.BODY, PARAGRAPHS[0][:11]),
    ]
    record = read(article)
    assert (
        ["Ana Berg"],
        "The regatta in Tarn has been cancelled. … I regret it, and I ask you to keep your boats in the harbour.",
    ) in told(record)
    regatta = [event for event in record.events if event.status == "cancelled"]
    assert regatta
    assert all([link.name for link in event.chain] == ["Ana Berg"] for event in regatta)


def test_a_page_that_sets_all_of_its_text_apart_prints_its_own_words() -> None:
    markup = page().replace("</h1>", "</h1><blockquote>").replace("</article>", "</blockquote></article>")
    article = read_page(markup.encode(), source="page.html")
    assert {block.kind for block in article.blocks} == {BlockKind.TITLE, BlockKind.BODY}


@pytest.mark.parametrize(
    ("text", "chain", "content"),
    [
        ("“We reopen in May.”\n\n– Mayor Ana Berg", ["Ana Berg"], "“We reopen in May.”"),
        ("Statement from Mayor Ana Berg:\n\n“We reopen in May.”", ["Ana Berg"], "“We reopen in May.”"),
        ("And from chairman Jan Orr:\n\n“Fares stay low. We promise.”", ["Jan Orr"], "“Fares stay low. We promise.”"),
        ("Mayor Ana Berg on the pier:\n\n“We reopen in May.”", ["Ana Berg"], "“We reopen in May.”"),
        # Who is named in the paragraph itself says it.
        ("Mayor Ana Berg was there:\n\n“We reopen in May,” said Jan Orr.", ["Jan Orr"], "“We reopen in May,”"),
    ],
)
def test_a_quotation_belongs_to_the_name_above_or_below_it(text: str, chain: list[str], content: str) -> None:
    record = read(Article(text=text, published="2026-03-04", language="en"))
    assert (chain, content) in told(record)
    assert all(name == chain for name, _ in told(record))


def test_what_somebody_else_says_within_a_letter_stands_on_both() -> None:
    text = (
        "Ana Berg said:\n\n“The harbour office told me on Monday that the ferry was cancelled.”\n\nNobody else spoke."
    )
    record = read(Article(text=text, published="2026-03-04", language="en"))
    outer, inner = record.statements
    assert [[k.name for k in s.chain] for s in (outer, inner)] == [["Ana Berg"], ["Ana Berg", "The harbour office"]]
    assert inner.within == outer.id


def test_nobody_is_named() -> None:
    record = read(Article(text="These are the rules:\n\n“No dogs on the pier.”", language="en"))
    assert all(chain == [] for chain, _ in told(record))


@pytest.mark.parametrize(
    "text",
    [
        "The letter was addressed to Jan Orr:\n\n“The fair is cancelled.”",
        "“The fair is cancelled.”\n\n— Photo: Jan Orr / Tarn Herald",
        "Ana Berg denied writing a letter that said:\n\n“The fair is cancelled.”",
    ],
)
def test_whom_a_letter_is_for_and_who_took_a_picture_do_not_say_it(text: str) -> None:
    record = read(Article(text=text, published="2026-03-04", language="en"))
    assert all(
        not {"Jan Orr", "Ana Berg", "a letter"} & set(chain) for chain, content in told(record) if "fair" in content
    )


@pytest.mark.parametrize(
    "introduction",
    [
        "The message of the harbour master, Ana Berg, to the crews reads in full:",
        "The letter from the harbour master, Ana Berg, to crews read:",
        "Ana Berg’s note to the crews said:",
        "Here is the e-mail that the harbour master, Ana Berg, sent to the crews:",
        "Below is the letter which the harbour master, Ana Berg, wrote to the crews on Friday:",
        "The full text of the letter by harbour master Ana Berg:",
    ],
)
def test_a_letter_is_of_the_one_whose_it_is_called(introduction: str) -> None:
    letter = (
        f"<p>{introduction}</p><blockquote><p>The regatta in Tarn has been cancelled.</p>"
        "<p>I regret it.</p></blockquote>"
    )
    record = read(read_page(page(body=letter).encode(), source="page.html"))
    assert (["Ana Berg"], "The regatta in Tarn has been cancelled. … I regret it.") in told(record)


def test_a_message_of_hope_is_not_of_hope() -> None:
    letter = "<p>The message of hope reads:</p><blockquote><p>The regatta in Tarn has been cancelled.</p></blockquote>"
    record = read(read_page(page(body=letter).encode(), source="page.html"))
    assert "hope" not in {name for chain, _ in told(record) for name in chain}
