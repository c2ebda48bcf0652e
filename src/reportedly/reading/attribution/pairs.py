"""The pair that "they" stands for."""

from __future__ import annotations

from collections.abc import Sequence

from reportedly.reading.document import Document
from reportedly.reading.entities.coreference import Cast, Said
from reportedly.vocabulary import EntityKind

__all__ = ["pair_before"]


def pair_before(document: Document, who: Cast, token: int, before: Sequence[Said]) -> str | None:
    """The two people of the sentence before, for a "they" that opens a sentence: "Orr met Ruiz. They discussed …".

    None where that sentence names more or fewer, has a plural subject or somebody who spoke.
    """
    sentence = document.sentence_of(token)
    if sentence == 0 or token - int(document.sentence_tokens[sentence, 0]) > 1:
        return None
    first, stop = (int(bound) for bound in document.sentence_tokens[sentence - 1])
    if any(first <= said.token < stop for said in before):
        return None
    subjects = [t for t in range(first, stop) if document.deps[t] in {"nsubj", "nsubjpass"}]
    if any(document.tags[t] in {"NNS", "NNPS"} for t in subjects):
        return None
    named: dict[str, None] = {}
    for t in range(first, stop):
        if who.at[t] >= 0 and who.entities[who.at[t]].kind is EntityKind.PERSON:
            named.setdefault(who.entities[who.at[t]].name)
    return " and ".join(named) if len(named) == 2 else None
