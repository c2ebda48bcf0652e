"""The type of an event, by what its mentions say and by the noun that names it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from reportedly.reading.document import Document
from reportedly.reading.events.mentions import EventMention
from reportedly.reading.events.nouns import CLEAR, type_of_noun
from reportedly.reading.neural.linear import settle
from reportedly.vocabulary import EventType

__all__ = ["event_type"]

_TYPES = tuple(EventType)
_NAMED_SHARE = 0.05  # least share of the type that a noun names, for it to decide where the heads choose none


def event_type(document: Document, group: Sequence[EventMention], settings: dict[str, Any]) -> EventType:
    """The type that an event's mentions agree on, each as far as it is likely to be one.

    Args:
        document: The parsed article.
        group: The mentions of the event.
        settings: Of the heads, with the model that settles types.
    """
    model = settings.get("type")
    total = np.zeros(len(_TYPES))
    for mention in group:
        likely = settle(model, mention.features, mention.type)
        total += likely * mention.probability
    kind = _TYPES[int(np.argmax(total))]
    if kind is EventType.OTHER:
        token = max(group, key=lambda mention: mention.probability).token
        named = type_of_noun(document, token)
        is_clear = document.lemmas[token] in CLEAR or named is EventType.EXERCISE
        least = 0.0 if is_clear else _NAMED_SHARE
        if named is not None and total[_TYPES.index(named)] >= least * total.sum():
            return named
    return kind
