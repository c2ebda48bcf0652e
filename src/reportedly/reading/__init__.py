"""Article -> Record. No network, no clock, no store; no file but those in `reportedly.data`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from reportedly.article import Article
from reportedly.record import Record

__all__ = ["read", "read_all"]


def read(article: Article) -> Record:
    """Everything that Reportedly writes down for one article: the whole pass on one screen.

    Pure: the same article gives the same record, on any day and in any order.

    Args:
        article: Its `text` is kept to the letter; every offset in the record refers to it.

    Returns:
        The record. A text in another language than English gets no statements or events, and an `integrity` entry
        that says so: nothing is invented.
    """
    from reportedly.blocks import with_blocks
    from reportedly.reading.decode import decode
    from reportedly.reading.encoder import encoder
    from reportedly.reading.events import find_events
    from reportedly.reading.integrity import find_integrity, with_language
    from reportedly.reading.names import find_entities
    from reportedly.reading.parse import parse
    from reportedly.reading.statements import find_statements
    from reportedly.reading.times import find_times

    article = with_language(with_blocks(article))
    integrity = find_integrity(article)
    if article.language != "en":
        return Record(article=article, integrity=integrity)
    document = parse(article)
    attributions = decode(encoder()(document), article.text)
    entities = find_entities(document)
    times = find_times(document)
    statements = find_statements(document, attributions, entities, times)
    events = find_events(document, entities, times, statements)
    return Record(
        article=article, statements=statements, entities=entities, times=times, events=events, integrity=integrity
    )


def read_all(articles: Iterable[Article]) -> Iterator[Record]:
    """The record of each article, in order."""
    return map(read, articles)
