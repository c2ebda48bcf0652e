"""Statements that are one: relayed ones are joined, cited sources are taken in, borrowed words are left out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from reportedly.article import Pieces, Span
from reportedly.reading.attribution.boundaries import MARKS
from reportedly.reading.attribution.chains import Draft
from reportedly.reading.attribution.circumstances import is_spoken
from reportedly.reading.attribution.source_words import SOURCELIKE
from reportedly.reading.attribution.sources import outlet_at
from reportedly.reading.document import Document
from reportedly.reading.entities.coreference import Cast
from reportedly.reading.text.spans import overlaps

__all__ = ["cited_sources", "merge_relayed", "without_borrowed"]

_SENTENCE_ENDS = re.compile(r"[.?!…][\"'”’»›]?\s")
_AND = re.compile(r"[,;] (?:and|but|while|whereas)\b")
_SAYING = frozenset("say tell add write state note explain tweet".split())


def merge_relayed(document: Document, who: Cast, drafts: Sequence[Draft]) -> list[Draft]:
    """ "Orr said, Tass reported": one statement on Orr's word, relayed by Tass.

    Two drafts of one sentence with the same content, of which the later is an outlet's, or a later outlet's whose
    content holds the other with its cue, become one. An outlet that comes before ("Tass reported that Orr said")
    stays a statement of its own.
    """
    by_sentence: dict[int, list[int]] = {}
    for i, draft in enumerate(drafts):
        if draft.cue and (tokens := document.tokens_in(draft.cue[0])):
            by_sentence.setdefault(document.sentence_of(tokens.start), []).append(i)
    result: list[Draft | None] = list(drafts)
    for members in by_sentence.values():
        if len(members) < 2:
            continue
        for o in members:
            outlet = drafts[o]
            if not outlet.source or result[o] is None:
                continue
            tokens = document.tokens_in(outlet.source[0])
            link = next((k for t in tokens if (k := outlet_at(document, who, t)) is not None), None)
            if link is None or len(tokens) > 8:
                continue
            for i in members:
                inner = result[i]
                if i == o or inner is None or not inner.source or inner.source == outlet.source:
                    continue
                after = outlet.cue[0][0] > inner.cue[0][0] and outlet.source[0][0] > inner.source[0][0]
                if not after or overlaps(outlet.cue[0], inner.content):
                    continue
                if not is_spoken(document, inner.cue, inner.content):
                    continue  # "Orr plans to resign, the Example Post reports": a plan told on the paper's word
                holds = overlaps(inner.cue[0], outlet.content)
                if not holds and _shared(inner.content, outlet.content) < 0.6:
                    continue
                content = inner.content
                if not holds:
                    content = _union(inner.content, outlet.content, (*inner.source, *inner.cue))
                result[i] = replace(inner, content=content, relays=(*inner.relays, link))
                result[o] = None
                break
    split = [
        _split_off(document, draft) if draft is not None and _is_outlets(document, who, draft) else draft
        for draft in result
    ]
    return [draft for draft in split if draft is not None]


def _is_outlets(document: Document, who: Cast, draft: Draft) -> bool:
    tokens = document.tokens_in(draft.source[0]) if draft.source else range(0)
    return 0 < len(tokens) <= 8 and any(outlet_at(document, who, t) is not None for t in tokens) and bool(draft.cue)


def _split_off(document: Document, draft: Draft) -> Draft:
    """ "“…,” Orr said, according to Tass", read as Tass's alone with "Orr said" in its content, as Orr's statement.

    The outlet goes unnamed here: it stands in the clause, where relays are looked for.
    """
    if draft.cue[0][0] < draft.content[0][0]:
        return draft
    for start, end in draft.content:
        for verb in document.tokens_in((start, end)):
            if document.lemmas[verb] not in _SAYING or document.pos[verb] != "VERB" or document.tags[verb] == "VBG":
                continue
            subject = next((c for c in document.children[verb] if document.deps[c] == "nsubj"), None)
            mark = max(
                document.text.rfind("”", start, document.starts[verb]),
                document.text.rfind('"', start, document.starts[verb]),
            )
            if subject is None or mark < 0 or document.starts[subject] < mark:
                continue
            inside = document.subtree(subject)
            source = document.span(max(inside.start, document.tokens_in((mark, mark + 1)).stop), inside.stop)
            cue = document.span(verb, verb + 1)
            said = (start, mark + 1)
            later = tuple(piece for piece in draft.content if piece[0] > cue[1] and document.text[piece[0]] in MARKS)
            if any(c in MARKS for c in document.text[said[0] : said[0] + 1]):
                return replace(draft, source=(source,), cue=(cue,), content=(said, *later))
    return draft


def cited_sources(document: Document, drafts: Sequence[Draft]) -> list[Draft]:
    """Drafts in which "KCNA said …, citing a spokesman" gives the spokesman as a source of the same content."""
    result = []
    for i, draft in enumerate(drafts):
        host = None
        cited = _cited(document, draft)
        if draft.cue and draft.source and cited is not None:
            words = {document.lemmas[t] for piece in draft.cue for t in document.tokens_in(piece)}
            if words & {"cite", "quote"} and not words & {"say"}:
                sentence = document.sentence_of(document.tokens_in(draft.cue[0]).start)
                host = next(
                    (
                        other
                        for j, other in enumerate(drafts)
                        if j != i
                        and other.cue
                        and (at := document.tokens_in(other.cue[0]))
                        and document.sentence_of(at.start) == sentence
                        and (other.source == draft.source or other.cue[0][0] < draft.cue[0][0])
                        and not overlaps(draft.cue[0], other.content)
                    ),
                    None,
                )
        if host is None or cited is None:
            result.append(draft)
            continue
        # The one cited is never part of what he is cited for.
        content = tuple(piece for piece in host.content if not overlaps(piece, (cited,)))
        result.append(replace(draft, source=(cited,), content=content or draft.content))
    return result


def _cited(document: Document, draft: Draft) -> Span | None:
    """The one cited, where content is no more, or begins so: "citing [an envoy in Lisbon, that the visit was off]"."""
    if len(draft.content) != 1:
        return None
    if _is_bare_phrase(document, draft.content[0]):
        return draft.content[0]
    tokens = document.tokens_in(draft.content[0])
    for t in range(tokens.start + 1, tokens.stop - 2):
        if document.words[t] == "," and document.words[t + 1].casefold() == "that":
            phrase = document.span(tokens.start, t)
            return phrase if _is_bare_phrase(document, phrase) else None
    return None


def without_borrowed(document: Document, drafts: Sequence[Draft]) -> list[Draft]:
    """Drafts without what is another's: of another paragraph, or of the sentence before with a source of its own.

    "“It will sink,” Orr said. “It may float,” said Ruiz": the first is no part of what Ruiz said.
    """
    result = []
    for draft in drafts:
        here = draft.cue or draft.source
        if here and len(draft.content) > 1:
            kept = tuple(
                piece
                for piece in draft.content
                if not any(
                    _is_of_paragraph(document, piece, here, other) or _is_of_sentence(document, piece, draft, other)
                    for other in drafts
                    if other is not draft and other.cue and overlaps(piece, other.content)
                )
            )
            draft = replace(draft, content=kept) if kept and kept != draft.content else draft
        result.append(draft)
    return result


def _is_of_paragraph(document: Document, piece: Span, here: Pieces, other: Draft) -> bool:
    """Whether a piece stands in the paragraph of another's cue, and not in that of its own source or cue."""
    text = document.text
    away = "\n" in text[min(piece[1], here[0][0]) : max(piece[0], here[0][0])]
    return away and "\n" not in text[min(piece[0], other.cue[0][0]) : max(piece[1], other.cue[0][0])]


def _is_of_sentence(document: Document, piece: Span, draft: Draft, other: Draft) -> bool:
    """Whether a piece stands with another's cue and printed source, a sentence apart from the draft's own."""
    own, others = (*draft.cue, *draft.source), (*other.cue, *other.source)
    if not draft.source or overlaps(piece, (*own, *others)):
        return False
    covered = sum(max(0, min(piece[1], end) - max(piece[0], start)) for start, end in other.content)
    if covered < 0.8 * (piece[1] - piece[0]):
        return False
    start, end = min(others)[0], max(others)[1]
    ends = max(own)[1]
    if ends <= min(piece[0], start):  # "“…,” Orr said. “…,” said Ruiz", the second held by Orr's
        if any(a < start and piece[1] + 2 < b for a, b in other.content):
            return False  # Ruiz has more beside her name, and this follows on Orr's
        return _SENTENCE_ENDS.search(document.text, ends, min(piece[0], start) + 1) is not None
    begins = min((*own, *(p for p in draft.content if p > piece)))[0]
    if not piece[1] <= start < end <= begins:
        return False
    return bool(_SENTENCE_ENDS.search(document.text, end, begins + 1) or _AND.match(document.text, end))


def _is_bare_phrase(document: Document, span: Span) -> bool:
    """Whether a stretch is a noun phrase for somebody, without a verb."""
    tokens = document.tokens_in(span)
    if not 0 < len(tokens) <= 12 or any(document.pos[t] in {"VERB", "AUX"} for t in tokens):
        return False
    head = next((t for t in tokens if document.head(t) not in tokens), tokens[-1])
    return document.pos[head] == "PROPN" or document.lemmas[head] in SOURCELIKE


def _shared(a: Pieces, b: Pieces) -> float:
    """Code points that two contents share, of the shorter."""
    shared = sum(max(0, min(y, d) - max(x, c)) for x, y in a for c, d in b)
    return shared / max(1, min(sum(y - x for x, y in a), sum(y - x for x, y in b)))


def _union(a: Pieces, b: Pieces, taken: Pieces) -> Pieces:
    extra = [piece for piece in b if not overlaps(piece, a) and not overlaps(piece, taken)]
    return tuple(sorted((*a, *extra)))
