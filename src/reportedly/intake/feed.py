"""RSS, Atom and JSON feeds -> Articles, one for each entry."""

from __future__ import annotations

import codecs
import hashlib
import html
import io
import json
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from reportedly.article import Article, Block, BlockKind, Unread
from reportedly.blocks import furniture_kind, is_same_line
from reportedly.dates import DayOrder, order_of_address, order_of_days, order_of_locale
from reportedly.intake.bylines import clean_names
from reportedly.intake.dates import to_iso
from reportedly.intake.decoding import clean_text, decode, has_words
from reportedly.intake.facts import host_of
from reportedly.intake.page import lines_of_html
from reportedly.language import detect_language

__all__ = ["Entry", "feed_entries", "json_feed_entries", "read_feed", "read_json_feed"]

# A tag whose marks are escaped, and nothing that a text about markup would print.
_ESCAPED_TAG = re.compile(
    r"&(?:amp;)?lt;/?(?:p|a|b|i|em|strong|br|div|span|img|ul|ol|li|h[1-6]|blockquote)\b[^<>]{0,400}?&(?:amp;)?gt;", re.I
)

# The words of a link to the page, in one line with an entry's text.
_LINK_BEHIND = re.compile(
    r"(?<=[.!?…”\"')\]])\s*\[?(?:continue reading|keep reading|read more|read (?:on|the (?:full|whole|rest of the) "
    r"(?:story|article|post)))\b[^.!?]{0,80}[.…\]»→>\s]*$",
    re.IGNORECASE,
)

PageOf = Callable[[str, str], Iterator[Article | Unread]]
"""The articles behind an address, given (address, source)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry as a feed prints it, not yet made into an article.

    Attributes:
        source: "feed, entry 3", as it is told of.
        markup: The fullest text that the feed prints of it; plain text where `is_plain`.
        url: Of its page; None where the feed gives none.
        published: ISO 8601; None where the feed does not say when.
        updated: As printed, to notice that an entry was changed.
        changed: ISO 8601 time of the last change, where that is another than `published`.
        language: What the text, the feed or its other entries are in, as far as one of them tells.
        input: "feed#3", the part of the feed.
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
    changed: str | None = None
    language: str | None = None
    input: str | None = None

    def article(self) -> Article | Unread:
        """Its title and text as an article."""
        return _article(self)

    def key(self, *, with_page: bool) -> str:
        """The same as long as the entry is: of its address, title and dates, and of its text where that is read."""
        own = [self.url, self.title, self.published, self.updated, None if with_page and self.url else self.markup]
        data = json.dumps(own).encode("utf-8", "surrogatepass")
        return hashlib.blake2b(data, digest_size=8).hexdigest()


def read_feed(
    data: bytes,
    *,
    source: str,
    page_of: PageOf | None = None,
    content_type: str = "",
    notice: Callable[[str], None] | None = None,
) -> Iterator[Article | Unread]:
    """The articles of an RSS or Atom feed.

    Args:
        data: The feed.
        source: As the user named it; "source, entry 3" in what is told.
        page_of: Gives an entry's page in its place; None for what the feed itself prints.
        content_type: As the server sent it.
        notice: Called once where the order of day and month is unclear in dates of its entries.
    """
    return _articles(feed_entries(data, source=source, content_type=content_type, notice=notice), page_of)


def read_json_feed(
    data: bytes, *, source: str, page_of: PageOf | None = None, notice: Callable[[str], None] | None = None
) -> Iterator[Article | Unread]:
    """The articles of a JSON feed; as `read_feed`."""
    return _articles(json_feed_entries(data, source=source, notice=notice), page_of)


def _articles(entries: Iterator[Entry | Unread], page_of: PageOf | None) -> Iterator[Article | Unread]:
    for entry in entries:
        if isinstance(entry, Unread):
            yield entry
        elif page_of is not None and entry.url:
            yield from page_of(entry.url, entry.source)
        else:
            yield entry.article()


def feed_entries(
    data: bytes, *, source: str, content_type: str = "", notice: Callable[[str], None] | None = None
) -> Iterator[Entry | Unread]:
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
    channel = feed.get("feed", {})
    outlet = _line(channel.get("title"))
    printed = [_printed_dates(entry) for entry in feed["entries"]]
    order = _order(printed, channel.get("language"), channel.get("link"))
    _tell_undecided(printed, order, source, notice)
    found: list[Entry] = []
    for number, entry in enumerate(feed["entries"], start=1):
        link = entry.get("link") or entry.get("id") or None
        published, changed = _days(*_printed_dates(entry), order)
        entry_found = Entry(
            source=f"{source}, entry {number}",
            title=_line(entry.get("title")),
            markup=_longest(entry),
            url=link if isinstance(link, str) and link.startswith(("http://", "https://")) else None,
            outlet=_line(_get(entry.get("source"), "title")) or outlet,
            published=published,
            updated=updated if isinstance(updated := dict.get(entry, "updated"), str) else None,
            byline=_byline(entry.get("authors"), entry.get("author"), outlet),
            changed=changed,
            input=f"{source}#{number}",
        )
        found.append(entry_found)
    in_entry = feed.get("bozo") and _ends_in_entry(data)
    if in_entry:
        found.pop()  # half an entry would be taken for an earlier version of the whole one
    yield from _with_language(found, channel.get("language"))
    if in_entry or (feed.get("bozo") and _is_cut_off(data)):
        yield Unread(
            source=f"{source}, after entry {len(found)}",
            reason="the feed ends too early",
            advice="Fetch it again; the entries before that were read",
        )


def json_feed_entries(
    data: bytes, *, source: str, notice: Callable[[str], None] | None = None
) -> Iterator[Entry | Unread]:
    """The items of a JSON feed; arguments as for `read_feed`."""
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
    objects = [item for item in items if isinstance(item, dict)]
    printed = [(item.get("date_published"), item.get("date_modified")) for item in objects]
    order = _order(printed, feed.get("language"), feed.get("home_page_url"))
    _tell_undecided(printed, order, source, notice)
    found: list[Entry] = []
    for number, item in enumerate(items, start=1):
        where = f"{source}, entry {number}"
        if not isinstance(item, dict):
            yield Unread(source=where, reason="not a JSON object")
            continue
        url = item.get("url") or item.get("external_url")
        published, changed = _days(item.get("date_published"), item.get("date_modified"), order)
        text = item.get("content_html") or item.get("content_text") or item.get("summary")
        updated = item.get("date_modified")
        entry = Entry(
            source=where,
            title=_line(item.get("title")),
            markup=text if isinstance(text, str) else "",
            url=url if isinstance(url, str) and url.startswith(("http://", "https://")) else None,
            outlet=_line(feed.get("title")),
            published=published,
            updated=updated if isinstance(updated, str) else None,
            byline=_byline(item.get("authors"), _get(item.get("author"), "name"), _line(feed.get("title"))),
            is_plain=not item.get("content_html"),
            changed=changed,
            language=item.get("language") if isinstance(item.get("language"), str) else None,
            input=f"{source}#{number}",
        )
        found.append(entry)
    yield from _with_language(found, feed.get("language"))


def _empty(source: str, data: bytes, feed: Mapping[str, Any]) -> Unread:
    if feed.get("version"):
        return Unread(source=source, reason="the feed has no entries")
    if b"<urlset" in data or b"<sitemapindex" in data:
        return Unread(source=source, reason="it is a sitemap, not a feed", advice="Name the pages that it lists")
    reason = feed.get("bozo_exception")
    why = f" ({str(reason).splitlines()[0][:100]})" if reason and str(reason) else ""
    return Unread(source=source, reason=f"it is neither a feed nor a page{why}")


def _article(entry: Entry) -> Article | Unread:
    title, markup = _without_outlet(entry.title, entry.outlet), entry.markup
    plain = [" ".join(x.split()) for x in markup.splitlines() if x.strip()] if entry.is_plain else None
    lines = lines_of_html(_unescaped(markup)) if plain is None else plain
    if lines:
        lines[-1] = _LINK_BEHIND.sub("", lines[-1])
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
        updated=entry.changed,
        byline=entry.byline,
        language=entry.language or detect_language(text),
        blocks=tuple(blocks),
        input=entry.input,
    )


def _unescaped(markup: str) -> str:
    """Markup that was escaped once or twice too often, as markup again."""
    for _ in range(2):
        if re.search(r"<[a-zA-Z/!]", markup) or not _ESCAPED_TAG.search(markup):
            break
        markup = html.unescape(markup)
    return markup


def _byline(authors: Any, author: Any, outlet: str | None) -> str | None:
    """The names of an entry's authors, all of them where it names several."""
    names = [_line(_get(one, "name")) for one in authors] if isinstance(authors, list) else []
    if len(names) < 2:  # one may be cut wrongly out of "ana@courier.example (Ana Berg)"
        names = [_line(author), *names][:1] if author else names
    return clean_names(filter(None, names), outlet=outlet)


def _longest(entry: Mapping[str, Any]) -> str:
    """The fullest of what an entry prints: its content, or its summary."""
    values = [_get(item, "value") for item in entry.get("content") or ()]
    values += [entry.get("summary"), _get(entry.get("summary_detail"), "value")]
    return max((value for value in values if isinstance(value, str)), key=len, default="")


def _printed_dates(entry: Mapping[str, Any]) -> tuple[Any, Any]:
    """When an entry was published and when changed, as the feed prints it.

    Never as feedparser understood it: that takes a month or a day that is missing from the machine's clock.
    """
    # A plain copy: feedparser's own `get` gives one of the two dates for the other.
    printed = dict(entry)
    return printed.get("published") or printed.get("created"), printed.get("updated")


def _days(published: Any, updated: Any, order: DayOrder | None) -> tuple[str | None, str | None]:
    """Day of publication and of the last change; where a feed gives but one, it is that of publication."""
    first, last = (to_iso(value, order=order) if isinstance(value, str) else None for value in (published, updated))
    if first is None and published is None:
        return last, None
    return first, last if last != first else None


def _order(dates: Sequence[tuple[Any, Any]], language: Any, link: Any) -> DayOrder | None:
    """Which of day and month comes first in a feed: its other dates tell, else its language and its address."""
    printed = [value for pair in dates for value in pair if isinstance(value, str)]
    if (told := order_of_days(printed)) is not None:
        return told
    orders = {order_of_locale(language if isinstance(language, str) else None)}
    orders.add(order_of_address(link if isinstance(link, str) else None))
    orders.discard(None)
    return orders.pop() if len(orders) == 1 else None


def _tell_undecided(
    dates: Sequence[tuple[Any, Any]], order: DayOrder | None, source: str, notice: Callable[[str], None] | None
) -> None:
    """Say once that the dates of a feed can be read in two ways."""
    if notice is None or order is not None:
        return
    printed = [value for value, _ in dates if isinstance(value, str) and to_iso(value) is None]
    undecided = [value for value in printed if any(to_iso(value, order=one) for one in DayOrder)]
    if undecided:
        n_dates = f"{len(undecided)} {'date' if len(undecided) == 1 else 'dates'}"
        notice(
            f"{source}: the order of day and month is unclear in {undecided[0][:40]!r} ({n_dates}). Treated as unknown."
        )


def _without_outlet(title: str | None, outlet: str | None) -> str | None:
    """ "Visit off - Coast Tribune" without its end, as feeds of search engines print titles."""
    if not title or not outlet:
        return title
    head, mark, tail = title.rpartition(" - ")
    return head.strip() if mark and tail.strip().casefold() == outlet.casefold() and head.strip() else title


def _with_language(found: Sequence[Entry], declared: Any) -> Iterator[Entry]:
    """The entries with their language: a text's own, else what the feed says, else what most of its entries are in."""
    own = [detect_language(f"{entry.title or ''}\n{' '.join(lines_of_html(entry.markup))}") for entry in found]
    said = declared.strip()[:2].lower() if isinstance(declared, str) else ""
    most = Counter(code for code in own if code).most_common(1)
    rest = said if len(said) == 2 and said.isalpha() else most[0][0] if most else None
    for entry, code in zip(found, own, strict=True):
        yield replace(entry, language=entry.language or code or rest)


def _line(value: Any) -> str | None:
    """A field as one line of plain text."""
    if not isinstance(value, str) or not value.strip():
        return None
    text = " ".join(lines_of_html(value)) if "<" in value or "&" in value else value
    return clean_text(" ".join(text.split())) or None


def _get(value: Any, name: str) -> Any:
    return value.get(name) if isinstance(value, Mapping) else None


_ENTRY_BEGINS = re.compile(rb"<(?:\w+:)?(?:item|entry)[\s>]")
_ENTRY_ENDS = re.compile(rb"</(?:\w+:)?(?:item|entry)\s*>")


def _ends_in_entry(data: bytes) -> bool:
    """Whether a feed stops before its last entry does."""
    begun = max((match.start() for match in _ENTRY_BEGINS.finditer(data)), default=-1)
    ended = max((match.start() for match in _ENTRY_ENDS.finditer(data)), default=-1)
    return begun > ended


def _is_cut_off(data: bytes) -> bool:
    return not data.rstrip(b"\x00 \t\r\n").endswith(b">")
