"""Which mentions form one event, given how alike each two are."""

from datetime import date

from reportedly.ledger.matching.clustering import merge_mentions
from reportedly.ledger.matching.features import Features


def mentions(*ids):
    """Mentions of which nothing is compared: the likenesses are given."""
    empty = {"participants": (), "places": (), "when": (), "moved": False, "another": False}
    empty |= {"what": frozenset(), "words": frozenset(), "triggers": frozenset()}
    day = date(2026, 3, 5).toordinal()
    return [Features(id=id, article=id, types=frozenset({"vote"}), day=day, **empty) for id in ids]


def test_reports_that_share_little_are_one_event_by_a_third_and_contradictions_are_not():
    slight = {("a", "b"): 2.0, ("b", "c"): 1.2, ("a", "c"): -2.0}
    assert merge_mentions(mentions("a", "b", "c"), pairs=slight) == (("a", "b", "c"),)
    contradiction = slight | {("a", "c"): -4.0}
    assert merge_mentions(mentions("a", "b", "c"), pairs=contradiction) == (("a", "b"), ("c",))


def test_a_report_that_is_not_shown_brings_no_two_groups_together():
    shown, other = mentions("a", "c")
    (hidden,) = mentions("b")
    hidden = Features(**{name: getattr(hidden, name) for name in hidden.__slots__} | {"shown": False})
    pairs = {("a", "b"): 5.0, ("b", "c"): 5.0, ("a", "c"): -0.5}
    assert merge_mentions([shown, hidden, other], pairs=pairs) == (("a", "b"), ("c",))
