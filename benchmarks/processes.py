"""Processes of a run of `faults.py`: forked workers, servers and watches, asked and killed."""

from __future__ import annotations

import contextlib
import http.client
import http.server
import os
import resource
import signal
import socket
import subprocess
import sys
import time
import traceback
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from reportedly.article import Unread
from reportedly.ledger import Ledger


class LostError(Exception):
    """Something was lost, doubled or broken; says what."""


def forked(work: Callable[[int], None]) -> tuple[int, int]:
    """A child that does some work and can write to a pipe; its process and the end to read from."""
    reader, writer = os.pipe()
    if (child := os.fork()) == 0:
        os.close(reader)
        signal.alarm(300)  # should it wait for ever
        try:
            work(writer)
            os._exit(0)
        except BaseException:
            traceback.print_exc()
            os._exit(1)
    os.close(writer)
    return child, reader


def killed(child: int, reader: int, after_s: float) -> tuple[str, bool]:
    """What a child had said when it was killed after a while, and whether it was still at work."""
    time.sleep(after_s)
    os.kill(child, signal.SIGKILL)
    with os.fdopen(reader) as said:
        told = said.read()
    _, status = os.waitpid(child, 0)
    if os.WIFEXITED(status) and os.WEXITSTATUS(status):
        raise LostError(f"a process ended by itself with {os.WEXITSTATUS(status)}")
    return told, os.WIFSIGNALED(status)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def serving(path: Path, log: Any) -> tuple[subprocess.Popen[bytes], int]:
    """A server in a group of its own, once it answers."""
    port = free_port()
    command = [sys.executable, "-m", "reportedly", "serve", "--ledger", str(path), "--port", str(port)]
    server = subprocess.Popen([*command, "--processes", "2"], stderr=log, start_new_session=True)
    deadline = time.monotonic() + 240  # on a machine that is busy with other things
    while asked(port, "/api/events")[0] != 200:
        if time.monotonic() > deadline or server.poll() is not None:
            raise LostError("a server did not come up")
        time.sleep(0.2)
    return server, port


def asked(port: int, path: str) -> tuple[int, str]:
    """The status and text of one page; 0 where nobody answers."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=90)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        return answer.status, answer.read().decode("utf-8", "replace")
    except (OSError, http.client.HTTPException):
        return 0, ""
    finally:
        connection.close()


def kill_group(process: subprocess.Popen[bytes], number: int = signal.SIGKILL) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, number)
    process.wait(300)  # a watch finishes the article that it is reading


def watching(
    feeds: Sequence[str], path: Path, state: Path, *, now: Callable[[], float], wait: Callable[[float], bool]
) -> Any:
    """A watch as `reportedly watch` runs it, but for its clock and short limits."""
    from reportedly.intake.fetch import Limits
    from reportedly.watch import Options, State, Watch

    limits = Limits(timeout_s=2.0, total_s=4.0, pause_s=0.0, max_bytes=4_000_000)
    ledger = Ledger(path)
    unread: list[Unread] = []
    watch = Watch(
        feeds,
        ledger,
        State.load(state),
        options=Options(every_s=600.0, allow_private=True, limits=limits),
        tell=lambda _: None,
        tell_unread=unread.append,
        now=now,
        wait=wait,
    )
    return watch, ledger, unread


def resident_mb() -> int:
    pages = int(Path("/proc/self/statm").read_text().split()[1]) if Path("/proc/self/statm").exists() else 0
    return pages * resource.getpagesize() // 1_000_000
