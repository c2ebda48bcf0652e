"""The bar of `read_all`, which changes nothing of what is read."""

from __future__ import annotations

import io

import pytest

from reportedly import Article, Record, Unread, read_all
from reportedly.bars import line, with_bar

ARTICLES = [Article(text="Die Brücke bleibt gesperrt."), Unread(source="a", reason="no text"), Article(text="Nein.")]


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_bar_changes_nothing(monkeypatch: pytest.MonkeyPatch):
    terminal = Terminal()
    monkeypatch.setattr("sys.stderr", terminal)
    assert list(read_all(ARTICLES, progress=True)) == list(read_all(ARTICLES))
    assert terminal.getvalue().endswith(" a second\n")
    assert "\r\x1b[K3 of 3 articles, " in terminal.getvalue()


def test_nothing_is_shown_unasked_nor_where_nobody_looks(capsys: pytest.CaptureFixture[str]):
    assert [type(item) for item in read_all(ARTICLES, progress=True)] == [Record, Unread, Record]
    assert capsys.readouterr() == ("", "")


def test_articles_that_nobody_can_count_are_counted_as_they_come(monkeypatch: pytest.MonkeyPatch):
    terminal = Terminal()
    monkeypatch.setattr("sys.stderr", terminal)
    assert list(with_bar(iter("ab"), iter("ab"), "article")) == ["a", "b"]
    assert "\r\x1b[K2 articles, " in terminal.getvalue()
    assert "of" not in terminal.getvalue()


@pytest.mark.parametrize(
    ("n", "total", "told"),
    [
        (0, 3, "0 of 3 articles, 0.0 a second"),
        (1, 1, "1 of 1 article, 0.1 a second"),
        (10, 70, "10 of 70 articles, 1.0 a second, 1:00 left"),
        (1, None, "1 article, 0.1 a second"),
    ],
)
def test_the_line_tells_what_is_left(n: int, total: int | None, told: str):
    assert line(n, total, "article", 10.0) == told


def test_a_loop_that_is_left_leaves_no_line_open(monkeypatch: pytest.MonkeyPatch):
    terminal = Terminal()
    monkeypatch.setattr("sys.stderr", terminal)
    for _ in with_bar("abc", "abc", "letter"):
        break
    assert terminal.getvalue().endswith("\n")
