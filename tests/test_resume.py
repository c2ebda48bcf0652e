"""A run that was killed, gone on with: the file ends as if nothing had happened, and nothing is read twice."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from reportedly import Article, Ledger
from reportedly.errors import ReportedlyError
from reportedly.resuming import RecordFile

LINE = '{"id": "%s", "text": "…"}\n'


def articles(path: Path, n: int, first: int = 0) -> Path:
    """A file of short articles by invented outlets."""
    text = "The mayor of Drava, Ana Orr, told the Coast Tribune on Monday that vote number {} had been postponed."
    lines = [json.dumps({"id": f"a{i}", "text": text.format(i), "published": "2026-03-02"}) for i in range(first, first + n)]
    path.write_text("\n".join(lines) + "\n")
    return path


def reportedly(*args: str, **options: object) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "reportedly", *args]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **options)


def test_a_line_that_was_cut_off_is_written_anew(tmp_path):
    path = tmp_path / "records.jsonl"
    path.write_text(LINE % "a" + LINE % "b" + (LINE % "c")[:-5])
    with RecordFile(path, resume=True) as file:
        assert [file.has(Article(text="x", id=id)) for id in "abc"] == [True, True, False]
        file.write((LINE % "c").strip())
    assert path.read_text() == LINE % "a" + LINE % "b" + LINE % "c"


def test_an_article_that_is_twice_in_the_input_is_twice_in_the_file(tmp_path):
    path = tmp_path / "records.jsonl"
    path.write_text(LINE % "a")
    with RecordFile(path, resume=True) as file:
        assert [file.has(Article(text="x", id="a")) for _ in range(2)] == [True, False]


def test_there_may_be_nothing_to_resume(tmp_path):
    with RecordFile(tmp_path / "records.jsonl", resume=True) as file:
        assert not file.has(Article(text="x", id="a"))


def test_a_file_that_holds_something_else_is_left_as_it_is(tmp_path):
    path = tmp_path / "notes.txt"
    path.write_text("Ask the mayor.\nThen the council.\n")
    with pytest.raises(ReportedlyError) as told:
        RecordFile(path, resume=True)
    assert str(told.value) == (
        f"{path}, line 1: not a record. Name a file that `reportedly read -o` wrote, or leave --resume out."
    )
    assert path.read_text() == "Ask the mayor.\nThen the council.\n"


def test_a_full_disk_says_so():
    with pytest.raises(ReportedlyError) as told, RecordFile("/dev/full") as file:
        file.write(LINE % "a")
    assert str(told.value) == (
        "/dev/full: cannot be written: No space left on device. "
        "What was written is kept; free some space and run it again with --resume."
    )


def test_a_run_that_is_killed_goes_on_where_it_was(tmp_path):
    """Killed outright, with articles under way: the file is byte for byte that of a run that nobody disturbed."""
    source, rest = articles(tmp_path / "stories.jsonl", 80), tmp_path / "rest.jsonl"
    whole, broken = tmp_path / "whole.jsonl", tmp_path / "broken.jsonl"
    os.mkfifo(rest)  # a run that has come so far waits here for ever: it is killed in the middle on any machine
    killed = reportedly("read", str(source), str(rest), "-o", str(broken), "--jobs", "2", start_new_session=True)
    until = time.monotonic() + 120
    while not (broken.exists() and broken.stat().st_size > 2000) and time.monotonic() < until:
        time.sleep(0.01)
    killed.kill()
    killed.wait()
    n_lines = broken.read_bytes().count(b"\n")
    assert 0 < n_lines <= 80
    rest.unlink()
    articles(rest, 4, first=80)
    assert reportedly("read", str(source), str(rest), "-o", str(whole)).wait(240) == 0
    again = reportedly("read", str(source), str(rest), "-o", str(broken), "--jobs", "2", "--resume")
    _, errors = again.communicate(timeout=240)
    assert (again.returncode, errors) == (0, f"reportedly: {n_lines} already in {broken}, not read again.\n")
    assert broken.read_bytes() == whole.read_bytes()
    assert broken.read_bytes().count(b"\n") == 84
    _assert_gone(killed.pid)


def _assert_gone(group: int) -> None:
    """No worker outlives a run that was killed."""
    until = time.monotonic() + 20
    while time.monotonic() < until:
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return
        time.sleep(0.05)
    os.killpg(group, signal.SIGKILL)
    raise AssertionError("a worker was still there after 20 seconds")


def test_articles_that_a_ledger_has_are_not_read_again(tmp_path, monkeypatch):
    from click.testing import CliRunner

    from reportedly.cli.main import cli
    from reportedly.reading import batch

    source = articles(tmp_path / "stories.jsonl", 3)
    ledger = str(tmp_path / "news.sqlite")
    first = CliRunner().invoke(cli, ["add", str(source), "--ledger", ledger])
    assert first.stderr == "3 added, 0 already there, 0 not read\n"
    articles(source, 4)
    read: list[str] = []
    known = batch.read
    monkeypatch.setattr(batch, "read", lambda article: read.append(article.id) or known(article))
    again = CliRunner().invoke(cli, ["add", str(source), "--ledger", ledger])
    assert again.stderr == "1 added, 3 already there, 0 not read\n"
    assert read == ["a3"]
    with Ledger(ledger) as book:
        assert book.has("a3") and not book.has("a4")


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (["--resume"], "--resume continues a file: name it with --output FILE."),
        (["-o", "x.jsonl", "--explain"], "--output takes JSON lines only."),
    ],
)
def test_what_cannot_be_resumed_is_said(args, message, tmp_path):
    from click.testing import CliRunner

    from reportedly.cli.main import cli

    done = CliRunner().invoke(cli, ["read", str(tmp_path), *args])
    assert done.exit_code == 2
    assert message in done.stderr
