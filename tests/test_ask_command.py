"""`reportedly ask` in a terminal."""

import json

import pytest
from click.testing import CliRunner

from reportedly import Ledger
from reportedly.cli.main import cli
from tests.ledger.stories import SUMMIT, VISIT, Told, article


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    path = tmp_path_factory.mktemp("ask") / "news.sqlite"
    with Ledger(path) as ledger:
        ledger.add_all([*VISIT, SUMMIT])
    return str(path)


def run(*args, status=0):
    result = CliRunner().invoke(cli, [str(arg) for arg in args])
    assert result.exit_code == status, result.output
    return result.stdout


def test_an_answer_is_printed_with_numbered_sources_and_how_it_was_understood(told):
    shown = run("ask", "Is Varga's visit to Norland still on?", "--ledger", told, "--as-of", "2026-03-06")
    assert shown.startswith("Yes. Elena Varga visits Norland: scheduled for 12 March 2026. [1]\n")
    assert "\n[1] Norland News, “the visit goes ahead on 12 March as plan”, 6 March 2026," in shown
    assert shown.endswith(
        "Understood as: asks status, about Varga Norland, type visit; days counted from\n2026-03-06.\n"
    )


def test_words_need_no_quotation_marks_and_filters_override(told):
    shown = run("ask", "is", "the", "summit", "on", "--ledger", told, "--asks", "when")
    assert shown.startswith("Leaders of the Drava states meet in Port Oster: 20 March 2026 (scheduled). [1]\n")


def test_what_is_not_known_exits_with_1(told):
    assert "The ledger does not say" in run("ask", "Is it raining?", "--ledger", told, status=1)


def test_an_answer_as_json_has_its_sources(told):
    answer = json.loads(run("ask", "When is the summit?", "--ledger", told, "--format", "json"))
    assert answer["sentences"][0]["cites"][0]["words"] == "leaders of the Drava states meet in Port Oster on 20 March"


def test_a_bad_filter_is_told_by_name(told):
    result = CliRunner().invoke(cli, ["ask", "on?", "--ledger", told, "--type", "picnic"])
    assert result.exit_code == 2
    assert "No such type: 'picnic'; write one of visit, meeting" in result.output


@pytest.mark.parametrize("form", ["text", "markdown"])
def test_hostile_words_steer_no_terminal_and_draw_no_markup(tmp_path, form):
    words = "the visit \x1b[31m`is` [on](javascript:x) <b>now</b> | \u202eno"
    path = tmp_path / "news.sqlite"
    with Ledger(path) as ledger:
        ledger.add(article("Odd | \x1b[2J Post", "2026-03-05", Told(words=words, status="scheduled")))
    shown = run("ask", "Is Varga's visit on?", "--ledger", path, "--format", form)
    assert "\x1b" not in shown
    assert "\u202e" not in shown
    if form == "markdown":
        assert "\\[on\\](javascript:x)" in shown
        assert "\\<b\\>" in shown


def test_the_ledger_may_be_named_by_the_environment(told, monkeypatch):
    monkeypatch.setenv("REPORTEDLY_LEDGER", told)
    assert "20 March 2026" in run("ask", "When is the summit?")
    assert "Elena Varga visits Norland" in run("brief")


def test_a_brief_of_articles_adds_nothing_to_the_ledger_of_the_environment(told, monkeypatch, tmp_path):
    monkeypatch.setenv("REPORTEDLY_LEDGER", told)
    (tmp_path / "note.txt").write_text("The harbour opens on Monday, Petra Orr said.")
    run("brief", tmp_path / "note.txt")
    with Ledger(told) as ledger:
        assert ledger.counts().articles == 6


def test_articles_are_listed_and_shown(told):
    lines = run("articles", "list", "--ledger", told, "--outlet", "Norland News").splitlines()
    assert len(lines) == 2
    assert "13 March 2026  Norland News: Ms Varga visited Norland on Thursday" in lines[0]
    assert "President Elena Varga will visit" in run(
        "articles", "list", "--ledger", told, "--words", "visiting president"
    )
    article_id = lines[0].split()[0]
    assert "Elena Varga visits Norland: held" in run("articles", "show", article_id, "--ledger", told)
    assert json.loads(run("articles", "show", article_id, "--ledger", told, "--format", "json"))["id"] == article_id


def test_an_event_is_known_by_the_beginning_of_its_id(told):
    with Ledger(told) as ledger:
        (event,) = (event for event in ledger.events() if event.type == "summit")
    assert f"Id: {event.id}" in run("event", event.id[:8], "--ledger", told)
    result = CliRunner().invoke(cli, ["event", "0123456789", "--ledger", told])
    assert result.exit_code != 0


def test_the_same_filters_are_on_every_command(told):
    def found(command, *more):
        out = run(command, "--ledger", told, "--format", "json", *more)
        return [event["what"] for event in json.loads(out)]

    for command in ("events", "brief", "export"):
        assert found(command, "--words", "drava states") == ["Leaders of the Drava states meet in Port Oster"]
        assert found(command, "--place", "norland") == ["Elena Varga visits Norland"]
        assert found(command, "--type", "summit", "--status", "scheduled", "--open") == [
            "Leaders of the Drava states meet in Port Oster"
        ]
        assert found(command, "--since", "2026-03-20", "--name", "Varga") == []


def test_whether_an_event_is_open_is_seen_from_the_newest_article(told):
    def opened(*more):
        return {e["type"]: e["open"] for e in json.loads(run("events", "--ledger", told, "--format", "json", *more))}

    assert opened() == {"visit": False, "summit": True}
    assert opened("--as-of", "2026-03-25") == {"visit": False, "summit": "passed"}
    shown = " ".join(run("events", "--ledger", told, "--as-of", "2026-03-25").split())
    assert "Status scheduled, also on the record; no report since 20 March 2026 that it took place" in shown
    assert json.loads(run("events", "--ledger", told, "--as-of", "2026-03-25", "--open", "--format", "json")) == []
