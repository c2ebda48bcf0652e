"""Ties: where an article says that somebody spoke to an outlet or on it, whether or not it quotes him there.

"Orr spoke out in an interview on Vesna TV", "in a Vesna op-ed Orr laid out …", "Orr, interviewed by Vesna": what he is
quoted with before and after may have come the same way. `relays` takes how a tie is told and how far away it is as
features.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from reportedly.reading.attribution.chains import kind_key
from reportedly.reading.attribution.sources import outlet_at
from reportedly.reading.document import Document
from reportedly.reading.entities.coreference import Cast, entity_link
from reportedly.record import Statement
from reportedly.vocabulary import EntityKind

__all__ = ["Tie", "find_ties", "venues"]

Key = tuple[str, str]
_LONG = 160  # tokens of a sentence; a longer one is a list
_SPEAKING = frozenset(
    """say tell add state note claim write declare explain argue announce describe call warn insist speak talk discuss
    comment appear interview ask confirm deny respond acknowledge admit reveal join go give sit quote cite""".split()
)
_TEXTS = frozenset(
    """interview appearance op-ed column programme program show conversation comment remark piece article essay letter
    editorial report broadcast podcast segment statement story""".split()
)
_HANGING = frozenset(
    "on to in with by for from of nsubj nsubjpass dobj poss dative via during at".split()
)  # a preposition or a dependency
_VENUES = {
    word: venue
    for venue, words in {
        "tweet": "tweet twitter retweet",
        "post": "post facebook instagram",
        "statement": "statement release",
        "conference": "conference briefing reporter",
        "rally": "rally crowd supporter speech address",
        "hearing": "hearing testimony testify committee court panel lawmaker",
        "letter": "letter email e-mail memo report filing",
        "interview": "interview",
        "meeting": "meeting",
    }.items()
    for word in words.split()
}


@dataclass(frozen=True, slots=True)
class Tie:
    """One sentence that names an outlet and somebody.

    Attributes:
        outlet, party: `kind_key` of each.
        link: What the outlet hangs by, "on", "dobj" or "other".
        governor: What it hangs on, "say", "text", "verb" or "noun".
        word: The lemma of that where it is a word of speaking or a text, else as `governor`.
        role: What the other one is to it: "subj0" its subject, "subj1" that of a verb above, "poss", "pobj with" …,
            "dobj", "othersubj", "near".
    """

    sentence: int
    outlet: Key
    party: Key
    link: str
    governor: str
    word: str
    role: str

    @property
    def strength(self) -> int:
        """How well the sentence ties them; more is better."""
        if self.role in {"near", "othersubj"}:
            return int(self.role == "othersubj")
        return 2 + (self.link != "nsubj") * 2 + self.role.startswith("subj")


def find_ties(
    document: Document,
    who: Cast,
    statements: Sequence[Statement],
    sources: Sequence[Key | None],
    is_own: Callable[[str], bool],
) -> list[Tie]:
    """The ties of an article, in text order.

    Args:
        document: The article.
        who: Its entities.
        statements: With their own links last in their chains.
        sources: `kind_key` of each statement's own link.
        is_own: Whether a name is that of the article's own outlet.
    """
    parties = _parties(document, who, statements, sources)
    return [tie for sentence in sorted(parties) for tie in _of_sentence(document, who, sentence, parties, is_own)]


def _of_sentence(
    document: Document,
    who: Cast,
    sentence: int,
    parties: dict[int, list[tuple[int, Key]]],
    is_own: Callable[[str], bool],
) -> Iterator[Tie]:
    tokens = document.tokens_of_sentence(sentence)
    if len(tokens) > _LONG:
        return
    seen: set[Key] = set()
    for token in tokens:
        outlet = outlet_at(document, who, token)
        if outlet is None or is_own(outlet.name):
            continue
        key = kind_key(outlet)
        if key in seen and token > tokens.start and who.at[token] >= 0 and who.at[token - 1] == who.at[token]:
            continue  # a further word of the same mention
        seen.add(key)
        link, above = _hanging(document, token)
        lemma = document.lemmas[above]
        known = "say" if lemma in _SPEAKING else "text" if lemma in _TEXTS else None
        governor = known or ("verb" if document.pos[above] == "VERB" else "noun")
        for head, party in parties[sentence]:
            if party != key:
                role = _role(document, head, above)
                yield Tie(sentence, key, party, link, governor, lemma if known else governor, role)


def _parties(
    document: Document, who: Cast, statements: Sequence[Statement], sources: Sequence[Key | None]
) -> dict[int, list[tuple[int, Key]]]:
    """Heads of those who may have spoken, by sentence: the sources of statements, people and organisations."""
    found: dict[int, list[tuple[int, Key]]] = {}

    def add(tokens: range, key: Key) -> None:
        head = next((t for t in tokens if document.head(t) not in tokens or document.head(t) == t), tokens[-1])
        rows = found.setdefault(document.sentence_of(head), [])
        if (head, key) not in rows:
            rows.append((head, key))

    for statement, key in zip(statements, sources, strict=True):
        tokens = document.tokens_in(statement.source[0]) if statement.source else range(0)
        if key is not None and tokens:
            add(tokens, key)
    for number, places in enumerate(who.places):
        if who.entities[number].kind in {EntityKind.PERSON, EntityKind.ORGANISATION}:
            for place in places:
                add(place, kind_key(entity_link(document, who, number, place.start)))
    return found


def _hanging(document: Document, token: int) -> tuple[str, int]:
    """By what a name hangs on what: "on" and "said" of "said on Vesna TV's Today"."""
    for _ in range(6):
        dep, above = document.deps[token], document.head(token)
        if above == token:
            return "other", token
        if dep == "pobj":
            word = document.words[above].casefold()
            return word if word in _HANGING else "other", document.head(above)
        if dep not in {"compound", "nmod", "amod", "appos", "conj", "poss", "case", "punct", "nummod"}:
            return dep if dep in _HANGING else "other", above
        token = above
    return "other", token


def _role(document: Document, head: int, governor: int) -> str:
    """What somebody is to the word that an outlet hangs on."""
    above_governor = [governor, *document.ancestors(governor)][:8]
    for _ in range(4):
        if document.deps[head] not in {"compound", "appos", "conj", "nmod"} or document.head(head) == head:
            break
        head = document.head(head)
    dep, above = document.deps[head], document.head(head)
    if dep in {"nsubj", "nsubjpass"}:
        if above in above_governor:
            return "subj0" if above == governor else "subj1"
        shared = {above, *document.ancestors(above)}
        return "othersubj" if any(token in shared for token in document.ancestors(governor)) else "near"
    if dep == "poss" and above in above_governor:
        return "poss"
    if dep == "pobj" and document.head(above) in above_governor[:2]:
        return f"pobj {document.words[above].casefold()}"
    return "dobj" if dep == "dobj" and above in above_governor[:2] else "near"


def venues(document: Document, cue: Sequence[int], clause: Sequence[int]) -> frozenset[str]:
    """Where else than to an outlet something was said, by the words of its clause: "tweeted", "told reporters".

    Args:
        document: The article.
        cue: Tokens of the cue.
        clause: Of its clause, without source and content.
    """
    found = {_VENUES[document.lemmas[t]] for t in clause if document.lemmas[t] in _VENUES}
    if any(document.lemmas[t] in {"tweet", "testify"} for t in cue):
        found.add("tweet")
    return frozenset(found)
