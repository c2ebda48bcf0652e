"""Statements that are one: relayed ones are joined, borrowed words are left out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from reportedly.article import Pieces, Span
from reportedly.reading.attribution.boundaries import MARKS
from reportedly.reading.attribution.chains import Draft
from reportedly.reading.attribution.circumstances import is_spoken
from reportedly.reading.attribution.sources import outlet_at
from reportedly.reading.document import Document
from reportedly.reading.entities.coreference import Cast
from reportedly.reading.text.spans import overlaps
from reportedly.record import Link

__all__ = ["merge_relayed", "without_borrowed"]

_LONG = 8  # tokens of a source that is an outlet
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
            link = _outlet_of(document, who, outlet)
            if link is None:
                continue
            for i in members:
                inner = result[i]
                if i == o or inner is None or not inner.source or inner.source == outlet.source:
                    continue
                after = outlet.cue[0][0] > inner.cue[0][0] and outlet.source[0][0] > inner.source[0][0]
                if not after or overlaps(outlet.cue[0], inner.content):
                    continue
                if not is_spoken(document, inner.cue, inner.content) and _outlet_of(document, who, inner) is None:
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
    return [
        draft if (link := _outlet_of(document, who, draft)) is None else _split_off(document, draft, link)
        for draft in result
        if draft is not None
    ]


def _outlet_of(document: Document, who: Cast, draft: Draft) -> Link | None:
    """The outlet that is a draft's source; None where it has another or no cue."""
    tokens = document.tokens_in(draft.source[0]) if draft.source and draft.cue else range(0)
    if not 0 < len(tokens) <= _LONG:
        return None
    return next((link for t in tokens if (link := outlet_at(document, who, t)) is not None), None)


def _split_off(document: Document, draft: Draft, outlet: Link) -> Draft:
    """ "“…,” Orr said, according to Tass", read as Tass's alone with "Orr said" in its content, as Orr's statement."""
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
                return replace(draft, source=(source,), cue=(cue,), content=(said, *later), relays=(outlet,))
    return draft


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


def _shared(a: Pieces, b: Pieces) -> float:
    """Code points that two contents share, of the shorter."""
    shared = sum(max(0, min(y, d) - max(x, c)) for x, y in a for c, d in b)
    return shared / max(1, min(sum(y - x for x, y in a), sum(y - x for x, y in b)))


def _union(a: Pieces, b: Pieces, taken: Pieces) -> Pieces:
    extra = [piece for piece in b if not overlaps(piece, a) and not overlaps(piece, taken)]
    return tuple(sorted((*a, *extra)))
