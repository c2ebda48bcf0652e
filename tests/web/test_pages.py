"""The reading room as a reader uses it: every page of the sample story, in a real browser."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest
from fastapi.testclient import TestClient

from reportedly import Article, Ledger, Record, intake, read_all
from reportedly.article import Unread
from reportedly.web.app import create_app
from tests.conftest import absent
from tests.ledger.stories import Told, article
from tests.web.test_security import served

CHROMIUM = "/usr/bin/chromium"
SAMPLES = Path(__file__).parent.parent.parent / "samples" / "varga-visit"
KINDS = ["/", "/events", "/articles", "/names", "/search?words=visit", "/conflicts", "/drift", "/echoes", "/help"]
# What cannot both hold: two named sources, one day, two stories.
CONTRADICTION = (
    article(
        "Drava Courier",
        "2026-03-07",
        Told(words="The summit of Norland was held", status="held", type="summit", what="The summit of Norland",
             when="2026-03-06", chain=("Ivo Marić",), said="2026-03-07"),
        quotes=[("Ivo Marić", "It was a good day")],
    ),
    article(
        "Harbour Post",
        "2026-03-07",
        Told(words="The summit of Norland was called off", status="cancelled", type="summit",
             what="The summit of Norland", when="2026-03-06", chain=("Ana Berg",), said="2026-03-07"),
        quotes=[("Ana Berg", "Nobody came")],
    ),
)  # fmt: skip


@dataclass
class Room:
    """A ledger that is being served, and what a browser met there."""

    address: str
    ledger: Ledger
    complaints: list[str] = field(default_factory=list)

    def event(self, words: str) -> str:
        """The path of the event whose line has these words and that most articles tell of."""
        found = [event for event in self.ledger.events() if words in event.what]
        return f"/event/{max(found, key=lambda event: len(event.articles)).id}"

    def article(self, outlet: str) -> str:
        """The path of an outlet's first article."""
        return f"/article/{next(a.id for a in self.ledger.articles() if a.outlet == outlet)}"


def _served_ledger(path: Path, records: list[Record]) -> Iterator[Room]:
    with Ledger(path) as ledger:
        ledger.add_all(records)
    with served(create_app(path)) as port, Ledger(path) as ledger:
        yield Room(f"http://127.0.0.1:{port}", ledger)


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Room]:
    """The sample story, with a contradiction added."""
    found = read_all(intake.articles([str(SAMPLES)]))
    records = [record for record in found if not isinstance(record, Unread)]
    assert len(records) == 9
    yield from _served_ledger(tmp_path_factory.mktemp("room") / "news.sqlite", [*records, *CONTRADICTION])


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    if not Path(CHROMIUM).exists():
        absent(f"needs a browser at {CHROMIUM} (Debian: apt-get install chromium)")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        arguments = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=arguments)
        yield browser
        browser.close()


def _context(chromium: Any, room: Room, **options: Any) -> Any:
    """A browser's context that notes every complaint, and every request that would leave the room."""
    context = chromium.new_context(base_url=room.address, viewport={"width": 1280, "height": 900}, **options)

    def check(route: Any) -> None:
        if route.request.url.startswith(room.address + "/"):
            route.continue_()
        else:
            room.complaints.append(f"left the room: {route.request.url}")
            route.abort()

    context.route("**/*", check)
    context.on("console", lambda said: room.complaints.append(said.text) if said.type in {"error", "warning"} else None)
    context.on("weberror", lambda error: room.complaints.append(str(error.error)))
    context.on("dialog", lambda dialog: (room.complaints.append("a dialog"), dialog.dismiss()))
    context.set_default_timeout(20_000)
    return context


@pytest.fixture
def page(chromium: Any, room: Room) -> Iterator[Any]:
    """A page in the room; at the end nothing may have been complained of."""
    room.complaints.clear()
    context = _context(chromium, room)
    yield context.new_page()
    context.close()
    assert room.complaints == []


@pytest.fixture(scope="session")
def axe(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The accessibility checker axe-core, as its package has it."""
    folder = tmp_path_factory.mktemp("axe")
    npm = shutil.which("npm")
    done = npm and subprocess.run([npm, "pack", "axe-core@4"], cwd=folder, capture_output=True, timeout=120)
    if not done or done.returncode:
        absent("needs npm and the package axe-core from its registry")
    (packed,) = folder.glob("axe-core-*.tgz")
    with tarfile.open(packed) as archive:
        found = archive.extractfile("package/axe.min.js")
        assert found is not None
        return found.read().decode()


def _links(page: Any) -> set[str]:
    found = page.eval_on_selector_all("a[href]", "links => links.map(link => link.href)")
    return {urljoin(page.url, link) for link in found}


def _walk(page: Any, room: Room, most: int) -> dict[str, int]:
    """Every page that links lead to from Today, as it stands now, with its size in bytes; files are only asked for."""
    sizes: dict[str, int] = {}
    waiting = ["/"]
    while waiting and len(sizes) < most:
        path = waiting.pop(0)
        if path in sizes:
            continue
        ending = re.search(r"\.(txt|md|ics|jsonld|atom)$", path.partition("?")[0])
        answer = page.request.get(path) if ending else page.goto(path)
        assert answer.status == 200, path
        sizes[path] = len(answer.body())
        if ending:
            continue
        assert page.locator("h1").count() == 1, path
        assert page.locator("main").inner_text().strip(), path
        for link in sorted(_links(page)):
            parts = urlsplit(link)
            if parts.scheme in {"http", "https"} and f"{parts.scheme}://{parts.netloc}" == room.address:
                # Files of the first events will do; other days and passages are asked for by other tests.
                few = "." not in parts.path.rpartition("/")[2] or len(sizes) < 8
                # A question asks a page once more, on another day or for other words.
                if few and not parts.query:
                    waiting.append(parts.path)
    return sizes


def test_every_page_can_be_walked_to_without_a_fault_and_is_small(page: Any, room: Room):
    sizes = _walk(page, room, most=400)
    for kind in ("/event/", "/article/", "/who/", "/names", "/search", "/conflicts", "/drift", "/echoes", "/help"):
        assert any(path.startswith(kind) for path in sizes), kind
    assert {path for path in sizes if path.startswith("/article/") and "?" not in path} == {
        f"/article/{a.id}" for a in room.ledger.articles()
    }
    assert max(sizes.values()) < 200_000


def test_today_tells_what_is_on_and_what_changed(page: Any, room: Room):
    page.goto("/?as_of=2026-03-06")
    assert page.locator("h1").inner_text() == "March 2026"
    changed = page.locator("section[aria-labelledby=changed]")
    assert "6 March 2026" in changed.locator("h2").inner_text()
    moved = changed.locator(".change", has_text="Elena Varga visits Kenya").inner_text()
    assert "rescheduled" in moved
    assert "22 April 2026" in moved
    page.click("text=April 2026 →")
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
    moved.click()
    assert urlsplit(page.url).path == visit
    page.goto("/?month=2026-03&as_of=2026-03-02")
    assert page.locator("a.moved").count() == 0
    assert page.locator(f"table.month a[href^='{visit}']").count() > 0


def test_a_mark_leads_to_its_words_in_their_article(page: Any, room: Room):
    page.goto(room.event("Elena Varga visits Kenya"))
    page.locator("a.dot", has=page.locator("use.st-cancelled")).first.click()
    assert urlsplit(page.url).path == room.article("World Brief Online")
    assert "canceled" in "".join(page.locator(".s.at").all_inner_texts())
    assert page.locator("#at").is_visible()


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
    assert all("diplomatic source" in title.lower() or "a report" in title for title in hollow), hollow
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
    inner = {link for link in _links(page) if link.startswith(room.address) and "#" not in link}
    # All but the way back to now, and the feeds, which go on.
    assert {urlsplit(link).path for link in inner if "as_of=" not in link} == {
        room.event("Elena Varga visits Kenya"),
        "/changes.atom",
    }
    page.click("text=Back to now")
    assert "rescheduled" in page.locator(".verdict").inner_text()


def test_without_a_script_the_slider_has_a_button(chromium: Any, room: Room):
    context = _context(chromium, room, java_script_enabled=False)
    page = context.new_page()
    page.goto(room.event("Elena Varga visits Kenya"))
    page.focus("input[type=range]")
    page.keyboard.press("Home")
    page.click(".slider button")
    assert page.url.endswith("?as_of=2026-03-02")
    assert "2 March 2026" in page.locator(".asof").inner_text()
    page.click("text=Back to now")
    page.click("a.copy:has-text('Markdown')")
    assert "## Elena Varga visits Kenya: rescheduled" in page.inner_text("body")
    context.close()


def test_an_event_is_copied_as_text(chromium: Any, room: Room):
    context = _context(chromium, room, permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(room.event("Elena Varga visits Kenya"))
    page.click("a.copy:has-text('text')")
    page.wait_for_selector(".copied:has-text('Copied as text')")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("Elena Varga visits Kenya: rescheduled\n")
    assert "Matej Kranjc" in copied
    context.close()


def test_an_article_has_its_statements_marked_and_their_chains_in_the_margin(page: Any, room: Room):
    page.goto(room.article("Coast Tribune"))
    notes = page.locator(".margin").all_inner_texts()
    assert any("a diplomatic source in Nairobi asserts, through Adriapress" in " ".join(n.split()) for n in notes)
    assert page.locator(".s.source.event, .s.content.event, .s.content.time").count() > 0  # marks overlap
    text = page.locator(".text").evaluate("text => [...text.querySelectorAll('.para')].map(p => p.textContent)")
    printed = room.ledger.record(room.article("Coast Tribune").removeprefix("/article/")).article.text
    assert "".join("".join(text).split()) == "".join(printed.split())
    page.click("nav.views >> text=What it shares with others")
    assert page.locator(".s.share").count() > 0
    alone = "".join(page.locator(".s.own").all_inner_texts())
    assert "Slovenian leader's Kenya visit postponed, source says" in alone
    assert "will not take place" not in alone
    assert "It was printed first" in page.locator("section[aria-labelledby=shares]").inner_text()


def test_search_from_the_keyboard_then_narrowed_by_a_facet(page: Any, room: Room):
    page.goto("/")
    page.keyboard.press("/")
    page.keyboard.type("postponed")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?words=postponed")
    found = page.locator(".said").count()
    assert found > 2
    page.click("section[aria-labelledby=f-outlet] >> text=Coast Tribune")
    narrowed = page.locator(".said")
    assert 0 < narrowed.count() < found
    assert all("Coast Tribune" in text for text in narrowed.all_inner_texts())
    narrowed.locator("blockquote a").first.click()
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
    pair.locator("h2 a").click()
    assert page.locator("#conflicts").is_visible()


def test_drift_shows_the_words_that_differ(page: Any, room: Room):
    page.goto("/drift")
    said = page.locator(".pair", has_text="Matej Kranjc")
    assert "trip goes" in said.locator("ins").all_inner_texts()
    assert "visit is going" in said.locator("del").all_inner_texts()
    assert "likeliest form: printed first" in said.locator(".version").first.inner_text()


def test_an_outlet_s_page_tells_how_often_it_was_first(page: Any, room: Room):
    page.goto("/who/Adriapress")
    assert "1 that others then printed" in page.locator("section[aria-labelledby=prints]").inner_text()
    page.goto("/who/Coast%20Tribune")
    assert "1 that repeat others" in page.locator("section[aria-labelledby=prints]").inner_text()


@pytest.mark.parametrize("width", [390, 1280])
def test_nothing_is_wider_than_the_screen(chromium: Any, room: Room, width: int):
    context = _context(chromium, room)
    page = context.new_page()
    page.set_viewport_size({"width": width, "height": 844})
    for path in [*KINDS, room.event("Elena Varga visits Kenya"), room.article("Coast Tribune"), "/who/Adriapress"]:
        page.goto(path)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
    context.close()


def test_printed_pages_have_the_words_and_none_of_the_controls(page: Any, room: Room):
    page.goto(room.event("Elena Varga visits Kenya"))
    page.emulate_media(media="print")
    assert not page.locator("nav").first.is_visible()
    assert not page.locator(".tools").is_visible()
    assert page.locator("svg.lanes").is_visible()
    assert page.locator(".history").is_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_serious_fault(chromium: Any, room: Room, axe: str, scheme: str):
    # The checker is set into the page by hand, which the page's own policy would forbid.
    context = _context(chromium, room, color_scheme=scheme, bypass_csp=True)
    page = context.new_page()
    event, text = room.event("Elena Varga visits Kenya"), room.article("Nairobi Ledger")
    paths = [*KINDS, event, f"{event}?as_of=2026-03-03", room.event("summit of Norland"), text]
    paths += [f"{text}?show=shared", f"{text}?at=10-60", room.article("World Brief Online"), "/who/Adriapress", "/no"]
    faults = []
    for path in paths:
        page.goto(path)
        page.evaluate(axe)
        found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
        for fault in found["violations"]:
            if fault["impact"] in {"serious", "critical"}:
                faults.append((path, fault["id"], [node["html"][:160] for node in fault["nodes"][:3]]))
    context.close()
    assert faults == []


# A link drawn in a figure has an animated address, and no parts.
_WHERE_LINKS_LEAD = """all => all.map(a => {
    const to = new URL(a.href.baseVal ?? a.href, location);
    return [to.protocol, to.host, a.getAttribute('rel')];
})"""

HOSTILE = "<script>window.owned=1</script><img src=x onerror=window.owned=1>"


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Room]:
    """A ledger whose articles try everything: markup in every field, addresses that are scripts, odd ids."""
    records = []
    for i, url in enumerate(["javascript:window.owned=1", 'https://evil.example/"onmouseover="x', "data:text/html,x"]):
        made = article(
            f"{HOSTILE} Post {i}",
            f"2026-03-0{i + 1}",
            Told(
                words=f'the visit {HOSTILE}" onload="window.owned=1 is off',
                status=["scheduled", "cancelled", "held"][i],
                who=(f"Elena {HOSTILE}", "{{ 7 * 7 }}"),
                what=f"Elena {HOSTILE} visits {{{{ 7 * 7 }}}}",
                place="<svg/onload=window.owned=1>",
                chain=(f"a source </title>{HOSTILE}", "Ana '\"><b>Berg"),
                when="2026-03-12",
            ),
            quotes=[
                (f"a source </title>{HOSTILE}", "No"),
                ("Ana '\"><b>Berg", f"We will not yield {HOSTILE} to them in any case today {'now' * i}"),
            ],
            text=f"\x00\x1b[2J\u202egnp.exe\u2028</p></main>{HOSTILE}",
        )
        text = made.article
        records.append(
            Record(
                article=Article(
                    text=text.text, id=f"odd?#id/{i}\"<b>", url=url, outlet=text.outlet, title=HOSTILE,
                    published=text.published, byline=HOSTILE,
                ),
                statements=made.statements,
                events=made.events,
            )
        )  # fmt: skip
    yield from _served_ledger(tmp_path_factory.mktemp("hostile") / "news.sqlite", records)


def test_nothing_of_a_hostile_article_becomes_markup_script_or_link(chromium: Any, hostile: Room):
    hostile.complaints.clear()
    context = _context(chromium, hostile)
    page = context.new_page()
    paths = list(_walk(page, hostile, most=120))
    for path in paths:
        if re.search(r"\.(txt|md|ics|jsonld|atom)$", path.partition("?")[0]):
            continue
        page.goto(path)
        assert page.evaluate("window.owned") is None, path
        sources = page.eval_on_selector_all("script", "all => all.map(s => s.getAttribute('src'))")
        assert sources == ["/static/room.js"], path
        assert page.locator("main img, main b, main script, main [onload], main [onerror]").count() == 0, path
        for link in page.eval_on_selector_all("a[href]", _WHERE_LINKS_LEAD):
            assert link[0] in {"http:", "https:"}, (path, link)
            assert link[1] == urlsplit(hostile.address).netloc or link[2] == "noopener noreferrer nofollow", link
        shown = page.locator("main").inner_text()
        assert "49" not in shown, path
        assert not set(shown) & set("\x00\x1b\u202e"), path
    assert sum(path.startswith("/article/") for path in paths) >= 3
    context.close()
    assert hostile.complaints == []


# What needs no browser


@pytest.fixture(scope="module")
def client(room: Room) -> Iterator[TestClient]:
    with TestClient(create_app(room.ledger.source), base_url="http://localhost") as client:
        yield client


@pytest.mark.parametrize(
    ("path", "status", "told"),
    [
        ("/nowhere", 404, "There is no such page."),
        ("/event/none", 404, "This ledger has no event"),
        ("/article/none", 404, "This ledger has no article"),
        ("/who/Nobody%20At%20All", 404, "This ledger has no"),
        ("/?as_of=tomorrow", 400, "as_of: &#39;tomorrow&#39; is not a day. Write YYYY-MM-DD."),
        ("/?month=2026-13", 400, "month: &#39;2026-13&#39; is not a month. Write YYYY-MM."),
        ("/search?stance=shouts", 400, "no such stance: &#39;shouts&#39;"),
        ("/search?since=never", 400, "since is no day: &#39;never&#39;"),
        ("/names?cursor=%3Cb%3E", 400, "no cursor of this list: &#39;&lt;b&gt;&#39;"),
        ("/event/x?part=0", 400, "part:"),
    ],
)
def test_what_cannot_be_shown_is_told_in_plain_words(client: TestClient, path: str, status: int, told: str):
    answer = client.get(path)
    assert answer.status_code == status
    assert told in answer.text
    assert "sqlite" not in answer.text  # where the ledger lies is nobody's business
    assert "<h1>" in answer.text


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


def test_an_event_s_table_tells_the_same_as_the_ledger(client: TestClient, room: Room):
    path = room.event("Elena Varga visits Kenya")
    event = room.ledger.event(path.removeprefix("/event/"))
    text = client.get(path).text
    table = re.findall(r"<tr><td>(.*?)</tr>", text, re.DOTALL)
    assert len(table) == len(event.reports)
    for report in event.reports:
        span = f"at={report.span[0]}-{report.span[1]}#at"
        assert any(span in row and f"/article/{report.article}?" in row for row in table)


def test_pages_are_kept_until_the_ledger_changes(tmp_path: Path):
    first, second = CONTRADICTION
    with Ledger(tmp_path / "news.sqlite") as ledger:
        ledger.add(first)
        with TestClient(create_app(tmp_path / "news.sqlite"), base_url="http://localhost") as client:
            before = client.get("/conflicts")
            assert "No two reports contradict each other." in before.text
            again = client.get("/conflicts", headers={"If-None-Match": before.headers["ETag"]})
            assert (again.status_code, again.content) == (304, b"")
            ledger.add(second)
            after = client.get("/conflicts", headers={"If-None-Match": before.headers["ETag"]})
            assert after.status_code == 200
            assert "Ana Berg" in after.text


def test_an_empty_ledger_says_what_to_do(tmp_path: Path):
    Ledger(tmp_path / "news.sqlite").close()
    with TestClient(create_app(tmp_path / "news.sqlite"), base_url="http://localhost") as client:
        assert "reportedly add" in client.get("/").text
        for path in KINDS:
            assert client.get(path).status_code == 200, path


def test_long_articles_and_events_of_many_reports_come_in_parts(tmp_path: Path):
    told = [
        article(
            f"Outlet {i % 40}",
            f"2026-03-{1 + i % 4:02d}",
            Told(
                words=f"President Elena Varga will visit Norland on 12 March, word {i}",
                status=("scheduled", "postponed", "cancelled", "held")[i % 4],
                chain=(f"Official {i % 90}",),
            ),
            id=f"a{i}",
        )
        for i in range(150)
    ]
    words = "The mayor of Norland said nothing of the harbour. " * 8000
    long = Record(article=Article(text=words, id="long", outlet="Outlet 1", published="2026-03-01", title="Long"))
    with Ledger(tmp_path / "news.sqlite") as ledger:
        ledger.add_all([*told, long])
        most = max(ledger.events(), key=lambda event: len(event.reports))
    assert len(most.reports) == 150
    with TestClient(create_app(tmp_path / "news.sqlite"), base_url="http://localhost") as client:
        pages = {path: client.get(path) for path in [*KINDS, f"/event/{most.id}", "/article/long", "/who/Outlet%201"]}
        assert {path: p.status_code for path, p in pages.items() if p.status_code != 200} == {}
        assert {path: len(p.content) for path, p in pages.items() if len(p.content) >= 200_000} == {}
        assert "part=3" in pages[f"/event/{most.id}"].text
        parts = int(re.findall(r"part=(\d+)", pages["/article/long"].text)[-1])
        shown = "".join(
            "".join(re.findall(r'<p class="para" dir="auto">(.*?)</p>', client.get(f"/article/long?part={n}").text))
            for n in range(1, parts + 1)
        )
        assert shown.split() == words.split()
        last = client.get("/article/long", params={"at": f"{len(words) - 30}-{len(words) - 1}"})
        assert 'id="at"' in last.text


def test_serve_answers_at_its_address(room: Room, tmp_path: Path):
    import socket
    import sys
    import time
    import urllib.error
    import urllib.request

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "reportedly", "serve", "--ledger", room.ledger.source, "--port", str(port)]
    with subprocess.Popen(
        command, stderr=subprocess.PIPE, text=True, env=os.environ | {"PYTHONUNBUFFERED": "1"}
    ) as run:
        try:
            assert run.stderr is not None
            assert f"http://127.0.0.1:{port}/" in run.stderr.readline()
            for _ in range(600):
                try:
                    with urllib.request.urlopen(f"http://127.0.0.1:{port}/help", timeout=10) as answer:
                        assert answer.status == 200
                        break
                except urllib.error.URLError:
                    time.sleep(0.05)
            else:
                pytest.fail("it did not answer")
        finally:
            run.terminate()
            run.wait(30)
