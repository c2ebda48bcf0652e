"""Templates and what they call: links that stay on the day asked for, days and names for people, marks of a status."""

from __future__ import annotations

import calendar
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any
from urllib.parse import quote, quote_plus, urlsplit

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, PackageLoader, StrictUndefined

from reportedly.brief import counted, plain_day, plain_status, plain_when, unquoted
from reportedly.record import Status
from reportedly.web.marks import visible

__all__ = ["SHAPES", "month_label", "page", "percent", "prepare", "shorter", "web_address"]

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

_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def shorter(text: str, most: int = 280) -> str:
    """Text in one line that a screen can bear, cut at a word."""
    bare = " ".join(visible(text[: most * 4]).split())
    if len(bare) <= most:
        return bare
    cut = bare[:most]
    return (cut.rsplit(" ", 1)[0] if " " in cut[most // 2 :] else cut).rstrip(",;:– ") + " …"


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
    return f"{_MONTHS[int(month) - 1]} {year}" if month.isdigit() and 1 <= int(month) <= 12 else value


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


def _quoted(name: str) -> str:
    return quote(name.encode("utf-8", "replace"), safe="")


_environment = Environment(
    loader=PackageLoader("reportedly.web"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    auto_reload=False,
)
# Filters are called outright; functions of a template's context are looked into at each call, which a page of some
# thousand words feels. The same names and days come again and again.
_environment.filters.update(
    counted=counted,
    day=lru_cache(4096)(plain_day),
    last_day=_last_day,
    month_label=month_label,
    percent=percent,
    plain_status=plain_status,
    quoted=lru_cache(4096)(_quoted),
    shorter=shorter,
    unquoted=unquoted,
    visible=visible,
    when=lru_cache(4096)(plain_when),
)
_environment.globals.update(shapes=SHAPES, statuses=[status.value for status in Status])


def prepare() -> None:
    """Make every template ready, so that the first reader need not wait for it."""
    for name in _environment.list_templates(extensions=["html"]):
        _environment.get_template(name)


_in_query = lru_cache(8192)(quote_plus)


def _query_of(asked: Mapping[str, Any]) -> str:
    """The query of an address, without what is empty; a page has hundreds of them, of few values."""
    kept = ((name, str(value)) for name, value in asked.items() if value not in (None, ""))
    return "&".join(f"{_in_query(name)}={_in_query(value)}" for name, value in kept)


def _link_to(as_of: str | None) -> Callable[..., str]:
    """Links within the room: all of them stay on the day asked for."""

    def to(path: str, **query: Any) -> str:
        asked = _query_of({"as_of": as_of, **query})
        return f"{path}?{asked}" if asked else path

    return to


def _link_again(request: Request) -> Callable[..., str]:
    """Links to this page with some of its query changed; an empty value takes a name out."""

    def again(changes: Mapping[str, Any] | None = None, **more: Any) -> str:
        asked = _query_of({**dict(request.query_params), **(changes or {}), **more})
        if asked:
            return f"?{asked}"
        return quote(request.url.path.encode("utf-8", "surrogateescape"), safe="/")

    return again


def page(request: Request, template: str, *, as_of: str | None, status: int = 200, **context: Any) -> HTMLResponse:
    """A template with its context as an answer."""
    again = _link_again(request)
    text = _environment.get_template(template).render(
        to=_link_to(as_of), again=again, now=again(as_of=""), as_of=as_of, here=request.url.path, **context
    )
    return HTMLResponse(text.encode("utf-8", "replace"), status_code=status)
