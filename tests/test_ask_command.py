"""`reportedly ask` in a terminal."""

import json

import pytest
from click.testing import CliRunner

from reportedly import Ledger
from reportedly.cli import cli
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
