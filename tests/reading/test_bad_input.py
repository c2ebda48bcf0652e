"""Text that is no article: everything is read without a crash, offsets stay the text's, work grows with the length."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportedly import Article, Record, read
from reportedly.reading.attribution.statements import find_statements
from reportedly.reading.entities.find import find_entities
from reportedly.reading.neural.decode import decode
from reportedly.reading.neural.encoder import WINDOW, encoder
from reportedly.reading.syntax.parse import parse
from reportedly.reading.text.quotations import find_quotations

STRANGE = {
    "one sentence": "The mayor said that the port, which is old, and which the town, said Orr, wants to keep, " * 15,
    "no sentence end": "Orr said the talks go on and " * 40,
    "only marks": "“”\"'‘’«»" * 20,
    "opening marks": "“" * 400,
    "straight marks and letters": '"a ' * 200,
    "marks and breaks": '"\n\n' * 150,
    "right to left": "قال المتحدث باسم الوزارة: “تأجلت الزيارة”. " * 40,
    "Chinese": "新华社报道说：“会谈将推迟。”" * 20,
    "control characters": "A\x00B\x07 said\u200b \ufeff“it\u2028 closes”.\r\n\x1b[31m" * 20,
    "emoji": "👩‍👩‍👧 said “🙂 it closes 🇹🇷” — 🏳️‍🌈 Orr\n" * 20,
    "decomposed": "Rene\u0301 A\u0300lvarez said “the cafe\u0301 closes”. " * 20,
    "lone surrogate": "Orr \ud800 said “it \udfff closes”. " * 40,
    "colons": "Orr:\n\n“Yes\n\n" * 40,
    "dashes": "“Nobody knows anything.” — Orr\n" * 30,
    "transcript": "ORR: Yes.\n\nRUIZ: No.\n\n" * 30,
}


def check(record: Record) -> None:
    text = record.article.text
    ids = {statement.id for statement in record.statements}
    for statement in record.statements:
        assert statement.content
        assert 0.0 <= statement.confidence <= 1.0
        assert statement.within is None or statement.within in ids - {statement.id}
        for start, end in (*statement.source, *statement.cue, *statement.content):
            assert 0 <= start < end <= len(text)
        for link in statement.chain:
            assert link.span is None or 0 <= link.span[0] < link.span[1] <= len(text)


@pytest.mark.parametrize("text", STRANGE.values(), ids=STRANGE.keys())
def test_strange_text_is_read(text: str) -> None:
    record = read(Article(text=text, published="2024-02-09"))
    assert record.article.text == text
    check(record)


@settings(max_examples=25, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [*"“”\"'‘:—\n", " ", ". ", "Orr", "RUIZ", "said", "knows that", "wrote:", "e\u0301", "新", "🙂", "\x00"]
        ),
        max_size=60,
    )
)
def test_any_mixture_is_read_alike_twice(words: list[str]) -> None:
    article = Article(text=" ".join(words), published="2024-02-09", language="en")
    record = read(article)
    check(record)
    assert read(article) == record


def work(function: Callable[[], Any]) -> int:
    """How many functions, Python's own among them, a call runs."""
    calls = 0

    def tally(frame: Any, event: str, argument: Any) -> None:
        nonlocal calls
        calls += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(tally)
    try:
        function()
    finally:
        sys.setprofile(before)
    return calls


@pytest.mark.parametrize(
    "unit",
    [
        "The mayor said that the port is old and ",
        "“Nobody knows who owns the port at all.” ",
        '"Nobody knows who owns the port," Orr said. ',
        '"a ',
        "“a\n\n",
        "ORR: Yes, it is.\n\n",
        "Orr wrote:\n\n“Nobody owns the port.\n\n“Not now.”\n\n",
        "“The mayor knows that the port is lost and said ‘Never mind.’” — Ana Orr\n",
    ],
)
def test_four_times_the_text_is_about_four_times_the_work(unit: str) -> None:
    """Work in calls, not in seconds: the same on any machine."""
    amounts = []
    for times in (40, 160):  # beyond the windows that some rules look through
        text = unit * times
        document = parse(Article(text=text, language="en"))
        attributions = decode(encoder().score(text), text)
        entities = find_entities(document)
        amounts.append(
            work(partial(find_statements, document, attributions, entities, ())) + work(partial(find_quotations, text))
        )
    assert amounts[1] <= 6 * amounts[0]


def test_windows_of_the_encoder_grow_with_the_text() -> None:
    """No window is read twice and none is longer than the rest, whatever the text."""
    for unit in ("said ", "“", "a" * 50, "Orr said it. "):
        n_pieces = []
        for times in (100, 400):
            scores = encoder().score(unit * times)
            n_pieces.append(len(scores.pieces))
            assert len(scores.cues) <= WINDOW // 8 * (1 + len(scores.pieces) // (WINDOW // 2))
            assert np.isfinite(scores.heads["cue"]).all()
        assert n_pieces[1] <= 4 * n_pieces[0] + 4
