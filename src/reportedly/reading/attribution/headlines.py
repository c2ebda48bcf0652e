"""Who speaks in a headline: "Talks are off, minister says" is the word of the minister whom the article names.

A headline leaves out names and articles, so that its "minister" or "official" is another source than the body's. Who
speaks in the body, holds that office and speaks of the same is meant, if there is exactly one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from reportedly.article import Pieces, Span
from reportedly.lexicon.folding import fold
from reportedly.reading.attribution.chains import Draft, kind_key
from reportedly.reading.attribution.source_words import BODIES, INSTITUTIONS, PEOPLE, SOURCELIKE, STATE_OFFICES
from reportedly.reading.attribution.sources import noun_head
from reportedly.reading.document import Document
from reportedly.reading.entities.coreference import DEFINITE, Cast, same_role
from reportedly.record import Entity, Link, Statement
from reportedly.vocabulary import EntityKind, LinkKind

__all__ = ["with_headline_speakers", "with_labels", "within_titles"]

CONFIDENCE = 0.7
"""That of a tag: the same clause and speaker, with a colon for the verb."""
_SPEAKERS = SOURCELIKE | PEOPLE | STATE_OFFICES
_CORPORATE = BODIES | INSTITUTIONS
_BEFORE = re.compile(r"(?P<source>[^\n:]{3,40}): (?P<content>[^\n]{12,200})")
_BEHIND = re.compile(r"(?P<content>[^\n:]{12,200}): (?P<source>[^\n:]{3,40})")
_LONGEST_LABEL = 4  # tokens: "Foreign Minister Pavel Drozd"
_OF_ANOTHER = re.compile(r"\b(?:for|of|to|at|in|with|from|near|who|close)\b|,")
_OWNER = re.compile(r"['’]s\b|['’]$")
_INDEFINITE = frozenset("a an one another".split())
# Whoever is called so does not hold the office itself.
_BESIDE_OFFICE = frozenset("former ex ex- shadow deputy vice assistant late retired would-be".split())
_TELLS = frozenset({"NOUN", "PROPN", "VERB"})
_LIGHT = frozenset("say be have do go will would take make get hold".split())


def within_titles(document: Document, drafts: Sequence[Draft]) -> list[Draft]:
    """The drafts, with content on one side of a headline's end: that of the source.

    Where a word or none is left ("Storm delays cup final by a day", with the paragraph below), nobody says anything.
    """
    kept = []
    for draft in drafts:
        pieces = (_on_one_side(document, piece, draft.source or draft.cue) for piece in draft.content)
        content = tuple((start, end) for start, end in pieces if start < end)
        if content == draft.content or any(" " in document.text[start:end] for start, end in content):
            kept.append(replace(draft, content=content))
    return kept


def _on_one_side(document: Document, piece: Span, source: Pieces) -> Span:
    start, end = piece
    for first, border in document.titles:
        if first <= start < border < end:
            if not source or source[0][0] < border:
                return start, border
            return border + len(document.text[border:end]) - len(document.text[border:end].lstrip()), end
    return piece


def with_labels(document: Document, who: Cast, drafts: Sequence[Draft]) -> list[Draft]:
    """The drafts, with "Minister: talks are off" and "Talks are off: Drozd" where the body has such a speaker."""
    added = []
    sources = [piece for draft in drafts for piece in draft.source]
    for start, end in document.titles:
        line = document.text[start:end]
        if any(start <= a < end for a, _ in sources):
            continue
        for match in filter(None, (_BEFORE.fullmatch(line), _BEHIND.fullmatch(line))):
            source = (start + match.start("source"), start + match.end("source"))
            if _speaks_below(document, who, source, sources):
                content = (start + match.start("content"), start + match.end("content"))
                added.append(Draft((source,), (), (content,), CONFIDENCE))
                break
    return [*drafts, *added]


def _speaks_below(document: Document, who: Cast, label: Span, sources: Sequence[Span]) -> bool:
    """Whether a label names a person, or an office, that a source in the text has."""
    tokens = document.tokens_in(label)
    if not tokens or len(tokens) > _LONGEST_LABEL:
        return False
    last = document.words[tokens[-1]].casefold()
    is_person = any(
        entity.kind is EntityKind.PERSON and last == document.text[slice(*mention)].split()[-1].casefold()
        for entity in who.entities
        for mention in entity.mentions
    )
    if not is_person and last not in _SPEAKERS:
        return False
    return any(last == document.words[t].casefold() for source in sources for t in document.tokens_in(source))


def with_headline_speakers(document: Document, who: Cast, statements: Sequence[Statement]) -> list[Statement]:
    """The statements; those of headlines are of the one source of the body who is meant, if one is, and of its day."""
    titles = document.titles
    below = [s for s in statements if s.source and s.chain and not _is_in(titles, s.source[0])]
    result = []
    for statement in statements:
        if statement.source and statement.chain and _is_in(titles, statement.source[0]):
            topic = set(_told(document, statement))
            alike = [other for other in below if topic & set(_told(document, other))]
            last = statement.chain[-1]
            if last.entity is None or fold(last.name) in _CORPORATE:  # "Ministry" names nobody
                last = _speaker(document, who, statement, alike)
            said = statement.said or _day_of(last, alike)
            statement = replace(statement, chain=(*statement.chain[:-1], last), said=said)
        result.append(statement)
    return result


def _day_of(source: Link, statements: Sequence[Statement]) -> str | None:
    """The day on which a source says so in the body; None where that is none or several."""
    days = {other.said for other in statements if kind_key(other.chain[-1]) == kind_key(source)}
    return days.pop() if len(days) == 1 else None


def _is_in(titles: Sequence[Span], span: Span) -> bool:
    return any(start <= span[0] < end for start, end in titles)


def _speaker(document: Document, who: Cast, statement: Statement, alike: Sequence[Statement]) -> Link:
    """Whom a headline's source stands for: a source of the body that tells the like, else what is printed."""
    printed = statement.chain[-1]
    tokens = document.tokens_in((statement.source[0][0], statement.source[-1][1]))
    head = noun_head(document, tokens)
    if head is None or document.words[head].casefold() not in _SPEAKERS | _CORPORATE:
        return printed
    noun = document.words[head].casefold()
    modifiers = {fold(document.words[t]) for t in tokens if t < head} - DEFINITE - _INDEFINITE
    modifiers -= {"'s", "’s", "'", "’"}
    found: dict[tuple[str, str], Link] = {}
    for other in alike:
        if _fits(document, who, other, noun, modifiers):
            found.setdefault(kind_key(other.chain[-1]), other.chain[-1])
    if len(found) == 1:
        (link,) = found.values()
        return replace(link, span=printed.span)
    # "Mayor" at the head of a line is no surname.
    return replace(printed, kind=LinkKind.UNNAMED) if printed.kind is LinkKind.PERSON else printed


def _told(document: Document, statement: Statement) -> Iterator[str]:
    """The words that a content is about, from its first piece to its last."""
    for token in document.tokens_in((statement.content[0][0], statement.content[-1][1])):
        if document.pos[token] in _TELLS and document.lemmas[token] not in _LIGHT:
            yield document.lemmas[token].casefold()


def _fits(document: Document, who: Cast, statement: Statement, noun: str, modifiers: set[str]) -> bool:
    """Whether a source of the body may be a headline's: it holds the office, and all that the headline says of it."""
    link = statement.chain[-1]
    if link.entity is None:
        words = fold(link.name).split()
        phrase = fold(_OF_ANOTHER.split(link.name)[0]).split()
        is_one = link.kind in (LinkKind.UNNAMED, LinkKind.ORGANISATION)
        return is_one and phrase[-1:] == [noun] and modifiers <= set(words)
    number = next(i for i, entity in enumerate(who.entities) if entity.id == link.entity)
    entity = who.entities[number]
    told = set(fold(" ".join((entity.name, *entity.aliases, entity.description or ""))).split()) | who.roles[number]
    told = {_OWNER.sub("", word).strip(".,") for word in told}
    if entity.kind is EntityKind.PERSON:
        told |= _words_before(document, statement, entity)
        if (told & _BESIDE_OFFICE) - modifiers:
            return False
        return bool(told & same_role(noun)) and modifiers <= told
    return noun in _CORPORATE and noun in told and modifiers <= told


def _words_before(document: Document, statement: Statement, person: Entity) -> set[str]:
    """What stands right before a name in the source: "Foreign ministry [spokesman] Ivo Stel"."""
    found: set[str] = set()
    for source in statement.source:
        for mention in person.mentions:
            if source[0] < mention[0] < source[1]:
                words = fold(document.text[source[0] : mention[0]]).split()
                if words and words[-1][-1].isalpha() and not _OWNER.search(" ".join(words)):
                    found |= set(words)
    return found
