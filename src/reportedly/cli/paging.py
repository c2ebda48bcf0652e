"""Long output on a terminal goes through a pager, as `git log` does; what is piped or short is printed as it is."""

from __future__ import annotations

import atexit
import contextlib
import os
import shlex
import shutil
import signal
import subprocess
import sys
from functools import cache

__all__ = ["PAGER_VARIABLE", "page_output"]

PAGER_VARIABLE = "REPORTEDLY_PAGER"
"""The environment variable that names the pager; PAGER where it is not there, `less` without either."""


@cache
def page_output() -> bool:
    """From now on let a pager show what is printed, where a person reads it; tells whether one does.

    The pager gets the terminal until it is left; `less` is told to end by itself where all fits on one screen. Errors
    and progress go to standard error, past it. An empty variable, or `cat`, is no pager.
    """
    if os.name != "posix" or not sys.stdout.isatty() or not sys.stdin.isatty():
        return False
    command = shlex.split(os.environ.get(PAGER_VARIABLE, os.environ.get("PAGER", "less")))
    if not command or command == ["cat"] or shutil.which(command[0]) is None:
        return False
    # F: one screen needs no pager; R: colours, and no other control sequence; X: what was shown stays.
    pager = subprocess.Popen(command, stdin=subprocess.PIPE, env={"LESS": "FRX", "LV": "-c"} | os.environ)
    assert pager.stdin is not None
    sys.stdout.flush()
    os.dup2(pager.stdin.fileno(), sys.stdout.fileno())
    pager.stdin.close()
    atexit.register(_wait, pager)
    return True


def _wait(pager: subprocess.Popen[bytes]) -> None:
    """Let the reader finish: Ctrl-C is the pager's now."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with contextlib.suppress(OSError, ValueError):  # it was left before all was printed
        sys.stdout.flush()
    null = os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, 1)  # the pager sees the end of its input
    os.close(null)
    pager.wait()
