"""Any input -> Articles: files, folders, addresses and standard input.

HTML, text, JSON and JSON lines, tables, feeds, WARC, e-mail, PDF and lists of addresses.

Every input ends in articles or in an `Unread` that says why, in order; nothing raises for bad input. Only `fetch`
opens sockets; the other modules take bytes.
"""

from __future__ import annotations

import io
import logging
import os
import stat
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from reportedly.article import Article, Unread
from reportedly.errors import FetchError, InputError
from reportedly.intake.decoding import decode
from reportedly.intake.fetch import Fetched, Fetcher, Limits, is_address
from reportedly.intake.kinds import Kind, find_kind, other_than_named
from reportedly.intake.options import Facts, Options
from reportedly.intake.streams import opened, read_bounded
from reportedly.redaction import redacted

if TYPE_CHECKING:
    from reportedly.intake.feed import Entry

__all__ = ["Facts", "Options", "Unread", "articles", "entries", "expand", "from_stream", "page_article"]

_HEAD = 16_384
_OUR_FAULT = "Please report it with the input"
_log = logging.getLogger(__name__)


def articles(
    inputs: Iterable[str], *, options: Options | None = None, stdin: BinaryIO | None = None
) -> Iterator[Article | Unread]:
    """The articles of some inputs, each read only when it is asked for.

    Args:
        inputs: Files, folders, http(s) addresses, "-" for standard input.
        options: What to fetch and how much to take.
        stdin: Where "-" is read from.

    Yields:
        An article, or an `Unread` with the input's name and the reason, for every one of them, in order.
    """
    with _Intake(options or Options(), stdin) as intake:
        for source in inputs:
            yield from intake.read(str(source))


def from_stream(stream: BinaryIO, *, source: str, options: Options | None = None) -> Iterator[Article | Unread]:
    """The articles of a stream of bytes that lies where this module does not reach; `source` is what it is called."""
    with _Intake(options or Options(), stream) as intake:
        yield from intake.read_stream(source)


def expand(inputs: Iterable[str]) -> Iterator[tuple[str, int | None]]:
    """Each input with its size in bytes; a folder as the files in it, in the order in which they are read.

    The size is None for addresses, standard input and what cannot be looked at. An empty folder stays one input.
    """
    for source in inputs:
        path = Path(source)
        if source != "-" and not is_address(source) and path.is_dir():
            files = [str(found) for found in _files(path)] or [source]
        else:
            files = [source]
        for file in files:
            try:
                known = file != "-" and stat.S_ISREG(os.stat(file).st_mode)
                yield file, os.stat(file).st_size if known else None
            except (OSError, ValueError):
                yield file, None


class _Intake:
    """One run: its options and the fetcher, which is made when the first address comes."""

    def __init__(self, options: Options, stdin: BinaryIO | None) -> None:
        self._options = options
        self._stdin = stdin
        self._fetcher: Fetcher | None = None
        self._n_titled = 0

    def __enter__(self) -> _Intake:
        return self

    def __exit__(self, *_: object) -> None:
        if self._fetcher is not None:
            self._fetcher.close()

    def read(self, source: str) -> Iterator[Article | Unread]:
        """Every article of one input, with what the user says of it."""
        for item in self._found(source):
            yield self._with_facts(item) if isinstance(item, Article) else item

    def read_stream(self, source: str) -> Iterator[Article | Unread]:
        """Every article of the stream that was given in place of standard input, under another name."""
        assert self._stdin is not None
        for item in _guarded(self._stream(self._stdin, source=source), source):
            found = _placed(item, source)
            yield self._with_facts(found) if isinstance(found, Article) else found

    def _with_facts(self, article: Article) -> Article | Unread:
        given = self._options.facts.given()
        if "title" in given:
            self._n_titled += 1
            if self._n_titled > 1:
                advice = "Leave --title out, or name one text"
                reason = "--title is for one text, and this is the second"
                return Unread(source=article.input or article.id, reason=reason, advice=advice)
        return article.with_facts(**given) if given else article

    def _found(self, source: str) -> Iterator[Article | Unread]:
        """Every article of one input, with where it was read from."""
        if source == "-":
            found = self._standard_input()
        elif is_address(source):
            found = self._address(source)
        else:
            found = self._path(source)
        for item in _guarded(found, source):
            yield _placed(item, source)

    def _standard_input(self) -> Iterator[Article | Unread]:
        if self._stdin is None:
            raise InputError("standard input", "there is none")
        yield from self._stream(self._stdin, source="standard input")

    def _path(self, source: str) -> Iterator[Article | Unread]:
        path = Path(source)
        try:
            mode = path.stat().st_mode
        except FileNotFoundError:
            raise InputError(source, "there is no such file or folder", "Check the name") from None
        except ValueError:
            raise InputError(repr(source), "that is not the name of a file") from None
        if stat.S_ISDIR(mode):
            paths = list(_files(path))
            if not paths:
                raise InputError(source, "the folder holds no files")
            for found in paths:
                yield from self._found(str(found))
            return
        if not (stat.S_ISREG(mode) or stat.S_ISFIFO(mode)):
            raise InputError(source, "it is neither a file nor a folder")
        with path.open("rb") as stream:
            yield from self._stream(stream, source=source)

    def _address(self, url: str) -> Iterator[Article | Unread]:
        fetched = self._fetch(url)
        stream = io.BytesIO(fetched.content)
        yield from self._stream(stream, source=url, fetched=fetched)

    def _fetch(self, url: str) -> Fetched:
        if self._fetcher is None:
            self._fetcher = Fetcher(
                allow_private=self._options.allow_private, limits=Limits(max_bytes=self._options.max_bytes)
            )
        return self._fetcher.fetch(url)

    def _stream(self, raw: BinaryIO, *, source: str, fetched: Fetched | None = None) -> Iterator[Article | Unread]:
        """The articles of one stream, whatever it turns out to hold."""
        options = self._options
        max_bytes, notice = options.max_bytes, options.notice
        head, stream = opened(raw, source=source, head_bytes=_HEAD)
        name = fetched.url if fetched else source
        kind = _kind(head, name=name, source=source, content_type=fetched.content_type if fetched else "")
        if fetched is None and (words := other_than_named(kind, name)):
            notice(f"{source}: read as {words}, which it looks like.")
        page_of = self._pages if options.with_pages else None
        if kind is Kind.JSON_LINES:
            from reportedly.intake.jsonl import read_json_lines

            yield from read_json_lines(
                stream, source=source, max_bytes=max_bytes, columns=options.columns, page_of=page_of, notice=notice
            )
            return
        if kind is Kind.WARC:
            from reportedly.intake.warc import read_warc

            yield from read_warc(stream, source=source, max_bytes=max_bytes, notice=notice)
            return
        data = read_bounded(stream, source=source, max_bytes=max_bytes)
        if kind is Kind.TEXT:
            from reportedly.intake.text import read_texts

            yield from read_texts(data, source=source, notice=notice)
        elif kind is Kind.HTML:
            from reportedly.intake.page import read_stories

            url, charset = (fetched.url, fetched.charset) if fetched else (None, None)
            stories = read_stories(data, source=source, url=url, charset=charset, notice=notice)
            yield from _numbered(stories, source)
        elif kind is Kind.FEED:
            from reportedly.intake.feed import read_feed

            sent = fetched.content_type if fetched else ""
            yield from read_feed(data, source=source, page_of=page_of, content_type=sent, notice=notice)
        elif kind is Kind.JSON_FEED:
            from reportedly.intake.feed import read_json_feed

            yield from read_json_feed(data, source=source, page_of=page_of, notice=notice)
        elif kind is Kind.TABLE:
            from reportedly.intake.table import read_table

            yield from read_table(data, source=source, columns=options.columns, page_of=page_of, notice=notice)
        elif kind is Kind.EMAIL:
            from reportedly.intake.mail import read_email

            yield read_email(data, source=source)
        elif kind is Kind.PDF:
            from reportedly.intake.pdf import read_pdf

            yield read_pdf(data, source=source)
        elif fetched is not None:
            # A list that names lists could send us round for ever.
            raise InputError(source, "it is a list of addresses", "Save it, and name the file")
        else:
            yield from self._addresses(data)

    def _addresses(self, data: bytes) -> Iterator[Article | Unread]:
        """What is behind each address of a list, in its order; an address that is there twice is read once."""
        lines = (line.strip() for line in decode(data).splitlines())
        for address in dict.fromkeys(line for line in lines if line and not line.startswith("#")):
            for item in _guarded(self._address(address), address):
                yield _placed(item, address)

    def _pages(self, url: str, source: str) -> Iterator[Article | Unread]:
        """The page of an entry of a feed, a table or a list."""
        try:
            article = page_article(self._fetch(url), source=source, notice=self._options.notice)
        except (InputError, FetchError) as error:
            yield Unread(source=f"{source}, {url}", reason=error.reason, advice=error.advice)
        else:
            yield article.with_facts(input=url)


def _numbered(stories: list[Article], source: str) -> list[Article]:
    """The articles of one page, each with its part where there are several."""
    if len(stories) == 1:
        return stories
    return [story.with_facts(input=f"{source}#{number}") for number, story in enumerate(stories, start=1)]


def page_article(fetched: Fetched, *, source: str, notice: Callable[[str], None] | None = None) -> Article:
    """The article on a page that was fetched.

    Args:
        fetched: The page.
        source: What it is told of as.
        notice: Called with a date whose order of day and month nothing tells.

    Raises:
        InputError: It is not text, or there is no article in it.
    """
    from reportedly.intake.page import read_page

    find_kind(fetched.content[:_HEAD], name=fetched.url, content_type=fetched.content_type)
    return read_page(fetched.content, source=source, url=fetched.url, charset=fetched.charset, notice=notice)


def entries(fetched: Fetched, *, source: str, max_bytes: int = Options().max_bytes) -> Iterator[Entry | Unread]:
    """The entries of a feed that was fetched, none of their pages fetched yet; what cannot be read as `Unread`.

    Raises:
        InputError: It is no feed, or too large.
    """
    from reportedly.intake.feed import feed_entries, json_feed_entries

    head, stream = opened(io.BytesIO(fetched.content), source=source, head_bytes=_HEAD)
    kind = _kind(head, name=fetched.url, source=source, content_type=fetched.content_type)
    if kind not in (Kind.FEED, Kind.JSON_FEED):
        raise InputError(source, "it is not a feed", "Name an RSS, Atom or JSON feed; `reportedly add` reads one page")
    data = read_bounded(stream, source=source, max_bytes=max_bytes)
    if kind is Kind.FEED:
        return feed_entries(data, source=source, content_type=fetched.content_type)
    return json_feed_entries(data, source=source)


def _placed(item: Article | Unread, source: str) -> Article | Unread:
    """An article with where it was read from, unless its reader knows better."""
    return item if isinstance(item, Unread) or item.input is not None else item.with_facts(input=source)


def _guarded(found: Iterator[Article | Unread], source: str) -> Iterator[Article | Unread]:
    """What an input yields, with what stops it told as its last item."""
    try:
        yield from found
    except (InputError, FetchError) as error:
        yield _told(error)
    except OSError as error:
        yield Unread(source=source, reason=error.strerror or str(error))
    except Exception as error:  # as in reading: a fault of ours with one input must not end the run of all
        _log.exception("%s could not be read", redacted(source))
        yield Unread(source=source, reason=f"reading it failed ({type(error).__name__})", advice=_OUR_FAULT)


def _kind(head: bytes, *, name: str, source: str, content_type: str) -> Kind:
    try:
        return find_kind(head, name=name, content_type=content_type)
    except InputError as error:
        raise InputError(source, error.reason, error.advice) from None


def _files(folder: Path) -> Iterator[Path]:
    """Every file in a folder and its folders, by name; hidden ones are passed over, links to folders not followed."""
    for entry in sorted(os.scandir(folder), key=lambda entry: entry.name):
        if entry.name.startswith("."):
            continue
        if entry.is_dir(follow_symlinks=False):
            yield from _files(folder / entry.name)
        elif not entry.is_dir():
            yield folder / entry.name


def _told(error: InputError | FetchError) -> Unread:
    return Unread(source=error.source, reason=error.reason, advice=error.advice)
