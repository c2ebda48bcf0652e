"""Letters, statements and messages that an article prints whole, on the word of whoever it names above or below them.

"Ann Tolo wrote in a letter to parliament:" with a passage that the page sets apart below it; in a press release
"Comment from Jonas Ek:" with a paragraph in quotation marks, or "– Mayor Ana Brandt" under one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from reportedly.article import BlockKind, Pieces, Span
from reportedly.reading.attribution.antecedents import find_source
from reportedly.reading.attribution.noun_phrases import phrase_after
from reportedly.reading.attribution.passed_on import phrase_of
from reportedly.reading.attribution.source_words import BODIES, INSTITUTIONS, PEOPLE, SOURCELIKE
from reportedly.reading.document import Document
from reportedly.reading.entities.coreference import cast
from reportedly.record import Entity, Link, Statement
from reportedly.vocabulary import EntityKind, Kind, Stance

__all__ = ["Letters", "find_letters"]

_SAYS = frozenset(
    "write say state declare announce tell read reply respond add explain publish post tweet issue share send comment "
    "warn message email put message address".split()
)
_PIECES = frozenset(
    """message letter statement note email e-mail reply text declaration post tweet telegram memo memorandum appeal
    response notice announcement invitation apology circular farewell""".split()
)
_PRESENTING = frozenset("here this below following these".split())
_SENDS = frozenset("write send issue publish post circulate share email pen read deliver release address".split())
_NEAR = 12  # tokens
_LINE = re.compile(r"[^\n]*\w[^\n]*")
_QUOTED = re.compile(r"[“\"„«][^“”\"»\n]*[”\"“»][.,]?")
_FROM = re.compile(r"(?:and )?(?:a (?:word|note|comment|statement|message) )?from\b", re.IGNORECASE)
_SIGNED = re.compile(
    r"[—–-]{1,2}\s*(?!(?:Photo|Photograph|Picture|Image|Illustration|Credit)s?\b)[^\W\d_a-z][^\n@]{2,100}"
)
# Whom a passage is for does not say it: "The letter was addressed to Jonas Ek:".
_ADDRESSED = re.compile(r"\bto\b")
# A letter to the editor: how it begins, how it ends, and its signature with or without a place below.
_SALUTATION = re.compile(
    r"(?:Dear (?:Sirs?|Madam|Sir or Madam|Editors?)|Sirs?|Madam|To the [Ee]ditors?)\s?[,:;.–—-]?", re.IGNORECASE
)
_VALEDICTION = re.compile(
    r"(?:Yours(?: (?:faithfully|sincerely|truly|etc))?|Sincerely|(?:Kind |Best )?[Rr]egards),?\.?"
)
_NAME_LINE = re.compile(
    r"(?:[—–-]\s*)?[A-Z][\w.'’-]*(?: (?:[A-Z][\w.'’-]*|de|da|van|von|der|la|al|bin)){1,3}(?:, [^.!?]{2,60})?"
)
_TITLE_LINES = 3  # lines before a salutation
_LONGEST_INTRODUCTION = 60  # words
_LONGEST_HEADING = 18
_BEFORE_NOUN = frozenset(("det", "compound", "amod", "poss", "nmod", "nummod"))


@dataclass(frozen=True, slots=True)
class Letters:
    """What is made of them: all statements of the article, and those among them that are letters."""

    statements: tuple[Statement, ...]
    letters: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class _Passage:
    """Paragraphs that stand together, and the one that names their author."""

    paragraphs: Pieces
    author: Span
    below: bool


def find_letters(document: Document, entities: Sequence[Entity], statements: Sequence[Statement]) -> Letters:
    """The statements, with one for each passage that is printed whole under somebody's name.

    What was read inside such a passage in nobody's name stands within it.
    """
    found = list(statements)
    letters: list[Statement] = []
    passages = [*_set_apart(document), *_in_marks(document), *_to_the_editor(document)]
    who = cast(document, entities) if passages else None
    for passage in passages:
        told = [one for one in found if _is_inside(one.content, passage.paragraphs)]
        own = (passage.author, *passage.paragraphs)
        if who is None or any(one.chain and not _touches(one.source, own) for one in told):
            continue  # somebody named elsewhere says it
        source = _subject(document, passage.author) or _named(document, passage, entities) or _sender(document, passage)
        link = find_source(document, who, (source,)) if source else None
        if source is None or link is None:
            continue
        letter = _letter(document, passage, source, link, found)
        letters.append(letter)
        found = [one for one in (_within(one, letter, passage) for one in found) if one is not None]
        found.append(letter)
    found.sort(key=lambda one: int(one.id[1:]))
    return Letters(tuple(found), tuple(letters))


def _set_apart(document: Document) -> list[_Passage]:
    """Passages that the page sets apart, below a paragraph that ends with a colon."""
    blocks = [b for b in document.article.blocks if b.kind in (BlockKind.BODY, BlockKind.QUOTE)]
    found: list[_Passage] = []
    before: Span | None = None
    for kind, group in groupby(blocks, key=lambda block: block.kind):
        spans = tuple((block.start, block.end) for block in group)
        if kind is BlockKind.QUOTE and before and document.text[slice(*before)].rstrip().endswith(":"):
            found.append(_Passage(spans, before, below=False))
        before = spans[-1] if kind is BlockKind.BODY else None
    return found


def _in_marks(document: Document) -> list[_Passage]:
    """Paragraphs in quotation marks alone, with a heading above them or a signature below."""
    text = document.text
    paragraphs: list[Span] = [(start, end) for start, end in document.paragraphs.tolist()]
    quoted = [_QUOTED.fullmatch(text[a:b].strip()) is not None for a, b in paragraphs]
    found: list[_Passage] = []
    for is_quoted, group in groupby(range(len(paragraphs)), key=lambda number: quoted[number]):
        rows = list(group)
        if not is_quoted:
            continue
        spans = tuple(paragraphs[row] for row in rows)
        above = paragraphs[rows[0] - 1] if rows[0] else None
        below = paragraphs[rows[-1] + 1] if rows[-1] + 1 < len(paragraphs) else None
        if above and _is_heading(text[slice(*above)]):
            found.append(_Passage(spans, above, below=False))
        elif below and _SIGNED.fullmatch(text[slice(*below)].strip()):
            found.append(_Passage(spans[-1:], below, below=True))
    return found


def _to_the_editor(document: Document) -> list[_Passage]:
    """The letter that a whole text is: "Dear Editor," above it, or "Yours faithfully", and a name below."""
    lines = [match.span() for match in _LINE.finditer(document.text)]
    words = [document.text[a:b].strip() for a, b in lines]
    first = next((n + 1 for n, line in enumerate(words[:_TITLE_LINES]) if _SALUTATION.fullmatch(line)), None)
    for name in range(len(lines) - 1, max(first or 1, len(lines) - 3) - 1, -1):
        closed = _VALEDICTION.fullmatch(words[name - 1]) is not None
        if not _NAME_LINE.fullmatch(words[name]) or not (
            closed or (first is not None and words[name - 1][-1] in '.!?”"')
        ):
            continue
        body = tuple(lines[first or 0 : name - closed])
        return [_Passage(body, lines[name], below=True)] if body else []
    return []


def _is_heading(line: str) -> bool:
    line = line.strip()
    return line.endswith(":") or (_FROM.match(line) is not None and len(line.split()) <= _LONGEST_HEADING)


def _subject(document: Document, paragraph: Span) -> Span | None:
    """Who writes or says in the last sentence of a paragraph: its subject, without what is said of them."""
    tokens = document.tokens_in(paragraph)
    if not tokens or len(tokens) > _LONGEST_INTRODUCTION:
        return None
    first = max(tokens[0], int(document.sentence_tokens[document.sentence_of(tokens[-1]), 0]))
    if (presented := _presented(document, first, tokens[-1] + 1)) is not None:
        return presented
    for verb in range(first, tokens[-1] + 1):
        if document.lemmas[verb] not in _SAYS or document.pos[verb] != "VERB":
            continue
        for child in document.children[verb]:
            # "Denied writing a letter that said": what a clause says of a letter is not its author's word.
            if document.deps[child] == "nsubj" and child >= first and document.deps[verb] != "relcl":
                if (writer := _writer(document, child)) is not None:
                    return writer
                start = min([child, *(c for c in document.children[child] if document.deps[c] in _BEFORE_NOUN)])
                return document.span(start, child + 1)
    return None


def _presented(document: Document, first: int, stop: int) -> Span | None:
    """Who wrote what a sentence presents: "Here is the letter that [the head, Ana Orr], sent to parents:"."""
    if document.words[first].casefold() not in _PRESENTING:
        return None
    for piece in range(first + 1, min(stop, first + _NEAR)):
        if document.lemmas[piece] not in _PIECES and document.words[piece].casefold() not in {"mail", "what"}:
            continue
        begin = piece + 1
        begin += begin < stop and document.words[begin].casefold() in {"that", "which"}
        end = phrase_after(document, begin) if begin < stop else None
        if end is None or end >= stop:
            continue
        verb = end + (document.words[end] == ",")
        if verb < stop and document.tags[verb] in {"VBD", "VBN"} and document.lemmas[verb] in _SENDS:
            return document.span(begin, end)
    return None


def _writer(document: Document, noun: int) -> Span | None:
    """Whose letter or message it is that reads: "the message of [the ambassador, Ana Orr], to the islanders reads"."""
    if document.lemmas[noun] not in _PIECES:
        return None
    for child in document.children[noun]:
        if document.deps[child] == "poss":
            return phrase_of(document, child, ())
        if document.deps[child] == "prep" and document.words[child].casefold() in {"of", "from", "by"}:
            writer = next((c for c in document.children[child] if document.deps[c] == "pobj"), None)
            if writer is None:
                continue
            # The parse may take the name for the letter's: "the letter from the headteacher, [Ana Orr]".
            named = [c for c in document.children[noun] if c > writer and document.deps[c] == "appos"]
            phrase = phrase_of(document, writer, ())
            if named and phrase is not None and document.words[named[0]][0].isupper():
                return phrase[0], document.span(named[0], named[0] + 1)[1]
            if _is_someone(document, writer):
                return phrase
    return None


def _is_someone(document: Document, noun: int) -> bool:
    """Whether a noun can write: not "the message of hope"."""
    if document.pos[noun] == "PROPN" or document.lemmas[noun] in PEOPLE | SOURCELIKE | BODIES | INSTITUTIONS:
        return True
    return any(document.deps[c] == "appos" and document.words[c][0].isupper() for c in document.children[noun])


def _named(document: Document, passage: _Passage, entities: Sequence[Entity]) -> Span | None:
    """The person named first in a heading or signature without a verb, else the organisation."""
    tokens = document.tokens_in(passage.author)
    if len(tokens) > _LONGEST_HEADING or (not passage.below and any(document.deps[t] == "nsubj" for t in tokens)):
        return None
    if not passage.below and _ADDRESSED.search(document.text, *passage.author):
        return None
    for kind in (EntityKind.PERSON, EntityKind.ORGANISATION):
        mentions = [m for e in entities if e.kind is kind for m in e.mentions if _lies_in_one((m,), (passage.author,))]
        if mentions:
            return min(mentions)
    return None


def _sender(document: Document, passage: _Passage) -> Span | None:
    """Whose words a heading without a verb presents: "The full statement by [the club]:"."""
    tokens = document.tokens_in(passage.author)
    if passage.below or len(tokens) > _LONGEST_HEADING:
        return None
    return next((sender for t in tokens if (sender := _writer(document, t)) is not None), None)


def _letter(
    document: Document, passage: _Passage, source: Span, link: Link, statements: Sequence[Statement]
) -> Statement:
    """The statement of a passage: the one that was read of its beginning, else a new one."""
    known = next(
        (
            one
            for one in statements
            if not one.within
            and one.content[-1][1] > passage.paragraphs[0][0]
            and one.content[-1][0] < passage.paragraphs[-1][1]
            and (_touches(one.source, (passage.author,)) or not one.chain)
        ),
        None,
    )
    in_marks = all(_QUOTED.fullmatch(document.text[a:b].strip()) for a, b in passage.paragraphs)
    if known is not None:
        return replace(known, source=(source,), chain=(link,), content=passage.paragraphs)
    return Statement(
        id=f"s{max((int(one.id[1:]) for one in statements), default=0) + 1}",
        kind=Kind.DIRECT if in_marks else Kind.INDIRECT,
        source=(source,),
        cue=(),
        content=passage.paragraphs,
        chain=(link,),
        stance=Stance.ASSERTS,
        confidence=0.9,
    )


def _within(statement: Statement, letter: Statement, passage: _Passage) -> Statement | None:
    """A statement beside a letter: None for the letter's own reading, within it where it stands inside."""
    if statement.id == letter.id:
        return None
    if not _is_inside(statement.content, passage.paragraphs):
        return statement
    named = statement.chain if _lies_in_one(statement.source, passage.paragraphs) else ()
    own = tuple(link for link in named if link.name != letter.chain[-1].name)
    return replace(statement, chain=letter.chain + own, within=statement.within or letter.id)


def _is_inside(pieces: Pieces, paragraphs: Pieces) -> bool:
    return bool(pieces) and paragraphs[0][0] <= pieces[0][0] and pieces[-1][1] <= paragraphs[-1][1]


def _lies_in_one(pieces: Pieces, spans: Pieces) -> bool:
    return bool(pieces) and all(any(a <= start and end <= b for a, b in spans) for start, end in pieces)


def _touches(pieces: Pieces, spans: Pieces) -> bool:
    return any(start < b and a < end for start, end in pieces for a, b in spans)
