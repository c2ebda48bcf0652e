"""Coreference: whom "he", "the senator" and "the agency" stand for among those whom the article names."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from reportedly.article import Span
from reportedly.lexicon.folding import fold
from reportedly.lexicon.gazetteer import gazetteer
from reportedly.reading.document import Document
from reportedly.reading.entities.find import describe, gender_of_name
from reportedly.record import Entity, Link
from reportedly.vocabulary import EntityKind, LinkKind

__all__ = [
    "DEFINITE",
    "GENDERED",
    "Cast",
    "Said",
    "body_meant",
    "cast",
    "earlier_source",
    "entity_link",
    "grammatical_role",
    "is_plural",
    "is_someone",
    "last_speaker",
    "latest_entity",
    "person_by_role",
    "person_introduced",
    "person_meant",
    "same_role",
]

LINK_KINDS = {
    EntityKind.PERSON: LinkKind.PERSON,
    EntityKind.ORGANISATION: LinkKind.ORGANISATION,
    EntityKind.OUTLET: LinkKind.OUTLET,
    EntityKind.PLACE: LinkKind.PLACE,
}
DEFINITE = frozenset("the this that these those his her its their".split())
_ANY_BODY = frozenset("agency bureau company organization organisation group firm".split())
_LANDS = frozenset("country nation kingdom republic".split())
_SAME_ROLE = (
    frozenset("senator sen. sen lawmaker legislator".split()),
    frozenset("representative rep. rep congressman congresswoman lawmaker legislator".split()),
    frozenset("governor gov. gov".split()),
    frozenset("secretary chief minister head boss director commissioner administrator".split()),
    frozenset("leader ruler dictator strongman chairman".split()),
    frozenset("candidate hopeful nominee contender front-runner frontrunner".split()),
    frozenset("general gen. gen commander".split()),
    frozenset("lawyer attorney counsel solicitor".split()),
    frozenset("spokesman spokeswoman spokesperson".split()),
    frozenset(["premier", "minister"]),
    frozenset("journalist reporter correspondent host anchor writer columnist author".split()),
    frozenset("professor academic scholar expert analyst".split()),
    frozenset(["president", "leader"]),
    frozenset("billionaire businessman tycoon magnate mogul".split()),
    frozenset("diplomat envoy ambassador".split()),
)
_SAME_BODY = (
    frozenset("regulator watchdog ombudsman supervisor".split()),
    frozenset("airline carrier flag-carrier".split()),
    frozenset("retailer chain supermarket".split()),
    frozenset("bank lender".split()),
    frozenset("club side team".split()),
    frozenset("automaker carmaker".split()),
    frozenset("tribunal court".split()),
    frozenset("theatre theater venue hall arena".split()),
)
GENDERED = {
    "mr": "m", "mr.": "m", "mrs": "f", "mrs.": "f", "ms": "f", "ms.": "f", "miss": "f", "sir": "m", "lord": "m",
    "lady": "f", "dame": "f", "king": "m", "queen": "f", "prince": "m", "princess": "f", "pope": "m", "sheikh": "m",
    "spokesman": "m", "spokeswoman": "f", "congressman": "m", "congresswoman": "f", "chairman": "m",
    "chairwoman": "f", "businessman": "m", "businesswoman": "f", "actress": "f", "actor": "m", "father": "m",
    "mother": "f", "brother": "m", "sister": "f", "husband": "m", "wife": "f", "son": "m", "daughter": "f",
    "uncle": "m", "aunt": "f", "widow": "f", "councilman": "m", "councilwoman": "f", "man": "m", "woman": "f",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Said:
    """One source already resolved: what later pronouns may refer to."""

    token: int
    sentence: int
    link: Link
    plural: bool


@dataclass(frozen=True, slots=True)
class Cast:
    """Who is in an article, indexed for resolution.

    Attributes:
        entities: As `find_entities` gives them.
        at: For each token, the index of the entity whose mention covers it, -1 where none.
        places: For each entity, its mentions as token ranges, in text order.
        roles: For each entity, the folded words by which the text describes it.
        genders: For each entity, "m", "f" or None.
        people: Mentions of people: last token and entity, in text order.
        starts: For each entity, the tokens at which its mentions start.
        mentions: For each token, the first and last token but one of the mention that covers it, else None.
    """

    entities: tuple[Entity, ...]
    at: tuple[int, ...]
    places: tuple[tuple[range, ...], ...]
    roles: tuple[frozenset[str], ...]
    genders: tuple[str | None, ...]
    people: tuple[tuple[int, int], ...]
    starts: tuple[tuple[int, ...], ...]
    mentions: tuple[Span | None, ...]

    def latest(self, number: int, before: int) -> int:
        """Where the last mention of an entity before a token starts; -1 where there is none."""
        place = bisect_left(self.starts[number], before)
        return self.starts[number][place - 1] if place else -1


def cast(document: Document, entities: Sequence[Entity]) -> Cast:
    """The index of an article's entities: linear in their mentions."""
    at = [-1] * len(document)
    covering: list[Span | None] = [None] * len(document)
    places: list[tuple[range, ...]] = []
    roles: list[frozenset[str]] = []
    genders: list[str | None] = []
    people: list[tuple[int, int]] = []
    for number, entity in enumerate(entities):
        ranges = []
        words: set[str] = set()
        gender: str | None = None
        for mention in entity.mentions:
            tokens = document.tokens_in(mention)
            if not tokens:
                continue
            ranges.append(tokens)
            for token in tokens:
                at[token] = number
                covering[token] = (tokens.start, tokens.stop)
            if entity.kind is EntityKind.PERSON:
                people.append((tokens.stop - 1, number))
                if tokens.start:
                    gender = gender or GENDERED.get(document.words[tokens.start - 1].casefold())
            for description in describe(document, tokens.start, tokens.stop):
                words.update(fold(word).strip(".,()") for word in description.split())
        if entity.kind is EntityKind.PERSON:
            gender = gender or gender_of_name(entity.name)
            gender = gender or next((GENDERED[w] for w in sorted(words) if w in GENDERED), None)
        places.append(tuple(ranges))
        roles.append(frozenset(words))
        genders.append(gender)
    return Cast(
        entities=tuple(entities),
        at=tuple(at),
        places=tuple(places),
        roles=tuple(roles),
        genders=tuple(genders),
        people=tuple(sorted(people)),
        starts=tuple(tuple(sorted(r.start for r in ranges)) for ranges in places),
        mentions=tuple(covering),
    )


def entity_link(document: Document, who: Cast, number: int, token: int, span: Span | None = None) -> Link:
    """The link of a chain for an entity, by its number; its span is the mention at `token` unless one is given."""
    entity = who.entities[number]
    if span is None:
        span = document.span(*(who.mentions[token] or (token, token + 1)))
    return Link(name=entity.name, kind=LINK_KINDS[entity.kind], entity=entity.id, span=span)


def is_plural(link: Link) -> bool:
    """Whether a source is more than one: "Hale and Orr", "two diplomats"."""
    return " and " in link.name or (link.kind is LinkKind.UNNAMED and link.name.split()[-1].casefold().endswith("s"))


def is_someone(link: Link) -> bool:
    """Whether an unnamed source is one person: "a diplomat", "one of the envoys"."""
    return link.kind is LinkKind.UNNAMED and link.name.split()[0].casefold() in {"a", "an", "one", "another"}


def earlier_source(document: Document, before: Sequence[Said], kind: LinkKind, head: int) -> Link | None:
    """The last source of a kind whose description holds this noun: "the spokesman" after "a ministry spokesman"."""
    noun = fold(document.words[head])
    for said in reversed(before[-40:]):
        link = said.link
        if link.kind is kind and " and " not in link.name:
            words = fold(link.name).split()
            if noun in words or noun.rstrip("s") in (w.rstrip("s") for w in words):
                return link
    return None


def latest_entity(document: Document, who: Cast, token: int, kind: EntityKind) -> int | None:
    """The entity of a kind mentioned last before a token, else None."""
    best, place = None, -1
    for number, entity in enumerate(who.entities):
        if entity.kind is kind and (latest := who.latest(number, token)) > place:
            best, place = number, latest
    return best


def body_meant(document: Document, who: Cast, head: int, tokens: range, before: Sequence[Said]) -> int | None:
    """ "the committee", "the agency": the body of that noun, else, for an agency, the one that spoke last."""
    noun = document.lemmas[head]
    modifiers = {fold(document.words[t]) for t in tokens if t < head} - DEFINITE
    kinds = (EntityKind.PLACE,) if noun in _LANDS else (EntityKind.ORGANISATION, EntityKind.OUTLET)
    best, place = None, -1
    for number, entity in enumerate(who.entities):
        if entity.kind not in kinds:
            continue
        words = set(fold(" ".join((entity.name, *entity.aliases, entity.description or ""))).split())
        if noun in _LANDS or noun in words or (noun == "agency" and words & {"service", "bureau", "administration"}):
            if modifiers and not modifiers <= words | {"news"}:
                continue
            if (latest := who.latest(number, head)) > place:
                best, place = number, latest
    if best is None and noun not in _LANDS | _ANY_BODY:
        best = _body_described(who, noun, modifiers, head)
    if best is None and not modifiers and noun in _ANY_BODY:
        for said in reversed(before[-6:]):
            for number, entity in enumerate(who.entities):
                if entity.id == said.link.entity and entity.kind is EntityKind.ORGANISATION:
                    return number
        names = [
            (bisect_left(who.starts[i], head), i)
            for i, e in enumerate(who.entities)
            if e.kind is EntityKind.ORGANISATION and any(form.isupper() for form in (e.name, *e.aliases))
        ]
        counted, number = max(names, default=(0, -1))
        best = number if counted > 1 else None
    return best


def _body_described(who: Cast, noun: str, modifiers: set[str], head: int) -> int | None:
    """The body described by this noun or one like it: "Arkom, the telecoms regulator, … the watchdog"; None for two."""
    nouns = frozenset({noun}).union(*(group for group in _SAME_BODY if noun in group))
    found = [
        number
        for number, entity in enumerate(who.entities)
        if entity.kind in (EntityKind.ORGANISATION, EntityKind.PLACE)
        and who.roles[number] & nouns
        and modifiers <= who.roles[number]
        and who.latest(number, head) >= 0
    ]
    return found[0] if len(found) == 1 else None


def person_by_role(document: Document, who: Cast, head: int, tokens: range, before: Sequence[Said]) -> int | None:
    """ "the senator", "the Pentagon chief": the person whose titles fit, the latest mentioned first."""
    noun = document.lemmas[head] if document.pos[head] != "PROPN" else fold(document.words[head])
    nouns = {noun, document.words[head].casefold()}
    wide = set().union(*(group for group in _SAME_ROLE if noun in group)) - nouns
    modifiers = {fold(document.words[t]).rstrip(".") for t in tokens if t < head} - DEFINITE
    spoke = {said.link.entity for said in before[-4:] if said.token < head}
    best: tuple[float, int, int] | None = None
    for number, entity in enumerate(who.entities):
        roles = who.roles[number]
        if entity.kind is not EntityKind.PERSON:
            continue
        fit = 2.0 if roles & nouns else 1.0 if roles & {w.rstrip(".") for w in wide} else 0.0
        if not fit:
            continue
        if modifiers:
            shared = len(modifiers & roles) / len(modifiers)
            former = ("former" in roles) != ("former" in modifiers)
            fit += shared - (0.5 if former else 0.0)
        elif roles & {"former", "ex", "vice", "deputy"}:
            fit -= 0.6
        place = who.latest(number, head)
        if place < 0:
            fit -= 1.0
        if entity.id in spoke:
            fit += 0.6
        candidate = (fit, place, number)
        best = max(best, candidate) if best else candidate
    return best[2] if best and best[0] > 0.4 else None


def person_introduced(document: Document, who: Cast, head: int, tokens: range) -> int | None:
    """ "Norway's foreign minister" of a lead, whom the next three sentences name: "Foreign Minister Ana Ruiz".

    None where one who holds that office is described as of another country, or two could be meant.
    """
    owner = who.at[tokens.start]
    if owner < 0 or who.entities[owner].kind is not EntityKind.PLACE or document.deps[tokens.start] != "poss":
        return None
    country = who.entities[owner].country
    stop = (who.mentions[tokens.start] or (0, tokens.start + 1))[1]
    wanted = {fold(document.words[t]) for t in range(stop, head + 1)} - {"'s", "’s", "'", "’"}
    demonyms = gazetteer().demonyms
    found = [
        number
        for number, entity in enumerate(who.entities)
        if entity.kind is EntityKind.PERSON
        and wanted <= who.roles[number]
        and who.starts[number]
        and who.starts[number][0] > head
        and document.sentence_of(who.starts[number][0]) - document.sentence_of(head) <= 3
        and all(demonyms[role] == country for role in who.roles[number] if role in demonyms)
    ]
    return found[0] if len(found) == 1 else None


def last_speaker(document: Document, who: Cast, head: int, before: Sequence[Said]) -> int | None:
    """The person who spoke last, at most three sentences before, else whoever was named last, at most two before."""
    sentence = document.sentence_of(head)
    for said in reversed(before[-40:]):
        if said.token < head and said.link.kind is LinkKind.PERSON and said.link.entity:
            if sentence - said.sentence <= 3:
                return next((i for i, e in enumerate(who.entities) if e.id == said.link.entity), None)
            break
    place = bisect_left(who.people, (head, -1)) - 1
    if place >= 0 and sentence - document.sentence_of(who.people[place][0]) <= 2:
        return who.people[place][1]
    return None


def person_meant(
    document: Document,
    who: Cast,
    token: int,
    span: Span,
    before: Sequence[Said],
    outer: Link | None,
    quoted: bool,
    gender: str,
) -> Link | None:
    """The person that "he" or "she" stands for: recency, subjects and earlier sources first, gender never against."""
    sentence = document.sentence_of(token)
    by_id = {entity.id: number for number, entity in enumerate(who.entities)}
    outer_number = by_id.get(outer.entity, -1) if outer and outer.entity else -1
    if outer is not None and not quoted:
        fits = outer_number >= 0 and who.genders[outer_number] in (gender, None)
        if (outer.kind is LinkKind.PERSON and fits) or is_someone(outer):
            return Link(name=outer.name, kind=outer.kind, entity=outer.entity, span=span)
    scores: dict[int, float] = {}

    def add(number: int, score: float) -> None:
        if who.genders[number] not in (gender, None) or (quoted and number == outer_number):
            return
        # A first name that the list does not know is more often a man's in the news.
        score *= 1.0 if who.genders[number] == gender else 0.85 if gender == "m" else 0.55
        scores[number] = max(scores.get(number, 0.0), score)

    verb = document.head(token)
    for i in range(bisect_left(who.people, (token, -1)) - 1, -1, -1):
        last, number = who.people[i]
        distance = sentence - document.sentence_of(last)
        if distance > 12:
            break
        dep = grammatical_role(document, last)
        weight = {"nsubj": 1.8, "nsubjpass": 1.6, "poss": 0.9, "dobj": 1.0, "pobj": 0.8}.get(dep, 0.9)
        if distance == 0 and document.head(last) == verb and last != token:
            continue  # "he told Orr": not Orr
        add(number, weight / (1.0 + distance))
    for said in reversed(before[-12:]):
        number = by_id.get(said.link.entity or "", -1)
        distance = sentence - said.sentence
        if number >= 0 and said.token < token and who.entities[number].kind is EntityKind.PERSON:
            add(number, 2.2 / (1.0 + distance))
    unnamed = next((s for s in reversed(before[-40:]) if s.token < token and is_someone(s.link)), None)
    if scores:
        best = max(scores, key=lambda n: (scores[n], -n))
        near = unnamed is not None and sentence - unnamed.sentence <= 1
        if not (near and unnamed is not None and 2.2 / (1.0 + sentence - unnamed.sentence) > scores[best]):
            return entity_link(document, who, best, token, span)
    if unnamed is not None and sentence - unnamed.sentence <= 3:
        return Link(name=unnamed.link.name, kind=LinkKind.UNNAMED, span=span)
    # "During his speech in May, Orr said": the name comes after.
    for i in range(bisect_left(who.people, (token, -1)), len(who.people)):
        last, number = who.people[i]
        if document.sentence_of(last) != sentence:
            break
        if who.genders[number] in (gender, None):
            return entity_link(document, who, number, token, span)
    return Link(name=document.text[span[0] : span[1]], kind=LinkKind.PERSON, span=span)


def same_role(noun: str) -> frozenset[str]:
    """Nouns that may take up the same office or trade as this one, itself included."""
    return frozenset({noun}).union(*(group for group in _SAME_ROLE if noun in group))


def grammatical_role(document: Document, token: int) -> str:
    """The grammatical role of the phrase that a name belongs to."""
    for _ in range(4):
        dep = document.deps[token]
        if dep not in {"compound", "appos", "flat", "nmod"} or document.head(token) == token:
            return dep
        token = document.head(token)
    return document.deps[token]
