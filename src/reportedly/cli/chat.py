"""`reportedly mcp`: a ledger for chat programs."""

from __future__ import annotations

import importlib.util

import click

from reportedly.cli.options import ledger_option, open_ledger

__all__ = ["mcp"]


@click.command()
@ledger_option
def mcp(ledger: str) -> None:
    """Serve a ledger to chat programs: a Model Context Protocol server on standard input and output.

    Its tools (ask, search, event, article, who) are read-only and list the sources of each answer. It needs the extra
    reportedly[mcp]. The chat program starts this command itself; name it in its settings.
    """
    from reportedly.errors import ReportedlyError

    if importlib.util.find_spec("mcp") is None:
        raise ReportedlyError("mcp", "the package mcp is not installed", "Run `pip install 'reportedly[mcp]'`")
    from reportedly.chat.server import make_server

    with open_ledger(ledger) as book:
        make_server(book).run("stdio")
