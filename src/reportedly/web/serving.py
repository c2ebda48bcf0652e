"""serve: the reading room on an address of this machine, in one process or several."""

from __future__ import annotations

import os
import secrets
import socket
from collections.abc import Callable, Iterable
from functools import partial

import uvicorn
from uvicorn.supervisors import Multiprocess

from reportedly.errors import ReportedlyError
from reportedly.ledger import Ledger
from reportedly.web.app import create_app

__all__ = ["serve"]


def serve(
    source: str,
    *,
    host: str,
    port: int,
    token: str | None = None,
    hosts: Iterable[str] = (),
    processes: int = 1,
    listening: Callable[[str], object] = print,
) -> None:
    """Answer until the process is told to stop (SIGINT, SIGTERM).

    Args:
        source: As for `create_app`; so are `token` and `hosts`.
        host, port: Where to listen; port 0 takes any that is free.
        processes: How many answer side by side: Python computes on one processor in each.
        listening: Told the address once it is taken; requests wait from then on.

    Raises:
        LedgerError: As for `create_app`.
        ReportedlyError: The address cannot be listened on.
    """
    # Brings the ledger up to date once, and tells here what is wrong with it, not in each process.
    Ledger(source, create=False).close()
    make = partial(create_app, source, token=token, hosts=(host, *hosts), run=secrets.token_hex(8))
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
        config = uvicorn.Config(make, factory=True, workers=processes, log_level="warning", server_header=False)
        if processes == 1:
            uvicorn.Server(config).run(sockets=[listener])
        else:
            Multiprocess(config, sockets=[listener]).run()
