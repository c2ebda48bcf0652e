"""Correcting from the command line, on invented stories."""

import json
import re

import pytest
from click.testing import CliRunner

from reportedly import Ledger
from reportedly.cli.main import cli
from tests.ledger.stories import SUMMIT, VISIT
from tests.ledger.test_corrections import SAID, visit

ANA = ("--who", "Ana Kos", "--why", "misread")


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "news.sqlite"
    with Ledger(path) as ledger:
        ledger.add_all([*VISIT, SUMMIT, SAID])
    return str(path)


@pytest.fixture
def run(path):
    def run(*args, status=0, stdin=None):
        done = CliRunner().invoke(cli, [*args, "--ledger", path], input=stdin)
        assert done.exit_code == status, done.output
        return done

    return run


def in_line(text):
    return " ".join(text.split())


def id_of(path):
    with Ledger(path) as ledger:
        return visit(ledger).id


def test_an_event_is_corrected_listed_and_taken_back(run, path):
    id = id_of(path)
    done = run("correct", id[:8], "--status", "cancelled", "--when", "2026-03-20", "--participant", "Elena Varga",
               "--participant", "Jonas Lund", *ANA)  # fmt: skip
    assert re.search(rf"Corrected: \w+  status of {id}: held → cancelled; by Ana Kos on \S+: misread", done.stderr)
    told = in_line(done.stdout)
    assert "CANCELLED" in told
    assert "Who Elena Varga, Jonas Lund" in told
    assert "Corrected status by Ana Kos on" in told
    assert "status by Ana Kos" in in_line(run("brief", "--name", "Varga").stdout)
    assert "Corrected by hand: status by Ana Kos" in in_line(run("ask", "Is Varga's visit still on?", status=0).stdout)
    listed = json.loads(run("corrections", "--event", id, "--format", "json").stdout)
    assert [one["kind"] for one in listed] == ["status", "when", "participants"]
    for one in listed:
        run("correct", "--undo", one["id"], "--who", "Bo")
    assert run("corrections").stdout == ""
    undone = run("corrections", "--undone").stdout.splitlines()
    assert len(undone) == 3
    assert all("(undone by Bo on" in line for line in undone)


def test_the_name_of_the_user_is_kept_where_none_is_told(run, path, monkeypatch):
    monkeypatch.setenv("LOGNAME", "cy")
    run("correct", id_of(path), "--not-an-event")
    monkeypatch.setenv("REPORTEDLY_WHO", "Desk")
    run("correct", id_of(path), "--name", "Varga in Norland")
    with Ledger(path) as ledger:
        assert [one.who for one in ledger.corrections()] == ["cy", "Desk"]


def test_a_speaker_names_and_articles_are_corrected(run, path):
    article = SAID.article.id
    run("correct", article, "--statement", "s0", "--speaker", "Ana Berg", *ANA)
    assert "Ana Berg asserts" in in_line(run("articles", "show", article).stdout)
    assert "corrected by Ana Kos" in in_line(run("articles", "show", article).stdout)
    assert "corrected by Ana Kos" in run("who", "Ana Berg").stdout
    run("names", "--merge", "Ana Berg", "Jonas Lund", *ANA)
    assert run("names").stdout.split() == "2 Ana Berg (person), 1 articles".split()
    assert "1 ruling undone" in run("names", "--undo", "Jonas Lund").stderr
    run("names", "--split", "Ana Berg", "--articles", article, "--as", "Ana Berg of Port Oster", *ANA)
    assert json.loads(run("names", "Oster", "--format", "json").stdout)[0]["statements"] == 1
    run("articles", "hide", article, *ANA)
    assert article not in run("articles", "list").stdout


def test_a_removed_article_that_is_added_again_is_told(run, path, tmp_path):
    article = SAID.article.id
    run("articles", "remove", article, stdin="n\n", status=1)
    run("articles", "remove", article, "--yes", *ANA)
    file = tmp_path / "again.jsonl"
    file.write_text(json.dumps(SAID.article.to_dict()))
    done = run("add", str(file))
    assert "0 added, 0 already there, 1 kept out, 0 not read" in done.stderr
    assert f"article {article} was removed by Ana Kos on" in done.stderr
    undo = re.search(r"reportedly (correct --undo \w+)", done.stderr)[1]
    run(*undo.split())
    assert "1 added" in run("add", str(file)).stderr
    assert "1 read again" in run("add", str(file), "--again").stderr


def test_corrections_are_data_to_train_with(run, path):
    id = id_of(path)
    run("correct", id, "--status", "cancelled", *ANA)
    run("correct", id, "--not-an-event")
    run("correct", id, "--merge", next(e for e in _events(path) if e.type == "summit").id)
    run("correct", SAID.article.id, "--statement", "s0", "--speaker", "Ana Berg")
    run("names", "--merge", "Ana Berg", "Jonas Lund")
    run("correct", id, "--place", "Elsewhere")
    lines = [json.loads(line) for line in run("corrections", "--training", "--texts").stdout.splitlines()]
    by_task = {line["task"]: line for line in lines}
    assert list(by_task) == ["event_status", "is_event", "same_event", "statement_chain", "same_name", "event_place"]
    status = by_task["event_status"]
    assert (status["before"], status["after"], status["who"]) == ("held", "cancelled", "Ana Kos")
    for line in lines:
        for place in line["places"]:
            text = line["texts"][place["article"]]
            if "span" in place:
                assert text[slice(*place["span"])] == place["words"]
            else:
                assert text[slice(*place["content"][0])] == place["content_words"]
    assert [place["read"] for place in status["places"]].count("held") == 1
    assert (by_task["is_event"]["before"], by_task["is_event"]["after"]) == (True, False)
    assert [len(side) for side in by_task["same_event"]["pairs"][0]] == [1, 1]
    assert by_task["statement_chain"]["after"] == [["Ana Berg", "person"]]


def _events(path):
    with Ledger(path) as ledger:
        return ledger.events()


@pytest.mark.parametrize(
    ("args", "told"),
    [
        (("correct",), "Give a correction"),
        (("correct", "abcd", "--status", "held", "--merge", "x"), "Give a correction"),
        (("correct", "--status", "held"), "Give the ID"),
        (("correct", "abcd", "--statement", "s1"), "go together"),
        (("correct", "abcd", "--merge", "x", "--as-of", "2026-03-01"), "--as-of only applies to fields"),
        (("names", "--split", "Orr"), "go together"),
        (("names", "Orr", "--undo", "Orr"), "leave out --as-of"),
        (("corrections", "--texts"), "--texts goes with --training"),
    ],
)
def test_what_makes_no_sense_is_refused(run, args, told):
    assert told in run(*args, status=2).output


def test_what_people_write_cannot_steer_the_terminal(run, path):
    done = run("correct", id_of(path), "--name", "Visit\x1b[2J", "--who", "A\x1b]0;x", "--why", "\x1b[31m")
    assert "\x1b" not in done.output
    assert "\x1b" not in run("corrections").output
    assert "\x1b" not in run("corrections", "--format", "markdown").output
