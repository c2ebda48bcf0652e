"""Pages, calendar and feed leave out less certain events; an event's own page marks less certain reports."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from icalendar import Calendar
from starlette.testclient import TestClient

from reportedly import Ledger
from reportedly.web.app import create_app
from tests.ledger.stories import SUMMIT, VISIT
from tests.ledger.test_shown import ALONE, DOUBTFUL

VOTE = "The Port Council votes"


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    with Ledger(tmp_path_factory.mktemp("shown") / "news.sqlite") as ledger:
        ledger.add_all((*VISIT, SUMMIT, DOUBTFUL, ALONE))
        yield ledger


@pytest.fixture(scope="module")
def client(ledger: Ledger) -> Iterator[TestClient]:
    with TestClient(create_app(ledger.source), base_url="http://localhost") as client:
        yield client


@pytest.mark.parametrize(
    "path",
    ["/", "/?month=2026-05", "/?as_of=2026-03-08", "/events", "/events?words=vote", "/who/World%20Brief", "/conflicts"],
)
def test_a_less_certain_event_is_on_no_page(client: TestClient, path: str):
    answer = client.get(path)
    assert answer.status_code == 200
    assert VOTE not in answer.text


def test_the_list_of_events_says_how_many_it_leaves_out_and_can_list_them(client: TestClient):
    assert "1 less certain event is not shown." in client.get("/events").text
    assert "less certain event" not in client.get("/events?words=summit").text
    everything = client.get("/events?all=1").text
    assert VOTE in everything
    assert everything.count('<span class="aside">less certain</span>') == 1
    assert '<input type="hidden" name="all" value="1">' in everything


def test_pages_of_a_list_hold_only_what_is_shown(tmp_path: Path):
    with Ledger(tmp_path / "news.sqlite") as ledger:
        ledger.add_all((*VISIT, SUMMIT, DOUBTFUL, ALONE))
    with TestClient(create_app(tmp_path / "news.sqlite"), base_url="http://localhost") as client:
        first = client.get("/api/events?limit=1&shown=true").json()
        second = client.get(f"/api/events?limit=1&shown=true&cursor={first['next']}").json()
    assert [event["type"] for event in (*first["items"], *second["items"])] == ["visit", "summit"]
    assert second["next"] is None


def test_the_api_lists_every_event_with_a_flag(client: TestClient):
    items = client.get("/api/events").json()["items"]
    assert {event["type"]: (event["shown"], event["confidence"], event["topic"]) for event in items} == {
        "visit": (True, 0.9, None),
        "summit": (True, 0.9, None),
        "vote": (False, 0.4, "the ports"),
    }
    assert [event["type"] for event in client.get("/api/events?shown=false").json()["items"]] == ["vote"]
    assert {change["shown"] for change in client.get("/api/changes").json()["items"]} == {True, False}


def test_an_event_s_own_page_lists_all_reports_and_marks_the_less_certain(client: TestClient, ledger: Ledger):
    visit = next(event for event in ledger.events() if event.type == "visit")
    page = client.get(f"/event/{visit.id}").text
    assert f"As a table: {len(visit.reports)} reports" in page
    assert "the visit of President Elena Varga to Norland was cancelled" in page
    assert page.count('<span class="small">less certain</span>') == 1
    assert "<dt>Doubt</dt>" not in page
    vote = next(event for event in ledger.events() if event.type == "vote")
    page = client.get(f"/event/{vote.id}").text
    assert "less certain: its only report may be misread (confidence 0.40)" in page
    assert client.get(f"/changes.atom?event={vote.id}").text.count("<entry>") == 1


def test_an_article_s_page_lists_only_shown_events_and_marks_the_others(client: TestClient):
    assert "Events it reports" not in client.get(f"/article/{ALONE.article.id}").text
    page = client.get(f"/article/{DOUBTFUL.article.id}").text
    assert "Elena Varga visits Norland" in page.partition("Events it reports")[2]
    assert 'title="Varga&#39;s visit: cancelled (less certain)"' in page


def test_calendar_and_feed_leave_it_out(client: TestClient):
    def names(path: str) -> list[str]:
        return [str(event["SUMMARY"]) for event in Calendar.from_ical(client.get(path).content).walk("VEVENT")]

    assert names("/calendar.ics") == ["Elena Varga visits Norland", "Leaders of the Drava states meet in Port Oster"]
    assert names("/calendar.ics?shown=false") == ["Possible: The Port Council votes (some day in May 2026)"]
    assert "Norland" in client.get("/changes.atom").text
    assert VOTE not in client.get("/changes.atom").text
