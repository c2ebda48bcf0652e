"""What the reading room refuses, and that nothing of a hostile article runs in a real browser."""

from __future__ import annotations

import asyncio
import http.client
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import uvicorn
from fastapi import FastAPI, Request, Response

from reportedly.web.security import Bounds, guard


@contextmanager
def served(app: Any) -> Iterator[int]:
    """The port of loopback on which an application is served."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        server = uvicorn.Server(uvicorn.Config(app, log_level="critical", server_header=False))
        thread = threading.Thread(target=lambda: asyncio.run(server.serve([listening])), daemon=True)
        thread.start()
        deadline = time.monotonic() + 30
        while not server.started and time.monotonic() < deadline:
            time.sleep(0.01)
        try:
            yield listening.getsockname()[1]
        finally:
            server.should_exit = True
            thread.join(30)


def ask(port: int, path: str, *, method: str = "GET", body: Any = None, **headers: str) -> tuple[int, str, Any]:
    """(status, text, headers) of one request, sent as it is written; `Host_` names another host."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    named = {name.replace("_", "-").strip("-"): value for name, value in headers.items()}
    try:
        connection.putrequest(method, path, skip_host="Host" in named, skip_accept_encoding=True)
        for name, value in named.items():
            connection.putheader(name, value)
        if isinstance(body, bytes):
            connection.putheader("Content-Length", str(len(body)))
        connection.endheaders(body if isinstance(body, bytes) else None)
        answer = connection.getresponse()
        return answer.status, answer.read().decode("utf-8", "replace"), answer.headers
    finally:
        connection.close()


def small_app() -> FastAPI:
    """An application with the faults that a guard must hold."""
    app = FastAPI()

    @app.get("/")
    def home() -> str:
        return "home"

    @app.get("/fails")
    def fails() -> str:
        raise RuntimeError("inner secret")

    @app.get("/split")
    def split(name: str) -> Response:
        return Response("x", headers={"Content-Disposition": f"attachment; filename={name}"})

    @app.post("/length")
    async def length(request: Request) -> int:
        return len(await request.body())

    @app.post("/parsed")
    def parsed(value: dict[str, Any]) -> int:
        return len(value)

    guard(app, hosts=["room.example"], bounds=Bounds(body=100_000))
    return app


@pytest.fixture(scope="module")
def guarded() -> Iterator[int]:
    with served(small_app()) as port:
        yield port


@pytest.mark.parametrize("path", ["/", "/none", "/fails", "/split?name=a%0d%0aX-Own:1"])
def test_every_answer_carries_the_policy(guarded: int, path: str) -> None:
    _, text, headers = ask(guarded, path)
    policy = dict(part.split(" ", 1) for part in headers["Content-Security-Policy"].split("; "))
    assert policy["default-src"] == policy["base-uri"] == policy["frame-ancestors"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == policy["form-action"] == "'self'"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["Cross-Origin-Opener-Policy"] == headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "inner secret" not in text


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("localhost", 200), ("127.0.0.1:80", 200), ("[::1]:8321", 200), ("192.168.0.7", 200), ("ROOM.example.", 200),
        ("evil.example", 421), ("localhost.evil.example", 421), ("127.0.0.1.nip.io", 421), ("room.example.org", 421),
        ("evil.example@localhost", 400), ("localhost/evil.example", 400), ("", 400), ("[::1", 400), ("a:b", 400),
    ],
)  # fmt: skip
def test_only_known_hosts_are_answered(guarded: int, host: str, status: int) -> None:
    answered, text, _ = ask(guarded, "/", Host=host)
    assert answered == status
    if status == 421:
        assert text == f"421 Misdirected Request. This site is not known as {host}. " + (
            "Name it with --allow-host if it should be.\n"
        )


def test_a_header_cannot_be_split(guarded: int) -> None:
    status, text, headers = ask(guarded, "/split?name=a%0d%0aX-Own:%20yes%0d%0a%0d%0a<script>")
    assert (status, headers["X-Own"]) == (500, None)
    assert text == "500 Internal Server Error. An answer with a broken header was held back.\n"


@pytest.mark.parametrize("path", ["/%00", "/a%0d%0aSet-Cookie:x", "/%2e%2e/etc/passwd", "/a/..%2f..", "/%5c..%5cx"])
def test_odd_paths_are_refused(guarded: int, path: str) -> None:
    assert ask(guarded, path)[0] == 400


def test_long_addresses_are_refused(guarded: int) -> None:
    assert ask(guarded, "/" + "a" * 2_000)[0] == 414
    assert ask(guarded, "/?q=" + "a" * 8_000)[0] == 414
    assert ask(guarded, "/?q=" + "a" * 7_000)[0] == 200


def chunks(n_bytes: int) -> bytes:
    """A body without a length, in pieces."""
    piece = b"1000\r\n" + b"x" * 4096 + b"\r\n"
    return piece * (n_bytes // 4096) + b"0\r\n\r\n"


@pytest.mark.parametrize("path", ["/length", "/parsed"])
def test_a_body_is_bounded_with_and_without_a_length(guarded: int, path: str) -> None:
    told = "413 Content Too Large. The request holds more than 100,000 bytes.\n"
    assert ask(guarded, path, method="POST", body=b"x" * 100_001)[:2] == (413, told)
    with socket.create_connection(("127.0.0.1", guarded), timeout=30) as raw:
        head = f"POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
        raw.sendall(f"{head}Transfer-Encoding: chunked\r\n\r\n".encode() + chunks(110_000))
        assert raw.recv(9999).startswith(b"HTTP/1.1 413 ")


def test_a_body_within_its_bound_is_read(guarded: int) -> None:
    assert ask(guarded, "/length", method="POST", body=b"x" * 100_000)[:2] == (200, "100000")
    with socket.create_connection(("127.0.0.1", guarded), timeout=30) as raw:
        raw.sendall(b"POST /length HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks(90_112))
        raw.shutdown(socket.SHUT_WR)
        assert b"90112" in b"".join(iter(lambda: raw.recv(9999), b""))


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"Sec_Fetch_Site": "same-origin"}, 200),
        ({"Sec_Fetch_Site": "cross-site"}, 403),
        ({"Sec_Fetch_Site": "same-site"}, 403),
        ({"Origin": "http://127.0.0.1:9"}, 200),
        ({"Origin": "http://evil.example"}, 403),
        ({"Origin": "null"}, 403),
    ],
)
def test_pages_of_other_sites_cannot_write(guarded: int, headers: dict[str, str], status: int) -> None:
    assert ask(guarded, "/length", method="POST", body=b"x", **headers)[0] == status


def test_a_refusal_under_api_is_problem_details(guarded: int) -> None:
    status, text, headers = ask(guarded, "/api/events", Host="evil.example")
    assert (status, headers["Content-Type"]) == (421, "application/problem+json")
    assert '"title": "Misdirected Request"' in text
