"""Watching feeds: a server on this machine, a clock that the test turns, and the ledger that comes of it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from click.testing import CliRunner

from reportedly.cli.main import cli
from reportedly.errors import InputError, LedgerError
from reportedly.ledger import Ledger
from reportedly.record import Record
from reportedly.watch import State, line_of, locked, pause_s
from reportedly.watch.changes import changes_by
from tests.ledger.stories import VISIT
from tests.ledger.test_shown import ALONE, DOUBTFUL
from tests.watching import CANCELLED, PLANNED, POSTPONED, Clock, Desk, Site, feed_of, page_of


@pytest.fixture
def site() -> Iterator[Site]:
    site = Site()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            site.reply(self)

        def do_POST(self) -> None:
            site.reply(self)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    site.url = f"http://127.0.0.1:{server.server_port}"
    yield site
    server.shutdown()
    server.server_close()


@pytest.fixture
def desk(tmp_path: Path, site: Site) -> Desk:
    return Desk(tmp_path, site, Clock())


def test_a_change_of_status_is_told_with_its_source_and_words(desk: Desk) -> None:
    desk.site.pages["/feed"] = feed_of(PLANNED)
    with desk.watch() as watch:
        assert watch.once().n_new == 1
        assert desk.changes == []  # reported for the first time: nothing has changed
        desk.site.pages["/feed"] = feed_of(PLANNED, POSTPONED)
        done = watch.once()
    assert (done.n_new, done.n_changes, done.n_unread) == (1, 1, 0)
    (change,) = desk.changes
    assert change.before is not None
    assert (change.before.status, change.now.status) == ("scheduled", "postponed")
    (line,) = desk.lines()
    assert line.startswith("2026-03-04 Elena Varga visits Kenya: scheduled → postponed")
    assert "Example Post, the foreign ministry: " in line
    assert "has postponed her visit to Kenya" in line


def test_first_reports_are_told_where_they_are_asked_for(desk: Desk) -> None:
    desk.site.pages["/feed"] = feed_of(PLANNED)
    with desk.watch(first_reports=True) as watch:
        watch.once()
    (line,) = desk.lines()
    assert ": first reported, scheduled 2026-04-20. Example Post, the foreign ministry: " in line


def test_a_feed_that_did_not_change_is_not_sent_again(desk: Desk) -> None:
    desk.site.pages["/feed"] = feed_of(PLANNED)
    with desk.watch() as watch:
        watch.once()
    with desk.watch() as watch:  # what it asks by outlives the process
        assert watch.once().n_new == 0
    first, second = [headers for _, path, headers, _ in desk.site.asked if path == "/feed"]
    assert "If-None-Match" not in first
    assert second["If-None-Match"].startswith('"')
    assert second["If-Modified-Since"] == "Wed, 04 Mar 2026 10:00:00 GMT"


def test_a_restart_goes_on_where_it_was(desk: Desk) -> None:
    desk.site.pages["/feed"] = feed_of(PLANNED)
    with desk.watch() as watch:
        watch.once()
    desk.site.pages["/feed"] = feed_of(PLANNED, POSTPONED, CANCELLED)
    with desk.watch() as watch:
        assert watch.once().n_new == 2
    assert [change.now.status for change in desk.changes] == ["postponed", "cancelled"]


def test_a_lost_state_doubles_nothing(desk: Desk) -> None:
    desk.site.pages["/feed"] = feed_of(PLANNED, POSTPONED)
    with desk.watch() as watch:
        watch.once()
    desk.changes.clear()
    desk.state_path.unlink()
    with desk.watch() as watch:
        assert watch.once().n_new == 0
    assert desk.changes == []


def test_a_stop_comes_between_two_articles_and_loses_none(desk: Desk) -> None:
    desk.site.pages["/feed"] = feed_of(PLANNED, POSTPONED, CANCELLED)
    clock = desk.clock
    with Ledger(desk.ledger_path) as book:

        class Stopping(Ledger):
            def add(self, record: Record) -> bool:
                clock.stopping = True  # the signal comes while an article is added
                return book.add(record)

        with Stopping(desk.ledger_path) as stopping, desk.watch(ledger=stopping) as watch:
            watch.once()
        assert book.counts().articles == 1
    clock.stopping = False
    with desk.watch() as watch:
        assert watch.once().n_new == 2
    assert [change.now.status for change in desk.changes] == ["postponed", "cancelled"]


def test_a_crash_between_adding_and_telling_tells_at_the_next_start(desk: Desk) -> None:
    desk.site.pages["/feed"] = feed_of(PLANNED)
    with desk.watch() as watch:
        watch.once()
    desk.site.pages["/feed"] = feed_of(PLANNED, POSTPONED)

    class Killed(BaseException):
        pass

    class Dying(Ledger):
        def add(self, record: Record) -> bool:
            super().add(record)
            raise Killed

    with pytest.raises(Killed), Dying(desk.ledger_path) as dying, desk.watch(ledger=dying) as watch:
        watch.once()
    assert desk.changes == []
    with desk.watch() as watch:
        assert watch.once().n_new == 0
    assert [change.now.status for change in desk.changes] == ["postponed"]


def test_a_ledger_that_cannot_be_written_is_told_and_nothing_is_lost(desk: Desk) -> None:
    desk.site.pages["/feed"] = feed_of(PLANNED)

    class Full(Ledger):
        def add(self, record: Record) -> bool:
            raise LedgerError("news.sqlite", "the disk is full")

    with Full(desk.ledger_path) as full, desk.watch(ledger=full) as watch:
        assert watch.once().n_new == 0
    assert str(desk.unread[-1]) == "news.sqlite: the disk is full."
    desk.clock.time += 3600
    with desk.watch() as watch:
        assert watch.once().n_new == 1


def test_one_bad_entry_does_not_keep_the_others(desk: Desk) -> None:
    bad = "<item><link>http://post.example/x</link></item>"
    desk.site.pages["/feed"] = feed_of(PLANNED).replace(b"<item>", f"{bad}<item>".encode(), 1)
    with desk.watch() as watch:
        assert watch.once().n_new == 1
        assert [str(unread) for unread in desk.unread] == [
            f"{desk.site.url}/feed, entry 1: the entry has neither title nor text. Fetch its page, with --with-pages."
        ]
        desk.unread.clear()
        watch.once()  # told once, not in every round
    assert desk.unread == []


def test_a_feed_that_fails_is_left_alone_longer_each_time(desk: Desk) -> None:
    desk.site.pages["/feed"] = feed_of(PLANNED)
    desk.site.answers["/feed"] = [(500, {}), (503, {}), (500, {})]
    desk.clock.n_waits = 4
    with desk.watch() as watch:
        watch.run()
        assert desk.clock.waits == [1200.0, 2400.0, 4800.0, 600.0]
        assert watch.once().n_new == 0
    assert [str(unread) for unread in desk.unread] == [
        f"{desk.site.url}/feed: the server answered 500 Internal Server Error.",
        f"{desk.site.url}/feed: the server answered 503 Service Unavailable.",
        f"{desk.site.url}/feed: the server answered 500 Internal Server Error.",
    ]


@pytest.mark.parametrize(
    ("asked_for", "waited"),
    [("5000", 5000), ("10", 1200), ("9999999", 86_400), ("soon", 1200), ("Fri, 01 Jan 2100 00:00:00 GMT", 86_400)],
)
def test_retry_after_is_kept_to(desk: Desk, asked_for: str, waited: float) -> None:
    desk.site.answers["/feed"] = [(429, {"Retry-After": asked_for})]
    desk.clock.n_waits = 1
    with desk.watch() as watch:
        watch.run()
    assert desk.clock.waits == [waited]
    desk.clock.n_waits = 10**9
    desk.clock.time -= 1
    desk.site.pages["/feed"] = feed_of(PLANNED)
    with desk.watch() as watch:  # a run of cron keeps to what the server asked for, and says so
        done = watch.once()
    if asked_for in ("10", "soon"):
        assert (done.n_asked, done.n_new) == (1, 1)
    else:
        assert done.n_asked == 0
        assert "its server asked to be left alone until " in str(desk.unread[-1])


def test_a_feed_that_failed_is_asked_again_once(desk: Desk) -> None:
    desk.site.pages["/feed"] = feed_of(PLANNED)
    desk.site.answers["/feed"] = [(503, {})]
    with desk.watch() as watch:
        assert watch.once().n_new == 0
        assert watch.once().n_new == 1


def test_pauses_grow_to_a_day_and_not_beyond() -> None:
    assert pause_s(600, 7) == 76_800
    assert pause_s(600, 8) == pause_s(600, 5000) == 86_400
    assert pause_s(2 * 86_400, 3) == 2 * 86_400


def test_a_feed_that_fails_does_not_keep_the_others(desk: Desk) -> None:
    desk.site.pages["/good"] = feed_of(PLANNED)
    desk.site.pages["/page"] = b"<html><body><p>No feed at all</p></body></html>"
    with desk.watch("/none", "/page", "/good") as watch:
        assert watch.once().n_new == 1
    assert [str(unread) for unread in desk.unread] == [
        f"{desk.site.url}/none: the server answered 404 Not Found.",
        f"{desk.site.url}/page: it is not a feed. Name an RSS, Atom or JSON feed; `reportedly add` reads one page.",
    ]


def test_pages_of_new_entries_only_are_fetched(desk: Desk) -> None:
    host = desk.site.url
    desk.site.pages |= {"/feed": feed_of(PLANNED, host=host), "/02": page_of(PLANNED[0]), "/04": page_of(POSTPONED[0])}
    with desk.watch(with_pages=True) as watch:
        assert watch.once().n_new == 1
        desk.site.pages["/feed"] = feed_of(PLANNED, POSTPONED, host=host)
        assert watch.once().n_new == 1
        watch.once()
    assert desk.site.paths() == ["/feed", "/02", "/feed", "/04", "/feed"]


def test_a_page_that_fails_is_asked_for_three_times(desk: Desk) -> None:
    desk.site.pages |= {"/feed": feed_of(PLANNED, POSTPONED, host=desk.site.url), "/02": page_of(PLANNED[0])}
    desk.site.answers["/02"] = [(503, {}), (503, {})]  # then it is there; /04 is never: 404 is asked for once
    with desk.watch(with_pages=True) as watch:
        assert [watch.once().n_new for _ in range(4)] == [0, 0, 1, 0]
    assert desk.site.paths() == ["/feed", "/02", "/04", "/feed", "/02", "/feed", "/02", "/feed"]


def test_several_processes_read_the_same(desk: Desk) -> None:
    stories = [(text.replace("Kenya", place), day) for place in ("Kenya", "Ghana", "Peru", "Chile", "Nepal", "Iraq",
               "Oman", "Qatar") for text, day in (PLANNED, POSTPONED, CANCELLED)]  # fmt: skip
    desk.site.pages["/feed"] = feed_of(*stories)
    with desk.watch(jobs=2) as watch:
        assert watch.once().n_new == 24


# --- webhook


def test_a_change_is_posted_with_a_key(desk: Desk) -> None:
    desk.site.pages |= {"/feed": feed_of(PLANNED), "/hook": b""}
    with desk.watch(webhook=f"{desk.site.url}/hook") as watch:
        watch.once()
        desk.site.pages["/feed"] = feed_of(PLANNED, POSTPONED)
        assert watch.once().n_posted == 1
    ((key, body),) = desk.site.posted()
    assert key == body["key"]
    assert (body["before"], body["status"], body["when_before"]) == ("scheduled", "postponed", "2026-04-20")
    assert (body["outlet"], body["chain"], body["day"]) == ("Example Post", ["the foreign ministry"], "2026-03-04")
    assert "has postponed her visit" in body["evidence"]


def test_a_post_that_fails_is_tried_again_in_order_and_over_a_restart(desk: Desk) -> None:
    desk.site.pages |= {"/feed": feed_of(PLANNED, POSTPONED, CANCELLED), "/hook": b""}
    desk.site.answers["/hook"] = [(500, {}), (429, {"Retry-After": "100"})]
    hook = f"{desk.site.url}/hook"
    desk.clock.n_waits = 2
    with desk.watch(webhook=hook) as watch:
        watch.run()
    assert desk.clock.waits == [30.0, 100.0]
    desk.clock.n_waits = 10**9
    with desk.watch(webhook=hook) as watch:
        assert watch.once().n_posted == 2
    first, again, once_more, second = desk.site.posted()
    assert first == again == once_more
    assert [body["status"] for _, body in (first, second)] == ["postponed", "cancelled"]
    assert first[0] != second[0]


def test_a_post_that_is_not_wanted_does_not_hold_up_the_next(desk: Desk) -> None:
    desk.site.pages |= {"/feed": feed_of(PLANNED, POSTPONED, CANCELLED), "/hook": b""}
    desk.site.answers["/hook"] = [(422, {})]
    with desk.watch(webhook=f"{desk.site.url}/hook") as watch:
        done = watch.once()
    assert (done.n_posted, done.n_unread) == (1, 1)
    key = desk.site.posted()[0][0]
    assert str(desk.unread[0]).endswith(
        f"/hook: it does not take change {key}, which is given up: the server answered 422 Unprocessable Entity."
    )


def test_a_post_follows_only_redirects_that_keep_it_a_post(desk: Desk) -> None:
    desk.site.pages |= {"/feed": feed_of(PLANNED, POSTPONED), "/hook": b""}
    desk.site.answers["/moved"] = [(302, {"Location": "/hook"}), (307, {"Location": "/hook"})]
    with desk.watch(webhook=f"{desk.site.url}/moved") as watch:
        assert watch.once().n_posted == 0
        assert str(desk.unread[-1]) == f"{desk.site.url}/moved: the server answered 302 Found."
        desk.clock.time += 60
        assert watch.once().n_posted == 1
    assert [path for method, path, _, _ in desk.site.asked if method == "POST"] == ["/moved", "/moved", "/hook"]


# --- what it keeps beside the ledger


def test_a_state_that_is_not_ours_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "news.sqlite.watch.json"
    path.write_text('{"form": 1, "feeds": []}')
    with pytest.raises(InputError) as caught:
        State.load(path)
    assert str(caught.value) == (
        f"{path}: it is not what a watch keeps beside its ledger. "
        "Move it away: the feeds are then read anew, and nothing is added twice."
    )


def test_a_state_is_written_whole_or_not_at_all(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    state = State(path=desk.state_path)
    state.feed("http://a.example/").see("k")
    state.save()
    state.feed("http://b.example/")

    def fails(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", fails)
    with pytest.raises(InputError, match="it cannot be written \\(No space left on device\\)"):
        state.save()
    assert list(State.load(desk.state_path).feeds) == ["http://a.example/"]
    assert [path.name for path in desk.folder.iterdir()] == [desk.state_path.name]


def test_two_watches_do_not_share_a_state(tmp_path: Path) -> None:
    path = tmp_path / "state.json"
    with locked(path), pytest.raises(InputError, match="another watch is at work on this ledger"), locked(path):
        pass
    with locked(path):  # and it is free again
        pass


# --- the command


def test_the_command_once(desk: Desk) -> None:
    desk.site.pages["/feed"] = feed_of(PLANNED, POSTPONED)
    asked = ["watch", f"{desk.site.url}/feed", "--ledger", str(desk.ledger_path), "--once", "--allow-private"]
    result = CliRunner().invoke(cli, asked)
    assert result.exit_code == 0, result.output
    assert "scheduled → postponed" in result.stdout
    assert result.stderr == "2 added, 1 changes, 0 not read\n"
    desk.site.pages["/feed"] = feed_of(PLANNED, POSTPONED, CANCELLED)
    result = CliRunner().invoke(cli, [*asked, "--format", "jsonl"])
    assert json.loads(result.stdout)["status"] == "cancelled"


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["news.xml"], "'news.xml' is not an http or https address."),
        (["http://a.example/", "--webhook", "ftp://a.example/"], "'ftp://a.example/' is not an http or https address."),
        (["http://a.example/", "--every", "10"], "'10' is not a duration; write 90s, 10m, 2h or 1d."),
        (["http://a.example/", "--every", "5s"], "'5s' is out of range; use 1m to 30d."),
    ],
)
def test_the_command_refuses_what_it_cannot_watch(tmp_path: Path, options: list[str], told: str) -> None:
    result = CliRunner().invoke(cli, ["watch", *options, "--ledger", str(tmp_path / "x.sqlite")])
    assert result.exit_code == 2
    assert told in result.stderr


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_the_command_cleanly(desk: Desk, number: signal.Signals) -> None:
    desk.site.pages["/feed"] = feed_of(PLANNED, POSTPONED)
    command = [sys.executable, "-m", "reportedly", "watch", f"{desk.site.url}/feed", "--allow-private"]
    with subprocess.Popen([*command, "--ledger", str(desk.ledger_path)], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert "scheduled → postponed" in process.stdout.readline()
        process.send_signal(number)
        assert process.wait(60) == 0
    assert State.load(desk.state_path).under_way == []


# --- less certain reports


def test_a_less_certain_report_is_no_news(tmp_path: Path) -> None:
    state = State(path=tmp_path / "state.json")
    with Ledger(tmp_path / "news.sqlite") as ledger:
        told = []
        for record in (VISIT[0], DOUBTFUL, ALONE, VISIT[1]):
            ledger.add(record)
            told.append([line_of(change) for change in changes_by(record.article.id, ledger, state)])
    first, *less_certain, postponed = told
    assert [line.partition(": ")[2].partition(".")[0] for line in first] == ["first reported, scheduled 2026-03-12"]
    assert less_certain == [[], []]
    assert len(postponed) == 1
    assert ": scheduled → postponed. Adriapress, a source in the presidency: " in postponed[0]
