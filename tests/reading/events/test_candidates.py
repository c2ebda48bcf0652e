"""The names, places, times and statements that an event may be about."""

import numpy as np
import pytest

from reportedly.reading.events.candidates import FEATURES, Candidates, Role
from reportedly.record import Link, Statement
from reportedly.vocabulary import Kind, LinkKind, Stance
from tests.reading.events.readings import candidates_of, token_of


def near(text: str, trigger: str, role: Role) -> list[tuple[str, str | None]]:
    """The words of each candidate of a role, and what they stand for."""
    candidates = candidates_of(text)
    found = []
    for candidate in candidates.near(token_of(candidates.document, trigger)):
        if candidate.role is role:
            rows = candidates.times if role is Role.TIME else candidates.entities
            row = rows[candidate.index]
            found.append((text[slice(*candidate.span)], getattr(row, "value", None) or getattr(row, "name", None)))
    return found


MEETING = "Mary Orr will meet Ivo Hale at the White House in Washington on Monday. She will stay."


def test_participants_are_names_and_pronouns_nearest_first():
    assert near(MEETING, "meet", Role.PARTICIPANT) == [
        ("Mary Orr", "Mary Orr"),
        ("Ivo Hale", "Ivo Hale"),
        ("White House", "White House"),
        ("Washington", "Washington"),
        ("She", "Mary Orr"),
    ]


def test_places_are_countries_cities_and_buildings():
    assert near(MEETING, "meet", Role.PLACE) == [("White House", "White House"), ("Washington", "Washington")]


def test_times():
    assert near(MEETING, "meet", Role.TIME) == [("Monday", "2024-02-12")]


def test_names_are_looked_for_two_sentences_back_and_one_ahead():
    text = "Mary Orr left. Ivo Hale left. It rained. A visit is planned. Jon Lund left. Ann Berg left."
    assert [name for name, _ in near(text, "visit", Role.PARTICIPANT)] == ["Jon Lund", "Ivo Hale"]


def _statement(text: str, number: int, cue: str, content: str) -> Statement:
    def span(words: str) -> tuple[int, int]:
        start = text.index(words)
        return start, start + len(words)

    return Statement(
        id=f"s{number}",
        kind=Kind.INDIRECT,
        source=(),
        cue=(span(cue),),
        content=(span(content),),
        chain=(Link(name="Tass", kind=LinkKind.OUTLET),) * number,
        stance=Stance.ASSERTS,
        said=None,
    )


TASS = "Tass reported that Ivo Hale had said that the visit was off. It rained."


def test_statements_around_a_trigger_innermost_first():
    outer = _statement(TASS, 1, "reported", "that Ivo Hale had said that the visit was off")
    inner = _statement(TASS, 2, "said", "that the visit was off")
    candidates = candidates_of(TASS, [outer, inner])
    token = token_of(candidates.document, "visit")
    statements = [c for c in candidates.near(token) if c.role is Role.STATEMENT]
    assert [c.index for c in statements] == [1, 0]
    assert [TASS[slice(*c.span)] for c in statements] == ["said", "reported"]
    assert candidates.nests.around(token) == [1, 0]
    assert candidates.nests.around(token_of(candidates.document, "rained")) == []


def test_a_statement_beside_a_trigger_is_a_candidate_too():
    candidates = candidates_of(TASS, [_statement(TASS, 1, "said", "that the visit was off")])
    statements = [c for c in candidates.near(token_of(candidates.document, "rained")) if c.role is Role.STATEMENT]
    assert [c.index for c in statements] == [0]


def _columns(candidates: Candidates, trigger: str) -> np.ndarray:
    token = token_of(candidates.document, trigger)
    return candidates.features(token, candidates.near(token))


def test_features_have_a_row_for_each_candidate_within_bounds():
    candidates = candidates_of(MEETING)
    rows = _columns(candidates, "meet")
    assert rows.shape == (8, len(FEATURES))
    assert (rows >= 0).all()
    assert (rows.max(axis=0) < np.array(list(FEATURES.values()))).all()


@pytest.mark.parametrize(
    ("feature", "values"),
    [
        # The same sentence is 2; "She" stands in the next.
        ("sentence", [2, 2, 2, 2, 3]),
        # One step up and none down is a path of 1; 16 is no path: another sentence.
        ("path", [1, 1, 2, 3, 16]),
    ],
)
def test_features_of_participants(feature: str, values: list[int]):
    rows = _columns(candidates_of(MEETING), "meet")
    column = list(FEATURES).index(feature)
    assert rows[rows[:, 0] == Role.PARTICIPANT, column].tolist() == values


def test_a_subject_and_an_object_differ():
    rows = _columns(candidates_of("Mary Orr dismissed Ivo Hale."), "dismissed")
    column = list(FEATURES).index("dep")
    assert rows[0, column] != rows[1, column]


@pytest.mark.parametrize("text", ["Visit.", "Visit! “Meeting” (talks)", "Orr, Hale, Lund, Berg, Moen, Lie " * 40])
def test_no_text_is_too_strange(text: str):
    candidates = candidates_of(text)
    for token in range(min(20, len(candidates.document))):
        found = candidates.near(token)
        assert candidates.features(token, found).shape == (len(found), len(FEATURES))


def test_a_list_of_names_is_bounded():
    text = (
        "A visit is planned by " + ", ".join(f"Ann Orr{chr(97 + n % 26)}{chr(97 + n // 26)}" for n in range(120)) + "."
    )
    assert len(near(text, "visit", Role.PARTICIPANT)) <= 40
