"""What answers for programs have in common: strong ETags, problem details (RFC 9457), a true description."""

from __future__ import annotations

import hashlib
import json
import re
import threading
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from http import HTTPStatus
from inspect import isawaitable
from typing import Any, cast

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from starlette.exceptions import HTTPException

from reportedly.errors import LedgerError, NotFound, QuestionError
from reportedly.ledger import Ledger
from reportedly.web.common import BadRequestError
from reportedly.web.shapes import Problem
from reportedly.web.written_shapes import ArticleIn

__all__ = ["PROBLEM", "UNCHANGED", "for_programs", "json_bytes", "problem", "tagged", "tell_problems"]

_KEPT = 64
_KEPT_BYTES = 4_000_000

PROBLEM: dict[str, Any] = {
    "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
}
UNCHANGED: dict[str, Any] = {"description": "Nothing has changed since the answer that `If-None-Match` names."}


def json_bytes(value: Any) -> bytes:
    """A value as UTF-8; lone surrogates of broken pages become question marks."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")


# ETags


@dataclass(frozen=True, slots=True)
class _Made:
    """An answer and its Last-Modified."""

    body: bytes
    modified: str | None


class _Kept:
    """The newest answers that were costly to make, by their tag; a new state of the ledger has other tags."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._answers: OrderedDict[str, _Made] = OrderedDict()

    def get(self, tag: str) -> _Made | None:
        with self._lock:
            if tag in self._answers:
                self._answers.move_to_end(tag)
            return self._answers.get(tag)

    def put(self, tag: str, made: _Made) -> None:
        if len(made.body) > _KEPT_BYTES:
            return
        with self._lock:
            self._answers[tag] = made
            while len(self._answers) > _KEPT:
                self._answers.popitem(last=False)


def tagged(
    request: Request,
    book: Ledger,
    make: Callable[[], bytes],
    *,
    media_type: str = "application/json",
    newest: Callable[[], str] | None = None,
    headers: Mapping[str, str] | None = None,
    keep: bool = False,
) -> Response:
    """The answer that `make` makes, with a strong ETag; 304 and nothing made where the asker has it already.

    The tag is of the state of the ledger, the address and this run of the program, which together settle every byte.
    It is taken before the answer is made: should an article be added between the two, the asker gets a newer answer
    under an older tag, and a whole one the next time.

    Args:
        newest: The newest time of publication in it (ISO), for `Last-Modified`. That is for people and old readers to
            see, never to answer 304 by: an article that was printed long ago may be added today.
        keep: It is costly; make it once for each state of the ledger.
    """
    kept: _Kept = request.app.state.kept
    query = sorted(request.query_params.multi_items())
    # A ledger that was rebuilt, or read by a changed program, counts its articles like the one before, and must not
    # be taken for it: the run tells them apart.
    state = json.dumps(
        [request.app.state.run, book.version(), str(request.base_url), request.url.path, query, media_type]
    )
    tag = f'"{hashlib.blake2b(state.encode("utf-8", "replace"), digest_size=12).hexdigest()}"'
    out = {"ETag": tag, "Cache-Control": "no-cache"}
    named = _named(request.headers.getlist("if-none-match"))
    if tag in named:
        return Response(status_code=304, headers=out)
    made = kept.get(tag) if keep else None
    if made is None:
        made = _Made(make(), _http_date(newest()) if newest is not None else None)
        if keep:
            kept.put(tag, made)
    if "*" in named:  # whatever there is, as long as there is something
        return Response(status_code=304, headers=out)
    if made.modified:
        out["Last-Modified"] = made.modified
    return Response(made.body, media_type=media_type, headers=out | dict(headers or {}))


def _named(sent: list[str]) -> frozenset[str]:
    """The tags that If-None-Match names, to be compared weakly (RFC 9110, 13.1.2)."""
    return frozenset(part.strip().removeprefix("W/") for line in sent for part in line.split(","))


def _http_date(published: str) -> str | None:
    try:
        time = datetime.fromisoformat(published)
        time = time.replace(tzinfo=UTC) if time.tzinfo is None else time.astimezone(UTC)
        return format_datetime(time, usegmt=True)
    except (ValueError, OverflowError):
        return None


# Problems


def problem(status: int, detail: str, *, headers: Mapping[str, str] | None = None, **more: Any) -> Response:
    """An error as problem details; `more` are members of its own."""
    told = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status, "detail": detail} | more
    return Response(
        json_bytes(told), status_code=status, media_type="application/problem+json", headers=dict(headers or {})
    )


def for_programs(request: Request) -> bool:
    """Whether an address is one that programs read, so that its errors are problem details."""
    path = request.url.path
    return path == "/api" or path.startswith(("/api/", "/openapi.json")) or path.endswith((".ics", ".atom", ".jsonld"))


def _problem_of(request: Request, error: Exception) -> Response:
    if isinstance(error, HTTPException):
        headers = dict(error.headers or {})
        if error.status_code == 404:
            return problem(404, f"There is nothing at {request.url.path[:200]}.", headers=headers)
        if error.status_code == 405:
            headers["Allow"] = ", ".join(_possible(request))
            told = f"{request.method[:20]} is not allowed here. Allowed: {headers['Allow']}."
            return problem(405, told, headers={name: value for name, value in headers.items() if name != "allow"})
        return problem(error.status_code, str(error.detail), headers=headers)
    if isinstance(error, RequestValidationError):
        faults = [
            {"name": str(fault["loc"][-1]) if fault["loc"] else "", "reason": _plain(str(fault["msg"]))}
            for fault in error.errors()
        ]
        told = "; ".join(f"{fault['name']}: {fault['reason']}" for fault in faults)
        return problem(400, f"{told}.", errors=faults)
    if isinstance(error, LedgerError):
        # Without its source: where the ledger lies on this machine is nobody's business.
        told = error.reason.rstrip(".") + "."
        if isinstance(error, NotFound):
            return problem(404, told)
        if isinstance(error, QuestionError):
            return problem(400, f"{told} {error.advice}." if error.advice else told)
        return problem(503, told, headers={"Retry-After": "10"})
    if isinstance(error, BadRequestError):
        return problem(400, str(error))
    return problem(500, "Something went wrong; the server's log has the details.")


def _possible(request: Request) -> list[str]:
    """The methods that an address takes, by the description: routers tell but those of the first route."""
    methods: set[str] = set()
    for path, ways in request.app.openapi()["paths"].items():
        if re.fullmatch(re.sub(r"\\{[^}]*\\}", ".+", re.escape(path)), request.url.path):
            methods |= {way.upper() for way in ways}
    if "GET" in methods:
        methods.add("HEAD")
    return sorted(methods) or ["GET", "HEAD"]


def _plain(message: str) -> str:
    return message.removeprefix("Value error, ").rstrip(".")


def tell_problems(app: FastAPI) -> None:
    """Errors at the addresses of programs as problem details; everywhere else as they were told before.

    Also what `tagged` keeps. Call it after every other handler of errors is in place.
    """
    kinds = (HTTPException, RequestValidationError, NotFound, QuestionError, LedgerError, BadRequestError, Exception)
    for kind in kinds:
        app.add_exception_handler(kind, _teller(_before(app, kind)))
    app.state.kept = _Kept()
    describe = app.openapi

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            schema = describe()
            shapes = schema.setdefault("components", {}).setdefault("schemas", {})
            for shape in (Problem, ArticleIn):  # which no answer names
                shapes[shape.__name__] = shape.model_json_schema(ref_template="#/components/schemas/{model}")
            app.openapi_schema = schema
        return app.openapi_schema

    app.openapi = openapi  # type: ignore[method-assign]


def _before(app: FastAPI, kind: type[Exception]) -> Callable[[Request, Exception], Any] | None:
    """The handler that an error had, by its class or the next above."""
    handlers = cast("Mapping[Any, Callable[[Request, Exception], Any]]", app.exception_handlers)
    return next((handlers[above] for above in kind.__mro__ if above in handlers), None)


def _teller(
    before: Callable[[Request, Exception], Any] | None,
) -> Callable[[Request, Exception], Awaitable[Response]]:
    async def tell(request: Request, error: Exception) -> Response:
        if for_programs(request):
            return _problem_of(request, error)
        if before is None:
            return Response("Internal Server Error", status_code=500, media_type="text/plain")
        answer = before(request, error)
        return cast("Response", await answer if isawaitable(answer) else answer)

    return tell
