"""Inputs made to exhaust or to escape: packed bombs, entity bombs, addresses that lead inside."""

from __future__ import annotations

import gzip
import io
import re
import socket
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest

from reportedly.article import Article, Unread
from reportedly.errors import FetchError
from reportedly.intake import Options, articles
from reportedly.intake.fetch import Fetcher

LAUGHS = "<!DOCTYPE x [<!ENTITY a0 'lol'>{}]>".format(
    "".join(f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 12))
)
OUTSIDE = "<!DOCTYPE x [<!ENTITY a11 SYSTEM 'file:///etc/passwd'><!ENTITY % p SYSTEM 'http://127.0.0.1:1/p'> %p;]>"
RSS = (
    "<rss version='2.0'><channel><title>P</title><item><title>t &a11;</title>"
    "<description>d &a11;</description></item></channel></rss>"
)
ATOM = (
    "<feed xmlns='http://www.w3.org/2005/Atom'><title>P</title><entry><title>t &a11;</title>"
    "<summary>d &a11;</summary></entry></feed>"
)
PAGE = "<html><head><title>t &a11;</title></head><body><article><h1>t</h1><p>d &a11; told.</p></article></body></html>"


def run_bounded(code: str, *args: str, memory_mb: int = 1500, timeout_s: int = 120) -> str:
    """What a process prints that has so much memory and time: a bomb that goes off fails the test, not the machine."""
    limit = f"import resource; resource.setrlimit(resource.RLIMIT_AS, ({memory_mb} << 20, {memory_mb} << 20))\n"
    done = subprocess.run(
        [sys.executable, "-c", limit + code, *args], capture_output=True, text=True, timeout=timeout_s, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout


READ = """
import sys
from reportedly.article import Unread
from reportedly.intake import articles
for item in articles(sys.argv[1:]):
    print(f"unread {item.reason}" if isinstance(item, Unread) else f"read {len(item.text)} {item.text[:300]!r}")
"""


@pytest.mark.parametrize("doctype", [LAUGHS, OUTSIDE], ids=["laughs", "outside"])
@pytest.mark.parametrize("body", [RSS, ATOM, PAGE], ids=["rss", "atom", "page"])
def test_entities_neither_swell_nor_reach_outside(tmp_path: Path, doctype: str, body: str) -> None:
    path = tmp_path / ("page.html" if body is PAGE else "feed.xml")
    path.write_text(f"<?xml version='1.0'?>{doctype}{body}", encoding="utf-8")
    told = run_bounded(READ, str(path)).splitlines()
    assert len(told) == 1
    assert "root:" not in told[0]
    assert len(told[0]) < 1000


def archive_of(path: Path, page: bytes) -> Path:
    """An archive of the web with one answer of a server."""
    head = (
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://a.example/\r\n"
        "WARC-Date: 2026-03-02T00:00:00Z\r\nWARC-Record-ID: <urn:uuid:1>\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(page)}\r\n\r\n"
    )
    path.write_bytes(head.encode() + page + b"\r\n\r\n")
    return path


def test_entities_in_an_archive_of_the_web(tmp_path: Path) -> None:
    page = f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n{LAUGHS}{PAGE}".encode()
    path = archive_of(tmp_path / "a.warc", page)
    (told,) = run_bounded(READ, str(path)).splitlines()
    assert len(told) < 1000


def bomb(n_bytes: int, *, start: bytes = b"", layers: int = 1) -> bytes:
    """So many letters, packed once or more."""
    data = start + b"a" * n_bytes
    for _ in range(layers):
        data = gzip.compress(data)
    return data


@pytest.mark.parametrize(
    "data",
    [
        bomb(100_000_000, start=b"<rss version='2.0'><channel><item><title>t</title>"),
        bomb(100_000_000, start=b"<html><body><p>t</p>"),
        bomb(100_000_000, start=b'{"text": "'),
        bomb(100_000_000, start=b"<html>", layers=2),
    ],
    ids=["feed", "page", "lines", "twice"],
)
def test_packed_bombs_are_refused(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "bomb.gz"
    path.write_bytes(data)
    told = run_bounded(READ, str(path), memory_mb=900).splitlines()
    assert told
    assert all(
        re.match("unread (it is larger than|the gzip file decompresses to far more|the line is)", x) for x in told
    )


def test_a_packed_bomb_in_an_archive_of_the_web(tmp_path: Path) -> None:
    page = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\n\r\n" + bomb(100_000_000)
    path = archive_of(tmp_path / "a.warc", page)
    assert run_bounded(READ, str(path), memory_mb=900) == "unread the page is larger than 48,000,000 bytes\n"


def test_zip_archives_are_not_unpacked(tmp_path: Path) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("../../feed.xml", bytes(10_000_000))
    path = tmp_path / "feed.zip"
    path.write_bytes(packed.getvalue())
    (unread,) = articles([str(path)])
    assert isinstance(unread, Unread)
    assert unread.reason == "it is a ZIP archive or office document, not text"


# --- addresses that lead inside


INSIDE = [
    "http://127.0.0.1/", "http://127.1/", "http://2130706433/", "http://0x7f000001/", "http://0177.0.0.1/",
    "http://0/", "http://[::]/", "http://[::1]/", "http://[::ffff:127.0.0.1]/", "http://[::ffff:7f00:1]/",
    "http://[::127.0.0.1]/", "http://[64:ff9b::127.0.0.1]/", "http://[64:ff9b:1::127.0.0.1]/",
    "http://[2002:7f00:1::]/", "http://[fe80::1%25lo]/", "http://[fc00::1]/", "http://[fec0::1]/",
    "http://10.0.0.1/", "http://172.16.0.1/", "http://192.168.0.1/", "http://100.64.0.1/", "http://198.18.0.1/",
    "http://169.254.169.254/latest/meta-data/", "http://[fd00:ec2::254]/", "http://255.255.255.255/",
    "http://post.example@127.0.0.1/", "http://post.example:80@127.0.0.1:80/", "http://127.0.0.1#@post.example/",
    "http://127.0.0.1?@post.example/", "http://LOCALHOST/", "http://localhost./", "http://①②⑦.0.0.1/",
    "http://127。0。0。1/",
]  # fmt: skip


@pytest.mark.parametrize("url", INSIDE)
def test_addresses_of_this_machine_are_refused_however_they_are_written(url: str) -> None:
    with Fetcher() as fetcher:
        for send in (lambda: fetcher.fetch(url), lambda: fetcher.post(url, b"{}", headers={})):
            with pytest.raises(FetchError) as caught:
                send()
            assert re.search("an address of this machine or a private network|no such host", caught.value.reason)


def test_a_name_is_refused_if_any_of_its_addresses_is_private(monkeypatch: pytest.MonkeyPatch) -> None:
    def resolve(*_: Any, **__: Any) -> list[Any]:
        numbers = ("93.184.216.34", "10.0.0.7")
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (number, 80)) for number in numbers]

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    with Fetcher() as fetcher, pytest.raises(FetchError) as caught:
        fetcher.fetch("http://rebind.example/feed")
    assert caught.value.reason == "rebind.example is an address of this machine or a private network (10.0.0.7)"


@pytest.mark.parametrize("url", ["file:///etc/passwd", "ftp://a.example/", "gopher://a.example/", "unix:/run/x"])
def test_only_http_is_spoken(url: str) -> None:
    with Fetcher() as fetcher:
        for send in (lambda: fetcher.fetch(url), lambda: fetcher.post(url, b"", headers={})):
            with pytest.raises(FetchError, match="not an http or https address"):
                send()


def test_a_feed_cannot_make_this_machine_fetch_from_itself(tmp_path: Path) -> None:
    items = "".join(f"<item><title>t</title><link>{url}</link></item>" for url in INSIDE[:20])
    path = tmp_path / "feed.xml"
    path.write_text(f"<rss version='2.0'><channel>{items}</channel></rss>", encoding="utf-8")
    found = list(articles([str(path)], options=Options(with_pages=True)))
    assert [item for item in found if isinstance(item, Article)] == []
    assert all("private network" in str(item) or "no such host" in str(item) for item in found)
