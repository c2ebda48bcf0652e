"""One PDF -> Article: the text of its pages. Needs `pip install 'reportedly[pdf]'`."""

from __future__ import annotations

import io
import logging
import re

from reportedly.article import Article
from reportedly.blocks import with_blocks
from reportedly.errors import InputError
from reportedly.intake.decoding import clean_text
from reportedly.language import detect_language

__all__ = ["read_pdf"]

_MOST_PAGES = 400
# What the library raises on broken files, besides its own errors.
_BROKEN = (
    ValueError, TypeError, LookupError, AttributeError, RecursionError, OSError, AssertionError, NotImplementedError,
    ArithmeticError,
)  # fmt: skip
# What programs write for a title that nobody gave.
_NO_TITLE = re.compile(r"microsoft word|untitled|\.(?:docx?|pdf|indd|pages|odt|qxd)\b|^\W*$", re.IGNORECASE)


def read_pdf(data: bytes, *, source: str) -> Article:
    """The text of a PDF as one article.

    When its file was made is not when it was printed: `published` stays unknown.

    Raises:
        InputError: The library that reads PDF is not installed; it is broken, locked, or holds no text (a scan).
    """
    try:
        from pypdf import PdfReader
        from pypdf.errors import PyPdfError
    except ImportError:
        advice = "Install it with pip install 'reportedly[pdf]', or save the file as text or HTML"
        raise InputError(source, "reading PDF needs the library pypdf", advice) from None
    logging.getLogger("pypdf").setLevel(logging.ERROR)
    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise InputError(source, "the PDF file is locked with a password", "Save an unlocked copy")
        pages = [reader.pages[n].extract_text() for n in range(min(len(reader.pages), _MOST_PAGES))]
        title = (reader.metadata.title if reader.metadata else None) or ""
    except (PyPdfError, *_BROKEN) as error:
        reason = f"the PDF file is broken ({type(error).__name__})"
        raise InputError(source, reason, "Save it as text or HTML") from None
    text = "\n\n".join(_unbroken(page) for page in pages if page.strip())
    if not text.strip():
        raise InputError(source, "there is no text in the PDF file", "It may be a scan; read its text first (OCR)")
    title = " ".join(title.split())
    text = clean_text(text)
    article = Article(
        text=text,
        title=None if _NO_TITLE.search(title) else clean_text(title),
        language=detect_language(text),
    )
    return with_blocks(article)


def _unbroken(page: str) -> str:
    """A page with the words put together that its lines cut in two."""
    return re.sub(r"(?<=[a-z])-\n(?=[a-z])", "", page)
