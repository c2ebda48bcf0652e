"""Who takes part in a happening: the entities that the parse around its trigger names."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from reportedly.reading.claim_words import Reading
from reportedly.reading.clauses import clause_head, has_child, is_verb
from reportedly.reading.document import Document
from reportedly.reading.event_places import BUILDINGS
from reportedly.reading.names import gender_of_name
from reportedly.reading.status_words import CHANGES, Claim, Turn
from reportedly.reading.triggers import Trigger
from reportedly.record import Entity, EntityKind, EventType, Kind, Role, Statement

__all__ = ["People"]

# Mentions of people back in which one is looked for.
_FAR = 200
_MALE, _FEMALE = {"he", "him", "his", "himself"}, {"she", "her", "hers", "herself"}
_FIRST = {"i", "me", "my", "we", "us", "our", "myself", "ourselves"}
_WITH = {"with", "between", "among", "alongside", "and"}
_BEFORE = {"before", "at", "by", "to", "of", "with"}
_HELD_BY_OTHERS = {EventType.VOTE, EventType.HEARING, EventType.DEADLINE, EventType.CONFERENCE}
_HOST_TYPES = {EventType.HEARING, EventType.SPEECH, EventType.CONFERENCE, EventType.INTERVIEW}
# Who does so with a hearing or a vote holds it.
_SETTING = {"schedule", "set", "call", "hold", "announce", "give", "plan", "convene", "chair", "slate", "open", "host"}
# Types whose people are those who act where the happening only frames what they do: "said in a speech".
_FRAMES = {EventType.HEARING, EventType.SPEECH, EventType.CONFERENCE, EventType.INTERVIEW, EventType.MEETING,
           EventType.CALL, EventType.TALKS, EventType.VISIT, EventType.SUMMIT}  # fmt: skip


@dataclass(frozen=True)
class People:
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

    @cached_property
    def by_id(self) -> dict[str, Entity]:
        """Entities by their id."""
        return {entity.id: entity for entity in self.entities}

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

    def who(self, token: int, statement: Statement | None) -> list[Entity]:
        """The named entities that a noun or pronoun stands for, with what is joined to it by "and"."""
        found: list[Entity] = []
        for node in self._joined(token):
            entity = self._of_dateline(node) or self.at.get(node) or self._of_phrase(node)
            entity = entity or self._of_pronoun(node, statement)
            if entity is not None and (entity := self._same(entity)) not in found:
                found.append(entity)
        return found

    def _same(self, entity: Entity) -> Entity:
        """The first entity of that name: who is named once more after a title is nobody else."""
        return self._by_name.get(entity.name, entity)

    @cached_property
    def _by_name(self) -> dict[str, Entity]:
        first: dict[str, Entity] = {}
        for entity in self.entities:
            first.setdefault(entity.name, entity)
        return first

    def _of_dateline(self, token: int) -> Entity | None:
        """ "Oslo (Vesna) Ann Orr called off a visit": the parse takes the dateline for the subject."""
        document = self.document
        place = self.at.get(token)
        if place is None or place.kind is not EntityKind.PLACE or token + 1 >= len(document):
            return None
        if document.words[token + 1] != "(" or token != document.tokens_of_sentence(document.sentence_of(token)).start:
            return None
        found = [self.at.get(c) for c in document.children[token] if document.deps[c] == "appos"]
        return next((entity for entity in found if entity and entity.kind is EntityKind.PERSON), None)

    def _joined(self, token: int) -> Iterator[int]:
        yield token
        for child in self.document.children[token]:
            if self.document.deps[child] == "conj" and not is_verb(self.document, child):
                yield from self._joined(child)

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
            return self.by_id.get(statement.chain[-1].entity or "") or self._named(statement.chain[-1].name)
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

    def _named(self, name: str) -> Entity | None:
        return next((entity for entity in self.entities if entity.name == name), None)

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

    def meets_a_stranger(self, trigger: Trigger, statement: Statement | None) -> bool:
        """Whether somebody unnamed takes part ("met with his team"): then it is no other happening of the named."""
        document = self.document
        if trigger.type is EventType.VISIT:
            visitor = "nsubj" if trigger.verb else "poss"
            return any(
                document.deps[c] == visitor
                and document.lemmas[c] in ("delegation", "official", "team", "group", "aide", "minister", "lawmaker")
                and not self.who(c, statement)
                for c in document.children[trigger.head]
            )
        if trigger.type not in (EventType.MEETING, EventType.TALKS, EventType.CALL):
            return False
        for child in document.children[trigger.head]:
            if document.deps[child] == "prep" and document.lemmas[child] in ("with", "between"):
                for inner in document.children[child]:
                    if (
                        document.deps[inner] == "pobj"
                        and document.pos[inner] == "NOUN"
                        and not self.who(inner, statement)
                    ) and document.lemmas[inner] not in ("leader", "side", "man", "president", "party"):
                        return True
        return False

    def participants(self, trigger: Trigger, reading: Reading, statement: Statement | None) -> dict[str, Role]:
        """Ids of the entities that take part, with their roles, in the order found."""
        found: dict[str, Role] = {}

        def take(token: int, role: Role) -> None:
            for entity in self.who(token, statement):
                if entity.kind is EntityKind.PLACE and not self._may_act(trigger, token):
                    continue
                if entity.name.lower() in BUILDINGS and self.document.deps[token] not in ("nsubj", "poss"):
                    continue
                if trigger.type is EventType.VOTE and entity.kind is EntityKind.PERSON and not trigger.verb:
                    continue  # whom a vote is on does not vote
                if entity.kind is EntityKind.OUTLET and trigger.type not in (EventType.INTERVIEW, EventType.OTHER):
                    continue
                found.setdefault(entity.id, role)

        (self._of_verb if trigger.verb else self._of_noun)(trigger, reading, take)
        return found

    def _may_act(self, trigger: Trigger, token: int) -> bool:
        dep = self.document.deps[token]
        return dep not in ("compound", "dobj") or trigger.type in (EventType.MEETING, EventType.DEPLOYMENT)

    def _of_verb(self, trigger: Trigger, reading: Reading, take: Callable[[int, Role], None]) -> None:
        document, verb = self.document, trigger.head
        subject = self._subject(verb, reading)
        passive = has_child(document, verb, "auxpass")
        if subject is not None:
            take(subject, Role.PARTICIPANT if passive else Role.ACTOR)
        for child in document.children[verb]:
            dep, lemma = document.deps[child], document.lemmas[child]
            if dep == "dobj":
                take(child, Role.HOST if trigger.type is EventType.VISIT else Role.PARTICIPANT)
                if trigger.type is EventType.DEPLOYMENT:
                    for inner in document.children[child]:
                        if document.deps[inner] in ("compound", "poss", "nmod"):
                            take(inner, Role.ACTOR)
            elif dep in ("prep", "agent") and lemma in _WITH | {"before", "by"}:
                for inner in document.children[child]:
                    if document.deps[inner] == "pobj":
                        take(inner, Role.ACTOR if dep == "agent" else _beside(trigger, lemma))
            elif dep == "prep" and lemma in ("at", "to") and trigger.type in _HOST_TYPES:
                for inner in document.children[child]:
                    if document.deps[inner] == "pobj":
                        take(inner, Role.HOST)

    def _subject(self, verb: int, reading: Reading) -> int | None:
        """The subject of a verb, its own or that of the verb that governs it ("Orr plans to visit")."""
        document = self.document
        for node in (verb, *reading.path, *document.ancestors(verb)):
            if not is_verb(document, node):
                if node != verb and document.pos[node] in ("NOUN", "PROPN"):
                    owner = [c for c in document.children[node] if document.deps[c] == "poss"]
                    if owner:
                        return owner[0]
                continue
            if node != verb and reading.claim not in (Claim.MENTIONED,):
                objects = [c for c in document.children[node] if document.deps[c] == "dobj"]
                if objects and document.lemmas[node] in (
                    "ask",
                    "urge",
                    "invite",
                    "order",
                    "call",
                    "require",
                    "want",
                    "tell",
                ):
                    return objects[0]
            for child in reversed(document.children[node]):
                if document.deps[child] in ("nsubj", "nsubjpass"):
                    return child
            if document.tags[node] == "VB" and (named := self._called_upon(node)) is not None:
                return named
            if document.deps[node] in ("relcl", "acl") and document.tags[node] != "VB":
                return document.head(node)
            if document.deps[node] == "relcl" and document.deps[document.head(node)] == "ROOT":
                # A headline, "Orr to visit Maine": the parse takes the name for the head.
                subject = document.head(node)
                return subject if document.pos[subject] == "PROPN" and has_child(document, node, "aux") else None
            if document.deps[node] in ("ccomp", "ROOT"):
                return None
        return None

    def _called_upon(self, verb: int) -> int | None:
        """ "Called for Orr to testify", "the agreement for Orr to testify": who is to do it."""
        document = self.document
        for child in document.children[document.head(verb)]:
            if child < verb and document.lemmas[child] == "for" and document.deps[child] == "prep":
                return next((c for c in document.children[child] if document.deps[c] == "pobj" and c < verb), None)
        return None

    def _of_noun(self, trigger: Trigger, reading: Reading, take: Callable[[int, Role], None]) -> None:
        document, noun = self.document, trigger.head
        for child in document.children[noun]:
            dep, lemma = document.deps[child], document.lemmas[child]
            if dep == "poss":
                take(child, Role.ACTOR)
            elif dep in ("compound", "nmod") and child < trigger.start and child in self.at:
                kind = self.at[child].kind
                if kind is EntityKind.PLACE or (trigger.type is EventType.VISIT and kind is not EntityKind.PERSON):
                    continue
                take(child, Role.HOST if trigger.type in _HOST_TYPES else Role.PARTICIPANT)
            elif dep == "prep" and lemma in _WITH | _BEFORE:
                for inner in document.children[child]:
                    if document.deps[inner] == "pobj" and not (lemma == "at" and trigger.type not in _HOST_TYPES):
                        if lemma == "to" and trigger.type is EventType.VISIT:
                            continue
                        take(inner, _beside(trigger, lemma))
            elif dep == "acl" and document.lemmas[child] in ("deliver", "give", "hold", "make"):
                for at in document.children[child]:  # "comments delivered at the institute"
                    if document.lemmas[at] in ("at", "before", "to") and trigger.type in _HOST_TYPES:
                        for inner in document.children[at]:
                            take(inner, Role.HOST)
            elif dep == "relcl" and document.lemmas[child] in ("attend", "host", "hold"):
                for inner in document.children[child]:
                    if document.deps[inner] in ("nsubj", "nsubjpass"):
                        take(inner, Role.PARTICIPANT)
        predicate = reading.predicate
        if predicate is None:
            held = document.head(document.head(noun))
            within = document.deps[noun] == "pobj" and document.lemmas[document.head(noun)] in ("during", "at")
            if within and held in self.at:
                take(held, Role.ACTOR)  # under a picture: "Ann Orr during a meeting with aides"
            return
        by = [c for c in document.children[predicate] if document.deps[c] == "agent"]
        for agent in by:
            for inner in document.children[agent]:
                take(inner, Role.ACTOR)
        framed = reading.adjunct in ("at", "during", "in", "after", "before", "from", "on", "to", "for")
        if reading.claim is Claim.MENTIONED and not (framed and trigger.type in _FRAMES):
            return
        if reading.adjunct in ("after", "before") and trigger.type in _HOST_TYPES:
            return  # who asks after a speech has not held it
        if trigger.type in (EventType.VOTE, EventType.DEADLINE, EventType.STRIKE) and framed:
            return
        turned = {Turn.ASKED, Turn.DENIED, Turn.DOUBTED, Turn.NOT_CONFIRMED} & set(reading.turns)
        if turned or (reading.claim in CHANGES and trigger.type in _HELD_BY_OTHERS):
            return
        subject = self._subject(predicate, reading)
        inside = document.subtree(noun)
        if subject is not None and subject not in inside and document.deps[subject] in ("nsubj", "poss"):
            sets = trigger.type in _HELD_BY_OTHERS and document.lemmas[predicate] in _SETTING
            take(subject, Role.HOST if sets else Role.ACTOR)
        for child in document.children[predicate]:
            if document.deps[child] == "prep" and document.lemmas[child] in ("with", "between") and not framed:
                for inner in document.children[child]:
                    if document.deps[inner] == "pobj" and inner != noun and inner not in inside:
                        take(inner, Role.PARTICIPANT)


_OFFICES = {
    *("president", "senator", "minister", "premier", "chancellor", "governor", "mayor", "secretary", "king", "queen"),
    *("ambassador", "chairman", "judge", "pope", "prince", "spokesman", "spokeswoman", "nominee", "professor", "envoy"),
}
_MEMBERS = {"member", "leader", "official", "representative", "delegate", "ally"}
_LONG = {"sen": "senator", "rep": "representative", "gov": "governor", "prof": "professor"}


def _beside(trigger: Trigger, preposition: str) -> Role:
    if trigger.type in _HOST_TYPES and preposition in ("before", "at", "to"):
        return Role.HOST
    return Role.ACTOR if preposition in ("by", "of") else Role.PARTICIPANT
