"""Quotations in single marks: apostrophes, possessives and letters left out do not end them."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportedly.reading.text.quotations import find_quotations


@pytest.mark.parametrize(
    ("text", "quotations"),
    [
        ("‘It’s the pilots’ money,’ he said.", ["‘It’s the pilots’ money,’"]),
        ("'It's the pilots' money,' he said.", ["'It's the pilots' money,'"]),
        ("'It's late,' she said. 'They'll wait.'", ["'It's late,'", "'They'll wait.'"]),
        ("‘Rock ’n’ roll lives,’ he said in the ’90s.", ["‘Rock ’n’ roll lives,’"]),
        ("Give 'em time, the '80s star said.", []),
        ("It was 'a mess', the pilots' union said.", ["'a mess'"]),
        ("The 'old ways' are gone. It was the pilots'.", ["'old ways'"]),
        ("They had ‘no chances’ and left.", ["‘no chances’"]),
        ("She said “a ‘real’ ferry”, and the pilots’ fee.", ["“a ‘real’ ferry”", "‘real’"]),
        ("“The ‘real one” sank, the pilots’ union said.’", ["“The ‘real one”"]),
        ("‹The port stays shut›, she said.", ["‹The port stays shut›"]),
        ("‚Never‘, she said.", ["‚Never‘"]),
        ("The pilots’ fee and the sailors’ fee.", []),
    ],
)
def test_quotations_in_single_marks(text: str, quotations: list[str]) -> None:
    assert [text[start:end] for start, end in find_quotations(text)] == quotations


@given(st.text(alphabet="abs n.,\n\"'“”‘’‚‹›", max_size=80))
def test_quotations_in_single_marks_do_not_overlap(text: str) -> None:
    spans = [span for span in find_quotations(text) if text[span[0]] in "'‘’‚‹" and not text.startswith("''", span[0])]
    assert all(a[1] <= b[0] for a, b in pairwise(spans))
    assert not any("\n" in text[start:end] for start, end in spans)
