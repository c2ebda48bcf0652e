"""Plain text -> Article: a front block of fields where there is one, else the text as it stands."""

from __future__ import annotations

import re

from reportedly.article import Article
from reportedly.blocks import with_blocks
from reportedly.errors import InputError
from reportedly.intake.dates import to_iso
from reportedly.intake.decoding import clean_text, decode, has_words
from reportedly.language import detect_language

__all__ = ["read_text"]

_FIELDS = {
    "title": "title", "headline": "title", "outlet": "outlet", "source": "outlet", "publisher": "outlet",
    "published": "published", "date": "published", "url": "url", "link": "url", "byline": "byline", "author": "byline",
}  # fmt: skip
_FIELD = re.compile(r"([A-Za-z]{3,9}):(.*)")
_DATE_IN_FIRST_LINE = re.compile(
    r"\s*(?:(?:date|published|posted|updated)[:\s]+)?(\d{4}-\d\d-\d\d(?:T[\d:]{5,8}(?:Z|[+-]\d\d:?\d\d)?)?)\b", re.I
)  # fmt: skip


def read_text(data: bytes, *, source: str) -> Article:
    """One plain text as an article.

    A first block of lines such as "Title: …", "Outlet: …", "Published: …", "URL: …", ended by an empty line, gives
    those fields and is not part of the text. Without it the text is kept to the letter, and the time of publication is
    known only where the first line begins with an ISO date.

    Raises:
        InputError: There is no text in it, or its "Published" is not a date.
    """
    text = clean_text(decode(data))
    fields, text = _front_block(text)
    if not has_words(text):
        raise InputError(source, "there is no text in it")
    published = fields.get("published")
    if published:
        day = to_iso(published)
        if day is None:
            raise InputError(source, f"`published` is not a date: {published!r}", "Write YYYY-MM-DD or leave it out")
        published = day
    elif match := _DATE_IN_FIRST_LINE.match(text.lstrip("\ufeff").lstrip()):
        published = to_iso(match[1])
    article = Article(
        text=text,
        url=fields.get("url"),
        outlet=fields.get("outlet"),
        title=fields.get("title"),
        published=published,
        byline=fields.get("byline"),
        language=detect_language(text),
    )
    return with_blocks(article)


def _front_block(text: str) -> tuple[dict[str, str], str]:
    """The fields of the front block and the text behind it; no fields and the whole text where there is none."""
    fields: dict[str, str] = {}
    position = 0
    while match := re.compile(r"[^\r\n]*(?:\r\n|\r|\n|$)").match(text, position):
        line = match[0].strip("\ufeff\r\n")
        if not line.strip():
            # Two fields at least, or one that no sentence begins with: "Date: …" alone may open an article.
            enough = len(fields) >= 2 or "title" in fields
            return (fields, text[match.end() :].lstrip("\r\n")) if enough else ({}, text)
        field = _FIELD.fullmatch(line)
        if field is None or field[1].lower() not in _FIELDS or match.end() == position:
            return {}, text
        fields.setdefault(_FIELDS[field[1].lower()], field[2].strip(" \t"))
        position = match.end()
        if position >= len(text):
            break
    return {}, text
