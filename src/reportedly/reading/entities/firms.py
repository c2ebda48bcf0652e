"""Firms: the short names under which they go after their full one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from reportedly.lexicon.folding import fold
from reportedly.lexicon.gazetteer import gazetteer
from reportedly.reading.entities.mentions import Named
from reportedly.vocabulary import EntityKind

__all__ = ["merge_short_firms", "without_legal_form"]

_LEGAL_FORMS = frozenset(
    """inc incorporated corp corporation co company ltd limited plc llc llp lp ag sa nv bv spa se ab asa oyj gmbh kk
    holdings holding group""".split()
)
# Nouns of a trade that end the name of a firm and that its short name leaves out.
_TRADES = frozenset(
    """airlines airways airline lines motors motor automobiles bank bancorp partners capital management energy
    petroleum oil gas power resources mining steel pharmaceuticals pharma therapeutics biosciences industries
    enterprises communications telecom wireless stores foods financial securities insurance assurance advisors
    electronics semiconductor software aerospace aviation aircraft shipping logistics railways railway hotels
    resorts medical healthcare laboratories chemicals brewing breweries""".split()
)


class Body(Protocol):
    """What is known of one thing while the entities are being put together."""

    kind: EntityKind
    words: tuple[str, ...]
    mentions: list[Named]
    name: str | None
    country: str | None
    called: str | None


def without_legal_form(words: Sequence[str]) -> list[str]:
    """The words of a name without "Inc" or "Group" at its end.

    >>> without_legal_form(["general", "motors", "co"])
    ['general', 'motors']
    """
    stop = len(words)
    while stop > 1 and words[stop - 1].strip(".,") in _LEGAL_FORMS:
        stop -= 1
    return list(words[:stop])


def merge_short_firms(clusters: Sequence[Body]) -> None:
    """ "Delta" is "Delta Air Lines Inc." where one firm of the article begins so; mentions of the short name move."""
    by_start: dict[tuple[str, ...], list[Body]] = {}
    for cluster in clusters:
        if cluster.kind is not EntityKind.ORGANISATION or not cluster.mentions or cluster.called is not None:
            continue
        last = cluster.words[-1].strip(".,")
        if len(cluster.words) > 1 and (last in _LEGAL_FORMS or last in _TRADES):
            for stop in range(1, len(cluster.words)):
                by_start.setdefault(cluster.words[:stop], []).append(cluster)
    lists = gazetteer()
    # The longest first, so that "Delta Air Lines" has joined "Delta Air Lines Inc." before "Delta" is looked at.
    for cluster in sorted(clusters, key=lambda c: -len(c.words)):
        if cluster.kind is not EntityKind.ORGANISATION or not cluster.mentions or cluster.called is not None:
            continue
        longer = [other for other in by_start.get(cluster.words, ()) if other.mentions and other is not cluster]
        alone = len(cluster.words) == 1 and fold(cluster.words[0]) in lists.demonyms
        listed = cluster.country is not None or cluster.name is not None
        if len(longer) == 1 and not alone and not listed and _is_its_name(cluster, longer[0]):
            longer[0].mentions += cluster.mentions
            cluster.mentions = []


def _is_its_name(short: Body, full: Body) -> bool:
    """Whether a short name is that of the firm: after the full one, unless that is a registered name.

    "Lufthansa Shipping" that is first named after "Lufthansa" is another firm.
    """
    if full.words[-1].strip(".,") in _LEGAL_FORMS:
        return True
    return min(m.start for m in full.mentions) < min(m.start for m in short.mentions)
