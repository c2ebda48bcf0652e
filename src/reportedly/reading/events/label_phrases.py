"""Phrases in the name of an event: printed with full names, in agreement, without days and words of status."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from reportedly.reading.document import Document
from reportedly.reading.entities.mentions import TITLES
from reportedly.reading.events import label_words as lexicon
from reportedly.reading.events.label_capitals import Capitals
from reportedly.reading.events.label_words import (
    clean_name,
    is_part,
    is_plural,
    is_same_name,
    join_names,
    possessive,
    third_person,
    with_article,
)
from reportedly.reading.syntax.clauses import PARTICLES, has_child
from reportedly.record import Entity, Participant, Time
from reportedly.vocabulary import EntityKind, Role, TimeType

__all__ = ["MOST_PEOPLE", "MOST_WORDS", "Phrases", "Subject"]

MOST_WORDS = 9  # of a noun phrase
MOST_PEOPLE = 4
_MOST_TEXT = 20_000  # code points in which it is looked up how a name is printed: bounds time on a text of a megabyte


def _start(time: Time) -> int:
    return time.span[0]


@dataclass(frozen=True, slots=True)
class Subject:
    """Who does what a line tells."""

    entity: Entity | None
    many: bool

    def has(self, word: str, owner: Entity | None) -> bool:
        """Whether "his", "its" or "their" is the subject's; `owner` is whose it was found to be."""
        if owner is not None and self.entity is not None:
            return is_same_name(owner.name, self.entity.name)
        if owner is not None:
            return False
        person = self.entity is not None and self.entity.kind is EntityKind.PERSON
        return self.many if word == "their" else not self.many and person == (word in ("his", "her"))


class Phrases:
    """Phrases of an article, for the name of one event.

    Attributes:
        dated: Tokens of days and dates in the triggers' sentences: no phrase has them.
        place: Where the event is.
        entities: By id.
        capitals: Which capitals of the article belong to a word.
        reach: The last token that a phrase has used.
        people: Names of who takes part, each at its fullest; `actors` are those who do it.
        kinds: What the people are.
    """

    def __init__(
        self,
        document: Document,
        triggers: Sequence[int],
        participants: Sequence[Participant],
        place: str | None,
        named: dict[int, Entity],
        times: Sequence[Time],
    ) -> None:
        self.document, self.named = document, named
        self.capitals = Capitals(document, named)
        self.dated: set[int] = set()
        for sentence in {document.sentence_of(token) for token in triggers}:
            start, end = document.sentences[sentence].tolist()
            for row in range(bisect_left(times, start, key=_start), bisect_left(times, end, key=_start)):
                if times[row].type is not TimeType.DURATION:
                    self.dated.update(document.tokens_in(times[row].span))
        self.place = place.removeprefix("the ") if place else None
        self.entities = {entity.id: entity for entity in named.values()}
        self.reach = -1
        self.people: list[str] = []
        self.actors: list[str] = []
        self.kinds: dict[str, EntityKind | None] = {}
        self._bodies: list[Entity] = []
        self._persons: list[Entity] = []
        names = [(clean_name(p.name), p) for p in participants]
        for name, participant in names:
            if name is None or any(is_part(name, other) for other, _ in names if other) or name in self.people:
                continue
            self.people.append(name)
            if participant.role is Role.ACTOR:
                self.actors.append(name)
            entity = self.entities.get(participant.entity or "")
            self.kinds[name] = entity.kind if entity else None
            if entity is not None:
                (self._persons if entity.kind is EntityKind.PERSON else self._bodies).append(entity)

    # Clauses

    def topic(self, token: int) -> str | None:
        """What a noun or verb is about by its own phrase: the object of "on", "about", "over"."""
        for child in self.document.children[token]:
            if self.document.deps[child] == "prep" and self.document.lemmas[child] in lexicon.TOPIC and child > token:
                phrase = self._prepositional(child)
                if phrase is not None:
                    return phrase.split(" ", 1)[1]
        return None

    def is_generic(self, subject: int, who: str) -> bool:
        """Whether a subject says no more than "the company", "the pair" or "officials"."""
        if self.entity(subject) is not None or self.document.pos[subject] == "PROPN":
            return False
        if self.document.lemmas[subject] in lexicon.BODIES and who.islower():
            return True  # "the struggling chain"
        return len(who.split()) <= 1 + (who.split()[0].lower() in ("the", "a", "an"))

    def is_passive(self, verb: int) -> bool:
        """Whether a verb (token index) is in the passive."""
        document = self.document
        if has_child(document, verb, "auxpass", *lexicon.PASSIVE):
            return True
        if document.tags[verb] not in ("VBN", "VBD") or has_child(document, verb, "dobj"):
            return False
        if has_child(document, verb, "agent"):
            return True
        own = [child for child in document.children[verb] if document.deps[child] in lexicon.SUBJECTS]
        if any(document.tags[after] == "POS" for child in own for after in document.children[child]):
            return False
        return document.tags[verb] == "VBN" and not any(
            document.lemmas[child] in ("have", "'ve", "’ve", "'d", "’d", "'s", "’s")
            for child in document.children[verb]
            if document.deps[child] == "aux"
        )

    def complements(self, verb: int, subject: Subject | None, *, passive: bool) -> list[str] | None:
        """What follows a verb; None where something that it needs cannot be printed."""
        document, found = self.document, []
        objects = phrases = 0
        lacks_object = document.deps[verb] == "relcl" and not passive
        for child in document.children[verb]:
            dep, lemma = document.deps[child], document.lemmas[child]
            if child < verb:
                if dep == "dobj":
                    return None
                if dep in ("nsubj", "nsubjpass") and document.tags[child] in ("WDT", "WP"):
                    lacks_object = False
                continue
            if dep == "prt" or (dep in ("advmod", "prep") and child == verb + 1 and self._is_particle(child)):
                found.append(document.words[child].lower())
            elif dep in ("dobj", "dative", "oprd", "attr", "acomp") and (not passive or dep in ("oprd", "dobj")):
                if dep == "dative" and document.pos[child] == "ADP":
                    phrase = self._prepositional(child, subject)
                elif dep in ("acomp", "oprd", "attr") and document.pos[child] in ("ADJ", "VERB"):
                    phrase = self.raw(range(child, child + 1))
                else:
                    phrase = self.noun_phrase(child, subject)
                if phrase is None:
                    return None
                objects += 1
                found.append(phrase)
            elif dep in ("ccomp", "csubj"):
                if not objects:
                    return None
                break
            elif dep == "xcomp":
                if phrases or (deed := self._infinitive(child, subject)) is None:
                    return None
                found.append(deed)
                break
            elif child == verb + 1 and lemma in PARTICLES and has_child(document, child, "prep"):
                further = [c for c in document.children[child] if document.deps[c] == "prep"]
                phrase = self._prepositional(further[0], subject)
                if phrase is None:
                    return None
                found.append(f"{lemma} {phrase}")
                phrases += 1
            elif dep in ("prep", "agent") and lemma in lexicon.VERB_COMPLEMENTS and phrases < 2:
                phrase = self._prepositional(child, subject)
                if phrase is None and self._is_dated(child):
                    continue
                if phrase is None:
                    if not phrases and not objects:
                        return None
                    break
                found.append(phrase)
                phrases += 1
        if lacks_object and not objects and document.lemmas[verb] not in lexicon.ALONE:
            return None
        return found

    def _infinitive(self, verb: int, subject: Subject | None) -> str | None:
        """What a verb governs: "to pay a fine", "selling cod"; where it is no verb, its words."""
        document, inside = self.document, self.document.subtree(verb)
        if document.tags[verb] not in ("VB", "VBG") or has_child(document, verb, *lexicon.SUBJECTS, "auxpass", "neg"):
            return self.raw(inside) if len(inside) <= 6 and inside.start > document.head(verb) else None
        to = (
            ["to"]
            if any(document.lemmas[c] == "to" and document.deps[c] == "aux" for c in document.children[verb])
            else []
        )
        parts = self.complements(verb, subject, passive=False)
        if parts is None:
            return None
        return " ".join([*to, self.printed([verb]), *parts])

    def _is_particle(self, token: int) -> bool:
        return self.document.lemmas[token] in PARTICLES and not self.document.children[token]

    def _is_dated(self, preposition: int) -> bool:
        return any(
            token in self.dated or self.document.lemmas[token] in lexicon.PERIODS | lexicon.DAYS
            for token in self.document.children[preposition]
        )

    def is_many(self, subject: int, verb: int) -> bool:
        """Whether the verb stands in the plural: as the text has it, else by the subject's form."""
        document = self.document
        if any(document.deps[child] == "conj" for child in document.children[subject]):
            return True
        entity = self.entity(subject)
        if entity is not None and entity.kind is EntityKind.PERSON:
            return False
        if document.pos[subject] != "PRON":
            head = document.head(subject)
            for node in (verb, head):
                forms = {
                    document.words[c].lower() for c in document.children[node] if document.deps[c].startswith("aux")
                }
                if document.tags[node] in ("VBZ", "VBP"):
                    forms.add("is" if document.tags[node] == "VBZ" else "are")
                if node == head and not has_child(document, node, *lexicon.SUBJECTS):
                    continue
                if forms & {"is", "was", "has", "does"}:
                    return False
                if forms & {"are", "were", "have", "do"} and not forms & {"will", "would", "may", "could", "to"}:
                    return True
        if entity is not None:
            return is_plural(entity.name)
        return document.tags[subject] in ("NNS", "NNPS") or document.lemmas[subject] in lexicon.PLURAL_NOUNS

    # Phrases

    def entity(self, token: int) -> Entity | None:
        """Who or what a token names; the only person or body that takes part for "he", "it" or "the company"."""
        entity = self.named.get(token)
        if entity is not None:
            return entity
        lemma = self.document.lemmas[token]
        if lemma in ("he", "she") and len(self._persons) == 1:
            return self._persons[0]
        definite = any(self.document.lemmas[c] == "the" for c in self.document.children[token])
        if lemma == "it" or (
            lemma in lexicon.BODIES and definite and not has_child(self.document, token, "amod", "prep", "poss")
        ):
            bodies = [body for body in self._bodies if body.kind is EntityKind.ORGANISATION]
            if len(bodies) == 1:
                return bodies[0]
        return None

    def noun_phrase(self, token: int, subject: Subject | None, *, lead: bool = False, tail: bool = True) -> str | None:
        """A noun phrase as it is printed, a name at its fullest; None for pronouns, numbers and long phrases.

        Args:
            token: Its head.
            subject: Who does what the sentence tells: "his" may stay where it is theirs.
            lead: It begins the line: a name goes without its article.
            tail: With the prepositional phrases behind it.
        """
        chain = self._coordination(token)
        if len(chain) > MOST_PEOPLE:
            return None
        phrases: list[str] = []
        for number, part in enumerate(chain):
            phrase = self._one_phrase(part, subject, lead=lead and number == 0, tail=tail and part == chain[-1])
            if phrase is None:
                return None
            if phrase not in phrases:
                phrases.append(phrase)
        ends = [
            self.document.lemmas[c]
            for part in chain
            for c in self.document.children[part]
            if self.document.deps[c] == "cc"
        ]
        line = join_names(phrases, "or" if "or" in ends else "and")
        return line if len(line.split()) <= MOST_WORDS + 2 else None

    def _coordination(self, token: int) -> list[int]:
        chain, node = [token], token
        while len(chain) <= MOST_PEOPLE:
            following = [
                c
                for c in self.document.children[node]
                if self.document.deps[c] == "conj" and self.document.pos[c] in ("NOUN", "PROPN", "PRON")
            ]
            if not following:
                return chain
            chain += following
            node = following[-1]
        return chain

    def _one_phrase(self, token: int, subject: Subject | None, *, lead: bool, tail: bool) -> str | None:
        document = self.document
        entity = self.entity(token)
        if entity is not None:
            if (
                entity.kind is EntityKind.PLACE
                and lead
                and document.words[min(token + 1, len(document) - 1)] in lexicon.DASHES
            ):
                return None  # a dateline
            self.reach = max(self.reach, token)
            name = clean_name(entity.name)
            return None if name is None else name if lead else self.the(name)
        if document.pos[token] not in ("NOUN", "PROPN") or token in self.dated:
            return None
        bare = not has_child(document, token, *lexicon.BEFORE_NOUN)
        if bare and document.pos[token] == "PROPN" and document.lemmas[token] in TITLES:
            return None
        headline = self.capitals.is_headline(document.sentence_of(token))
        parts: list[str] = []
        for child in document.children[token]:
            dep = document.deps[child]
            if child > token:
                break
            if dep not in lexicon.BEFORE_NOUN or child in self.dated:
                continue
            if dep == "det":
                word = document.words[child].lower()
                if word in lexicon.POINTING:
                    return None
                parts.append(word)
            elif dep == "poss":
                whose = self.whose(child, subject)
                if whose is None:
                    return None
                parts.append(whose)
            elif dep in ("amod", "compound") and document.words[child].lower() in lexicon.OF_STATUS:
                continue
            elif document.lemmas[child] in ("same", "such", "other", "following", "above", "latter"):
                return None
            else:
                raw = self.raw(document.subtree(child))
                if raw is None or (dep == "compound" and child not in self.named and headline):
                    return None
                parts.append(raw)
        parts.append(self.printed([token]))
        if tail:
            following = self.tail(token, subject)
            if following is None:
                return None
            parts += following
        if len(parts) > 1 and parts[0] in ("a", "an"):
            parts = [with_article(" ".join(parts[1:]))]
        return " ".join(parts)

    def tail(self, token: int, subject: Subject | None) -> list[str] | None:
        """The prepositional phrases right behind a noun, and an infinitive ("a deal to end the war").

        None where what belongs to the noun cannot be printed: "a tour of it", "leave to appeal what he had said".
        """
        document, end = self.document, token + 1
        found: list[str] = []
        for child in document.children[token]:
            if child < end:
                continue
            dep, inside = document.deps[child], document.subtree(child)
            if inside.start != end or len(found) == 2:
                break
            if dep == "prep" and document.lemmas[child] in lexicon.COMPLEMENTS:
                phrase = self._prepositional(child, subject)
            elif dep in ("acl", "relcl") and document.tags[child] == "VB" and len(inside) <= 7:
                phrase = self.raw(inside) if document.words[inside.start].lower() == "to" else None
            else:
                break
            if phrase is None:
                if document.lemmas[child] == "of":
                    return None
                break
            found.append(phrase)
            end = inside.stop
        return found

    def _prepositional(self, preposition: int, subject: Subject | None = None) -> str | None:
        """A prepositional phrase; None where it is long, dated, or stands on a pronoun nobody resolves."""
        document = self.document
        for child in document.children[preposition]:
            dep = document.deps[child]
            if dep == "pobj":
                if child in self.dated or document.lemmas[child] in lexicon.PERIODS | lexicon.DAYS | lexicon.NO_MATTER:
                    return None
                phrase = self.noun_phrase(child, subject)
                if phrase is not None and lexicon.UNCLEAR.fullmatch(phrase):
                    return None
                alone = len(self._coordination(child)) < 2 and document.tags[child] not in ("NNS", "NNPS")
                if document.lemmas[preposition] == "between" and alone:
                    return None
            elif dep == "pcomp" and document.tags[child] == "VBG" and len(document.subtree(child)) <= 6:
                phrase = self.raw(document.subtree(child))
            else:
                continue
            return f"{document.words[preposition].lower()} {phrase}" if phrase is not None else None
        return None

    def whose(self, token: int, subject: Subject | None) -> str | None:
        """A possessor by full name; "his" and "its" stay where they are the subject's."""
        document = self.document
        entity = self.entity(token)
        if document.pos[token] == "PRON":
            word = document.words[token].lower()
            owned = any(document.lemmas[c] == "own" for c in document.children[document.head(token)])
            if subject is not None and (owned or subject.has(word, entity)):
                return word
            name = clean_name(entity.name) if entity is not None else None
            return possessive(self.the(name)) if name is not None else None
        phrase = self.noun_phrase(token, subject, tail=False)
        if phrase is None or self.is_generic(token, phrase):
            return None
        return possessive(phrase) if not phrase.endswith(".") else None

    def raw(self, inside: range) -> str | None:
        """Words as printed; None where they hold a pronoun, a date, a clause or a mark."""
        document = self.document
        if len(inside) > MOST_WORDS:
            return None
        for token in inside:
            word = document.words[token].lower()
            shouted = len(word) > 1 and document.words[token].isupper()  # "US" is no pronoun
            pronoun = word in lexicon.PRONOUNS and not shouted
            if pronoun or token in self.dated or word in lexicon.DAYS or word in ("his", "its", "their"):
                return None
            if document.deps[token] in lexicon.CLAUSES and token != inside.start and document.deps[token] != "acl":
                return None
            if document.pos[token] == "PUNCT" and word not in ("-", "’", "'"):
                return None
        return self.printed(inside)

    def printed(self, inside: Iterable[int]) -> str:
        """Words with the spaces that the article has between them."""
        document, line, last = self.document, "", None
        for token in inside:
            self.reach = max(self.reach, token)
            if last is not None and document.starts[token] > document.span(last, last + 1)[1]:
                line += " "
            line += self.capitals.cased(token)
            last = token
        return line

    # Names

    def the(self, name: str) -> str:
        """A name within a line: with "the" where the text mostly prints it so."""
        if name[:4] == "The ":
            return "the " + name[4:]
        if self.kinds.get(name) is EntityKind.PERSON:
            return name
        if name.replace(" ", "_") in lexicon.ALWAYS_THE or name.split()[-1] in lexicon.THE_ENDS:
            return f"the {name}"
        printed, articles = self._count_articles(name)
        return f"the {name}" if articles and 2 * articles >= printed else name

    def _count_articles(self, name: str) -> tuple[int, int]:
        """How often a name is printed, and how often with an article of its own: not in "the Oslo talks"."""
        document, printed, articles = self.document, 0, 0
        for match in re.compile(rf"\b{re.escape(name)}\b").finditer(document.text, 0, _MOST_TEXT):
            inside = document.tokens_in(match.span())
            printed += 1
            before = inside.start - 1
            articles += before >= 0 and document.lemmas[before] == "the" and document.head(before) in inside
        return printed, articles

    def listed(self, names: Sequence[str], *, lead: bool = False) -> str:
        """ "Ann Orr, the Senate and Norway"; the first without its article where it begins the line (`lead`)."""
        return join_names([name if lead and n == 0 else self.the(name) for n, name in enumerate(names)])

    def they(self, names: Sequence[str], verb: str) -> str:
        """Names and a verb that agrees with them: "Ann Orr and Ivo Hale visit"."""
        many = len(names) > 1 or (self.kinds.get(names[0]) is not EntityKind.PERSON and is_plural(names[0]))
        return f"{self.listed(names, lead=True)} {verb if many else third_person(verb)}"

    def there(self, line: str) -> str:
        """ " in Oslo"; where the text never has "in" before it, with the preposition that it has."""
        place = self.place
        if not place or place in line:
            return ""
        found = re.findall(
            rf"\b(in|at|on|near|aboard) (?:the )?{re.escape(place)}\b(?!['’])", self.document.text[:_MOST_TEXT]
        )
        country = any(entity.name == place and entity.country for entity in self.entities.values())
        preposition = "in" if country or "in" in found or not found else found[0]
        return f" {preposition} {self.the(place)}"
