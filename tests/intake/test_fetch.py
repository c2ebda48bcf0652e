"""The fetcher against a server on this machine."""

from __future__ import annotations

import gzip
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from reportedly.article import Article, Unread
from reportedly.errors import FetchError
from reportedly.intake import Options, articles
from reportedly.intake.fetch import Fetcher, Limits
from tests.intake.pages import page

LIMITS = Limits(timeout_s=1, total_s=2, max_bytes=100_000, pause_s=0)


class Site(BaseHTTPRequestHandler):
    """A small site with every fault there is."""

    asked: list[str]

    def do_GET(self) -> None:
        type(self).asked.append(self.path)
        host = self.headers["Host"]
        if self.path == "/robots.txt":
            self.answer(b"User-agent: *\nDisallow: /secret\n", kind="text/plain")
        elif self.path == "/page":
            self.answer(page().encode())
        elif self.path == "/packed":
            self.answer(gzip.compress(page().encode()), packing="gzip")
        elif self.path == "/bomb":
            self.answer(gzip.compress(bytes(20_000_000)), packing="gzip")
        elif self.path == "/broken":
            self.answer(b"\x1f\x8b\x08\x00broken all through", packing="gzip")
        elif self.path == "/cut":
            self.answer(gzip.compress(page().encode())[:-40], packing="gzip")
        elif self.path == "/brotli":
            self.answer(b"x", packing="br")
        elif self.path == "/large":
            self.answer(b"x" * 200_000)
        elif self.path == "/slow":
            time.sleep(1.5)
            self.answer(b"late")
        elif self.path.startswith("/drip-head"):
            # A byte of the head now and then, each well within the time for one wait.
            self.wfile.write(b"HTTP/1.1 200 OK\r\nX-Long: ")
            for _ in range(40):
                self.wfile.write(b"x")
                time.sleep(0.2)
        elif self.path == "/hop-to-drip":
            self.redirect("/drip-head")
        elif self.path == "/drip":
            self.send_response(200)
            self.end_headers()
            for _ in range(8):
                self.wfile.write(b"x" * 100)
                time.sleep(0.4)
        elif self.path == "/hop":
            self.redirect("/page")
        elif self.path == "/round":
            self.redirect("/round")
        elif self.path == "/file":
            self.redirect("file:///etc/hostname")
        elif self.path == "/to-secret":
            self.redirect("/secret")
        elif self.path == "/feed":
            links = "".join(
                f"<item><title>{p}</title><link>http://{host}/{p}</link></item>" for p in ("page", "secret")
            )
            self.answer(f"<rss version='2.0'><channel>{links}</channel></rss>".encode(), kind="application/rss+xml")
        else:
            self.send_error(404)

    def answer(self, data: bytes, *, kind: str = "text/html", packing: str = "") -> None:
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        if packing:
            self.send_header("Content-Encoding", packing)
        self.end_headers()
        self.wfile.write(data)

    def redirect(self, where: str) -> None:
        self.send_response(302)
        self.send_header("Location", where)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    Site.asked = []
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture
def fetcher() -> Iterator[Fetcher]:
    with Fetcher(allow_private=True, limits=LIMITS) as fetcher:
        yield fetcher


@pytest.mark.parametrize("path", ["/page", "/packed", "/hop"])
def test_a_page_is_fetched(site: str, fetcher: Fetcher, path: str) -> None:
    fetched = fetcher.fetch(site + path)
    assert fetched.content.decode() == page()
    assert fetched.url == site + ("/page" if path == "/hop" else path)
    assert fetched.content_type == "text/html"


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("/secret", "the site's robots.txt does not allow it."),
        ("/to-secret", "the site's robots.txt does not allow it."),
        ("/none", "the server answered 404 Not Found."),
        ("/large", "it is larger than 100,000 bytes."),
        ("/bomb", "it is larger than 100,000 bytes."),
        ("/cut", "it ended too early. Try again later."),
        ("/brotli", "it is compressed as 'br', which was not requested."),
        ("/slow", "no answer within 1 seconds. Try again later."),
        ("/drip", "not complete within 2 seconds. Try again later."),
        ("/drip-head", "not complete within 2 seconds. Try again later."),
        ("/hop-to-drip", "not complete within 2 seconds. Try again later."),
        ("/round", "it redirects more than 5 times."),
        ("/file", "not an http or https address: file:///etc/hostname."),
    ],
)
def test_a_fetch_that_is_refused_says_why(site: str, fetcher: Fetcher, path: str, told: str) -> None:
    with pytest.raises(FetchError) as caught:
        fetcher.fetch(site + path)
    assert str(caught.value) == f"{site}{path}: {told}"


def test_broken_packing_is_told(site: str, fetcher: Fetcher) -> None:
    with pytest.raises(FetchError, match="its gzip compression is broken"):
        fetcher.fetch(f"{site}/broken")


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "localhost", "[::1]", "10.0.0.1", "192.168.1.1", "169.254.169.254", "0.0.0.0", "100.64.0.1",
     "[::ffff:127.0.0.1]", "[fe80::1]", "[64:ff9b::7f00:1]", "2130706433", "224.0.0.1"],
)  # fmt: skip
def test_private_addresses_are_refused_unless_allowed(address: str) -> None:
    with Fetcher(limits=LIMITS) as fetcher, pytest.raises(FetchError) as caught:
        fetcher.fetch(f"http://{address}/page")
    assert "is an address of this machine or a private network" in caught.value.reason
    assert caught.value.advice == "Allow those with --allow-private"


def test_a_redirect_to_a_private_address_is_refused(site: str, monkeypatch: pytest.MonkeyPatch) -> None:
    # The first hop passes as public, as a site on the open net would; the second is checked anew and does not.
    from reportedly.intake import fetch

    answers = iter([True, True])
    monkeypatch.setattr(fetch, "_is_public", lambda number: next(answers, False))
    with Fetcher(limits=LIMITS) as fetcher, pytest.raises(FetchError) as caught:
        fetcher.fetch(f"{site}/hop")
    assert caught.value.reason.startswith("127.0.0.1 is an address of this machine or a private network")


def test_robots_txt_is_asked_for_once(site: str, fetcher: Fetcher) -> None:
    Site.asked.clear()
    fetcher.fetch(f"{site}/page")
    fetcher.fetch(f"{site}/packed")
    assert Site.asked == ["/robots.txt", "/page", "/packed"]


def test_requests_to_one_host_are_spaced(site: str) -> None:
    with Fetcher(allow_private=True, limits=Limits(pause_s=0.3)) as fetcher:
        fetcher.fetch(f"{site}/page")
        start = time.monotonic()
        fetcher.fetch(f"{site}/page")
    assert time.monotonic() - start >= 0.25


def test_an_address_is_an_input_like_a_file(site: str) -> None:
    (article,) = articles([f"{site}/page"], options=Options(allow_private=True))
    assert isinstance(article, Article)
    assert (article.title, article.url) == ("Varga visit to Kenya postponed", f"{site}/page")
    (unread,) = articles([f"{site}/page"])
    assert isinstance(unread, Unread)


def test_the_pages_of_a_feed(site: str) -> None:
    article, unread = articles([f"{site}/feed"], options=Options(allow_private=True, with_pages=True))
    assert isinstance(article, Article)
    assert article.text.startswith("Varga visit to Kenya postponed\n\n")
    assert str(unread) == f"{site}/feed, entry 2, {site}/secret: the site's robots.txt does not allow it."
