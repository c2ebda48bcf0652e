"""Settings: a TOML file whose values stand where neither an option nor the environment says otherwise.

A key outside of tables holds for every command that has the option, a table for one command:

    ledger = "~/news.sqlite"

    [serve]
    port = 9000
    allow-host = ["news.example.org"]
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import click

from reportedly.errors import ReportedlyError

__all__ = ["config_path", "defaults_from", "is_exposed", "read_config"]


def config_path() -> Path:
    """Where the settings of this user are looked for, as the system has it: ~/.config/reportedly/config.toml."""
    from platformdirs import user_config_path

    return user_config_path("reportedly", appauthor=False) / "config.toml"


def read_config(path: str | None) -> tuple[str, dict[str, Any]]:
    """The file that was read, and what it says; nothing where there is no file and none was named.

    Raises:
        ReportedlyError: A file that was named and is not there, that cannot be read, or that is no TOML.
    """
    named = path is not None
    file = Path(path).expanduser() if path is not None else config_path()
    try:
        return str(file), tomllib.loads(file.read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError):
        if not named:
            return str(file), {}
        raise ReportedlyError(str(file), "there is no such file", "Name another with --config") from None
    except OSError as error:
        raise ReportedlyError(str(file), f"cannot be read: {error.strerror or error}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ReportedlyError(str(file), f"is not TOML: {error}", 'Example: ledger = "news.sqlite"') from error


def defaults_from(file: str, config: Mapping[str, Any], group: click.Group) -> dict[str, Any]:
    """Settings as the defaults of a group's commands, in the form of `click.Context.default_map`.

    Raises:
        ReportedlyError: A key that no command has, or a value that is none.
    """
    common = {key: value for key, value in config.items() if not isinstance(value, dict)}
    known = {option for command in _commands(group) for option in _options(command)}
    for key, value in common.items():
        if key not in known:
            raise ReportedlyError(file, f"there is no option {key!r}", _advice(key, known))
        _check(file, key, value)
    return _defaults(file, config, common, group, where="")


_SECRET = frozenset({"token", "webhook"})


def is_exposed(file: str, config: Mapping[str, Any]) -> bool:
    """Whether other users of this machine can read a file that holds a token, a webhook or a server's password."""
    named = [config, *(table for table in config.values() if isinstance(table, dict))]
    secret = any(_SECRET & table.keys() or "@" in str(table.get("ledger", "")) for table in named)
    return secret and os.name == "posix" and bool(os.stat(file).st_mode & 0o077)


def _defaults(
    file: str, config: Mapping[str, Any], common: Mapping[str, Any], group: click.Group, where: str
) -> dict[str, Any]:
    found: dict[str, Any] = {}
    tables = {key: value for key, value in config.items() if isinstance(value, dict)}
    for name in tables:
        if name not in group.commands:
            raise ReportedlyError(file, f"there is no command {where + name!r}", _advice(name, set(group.commands)))
    for name, command in group.commands.items():
        own = tables.get(name, {})
        if isinstance(command, click.Group):
            loose = {key: value for key, value in own.items() if not isinstance(value, dict)}
            found[name] = _defaults(file, own, {**common, **loose}, command, f"{where}{name} ")
            continue
        options = _options(command)
        for key, value in own.items():
            if key not in options:
                raise ReportedlyError(file, f"{where}{name} has no option {key!r}", _advice(key, set(options)))
            _check(file, f"{where}{name}.{key}", value)
        given = {**{key: value for key, value in common.items() if key in options}, **own}
        found[name] = {options[key]: _expanded(value) for key, value in given.items()}
    return found


def _commands(group: click.Group) -> Iterator[click.Command]:
    for command in group.commands.values():
        if isinstance(command, click.Group):
            yield from _commands(command)
        else:
            yield command


def _options(command: click.Command) -> dict[str, str]:
    """The names of a command's parameters by their options, as they are written after `--`."""
    return {
        option.removeprefix("--"): str(parameter.name)
        for parameter in command.params
        if isinstance(parameter, click.Option)
        for option in parameter.opts
        if option.startswith("--") and option != "--help"
    }


def _check(file: str, key: str, value: Any) -> None:
    parts = value if isinstance(value, list) else [value]
    if not all(isinstance(part, str | int | float) for part in parts):
        raise ReportedlyError(file, f"{key} is not a string, a number, true or false, or a list of these")


def _advice(key: str, known: set[str]) -> str:
    from difflib import get_close_matches

    near = get_close_matches(key, sorted(known), n=1)
    return f"Did you mean {near[0]}" if near else "`reportedly COMMAND --help` lists the options"


def _expanded(value: Any) -> Any:
    """Paths may begin with ~, as in a shell."""
    if isinstance(value, str) and value.startswith("~"):
        return os.path.expanduser(value)
    return [_expanded(part) for part in value] if isinstance(value, list) else value
