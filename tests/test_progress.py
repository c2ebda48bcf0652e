"""The line that tells how far a run has come."""

import io

from reportedly.cli.progress import Progress


def read(progress: Progress, n_characters: int) -> None:
    progress.begin(n_characters)
    progress.step(n_characters)


def test_time_left_follows_the_bytes_that_are_done():
    progress = Progress([("a.txt", 1000), ("b.jsonl", 3000)])
    inputs = progress.inputs()
    assert next(inputs) == "a.txt"
    read(progress, 1000)
    assert next(inputs) == "b.jsonl"
    read(progress, 1000)
    assert progress.line(10.0) == "2 articles read, 0.2 a second, 0:10 left"


def test_no_time_is_told_while_an_address_is_left():
    progress = Progress([("a.txt", 1000), ("https://example.com/", None)])
    next(progress.inputs())
    read(progress, 900)
    assert progress.line(2.0) == "1 article read, 0.5 a second"


def test_what_an_earlier_run_read_takes_no_time_and_is_not_left():
    """Half of a file was read before: the other half takes as long as it says, not half of that."""
    progress = Progress([("a.jsonl", 4000), ("b.jsonl", 4000)])
    inputs = progress.inputs()
    next(inputs)
    for _ in range(4):
        progress.skip(1000)
    next(inputs)
    read(progress, 1000)
    assert progress.line(10.0) == "1 article read, 0.1 a second, 0:30 left"


def test_time_left_counts_what_workers_have_taken_but_not_read():
    """Ten files, of which an earlier run read two and this one two in ten seconds, while four are under way."""
    progress = Progress([(f"{number}.json", 640) for number in range(10)])
    inputs = progress.inputs()
    for number in range(8):
        next(inputs)
        (progress.skip if number < 2 else progress.begin)(460)
    progress.step(460)
    progress.step(460)
    assert progress.line(10.0) == "2 articles read, 0.2 a second, 0:30 left"


def test_hours_are_told_as_hours():
    progress = Progress([("a.jsonl", 1_000_000)])
    next(progress.inputs())
    read(progress, 1000)
    assert progress.line(10.0).endswith(", 2:46:30 left")


def test_a_log_gets_a_line_a_minute(monkeypatch):
    now = [0.0]
    monkeypatch.setattr("time.monotonic", lambda: now[0])
    stream = io.StringIO()
    progress = Progress([("a.jsonl", 10_000)], stream=stream)
    next(progress.inputs())
    for second in range(0, 150, 10):
        now[0] = float(second)
        read(progress, 10)
    assert stream.getvalue().splitlines() == [
        "reportedly: 8 articles read, 0.1 a second, 2:24:40 left",
        "reportedly: 15 articles read, 0.1 a second, 2:33:13 left",
    ]


def test_nothing_is_written_of_a_short_run_where_it_is_piped():
    stream = io.StringIO()
    with Progress([("a.txt", 10)], stream=stream) as progress:
        read(progress, 10)
    assert stream.getvalue() == ""
