"""The shipped weights on sentences of our own, and on text that is none."""

from __future__ import annotations

import subprocess
import sys
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportedly.errors import ModelError
from reportedly.reading.neural.decode import Attribution, decode
from reportedly.reading.neural.encoder import Encoder, encoder
from reportedly.reading.neural.pieces import VIEW_WIDTH, make_views, split_text


def read(text: str) -> tuple[Attribution, ...]:
    return decode(encoder().score(text), text)


def words(text: str, attribution: Attribution) -> tuple[list[str], list[str], list[str]]:
    source, cue, content = (
        [text[start:end] for start, end in getattr(attribution, role)] for role in ("source", "cue", "content")
    )
    return source, cue, content


@pytest.mark.parametrize(
    ("text", "source", "cue", "content"),
    [
        (
            "The harbour master said the ferry would not sail on Sunday.",
            ["The harbour master"],
            ["said"],
            ["the ferry would not sail on Sunday"],
        ),
        (
            "“We will not sell the bakery,” Ms Lindqvist told reporters.",
            ["Ms Lindqvist"],
            ["told reporters"],
            ["“We will not sell the bakery,”"],
        ),
        (
            "According to the museum, the painting was stolen in March.",
            ["the museum"],
            ["According to"],
            ["the painting was stolen in March"],
        ),
        (
            "“The bridge is safe,” Mayor Odile Varga said. “It has been safe for forty years.”",
            ["Mayor Odile Varga"],
            ["said"],
            ["“The bridge is safe,”", "“It has been safe for forty years.”"],
        ),
    ],
)
def test_statement(text: str, source: list[str], cue: list[str], content: list[str]) -> None:
    (attribution,) = read(text)
    found = words(text, attribution)
    assert found[0] == source
    assert found[1][0] in cue[0]  # how much of "told reporters" is the cue, the training data does not agree on
    assert " ".join(found[2]).split() == " ".join(content).split()
    assert attribution.confidence > 0.6


def test_narration_is_no_statement() -> None:
    assert read("The ferry left at nine and reached the island before noon. It rained all day.") == ()


def test_same_text_same_scores() -> None:
    text = "Ms Orr said the talks had failed. A spokesman declined to comment. " * 12
    one, two = encoder().score(text), encoder().score(text)
    assert np.array_equal(one.views, two.views)
    assert np.array_equal(one.cues, two.cues)


def test_document_is_read_by_its_text() -> None:
    document: Any = SimpleNamespace(text="Ms Orr said it closes.")
    assert np.array_equal(encoder()(document).views, encoder().score(document.text).views)


def test_long_text_is_read_like_its_parts() -> None:
    """What is read in stretches to save memory comes out as the same paragraphs do further up."""
    paragraph = "The harbour master said the ferry would not sail on Sunday, and the crew went home.\n\n"
    text = paragraph * 420  # more than one stretch
    starts = [a.cue[0][0] % len(paragraph) for a in read(text)]
    assert len(starts) == 420
    assert set(starts) == {paragraph.index("said")}


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \n\n ",
        "“" * 3000,
        '"\n' * 1500,
        "he said " * 1500,
        "a" * 20000,
        "." * 20000,
        "🙂👩‍👩‍👧" * 800,
        "新华社报道说，会谈将推迟。" * 200,
        "قال المتحدث إن المحادثات تأجلت. " * 150,
        "Der Su\u0308dwind sagte\u0301. " * 200,
        "A\x00B\x07 said\u200b \ufeff it\u2028 closes.\r\n" * 100,
        "lone \ud800 surrogate, she said",
        "İstanbul'da dedi ki ẞ ﬁ ŉ " * 100,
    ],
    ids=lambda text: repr(text[:8]),
)
def test_strange_text(text: str) -> None:
    check_spans(text)


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=120))
def test_any_text(text: str) -> None:
    check_spans(text)


@settings(max_examples=40, deadline=None)
@given(st.text(alphabet=st.sampled_from("Orr said “yes” \"no' \n.İe\u0301\ud83d新"), max_size=120))
def test_any_mixture_of_marks_and_words(text: str) -> None:
    check_spans(text)


def check_spans(text: str) -> None:
    scores = encoder().score(text)
    pieces = scores.pieces
    assert len(scores.heads["cue"]) == len(pieces)
    assert (pieces[:, 0] <= pieces[:, 1]).all()
    assert (np.diff(pieces[:, 0]) >= 0).all()
    assert not len(pieces) or (pieces.min() >= 0 and pieces.max() <= len(text))
    assert scores.views.shape == (len(scores.cues), VIEW_WIDTH, 5)
    for attribution in decode(scores, text):
        assert attribution.content
        assert 0.0 <= attribution.confidence <= 1.0
        for role in (attribution.source, attribution.cue, attribution.content):
            assert list(role) == sorted(role)
            for start, end in role:
                assert 0 <= start < end <= len(text)
                assert not (start and text[start - 1].isalnum() and text[start].isalnum())
                assert not (end < len(text) and text[end - 1].isalnum() and text[end].isalnum())


def test_pieces_are_the_letters_of_the_text() -> None:
    """A combining accent, a capital that grows in lower case, an emoji before the word: offsets stay the text's."""
    text = "🙂 Cafe\u0301 İstanbul said ẞ"
    pieces = split_text(text, encoder()._tokenizer)
    assert [text[a:b] for a, b in pieces.spans.tolist() if text[a:b] == "said"] == ["said"]


def test_view_marks_the_cue_and_the_edges() -> None:
    pieces = split_text("Orr said it closes.\n\nThe port is old.", encoder()._tokenizer)
    view = make_views(pieces, np.array([[1, 2]], np.int32))
    assert int((view.context[0] % 2).sum()) == 1
    assert int(view.inside.sum()) == len(pieces)


def test_missing_weights_say_so(tmp_path: Any) -> None:
    with pytest.raises(ModelError, match="the weights cannot be read"):
        Encoder(tmp_path)


def test_import_is_light() -> None:
    code = "import sys, reportedly.reading.neural.encoder; print({'onnxruntime', 'tokenizers'} & sys.modules.keys())"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "set()\n"
