"""A report that its source took back, on the pages, in the API and in downloads."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from icalendar import Calendar
from starlette.testclient import TestClient

from reportedly import Ledger
from reportedly.web.app import create_app
from tests.ledger.events.test_withdrawals import OFF, PLAN, WITHDRAWN


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    with Ledger(tmp_path_factory.mktemp("taken") / "news.sqlite") as ledger:
        ledger.add_all((PLAN, OFF, WITHDRAWN))
        yield ledger


@pytest.fixture(scope="module")
def client(ledger: Ledger) -> Iterator[TestClient]:
    with TestClient(create_app(ledger.source), base_url="http://localhost") as client:
        yield client


@pytest.fixture(scope="module")
def path(ledger: Ledger) -> str:
    return f"/event/{ledger.events()[0].id}"


def plain(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def test_an_event_s_page_tells_what_was_taken_back_by_whom_and_when(client: TestClient, path: str):
    html = client.get(path).text
    verdict = re.search(r'<p class="verdict">(.*?)</p>', html, re.DOTALL)
    assert verdict
    assert "scheduled" in plain(verdict[1])
    assert "cancelled" not in plain(verdict[1])
    note = re.search(r'<div class="corrected taken-back">(.*?)</div>', html, re.DOTALL)
    assert note
    told = plain(note[1])
    assert "cancelled" in told
    assert "a source" in told
    assert "the summit has been cancelled" in told
    assert "by Adriapress, 4 March 2026" in told
    assert "Adriapress withdrew its report that the summit was off" in told
    assert f"/article/w?at={WITHDRAWN.events[0].evidence[0]}-" in note[1]


def test_the_table_marks_it_and_the_withdrawal(client: TestClient, path: str):
    rows = [plain(row) for row in re.findall(r"<tr><td[^>]*>(.*?)</tr>", client.get(path).text, re.DOTALL)]
    assert ["takes back" in row for row in rows] == [True, False, False]
    assert ["taken back by Adriapress, 4 March 2026" in row for row in rows] == [False, True, False]


def test_the_figure_draws_it_faint_and_no_mark_for_the_withdrawal(client: TestClient, path: str):
    marks = re.findall(r'<a [^>]*class="dot".*?</a>', client.get(path).text, re.DOTALL)
    assert len(marks) == 2
    assert [" faint" in mark for mark in marks] == ["taken back" in mark for mark in marks]
    assert sum("taken back" in mark for mark in marks) == 1


def test_as_of_the_day_before_it_counts(client: TestClient, path: str):
    html = client.get(f"{path}?as_of=2026-03-03").text
    assert "taken-back" not in html
    verdict = re.search(r'<p class="verdict">(.*?)</p>', html, re.DOTALL)
    assert verdict
    assert "cancelled" in plain(verdict[1])


def test_the_history_tells_the_withdrawal_with_its_words(client: TestClient, path: str):
    history = client.get(path).text.partition('class="history"')[2]
    assert "Adriapress withdrew its report that the summit was off" in plain(history)


def test_the_api_has_the_withdrawal_beside_the_report(client: TestClient, path: str):
    event = client.get(f"/api/events/{path.removeprefix('/event/')}").json()
    assert (event["status"], event["origins"], event["articles"]) == ("scheduled", 1, ["p"])
    _, off, withdrawal = event["reports"]
    assert (off["status"], withdrawal["stance"], withdrawal["taken_back"]) == ("cancelled", "retracts", None)
    assert off["taken_back"] == {
        "by": "Adriapress",
        "day": "2026-03-04",
        "article": "w",
        "outlet": "Adriapress",
        "published": WITHDRAWN.article.published,
        "evidence": "Adriapress withdrew its report that the summit was off",
        "span": list(WITHDRAWN.events[0].evidence),
        "statement": "h0",
    }


def test_the_copies_of_an_event_mark_it_and_the_calendar_has_it_on(client: TestClient, path: str):
    line = "taken back by Adriapress on 4 March 2026: “Adriapress withdrew its report that the summit was off”"
    assert line in " ".join(client.get(f"{path}.txt").text.split())
    assert line in client.get(f"{path}.md").text
    (entry,) = Calendar.from_ical(client.get("/calendar.ics").text).walk("VEVENT")
    assert str(entry["STATUS"]) == "CONFIRMED"


def test_statements_are_found_by_the_stance(client: TestClient):
    assert '<option value="retracts"' in client.get("/search?words=summit").text
    assert [s["article"] for s in client.get("/api/statements?stance=retracts").json()["items"]] == ["w"]
