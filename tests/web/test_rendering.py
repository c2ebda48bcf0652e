"""Templates: what stands in a page is escaped, also where parts of pages are kept, and links stay on their day."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from fastapi import Request
from markupsafe import Markup, escape

from reportedly.printable import visible
from reportedly.vocabulary import Status
from reportedly.web.rendering import page, shorter


def rendered(template: str, *, path: str = "/names", as_of: str | None = None, **context: Any) -> str:
    scope = {"type": "http", "method": "GET", "path": path, "query_string": b"", "headers": [], "server": ("room", 80)}
    return bytes(page(Request(scope), template, as_of=as_of, **context).body).decode()


def names(*names: str, as_of: str | None = None) -> list[str]:
    """What stands for each name in the list of names."""
    items = [SimpleNamespace(name=name, kind="person", statements=1, articles=1) for name in names]
    found = SimpleNamespace(items=items, next=None)
    text = rendered("names.html", as_of=as_of, page=found, words=None, kind=None, kinds=[])
    return [row.partition("</th>")[0] for row in text.split('<th scope="row">')[1:]]


class Word(str):
    """A text of a kind of its own."""


@pytest.mark.parametrize(
    "value",
    ["Elena Varga", "<b title='x' lang=\"y\">A & B</b>", "&amp;", "", "é", Markup("<b>bold</b>"), Word("<i>"),
     Status.HELD, 12, 0.5, None],
)  # fmt: skip
def test_a_value_is_escaped_as_ever(value: Any):
    text = rendered("error.html", heading=value, message="", more=None)
    assert f"<h1>{escape(value)}</h1>" in text
    assert f"<title>{escape(value)} · Reportedly</title>" in text


def test_a_name_that_is_kept_stays_a_text():
    hostile = "<script>x</script> & '\""
    safe = '<a href="/who/%3Cscript%3Ex%3C%2Fscript%3E%20%26%20%27%22"><bdi>'
    safe += "&lt;script&gt;x&lt;/script&gt; &amp; &#39;&#34;</bdi></a>"
    assert names(Markup(hostile))[0].endswith(f"<bdi>{hostile}</bdi></a>")
    assert names(hostile, hostile, hostile * 200)[:2] == [safe, safe]
    assert "<script>" not in names(hostile * 200)[0]
    assert names(hostile) == [safe]


def test_kept_parts_belong_to_their_day():
    for as_of in (None, "2026-03-04", "2026-03-05", None):
        asked = f"?as_of={as_of}" if as_of else ""
        assert names("Ana Berg", as_of=as_of) == [f'<a href="/who/Ana%20Berg{asked}"><bdi>Ana Berg</bdi></a>']
        text = rendered("error.html", path="/drift", as_of=as_of, heading="Here", message="There", more=None)
        assert f'<a href="/drift{asked}" aria-current="page">Drift</a>' in text
        assert f'<a href="/help{asked}">How to read these pages</a>' in text
        assert text.count("as_of=") == (11 if as_of else 0)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain words", "plain words"),
        ("kept:\u00a0\u2028\n\t\x1f", "kept:\u00a0\u2028\n\t\x1f"),
        ("a\x00b\x00c\u202e \u200b", "a\ufffdb\ufffdc\ufffd \ufffd"),
    ],
)
def test_white_space_stays_and_what_cannot_be_seen_is_marked(text: str, shown: str):
    assert visible(text) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("one line", "one line"),
        ("  white  space ", "white space"),
        ("of\u00a0every\nkind\x00", "of every kind\ufffd"),
        ("exactly twenty wide.", "exactly twenty wide."),
        ("cut behind a word, – when longer", "cut behind a word …"),
        ("unbrokenwordsarecutwheretheymustbe", "unbrokenwordsarecutw …"),
    ],
)
def test_shorter_is_one_line(text: str, shown: str):
    assert shorter(text, 20) == shown
