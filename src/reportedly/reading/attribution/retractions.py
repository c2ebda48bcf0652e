"""What is taken back: "withdrew its report that the mill had closed", "apologised for saying that it had"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from reportedly.article import Pieces
from reportedly.reading.attribution.chains import Draft
from reportedly.reading.document import Document
from reportedly.reading.syntax.signatures import CONTENT_NOUNS
from reportedly.reading.syntax.veridicality import taken_back_by

__all__ = ["is_retracted", "on_who_withdraws"]


def is_retracted(document: Document, content: Pieces) -> bool:
    """Whether what governs the content of a statement takes it back.

    Args:
        document: The parsed article.
        content: The statement's.
    """
    return _withdraws(document, content) is not None


def on_who_withdraws(document: Document, drafts: Sequence[Draft]) -> list[Draft]:
    """Statements of a report that is taken back, as those of whoever withdraws it: the report says so no longer.

    One is left out where nobody is printed who withdraws it, or where his own statement is there already.
    """
    kept = []
    for draft in drafts:
        words = [token for piece in draft.source for token in document.tokens_in(piece)]
        verb = None
        if any(document.lemmas[token] in CONTENT_NOUNS for token in words):
            verb = _withdraws(document, draft.content)
        if verb is None:
            kept.append(draft)
            continue
        who = _who(document, verb)
        is_told = any(other is not draft and _overlap(other.content, draft.content) for other in drafts)
        if who is not None and not is_told:
            span = document.subtree(who)
            cue = (document.span(verb, verb + 1),)
            kept.append(replace(draft, source=(document.span(span.start, span.stop),), cue=cue))
    return kept


def _withdraws(document: Document, content: Pieces) -> int | None:
    """The verb that takes a content back."""
    inside = [token for piece in content[:1] for token in document.tokens_in(piece)]
    head = next((t for t in inside if document.head(t) not in inside), None)
    return None if head is None else taken_back_by(document, head)


def _who(document: Document, verb: int) -> int | None:
    """Who acts: the subject of a verb, the agent of a passive one."""
    for child in document.children[verb]:
        if document.deps[child] == "nsubj":
            return child
        if document.deps[child] == "agent":
            return next((c for c in document.children[child] if document.deps[c] == "pobj"), None)
    return None


def _overlap(a: Pieces, b: Pieces) -> bool:
    return any(start < other_end and other < end for start, end in a for other, other_end in b)
