"""The name of an event, one line in plain English, and its topic."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from reportedly.article import Span
from reportedly.reading.document import Document
from reportedly.reading.events import label_words as lexicon
from reportedly.reading.events.label_lines import LONGEST, quoted_clause, tidy
from reportedly.reading.events.label_phrases import MOST_PEOPLE, MOST_WORDS, Phrases, Subject
from reportedly.reading.events.label_plain import plain_names
from reportedly.reading.events.label_subjects import are_sides, behind, goals, house, subject_of
from reportedly.reading.events.label_words import is_animate, possessive, third_person, with_article, without_article
from reportedly.reading.syntax.clauses import has_child, is_verb
from reportedly.record import Entity, Participant, Time
from reportedly.vocabulary import EntityKind, EventType

__all__ = ["event_label", "find_topic"]


def event_label(
    document: Document,
    triggers: Sequence[int],
    kind: EventType,
    participants: Sequence[Participant],
    place: str | None,
    named: dict[int, Entity],
    times: Sequence[Time],
    evidence: Span,
) -> str:
    """The name of an event.

    "Obama visits Moscow", "Senate vote on Kavanaugh’s nomination", "Christine Blasey Ford testifies before the
    Senate Judiciary Committee". Every trigger of the event offers names: by type and people ("US and North Korea
    hold a summit in Singapore"), by the clause of a verb, by the phrase of a noun. The one that names most of its
    people is taken; else a plain one ("Court hearing in Voronezh"). Where no line is one that a sub-editor would pass,
    the clause that reports the event is quoted.

    Args:
        document: The article.
        triggers: Tokens that name it, the likeliest first.
        kind: Its type.
        participants: Who takes part.
        place: Where, if known.
        named: The entity that each token of the article is part of or refers to.
        times: The article's time expressions, in text order: a name does not repeat the day.
        evidence: The clause to quote where no name can be made.
    """
    namer = _Namer(document, triggers, kind, participants, place, named, times)
    best: tuple[int, str] | None = None
    for token in triggers:
        for bonus, line in namer.offers(token):
            line = tidy(line)
            if not namer.passes(line):
                continue
            # A trigger of another word may be of an event that was only taken for this one.
            is_other = document.lemmas[token] != document.lemmas[triggers[0]]
            score = bonus + namer.n_people_in(line) - is_other
            if best is None or score > best[0]:
                best = score, line
    if best is not None:
        return best[1]
    plain = (tidy(line) for token in triggers for line in plain_names(namer.phrases, token))
    return next(filter(namer.passes, plain), None) or quoted_clause(document, evidence)


def find_topic(document: Document, trigger: int, times: Sequence[Time]) -> str | None:
    """What an event is about: "vote on the budget" gives "the budget"; None where its own phrase does not say."""
    return Phrases(document, [trigger], (), None, {}, times).topic(trigger)


class _Namer:
    """What the name of one event is made of."""

    def __init__(
        self,
        document: Document,
        triggers: Sequence[int],
        kind: EventType,
        participants: Sequence[Participant],
        place: str | None,
        named: dict[int, Entity],
        times: Sequence[Time],
    ) -> None:
        self.document, self.kind = document, kind
        self.phrases = Phrases(document, triggers, participants, place, named, times)
        self.people, self.actors, self.kinds = self.phrases.people, self.phrases.actors, self.phrases.kinds

    def offers(self, token: int) -> Iterator[tuple[int, str]]:
        """Names by one trigger, each with how much it is worth beside the people it names."""
        document = self.document
        if (line := self._by_people(token)) is not None:
            # "House leaders met Orr" is not a meeting of the House.
            unnamed = (
                is_verb(document, token)
                and (who := subject_of(self.phrases, token)) is not None
                and who not in self.phrases.named
            )
            yield 0 if unnamed or self.kind is EventType.SPEECH else 2, line
        if is_verb(document, token):
            self.phrases.reach = token
            if (line := self._of_verb(token)) is not None and not self._is_cut():
                yield 1, line
        elif document.pos[token] in ("NOUN", "PROPN") and document.lemmas[token] not in lexicon.VAGUE:
            self.phrases.reach = token
            if (line := self._by_deed(token)) is not None and not self._is_cut():
                yield 1, line
            self.phrases.reach = token
            if (line := self._of_noun(token)) is not None and not self._is_cut():
                yield 0, line
            if (line := self._with_body(token)) is not None:
                yield -2, line

    def _is_cut(self) -> bool:
        """Whether a line ends before words that its last ones need: "parts ways" before "with"."""
        document, after = self.document, self.phrases.reach + 1
        if after < len(document) and document.tags[after] == "POS":
            return True
        if after + 1 >= len(document) or document.words[after].lower() not in ("of", "with", "to"):
            return False
        if after in self.phrases.dated or after + 1 in self.phrases.dated:
            return False
        if document.tags[after + 1] == "VB":
            return document.deps[after + 1] == "xcomp"
        return document.head(after) == self.phrases.reach

    def passes(self, line: str) -> bool:
        """Whether a sub-editor would let a line pass, as far as its words show."""
        words = line.split()
        lower = [word.lower().strip(",.") for word in words]
        if (
            not line[:1].isalnum()
            or not 2 <= len(words) <= 15
            or len(line) > LONGEST
            or lexicon.BAD.search(line)
            or lexicon.DATED.search(line)
        ):
            return False
        if (lower[-1] in lexicon.DANGLING and not line.endswith(" sworn in")) or lower[-1].endswith("’s"):
            return False
        if any(word.lower() in lexicon.PRONOUNS - {"her"} and not (len(word) > 1 and word.isupper()) for word in words):
            return False
        if any(a == b for a, b in pairwise(lower)):
            return False
        if any(lexicon.TICKER.match(word) and word not in ("U.S", "U.N", "U.K", "E.U") for word in words):
            return False
        for name in (*self.people, *filter(None, [self.phrases.place])):
            word = name.split()[-1] if self.kinds.get(name) is EntityKind.PERSON else name
            if len(re.findall(rf"\b{re.escape(word)}\b", line)) > 1:
                return False
        shouted = [word for word in words if len(word) > 4 and word.isupper()]
        names = " ".join(entity.name for entity in self.phrases.entities.values())
        return all(self.phrases.capitals.is_acronym(word) and (len(word) < 6 or word in names) for word in shouted)

    def n_people_in(self, line: str) -> int:
        """How many of the people a line names, two at most."""
        return min(2, sum(name.split()[-1] in line for name in self.people))

    # By type and people

    def _by_people(self, token: int) -> str | None:
        """Visits, meetings, talks, summits, calls, interviews, speeches, testimony: who does it says all."""
        lemma, kind = self.document.lemmas[token], self.kind
        people = self.people
        if kind in (EventType.MEETING, EventType.CALL):
            people = self._without_places([name for name in people if name.lower() not in lexicon.NO_PARTNERS])
        if kind is EventType.VISIT:
            return self._visit(token)
        if kind is EventType.INTERVIEW and lemma == "interview" and not is_verb(self.document, token):
            return self._interview()
        if kind is EventType.HEARING and lemma in lexicon.TESTIFY:
            return self._testimony(token)
        if kind is EventType.CONFERENCE and lemma in ("conference", "briefing"):
            return self._conference(token)
        if kind is EventType.SPEECH and lemma in ("speech", "address", "remark", "lecture"):
            who = [name for name in self.actors if self.kinds.get(name) is EntityKind.PERSON]
            topic = self.phrases.topic(token)
            if len(who) != 1:
                return None
            return f"{who[0]} gives a speech" + (f" on {topic}" if topic else self.phrases.there(who[0]))
        if not 2 <= len(people) <= MOST_PEOPLE or not are_sides(self.phrases, token):
            return None
        if kind is EventType.MEETING and lemma in lexicon.MEET:
            line = f"{self.phrases.they(people[:1], 'meet')} {self.phrases.listed(people[1:])}"
            return line + self.phrases.there(line)
        if (
            kind is EventType.CALL
            and lemma in lexicon.CALL
            and all(self.kinds.get(n) is EntityKind.PERSON for n in people)
        ):
            return f"{self.phrases.listed(people, lead=True)} speak by phone"
        if kind in (EventType.SUMMIT, EventType.TALKS):
            people = self._one_sort(people)
        if len(people) < 2:
            return None
        if kind is EventType.SUMMIT and lemma in lexicon.TALK:
            line = f"{self.phrases.listed(people, lead=True)} hold a summit"
            return line + self.phrases.there(line)
        if kind is EventType.TALKS and lemma in lexicon.TALK:
            held = self._bare(token) if lemma in lexicon.TALK_NOUNS and self.document.tags[token] == "NNS" else "talks"
            topic = self.phrases.topic(token)
            line = f"{self.phrases.listed(people, lead=True)} hold {held}"
            return line + (f" on {topic}" if topic else self.phrases.there(line))
        return None

    def _testimony(self, token: int) -> str | None:
        bodies = [name for name in self.people if self.kinds.get(name) is EntityKind.ORGANISATION]
        who = [name for name in self.actors if self.kinds.get(name) is EntityKind.PERSON]
        if len(who) != 1 or len(bodies) != 1:
            return None
        if self.document.lemmas[token] in lexicon.APPEAR:  # who is accused appears and does not testify
            before = (self.phrases.entity(t) for t in behind(self.document, token, "before"))
            is_there = any(entity is not None and entity.name == bodies[0] for entity in before)
            return f"{who[0]} appears before {self.phrases.the(bodies[0])}" if is_there else None
        return f"{who[0]} testifies before {self.phrases.the(bodies[0])}"

    def _conference(self, token: int) -> str | None:
        noun = self._bare(token)
        who = [name for name in self.actors if self.kinds.get(name) is EntityKind.PERSON] or self.actors
        public = noun.split()[0] in ("press", "news") or self.document.lemmas[token] == "briefing"
        if not 0 < len(who) <= 2 or not (public or self.kinds.get(who[0]) is EntityKind.ORGANISATION):
            return None  # who speaks at a security conference does not hold it
        line = f"{self.phrases.they(who, 'hold')} {with_article(noun)}"
        return line + self.phrases.there(line)

    def _visit(self, token: int) -> str | None:
        if self.document.lemmas[token] in lexicon.SEND:
            return None  # who sends somebody stays at home
        persons = [name for name in self.people if self.kinds.get(name) is EntityKind.PERSON]
        who = [name for name in self.actors if self.kinds.get(name) is not EntityKind.PLACE] or persons
        hosts = [name for name in self.people if self.kinds.get(name) is EntityKind.PLACE]
        where = self.phrases.place or (hosts[0] if len(hosts) == 1 else None)
        if not who or len(who) > 3 or not where or where in who:
            return None
        for goal in goals(self.phrases, token):
            entity = self.phrases.entity(goal)
            if entity is not None and entity.kind is EntityKind.PLACE:
                break
            # "A visit to the Kenyan embassy in Oslo" may be paid by who lives in Oslo.
            visited = house(self.phrases, goal)
            if visited is None or self.phrases.is_generic(goal, visited):
                return None
            line = f"{self.phrases.they(who, 'visit')} {visited}"
            return line + self.phrases.there(line)
        return f"{self.phrases.they(who, 'visit')} {self.phrases.the(where)}"

    def _interview(self) -> str | None:
        persons = [name for name in self.people if self.kinds.get(name) is EntityKind.PERSON]
        outlets = [name for name in self.people if self.kinds.get(name) is EntityKind.OUTLET]
        if len(persons) != 1 or len(self.people) > 1 + len(outlets):
            return None
        if len(outlets) == 1:
            return f"{persons[0]} gives an interview to {self.phrases.the(outlets[0])}"
        return f"Interview with {persons[0]}"

    def _without_places(self, people: list[str]) -> list[str]:
        """People and bodies, where there are two or more: who meets Helmut Kohl does not meet Germany too."""
        others = [name for name in people if self.kinds.get(name) is not EntityKind.PLACE]
        return others if len(others) > 1 else people

    def _one_sort(self, people: list[str]) -> list[str]:
        """Countries and bodies or persons, not both: an envoy and his country are one side."""
        persons = [name for name in people if self.kinds.get(name) is EntityKind.PERSON]
        others = [name for name in people if name not in persons]
        if not persons or not others:
            return people
        return others if len(others) > 1 else persons

    # By a noun

    def _by_deed(self, token: int) -> str | None:
        """A noun with who is behind it: "Ann Orr gives a speech on cod", "Senate panel holds a hearing"."""
        document, lemma = self.document, self.document.lemmas[token]
        verb = document.head(token)
        if document.deps[token] != "dobj" or not is_verb(document, verb):
            return None
        deed = document.lemmas[verb]
        if deed in lexicon.DO:
            return self._of_verb(verb)
        does = (
            "hold"
            if lemma in lexicon.HOLD
            else "give"
            if lemma in lexicon.GIVE
            else "make"
            if lemma in lexicon.MAKE
            else None
        )
        if deed not in lexicon.ARRANGE or does is None:
            return None
        subject = subject_of(self.phrases, verb)
        if subject is None or self.phrases.is_passive(verb):
            return None
        who, entity = self.phrases.noun_phrase(subject, None, lead=True), self.phrases.entity(subject)
        if who is None or self.phrases.is_generic(subject, who) or not (entity or is_animate(document.lemmas[subject])):
            return None
        if lemma in lexicon.OF_BODIES and (entity is None or entity.kind is EntityKind.PERSON):
            return None
        doer = Subject(entity, self.phrases.is_many(subject, verb))
        for child in document.children[token]:
            if document.deps[child] != "poss" or child in self.phrases.dated:
                continue
            if document.tags[child] != "PRP$" or not doer.has(
                document.words[child].lower(), self.phrases.entity(child)
            ):
                return None
        phrase = self._noun_line(token, owner=False)
        if phrase is None:
            return None
        many = doer.many
        noun = phrase if document.tags[token] in ("NNS", "NNPS") else with_article(phrase)
        line = f"{who} {does if many else third_person(does)} {noun}"
        return line + self.phrases.there(line) if len(phrase.split()) < 3 else line

    def _of_noun(self, token: int) -> str | None:
        """The noun with what belongs to it, and its owner's full name: "Senate vote on Kavanaugh’s nomination"."""
        phrase = self._noun_line(token, owner=True)
        if phrase is None:
            return None
        document = self.document
        there = self.phrases.there(phrase)
        says_whose = any(
            document.deps[child] == "poss" and child not in self.phrases.dated for child in document.children[token]
        )
        noun = self.phrases.capitals.cased(token).lower()
        after = phrase.lower().partition(noun)[2] != ""
        if (
            re.fullmatch(rf"{re.escape(noun)} in [^ ]+(?: [A-Z][^ ]*)*", phrase, re.IGNORECASE)
            and document.lemmas[token] not in lexicon.PLACED
        ):
            return None
        if document.lemmas[token] == "round" and len(phrase.split()) == 3 and not there:
            return None  # "Round of talks"
        if any(document.lemmas[c] == "one" for c in (document.head(document.head(token)), document.head(token))):
            return None  # "one of the largest fires"
        persons = [name for name in self.actors if self.kinds.get(name) is EntityKind.PERSON]
        everybody = [name for name in self.people if self.kinds.get(name) is EntityKind.PERSON]
        own = document.lemmas[token] in lexicon.OWN and len(persons) == len(everybody) == 1 and not says_whose
        if own and document.lemmas[token] in lexicon.OF_ACCUSED and self._is_judge(persons[0]):
            own = False
        if own and not self._names_somebody(phrase):
            return f"{possessive(persons[0])} {phrase}"
        if " " in phrase and (after or says_whose or self._names_somebody(phrase)):
            whole = phrase + there
            return whole if len(whole.split()) <= 10 else phrase
        if len(self.people) == 1 and self.people[0] != self.phrases.place:
            who = self.people[0]
            if self.kind is EventType.INTERVIEW:
                return f"Interview with {who}"
            if self.kind is EventType.DEADLINE and document.lemmas[token] == "deadline":
                return f"{phrase} for {self.phrases.the(who)}"
            is_judge = document.lemmas[token] in lexicon.OF_ACCUSED and self._is_judge(who)
            if document.lemmas[token] in lexicon.OWN and who[-1] != "." and not is_judge:
                return f"{possessive(who)} {phrase}"
            return None
        if there and document.lemmas[token] in lexicon.PLACED:
            return phrase + there
        return None

    def _is_judge(self, name: str) -> bool:
        return (
            re.search(rf"\b(?:[Jj]udge|[Jj]ustice|[Mm]agistrate|[Rr]ecorder) {re.escape(name)}", self.document.text)
            is not None
        )

    def _with_body(self, token: int) -> str | None:
        """A noun after the one body that it is of: "Senate vote", "Kodak sale talks"; a strike after the first."""
        lemma, phrase = self.document.lemmas[token], self._bare(token)
        bodies = [name for name in self.people if self.kinds.get(name) in (EntityKind.ORGANISATION, EntityKind.PLACE)]
        few = len(bodies) == 1 if lemma not in lexicon.STRIKES else bool(bodies)
        if not few or not (lemma in lexicon.OF_ONE or (lemma in lexicon.TALK_NOUNS and " " in phrase)):
            return None
        return f"{bodies[0].removeprefix('The ')} {phrase}"

    def _names_somebody(self, phrase: str) -> bool:
        return any(word[:1].isupper() for word in phrase.split()[:-1]) and any(
            name.split()[-1] in phrase or phrase.split()[0] in name for name in self.people
        )

    def _bare(self, token: int) -> str:
        """A noun with its compounds only: "press conference", "merger talks"."""
        document = self.document
        start = token
        while (
            start > 0
            and (document.deps[start - 1] == "compound" or document.lemmas[start - 1] in lexicon.SORTS)
            and document.head(start - 1) == token
            and document.lemmas[start - 1] not in lexicon.IDLE
            and start - 1 not in self.phrases.dated
            and start - 1 not in self.phrases.named
            and document.words[start - 1].islower()
        ):
            start -= 1
        before = start - 1
        loose = ("compound", "amod", "nmod", "npadvmod")
        if start < token and (document.tags[before] == "HYPH" or document.deps[before] in loose):
            # "Year-end news conference" is no "end news conference".
            start = token - 1 if document.lemmas[token - 1] in ("news", "press") else token
        return self.phrases.printed(range(start, token + 1)).lower()

    def _noun_line(self, token: int, *, owner: bool) -> str | None:
        """A noun phrase without its article, words of status and days; with its possessor where `owner` is set."""
        document = self.document
        headline = self.phrases.capitals.is_headline(document.sentence_of(token))
        parts: list[str] = []
        for child in document.children[token]:
            if child > token:
                break
            dep = document.deps[child]
            if dep not in lexicon.BEFORE_NOUN or child in self.phrases.dated or self._is_idle(child):
                continue
            if dep == "det" or (dep in ("predet", "nummod") and not parts):
                continue
            if dep == "poss":
                if not owner:
                    continue
                whose = self.phrases.whose(child, None)
                if whose is None:
                    if document.pos[child] in ("PRON", "DET"):
                        continue
                    return None
                parts.append(without_article(whose))
                continue
            raw = self.phrases.raw(document.subtree(child))
            if raw is None or (dep == "compound" and child not in self.phrases.named and headline):
                return None  # "Orr Delays Launch": which of these is a name?
            parts.append(raw)
        joined = [child for child in document.children[token] if document.deps[child] == "conj"]
        noun = self.phrases.printed([token])
        if noun[0].isupper() and token not in self.phrases.named and noun.lower() in self.phrases.capitals.lower_words:
            # "Great progress in our Trade Negotiations with Japan"
            noun = noun.lower()
            parts = [
                " ".join(w.lower() if w.lower() in self.phrases.capitals.lower_words else w for w in part.split())
                for part in parts
            ]
        parts.append(noun)
        if not joined:
            following = self.phrases.tail(token, None)
            if following is None:
                return None
            parts += following
        phrase = " ".join(parts)
        return phrase if len(phrase.split()) <= MOST_WORDS + 4 else None

    # By a verb

    def _is_idle(self, token: int) -> bool:
        return self.document.lemmas[token] in lexicon.IDLE or self.document.words[token].lower() in lexicon.IDLE

    def _of_verb(self, verb: int) -> str | None:
        """Subject, verb in the present, object: "North Korea fires a missile"; passive stays passive."""
        document = self.document
        lemma = document.lemmas[verb]
        # "A rocket fired from Gaza hit a house"
        passive = self.phrases.is_passive(verb) or (document.deps[verb] == "acl" and document.tags[verb] == "VBN")
        if lemma in lexicon.EMPTY and not passive:
            return None
        if self.kind is EventType.SPEECH and lemma not in lexicon.SPEAK:
            return None
        subject = subject_of(self.phrases, verb)
        if subject is None:
            return None
        who = self.phrases.noun_phrase(subject, None, lead=True)
        if who is None or who.split()[0].lower() in ("no", "any", "neither", "every", "each", "what", "which"):
            return None
        many = self.phrases.is_many(subject, verb)
        if passive:
            word = document.words[verb].lower()
            if any(document.words[c][0] in "'’" for c in document.children[verb] if document.deps[c] == "auxpass"):
                return None  # "Orr’s faced off with Hale": is or has
            after = document.words[verb + 1].lower() if verb + 1 < len(document) else ""
            loose = word == "sworn" and after == "in" and document.deps[verb + 1] != "prt"
            if document.tags[verb] not in ("VBN", "VBD"):
                return None
            parts = [who, "are" if many else "is", "sworn in" if loose else word]
        else:
            if lemma.endswith("ed") and lemma == document.words[verb].lower() and document.tags[verb] in ("VBD", "VBN"):
                return None  # left as it is by the parse library
            parts = [who, lemma if many else third_person(lemma)]
        found = self.phrases.complements(verb, Subject(self.phrases.entity(subject), many), passive=passive)
        if found is None:
            return None
        meets = many or document.lemmas[subject] in lexicon.PEOPLE
        if not found and not passive and lemma not in lexicon.ALONE and not (meets and lemma == "meet"):
            there = self.phrases.there(who)
            if not there or lemma in lexicon.MOVES:
                return None
            found = [there.strip()]
        if self.phrases.is_generic(subject, who) and not any(map(str.isupper, "".join(found))):
            return None  # "The company issues an update"
        while len(found) > 1 and len(" ".join(parts + found)) > LONGEST and not has_child(document, verb, "xcomp"):
            found.pop()
        return " ".join(parts + found)
