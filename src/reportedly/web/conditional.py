"""Pages kept until the ledger changes: a page is made once for each state of the ledger, then sent as it is."""

from __future__ import annotations

import asyncio
import hashlib
import json
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response
from fastapi.routing import APIRoute
from starlette.concurrency import run_in_threadpool

__all__ = ["KeptRoute", "page_router"]

_MOST_BYTES = 48_000_000  # of pages kept
_MOST_OF_ONE = 400_000


class _ResponseCache:
    """The pages sent last, by their tag, up to so many bytes; of one tag only one is made at a time."""

    def __init__(self) -> None:
        self._pages: OrderedDict[str, Response] = OrderedDict()
        self._bytes = 0
        self._making: dict[str, asyncio.Lock] = {}

    def get(self, tag: str) -> Response | None:
        found = self._pages.get(tag)
        if found is not None:
            self._pages.move_to_end(tag)
        return found

    def put(self, tag: str, page: Response) -> None:
        if tag in self._pages or len(page.body) > _MOST_OF_ONE:
            return
        self._pages[tag] = page
        self._bytes += len(page.body)
        while self._bytes > _MOST_BYTES:
            _, oldest = self._pages.popitem(last=False)
            self._bytes -= len(oldest.body)

    async def make(self, tag: str, make: Callable[[], Awaitable[Response]]) -> Response:
        """The page of a tag: the kept one, or the one that `make` makes; others that ask for it wait for that one."""
        lock = self._making.setdefault(tag, asyncio.Lock())
        try:
            async with lock:
                found = self.get(tag)
                if found is None:
                    found = await make()
                    if found.status_code == 200:
                        found.headers["ETag"] = f'"{tag}"'
                        found.headers["Cache-Control"] = "no-cache"
                        self.put(tag, found)
                return found
        finally:
            if not lock.locked():
                self._making.pop(tag, None)


class KeptRoute(APIRoute):
    """A route whose answer is settled by the address and the state of the ledger, with an ETag of the two.

    The state is looked up before the page is made: should an article be added in between, a newer page is sent
    under an older tag, and a whole one the next time.
    """

    def get_route_handler(self) -> Callable[[Request], Any]:
        """The handler of the route, behind the cache and the check of tags."""
        handler = super().get_route_handler()

        async def answer(request: Request) -> Response:
            version = await run_in_threadpool(request.app.state.ledger.version)
            if not hasattr(request.app.state, "pages"):
                request.app.state.pages = _ResponseCache()
            kept: _ResponseCache = request.app.state.pages
            # A ledger that was rebuilt counts its articles like the one before it: the run tells them apart.
            state = [request.app.state.run, version, request.url.path, request.url.query]
            tag = hashlib.blake2b(json.dumps(state).encode("utf-8", "replace"), digest_size=12).hexdigest()
            if f'"{tag}"' in request.headers.get("if-none-match", ""):
                return Response(status_code=304, headers={"ETag": f'"{tag}"', "Cache-Control": "no-cache"})
            return await kept.make(tag, lambda: handler(request))

        return answer


def page_router() -> APIRouter:
    """A router of pages: HTML that is kept while the ledger stays as it is, and no part of the API."""
    return APIRouter(include_in_schema=False, default_response_class=HTMLResponse, route_class=KeptRoute)
