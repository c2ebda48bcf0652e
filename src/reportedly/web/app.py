"""create_app: one ledger behind one application. Its parts join in `_ROUTERS`; `guard` stands around them all."""

from __future__ import annotations

import contextlib
import secrets
from collections.abc import AsyncIterator, Iterable
from datetime import date
from importlib.resources import files
from pathlib import Path

from anyio import to_thread
from fastapi import APIRouter, FastAPI
from fastapi.routing import APIRoute
from fastapi.staticfiles import StaticFiles

import reportedly
from reportedly.errors import LedgerError
from reportedly.ledger import Ledger
from reportedly.web import (
    api,
    article_pages,
    asking,
    connecting,
    downloads,
    event_pages,
    feeds,
    page_errors,
    pages,
    rendering,
    writing,
)
from reportedly.web.problems import tell_problems
from reportedly.web.security import guard

__all__ = ["create_app"]

_ROUTERS: tuple[APIRouter, ...] = (
    feeds.router,
    asking.router,
    connecting.router,
    downloads.router,
    pages.router,
    event_pages.router,
    article_pages.router,
    writing.router,
    api.router,
)
"""In order: the first that has a path answers it. The many addresses of the API come last; readers wait for pages."""


_THREADS = 2
"""Requests that one process works on at a time; the others wait. More only take the processor from each other."""


def _answer_head(router: APIRouter) -> None:
    """Whatever answers GET answers HEAD, too; those that describe a HEAD of their own stay as they are."""
    routes = [route for route in router.routes if isinstance(route, APIRoute)]
    own = {route.path for route in routes if "HEAD" in (route.methods or ())}
    for route in routes:
        if route.methods and "GET" in route.methods and route.path not in own:
            route.methods.add("HEAD")


def create_app(
    source: str | Path,
    *,
    token: str | None = None,
    hosts: Iterable[str] = (),
    origins: Iterable[str] = (),
    run: str | None = None,
) -> FastAPI:
    """The reading room of one ledger, as an ASGI application.

    Args:
        source: As for `Ledger`; it must be there already.
        token: What a request must bear to write (`Authorization: Bearer …`); None: nothing can be written.
        hosts: Names under which it may be asked for, besides `localhost` and addresses by number.
        origins: Sites whose pages may ask the API, as browsers name them ("https://example.org"); "*" for all.
        run: Names this run of the program, in every ETag; processes that serve together share it.

    Raises:
        LedgerError: No ledger there, or one that cannot be opened.
    """
    ledger = Ledger(source, create=False)

    @contextlib.asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        to_thread.current_default_thread_limiter().total_tokens = _THREADS
        rendering.prepare()
        asking.prepare()
        with contextlib.suppress(LedgerError):  # the page that meets it reports it
            # Reads in what names of days gone by are counted from.
            ledger.names(as_of=date.max, limit=1)
        yield
        ledger.close()

    # The pages with which FastAPI shows an API load scripts from elsewhere; nothing here leaves the machine.
    app = FastAPI(
        title="Reportedly",
        version=reportedly.__version__,
        summary="Who said what, on whose authority, and whether it is still on.",
        docs_url=None,
        redoc_url=None,
        openapi_url="/openapi.json",
        lifespan=lifespan,
    )
    app.state.ledger = ledger
    app.state.token = token
    app.state.run = run or secrets.token_hex(8)
    for router in _ROUTERS:
        _answer_head(router)
        app.include_router(router)
    app.mount("/static", StaticFiles(directory=str(files("reportedly.web") / "static")), name="static")
    page_errors.tell_errors(app)
    tell_problems(app)
    guard(app, hosts=hosts, origins=origins)
    return app
