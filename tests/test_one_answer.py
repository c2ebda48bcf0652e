"""One fact has one answer, however it is spelled and wherever it is asked for.

What is held elsewhere: a list of cities that changed (`tests/golden/test_ledger.py`), a row of a newer version
(`tests/ledger/test_damage.py`), a locked ledger on pages and API (`tests/web/test_ledger_faults.py`).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner
from fastapi.testclient import TestClient

from reportedly import Article, Ledger, Record, read
from reportedly.brief import make_brief
from reportedly.cli.main import cli
from reportedly.edtf import from_timex
from reportedly.export import export
from reportedly.export.markdown import to_markdown
from reportedly.lexicon.folding import fold
from reportedly.lexicon.names import is_same_name
from reportedly.lexicon.places import countries_of
from reportedly.lexicon.stems import words_of
from reportedly.web.app import create_app
from tests.export.stories import HOSTILE
from tests.ledger.stories import Told, article

ROOT = Path(__file__).parent.parent
FORMULA = '=HYPERLINK("https://evil.example")'


@pytest.mark.parametrize(
    "text",
    [
        "The ministers said they'd met in Oslo on Wednesday.",
        "President Ana Varga won't visit Kenya on 20 March, her office said.",
        "“It's off,” Jonas Lund's spokesman said of Thursday's talks.",
    ],
)
def test_straight_and_curly_apostrophes_give_the_same_status_and_date(text: str):
    def facts(text: str) -> list[tuple[str, str | None]]:
        return [(event.status, event.when) for event in read(Article(text=text, published="2026-03-06")).events]

    assert facts(text)
    assert facts(text.replace("'", "’")) == facts(text)


@pytest.mark.parametrize("when", ["this summer", "in the second quarter of 2026", "next week", "on 20 March"])
def test_a_time_and_the_date_of_its_event_are_one(when: str):
    text = f"President Ana Varga will visit Kenya {when}, her office said on Monday."
    record = read(Article(text=text, published="2026-03-06"))
    (visit,) = {event.when for event in record.events}
    assert visit is not None
    assert visit in [from_timex(time.value) for time in record.times]


@pytest.mark.parametrize(
    ("accented", "plain"),
    [
        ("Lech Wałęsa", "Lech Walesa"),
        ("Novak Đoković", "Novak Dokovic"),
        ("Ærø", "Aero"),
        ("Jón Þórsson", "Jon Thorsson"),
        ("Sean O’Brien", "Sean O'Brien"),
        ("Işık", "Isik"),
        ("Großmann", "Grossmann"),
    ],
)
def test_a_name_without_its_accents_is_the_same_name(accented: str, plain: str):
    assert fold(accented) == fold(plain)
    assert words_of(accented) == words_of(plain)
    assert is_same_name(accented, plain)


def test_a_city_without_its_accents_is_in_the_same_country():
    assert countries_of("Łódź") == countries_of("Lodz") == {"poland"}


@pytest.fixture
def hostile(tmp_path: Path) -> str:
    """A ledger with texts that a spreadsheet would run and a page would draw."""
    told = Told(
        words=FORMULA,
        status="cancelled",
        what='<img src=x onerror="x"> [visit](javascript:x)',
        who=(FORMULA,),
        when=None,
    )
    path = tmp_path / "hostile.sqlite"
    with Ledger(path) as ledger:
        ledger.add_all([HOSTILE, article("Harbour Post", "2026-03-05", told, id="formula")])
    return str(path)


@pytest.mark.parametrize("command", ["events", "event", "statements", "conflicts", "names", "articles list"])
def test_no_table_of_the_command_line_holds_a_formula(hostile: str, command: str):
    with Ledger(hostile) as ledger:
        (event,) = [event.id for event in ledger.events() if "img" in event.what]
    words = [*command.split(), *([event] if command == "event" else []), "--ledger", hostile, "--format", "csv"]
    result = CliRunner().invoke(cli, words)
    assert result.exit_code == 0, result.output
    cells = re.split(r"[\n,]", result.stdout.replace('"', ""))
    assert [cell for cell in cells if cell.lstrip()[:1] in ("=", "+", "@")] == []


def test_a_formula_is_guarded_in_the_list_as_in_the_export(hostile: str):
    with Ledger(hostile) as ledger:
        exported = export(ledger, form="csv", what="events").decode()
    listed = CliRunner().invoke(cli, ["events", "--all", "--ledger", hostile, "--format", "csv"]).stdout
    assert "'=HYPERLINK" in exported
    assert "'=HYPERLINK" in listed


@pytest.mark.parametrize("write", [lambda ledger: to_markdown(make_brief(ledger)), lambda ledger: _page(ledger)])
def test_nothing_that_an_article_says_is_markup_in_markdown(hostile: str, write: Callable[[Ledger], str]):
    with Ledger(hostile) as ledger:
        text = write(ledger)
    assert "img src" in text
    assert not re.search(r"(?<!\\)<img", text)
    assert not re.search(r"(?<!\\)\]\(javascript:", text)


def _page(ledger: Ledger) -> str:
    (event,) = [event.id for event in ledger.events() if "img" in event.what]
    with TestClient(create_app(ledger.source), base_url="http://127.0.0.1") as client:
        return client.get(f"/event/{event}.md").text


def test_the_share_of_its_own_text_is_one_number_in_the_terminal_and_on_the_page(tmp_path: Path):
    dispatch = (
        "The visit of President Elena Varga to Norland has been postponed, a diplomatic source said on Monday. The two "
        "governments had agreed on the date in February. No new date was given, and the presidency gave no comment. "
        "Officials in the capital said that hotels had been told to release the rooms which they had kept."
    )
    added = " The newspaper has learned that the mayor of Port Oster was informed by telephone last night."
    texts = {"first": dispatch, "second": dispatch + added}
    path = str(tmp_path / "echo.sqlite")
    with Ledger(path) as ledger:
        for day, (id, text) in enumerate(texts.items(), 2):
            ledger.add(Record(article=Article(id=id, text=text, outlet=f"Post {id}", published=f"2026-03-0{day}")))
        with TestClient(create_app(path), base_url="http://127.0.0.1") as client:
            page = client.get("/article/second?show=shared").text
    listed = CliRunner().invoke(cli, ["echoes", "--ledger", path]).stdout
    (share,) = re.findall(r"adds (\d+)% of its own", " ".join(listed.split()))
    assert 0 < int(share) < 50
    assert f"{share}% of this text" in page


def test_the_readme_says_that_plover_codes_are_of_a_benchmark():
    (row,) = re.findall(r"^\| .*PLOVER.*$", (ROOT / "README.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert "benchmarks/plover_coder.py" in row
    assert (ROOT / "benchmarks" / "plover_coder.py").exists()
