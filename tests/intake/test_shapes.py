"""Forms of files that tools write: JSON, tables, feeds and texts a little off the usual, and what is no article."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from reportedly.article import Article, Unread
from reportedly.intake import articles
from tests.intake.pages import PARAGRAPHS, page

TEXT = PARAGRAPHS[0]
ROW = {"title": "Visit off", "text": TEXT, "published": "2026-03-03"}
OTHER = {"title": "Talks go on", "text": PARAGRAPHS[3]}


def read(folder: Path, name: str, data: str) -> tuple[list[Article], list[Unread]]:
    path = folder / name
    path.write_text(data, encoding="utf-8")
    found = list(articles([str(path)]))
    return [one for one in found if isinstance(one, Article)], [one for one in found if isinstance(one, Unread)]


@pytest.mark.parametrize(
    "data",
    [
        f"{json.dumps(ROW)},\n{json.dumps(OTHER)},\n",
        json.dumps(ROW, indent=2) + "\n" + json.dumps(OTHER, indent=2),
        json.dumps(ROW) + json.dumps(OTHER),
        f"\x1e{json.dumps(ROW)}\n\x1e{json.dumps(OTHER)}\n",
    ],
)
def test_json_values_one_behind_another(tmp_path: Path, data: str) -> None:
    found, unread = read(tmp_path, "stories.jsonl", data)
    assert [(one.title, one.text) for one in found] == [(ROW["title"], ROW["text"]), (OTHER["title"], OTHER["text"])]
    assert len({one.input for one in found}) == 2
    assert not unread


@pytest.mark.parametrize(
    "value",
    [
        {"webTitle": "Visit off", "webPublicationDate": "2026-03-03",
         "fields": {"bodyText": TEXT, "byline": "Ana Berg"}},
        {"response": {"docs": [{"headline": {"main": "Visit off"}, "pub_date": "2026-03-03", "lead_paragraph": TEXT,
                                "byline": {"original": "By Ana Berg"}}]}},
        {"title": {"rendered": "Visit off"}, "content": {"rendered": f"<p>{TEXT}</p>"}, "date": "2026-03-03",
         "author": "Ana Berg"},
        {"hits": {"hits": [{"_source": {**ROW, "authors": ["Ana Berg"]}}]}},
        {"_id": {"$oid": "5f"}, "title": "Visit off", "body": TEXT, "published": {"$date": "2026-03-03"},
         "author": {"name": "Ana Berg"}},
        {"title": "Visit off", "paragraphs": [TEXT], "first_publication_date": "2026-03-03", "byline": "By Ana Berg"},
        {**ROW, "authors": "['Ana Berg']"},
    ],
)  # fmt: skip
def test_fields_inside_other_objects(tmp_path: Path, value: dict[str, object]) -> None:
    (article,), unread = read(tmp_path, "stories.json", json.dumps(value))
    assert (article.title, article.text, article.published, article.byline) == (
        "Visit off", TEXT, "2026-03-03", "Ana Berg"
    )  # fmt: skip
    assert not unread


def test_markup_in_a_text_that_begins_with_it_is_taken_out_and_other_signs_stay(tmp_path: Path) -> None:
    (article,), _ = read(tmp_path, "a.jsonl", json.dumps({"text": "<p>One &amp; two.</p><p>p < 0.05, he said.</p>"}))
    assert article.text == "One & two.\n\np < 0.05, he said."
    (article,), _ = read(tmp_path, "a.jsonl", json.dumps({"text": "The tag <p> begins a line, he said."}))
    assert article.text == "The tag <p> begins a line, he said."


@pytest.mark.parametrize("before", ["sep=;\n", "# export of 2026-03-04\n", '# a\n# b\n"sep=;"\n'])
def test_lines_before_the_heads_of_a_table(tmp_path: Path, before: str) -> None:
    (article,), _ = read(tmp_path, "table.csv", f"{before}title;published;text\nVisit off;2026-03-03;{TEXT}\n")
    assert (article.title, article.published, article.text) == ("Visit off", "2026-03-03", TEXT)
    assert (article.input or "").endswith(f"#{before.count(chr(10)) + 2}")


def test_sentences_with_commas_are_no_heads(tmp_path: Path) -> None:
    (article,), _ = read(
        tmp_path, "a.txt", "Ingredients: flour, sugar, text, title\nMix, bake, eat, and enjoy, he said.\n"
    )
    assert "Mix, bake" in article.text


def test_front_matter_of_a_text_in_markdown(tmp_path: Path) -> None:
    fields = '---\ntitle: "Visit off"\ndate: 2026-03-03\ntags:\n  - ports\nauthor: Ana Berg\n---\n'
    (article,), _ = read(tmp_path, "a.md", f"{fields}\n{TEXT}\n")
    assert (article.title, article.published, article.byline) == ("Visit off", "2026-03-03", "Ana Berg")
    assert article.text.strip() == TEXT


ITEM = (
    "<item><title>Visit off</title><link>https://tribune.example/1</link><description>{text}</description>{more}</item>"
)
RSS = (
    '<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>Coast Tribune</title>{items}'
    "</channel></rss>"
)


@pytest.mark.parametrize(
    ("more", "byline"),
    [
        ("<author>ana@tribune.example (Ana Berg)</author>", "Ana Berg"),
        ("<dc:creator>By Ana Berg, 3 March 2026</dc:creator>", "Ana Berg"),
        ("<dc:creator>Ana Berg</dc:creator><dc:creator>Jan Orr</dc:creator>", "Ana Berg, Jan Orr"),
        ("<dc:creator>Coast Tribune</dc:creator>", None),
    ],
)
def test_authors_of_a_feed_are_names_alone(tmp_path: Path, more: str, byline: str | None) -> None:
    (article,), _ = read(tmp_path, "feed.xml", RSS.format(items=ITEM.format(text=TEXT, more=more)))
    assert article.byline == byline


@pytest.mark.parametrize(
    "behind",
    [
        '&lt;p&gt;The post &lt;a href="/1"&gt;Visit off&lt;/a&gt; appeared first on Coast Tribune.&lt;/p&gt;',
        '&lt;a href="/1"&gt;Continue reading...&lt;/a&gt;',
        " [&lt;a href='/1'&gt;Read the full story&lt;/a&gt;]",
    ],
)
def test_what_a_feed_adds_behind_a_text_is_left_out(tmp_path: Path, behind: str) -> None:
    (article,), _ = read(tmp_path, "feed.xml", RSS.format(items=ITEM.format(text=TEXT + behind, more="")))
    assert article.text == f"Visit off\n\n{TEXT}"


ERRORS = (
    ("404 Not Found", "<h1>Not Found</h1><p>The requested URL was not found on this server.</p>"),
    ("Page not found | Coast Tribune", "<h1>Sorry, we can’t find that page</h1><p>It may have been moved.</p>"),
    ("Access Denied", "<h1>Access Denied</h1><p>You don't have permission to access this server.</p>"),
    ("Just a moment...", "<h1>tribune.example</h1><h2>Checking your browser before accessing</h2>"),
    ("503 Service Unavailable", "<h1>Service Unavailable</h1><p>Please try again later.</p>"),
    ("Are you a robot?", "<h1>We’ve detected unusual activity</h1><p>Please click the box below.</p>"),
    ("Log in", "<h1>Log in</h1><p>Enter your address and password.</p>"),
    ("Coast Tribune", "<div></div><noscript>You need to enable JavaScript to run this app.</noscript>"),
)


@pytest.mark.parametrize(("title", "body"), ERRORS)
def test_the_notice_of_an_error_is_no_article(tmp_path: Path, title: str, body: str) -> None:
    markup = f"<html><head><title>{title}</title></head><body>{body}</body></html>"
    found, (unread,) = read(tmp_path, "a.html", markup)
    assert not found
    assert unread.reason == "it is the notice of an error, not an article"
    assert unread.advice == "Fetch the page again"


@pytest.mark.parametrize(
    "title",
    ["404 boats lost in storm", "Access denied: how a port shut", "Robot check at the gate", "Not found: a wreck"],
)
def test_a_story_about_such_a_page_is_an_article(tmp_path: Path, title: str) -> None:
    short = f"<html><head><title>{title}</title></head><body><h1>{title}</h1><p>{TEXT}</p></body></html>"
    for markup in (short, page(title=title)):
        (article,), _ = read(tmp_path, "a.html", markup)
        assert article.title == title
