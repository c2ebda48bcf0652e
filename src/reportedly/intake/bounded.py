"""Connections on which every wait ends by one time, however slowly the other side drips.

A library's own time-out is for one wait: a server that sends a byte of its headers every few seconds never meets it.
"""

from __future__ import annotations

import ssl
import time
from collections.abc import Iterable, Iterator
from typing import Any, cast

import httpcore
import httpx

__all__ = ["Deadline", "Transport"]

_PIECE = 65_536


class Deadline:
    """When all that is being fetched must be there, on the monotonic clock; whoever fetches sets it anew."""

    __slots__ = ("at",)

    def __init__(self) -> None:
        self.at = float("inf")

    def has_passed(self) -> bool:
        """Whether it is too late."""
        return time.monotonic() >= self.at

    def left(self, timeout: float | None) -> float | None:
        """Seconds that the next wait may take, at most so many.

        Raises:
            httpcore.ReadTimeout: None are left.
        """
        if self.at == float("inf"):
            return timeout
        left = self.at - time.monotonic()
        if left <= 0:
            raise httpcore.ReadTimeout("the time limit for the whole of it was reached")
        return left if timeout is None else min(timeout, left)


class Transport(httpx.BaseTransport):
    """As httpx's own, on connections that keep to a deadline. What goes wrong is raised as httpcore names it."""

    def __init__(self, tls: ssl.SSLContext, deadline: Deadline) -> None:
        self._pool = httpcore.ConnectionPool(ssl_context=tls, network_backend=_Backend(deadline), keepalive_expiry=5.0)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """One request and the head of its answer; the body is read as it is asked for."""
        answer = self._pool.handle_request(
            httpcore.Request(
                method=request.method,
                url=httpcore.URL(
                    scheme=request.url.raw_scheme,
                    host=request.url.raw_host,
                    port=request.url.port,
                    target=request.url.raw_path,
                ),
                headers=request.headers.raw,
                content=cast(httpx.SyncByteStream, request.stream),
                extensions=request.extensions,
            )
        )
        return httpx.Response(
            status_code=answer.status,
            headers=answer.headers,
            stream=_Body(answer),
            extensions=answer.extensions,
        )

    def close(self) -> None:
        """Close the connections."""
        self._pool.close()


class _Body(httpx.SyncByteStream):
    def __init__(self, answer: httpcore.Response) -> None:
        self._answer = answer

    def __iter__(self) -> Iterator[bytes]:
        return self._answer.iter_stream()

    def close(self) -> None:
        self._answer.close()


class _Backend(httpcore.NetworkBackend):
    def __init__(self, deadline: Deadline) -> None:
        self._inner = httpcore.SyncBackend()
        self._deadline = deadline

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        stream = self._inner.connect_tcp(
            host, port, self._deadline.left(timeout), local_address, socket_options=socket_options
        )
        return _Stream(stream, self._deadline)


class _Stream(httpcore.NetworkStream):
    def __init__(self, inner: httpcore.NetworkStream, deadline: Deadline) -> None:
        self._inner = inner
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._inner.read(max_bytes, self._deadline.left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        # In pieces, as the time-out is for each: a server that hardly reads holds one no longer than that.
        for start in range(0, len(buffer), _PIECE):
            self._inner.write(buffer[start : start + _PIECE], self._deadline.left(timeout))

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        return _Stream(
            self._inner.start_tls(ssl_context, server_hostname, self._deadline.left(timeout)), self._deadline
        )

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)
