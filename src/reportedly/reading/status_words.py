"""The words that tell whether a happening is on: `data/events_status.toml`, indexed."""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from importlib.resources import files

__all__ = ["CHANGES", "Claim", "Turn", "Words", "status_words"]


class Claim(StrEnum):
    """What is said of the happening, before anything turns it."""

    MENTIONED = "mentioned"
    HAPPENS = "happens"
    SCHEDULED = "scheduled"
    PLANNED = "planned"
    POSSIBLE = "possible"
    CONTINUES = "continues"
    ENDED = "ended"
    POSTPONED = "postponed"
    RESCHEDULED = "rescheduled"
    CANCELLED = "cancelled"
    RULED_OUT = "ruled_out"
    UNCONFIRMED = "unconfirmed"


CHANGES = frozenset({Claim.POSTPONED, Claim.RESCHEDULED, Claim.CANCELLED, Claim.RULED_OUT})


class Turn(StrEnum):
    """What stands outside a claim and turns it."""

    NOT = "not"
    MAY = "may"
    SHOULD = "should"
    IF = "if"
    UNTIL = "until"
    LATER = "later"
    UNLESS = "unless"
    PLANNED = "planned"
    SCHEDULED = "scheduled"
    POSSIBLE = "possible"
    REFUSED = "refused"
    DENIED = "denied"
    DOUBTED = "doubted"
    ASKED = "asked"
    NOT_CONFIRMED = "not confirmed"
    TENTATIVE = "tentative"
    WOULD_HAVE = "would have"


@dataclass(frozen=True, slots=True)
class Words:
    """Lemmas, or verbs with a particle or fixed object, and what they say of a happening."""

    change_verbs: Mapping[str, Claim]
    change_nouns: Mapping[str, Claim]
    adjectives: Mapping[str, Claim]
    object_only: frozenset[str]
    ends: frozenset[str]
    holds: frozenset[str]
    happens: frozenset[str]
    continues: frozenset[str]
    ended: frozenset[str]
    governors: Mapping[str, tuple[str, ...]]


@functools.cache
def status_words() -> Words:
    """The word lists, read once."""
    data = tomllib.loads(files("reportedly.data").joinpath("events_status.toml").read_text("utf-8"))

    def by_word(table: Mapping[str, list[str]]) -> dict[str, Claim]:
        return {word: Claim(claim) for claim, words in table.items() for word in words}

    governors: dict[str, list[str]] = {}
    for turn, words in data["governors"].items():
        for word in words:
            governors.setdefault(word, []).append(turn)
    support = data["support"]
    return Words(
        change_verbs=by_word(data["change_verbs"]),
        change_nouns=by_word(data["change_nouns"]),
        adjectives={
            word: Claim(claim) if claim not in ("under_way", "held") else _ADJECTIVE_CLAIMS[claim]
            for claim, words in data["change_adjectives"].items()
            for word in words
        },
        object_only=frozenset(data["object_only"]),
        ends=frozenset(data["ends"]),
        holds=frozenset(support["holds"]),
        happens=frozenset(support["happens"]),
        continues=frozenset(support["continues"]),
        ended=frozenset(support["ended"]),
        governors={word: tuple(turns) for word, turns in governors.items()},
    )


_ADJECTIVE_CLAIMS = {"under_way": Claim.CONTINUES, "held": Claim.ENDED}
