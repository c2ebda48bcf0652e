"""What a file can be besides a ledger: missing, of another kind, damaged, cut off, newer. Each is told."""

import os
import random
import sqlite3
import zlib

import pytest

from reportedly import Ledger, LedgerError
from reportedly.ledger.db.schema import HEAD
from tests.ledger.editing import edited
from tests.ledger.stories import SUMMIT, VISIT, Told, article
from tests.ledger.test_faults import STREAM, everything


def refusal(path, **options):
    with pytest.raises(LedgerError) as error, Ledger(path, **options) as ledger:
        ledger.add(SUMMIT)
    return str(error.value)


def test_no_such_ledger(tmp_path):
    path = tmp_path / "none.sqlite"
    message = f"{path}: no such ledger. Create one with `reportedly add INPUT --ledger FILE`."
    assert refusal(path, create=False) == message
    assert not path.exists()


def test_a_new_ledger_and_what_lies_beside_it_is_its_owners_alone(tmp_path):
    before = os.umask(0)
    try:
        with Ledger(tmp_path / "news.sqlite") as ledger:
            ledger.add_all(VISIT)
            modes = {file.name: file.stat().st_mode & 0o777 for file in tmp_path.iterdir()}
    finally:
        os.umask(before)
    assert modes == dict.fromkeys(("news.sqlite", "news.sqlite-wal", "news.sqlite-shm"), 0o600)


def test_a_ledger_that_others_may_read_stays_so(tmp_path):
    path = tmp_path / "news.sqlite"
    Ledger(path).close()
    path.chmod(0o644)
    Ledger(path).close()
    assert path.stat().st_mode & 0o777 == 0o644


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
    with edited(path) as raw:
        raw.execute("UPDATE alembic_version SET version_num = '9001'")
    assert refusal(path) == (
        f"{path}: written by a newer Reportedly (schema 9001; this version knows {HEAD}). Update Reportedly."
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


def damaged(tmp_path, spoil):
    """What becomes of a ledger that is opened and asked everything after its file was spoilt."""
    path = tmp_path / "spoilt.sqlite"
    for file in tmp_path.glob("spoilt*"):
        file.unlink()
    path.write_bytes(spoil((tmp_path / "good.sqlite").read_bytes()))
    try:
        with Ledger(path, create=False) as ledger:
            everything(ledger)
            ledger.add(article("Late Post", "2026-03-20", Told(words="it is on", status="scheduled")))
    except LedgerError as error:
        return str(error)
    return None


@pytest.fixture
def good(tmp_path):
    with Ledger(tmp_path / "good.sqlite") as ledger:
        ledger.add_all(STREAM)
    with sqlite3.connect(tmp_path / "good.sqlite") as raw:
        raw.execute("PRAGMA journal_mode = DELETE")
    return tmp_path


ADVICE = "Restore it from a copy, or add the articles to a new ledger."


def is_told_as_damage(said, path):
    return said.startswith((f"{path}: damaged: ", f"{path}: damaged, or written by a newer Reportedly: ")) and (
        said.endswith((ADVICE, "Update Reportedly, or restore it from a copy."))
    )


def test_a_byte_spoilt_anywhere_never_changes_an_answer_without_a_word(good):
    rng = random.Random(11)
    size = (good / "good.sqlite").stat().st_size
    path = good / "spoilt.sqlite"
    for n in range(200):
        at, n_bytes = rng.randrange(100, size), (1 if n < 150 else rng.choice((2, 16, 512, 4096)))

        def spoil(data, at=at, n_bytes=n_bytes):
            return data[:at] + bytes(byte ^ 0x5A for byte in data[at : at + n_bytes]) + data[at + n_bytes :]

        said = damaged(good, spoil)
        assert said is not None, f"{n_bytes} bytes from {at} on"
        assert is_told_as_damage(said, path), said


def test_a_single_bit_of_what_stands_before_the_first_page_is_told_or_changes_nothing(good):
    want = everything_of(good / "good.sqlite")
    for at in range(16, 100, 4):

        def spoil(data, at=at):
            return data[:at] + bytes([data[at] ^ 1 << at % 8]) + data[at + 1 :]

        said = damaged(good, spoil)
        if said is None:
            (good / "spoilt.sqlite").write_bytes(spoil((good / "good.sqlite").read_bytes()))
            assert everything_of(good / "spoilt.sqlite") == want


def everything_of(path):
    with Ledger(path, create=False) as ledger:
        return everything(ledger)


NEWER = "Update Reportedly."


def test_a_record_of_a_newer_version_is_told_so(tmp_path):
    path = tmp_path / "news.sqlite"
    with Ledger(path) as ledger:
        ledger.add_all(VISIT)
    newer = VISIT[0].to_json().replace('"status": "scheduled"', '"status": "paused"').replace("'", "")
    assert "paused" in newer
    id = VISIT[0].article.id
    with edited(path) as raw:
        where = "WHERE article = (SELECT no FROM articles WHERE id = ?)"
        raw.execute(f"UPDATE records SET record = ? {where}", (zlib.compress(newer.encode()), id))
    with Ledger(path) as ledger:
        with pytest.raises(LedgerError) as error:
            ledger.record(id)
        assert str(error.value) == (
            f"{path}: written by a newer Reportedly: this version does not understand one of its rows "
            "('paused' is not a valid Status). Update Reportedly."
        )
        assert len(ledger.events()) == 1


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"status": "scheduled"', '"status": "paused"'),
        ('"status": "scheduled"', '"state": "scheduled"'),
        ('"chain": []', '"chain": [["Ana", "robot"]]'),
        ('"span": [', '"span": [0, '),
    ],
)
def test_a_row_of_a_newer_version_is_one_clear_message_whatever_is_asked(tmp_path, old, new):
    path = tmp_path / "news.sqlite"
    with Ledger(path) as ledger:
        ledger.add_all([*VISIT, SUMMIT])
        (id, *_) = (event.id for event in ledger.events())
    with edited(path) as raw:
        raw.execute("UPDATE mentions SET reports = replace(reports, ?, ?)", (old, new))
        assert raw.execute("SELECT count(*) FROM mentions WHERE instr(reports, ?)", (new,)).fetchone()[0]
        # What was worked out before is not to hide it.
        raw.execute("UPDATE facts SET value = 'another' WHERE name = 'standing by'")
    asked = (
        lambda ledger: ledger.events(),
        lambda ledger: ledger.event(id),
        lambda ledger: ledger.find_events(),
        lambda ledger: ledger.changes(),
        lambda ledger: ledger.conflicts(),
        lambda ledger: ledger.origins(),
    )
    for ask in asked:
        with pytest.raises(LedgerError) as error, Ledger(path, create=False) as ledger:
            ask(ledger)
        assert is_told_as_damage(str(error.value), path), str(error.value)
        assert "it has a row that cannot be understood" in str(error.value)


def test_a_ledger_cut_off_anywhere_is_told_as_damage(good):
    size = (good / "good.sqlite").stat().st_size
    for length in (100, 1000, 4096, *range(5000, size - 4096, size // 12)):
        said = damaged(good, lambda data, length=length: data[:length])
        assert said is not None
        assert said.startswith(f"{good / 'spoilt.sqlite'}: damaged: "), said
        assert said.endswith(ADVICE), said


def test_one_damaged_record_keeps_nothing_else_from_being_read(tmp_path):
    path = tmp_path / "news.sqlite"
    with Ledger(path) as ledger:
        ledger.add_all([*VISIT, SUMMIT])
    bad, good = VISIT[0].article.id, VISIT[1].article.id
    with edited(path) as raw:
        where = "WHERE article = (SELECT no FROM articles WHERE id = ?)"
        raw.execute(f"UPDATE records SET record = substr(record, 1, 40) {where}", (bad,))
    with Ledger(path) as ledger:
        with pytest.raises(LedgerError) as error:
            ledger.record(bad)
        assert str(error.value) == f"{path}: damaged: a stored article cannot be decompressed. {ADVICE}"
        assert ledger.record(good) == VISIT[1]
        assert len(ledger.events()) == 2
        assert ledger.add(article("Late Post", "2026-03-20", Told(words="it is on", status="scheduled")))
