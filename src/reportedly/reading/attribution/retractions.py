"""What is taken back: "withdrew its report that the mill had closed", "apologised for saying that it had"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from reportedly.article import Pieces, Span
from reportedly.reading.attribution.chains import Draft
from reportedly.reading.document import Document
from reportedly.reading.syntax.signatures import CONTENT_NOUNS
from reportedly.reading.syntax.veridicality import taken_back_by

__all__ = ["is_day_of_report", "is_retracted", "on_who_withdraws"]

_OBJECTS = frozenset("for from of on about".split())  # before what is taken back: "apologised for saying"
_OVERLOOKED = 0.7  # confidence of a statement that only the rule finds


def is_retracted(document: Document, content: Pieces) -> bool:
    """Whether what governs the content of a statement takes it back.

    Args:
        document: The parsed article.
        content: The statement's.
    """
    return _withdraws(document, content) is not None


def is_day_of_report(document: Document, content: Pieces, day: Span) -> bool:
    """Whether a day is that of the report which is taken back: "withdrew its report of Tuesday that".

    Args:
        document: The parsed article.
        content: Of the statement that takes it back.
        day: Of the time expression.
    """
    verb, tokens = _withdraws(document, content), document.tokens_in(day)
    if verb is None or not tokens:
        return False
    for above in (tokens.start, *document.ancestors(tokens.start)):
        if above == verb:
            return False
        if document.lemmas[above] in CONTENT_NOUNS:
            return True
    return False


def on_who_withdraws(document: Document, drafts: Sequence[Draft]) -> list[Draft]:
    """Statements of a report that is taken back, as those of whoever withdraws it: the report says so no longer.

    One is left out where nobody is printed who withdraws it, or where his own statement is there already.
    """
    kept = []
    for draft in drafts:
        words = [token for piece in draft.source for token in document.tokens_in(piece)]
        verb = None
        if not words or any(document.lemmas[token] in CONTENT_NOUNS for token in words):
            verb = _withdraws(document, draft.content)
        if verb is None:
            kept.append(draft)
            continue
        who = _who(document, verb)
        if who is None and (head := _head(document, draft.content)) is not None:
            who = _owner(document, document.head(head))
        is_told = any(other is not draft and _overlap(other.content, draft.content) for other in drafts)
        if who is not None and not is_told:
            kept.append(replace(draft, source=(_phrase(document, who),), cue=(document.span(verb, verb + 1),)))
    return kept + list(_overlooked(document, kept))


def _overlooked(document: Document, drafts: Sequence[Draft]) -> Iterator[Draft]:
    """What is taken back in a clause on a noun for a report, where no statement was found in that clause."""
    for clause in range(len(document)):
        if document.deps[clause] not in ("acl", "ccomp") or document.lemmas[document.subtree(clause).start] != "that":
            continue
        verb = _taken_back_by(document, clause)
        noun = None if verb is None else _report(document, clause, verb)
        if verb is None or noun is None:
            continue
        words = document.subtree(clause)
        if len(words) < 2:
            continue
        content = (document.span(words.start + 1, words.stop),)
        who = _who(document, verb)
        who = _owner(document, noun) if who is None else who
        near = [draft.content for draft in drafts if _overlap(draft.content, content)]
        is_told = any(_is_within(other, content) or _withdraws(document, other) is not None for other in near)
        if who is not None and not is_told:
            yield Draft((_phrase(document, who),), (document.span(verb, verb + 1),), content, _OVERLOOKED)


def _report(document: Document, clause: int, verb: int) -> int | None:
    """The noun for the report whose content a clause gives: "our report of Tuesday that the talks were off"."""
    near = (document.head(clause), *document.children[verb])
    return next((t for t in near if document.lemmas[t] in CONTENT_NOUNS and t < clause), None)


def _owner(document: Document, noun: int) -> int | None:
    """Whose report it is, by the noun for it: "the Courier's report that … was withdrawn"."""
    if document.lemmas[noun] not in CONTENT_NOUNS:
        return None
    return next((c for c in document.children[noun] if document.deps[c] == "poss"), None)


def _withdraws(document: Document, content: Pieces) -> int | None:
    """The verb that takes a content back."""
    head = _head(document, content)
    return None if head is None else _taken_back_by(document, head)


def _head(document: Document, content: Pieces) -> int | None:
    inside = [token for piece in content[:1] for token in document.tokens_in(piece)]
    return next((t for t in inside if document.head(t) not in inside), None)


def _taken_back_by(document: Document, token: int) -> int | None:
    """The verb that takes back what a clause says, and not something else on its occasion.

    "Withdrew its bid after a report that the talks were off" takes back a bid.
    """
    verb = taken_back_by(document, token)
    if verb is None:
        return None
    below = token
    while document.head(below) not in (verb, below):
        below = document.head(below)
    is_aside = document.deps[below] in ("prep", "advcl") and document.lemmas[below] not in _OBJECTS
    has_other = any(document.deps[c] == "dobj" and c != below for c in document.children[verb])
    return None if is_aside or (document.deps[below] == "prep" and has_other) else verb


def _phrase(document: Document, token: int) -> Span:
    """The phrase of a word, without the ending of its genitive."""
    words = document.subtree(token)
    stop = words.stop - (document.deps[words.stop - 1] == "case")
    return document.span(words.start, stop)


def _who(document: Document, verb: int) -> int | None:
    """Who acts: the subject of a verb, the agent of a passive one."""
    for child in document.children[verb]:
        if document.deps[child] == "nsubj":
            return child
        if document.deps[child] == "agent":
            return next((c for c in document.children[child] if document.deps[c] == "pobj"), None)
    return None


def _is_within(content: Pieces, clause: Pieces) -> bool:
    """Whether a content is in a clause, and not the clause in it."""
    return any(clause[0][0] <= start and end <= clause[-1][1] for start, end in content)


def _overlap(a: Pieces, b: Pieces) -> bool:
    return any(start < other_end and other < end for start, end in a for other, other_end in b)
