"""Names within a source: a surname, a person beside a post, an organisation behind a spokesman."""

from __future__ import annotations

import re

from reportedly.article import Span
from reportedly.lexicon.folding import fold
from reportedly.reading.attribution.source_words import BODIES, DOCUMENTS, OUTLET_NOUNS, SOURCELIKE
from reportedly.reading.document import Document
from reportedly.reading.entities.coreference import Cast, entity_link
from reportedly.reading.entities.nicknames import known_as
from reportedly.record import Link
from reportedly.vocabulary import EntityKind, LinkKind

__all__ = ["by_surname", "called", "modifies", "named_in", "office_of_holder", "sender_of", "without_article"]

# "The president's office", "the presidential press service": the words between say whose.
_OF_HOLDER = re.compile(
    r"the (?:(?P<holder>president|chancellor|premier|prime minister|king|queen|governor|mayor)['’]s|"
    r"(?P<presidential>presidential)) (?P<office>(?:press )?(?:office|service))",
    re.IGNORECASE,
)
_NOT_NOW = frozenset(("former", "ex", "late", "vice", "deputy", "acting"))


def by_surname(document: Document, who: Cast, head: int, tokens: range) -> int | None:
    """The person whose surname a short capitalised source ends in, where this mention was not labelled as a name."""
    word = document.words[head]
    if len(tokens) > 3 or not word[0].isupper() or head != tokens.stop - 1 or len(word) < 3:
        return None
    key = fold(word)
    return next(
        (i for i, e in enumerate(who.entities) if e.kind is EntityKind.PERSON and fold(e.name).split()[-1] == key), None
    )


def called(document: Document, who: Cast, head: int, tokens: range, span: Span) -> Link | None:
    """The person or body of a source that is named by what it is known as: "the singer known as “Tin Cup”"."""
    name = known_as(document, tokens)
    if name is None or document.tags[head] in {"NNS", "NNPS"} or document.lemmas[head] in DOCUMENTS:
        return None
    printed = document.text[slice(*document.span(name.start, name.stop))]
    number = who.at[name.start]
    if number >= 0 and fold(who.entities[number].name) == fold(printed):
        return entity_link(document, who, number, name.start, span)
    kind = LinkKind.ORGANISATION if document.lemmas[head] in BODIES else LinkKind.PERSON
    return Link(name=printed, kind=kind, span=span)


def modifies(document: Document, token: int, head: int) -> bool:
    """Whether a name says whose a noun is: "Tass's report", "a report by Tass"; not "a letter seen by Tass"."""
    for _ in range(6):
        above = document.head(token)
        if document.deps[token] == "pobj":
            return document.head(above) == head
        if document.deps[token] not in {"poss", "compound", "appos", "nmod", "amod"} or above == token:
            return False
        if above == head:
            return True
        token = above
    return False


def without_article(name: str) -> str:
    """A name without its article; what is only described keeps it: "the opposition"."""
    for article in ("the ", "The "):
        bare = name.removeprefix(article)
        name = bare if bare[:1].isupper() else name
    return name


def office_of_holder(document: Document, who: Cast, tokens: range) -> str | None:
    """ "The president's office" with the name of the one person whom the article calls president; None for two."""
    match = _OF_HOLDER.fullmatch(" ".join(document.text[slice(*document.span(tokens.start, tokens.stop))].split()))
    if match is None:
        return None
    words = set((match["holder"] or "president").casefold().split())
    holders = [
        entity.name
        for entity, roles in zip(who.entities, who.roles, strict=True)
        if entity.kind is EntityKind.PERSON and words <= roles and not roles & _NOT_NOW
    ]
    return f"{holders[0]}'s {match['office']}" if len(holders) == 1 else None


def named_in(document: Document, who: Cast, head: int, tokens: range) -> int | None:
    """The person, else the outlet or body, that heads a phrase or stands in apposition to its head."""
    number = who.at[head]
    if number >= 0 and who.entities[number].kind is EntityKind.PERSON:
        return number
    for token in tokens:
        number = who.at[token]
        if number < 0 or (token > tokens.start and who.at[token - 1] == number and token - 1 in tokens):
            continue
        entity = who.entities[number]
        last = (who.mentions[token] or (token, token + 1))[1] - 1
        following = document.words[last + 1] if last + 1 < tokens.stop else ""
        if following in {"'s", "’s", "'", "’"} or document.words[last].endswith(("'s", "’s")):
            continue
        if entity.kind is EntityKind.PERSON and _stands_for(document, last, head, tokens):
            return number
        if entity.kind is EntityKind.PERSON and _names_the_post(document, who, token, last, head, tokens):
            return number
        introduced = document.deps[last] == "appos" or (token and document.lemmas[token - 1] in OUTLET_NOUNS)
        if entity.kind is EntityKind.OUTLET and introduced and document.lemmas[head] in OUTLET_NOUNS:
            return number
        if entity.kind is EntityKind.OUTLET and introduced and token - 1 > tokens.start and last >= tokens.stop - 1:
            return number  # "the news agency Vesna", of which the parse made two phrases
    return None


def _names_the_post(document: Document, who: Cast, first: int, last: int, head: int, tokens: range) -> bool:
    """ "A spokeswoman for State House, Ana Ruiz": the name at the end is hers, whatever the parse says."""
    if last < tokens.stop - 1 or first - 1 <= head or document.words[first - 1] != ",":
        return False
    if document.tags[head] != "NN" or document.lemmas[head] not in SOURCELIKE | {"spokeswoman", "secretary", "head"}:
        return False
    number = who.at[first - 2]
    return number >= 0 and who.entities[number].kind is not EntityKind.PERSON


def _stands_for(document: Document, last: int, head: int, tokens: range) -> bool:
    """Whether a name in a phrase is the phrase's own, not that of a whole it is part of."""
    token = last
    for _ in range(6):
        dep = document.deps[token]
        if token == head:
            return True
        if dep in {"pobj", "poss", "prep", "relcl", "acl", "dobj", "conj", "nmod"}:
            return False
        above = document.head(token)
        if above == token or above not in tokens:
            # A phrase that the parse broke in two: what stands last and is no object is the name.
            return last >= tokens.stop - 1 or dep in {"nsubj", "appos", "ROOT"}
        if dep == "compound" and above not in range(last - 3, last + 1) and document.pos[above] == "NOUN":
            return False
        token = above
    return False


def sender_of(document: Document, who: Cast, head: int, tokens: range) -> int | None:
    """Who sent a statement or response, by number; None where its phrase does not say."""
    for token in tokens:
        if who.at[token] >= 0 and document.deps[token] == "pobj":
            prep = document.head(token)
            if document.words[prep].casefold() in {"from", "by"} and document.head(prep) == head:
                return who.at[token]
    return None
