"""`reportedly serve` as a process of its own: its address, its processes, and what stops it from listening."""

from __future__ import annotations

import asyncio
import contextlib
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from anyio import to_thread

from reportedly import Article, Ledger, Record
from reportedly.web.serving import SharingLoop


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("serving") / "room.sqlite"
    text = "Ann Orr, a spokeswoman, said on Monday that the visit to Lund was off."
    with Ledger(path) as book:
        book.add(Record(article=Article(id="a1", text=text, outlet="Harbour Post", published="2026-03-02")))
    return path


@contextlib.contextmanager
def served(*options: str) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """The address that `serve` prints, with its process; ended as a terminal or a service manager ends it."""
    command = [sys.executable, "-m", "reportedly", "serve", *options]
    environment = os.environ | {"PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=environment) as run:
        try:
            assert run.stderr is not None
            yield run.stderr.readline().rsplit(" ", 1)[-1].strip(), run
        finally:
            run.terminate()
            run.wait(60)


def etag_of(address: str) -> str:
    """The tag of a page, waited for while the server starts."""
    for _ in range(1200):
        try:
            with urlopen(address, timeout=30) as answer:
                return str(answer.headers["ETag"])
        except (URLError, ConnectionError):
            time.sleep(0.05)
    pytest.fail(f"{address} did not answer")


@pytest.mark.parametrize("processes", ["1", "3"])
def test_processes_side_by_side_answer_as_one(ledger: Path, processes: str):
    with served("--ledger", str(ledger), "--port", "0", "--processes", processes) as (address, run):
        assert address.startswith("http://127.0.0.1:")
        assert not address.endswith(":0/")
        with ThreadPoolExecutor(20) as readers:
            tags = set(readers.map(etag_of, [f"{address}articles"] * 60))
        assert len(tags) == 1  # or a reader would be sent a page again for having met another process
        with Ledger(ledger) as book:
            book.add(Record(article=Article(id=f"b{processes}", text="The visit is on.", published="2026-03-03")))
        assert etag_of(f"{address}articles") not in tags
    assert run.returncode is not None


def test_a_process_that_has_enough_to_do_leaves_readers_to_the_others():
    taken: list[int] = []
    at_work: set[int] = set()

    class Answering(asyncio.Protocol):
        tasks = at_work

        def connection_made(self, transport: asyncio.BaseTransport) -> None:
            taken.append(transport.get_extra_info("peername")[1])

    async def serve(listener: socket.socket) -> None:
        threads = to_thread.current_default_thread_limiter()
        server = await asyncio.get_running_loop().create_server(Answering, sock=listener)
        with contextlib.ExitStack() as readers:

            def come() -> int:
                reader = readers.enter_context(socket.create_connection(listener.getsockname()))
                return reader.getsockname()[1]

            first = come()
            at_work.update(range(3))
            threads.acquire_on_behalf_of_nowait("a page")
            await until(lambda: taken == [first])
            second = come()
            await asyncio.sleep(0.1)
            assert taken == [first]
            # Readers that take their time over what they are sent keep nobody out.
            threads.release_on_behalf_of("a page")
            await until(lambda: taken == [first, second])
            third = come()
            await until(lambda: taken == [first, second, third])
            server.close()
            await server.wait_closed()
            come()
            await asyncio.sleep(0.05)
            assert taken == [first, second, third]

    async def until(done: Callable[[], bool]) -> None:
        async with asyncio.timeout(30):
            while not done():
                await asyncio.sleep(0.01)

    def run() -> None:
        with socket.create_server(("127.0.0.1", 0)) as listener, asyncio.Runner(loop_factory=SharingLoop) as runner:
            runner.run(serve(listener))

    # In this thread the browser of other tests has its loop.
    with ThreadPoolExecutor(1) as thread:
        thread.submit(run).result()


def test_an_address_in_use_is_told_as_such(ledger: Path):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        command = [sys.executable, "-m", "reportedly", "serve", "--ledger", str(ledger), "--port", port]
        run = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert run.returncode != 0
    assert f"127.0.0.1:{port}: cannot be listened on: Address already in use. Choose another" in run.stderr
    assert "Traceback" not in run.stderr


def test_what_is_no_ledger_is_told_before_anything_listens(tmp_path: Path):
    command = [sys.executable, "-m", "reportedly", "serve", "--ledger", str(tmp_path / "none.sqlite"), "--port", "0"]
    run = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert run.returncode != 0
    assert "no such ledger" in run.stderr
    assert "serving" not in run.stderr
