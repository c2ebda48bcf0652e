"""One article, from text to record."""

from __future__ import annotations

from dataclasses import replace

from reportedly.article import Article
from reportedly.record import Record

__all__ = ["read"]


def read(article: Article | str) -> Record:
    """Everything that Reportedly writes down for one article: the whole pass on one screen.

    Pure: the same article gives the same record, on any day and in any order.

    Args:
        article: Its `text` is kept to the letter; every offset in the record refers to it. A text alone will do: it
            is of no day and no outlet.

    Returns:
        The record. A text in a language other than English gets no statements or events, and an `integrity` entry
        that says so.
    """
    from reportedly.blocks import with_blocks
    from reportedly.reading.answered_events import with_answers
    from reportedly.reading.attribution.further import LEAST_CONFIDENCE
    from reportedly.reading.attribution.statements import find_statements
    from reportedly.reading.attribution.transcripts import find_questions
    from reportedly.reading.corrections import find_withdrawn, without_withdrawn
    from reportedly.reading.entities.find import find_entities
    from reportedly.reading.events.find import find_events
    from reportedly.reading.integrity import find_integrity, with_language
    from reportedly.reading.letters import find_letters
    from reportedly.reading.neural.decode import decode
    from reportedly.reading.neural.encoder import encoder
    from reportedly.reading.neural.name_tags import with_names
    from reportedly.reading.posts import find_posts, on_the_word_of
    from reportedly.reading.syntax.capitals import in_small_letters
    from reportedly.reading.syntax.parse import parse
    from reportedly.reading.text.unwrap import unwrap
    from reportedly.reading.times.find import find_times

    article = with_language(with_blocks(Article(text=article) if isinstance(article, str) else article))
    integrity = find_integrity(article)
    if article.language != "en":
        return Record(article=article, integrity=integrity)
    text = in_small_letters(unwrap(article.text))
    document = parse(replace(article, text=text))
    scores = encoder()(document)  # the one costly pass; every reader shares it
    document = with_names(document, scores)
    attributions = decode(scores, text, floor=LEAST_CONFIDENCE)
    entities = find_entities(document)
    times = find_times(document)
    statements = find_statements(document, attributions, entities, times, scores)
    letters = find_letters(document, entities, statements)
    posts = find_posts(document, entities, times, letters.statements)
    statements = letters.statements + posts
    events = on_the_word_of(letters.letters + posts, find_events(document, entities, times, statements, scores))
    if asked := find_questions(document, entities):
        events = with_answers(document, events, asked, statements, times)
    if withdrawn := find_withdrawn(text):
        statements, events, signs = without_withdrawn(withdrawn, statements, events)
        integrity += signs
    return Record(
        article=article, statements=statements, entities=entities, times=times, events=events, integrity=integrity
    )
