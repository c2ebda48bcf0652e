"""An event's page: figure, table, graph, history, the slider and its copies."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

import pytest
from fastapi.testclient import TestClient

from tests.web.rooms import Room, context_of, follow, links_of


def test_an_event_is_told_in_figure_table_graph_and_history(page: Any, room: Room):
    page.goto(room.event("Elena Varga visits Kenya"))
    marks = page.locator("a.dot").count()
    page.click("summary:has-text('as a table')")
    rows = page.locator("table.reports tbody tr")
    assert rows.count() == marks > 15
    lanes = page.locator("text.lane").all_text_contents()
    assert "a diplomatic source in Nairobi" in lanes
    assert "Matej Kranjc" in lanes
    # What is not on the record is drawn hollow.
    hollow = page.locator("a.dot:has(use.open) title").all_text_contents()
    assert hollow
    assert any("diplomatic source" in title.lower() for title in hollow), hollow
    assert not any("Matej Kranjc" in title for title in hollow), hollow
    folded = page.locator("g.box.outlet title").all_text_contents()
    assert any("," in names for names in folded), folded
    days = page.locator(".history h3").all_inner_texts()
    assert days[0] == "2 March 2026"
    assert "first reported: scheduled" in " ".join(page.locator(".history li").first.inner_text().split())


def test_the_slider_goes_back_in_time_and_every_link_stays_there(page: Any, room: Room):
    page.goto(room.event("Elena Varga visits Kenya"))
    assert "rescheduled" in page.locator(".verdict").inner_text()
    page.focus("input[type=range]")
    page.keyboard.press("Home")
    page.wait_for_url("**as_of=2026-03-02")
    assert "scheduled" in page.locator(".verdict").inner_text()
    assert "2 March 2026" in page.locator(".asof").inner_text()
    assert page.locator(".slider output").inner_text() == "2 March 2026"
    page.keyboard.press("ArrowRight")
    page.wait_for_url("**as_of=2026-03-03")
    assert page.locator(".verdict .status").all_inner_texts() == [" postponed", " scheduled"]
    inner = {link for link in links_of(page) if link.startswith(room.address) and "#" not in link}
    # All but the way back to now, and the feeds, which go on.
    assert {urlsplit(link).path for link in inner if "as_of=" not in link} == {
        room.event("Elena Varga visits Kenya"),
        "/changes.atom",
        "/subscribe",
        "/help",
        "/help/api",
    }
    page.click("text=Back to now")
    page.locator(".asof").wait_for(state="detached")
    assert "rescheduled" in page.locator(".verdict").inner_text()


def test_without_a_script_the_slider_has_a_button(chromium: Any, room: Room):
    context = context_of(chromium, room, java_script_enabled=False)
    page = context.new_page()
    page.goto(room.event("Elena Varga visits Kenya"))
    page.focus("input[type=range]")
    page.keyboard.press("Home")
    follow(page.locator(".slider button"))
    assert page.url.endswith("?as_of=2026-03-02")
    assert "2 March 2026" in page.locator(".asof").inner_text()
    follow(page.locator("text=Back to now"))
    follow(page.locator("a.copy:has-text('Markdown')").first)
    assert "## Elena Varga visits Kenya: rescheduled" in page.inner_text("body")
    context.close()


def test_an_event_is_copied_as_text(chromium: Any, room: Room):
    context = context_of(chromium, room, permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(room.event("Elena Varga visits Kenya"))
    page.click("a.copy:has-text('text')")
    page.wait_for_selector(".copied:has-text('Copied as text')")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("Elena Varga visits Kenya: rescheduled\n")
    assert "Matej Kranjc" in copied
    context.close()


def test_printed_pages_have_the_words_and_none_of_the_controls(page: Any, room: Room):
    page.goto(room.event("Elena Varga visits Kenya"))
    page.emulate_media(media="print")
    assert not page.locator("nav").first.is_visible()
    assert not page.locator(".tools").is_visible()
    assert page.locator("svg.lanes").is_visible()
    assert page.locator(".history").is_visible()


def test_an_event_s_table_tells_the_same_as_the_ledger(client: TestClient, room: Room):
    path = room.event("Elena Varga visits Kenya")
    event = room.ledger.event(path.removeprefix("/event/"))
    text = client.get(path).text
    table = re.findall(r"<tr><td[^>]*>(.*?)</tr>", text, re.DOTALL)
    assert len(table) == len(event.reports)
    for report in event.reports:
        span = f"at={report.span[0]}-{report.span[1]}#at"
        assert any(span in row and f"/article/{report.article}?" in row for row in table)


def test_the_articles_are_listed_with_links_to_the_originals(page: Any, room: Room):
    page.goto(room.event("Elena Varga visits Kenya"))
    listed = page.locator("section[aria-labelledby=told-by]")
    found = room.ledger.event(room.event("Elena Varga visits Kenya").removeprefix("/event/"))
    assert listed.locator("li").count() == len(found.articles)
    original = listed.get_by_text("original").first
    assert original.get_attribute("href").startswith("https://")
    assert "noopener" in original.get_attribute("rel")
    follow(listed.locator("li > a").first)
    assert "/article/" in page.url
    assert page.locator("#at").count() == 1


@pytest.mark.parametrize("width", [390, 1280])
def test_changes_come_first_on_a_narrow_screen_and_no_cell_is_a_letter_wide(page: Any, room: Room, width: int):
    page.set_viewport_size({"width": width, "height": 844})
    page.goto(room.event("Elena Varga visits Kenya"))
    history, figure = (page.locator(at).bounding_box() for at in ("#history", "#who-said"))
    assert (history["y"] < figure["y"]) is (width == 390)
    page.locator("details.table summary").click()
    cells = page.locator("table.reports tbody td")
    widths = [cells.nth(i).bounding_box()["width"] for i in range(10)]
    assert min(widths) > 60
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("form", ["txt", "md", "html"])
def test_a_citation_has_status_source_words_day_and_addresses(client: Any, room: Room, form: str):
    path = room.event("Elena Varga visits Kenya")
    answer = client.get(f"{path}.cite.{form}")
    assert answer.headers["content-type"].startswith("text/plain")
    told = answer.text.replace("\\", "")
    for part in ("Elena Varga visits Kenya: rescheduled for 22 April 2026", "Matej Kranjc", "6 March 2026", "April 22",
                 "https://drava-courier.example/", f"http://localhost{path}"):  # fmt: skip
        assert part in told, part
    assert answer.text.count("\n") == 1


def test_an_event_is_found_by_the_beginning_of_its_id(client: Any, room: Room):
    path = room.event("Elena Varga visits Kenya")
    assert client.get(path[: len("/event/") + 8]).status_code == 200
    assert client.get("/event/0").status_code == 404


def test_a_figure_wider_than_the_screen_says_that_it_scrolls(page: Any, room: Room):
    for width, shown in ((390, True), (1280, False)):
        page.set_viewport_size({"width": width, "height": 844})
        page.goto(room.event("Elena Varga visits Kenya"))
        told = page.locator("[aria-labelledby='who-said'] > .sideways")
        assert told.is_visible() is shown
        lanes = page.get_by_role("region", name="Reports by source and day")
        wider = lanes.evaluate("figure => figure.scrollWidth > figure.clientWidth")
        assert wider is shown
        shades = lanes.evaluate("figure => getComputedStyle(figure).backgroundAttachment")
        assert shades == "local, local, scroll, scroll"
