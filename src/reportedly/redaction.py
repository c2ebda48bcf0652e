"""Passwords, tokens and keys taken out of what people and programs get to see: messages, logs, process titles, files.

A message is searched for whatever looks like a secret, since nobody knows in advance in which spelling one comes: in
an address (`scheme://user:PASSWORD@host`), behind a name (`password=…`, `"api_key": "…"`, `--token …`), in a header
(`Authorization: Bearer …`). An address that is known to be one is masked more boldly than free text, so that a password
that nobody escaped (`a/b@c d`) does not show its second half. Rather a word too many is masked than one too few.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from types import TracebackType
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit, urlunsplit

__all__ = [
    "MASK",
    "address_without_secrets",
    "hide_arguments",
    "redacted",
    "redacted_address",
    "redacted_arguments",
    "redacted_traceback",
    "redacted_webhook",
    "secrets_of",
    "without",
]

MASK = "***"

_PLACEHOLDERS = frozenset({MASK, "PASSWORD", "…", "%2A%2A%2A", "PORT"})
"""What our own advice writes where a password goes."""

_NAMES = (
    r"[\w.-]*(?:pass(?:word|wd|phrase|code)|pwd|secret)(?:[_-]?\d+)?"
    r"|(?:[\w.-]*[_-])?(?:pass|pw|token|jwt|credentials?|signature|sig|sid|authorization)"
    r"|[\w.-]*(?:api|access|private|secret|auth|account|shared|client|subscription|encryption)[_-]?key"
    r"|[\w.-]*(?:access|auth|refresh|id|session|bearer|csrf|bot)[_-]?token"
    r"|(?:[\w.-]*[_-])?(?:auth|session[_-]?id|phpsessid|apikey|accesskey)"
)
_NO_LETTER = re.compile(r"[^\w.+-]")
_SECRET_NAME = re.compile(_NAMES, re.IGNORECASE)
_SECRET_IN_QUERY = re.compile(rf"{_NAMES}|key", re.IGNORECASE)

# What stands before a password in an address; the password goes up to the last @, as it may hold anything unescaped.
_USER = (
    r"(?<![\w+.-])(?!https?:)(?P<scheme>[A-Za-z][\w+.-]{0,30}:/{1,3}|(?<![A-Za-z0-9+.-]:)//)"
    r"(?P<user>[^\s/@:?#\[\]'\"]{0,200}):"
)
_NO_SCHEME = r"(?<![^\s'\"(=,;<«“])(?!mailto:|acct:|tag:|urn:|sips?:|xmpp:)(?P<user>[^\s@:?#'\"\[\]=]{1,200}):(?!//|\\)"
_SECRET_THERE = r"(?P<secret>\S{1,2000})@"
_BOLD_SECRET_THERE = r"(?P<secret>.{1,2000})@"
# On the web a user alone may be a token; and host:8080/@ana has a port, not a password.
_WEB = (
    re.compile(r"\bhttps?://(?P<secret>[^\s/?#'\"<>]{1,2000})@", re.IGNORECASE),
    re.compile(r"\bhttps?://(?P<secret>[^\s/@:?#\[\]'\"]{0,200}:(?!\d{1,5}(?:[/?#\s]|$))\S{1,2000})@", re.IGNORECASE),
)
# An address whose host was forgotten: what follows the colon is no port.
_NO_PORT = re.compile(
    r"(?<![\w+.-])[A-Za-z][\w+.-]{0,30}://[^\s/@:?#\[\]]{1,200}:(?!\d{1,5}(?!\w))(?P<secret>[^\s/@:?#,;'\"]{1,2000})"
)
_ESCAPED = re.compile(r"%2F%2F[^%\s]{0,200}%3A(?P<secret>\S{1,2000}?)(?=%40)", re.IGNORECASE)
_USERINFO = (
    re.compile(_USER + _SECRET_THERE, re.IGNORECASE),
    re.compile(_NO_SCHEME + _SECRET_THERE, re.IGNORECASE),
)
_BOLD_USERINFO = (
    re.compile(_USER + _BOLD_SECRET_THERE, re.IGNORECASE | re.DOTALL),
    re.compile(_NO_SCHEME + _BOLD_SECRET_THERE, re.IGNORECASE | re.DOTALL),
)

_NAMED = re.compile(r"(?P<before>[?&;])?(?P<name>[\w.%+-]{1,80})[\"']?\s*(?:=|:(?!//)|%3D)\s*", re.IGNORECASE)
_STOP = r"(?=[.,:;!)\]}'\"»”]{0,100}(?:\s|$)|[&;]\s*[\w.%+-]+\s*=|[.,:;)\]}'\"]{0,100}&)"
_IN_QUOTES = rf"(?:'(?:[^'\\]|\\.)+'|\"(?:[^\"\\]|\\.)+\"){_STOP}"
_VALUE = re.compile(
    rf"{_IN_QUOTES}|(?:(?:Bearer|Basic|Token|Digest)\s+)?"
    rf"[^\s]+?{_STOP}",
    re.IGNORECASE,
)
_QUOTED_VALUE = re.compile(_IN_QUOTES, re.IGNORECASE)
_NEXT_NAME = re.compile(r"(?<=[\s&;])[\w.%+-]+\s*=")
_OTHER = (
    re.compile(r"\b(?:Bearer|Basic)\s+(?P<secret>[\w.~+/=-]{8,})"),
    re.compile(r"--(?:token|password)[\s=]+(?P<secret>\S+)"),
)


def redacted(text: str) -> str:
    """A message with a mask in place of whatever looks like a password, token or key.

    >>> redacted("postgresql://ana:pw@db/news: no server answers there.")
    'postgresql://ana:***@db/news: no server answers there.'
    >>> redacted("https://example.org/feed?lang=en&api_key=8f3a&page=2, entry 4: it is empty.")
    'https://example.org/feed?lang=en&api_key=***&page=2, entry 4: it is empty.'
    """
    if not _may_hold_one(text):
        return text
    return _masked(text)[0]


def redacted_address(address: str) -> str:
    """As `redacted`, for one address, path or connection string: a secret in it may hold blanks and signs of all kinds.

    >>> redacted_address("host=db user=ana password=two words dbname=news")
    'host=db user=ana password=*** dbname=news'
    """
    return _masked(address, bold=True)[0]


def secrets_of(address: str) -> tuple[str, ...]:
    """The secrets of one address, as they are written there, unescaped, and in the parts that a parser may cut.

    >>> secrets_of("postgresql://ana:s3%40cret@db/news")
    ('s3%40cret', 's3@cret', 'cret')
    """
    found: list[str] = []
    for secret in _masked(address, bold=True)[1]:
        bare = secret.strip("'\"")
        for written in (secret, bare, unquote(bare)):
            parts = [part for part in re.split(r"[\s@/?#:&=;,\[\]]+", written) if len(part) > 2]
            found += [one for one in (written, *parts) if one and one not in _PLACEHOLDERS]
    return tuple(dict.fromkeys(found))


def without(text: str, secrets: Sequence[str]) -> str:
    """A text with each of some secrets masked wherever it stands as a word of its own, the longest first."""
    for secret in sorted(secrets, key=len, reverse=True):
        # A password of one letter is no reason to mask that letter in every word.
        text = re.sub(rf"(?<!\w){re.escape(secret)}(?!\w)", MASK, text)
    return text


def redacted_webhook(url: str) -> str:
    """An address to post to, whose path may be a secret by itself: its words stay, what looks made up does not.

    >>> redacted_webhook("https://chat.example/services/T02AB99/hook")
    'https://chat.example/services/***/hook'
    """
    scheme, mark, rest = redacted(url).partition("://")
    host, slash, path = rest.partition("/")
    parts = [MASK if len(part) > 6 and re.search(r"\d", part) else part for part in re.split(r"[/?&#=]", path)]
    signs = re.findall(r"[/?&#=]", path)
    return scheme + mark + host + slash + "".join(part + sign for part, sign in zip(parts, [*signs, ""], strict=True))


def address_without_secrets(url: str) -> str:
    """An address of the web to keep and to link to: without user, password and whatever parameter is a secret.

    >>> address_without_secrets("https://ana:pw@example.org/a?id=7&access_token=8f3a")
    'https://example.org/a?id=7'
    """
    try:
        parts = urlsplit(url)
        query = parts.query
        if query and any(_SECRET_NAME.fullmatch(name) for name, _ in parse_qsl(query, keep_blank_values=True)):
            kept = [pair for pair in parse_qsl(query, keep_blank_values=True) if not _SECRET_NAME.fullmatch(pair[0])]
            query = urlencode(kept)
    except ValueError:
        return redacted(url)
    host = parts.netloc.rpartition("@")[2]
    if host == parts.netloc and query == parts.query:
        return url
    return urlunsplit((parts.scheme, host, parts.path, query, parts.fragment))


def redacted_arguments(arguments: Sequence[str]) -> list[str]:
    """The arguments of a command as a list of processes may show them."""
    shown: list[str] = []
    before = ""
    for argument in arguments:
        if before in ("--token", "--password"):
            argument = MASK
        elif before == "--webhook":
            argument = redacted_webhook(argument)
        elif argument.startswith("--webhook="):
            argument = "--webhook=" + redacted_webhook(argument.partition("=")[2])
        else:
            argument = redacted_address(argument)
        before = argument
        shown.append(argument)
    return shown


def hide_arguments() -> None:
    """Take secrets out of this process's arguments, where other users of the machine can read them.

    On Linux the arguments are written over where they lie; they can be read in the moment before. Elsewhere nothing is
    done. An address or token in the environment (`REPORTEDLY_LEDGER`, `REPORTEDLY_TOKEN`) is never shown at all.
    """
    with contextlib.suppress(OSError, ValueError, IndexError, ImportError, AttributeError):
        line = Path("/proc/self/cmdline").read_bytes()
        arguments = [part.decode("utf-8", "surrogateescape") for part in line.removesuffix(b"\0").split(b"\0")]
        shown = redacted_arguments(arguments)
        if shown == arguments:
            return
        import ctypes

        # Fields 48 and 49 of proc(5), counted from behind the name, which may itself hold blanks and brackets.
        fields = Path("/proc/self/stat").read_text("utf-8", "surrogateescape").rpartition(")")[2].split()
        start, end = int(fields[45]), int(fields[46])
        if start and end - start == len(line):
            written = b"\0".join(part.encode("utf-8", "surrogateescape") for part in shown)
            ctypes.memmove(start, written[: len(line) - 1].ljust(len(line), b"\0"), len(line))


def redacted_traceback(
    kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
) -> str:
    """A traceback as Python prints it, without secrets."""
    import traceback

    return redacted("".join(traceback.format_exception(kind, error, trace)))


def _may_hold_one(text: str) -> bool:
    """A quick look: most texts hold none of these signs, and messages are made by the million."""
    return "=" in text or ":" in text or "%3" in text or "--" in text or "earer" in text or "@" in text


def _masked(text: str, *, bold: bool = False) -> tuple[str, list[str]]:
    """A text with its secrets masked, and the secrets."""
    patterns = (*_WEB, *(_BOLD_USERINFO if bold else _USERINFO), _ESCAPED, _NO_PORT, *_OTHER)
    spans = [match.span("secret") for pattern in patterns for match in pattern.finditer(text)]
    spans += _named(text, bold=bold)
    if bold:
        spans += _behind_scheme(text)
    # Where two patterns meet, what either takes for a secret is one. All look at the text as it came: a mask may
    # hide what a secret goes on with.
    parts: list[str] = []
    found: list[str] = []
    done = 0
    for start, end in _joined(span for span in spans if text[slice(*span)].strip("'\" ") not in _PLACEHOLDERS):
        parts += [text[done:start], MASK]
        found.append(text[start:end])
        done = end
    return "".join([*parts, text[done:]]), found


def _named(text: str, *, bold: bool) -> Iterator[tuple[int, int]]:
    """Where the values stand that come behind names of secrets."""
    done = 0
    while named := _NAMED.search(text, done):
        done = named.end()
        known = _SECRET_IN_QUERY if named["before"] else _SECRET_NAME
        # What stands before a stray % or an escaped sign that is no letter ("0%0apassword") belongs to something else.
        name = _NO_LETTER.split(unquote(named["name"]).rpartition("%")[2])[-1]
        if known.fullmatch(name) and done < len(text):
            end = _bold_end(text, done) if bold else _end(text, done)
            if end is not None:
                yield done, end
                done = end


def _end(text: str, start: int) -> int | None:
    value = _VALUE.match(text, start)
    return None if value is None else value.end()


def _bold_end(text: str, start: int) -> int:
    """Where a value ends that may hold blanks: before the next name with "=", or at the end of the text.

    By hand, since a pattern that may match blanks twice takes the cube of their number.
    """
    if (quoted := _QUOTED_VALUE.match(text, start)) is not None:
        return quoted.end()
    following = _NEXT_NAME.search(text, start + 1)
    if following is None:
        end = len(text.rstrip())
        end = len(text[: end - 1].rstrip()) if text.endswith(";", 0, end) else end
    else:
        end = len(text[: following.start()].rstrip())
        end -= text.endswith(("&", ";"), 0, end)
    return max(end, start + 1)


def _behind_scheme(text: str) -> Iterator[tuple[int, int]]:
    """What stands between the first colon behind an address's scheme and its last @, whatever signs are around."""
    scheme, mark, rest = text.partition("://")
    if not mark or scheme.lower().endswith(("http", "https")):
        return
    colon, end = rest.find(":"), rest.rfind("@")
    if 0 <= colon < end - 1:
        before = len(scheme) + len(mark)
        yield before + colon + 1, before + end


def _joined(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Spans in order, those that overlap as one."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if joined and start < joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined
