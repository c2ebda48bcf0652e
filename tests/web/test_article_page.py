"""An article's page: its statements marked, what it shares, passages that are asked for."""

from __future__ import annotations

from typing import Any

from fastapi.testclient import TestClient

from tests.web.rooms import Room, follow


def test_an_article_has_its_statements_marked_and_their_chains_in_the_margin(page: Any, room: Room):
    page.goto(room.article("Coast Tribune"))
    notes = page.locator(".margin").all_inner_texts()
    assert any("a diplomatic source in Nairobi asserts, through Adriapress" in " ".join(n.split()) for n in notes)
    assert page.locator(".s.source.event, .s.content.event, .s.content.time").count() > 0  # marks overlap
    text = page.locator(".text").evaluate("text => [...text.querySelectorAll('.para')].map(p => p.textContent)")
    printed = room.ledger.record(room.article("Coast Tribune").removeprefix("/article/")).article.text
    assert "".join("".join(text).split()) == "".join(printed.split())
    follow(page.locator("nav.views >> text=What it shares with others"))
    assert page.locator(".s.share").count() > 0
    alone = "".join(page.locator(".s.own").all_inner_texts())
    assert "Slovenian leader's Kenya visit postponed, source says" in alone
    assert "will not take place" not in alone
    assert "It was printed first" in page.locator("section[aria-labelledby=shares]").inner_text()


def test_what_was_not_yet_printed_is_not_shown(client: TestClient, room: Room):
    last = next(a for a in room.ledger.articles() if a.outlet == "Drava Courier" and (a.published or "") > "2026-03-06")
    early = client.get(f"/article/{last.id}?as_of=2026-03-05")
    assert early.status_code == 404
    assert "it was printed later, on 6 March 2026" in early.text
    call = client.get(f"{room.event('calls')}?as_of=2026-03-02")
    assert call.status_code == 404
    assert "No article printed by 2 March 2026 tells of this event." in call.text


def test_a_passage_that_is_none_is_refused(client: TestClient, room: Room):
    for at in ("9-3", "0-999999", "x", "1-²"):
        answer = client.get(room.article("Harbour Post"), params={"at": at})
        assert (answer.status_code, "is no passage of this text" in answer.text) == (400, True)
