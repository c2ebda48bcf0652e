"""Ledgers that are served, and a browser's look at them."""

from __future__ import annotations

import asyncio
import re
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

import uvicorn

from reportedly import Ledger, Record
from reportedly.web.app import create_app
from reportedly.web.serving import BoundedProtocol
from tests.ledger.stories import Told, article

KINDS = [
    "/",
    "/ask",
    "/ask?q=Is+Varga%27s+visit+still+on%3F",
    "/events",
    "/articles",
    "/names",
    "/search?words=visit",
    "/conflicts",
    "/drift",
    "/echoes",
    "/help",
]


# What cannot both hold: two named sources, one day, two stories.
CONTRADICTION = (
    article(
        "Drava Courier",
        "2026-03-07",
        Told(words="The summit of Norland was held", status="held", type="summit", what="The summit of Norland",
             when="2026-03-06", chain=("Ivo Marić",), said="2026-03-07"),
        quotes=[("Ivo Marić", "It was a good day")],
    ),
    article(
        "Harbour Post",
        "2026-03-07",
        Told(words="The summit of Norland was called off", status="cancelled", type="summit",
             what="The summit of Norland", when="2026-03-06", chain=("Ana Berg",), said="2026-03-07"),
        quotes=[("Ana Berg", "Nobody came")],
    ),
)  # fmt: skip


@dataclass
class Room:
    """A ledger that is being served, and what a browser met there."""

    address: str
    ledger: Ledger
    complaints: list[str] = field(default_factory=list)

    def event(self, words: str) -> str:
        """The path of the event whose line has these words and that most articles tell of."""
        found = [event for event in self.ledger.events() if words in event.what]
        return f"/event/{max(found, key=lambda event: len(event.articles)).id}"

    def article(self, outlet: str) -> str:
        """The path of an outlet's first article."""
        return f"/article/{next(a.id for a in self.ledger.articles() if a.outlet == outlet)}"


@contextmanager
def served(app: Any) -> Iterator[int]:
    """The port of loopback on which an application is served."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        server = uvicorn.Server(uvicorn.Config(app, http=BoundedProtocol, log_level="critical", server_header=False))
        thread = threading.Thread(target=lambda: asyncio.run(server.serve([listening])), daemon=True)
        thread.start()
        deadline = time.monotonic() + 30
        while not server.started and time.monotonic() < deadline:
            time.sleep(0.01)
        try:
            yield listening.getsockname()[1]
        finally:
            server.should_exit = True
            thread.join(30)


def served_ledger(path: Path, records: list[Record]) -> Iterator[Room]:
    """A ledger with these records, in a browser's reach."""
    with Ledger(path) as ledger:
        ledger.add_all(records)
    with served(create_app(path)) as port, Ledger(path) as ledger:
        yield Room(f"http://127.0.0.1:{port}", ledger)


def follow(link: Any) -> None:
    """Click a link or a form's button, and wait until the page it leads to is there: a click alone does not wait."""
    with link.page.expect_navigation():
        link.click()


def context_of(chromium: Any, room: Room, **options: Any) -> Any:
    """A browser's context that notes every complaint, and every request that would leave the room."""
    context = chromium.new_context(base_url=room.address, viewport={"width": 1280, "height": 900}, **options)

    def check(route: Any) -> None:
        if route.request.url.startswith(room.address + "/"):
            route.continue_()
        else:
            room.complaints.append(f"left the room: {route.request.url}")
            route.abort()

    context.route("**/*", check)
    context.on("console", lambda said: room.complaints.append(said.text) if said.type in {"error", "warning"} else None)
    context.on("weberror", lambda error: room.complaints.append(str(error.error)))
    context.on("dialog", lambda dialog: (room.complaints.append("a dialog"), dialog.dismiss()))
    context.set_default_timeout(20_000)
    return context


def links_of(page: Any) -> set[str]:
    """Where the links of a page lead to."""
    found = page.eval_on_selector_all("a[href]", "links => links.map(link => link.href)")
    return {urljoin(page.url, link) for link in found}


def walk(page: Any, room: Room, most: int) -> dict[str, int]:
    """Every page that links lead to from Today, as it stands now, with its size in bytes; files are only asked for."""
    sizes: dict[str, int] = {}
    waiting = ["/"]
    while waiting and len(sizes) < most:
        path = waiting.pop(0)
        if path in sizes:
            continue
        ending = re.search(r"\.(txt|md|ics|jsonld|atom|csv|json|xlsx)$", path.partition("?")[0])
        ending = ending or path.startswith("/api/")
        answer = page.request.get(path) if ending else page.goto(path)
        assert answer.status == 200, path
        sizes[path] = len(answer.body())
        if ending:
            continue
        assert page.locator("h1").count() == 1, path
        assert page.locator("main").inner_text().strip(), path
        for link in sorted(links_of(page)):
            parts = urlsplit(link)
            if parts.scheme in {"http", "https"} and f"{parts.scheme}://{parts.netloc}" == room.address:
                # Files of the first events will do; other days and passages are asked for by other tests.
                few = "." not in parts.path.rpartition("/")[2] or len(sizes) < 8
                # A question asks a page once more, on another day or for other words.
                if few and not parts.query:
                    waiting.append(parts.path)
    return sizes
