"""Texts made to keep a reader busy: what they cost grows as they do, and no faster.

A pattern that tries every beginning with every end takes a second for a page and an hour for a long one; one with more
ways to match than one, longer than anybody lives. Each text here is one piece, repeated. What reads them has so many
seconds of a processor for each; such a pattern takes many times that.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

SECONDS = 20

# What stands before, what is repeated, what stands behind.
PIECES = [
    ("By ", "A-", "!"),
    ("By ", "Ana de ", "!"),
    ("in this ", "a", ""),
    ("in this ", "a, ", ""),
    ("Title: x", " ", "y\n\nIt rained."),
    ("Date: 2026-03-02", " \t", "x"),
    ("“1234567890” —A", ".", "!"),
    ("“1234567890” —", "Ana of ", "!"),
    ("A", " ", "spokesman x"),
    ("A", "'s office ", "\nx"),
    ("A", " of the", " lawyer x"),
    ("", "a lawyer for ", "\nx"),
    ("", "the state ", "x"),
    ("", "“", "x"),
    ("", '"a ', "x"),
    ("", "(photo ", "x"),
    ("", "1 may ", "x"),
    ("", "<", "x"),
    ("<p ", "a='", "x"),
    ("<title>x", " ", "| y</title>"),
    ("<script", " ", "x"),
    ("", "<!--", "x"),
    ("", "<!doctype x [", "]"),
    ("", "data:,", "x"),
    ("", "&#", "x"),
]

# A timer of the processor's time, not of the clock's; where it runs out, the process ends in the midst of a match.
BEFORE = """
import signal, sys
from pathlib import Path
from tests.test_hostile import PIECES, SECONDS
from reportedly import Article, Ledger, read

def texts(size, pieces=PIECES):
    for head, piece, tail in pieces:
        print((head, piece, tail), flush=True)
        signal.setitimer(signal.ITIMER_PROF, SECONDS)
        yield head + piece * (size // len(piece)) + tail
    print("all of them")

folder = Path({folder!r})
"""


def run(code: str, folder: Path) -> None:
    """Run a program that goes through texts; the test fails at the one that takes too long."""
    done = subprocess.run(
        [sys.executable, "-c", BEFORE.format(folder=str(folder)) + code],
        capture_output=True,
        text=True,
        check=False,
        cwd=Path(__file__).parent.parent,
    )
    last = done.stdout.strip().rpartition("\n")[2]
    assert last == "all of them", f"ended with {done.returncode} at {last}. {done.stderr[-1000:]}"


def test_plain_texts_are_taken_in(tmp_path: Path):
    run(
        """
from reportedly.blocks import with_blocks
from reportedly.intake import articles
for text in texts(200_000):
    with_blocks(Article(text=text))
    (folder / "a.txt").write_text(text, "utf-8")
    assert list(articles([str(folder / "a.txt")]))
""",
        tmp_path,
    )


@pytest.mark.parametrize(
    ("name", "around"),
    [
        ("a.html", "{}"),
        ("b.html", "<html><head><title>{}</title></head><body><article><h1>It rained</h1><p>{}</p></article></body>"),
        ("a.xml", "<rss version='2.0'><channel><item><title>{}</title><description>{}</description></item></channel>"),
        ("a.jsonl", "{}"),
    ],
)
def test_pages_and_feeds_are_taken_in(tmp_path: Path, name: str, around: str):
    run(
        f"""
from reportedly.intake import articles
for text in texts(20_000):
    (folder / {name!r}).write_text({around!r}.replace("{{}}", text), "utf-8")
    assert list(articles([str(folder / {name!r})]))
""",
        tmp_path,
    )


def test_articles_are_read(tmp_path: Path):
    run(
        """
read(Article(text="It rained, he said."))
for text in texts(5_000, [each for each in PIECES if each[1] in {"“", "A-", "'s office "}]):
    read(Article(text=text, language="en", published="2026-03-02"))
""",
        tmp_path,
    )


def test_sources_are_told_apart(tmp_path: Path):
    run(
        """
from tests.ledger.stories import Told, article
for n, name in enumerate(texts(150_000, [each for each in PIECES if each[1] in {" ", "'s office ", "the state "}])):
    with Ledger(folder / f"{n}.sqlite") as ledger:
        ledger.add(article("Drava Courier", "2026-03-02", Told(words="It is off", status="cancelled", chain=(name,))))
        assert ledger.events()
""",
        tmp_path,
    )


def test_words_are_searched_for(tmp_path: Path):
    run(
        """
from contextlib import suppress
from reportedly.errors import QuestionError
from reportedly.ledger import StatementFilter
with Ledger(folder / "news.sqlite") as ledger:
    for words in texts(50_000):
        with suppress(QuestionError):  # more words than anybody looks for
            ledger.search(StatementFilter(words=words))
""",
        tmp_path,
    )
