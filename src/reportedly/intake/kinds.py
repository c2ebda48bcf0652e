"""What kind of input some bytes are, told from their start and their name."""

from __future__ import annotations

import re
from enum import StrEnum

from reportedly.errors import InputError
from reportedly.intake.decoding import decode
from reportedly.intake.table import is_table

__all__ = ["Kind", "find_kind", "other_than_named"]


class Kind(StrEnum):
    """The kinds of input that become articles."""

    HTML = "html"
    TEXT = "text"
    JSON_LINES = "json lines"
    JSON_FEED = "json feed"
    FEED = "feed"
    WARC = "warc"
    TABLE = "table"
    ADDRESSES = "list of addresses"
    EMAIL = "e-mail"
    PDF = "pdf"


_MAGIC = (
    (b"PK\x03\x04", "a ZIP archive or office document", "Unpack it, or save it as text or HTML"),
    (b"\xd0\xcf\x11\xe0", "an office document", "Save it as text or HTML"),
    (b"{\\rtf", "a rich text document", "Save it as plain text"),
    (b"%!PS", "a PostScript file", "Save it as text"),
    (b"\x89PNG", "an image", None),
    (b"\xff\xd8\xff", "an image", None),
    (b"GIF8", "an image", None),
    (b"II*\x00", "an image", None),
    (b"MM\x00*", "an image", None),
    (b"RIFF", "an image, audio or video file", None),
    (b"ID3", "an audio file", None),
    (b"OggS", "an audio file", None),
    (b"SQLite format 3\x00", "a SQLite database", "A ledger is named with --ledger"),
    (b"\x7fELF", "a program", None),
    (b"7z\xbc\xaf", "a compressed archive", "Decompress it first"),
    (b"Rar!", "a compressed archive", "Decompress it first"),
    (b"\xfd7zXZ", "a compressed file", "Decompress it first; only gzip is read directly"),
    (b"\x28\xb5\x2f\xfd", "a compressed file", "Decompress it first; only gzip is read directly"),
    (b"BZh", "a compressed file", "Decompress it first; only gzip is read directly"),
)
# "<?xm" on a mainframe: feedparser reads it, and no page was ever seen in it.
_EBCDIC_XML = b"\x4c\x6f\xa7\x94"
_BEFORE_ROOT = re.compile(r"(?:\s|<\?[^>]*>|<!--.*?-->|<!doctype(?!\s+html)[^>\[]*(?:\[.*?\]\s*)?>)*", re.I | re.S)
_FEED_ROOT = re.compile(r"<(?:\w+:)?(rss|feed|rdf|channel|entry|item)\b", re.IGNORECASE)
_HTML_ROOT = re.compile(r"<(?:!doctype\s+html|(?:\w+:)?html|head|body)\b", re.IGNORECASE)
_HTML_TAG = re.compile(
    r"<(?:p|div|article|section|main|h[1-6]|br|span|title|meta|link|script|style|table|ul|ol|header|a)"
    r"(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)  # fmt: skip
_HTML_NAMES = (".html", ".htm", ".xhtml", ".shtml", ".mhtml")
_FEED_NAMES = (".rss", ".atom", ".rdf")
_TABLE_NAMES = (".csv", ".tsv", ".tab")
_EMAIL_NAMES = (".eml",)
_ADDRESSES = re.compile(r"(?:\s*(?:#[^\n]*|https?://\S+)[ \t\r]*(?:\n|$))+\s*(?:https?://\S*)?", re.IGNORECASE)
_HEADER = re.compile(
    r"(?:return-path|received|delivered-to|message-id|mime-version|from|to|subject|date|reply-to|list-id|"
    r"content-type|dkim-signature|x-[\w-]+|authentication-results|arc-[\w-]+|cc|sender|"
    r"content-transfer-encoding):\s?.*(?:\n[ \t].*)*",
    re.IGNORECASE,
)
# What a name promises; where the bytes are of another kind, the user is told.
_PROMISED = {
    Kind.HTML: (*_HTML_NAMES, ".php", ".asp", ".aspx"),
    Kind.JSON_LINES: (".json", ".jsonl", ".ndjson"),
    Kind.FEED: (*_FEED_NAMES, ".xml"),
    Kind.WARC: (".warc", ".arc"),
    Kind.TABLE: _TABLE_NAMES,
    Kind.EMAIL: _EMAIL_NAMES,
    Kind.PDF: (".pdf",),
}
_SAME = ({Kind.JSON_LINES, Kind.JSON_FEED}, {Kind.HTML, Kind.FEED})
_IN_WORDS = {
    Kind.HTML: "a web page", Kind.TEXT: "plain text", Kind.JSON_LINES: "JSON", Kind.JSON_FEED: "a JSON feed",
    Kind.FEED: "a feed", Kind.WARC: "a web archive", Kind.TABLE: "a table", Kind.ADDRESSES: "a list of addresses",
    Kind.EMAIL: "an e-mail", Kind.PDF: "a PDF file",
}  # fmt: skip


def find_kind(head: bytes, *, name: str, content_type: str = "") -> Kind:
    """The kind of an input.

    Args:
        head: Its first bytes (4,096 and more are best), unpacked.
        name: File name or address, for its ending.
        content_type: As sent by a server; a hint, used where the bytes leave it open.

    Raises:
        InputError: It is none of the kinds.
    """
    if not head.strip(b"\x00 \t\r\n\xef\xbb\xbf"):
        raise InputError(name, "the input is empty")
    if head.startswith((b"WARC/", b"filedesc://")):
        return Kind.WARC
    if head.startswith(b"%PDF-"):
        return Kind.PDF
    if head.startswith(_EBCDIC_XML):
        return Kind.FEED
    for magic, what, advice in _MAGIC:
        if head.startswith(magic):
            raise InputError(name, f"it is {what}, not text", advice)
    if head[4:8] == b"ftyp":
        raise InputError(name, "it is a video or audio file, not text")
    text = decode(head)
    if _is_binary(text):
        raise InputError(name, "it is binary data, not text", "Save it as text or HTML")
    ending = name.lower().split("?")[0].removesuffix(".gz")
    start = text.lstrip("\ufeff \t\r\n\v\f\x00")
    if start.startswith("{"):
        if "https://jsonfeed.org/version" in start.replace("\\/", "/"):
            return Kind.JSON_FEED
        if ending.endswith((".json", ".jsonl", ".ndjson")) or re.match(r'\{\s*("|\}|$)', start):
            return Kind.JSON_LINES
    if (ending.endswith((".jsonl", ".ndjson", ".json")) and not start.startswith("<")) or re.match(
        r"\[\s*\{\s*\"", start
    ):
        return Kind.JSON_LINES
    if ending.endswith(_TABLE_NAMES) and not start.startswith("<"):
        return Kind.TABLE
    if ending.endswith(_EMAIL_NAMES) or _is_email(start):
        return Kind.EMAIL
    if start.startswith("<"):
        rest = start[_BEFORE_ROOT.match(start).end() :]  # type: ignore[union-attr]
        if _HTML_ROOT.match(rest):
            return Kind.HTML
        if _FEED_ROOT.match(rest) or ending.endswith(_FEED_NAMES):
            return Kind.FEED
    if ending.endswith(_HTML_NAMES):
        return Kind.HTML
    if ending.endswith(_FEED_NAMES):
        return Kind.FEED
    if _FEED_ROOT.match(start) or (start.startswith("<") and re.search(r"<(?:rss|feed|rdf:RDF)[\s>]", start)):
        return Kind.FEED
    if _HTML_ROOT.search(start[:2000]) and not ending.endswith((".txt", ".md")):
        return Kind.HTML
    if start.startswith("<?xml") or ending.endswith(".xml"):
        # Sitemaps and other XML; what is no feed says so when it is parsed as one.
        return Kind.FEED
    if not ending.endswith((".txt", ".md")):
        if "html" in content_type or (start.startswith("<") and _HTML_TAG.match(start)):
            return Kind.HTML
        if "json" in content_type:
            return Kind.JSON_LINES
        if "rss" in content_type or "atom" in content_type:
            return Kind.FEED
        if "csv" in content_type or "tab-separated" in content_type:
            return Kind.TABLE
    if _ADDRESSES.fullmatch(start) and re.search(r"^\s*https?://", start, re.M | re.I):
        return Kind.ADDRESSES
    return Kind.TABLE if is_table(start, is_named=False) else Kind.TEXT


def other_than_named(kind: Kind, name: str) -> str | None:
    """What an input turned out to be, in words, where its name says that it is something else."""
    ending = name.lower().split("?")[0].removesuffix(".gz")
    if ending.endswith(".txt"):
        return None if kind in (Kind.TEXT, Kind.ADDRESSES) else _IN_WORDS[kind]
    for promised, endings in _PROMISED.items():
        if ending.endswith(endings):
            alike = kind is promised or any({kind, promised} <= pair for pair in _SAME)
            return None if alike else _IN_WORDS[kind]
    return None


def _is_email(start: str) -> bool:
    """A block of header lines, the sender and a subject or a day among them, ended by an empty line."""
    names = set()
    position = 0
    while match := _HEADER.match(start, position):
        names.add(match[0].partition(":")[0].lower())
        position = match.end() + 1
        if start[match.end() : match.end() + 1] not in ("\n", ""):
            return False
    ended = start[position : position + 1] in ("\n", "\r", "")
    return ended and "from" in names and len(names & {"subject", "date", "to", "message-id", "mime-version"}) >= 2


def _is_binary(text: str) -> bool:
    """More control characters or undecodable bytes than a damaged text has."""
    sample = text[:8192]
    n_odd = sum(c == "\ufffd" or (c < " " and c not in "\t\r\n\f\v\x1b") or "\x7f" <= c < "\x85" for c in sample)
    return n_odd > 0.02 * len(sample) + 3
