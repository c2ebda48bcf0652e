"""Any input in; every one of them ends in articles or in a reason, in order."""

from __future__ import annotations

import gzip
import io
import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reportedly.article import Article, Unread
from reportedly.intake import Options, articles
from tests.intake.pages import PARAGRAPHS, page

ROW = json.dumps({"id": "a1", "text": PARAGRAPHS[0], "published": "2026-03-03"})
RSS = f"""<?xml version="1.0"?><rss version="2.0"><channel><title>Coast Tribune</title>
<item><title>Visit postponed</title><link>https://tribune.example/a</link>
<pubDate>Tue, 03 Mar 2026 16:05:00 +0300</pubDate>
<description>&lt;p&gt;{PARAGRAPHS[0]}&lt;/p&gt;&lt;p&gt;Read more: Ten beaches&lt;/p&gt;</description></item>
<item><guid>x</guid></item></channel></rss>"""
ATOM = f"""<feed xmlns="http://www.w3.org/2005/Atom"><title>Coast Tribune</title><entry><title>Visit postponed</title>
<link href="https://tribune.example/a"/><updated>2026-03-03T16:05:00+03:00</updated>
<content type="html">&lt;p&gt;{PARAGRAPHS[0]}&lt;/p&gt;</content></entry></feed>"""
JSON_FEED = json.dumps(
    {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "Coast Tribune",
        "items": [{"id": "1", "title": "Visit postponed", "content_html": f"<p>{PARAGRAPHS[0]}</p>"}],
    }
)


def warc(*bodies: str) -> bytes:
    """An archive with one response for each page."""
    records = []
    for number, body in enumerate(bodies):
        content = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + body.encode()
        records.append(
            f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://tribune.example/{number}\r\n"
            f"WARC-Date: 2026-03-04T00:00:00Z\r\nWARC-Record-ID: <urn:uuid:0000-{number}>\r\n"
            f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(content)}\r\n\r\n".encode()
            + content
            + b"\r\n\r\n"
        )
    return b"".join(records)


def of_bytes(data: bytes, **options: object) -> list[Article | Unread]:
    return list(articles(["-"], options=Options(**options), stdin=io.BytesIO(data)))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("data", "n_articles", "title"),
    [
        (page().encode(), 1, "Varga visit to Kenya postponed"),
        (f"Visit postponed\n\n{PARAGRAPHS[0]}\n".encode(), 1, "Visit postponed"),
        (f"{ROW}\n{ROW}\n".encode(), 2, None),
        (f"[{ROW}, {ROW}]".encode(), 2, None),
        (json.dumps(json.loads(ROW), indent=1).encode(), 1, None),
        (RSS.encode(), 1, "Visit postponed"),
        (ATOM.encode(), 1, "Visit postponed"),
        (ATOM.encode("utf-16"), 1, "Visit postponed"),
        (JSON_FEED.encode(), 1, "Visit postponed"),
        (warc(page(), page()), 2, "Varga visit to Kenya postponed"),
        (gzip.compress(warc(page())) + gzip.compress(warc(page())), 2, "Varga visit to Kenya postponed"),
        (gzip.compress(page().encode()), 1, "Varga visit to Kenya postponed"),
    ],
)
def test_the_kind_of_input_is_told_from_its_bytes(data: bytes, n_articles: int, title: str | None) -> None:
    found = [item for item in of_bytes(data) if isinstance(item, Article)]
    assert len(found) == n_articles
    assert found[0].title == title
    assert PARAGRAPHS[0] in found[0].text


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "standard input: the input is empty."),
        (b" \n\n\t", "standard input: the input is empty."),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "standard input: it is an image, not text."),
        (
            b"PK\x03\x04\x14\x00",
            "standard input: it is a ZIP archive or office document, not text. Unpack it, or save it as text or HTML.",
        ),
        (bytes(range(256)) * 20, "standard input: it is binary data, not text. Save it as text or HTML."),
        (gzip.compress(page().encode())[:-30], "standard input: the gzip file ends too early. Fetch it again."),
        (
            gzip.compress(b"word " * 8_000_000),
            "standard input: the gzip file decompresses to far more than any text does.",
        ),
        (
            b'<?xml version="1.0"?><urlset><url><loc>https://a.example</loc></url></urlset>',
            "standard input: it is a sitemap, not a feed. Name the pages that it lists.",
        ),
        (b'<rss version="2.0"><channel><title>x</title></channel></rss>', "standard input: the feed has no entries."),
        (b"WARC/1.0\r\nnonsense", "standard input: the archive holds no HTML page."),
        (
            b"Title: A\nPublished: soon\n\nText.",
            "standard input: `published` is not a date: 'soon'. Write YYYY-MM-DD or leave it out.",
        ),
    ],
)
def test_bad_input_is_told(data: bytes, told: str) -> None:
    assert [str(item) for item in of_bytes(data)] == [told]


SHAPE = 'Write one object a line: {"id": …, "text": …, "title": …, "published": …}.'


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("{broken", f"not JSON: expecting property name enclosed in double quotes at character 2. {SHAPE}"),
        ('{"id": "x"}', f"`text` is missing. {SHAPE}"),
        ('{"text": 7}', f"`text` is not a string. {SHAPE}"),
        ('{"text": "  "}', "`text` is empty."),
        ('{"text": "\\u200b…"}', "`text` holds no words."),
        ("[1]", f"not a JSON object. {SHAPE}"),
        (
            '{"text": "x", "published": "2024-13-40"}',
            "`published` is not a date: '2024-13-40'. Write YYYY-MM-DD or leave it out.",
        ),
        ('{"text": "x", "title": {}}', "`title` is not a string: {}. Write it in quotes or leave it out."),
        ("[" * 100_000, f"not JSON: nested too deeply. {SHAPE}"),
    ],
)
def test_a_bad_line_is_named_and_the_others_go_on(tmp_path: Path, line: str, reason: str) -> None:
    path = tmp_path / "stories.jsonl"
    path.write_text(f"{ROW}\n{line}\n\n{ROW}\n")
    first, bad, last = articles([str(path)])
    assert isinstance(first, Article)
    assert isinstance(last, Article)
    assert str(bad) == f"{path}, line 2: {reason}"


def test_a_text_in_json_lines_is_kept_to_the_letter() -> None:
    text = "  Tabs\tand\r\nlines \u2028 stay.\n\n"
    (article,) = of_bytes(json.dumps({"text": text, "title": "x"}).encode())
    assert isinstance(article, Article)
    assert article.text == text


def test_nul_and_lone_surrogates_are_replaced_one_for_one() -> None:
    (article,) = of_bytes(b'{"text": "a\\u0000b\\ud800c", "title": "\\udfff"}')
    assert isinstance(article, Article)
    assert (article.text, article.title) == ("a\ufffdb\ufffdc", "\ufffd")


def test_a_truncated_archive_gives_what_was_good() -> None:
    items = of_bytes(warc(page(), page())[:-600])
    assert [type(item).__name__ for item in items] == ["Article", "Article", "Unread"]
    assert (
        str(items[-1])
        == "standard input, https://tribune.example/1: the record ends too early. Fetch the archive again."
    )


def test_a_truncated_gzip_of_json_lines_gives_what_was_good() -> None:
    rows = "\n".join(json.dumps({"text": f"{PARAGRAPHS[n % 4]} {n * 7919}"}) for n in range(4000))
    items = of_bytes(gzip.compress(rows.encode())[:-2000])
    assert all(isinstance(item, Article) for item in items[:-1])
    assert len(items) > 100
    assert isinstance(items[-1], Unread)
    assert items[-1].reason == "the gzip file ends too early"


def test_front_block_of_a_plain_text() -> None:
    fields = "Title: Visit off\nOutlet: Adriapress\nPublished: 2026-03-03T16:05:00+01:00\nURL: https://a.example/1\n"
    text = f"{fields}\nNAIROBI - It is off.\n"
    (article,) = of_bytes(text.encode())
    assert isinstance(article, Article)
    assert article.text == "NAIROBI - It is off.\n"
    assert (article.title, article.outlet) == ("Visit off", "Adriapress")
    assert (article.published, article.url) == ("2026-03-03T16:05:00+01:00", "https://a.example/1")


def test_a_feed_entry_has_its_text_outlet_and_time() -> None:
    article, unread = of_bytes(RSS.encode())
    assert isinstance(article, Article)
    assert article.text == f"Visit postponed\n\n{PARAGRAPHS[0]}"
    assert (article.outlet, article.url) == ("Coast Tribune", "https://tribune.example/a")
    assert article.published == "2026-03-03T16:05:00+03:00"
    assert str(unread) == "standard input, entry 2: the entry has neither title nor text."


def test_a_folder_is_read_in_order_without_hidden_files(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    (tmp_path / ".git").mkdir()
    (tmp_path / "b" / "2.txt").write_text("Second.")
    (tmp_path / "a.txt").write_text("First.")
    (tmp_path / "c.bin").write_bytes(bytes(300))
    (tmp_path / ".hidden.txt").write_text("No.")
    (tmp_path / ".git" / "x.txt").write_text("No.")
    items = list(articles([str(tmp_path), str(tmp_path / "none"), str(tmp_path / "a.txt")]))
    assert [item.text if isinstance(item, Article) else item.reason for item in items] == [
        "First.",
        "Second.",
        "the input is empty",
        "there is no such file or folder",
        "First.",
    ]


# Blanks of all kinds, those that `str.strip` leaves among them, and signs that nobody reads.
BLANKS = (
    "   ",
    "\u00a0\u2003\u3000",
    "\u200b\u200d\u2060",
    "\ufeff\ufeff",
    "\u00ad",
    "\u2800",
    "\u3164",
    "\x1c\x1f\x85",
    "…",
    "\ufffd",
)


@pytest.mark.parametrize("cut_at", [".</description>", "visit to", "</title><link>https://tribune.example/2</link>"])
def test_half_an_entry_at_the_end_of_a_feed_waits_for_the_whole_one(cut_at: str) -> None:
    first, second = (
        f"<item><title>Ferry strike, day {n}</title><link>https://tribune.example/{n}</link>"
        f"<description>The minister's visit to the harbour is put off, her office said on day {n}.</description></item>"
        for n in (1, 2)
    )
    cut = second[: second.index(cut_at) + len(cut_at)]
    items = of_bytes(f"<rss version='2.0'><channel><title>Coast Tribune</title>{first}{cut}".encode())
    assert [item.title for item in items if isinstance(item, Article)] == ["Ferry strike, day 1"]
    assert [str(item.reason) for item in items if isinstance(item, Unread)] == ["the feed ends too early"]


@pytest.mark.parametrize("blank", BLANKS)
@pytest.mark.parametrize("shape", ["page", "entities", "text", "line", "feed", "json feed", "warc"])
def test_what_holds_no_word_is_no_article(blank: str, shape: str) -> None:
    escaped = "".join(f"&#{ord(c)};" for c in blank)
    paragraphs = f"<html><body><article>{f'<p>{escaped}</p>' * 30}</article></body></html>"
    data = {
        "page": f"<html><body><article>{f'<p>{blank}</p>' * 30}</article></body></html>".encode(),
        "entities": paragraphs.encode(),
        "text": (f"{blank}\n" * 30).encode(),
        "line": json.dumps({"text": blank * 30}).encode(),
        "feed": f"<rss><channel><item><title>{escaped}</title><description>{escaped}</description></item></channel>",
        "json feed": json.dumps({"version": "https://jsonfeed.org/version/1", "items": [{"content_text": blank}]}),
        "warc": warc(paragraphs),
    }[shape]
    (item,) = of_bytes(data.encode() if isinstance(data, str) else data)
    assert isinstance(item, Unread)
    assert item.reason in {
        *("no article was found on the page", "the page holds no text", "there is no text in it", "`text` is empty"),
        *("`text` holds no words", "the entry has neither title nor text", "it is binary data, not text"),
        "the input is empty",
    }


def test_lines_that_belong_to_the_page_alone_make_no_article() -> None:
    furniture = "<p>Read more: Ten beaches</p><p>Sign up for our newsletter</p><p>Advertisement</p>" * 12
    (item,) = of_bytes(f"<html><body><article>{furniture}</article></body></html>".encode())
    assert str(item) == (
        "standard input: no article was found on the page. It may be built by scripts; save it from a browser."
    )


LENGTHS = (
    "99999999999999999999",
    "9" * 400,
    str(2**63),
    str(2**64 - 1),
    "-1",
    "1e9",
    "0x10",
    "",
    " ",
    "١٢",
    "nan",
    "1_0",
)


@pytest.mark.parametrize("length", LENGTHS)
def test_a_record_of_any_stated_length_ends_in_articles_or_reasons(length: str) -> None:
    good = warc(page())
    bad = good.replace(
        good[good.index(b"Content-Length: ") :].split(b"\r\n")[0], f"Content-Length: {length}".encode(), 1
    )
    for data in (bad, good + bad, gzip.compress(bad), bad + good):
        items = of_bytes(data)
        assert items
        assert not [item for item in items if isinstance(item, Unread) and "failed" in item.reason]


def test_a_fault_of_ours_is_told_of_one_input_and_the_others_go_on(monkeypatch, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Visit postponed, says one.")
    (tmp_path / "b.jsonl").write_text(ROW)

    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("reportedly.intake.text.read_text", broken)
    first, second = articles([str(tmp_path)])
    assert str(first) == f"{tmp_path}/a.txt: reading it failed (ZeroDivisionError). Please report it with the input."
    assert isinstance(second, Article)


def test_an_empty_folder_and_strange_names_are_told(tmp_path: Path) -> None:
    items = list(articles([str(tmp_path), "a\x00b", "-"]))
    assert [str(item) for item in items] == [
        f"{tmp_path}: the folder holds no files.",
        "'a\\x00b': that is not the name of a file.",
        "standard input: there is none.",
    ]


STARTS = (
    b"",
    b"<html>",
    b"<rss>",
    b"<?xml version='1.0'?><feed>",
    b'{"text": "',
    b"[{",
    b"WARC/1.0\r\n",
    b"\x1f\x8b\x08\0",
    b"\xff\xfe",
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(STARTS), st.binary(max_size=400) | st.text(max_size=200).map(str.encode))
def test_any_bytes_end_in_articles_or_reasons(start: bytes, rest: bytes) -> None:
    items = of_bytes(start + rest)
    assert items
    for item in items:
        if isinstance(item, Article):
            item.text.encode()
            ends = [0, *(block.end for block in item.blocks)]
            assert all(a <= b.start < b.end <= len(item.text) for a, b in zip(ends, item.blocks, strict=False))
        else:
            assert item.reason
