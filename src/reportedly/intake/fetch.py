"""The one place that opens sockets: fetches an address politely, or says why not.

Polite: an honest user agent, robots.txt honoured, a pause between two requests to one host, bounded time, size and
redirects. Safe: only http(s), and never an address of this machine or a private network unless allowed. The
address that was checked is the address that is connected to, so a name cannot resolve differently the second time.
"""

from __future__ import annotations

import ipaddress
import re
import socket
import time
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit, urlunsplit

from reportedly.errors import FetchError

if TYPE_CHECKING:
    import httpx
    from protego import Protego

__all__ = ["Fetched", "Fetcher", "Limits", "Validators", "is_address"]

USER_AGENT = "reportedly/0.1 (+https://pypi.org/project/reportedly/)"
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_MAX_HOSTS = 32
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_GLOBAL_V6 = ipaddress.ip_network("2000::/3")
# RFC 9309, 2.4: what a robots.txt said is not to be used for longer than a day.
_ROBOTS_S = 24 * 3600.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Validators:
    """ETag and Last-Modified of an answer, to the letter (RFC 9110, 8.8); None where the server sent none."""

    etag: str | None = None
    modified: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """What was behind an address.

    Attributes:
        url: Where it was found in the end, after redirects.
        content: Its bytes, unpacked of the transfer's own packing.
        content_type: As sent, lower case, without parameters; "" where none was sent.
        charset: As declared there.
        validators: What the server gave to ask by whether it changed since.
    """

    url: str
    content: bytes
    content_type: str
    charset: str | None
    validators: Validators = Validators()


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What one fetch may cost, and how long to pause between two from one host."""

    timeout_s: float = 15.0
    total_s: float = 60.0
    max_bytes: int = 48_000_000
    max_redirects: int = 5
    pause_s: float = 0.5
    max_pause_s: float = 10.0


def is_address(text: str) -> bool:
    """Whether an input is an http(s) address and not a file."""
    return text[:8].lower().startswith(("http://", "https://"))


class Fetcher:
    """Fetches addresses. Holds connections and what robots.txt files said; close it, or use it with `with`."""

    def __init__(self, *, allow_private: bool = False, limits: Limits | None = None) -> None:
        import httpx

        from reportedly.intake.bounded import Deadline

        self._limits = limits or Limits()
        self._allow_private = allow_private
        self._robots: dict[str, tuple[float, Protego | None]] = {}
        self._last: dict[str, float] = {}
        self._clients: dict[str, httpx.Client] = {}
        self._tls = httpx.create_ssl_context(trust_env=False)
        self._deadline = Deadline()

    def _client(self, name: str) -> httpx.Client:
        """The connections to one host. As they are made by number, two hosts at one number would share them, and
        with them the certificate that was checked for the first."""
        import httpx

        from reportedly.intake.bounded import Transport

        if name not in self._clients:
            while len(self._clients) >= _MAX_HOSTS:
                self._clients.pop(next(iter(self._clients))).close()
            # trust_env: a proxy named in the environment would connect where it likes, past the check.
            self._clients[name] = httpx.Client(
                timeout=self._limits.timeout_s,
                follow_redirects=False,
                trust_env=False,
                transport=Transport(self._tls, self._deadline),
                headers={
                    "User-Agent": USER_AGENT,
                    "Accept-Encoding": "gzip",
                    "Accept": "text/html,application/xml,*/*;q=0.8",
                },
            )
        return self._clients[name]

    def __enter__(self) -> Fetcher:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections."""
        for client in self._clients.values():
            client.close()

    def fetch(self, url: str) -> Fetched:
        """What is behind an address.

        Raises:
            FetchError: It was not fetched: refused by us, by robots.txt or by the server, unreachable, too slow, too
                large or broken on the way.
        """
        fetched = self._whole(url)
        if fetched is None:
            raise FetchError(url, "the server answered 304 Not Modified to a request without validators")
        return fetched

    def fetch_if_changed(self, url: str, since: Validators) -> Fetched | None:
        """What is behind an address, or None where the server says that it is as it was.

        Args:
            url: As for `fetch`.
            since: What came with it the last time.

        Raises:
            FetchError: As `fetch`.
        """
        return self._whole(url, since=since)

    def post(self, url: str, content: bytes, *, headers: Mapping[str, str]) -> None:
        """Send some bytes to an address that the user named. Redirects that keep a POST a POST (307, 308) are
        followed, each hop checked like the first; what is answered is not read.

        Raises:
            FetchError: It did not get there, or was not taken.
        """
        here = url
        self._deadline.at = time.monotonic() + self._limits.total_s
        for _ in range(self._limits.max_redirects + 1):
            if not is_address(here):
                raise FetchError(url, f"not an http or https address: {here[:100]}")
            location = self._post(here, content, headers, asked=url)
            if location is None:
                return
            here = location
        raise FetchError(url, f"it redirects more than {self._limits.max_redirects} times")

    def _post(self, url: str, content: bytes, headers: Mapping[str, str], *, asked: str) -> str | None:
        """One POST: None where it was taken, or where it sends us."""
        target, host, extensions = self._checked(url, asked=asked)
        with (
            self._told(asked),
            self._client(host).stream(
                "POST", target, content=content, headers={**headers, "Host": host}, extensions=extensions
            ) as response,
        ):
            if response.status_code in (307, 308) and (location := response.headers.get("location")):
                return urljoin(url, str(location))
            if not 200 <= response.status_code < 300:
                raise _refused(asked, response)
            return None

    def _whole(self, url: str, *, since: Validators | None = None) -> Fetched | None:
        """All of a fetch by one deadline: robots.txt files, pauses and redirects."""
        self._deadline.at = time.monotonic() + self._limits.total_s
        return self._follow(url, check_robots=True, since=since)

    def _follow(self, url: str, *, check_robots: bool, since: Validators | None = None) -> Fetched | None:
        here = url
        for _ in range(self._limits.max_redirects + 1):
            if not is_address(here):
                raise FetchError(url, f"not an http or https address: {here[:100]}")
            if check_robots:
                self._check_robots(here, asked=url)
            answer = self._get(here, asked=url, since=since or Validators())
            if not isinstance(answer, str):
                return answer
            here = answer
        raise FetchError(url, f"it redirects more than {self._limits.max_redirects} times")

    def _get(self, url: str, *, asked: str, since: Validators) -> Fetched | str | None:
        """One request: what it brought, where it sends us, or None where nothing changed."""
        target, host, extensions = self._checked(url, asked=asked)
        headers = {"Host": host}
        if since.etag:
            headers["If-None-Match"] = since.etag
        if since.modified:
            headers["If-Modified-Since"] = since.modified
        with (
            self._told(asked),
            self._client(host).stream("GET", target, headers=headers, extensions=extensions) as response,
        ):
            if response.status_code == 304:
                return None
            if response.status_code in _REDIRECTS:
                location = response.headers.get("location")
                if not location:
                    raise FetchError(asked, "it redirects to nowhere")
                return urljoin(url, str(location))
            if response.status_code >= 400:
                raise _refused(asked, response)
            content = self._read(response, asked=asked)
        kind = response.headers.get("content-type", "")
        return Fetched(
            url=url,
            content=content,
            content_type=kind.split(";")[0].strip().lower(),
            charset=response.charset_encoding,
            validators=Validators(
                etag=_short(response.headers.get("etag")), modified=_short(response.headers.get("last-modified"))
            ),
        )

    @contextmanager
    def _told(self, asked: str) -> Iterator[None]:
        """What the libraries raise, as errors of ours."""
        import httpcore
        import httpx

        try:
            yield
        except (httpx.TimeoutException, httpcore.TimeoutException):
            if self._deadline.has_passed():
                raise self._too_late(asked) from None
            raise FetchError(asked, f"no answer within {self._limits.timeout_s:g} seconds", "Try again later") from None
        except (
            httpx.HTTPError,
            httpx.InvalidURL,
            httpx.StreamError,
            httpcore.NetworkError,
            httpcore.ProtocolError,
            httpcore.UnsupportedProtocol,
            OSError,
        ) as error:
            raise FetchError(asked, f"it could not be fetched ({error or type(error).__name__})") from None

    def _too_late(self, asked: str) -> FetchError:
        return FetchError(asked, f"not complete within {self._limits.total_s:g} seconds", "Try again later")

    def _read(self, response: httpx.Response, *, asked: str) -> bytes:
        """The body, unpacked here piece by piece so that a bomb is noticed before it is whole."""
        limit = self._limits.max_bytes
        packing = response.headers.get("content-encoding", "").strip().lower()
        if packing in ("gzip", "x-gzip"):
            unpack = zlib.decompressobj(zlib.MAX_WBITS | 16)
        elif packing == "deflate":
            unpack = zlib.decompressobj(zlib.MAX_WBITS)
        elif packing in ("", "identity"):
            unpack = None
        else:
            raise FetchError(asked, f"it is compressed as {packing!r}, which was not requested")
        body = bytearray()
        try:
            for piece in response.iter_raw(65_536):
                if self._deadline.has_passed():
                    raise self._too_late(asked)
                body += piece if unpack is None else unpack.decompress(piece, limit + 1 - len(body))
                if len(body) > limit:
                    raise FetchError(asked, f"it is larger than {limit:,} bytes")
        except zlib.error as error:
            raise FetchError(asked, f"its gzip compression is broken ({error})") from None
        if unpack is not None and not unpack.eof and body:
            raise FetchError(asked, "it ended too early", "Try again later")
        return bytes(body)

    def _checked(self, url: str, *, asked: str) -> tuple[str, str, dict[str, str]]:
        """The address with its host resolved and checked: (address by number, Host header, TLS name)."""
        try:
            parts = urlsplit(url)
            host, port = parts.hostname, parts.port
        except ValueError:
            raise FetchError(asked, "it is not an address") from None
        if not host:
            raise FetchError(asked, "it is not an address")
        try:
            name = host if ":" in host else host.encode("idna").decode("ascii")
            found = socket.getaddrinfo(name, port or 80, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError):
            raise FetchError(asked, f"no such host: {host}", "Check the address, or the network") from None
        numbers = [str(entry[4][0]) for entry in found]
        if not numbers:
            raise FetchError(asked, f"no such host: {host}", "Check the address, or the network")
        if not self._allow_private:
            for number in numbers:
                if not _is_public(number):
                    raise FetchError(
                        asked,
                        f"{host} is an address of this machine or a private network ({number})",
                        "Allow those with --allow-private",
                    )
        number = numbers[0]
        where = f"[{number}]" if ":" in number else number
        suffix = f":{port}" if port else ""
        target = urlunsplit((parts.scheme, where + suffix, parts.path or "/", parts.query, ""))
        shown = f"[{name}]" if ":" in name else name
        return target, shown + suffix, {"sni_hostname": name} if parts.scheme == "https" else {}

    def _check_robots(self, url: str, *, asked: str) -> None:
        """Refuse what the site's robots.txt forbids; pause as long as it asks for, within reason."""
        try:
            parts = urlsplit(url)
        except ValueError:
            raise FetchError(asked, "it is not an address") from None
        origin = f"{parts.scheme}://{parts.netloc}"
        read_at, rules = self._robots.get(origin, (float("-inf"), None))
        if time.monotonic() - read_at > _ROBOTS_S:
            rules = self._read_robots(origin, asked=asked)
            self._robots[origin] = (time.monotonic(), rules)
        if rules is not None and not rules.can_fetch(url, USER_AGENT):
            raise FetchError(asked, "the site's robots.txt does not allow it")
        asked_for = rules.crawl_delay(USER_AGENT) if rules is not None else None
        pause = min(max(self._limits.pause_s, float(asked_for or 0)), self._limits.max_pause_s)
        wait = self._last.get(origin, float("-inf")) + pause - time.monotonic()
        if wait > 0:
            time.sleep(wait)
        self._last[origin] = time.monotonic()

    def _read_robots(self, origin: str, *, asked: str) -> Protego | None:
        """A site's rules; None where it has none. A server that fails forbids, as RFC 9309 has it."""
        from protego import Protego

        try:
            fetched = self._follow(f"{origin}/robots.txt", check_robots=False)
        except FetchError as error:
            if error.status is not None and error.status < 500:
                return None
            told = FetchError(asked, error.reason, error.advice)
            if error.status is not None:
                told = FetchError(asked, f"its robots.txt cannot be read: {error.reason}", "Try again later")
            told.status, told.retry_after_s = error.status, error.retry_after_s
            raise told from None
        if fetched is None:
            return None
        return Protego.parse(fetched.content[:512_000].decode("utf-8", "replace"))


def _refused(asked: str, response: httpx.Response) -> FetchError:
    """The error of a server's refusal, with its status and how long it asks to be left alone."""
    error = FetchError(asked, f"the server answered {response.status_code} {response.reason_phrase[:80]}".rstrip())
    error.status = response.status_code
    error.retry_after_s = _seconds(response.headers.get("retry-after", ""), response.headers.get("date", ""))
    return error


def _seconds(retry_after: str, date: str) -> float | None:
    """A Retry-After header in seconds; one that is a date (RFC 9110, 10.2.3) counts from the server's own Date."""
    if re.fullmatch(r"[0-9]{1,9}", retry_after.strip()):
        return float(retry_after)
    try:
        return max(0.0, (parsedate_to_datetime(retry_after) - parsedate_to_datetime(date)).total_seconds())
    except (ValueError, TypeError, OverflowError, IndexError):
        return None


def _short(header: str | None) -> str | None:
    """A header that is kept or shown: none where it is longer than any honest one."""
    return header if header and len(header) <= 500 and header.isprintable() and header.isascii() else None


def _is_public(number: str) -> bool:
    """Whether an IP address is one of the open net, also behind the ways of writing IPv4 in IPv6."""
    try:
        address = ipaddress.ip_address(number.split("%")[0])
    except ValueError:
        return False
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour or (address.teredo[1] if address.teredo else None)
        if inner is None and address in _NAT64:
            inner = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        if inner is not None:
            return inner.is_global and not inner.is_multicast
        # Everything outside is reserved, local or an old way of writing IPv4 (::127.0.0.1), whatever the library says.
        if address not in _GLOBAL_V6:
            return False
    return address.is_global and not address.is_multicast
