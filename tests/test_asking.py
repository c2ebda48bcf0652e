"""The commands that ask a ledger, on invented stories: every list in every form, and rulings by hand."""

import csv
import io
import json

import pytest
from click.testing import CliRunner

from reportedly import Ledger
from reportedly.cli.main import cli
from tests.ledger.matching.test_copies import DISPATCH, LONGER
from tests.ledger.stories import SUMMIT, VISIT, Told, article
from tests.ledger.test_shown import ALONE, DOUBTFUL

TALKS = {
    "type": "talks",
    "who": ("Jonas Lund",),
    "what": "Jonas Lund holds talks",
    "place": "Port Oster",
    "when": "2026-04-10",
}
PROTEST = {
    "type": "protest",
    "who": ("Mara Kos",),
    "what": "Mara Kos leads a protest",
    "place": "Drava",
    "when": "2026-05-09",
}

# On one day one says that it is on and another that it is off.
DISPUTE = tuple(
    article(outlet, f"2026-04-02T{hour}:00:00+00:00", Told(words=words, status=status, chain=(source,), **TALKS))
    for outlet, hour, words, status, source in (
        ("Drava Courier", "08", "the talks in Port Oster are off", "cancelled", "Petra Orr"),
        ("Norland News", "09", "talks in Port Oster go ahead", "scheduled", "a diplomat"),
    )
)

CIRCLE = tuple(
    article(outlet, "2026-05-02", Told(words="a protest is planned", status="planned", chain=(cited,), **PROTEST))
    for outlet, cited in (("Drava Courier", "Harbour Post"), ("Harbour Post", "Drava Courier"))
)

COPIES = (
    article("Adriapress", "2026-03-05", text=DISPATCH, id="dispatch"),
    article("Harbour Post", "2026-03-06", text=LONGER, id="longer"),
)

UTTERED = tuple(
    article(outlet, day, quotes=[("Jonas Lund", words)], id=outlet.split()[0])
    for outlet, day, words in (
        ("World Brief", "2026-03-07", "we will sign it when everything is ready, not before"),
        ("Nairobi Ledger", "2026-03-08", "we will sign when everything is ready, and not before"),
    )
)


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    path = tmp_path_factory.mktemp("asking") / "news.sqlite"
    with Ledger(path) as ledger:
        ledger.add_all([*VISIT, SUMMIT, *DISPUTE, *CIRCLE, *COPIES, *UTTERED])
    return str(path)


@pytest.fixture
def own(tmp_path):
    path = tmp_path / "news.sqlite"
    with Ledger(path) as ledger:
        ledger.add_all([*VISIT, SUMMIT])
    return str(path)


def run(*args, status=0):
    result = CliRunner().invoke(cli, [str(arg) for arg in args])
    assert result.exit_code == status, result.output
    return result


def answer(*args):
    return json.loads(run(*args, "--format", "json").stdout)


LISTS = ["events", "echoes", "statements", "origins", "conflicts", "drift", "who Lund", "event ID"]


@pytest.mark.parametrize("command", LISTS)
def test_every_list_comes_in_every_form(told, command):
    (first, *_) = answer("events", "--ledger", told)
    args = [*command.replace("ID", first["id"]).split(), "--ledger", told]
    whole = answer(*args)
    assert whole
    lines = run(*args, "--format", "jsonl").stdout.splitlines()
    assert [json.loads(line) for line in lines] == whole
    head, *rows = csv.reader(io.StringIO(run(*args, "--format", "csv").stdout))
    assert len(rows) >= len(whole)
    assert all(len(row) == len(head) for row in rows)
    table = run(*args, "--format", "markdown").stdout.splitlines()
    assert [line.strip("| ") for line in table[0].split(" | ")] == [name.replace("_", " ") for name in head]
    assert set(table[1]) <= set("|- ")
    assert len(table) == len(rows) + 2
    assert run(*args).stdout.strip()


@pytest.mark.parametrize("command", ["echoes", "statements", "origins", "conflicts", "drift", "who Nobody", "events"])
def test_an_empty_list_still_has_its_columns(tmp_path, command):
    path = tmp_path / "empty.sqlite"
    Ledger(path).close()
    assert answer(*command.split(), "--ledger", path) == []
    assert run(*command.split(), "--ledger", path).stdout == ""
    (head,) = csv.reader(io.StringIO(run(*command.split(), "--ledger", path, "--format", "csv").stdout))
    assert len(head) >= 6


def test_a_table_stays_one_whatever_an_article_says(tmp_path):
    path = tmp_path / "news.sqlite"
    words = "a | b \\ c *d* `e`\n<script> [f](g) \x1b[31m \ud800"
    with Ledger(path) as ledger:
        ledger.add(article("Odd | Post", "2026-03-05", quotes=[("Petra Orr", words)]))
    shown = run("statements", "--ledger", path, "--format", "markdown").stdout
    *_, row = shown.splitlines()
    assert len(shown.splitlines()) == 3
    assert "Odd \\| Post" in row
    assert "a \\| b \\\\ c \\*d\\* \\`e\\` \\<script\\> \\[f\\](g) \ufffd\\[31m" in row
    assert "\x1b" not in run("statements", "--ledger", path).stdout


def test_a_contradiction_is_shown_with_both_chains_and_who_stands_where(told):
    shown = run("conflicts", "--ledger", told).stdout
    assert (
        "Jonas Lund holds talks (status): still open\n"
        "    scheduled: a diplomat, in Norland News, 2 April 2026\n"
        "        “talks in Port Oster go ahead”\n"
        "    cancelled: Petra Orr, in Drava Courier, 2 April 2026\n"
        "        “the talks in Port Oster are off”\n"
    ) in shown
    (dispute,) = [row for row in answer("conflicts", "--ledger", told) if row["what"] == "Jonas Lund holds talks"]
    assert (dispute["a"]["chain"], dispute["b"]["chain"], dispute["open"]) == (["a diplomat"], ["Petra Orr"], True)


def test_a_contradiction_is_open_until_a_later_word_settles_it(tmp_path):
    path = tmp_path / "news.sqlite"
    held = Told(words="the talks took place on Friday", status="held", chain=("Mara Kos",), **TALKS)
    with Ledger(path) as ledger:
        ledger.add_all([*DISPUTE])
        assert [row["open"] for row in answer("conflicts", "--ledger", path)] == [True]
        ledger.add(article("Harbour Post", "2026-04-11", held))
    assert run("conflicts", "--ledger", path).stdout.startswith("Jonas Lund holds talks (status): settled: held\n")
    assert answer("conflicts", "--ledger", path, "--open") == []
    (before,) = answer("conflicts", "--ledger", path, "--open", "--as-of", "2026-04-10")
    assert (before["a_by"], before["b_by"]) == (["a diplomat"], ["Petra Orr"])


def test_circular_reporting_is_told_with_the_event(told):
    (protest,) = [event for event in answer("events", "--ledger", told) if event["type"] == "protest"]
    assert protest["circular"] == [["Drava Courier", "Harbour Post"]]
    shown = " ".join(run("event", protest["id"], "--ledger", told).stdout.split())
    assert "Circular Drava Courier cites Harbour Post, Harbour Post cites Drava Courier" in shown
    assert f"Id: {protest['id']}" in shown


def test_echoes_tell_who_printed_first_and_what_each_added(told):
    shown = run("echoes", "--ledger", told, "--copies").stdout
    assert shown.startswith(
        "2 articles of one text:\n"
        "    5 March 2026  Adriapress: dispatch (printed first)\n"
        "    6 March 2026  Harbour Post: longer\n"
        "        adds 64% of its own: “The harbour has seen many plans come and go, "
    )
    (group,) = answer("echoes", "--ledger", told, "--copies")
    assert group["articles"] == ["dispatch", "longer"]
    added = group["added"]["longer"]
    assert 0.6 < added["share"] < 0.8
    assert added["words"].startswith("The harbour has seen many plans come and go")
    assert "source in the presidency" not in added["words"]


def test_drift_tells_what_differs_word_by_word(told):
    shown = run("drift", "--ledger", told).stdout
    assert "Jonas Lund: “we will sign it when everything is ready, not before”" in shown
    assert "it → ∅; ∅ → and" in shown


def test_events_are_chosen_by_name_status_day_and_number(told):
    def found(*args):
        return [event["what"] for event in answer("events", "--ledger", told, *args)]

    assert found("--name", "varga") == ["Elena Varga visits Norland"]
    assert found("--status", "planned") == ["Mara Kos leads a protest"]
    assert found("--since", "2026-05-01") == ["Mara Kos leads a protest"]
    assert found("--until", "2026-03-15") == ["Elena Varga visits Norland"]
    assert found("--name", "varga", "--as-of", "2026-03-01") == []
    assert found("--limit", "1") == found()[:1]
    assert found("--name", "nobody") == []


def ids(path):
    return {event["id"]: event["what"] for event in answer("events", "--ledger", path)}


def test_a_merge_by_hand_is_kept_whatever_is_added_and_can_be_taken_back(own):
    before = ids(own)
    a, b = before
    result = run("events", "--merge", a, b, "--ledger", own)
    (one,) = ids(own)
    assert result.stderr == f"One event now: {one}\n"
    with Ledger(own) as ledger:
        ledger.add(article("Harbour Post", "2026-03-14", Told(words="the visit went well", status="held")))
    (event,) = answer("events", "--ledger", own)
    assert len(event["articles"]) == 7
    result = run("events", "--undo", one, "--ledger", own)
    assert result.stderr.startswith("1 ruling undone: ")
    assert set(ids(own)) == set(before)


def test_a_split_by_hand_takes_the_named_articles_out(own):
    (visit,) = [event for event in answer("events", "--ledger", own) if "Varga" in event["what"]]
    out = visit["articles"][-2:]
    result = run("events", "--split", visit["id"], "--articles", ",".join(out), "--ledger", own)
    assert result.stderr.startswith("Apart now: ")
    parts = [event["articles"] for event in answer("events", "--ledger", own) if "Varga" in event["what"]]
    assert sorted(parts) == sorted([out, visit["articles"][:-2]])
    run("events", "--undo", visit["id"], "--ledger", own)
    (again,) = [event for event in answer("events", "--ledger", own) if "Varga" in event["what"]]
    assert again["articles"] == visit["articles"]


@pytest.mark.parametrize(
    ("args", "status", "said"),
    [
        (
            ["--merge", "a", "b", "--split", "c", "--articles", "d"],
            2,
            "Give only one of --merge, --split and --undo.",
        ),
        (["--split", "c"], 2, "--split ID and --articles A,B go together: name the articles to take out."),
        (["--articles", "c"], 2, "--split ID and --articles A,B go together: name the articles to take out."),
        (["--undo", "c", "--as-of", "2026-03-01"], 2, "Merges and splits apply to the current ledger"),
        (["--since", "soon"], 2, "'soon' is not a day; write YYYY-MM-DD."),
        (["--status", "maybe"], 1, "maybe"),
        (["--merge", "no", "none"], 1, "no event"),
        (["--undo", "none"], 1, "no event 'none'"),
        (["--split", "none", "--articles", "x"], 1, "no event 'none'"),
    ],
)
def test_wrong_use_changes_nothing_and_says_why(own, args, status, said):
    before = ids(own)
    result = run("events", "--ledger", own, *args, status=status)
    assert said in result.output + str(result.exception)
    assert ids(own) == before


@pytest.mark.parametrize("command", sorted(cli.commands))
def test_every_command_explains_itself(command):
    shown = run(command, "--help").stdout
    assert len(shown.split("Options:")[0].split()) > 12
    for line in shown.split("Options:")[1].splitlines():
        if line.startswith("  --") and len(line.split()) == 1:
            pytest.fail(f"{command}: {line.strip()} is not explained")


@pytest.fixture
def doubtful(tmp_path):
    path = tmp_path / "doubtful.sqlite"
    with Ledger(path) as ledger:
        ledger.add_all([*VISIT, SUMMIT, DOUBTFUL, ALONE])
    return str(path)


@pytest.mark.parametrize(
    "command", ["events", "events --limit 1", "events --until 2026-12-31", "brief", "brief --limit 0"]
)
def test_less_certain_events_are_shown_where_all_are_asked_for(doubtful, command):
    args = [*command.split(), "--ledger", doubtful]
    shown = run(*args).stdout
    assert shown.splitlines()[-1] == "1 less certain event is not shown; --all shows it."
    assert "Port Council" not in shown
    assert "less certain)" not in shown
    assert "Port Council" not in run(*args, "--format", "markdown").stdout
    everything = (
        run(*args, "--all").stdout if command != "events --limit 1" else run("events", *args[3:], "--all").stdout
    )
    assert "The Port Council votes" in everything
    assert "not shown" not in everything
    assert "less certain: its only report may be misread (confidence 0.40)" in " ".join(everything.split())
    assert "Petra Orr, in World Brief (less certain)" in everything


def test_where_nothing_is_left_out_nothing_is_said_of_it(own):
    for command in ("events", "brief"):
        assert "less certain" not in run(command, "--ledger", own).stdout
        assert run(command, "--ledger", own).stdout == run(command, "--ledger", own, "--all").stdout


@pytest.mark.parametrize("command", ["events", "brief"])
def test_json_has_every_event_with_a_flag(doubtful, command):
    events = answer(command, "--ledger", doubtful)
    assert {event["type"]: event["shown"] for event in events} == {"visit": True, "summit": True, "vote": False}
    assert [report["shown"] for event in events for report in event["reports"]].count(False) == 2


def test_one_event_is_told_with_its_less_certain_reports_marked(doubtful):
    visit = next(event for event in answer("events", "--ledger", doubtful) if event["type"] == "visit")
    assert "Petra Orr, in World Brief (less certain)" in run("event", visit["id"], "--ledger", doubtful).stdout
