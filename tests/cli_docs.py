"""docs/cli.md: every command's own help, one after another. `python -m tests.cli_docs` writes it anew."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from reportedly.cli.main import cli

PAGE = Path(__file__).parent.parent / "docs" / "cli.md"

_HEAD = """# Commands

The `--help` of each command; `reportedly --help` lists them. Exit status: 0 on success, 1 if an input could not be read
or a ledger has no answer, 2 if the command failed.
"""


def written() -> str:
    """The page as it should be."""
    return "\n".join([_HEAD, *_sections()])


def _sections() -> Iterator[str]:
    for name, command in [("", cli), *sorted(cli.commands.items())]:
        told = f"reportedly {name}".strip()
        above = click.Context(cli, help_option_names=["-h", "--help"]) if name else None
        # A group hands the names of its help option down; made by itself, it must be told its own.
        context = click.Context(
            command, above, told, terminal_width=100, max_content_width=100, **command.context_settings
        )
        yield f"## `{told}`\n\n```text\n{command.get_help(context)}\n```\n"
        if name and isinstance(command, click.Group):
            for part, own in sorted(command.commands.items()):
                within = click.Context(own, context, part, terminal_width=100, max_content_width=100)
                yield f"### `{told} {part}`\n\n```text\n{own.get_help(within)}\n```\n"


if __name__ == "__main__":
    PAGE.write_text(written(), encoding="utf-8")
