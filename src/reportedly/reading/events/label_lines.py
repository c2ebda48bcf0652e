"""The line that names an event: tidied, or quoted from the article where no name can be made."""

from __future__ import annotations

import re

from reportedly.article import Span
from reportedly.reading.document import Document

__all__ = ["LONGEST", "quoted_clause", "tidy"]

LONGEST = 90
"""Code points of a name or a quoted clause."""

_ODD = re.compile(r"\s+([,.;:])")
_EDGES = " ,;:—–-."
# Before and after a clause that is quoted by itself.
_LEADING = re.compile(r"^(?:and|but|when|where|while|as|that|of course|also)\b[, ]+", re.IGNORECASE)
_LEFT_OVER = re.compile(r",? (?:and|but|or|as|that|saying|adding|said)$", re.IGNORECASE)
_FAR = 12  # tokens from a noun to the clause about it
# Which one, the name does not say.
_AT_IT = re.compile(r" (?:at|during|for) the (?:event|occasion|ceremony|gathering|function)$")


def tidy(line: str) -> str:
    """A line with the spaces and marks of print, its first letter capital."""
    line = (
        _AT_IT.sub("", _ODD.sub(r"\1", " ".join(line.split())))
        .replace(" %", "%")
        .replace("'", "’")
        .replace(" - ", "-")
        .strip(" ,;:—–-")
    )
    return line[:1].upper() + line[1:]


def quoted_clause(document: Document, evidence: Span) -> str:
    """The clause that reports it, in quotation marks; its sentence where the clause is a word or two.

    A relative clause has the noun before it that it is about: "the lease, which expires on Friday".
    """
    start, end = evidence
    token = document.token_at(start)
    if token is not None:
        start = _with_antecedent(document, token, evidence)
        if len(document.text[start:end].split()) < 3:
            start, end = document.sentences[document.sentence_of(token)].tolist()
    words = re.sub(r"[“”\"]", "", " ".join(document.text[start:end].split())).strip(_EDGES)
    words = _LEFT_OVER.sub("", _LEADING.sub("", words)).strip(_EDGES)
    if len(words) > LONGEST:
        words = words[: words.rfind(" ", 0, LONGEST)].rstrip(" ,;:—–-") + " …"
    return f"“{words}”"


def _with_antecedent(document: Document, token: int, evidence: Span) -> int:
    """Where a quotation begins that would begin with "which", "who" or "to be": at the noun that this is about."""
    start = evidence[0]
    inside = document.tokens_in(evidence)
    head = next((t for t in inside if document.head(t) < token and document.deps[t] in ("relcl", "acl")), None)
    begins = head is not None and document.subtree(head).start == token
    if head is None or not begins or document.pos[document.head(head)] not in ("NOUN", "PROPN"):
        return start
    first = document.subtree(document.head(head)).start
    same = document.sentence_of(first) == document.sentence_of(token)
    return int(document.starts[first]) if same and token - first <= _FAR else start
