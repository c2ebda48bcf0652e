"""The commands as a user runs them, on the sample story."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from reportedly.cli.main import cli

SAMPLES = Path(__file__).parent.parent / "samples" / "varga-visit"


def run(*args: str, stdin: bytes | None = None, status: int = 0):
    result = CliRunner().invoke(cli, list(args), input=stdin)
    assert result.exit_code == status, result.output
    return result


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = str(tmp_path_factory.mktemp("cli") / "news.sqlite")
    result = run("add", str(SAMPLES), "--ledger", path)
    assert "9 added, 0 already there, 0 not read" in result.stderr
    return path


def test_help_imports_nothing_heavy():
    code = (
        "import sys; from reportedly.cli.main import cli; "
        "cli.main(['--help'], standalone_mode=False); "
        "print([m for m in ('spacy', 'numpy', 'rich', 'sqlalchemy', 'alembic', 'trafilatura', 'onnxruntime', 'httpx', "
        "'fastapi', 'uvicorn', 'jinja2') "
        "if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.splitlines()[-1] == "[]"


def test_adding_again_adds_nothing_twice(ledger: str):
    result = run("add", str(SAMPLES), "--ledger", ledger)
    assert "0 added, 9 already there, 0 not read" in result.stderr


def test_brief_tells_the_visit_with_words_and_sources(ledger: str):
    told = " ".join(run("brief", "--ledger", ledger).stdout.split())
    assert "9 articles, 6 outlets · 2 March 2026 to 6 March 2026" in told
    assert "Elena Varga visits" in told
    assert "Matej Kranjc" in told
    assert "Adriapress, in World Brief Online" in told
    assert "“President Elena Varga will visit Kenya on April 22”" in told


def test_events_are_a_list_in_the_form_of_the_contract(ledger: str):
    events = json.loads(run("events", "--ledger", ledger, "--format", "json").stdout)
    visit = max(events, key=lambda event: len(event["articles"]))
    assert visit["type"] == "visit"
    assert "Elena Varga" in visit["participants"]
    assert {"id", "what", "place", "when", "status", "status_on_record", "origins", "outlets", "conflict"} <= set(visit)
    for report in visit["reports"]:
        assert {"article", "status", "chain", "said", "published", "evidence", "span"} <= set(report)


def test_as_of_never_looks_ahead(ledger: str):
    events = json.loads(run("events", "--ledger", ledger, "--format", "json", "--as-of", "2026-03-03").stdout)
    assert events
    assert all(report["published"][:10] <= "2026-03-03" for event in events for report in event["reports"])


def test_echoes_name_the_copy_of_the_dispatch(ledger: str):
    groups = json.loads(run("echoes", "--ledger", ledger, "--format", "json").stdout)
    assert any(group["kind"] == "copy" and len(group["articles"]) >= 2 for group in groups)
    assert "Adriapress" in run("echoes", "--ledger", ledger).stdout


def test_read_prints_a_record_a_line_with_offsets_that_fit():
    text = "Kenya’s foreign minister confirmed on Thursday that the visit had been postponed."
    line = json.dumps({"id": "a", "text": text, "published": "2026-03-05"})
    (record,) = [json.loads(row) for row in run("read", "-", stdin=line.encode()).stdout.splitlines()]
    assert (record["id"], record["text"]) == ("a", text)
    (statement,) = record["statements"]
    assert [text[a:b] for a, b in statement["cue"]] == ["confirmed"]
    assert statement["stance"] == "confirms"
    assert statement["said"] == "2026-03-05"


def test_explain_shows_the_article_with_its_chains():
    shown = run("read", "--explain", str(SAMPLES / "2026-03-04-harbour-post.txt")).stdout
    assert "Varga trip" in shown
    assert "Adriapress < a diplomatic source in Nairobi" in " ".join(shown.split())


def test_a_bad_line_in_the_middle_is_told_and_the_rest_goes_on(tmp_path: Path):
    path = tmp_path / "stories.jsonl"
    good = '{"id": "%s", "text": "The mayor said the vote was off.", "published": "2026-03-05"}\n'
    path.write_text(good % "a" + "{broken\n" + good % "b", encoding="utf-8")
    errors = tmp_path / "errors.jsonl"
    result = run("read", str(path), "--errors", str(errors), status=1)
    assert [json.loads(line)["id"] for line in result.stdout.splitlines()] == ["a", "b"]
    assert "stories.jsonl, line 2" in result.stderr
    (error,) = [json.loads(line) for line in errors.read_text(encoding="utf-8").splitlines()]
    assert "line 2" in error["source"]
    assert error["reason"]


def test_the_same_input_gives_the_same_output():
    path = str(SAMPLES / "2026-03-03-adriapress.txt")
    assert run("read", path).stdout == run("read", path).stdout


def test_side_by_side_gives_the_same_records_in_the_same_order():
    alone = run("read", str(SAMPLES)).stdout
    together = subprocess.run(
        [sys.executable, "-m", "reportedly", "read", str(SAMPLES), "--jobs", "2"],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
        timeout=240,
        env=os.environ | {"PYTHONIOENCODING": "utf-8"},
    )
    assert together.stdout == alone


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (["events", "--ledger", "no-such.sqlite"], "no-such.sqlite"),
        (["events", "--ledger", "x.sqlite", "--as-of", "tomorrow"], "'tomorrow' is not a day"),
        (["brief"], "Name an INPUT"),
    ],
)
def test_wrong_use_gets_one_clear_line(args: list[str], message: str, tmp_path: Path):
    done = subprocess.run(
        [sys.executable, "-m", "reportedly", *args], capture_output=True, text=True, cwd=tmp_path, timeout=60
    )
    assert done.returncode == 2
    assert message in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("command", ["statements", "origins", "conflicts", "drift", "who"])
def test_every_list_is_told_in_text_and_json(ledger: str, command: str):
    args = [command, *(["Kranjc"] if command == "who" else []), "--ledger", ledger]
    found = json.loads(run(*args, "--format", "json").stdout)
    assert isinstance(found, list)
    assert bool(found) == bool(run(*args).stdout.strip())


def test_one_event_by_its_id(ledger: str):
    (first, *_) = json.loads(run("events", "--ledger", ledger, "--format", "json").stdout)
    (again,) = json.loads(run("event", first["id"], "--ledger", ledger, "--format", "json").stdout)
    assert again["id"] == first["id"]


def test_statements_between_two_days_as_a_table(ledger: str):
    told = run("statements", "--ledger", ledger, "--since", "2026-03-03", "--until", "2026-03-03", "--format", "csv")
    head, *rows = told.stdout.splitlines()
    assert head.startswith("article,outlet,published")
    assert rows
    assert "2026-03-04T" not in told.stdout
    by_then = run("statements", "--ledger", ledger, "--since", "2026-03-03", "--as-of", "2026-03-03", "--format", "csv")
    assert by_then.stdout == told.stdout


def test_a_table_with_columns_named_by_the_user(tmp_path: Path):
    path = tmp_path / "a.csv"
    path.write_text("tag,inhalt\n2026-03-03,The port of Riga opens on Friday.\n2026-03-04,Der Hafen ist nicht offen.\n")
    result = run("read", str(path), "--map", "text=inhalt,published=tag", "--outlet", "Coast Tribune")
    first, second = map(json.loads, result.stdout.splitlines())
    assert (first["published"], first["outlet"], first["language"]) == ("2026-03-03", "Coast Tribune", "en")
    assert (first["input"], second["language"]) == (f"{path}#2", "de")
    assert result.stderr.splitlines() == [
        f"reportedly: {path}: text from `inhalt`, published from `tag`.",
        "reportedly: 1 article is not in English (de 1): no statements or events were read in it.",
    ]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--map", "text"], "'text' is not FIELD=NAME, such as text=body."),
        (["--map", "mood=a"], "there is no field 'mood'; the fields are text, title, published, updated, outlet,"),
        (["--published", "03/04/2026"], "'03/04/2026' is not a day; write YYYY-MM-DD."),
    ],
)
def test_options_of_inputs_that_cannot_be_meant_are_told(arguments: list[str], told: str):
    assert told in " ".join(run("read", "-", *arguments, status=2).stderr.split())


def test_facts_of_one_text_are_named_on_the_command_line():
    arguments = ("--title", "Port opens", "--published", "3 March 2026", "--outlet", "Coast Tribune")
    result = run("read", "-", *arguments, stdin=b"The port of Riga opens on Friday, the mayor said.")
    record = json.loads(result.stdout)
    assert (record["title"], record["published"], record["outlet"]) == ("Port opens", "2026-03-03", "Coast Tribune")
    assert [time["value"] for time in record["times"]] == ["2026-03-06"]


WITHDRAWN = [
    ("2026-03-02", "Baltic Courier", "Latvia said on Monday that it will host a summit in Riga on May 6."),
    ("2026-03-03", "Adriapress", "The summit in Riga on May 6 has been cancelled, a source told Adriapress."),
    ("2026-03-04", "Adriapress",
     "Adriapress on Wednesday withdrew its report that the May 6 summit in Riga had been cancelled."),
]  # fmt: skip


def test_what_an_outlet_withdraws_is_no_report_any_more_and_is_marked(tmp_path: Path):
    lines = [json.dumps({"id": f"r{i}", "published": day, "outlet": outlet, "text": text})
             for i, (day, outlet, text) in enumerate(WITHDRAWN)]  # fmt: skip
    articles, path = tmp_path / "articles.jsonl", str(tmp_path / "news.sqlite")
    articles.write_text("\n".join(lines), "utf-8")
    brief = " ".join(run("brief", str(articles)).output.split())
    assert "SCHEDULED · 6 May 2026" in brief
    assert "taken back by Adriapress on 4 March 2026: “Adriapress on Wednesday withdrew its report" in brief
    run("add", str(articles), "--ledger", path)
    for day, status in (("2026-03-03", "cancelled"), ("2026-03-04", "scheduled")):
        (event,) = json.loads(run("events", "--ledger", path, "--as-of", day, "--format", "json").stdout)
        assert event["status"] == status
    notes = {report["article"]: report["taken_back"] for report in event["reports"]}
    assert [notes["r1"][name] for name in ("by", "day", "article")] == ["Adriapress", "2026-03-04", "r2"]
    assert (notes["r0"], notes["r2"]) == (None, None)
    table = run("export", "--ledger", path, "--format", "csv", "--what", "reports").stdout
    assert "Adriapress,2026-03-04,r2,Adriapress on Wednesday withdrew its report" in table
    answer = " ".join(run("ask", "--ledger", path, "Is the summit in Riga cancelled?").output.split())
    assert answer.startswith("No.")
    assert "called it cancelled; taken back by Adriapress on 4 March 2026" in answer
