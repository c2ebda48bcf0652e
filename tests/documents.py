"""Documents as `read` makes them: the parse, with the names that the shipped encoder finds."""

from reportedly import Article
from reportedly.reading.document import Document
from reportedly.reading.neural.encoder import encoder
from reportedly.reading.neural.name_tags import with_names
from reportedly.reading.syntax.parse import parse


def document_of(article: Article) -> Document:
    """An article's document with its names."""
    document = parse(article)
    return with_names(document, encoder()(document))
