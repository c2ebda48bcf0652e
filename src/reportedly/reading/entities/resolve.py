"""Who is meant: the entity at a token, by its name, by a pronoun or by what it is called."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from reportedly.reading.document import Document
from reportedly.reading.entities.find import gender_of_name
from reportedly.reading.syntax.clauses import clause_head, is_verb
from reportedly.record import Entity, Statement
from reportedly.vocabulary import EntityKind, Kind

__all__ = ["BUILDINGS", "EntityIndex"]

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
"""Buildings that name the city they stand in."""

# Mentions of people back in which one is looked for.
_FAR = 200
_MALE, _FEMALE = {"he", "him", "his", "himself"}, {"she", "her", "hers", "herself"}
_FIRST = {"i", "me", "my", "we", "us", "our", "myself", "ourselves"}
_OFFICES = {
    *("president", "senator", "minister", "premier", "chancellor", "governor", "mayor", "secretary", "king", "queen"),
    *("ambassador", "chairman", "judge", "pope", "prince", "spokesman", "spokeswoman", "nominee", "professor", "envoy"),
}
_MEMBERS = {"member", "leader", "official", "representative", "delegate", "ally"}
_LONG = {"sen": "senator", "rep": "representative", "gov": "governor", "prof": "professor"}


@dataclass(frozen=True)
class EntityIndex:
    """The article's entities by token, and what its pronouns stand for."""

    document: Document
    entities: Sequence[Entity]
    statements: Sequence[Statement]
    at: dict[int, Entity] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for entity in self.entities:
            for mention in entity.mentions:
                for token in self.document.tokens_in(mention):
                    self.at.setdefault(token, entity)

    def resolve(self, token: int, statement: Statement | None) -> Entity | None:
        """The named entity that a noun or pronoun stands for; None where that is nobody or unclear.

        Args:
            token: The noun or pronoun.
            statement: The innermost statement that it stands in: its speaker is "I".
        """
        entity = self.at.get(token) or self._of_phrase(token) or self._of_pronoun(token, statement)
        return None if entity is None else self._by_name.get(entity.name, entity)

    @staticmethod
    def building(entity: Entity) -> str | None:
        """The city that a building names ("the White House": Washington); None for anything else."""
        return BUILDINGS.get(entity.name.lower().removeprefix("the "))

    @cached_property
    def by_id(self) -> dict[str, Entity]:
        """Entities by their id."""
        return {entity.id: entity for entity in self.entities}

    @cached_property
    def _by_name(self) -> dict[str, Entity]:
        """The first entity of a name: who is named once more after a title is nobody else."""
        first: dict[str, Entity] = {}
        for entity in self.entities:
            first.setdefault(entity.name, entity)
        return first

    @cached_property
    def _persons(self) -> list[tuple[int, Entity]]:
        found: list[tuple[int, Entity]] = []
        for entity in self.entities:
            if entity.kind is EntityKind.PERSON:
                found.extend((self.document.tokens_in(m).stop - 1, entity) for m in entity.mentions)
        return sorted(found, key=lambda pair: pair[0])

    @cached_property
    def _genders(self) -> dict[str, str | None]:
        return {entity.id: gender_of_name(entity.name) for entity in self.entities if entity.kind is EntityKind.PERSON}

    def _of_phrase(self, token: int) -> Entity | None:
        """A name in apposition or before a title: "the president, Ann Orr", "NATO allies"."""
        document = self.document
        for child in document.children[token]:
            entity = self.at.get(child)
            if entity is None:
                continue
            if document.deps[child] == "appos":
                return entity
            of_body = document.deps[child] == "compound" and entity.kind is EntityKind.ORGANISATION
            if of_body and document.lemmas[token] in ("ally", "leader", "panel", "committee", "member", "chamber"):
                return entity
        lemma = document.lemmas[token]
        if lemma in _MEMBERS:
            for child in document.children[token]:
                if document.lemmas[child] == "of":
                    for inner in document.children[child]:
                        body = self.at.get(inner)
                        if body is not None and body.kind is EntityKind.ORGANISATION:
                            return body
        if (
            document.pos[token] == "NOUN"
            and lemma in _OFFICES
            and any(document.lemmas[c] in ("the", "this") for c in document.children[token])
        ):
            return self._of_office(token, lemma)
        return None

    def _of_office(self, token: int, lemma: str) -> Entity | None:
        """ "The president", "the senator": the person last named whom the text calls so."""
        called = self._called
        place = bisect_right(self._persons, token, key=lambda pair: pair[0])
        for _, entity in reversed(self._persons[max(0, place - _FAR) : place]):
            if lemma in called.get(entity.id, ()):
                return entity
        return None

    @cached_property
    def _called(self) -> dict[str, set[str]]:
        called: dict[str, set[str]] = {}
        document = self.document
        for entity in self.entities:
            if entity.kind is not EntityKind.PERSON:
                continue
            words = set(re.findall(r"\w+", (entity.description or "").lower()))
            for mention in entity.mentions:
                inside = document.tokens_in(mention)
                before = range(max(0, inside.start - 3), inside.stop)
                words.update(document.lemmas[i].rstrip(".") for i in before if document.pos[i] in ("PROPN", "NOUN"))
            called[entity.id] = {_LONG.get(word, word) for word in words}
        return called

    def _of_pronoun(self, token: int, statement: Statement | None) -> Entity | None:
        word = self.document.words[token].lower()
        if word in _FIRST and statement is not None and statement.chain:
            if word in ("we", "us", "our", "ourselves") and statement.chain[-1].kind == "person":
                return None  # a spokesman's "we" is somebody else
            return self.by_id.get(statement.chain[-1].entity or "") or self._by_name.get(statement.chain[-1].name)
        if word in ("they", "their", "it", "its") and statement is not None and statement.chain:
            last = self.by_id.get(statement.chain[-1].entity or "")
            return last if last is not None and last.kind is EntityKind.ORGANISATION else None
        if word in _MALE or word in _FEMALE:
            speaker = None
            if statement is not None and statement.kind is Kind.DIRECT and statement.chain:
                speaker = statement.chain[-1].entity  # nobody says "she" of herself
            return self._antecedent(token, "m" if word in _MALE else "f", speaker)
        if word in ("who", "which", "that") and self.document.deps[token] in ("nsubj", "nsubjpass"):
            verb = self.document.head(token)
            if self.document.deps[verb] == "relcl":
                antecedent = self.document.head(verb)
                above = self.document.head(antecedent) if self.document.deps[antecedent] == "appos" else antecedent
                return self.at.get(antecedent) or self.at.get(above)
        return None

    def _antecedent(self, token: int, gender: str, speaker: str | None) -> Entity | None:
        """The person last named as a subject in this sentence or the three before, else the person last named."""
        document = self.document
        sentence = document.sentence_of(token)
        for child in document.children[clause_head(document, token)]:
            # "During his speech, Orr said ...": the subject that is still to come.
            entity = self.at.get(child)
            if entity is None or entity.kind is not EntityKind.PERSON or child < token:
                continue
            if document.deps[child] == "nsubj" and self._genders[entity.id] in (None, gender):
                return entity
        if document.deps[token] == "poss" and (owner := self._bound(token, gender, speaker)) is not None:
            return owner
        place = bisect_right(self._persons, token - 1, key=lambda pair: pair[0])
        best: tuple[float, Entity] | None = None
        for mention, entity in reversed(self._persons[max(0, place - _FAR) : place]):
            back = sentence - document.sentence_of(mention)
            if back > 3:
                break
            known = self._genders[entity.id]
            if (known is not None and known != gender) or entity.id == speaker:
                continue
            score = -1.5 * back + (0.6 if known else 0.0) - 0.04 * min(25, token - mention)
            if document.deps[mention] in ("nsubj", "nsubjpass"):
                score += 0.9
            elif document.deps[mention] in ("poss", "pobj", "compound"):
                score -= 0.3
            if best is None or score > best[0]:
                best = (score, entity)
        return best[1] if best else None

    def _bound(self, token: int, gender: str, speaker: str | None) -> Entity | None:
        """ "Orr chose to move his rally": his who moves it, whoever was named before."""
        document = self.document
        for node in document.ancestors(token):
            if not is_verb(document, node):
                continue
            subjects = [c for c in document.children[node] if document.deps[c] in ("nsubj", "nsubjpass") and c < token]
            if subjects:
                entity = self.at.get(subjects[-1])
                if entity is None or entity.kind is not EntityKind.PERSON or entity.id == speaker:
                    return None
                return entity if self._genders[entity.id] in (None, gender) else None
            if document.deps[node] not in ("conj", "xcomp"):
                return None
        return None
