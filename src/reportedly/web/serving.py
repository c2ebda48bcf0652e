"""serve: the reading room on an address of this machine, in one process or several."""

from __future__ import annotations

import asyncio
import gc
import logging
import os
import secrets
import socket
import sys
import threading
from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

import h11
import uvicorn
from anyio import to_thread
from fastapi import FastAPI
from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.supervisors import Multiprocess

from reportedly.errors import LedgerError, ReportedlyError
from reportedly.ledger import Ledger
from reportedly.redaction import redacted
from reportedly.web.app import create_app

__all__ = ["SharingLoop", "serve"]


def serve(
    source: str,
    *,
    host: str,
    port: int,
    token: str | None = None,
    hosts: Iterable[str] = (),
    origins: Iterable[str] = (),
    processes: int = 1,
    listening: Callable[[str], object] = print,
) -> None:
    """Answer until the process is told to stop (SIGINT, SIGTERM).

    Args:
        source: As for `create_app`; so are `token`, `hosts` and `origins`.
        host, port: Where to listen; port 0 takes any that is free.
        processes: How many answer in parallel: Python computes on one processor in each.
        listening: Told the address once it is taken; requests wait from then on.

    Raises:
        LedgerError: As for `create_app`; also later, of a large ledger, which is looked through while it is served.
        ReportedlyError: The address cannot be listened on.
    """
    # Brings the ledger up to date once, and tells here what is wrong with it, not in each process.
    ledger = Ledger(source, create=False)
    ledger.close()
    make = partial(_make, source, token=token, hosts=(host, *hosts), origins=tuple(origins), run=secrets.token_hex(8))
    shown = f"[{host}]" if ":" in host else host
    try:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        listener = socket.create_server((host, port), family=family, backlog=2048)
    except (OSError, UnicodeError) as error:
        number = error.errno if isinstance(error, OSError) else None
        reason = os.strerror(number) if number and number > 0 else str(error)
        raise ReportedlyError(
            f"{shown}:{port}", f"cannot be listened on: {reason}", "Choose another with --host or --port"
        ) from error
    with listener:
        listening(f"http://{shown}:{listener.getsockname()[1]}/")
        configured = partial(
            uvicorn.Config,
            make,
            factory=True,
            http=BoundedProtocol,
            log_level="warning",
            log_config=_LOGGING,
            server_header=False,
            timeout_worker_healthcheck=_STARTS_WITHIN_S,
        )
        damage: list[LedgerError] = []

        def look_through(stop: Callable[[], None]) -> None:
            ledger.read_ahead()
            try:
                with Ledger(source, create=False) as whole:
                    whole.check()
            except LedgerError as error:
                damage.append(error)
                stop()

        if processes == 1:
            server = uvicorn.Server(configured())
            stop = partial(setattr, server, "should_exit", True)
            threading.Thread(target=look_through, args=(stop,), daemon=True).start()
            server.run(sockets=[listener])
        else:
            loop = f"{SharingLoop.__module__}:{SharingLoop.__name__}"
            several = Multiprocess(configured(workers=processes, loop=loop), sockets=[listener])
            threading.Thread(target=look_through, args=(several.should_exit.set,), daemon=True).start()
            several.run()
    if damage:
        raise damage[0]


# A process that says nothing for so long is taken for dead and begun anew. It says nothing while it imports: on a busy
# machine five seconds, which is uvicorn's own bound, are too few, and no process ever came up.
_STARTS_WITHIN_S = 60


class BoundedProtocol(H11Protocol):
    """HTTP as uvicorn speaks it, with the true answer to headers that go on past what is buffered (64 kB): 431."""

    def send_400_response(self, msg: str) -> None:
        """Answer a request that could not be parsed: 431 where its header was too long, else 400."""
        error = sys.exc_info()[1]
        status = error.error_status_hint if isinstance(error, h11.RemoteProtocolError) else 400
        if status != 431:
            super().send_400_response(msg)
            return
        body = b"431 Request Header Fields Too Large.\n"
        headers = [("content-type", "text/plain; charset=utf-8"), ("connection", "close")]
        headers.append(("content-length", str(len(body))))
        for event in (h11.Response(status_code=431, headers=headers), h11.Data(data=body), h11.EndOfMessage()):
            self.transport.write(self.conn.send(event) or b"")
        self.transport.close()


class PlainFormatter(logging.Formatter):
    """A line of the log, with its traceback, in which no password or token stands."""

    def format(self, record: logging.LogRecord) -> str:
        return redacted(super().format(record))


_LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"()": f"{__name__}.{PlainFormatter.__name__}", "format": "%(levelname)s: %(message)s"}},
    "handlers": {"errors": {"class": "logging.StreamHandler", "formatter": "plain", "stream": "ext://sys.stderr"}},
    "root": {"handlers": ["errors"], "level": "WARNING"},
}


def _make(source: str, **options: Any) -> FastAPI:
    """The application, for a process that does nothing else."""
    app = create_app(source, **options)
    # What is there from the beginning stays: looking through it for garbage holds all readers up. And a page is made of
    # some thousand things, next to none of them in circles: it is enough to look after some ten pages.
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 10, 10)
    return app


_MOST_AT_ONCE = 2  # requests that a process answers before others are left to the next process


class SharingLoop(asyncio.SelectorEventLoop):
    """An event loop that takes a connection when its process has a hand free.

    asyncio takes all connections that wait, so of the processes that share a socket one may have most of the readers
    while another idles. Here they wait in the socket, in the order in which they came, for the process that is free
    first.
    """

    async def create_server(self, protocol_factory: Any, *args: Any, sock: Any = None, **options: Any) -> Any:
        """A server on a shared socket (`sock`), or one of the event loop's own where none is given."""
        if sock is None:
            return await super().create_server(protocol_factory, *args, **options)
        return _SharedServer(self, protocol_factory, sock)


class _SharedServer:
    """What uvicorn needs of an `asyncio.Server`, for one socket that other processes listen on too."""

    def __init__(self, loop: asyncio.AbstractEventLoop, protocol_factory: Callable[[], Any], sock: socket.socket):
        self._loop, self._protocol_factory, self._socket = loop, protocol_factory, sock
        sock.setblocking(False)
        self._listening = loop.create_task(self._listen())

    def close(self) -> None:
        """Take no more connections."""
        self._listening.cancel()

    async def wait_closed(self) -> None:
        """Return when none is taken any more."""
        await asyncio.gather(self._listening, return_exceptions=True)

    async def _listen(self) -> None:
        while True:
            try:
                connection, _ = await self._loop.sock_accept(self._socket)
                _, protocol = await self._loop.connect_accepted_socket(self._protocol_factory, connection)
            except OSError as error:
                # Out of file descriptors, or the reader is gone already; others are not to suffer for it.
                logging.getLogger("uvicorn.error").warning("A connection could not be taken: %s", error)
                await asyncio.sleep(0.1)
                continue
            await asyncio.sleep(0)  # its request is read
            # Where no thread is at work it is readers that are slow, and they are not to keep out the others.
            threads = to_thread.current_default_thread_limiter()
            while len(protocol.tasks) >= _MOST_AT_ONCE and threads.borrowed_tokens:
                await asyncio.sleep(0.002)
