"""What can happen to a file: killed, read-only, damaged, newer, older, two writers. Nothing lost, nothing doubled."""

import os
import random
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from sqlalchemy import func, select

from reportedly import Ledger, LedgerError
from reportedly.ledger.opening import reading
from reportedly.ledger.schema import HEAD, articles
from tests.ledger.stories import SUMMIT, VISIT, Told, article

ROOT = Path(__file__).parents[2]

ADD_MANY = """
import sys
from reportedly import Ledger
from tests.ledger.stories import Told, article

path, start, stop = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
with Ledger(path) as ledger:
    print("open", flush=True)
    for n in range(start, stop):
        told = Told(words=f"visit {n} goes ahead", status="scheduled", who=(f"Ana Person{n}",), what=f"visit {n}")
        quotes = [("Ana Orr", f"we shall see in the end about number {n}")]
        ledger.add(article("Harbour Post", "2026-03-05", told, quotes=quotes))
"""


def start_adding(path, start, stop, **options):
    command = [sys.executable, "-c", ADD_MANY, str(path), str(start), str(stop)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **options)


def whole(path):
    """Every article of a ledger, after checking that nothing of it is missing or doubled."""
    with Ledger(path) as ledger:
        counts = ledger.counts()
        ids = [article.id for article in ledger.articles()]
        assert len(set(ids)) == len(ids) == counts.articles == counts.mentions == counts.statements
        assert len(ledger.events()) == len(ids)
        for id in ids:
            assert len(ledger.record(id).events) == 1
    with sqlite3.connect(path) as raw:
        assert raw.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        raw.execute("INSERT INTO statement_words (statement_words) VALUES ('integrity-check')")
    return ids


def test_adding_again_adds_nothing(tmp_path):
    with Ledger(tmp_path / "news.sqlite") as ledger:
        assert [ledger.add(record) for record in (*VISIT, *VISIT)] == [True] * 5 + [False] * 5
        assert ledger.add_all([*VISIT, SUMMIT]) == (1, 5)
        assert ledger.counts().to_dict() == {"articles": 6, "outlets": 4, "statements": 0, "mentions": 6}


def test_killed_at_any_moment_it_holds_whole_articles_and_goes_on(tmp_path):
    path, rng = tmp_path / "news.sqlite", random.Random(7)
    for _ in range(4):
        adding = start_adding(path, 0, 400)
        adding.stdout.readline()
        time.sleep(rng.uniform(0.0, 0.5))
        adding.send_signal(signal.SIGKILL)
        adding.communicate()
        whole(path)
    adding = start_adding(path, 0, 60)
    assert adding.communicate()[1] == ""
    assert len(whole(path)) >= 60


def test_two_processes_add_at_once_to_a_ledger_that_neither_finds(tmp_path):
    path = tmp_path / "news.sqlite"
    # Half of what each adds, the other adds too.
    both = [start_adding(path, 0, 40), start_adding(path, 20, 60)]
    for adding in both:
        assert (adding.communicate(timeout=60)[1], adding.returncode) == ("", 0)
    assert len(whole(path)) == 60


def test_a_reader_sees_one_state_while_another_writes(address):
    with Ledger(address) as writer, Ledger(address, create=False) as reader:
        writer.add(VISIT[0])
        (before,) = reader.events()
        with reading(reader._engine, reader.source) as connection:
            n_before = connection.execute(select(func.count()).select_from(articles)).scalar_one()
            writer.add(VISIT[1])
            assert connection.execute(select(func.count()).select_from(articles)).scalar_one() == n_before == 1
        (after,) = reader.events()
    assert (len(before.articles), len(after.articles), before.id) == (1, 2, after.id)


def test_readers_beside_a_writer_never_wait_nor_see_half_an_article(address):
    records = [
        article(
            "Harbour Post", "2026-03-05", Told(words=f"visit {n} is on", status="scheduled"), quotes=[("Ana", str(n))]
        )
        for n in range(30)
    ]
    seen, failed, done = [], [], threading.Event()

    def read():
        try:
            with Ledger(address, create=False) as ledger:
                while not done.is_set():
                    counts = ledger.counts()
                    assert counts.articles == counts.mentions == counts.statements
                    seen.append(counts.articles)
        except BaseException as error:
            failed.append(error)

    with Ledger(address) as writer:
        readers = [threading.Thread(target=read) for _ in range(3)]
        for reader in readers:
            reader.start()
        for record in records:
            writer.add(record)
        done.set()
        for reader in readers:
            reader.join()
    assert failed == []
    assert len(set(seen)) > 2


def refusal(path, **options):
    with pytest.raises(LedgerError) as error, Ledger(path, **options) as ledger:
        ledger.add(SUMMIT)
    return str(error.value)


def test_no_such_ledger(tmp_path):
    path = tmp_path / "none.sqlite"
    message = f"{path}: no such ledger. Make one with `reportedly add INPUT --ledger FILE`."
    assert refusal(path, create=False) == message
    assert not path.exists()


def test_another_kind_of_file(tmp_path):
    path = tmp_path / "notes.txt"
    path.write_text("The visit was postponed.")
    assert refusal(path) == f"{path}: not a ledger, nor any SQLite database. Name another file."
    assert path.read_text() == "The visit was postponed."


def test_another_programs_database(tmp_path):
    path = tmp_path / "bookmarks.sqlite"
    with sqlite3.connect(path) as raw:
        raw.execute("CREATE TABLE bookmarks (url TEXT)")
    assert refusal(path) == f"{path}: a database, but not a ledger. Name another file."


def test_a_folder(tmp_path):
    assert refusal(tmp_path) == f"{tmp_path}: a folder, not a ledger. Name a file in it."


def test_a_newer_ledger_is_refused(tmp_path):
    path = tmp_path / "news.sqlite"
    Ledger(path).close()
    with sqlite3.connect(path) as raw:
        raw.execute("UPDATE alembic_version SET version_num = '9001'")
    assert refusal(path) == (
        f"{path}: written by a newer Reportedly (schema 9001; this one knows {HEAD}). Update Reportedly."
    )


def test_a_damaged_ledger_says_so(tmp_path):
    path = tmp_path / "news.sqlite"
    with Ledger(path) as ledger:
        ledger.add_all(VISIT)
    data = bytearray(path.read_bytes())
    data[4096 : len(data) - 4096] = random.Random(3).randbytes(len(data) - 8192)
    path.write_bytes(data)
    message = refusal(path)
    assert message.startswith(f"{path}: damaged: ")
    assert message.endswith("Restore it from a copy, or add the articles to a new ledger.")


def test_a_truncated_ledger_says_so(tmp_path):
    path = tmp_path / "news.sqlite"
    with Ledger(path) as ledger:
        ledger.add_all(VISIT)
    path.write_bytes(path.read_bytes()[:5000])
    assert refusal(path).startswith(f"{path}: damaged: ")


def test_a_full_disk_says_so_and_loses_nothing(tmp_path):
    path = tmp_path / "news.sqlite"
    with Ledger(path) as ledger:
        ledger.add_all(VISIT)
        long = article("Harbour Post", "2026-03-07", Told(words="it is on", status="scheduled"), text=noise(400_000))
        with ledger._engine.connect() as connection:
            pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
            connection.exec_driver_sql(f"PRAGMA max_page_count = {pages + 2}")
        with pytest.raises(LedgerError) as error:
            ledger.add(long)
        assert str(error.value) == (
            f"{path}: the disk is full: database or disk is full. "
            "Make room and run again; nothing of what was added is lost."
        )
        assert ledger.counts().articles == 5


def noise(n):
    rng = random.Random(1)
    return " ".join(rng.randbytes(4).hex() for _ in range(n // 9))


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_a_read_only_ledger_answers_and_refuses_to_add(tmp_path):
    folder = tmp_path / "shelf"
    folder.mkdir()
    path = folder / "news.sqlite"
    with Ledger(path) as ledger:
        ledger.add_all(VISIT)
    path.chmod(0o444)
    folder.chmod(0o555)
    try:
        answer = as_nobody(path)
    finally:
        folder.chmod(0o755)
    assert answer == f"1 event; {path}: read-only. Make the file and its folder writable, or choose another ledger."


def as_nobody(path):
    """What a user without rights to the file is told; root itself may write anything."""
    for parent in path.parents:
        if parent.owner() == "root" and not parent.stat().st_mode & 0o001:
            parent.chmod(parent.stat().st_mode | 0o011)
    reader, writer = os.pipe()
    if (child := os.fork()) == 0:
        try:
            if os.geteuid() == 0:
                os.setgid(65534)
                os.setuid(65534)
            with Ledger(path, create=False) as ledger:
                said = f"{len(ledger.events())} event; "
                try:
                    ledger.add(SUMMIT)
                except LedgerError as error:
                    said += str(error)
            os.write(writer, said.encode())
        except BaseException as error:
            os.write(writer, repr(error).encode())
        finally:
            os._exit(0)
    os.close(writer)
    with os.fdopen(reader) as answer:
        said = answer.read()
    os.waitpid(child, 0)
    return said
