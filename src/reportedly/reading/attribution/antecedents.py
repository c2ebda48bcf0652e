"""Antecedents: whom a source that is no name stands for ("he", "the company", "the sources").

The rules of `reading.sources` give one answer for each source; it is one candidate among those whom the article names
or who spoke before. Of each candidate there are named features: its distance, its grammatical role there, whether
gender, number and words fit, who spoke last, and what the rules say. The one that `antecedent_model` finds likeliest is
taken.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from reportedly.article import Pieces
from reportedly.lexicon.folding import fold
from reportedly.lexicon.gazetteer import gazetteer
from reportedly.reading.attribution.antecedent_model import antecedent_model, views
from reportedly.reading.attribution.chains import kind_key
from reportedly.reading.attribution.source_words import BODIES, DOCUMENTS, INSTITUTIONS, OUTLET_NOUNS
from reportedly.reading.attribution.sources import noun_head, resolve_source
from reportedly.reading.document import Document
from reportedly.reading.entities.coreference import (
    DEFINITE,
    LINK_KINDS,
    Cast,
    Said,
    grammatical_role,
    is_plural,
    same_role,
)
from reportedly.reading.entities.firms import without_legal_form
from reportedly.reading.entities.nicknames import known_as
from reportedly.reading.neural.looks import Looks
from reportedly.record import Link
from reportedly.vocabulary import EntityKind, LinkKind

__all__ = ["SURER", "antecedent_features", "find_source"]

_HE, _SHE = frozenset("he him himself".split()), frozenset("she her herself".split())
_IT, _THEY = frozenset("it itself".split()), frozenset("they them themselves both".split())
_SELF = frozenset("i me my myself we us our ourselves who which whom that mine".split())
_INDEFINITE = frozenset("a an one another some many several few most two three".split())
SURER = 0.5
"""By so much likelier another must be than what the rules say: by five folds it costs nothing, and it is wrong less
often where nobody fits."""
_FAR = 12  # sentences; one named no nearer, and no earlier source, is no candidate
_NAMELESS = frozenset("name identify anonymity anonymously".split())
_NEAR = 15  # tokens
_MOST = 24  # candidates of a kind
_AHEAD = 3  # sentences in which one who is described first is named
_BINS = (0, 1, 2, 3, 5, 8, 12)
_OF_NEWS = frozenset("news press wire state official state-run government-run national public".split())
_PAPERS = OUTLET_NOUNS | DOCUMENTS
_NOBODIES = BODIES | _PAPERS
_FIRMS = frozenset("bank airlines airways air motors motor electronics energy oil".split())
# Classes of nouns, so that what is learned of "the carrier" holds for "the planemaker".
_CLASSES = {
    noun: name
    for name, nouns in {
        "firm": "company firm group airline carrier automaker carmaker planemaker drugmaker chipmaker maker builder "
        "bank lender insurer retailer brewer chain producer manufacturer operator utility developer publisher "
        "studio supplier miner refiner explorer conglomerate giant startup start-up broker brokerage exchange "
        "airport railway grocer distributor bidder buyer business corporation provider unit subsidiary parent",
        "body": "agency regulator watchdog ministry department bureau commission panel committee court tribunal "
        "board council office authority administration institute fund service inspectorate commissioner",
        "union": "union association federation league club team party alliance coalition movement campaign charity "
        "foundation organization organisation",
        "land": "country nation government kingdom republic state city regime island capital county province",
        "chief": "head chief boss leader director chairman chairwoman ceo president executive founder owner manager "
        "governor chancellor premier minister secretary coach captain editor principal commander",
        "member": "senator congressman congresswoman lawmaker representative mp legislator councillor candidate "
        "nominee politician republican democrat judge justice prosecutor lawyer attorney",
        "voice": "spokesman spokeswoman spokesperson aide official adviser advisor source diplomat insider",
        "private": "man woman mother father wife husband son daughter brother sister boy girl teenager student "
        "player driver striker singer actor actress writer author star",
    }.items()
    for noun in nouns.split()
}

_BODIES = frozenset({"firm", "body", "union"})


def find_source(
    document: Document,
    who: Cast,
    pieces: Pieces,
    *,
    before: Sequence[Said] = (),
    outer: Link | None = None,
    quoted: bool = False,
    looks: Looks | None = None,
) -> Link | None:
    """The link that a printed source stands for: by the rules, or the likeliest antecedent where it is no name.

    Args are those of `resolve_source`; without `looks`, at the encoder's middle layer, the parse alone decides.
    """
    rule = resolve_source(document, who, pieces, before=before, outer=outer, quoted=quoted)
    if rule is None:
        return None
    found = list(antecedent_features(document, who, pieces, rule, before, outer, quoted))
    head = noun_head(document, document.tokens_in((pieces[0][0], pieces[-1][1])))
    if not found or head is None:
        return _as_body(document, pieces, rule)
    links = [link for link, _ in found]
    scores = antecedent_model()([features for _, features in found], views(document, who, pieces, head, links, looks))
    scores[0] += SURER
    return _as_body(document, pieces, links[int(scores.argmax())])


def _as_body(document: Document, pieces: Pieces, link: Link) -> Link:
    """ "The regulator" speaks for a body, as "the ministry" does, also where no name for it is found."""
    if link.kind is not LinkKind.UNNAMED or link.entity is not None or link.span is None:
        return link
    tokens = document.tokens_in((pieces[0][0], pieces[-1][1]))
    head = noun_head(document, tokens)
    if head is None or not (_is_institution(document, head) or _are_organisers(document, tokens, head)):
        return link
    own = " ".join(document.text[slice(*document.span(tokens.start, tokens.stop))].split())
    return replace(link, kind=LinkKind.ORGANISATION) if link.name == own else link


def _is_institution(document: Document, head: int) -> bool:
    return document.tags[head] == "NN" and document.words[head] in INSTITUTIONS


def _are_organisers(document: Document, tokens: range, head: int) -> bool:
    """ "Its organisers", "organisers of the march": who holds an event speaks for it; not "two of the organisers"."""
    if document.words[head].casefold() not in {"organisers", "organizers"}:
        return False
    sentence = document.tokens_of_sentence(document.sentence_of(head))
    if any(document.lemmas[t] in _NAMELESS for t in range(head, min(sentence.stop, head + _NEAR))):
        return False
    before = range(tokens.start, head)
    return all(document.words[t].casefold() in DEFINITE or document.pos[t] in ("NOUN", "PROPN", "PART") for t in before)


def antecedent_features(
    document: Document,
    who: Cast,
    pieces: Pieces,
    rule: Link,
    before: Sequence[Said],
    outer: Link | None,
    quoted: bool,
) -> Iterator[tuple[Link, list[str]]]:
    """Each candidate with its features, the rules' own first; none for a name, a bare noun, "I" and "who"."""
    tokens = document.tokens_in((pieces[0][0], pieces[-1][1]))
    head = noun_head(document, tokens)
    if head is None or " and " in rule.name:
        return
    word = document.words[head].casefold()
    if word in _SELF or (who.at[head] >= 0 and who.entities[who.at[head]].kind is EntityKind.PERSON):
        return
    if any(
        document.deps[t] == "appos"
        and (document.pos[t] == "PROPN" or document.words[t][0].isupper())
        and document.head(t) == head
        for t in tokens
    ):
        return  # "The port operator, Norhaven, said": named where it stands
    if _is_named_last(document, who, pieces, rule):
        return
    if known_as(document, tokens):
        return
    mention = _Mention(document, who, tokens, head, rule, before, outer, quoted)
    if not mention.type:
        return
    seen = set()
    for link in (rule, *_candidates(document, who, mention, before, outer)):
        key = kind_key(link)
        if key not in seen and (link is rule or not mention.is_against(link)):
            seen.add(key)
            yield link, mention.features(link)


def _is_named_last(document: Document, who: Cast, pieces: Pieces, rule: Link) -> bool:
    """Whether the rules' answer ends the source behind a comma: "a spokeswoman for the ministry, Ana Orr,"."""
    start, end = pieces[0][0], pieces[-1][1]
    return any(
        start < a
        and b <= end
        and document.text[start:a].rstrip().endswith(",")
        and not any(map(str.isalnum, document.text[b:end]))
        for entity in who.entities
        if entity.id == rule.entity
        for a, b in entity.mentions
    )


def _candidates(
    document: Document, who: Cast, mention: _Mention, before: Sequence[Said], outer: Link | None
) -> Iterator[Link]:
    """Whom a source may stand for: as it is printed, the outer source, who spoke before, who is named near."""
    head, span = mention.head, mention.span
    yield mention.printed
    if outer is not None:
        yield Link(name=outer.name, kind=outer.kind, entity=outer.entity, span=span)
    for said in before[-_MOST:]:
        if said.token < head:
            yield Link(name=said.link.name, kind=said.link.kind, entity=said.link.entity, span=span)
    for number in mention.near[:_MOST]:
        entity = who.entities[number]
        yield Link(name=entity.name, kind=LINK_KINDS[entity.kind], entity=entity.id, span=span)


class _Mention:
    """A source that is no name, and what is known of those whom it may stand for."""

    def __init__(
        self,
        document: Document,
        who: Cast,
        tokens: range,
        head: int,
        rule: Link,
        before: Sequence[Said],
        outer: Link | None,
        quoted: bool,
    ) -> None:
        self.document, self.who, self.head, self.rule, self.outer, self.quoted = (
            document,
            who,
            head,
            rule,
            outer,
            quoted,
        )
        self.span = document.span(tokens.start, tokens.stop)
        words = [document.words[t].casefold() for t in tokens]
        self.lemma = document.lemmas[head].casefold()
        word = document.words[head].casefold()
        pronoun = next((name for name, forms in _PRONOUNS if word in forms and len(tokens) == 1), None)
        first = words[0]
        self.type = pronoun or ("the" if first in DEFINITE else "a" if first in _INDEFINITE else "")
        self.is_pronoun = pronoun is not None
        self.sort = _CLASSES.get(self.lemma) or ("firm" if self.lemma.endswith("maker") else "other")
        self.long = min(len(tokens) // 3, 2)  # "the airline", "the Atlanta-based airline"
        self.plural = pronoun == "they" or (pronoun is None and document.tags[head] in {"NNS", "NNPS"})
        self.sentence = document.sentence_of(head)
        self.modifiers = {fold(w).strip(".,") for w in words} - DEFINITE - _INDEFINITE - {self.lemma, word}
        self.nouns = {fold(word), fold(self.lemma)}
        self.roles = same_role(self.lemma)
        self.printed = Link(
            name=" ".join(document.text[slice(*self.span)].split()),
            kind=rule.kind if rule.entity is None else LinkKind.UNNAMED,
            span=self.span,
        )
        self.by_id = {entity.id: number for number, entity in enumerate(who.entities)}
        self.spoke: dict[tuple[str, str], tuple[int, int]] = {}  # rank of who spoke last, sentences ago
        for said in reversed(before[-40:]):
            if said.token < head:
                ago = self.sentence - said.sentence
                self.spoke.setdefault(kind_key(said.link), (len(self.spoke), ago))
        self.near = self._near()
        self.rank: dict[int, int] = {}  # among those of its kind, by where each was last named
        counts: Counter[EntityKind] = Counter()
        for number in self.near:
            kind = who.entities[number].kind
            self.rank[number] = counts[kind]
            counts[kind] += 1

    def _near(self) -> list[int]:
        """Entities named at most some sentences before, or soon after, the nearest before first."""
        document, who = self.document, self.who
        found = []
        for number, starts in enumerate(who.starts):
            place = bisect_left(starts, self.head)
            ago = self.sentence - document.sentence_of(starts[place - 1]) if place else None
            ahead = document.sentence_of(starts[place]) - self.sentence if place < len(starts) else None
            if (ago is not None and ago <= _FAR) or (not self.is_pronoun and ahead is not None and ahead <= _AHEAD):
                if self._is_inside(number):
                    continue
                found.append((self.head - starts[place - 1] if place else 10**6 + starts[place], number))
        return [number for _, number in sorted(found)]

    def _is_inside(self, number: int) -> bool:
        """Whether the source names an entity beside its noun: "a spokeswoman for Senator Ruiz" is not Ruiz."""
        return any(self.span[0] <= a < self.span[1] for a, _ in self.who.entities[number].mentions)

    def _is_another(self, number: int) -> bool:
        """Whether the noun means another than a person first named behind it: "the judge" is not whom he asks."""
        document, head = self.document, self.head
        starts = self.who.starts[number]
        if not len(starts) or starts[0] < head or self.roles & self.who.roles[number]:
            return False
        asks = document.deps[head] == "nsubj" and document.lemmas[document.head(head)] == "ask"
        return asks or any(document.tags[c] == "PRP$" for c in document.children[head])

    def is_against(self, link: Link) -> bool:
        """Whether a candidate cannot be meant: of another gender than the pronoun, or of another kind than the noun.

        Nor can one be who is named within the source ("the wife of Elena Varga" is not Varga, who spoke before), or in
        whose words the source stands.
        """
        if not self.is_pronoun and link.entity in self.by_id and self._is_inside(self.by_id[link.entity]):
            return True
        is_named = not self.is_pronoun and link.kind is LinkKind.PERSON and link.entity in self.by_id
        if is_named and self._is_another(self.by_id[link.entity or ""]):
            return True
        # Another body may be a person whom the names were wrong about.
        is_body = link.kind is LinkKind.OUTLET or (link.kind is LinkKind.ORGANISATION and link.name.isupper())
        if self.type in {"he", "she"} and link.entity is not None and is_body:
            return True
        gender = self.who.genders[self.by_id[link.entity]] if link.entity in self.by_id else None
        speaker = self.outer if self.outer is not None and self.outer.kind is LinkKind.PERSON else None
        # "Orr said the owner had told him": who speaks is no "owner" in what he says. Firms are: "the company".
        if speaker is not None and not self.is_pronoun and not self.quoted and kind_key(link) == kind_key(speaker):
            return True
        if self.is_pronoun and link.kind is LinkKind.DOCUMENT and self.type in {"he", "she"}:
            return True  # "An earlier version said … He said"
        if self.is_pronoun:
            return gender is not None and self.type in {"he", "she"} and gender != ("m" if self.type == "he" else "f")
        if link.entity is None and link.name != self.printed.name and self.sort in _BODIES:
            sort = _CLASSES.get(link.name.split()[-1].casefold())
            if link.kind is LinkKind.ORGANISATION and sort in _BODIES and sort != self.sort:
                return True  # "the airline" is not the union that spoke before
            if link.kind is LinkKind.UNNAMED and is_plural(link) and not self.plural:
                return True  # nor the pilots
        if link.kind in {LinkKind.PERSON, LinkKind.GROUP}:
            return self.lemma in _NOBODIES | INSTITUTIONS
        if link.kind is LinkKind.OUTLET:
            others = self.modifiers - _OF_NEWS - set(fold(link.name).split()) - gazetteer().demonyms.keys()
            if self.lemma == "agency" and others:
                return True  # "the road agency"
            return self.lemma not in _PAPERS and not self.nouns & set(fold(link.name).split())
        return False

    def features(self, link: Link) -> list[str]:
        """Named features of one candidate."""
        kind = LinkKind.PERSON.value if link.kind is LinkKind.GROUP else link.kind.value
        key = kind_key(link)
        number = self.by_id.get(link.entity or "", -1)
        type_ = self.type
        found = [f"type={type_}", f"{type_}&{kind}", f"noun={self.lemma}&{kind}"]
        if not self.is_pronoun:
            found += [f"class={self.sort}&{kind}", f"class={self.sort}&{type_}&{kind}", f"long={self.long}&{kind}"]
        if key == kind_key(self.rule):
            found += ["rule", f"rule&{type_}", f"rule&{type_}&{kind}", f"rule&noun={self.lemma}"]
            found += [f"rule&class={self.sort}&{self.long}"]
        if link.name == self.printed.name and number < 0:
            found += ["printed", f"printed&{type_}", f"printed&noun={self.lemma}"]
            found += [f"printed&class={self.sort}&{type_}", f"printed&class={self.sort}&long={self.long}"]
            found += [f"printed&named={bool(self.near)}&class={self.sort}"]
        if self.outer is not None:
            is_outer = key == kind_key(self.outer)
            found += [f"outer={is_outer}&{type_}", f"outer={is_outer}&quoted={self.quoted}"]
        rank, ago = self.spoke.get(key, (99, 99))
        if rank < 99:
            found += ["spoke", f"spoke&{type_}", f"spoke={min(rank, 4)}&{type_}", f"ago={_bin(ago)}&{type_}"]
            found += [f"spoke={min(rank, 2)}&ago={_bin(ago)}", f"spoke={min(rank, 2)}&class={self.sort}&{kind}"]
        plural = is_plural(link)
        found += [f"plural={plural}&{self.plural}&{kind}"]
        words = set(fold(link.name).split())
        found += self._likeness(words, "name")
        if number >= 0:
            found += self._of_entity(number)
        return found

    def _of_entity(self, number: int) -> Iterator[str]:
        document, who, type_ = self.document, self.who, self.type
        entity = who.entities[number]
        kind = entity.kind.value
        starts = who.starts[number]
        place = bisect_left(starts, self.head)
        if place:
            last = starts[place - 1]
            ago = self.sentence - document.sentence_of(last)
            role = grammatical_role(document, last)
            yield f"named={_bin(ago)}&{type_}"
            yield f"named={_bin(ago)}&{type_}&{kind}"
            yield f"role={role}&{type_}"
            yield f"role={role}&{_bin(ago)}&{self.is_pronoun}"
            if ago == 0 and document.head(last) == document.head(self.head):
                yield f"argument&{type_}"
        else:
            ahead = document.sentence_of(starts[0]) - self.sentence if starts else 9
            yield f"ahead={min(ahead, 4)}&{type_}"
            yield f"ahead={min(ahead, 4)}&{kind}&{type_}"
        if number in self.rank:
            yield f"rank={min(self.rank[number], 4)}&{kind}&{type_}"
            if not self.is_pronoun:
                yield f"rank={min(self.rank[number], 2)}&{kind}&class={self.sort}"
        yield f"mentions={min(len(starts), 6)}&{type_}"
        if starts and document.sentence_of(starts[0]) <= 1:
            yield f"lead&{type_}"
            if not self.is_pronoun:
                yield f"lead&{kind}&class={self.sort}"
        if entity.kind is EntityKind.PERSON:
            gender = who.genders[number]
            wanted = "m" if type_ == "he" else "f" if type_ == "she" else None
            if wanted:
                yield f"gender={gender is None}&{gender == wanted}&{type_}"
            roles = who.roles[number]
            if not self.is_pronoun:
                fits = bool(roles & self.nouns), bool(roles & self.roles)
                yield f"role fits={fits[0]}&{fits[0] or fits[1]}"
                yield f"role fits={fits[0]}&{type_}"
                yield f"role fits={fits[0] or fits[1]}&class={self.sort}&roles={bool(roles)}"
                yield from self._likeness(roles, "roles")
                if place == 0:
                    yield f"ahead fits={fits[0]}&{type_}"
        elif not self.is_pronoun:
            told = set(fold(" ".join((*entity.aliases, entity.description or ""))).split())
            yield from self._likeness(told | set(fold(entity.name).split()), "described")
            names_in_order = fold(entity.name).replace(".", "").split()
            names = set(names_in_order)
            firm = bool(names & _FIRMS) or len(without_legal_form(list(names_in_order))) < len(names_in_order)
            yield f"firm={firm}&{self.lemma}"
            yield f"firm={firm}&class={self.sort}"
            yield f"firm={firm}&class={self.sort}&rank={min(self.rank.get(number, 9), 2)}"
            lead = bool(starts) and document.sentence_of(starts[0]) <= 1
            yield f"firm={firm}&class={self.sort}&lead={lead}"
            yield f"capitals={entity.name.isupper()}&{type_}"

    def _likeness(self, words: set[str] | frozenset[str], where: str) -> Iterator[str]:
        """How the noun and the words before it fit some words."""
        if self.is_pronoun:
            return
        noun = bool(self.nouns & words)
        shared = len(self.modifiers & words)
        share = "none" if not self.modifiers else "all" if shared == len(self.modifiers) else "some" if shared else "no"
        yield f"{where} noun={noun}&{share}"
        yield f"{where} noun={noun}&{share}&{self.type}"


_PRONOUNS = (("he", _HE), ("she", _SHE), ("it", _IT), ("they", _THEY))


def _bin(distance: int) -> str:
    return str(bisect_left(_BINS, distance))
