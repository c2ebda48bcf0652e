"""The reading room as a reader uses it: every page of the sample story, in a real browser."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from fastapi.testclient import TestClient

from reportedly import Article, Ledger, Record
from reportedly.web.app import create_app
from tests.ledger.stories import Told, article
from tests.web.rooms import CONTRADICTION, KINDS, Room, context_of, served_ledger, walk


def test_every_page_can_be_walked_to_without_a_fault_and_is_small(page: Any, room: Room):
    sizes = walk(page, room, most=400)
    for kind in ("/event/", "/article/", "/who/", "/names", "/search", "/conflicts", "/drift", "/echoes", "/help"):
        assert any(path.startswith(kind) for path in sizes), kind
    assert {path for path in sizes if path.startswith("/article/") and "?" not in path} == {
        f"/article/{a.id}" for a in room.ledger.articles()
    }
    assert max(sizes.values()) < 200_000


def test_whatever_is_got_can_be_asked_for_its_head(client: TestClient, room: Room):
    paths = [*KINDS, "/subscribe", "/add", "/help/api", "/events.csv", "/api/ask?q=Varga", "/changes.atom"]
    for path in [*paths, room.event("Elena Varga visits Kenya"), room.article("Coast Tribune"), "/who/Adriapress"]:
        got, head = client.get(path), client.head(path)
        assert (head.status_code, head.content) == (got.status_code, b""), path
        assert head.headers.get("etag") == got.headers.get("etag"), path
        assert head.headers["content-type"] == got.headers["content-type"], path


@pytest.mark.parametrize("width", [390, 1280])
def test_nothing_is_wider_than_the_screen(chromium: Any, room: Room, width: int):
    context = context_of(chromium, room)
    page = context.new_page()
    page.set_viewport_size({"width": width, "height": 844})
    for path in [*KINDS, room.event("Elena Varga visits Kenya"), room.article("Coast Tribune"), "/who/Adriapress"]:
        page.goto(path)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_serious_fault(chromium: Any, room: Room, axe: str, scheme: str):
    # The checker is set into the page by hand, which the page's own policy would forbid.
    context = context_of(chromium, room, color_scheme=scheme, bypass_csp=True)
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
                who=(f"Elena {HOSTILE}", "{{ 7919 * 7907 }}"),
                what=f"Elena {HOSTILE} visits {{{{ 7919 * 7907 }}}}",
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
    yield from served_ledger(tmp_path_factory.mktemp("hostile") / "news.sqlite", records)


def test_nothing_of_a_hostile_article_becomes_markup_script_or_link(chromium: Any, hostile: Room):
    hostile.complaints.clear()
    context = context_of(chromium, hostile)
    page = context.new_page()
    paths = list(walk(page, hostile, most=120))
    for path in paths:
        if path.startswith("/api/") or re.search(r"\.(txt|md|ics|jsonld|atom|csv|json|xlsx)$", path.partition("?")[0]):
            continue
        page.goto(path)
        assert page.evaluate("window.owned") is None, path
        sources = page.eval_on_selector_all("script", "all => all.map(s => s.getAttribute('src'))")
        assert sources == ["/static/room.js"], path
        assert page.locator("main img, main b, main script, main [onload], main [onerror]").count() == 0, path
        for link in page.eval_on_selector_all("a[href]", _WHERE_LINKS_LEAD):
            assert link[0] in {"http:", "https:"} or (link[0] == "webcal:" and link[1] in hostile.address), (path, link)
            assert link[1] == urlsplit(hostile.address).netloc or link[2] == "noopener noreferrer nofollow", link
        shown = page.locator("main").inner_text()
        assert "62615533" not in shown, path  # 7919 × 7907: in no port, day or count by chance
        assert not set(shown) & set("\x00\x1b\u202e"), path
    assert sum(path.startswith("/article/") for path in paths) >= 3
    context.close()
    assert hostile.complaints == []


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
        ("/names?cursor=%3Cb%3E", 400, "not a cursor of this list: &#39;&lt;b&gt;&#39;"),
        ("/event/x?part=0", 400, "part:"),
    ],
)
def test_what_cannot_be_shown_is_told_in_plain_words(client: TestClient, path: str, status: int, told: str):
    answer = client.get(path)
    assert answer.status_code == status
    assert told in answer.text
    assert "sqlite" not in answer.text  # where the ledger lies is nobody's business
    assert "<h1>" in answer.text


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
