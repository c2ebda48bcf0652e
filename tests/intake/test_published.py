"""When a page was printed and when it was changed: what it says, and nothing else."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from reportedly.article import Article
from reportedly.intake.page import read_page
from tests.intake.pages import PARAGRAPHS, page

CHANGED = '<meta property="article:modified_time" content="2026-03-09T09:00:00Z">'
LD = '<script type="application/ld+json">{"@type": "NewsArticle", "headline": "Varga visit", %s}</script>'


def read(markup: str, *, url: str | None = None, notices: list[str] | None = None) -> Article:
    told = [] if notices is None else notices
    return read_page(markup.encode(), source="page.html", url=url, notice=told.append)


@pytest.mark.parametrize(
    ("head", "body", "published", "updated"),
    [
        # What is stated
        (LD % '"datePublished": "2026-03-03T08:15:00Z", "dateModified": "2026-03-09"', "", "2026-03-03", "2026-03-09"),
        (CHANGED + '<meta name="date" content="2026-03-03">', "", "2026-03-03", "2026-03-09"),
        # A change is no day of publication.
        (CHANGED, "", None, "2026-03-09"),
        (LD % '"dateModified": "2026-03-09"', "", None, "2026-03-09"),
        ('<meta http-equiv="last-modified" content="2026-03-09">', "", None, None),
        ("", "<p>Last updated: 9 March 2026</p>", None, "2026-03-09"),
        ("", "<p>Edited on March 9, 2026 at 7 p.m.</p>", None, "2026-03-09"),
        # Lines that people see go before metadata of change.
        (CHANGED, "<p>Posted March 3, 2026</p>", "2026-03-03", "2026-03-09"),
        ("", "<div>Published 3 March 2026 | Updated 9 March 2026</div>", "2026-03-03", "2026-03-09"),
        ("", "<p>Updated 9 March 2026. First published 3 March 2026.</p>", "2026-03-03", "2026-03-09"),
        ("", "<div><span>Published</span><br><span>3 March 2026</span></div>", "2026-03-03", None),
        ("", "<p>By Jan Orr, 3 March 2026</p>", "2026-03-03", None),
        ("", '<time datetime="2026-03-03T10:00:00+01:00">two hours ago</time>', "2026-03-03", None),
        ("", '<time class="modified" datetime="2026-03-09">9 March 2026</time>', None, "2026-03-09"),
        ("", '<div class="date" data-datetime="3 March 2026"></div>', "2026-03-03", None),
        # Other days by a headline
        ("", "<p>Entries close on 30 April 2026</p>", None, None),
        ("", "<p>© 3 March 2026</p>", None, None),
        ("", '<div class="comments"><p>Jan Orr, 3 March 2026</p></div>', None, None),
        ("", f"<p>{PARAGRAPHS[0]} The treaty of 3 March 2026, signed in Nairobi, ends.</p>", None, None),
        ("", "<aside><p>Storm closes bridge</p><span>3 March 2026</span></aside>", None, None),
    ],
)  # fmt: skip
def test_first_printing_and_last_change(head: str, body: str, published: str | None, updated: str | None) -> None:
    article = read(page(head=head, body=body))
    assert (article.published and article.published[:10], article.updated and article.updated[:10]) == (
        published,
        updated,
    )


def stated(*times: str) -> str:
    return "".join(f'<meta property="article:published_time" content="{time}">' for time in times)


@pytest.mark.parametrize(
    ("head", "published", "updated"),
    [
        # What software writes where it knows no day hides no day that is stated as well.
        (stated("0001-01-01T00:00:00Z", "2026-03-03"), "2026-03-03", None),
        (stated("9999-12-31", "2026-03-03"), "2026-03-03", None),
        (stated("1970-01-01T00:00:00Z", "2026-03-03"), "2026-03-03", None),
        (stated("2026-02-30", "2026-03-03"), "2026-03-03", None),
        (stated("2026-03-03", "2026-03-05"), "2026-03-03", None),
        (stated("0001-01-01"), None, None),
        (stated("9999-12-31"), None, None),
        (LD % '"datePublished": "0001-01-01"' + stated("2026-03-03"), "2026-03-03", None),
        (LD % '"datePublished": ["0001-01-01", "2026-03-03"]', "2026-03-03", None),
        (stated("2026-03-03") + CHANGED.replace("2026-03-09", "0001-01-01") + CHANGED, "2026-03-03", "2026-03-09"),
    ],
)  # fmt: skip
def test_an_impossible_day_hides_no_other(head: str, published: str | None, updated: str | None) -> None:
    article = read(page(head=head))
    assert (article.published, article.updated and article.updated[:10]) == (published, updated)


@pytest.mark.parametrize(
    ("body", "published"),
    [
        ("<p>Published 3 March 2026 | Updated 14:30</p>", "2026-03-03"),
        ("<p>Updated 14:30 | Published 3 March 2026</p>", "2026-03-03"),
        ("<p>Updated at 2.30 pm, published on March 3, 2026</p>", "2026-03-03"),
        ("<p>Updated 9 March 2026 14:30 Published 3 March 2026</p>", "2026-03-03"),
        ("<p>3 March 2026 | Updated 14:30</p>", "2026-03-03"),
        ("<p>3 March 2026, 9:10 (updated 14:30)</p>", "2026-03-03T09:10:00"),
        ("<p>Published 10:15, 3 March 2026</p>", "2026-03-03T10:15:00"),
        ("<p>Published: 10:15 GMT, 3 March 2026 | Updated: 14:30 GMT</p>", "2026-03-03T10:15:00+00:00"),
        ("<p>3 March 2026</p><p>Updated 14:30</p>", "2026-03-03"),
    ],
)
def test_the_hour_of_a_change_is_not_that_of_the_first_day(body: str, published: str) -> None:
    assert read(page(body=body)).published == published


@pytest.mark.parametrize(
    ("body", "published", "updated"),
    [
        ("<p>Print Edition | March 5, 2026</p>", None, None),
        ("<p>Print edition | Mar 4</p>", None, None),
        ("<p>From the March 5, 2026 Issue</p>", None, None),
        ("<p>March 5, 2026 Print Edition</p>", None, None),
        ("<p>Issue date: March 5, 2026</p>", None, None),
        ("<p>Sunday Edition, March 8, 2026</p>", None, None),
        ("<p>Published in Print March 5, 2026</p>", None, None),
        ("<p>Published March 3, 2026 | Print Edition March 5, 2026</p>", "2026-03-03", None),
        ("<p>By Jan Orr | March 3, 2026 | Print Edition: March 5, 2026</p>", "2026-03-03", None),
        # A lone "Updated" belongs to the day that follows it, over what has none.
        ("<p>Updated</p><p>By Jan Orr</p><p>9 March 2026</p>", None, "2026-03-09"),
        ("<p>Updated</p><p>Published 3 March 2026</p>", "2026-03-03", None),
        ("<p>Last updated:</p><p>9 March 2026</p>", None, "2026-03-09"),
    ],
)
def test_days_of_a_printed_issue_or_of_a_change_are_no_first_day(
    body: str, published: str | None, updated: str | None
) -> None:
    article = read(page(body=body))
    assert (article.published, article.updated) == (published, updated)


def localised(locale: str, line: str, *, more: str = "") -> str:
    return page(body=f"<p>{line}</p>{more}").replace("<html lang='en'>", f"<html lang='{locale}'>")


@pytest.mark.parametrize(
    ("markup", "url", "published"),
    [
        (localised("en-US", "Posted 03/04/2026"), None, "2026-03-04"),
        (localised("en-GB", "Posted 03/04/2026"), None, "2026-04-03"),
        (localised("en", "Posted 03/04/2026"), "https://courier.example.co.uk/a", "2026-04-03"),
        (localised("en", "Posted 03/04/2026"), None, None),
        # Software calls many pages American: an address that says otherwise leaves it open.
        (localised("en-US", "Posted 03/04/2026"), "https://courier.example.co.uk/a", None),
        # The page's other dates are the best witness.
        (localised("en-US", "Posted 03/04/2026", more="<p>Comments close 31/12/2026</p>"), None, "2026-04-03"),
        (localised("en", "Posted 03/04/2026"), "https://courier.example/2026/03/04/a", "2026-03-04"),
        (localised("en", "Posted 13/04/2026"), None, "2026-04-13"),
    ],
)
def test_the_order_of_day_and_month_is_told_or_unknown(markup: str, url: str | None, published: str | None) -> None:
    assert read(markup, url=url).published == published


def test_an_order_that_nothing_tells_is_said() -> None:
    notices: list[str] = []
    assert read(localised("en", "Posted 03/04/2026"), notices=notices).published is None
    assert notices == ["page.html: the order of day and month is unclear in '03/04/2026'. Treated as unknown."]


READ_ALL = """
import os, sys, time
now, gmtime, localtime = time.time() + float(os.environ["CLOCK"]), time.gmtime, time.localtime
time.gmtime = lambda seconds=None: gmtime(now if seconds is None else seconds)
time.localtime = lambda seconds=None: localtime(now if seconds is None else seconds)
from reportedly.intake import articles
for article in articles(sys.argv[1:]):
    print(ascii(article))
"""
FEED = f"""<rss version="2.0"><channel><title>Coast Tribune</title><language>en</language>
<item><title>One</title><description>{PARAGRAPHS[0]}</description><pubDate>04 Mar 2026 09:00</pubDate></item>
<item><title>Two</title><description>{PARAGRAPHS[1]}</description><pubDate>March 2026</pubDate></item>
<item><title>Three</title><description>{PARAGRAPHS[2]}</description><pubDate>09:00</pubDate></item></channel></rss>"""


def test_the_same_input_gives_the_same_article_on_any_day_in_any_time_zone_and_locale(tmp_path: Path) -> None:
    (tmp_path / "1.html").write_text(page(body="<p>Published 3 March 2026 11:30 pm</p>"))
    (tmp_path / "2.html").write_text(page(head='<meta name="date" content="2026-03-03T23:30:00-05:00">'))
    (tmp_path / "3.html").write_text(localised("en-GB", "Posted 03/04/2026 1:05"))
    (tmp_path / "4.xml").write_text(FEED)
    (tmp_path / "5.jsonl").write_text('{"text": "It is off.", "date": 1772618400}\n')
    (tmp_path / "6.txt").write_text("Title: Off\nDate: 31/12/2025 23:59\n\nIt is off.\n")
    outputs = set()
    for zone, locale, clock in (
        ("UTC", "C", "0"),
        ("Pacific/Auckland", "de_DE.UTF-8", "9000000"),
        ("America/Los_Angeles", "tr_TR.UTF-8", "-900000000"),
    ):
        settings = {"TZ": zone, "LC_ALL": locale, "LANG": locale, "CLOCK": clock, "PYTHONUTF8": "1"}
        environment = os.environ | settings
        done = subprocess.run(
            [sys.executable, "-c", READ_ALL, str(tmp_path)],
            env=environment,
            capture_output=True,
            text=True,
            timeout=120,
        )
        assert done.returncode == 0, done.stderr
        outputs.add(done.stdout)
    (output,) = outputs
    days = [line.partition("published=")[2].split(",")[0] for line in output.splitlines()]
    assert days == [
        "'2026-03-03T23:30:00'",
        "'2026-03-03T23:30:00-05:00'",
        "'2026-04-03T01:05:00'",
        "'2026-03-04T09:00:00'",
        "None",
        "None",
        "'2026-03-04T10:00:00+00:00'",
        "'2025-12-31T23:59:00'",
    ]
