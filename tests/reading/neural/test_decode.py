"""From scores to attributions: hand-made scores, no weights. `[source:…]` marks what the scores say."""

from __future__ import annotations

import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportedly.reading.neural.decode import Attribution, Calibration, Scores, Settings, decode, propose_cues
from reportedly.reading.neural.pieces import VIEW_LEFT, VIEW_WIDTH, cut_windows
from reportedly.reading.text.quotations import find_quotations

OPEN = re.compile(r"\[(source|cue|content):([^\]]*)\]")
TAGS = {"source": 1, "content": 3}


def scored(
    marked: str, *, sure: float = 0.9, valid: float = 3.0, settings: Settings | None = None
) -> tuple[Scores, str]:
    """Scores that say of a text what its marks say; each word and each mark of punctuation is a piece."""
    text, roles, position = "", [], 0
    for match in OPEN.finditer(marked):
        text += marked[position : match.start()]
        roles.append((match[1], len(text), len(text) + len(match[2])))
        text += match[2]
        position = match.end()
    text += marked[position:]
    pieces = np.array([m.span() for m in re.finditer(r"\w+|[^\w\s]", text)], np.int32)

    def rows(start: int, end: int) -> list[int]:
        return [i for i, (a, b) in enumerate(pieces.tolist()) if a < end and b > start]

    def soft(labels: np.ndarray, n: int) -> np.ndarray:
        return np.log(np.where(np.eye(n)[labels] > 0, sure, (1 - sure) / (n - 1))).astype(np.float32)

    cue_labels = np.zeros(len(pieces), int)
    (cue,) = [rows(start, end) for role, start, end in roles if role == "cue"]
    cue_labels[cue] = 2
    cue_labels[cue[0]] = 1
    index = cue[0] - VIEW_LEFT + np.arange(VIEW_WIDTH)
    tags = np.zeros(VIEW_WIDTH, int)
    for role, start, end in roles:
        if role != "cue":
            places = np.array(rows(start, end)) - cue[0] + VIEW_LEFT
            tags[places] = TAGS[role] + 1
            tags[places[0]] = TAGS[role]
    views = soft(tags, 5)
    views[(index < 0) | (index >= len(pieces))] = -np.inf
    return Scores(
        pieces=pieces,
        heads={"cue": soft(cue_labels, 3)},
        cues=np.array([[cue[0], cue[-1] + 1]], np.int32),
        views=views[None],
        valid=np.array([valid], np.float32),
        settings=settings or Settings(confidence_floor=0.0),
    ), text


def mark(attribution: Attribution, text: str) -> str:
    """The text with its attribution marked."""
    spans = [(*s, role) for role in ("source", "cue", "content") for s in getattr(attribution, role)]
    for start, end, role in sorted(spans, reverse=True):
        text = f"{text[:start]}[{role}:{text[start:end]}]{text[end:]}"
    return text


@pytest.mark.parametrize(
    ("scores_say", "comes_out"),
    [
        # As the scores say it.
        (
            "[source:Ms Orr] [cue:said] [content:the port would close].",
            "[source:Ms Orr] [cue:said] [content:the port would close].",
        ),
        # No source is printed.
        ("The pier was [cue:reportedly] [content:sold].", "The pier was [cue:reportedly] [content:sold]."),
        # Content on both sides of its source.
        (
            "[content:“We will sign,”] [source:Orr] [cue:said], [content:“in May.”]",
            "[content:“We will sign,”] [source:Orr] [cue:said], [content:“in May.”]",
        ),
        # A quotation keeps its marks when the scores leave them out …
        ("“[content:We will sign],” [source:Orr] [cue:said].", "[content:“We will sign,”] [source:Orr] [cue:said]."),
        # … and its first words when the scores lose them.
        (
            "[source:Orr] [cue:said]: “We [content:will sign in the month of May].”",
            "[source:Orr] [cue:said]: [content:“We will sign in the month of May.”]",
        ),
        # … and its last ones, when they have its first.
        (
            "[source:Orr] [cue:called] [content:it a “grave and] wholly needless mistake of ours”.",
            "[source:Orr] [cue:called] [content:it a “grave and wholly needless mistake of ours”].",
        ),
        # A quotation of which the content holds a few words amid others stays as it is.
        (
            "“When we met in the spring they still [cue:thought] [content:it sound], all of them and their lawyers.”",
            "“When we met in the spring they still [cue:thought] [content:it sound], all of them and their lawyers.”",
        ),
        # A quotation in which the cue stands does not swallow it.
        (
            "“[content:We sign in May], [source:Orr] [cue:said] to me”, it goes.",
            "“[content:We sign in May], [source:Orr] [cue:said] to me”, it goes.",
        ),
        # A quotation of two paragraphs is one statement with two pieces.
        (
            "“The ferry is late.\n\n“[content:Nobody told us],” [source:Varga] [cue:said].",
            "[content:“The ferry is late.]\n\n[content:“Nobody told us,”] [source:Varga] [cue:said].",
        ),
        # One piece that the scores lose amid content.
        (
            "[source:Orr] [cue:said] [content:the] new [content:port would close].",
            "[source:Orr] [cue:said] [content:the new port would close].",
        ),
        # Stops and commas at the edge of content are not of it.
        ("[source:Orr] [cue:said][content:, it closes.]", "[source:Orr] [cue:said], [content:it closes]."),
    ],
)
def test_spans(scores_say: str, comes_out: str) -> None:
    scores, text = scored(scores_say)
    (attribution,) = decode(scores, text)
    assert mark(attribution, text) == comes_out


def test_cue_without_content_is_no_attribution() -> None:
    assert decode(*scored("[source:Orr] [cue:said] nothing.")) == ()


def test_doubtful_attribution_is_left_out() -> None:
    marked = "[source:Orr] [cue:said] [content:it closes]."
    settings = Settings(confidence_floor=0.5)
    assert len(decode(*scored(marked, valid=3.0, settings=settings))) == 1
    assert decode(*scored(marked, valid=-8.0, sure=0.4, settings=settings)) == ()


def test_span_never_ends_inside_a_word() -> None:
    whole, text = scored("[source:Orr] [cue:said] [content:the port] would close.")
    # The tokenizer cuts "port", piece 3, in two, and the scores stop after its first half.
    start, end = whole.pieces[3].tolist()
    pieces = np.concatenate((whole.pieces[:3], [[start, start + 2], [start + 2, end]], whole.pieces[4:]))
    outside = VIEW_LEFT + 3  # the column of "would"; the cue is piece 1
    views = np.insert(whole.views, outside, whole.views[:, outside], axis=1)[:, :VIEW_WIDTH]
    scores = Scores(
        pieces=pieces.astype(np.int32),
        heads={"cue": np.insert(whole.heads["cue"], 3, whole.heads["cue"][0], axis=0)},
        cues=whole.cues,
        views=views,
        valid=whole.valid,
        settings=whole.settings,
    )
    (attribution,) = decode(scores, text)
    assert [text[a:b] for a, b in attribution.content] in (["the"], ["the port"])


def test_no_cue_no_attribution() -> None:
    empty = Scores(
        pieces=np.zeros((0, 2), np.int32),
        heads={"cue": np.zeros((0, 3), np.float32)},
        cues=np.zeros((0, 2), np.int32),
        views=np.zeros((0, VIEW_WIDTH, 5), np.float32),
        valid=np.zeros(0, np.float32),
    )
    assert decode(empty, "") == ()


def test_two_cues_side_by_side_stay_two() -> None:
    #                 outside begins inside
    cue = np.log(np.array([[0.9, 0.05, 0.05], [0.1, 0.8, 0.1], [0.1, 0.1, 0.8], [0.1, 0.8, 0.1], [0.9, 0.05, 0.05]]))
    found = propose_cues(cue.astype(np.float32), np.zeros(5, bool), 0.3)
    assert found.tolist() == [[1, 3], [3, 4]]


def test_calibration_is_between_nought_and_one() -> None:
    assert 0.0 <= Calibration()(np.full(6, -1e9)) < 0.5 < Calibration()(np.full(6, 1e9)) <= 1.0


@pytest.mark.parametrize(
    ("text", "quotations"),
    [
        ("He said “yes”.", ["“yes”"]),
        ('He said "yes" and "no".', ['"yes"', '"no"']),
        ("He's 6'2\" tall.", []),
        ("It was 'a mess', the workers' union said.", ["'a mess'"]),
        ("``Yes,'' he said.", ["``Yes,''"]),
        ("He said “a ‘real’ one”.", ["“a ‘real’ one”", "‘real’"]),
        ("A stray “ mark.\n\nAnd more.", []),
        ("“One.\n\n“Two,” she said.", ["“One.", "“Two,”"]),
        ('"One.\n\nTwo," she said.', ['"One.\n\nTwo,"']),
        ("“One.\n\nTwo,” she said.", ["“One.\n\nTwo,”"]),
        ("“One.\n\nTwo, she said.", []),
        ("“Not yet,“ she said. “Soon.”", ["“Not yet,“", "“Soon.”"]),
        ('"One. "Two, and three."', ['"One. "Two, and three."']),
        ('"One, she said. "Two, and three."', ['"Two, and three."']),
    ],
)
def test_quotations(text: str, quotations: list[str]) -> None:
    assert [text[start:end] for start, end in find_quotations(text)] == quotations


@given(st.text(alphabet="ab .\n\"'“”‘’`", max_size=60))
def test_quotations_lie_in_the_text_and_end_in_a_paragraph_of_words(text: str) -> None:
    for start, end in find_quotations(text):
        assert 0 <= start < end <= len(text)
        assert text[start:end] == text[start:end].strip()
        # Over a line break only where the paragraph after it closes what the one before it opened.
        assert "\n" not in text[start:end] or text[start:end].rsplit("\n", 1)[1].strip("\"'“”‘’` ")


@given(st.lists(st.integers(0, 4), max_size=300), st.integers(8, 60), st.integers(8, 60))
def test_windows_are_the_text(cuts: list[int], longest: int, first: int) -> None:
    windows = cut_windows(np.array(cuts, np.int32), longest, first=first)
    assert [p for a, b in windows for p in range(a, b)] == list(range(len(cuts)))
    assert all(0 < b - a <= max(longest, first) for a, b in windows)
