"""Lists as files, lists with filters, and what a page does with less: on paper, on a phone, without a day."""

import csv
import io
import re
import zipfile

import pytest
from fastapi.testclient import TestClient

from reportedly import Ledger
from reportedly.web.app import create_app
from reportedly.web.downloads import guarded
from tests.ledger.stories import Told, article
from tests.web.rooms import context_of

LISTS = ["events", "articles", "names", "search", "conflicts", "drift", "echoes"]


@pytest.mark.parametrize("name", LISTS)
def test_every_list_is_a_file_in_three_forms(client, name):
    items = client.get(f"/{name}.json").json()
    rows = list(csv.DictReader(io.StringIO(client.get(f"/{name}.csv").content.decode("utf-8-sig"))))
    book = client.get(f"/{name}.xlsx")
    assert book.headers["content-disposition"].endswith('.xlsx"')
    sheet = zipfile.ZipFile(io.BytesIO(book.content)).read("xl/worksheets/sheet1.xml").decode()
    assert items
    assert len(rows) == sheet.count("<row ") - 1
    assert len(rows) >= len(items)
    if name not in ("drift", "echoes"):
        assert len(rows) == len(items)


def test_a_file_has_the_filters_of_its_page(client):
    page = client.get("/events?status=held&sort=date&cursor=").text
    (link,) = re.findall(r'href="(/events\.csv[^"]*)"', page)
    rows = list(csv.DictReader(io.StringIO(client.get(link.replace("&amp;", "&")).content.decode("utf-8-sig"))))
    assert {row["status"] for row in rows} == {"held"}
    assert len(client.get("/events.json?all=1").json()) >= len(client.get("/events.json").json())
    said = client.get("/search.json?source=Kranjc").json()
    assert said
    assert all(any("Kranjc" in name for name in one["chain"]) for one in said)


@pytest.mark.parametrize("query", ["/events.csv?since=soon", "/search.csv?since=soon", "/events.json?as_of=soon"])
def test_a_day_that_is_none_is_refused(client, query):
    assert client.get(query).status_code == 400


def test_there_is_no_other_form(client):
    assert client.get("/events.exe").status_code in (400, 404, 422)


HOSTILE = ["=1+1", "+1", "-1", "@x", "\t=1", "\r=1", "＝1"]


def test_no_cell_is_a_formula(tmp_path):
    path = tmp_path / "news.sqlite"
    with Ledger(path) as ledger:
        for i, text in enumerate(HOSTILE):
            ledger.add(article(f"{text} Post", f"2026-03-0{i + 1}", Told(words=f"{text} visit", status="scheduled",
                                                                       what=text, who=(text,), place=text),
                               quotes=[(f"{text} Orr", "Some words of it")]))  # fmt: skip
    with TestClient(create_app(path), base_url="http://localhost") as client:
        for name in LISTS:
            for row in csv.reader(io.StringIO(client.get(f"/{name}.csv").content.decode("utf-8-sig"))):
                assert not [cell for cell in row if cell.startswith(tuple("=+-@\t\r＝"))], name
            sheet = zipfile.ZipFile(io.BytesIO(client.get(f"/{name}.xlsx").content)).read("xl/worksheets/sheet1.xml")
            assert b"<f>" not in sheet
    assert guarded("a=1") == "a=1"


def test_events_by_size_and_conflicts_by_name(client):
    sizes = [event["articles"] for event in client.get("/events.json?sort=size&all=1").json()]
    assert sizes == sorted(sizes, reverse=True)
    assert "that of most articles first" in client.get("/events?sort=size").text
    assert "The summit of Norland" in client.get("/conflicts?place=Norland").text
    assert "No two reports contradict" in client.get("/conflicts?place=Atlantis").text
    assert client.get("/api/events?order=size").json()["items"][0]["articles"] == max(sizes)


def room_of(path, *records):
    with Ledger(path) as ledger:
        ledger.add_all(records)
    return TestClient(create_app(path), base_url="http://localhost")


def test_today_of_an_empty_ledger(tmp_path):
    with room_of(tmp_path / "news.sqlite") as client:
        for path in ("/", *(f"/{name}" for name in LISTS)):
            assert client.get(path).status_code == 200
        assert "Nothing is in this ledger" in client.get("/").text
        assert client.get("/events.json").json() == []


def test_today_of_a_ledger_in_which_nothing_has_a_date(tmp_path):
    record = article("Drava Courier", None, Told(words="Varga will visit Norland", status="planned", when=None))
    with room_of(tmp_path / "news.sqlite", record) as client:
        text = client.get("/").text
        assert "No article of this ledger has a date of publication" in text
        assert "Elena Varga visits Norland" in text
        assert "Nothing is in this ledger" not in text


def test_a_month_without_events_leads_to_the_next_with_some(tmp_path):
    record = article("Drava Courier", "2026-03-02", Told(words="Varga will visit Norland", status="scheduled",
                                                         when="2026-07-01"))  # fmt: skip
    with room_of(tmp_path / "news.sqlite", record) as client:
        assert 'href="/?month=2026-07">The next one is in July 2026</a>' in client.get("/").text


# In a browser


def test_the_slider_moves_through_days_without_loading_a_page(page, room):
    page.goto(room.event("Elena Varga visits Kenya"))
    page.evaluate("window.stays = true")
    page.focus("input[type=range]")
    page.keyboard.press("Home")
    page.wait_for_url("**as_of=2026-03-02")
    page.locator(".asof").wait_for()
    page.keyboard.press("ArrowRight")
    page.wait_for_url("**as_of=2026-03-03")
    assert page.evaluate("document.activeElement.type") == "range"
    page.go_back()
    page.wait_for_url("**as_of=2026-03-02")
    page.get_by_text("2 March 2026").first.wait_for()
    page.go_back()
    page.locator(".asof").wait_for(state="detached")
    assert page.evaluate("window.stays")
    page.keyboard.press("k")
    assert "as_of" not in page.url


def test_an_event_is_printed_on_two_pages(chromium, room):
    context = context_of(chromium, room)
    page = context.new_page()
    page.goto(room.event("Elena Varga visits Kenya"))
    printed = page.pdf(format="A4")
    assert len(re.findall(rb"/Type\s*/Page\b", printed)) <= 2
    context.close()


def test_an_outlets_page_has_the_whole_width(page):
    page.goto("/who/Adriapress")
    main = page.locator("main").bounding_box()
    for part in (".outlet-page > .narrow", ".outlet-page > .wide"):
        assert page.locator(part).bounding_box()["width"] > 0.95 * main["width"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_lists_can_be_read_by_everybody(chromium, room, axe, scheme, width):
    context = context_of(chromium, room, color_scheme=scheme, bypass_csp=True)
    page = context.new_page()
    page.set_viewport_size({"width": width, "height": 900})
    for path in ("/events?sort=size", "/articles?words=visit", "/conflicts?place=Norland", "/who/Adriapress", "/names"):
        page.goto(path)
        page.evaluate(axe)
        found = page.evaluate("axe.run()")["violations"]
        assert [(one["id"], one["nodes"][0]["html"]) for one in found] == [], path
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
    context.close()


def test_what_changed_comes_first_on_a_narrow_screen(page, room):
    page.set_viewport_size({"width": 390, "height": 900})
    page.goto(room.event("Elena Varga visits Kenya"))
    changes, lanes = (page.locator(part).bounding_box()["y"] for part in ("#history", "#who-said"))
    assert changes < lanes


def test_the_words_are_shown_where_a_pointer_rests(page, room):
    page.goto(room.event("Elena Varga visits Kenya"))
    assert "“" in page.locator("ol.articles a").first.get_attribute("title")
    assert "“" in page.locator(".lanes .dot title").first.text_content()
