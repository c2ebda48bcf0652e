"""What is read from articles of our own stays what it was; how a text is laid out changes no fact."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from reportedly import Article, Record, read
from tests.golden.files import RECORDS, golden_articles, lines_of

ARTICLES = {article.id: article for article in golden_articles()}


@pytest.fixture(scope="module")
def records() -> dict[str, Record]:
    return {id: read(article) for id, article in ARTICLES.items()}


@pytest.mark.parametrize("id", ARTICLES)
def test_an_article_is_read_as_before(id, records, is_golden):
    is_golden(RECORDS / f"{id}.jsonl", lines_of(records[id]))


def test_no_golden_record_is_left_over():
    assert {path.stem for path in RECORDS.glob("*.jsonl")} == set(ARTICLES)


def straight(text: str) -> str:
    """Typewriter quotation marks and apostrophes."""
    return text.translate(str.maketrans("“”‘’", "\"\"''"))


def spaced(text: str) -> str:
    """Two blanks after each sentence, as typists did."""
    return text.replace(". ", ".  ")


def broken_lines(text: str) -> str:
    """Line ends of another system."""
    return text.replace("\n", "\r\n")


def wide(text: str) -> str:
    """More empty lines between paragraphs, and some at both ends."""
    return "\n\n" + text.replace("\n\n", "\n\n\n\n") + "\n\n"


def facts(record: Record) -> set[tuple[str, ...]]:
    """Who says what with which stance, and what of which event: without offsets, white space and marks."""
    plain = {
        ("statement", s.stance, *(link.name for link in s.chain), record.words(s.content)) for s in record.statements
    } | {
        ("event", e.type, e.status, e.when or "", e.place or "", e.what, *(link.name for link in e.chain))
        for e in record.events
        if e.shown
    }
    return {tuple(" ".join(straight(part).split()) for part in fact) for fact in plain}


# Measured on ten articles with 46 facts: 41 kept with straight marks, all with the others. A network reads a few
# letters differently, so a floor leaves room for one or two facts.
@pytest.mark.parametrize(
    ("change", "floor"),
    [(straight, 0.85), (spaced, 0.95), (broken_lines, 0.95), (wide, 0.95)],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_layout_changes_no_fact(records: dict[str, Record], change: Callable[[str], str], floor: float):
    kept = total = 0
    for id, article in list(ARTICLES.items())[::3]:
        before, after = facts(records[id]), facts(read(changed(article, change)))
        kept += len(before & after)
        total += len(before | after)
    assert kept / total >= floor, f"{kept} of {total}"


def changed(article: Article, change: Callable[[str], str]) -> Article:
    return replace(article, id="", blocks=(), text=change(article.text))
