"""A ledger that is locked, full or damaged while it is served: 503 and when to come again, on pages and API alike."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import event

from reportedly.ledger import Ledger
from reportedly.web.app import create_app
from tests.ledger.editing import edited
from tests.ledger.stories import SUMMIT, VISIT

PLACES = ("/", "/events", "/conflicts", "/api/events", "/api/conflicts", "/calendar.ics", "/changes.atom")


@pytest.fixture
def left_to_do(tmp_path: Path) -> Path:
    """A ledger in which an article was added and nobody has asked since: who asks writes."""
    path = tmp_path / "news.sqlite"
    with Ledger(path) as ledger:
        ledger.add_all(VISIT)
        ledger.refresh()
        ledger.add(SUMMIT)
    return path


@pytest.fixture
def client(left_to_do: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[TestClient]:
    monkeypatch.setattr("reportedly.ledger.db.engine._WAIT_S", 0.1)
    yield TestClient(create_app(left_to_do), raise_server_exceptions=False, base_url="http://localhost")


def check(answer: Any, reason: str, path: Path) -> None:
    assert answer.status_code == 503, answer.text
    assert answer.headers["Retry-After"] == "10"
    assert "content-security-policy" in answer.headers
    assert reason in answer.text
    assert str(path) not in answer.text


@pytest.mark.parametrize("place", PLACES)
def test_a_locked_ledger_is_503_until_it_is_free(client: TestClient, left_to_do: Path, place: str) -> None:
    holding = sqlite3.connect(left_to_do, isolation_level=None)
    holding.execute("BEGIN IMMEDIATE")
    check(client.get(place), "another program has been writing", left_to_do)
    holding.execute("ROLLBACK")
    holding.close()
    assert client.get(place).status_code == 200


@pytest.mark.parametrize("place", PLACES)
def test_a_full_ledger_is_503_until_there_is_room(client: TestClient, left_to_do: Path, place: str) -> None:
    engine = client.app.state.ledger._store.engine  # type: ignore[attr-defined]
    engine.dispose()
    pages = [0]

    def bounded(raw: Any, _: Any) -> None:
        raw.execute(f"PRAGMA max_page_count = {pages[0] or 1_000_000}")

    event.listen(engine, "connect", bounded)
    with sqlite3.connect(left_to_do) as raw:
        (pages[0],) = raw.execute("PRAGMA page_count").fetchone()
        (free,) = raw.execute("PRAGMA freelist_count").fetchone()
        raw.execute("CREATE TABLE filler (bytes BLOB)")
        raw.execute("INSERT INTO filler VALUES (zeroblob(?))", (4096 * (free + 3),))
        (pages[0],) = raw.execute("PRAGMA page_count").fetchone()
        # Whoever asks needs far more room than is left in half-filled pages.
        raw.execute(
            "CREATE TRIGGER greedy AFTER INSERT ON standing BEGIN INSERT INTO filler VALUES (zeroblob(400000)); END"
        )
    check(client.get(place), "the disk is full", left_to_do)
    pages[0] = 0
    engine.dispose()
    assert client.get(place).status_code == 200


@pytest.mark.parametrize("place", PLACES[:5])
def test_a_damaged_ledger_is_503(client: TestClient, left_to_do: Path, place: str) -> None:
    with edited(left_to_do) as raw:
        raw.execute("UPDATE mentions SET reports = substr(reports, 1, 40)")
        raw.execute("DELETE FROM standing")
        raw.execute("INSERT OR IGNORE INTO dirty SELECT no, 0 FROM mentions")
    check(client.get(place), "damaged", left_to_do)


def test_a_question_that_is_none_is_still_the_askers_fault(client: TestClient) -> None:
    assert client.get("/events?as_of=soon").status_code == 400
    assert client.get("/event/none").status_code == 404
