"""Sums over the pages of a ledger's file: written when it is closed, compared when it is opened."""

import contextlib
import os
import signal
import sqlite3
import subprocess
import sys
import threading

import pytest

from reportedly import Ledger, LedgerError
from reportedly.ledger.db import engine
from reportedly.web.serving import serve
from tests.ledger.stories import SUMMIT, VISIT, Told, article

ADVICE = "Restore it from a copy, or add the articles to a new ledger."


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "news.sqlite"
    with Ledger(path) as ledger:
        ledger.add_all(VISIT)
    return path


def is_sealed(path):
    with Ledger(path, create=False) as ledger:
        return ledger.check()


def late(n):
    return article("Late Post", "2026-03-20", Told(words=f"visit {n} is on", status="scheduled", what=f"visit {n}"))


def spoil(path, words):
    """Change one letter where the file has some words."""
    data = bytearray(path.read_bytes())
    data[data.index(words)] ^= 1
    path.write_bytes(data)


def refusal(path):
    with pytest.raises(LedgerError) as error:
        Ledger(path, create=False)
    return str(error.value)


def test_a_letter_changed_in_the_file_is_told(path):
    page = path.read_bytes().index(b"Drava Courier") // 4096 + 1
    spoil(path, b"Drava Courier")
    assert refusal(path) == f"{path}: damaged: page {page} of the file does not match its checksum. {ADVICE}"


def test_what_another_program_has_changed_is_told_too(path):
    with contextlib.closing(sqlite3.connect(path)) as raw, raw:
        raw.execute("UPDATE articles SET outlet = 'Sava Courier'")
    assert " damaged: page " in refusal(path)


def test_a_file_that_another_program_has_ordered_anew_has_no_sums_until_it_is_written_again(path):
    with contextlib.closing(sqlite3.connect(path)) as raw:
        raw.execute("VACUUM")
    assert not is_sealed(path)
    with Ledger(path) as ledger:
        ledger.add(SUMMIT)
    assert is_sealed(path)


def test_a_journal_of_another_kind_is_no_damage(path):
    with contextlib.closing(sqlite3.connect(path)) as raw:
        raw.execute("PRAGMA journal_mode = DELETE")
    assert is_sealed(path)


def test_sums_hold_again_after_every_writer(path):
    for n in range(30):
        with Ledger(path) as ledger:
            assert ledger.check()
            ledger.add(late(n))
            assert not ledger.check()
        assert is_sealed(path)


def test_asking_alone_leaves_the_file_as_it_is(path):
    with Ledger(path) as ledger:
        ledger.refresh()
    before = path.read_bytes()
    with Ledger(path) as ledger:
        ledger.events()
        ledger.find_events()
    assert path.read_bytes() == before


def test_sums_of_many_pages_take_many_rows(tmp_path):
    path = tmp_path / "news.sqlite"
    with contextlib.closing(sqlite3.connect(path)) as raw:
        raw.execute("PRAGMA page_size = 512")
        raw.execute("VACUUM")
    with Ledger(path) as ledger:
        ledger.add_all([*VISIT, *map(late, range(40))])
    with contextlib.closing(sqlite3.connect(path)) as raw:
        assert raw.execute("SELECT count(*) FROM sums").fetchone()[0] > 3
    assert is_sealed(path)
    data = path.read_bytes()
    for start in range(100, len(data), 10 * 512 + 7):
        path.write_bytes(data[:start] + bytes([data[start] ^ 4]) + data[start + 1 :])
        assert " damaged: " in refusal(path)


def test_a_killed_writer_leaves_no_seal_and_the_next_makes_one(path):
    if (child := os.fork()) == 0:
        ledger = Ledger(path)
        ledger.add(SUMMIT)
        os.kill(os.getpid(), signal.SIGKILL)
    os.waitpid(child, 0)
    assert not is_sealed(path)
    with Ledger(path) as ledger:
        assert ledger.counts().articles == 6
        ledger.add(late(1))
    assert is_sealed(path)


def test_a_writer_that_ends_beside_readers_and_writers_does_not_wait_for_them(path):
    with Ledger(path) as reader, reader.at_once(), Ledger(path) as writer:
        reader.counts()
        writer.add(SUMMIT)
        holding = sqlite3.connect(path, isolation_level=None)
        with Ledger(path) as other:
            other.add(late(1))
            holding.execute("BEGIN IMMEDIATE")
        assert not is_sealed(path)
        holding.execute("ROLLBACK")
        holding.close()
    assert is_sealed(path)


def test_many_writers_and_checkers_at_once_see_no_damage(path):
    failed = []

    def work(first):
        try:
            for n in range(first, first + 12):
                with Ledger(path) as ledger:
                    ledger.check()
                    ledger.add(late(n))
                    ledger.check()
        except BaseException as error:
            failed.append(error)

    workers = [threading.Thread(target=work, args=(100 * n,)) for n in range(3)]
    code = "import sys; from reportedly import Ledger\nfor n in range(25):\n  with Ledger(sys.argv[1]) as l: l.check()"
    checker = subprocess.Popen([sys.executable, "-c", code, str(path)], stderr=subprocess.PIPE, text=True)
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert (failed, checker.communicate(timeout=120)[1], checker.returncode) == ([], "", 0)
    with Ledger(path) as ledger:
        assert ledger.counts().articles == 5 + 36


def test_a_large_file_is_compared_when_that_is_asked_for_and_while_it_is_served(path, monkeypatch):
    monkeypatch.setattr(engine, "_CHECKED_BYTES", 1)
    spoil(path, b"Drava Courier")
    with Ledger(path) as ledger, pytest.raises(LedgerError, match="damaged: page"):
        ledger.check()
    with pytest.raises(LedgerError, match="damaged: page"):
        serve(str(path), host="127.0.0.1", port=0, processes=1, listening=lambda _: None)


def test_a_large_file_is_not_summed_up_by_one_who_wrote_a_moment(path, monkeypatch):
    monkeypatch.setattr(engine, "_SUMMED_BYTES_S", 1)
    with Ledger(path) as ledger:
        ledger.add(SUMMIT)
    assert not is_sealed(path)


def test_opening_and_reading_a_file_anew_loosens_no_lock_on_it(path):
    change = (
        "import sqlite3, sys; print(sqlite3.connect(sys.argv[1], timeout=0).execute('PRAGMA journal_mode = DELETE'))"
    )
    with Ledger(path) as ledger:
        ledger.counts()
        Ledger(path).close()
        ledger.read_ahead()
        ledger.check()
        other = subprocess.run([sys.executable, "-c", change, str(path)], capture_output=True, text=True)
        # Only who is alone with the file may change how it is written.
        assert "database is locked" in other.stderr
        assert ledger.add(SUMMIT)
