"""Bytes to text. A declared encoding is a hint: pages and files are often wrong about themselves."""

from __future__ import annotations

import codecs
import re

__all__ = ["clean_text", "decode", "has_words"]

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARED = re.compile(rb"""(?:charset|encoding)\s*=\s*(?:["']\s*)?([\w.:-]+)""", re.IGNORECASE)
_FILLERS = "\u115f\u1160\u3164\uffa0"  # letters of Hangul that are blank
_DETECT_ON = 200_000
# NUL and lone surrogates, which neither UTF-8 nor PostgreSQL can hold. One for one, so that offsets stay.
_UNWRITABLE = re.compile("[\x00\ud800-\udfff]")


def decode(data: bytes, *, hint: str | None = None) -> str:
    """The text of some bytes; never fails, marks what cannot be read with U+FFFD.

    Byte order mark first, then UTF-8 where it holds throughout, then the declared encoding where the bytes bear it
    out, then Resiliparse's detector.

    >>> decode("Erdoğan".encode("utf-16"))
    'Erdoğan'
    """
    for mark, name in _BOMS:
        if data.startswith(mark):
            return data[len(mark) :].decode(name, "replace")
    if wide := _wide(data):
        return data.decode(wide, "replace")
    if b"\x1b$" not in data:  # ISO-2022-JP is pure ASCII and would pass for UTF-8
        try:
            return data.decode("utf-8")
        except UnicodeDecodeError as error:
            if _is_nearly_utf8(data, error):
                return data.decode("utf-8", "replace")
    return data.decode(_legacy(data, hint), "replace")


def clean_text(text: str) -> str:
    """The text with U+FFFD in place of characters that cannot be written down; as long as before."""
    return _UNWRITABLE.sub("\ufffd", text)


def has_words(text: str) -> bool:
    """Whether there is anything to read: one letter or digit. Blanks that no `strip` knows have none, nor do dots.

    >>> has_words("\u200b \ufeff … \u2800")
    False
    """
    return any(c.isalnum() and c not in _FILLERS for c in text)


def _wide(data: bytes) -> str | None:
    """UTF-32 or UTF-16 without its mark: most bytes of a Western text are NUL there, in fixed places."""
    head = data[:400]
    if data[:3] == b"\0\0\0" and data[3:4] not in (b"", b"\0"):
        return "utf-32-be"
    if data[1:4] == b"\0\0\0" and data[:1] != b"\0" and data[5:8] == b"\0\0\0":
        return "utf-32-le"
    if len(head) < 8:
        return None
    even, odd = head[::2].count(0) / len(head[::2]), head[1::2].count(0) / len(head[1::2])
    if odd > 0.4 and even < 0.05:
        return "utf-16-le"
    if even > 0.4 and odd < 0.05:
        return "utf-16-be"
    return None


def _is_nearly_utf8(data: bytes, error: UnicodeDecodeError) -> bool:
    """A cut-off end, or a few bad bytes among many good characters."""
    if error.start >= len(data) - 4 and error.reason == "unexpected end of data":
        return True
    text = data.decode("utf-8", "replace")
    n_bad = text.count("\ufffd")
    n_wide = sum(c > "\x7f" for c in text) - n_bad
    return n_wide > 10 * n_bad


def _legacy(data: bytes, hint: str | None) -> str:
    from resiliparse.parse.encoding import detect_encoding

    detected = detect_encoding(data[:_DETECT_ON]) or "windows-1252"
    match = _DECLARED.search(data[:4096])
    for name in (hint, match[1].decode("ascii", "replace") if match else None):
        if not name:
            continue
        try:
            codec = codecs.lookup(name).name
            if codec.startswith("utf"):
                continue  # tried above, and false
            if codec == "iso8859-1":
                codec = "cp1252"  # as browsers do
            data.decode(codec)
        except (LookupError, UnicodeDecodeError):
            continue
        # Single-byte encodings take any byte: believed only where the detector sees no multi-byte script.
        if not detected.lower().startswith(("utf", "gb", "big5", "euc", "shift", "iso-2022")):
            return codec
    try:
        codec = codecs.lookup(detected).name
    except LookupError:
        return "cp1252"
    return "cp1252" if codec in ("utf-8", "ascii", "iso8859-1") else codec
