"""A plain question as a reader asks it: from the box above any page, with the keyboard alone."""

from __future__ import annotations

from typing import Any

import pytest
from fastapi.testclient import TestClient

from tests.web.rooms import Room


def ask_from(page: Any, path: str, question: str) -> None:
    page.goto(path)
    page.keyboard.press("/")
    page.keyboard.type(question)
    page.keyboard.press("Enter")
    page.wait_for_url("**/ask?*")


@pytest.mark.parametrize("path", ["/", "/events", "/help"])
def test_a_question_is_answered_from_the_box_on_any_page(page: Any, path: str):
    ask_from(page, path, "Is Varga's visit to Kenya still on?")
    assert page.locator("h1").inner_text() == "Is Varga's visit to Kenya still on?"
    assert page.locator(".answer .first").inner_text().startswith("Yes, on another day. ")
    words = page.locator(".cites blockquote").first.inner_text()
    page.locator(".cites a").first.click()
    page.wait_for_url("**/article/*")
    assert page.locator("#at").inner_text().split()[0] in words


def test_what_was_understood_is_shown_and_can_be_changed(page: Any):
    ask_from(page, "/", "Is Varga's visit to Kenya still on?")
    form = page.locator(".understood")
    assert form.locator("[name=about]").input_value() == "Varga Kenya"
    assert form.locator("[name=type]").input_value() == "visit"
    form.locator("[name=asks]").select_option("says")
    form.get_by_role("button").click()
    page.wait_for_url("**asks=says**")
    assert "1 source says so, on the record" in page.locator(".answer").inner_text()
    assert page.locator("h1").inner_text() == "Is Varga's visit to Kenya still on?"


def test_the_same_box_searches(page: Any):
    page.goto("/")
    page.locator("#find").fill("dates")
    page.locator(".find").get_by_role("button", name="Search").click()
    page.wait_for_url("**/search?*")
    assert page.locator(".filters [name=words]").input_value() == "dates"
    assert page.locator("mark").first.inner_text().startswith("date")


def test_a_question_stays_on_the_day_that_is_looked_at(page: Any):
    ask_from(page, "/?as_of=2026-03-04", "Is Varga's visit to Kenya still on?")
    assert "as_of=2026-03-04" in page.url
    assert page.locator(".answer .first").inner_text().startswith("Reports disagree. ")


def test_what_the_ledger_does_not_say_leads_to_the_nearest(client: TestClient):
    answer = client.get("/ask", params={"q": "Is Varga's visit to Atlantis still on?"})
    assert answer.status_code == 200
    assert "The ledger does not say: no event that it shows matches “Atlantis”." in answer.text
    assert "Closest matches" in answer.text


def test_the_api_answers_alike(client: TestClient, room: Room):
    told = client.get("/api/ask", params={"q": "When is Varga's visit to Kenya?"}).json()
    assert told["says"]
    assert told["understood"]["asks"] == "when"
    assert told["understood"]["type"] == "visit"
    cite = told["sentences"][0]["cites"][0]
    start, end = cite["span"]
    assert room.ledger.record(cite["article"]).article.text[start:end] == cite["words"]
    other = client.get("/api/ask", params={"q": "When is Varga's visit to Kenya?", "asks": "says"}).json()
    assert other["understood"]["asks"] == "says"


def test_a_filter_that_there_is_not_is_refused(client: TestClient):
    assert client.get("/api/ask", params={"q": "x", "asks": "weather"}).status_code == 400
    page = client.get("/ask", params={"q": "x", "asks": "weather"})
    assert page.status_code == 400
    assert "No such asks: &#39;weather&#39;" in page.text


@pytest.mark.parametrize("text", ["<script>window.owned=1</script>", "{{ 7919 * 7907 }}", "\u202egnp.exe", "a" * 500])
def test_a_hostile_question_stays_text(page: Any, text: str):
    page.goto("/")
    page.locator("#find").fill(text)
    page.locator("#find").press("Enter")
    page.wait_for_url("**/ask?*")
    assert page.evaluate("window.owned") is None
    assert page.evaluate("document.documentElement.scrollWidth") <= 1280
    assert "62615533" not in page.locator("h1").inner_text()
