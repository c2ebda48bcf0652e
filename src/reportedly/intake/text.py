"""Plain text -> Articles: a front block of fields where there is one, else the text as it stands."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import pairwise

from reportedly.article import Article, BlockKind, Unread
from reportedly.blocks import with_blocks
from reportedly.dates import DayOrder
from reportedly.errors import InputError
from reportedly.intake.date_labels import label_of
from reportedly.intake.dates import find_days, to_iso
from reportedly.intake.decoding import clean_text, decode, has_words
from reportedly.language import detect_language

__all__ = ["read_text", "read_texts"]

_FIELDS = {
    "title": "title", "headline": "title", "outlet": "outlet", "source": "outlet", "publisher": "outlet",
    "published": "published", "date": "published", "updated": "updated", "modified": "updated", "url": "url",
    "link": "url", "byline": "byline", "author": "byline", "language": "language",
}  # fmt: skip
_FIELD = re.compile(r"([A-Za-z][A-Za-z _-]{2,19}):(.*)")
# What opens a block of YAML before a text in Markdown, and a value in quotes there.
_FENCE = re.compile(r"\ufeff?---[ \t]*\r?\n")
_QUOTED = re.compile(r"([\"'])(.*)\1")
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|$)")
_DATE_IN_FIRST_LINE = re.compile(
    r"\s*(?:(?:date|published|posted|updated)[:\s]+)?(\d{4}-\d\d-\d\d(?:T[\d:]{5,8}(?:Z|[+-]\d\d:?\d\d)?)?)\b", re.I
)  # fmt: skip
# Among so many first lines a date alone is that of the text.
_DATED_LINES = 6
# A line that parts two articles, before the fields of the second.
_RULE = re.compile(r"\s*(?:[-=*_#~]{3,}|\f)\s*")


def read_texts(data: bytes, *, source: str, notice: Callable[[str], None]) -> Iterator[Article | Unread]:
    """The articles of one plain text: several where more blocks of fields follow the first.

    A block of fields starts a new article behind an empty line, a form feed or a rule such as "-----", if the file
    begins with such a block.

    Args:
        data: The text, unpacked.
        source: As the user named it; "source, article 2" in what is told.
        notice: Called with a date whose order of day and month nothing tells.
    """
    text = clean_text(decode(data))
    parts = list(_parts(text))
    for number, part in enumerate(parts, start=1):
        where = source if len(parts) == 1 else f"{source}, article {number}"
        try:
            article = read_text(part, source=where, notice=notice)
        except InputError as error:
            yield Unread(source=error.source, reason=error.reason, advice=error.advice)
        else:
            yield article if len(parts) == 1 else article.with_facts(input=f"{source}#{number}")


def read_text(text: str, *, source: str, notice: Callable[[str], None]) -> Article:
    """One plain text as an article.

    A first block of lines such as "Title: …", "Outlet: …", "Published: …", "URL: …", ended by an empty line, gives
    those fields and is not part of the text. Without it the text is kept to the letter, and the time of publication is
    known only where the first line begins with an ISO date.

    Raises:
        InputError: There is no text in it, or its "Published" is not a date.
    """
    fields, text, unknown = _front_block(text)
    if unknown:
        notice(f"{source}: not used: {', '.join(f'`{name}`' for name in unknown)}.")
    if not has_words(text):
        raise InputError(source, "there is no text in it")
    published = fields.get("published")
    if published:
        day = to_iso(published)
        if day is None and any(to_iso(published, order=order) for order in DayOrder):
            notice(
                f"{source}: the order of day and month is unclear in {published!r}. "
                "Treated as unknown; write YYYY-MM-DD."
            )
        elif day is None:
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
        updated=to_iso(fields.get("updated", "")),
        byline=fields.get("byline"),
        language=fields.get("language") or detect_language(text),
    )
    return _with_printed_days(with_blocks(article), source=source, notice=notice)


def _with_printed_days(article: Article, *, source: str, notice: Callable[[str], None]) -> Article:
    """The article with the days of the lines above its text that hold a date alone: "Published 4 March 2026"."""
    published, updated, undecided = article.published, article.updated, None
    for block in article.blocks[:_DATED_LINES]:
        line = article.text[block.start : block.end]
        if block.kind is not BlockKind.BOILERPLATE or (day := next(find_days(line), None)) is None:
            continue
        label = label_of(line[: day.start])
        if label == "updated":
            updated = updated or to_iso(line)
        elif label in ("", "made", "published") and published is None:
            published = to_iso(line)
            undecided = None if published else undecided or line.strip()
    if undecided and published is None:
        notice(
            f"{source}: nothing tells the order of day and month in {undecided!r}. Taken as unknown; write YYYY-MM-DD."
        )
    return article.with_facts(published=published, updated=None if updated == published else updated)


def _parts(text: str) -> Iterator[str]:
    """The text of each article with its block of fields; the whole text where it does not begin with one."""
    if not _front_block(text)[0]:
        yield text
        return
    starts = [0]
    lines = [(match.start(), match[0]) for match in _LINE.finditer(text)]
    for (_, before), (start, line) in pairwise(lines):
        parted = not before.strip() or _RULE.fullmatch(before)
        if parted and _FIELD.match(line) and len(_front_block(text[start : start + 4000])[0]) >= 2:
            body = text[starts[-1] : start]
            if _front_block(body)[1].strip():
                starts.append(start)
    for start, end in zip(starts, [*starts[1:], len(text)], strict=True):
        part = text[start:end]
        if end < len(text):
            part = re.sub(r"(?:\s*\n[ \t]*(?:[-=*_#~]{3,}|\f)[ \t]*)?\s*$", "\n", part, count=1)
        yield part


def _front_block(text: str) -> tuple[dict[str, str], str, list[str]]:
    """The fields of the front block, the text behind it, names that are no field's; no fields where there is none.

    Fields are ended by an empty line or, where a line "---" opens them, by another such line.
    """
    fields: dict[str, str] = {}
    unknown: list[str] = []
    fence = _FENCE.match(text)
    position = fence.end() if fence else 0
    while match := _LINE.match(text, position):
        line = match[0].strip("\ufeff\r\n")
        is_end = line.rstrip() in ("---", "...") if fence else not line.strip()
        if is_end:
            # Two fields at least, or one that no sentence begins with: "Date: …" alone may open an article.
            enough = len(fields) >= 2 or "title" in fields
            enough = enough and (len(unknown) <= len(fields) or fence is not None)
            return (fields, text[match.end() :].lstrip("\r\n"), unknown) if enough else ({}, text, [])
        field = _FIELD.fullmatch(line)
        if match.end() == position or (field is None and not (fence and re.match(r"\s|-|#|$", line))):
            return {}, text, []
        if field is not None:
            name = _FIELDS.get(field[1].lower())
            value = field[2].strip(" \t")
            if name is None:
                unknown.append(field[1])
            else:
                fields.setdefault(name, _QUOTED.sub(r"\2", value) if fence else value)
        position = match.end()
        if position >= len(text):
            break
    return {}, text, []
