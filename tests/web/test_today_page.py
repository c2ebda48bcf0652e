"""Today: the month, what changed, and days that events were moved away from."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from tests.web.rooms import Room, follow


def test_today_tells_what_is_on_and_what_changed(page: Any, room: Room):
    page.goto("/?as_of=2026-03-06")
    assert page.locator("h1").inner_text() == "March 2026"
    changed = page.locator("section[aria-labelledby=changed]")
    assert "6 March 2026" in changed.locator("h2").inner_text()
    moved = changed.locator(".change", has_text="Elena Varga visits Kenya").inner_text()
    assert "rescheduled" in moved
    assert "22 April 2026" in moved
    follow(page.locator("text=April 2026 →"))
    assert page.locator("h1").inner_text() == "April 2026"
    entry = page.locator("#d2026-04-22 .item", has_text="Elena Varga visits Kenya")
    assert "rescheduled" in entry.inner_text()
    assert "as_of=2026-03-06" in page.url


def test_a_day_that_an_event_was_moved_away_from_shows_it_struck_through(page: Any, room: Room):
    visit = room.event("Elena Varga visits Kenya")
    page.goto("/?month=2026-03")
    cell = page.locator("table.month td", has=page.locator("a[href='#d2026-03-18']"))
    moved = cell.locator(f"a.moved[href='{visit}']")
    assert "line-through" in moved.locator("s").evaluate("e => getComputedStyle(e).textDecorationLine")
    # What is only struck through is not told to who does not see it: the link's name says it in words.
    told = "Elena Varga visits Kenya was to be on this day, now 22 April 2026"
    assert cell.get_by_role("link", name=told).count() == 1
    listed = page.locator("[id='d2026-03-18'] ul.moved li")
    assert listed.inner_text() == "Elena Varga visits Kenya was to be on this day, now 22 April 2026"
    follow(moved)
    assert urlsplit(page.url).path == visit
    page.goto("/?month=2026-03&as_of=2026-03-02")
    assert page.locator("a.moved").count() == 0
    assert page.locator(f"table.month a[href^='{visit}']").count() > 0


def test_a_mark_leads_to_its_words_in_their_article(page: Any, room: Room):
    page.goto(room.event("Elena Varga visits Kenya"))
    follow(page.locator("a.dot", has=page.locator("use.st-cancelled")).first)
    assert urlsplit(page.url).path == room.article("World Brief Online")
    assert "canceled" in "".join(page.locator(".s.at").all_inner_texts())
    assert page.locator("#at").is_visible()


def test_on_a_narrow_screen_what_leads_comes_between_the_calendar_and_its_days(page: Any):
    page.goto("/?as_of=2026-03-06")
    for width, leads in ((390, True), (1280, False)):
        page.set_viewport_size({"width": width, "height": 900})
        month, lead, day = (
            page.locator(part).first.bounding_box() for part in ("table.month", "section[aria-labelledby=lead]", ".day")
        )
        assert month["y"] < day["y"]
        assert (month["y"] + month["height"] <= lead["y"] < day["y"]) is leads
