"""Who wrote a piece, in the markups that publishers use."""

from __future__ import annotations

import doctest

import pytest

from reportedly.intake import bylines
from reportedly.intake.page import read_page
from tests.intake.pages import page

SITE = '<meta property="og:site_name" content="The Tern">'


def byline(body: str, *, head: str = "") -> str | None:
    return read_page(page(head=SITE + head, body=body).encode(), source="page.html").byline


@pytest.mark.parametrize(
    ("body", "names"),
    [
        ('<div class="story__credits">By <span class="x">April Sunday</span> and <span>Augustus Morrow</span></div>',
         "April Sunday and Augustus Morrow"),
        ('<span class="byline">By Sunday Oliseh-Bright | Monday 5 May 2025</span>', "Sunday Oliseh-Bright"),
        ('<p class="byline">By Abel Monday, 5 May 2025</p>', "Abel Monday"),
        ('<div class="byline">Fiona Rae, Monday 5 May 2025 10.02 BST</div>', "Fiona Rae"),
        ('<div class="c-byline"><span>By</span> <a href="/by/x">Fiona Rae</a>, Ports Editor</div>', "Fiona Rae"),
        ('<p class="article-author">Words: Fiona Rae | Pictures: Lou Tan</p>', "Fiona Rae"),
        ('<div class="byline">Story by Fiona Rae; photographs by Lou Tan</div>', "Fiona Rae"),
        ('<div itemprop="author"><span itemprop="name">Fiona Rae</span><i>Ports editor</i></div>', "Fiona Rae"),
        ('<div class="author-box"><a href="/author/rae">Fiona Rae</a><p>Fiona covers ports.</p></div>', "Fiona Rae"),
        ('<p>By Fiona Rae</p><p>5 May 2025</p>', "Fiona Rae"),
        ('<p><strong>By Fiona Rae, Local Democracy Reporter</strong></p>', "Fiona Rae"),
        ('<div class="post-author">Posted on May 5, 2025 by <a href="/x">Fiona Rae</a> in Ports</div>', "Fiona Rae"),
        ('<div class="meta">5 May 2025 | <a href="/authors/fiona-rae/">Fiona Rae</a> | Transport</div>', "Fiona Rae"),
        ('<span data-testid="byline-new">Fiona Rae</span>', "Fiona Rae"),
        ('<div class="Author__Name-sc-1">Fiona Rae</div>', "Fiona Rae"),
        ('<div class="byline"><div class="n">Fiona Rae</div><div class="n">Lou Tan</div></div>', "Fiona Rae, Lou Tan"),
        ('<i class="author">By <b>Fiona Rae</b></i><i class="author">By <b>Lou Tan</b></i>', "Fiona Rae, Lou Tan"),
        ('<p class="story-byline">Fiona Rae <em>The Tern</em> Mon 5 May 2025</p>', "Fiona Rae"),
        ('<p class="byline">Fiona Rae<br>Senior reporter<br>rae@tern.example<br>+44 1234 567890</p>', "Fiona Rae"),
        ('<div class="byline">Fiona Rae @fionarae 2 hrs ago</div>', "Fiona Rae"),
    ],
)  # fmt: skip
def test_names_are_found_in_many_markups(body: str, names: str) -> None:
    assert byline(body) == names


@pytest.mark.parametrize(
    "body",
    [
        '<p class="dek">Three days without boats, by order of the union</p>',
        '<p class="intro">By order of the Council of Skarra</p>',
        '<p>By Mary Port, the sea was calm and nobody spoke of strikes.</p>',
        '<div class="related"><span class="byline">By Kim Other</span></div>',
        '<ul class="posts"><li><a href="/x">Eels back</a> <span class="byline-author">Kim Other</span></li></ul>',
        '<div class="comments"><span class="author">SaltySam</span></div>',
        '<p class="quote-author">— Fiona Quoted, sailor</p>',
        '<div class="author-recirc"><h3>More by this author</h3></div>',
        '<div class="byline">By our Transport Correspondent</div>',
        '<p class="byline">Press release issued by the Ministry of Ports</p>',
    ],
)  # fmt: skip
def test_what_is_no_byline_of_the_story(body: str) -> None:
    assert byline(body) is None


@pytest.mark.parametrize(
    ("head", "names"),
    [
        ('<meta name="author" content="Fiona Rae"><meta name="author" content="Lou Tan">', "Fiona Rae, Lou Tan"),
        ('<meta name="DC.Creator" content="Rae, Fiona">', "Fiona Rae"),
        ('<meta name="sailthru.author" content="Fiona Rae">', "Fiona Rae"),
        ('<meta name="twitter:label1" content="Author"><meta name="twitter:data1" content="Fiona Rae">', "Fiona Rae"),
        ('<meta property="article:author" content="https://tern.example/rae">', None),
    ],
)  # fmt: skip
def test_names_in_metadata(head: str, names: str | None) -> None:
    assert byline("", head=head) == names


def test_a_byline_line_is_no_part_of_the_body() -> None:
    article = read_page(page(body="<p>By Fiona Rae</p>").encode(), source="page.html")
    assert [b.kind.value for b in article.blocks if "Fiona" in article.text[b.start : b.end]] in ([], ["byline"])


def test_examples_of_the_docstrings_are_true() -> None:
    assert doctest.testmod(bylines).failed == 0
