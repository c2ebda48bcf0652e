"""Reading in a process of its own: what kills it or never ends costs one article. Needs no Spark."""

import json
import os
import signal
import threading
import time
from pathlib import Path

import pytest

from reportedly import Article, read
from reportedly.article import Unread
from reportedly.spark.isolated import Child

SAMPLES = Path(__file__).parents[2] / "samples" / "varga-visit"
STORY = Article(text="The vote was put off, Ana Orr told the Coast Tribune.", id="a", published="2026-03-02")


@pytest.fixture(scope="module")
def child():
    child = Child()
    yield child
    child.close()


def kill(child: Child, times: int) -> threading.Thread:
    """Kill its process so many times, each as soon as it has been given something."""

    def work() -> None:
        done: set[int] = set()
        while len(done) < times:
            pid = child.pid
            if pid is not None and pid not in done:
                time.sleep(0.05)
                os.kill(pid, signal.SIGKILL)
                done.add(pid)
            time.sleep(0.005)

    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    return thread


def test_the_record_is_that_of_one_process(child):
    assert child.record(STORY) == read(STORY).to_json()


def test_a_process_that_was_killed_for_want_of_memory_costs_nothing():
    child = Child()
    killing = kill(child, 1)
    assert child.record(STORY) == read(STORY).to_json()
    killing.join()
    child.close()


def test_an_article_that_kills_its_reader_again_is_told_by_name():
    child = Child()
    killing = kill(child, 2)
    told = child.record(STORY)
    killing.join()
    assert told == Unread(source="a", reason="the process that read it died", advice="Please report it, with the text")
    child.close()


def test_an_article_that_takes_too_long_is_told_and_the_next_is_read(child):
    endless = Article(text="The vote was put off, she said. " * 20_000, input="long.jsonl#1")
    told = child.record(endless, limit_s=0.5)
    assert str(told) == "long.jsonl#1: reading it took longer than 0.5 seconds. Please report it, with the text."
    assert child.record(STORY) == read(STORY).to_json()


def test_a_file_whose_reader_died_is_told_after_what_was_read(child, tmp_path):
    # More than a pipe holds, so that the reader cannot have sent all before it dies.
    path = tmp_path / "many.jsonl"
    line = json.dumps({"id": "orr", "text": "Ana Orr said the ferry would sail. " * 500}) + "\n"
    path.write_text(line * 500, "utf-8")
    found = child.articles(str(path))
    first = next(found)
    assert isinstance(first, Article)
    os.kill(child.pid, signal.SIGKILL)
    *rest, told = list(found)
    assert isinstance(told, Unread)
    assert told.source == f"{path}, after article {1 + len(rest)}"
    assert told.reason == "the process that read it died"


def test_nobody_outlives_the_worker():
    """The child's end of the pipe closes with its parent's, however that ends."""
    child = Child()
    child.record(STORY)
    pid = child.pid
    child._connection.close()  # as the system does for a process that was killed
    until = time.monotonic() + 20
    while time.monotonic() < until and child._process.poll() is None:
        time.sleep(0.02)
    assert child._process.poll() == 0, f"process {pid} is still there"
