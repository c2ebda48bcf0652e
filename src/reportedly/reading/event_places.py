"""Where a happening is: the city or country that the words around its trigger name."""

from __future__ import annotations

from collections.abc import Mapping

from reportedly.reading.claim_words import Reading
from reportedly.reading.clauses import is_verb
from reportedly.reading.document import Document
from reportedly.reading.status_words import Claim
from reportedly.reading.triggers import Trigger
from reportedly.record import Entity, EntityKind, EventType

__all__ = ["BUILDINGS", "find_place"]

BUILDINGS = {
    "white house": "Washington",
    "oval office": "Washington",
    "capitol": "Washington",
    "capitol hill": "Washington",
    "kremlin": "Moscow",
    "downing street": "London",
    "house of commons": "London",
    "elysee palace": "Paris",
    "élysée palace": "Paris",
    "buckingham palace": "London",
    "vatican": "Vatican City",
    "mar-a-lago": "Palm Beach",
    "great hall of the people": "Beijing",
}


def find_place(document: Document, at: Mapping[int, Entity], trigger: Trigger, reading: Reading) -> str | None:
    """City or country where the happening is, as the words around the trigger say; None where they do not."""
    heads = [trigger.head]
    if not trigger.verb:
        if reading.predicate is not None and (
            reading.claim is not Claim.MENTIONED or reading.adjunct in ("at", "during")
        ):
            heads.append(reading.predicate)
        above = document.head(trigger.head)
        if document.deps[trigger.head] == "pobj" and document.pos[document.head(above)] == "NOUN":
            heads.append(document.head(above))
    else:
        heads.extend(
            node for node in reading.path[1:2] if is_verb(document, node) and document.deps[trigger.head] == "advcl"
        )
    for head in heads:
        for child in document.children[head]:
            dep = document.deps[child]
            if dep == "prep" and document.lemmas[child] in ("in", "to", "at", "outside", "near", "into", "for", "from"):
                if document.lemmas[child] in ("to", "into", "for") and trigger.type is not EventType.VISIT:
                    continue
                if document.lemmas[child] == "from" and trigger.type is not EventType.DEPLOYMENT:
                    continue
                for inner in document.children[child]:
                    if document.deps[inner] in ("pobj", "pcomp", "prep") and (place := _place_at(document, at, inner)):
                        return place
            elif (
                dep == "prep" and head == trigger.head and document.lemmas[child] in ("with", "before", "between", "of")
            ):
                # "a speech before the council in New York"
                for inner in document.children[child]:
                    named_after = [c for c in document.children[inner] if document.deps[c] == "appos"]
                    for last in (last for node in (inner, *named_after) for last in document.children[node]):
                        if document.deps[last] == "prep" and document.lemmas[last] in ("in", "at"):
                            for place_token in document.children[last]:
                                if document.deps[place_token] == "pobj" and (
                                    place := _place_at(document, at, place_token)
                                ):
                                    return place
            elif dep == "advmod" and document.lemmas[child] in ("here", "there"):
                for inner in document.children[child]:
                    for last in (inner, *document.children[inner]):
                        if place := _place_at(document, at, last):
                            return place
            elif head == trigger.head and dep == "dobj" and trigger.type is EventType.VISIT:
                if place := _place_at(document, at, child):
                    return place
            elif dep in ("acl", "relcl") or (dep == "amod" and document.lemmas[child] == "due"):
                held = [c for c in document.children[child] if document.deps[c] == "xcomp"]
                for inner in (inner for node in (child, *held) for inner in document.children[node]):
                    if document.deps[inner] == "prep" and document.lemmas[inner] in ("in", "at"):
                        for last in document.children[inner]:
                            if document.deps[last] == "pobj" and (place := _place_at(document, at, last)):
                                return place
            elif head == trigger.head and dep in ("compound", "nmod") and child < trigger.start:
                entity = at.get(child)
                named = entity is not None and entity.kind is EntityKind.PLACE and trigger.type is not EventType.HEARING
                if named and (place := _place_at(document, at, child)) and not place.isupper():
                    return place
    return None


def _place_at(document: Document, at: Mapping[int, Entity], token: int) -> str | None:
    """The place named at a token, or the city that a building there names, or where its own "in" says."""
    words = " ".join(document.words[i] for i in range(max(0, token - 3), token + 1)).lower()
    for building, city in BUILDINGS.items():
        if words.endswith(building):
            return city
    entity = at.get(token)
    if entity is not None:
        if entity.kind is EntityKind.PLACE:
            return entity.name
        if entity.kind is EntityKind.PERSON:
            return None
    for child in document.children[token]:
        if document.deps[child] == "prep" and document.lemmas[child] in ("in", "at", "outside", "of"):
            for inner in document.children[child]:
                if document.deps[inner] != "pobj":
                    continue
                near = at.get(inner)
                if document.lemmas[child] == "of":
                    if document.lemmas[token] == "outside":
                        return _place_at(document, at, inner)
                elif near is not None and near.kind is EntityKind.PLACE:
                    return near.name
        elif document.deps[child] in ("compound", "nmod") and entity is None:
            near = at.get(child)
            if near is not None and near.kind is EntityKind.PLACE:
                return near.name
    return None
