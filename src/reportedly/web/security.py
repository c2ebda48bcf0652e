"""What guards the reading room: one piece of pure ASGI around everything, errors of the application included.

Articles are hostile text from the open net. The pages escape them; should one slip through, the policy sent with
every answer lets the browser run and load nothing but what is shipped here. Requests are checked before anything
else sees them: their host (against names that are made to resolve to this machine), their length, their path, where
they come from. Bodies are counted as they stream in, so that a request without a length is bounded too.
"""

from __future__ import annotations

import contextlib
import ipaddress
import json
import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from fastapi import FastAPI
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

__all__ = ["Bounds", "Guard", "guard"]

_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
_HEADERS: tuple[tuple[bytes, bytes], ...] = (
    (b"content-security-policy", _POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    # An outlet that is visited from here need not learn what is being looked into.
    (b"referrer-policy", b"no-referrer"),
    (b"permissions-policy", b"camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
)
_PREFLIGHT: tuple[tuple[bytes, bytes], ...] = (
    (b"access-control-allow-methods", b"GET, HEAD, POST"),
    (b"access-control-allow-headers", b"Authorization, Content-Type, If-None-Match"),
    (b"access-control-max-age", b"600"),
)
_OURS = frozenset(name for name, _ in _HEADERS)
_HOST = re.compile(r"(?:[A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\])(?::\d{1,5})?")
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """How large a request may be, in bytes; `headers` all of them together, names and values."""

    headers: int = 32_000
    path: int = 2_000
    query: int = 8_000
    body: int = 8_000_000


class _TooLargeError(Exception):
    """Raised out of `receive` when a body grows past its bound."""


@dataclass(frozen=True, slots=True)
class _Refusal:
    status: int
    title: str
    detail: str


_TOO_LARGE = "The request holds more than {:,} bytes."


class Guard:
    """ASGI middleware: refuses what no request may do, and sends the security headers with every answer.

    Args:
        app: What it guards.
        hosts: Names under which the site may be asked for, besides `localhost` and any address by number. Other names
            are refused: a page elsewhere could let its own name resolve to this machine and read along.
        origins: Sites ("https://example.org") whose pages may ask the addresses of programs; "*" for all of them.
        bounds: How large a request may be.
    """

    def __init__(
        self,
        app: ASGIApp,
        *,
        hosts: Iterable[str] = (),
        origins: Iterable[str] = (),
        bounds: Bounds | None = None,
    ) -> None:
        self._app = app
        self._origins = frozenset(origin.lower().rstrip("/") for origin in origins)
        self._hosts = frozenset(host.lower().rstrip(".") for host in hosts)
        self._bounds = bounds or Bounds()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
        elif scope["type"] == "http":
            await self._http(scope, receive, send)
        else:
            await send({"type": "websocket.close", "code": 1008})

    async def _http(self, scope: Scope, receive: Receive, send: Send) -> None:
        shared = self._shared_with(scope)
        refusal = self._refusal(scope, is_let_in=bool(shared))
        if refusal is not None:
            await _answer(scope, send, refusal)
            return
        if shared and scope["method"] == "OPTIONS":
            headers = [(b"content-length", b"0"), *_PREFLIGHT, *shared, *_HEADERS]
            await send({"type": "http.response.start", "status": 204, "headers": headers})
            await send({"type": "http.response.body", "body": b""})
            return
        exchange = _Exchange(scope, receive, send, max_body=self._bounds.body, more=shared)
        with contextlib.suppress(_TooLargeError):
            await self._app(scope, exchange.receive, exchange.send)
        await exchange.finish()

    def _shared_with(self, scope: Scope) -> tuple[tuple[bytes, bytes], ...]:
        """What tells a browser that a page of another site may read the answer; nothing where it may not.

        No cookie and no log-in is ever asked for here, so that all which such a page learns or writes it could with the
        address, and the token, alone.
        """
        if not self._origins or not _is_for_programs(scope["path"]):
            return ()
        origin = next((value for name, value in scope["headers"] if name == b"origin"), b"")
        if "*" in self._origins and origin:
            allowed = b"*"
        elif origin.decode("latin-1").lower() in self._origins:
            allowed = origin
        else:
            return ()
        return (
            (b"access-control-allow-origin", allowed),
            (b"access-control-expose-headers", b"ETag, Last-Modified"),
            (b"vary", b"Origin"),
        )

    def _refusal(self, scope: Scope, *, is_let_in: bool = False) -> _Refusal | None:
        """Why a request is refused before its body is looked at; None where it is not.

        Args:
            is_let_in: It comes from a page of a site that may ask.
        """
        headers: list[tuple[bytes, bytes]] = scope["headers"]
        bounds = self._bounds
        if sum(len(name) + len(value) for name, value in headers) > bounds.headers:
            return _Refusal(
                431, "Request Header Fields Too Large", f"The headers hold more than {bounds.headers:,} bytes."
            )
        if len(scope.get("raw_path") or scope["path"].encode()) > bounds.path:
            return _Refusal(414, "URI Too Long", f"The path is longer than {bounds.path:,} bytes.")
        if len(scope.get("query_string", b"")) > bounds.query:
            return _Refusal(414, "URI Too Long", f"The query is longer than {bounds.query:,} bytes.")
        hosts = [value for name, value in headers if name == b"host"]
        if len(hosts) != 1 or not (host := _host_of(hosts[0].decode("latin-1"))):
            return _Refusal(400, "Bad Request", "The request names no host, or more than one.")
        if not _is_known(host, self._hosts):
            return _Refusal(
                421,
                "Misdirected Request",
                f"This site is not known as {host}. Name it with --allow-host if it should be.",
            )
        if not _is_plain_path(scope["path"]):
            return _Refusal(400, "Bad Request", "The path holds characters or steps that no address here has.")
        if scope["method"] not in _SAFE and not is_let_in and _is_from_elsewhere(headers, host):
            return _Refusal(403, "Forbidden", "The request was sent by a page of another site.")
        length = next((value for name, value in headers if name == b"content-length"), b"0")
        if not length.isdigit():
            return _Refusal(400, "Bad Request", "Content-Length is not a number.")
        if len(length) > 15 or int(length) > bounds.body:
            return _Refusal(413, "Content Too Large", _TOO_LARGE.format(bounds.body))
        return None


class _Exchange:
    """One request and its answer: the body counted on its way in, the headers added on the way out."""

    def __init__(
        self,
        scope: Scope,
        receive: Receive,
        send: Send,
        *,
        max_body: int,
        more: Iterable[tuple[bytes, bytes]] = (),
    ) -> None:
        self._more = tuple(more)
        self._scope = scope
        self._receive = receive
        self._send = send
        self._max_body = max_body
        self._n_bytes = 0
        self._is_too_large = False
        self._started = False
        self._replaced = False

    async def receive(self) -> Message:
        message = await self._receive()
        if message["type"] == "http.request":
            self._n_bytes += len(message.get("body", b""))
            if self._n_bytes > self._max_body:
                self._is_too_large = True
                raise _TooLargeError
        return message

    async def send(self, message: Message) -> None:
        if self._replaced:
            return
        if message["type"] == "http.response.start":
            if self._is_too_large:
                # Frameworks turn an error while reading into an answer of their own: this is the one to give.
                return
            headers = [(name, value) for name, value in message.get("headers", ()) if name.lower() not in _OURS]
            if any(byte in value for _, value in headers for byte in (b"\r", b"\n", b"\0")):
                self._replaced = self._started = True
                refusal = _Refusal(500, "Internal Server Error", "An answer with a broken header was held back.")
                await _answer(self._scope, self._send, refusal)
                return
            self._started = True
            message = {**message, "headers": [*headers, *self._more, *_HEADERS]}
        elif not self._started:
            return
        await self._send(message)

    async def finish(self) -> None:
        """Tell of a body that was too large, where the application has not begun to answer."""
        if self._is_too_large and not self._started:
            refusal = _Refusal(413, "Content Too Large", _TOO_LARGE.format(self._max_body))
            await _answer(self._scope, self._send, refusal)


def guard(
    app: FastAPI, *, hosts: Iterable[str] = (), origins: Iterable[str] = (), bounds: Bounds | None = None
) -> None:
    """Put a `Guard` around an application, outside of what answers its internal errors."""
    build = app.build_middleware_stack
    # `add_middleware` would put it inside of Starlette's own error answers, which then lack the policy.
    app.build_middleware_stack = lambda: Guard(  # type: ignore[method-assign]
        build(), hosts=hosts, origins=origins, bounds=bounds
    )


def _host_of(header: str) -> str:
    """The host in a Host header without its port, lower case; "" where there is none to be made out."""
    try:
        parts = urlsplit(f"//{header}")
        _ = parts.port
        # A zone (fe80::1%eth0) means something on one machine only and is not to be sent (RFC 6874); in a name, a % is
        # an escape, which some programs read and others do not.
        if parts.netloc != header or not _HOST.fullmatch(header):
            return ""
        return (parts.hostname or "").rstrip(".")
    except ValueError:
        return ""


def _is_known(host: str, hosts: Collection[str]) -> bool:
    """Whether the site may be asked for under this name. A number cannot be made to resolve elsewhere."""
    if host == "localhost" or host in hosts:
        return True
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def _is_plain_path(path: str) -> bool:
    """No control characters, no backslashes, no steps upwards: also where they were percent-encoded."""
    return not any(c < " " or c in "\\\x7f" for c in path) and ".." not in path.split("/")


def _is_from_elsewhere(headers: Iterable[tuple[bytes, bytes]], host: str) -> bool:
    """Whether a browser says that a page of another site sends the request.

    A form of a page that tells nobody where it is, as ours are, comes with the origin "null"; then the browser's word
    on whose page it is must be there.
    """
    sites = [value for name, value in headers if name == b"sec-fetch-site"]
    if any(value not in (b"same-origin", b"none") for value in sites):
        return True
    origins = [value for name, value in headers if name == b"origin" and not (value == b"null" and sites)]
    return any(_host_of(value.decode("latin-1").partition("://")[2]) != host for value in origins)


def _is_for_programs(path: str) -> bool:
    return path.startswith(("/api", "/openapi.json")) or path.endswith((".ics", ".atom", ".jsonld"))


async def _answer(scope: Scope, send: Send, refusal: _Refusal) -> None:
    """A refusal, as problem details (RFC 9457) where programs ask and as a line of text elsewhere."""
    if _is_for_programs(scope["path"]):
        kind = b"application/problem+json"
        body = json.dumps({"title": refusal.title, "status": refusal.status, "detail": refusal.detail}).encode()
    else:
        kind = b"text/plain; charset=utf-8"
        body = f"{refusal.status} {refusal.title}. {refusal.detail}\n".encode("utf-8", "replace")
    headers = [
        (b"content-type", kind),
        (b"content-length", str(len(body)).encode()),
        # What is left of the request is not read.
        (b"connection", b"close"),
        *_HEADERS,
    ]
    await send({"type": "http.response.start", "status": refusal.status, "headers": headers})
    await send({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else body})
