"""A server of feeds on this machine, a clock that a test turns, and a watch that works with both."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from reportedly.article import Unread
from reportedly.intake.fetch import Limits
from reportedly.ledger import Ledger
from reportedly.watch import Change, Options, State, Watch, line_of

LIMITS = Limits(timeout_s=5, total_s=10, max_bytes=1_000_000, pause_s=0)

PLANNED = (
    "Prime Minister Elena Varga will visit Kenya on 20 April, the foreign ministry said on Monday.",
    "Mon, 02 Mar 2026 09:00:00 GMT",
)
POSTPONED = (
    "Prime Minister Elena Varga has postponed her visit to Kenya, the foreign ministry said on Wednesday.",
    "Wed, 04 Mar 2026 09:00:00 GMT",
)
CANCELLED = (
    "Prime Minister Elena Varga's visit to Kenya has been cancelled, the foreign ministry said on Friday.",
    "Fri, 06 Mar 2026 09:00:00 GMT",
)


def feed_of(*stories: tuple[str, str], host: str = "") -> bytes:
    """A feed of these stories, newest first, as feeds are."""
    items = "".join(
        f"<item><title>Varga visit to Kenya</title><description>{escape(text)}</description>"
        f"<link>{host or 'http://post.example'}/{day[5:7]}</link><pubDate>{day}</pubDate></item>"
        for text, day in reversed(stories)
    )
    return f"<rss version='2.0'><channel><title>Example Post</title>{items}</channel></rss>".encode()


class Site:
    """A small site: what it serves, how it answers, and what it was asked."""

    def __init__(self) -> None:
        self.pages: dict[str, bytes] = {}
        self.answers: dict[str, list[tuple[int, dict[str, str]]]] = {}
        self.asked: list[tuple[str, str, dict[str, str], bytes]] = []
        self.url = ""

    def paths(self) -> list[str]:
        return [path for _, path, _, _ in self.asked if path != "/robots.txt"]

    def posted(self) -> list[tuple[str, dict[str, Any]]]:
        return [(headers["Idempotency-Key"], json.loads(body)) for _, _, headers, body in self.asked if body]

    def reply(self, handler: BaseHTTPRequestHandler) -> None:
        body = handler.rfile.read(int(handler.headers.get("Content-Length") or 0))
        self.asked.append((handler.command, handler.path, dict(handler.headers), body))
        waiting = self.answers.get(handler.path) or []
        if waiting:
            status, headers = waiting.pop(0)
            self._send(handler, status, headers, b"")
            return
        content = self.pages.get(handler.path)
        etag = f'"{hash(content)}"'
        if handler.command == "POST" and content is not None:
            self._send(handler, 202, {}, b"")
        elif content is None:
            self._send(handler, 404, {}, b"")
        elif handler.headers.get("If-None-Match") == etag:
            self._send(handler, 304, {"ETag": etag}, b"")
        else:
            kind = "application/rss+xml" if content.startswith(b"<rss") else "text/html"
            modified = "Wed, 04 Mar 2026 10:00:00 GMT"
            self._send(handler, 200, {"ETag": etag, "Last-Modified": modified, "Content-Type": kind}, content)

    @staticmethod
    def _send(handler: BaseHTTPRequestHandler, status: int, headers: dict[str, str], content: bytes) -> None:
        handler.send_response(status)
        for name, value in {**headers, "Content-Length": str(len(content))}.items():
            handler.send_header(name, value)
        handler.end_headers()
        handler.wfile.write(content)


class Clock:
    """Time that passes only while the watch waits; it ends after so many waits."""

    def __init__(self, n_waits: int = 10**9) -> None:
        self.time = 1_772_600_000.0
        self.waits: list[float] = []
        self.n_waits = n_waits
        self.stopping = False

    def now(self) -> float:
        return self.time

    def wait(self, seconds: float) -> bool:
        if seconds > 0:
            self.waits.append(seconds)
            self.time += seconds
        return self.stopping or len(self.waits) >= self.n_waits


class Desk:
    """One run of a watch, with all that it told."""

    def __init__(self, folder: Path, site: Site, clock: Clock) -> None:
        self.folder, self.site, self.clock = folder, site, clock
        self.changes: list[Change] = []
        self.unread: list[Unread] = []
        self.ledger_path = folder / "news.sqlite"
        self.state_path = folder / "news.sqlite.watch.json"

    @contextmanager
    def watch(self, *feeds: str, ledger: Ledger | None = None, **options: Any) -> Iterator[Watch]:
        options.setdefault("every_s", 600.0)
        with (
            Ledger(self.ledger_path) as book,
            Watch(
                [f"{self.site.url}{feed}" for feed in feeds or ("/feed",)],
                ledger or book,
                State.load(self.state_path),
                options=Options(allow_private=True, limits=LIMITS, **options),
                tell=self.changes.append,
                tell_unread=self.unread.append,
                now=self.clock.now,
                wait=self.clock.wait,
            ) as watch,
        ):
            yield watch

    def lines(self) -> list[str]:
        return [line_of(change) for change in self.changes]


def page_of(text: str) -> bytes:
    more = "Officials in Nairobi had prepared for talks on trade and a new port. " * 6
    return (
        "<html><head><title>Varga visit to Kenya</title>"
        '<meta property="article:published_time" content="2026-03-02T09:00:00Z"></head>'
        f"<body><article><h1>Varga visit to Kenya</h1><p>{text}</p><p>{more}</p></article></body></html>"
    ).encode()
