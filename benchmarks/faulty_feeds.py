"""A server of feeds that lies, drips, redirects, resets and dies, for `faults.py`."""

from __future__ import annotations

import contextlib
import http.client
import http.server
import random
import socket
import threading
import time
from collections import Counter


class FeedServer:
    """Some feeds on loopback that grow, and a server that answers badly as often as it is told to."""

    MISDEEDS = (
        "500",
        "429",
        "lies",
        "short",
        "reset",
        "drips",
        "redirects",
        "loops",
        "garbage",
        "gzip",
        "html",
        "empty",
    )

    def __init__(self, *, feeds: int, seed: int) -> None:
        self._rng = random.Random(seed)
        self._lock = threading.Lock()
        self.entries: dict[str, list[tuple[str, str]]] = {f"/feed{n}": [] for n in range(feeds)}
        self.bad = 0.0
        self.done: Counter[str] = Counter()
        outer = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                with contextlib.suppress(OSError):
                    outer.answer(self)

            def log_message(self, *_: object) -> None:
                pass

        self._handler = Handler
        self.port = 0
        self._listen()

    def _listen(self) -> None:
        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", self.port), self._handler)
        self._server.daemon_threads = True
        self.port = int(self._server.server_address[1])
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def die(self, seconds: float) -> None:
        """Nobody listens for so long; then the same feeds again at the same port."""
        self.close()
        time.sleep(seconds)
        self._listen()
        self.done["dies"] += 1

    def urls(self) -> list[str]:
        return [f"http://127.0.0.1:{self.port}{path}" for path in self.entries]

    def publish(self) -> None:
        """One more entry, in one of the feeds; titles are as many as entries."""
        with self._lock:
            feed = self._rng.choice(sorted(self.entries))
            n = sum(map(len, self.entries.values()))
            name = f"Marta Visnar{n}"
            text = f"{name}, the minister of ports, will visit Kenya on May {n % 28 + 1}, her office said on Tuesday."
            self.entries[feed].append((f"Visit number {n} announced", text))

    def n_entries(self) -> int:
        with self._lock:
            return sum(map(len, self.entries.values()))

    def answer(self, handler: http.server.BaseHTTPRequestHandler) -> None:
        path = handler.path.split("?")[0]
        if path not in self.entries:
            handler.send_error(404)
            return
        with self._lock:
            listed = list(enumerate(self.entries[path]))[-300:]
            deed = self._rng.choice(self.MISDEEDS) if self._rng.random() < self.bad else "honest"
            self.done[deed] += 1
        items = "".join(
            f"<item><title>{title}</title><link>http://127.0.0.1:{self.port}{path}/{n}</link>"
            f"<pubDate>Tue, 03 Mar 2026 {n // 60 % 24:02}:{n % 60:02}:00 GMT</pubDate>"
            f"<description>{text}</description></item>"
            for n, (title, text) in listed
        )
        body = f"<rss version='2.0'><channel><title>Harbour Post {path}</title>{items}</channel></rss>".encode()
        tag = f'"{len(listed)}"'
        if deed in ("500", "429"):
            handler.send_error(int(deed))
            return
        if deed == "reset":
            handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
            handler.connection.close()
            return
        if deed in ("redirects", "loops"):
            handler.send_response(302)
            handler.send_header("Location", f"{path}?{'again' if deed == 'loops' else 'moved'}")
            handler.send_header("Content-Length", "0")
            handler.end_headers()
            return
        if deed == "honest" and handler.headers.get("If-None-Match") == tag:
            handler.send_response(304)
            handler.end_headers()
            return
        kind, length = "application/rss+xml", len(body)
        if deed == "garbage":
            body = bytes(self._rng.randrange(256) for _ in range(5_000))
        elif deed == "html":
            kind, body = "text/html", b"<html><body><p>Please log in to go on.</p></body></html>"
        elif deed == "empty":
            body = b""
        elif deed == "short":
            body = body[: len(body) // 2]  # and its length is told as if it were whole
        elif deed == "lies":
            kind, body = "image/png", body[: len(body) * 2 // 3]
        if deed not in ("short",):
            length = len(body)
        handler.send_response(200)
        handler.send_header("Content-Type", kind)
        handler.send_header("Content-Length", str(length))
        if deed == "gzip":
            handler.send_header("Content-Encoding", "gzip")
        if deed == "honest":
            handler.send_header("ETag", tag)
        handler.end_headers()
        if deed == "drips":
            for at in range(0, min(len(body), 400), 10):
                handler.wfile.write(body[at : at + 10])
                handler.wfile.flush()
                time.sleep(0.2)
            handler.connection.close()
            return
        handler.wfile.write(body)

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
