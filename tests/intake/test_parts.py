"""What of a page is its story: other stories, walls and asides are not; a live blog is several."""

from __future__ import annotations

import doctest

import pytest

from reportedly.article import Article
from reportedly.intake import bylines
from reportedly.intake.bylines import clean_names
from reportedly.intake.page import read_page, read_stories
from tests.intake.pages import PARAGRAPHS, page

OTHER = "The bridge to the island was closed early on Tuesday because of a storm, and the road office gave no date."


def read(markup: str) -> Article:
    return read_page(markup.encode(), source="page.html")


@pytest.mark.parametrize(
    "more",
    [
        f"<article><h1>Storm closes bridge</h1><p>{OTHER}</p></article>",
        f"<h2>More from the Tribune</h2><article><h2>Storm closes bridge</h2><p>{OTHER}</p></article>",
        f'<div class="paywall"><p>{OTHER}</p><p>Join 40,000 readers.</p></div>',
        f'<div class="regwall" role="dialog"><h3>Register</h3><p>{OTHER}</p></div>',
    ],
)
def test_what_stands_below_a_story_is_no_part_of_it(more: str) -> None:
    markup = page().replace("</article></main>", f"</article>{more}</main>")
    assert read(markup).text == read(page()).text


def test_the_story_itself_stays_where_its_element_is_named_after_a_wall() -> None:
    markup = (
        page().replace("<article>", '<article><div class="article-gate">').replace("</article>", "</div></article>")
    )
    markup = markup.replace(PARAGRAPHS[0], PARAGRAPHS[0] * 8)
    assert PARAGRAPHS[3] in read(markup).text


# Live blogs

ENTRIES = (
    '<article><time datetime="2026-03-04T16:30:00Z">16:30</time><h2>Talks off</h2>'
    "<p>The talks are off, she said.</p></article>"
    '<article><time datetime="2026-03-03T08:00:00Z">8:00</time><h2>Talks on</h2>'
    "<p>The talks go ahead, he said.</p></article>"
)


def live(entries: str, title: str = "Live: the talks in Mombasa") -> list[Article]:
    markup = (
        f'<html lang="en"><head><title>{title}</title><meta property="og:site_name" content="Coast Tribune">'
        f'<meta name="date" content="2026-03-03"></head><body><main><h1>{title}</h1>{entries}</main></body></html>'
    )
    return read_stories(markup.encode(), source="page.html", url="https://tribune.example/live")


def test_entries_of_a_live_blog_are_articles_with_their_own_time() -> None:
    assert [(a.title, a.published, a.outlet, a.url) for a in live(ENTRIES)] == [
        ("Talks on", "2026-03-03T08:00:00+00:00", "Coast Tribune", "https://tribune.example/live"),
        ("Talks off", "2026-03-04T16:30:00+00:00", "Coast Tribune", "https://tribune.example/live"),
    ]


def test_entries_that_are_marked_as_such_need_no_headline_that_says_live() -> None:
    entries = "".join(
        f'<div itemprop="liveBlogUpdate"><meta itemprop="datePublished" content="2026-03-0{n}T08:00:00Z">'
        f"<h3>Entry {n}</h3><p>The talks go on, she said on day {n}.</p></div>"
        for n in (3, 4)
    )
    found = live("<!-- liveBlogUpdate -->" + entries, title="The talks in Mombasa")
    assert [article.title for article in found] == ["Entry 3", "Entry 4"]


@pytest.mark.parametrize(
    "title",
    ["Live music returns to Mombasa", "Where the ministers live", "The talks in Mombasa"],
)
def test_teasers_on_another_page_are_no_live_blog(title: str) -> None:
    assert len(live(f"<article><p>{' '.join(PARAGRAPHS)}</p></article><aside>{ENTRIES}</aside>", title=title)) == 1


# What a page says of itself


@pytest.mark.parametrize(
    "block",
    [
        "//<![CDATA[\n%s\n//]]>",
        "%s;",
        "<!-- %s -->",
        "%s".replace("%s", "%s"),
    ],
)
def test_json_ld_that_is_not_quite_json(block: str) -> None:
    data = '{"@type": "NewsArticle", "headline": "x", "datePublished": "2026-03-03", "publisher": {"name": "Tribune",}}'
    for written in (data, data.replace('"', "&quot;"), data.replace(",}", "}")):
        head = f'<script type="application/ld+json">{block % written}</script>'
        if "&quot;" in written and ",}" in written:
            continue  # one fault at a time
        article = read(page(head=head))
        assert (article.published, article.outlet) == ("2026-03-03", "Tribune")


def test_the_publisher_goes_before_a_section_that_a_page_gives_for_its_name() -> None:
    publisher = '<script type="application/ld+json">{"@type": "NewsArticle", "headline": "x", "publisher": %s}</script>'
    head = '<meta property="og:site_name" content="U.S.">' + publisher % '{"name": "Adriapress"}'
    assert read(page(head=head)).outlet == "Adriapress"
    assert read(page(head='<meta property="og:site_name" content="World">')).outlet is None


@pytest.mark.parametrize(
    ("printed", "names"),
    [
        (["By Jan Orr, 4 March 2026, 10:05"], "Jan Orr"),
        (["Jan Orr (jan.orr@tribune.example)"], "Jan Orr"),
        (["By Jan Orr | jorr@tribune.example"], "Jan Orr"),
        (["By Jan Orr and Ana Berg"], "Jan Orr and Ana Berg"),
        (["Jan Orr, Ana Berg"], "Jan Orr, Ana Berg"),
        (["Jan Orr", "Ana Berg", "Jan Orr"], "Jan Orr, Ana Berg"),
        (["By Jan Orr, chief political correspondent"], "Jan Orr"),
        (["Jan Orr • 3 min read"], "Jan Orr"),
        (["Coast Tribune", "Jan Orr"], "Jan Orr"),
        (["The Coast Tribune"], None),
        (["admin"], None),
        (["By"], None),
        (["https://tribune.example/authors/orr"], None),
        ([""], None),
    ],
)
def test_bylines_are_names_alone(printed: list[str], names: str | None) -> None:
    assert clean_names(printed, outlet="Coast Tribune") == names


def test_a_name_beside_another_story_is_no_byline() -> None:
    body = '<aside class="most-read"><span class="author">Otto Kruse</span></aside><p class="byline">By Ana Berg</p>'
    assert read(page(body=body)).byline == "Ana Berg"


def test_a_byline_whose_name_is_an_element_of_its_own() -> None:
    assert read(page(body='<p class="byline">By <span class="author">Ana Berg</span></p>')).byline == "Ana Berg"
    several = '<div class="byline"><p>By Ana Berg</p><p>Foreign desk, Tarn</p></div>'
    assert read(page(body=several)).byline == "Ana Berg"


def test_examples_of_the_docstrings_are_true() -> None:
    assert doctest.testmod(bylines).failed == 0


@pytest.mark.parametrize(
    ("body", "outlet", "byline"),
    [
        ('<p class="byline">By The Associated Press</p>', "Associated Press", None),
        ('<p class="byline">By Ana Berg, Associated Press</p>', "Associated Press", "Ana Berg"),
        ('<p class="byline">Agence France-Presse in Nairobi</p>', "Agence France-Presse", None),
        ("<p>NAIROBI, Kenya (AP) — The port was closed on Monday, and the talks on it were put off by a day.</p>",
         "Associated Press", None),
        ("<p>NAIROBI (Kenya) — The port was closed on Monday, and the talks on it were put off by a day.</p>",
         "Coast Tribune", None),
        ('<p class="byline">By Ana Berg</p><figure><figcaption>The port. AFP</figcaption></figure>',
         "Coast Tribune", "Ana Berg"),
    ],
)  # fmt: skip
def test_the_outlet_is_the_agency_that_is_credited(body: str, outlet: str, byline: str | None) -> None:
    article = read(page(head='<meta property="og:site_name" content="Coast Tribune">', body=body))
    assert (article.outlet, article.byline) == (outlet, byline)


FOLLOWING = f"<h1 class='hed'>Storm closes bridge</h1><div><p>{OTHER}</p><p>“It was no joke,” said Otto Pimm.</p></div>"


@pytest.mark.parametrize(
    "container",
    [
        '<div class="infinite-article" data-url="https://tribune.example/{n}">{story}</div>',
        '<div class="article-wrap">{story}</div>',
        '<section data-article-id="{n}">{story}</section>',
        '<div itemscope itemtype="https://schema.org/NewsArticle">{story}</div>',
    ],
)
def test_stories_that_follow_in_containers_of_one_kind_are_left_out(container: str) -> None:
    title = "Varga visit to Kenya postponed"
    own = f"<h1 class='hed'>{title}</h1>" + "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)
    both = container.format(n=1, story=own) + container.format(n=2, story=FOLLOWING)
    markup = f"<html lang='en'><head><title>{title}</title></head><body>{both}</body></html>"
    assert read(markup).text == "\n\n".join((title, *PARAGRAPHS))


@pytest.mark.parametrize(
    ("tag", "attributes"), [("h2", 'class="chapter"'), ("h1", 'class="chapter"'), ("h2", ""), ("h3", 'data-id="7"')]
)
def test_chapters_are_one_story(tag: str, attributes: str) -> None:
    chapters = "".join(
        f"<section {attributes}><{tag}>Part {n}</{tag}><p>{paragraph}</p></section>"
        for n, paragraph in enumerate(PARAGRAPHS)
    )
    title = "The visit that never was"
    markup = (
        f"<html lang='en'><head><title>{title}</title></head><body><main><header><h1>{title}</h1></header>{chapters}"
        "</main></body></html>"
    )
    assert all(paragraph in read(markup).text for paragraph in PARAGRAPHS)


# Live blogs whose entries nothing marks

LATE = '<{tag} class="{name}">{four}<h3>Talks off</h3><p>The talks are off, she said.</p></{tag}>'
EARLY = '<{tag} class="{name}">{three}<h3>Talks on</h3><p>The talks go ahead, he said.</p></{tag}>'


FOUR, THREE = (f'<time datetime="2026-03-0{day}Z">then</time>' for day in ("4T16:30:00", "3T08:00:00"))


@pytest.mark.parametrize(
    ("title", "tag", "name", "four", "three"),
    [
        ("Talks – as it happened", "div", "block", f"<p>{FOUR}</p>", f"<p>{THREE}</p>"),
        ("Talks as they happened", "li", "", FOUR, THREE),
        (
            "Live updates: talks",
            "div",
            "x1",
            "<h4>March 4, 2026 at 4:30 p.m.</h4>",
            "<h4>March 3, 2026 at 8:00 a.m.</h4>",
        ),
        (
            "Talks – live",
            "section",
            "x1",
            '<span data-time="1772641800000">now</span>',
            '<span data-time="1772524800000">then</span>',
        ),
        ("Where they live now: talks", "div", "live-post", FOUR, THREE),
    ],
)
def test_entries_are_known_by_their_times(title: str, tag: str, name: str, four: str, three: str) -> None:
    entries = (LATE + EARLY).format(tag=tag, name=name, four=four, three=three)
    found = live(entries, title=title)
    assert [(one.title, (one.published or "")[:16]) for one in found] == [
        ("Talks on", "2026-03-03T08:00"),
        ("Talks off", "2026-03-04T16:30"),
    ]


@pytest.mark.parametrize(
    "entries",
    [
        f"<h3>{FOUR}</h3><p>The talks are off, she said.</p><h3>{THREE}</h3><p>The talks go ahead, he said.</p>",
        f"<dl><dt>{FOUR}</dt><dd>The talks are off, she said.</dd>"
        f"<dt>{THREE}</dt><dd>The talks go ahead, he said.</dd></dl>",
        f"<div class='i'>{FOUR}<p>The talks are off, she said.</p><p>Updated {FOUR}</p></div>"
        f"<div class='i'>{THREE}<p>The talks go ahead, he said.</p></div>",
    ],
)
def test_times_that_stand_alone_begin_entries(entries: str) -> None:
    found = live(entries, title="Talks – live")
    assert [(one.published or "")[:16] for one in found] == ["2026-03-03T08:00", "2026-03-04T16:30"]
    assert ["off" in one.text for one in found] == [False, True]


def test_hours_are_of_the_day_in_the_heading_above_them() -> None:
    entries = (
        "<h2>Wednesday 4 March 2026</h2><div class='e'><time>16:30</time><p>The talks are off, she said.</p></div>"
        "<h2>Tuesday 3 March 2026</h2><div class='e'><time>8:00</time><p>The talks go ahead, he said.</p></div>"
    )
    assert [one.published for one in live(entries, title="Talks – live")] == [
        "2026-03-03T08:00:00",
        "2026-03-04T16:30:00",
    ]


def test_entries_that_scripts_would_show_are_read_from_json_ld() -> None:
    updates = ", ".join(
        f'{{"@type": "BlogPosting", "headline": "Entry {n}", "datePublished": "2026-03-0{n}T08:00:00Z", '
        f'"articleBody": "The talks go on, she said on day {n}."}}'
        for n in (4, 3)
    )
    data = f'{{"@type": "LiveBlogPosting", "headline": "Talks", "liveBlogUpdate": [{updates}]}}'
    found = live(f'<script type="application/ld+json">{data}</script><p>Loading</p>', title="Talks")
    assert [(one.title, one.published) for one in found] == [
        ("Entry 3", "2026-03-03T08:00:00+00:00"),
        ("Entry 4", "2026-03-04T08:00:00+00:00"),
    ]


def test_a_timeline_and_comments_with_times_are_no_live_blog() -> None:
    story = f"<article>{' '.join(f'<p>{paragraph}</p>' for paragraph in PARAGRAPHS)}</article>"
    entries = (LATE + EARLY).format(
        tag="li", name="entry", four=FOUR, three=THREE
    )  # fmt: skip
    assert len(live(f"{story}<section class='comments'>{entries}</section>", title="Where the ministers live")) == 1
    assert len(live(f"{story}<section>{entries}</section>", title="A timeline of the talks")) == 1


# JSON-LD whose parts refer to each other


def test_names_behind_references_are_found() -> None:
    data = (
        '{"@graph": [{"@type": "NewsArticle", "headline": "Varga visit", "datePublished": "2026-03-03", "author": '
        '[{"@id": "#1"}, {"@id": "#2"}], "publisher": {"@id": "#org"}}, '
        '{"@type": "Person", "@id": "#1", "name": "Ana Berg"}, '
        '{"@type": "Person", "@id": "#2", "givenName": "Jan", "familyName": "Orr"}, '
        '{"@type": "Organization", "@id": "#org", "name": "Adriapress"}]}'
    )
    article = read(page(head=f'<script type="application/LD+json">{data}</script>'))
    assert (article.outlet, article.byline) == ("Adriapress", "Ana Berg, Jan Orr")


@pytest.mark.parametrize(
    "block",
    [
        '[{"@type": "WebSite"}, {"@type": "NewsArticle", "headline": "Varga visit", "datePublished": "2026-03-03"}',
        '{"@type": "NewsArticle", "headline": "Varga visit", "datePublished": "2026-03-03"}{"@type": "WebSite"}',
        '{"@type": "schema:NewsArticle", "schema:headline": "Varga visit", "schema:datePublished": "2026-03-03"}',
        '\ufeff{"@type": "http://schema.org/NewsArticle", "headline": "Varga visit", "datePublished": "2026-03-03"}',
    ],
)
def test_json_ld_that_is_cut_off_doubled_or_prefixed(block: str) -> None:
    assert read(page(head=f'<script type="application/ld+json">{block}</script>')).published == "2026-03-03"


def test_a_review_in_the_margin_says_nothing_of_the_page() -> None:
    review = '{"@type": "Review", "headline": "Best frying pans", "datePublished": "2020-01-01", "author": "Kim Pan"}'
    head = f'<script type="application/ld+json">{review}</script><meta name="date" content="2026-03-03">'
    article = read(page(head=head))
    assert (article.published, article.byline) == ("2026-03-03", None)
