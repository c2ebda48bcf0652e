"""What a page says of itself in JSON-LD: its objects, and the names behind their references."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

__all__ = ["JsonLd", "is_article", "is_live", "kinds_of", "plain"]

_ARTICLE_TYPES = ("Article", "NewsArticle", "BlogPosting", "Report", "Posting", "Review", "WebPage")
# What an article can be part of that bears an outlet's name.
_OUTLET_TYPES = ("WebSite", "Newspaper", "Periodical", "Blog", "CreativeWork", "Product", "NewsMediaOrganization")
_MAX_CHARS = 1_000_000
_MOST_VALUES = 50
_KEY_WITH_PREFIX = re.compile(r'"(?:schema:|https?://schema\.org/)(\w+)"(?=\s*:)')
_COMMENT_MARKS = re.compile(
    r"^\s*(?://|/\*)?\s*<!(?:\[CDATA\[|--)\s*(?:\*/)?|(?://|/\*)?\s*(?:\]\]|--)>\s*(?:\*/)?\s*$"
)


class JsonLd:
    """The objects of a page's JSON-LD blocks, outermost first.

    Args:
        tree: The page, as lxml parsed it; it is not changed.
    """

    def __init__(self, tree: Any) -> None:
        self.items: tuple[Mapping[str, Any], ...] = tuple(_items(tree))
        self._nodes: dict[str, Mapping[str, Any]] = {}
        for item in self.items:
            for node in (item, *_named_parts(item)):
                if isinstance(node.get("@id"), str) and _own_name(node):
                    self._nodes.setdefault(node["@id"], node)

    def names(self, value: Any) -> list[str]:
        """The names of people or organisations: a string, an object, a reference to one, or a list of these."""
        if isinstance(value, list):
            return [name for item in value[:20] for name in self.names(item)]
        if isinstance(value, dict):
            value = _own_name(value) or _own_name(self._nodes.get(str(value.get("@id")), {}))
            if isinstance(value, list):
                return self.names(value)
        text = plain(value)
        return [text] if text and len(text) < 200 and "://" not in text else []

    def outlets(self, item: Mapping[str, Any]) -> Iterator[str]:
        """The names of what an article is from and of what it is part of, then those of the page's web sites."""
        yield from self.names(item.get("sourceOrganization"))
        whole = item.get("isPartOf")
        for one in whole if isinstance(whole, list) else [whole]:
            if isinstance(one, dict):
                node = self._nodes.get(str(one.get("@id")), one)
                if any(kind.endswith(_OUTLET_TYPES) for kind in kinds_of(node)):
                    yield from self.names(node)
        for site in self.items:
            if "WebSite" in kinds_of(site):
                yield from self.names(site)

    def updates(self) -> Iterator[Mapping[str, Any]]:
        """The entries of the page's live blogs."""
        for item in self.items:
            entries = item.get("liveBlogUpdate") if is_live(item) else None
            for entry in entries if isinstance(entries, list) else [entries]:
                if isinstance(entry, dict):
                    yield entry


def kinds_of(item: Mapping[str, Any]) -> list[str]:
    """The types of an object, without a prefix; schema.org's context lets "type" stand for "@type"."""
    kinds = item.get("@type") or item.get("type")
    kinds = kinds if isinstance(kinds, list) else [kinds]
    return [re.split(r"[/:#]", kind)[-1] for kind in kinds if isinstance(kind, str)]


def is_article(item: Mapping[str, Any]) -> bool:
    """Whether an object is an article of some kind, or a page."""
    return any(kind.endswith(_ARTICLE_TYPES) for kind in kinds_of(item))


def is_live(item: Mapping[str, Any]) -> bool:
    """Whether an object is a live blog."""
    return "LiveBlogPosting" in kinds_of(item)


def plain(value: Any) -> str | None:
    """A string without entities and tags."""
    if not isinstance(value, str) or not value.strip():
        return None
    text = html.unescape(html.unescape(value))
    return re.sub(r"<[^<>]{1,200}>", " ", text).strip() if "<" in text else text.strip()


def _own_name(node: Mapping[str, Any]) -> Any:
    if name := node.get("name"):
        return name
    parts = [node.get("givenName"), node.get("familyName")]
    return " ".join(part for part in parts if isinstance(part, str)) or None


def _named_parts(item: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    for name in ("author", "publisher", "creator", "isPartOf"):
        value = item.get(name)
        for one in value[:20] if isinstance(value, list) else [value]:
            if isinstance(one, dict):
                yield one


def _items(tree: Any) -> Iterator[Mapping[str, Any]]:
    for script in tree.iter("script"):
        if "ld+json" not in (script.get("type") or "").lower():
            continue
        source = (script.text or "").strip("\ufeff \t\r\n")
        if source and len(source) <= _MAX_CHARS:
            for value in _values(source):
                yield from _objects(value, depth=0)


def _values(source: str) -> list[Any]:
    """The values of a block that may be not quite JSON: commented out, escaped, with a comma or a semicolon too many.

    Where it is several values, or an array that is never closed, the values that can be read.
    """
    bare = _COMMENT_MARKS.sub("", source).strip().rstrip("; \n")
    bare = _KEY_WITH_PREFIX.sub(r'"\1"', bare)
    for attempt in (bare, html.unescape(bare), re.sub(r",(\s*[}\]])", r"\1", bare)):
        try:
            return [json.loads(attempt, strict=False)]
        except (ValueError, RecursionError):
            continue
    decoder = json.JSONDecoder(strict=False)
    found: list[Any] = []
    position = 0
    while len(found) < _MOST_VALUES and (position := bare.find("{", position)) >= 0:
        try:
            value, position = decoder.raw_decode(bare, position)
        except (ValueError, RecursionError):
            break
        found.append(value)
    return found


def _objects(value: Any, *, depth: int) -> Iterator[Mapping[str, Any]]:
    if isinstance(value, list):
        for item in value[:200]:
            yield from _objects(item, depth=depth)
    elif isinstance(value, dict):
        yield value
        if depth < 3:
            for name in ("@graph", "mainEntity", "mainEntityOfPage"):
                yield from _objects(value.get(name), depth=depth + 1)
