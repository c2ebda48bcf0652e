"""Search, conflicts, drift and who: what stands side by side."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

from fastapi.testclient import TestClient

from reportedly import Ledger
from reportedly.ledger import EventFilter
from reportedly.web.app import create_app
from tests.ledger.stories import article
from tests.web.rooms import Room, follow


def test_search_from_the_keyboard_then_narrowed_by_a_facet(page: Any, room: Room):
    page.goto("/")
    page.keyboard.press("/")
    page.keyboard.type("postponed")
    for key in ("Tab", "Tab", "Enter"):  # past the button that asks, to the one that searches
        page.keyboard.press(key)
    page.wait_for_url("**/search?q=postponed")
    found = page.locator(".said").count()
    assert found > 2
    follow(page.locator("section[aria-labelledby=f-outlet] >> text=Coast Tribune"))
    narrowed = page.locator(".said")
    assert 0 < narrowed.count() < found
    assert all("Coast Tribune" in text for text in narrowed.all_inner_texts())
    follow(narrowed.locator("blockquote a").first)
    assert urlsplit(page.url).path == room.article("Coast Tribune")
    assert "postponed" in "".join(page.locator(".s.at").all_inner_texts())


def test_keys_lead_through_the_page(page: Any, room: Room):
    page.goto("/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    page.keyboard.press("j")
    first = page.locator("[data-item].here").inner_text()
    page.keyboard.press("j")
    assert page.locator("[data-item].here").inner_text() != first
    page.keyboard.press("k")
    assert page.locator("[data-item].here").inner_text() == first
    page.keyboard.press("Enter")
    page.wait_for_url("**/event/*")
    page.keyboard.press("t")
    page.wait_for_url(f"{room.address}/")


def test_conflicts_stand_side_by_side(page: Any, room: Room):
    page.goto("/conflicts")
    pair = page.locator(".pair", has_text="summit of Norland")
    sides = pair.locator(".side").all_inner_texts()
    assert {"held" in side and "Ivo Marić" in side for side in sides} == {True, False}
    assert any("cancelled" in side and "Ana Berg" in side for side in sides)
    follow(pair.locator("h2 a"))
    assert page.locator("#conflicts").is_visible()


def test_drift_shows_the_words_that_differ(page: Any, room: Room):
    page.goto("/drift")
    said = page.locator(".pair", has_text="Matej Kranjc")
    assert "trip goes" in said.locator("ins").all_inner_texts()
    assert "visit is going" in said.locator("del").all_inner_texts()
    assert "likeliest form: printed first" in said.locator(".version").first.inner_text()


def test_the_likeliest_form_is_shown_though_many_were_printed_before(tmp_path: Path):
    said = "We will sign the agreement on the {} harbour with our friends in May, whatever they say"
    words = [said.format(f"old {n}") for n in range(14)] + [said.format("old")] * 3
    with Ledger(tmp_path / "news.sqlite") as ledger:
        for n, quoted in enumerate(words):
            ledger.add(article(f"Outlet {n}", f"2026-03-{n + 1:02d}", quotes=[("Ana Berg", quoted)]))
        (utterance,) = ledger.drift()
    assert utterance.likeliest == words[-1]
    with TestClient(create_app(tmp_path / "news.sqlite"), base_url="http://localhost") as client:
        shown = client.get("/drift").text
    assert shown.count("<strong>likeliest form") == 1
    assert shown.index("Outlet 14") < shown.index("Outlet 0")
    assert "And 5 more articles." in shown


def test_an_outlet_s_page_tells_how_often_it_was_first(page: Any, room: Room):
    page.goto("/who/Adriapress")
    assert "1 that others then printed" in page.locator("section[aria-labelledby=prints]").inner_text()
    page.goto("/who/Coast%20Tribune")
    assert "1 that repeat others" in page.locator("section[aria-labelledby=prints]").inner_text()


def test_a_name_and_an_outlet_lead_to_all_of_their_events(page: Any, room: Room):
    for name, told in (("Elena Varga", "With Elena Varga,"), ("Adriapress", "That Adriapress reports,")):
        page.goto(f"/who/{quote(name)}")
        follow(page.locator("text=All events"))
        assert told in page.locator(".lede").inner_text()
        listed = page.locator("h2.what").all_inner_texts()
        asked = EventFilter(name=name) if name == "Elena Varga" else EventFilter(outlet=name)
        assert [text.lower() for text in listed] == [e.what.lower() for e in room.ledger.find_events(asked).items]
        # What is asked further stays within them.
        page.select_option("select[name=type]", "visit")
        follow(page.locator("form.filters button"))
        assert told in page.locator(".lede").inner_text()
        assert 0 < page.locator("h2.what").count() < len(listed)
