"""Who answers for a report: on the record, hearsay, a source and those who speak for it."""

import pytest

from reportedly import Ledger
from reportedly.ledger.matching.origins import is_on_record
from reportedly.record import Link
from reportedly.vocabulary import LinkKind
from reportedly.wording import on_whose_word
from tests.ledger.stories import Told, article


@pytest.fixture
def ledger(tmp_path):
    with Ledger(tmp_path / "news.sqlite") as ledger:
        yield ledger


def told(ledger, *records, **options):
    """The events of these articles."""
    ledger.add_all(records)
    return ledger.events(**options)


def test_an_agency_that_relays_an_unnamed_diplomat_is_not_on_the_record(ledger):
    """Another article tells the same by the agency's name alone: that makes its diplomat no named source."""
    (visit,) = told(
        ledger,
        article(
            "Harbour Post",
            "2026-03-05",
            Told(words="the visit is off", status="postponed", chain=("Adriapress", "a diplomat")),
        ),
        article("World Brief", "2026-03-05", Told(words="the visit is off", status="postponed", chain=("Adriapress",))),
    )
    assert (visit.status, visit.status_on_record) == ("postponed", None)
    assert (visit.origins, visit.origins_on_record) == (1, 0)


def test_hearsay_is_nobodys_word(ledger):
    (visit,) = told(
        ledger,
        article("Harbour Post", "2026-03-05", Told(words="the visit is off", status="postponed", hearsay=True)),
        article("World Brief", "2026-03-04", Told(words="the visit is planned", status="planned")),
    )
    assert (visit.status, visit.status_on_record) == ("postponed", "planned")
    assert [(r.outlet, r.on_record) for r in visit.reports] == [("World Brief", True), ("Harbour Post", False)]
    assert on_whose_word(visit.reports[1]) == "Harbour Post, without naming a source"


@pytest.mark.parametrize(
    ("name", "kind", "answers"),
    [
        ("Elena Varga", "person", True),
        ("a State House spokeswoman", "unnamed", True),
        ("a spokesman for the Norland Ministry", "unnamed", True),
        ("the foreign minister of Spain", "unnamed", True),
        ("Spain's foreign minister", "unnamed", True),
        ("the president of the Drava Republic", "unnamed", True),
        ("a former foreign minister of Spain", "unnamed", False),
        ("an aide to Elena Varga", "unnamed", False),
        ("a spokesman", "unnamed", False),
        ("officials", "unnamed", False),
        ("a diplomatic source", "unnamed", False),
        ("ministers of Spain", "unnamed", False),
        ("a letter by Elena Varga", "document", True),
        ("an internal report", "document", False),
    ],
)
def test_who_answers_for_a_report(name, kind, answers):
    assert (
        is_on_record((Link(name="Adriapress", kind=LinkKind.OUTLET), Link(name=name, kind=LinkKind(kind)))) is answers
    )
