"""RSS, Atom and JSON feeds -> Articles, one for each entry."""

from __future__ import annotations

import codecs
import hashlib
import io
import json
import re
from calendar import timegm
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from reportedly.article import Article, Block, BlockKind, Unread
from reportedly.blocks import furniture_kind, is_same_line
from reportedly.intake.dates import to_iso
from reportedly.intake.decoding import clean_text, decode, has_words
from reportedly.intake.facts import host_of
from reportedly.intake.page import lines_of_html
from reportedly.language import detect_language

__all__ = ["Entry", "feed_entries", "json_feed_entries", "read_feed", "read_json_feed"]

PageOf = Callable[[str, str], Article | Unread]
"""The article behind an address, given (address, source)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry as a feed prints it, not yet made into an article.

    Attributes:
        source: "feed, entry 3", as it is told of.
        markup: The fullest text that the feed prints of it; plain text where `is_plain`.
        url: Of its page; None where the feed gives none.
        updated: As printed, to notice that an entry was changed; no date is read from it.
    """

    source: str
    title: str | None
    markup: str
    url: str | None
    outlet: str | None
    published: str | None
    updated: str | None
    byline: str | None
    is_plain: bool = False

    def article(self) -> Article | Unread:
        """Its title and text as an article."""
        return _article(self)

    def key(self, *, with_page: bool) -> str:
        """The same as long as the entry is: of its address, title and dates, and of its text where that is read."""
        own = [self.url, self.title, self.published, self.updated, None if with_page and self.url else self.markup]
        data = json.dumps(own).encode("utf-8", "surrogatepass")
        return hashlib.blake2b(data, digest_size=8).hexdigest()


def read_feed(
    data: bytes, *, source: str, page_of: PageOf | None = None, content_type: str = ""
) -> Iterator[Article | Unread]:
    """The articles of an RSS or Atom feed.

    Args:
        data: The feed.
        source: As the user named it; "source, entry 3" in what is told.
        page_of: Gives an entry's page in its place; None for what the feed itself prints.
        content_type: As the server sent it.
    """
    return _articles(feed_entries(data, source=source, content_type=content_type), page_of)


def read_json_feed(data: bytes, *, source: str, page_of: PageOf | None = None) -> Iterator[Article | Unread]:
    """The articles of a JSON feed; as `read_feed`."""
    return _articles(json_feed_entries(data, source=source), page_of)


def _articles(entries: Iterator[Entry | Unread], page_of: PageOf | None) -> Iterator[Article | Unread]:
    for entry in entries:
        if isinstance(entry, Unread):
            yield entry
        elif page_of is not None and entry.url:
            yield page_of(entry.url, entry.source)
        else:
            yield entry.article()


def feed_entries(data: bytes, *, source: str, content_type: str = "") -> Iterator[Entry | Unread]:
    """The entries of an RSS or Atom feed; arguments as for `read_feed`."""
    import feedparser

    # A stream, not bytes: feedparser takes a string or bytes for an address or a file name first.
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        # feedparser wants an XML declaration in UTF-16; a feed need not have one behind its byte order mark.
        data = re.sub(r"^\s*<\?xml[^>]*\?>", "", decode(data)).encode("utf-8", "replace")
    headers = {"content-type": content_type} if content_type else {}
    try:
        feed = feedparser.parse(io.BytesIO(data), response_headers=headers)
    except Exception as error:  # feedparser raises what its parsers raise: no list of them is complete
        yield Unread(source=source, reason=f"the feed is broken ({type(error).__name__})", advice=None)
        return
    if not feed.get("entries"):
        yield _empty(source, data, feed)
        return
    outlet = _line(feed.get("feed", {}).get("title"))
    for number, entry in enumerate(feed["entries"], start=1):
        link = entry.get("link") or entry.get("id") or None
        yield Entry(
            source=f"{source}, entry {number}",
            title=_line(entry.get("title")),
            markup=_longest(entry),
            url=link if isinstance(link, str) and link.startswith(("http://", "https://")) else None,
            outlet=_line(_get(entry.get("source"), "title")) or outlet,
            published=_published(entry),
            updated=updated if isinstance(updated := dict.get(entry, "updated"), str) else None,
            byline=_line(entry.get("author")),
        )
    if feed.get("bozo") and _is_cut_off(data):
        yield Unread(
            source=f"{source}, after entry {len(feed['entries'])}",
            reason="the feed ends too early",
            advice="Fetch it again; the entries before that were read",
        )


def json_feed_entries(data: bytes, *, source: str) -> Iterator[Entry | Unread]:
    """The items of a JSON feed."""
    try:
        feed = json.loads(decode(data))
        items = feed["items"]
        if not isinstance(items, list):
            raise TypeError
    except (ValueError, KeyError, TypeError, RecursionError):
        yield Unread(source=source, reason="the JSON feed is broken", advice="Fetch it again")
        return
    if not items:
        yield Unread(source=source, reason="the feed has no entries")
    for number, item in enumerate(items, start=1):
        where = f"{source}, entry {number}"
        if not isinstance(item, dict):
            yield Unread(source=where, reason="not a JSON object")
            continue
        url = item.get("url") or item.get("external_url")
        published = item.get("date_published") or item.get("date_modified")
        text = item.get("content_html") or item.get("content_text") or item.get("summary")
        author = item.get("author") or next(iter(item.get("authors") or ()), None)
        updated = item.get("date_modified")
        yield Entry(
            source=where,
            title=_line(item.get("title")),
            markup=text if isinstance(text, str) else "",
            url=url if isinstance(url, str) and url.startswith(("http://", "https://")) else None,
            outlet=_line(feed.get("title")),
            published=to_iso(published) if isinstance(published, str) else None,
            updated=updated if isinstance(updated, str) else None,
            byline=_line(_get(author, "name")),
            is_plain=not item.get("content_html"),
        )


def _empty(source: str, data: bytes, feed: Mapping[str, Any]) -> Unread:
    if feed.get("version"):
        return Unread(source=source, reason="the feed has no entries")
    if b"<urlset" in data or b"<sitemapindex" in data:
        return Unread(source=source, reason="it is a sitemap, not a feed", advice="Name the pages that it lists")
    reason = feed.get("bozo_exception")
    why = f" ({str(reason).splitlines()[0][:100]})" if reason and str(reason) else ""
    return Unread(source=source, reason=f"it is neither a feed nor a page{why}")


def _article(entry: Entry) -> Article | Unread:
    title, markup = entry.title, entry.markup
    plain = [" ".join(x.split()) for x in markup.splitlines() if x.strip()] if entry.is_plain else None
    lines = lines_of_html(markup) if plain is None else plain
    parts = [(BlockKind.TITLE, title)] if title else []
    for number, line in enumerate(lines):
        if title and number < 3 and is_same_line(line, title):
            continue
        kind = furniture_kind(line)
        if kind is not BlockKind.BOILERPLATE:
            parts.append((kind or BlockKind.BODY, clean_text(line)))
    if not any(has_words(line) for _, line in parts):
        advice = "Fetch its page, with --with-pages" if entry.url else None
        return Unread(source=entry.source, reason="the entry has neither title nor text", advice=advice)
    blocks: list[Block] = []
    text = ""
    for kind, line in parts:
        text += "\n\n" if text else ""
        blocks.append(Block(kind=kind, start=len(text), end=len(text) + len(line)))
        text += line
    return Article(
        text=text,
        url=entry.url and clean_text(entry.url),
        outlet=entry.outlet or host_of(entry.url),
        title=title,
        published=entry.published,
        byline=entry.byline,
        language=detect_language(text),
        blocks=tuple(blocks),
    )


def _longest(entry: Mapping[str, Any]) -> str:
    """The fullest of what an entry prints: its content, or its summary."""
    values = [_get(item, "value") for item in entry.get("content") or ()]
    values += [entry.get("summary"), _get(entry.get("summary_detail"), "value")]
    return max((value for value in values if isinstance(value, str)), key=len, default="")


def _published(entry: Mapping[str, Any]) -> str | None:
    """As the feed prints it, with its offset, where that is a date; else as feedparser understood it, in UTC."""
    for name in ("published", "created", "updated"):
        value = entry.get(name)
        day = to_iso(value) if isinstance(value, str) else None
        if day:
            return day
        parsed = entry.get(f"{name}_parsed")
        if parsed:
            try:
                return datetime.fromtimestamp(timegm(parsed), tz=UTC).isoformat()
            except (ValueError, TypeError, OverflowError, OSError):
                continue
    return None


def _line(value: Any) -> str | None:
    """A field as one line of plain text."""
    if not isinstance(value, str) or not value.strip():
        return None
    text = " ".join(lines_of_html(value)) if "<" in value or "&" in value else value
    return clean_text(" ".join(text.split())) or None


def _get(value: Any, name: str) -> Any:
    return value.get(name) if isinstance(value, Mapping) else None


def _is_cut_off(data: bytes) -> bool:
    return not data.rstrip(b"\x00 \t\r\n").endswith(b">")
