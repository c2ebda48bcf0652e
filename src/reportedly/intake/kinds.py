"""What kind of input some bytes are, told from their start and their name."""

from __future__ import annotations

import re
from enum import StrEnum

from reportedly.errors import InputError
from reportedly.intake.decoding import decode

__all__ = ["Kind", "find_kind"]


class Kind(StrEnum):
    """The kinds of input that become articles."""

    HTML = "html"
    TEXT = "text"
    JSON_LINES = "json lines"
    JSON_FEED = "json feed"
    FEED = "feed"
    WARC = "warc"


_MAGIC = (
    (b"%PDF-", "a PDF file", "Save it as text or HTML"),
    (b"PK\x03\x04", "a ZIP archive or office document", "Unpack it, or save it as text or HTML"),
    (b"\xd0\xcf\x11\xe0", "an office document", "Save it as text or HTML"),
    (b"{\\rtf", "a rich text document", "Save it as plain text"),
    (b"%!PS", "a PostScript file", "Save it as text"),
    (b"\x89PNG", "an image", None),
    (b"\xff\xd8\xff", "an image", None),
    (b"GIF8", "an image", None),
    (b"II*\x00", "an image", None),
    (b"MM\x00*", "an image", None),
    (b"RIFF", "an image, sound or film", None),
    (b"ID3", "a sound file", None),
    (b"OggS", "a sound file", None),
    (b"SQLite format 3\x00", "a SQLite database", "A ledger is named with --ledger"),
    (b"\x7fELF", "a program", None),
    (b"7z\xbc\xaf", "a packed archive", "Unpack it first"),
    (b"Rar!", "a packed archive", "Unpack it first"),
    (b"\xfd7zXZ", "a packed file", "Unpack it first; only gzip is read as it stands"),
    (b"\x28\xb5\x2f\xfd", "a packed file", "Unpack it first; only gzip is read as it stands"),
    (b"BZh", "a packed file", "Unpack it first; only gzip is read as it stands"),
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
    if head.startswith(_EBCDIC_XML):
        return Kind.FEED
    for magic, what, advice in _MAGIC:
        if head.startswith(magic):
            raise InputError(name, f"it is {what}, not text", advice)
    if head[4:8] == b"ftyp":
        raise InputError(name, "it is a film or sound file, not text")
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
    if ending.endswith((".jsonl", ".ndjson", ".json")) or re.match(r"\[\s*\{\s*\"", start):
        return Kind.JSON_LINES
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
    return Kind.TEXT


def _is_binary(text: str) -> bool:
    """More control characters or undecodable bytes than a damaged text has."""
    sample = text[:8192]
    n_odd = sum(c == "\ufffd" or (c < " " and c not in "\t\r\n\f\v\x1b") or "\x7f" <= c < "\x85" for c in sample)
    return n_odd > 0.02 * len(sample) + 3
