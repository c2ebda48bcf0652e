"""Line breaks that only keep lines short become spaces; those that end a paragraph stay."""

import textwrap

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportedly.reading.text.unwrap import unwrap

WIRE = """OSLO - Norway's Prime Minister Ann Orr has put off her visit to
Finland after a storm closed the port of Turku, her office said
on Monday. A new date has not been set, it said.

"We regret this very much," Finnish Foreign Minister Ivo Hale
told reporters. He said the talks on fishing quotas would go on
between officials of the two countries.
"""


def test_hard_wrapped_lines_are_joined():
    assert unwrap(WIRE) == (
        "OSLO - Norway's Prime Minister Ann Orr has put off her visit to Finland after a storm closed the port of "
        "Turku, her office said on Monday. A new date has not been set, it said.\n\n"
        '"We regret this very much," Finnish Foreign Minister Ivo Hale told reporters. He said the talks on fishing '
        "quotas would go on between officials of the two countries.\n"
    )


def test_an_indented_line_begins_a_paragraph():
    wrapped = WIRE.replace("\n\n", "\n    ")
    assert unwrap(wrapped).count("\n") == 2


def test_offsets_hold():
    start = WIRE.index("Turku")
    assert unwrap(WIRE)[start : start + 5] == "Turku"


@pytest.mark.parametrize(
    "text",
    [
        # One line for each paragraph.
        "Ann Orr has put off her visit to Finland, her office said on Monday, after a storm closed the port of Turku.\n"
        "A new date has not been set, a spokesman said, and the talks on fishing quotas would go on in the meantime.\n",
        # Each line ends its sentence.
        "Ann Orr has put off her visit to Finland, officials said.\n"
        "A new date for the visit to Finland has not been set yet.\n"
        "The talks on fishing quotas will go on, her office said.\n",
        # A list.
        "Bread\nMilk\nButter\nEggs\n",
        "Ann Orr met Ivo Hale.",
        "",
        "\n\n\n",
    ],
)
def test_other_texts_stay_as_they_are(text: str):
    assert unwrap(text) == text


_LINES = st.lists(
    st.one_of(
        st.text(alphabet="ab .?!A\t", max_size=100),
        st.lists(st.sampled_from(["the", "visit", "to", "Norway", "was", "postponed.", "Orr"]), max_size=14).map(
            " ".join
        ),
    ),
    max_size=12,
)


@given(_LINES.map("\n".join))
def test_only_line_breaks_change(text: str):
    unwrapped = unwrap(text)
    assert len(unwrapped) == len(text)
    assert all(a == b or (a, b) == ("\n", " ") for a, b in zip(text, unwrapped, strict=True))


@given(st.text(max_size=300).filter(lambda text: "\n" not in text))
def test_a_text_without_line_breaks_never_changes(text: str):
    assert unwrap(text) == text


_WORDS = st.sampled_from("Orr the visit to Norway postponed was and fishing officials, talks ministers a on".split())
_PARAGRAPHS = st.lists(st.lists(_WORDS, min_size=40, max_size=90).map(" ".join), min_size=1, max_size=5)


@given(_PARAGRAPHS, st.integers(55, 85))
def test_wrapping_is_undone(paragraphs: list[str], width: int):
    paragraphs = [f"{paragraph} ended." for paragraph in paragraphs]
    wrapped = "\n\n".join(textwrap.fill(paragraph, width, break_on_hyphens=False) for paragraph in paragraphs)
    unwrapped = unwrap(wrapped)
    assert unwrapped == "\n\n".join(paragraphs)
    assert unwrap(unwrapped) == unwrapped
