"""What is subscribed to: a calendar whose entry moves, a feed that says what changed, one event for programs."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from icalendar import Calendar
from starlette.testclient import TestClient

from reportedly import Ledger
from reportedly.export import export
from reportedly.web.app import create_app
from tests.export.stories import HOSTILE, MOVED, SUMMIT
from tests.export.test_atom import check_feed
from tests.export.test_jsonld import graph_of

# Of rdflib about itself.
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib.*")


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with Ledger(tmp_path / "news.sqlite") as ledger:
        ledger.add_all((MOVED[0], SUMMIT))
        yield ledger


@pytest.fixture
def client(ledger: Ledger) -> Iterator[TestClient]:
    with TestClient(create_app(ledger.source), base_url="http://127.0.0.1:8321") as client:
        yield client


def visits(client: TestClient) -> list[tuple[str, int, date]]:
    calendar = Calendar.from_ical(client.get("/calendar.ics?type=visit").content)
    return [(str(event["UID"]), event["SEQUENCE"], event["DTSTART"].dt) for event in calendar.walk("VEVENT")]


def test_a_subscribed_calendar_moves_its_entry_when_the_next_article_is_added(client: TestClient, ledger: Ledger):
    ((uid, sequence, day),) = visits(client)
    assert (sequence, day) == (0, date(2026, 3, 12))
    ledger.add(MOVED[1])
    assert visits(client) == [(uid, 1, date(2026, 3, 12))]
    ledger.add(MOVED[2])
    assert visits(client) == [(uid, 2, date(2026, 3, 20))]


def test_the_calendar_is_the_export(client: TestClient, ledger: Ledger):
    answer = client.get("/calendar.ics")
    assert answer.content == export(ledger, form="ics", base_url="http://127.0.0.1:8321")
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    assert answer.headers["last-modified"] == "Tue, 03 Mar 2026 00:00:00 GMT"


@pytest.mark.parametrize(
    ("query", "n"),
    [
        ("name=varga", 1),
        ("place=oster", 1),
        ("type=summit", 1),
        ("as_of=2026-03-02", 1),
        ("name=nobody", 0),
        ("limit=1", 1),
    ],
)
def test_filters_of_the_calendar(client: TestClient, query: str, n: int):
    assert len(Calendar.from_ical(client.get(f"/calendar.ics?{query}").content).walk("VEVENT")) == n


def test_one_event_as_a_calendar_entry_is_that_of_the_whole_calendar(client: TestClient, ledger: Ledger):
    ledger.add(MOVED[1])
    (visit,) = (event for event in ledger.events() if event.type == "visit")
    (entry,) = Calendar.from_ical(client.get(f"/event/{visit.id}.ics").content).walk("VEVENT")
    (same,) = Calendar.from_ical(client.get("/calendar.ics?type=visit").content).walk("VEVENT")
    assert entry == same


def test_feeds_of_everything_an_event_a_name_and_words(client: TestClient, ledger: Ledger):
    ledger.add_all(MOVED)
    (visit,) = (event for event in ledger.events() if event.type == "visit")
    n_entries = {
        query: len(check_feed(client.get(f"/changes.atom{query}").content).entries)
        for query in ("", f"?event={visit.id}", "?name=lund", "?words=norland+varga", "?words=nothing", "?limit=2")
    }
    assert list(n_entries.values()) == [4, 3, 1, 3, 0, 2]
    answer = client.get("/changes.atom?name=lund")
    feed = check_feed(answer.content)
    assert answer.headers["content-type"] == "application/atom+xml"
    assert feed.feed.title == "What changed: “lund”"
    assert feed.entries[0].link.startswith("http://127.0.0.1:8321/event/")
    assert [link.href for link in feed.feed.links if link.rel == "self"] == [
        "http://127.0.0.1:8321/changes.atom?name=lund"
    ]


def test_a_feed_of_no_such_event(client: TestClient):
    assert client.get("/changes.atom?event=none").json()["detail"] == "no event 'none'."


def test_one_event_as_linked_data(client: TestClient, ledger: Ledger):
    ledger.add(HOSTILE)
    for event in ledger.events():
        answer = client.get(f"/event/{event.id}.jsonld")
        assert answer.headers["content-type"] == "application/ld+json"
        assert f"http://127.0.0.1:8321/event/{event.id}" in {str(s) for s in graph_of(answer.content).subjects()}


def test_the_page_of_an_event_is_still_a_page(client: TestClient, ledger: Ledger):
    answer = client.get(f"/event/{ledger.events()[0].id}")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert "json" not in client.get("/event/none").headers["content-type"]
