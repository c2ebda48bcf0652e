"""Pages for those who connect other programs: how to subscribe to calendars and feeds, and what the API answers."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, Response

from reportedly.web.rendering import page

__all__ = ["router"]

# Not kept: addresses in full are of the name under which the room is asked for.
router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)

_Asked = Annotated[str | None, Query(max_length=1000, pattern=r"^[^\x00-\x1f\x7f]*$")]

_OF_CALENDAR = ("words", "name", "place", "type", "status", "outlet", "conflict", "since", "until", "open")
_OF_CHANGES = ("words", "name", "place", "type", "status", "outlet", "conflict")
_OF_STATEMENTS = ("words", "source", "outlet", "stance", "kind", "since")


@router.get("/subscribe")
def subscribe(
    request: Request,
    words: _Asked = None,
    name: _Asked = None,
    place: _Asked = None,
    type: _Asked = None,
    status: _Asked = None,
    outlet: _Asked = None,
    conflict: _Asked = None,
    since: _Asked = None,
    until: _Asked = None,
    open: _Asked = None,
    source: _Asked = None,
    stance: _Asked = None,
    kind: _Asked = None,
) -> Response:
    """Addresses of the calendar and the feeds of a search, to be kept by other programs."""
    asked = {
        "words": words, "name": name, "place": place, "type": type, "status": status, "outlet": outlet,
        "conflict": conflict, "since": since, "until": until, "open": open, "source": source, "stance": stance,
        "kind": kind,
    }  # fmt: skip
    base = str(request.base_url).rstrip("/")
    is_of_statements = bool(source or stance or kind)
    calendar = f"{base}/calendar.ics{_query(asked, _OF_CALENDAR)}"
    return page(
        request,
        "subscribe.html",
        as_of=None,
        asked=asked,
        calendar=None if is_of_statements else calendar,
        webcal=f"webcal://{calendar.partition('://')[2]}",
        changes=None if is_of_statements else f"{base}/changes.atom{_query(asked, _OF_CHANGES)}",
        statements=f"{base}/statements.atom{_query(asked, _OF_STATEMENTS)}",
        is_public=_is_public(request.url.hostname or ""),
        is_secure=request.url.scheme == "https",
    )


def _query(asked: Mapping[str, str | None], names: tuple[str, ...]) -> str:
    told = {name: asked[name] for name in names if asked[name]}
    return f"?{urlencode(told)}" if told else ""


def _is_public(host: str) -> bool:
    """Whether others could reach this name: not where it is this machine, or a number of a private network.

    >>> _is_public("news.example.org"), _is_public("localhost"), _is_public("192.168.1.4")
    (True, False, False)
    """
    try:
        return ipaddress.ip_address(host).is_global
    except ValueError:
        return "." in host and not host.endswith((".localhost", ".local", ".internal", ".lan"))


@router.get("/help/api")
def described(request: Request) -> Response:
    """What the API answers, out of its own description: no script, and nothing from elsewhere."""
    document = request.app.openapi()
    shapes = document["components"]["schemas"]
    return page(
        request,
        "api.html",
        as_of=None,
        base=str(request.base_url).rstrip("/"),
        operations=list(_operations(document)),
        shapes=[
            {
                "name": name,
                "about": shape.get("description", ""),
                "fields": [(field, _kind(of), of.get("description", "")) for field, of in shape["properties"].items()],
            }
            for name, shape in sorted(shapes.items())
            if "properties" in shape and not name.startswith(("PageOf", "HTTPValidation", "Validation"))
        ],
    )


def _operations(document: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    for path, ways in document["paths"].items():
        for way, told in ways.items():
            answers: dict[str, Any] = told["responses"].get("200", {}).get("content", {})
            kind = next(iter(answers), "")
            content = answers.get(kind, {})
            parameters = told.get("parameters", ())
            yield {
                "id": told["operationId"],
                "way": way.upper(),
                "path": path,
                "about": told.get("description") or told.get("summary", ""),
                "kind": kind,
                "answer": _kind(content.get("schema", {})),
                "parameters": [
                    (one["name"], one["in"], _kind(one["schema"]), one.get("description", "")) for one in parameters
                ],
                "example": _example(path, way, [one["name"] for one in parameters]),
            }


def _example(path: str, way: str, names: Sequence[str]) -> str | None:
    """An address to try: short, and of whatever ledger; None where it takes an id or a token."""
    if way != "get" or "{" in path:
        return None
    asked = {"q": "What changed?", "limit": "3"}
    return f"{path}{_query(asked, tuple(name for name in names if name in asked))}"


def _kind(schema: Mapping[str, Any]) -> str:
    """What a schema allows, in a few words."""
    if "$ref" in schema:
        name = str(schema["$ref"]).rpartition("/")[2]
        return f"page of {name.removeprefix('PageOf').strip('_')}" if name.startswith("PageOf") else name
    if "anyOf" in schema:
        return " or ".join(_kind(one) for one in schema["anyOf"])
    if "enum" in schema:
        return ", ".join(map(str, schema["enum"]))
    if "const" in schema:
        return str(schema["const"])
    if schema.get("type") == "array":
        parts = schema.get("prefixItems")
        return f"[{', '.join(map(_kind, parts))}]" if parts else f"list of {_kind(schema.get('items', {}))}"
    if schema.get("format") == "date":
        return "YYYY-MM-DD"
    return str(schema.get("type", "any"))
