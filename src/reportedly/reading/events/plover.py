"""PLOVER root codes: what sort of act an event is, beside its type (Halterman and others 2023, PLOVER code book)."""

from __future__ import annotations

from reportedly.vocabulary import EventType

__all__ = ["plover_root"]

# Types that are not named here are CONSULT.
_ROOTS = {
    EventType.SIGNING: "AGREE",
    EventType.EXERCISE: "MOBILIZE",
    EventType.LAUNCH: "MOBILIZE",
    EventType.DEPLOYMENT: "MOBILIZE",
    EventType.STRIKE: "ASSAULT",
    EventType.PROTEST: "PROTEST",
}
_OUT_OF_OFFICE = {
    "resign",
    "step",
    "resignation",
    "abdicate",
    "quit",
    "ceasefire",
    "cease-fire",
    "ouster",
    "impeachment",
}
_BY_FORCE = {"execute", "execution", "behead", "hang"}
_GOING_HOME = {"withdrawal", "withdraw", "pullout", "pull-out", "drawdown", "pull", "bring", "remove", "evacuation"}
_LABOUR = {"walkout", "general", "labor", "labour", "hunger", "rail", "worker", "union", "teacher"}


def plover_root(kind: EventType, lemmas: tuple[str, ...]) -> str | None:
    """The root of an event, from its type and the lemmas of its trigger and its modifiers.

    The status plays no part: a visit that is called off is still CONSULT, for it is the visit that the entry is about.

    >>> plover_root(EventType.DEPLOYMENT, ("troop", "withdrawal"))
    'RETREAT'
    """
    words = frozenset(lemmas)
    if kind is EventType.DEPLOYMENT and words & _GOING_HOME:
        return "RETREAT"
    if kind is EventType.STRIKE and words & _LABOUR:
        return "PROTEST"
    if kind is EventType.OTHER:
        if words & _BY_FORCE:
            return "COERCE"
        if words & _OUT_OF_OFFICE:
            return "CONCEDE"
        if words & {"nuclear"}:
            return "MOBILIZE"
        if words & {"rally", "parade"}:
            return "PROTEST" if words & {"protest", "anti-government", "opposition"} else None
        if words & {"swap", "exchange", "handover", "release"}:
            return "CONCEDE"
        return None
    return _ROOTS.get(kind, "CONSULT")
