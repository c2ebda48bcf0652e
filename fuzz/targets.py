"""What is tried: each target takes some bytes, and raises where what must always hold does not.

A target returns nothing. Errors of the kinds that the tried part declares are answers; every other exception, a secret
in a message, an input that ends in nothing, and time that grows faster than the input are faults.
"""

from __future__ import annotations

import atexit
import contextlib
import functools
import io
import json
import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote

from reportedly.article import Article, Unread
from reportedly.errors import LedgerError, QuestionError

__all__ = ["TARGETS", "FaultError", "Target"]

Target = Callable[[bytes], None]
MARK = "Zq7xK"
"""Stands in seeds where a password does; it must come out nowhere."""


class FaultError(AssertionError):
    """What must always hold did not; says what."""


def _taken_in(data: bytes, *, prefix: bytes = b"") -> None:
    """Every input ends in articles with words in them, or in reasons."""
    from reportedly.intake import Options, articles
    from reportedly.intake.decoding import has_words

    printed = io.StringIO()
    with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed):
        items = list(articles(["-"], options=Options(max_bytes=2_000_000), stdin=io.BytesIO(prefix + data)))
    if printed.getvalue():
        raise FaultError(f"a library printed: {printed.getvalue()[:200]!r}")
    if not items:
        raise FaultError("neither an article nor a reason")
    for item in items:
        if isinstance(item, Unread):
            if not item.reason or "taking it in failed" in item.reason:
                raise FaultError(f"no reason of ours: {item.reason!r}")
            continue
        if not has_words(item.text):
            raise FaultError("an article without a word")
        end = 0
        for block in item.blocks:
            if not end <= block.start < block.end <= len(item.text):
                raise FaultError(f"a block out of place: {block}")
            end = block.end
        json.dumps(item.to_dict()).encode()
        if Article.from_dict(item.to_dict()) != item:
            raise FaultError("an article is another after a round trip")


def times(data: bytes) -> None:
    """Time expressions of any text: spans within it, values that are EDTF or nothing."""
    from reportedly.reading.times.find import find_times

    parse = _parser()
    text = data.decode("utf-8", "replace").replace("\0", " ")[:4_000]
    if not text.strip():
        return
    document = parse(Article(text=text, published="2026-03-05"))
    for time in find_times(document):
        start, end = time.span
        if not 0 <= start < end <= len(text):
            raise FaultError(f"a time out of place: {time}")


@functools.cache
def _parser() -> Any:
    from reportedly.reading.syntax.parse import parse

    return parse


def addresses(data: bytes) -> None:
    """A ledger's address, right or wrong: a `LedgerError` or a ledger, and never its password."""
    import traceback

    from reportedly.ledger import Ledger
    from reportedly.redaction import redacted_address

    text = data.decode("utf-8", "replace")[:300]
    if "postgres" in text.lower() and "127.0.0.1:1/" not in text:
        # No name is looked up and no other machine asked: how it is shown is all that is tried.
        redacted_address(text)
        return
    folder = _folder()
    with contextlib.chdir(folder):
        try:
            Ledger(text if not text.startswith(("/", "sqlite:////", "~", ".")) else "x" + text, create=False).close()
        except LedgerError as error:
            if MARK in "".join(traceback.format_exception(error)) and _is_secret(text):
                raise FaultError(f"a password in a message: {error}") from None
    if os.listdir(folder):
        raise FaultError(f"a file was made: {os.listdir(folder)}")


def _is_secret(text: str) -> bool:
    """Whether the mark still stands where a password does, after what the mutation has made of the address."""
    if text.count(MARK) != 1:
        return False  # once as a password and once as something else, which may be shown
    before = text[: text.index(MARK)] if MARK in text else ""
    after = text[text.index(MARK) + len(MARK) :] if MARK in text else ""
    named = before.lower().rstrip("'\" ").endswith(("password=", "pwd=", "token="))
    return named or (before.count("://") == 1 and before.rpartition("://")[2].count(":") == 1 and "@" in after)


@functools.cache
def _folder() -> Path:
    folder = tempfile.TemporaryDirectory(prefix="reportedly-fuzz-")
    atexit.register(folder.cleanup)
    return Path(folder.name)


@functools.cache
def _ledger_path() -> Path:
    from reportedly.ledger import Ledger
    from tests.ledger.stories import SUMMIT, VISIT

    folder = tempfile.TemporaryDirectory(prefix="reportedly-fuzz-")
    atexit.register(folder.cleanup)
    path = Path(folder.name) / "news.sqlite"
    with Ledger(path) as ledger:
        ledger.add_all([*VISIT, SUMMIT])
        ledger.refresh()
    return path


@functools.cache
def _ledger() -> Any:
    from reportedly.ledger import Ledger

    return Ledger(_ledger_path(), create=False)


def searches(data: bytes) -> None:
    """Words that are searched for, names, cursors and days: answers or a `QuestionError`."""
    from reportedly.ledger import EventFilter, StatementFilter

    words, _, rest = data.decode("utf-8", "replace").partition("\n")
    ledger = _ledger()
    for ask in (
        lambda: ledger.search(StatementFilter(words=words)),
        lambda: ledger.search(StatementFilter(words=words), cursor=rest),
        lambda: ledger.find_events(EventFilter(words=words, name=rest or None)),
        lambda: ledger.find_events(cursor=words),
        lambda: ledger.names(words),
        lambda: ledger.statements(words),
        lambda: ledger.events(as_of=rest),
        lambda: ledger.event(words),
        lambda: ledger.profile(words),
    ):
        try:
            ask()
        except LedgerError as error:
            if not isinstance(error, QuestionError) and type(error).__name__ != "NotFound":
                raise FaultError(f"the ledger is blamed for a question: {error}") from error


@functools.cache
def _client() -> Any:
    from fastapi.testclient import TestClient

    from reportedly.web.app import create_app

    return TestClient(
        create_app(_ledger_path(), token="fuzz"), base_url="http://localhost", raise_server_exceptions=False
    )


def api(data: bytes) -> None:
    """A request of any path, query, headers and body: no answer of 500 and more, and the policy with each."""
    line, _, rest = data.partition(b"\n")
    method, _, target = line.decode("latin-1").partition(" ")
    if method not in {"GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH"}:
        method = "GET"
    head, _, body = rest.partition(b"\n\n")
    headers = {}
    for header in head.decode("latin-1").split("\n"):
        name, mark, value = header.partition(":")
        name = "".join(c for c in name if c.isascii() and (c.isalnum() or c == "-"))
        if mark and name and name.lower() not in {"content-length", "transfer-encoding", "connection"}:
            headers[name] = "".join(c for c in value if c.isprintable()).strip().encode("latin-1", "replace")
    target = "/" + quote(target.lstrip("/"), safe="/?&=%:+,;@!*'()[]~.-_")
    try:
        answer = _client().request(method, target[:4_000], headers=headers, content=body or None)
    except (ValueError, UnicodeError, OSError):
        return  # the client would not send it
    except Exception as error:
        if type(error).__module__.startswith(("httpx", "h11")):
            return  # likewise
        raise
    if answer.status_code >= 500:
        raise FaultError(f"{answer.status_code} for {method} {target[:200]}: {answer.text[:200]}")
    if "content-security-policy" not in answer.headers:
        raise FaultError(f"no policy with {answer.status_code} for {method} {target[:200]}")


def redactions(data: bytes) -> None:
    """Any text masked: no error, and no more time than its length allows."""
    from reportedly.redaction import redacted, redacted_address, redacted_webhook

    text = data.decode("utf-8", "replace")
    for mask in (redacted, redacted_address, redacted_webhook):
        mask(text)


TARGETS: dict[str, Target] = {
    "pages": functools.partial(_taken_in, prefix=b"<!DOCTYPE html><html>"),
    "feeds": _taken_in,
    "warc": functools.partial(_taken_in, prefix=b"WARC/1.0\r\n"),
    "jsonl": _taken_in,
    "texts": _taken_in,
    "times": times,
    "addresses": addresses,
    "searches": searches,
    "api": api,
    "redactions": redactions,
}
