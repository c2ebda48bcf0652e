"""Correcting and adding in a browser and over the API: with the token alone, and shown on every page."""

import pytest
from fastapi.testclient import TestClient

from reportedly import Ledger
from reportedly.web.app import create_app
from tests.ledger.stories import SUMMIT, VISIT
from tests.ledger.test_corrections import SAID
from tests.web.rooms import Room, context_of, follow, served

TOKEN = "sesame-1"
TEXT = "Mayor Ada Novak will visit Port Oster on 12 March 2026, her office said on Monday. " * 2


@pytest.fixture
def writable(tmp_path):
    """A room in which those who have the token may write."""
    path = tmp_path / "news.sqlite"
    with Ledger(path) as ledger:
        ledger.add_all([*VISIT, SUMMIT, SAID])
        ledger.refresh()
    with served(create_app(path, token=TOKEN)) as port, Ledger(path) as ledger:
        yield Room(f"http://127.0.0.1:{port}", ledger)


@pytest.fixture
def tab(chromium, writable):
    context = context_of(chromium, writable)
    yield context.new_page()
    context.close()
    assert writable.complaints == []


def sign(form, *, token=TOKEN):
    form.get_by_label("Your name").fill("Ana Kos")
    form.get_by_label("Why").fill("the <b>office</b> said so")
    form.get_by_label("Token").fill(token)


def form_of(page, heading):
    return page.locator("form", has=page.get_by_role("heading", name=heading))


def test_an_event_is_corrected_and_taken_back_in_a_browser(tab, writable):
    path = writable.event("Varga")
    tab.goto(path)
    follow(tab.get_by_role("link", name="Correct this event"))
    form = form_of(tab, "What is right")
    form.get_by_label("Status").select_option("cancelled")
    form.get_by_label("When").fill("2026-03-20")
    sign(form)
    follow(form.get_by_role("button", name="Correct"))
    facts = tab.locator("dl.facts").inner_text()
    assert "status by Ana Kos" in facts
    assert "held → cancelled (the <b>office</b> said so)" in facts
    assert "12 March 2026 → 20 March 2026" in facts
    assert tab.locator(".verdict").inner_text().strip().startswith("cancelled")
    tab.goto("/events?name=Varga")
    assert "status, time corrected by Ana Kos" in tab.locator("main").inner_text()
    tab.goto("/ask?q=Is+Varga%27s+visit+still+on%3F")
    assert "Corrected by hand: status by Ana Kos" in tab.locator("main").inner_text()
    assert "status by Ana Kos" in tab.request.get("/calendar.ics").text().replace("\r\n ", "")
    tab.goto("/correct")
    entry = tab.locator(".corrections li", has_text="status of")
    entry.get_by_text("Undo").first.click()
    assert entry.get_by_label("Token").input_value() == TOKEN  # remembered in this tab
    follow(entry.get_by_role("button", name="Undo"))
    tab.locator(".corrections .undone").wait_for()
    assert writable.ledger.event(path.rpartition("/")[2]).status == "held"


def test_a_wrong_speaker_is_corrected_with_the_keyboard_alone(tab, writable):
    tab.goto(f"/correct?article={SAID.article.id}&s=s0")
    form = form_of(tab, "Who says so")
    form.get_by_label("Source chain").focus()
    tab.keyboard.press("Control+a")
    tab.keyboard.type("Ana Berg")
    tab.keyboard.press("Tab")
    tab.keyboard.type("Bo Lind")
    tab.keyboard.press("Tab")
    tab.keyboard.press("Tab")
    tab.keyboard.type(TOKEN)
    tab.keyboard.press("Enter")
    tab.wait_for_url("**/article/**")
    assert "speaker corrected by Bo Lind" in tab.locator("#n-s0").inner_text()
    assert [s.source for s in writable.ledger.statements(source="Ana Berg")] == ["Petra Orr"]


def test_without_the_token_nothing_is_changed(tab, writable):
    path = writable.event("Varga")
    tab.goto(f"/correct?event={path.rpartition('/')[2]}")
    form = form_of(tab, "It is no event")
    sign(form, token="sesame-2")
    writable.complaints.clear()
    form.get_by_role("button", name="Not an event").click()
    tab.get_by_role("heading", name="Not changed").wait_for()
    writable.complaints.clear()  # the browser notes the 403
    assert writable.ledger.corrections(undone=True) == ()


def test_an_article_is_pasted_and_uploaded(tab, writable, tmp_path):
    tab.set_default_timeout(180_000)  # the first that is read waits for the weights
    tab.goto("/add")
    form = form_of(tab, "Pasted")
    form.get_by_label("Text").fill(TEXT)
    form.get_by_label("Title").fill("Mayor to <i>visit</i>")
    form.get_by_label("Day of publication").fill("2026-03-02")
    form.get_by_label("Token").fill(TOKEN)
    follow(form.get_by_role("button", name="Add the text"))
    done = tab.locator(".done").inner_text()
    assert done.startswith("Added: Mayor to <i>visit</i>")
    file = tmp_path / "story.html"
    file.write_text(f"<html><head><title>Port Oster fair</title></head><body><article><h1>Port Oster fair</h1><p>{TEXT}"
                    "</p></article></body></html>")  # fmt: skip
    form = form_of(tab, "As a file")
    form.get_by_label("File").set_input_files(file)
    follow(form.get_by_role("button", name="Upload and add"))
    assert "Port Oster fair" in tab.locator(".done").inner_text()
    assert {a.title for a in writable.ledger.articles()} >= {"Mayor to <i>visit</i>", "Port Oster fair"}


def test_the_bookmarklet_brings_an_address_and_writes_nothing(tab, writable):
    tab.goto("/add")
    code = tab.get_by_role("link", name="Add to Reportedly").get_attribute("href")
    tab.goto("/help")
    tab.evaluate(code.removeprefix("javascript:"))
    tab.wait_for_url("**/add?url=**")
    assert form_of(tab, "By its address").get_by_label("Address").input_value() == f"{writable.address}/help"
    assert writable.ledger.counts().articles == 7


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_forms_can_be_read_by_everybody(chromium, writable, axe, scheme, width):
    context = context_of(chromium, writable, color_scheme=scheme, bypass_csp=True)
    page = context.new_page()
    page.set_viewport_size({"width": width, "height": 900})
    event = writable.event("Varga")
    writable.ledger.correct(event.rpartition("/")[2], status="cancelled", who="Ana Kos")
    for path in ("/add", "/correct", f"/correct?event={event.rpartition('/')[2]}", event,
                 f"/correct?article={SAID.article.id}&s=s0", "/correct?name=Petra+Orr"):  # fmt: skip
        page.goto(path)
        page.evaluate(axe)
        found = page.evaluate("axe.run()")["violations"]
        assert [(one["id"], one["nodes"][0]["html"]) for one in found] == [], path
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
    context.close()


# Without a browser


@pytest.fixture
def api(writable):
    with TestClient(create_app(writable.ledger.source, token=TOKEN), base_url="http://localhost") as client:
        yield client


BEARER = {"Authorization": f"Bearer {TOKEN}"}


def test_the_api_corrects_and_takes_back(api, writable):
    id = writable.event("Varga").rpartition("/")[2]
    body = {"event": id, "status": "postponed", "who": "Ana Kos", "why": "misread"}
    assert api.post("/api/corrections", json=body).status_code == 401
    (made,) = api.post("/api/corrections", json=body, headers=BEARER).json()["items"]
    told = api.get(f"/api/events/{id}").json()
    assert (told["status"], told["corrections"][0]["who"]) == ("postponed", "Ana Kos")
    assert api.get("/api/corrections", params={"event": id}).json()["items"] == [made]
    gone = api.delete(f"/api/corrections/{made['id']}", headers=BEARER, params={"who": "Bo"})
    assert gone.status_code == 200
    assert api.get(f"/api/events/{id}").json()["status"] == "held"
    assert api.get("/api/corrections").json()["items"] == []
    assert api.get("/api/corrections?undone=true").json()["items"][0]["undone_by"] == "Bo"


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({}, 400),
        ({"event": "0123456789abcdef", "status": "held"}, 404),
        ({"event": "x", "status": "sunny"}, 400),
        ({"article": SAID.article.id, "hide": True, "remove": True}, 400),
        ({"article": SAID.article.id, "statement": "s0", "speaker": ["Ana Berg"]}, 200),
        ({"article": SAID.article.id, "remove": True}, 200),
        ({"name": "Petra Orr", "other": "Jonas Lund"}, 200),
    ],
)
def test_one_correction_at_a_time(api, body, status):
    answer = api.post("/api/corrections", json=body, headers=BEARER)
    assert answer.status_code == status, answer.text


def test_a_removed_article_that_is_posted_again_is_told(api):
    api.post("/api/corrections", json={"article": SAID.article.id, "remove": True}, headers=BEARER)
    line = SAID.article.to_dict()
    answer = api.post("/api/articles", json=line, headers=BEARER).json()
    assert answer["items"] == [{"id": SAID.article.id, "added": False, "withdrawn": "remove"}]
    assert api.get(f"/article/{SAID.article.id}").status_code == 404


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ({"Origin": "null", "Sec-Fetch-Site": "same-origin"}, 303),
        ({"Origin": "http://localhost"}, 303),
        ({}, 303),
        ({"Origin": "null"}, 403),
        ({"Origin": "null", "Sec-Fetch-Site": "cross-site"}, 403),
        ({"Origin": "http://evil.example", "Sec-Fetch-Site": "same-origin"}, 403),
    ],
)
def test_forms_of_other_sites_are_refused(api, writable, sent, status):
    form = {"article": SAID.article.id, "do": "hide", "token": TOKEN}
    assert api.post("/correct", data=form, headers=sent, follow_redirects=False).status_code == status


@pytest.mark.parametrize("back", ["//evil.example", "https://evil.example", "/\\evil.example"])
def test_nobody_is_sent_elsewhere(api, writable, back):
    made = writable.ledger.hide_article(SAID.article.id)
    form = {"correction": made.id, "back": back, "token": TOKEN}
    assert api.post("/undo", data=form, follow_redirects=False).headers["location"] == "/correct"


def test_a_server_without_a_token_shows_no_forms(client):
    for path in ("/add", "/correct"):
        assert "<form method" not in client.get(path).text
    assert client.post("/correct", data={"token": ""}).status_code == 403
    assert client.post("/add", data={"token": "", "text": TEXT}).status_code == 403


@pytest.mark.parametrize(
    ("form", "told"),
    [
        ({"url": "file:///etc/passwd"}, "it is not an http or https address"),
        ({"url": "http://127.0.0.1:1/x"}, "private"),
        ({}, "The form is empty"),
        ({"text": "x", "published": "13/13/13"}, "is not a date"),
    ],
)
def test_what_cannot_be_added_is_told(api, form, told):
    answer = api.post("/add", data=form | {"token": TOKEN})
    assert answer.status_code == 400
    assert told in answer.text
