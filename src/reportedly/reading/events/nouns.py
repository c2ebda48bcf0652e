"""Nouns that name events of one type, whatever stands around them."""

from __future__ import annotations

from reportedly.reading.document import Document
from reportedly.vocabulary import EventType

__all__ = ["APPOINTED", "CLEAR", "are_alike", "may_name", "type_of_noun"]

# Without those that name something else as often: a mountain has a summit, a league conferences, a striker strikes.
_TYPES = {
    noun: type
    for type, nouns in {
        EventType.PROTEST: "march protest demonstration",
        EventType.STRIKE: "walkout",
        EventType.VOTE: "vote referendum election plebiscite runoff",
        EventType.HEARING: "inquest arraignment",
        EventType.TALKS: "negotiation",
        EventType.VISIT: "visit",
        EventType.SPEECH: "speech",
    }.items()
    for noun in nouns.split()
}
CLEAR = frozenset("walkout referendum plebiscite runoff inquest arraignment".split())
"""Those that name nothing else."""
_EXERCISES = frozenset("exercise drill manoeuvre maneuver wargame".split())
_FORCES = frozenset(
    "navy army air force troop soldier marine warship fleet nato military naval joint amphibious infantry artillery "
    "tank battalion brigade alliance coastguard guard live-fire defence defense".split()
)
# Of what marches otherwise: armies, bands and sides on their way to a title.
_MARCHERS = frozenset("army troop soldier tank battalion regiment column rebel band wedding funeral".split())
_WAY = frozenset(("to", "towards", "toward", "into"))
APPOINTED = frozenset(
    "hearing meeting talk summit visit trip rally vote election debate conference ceremony referendum inauguration "
    "march protest strike concert convention briefing speech parade festival wedding gala workshop forum trial inquest "
    "runoff walkout demonstration vigil marathon match game race tour negotiation".split()
)
"""Nouns of what is appointed before it happens."""
# Nouns by which an event is taken up again: what cancels "the trip" cancels the visit.
_ANY = frozenset("event gathering plan date occasion thing programme program engagement fixture".split())
_ALIKE = tuple(
    frozenset(nouns.split())
    for nouns in (
        "visit trip tour",
        "meeting talk summit conference session negotiation discussion",
        "protest march demonstration rally parade",
        "strike walkout stoppage action",
        "vote referendum election poll ballot",
        "hearing trial case inquest",
        "match game race",
        "speech address appearance",
    )
)


def _is_of_forces(document: Document, token: int) -> bool:
    """ "Naval [exercises]", "the navy has delayed its [exercise]"."""
    above = document.head(token)
    near = [*document.children[token], *(c for c in document.children[above] if document.deps[c] == "nsubj")]
    near += [d for c in near for d in document.children[c] if document.deps[d] in ("pobj", "compound", "amod")]
    return any(document.lemmas[c].casefold() in _FORCES for c in near)


def may_name(noun: str, other: str) -> bool:
    """Whether one event may be called by both nouns.

    >>> may_name("trip", "visit"), may_name("event", "visit"), may_name("meeting", "strike")
    (True, True, False)
    """
    return noun == other or noun in _ANY or are_alike(noun, other)


def are_alike(noun: str, other: str) -> bool:
    """Whether two nouns name events of one sort: "strike" and "walkout"."""
    return any({noun, other} <= group for group in _ALIKE)


def type_of_noun(document: Document, token: int) -> EventType | None:
    """The type of event that a noun names; None of other words, and where it may name something else.

    Args:
        document: The parsed article.
        token: The noun.
    """
    if document.lemmas[token] in _EXERCISES and _is_of_forces(document, token):
        return EventType.EXERCISE
    found = _TYPES.get(document.lemmas[token])
    # "Saturday's march" may be tagged for a name.
    if found is None or document.pos[token] not in ("NOUN", "PROPN") or not document.words[token].islower():
        return None
    children = document.children[token]
    if document.lemmas[token] == "demonstration" and any(document.lemmas[c] == "of" for c in children):
        return None  # of how something works
    if document.lemmas[token] == "march":
        around = {document.lemmas[c] for c in children}
        around |= {document.lemmas[d] for c in children for d in document.children[c] if document.deps[d] != "pobj"}
        if around & (_MARCHERS | _WAY) or any(document.lemmas[c] == "of" for c in children):
            return None
    return found
