"""How other programs connect: saved searches as feeds, `webcal:` links, pages of other sites, the page of the API."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from starlette.testclient import TestClient

from reportedly import Ledger
from reportedly.cli.main import cli
from reportedly.web.app import create_app
from tests.ledger.stories import SUMMIT, VISIT, Told, article
from tests.web.rooms import Room, context_of, served

ATOM = "{http://www.w3.org/2005/Atom}"
SITE = "https://friends.example"
TOKEN = "a token"
QUOTED = article(
    "Coast Gazette",
    "2026-03-08",
    Told(words="the ferry sails", status="scheduled", who=("Ana Berg",), what="Ferry sails", place="Coast"),
    quotes=[("Ana Berg", "Nobody <b>came</b> & went")],
)


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("connecting") / "news.sqlite"
    with Ledger(path) as ledger:
        ledger.add_all((*VISIT, SUMMIT, QUOTED))
    return path


@pytest.fixture(scope="module")
def client(path: Path) -> Iterator[TestClient]:
    with TestClient(create_app(path, hosts=["news.example.org"]), base_url="http://localhost") as client:
        yield client


def titles(answer: Any) -> list[str]:
    assert answer.status_code == 200, answer.text
    return [str(title.text) for title in ET.fromstring(answer.text).iterfind(f"{ATOM}entry/{ATOM}title")]


# Feeds


@pytest.mark.parametrize(
    ("query", "events"),
    [
        ("place=oster", {"Leaders of the Drava states meet in Port Oster"}),
        ("type=visit&status=held", {"Elena Varga visits Norland"}),
        ("outlet=Coast Gazette", {"Ferry sails"}),
        ("conflict=true&name=nobody", set()),
    ],
)
def test_a_saved_search_is_a_feed_of_changes(client: TestClient, query: str, events: set[str]):
    found = titles(client.get(f"/changes.atom?{query}"))
    assert {title.partition(":")[0].partition(" (")[0] for title in found} == events


def test_a_saved_search_is_a_feed_of_statements(client: TestClient):
    answer = client.get("/statements.atom?source=Ana Berg")
    assert titles(answer) == ["Ana Berg: “Nobody <b>came</b> & went”"]
    assert "&lt;b&gt;came" in answer.text
    (link,) = ET.fromstring(answer.text).iterfind(f"{ATOM}entry/{ATOM}link")
    assert client.get(link.attrib["href"].removeprefix("http://localhost")).status_code == 200
    assert titles(client.get("/statements.atom?words=snow")) == []
    assert client.get("/statements.atom?stance=sings").status_code == 400


def test_a_feed_keeps_its_id_and_each_search_has_its_own(client: TestClient):
    def id_of(address: str) -> str:
        return str(ET.fromstring(client.get(address).text).findtext(f"{ATOM}id"))

    assert id_of("/changes.atom") == id_of("/changes.atom?place=&limit=3")
    searches = ["/changes.atom", "/changes.atom?place=oster", "/changes.atom?outlet=oster", "/statements.atom"]
    assert len({id_of(address) for address in searches}) == len(searches)


def test_a_feed_is_xml_where_that_alone_is_known(client: TestClient):
    assert client.get("/changes.atom").headers["Content-Type"] == "application/atom+xml"
    plain = client.get("/changes.atom", headers={"Accept": "text/xml"})
    assert plain.headers["Content-Type"] == "text/xml; charset=utf-8"
    assert plain.headers["Vary"] == "Accept"


# Subscribing


def test_a_search_is_subscribed_to_under_the_name_it_was_asked_by(client: TestClient):
    shown = client.get("/subscribe?name=Varga%20%26%20Co&status=held").text
    assert 'href="webcal://localhost/calendar.ics?name=Varga+%26+Co&amp;status=held"' in shown
    assert "http://localhost/changes.atom?name=Varga+%26+Co&amp;status=held" in shown
    assert "Google cannot reach it" in shown
    public = client.get("/subscribe", headers={"Host": "news.example.org"}).text
    assert 'href="webcal://news.example.org/calendar.ics"' in public
    assert "Google may refuse it" in public


def test_addresses_that_are_shown_answer(client: TestClient):
    shown = client.get("/subscribe?words=varga&place=norland").text
    addresses = re.findall(r"<code>(https?://[^<]+)</code>", shown)
    assert len(addresses) == 3
    for address in addresses:
        assert client.get(address.replace("&amp;", "&")).status_code == 200, address
    assert "calendar.ics" not in client.get("/subscribe?source=Varga").text


def test_lists_lead_to_subscribing_with_what_is_asked(client: TestClient):
    assert 'href="/subscribe?place=Norland&amp;open=true"' in client.get("/events?place=Norland&open=1").text
    assert 'href="/subscribe?source=Ana+Berg"' in client.get("/search?source=Ana+Berg").text


def test_hostile_words_stay_words(client: TestClient):
    shown = client.get("/subscribe?name=%22><script>alert(1)</script>").text
    assert "<script>alert" not in shown
    assert client.get("/subscribe?name=a%0d%0ab").status_code == 400


# Pages of other sites


@pytest.fixture(scope="module")
def shared(path: Path) -> Iterator[TestClient]:
    app = create_app(path, token=TOKEN, origins=[SITE])
    with TestClient(app, base_url="http://localhost") as client:
        yield client


def allowed(answer: Any) -> str | None:
    value: str | None = answer.headers.get("access-control-allow-origin")
    return value


def test_a_site_that_is_named_may_read_and_others_may_not(shared: TestClient, client: TestClient):
    for address in ("/api/events", "/api/events/none", "/openapi.json", "/calendar.ics", "/changes.atom"):
        assert allowed(shared.get(address, headers={"Origin": SITE})) == SITE, address
        assert allowed(shared.get(address, headers={"Origin": "https://other.example"})) is None
        assert allowed(shared.get(address)) is None
        assert allowed(client.get(address, headers={"Origin": SITE})) is None, "without the option"
    assert "Origin" in shared.get("/api/events", headers={"Origin": SITE}).headers["Vary"]
    for page in ("/", "/events", "/static/room.css"):
        assert allowed(shared.get(page, headers={"Origin": SITE})) is None, page


def test_a_browser_may_ask_first(shared: TestClient):
    asked = {"Origin": SITE, "Access-Control-Request-Method": "POST"}
    answer = shared.options("/api/articles", headers=asked)
    assert (answer.status_code, allowed(answer)) == (204, SITE)
    assert "Authorization" in answer.headers["Access-Control-Allow-Headers"]
    assert allowed(shared.options("/api/articles", headers=asked | {"Origin": "https://other.example"})) is None
    assert shared.options("/events", headers=asked).status_code == 405


def test_writing_from_a_site_that_is_named_takes_the_token(shared: TestClient):
    from_site = {"Origin": SITE, "Sec-Fetch-Site": "cross-site", "Content-Type": "application/json"}
    body = b'{"text": "Der Hafen bleibt zu."}'
    assert shared.post("/api/articles", content=body, headers=from_site).status_code == 401
    bearer = {"Authorization": f"Bearer {TOKEN}"}
    assert shared.post("/api/articles", content=body, headers=from_site | bearer).json()["added"] == 1
    other = from_site | bearer | {"Origin": "https://other.example"}
    assert shared.post("/api/articles", content=body, headers=other).status_code == 403


def test_every_site_may_read_where_that_is_said(path: Path):
    with TestClient(create_app(path, origins=["*"]), base_url="http://localhost") as client:
        assert allowed(client.get("/api/counts", headers={"Origin": "https://any.example"})) == "*"
        assert allowed(client.get("/", headers={"Origin": "https://any.example"})) is None


@pytest.mark.parametrize("origin", ["friends.example", "https://friends.example/path", "ftp://friends.example"])
def test_a_site_is_named_as_browsers_name_it(origin: str):
    result = CliRunner().invoke(cli, ["serve", "--ledger", "none.sqlite", "--allow-origin", origin])
    assert result.exit_code == 2
    assert "is not a site; write https://example.org" in result.output


def test_a_browser_on_another_site_reads_the_api(chromium: Any, path: Path):
    # Two ports are two sites to a browser.
    with served(create_app(path)) as elsewhere:
        site = f"http://127.0.0.1:{elsewhere}"
        with served(create_app(path, origins=[site])) as port:
            page = chromium.new_page(bypass_csp=True)
            page.goto(f"{site}/help")
            fetch = f"fetch('http://127.0.0.1:{port}/api/counts').then(a => a.json()).then(a => a.articles)"
            assert page.evaluate(fetch) >= 7
            page.close()
        with served(create_app(path)) as port:
            page = chromium.new_page(bypass_csp=True)
            page.goto(f"{site}/help")
            fetch = f"fetch('http://127.0.0.1:{port}/api/counts').then(() => 'read', () => 'refused')"
            assert page.evaluate(fetch) == "refused"
            page.close()


# The page of the API


def test_the_page_of_the_api_tells_all_of_it_and_loads_nothing_from_elsewhere(client: TestClient):
    shown = client.get("/help/api").text
    document = client.get("/openapi.json").json()
    for address, ways in document["paths"].items():
        for way in ways:
            assert f"{way.upper()} {address}</h2>" in shown
    for name, shape in document["components"]["schemas"].items():
        if "properties" in shape and not name.startswith("PageOf"):
            assert f'id="s-{name}"' in shown, name
    assert re.findall(r'(?:src|href)="(?:https?:)?//[^"]*"', shown) == []
    assert len(shown) < 200_000


def test_what_the_page_of_the_api_tries_answers(client: TestClient):
    examples = re.findall(r'<p><a href="(/[^"]+)">', client.get("/help/api").text)
    assert len(examples) > 8
    for address in examples:
        assert client.get(address.replace("&amp;", "&")).status_code == 200, address


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("address", ["/help/api", "/subscribe?name=Varga"])
def test_the_pages_fit_and_are_accessible(chromium: Any, room: Room, axe: str, address: str, width: int, scheme: str):
    context = context_of(chromium, room, color_scheme=scheme, bypass_csp=True)
    page = context.new_page()
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(address)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.evaluate(axe)
    found = page.evaluate("axe.run()")["violations"]
    assert [one["id"] for one in found if one["impact"] in ("serious", "critical")] == []
    context.close()
