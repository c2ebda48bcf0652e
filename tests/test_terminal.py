"""Article text is hostile to terminals too: nothing that is printed for people holds a control character."""

import dataclasses

import pytest
from click.testing import CliRunner

from reportedly import Ledger
from reportedly.cli.main import cli
from reportedly.ledger.answers import ReportAnswer
from reportedly.watch import Change, line_of
from reportedly.watch.changes import Standing
from tests.ledger.stories import Told, article

# Clears the screen, names the window, hides what follows; in the longer and in the shorter form.
EVIL = "\x1b[2J\x1b]0;owned\x07\x9b8m\x90q\x08\r\u202e"


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    path = tmp_path_factory.mktemp("hostile") / "news.sqlite"
    with Ledger(path) as ledger:
        for n, status in enumerate(("scheduled", "cancelled", "scheduled")):
            told = Told(
                words=f"the visit{EVIL} of Elena Varga number {n}",
                status=status,
                who=(f"Elena Varga{EVIL}",),
                what=f"Elena Varga visits{EVIL} Kenya",
                place=f"Kenya{EVIL}",
            )
            quotes = [(f"Ana{EVIL} Orr", f"we shall see{EVIL} in the end how all of this goes, {n}")]
            ledger.add(article(f"Harbour{EVIL} Post {n}", f"2026-03-0{n + 3}", told, quotes=quotes))
    return path


def steering(text):
    return {c for c in text if c not in "\n\t" and not c.isprintable()}


@pytest.mark.parametrize(
    "command",
    ["brief", "events", "statements", "who Orr", "origins", "conflicts", "drift --all", "echoes", "articles list"],
)
@pytest.mark.parametrize("form", ["text", "markdown"])
def test_no_list_steers_a_terminal(path, command, form):
    words = [*command.split(), "--ledger", str(path)]
    if command != "brief":
        words += ["--format", form]
    done = CliRunner().invoke(cli, words)
    assert done.exit_code == 0, done.output
    assert done.output.strip() or command == "conflicts"
    assert steering(done.output) == set()


def test_no_article_or_event_or_answer_steers_a_terminal(path):
    with Ledger(path) as ledger:
        (one, *_), (event, *_) = ledger.articles(), ledger.events()
    for words in (["articles", "show", one.id], ["event", event.id], ["ask", "when does Elena Varga visit Kenya?"]):
        done = CliRunner().invoke(cli, [*words, "--ledger", str(path)])
        assert done.exit_code in (0, 1), done.output
        assert steering(done.output) == set(), words


def test_no_change_that_is_told_steers_a_terminal(path):
    with Ledger(path) as ledger:
        (event, *_) = ledger.events()
    report: ReportAnswer = dataclasses.replace(event.reports[0], chain=(f"Tass{EVIL}",))
    now = Standing(status="cancelled", on_record=None, when=None)
    line = line_of(Change(before=None, now=now, report=report, event=event))
    assert "Tass" in line
    assert steering(line) == set()


def test_no_input_that_is_not_read_steers_a_terminal(tmp_path):
    bad = tmp_path / f"stories{EVIL}.jsonl"
    bad.write_text('{"text": "A visit.", "published": "2024-13-40\\u001b[2J"}\n{"title\\u001b[2J": 1}\n', "utf-8")
    done = CliRunner().invoke(cli, ["read", str(bad)])
    assert "2024-13-40" in done.output
    assert steering(done.output) == set()
