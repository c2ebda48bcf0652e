"""The line that tells how far a run has come."""

import io

from reportedly.progress import Progress


def test_time_left_follows_the_bytes_that_are_done():
    progress = Progress([("a.txt", 1000), ("b.jsonl", 3000)])
    inputs = progress.inputs()
    assert next(inputs) == "a.txt"
    progress.step(900)
    assert next(inputs) == "b.jsonl"
    progress.step(1000)
    assert progress.line(10.0) == "2 articles read, 0.2 a second, 0:10 left"


def test_no_time_is_told_while_an_address_is_left():
    progress = Progress([("a.txt", 1000), ("https://example.com/", None)])
    next(progress.inputs())
    progress.step(900)
    assert progress.line(2.0) == "1 article read, 0.5 a second"


def test_nothing_is_written_where_it_is_piped():
    stream = io.StringIO()
    with Progress([("a.txt", 10)], stream=stream) as progress:
        progress.step(10)
    assert stream.getvalue() == ""
