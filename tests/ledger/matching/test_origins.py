"""Name forms, dates and origins: the small judgements that all others stand on."""

from datetime import date

import pytest

from reportedly.edtf import days_of
from reportedly.ledger.matching.origins import Attestation, is_on_record, members_of, origins_of
from reportedly.lexicon.names import is_same_name
from reportedly.record import Link
from reportedly.vocabulary import LinkKind
from tests.ledger.stories import link


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        ("Elena Varga", "Varga", True),
        ("President Elena Varga", "Ms. Varga", True),
        ("Enrique Peña Nieto", "Enrique Pena Nieto", True),
        ("Rod Rosenstein", "Rod J. Rosenstein", True),
        ("Jim Mattis", "James Mattis", True),
        ("Kim Jong Un", "Kim", True),
        ("the U.S.", "United States", True),
        ("NATO", "North Atlantic Treaty Organization", True),
        ("Hillary Clinton", "Bill Clinton", False),
        ("Elena Varga", "Elena Orr", False),
        ("Orr's lawyers", "Petra Orr", False),
        ("North Korea", "South Korea", False),
        ("Judiciary Committee", "Senate Judiciary Committee", True),
        ("the Senate panel", "Senate Judiciary Committee", True),
        ("Committee on Harbours and Railways", "Railways Committee", True),
        ("Senate Intelligence Committee", "Senate Judiciary Committee", False),
        ("Kenyan Foreign Ministry", "Norland Foreign Ministry", False),
    ],
)
def test_forms_of_one_name(a, b, same):
    assert is_same_name(a, b) is same
    assert is_same_name(b, a) is same


@pytest.mark.parametrize(
    ("value", "first", "last"),
    [
        ("2024-02-12", date(2024, 2, 12), date(2024, 2, 12)),
        ("2024-02-12T18:00", date(2024, 2, 12), date(2024, 2, 12)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2023", date(2023, 1, 1), date(2023, 12, 31)),
        ("2018-09-24/2018-09-30", date(2018, 9, 24), date(2018, 9, 30)),
        ("2026-W10", date(2026, 3, 2), date(2026, 3, 8)),
        ("2026-24", date(2026, 12, 1), date(2027, 2, 28)),
    ],
)
def test_days_that_a_date_covers(value, first, last):
    assert days_of(value) == (first, last)


@pytest.mark.parametrize("value", [None, "", "soon", "2026-13-40", "2026-03-09/2026-03-01", "XXXX-03"])
def test_no_days(value):
    assert days_of(value) is None


def word(*chain, article="a", outlet="Harbour Post", day="2026-03-05", echo_of=None):
    return Attestation(
        article=article, outlet=outlet, day=day, chain=tuple(link(name) for name in chain), echo_of=echo_of
    )


@pytest.mark.parametrize(
    ("a", "b", "one"),
    [
        (word("Petra Orr"), word("Adriapress", "Ms Orr"), True),
        (word("the Foreign Ministry"), word("the Foreign Ministry spokesman"), True),
        (word("Petra Orr"), word("Petra Orr's letter"), True),
        (word("a lawyer for Petra Orr"), word("Petra Orr"), True),
        (word("Adriapress", "a diplomat"), word("Adriapress", "a diplomat", outlet="Norland News"), True),
        (word("a diplomat"), word("a diplomat", outlet="Norland News"), False),
        (word("a diplomat"), word("a senior diplomat"), False),
        (word("Adriapress", "a diplomat"), word("Adriapress", "a diplomat", day="2026-03-09"), False),
        (word(), word(article="b"), True),
        (word(), word(article="b", outlet="Norland News"), False),
        (word("Petra Orr"), word("Jonas Lund"), False),
    ],
)
def test_one_origin_or_two(a, b, one):
    x, y = origins_of([a, b])
    assert (x == y) is one
    assert set(origins_of([b, a])) == {x, y}


def test_a_copys_own_voice_is_no_origin():
    assert origins_of([word(echo_of="b"), word("Petra Orr", echo_of="b")]) == (None, "name:petra orr")


def test_people_who_say_it_together_are_an_origin_each():
    together = Link(name="Petra Orr and Jonas Lund", kind=LinkKind.GROUP)
    joint, orr, lund = origins_of(
        [
            Attestation(article="a", outlet="Harbour Post", day="2026-03-05", chain=(together,)),
            word("Ms Orr", article="b"),
            word("Lund", article="c", outlet="Norland News"),
        ]
    )
    assert members_of(joint) == {orr, lund} == {"name:petra orr", "name:jonas lund"}
    assert members_of(orr) == {orr}
    assert is_on_record((together,))
