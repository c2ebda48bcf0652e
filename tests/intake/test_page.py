"""Pages in, articles out."""

from __future__ import annotations

import time

import pytest

from reportedly.article import Article
from reportedly.errors import InputError
from reportedly.intake.page import read_page
from tests.intake.pages import PARAGRAPHS, page


def read(markup: str, *, encoding: str = "utf-8", url: str | None = None) -> Article:
    return read_page(markup.encode(encoding), source="page.html", url=url)


def test_title_and_body_are_told_apart_and_the_page_around_them_is_left_out() -> None:
    article = read(page())
    assert article.title == "Varga visit to Kenya postponed"
    assert article.text == "\n\n".join((article.title, *PARAGRAPHS))
    assert [b.kind.value for b in article.blocks] == ["title", "body", "body", "body", "body"]
    assert article.text[article.blocks[1].start : article.blocks[1].end] == PARAGRAPHS[0]
    assert article.language == "en"


@pytest.mark.parametrize(
    ("head", "published"),
    [
        ('<meta property="article:published_time" content="2026-03-03T19:20:00+03:00">', "2026-03-03T19:20:00+03:00"),
        (
            '<script type="application/ld+json">{"@type": "NewsArticle", "datePublished": "2026-03-03"}'
            '</script><meta name="date" content="2026-03-05">',
            "2026-03-03",
        ),
        ('<meta name="pubdate" content="Tue, 03 Mar 2026 16:05:00 GMT">', "2026-03-03T16:05:00+00:00"),
        (
            '<meta property="article:modified_time" content="2026-03-09"><meta name="date" content="2026-03-03">',
            "2026-03-03",
        ),
        ('<meta name="date" content="2031-01-02">', "2031-01-02"),
        ('<meta name="date" content="soon">', None),
    ],
)
def test_time_of_publication_is_what_the_page_states(head: str, published: str | None) -> None:
    assert read(page(head=head)).published == published


@pytest.mark.parametrize(
    ("url", "head", "published"),
    [
        ("https://tribune.example/2026/03/03/varga", "", "2026-03-03"),
        ("https://tribune.example/2026-03-03-varga", "", "2026-03-03"),
        ("https://tribune.example/20260303/varga", "", "2026-03-03"),
        ("https://tribune.example/n/20263", "", None),
        # 1 a.m. in UTC is the evening before where the outlet is.
        ("https://tribune.example/2026/03/03/varga", '<meta name="date" content="2026-03-04T01:00:00Z">', "2026-03-03"),
    ],
)
def test_day_in_the_address(url: str, head: str, published: str | None) -> None:
    assert read(page(head=head), url=url).published == published


@pytest.mark.parametrize(
    ("head", "url", "outlet"),
    [
        ('<meta property="og:site_name" content="Coast Tribune">', "https://www.tribune.example/a", "Coast Tribune"),
        (
            '<script type="application/ld+json">{"@graph": [{"@type": "NewsArticle", "headline": "x", '
            '"publisher": {"name": "Coast Tribune"}}]}</script>',
            None,
            "Coast Tribune",
        ),
        ("", "https://www.tribune.example/a", "tribune.example"),
        ("", None, None),
    ],
)
def test_outlet(head: str, url: str | None, outlet: str | None) -> None:
    assert read(page(head=head), url=url).outlet == outlet


def test_canonical_address_byline_and_caption() -> None:
    head = '<link rel="canonical" href="/news/varga"><meta name="author" content="By Jan Orr">'
    article = read(page(head=head), url="https://tribune.example/amp/varga?x=1")
    assert article.url == "https://tribune.example/news/varga"
    assert article.byline == "Jan Orr"


@pytest.mark.parametrize(
    ("encoding", "declared"),
    [
        ("utf-8", "utf-8"),
        ("utf-8", "iso-8859-1"),
        ("cp1252", "iso-8859-1"),
        ("cp1252", "utf-8"),
        ("utf-16", "utf-8"),
        ("utf-16-le", "utf-8"),
        ("utf-8-sig", ""),
    ],
)
def test_the_bytes_and_not_the_declared_charset_decide(encoding: str, declared: str) -> None:
    article = read(page(head=f'<meta charset="{declared}">'), encoding=encoding)
    assert PARAGRAPHS[1] in article.text
    assert PARAGRAPHS[2] in article.text


BOMBS = {
    "100,000 nested elements": "<html><body>" + "<div>" * 100_000 + f"<p>{PARAGRAPHS[0]}</p>",
    "a huge attribute": '<html><body><a href="' + "x" * 10_000_000 + f'">a</a><p>{PARAGRAPHS[0]}</p>',
    "unclosed comments": f"<html><body><p>{PARAGRAPHS[0]}</p>" + "<!--" * 300_000,
    "an image of 10 MB": f'<html><body><img src="data:image/png;base64,{"A" * 10_000_000}"><p>{PARAGRAPHS[0]}</p>',
    "10 MB of script": "<html><body><script>" + 'a="<p>";' * 1_250_000 + f"</script><p>{PARAGRAPHS[0]}</p>",
    "deep JSON-LD": '<script type="application/ld+json">' + "[" * 100_000 + f"</script><p>{PARAGRAPHS[0]}</p>",
    "30,000 walls": "<html><body><div>"
    + "<p>Subscribe to continue reading</p>" * 30_000
    + f"</div><p>{PARAGRAPHS[0]}</p>",
    "walls in walls": "<html><body>" + "<div class='related paywall'>" * 20_000 + f"<p>{PARAGRAPHS[0]}</p>",
    "NUL and surrogate references": f"<html><body>\x00&#xD800;&#0;<p>{PARAGRAPHS[0]}</p>",
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_read_in_bounded_time(name: str) -> None:
    start = time.process_time()
    article = read(BOMBS[name])
    assert PARAGRAPHS[0] in article.text
    assert time.process_time() - start < 10
    article.text.encode()


@pytest.mark.parametrize("markup", ["<html></html>", "<html><body><script>x()</script></body></html>"])
def test_a_page_without_text_is_refused(markup: str) -> None:
    with pytest.raises(InputError) as caught:
        read(markup)
    assert str(caught.value) == (
        "page.html: no article was found on the page. It may be built by scripts; save it from a browser."
    )


def test_a_page_reads_the_same_again_and_again() -> None:
    assert len({read(page()).id for _ in range(5)}) == 1
