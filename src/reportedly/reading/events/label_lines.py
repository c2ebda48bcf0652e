"""The line that names an event: tidied, or quoted from the article where no name can be made."""

from __future__ import annotations

import re

from reportedly.article import Span
from reportedly.reading.document import Document

__all__ = ["LONGEST", "quoted_clause", "tidy"]

LONGEST = 90
"""Code points of a name or a quoted clause."""

_ODD = re.compile(r"\s+([,.;:])")
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
    """The clause that reports it, in quotation marks; its sentence where the clause is a word or two."""
    words = " ".join(document.text[slice(*evidence)].split())
    if len(words.split()) < 3 and (token := document.token_at(evidence[0])) is not None:
        words = " ".join(document.text[slice(*document.sentences[document.sentence_of(token)].tolist())].split())
    words = re.sub(r"[“”\"]", "", words).strip(" ,;:—–-.")
    if len(words) > LONGEST:
        words = words[: words.rfind(" ", 0, LONGEST)].rstrip(" ,;:—–-") + " …"
    return f"“{words}”"
