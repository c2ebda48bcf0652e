"""What is taken back: "withdrew its report that the mill had closed", "apologised for saying that it had"."""

from __future__ import annotations

from reportedly.article import Pieces
from reportedly.reading.document import Document
from reportedly.reading.syntax.veridicality import CONTENT_NOUNS, is_taken_back

__all__ = ["is_retracted", "is_withdrawn_source"]


def is_retracted(document: Document, content: Pieces) -> bool:
    """Whether what governs the content of a statement takes it back.

    Args:
        document: The parsed article.
        content: The statement's.
    """
    inside = [token for piece in content[:1] for token in document.tokens_in(piece)]
    head = next((t for t in inside if document.head(t) not in inside), None)
    return head is not None and is_taken_back(document, head)


def is_withdrawn_source(document: Document, source: Pieces, content: Pieces) -> bool:
    """Whether a source is the very report that is taken back: it says so no longer."""
    words = [token for piece in source for token in document.tokens_in(piece)]
    return any(document.lemmas[token] in CONTENT_NOUNS for token in words) and is_retracted(document, content)
