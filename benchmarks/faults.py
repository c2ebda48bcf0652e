"""What is lost when processes are killed, feeds misbehave for hours, or many work on one ledger.

    python benchmarks/faults.py --kills 200          # kills at random moments: add, migrations, serve, watch
    python benchmarks/faults.py --soak 2             # hours: watch, against a server that lies, drips, redirects, dies
    python benchmarks/faults.py --together 180       # seconds: two adders, a server, a watch and readers on one ledger

Everything stays on loopback and in a temporary folder. Each prints what was lost, doubled or broken, and last one JSON
line; the exit status is 1 where anything was. `--seed` repeats the same kills, as far as timing allows.

Kills: four in five are of `add` (a process that adds generated records and says so after each), most of the others of
the step that brings a ledger of an older schema up to date, some of `serve` while it is read from and added to, and
some of `watch`. After each the ledger must be whole (SQLite's own check, every record unpacked, nothing doubled), hold
all that was said to be added, and take the rest.
"""

from __future__ import annotations

import argparse
import contextlib
import gzip
import itertools
import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))

from faulty_feeds import FeedServer
from ledger_scale import records
from processes import LostError, asked, forked, kill_group, killed, resident_mb, serving, watching

from reportedly.errors import ReportedlyError
from reportedly.ledger import Ledger
from reportedly.record import Record

KEPT = Path(__file__).parent.parent / "tests" / "ledger" / "kept"


def check_whole(path: Path, *, must_have: Sequence[str] = ()) -> set[str]:
    """The ids of a ledger's articles, after making sure that all of it is there once.

    Raises:
        LostError: It is not.
    """
    with Ledger(path, create=False) as ledger:
        ids = [article.id for article in ledger.articles()]
        counts = ledger.counts()
        if len(set(ids)) != len(ids) or counts.articles != len(ids):
            raise LostError(f"{len(ids)} articles, {len(set(ids))} different, {counts.articles} counted")
        n_mentions = n_statements = 0
        for id in ids:
            record = ledger.record(id)
            n_mentions += bool(record.events)
            n_statements += len(record.statements)
        if counts.statements != n_statements:
            raise LostError(f"{counts.statements} statements in the ledger, {n_statements} in its records")
        missing = set(must_have) - set(ids)
        if missing:
            raise LostError(f"{len(missing)} articles that were said to be added: {sorted(missing)[:3]}")
        ledger.events()
        ledger.drift()
        ledger.check()
    with contextlib.closing(sqlite3.connect(path)) as raw:
        if (told := raw.execute("PRAGMA integrity_check").fetchall()) != [("ok",)]:
            raise LostError(f"SQLite: {told[:3]}")
    return set(ids)


class Adds:
    """One ledger that grows over many kills of who adds to it; a new one when it has them all."""

    def __init__(self, folder: Path, rng: random.Random) -> None:
        self._folder, self._rng = folder, rng
        self._records: list[Record] = list(itertools.islice(records(), 60))
        self._numbers = itertools.count()
        self._path = self._next()
        self._sure: set[str] = set()

    def _next(self) -> Path:
        return self._folder / f"adds-{next(self._numbers)}.sqlite"

    def kill(self) -> bool:
        """Kill one adder; whether it was at work."""

        at_once = self._rng.choice((1, 3, 10, 60))

        def add(writer: int) -> None:
            # Closed and opened again in between: a ledger is checked when it is opened and sealed when it is closed.
            for first in range(0, len(self._records), at_once):
                with Ledger(self._path) as ledger:
                    for record in self._records[first : first + at_once]:
                        if ledger.add(record):
                            os.write(writer, f"{record.article.id}\n".encode())

        said, at_work = killed(*forked(add), after_s=self._rng.uniform(0.02, 0.9))
        if not self._path.exists():
            return at_work
        # The last line may be cut off in the middle.
        told = said.split("\n")[:-1]
        self._sure |= set(told)
        ids = check_whole(self._path, must_have=sorted(self._sure)) if self._is_made() else set()
        if not at_work or len(ids) == len(self._records):
            self._path, self._sure = self._next(), set()
        return at_work

    def _is_made(self) -> bool:
        """Whether the tables are there: killed before, the file is empty and the next adder makes them."""
        with contextlib.closing(sqlite3.connect(self._path)) as raw:
            made = raw.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
        if not made and self._sure:
            raise LostError("an empty file where articles had been added")
        return bool(made)


def kill_upgrade(folder: Path, rng: random.Random) -> bool:
    """Kill who brings a ledger of an older schema up to date; it must be the old one or the new one."""
    kept = rng.choice(sorted(KEPT.glob("*.gz"))[:-1])
    path = folder / "older.sqlite"
    for file in folder.glob("older.sqlite*"):
        file.unlink()
    path.write_bytes(gzip.decompress(kept.read_bytes()))

    def upgrade(writer: int) -> None:
        os.write(writer, b"x")
        with Ledger(path) as ledger:
            ledger.refresh()

    _, at_work = killed(*forked(upgrade), after_s=rng.uniform(0.0, 0.8))
    with Ledger(path) as ledger:
        events = [event.status for event in ledger.events()]
    if len(check_whole(path)) != 6 or len(events) != 2:
        raise LostError(f"{kept.name}: other events after the kill: {events}")
    return at_work


def kill_server(folder: Path, rng: random.Random) -> bool:
    """Kill a server that is read from while another process adds: what is served writes too, when it is asked."""
    path = folder / f"served-{rng.random()}.sqlite"
    some = list(itertools.islice(records(), 60))
    with Ledger(path) as ledger:
        ledger.add_all(some[:20])
    with (folder / "serve.log").open("wb") as log:
        server, port = serving(path, log)
        stop = threading.Event()

        def ask() -> None:
            while not stop.is_set():
                asked(port, rng.choice(("/", "/events", "/api/events", "/conflicts")))
                time.sleep(0.05)

        readers = [threading.Thread(target=ask) for _ in range(2)]
        for reader in readers:
            reader.start()
        timer = threading.Timer(rng.uniform(0.1, 2.0), kill_group, [server])
        timer.start()
        with Ledger(path) as ledger:
            for record in some[20:]:
                ledger.add(record)
        timer.join()
        stop.set()
        for reader in readers:
            reader.join()
    if len(check_whole(path, must_have=[record.article.id for record in some])) != 60:
        raise LostError("an article too many")
    return True


def check_feeds(server: FeedServer, path: Path) -> None:
    """Every entry that was published is in the ledger once."""
    with Ledger(path, create=False) as ledger:
        titles = Counter(article.title for article in ledger.articles())
    wanted = {title for entries in server.entries.values() for title, _ in entries}
    doubled = [title for title, n in titles.items() if n > 1 and title in wanted]
    missing = wanted - set(titles)
    if missing or doubled:
        raise LostError(f"{len(missing)} entries of feeds are missing, {len(doubled)} doubled: {sorted(missing)[:3]}")


def kill_watch(folder: Path, rng: random.Random) -> bool:
    """Kill a watch three times over, then let it end: every entry is there once."""
    path, state = folder / f"watched-{rng.random()}.sqlite", folder / f"watched-{rng.random()}.json"
    server = FeedServer(feeds=2, seed=rng.randrange(1 << 30))
    for _ in range(6):
        server.publish()

    def watch_once(writer: int) -> None:
        os.write(writer, b"x")
        watch, ledger, _ = watching(server.urls(), path, state, now=time.time, wait=lambda _: False)
        with ledger, watch:
            watch.once()
        os.write(writer, b"y")

    at_work = False
    try:
        _, at_work = killed(*forked(watch_once), after_s=rng.uniform(0.5, 12.0))
        server.publish()
        child, reader = forked(watch_once)
        os.waitpid(child, 0)
        os.close(reader)
        check_whole(path)
        check_feeds(server, path)
    finally:
        server.close()
    return at_work


def kills(n: int, seed: int) -> dict[str, Any]:
    """So many kills; what was lost, by kind."""
    rng = random.Random(seed)
    done: Counter[str] = Counter()
    at_work: Counter[str] = Counter()
    lost: list[str] = []
    with tempfile.TemporaryDirectory(prefix="reportedly-kills-") as name:
        folder = Path(name)
        adds = Adds(folder, rng)
        ways: dict[str, Callable[[], bool]] = {
            "add": adds.kill,
            "upgrade": lambda: kill_upgrade(folder, rng),
            "serve": lambda: kill_server(folder, rng),
            "watch": lambda: kill_watch(folder, rng),
        }
        for number in range(n):
            way = (
                "watch"
                if number % 100 == 49
                else "serve"
                if number % 50 == 12
                else "upgrade"
                if number % 7 == 3
                else "add"
            )
            done[way] += 1
            try:
                at_work[way] += ways[way]()
            except (LostError, ReportedlyError) as error:
                lost.append(f"{way}, kill {number}: {error}")
                print("LOST", lost[-1], flush=True)
            if (number + 1) % 50 == 0:
                print(f"{number + 1} kills, {len(lost)} with a loss: {dict(done)}, at work {dict(at_work)}", flush=True)
    return {"kills": n, "by kind": dict(done), "at work when killed": dict(at_work), "lost": lost}


# Soak


def soak(hours: float, seed: int) -> dict[str, Any]:
    """A watch for so long, against a server that answers badly four times in ten; a clock that is 60 times as fast."""
    lost: list[str] = []
    reasons: Counter[str] = Counter()
    with tempfile.TemporaryDirectory(prefix="reportedly-soak-") as name:
        path, state = Path(name) / "news.sqlite", Path(name) / "news.json"
        server = FeedServer(feeds=4, seed=seed)
        server.bad = 0.4
        begun = time.monotonic()
        end = begun + hours * 3600

        def now() -> float:
            return 1_772_500_000.0 + (time.monotonic() - begun) * 60

        def wait(seconds: float) -> bool:
            time.sleep(min(seconds / 60, 5.0))
            return time.monotonic() > end

        def publishing() -> None:
            for n in itertools.count():
                if time.monotonic() > end:
                    return
                # Faster than entries are read, feeds would print some no longer before they are asked again.
                if server.n_entries() - n_kept() < 12:
                    server.publish()
                if n % 60 == 45:
                    server.die(seconds=15.0)
                time.sleep(4.0)

        def n_kept() -> int:
            try:
                with contextlib.closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as raw:
                    return int(raw.execute("SELECT count(*) FROM articles").fetchone()[0])
            except sqlite3.Error:
                return 0  # not made yet

        def telling() -> None:
            """A line every five minutes, so that a soak that is cut off has told what it saw."""
            while time.monotonic() < end:
                time.sleep(min(300.0, max(0.0, end - time.monotonic())))
                kept: Any
                try:
                    kept = len(check_whole(path))
                except Exception as error:
                    kept = repr(error)
                    lost.append(f"after {time.monotonic() - begun:.0f} s: {kept}")
                told = {
                    "minutes": round((time.monotonic() - begun) / 60, 1),
                    "published": server.n_entries(),
                    "kept": kept,
                    "answers": dict(server.done),
                    "MB, files, threads": (resident_mb(), len(os.listdir("/proc/self/fd")), threading.active_count()),
                    "lost": len(lost),
                }
                print(json.dumps(told), flush=True)

        threading.Thread(target=publishing, daemon=True).start()
        threading.Thread(target=telling, daemon=True).start()
        memory = []
        while time.monotonic() < end:
            # Ended and begun again, as by a restart of the machine, every quarter of the time.
            quarter = min(end, time.monotonic() + hours * 900)
            watch, ledger, unread = watching(
                server.urls(), path, state, now=now, wait=lambda s, until=quarter: wait(s) or time.monotonic() > until
            )
            with ledger, watch:
                watch.run()
            reasons.update(entry.reason.split(":")[0][:60] for entry in unread)
            memory.append((resident_mb(), len(os.listdir("/proc/self/fd")), threading.active_count()))
        server.bad = 0.0
        far = itertools.count(1)
        watch, ledger, _ = watching(
            server.urls(), path, state, now=lambda: now() + next(far) * 90_000.0, wait=lambda _: False
        )
        with ledger, watch:
            for _ in range(3):
                watch.once()
        try:
            check_whole(path)
            check_feeds(server, path)
        except LostError as error:
            lost.append(str(error))
        server.close()
        n_entries = server.n_entries()
        state_bytes = state.stat().st_size
    return {
        "hours": hours,
        "entries published": n_entries,
        "answers": dict(server.done),
        "told as unread": dict(reasons.most_common(20)),
        "MB, open files and threads after each quarter": memory,
        "bytes of state": state_bytes,
        "lost": lost,
    }


# Together

_ADDER = """
import sys, time
sys.path.insert(0, {folder!r})
from reportedly.ledger import Ledger
until = time.monotonic() + {seconds}
n = 0
with Ledger({path!r}) as ledger:
    for number, record in enumerate(records()):
        if number % 2 == {which}:
            ledger.add(record)
            n += 1
            time.sleep(0.05)
        if time.monotonic() > until:
            break
print(n)
"""


def together(seconds: float, seed: int) -> dict[str, Any]:
    """Two adders, a server with two readers and a watch on one ledger; what any of them complained of."""
    lost: list[str] = []
    statuses: Counter[int] = Counter()
    slowest = 0.0
    with tempfile.TemporaryDirectory(prefix="reportedly-together-") as name:
        path, log_path = Path(name) / "news.sqlite", Path(name) / "log"
        with Ledger(path):
            pass
        feeds = FeedServer(feeds=2, seed=seed)
        for _ in range(4):
            feeds.publish()
        with log_path.open("wb") as log:
            server, port = serving(path, log)
            command = [sys.executable, "-m", "reportedly", "watch", *feeds.urls(), "--ledger", str(path)]
            watch = subprocess.Popen(
                [*command, "--allow-private", "--every", "1m"], stdout=log, stderr=log, start_new_session=True
            )
            adders = []
            for which in (0, 1):
                code = _ADDER.format(folder=str(Path(__file__).parent), seconds=seconds, path=str(path), which=which)
                adders.append(subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=log))
            stop = time.monotonic() + seconds
            places = itertools.cycle(("/", "/events", "/api/events", "/conflicts", "/search?q=visit", "/calendar.ics"))
            lock = threading.Lock()

            def read() -> None:
                nonlocal slowest
                while time.monotonic() < stop:
                    with lock:
                        place = next(places)
                    start = time.monotonic()
                    status, text = asked(port, place)
                    with lock:
                        statuses[status] += 1
                        slowest = max(slowest, time.monotonic() - start)
                        if status != 200:
                            lost.append(f"{place}: {status} {text[:200]}")
                    time.sleep(0.2)

            readers = [threading.Thread(target=read) for _ in range(2)]
            for reader in readers:
                reader.start()
            n_published = 4
            while time.monotonic() < stop:
                feeds.publish()
                n_published += 1
                time.sleep(10)
            for reader in readers:
                reader.join()
            n_added = [int(adder.communicate(timeout=120)[0] or 0) for adder in adders]
            lost += [f"an adder ended with {adder.returncode}" for adder in adders if adder.returncode]
            kill_group(watch, signal.SIGTERM)
            kill_group(server, signal.SIGTERM)
        feeds.close()
        complaints = [line for line in log_path.read_text("utf-8", "replace").splitlines() if "locked" in line.lower()]
        lost += complaints + [
            line for line in log_path.read_text("utf-8", "replace").splitlines() if "has been writing" in line
        ]
        try:
            n_articles = len(check_whole(path))
        except LostError as error:
            lost.append(str(error))
            n_articles = 0
    return {
        "seconds": seconds,
        "added": n_added,
        "articles": n_articles,
        "pages": dict(statuses),
        "slowest page, s": round(slowest, 2),
        "lost": lost,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, metavar="N")
    parser.add_argument("--soak", type=float, metavar="HOURS")
    parser.add_argument("--together", type=float, metavar="SECONDS")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    told: dict[str, Any] = {}
    if options.kills:
        told["kills"] = kills(options.kills, options.seed)
    if options.soak:
        told["soak"] = soak(options.soak, options.seed)
    if options.together:
        told["together"] = together(options.together, options.seed)
    if not told:
        parser.error("name --kills, --soak or --together")
    for name, found in told.items():
        print(f"{name}: {len(found['lost'])} lost")
        for line in found["lost"]:
            print(f"  {line}")
    print(json.dumps(told))
    sys.exit(1 if any(found["lost"] for found in told.values()) else 0)


if __name__ == "__main__":
    main()
