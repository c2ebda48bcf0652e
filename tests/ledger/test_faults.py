"""What can happen to a file: killed, read-only, damaged, newer, older, two writers. Nothing lost, nothing doubled."""

import itertools
import os
import random
import resource
import signal
import sqlite3
import subprocess
import sys
import threading
import time
import traceback
from pathlib import Path

import pytest
from sqlalchemy import Engine, event, func, select

from reportedly import Ledger, LedgerError
from reportedly.errors import QuestionError
from reportedly.ledger import EventFilter, StatementFilter
from reportedly.ledger.db.engine import reading
from reportedly.ledger.db.schema import articles
from tests.ledger.stories import SUMMIT, VISIT, Told, article
from tests.ledger.test_order import ARTICLES

ROOT = Path(__file__).parents[2]

ADD_MANY = """
import sys
from reportedly import Ledger
from tests.ledger.editing import edited
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
    whole_file(path)
    return ids


def whole_file(path):
    with sqlite3.connect(path) as raw:
        assert raw.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        raw.execute("INSERT INTO statement_words (statement_words) VALUES ('integrity-check')")


def test_adding_again_adds_nothing(tmp_path):
    with Ledger(tmp_path / "news.sqlite") as ledger:
        assert [ledger.add(record) for record in (*VISIT, *VISIT)] == [True] * 5 + [False] * 5
        assert ledger.add_all([*VISIT, SUMMIT]) == (1, 5)
        assert ledger.counts().to_dict() == {"articles": 6, "outlets": 4, "statements": 0, "mentions": 6}


# What is added while it is killed: stories that merge, copies, utterances, and some that stand alone.
STREAM = (
    *ARTICLES,
    *(
        article(
            "Harbour Post",
            "2026-03-05",
            Told(words=f"visit {n} goes ahead", status="scheduled", who=(f"Ana Person{n}",), what=f"visit {n}"),
            quotes=[("Ana Orr", f"we shall see in the end about number {n}")],
        )
        for n in range(20)
    ),
)


def killed_while_adding(address, *, at_statement=None, after_s=None):
    """How many articles a process had been told were added when it was killed; None if it came to the end.

    Killed by itself before the so-manieth statement that it sends to the database, or from outside after a while.
    """
    reader, writer = os.pipe()
    if (child := os.fork()) == 0:
        try:
            if at_statement is not None:
                sent = itertools.count(1)

                def die(*_):
                    if next(sent) == at_statement:
                        os.kill(os.getpid(), signal.SIGKILL)

                event.listen(Engine, "before_cursor_execute", die)
            with Ledger(address) as ledger:
                for record in STREAM:
                    ledger.add(record)
                    os.write(writer, b".")
            os._exit(0)
        except BaseException:
            traceback.print_exc()
            os._exit(1)
    os.close(writer)
    if after_s is not None:
        time.sleep(after_s)
        os.kill(child, signal.SIGKILL)
    with os.fdopen(reader, "rb") as told:
        n_told = len(told.read())
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status) or os.WEXITSTATUS(status) == 0
    return n_told if os.WIFSIGNALED(status) else None


def everything(ledger):
    days = (None, "2026-03-05", "2026-03-08")
    return (
        ledger.articles(),
        *(ledger.events(as_of=day) for day in days),
        ledger.origins(),
        ledger.echoes(),
        ledger.drift(),
        sorted((s.article, s.id) for s in ledger.statements("we sign")),
        [ledger.record(record.article.id) for record in STREAM],
    )


@pytest.fixture(scope="module")
def unbroken(tmp_path_factory):
    with Ledger(tmp_path_factory.mktemp("unbroken") / "news.sqlite") as ledger:
        for record in STREAM:
            ledger.add(record)
        return everything(ledger)


def killed_again_and_again(addresses, times, unbroken):
    rng = random.Random(7)
    address, n_known = next(addresses), 0
    for n in range(times):
        # Most of the time within the first few articles that are new to it, at any statement.
        at, after_s = rng.randrange(1, 6 * n_known + 250), rng.uniform(0.0, 0.1)
        n_told = killed_while_adding(address, **({"at_statement": at} if n % 3 else {"after_s": after_s}))
        with Ledger(address) as ledger:
            kept = {article.id for article in ledger.articles()}
            n_known = len(kept)
            # What it was told had been added is there, in the order of adding and with all its parts.
            assert kept == {record.article.id for record in STREAM[:n_known]}
            assert n_known >= (n_told or 0)
            counts = ledger.counts()
            assert counts.mentions == sum(len({e.event for e in record.events}) for record in STREAM[:n_known])
            assert counts.statements == sum(len(record.statements) for record in STREAM[:n_known])
            if n_told is None or n == times - 1:
                for record in STREAM:
                    ledger.add(record)
                assert everything(ledger) == unbroken
                address, n_known = next(addresses), 0


def test_killed_a_hundred_times_it_holds_whole_articles_and_ends_as_if_it_never_was(tmp_path, unbroken):
    killed_again_and_again((str(tmp_path / f"{n}.sqlite") for n in itertools.count()), 100, unbroken)
    for path in tmp_path.glob("*.sqlite"):
        whole_file(path)


def test_killed_on_a_server_likewise(server, unbroken):
    def addresses():
        for n in itertools.count():
            server.run(f"CREATE DATABASE killed_{n}")
            yield server.address(f"killed_{n}")

    killed_again_and_again(addresses(), 12, unbroken)


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
        with reading(reader._store.engine, reader.source) as connection:
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


def test_a_full_disk_says_so_and_loses_nothing(tmp_path):
    path = tmp_path / "news.sqlite"
    with Ledger(path) as ledger:
        ledger.add_all(VISIT)
        long = article("Harbour Post", "2026-03-07", Told(words="it is on", status="scheduled"), text=noise(400_000))
        with ledger._store.engine.connect() as connection:
            pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
            connection.exec_driver_sql(f"PRAGMA max_page_count = {pages + 2}")
        with pytest.raises(LedgerError) as error:
            ledger.add(long)
        assert str(error.value) == (
            f"{path}: the disk is full: database or disk is full. "
            "Free some space and run again; nothing that was added is lost."
        )
        assert ledger.counts().articles == 5


def test_no_room_for_a_file_of_that_size_says_so_and_goes_on_when_there_is(tmp_path, unbroken):
    path = tmp_path / "news.sqlite"
    with Ledger(path) as ledger:
        ledger.add(STREAM[0])
    reader, writer = os.pipe()
    if (child := os.fork()) == 0:
        try:
            limit = 300_000
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            with Ledger(path) as ledger:
                for n, record in enumerate(STREAM):
                    try:
                        ledger.add(record)
                    except LedgerError as error:
                        os.write(writer, f"{n} {error}".encode())
                        break
        finally:
            os._exit(0)
    os.close(writer)
    with os.fdopen(reader) as told:
        n, said = told.read().split(" ", 1)
    os.waitpid(child, 0)
    assert said == (
        f"{path}: the disk is full or fails: disk I/O error. "
        "Free some space and run again; nothing that was added is lost."
    )
    with Ledger(path) as ledger:
        assert len(ledger.articles()) == int(n) > 1
        for record in STREAM:
            ledger.add(record)
        assert everything(ledger) == unbroken


@pytest.mark.skipif(os.geteuid() != 0, reason="needs root to mount a disk of its own")
def test_a_disk_that_is_full_says_so_and_goes_on_when_there_is_room(tmp_path, unbroken):
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", str(disk)], capture_output=True)
    if mounted.returncode:
        pytest.skip("this machine does not let us mount a disk")
    try:
        path, filler = disk / "news.sqlite", disk / "filler"
        with Ledger(path) as ledger:
            ledger.add(STREAM[0])
            free = os.statvfs(disk).f_bavail * os.statvfs(disk).f_frsize
            filler.write_bytes(bytes(free - 100_000))
            n_added = 1
            with pytest.raises(LedgerError) as error:
                for record in STREAM[1:]:
                    n_added += ledger.add(record)
            assert str(error.value) == (
                f"{path}: the disk is full: database or disk is full. "
                "Free some space and run again; nothing that was added is lost."
            )
            assert len(ledger.articles()) == n_added
            filler.unlink()
            for record in STREAM:
                ledger.add(record)
            assert everything(ledger) == unbroken
    finally:
        subprocess.run(["umount", str(disk)], check=True)


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


def test_a_question_of_thousands_of_words_is_the_askers_fault_and_a_name_of_as_many_is_found(tmp_path):
    long = " ".join(f"name{n}" for n in range(3000))
    with Ledger(tmp_path / "news.sqlite") as ledger:
        ledger.add(article("Harbour Post", "2026-03-05", Told(words="it is on", status="scheduled", who=(long,))))
        for ask in (
            lambda: ledger.find_events(EventFilter(words=long)),
            lambda: ledger.search(StatementFilter(words=long)),
            lambda: ledger.statements(long),
            lambda: ledger.names(long),
            lambda: ledger.events(as_of="soon"),
            lambda: ledger.articles(as_of="2026-02-30"),
        ):
            with pytest.raises(QuestionError):
                ask()
        assert len(ledger.find_events(EventFilter(name=long)).items) == 1
