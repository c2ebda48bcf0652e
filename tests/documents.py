"""Documents as `read` makes them: the parse, with the names that the shipped encoder finds."""

from reportedly import Article
from reportedly.reading.document import Document
from reportedly.reading.encoder import encoder
from reportedly.reading.nametags import with_names
from reportedly.reading.parse import parse


def document_of(article: Article) -> Document:
    """An article's document with its names."""
    document = parse(article)
    return with_names(document, encoder()(document))
