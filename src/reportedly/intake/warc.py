"""WARC and ARC files, packed or not -> Articles, streamed: the pages among the responses."""

from __future__ import annotations

import contextlib
import io
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any, BinaryIO

from reportedly.article import Article, Unread
from reportedly.errors import InputError
from reportedly.intake.page import read_stories

__all__ = ["read_warc"]

_HTML_TYPES = ("text/html", "application/xhtml+xml")


def read_warc(
    stream: BinaryIO, *, source: str, max_bytes: int, notice: Callable[[str], None] | None = None
) -> Iterator[Article | Unread]:
    """The pages of an archive of the web; records of other kinds are passed over.

    Args:
        stream: The file as it lies on disk; warcio unpacks it member by member.
        source: As the user named it; the page's address is added in what is told.
        max_bytes: The largest page, unpacked.
        notice: As in `read_page`. No later day than that of capture is taken from a page's text.
    """
    from warcio.archiveiterator import ArchiveIterator

    n_records = n_pages = 0
    advice = "The records before that were read"
    try:
        archive = ArchiveIterator(stream, arc2warc=True)
        for record in _quietly(archive):
            n_records += 1
            if not _is_page(record):
                continue
            n_pages += 1
            url = (record.rec_headers.get_header("WARC-Target-URI") or "").strip("<> ") or None
            where = f"{source}, {url or f'record {n_records}'}"
            data, whole = _content(record, max_bytes)
            if len(data) > max_bytes:
                yield Unread(source=where, reason=f"the page is larger than {max_bytes:,} bytes")
                continue
            if data.strip():
                at = f"{source}@{offset}" if (offset := _offset(archive)) is not None else source
                for article in _articles(data, record, url=url, source=where, notice=notice):
                    yield article.with_facts(input=at) if isinstance(article, Article) else article
            elif whole:
                yield Unread(source=where, reason="the page is empty")
            if not whole:
                yield Unread(source=where, reason="the record ends too early", advice="Fetch the archive again")
    except _BrokenError as error:
        yield Unread(
            source=f"{source}, after record {n_records}",
            reason=f"the archive is broken there ({error})",
            advice=advice if n_records else None,
        )
        return
    if not n_pages:
        reason = "the archive holds no HTML page" if n_records else "the archive holds no records"
        yield Unread(source=source, reason=reason)


class _BrokenError(Exception):
    """An archive that cannot be read on; says why in a line."""


def _quietly(records: Iterator[Any]) -> Iterator[Any]:
    """The records, without what warcio prints of broken ones on standard error: that is told as `Unread`."""
    while True:
        try:
            with contextlib.redirect_stderr(io.StringIO()):
                record = next(records, None)
        except InputError:
            raise  # of the packing
        except Exception as error:  # besides its own, warcio lets errors of its parsers through: no list is complete
            lines = str(error).strip().splitlines() or [type(error).__name__]
            raise _BrokenError(lines[0][:120]) from error
        if record is None:
            return
        yield record


def _offset(archive: Any) -> int | None:
    """Where the record that was read last begins in the file, in bytes."""
    try:
        # It reads to the end of the record for that, and prints what it dislikes there: see `_quietly`.
        with contextlib.redirect_stderr(io.StringIO()):
            return int(archive.get_record_offset())
    except Exception:  # as above; the next record is where it is told
        return None


def _is_page(record: Any) -> bool:
    """A page that was served well, or one archived as a resource."""
    if record.rec_type == "resource":
        kind = record.rec_headers.get_header("Content-Type") or ""
        return kind.split(";")[0].strip().lower() in _HTML_TYPES
    if record.rec_type != "response" or record.http_headers is None:
        return False
    status = record.http_headers.get_statuscode() or ""
    kind = (record.http_headers.get_header("Content-Type") or "").split(";")[0].strip().lower()
    return status.startswith("2") and kind in _HTML_TYPES


def _content(record: Any, max_bytes: int) -> tuple[bytes, bool]:
    """The page's bytes, unpacked and never many more than asked for, and whether its record was whole."""
    pieces: list[bytes] = []
    size = 0
    whole = True
    try:
        reader = record.content_stream()
        while size <= max_bytes:
            piece = reader.read(65_536)
            if not piece:
                break
            pieces.append(piece)
            size += len(piece)
        # What a record promised and the file no longer had.
        whole = size > max_bytes or getattr(record.raw_stream, "limit", 0) <= 0
    except Exception:  # as above; what came before it was good
        whole = False
    return b"".join(pieces), whole


def _articles(
    data: bytes, record: Any, *, url: str | None, source: str, notice: Callable[[str], None] | None
) -> list[Article] | list[Unread]:
    captured = record.rec_headers.get_header("WARC-Date") or ""
    try:
        day = date.fromisoformat(captured[:10])
    except ValueError:
        day = None
    try:
        return read_stories(data, source=source, url=url, latest=day, notice=notice)
    except InputError as error:
        return [Unread(source=error.source, reason=error.reason, advice=error.advice)]
