"""A report's facts as numbers, and the logistic model over them and the parse."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportedly.reading.events.confidence import Facts, confidence, fact_vector, n_facts
from reportedly.reading.neural.linear import N_WIDE, LinearModel
from reportedly.vocabulary import EventType, Status

FACTS = Facts(
    tagged=0.9,
    valid=0.8,
    best=0.85,
    status=0.7,
    type=0.95,
    chain=0.9,
    sentence=0,
    share=0.0,
    saying=1,
    group=2,
    people=2,
    place=True,
    day=False,
    own_voice=True,
    words=True,
    length=12,
    kind=EventType.VISIT,
    status_name=Status.POSTPONED,
    held_together=True,
)


def model(weights: dict[int, float], bias: float = 0.0, bucket: float = 0.0) -> LinearModel:
    """A model of one class that weighs some of the facts, and bucket 7."""
    dense = np.zeros((n_facts(), 1), np.float32)
    for fact, weight in weights.items():
        dense[fact] = weight
    wide = np.zeros((N_WIDE, 1), np.float32)
    wide[7] = bucket
    return LinearModel(wide=wide, dense=dense, bias=np.array([bias], np.float32))


def test_a_vector_has_one_place_for_each_type_and_status():
    vector = fact_vector(FACTS)
    assert vector.shape == (n_facts(),)
    tail = vector[-len(EventType) - len(Status) :]
    assert tail.sum() == 2.0
    assert tail[list(EventType).index(EventType.VISIT)] == 1.0
    assert tail[len(EventType) + list(Status).index(Status.POSTPONED)] == 1.0


def test_without_a_model_all_is_certain():
    assert confidence(FACTS, [], None) == 1.0


def test_a_model_that_knows_nothing_says_even():
    assert confidence(FACTS, [7], model({})) == 0.5


def test_surer_heads_make_a_surer_report():
    first = model({0: 1.0})
    assert confidence(replace(FACTS, tagged=0.99), [], first) > confidence(FACTS, [], first)
    assert confidence(FACTS, [], first) == pytest.approx(0.9)  # the odds of `tagged` alone


def test_features_of_the_parse_count_too():
    assert confidence(FACTS, [7], model({}, bucket=2.0)) > confidence(FACTS, [8], model({}, bucket=2.0)) == 0.5


def test_more_than_three_people_count_as_three():
    assert np.array_equal(fact_vector(replace(FACTS, people=3)), fact_vector(replace(FACTS, people=9)))


@given(st.floats(0, 1), st.floats(0, 1), st.integers(0, 10_000), st.floats(-1e6, 1e6))
def test_confidence_is_a_probability(tagged: float, status: float, sentence: int, bias: float):
    facts = replace(FACTS, tagged=tagged, status=status, sentence=sentence)
    assert np.isfinite(fact_vector(facts)).all()
    assert 0.0 <= confidence(facts, [], model({0: 1.0, 3: 1.0}, bias)) <= 1.0
