"""The file of settings, completion in a shell, and the pager on a terminal."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from collections.abc import Collection
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from reportedly import Ledger
from reportedly.cli.main import cli
from reportedly.cli.settings import config_path
from tests.ledger.stories import SUMMIT, VISIT

SOURCE = str(Path(__file__).parent.parent / "src")


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("settings") / "news.sqlite"
    with Ledger(path) as book:
        book.add_all([*VISIT, SUMMIT])
    return str(path)


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file of settings that commands read."""
    path = tmp_path / "config.toml"
    monkeypatch.setenv("REPORTEDLY_CONFIG", str(path))
    return path


def run(*words: str) -> Result:
    return CliRunner().invoke(cli, words)


def test_options_come_before_the_environment_and_that_before_the_file(
    ledger: str, settings: Path, monkeypatch: pytest.MonkeyPatch
):
    settings.write_text(f"ledger = '{ledger}'\n")
    assert "Varga" in run("events").stdout
    monkeypatch.setenv("REPORTEDLY_LEDGER", "/nowhere/environment.sqlite")
    assert "environment.sqlite" in str(run("events").exception)
    assert "option.sqlite" in str(run("events", "--ledger", "/nowhere/option.sqlite").exception)


def test_a_table_holds_for_its_command_alone(ledger: str, settings: Path):
    settings.write_text(f"ledger = '{ledger}'\nlimit = 1\n[events]\nformat = 'csv'\n[articles.list]\nlimit = 2\n")
    assert len(run("events").stdout.splitlines()) == 2  # a head and a row
    assert len(run("articles", "list").stdout.splitlines()) == 2
    assert len(run("statements", "--format", "csv").stdout.splitlines()) == 1  # no statement in these


def test_a_path_may_begin_at_home(ledger: str, settings: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("HOME", str(Path(ledger).parent))
    settings.write_text("ledger = '~/news.sqlite'\n")
    assert "Varga" in run("brief").stdout


def test_a_brief_of_articles_adds_nothing_to_the_ledger_of_the_settings(ledger: str, settings: Path, tmp_path: Path):
    settings.write_text(f"ledger = '{ledger}'\n")
    (tmp_path / "note.txt").write_text("Die Brücke bleibt bis auf Weiteres gesperrt, sagte Petra Orr.")
    assert run("brief", str(tmp_path / "note.txt")).exit_code == 0
    with Ledger(ledger) as book:
        assert book.counts().articles == 6


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("ledgre = 'a'", "there is no option 'ledgre'. Did you mean ledger."),
        ("[event]\nledger = 'a'\n[evnts]\nlimit = 1", "there is no command 'evnts'. Did you mean events."),
        ("[serve]\nprot = 1", "serve has no option 'prot'. Did you mean port."),
        ("[serve]\nport = 1979-05-27", "serve.port is not a string, a number, true or false, or a list of these."),
        ("ledger = ", 'is not TOML: Invalid value (at end of document). Example: ledger = "news.sqlite".'),
    ],
)
def test_a_wrong_setting_is_told_by_file_and_name(settings: Path, written: str, told: str):
    settings.write_text(written)
    assert str(run("events").exception) == f"{settings}: {told}"


def test_a_file_that_is_named_must_be_there(tmp_path: Path):
    wrong = run("--config", str(tmp_path / "none.toml"), "events")
    assert str(wrong.exception) == f"{tmp_path / 'none.toml'}: there is no such file. Name another with --config."


def test_a_secret_that_others_can_read_is_noticed(ledger: str, settings: Path):
    settings.write_text(f"ledger = '{ledger}'\n[serve]\ntoken = 'abc'\n")
    settings.chmod(0o644)
    assert "other users can read it" in run("events").stderr
    settings.chmod(0o600)
    assert run("events").stderr == ""


def test_the_file_lies_where_the_system_keeps_settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    assert config_path() == tmp_path / "reportedly" / "config.toml"


# Completion


def test_a_shell_completes_commands_and_options(tmp_path: Path):
    program = tmp_path / "reportedly"
    program.write_text(f"#!{sys.executable}\nfrom reportedly.cli.main import main\nmain()\n")
    program.chmod(0o755)

    def complete(words: str, place: int) -> list[str]:
        asked = {"_REPORTEDLY_COMPLETE": "bash_complete", "COMP_WORDS": words, "COMP_CWORD": str(place)}
        done = subprocess.run(
            [program], env=os.environ | asked | {"PYTHONPATH": SOURCE}, capture_output=True, text=True, check=True
        )
        return [line.partition(",")[2] for line in done.stdout.splitlines()]

    assert complete("reportedly con", 1) == ["conflicts"]
    assert "--as-of" in complete("reportedly events --as", 2)
    assert complete("reportedly export --format js", 3) == ["jsonld", "json"]


# The pager


def on_terminal(ledger: str, *words: str, status: Collection[int] = (0,), **environment: str) -> str:
    """What a command prints on a terminal of its own."""
    control, terminal = pty.openpty()
    running = subprocess.Popen(
        [sys.executable, "-m", "reportedly", *words, "--ledger", ledger],
        stdin=terminal,
        stdout=terminal,
        stderr=terminal,
        env={**os.environ, "PYTHONPATH": SOURCE, "TERM": "xterm", "COLUMNS": "100", "LINES": "30", **environment},
        start_new_session=True,
    )
    os.close(terminal)
    shown = b""
    try:
        while part := os.read(control, 65536):
            shown += part
    except OSError:  # the terminal's other end is closed
        pass
    assert running.wait(60) in status
    os.close(control)
    return shown.decode().replace("\r\n", "\n")


@pytest.fixture
def pager(tmp_path: Path) -> str:
    """A pager that numbers lines."""
    program = tmp_path / "pager"
    program.write_text(
        f"#!{sys.executable}\nimport sys\nfor n, line in enumerate(sys.stdin, 1): print(n, line, end='')\n"
    )
    program.chmod(0o755)
    return str(program)


def test_a_terminal_is_paged_in_colour(ledger: str, pager: str):
    shown = on_terminal(ledger, "brief", REPORTEDLY_PAGER=pager)
    assert shown.startswith("1 \x1b[1m6 articles")
    assert "\n2 " in shown
    assert on_terminal(ledger, "articles", "list", PAGER=pager).startswith("1 ")


def test_no_pager_where_none_is_wanted(ledger: str, pager: str):
    assert "\n2 " not in on_terminal(ledger, "articles", "list", REPORTEDLY_PAGER="", PAGER=pager)
    assert "Varga" in on_terminal(ledger, "articles", "list", PAGER="no-such-pager --at all")


def test_a_pager_that_is_left_early_ends_the_command_quietly(ledger: str):
    # 1 where the pager was gone before all was printed, as where a pipe is closed early.
    shown = on_terminal(ledger, "events", status=(0, 1), PAGER="head -n 1")
    assert len(shown.splitlines()) == 1


def test_nothing_is_paged_where_nobody_reads(ledger: str, pager: str):
    done = subprocess.run(
        [sys.executable, "-m", "reportedly", "articles", "list", "--ledger", ledger],
        env=os.environ | {"PYTHONPATH": SOURCE, "PAGER": pager},
        capture_output=True,
        text=True,
        check=True,
    )
    assert not done.stdout.startswith("1 ")
