"""Articles read up to their events, by the shipped parser and names: what the modules of `events` start from."""

from collections.abc import Sequence

from reportedly import Article
from reportedly.reading.document import Document
from reportedly.reading.entities.find import find_entities
from reportedly.reading.events.candidates import Candidates
from reportedly.reading.neural.encoder import encoder
from reportedly.reading.neural.name_tags import with_names
from reportedly.reading.syntax.parse import parse
from reportedly.reading.times.find import find_times
from reportedly.record import Statement

PUBLISHED = "2024-02-09"  # a Friday


def document_of(text: str) -> Document:
    """A text with its parse and names; the event heads are not run."""
    document = parse(Article(text=text, published=PUBLISHED))
    return with_names(document, encoder().score(text))


def candidates_of(text: str, statements: Sequence[Statement] = ()) -> Candidates:
    """A text with the names, times and statements that its events may be about."""
    document = document_of(text)
    return Candidates(document, find_entities(document), find_times(document), tuple(statements))


def token_of(document: Document, word: str) -> int:
    """The token that begins where a word first stands."""
    token = document.token_at(document.text.index(word))
    assert token is not None
    return token
