"""How fast the reading room answers: milliseconds and kB of each kind of page, with 20 readers at once.

    python benchmarks/web_speed.py [--articles 2000] [--clients 20] [--requests 10] [--pause 0] [--ledger FILE]

Fills a ledger with the generated articles of `ledger_scale`, starts `reportedly serve` on it as a process of its own,
and lets every client ask for every kind of page so many times, each time for another event, article or name. The time
is the client's, on loopback, from sending to the last byte. Without a pause twenty clients ask for as much as there is
processor for, and share it with the server; readers pause: with `--pause 1` each asks about once a second. Prints a
table and, last, one JSON line.
"""

from __future__ import annotations

import argparse
import http.client
import itertools
import json
import random
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from datetime import date, timedelta
from pathlib import Path
from urllib.parse import quote

sys.path.insert(0, str(Path(__file__).parent))

from ledger_scale import records

from reportedly.ledger import Ledger


def addresses(path: str, n: int) -> dict[str, list[str]]:
    """So many addresses of each kind of page, the same on every run."""
    rng = random.Random(1)
    with Ledger(path) as ledger:
        events = [event.id for event in ledger.find_events(limit=200).items]
        articles = [article.id for article in ledger.articles_page(limit=200).items]
        names = [name.name for name in ledger.names(limit=100).items]
        told = ledger.coverage()
    outlets = list(told.outlets)
    first, last = (date.fromisoformat(day or "") for day in (told.first, told.last))
    days = [(first + timedelta(days=n)).isoformat() for n in range(1, (last - first).days)][-200:]
    for values in (events, articles, names, outlets, days):
        rng.shuffle(values)

    def some(values: list[str]) -> list[str]:
        return list(itertools.islice(itertools.cycle(values), n))

    return {
        "today": ["/"] * n,
        "events": ["/events"] * n,
        "event": [f"/event/{quote(id)}" for id in some(events)],
        "article": [f"/article/{quote(id)}" for id in some(articles)],
        "articles": ["/articles"] * n,
        "who": [f"/who/{quote(name)}" for name in some(names)],
        "outlet": [f"/who/{quote(name)}" for name in some(outlets)],
        "today then": [f"/?as_of={day}" for day in some(days)],
        "event then": [f"/event/{quote(id)}?as_of={last}" for id in some(events)],
        "names then": [f"/names?as_of={day}" for day in some(days)],
        "names": ["/names"] * n,
        "search": [f"/search?words={quote(name.split()[-1])}" for name in some(names)],
        "conflicts": ["/conflicts"] * n,
        "drift": ["/drift"] * n,
        "echoes": ["/echoes"] * n,
    }


def ask(port: int, address: str) -> tuple[float, int, int]:
    """Seconds, bytes and status of one answer."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    start = time.perf_counter()
    try:
        connection.request("GET", address)
        answer = connection.getresponse()
        size = len(answer.read())
        return time.perf_counter() - start, size, answer.status
    finally:
        connection.close()


def measure(port: int, asked: list[str], n_clients: int, pause_s: float = 0.0) -> dict[str, float]:
    """p50 and p95 in milliseconds and the largest page in kB, the addresses shared out among the clients.

    Each client pauses before it asks, for up to twice `pause_s`.
    """
    waiting = iter(asked)
    lock = threading.Lock()
    answers: list[tuple[float, int, int]] = []

    def client() -> None:
        while True:
            with lock:
                address = next(waiting, None)
            if address is None:
                return
            time.sleep(random.uniform(0.0, 2 * pause_s))
            answers.append(ask(port, address))

    threads = [threading.Thread(target=client) for _ in range(n_clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    seconds = sorted(answer[0] for answer in answers)
    return {
        "p50_ms": round(1000 * statistics.median(seconds), 1),
        "p95_ms": round(1000 * seconds[int(0.95 * (len(seconds) - 1))], 1),
        "kb": round(max(answer[1] for answer in answers) / 1000, 1),
        "failed": sum(answer[2] != 200 for answer in answers),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=2000, help="articles in the ledger")
    parser.add_argument("--clients", type=int, default=20, help="readers at once")
    parser.add_argument("--requests", type=int, default=10, help="requests of each client for each kind of page")
    parser.add_argument("--pause", type=float, default=0.0, help="seconds that a client waits before it asks")
    parser.add_argument("--processes", type=int, help="processes that serve; as many as `serve` takes where not told")
    parser.add_argument("--ledger", help="fill and use this file, and keep it")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = options.ledger or str(Path(folder) / "web.sqlite")
        with Ledger(path) as ledger:
            n_there = ledger.counts().articles
            ledger.add_all(itertools.islice(records(), n_there, max(n_there, options.articles)))
        asked = addresses(path, options.clients * options.requests)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        command = [sys.executable, "-m", "reportedly", "serve", "--ledger", path, "--port", str(port)]
        command += ["--processes", str(options.processes)] if options.processes else []
        server = subprocess.Popen(command, stderr=subprocess.DEVNULL)
        try:
            deadline = time.monotonic() + 60
            while time.monotonic() < deadline:
                try:
                    ask(port, "/help")
                    break
                except OSError:
                    time.sleep(0.2)
            rows = {}
            for kind, of_kind in asked.items():
                rows[kind] = measure(port, of_kind, options.clients, options.pause)
                print(f"{kind:10}", "  ".join(f"{name} {value:,}" for name, value in rows[kind].items()), flush=True)
        finally:
            server.terminate()
            server.wait(30)
    print(json.dumps({"articles": options.articles, "clients": options.clients, "pages": rows}))


if __name__ == "__main__":
    main()
