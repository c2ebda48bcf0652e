"""One command for every form; a file is written whole or not at all."""

from __future__ import annotations

import csv
import io
import json
import os
import stat
from dataclasses import replace

import pytest
from click.testing import CliRunner

from reportedly import Ledger, ReportedlyError
from reportedly.cli.main import cli
from reportedly.export import FORMS, export, write_whole
from tests.export.stories import MOVED, SUMMIT, VISIT
from tests.ledger.test_shown import ALONE, DOUBTFUL


@pytest.fixture
def news(tmp_path):
    with Ledger(tmp_path / "news.sqlite") as ledger:
        ledger.add_all((*MOVED, SUMMIT))
    return str(tmp_path / "news.sqlite")


@pytest.mark.parametrize(
    ("form", "what"), [(form.value, what.value) for form, whats in FORMS.items() for what in whats]
)
def test_every_form_of_everything(news, form, what):
    done = CliRunner().invoke(cli, ["export", "--ledger", news, "--format", form, "--what", what])
    assert (done.exit_code, done.stderr) == (0, "")
    with Ledger(news) as ledger:
        assert done.stdout_bytes == export(ledger, form=form, what=what)


def test_json_is_what_the_other_commands_print(news):
    ours = CliRunner().invoke(cli, ["export", "--ledger", news, "--format", "json"]).stdout
    assert json.loads(ours) == json.loads(
        CliRunner().invoke(cli, ["events", "--ledger", news, "--format", "json"]).stdout
    )


def test_markdown_of_some(news):
    told = CliRunner().invoke(cli, ["export", "--ledger", news, "--format", "markdown", "--type", "summit"]).stdout
    assert "## Leaders of the Drava states meet in Port Oster: scheduled" in told
    assert "Varga" not in told


def test_a_form_that_cannot_hold_it_says_what_it_holds(news):
    with Ledger(news) as ledger, pytest.raises(ReportedlyError) as error:
        export(ledger, form="ics", what="statements")
    assert str(error.value) == "Form 'ics': it cannot hold statements. It holds: events."


def test_statements_have_no_place(news):
    with Ledger(news) as ledger, pytest.raises(ReportedlyError) as error:
        export(ledger, form="csv", what="statements", place="Norland")
    assert str(error.value) == (
        "Statements: they have no place, type or status of an event. Leave out --place, --type, --status and --open."
    )


def test_an_unknown_type_is_told(news):
    with Ledger(news) as ledger, pytest.raises(ReportedlyError) as error:
        export(ledger, form="ics", type="ball")
    assert "no such type: 'ball'" in str(error.value)


def test_a_file_is_replaced_whole_and_keeps_its_mode(news, tmp_path):
    target = tmp_path / "news.ics"
    target.write_text("old")
    target.chmod(0o640)
    done = CliRunner().invoke(cli, ["export", "--ledger", news, "--format", "ics", "-o", str(target)])
    assert (done.exit_code, done.output) == (0, "")
    assert target.read_bytes().startswith(b"BEGIN:VCALENDAR")
    assert stat.S_IMODE(target.stat().st_mode) == 0o640
    assert sorted(os.listdir(tmp_path)) == ["news.ics", "news.sqlite"]


def test_a_new_file_has_the_mode_of_new_files(tmp_path):
    write_whole(tmp_path / "ours", b"x")
    (tmp_path / "theirs").write_bytes(b"x")
    assert (tmp_path / "ours").stat().st_mode == (tmp_path / "theirs").stat().st_mode


def test_when_it_cannot_be_written_the_old_file_stays(tmp_path, monkeypatch):
    target = tmp_path / "news.ics"
    target.write_bytes(b"old")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(ReportedlyError) as error:
        write_whole(target, b"new")
    assert str(error.value) == f"{target}: cannot be written: No space left on device. Name another file."
    assert (target.read_bytes(), os.listdir(tmp_path)) == (b"old", ["news.ics"])


def test_a_folder_that_is_not_there(tmp_path):
    with pytest.raises(ReportedlyError) as error:
        write_whole(tmp_path / "none" / "news.ics", b"x")
    assert "cannot be written: No such file or directory" in str(error.value)


def test_data_holds_less_certain_events_with_a_flag_and_what_people_look_at_leaves_them_out(ledger_of):
    ledger = ledger_of(*VISIT, DOUBTFUL, ALONE)
    events = json.loads(export(ledger, form="json"))
    assert {event["type"]: (event["shown"], event["topic"]) for event in events} == {
        "visit": (True, None),
        "vote": (False, "the ports"),
    }
    reports = json.loads(export(ledger, form="json", what="reports"))
    assert sorted(report["outlet"] for report in reports if not report["shown"]) == ["World Brief", "World Brief"]
    for what in ("events", "reports", "changes"):
        rows = list(csv.DictReader(io.StringIO(export(ledger, form="csv", what=what).decode(), newline="")))
        assert {row["shown"] for row in rows} == {"true", "false"}, what
    graph = {node["id"]: node for node in json.loads(export(ledger, form="jsonld"))["@graph"]}
    told = [(n["name"], n["shown"], n["confidence"]) for n in graph.values() if n["type"] == "Event"]
    assert told == [("Elena Varga visits Norland", True, 0.9), ("the Port Council votes", False, 0.4)]
    assert [n["shown"] for n in graph.values() if "Claim" in n["type"]].count(False) == 2
    for form in ("ics", "atom", "markdown"):
        data = export(ledger, form=form).decode()
        assert "Norland" in data, form
        assert "Port Council" not in data, form


@pytest.mark.parametrize("form", ["ics", "atom", "markdown"])
def test_a_less_certain_report_changes_no_byte_of_what_people_look_at(ledger_of, form):
    # The article itself is new; its event is not.
    other = replace(DOUBTFUL, events=())
    assert export(ledger_of(*VISIT, DOUBTFUL), form=form) == export(ledger_of(*VISIT, other), form=form)
