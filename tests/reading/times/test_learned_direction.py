"""Whether the last or the coming day is meant, where the governing verb alone would mislead."""

from __future__ import annotations

import numpy as np
import pytest

from reportedly.article import Article
from reportedly.errors import ModelError
from reportedly.reading.syntax.parse import parse
from reportedly.reading.times import direction
from reportedly.reading.times.find import find_choices, find_times
from reportedly.reading.times.timex import Tense


def values_of(text: str, words: str, published: str) -> list[str | None]:
    """The values of the time expressions that are printed so."""
    document = parse(Article(text=text, published=published, language="en"))
    return [time.value for time in find_times(document) if text[slice(*time.span)] == words]


@pytest.mark.parametrize(
    ("text", "day", "value"),
    [
        # Published on Wednesday, 4 March 2026: what needs, summons or expires looks ahead, whatever its tense.
        ("The port said it needed answers from both unions by Friday.", "Friday", "2026-03-06"),
        ("Both ministers want a decision by Friday.", "Friday", "2026-03-06"),
        ("Two proposals of the shareholders are up for a vote April 27.", "April 27", "2026-04-27"),
        ("Both sides have until Saturday to agree.", "Saturday", "2026-03-07"),
        ("With by-elections coming up in two towns on 16 April, both parties spent more.", "16 April", "2026-04-16"),
        # What was the last or a landmark is past, though the coming one is nearer.
        ("At their last meeting, on December 16, they kept rates at 2 percent.", "December 16", "2025-12-16"),
        ("Police found the boat on Sunday.", "Sunday", "2026-03-01"),
        ("The verdict on February 3 surprised both sides.", "February 3", "2026-02-03"),
    ],
)
def test_the_words_around_tell_which_one_is_meant(text: str, day: str, value: str) -> None:
    assert values_of(text, day, "2026-03-04") == [value]


def test_what_may_mean_two_days_is_listed_with_both_of_them() -> None:
    text = "The court ruled on Monday that a levy of 2019 stands until today."
    document = parse(Article(text=text, published="2026-03-04", language="en"))
    ((span, rows, choice),) = find_choices(document)
    assert text[slice(*span)] == "Monday"
    assert rows == sorted(set(rows))
    assert (choice.past, choice.future, choice.chosen, choice.tense) == (
        "2026-03-02",
        "2026-03-09",
        "2026-03-02",
        Tense.PAST,
    )


def test_without_a_day_of_publication_nothing_is_chosen() -> None:
    document = parse(Article(text="The court ruled on Monday.", language="en"))
    assert find_choices(document) == []
    assert [time.value for time in find_times(document)] == [None]


def test_what_the_model_is_not_sure_of_stays_as_the_grammar_has_it(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "The court ruled on Monday."
    unsure = direction.DirectionModel(weights=np.zeros(direction.N_BUCKETS, np.float32), bias=0.5, sure=1.0)
    monkeypatch.setattr(direction, "direction_model", lambda: unsure)
    assert values_of(text, "Monday", "2026-03-04") == ["2026-03-02"]
    sure = direction.DirectionModel(weights=unsure.weights, bias=2.0, sure=1.0)
    monkeypatch.setattr(direction, "direction_model", lambda: sure)
    assert values_of(text, "Monday", "2026-03-04") == ["2026-03-09"]


def test_a_damaged_model_is_told_by_name(monkeypatch: pytest.MonkeyPatch, tmp_path) -> None:
    (tmp_path / "model").mkdir()
    (tmp_path / "model" / "direction.npz").write_bytes(b"PK\x03\x04 no weights")
    monkeypatch.setattr(direction, "files", lambda package: tmp_path)
    direction.direction_model.cache_clear()
    with pytest.raises(ModelError, match=r"direction\.npz"):
        direction.direction_model()
    direction.direction_model.cache_clear()
