"""The API: the same answers as in Python, described truly, never a 500 whatever is asked."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from pydantic import BaseModel
from starlette.testclient import TestClient

from reportedly import Ledger
from reportedly.ledger import EventFilter, StatementFilter
from reportedly.ledger.events.outlook import open_of
from reportedly.web import record_shapes, shapes, written_shapes
from reportedly.web.app import create_app
from tests.ledger.stories import SUMMIT, VISIT, Told, article

TOKEN = "a token, not the other"
CONTRADICTED = article(
    "Adriapress",
    "2026-03-05",
    Told(words="the summit will take place on 20 March", status="scheduled", type="summit",
         who=("Jonas Lund", "Petra Orr"), what="Leaders of the Drava states meet in Port Oster", place="Port Oster",
         when="2026-03-20", chain=("Jonas Lund",)),
    quotes=[("Jonas Lund", "The summit goes ahead")],
)  # fmt: skip
QUOTES = (
    article(
        "Harbour Post",
        "2026-03-04",
        text="The bridge over the Drava has been closed since the floods of last spring, when two piers gave way.",
        quotes=[("Ivo Marić", "We will build the bridge first, and then the road to the harbour")],
        id="harbour/quotes one",
    ),
    article(
        "Norland News",
        "2026-03-05",
        text="The bridge over the Drava has been closed since the floods of last spring, when two piers gave way.",
        quotes=[("Ivo Marić", "We will build the bridge first, and only then the road to the harbour")],
    ),
)
PUT_OFF = article(
    "Harbour Post",
    "2026-03-05",
    Told(words="the summit was cancelled", status="cancelled", type="summit", who=("Jonas Lund", "Petra Orr"),
         what="Leaders of the Drava states meet in Port Oster", place="Port Oster", when="2026-03-20",
         chain=("Petra Orr",)),
)  # fmt: skip


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("api") / "news.sqlite"
    with Ledger(path) as ledger:
        ledger.add_all((*VISIT, SUMMIT, PUT_OFF, CONTRADICTED, *QUOTES))
    return path


@pytest.fixture(scope="module")
def app(path: Path) -> FastAPI:
    return create_app(path, token=TOKEN)


@pytest.fixture(scope="module")
def client(app: FastAPI) -> Iterator[TestClient]:
    with TestClient(app, base_url="http://localhost", raise_server_exceptions=False) as client:
        yield client


@pytest.fixture
def book(path: Path) -> Iterator[Ledger]:
    with Ledger(path) as ledger:
        yield ledger


def problem_of(answer: Any, status: int) -> str:
    """The detail of an error, which is one of RFC 9457."""
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    problem = answer.json()
    shapes.Problem.model_validate(problem)
    assert problem["status"] == status
    return str(problem["detail"])


# The same names and fields


def check_shape(shape: type[BaseModel], value: dict[str, Any]) -> None:
    """That a shape has exactly the fields of an answer, those of its parts too, and takes it as it is."""
    assert shape.model_validate(value, strict=False).model_dump(mode="json") == value


def opened(book: Ledger, events: Iterable[Any]) -> list[dict[str, Any]]:
    """Events as the API tells them: with whether they are open."""
    return [event.to_dict() | {"open": open_of(event, book.newest_day())} for event in events]


def test_answers_are_those_of_python_in_the_shapes_that_are_described(client: TestClient, book: Ledger):
    visit = book.find_events(EventFilter(type="visit")).items[0]
    summit = book.find_events(EventFilter(type="summit")).items[0]
    article_id = book.articles()[0].id
    quoted = QUOTES[0].article.id
    lists: dict[str, tuple[type[BaseModel], list[dict[str, Any]]]] = {
        "/api/events": (shapes.Summary, opened(book, book.find_events().items)),
        "/api/events?order=date": (shapes.Summary, opened(book, book.find_events(order="date").items)),
        f"/api/events/{visit.id}/history": (shapes.Change, [c.to_dict() for c in book.event_history(visit.id)]),
        "/api/changes": (shapes.Change, [c.to_dict() for c in book.changes().items]),
        f"/api/changes?event={summit.id}": (shapes.Change, [c.to_dict() for c in book.changes(event=summit.id).items]),
        "/api/articles": (shapes.Article, [a.to_dict() for a in book.articles_page().items]),
        f"/api/articles/{quoted}/shared": (shapes.Shared, [s.to_dict() for s in book.shared(quoted)]),
        f"/api/articles/{article_id}/events": (shapes.Summary, opened(book, book.events_of(article_id))),
        "/api/statements": (
            shapes.Statement,
            [s.to_dict() for s in book.search(StatementFilter(), located=True).items],
        ),
        "/api/names": (shapes.Name, [n.to_dict() for n in book.names().items]),
        "/api/conflicts": (
            shapes.ConflictOfEvent,
            [{"event": e.id, "what": e.what, "shown": True} | c.to_dict() for e, c in book.conflicts_page().items],
        ),
        "/api/drift": (shapes.Utterance, [u.to_dict() for u in book.drift_page().items]),
        "/api/echoes": (shapes.Echo, [e.to_dict() for e in book.echoes_page().items]),
        "/api/origins": (shapes.Origin, [o.to_dict() for o in book.origins()]),
    }
    for address, (shape, expected) in lists.items():
        answer = client.get(address)
        assert answer.status_code == 200, address
        assert answer.json()["items"] == expected, address
        assert expected, f"{address}: the story should have one"
        for item in expected:
            check_shape(shape, item)
    single: dict[str, tuple[type[BaseModel], dict[str, Any]]] = {
        f"/api/events/{summit.id}": (shapes.Event, opened(book, [book.event(summit.id)])[0]),
        f"/api/articles/{quoted}": (record_shapes.Record, book.record(quoted).to_dict()),
        "/api/names/Ivo Marić": (
            shapes.Profile,
            book.profile("Ivo Marić").to_dict() | {"events": opened(book, book.profile("Ivo Marić").events)},
        ),
        "/api/counts": (shapes.Counts, book.counts().to_dict()),
    }
    for address, (shape, expected_one) in single.items():
        assert client.get(address).json() == expected_one, address
        check_shape(shape, expected_one)
    event = book.event(summit.id).to_dict()
    check_shape(shapes.Report, event["reports"][0])
    check_shape(shapes.Conflict, event["conflicts"][0])
    assert set(client.get("/api/statements").json()) == {"items", "next", "facets"}
    origins = client.get("/api/origins?events=1").json()
    assert set(origins) == {"items", "next", "events", "of_events"}
    assert (origins["events"], origins["of_events"]) == (1, len(book.events()))


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("name=varga", ["Elena Varga visits Norland"]),
        ("type=summit", ["Leaders of the Drava states meet in Port Oster"]),
        ("place=oster&status=cancelled", ["Leaders of the Drava states meet in Port Oster"]),
        ("since=2026-03-13", ["Leaders of the Drava states meet in Port Oster"]),
        ("as_of=2026-03-02", ["Elena Varga visits Norland"]),
        ("words=&name=", ["Elena Varga visits Norland", "Leaders of the Drava states meet in Port Oster"]),
    ],
)
def test_filters(client: TestClient, query: str, names: list[str]):
    assert [event["what"] for event in client.get(f"/api/events?{query}").json()["items"]] == names


@pytest.mark.parametrize("address", ["events", "changes", "articles", "statements", "names", "origins"])
def test_pages_follow_one_another_without_gap_or_repeat(client: TestClient, address: str):
    whole = client.get(f"/api/{address}?limit=200").json()
    assert whole["next"] is None
    items, cursor = [], ""
    while cursor is not None:
        page = client.get(f"/api/{address}", params={"limit": 1} | ({"cursor": cursor} if cursor else {})).json()
        items += page["items"]
        cursor = page["next"]
    assert items == whole["items"]
    assert len(items) > 1


def test_ids_with_slashes_and_spaces(client: TestClient):
    assert client.get("/api/articles/harbour/quotes one").json()["outlet"] == "Harbour Post"
    assert client.get("/api/articles/harbour%2Fquotes%20one/shared").json()["items"][0]["first"] is False


# ETags


@pytest.mark.parametrize("address", ["/api/events", "/api/counts", "/api/origins", "/calendar.ics", "/changes.atom"])
def test_what_has_not_changed_is_not_sent_again(client: TestClient, address: str):
    first = client.get(address)
    tag = first.headers["etag"]
    assert tag.startswith('"')
    for sent in (tag, f'"other", {tag}', f"W/{tag}", "*"):
        again = client.get(address, headers={"If-None-Match": sent})
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    assert client.get(address, headers={"If-None-Match": '"other"'}).content == first.content
    assert client.get(address + "?as_of=2026-03-03").headers["etag"] != tag


def test_a_new_article_and_a_ruling_change_the_tag(tmp_path: Path):
    with Ledger(tmp_path / "news.sqlite") as ledger:
        ledger.add_all(VISIT)
        client = TestClient(create_app(tmp_path / "news.sqlite"), base_url="http://localhost")
        tags = [client.get("/api/events").headers["etag"]]
        ledger.add(SUMMIT)
        tags.append(client.get("/api/events").headers["etag"])
        visit, summit = (event.id for event in ledger.events())
        ledger.merge(visit, summit)
        tags.append(client.get("/api/events").headers["etag"])
    assert len(set(tags)) == 3


def test_what_is_not_there_is_not_unchanged(client: TestClient):
    problem_of(client.get("/api/events/none", headers={"If-None-Match": "*"}), 404)


# Errors


@pytest.mark.parametrize(
    ("address", "status", "told"),
    [
        ("/api/nothing", 404, "There is nothing at /api/nothing."),
        ("/api", 404, "There is nothing at /api."),
        ("/api/events/none", 404, "no event 'none'."),
        ("/api/events/none/history", 404, "no event 'none'."),
        ("/api/articles/none", 404, "no article 'none'."),
        ("/event/none.ics", 404, "no event 'none'."),
        ("/event/none.jsonld", 404, "no event 'none'."),
        ("/api/events?as_of=2026-02-30", 400, "as_of: '2026-02-30' is not a day; write YYYY-MM-DD."),
        ("/api/events?cursor=x", 400, "not a cursor of this list: 'x'. Use `next` of the previous page."),
        ("/api/events?limit=0", 400, "limit: Input should be greater than or equal to 1."),
        ("/api/statements?stance=sings", 400, None),
        ("/calendar.ics?since=0000-00-00", 400, "since: '0000-00-00' is not a day; write YYYY-MM-DD."),
    ],
)
def test_errors_tell_what_is_wrong(client: TestClient, address: str, status: int, told: str | None):
    detail = problem_of(client.get(address), status)
    if told is not None:
        assert detail == told


@pytest.mark.parametrize(
    "value", ["%00", "%ed%a0%80", "9" * 5000, "-1", "1e9", "٢٠٢٦-٠٣-٠٤", "2026-3-4", "'; drop table"]
)
@pytest.mark.parametrize("name", ["limit", "as_of", "since", "cursor", "words", "type", "conflict", "name"])
def test_odd_values_are_refused_or_answered(client: TestClient, name: str, value: str):
    for address in ("/api/events", "/api/changes", "/calendar.ics", "/api/statements", "/api/names"):
        answer = client.get(f"{address}?{name}={value}")
        assert answer.status_code == 200 or problem_of(answer, 400)


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
def test_other_methods_are_told_which_are_possible(client: TestClient, method: str):
    answer = client.request(method, "/api/counts")
    assert problem_of(answer, 405) == f"{method} is not allowed here. Allowed: GET, HEAD."
    assert answer.headers["allow"] == "GET, HEAD"
    assert client.put("/api/articles").headers["allow"] == "GET, HEAD, POST"


def test_head_has_the_headers_of_get(client: TestClient):
    for address in ("/api/events", "/calendar.ics", "/changes.atom"):
        head, get = client.head(address), client.get(address)
        assert (head.status_code, head.headers["etag"]) == (200, get.headers["etag"])


def test_a_fault_of_ours_tells_nothing_of_the_inside(path: Path, monkeypatch: pytest.MonkeyPatch):
    def fails(self: Ledger) -> None:
        raise RuntimeError("inner secret")

    monkeypatch.setattr(Ledger, "counts", fails)
    with TestClient(create_app(path), base_url="http://localhost", raise_server_exceptions=False) as client:
        detail = problem_of(client.get("/api/counts"), 500)
    assert "secret" not in detail


def test_a_ledger_that_cannot_be_read_is_told_without_where_it_lies(tmp_path: Path):
    path = tmp_path / "news.sqlite"
    with Ledger(path) as ledger:
        ledger.add_all(VISIT)
    with TestClient(create_app(path), base_url="http://localhost", raise_server_exceptions=False) as client:
        path.write_bytes(b"x" * path.stat().st_size)
        for left in path.parent.glob("news.sqlite-*"):
            left.unlink()
        answer = client.get("/api/counts")
    assert str(tmp_path) not in problem_of(answer, 503)
    assert answer.headers["retry-after"]


# Adding

STORY = {
    "text": "President Elena Varga will not visit Norland on 12 March, Jo Lund told Adriapress.",
    "published": "2026-03-07",
    "outlet": "Harbour Post",
}


@pytest.fixture
def own(tmp_path: Path) -> Iterator[TestClient]:
    """A server of a ledger of its own, to which may be added."""
    Ledger(tmp_path / "own.sqlite").close()
    with TestClient(create_app(tmp_path / "own.sqlite", token=TOKEN), base_url="http://localhost") as client:
        yield client


def post(client: TestClient, body: Any, *, token: str | None = TOKEN, kind: str = "application/json") -> Any:
    headers = {"Content-Type": kind} | ({"Authorization": f"Bearer {token}"} if token else {})
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    return client.post("/api/articles", content=content, headers=headers)


def test_an_article_is_read_and_added_once(own: TestClient):
    before = own.get("/api/counts").headers["etag"]
    first, again = post(own, STORY), post(own, [STORY])
    assert first.status_code == 200
    (item,) = first.json()["items"]
    assert (item["added"], first.json()["added"], first.json()["known"]) == (True, 1, 0)
    assert again.json() == {"items": [{"id": item["id"], "added": False}], "added": 0, "known": 1, "unread": []}
    assert own.get(f"/api/articles/{item['id']}").json()["text"] == STORY["text"]
    assert own.get("/api/counts").headers["etag"] != before
    for answer in (first, again):
        written_shapes.Added.model_validate(answer.json())


def test_one_bad_article_does_not_end_the_others(own: TestClient):
    lines = b"\n".join([json.dumps(STORY).encode(), b'{"text": 1}', b"not json"])
    answer = post(own, lines, kind="application/x-ndjson").json()
    assert answer["added"] == 1
    assert [(u["source"], u["reason"].partition(":")[0]) for u in answer["unread"]] == [
        ("body, line 2", "`text` is not a string"),
        ("body, line 3", "not JSON"),
    ]


@pytest.mark.parametrize("token", [None, "", "another", TOKEN + "x", TOKEN[:-1], "é"])
def test_without_the_token_nothing_is_taken(own: TestClient, token: str | None):
    headers = {"Content-Type": "application/json"}
    if token is not None:
        headers["Authorization"] = f"Bearer {token}"
    sent = {name: value.encode("utf-8") for name, value in headers.items()}
    answer = own.post("/api/articles", content=json.dumps(STORY), headers=sent)
    assert problem_of(answer, 401) == "Send the header `Authorization: Bearer TOKEN`."
    assert answer.headers["www-authenticate"].startswith("Bearer")
    assert own.get("/api/counts").json()["articles"] == 0


def test_a_server_without_a_token_takes_nothing(path: Path):
    with TestClient(create_app(path), base_url="http://localhost") as client:
        assert problem_of(post(client, STORY), 403).startswith("This server accepts no articles.")
        assert problem_of(post(client, STORY, token=""), 403)


@pytest.mark.parametrize(
    ("body", "kind", "status", "told"),
    [
        (b"", "application/json", 400, "There is no article in it."),
        (b"{", "application/json", 400, "body: not JSON"),
        (b"[]", "application/json", 400, "body: the JSON array is empty."),
        (b'{"title": "x"}', "application/json", 400, "body, line 1: `text` is missing."),
        (b'{"text": "   "}', "application/json", 400, "body, line 1: `text` is empty."),
        (b'{"text": "x", "published": "never"}', "application/json", 400, "body, line 1: `published` is not a date"),
        (b"[" * 100_000, "application/json", 400, "body: not JSON: nested too deeply"),
        (b'{"text": "x", "id": ' + b"9" * 5000 + b"}", "application/json", 400, "body, line 1: not JSON"),
        (b"text=x", "application/x-www-form-urlencoded", 415, "Send application/json"),
        (b'{"text": "' + b"x" * 2_000_000 + b'"}', "application/json", 413, "At most 2,000,000 bytes at a time."),
        (b'{"text": "x"}\n' * 201, "application/x-ndjson", 413, "At most 200 articles at a time; these are 201."),
    ],
    ids=lambda value: value[:20] if isinstance(value, bytes) else None,
)
def test_what_cannot_be_taken_is_told(own: TestClient, body: bytes, kind: str, status: int, told: str):
    assert problem_of(post(own, body, kind=kind), status).startswith(told)


def test_odd_characters_are_taken(own: TestClient):
    answer = post(
        own, b'{"text": "\\ud800 It \\u0000 was put off, she said.", "outlet": "\\udfff", "id": "\\ud800/\\n"}'
    )
    (item,) = answer.json()["items"]
    for address in ("/api/articles", "/api/statements", "/api/events", "/calendar.ics", "/changes.atom"):
        assert own.get(address).status_code == 200
    assert own.get("/api/articles").json()["items"][0]["id"] == item["id"]


# The description


def test_the_description_tells_every_address_and_its_errors(client: TestClient):
    described = client.get("/openapi.json").json()
    assert set(described["paths"]) >= {
        "/api/events", "/api/events/{id}", "/api/events/{id}/history", "/api/changes", "/api/articles",
        "/api/articles/{id}", "/api/articles/{id}/shared", "/api/statements", "/api/names", "/api/names/{name}",
        "/api/conflicts", "/api/drift", "/api/echoes", "/api/origins", "/api/counts", "/calendar.ics",
        "/changes.atom", "/event/{id}.ics", "/event/{id}.jsonld",
    }  # fmt: skip
    ids = [operation["operationId"] for path in described["paths"].values() for operation in path.values()]
    assert len(ids) == len(set(ids))
    for path, operations in described["paths"].items():
        for operation in operations.values():
            assert "422" not in operation["responses"], path
            assert "application/problem+json" in operation["responses"]["400"]["content"], path
    assert described["paths"]["/api/articles"]["post"]["security"] == [{"HTTPBearer": []}]
    assert "HTTPValidationError" not in described["components"]["schemas"]
