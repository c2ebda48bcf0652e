"""Inputs as people have them: tables, other tools' JSON, e-mail, PDF, lists of addresses, several texts in a file."""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reportedly.article import Article, Unread
from reportedly.intake import Facts, Options, articles
from reportedly.intake.decoding import has_words
from tests.intake.pages import PARAGRAPHS, page

TEXT = PARAGRAPHS[0]


class Read:
    """What a run of intake gives: its articles, what was not read, and what was noticed."""

    def __init__(self, inputs: list[Path | str], **options: Any) -> None:
        self.notices: list[str] = []
        items = list(articles([str(i) for i in inputs], options=Options(notice=self.notices.append, **options)))
        self.articles = [item for item in items if isinstance(item, Article)]
        self.unread = [str(item) for item in items if isinstance(item, Unread)]


@pytest.fixture
def read(tmp_path: Path) -> Callable[..., Read]:
    def run(name: str, data: str | bytes, **options: Any) -> Read:
        path = tmp_path / name
        path.write_bytes(data if isinstance(data, bytes) else data.encode())
        found = Read([path], **options)
        found.notices = [notice.replace(f"{tmp_path}/", "") for notice in found.notices]
        found.unread = [told.replace(f"{tmp_path}/", "") for told in found.unread]
        return found

    return run


# Tables


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.csv", f'title,published,text\nVisit off,2026-03-03,"{TEXT}"\n'),
        ("a.csv", f'\ufeffTITLE;Publish Date;Body\r\nVisit off;2026-03-03;"{TEXT}"\r\n'),
        ("a.tsv", f"headline\tdate\tcontent\nVisit off\t2026-03-03\t{TEXT}\n"),
        ("a.csv", f'"title"|"pubDate"|"full_text"\n"Visit off"|"Tue, 03 Mar 2026"|"{TEXT}"\n'),
        ("table", f'title,published,text\nVisit off,2026-03-03,"{TEXT}"\n'),
    ],
)
def test_a_table_is_read_row_by_row(read: Callable[..., Read], name: str, data: str) -> None:
    (article,) = read(name, data).articles
    assert (article.title, article.published, article.text) == ("Visit off", "2026-03-03", TEXT)
    assert article.input is not None
    assert article.input.endswith(f"{name}#2")


def test_columns_are_told_by_name_and_those_not_used_are_said_once(read: Callable[..., Read]) -> None:
    rows = f"headline,mood,story,reach\nVisit off,bad,{TEXT!r},5\nOther,good,{PARAGRAPHS[2]!r},6\n".replace("'", '"')
    found = read("a.csv", rows)
    assert [article.title for article in found.articles] == ["Visit off", "Other"]
    assert found.notices == [
        "a.csv: title from `headline`, text from `story`.",
        "a.csv: not used: `mood`, `reach`. Name the field that one holds with --map.",
    ]


def test_columns_can_be_named(read: Callable[..., Read]) -> None:
    found = read(
        "a.csv", f'kopf,tag,inhalt\nVisit off,2026-03-03,"{TEXT}"\n', columns={"text": "inhalt", "title": "kopf"}
    )
    (article,) = found.articles
    assert (article.title, article.text) == ("Visit off", TEXT)


@pytest.mark.parametrize(
    ("columns", "told"),
    [
        ({"text": "body"}, "a.csv: there is no column `body` for text. Its columns are `kopf`, `inhalt`."),
        (
            {},
            "a.csv: none of its columns is known to hold the text: `kopf`, `inhalt`. Name it with --map text=COLUMN.",
        ),
    ],
)
def test_a_column_that_is_not_there_is_told(read: Callable[..., Read], columns: dict[str, str], told: str) -> None:
    assert read("a.csv", "kopf,inhalt\nVisit off,It is off.\n", columns=columns).unread == [told]


def test_the_days_of_a_table_tell_the_order_of_day_and_month(read: Callable[..., Read]) -> None:
    rows = f'date,text\n03/04/2026,"{TEXT}"\n31/03/2026,"{PARAGRAPHS[1]}"\n'
    assert [article.published for article in read("a.csv", rows).articles] == ["2026-04-03", "2026-03-31"]
    found = read("a.csv", f'date,text\n03/04/2026,"{TEXT}"\n05/06/2026,"{TEXT}"\n')
    assert [article.published for article in found.articles] == [None, None]
    assert found.notices[-1] == (
        "a.csv: the order of day and month is unclear in '03/04/2026' (2 dates). Treated as unknown; write YYYY-MM-DD."
    )


@pytest.mark.parametrize(
    ("data", "n_articles", "told"),
    [
        ("", 0, ["a.csv: the input is empty."]),
        ("title,text\n", 0, ["a.csv: the table has no rows."]),
        (f'title,text\nOnly a title\n,"{TEXT}"\n', 1, ["a.csv, row 2: `text` is missing. Write"]),
        (f'title,text,published\na,"{TEXT}",soon\n', 0, ["a.csv, row 2: `published` is not a date: 'soon'"]),
        (f'title,text\na,"{TEXT}"\nb,"no end', 2, []),
        ('title,text\na,"' + "long " * 200_000 + '"\n', 1, []),
    ],
)
def test_a_broken_table_is_told_and_the_rest_goes_on(
    read: Callable[..., Read], data: str, n_articles: int, told: list[str]
) -> None:
    found = read("a.csv", data)
    assert len(found.articles) == n_articles
    assert len(found.unread) == len(told)
    assert all(one.startswith(start) for one, start in zip(found.unread, told, strict=True))


@pytest.mark.parametrize(
    "text",
    [
        "Title, date and place of the meeting are not known, he said.\n\nThe text, he added, will follow.\n",
        "One, two, three.\nFour, five, six.\n",
        f"{TEXT}\n\n{PARAGRAPHS[1]}\n",
    ],
)
def test_prose_with_commas_is_no_table(read: Callable[..., Read], text: str) -> None:
    (article,) = read("a", text).articles
    assert article.text == text


CHARACTERS = st.characters(codec="utf-8", exclude_categories=["Cc"]) | st.sampled_from('\n\t",;|')


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.text(CHARACTERS, min_size=1), min_size=1, max_size=5))
def test_any_cell_comes_back_to_the_letter(tmp_path: Path, cells: list[str]) -> None:
    out = io.StringIO(newline="")
    csv.writer(out).writerows([["title", "text"], *([f"n{n}", cell] for n, cell in enumerate(cells))])
    path = tmp_path / "a.csv"
    path.write_bytes(out.getvalue().encode())
    found = Read([path])
    assert [article.text for article in found.articles] == [cell for cell in cells if has_words(cell)]


# JSON of other tools


@pytest.mark.parametrize(
    "row",
    [
        # trafilatura
        {"title": "Visit off", "author": "Jan Orr", "hostname": "tribune.example", "date": "2026-03-03", "text": TEXT,
         "source": "https://tribune.example/a", "source-hostname": "Coast Tribune", "language": "en"},
        # newspaper
        {"title": "Visit off", "authors": ["Jan Orr"], "publish_date": "2026-03-03 00:00:00", "text": TEXT,
         "url": "https://tribune.example/a", "source_url": "https://tribune.example", "publisher": "Coast Tribune",
         "meta_lang": "en"},
        # news-please, for Common Crawl news
        {"title": "Visit off", "authors": ["Jan Orr"], "date_publish": "2026-03-03", "date_download": "2026-03-09",
         "maintext": TEXT, "url": "https://tribune.example/a", "source_name": "Coast Tribune", "language": "en"},
        # Media Cloud
        {"title": "Visit off", "author": "Jan Orr", "publish_date": "2026-03-03", "indexed_date": "2026-03-09",
         "text": TEXT, "url": "https://tribune.example/a", "media_name": "Coast Tribune", "language": "en"},
        # JSON-LD and NewsAPI
        {"headline": "Visit off", "author": {"name": "Jan Orr"}, "datePublished": "2026-03-03", "articleBody": TEXT,
         "url": "https://tribune.example/a", "publisher": {"@type": "Organization", "name": "Coast Tribune"},
         "inLanguage": "en"},
        {"title": "Visit off", "author": "Jan Orr", "publishedAt": "2026-03-03", "content": TEXT,
         "url": "https://tribune.example/a", "source": {"id": None, "name": "Coast Tribune"}, "lang": "English"},
    ],
)  # fmt: skip
def test_the_field_names_of_other_tools(read: Callable[..., Read], row: dict[str, Any]) -> None:
    found = read("a.jsonl", json.dumps(row) + "\n")
    (article,) = found.articles
    assert (article.title, (article.published or "")[:10], article.text) == ("Visit off", "2026-03-03", TEXT)
    assert (article.byline, article.outlet, article.url) == ("Jan Orr", "Coast Tribune", "https://tribune.example/a")
    assert article.language == "en"
    assert found.notices == []


def test_when_another_tool_saw_a_page_is_not_when_it_was_printed(read: Callable[..., Read]) -> None:
    row = {"url": "https://tribune.example/a", "title": "Visit off", "seendate": "20260303T083000Z", "text": TEXT}
    (article,) = read("a.json", json.dumps({"articles": [row]})).articles
    assert (article.published, article.title) == (None, "Visit off")


def test_the_home_page_of_an_outlet_is_no_address_of_an_article(read: Callable[..., Read]) -> None:
    rows = [{"text": TEXT, "source_url": "https://tribune.example/"}, {"text": TEXT, "source": "https://t.example/a"}]
    found = read("a.json", json.dumps(rows)).articles
    assert [(one.url, one.outlet) for one in found] == [(None, "tribune.example"), ("https://t.example/a", None)]


def test_a_key_that_is_not_used_is_said_once_with_the_file(read: Callable[..., Read]) -> None:
    rows = "".join(json.dumps({"text": TEXT, "mood": n, "reach": n}) + "\n" for n in range(3))
    found = read("a.jsonl", rows)
    assert [article.input and article.input.rpartition("#")[2] for article in found.articles] == ["1", "2", "3"]
    assert found.notices == ["a.jsonl: not used: `mood`, `reach`. Name the field that one holds with --map."]


def test_what_this_program_wrote_is_read_without_a_word(read: Callable[..., Read]) -> None:
    from reportedly.record import Record

    article = Article(text=TEXT, title="Visit off", published="2026-03-03", updated="2026-03-04", input="a.txt")
    found = read("a.jsonl", Record(article=article).to_json() + "\n")
    assert [(one.id, one.published, one.updated) for one in found.articles] == [
        (article.id, "2026-03-03", "2026-03-04")
    ]
    assert found.notices == []


def test_an_object_with_an_address_alone_says_how_to_fetch_it(read: Callable[..., Read]) -> None:
    found = read("a.jsonl", json.dumps({"url": "https://tribune.example/a", "title": "Visit off"}) + "\n")
    assert found.unread == ["a.jsonl, line 1: `text` is missing. It has an address: fetch its page, with --with-pages."]


# Feeds


def feed(*days: str, language: str = "en", title: str = "Visit off") -> str:
    items = "".join(
        f"<item><title>{title}</title><description>{TEXT}</description><pubDate>{day}</pubDate></item>" for day in days
    )
    head = f"<title>Coast Tribune</title><language>{language}</language>"
    return f'<rss version="2.0"><channel>{head}{items}</channel></rss>'


@pytest.mark.parametrize(
    ("days", "language", "published"),
    [
        (["03/04/2026 09:00", "31/03/2026"], "en", ["2026-04-03T09:00:00", "2026-03-31"]),
        (["03/04/2026"], "en-us", ["2026-03-04"]),
        (["03/04/2026"], "en", [None]),
        (["2026/3/4 9:05:00", "1772618400"], "en", ["2026-03-04T09:05:00", "2026-03-04T10:00:00+00:00"]),
        (["March 2026", "09:00", "soon"], "en", [None, None, None]),  # what is missing is not filled in
    ],
)
def test_days_of_a_feed(read: Callable[..., Read], days: list[str], language: str, published: list[str | None]) -> None:
    found = read("a.xml", feed(*days, language=language))
    assert [article.published for article in found.articles] == published
    told = "a.xml: the order of day and month is unclear in '03/04/2026' (1 date). Treated as unknown."
    assert found.notices == ([told] if published == [None] else [])


def test_a_short_entry_is_in_the_language_that_its_feed_says(read: Callable[..., Read]) -> None:
    short = '<rss version="2.0"><channel><title>x</title>%s<item><title>Sommet annulé</title></item></channel></rss>'
    (article,) = read("a.xml", short.replace("Sommet annulé", "Varga in Nairobi") % "<language>fr</language>").articles
    assert article.language == "fr"
    (article,) = read("b.xml", short.replace("Sommet annulé", "Varga in Nairobi") % "").articles
    assert article.language is None  # reading takes it for English


def test_the_outlet_behind_the_title_of_an_entry_is_no_part_of_it(read: Callable[..., Read]) -> None:
    (article,) = read("a.xml", feed("2026-03-04", title="Visit off - Coast Tribune")).articles
    assert article.title == "Visit off"


def test_an_entry_keeps_its_last_change_beside_its_printing(read: Callable[..., Read]) -> None:
    days = "<published>2026-03-03</published><updated>2026-03-04</updated>"
    entry = f"<title>Visit off</title>{days}<summary>{TEXT}</summary>"
    data = f'<feed xmlns="http://www.w3.org/2005/Atom"><title>Coast Tribune</title><entry>{entry}</entry></feed>'
    (article,) = read("a.xml", data).articles
    assert (article.published, article.updated) == ("2026-03-03", "2026-03-04")


# Lists of addresses


def test_a_list_of_addresses_is_fetched_each_once(read: Callable[..., Read]) -> None:
    data = "# today\nhttp://127.0.0.1:9/a\n\nhttp://127.0.0.1:9/b\nhttp://127.0.0.1:9/a\n"
    told = read("a.txt", data).unread  # this machine is refused without --allow-private
    assert [one.partition(":9/")[2][:1] for one in told] == ["a", "b"]


# E-mail

MAIL = f"""Return-Path: <news@tribune.example>
From: "Coast Tribune" <news@tribune.example>
To: reader@example.org
Subject: =?utf-8?q?Varga=E2=80=99s_visit_off?=
Date: Tue, 03 Mar 2026 16:05:00 +0300
MIME-Version: 1.0
Content-Type: multipart/alternative; boundary="b"

--b
Content-Type: text/plain; charset=utf-8

{TEXT}

{PARAGRAPHS[2]}
--b
Content-Type: text/html; charset=utf-8

<p>{TEXT}</p><p>{PARAGRAPHS[2]}</p>
--b--
"""


@pytest.mark.parametrize("name", ["a.eml", "mail"])
def test_an_email_is_an_article(read: Callable[..., Read], name: str) -> None:
    (article,) = read(name, MAIL).articles
    assert (article.title, article.outlet) == ("Varga’s visit off", "Coast Tribune")
    assert article.published == "2026-03-03T16:05:00+03:00"
    assert TEXT in article.text
    assert "reader@" not in article.text


def test_an_email_of_html_alone(read: Callable[..., Read]) -> None:
    data = (
        f"From: news@tribune.example\nSubject: Visit off\nContent-Type: text/html\n\n<p>{TEXT}</p><script>x()</script>"
    )
    (article,) = read("a.eml", data).articles
    assert (article.text, article.outlet) == (f"Visit off\n\n{TEXT}", "tribune.example")


@pytest.mark.parametrize(
    "data",
    [
        b"From: a@b.example\nSubject: nothing\n\n",
        b"From: a@b.example\nSubject: x\nContent-Type: image/png\nContent-Transfer-Encoding: base64\n\nAAAA",
        b"From: a@b.example\nSubject: x\nContent-Type: multipart/mixed; boundary=b\n\n" + b"--b\n" * 3000,
        b"From: \xff\xfe\nSubject: =?x-none?q?=ff?=\nContent-Type: text/plain; charset=none\n\n\n",
    ],
)
def test_a_broken_or_empty_email_is_told(read: Callable[..., Read], data: bytes) -> None:
    found = read("a.eml", data)
    assert (len(found.articles), len(found.unread)) == (0, 1)


# PDF


def pdf(*lines: str) -> bytes:
    """A PDF of one page, as small as one can be."""
    shown = " T* ".join(f"({line.replace('(', '').replace(')', '')}) Tj" for line in lines)
    stream = f"BT /F1 10 Tf 14 TL 40 700 Td {shown} ET".encode("latin-1")
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    out, offsets = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(out))
        out += b"%d 0 obj%s endobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    start = len(out)
    out += b"xref\n0 6\n0000000000 65535 f \n" + table
    return out + b"trailer<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % start


def test_a_pdf_is_an_article_without_a_day(read: Callable[..., Read]) -> None:
    pytest.importorskip("pypdf")
    (article,) = read("a.pdf", pdf("The port of Bergen opens on Friday,", "the mayor told reporters.")).articles
    assert "The port of Bergen opens on Friday," in article.text
    assert article.published is None


@pytest.mark.parametrize("data", [b"%PDF-1.7 \x00\x01", pdf()[:120], pdf()])
def test_a_broken_or_empty_pdf_is_told(read: Callable[..., Read], data: bytes) -> None:
    pytest.importorskip("pypdf")
    (told,) = read("a.pdf", data).unread
    assert "the PDF file is broken" in told or "there is no text in the PDF file" in told


def test_without_the_library_a_pdf_says_what_to_install(
    read: Callable[..., Read], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pypdf", None)
    assert read("a.pdf", pdf("Text")).unread == [
        "a.pdf: reading PDF needs the library pypdf. "
        "Install it with pip install 'reportedly[pdf]', or save the file as text or HTML."
    ]


# Several texts in a file


def test_blocks_of_fields_part_the_articles_of_a_text(read: Callable[..., Read]) -> None:
    text = (
        f"Title: Visit off\nPublished: 2026-03-03\n\n{TEXT}\n\n-----\n"
        f"Title: Talks go on\nPublished: 2026-03-04\nLanguage: en\n\n{PARAGRAPHS[3]}\n\n* * *\n\nThey end on Friday.\n"
    )
    found = read("a.txt", text)
    assert [(article.title, article.published) for article in found.articles] == [
        ("Visit off", "2026-03-03"),
        ("Talks go on", "2026-03-04"),
    ]
    assert found.articles[0].text == f"{TEXT}\n"
    assert found.articles[1].text.endswith("They end on Friday.\n")
    assert [(article.input or "")[-2:] for article in found.articles] == ["#1", "#2"]


def test_a_text_with_a_colon_in_it_stays_one(read: Callable[..., Read]) -> None:
    text = f"Title: Visit off\nPublished: 2026-03-03\n\n{TEXT}\n\nSource: the ministry.\n\nDate: not known.\n"
    assert len(read("a.txt", text).articles) == 1


# What an input looks like


@pytest.mark.parametrize(
    ("name", "data", "notice"),
    [
        ("a.csv", page(), "a.csv: read as a web page, which it looks like."),
        ("a.json", page(), "a.json: read as a web page, which it looks like."),
        ("a.html", json.dumps({"text": TEXT}), "a.html: read as JSON, which it looks like."),
        ("a.txt", f'title,text\nVisit off,"{TEXT}"\n', "a.txt: read as a table, which it looks like."),
    ],
)
def test_a_file_that_looks_like_something_else_is_read_as_that_and_said(
    read: Callable[..., Read], name: str, data: str, notice: str
) -> None:
    found = read(name, data)
    assert [TEXT in article.text for article in found.articles] == [True]
    assert found.notices[0] == notice


# What the user says


def test_facts_of_the_user_go_before_those_of_the_input(read: Callable[..., Read]) -> None:
    facts = Facts(title="Visit off", published="2026-03-03", outlet="Coast Tribune", language="en")
    plain, told = read("a.txt", TEXT), read("a.txt", TEXT, facts=facts)
    (article,) = told.articles
    assert (article.title, article.published, article.outlet, article.language) == (
        "Visit off",
        "2026-03-03",
        "Coast Tribune",
        "en",
    )
    assert article.id != plain.articles[0].id
    assert article.id == Article(text=TEXT, title="Visit off", published="2026-03-03", outlet="Coast Tribune").id


def test_a_title_is_for_one_text(tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(TEXT)
    found = Read([tmp_path], facts=Facts(title="Visit off"))
    assert len(found.articles) == 1
    assert found.unread == [
        f"{tmp_path}/b.txt: --title is for one text, and this is the second. Leave --title out, or name one text."
    ]


def test_an_article_says_where_it_was_read_from(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(page())
    (tmp_path / "b.txt").write_text(TEXT)
    assert [article.input for article in Read([tmp_path]).articles] == [f"{tmp_path}/a.html", f"{tmp_path}/b.txt"]
