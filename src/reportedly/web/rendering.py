"""Templates and what they call: links that stay on the day asked for, days and names for people, marks of a status."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Any
from urllib.parse import quote, quote_plus, urlsplit

import markupsafe
from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, PackageLoader, StrictUndefined
from jinja2.compiler import CodeGenerator, Frame
from jinja2.nodes import Expr
from jinja2.runtime import Context
from markupsafe import Markup, escape

from reportedly.article import Span
from reportedly.errors import LedgerError
from reportedly.ledger.corrections import note_of
from reportedly.lexicon.calendar import CAPITAL_MONTHS
from reportedly.lexicon.stems import words_of
from reportedly.printable import visible
from reportedly.vocabulary import Status
from reportedly.wording import (
    correction_lines,
    counted,
    no_word_since,
    plain_day,
    plain_stance,
    plain_status,
    plain_when,
    say,
    unquoted,
)

__all__ = ["SHAPES", "Marker", "month_label", "page", "percent", "prepare", "shorter", "web_address"]

SHAPES = {
    "possible": "M0 -6A6 6 0 1 1 0 6A6 6 0 1 1 0 -6ZM0 -2.5A2.5 2.5 0 1 0 0 2.5A2.5 2.5 0 1 0 0 -2.5Z",
    "planned": "M0 -6A6 6 0 1 1 0 6A6 6 0 1 1 0 -6Z",
    "scheduled": "M-5.5 -5.5H5.5V5.5H-5.5Z",
    "under_way": "M-4.5 -6.5L6.5 0L-4.5 6.5Z",
    "held": "M0 -7L7 0L0 7L-7 0Z",
    "postponed": "M-6 -6H-1.5V6H-6ZM1.5 -6H6V6H1.5Z",
    "rescheduled": "M-7 -2.5H0V-6.5L7 0L0 6.5V2.5H-7Z",
    "cancelled": "M-6.5 -4L-4 -6.5L0 -2.5L4 -6.5L6.5 -4L2.5 0L6.5 4L4 6.5L0 2.5L-4 6.5L-6.5 4L-2.5 0Z",
    "ruled_out": "M-7 -2.5H7V2.5H-7Z",
    "unconfirmed": "M0 -6.5L7 5.5H-7Z",
}
"""Outlines in a box from -8 to 8; filled for a source on the record, hollow for one that is not. No two are alike."""

_PLACES = {
    "/": "Today",
    "/ask": "Ask",
    "/search": "Search",
    "/names": "Names",
    "/conflicts": "Conflicts",
    "/drift": "Drift",
    "/echoes": "Echoes",
    "/help": "Help",
}

_LONG = 200  # letters of names; longer ones are not kept


def shorter(text: str, most: int = 280) -> str:
    """Text in one line that a screen can bear, cut at a word."""
    if len(text) <= most and text.isprintable() and "  " not in text and text == text.strip():
        return text
    bare = " ".join(visible(text[: most * 4]).split())
    if len(bare) <= most:
        return bare
    cut = bare[:most]
    return (cut.rsplit(" ", 1)[0] if " " in cut[most // 2 :] else cut).rstrip(",;:– ") + " …"


def headline(what: str) -> str:
    """What an event is called, with a capital."""
    return visible(what[:1].upper() + what[1:])


_TOKEN = re.compile(r"[^\W_]+")


class Marker:
    """Writes text with the words that are looked for marked, by their stems as the search takes them."""

    def __init__(self, words: str | None) -> None:
        self._stems = frozenset(words_of(words or ""))

    def __call__(self, text: str) -> Markup:
        """The text, escaped, with each of the words in `<mark>`."""
        if not self._stems:
            return escape(text)
        parts: list[str] = []
        place = 0
        for found in _TOKEN.finditer(text):
            if self._stems.issuperset(words_of(found[0])):
                parts += [str(escape(text[place : found.start()])), f"<mark>{escape(found[0])}</mark>"]
                place = found.end()
        return Markup("".join([*parts, str(escape(text[place:]))]))


def percent(share: float) -> str:
    """A share of one for people; only all is 100%, only nothing 0%.

    >>> percent(0.999), percent(0.001), percent(0.5)
    ('99%', '1%', '50%')
    """
    rounded = round(share * 100)
    if 0.0 < share < 1.0:
        rounded = min(99, max(1, rounded))
    return f"{rounded}%"


def month_label(value: str) -> str:
    """ "March 2026" for "2026-03"; other forms as they are."""
    year, _, month = value.partition("-")
    return f"{CAPITAL_MONTHS[int(month) - 1]} {year}" if month.isdigit() and 1 <= int(month) <= 12 else value


@lru_cache(4096)
def _day(value: date | str | None) -> str:
    return plain_day(value.isoformat() if isinstance(value, date) else value)


def _last_day(month: str) -> str:
    """The number of a month's last day: "28" for "2026-02"."""
    year, _, number = month.partition("-")
    return str(calendar.monthrange(int(year), int(number))[1])


def web_address(url: str | None) -> str | None:
    """An address that a link may lead to: http or https and a host; None for every other, `javascript:` among them."""
    try:
        parts = urlsplit((url or "").strip())
        host = parts.hostname
    except ValueError:
        return None
    return (url or "").strip() if parts.scheme in {"http", "https"} and host else None


# Escaping

# What `markupsafe.escape` calls for plain text; where there is no such function, that one does.
_escape_text: Callable[[str], str] = getattr(markupsafe, "_escape_inner", escape)


def _escaped(value: Any) -> str:
    """A value as it may stand in a page.

    The same text as of `markupsafe.escape`, which makes a `Markup` of it each time: of some thousand words that a page
    consists of this took the most time, and all are joined to one text at once.
    """
    if type(value) is str:
        return _escape_text(value)
    if hasattr(value, "__html__"):
        written: str = value.__html__()
        return written
    return _escape_text(str(value))


class _Writer(CodeGenerator):
    """Writes templates as Python that escapes with `_escaped`; what it does not know is escaped as ever."""

    def _output_child_pre(self, node: Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo) -> None:
        if frame.eval_ctx.volatile or not frame.eval_ctx.autoescape or finalize.src is not None:
            super()._output_child_pre(node, frame, finalize)
        else:
            self.write("environment.escaped(")


class _Context(Context):
    """Calls what a template calls as it stands. Nothing here asks for the context, and to find that out takes longer
    than most calls."""

    def call(
        self,
        called: Callable[..., Any],
        /,
        *args: Any,
        _block_vars: object = None,
        _loop_vars: object = None,
        **named: Any,
    ) -> Any:
        return called(*args, **named)


class _Environment(Environment):
    code_generator_class = _Writer
    context_class = _Context
    escaped = staticmethod(_escaped)


_environment = _Environment(
    loader=PackageLoader("reportedly.web"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    auto_reload=False,
)


def prepare() -> None:
    """Make every template ready, so that the first reader need not wait for it."""
    for name in _environment.list_templates(extensions=["html"]):
        _environment.get_template(name)


# Links


@lru_cache(4096)
def _quoted(name: str) -> str:
    return quote(name.encode("utf-8", "replace"), safe="")


@lru_cache(4096)
def _asking(name: str, value: str) -> str:
    return f"{quote_plus(name)}={quote_plus(value)}"


def _query_of(asked: Mapping[str, Any]) -> str:
    """The query of an address, without what is empty; a page has hundreds of them, of few values."""
    return "&".join([_asking(name, str(value)) for name, value in asked.items() if value not in (None, "")])


def _link(path: str, as_of: str | None, **query: Any) -> Markup:
    """A link within the room: all of them stay on the day asked for."""
    asked = _query_of({"as_of": as_of, **query})
    return escape(f"{path}?{asked}" if asked else path)


@lru_cache(4096)
def _event_link(id: str, as_of: str | None) -> Markup:
    return _link(f"/event/{_quoted(id)}", as_of)


@lru_cache(4096)
def _article_link(
    id: str, as_of: str | None, *, at: Span | None = None, s: str | None = None, show: str | None = None
) -> Markup:
    """To an article, to a passage in it, or to a statement."""
    asked = [_asking("as_of", as_of)] if as_of else []
    if show:
        asked.append(_asking("show", show))
    if at:
        asked.append(f"at={at[0]}-{at[1]}")
    if s:
        asked.append(_asking("s", s))
    path = f"/article/{_quoted(id)}"
    return escape(f"{path}?{'&'.join(asked)}" if asked else path)


def _link_again(request: Request) -> Callable[..., str]:
    """Links to this page with some of its query changed; an empty value takes a name out."""
    asked_now = dict(request.query_params)

    def again(changes: Mapping[str, Any] | None = None, **more: Any) -> str:
        asked = _query_of({**asked_now, **(changes or {}), **more})
        if asked:
            return f"?{asked}"
        return quote(request.url.path.encode("utf-8", "surrogateescape"), safe="/")

    return again


def _link_file(request: Request) -> Callable[[str], str]:
    """Links to the list of this page as a file of some form: the same filters, from its beginning."""
    asked = _query_of({name: value for name, value in request.query_params.items() if name != "cursor"})

    def file(form: str) -> str:
        path = f"{quote(request.url.path.encode('utf-8', 'surrogateescape'), safe='/')}.{form}"
        return f"{path}?{asked}" if asked else path

    return file


# Small parts, kept. They are filters, as links are, for filters are called outright: functions of a template's context
# are looked into at each call.


def _part(name: str) -> Callable[..., Markup]:
    """A macro of kept.html."""

    def write(*values: Any) -> Markup:
        written: Markup = getattr(_environment.get_template("kept.html").module, name)(*values)
        return written

    return write


def _kept_part(name: str, most: int = 1024) -> Callable[..., Markup]:
    """A macro of kept.html as a filter that keeps what it wrote last: the same few values come again and again.

    Types count too: a `Markup` equals the text that is not safe to stand in a page as it is.
    """
    return lru_cache(most, typed=True)(_part(name))


_write_who, _kept_who = _part("who"), _kept_part("who", 4096)
_write_chain, _kept_chain = _part("chain"), _kept_part("chain", 4096)


def _who(name: str, as_of: str | None) -> Markup:
    return (_kept_who if len(name) <= _LONG else _write_who)(name, as_of)


def _chain(links: Sequence[str], as_of: str | None, outlet: str | None = None, stance: str | None = None) -> Markup:
    size = sum(map(len, links)) + len(outlet or "")
    return (_kept_chain if size <= _LONG else _write_chain)(tuple(links), as_of, outlet, stance)


_environment.filters.update(
    article_link=_article_link,
    both=_kept_part("both"),
    chain=_chain,
    corrected_lines=correction_lines,
    corrected_note=note_of,
    counted=counted,
    day=_day,
    event_link=_event_link,
    foot=_kept_part("foot", 256),
    headline=headline,
    help=_kept_part("help"),
    last_day=lru_cache(512)(_last_day),
    mark=_kept_part("mark"),
    month_label=lru_cache(512)(month_label),
    no_word_since=no_word_since,
    moved_to=_kept_part("moved_to"),
    origins=_kept_part("origins"),
    percent=percent,
    plain_stance=plain_stance,
    plain_status=plain_status,
    quoted=_quoted,
    say=say,
    shorter=shorter,
    spaced=" ".join,
    status=_kept_part("status"),
    to=_link,
    top=_kept_part("top", 256),
    unquoted=unquoted,
    visible=visible,
    web_address=web_address,
    when=lru_cache(4096)(plain_when),
    who=_who,
)
_environment.globals.update(places=_PLACES, shapes=SHAPES, statuses=[status.value for status in Status])


def _today(request: Request, as_of: str | None) -> str | None:
    """The day from which events are ahead or past; None where the ledger cannot tell, which its pages then say."""
    if as_of is not None:
        return as_of
    try:
        newest: str | None = request.app.state.ledger.newest_day()
    except (KeyError, LedgerError):  # a page of no ledger, or of one that does not answer
        return None
    return newest


def _can_write(request: Request) -> bool:
    """Whether the room takes corrections and articles."""
    app = request.scope.get("app")
    return app is not None and bool(getattr(app.state, "token", None))


def page(request: Request, template: str, *, as_of: str | None, status: int = 200, **context: Any) -> HTMLResponse:
    """A template with its context as an answer."""
    text = _environment.get_template(template).render(
        today=_today(request, as_of),
        again=_link_again(request),
        file=_link_file(request),
        as_of=as_of,
        can_write=_can_write(request),
        here=request.url.path if request.url.path in _PLACES else None,
        **context,
    )
    return HTMLResponse(text.encode("utf-8", "replace"), status_code=status)
