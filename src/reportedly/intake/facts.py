"""What a page says of itself: title, outlet, address, time of publication, byline."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from urllib.parse import urljoin, urlsplit

from reportedly.intake.published import Dates, PageLines, find_dates

__all__ = ["Facts", "find_facts", "host_of"]

_ARTICLE_TYPES = ("Article", "NewsArticle", "BlogPosting", "Report", "Posting", "Review", "WebPage")
_BY = re.compile(r"^\s*(?:by|von|par|por|di|written by|posted by)\s*:?\s+", re.IGNORECASE)
_MAX_JSON_LD = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What a page says of itself, None where it does not; `body` is the text that its JSON-LD gives whole."""

    title: str | None = None
    outlet: str | None = None
    url: str | None = None
    dates: Dates = field(default_factory=Dates)
    byline: str | None = None
    body: str | None = None


def find_facts(tree: Any, *, url: str | None, latest: date | None) -> Facts:
    """The facts of one page.

    Args:
        tree: The page, as lxml parsed it; it is not changed.
        url: Where it was fetched from, if known.
        latest: No later day is guessed from the page's text; a day that the page's metadata state stands.
    """
    metas = _metas(tree)
    items = list(_json_ld(tree))
    item: Mapping[str, Any] = next(
        (i for i in items if _is_article(i) and (i.get("headline") or i.get("datePublished"))), {}
    )
    address = _address(tree, metas, url)
    outlet = _outlet(metas, item, address or url)
    lines = PageLines(tree)
    return Facts(
        title=_title(tree, metas, item, outlet),
        outlet=outlet,
        url=address or url,
        dates=find_dates(tree, metas, item, url=address or url, lines=lines, latest=latest),
        byline=_byline(tree, metas, item),
        body=_plain(item.get("articleBody")),
    )


def host_of(url: str | None) -> str | None:
    """The host of an address, without "www."."""
    try:
        host = urlsplit(url or "").hostname
    except ValueError:
        return None
    return host.removeprefix("www.") if host else None


def _metas(tree: Any) -> dict[str, str]:
    found: dict[str, str] = {}
    for element in tree.iter("meta"):
        name = element.get("property") or element.get("name") or element.get("itemprop") or ""
        content = (element.get("content") or "").strip()
        if name and content and len(content) < 2000:
            found.setdefault(name.strip().lower(), content)
    return found


def _json_ld(tree: Any) -> Iterator[Mapping[str, Any]]:
    """Every object of the page's JSON-LD blocks, outermost first."""
    for script in tree.iter("script"):
        if "ld+json" not in (script.get("type") or ""):
            continue
        source = (script.text or "").strip().removeprefix("<![CDATA[").removesuffix("]]>").rstrip("; \n")
        if not source or len(source) > _MAX_JSON_LD:
            continue
        try:
            value = json.loads(source, strict=False)
        except (ValueError, RecursionError):
            continue
        yield from _objects(value, depth=0)


def _objects(value: Any, *, depth: int) -> Iterator[Mapping[str, Any]]:
    if isinstance(value, list):
        for item in value[:200]:
            yield from _objects(item, depth=depth)
    elif isinstance(value, dict):
        yield value
        if depth < 3:
            for name in ("@graph", "mainEntity", "mainEntityOfPage"):
                yield from _objects(value.get(name), depth=depth + 1)


def _is_article(item: Mapping[str, Any]) -> bool:
    kinds = item.get("@type")
    kinds = kinds if isinstance(kinds, list) else [kinds]
    return any(isinstance(kind, str) and kind.endswith(_ARTICLE_TYPES) for kind in kinds)


def _plain(value: Any) -> str | None:
    """A string out of JSON-LD, without entities and tags."""
    import html

    if not isinstance(value, str) or not value.strip():
        return None
    text = html.unescape(html.unescape(value))
    return re.sub(r"<[^<>]{1,200}>", " ", text).strip() if "<" in text else text.strip()


def _names(value: Any) -> list[str]:
    """The names of JSON-LD people or organisations: a string, an object, or a list of either."""
    if isinstance(value, list):
        return [name for item in value[:20] for name in _names(item)]
    if isinstance(value, dict):
        value = value.get("name")
        if isinstance(value, list):
            return _names(value)
    text = _plain(value)
    return [text] if text and len(text) < 200 and "://" not in text else []


def _address(tree: Any, metas: Mapping[str, str], url: str | None) -> str | None:
    links = [e.get("href") for e in tree.iter("link") if (e.get("rel") or "").lower() == "canonical"]
    for link in (*links, metas.get("og:url"), url):
        if not link:
            continue
        try:
            address = urljoin(url or "", str(link).strip())
            parts = urlsplit(address)
        except ValueError:
            continue
        if parts.scheme in ("http", "https") and parts.hostname:
            return address
    return None


def _outlet(metas: Mapping[str, str], item: Mapping[str, Any], url: str | None) -> str | None:
    names = [metas.get("og:site_name"), *_names(item.get("publisher")), metas.get("application-name")]
    return next((" ".join(name.split()) for name in names if name and len(name) < 100), None) or host_of(url)


def _title(tree: Any, metas: Mapping[str, str], item: Mapping[str, Any], outlet: str | None) -> str | None:
    headings = [" ".join(h.text_content().split()) for h in list(tree.iter("h1"))[:8]]
    headings = [h for h in headings if 2 < len(h) < 300]
    element = next(tree.iter("title"), None)
    page = " ".join(element.text_content().split()) if element is not None else ""
    stated = [_plain(item.get("headline")), metas.get("og:title"), metas.get("twitter:title"), page]
    for title in stated:
        if not title or len(title) > 400:
            continue
        title = _without_outlet(" ".join(title.split()), outlet)
        # The heading that people see is the headline; what is stated tells which heading that is.
        for heading in headings:
            if heading.casefold() in title.casefold() and len(heading) > 0.5 * len(title):
                return heading
        if title:
            return title
    return headings[0] if headings else None


def _without_outlet(title: str, outlet: str | None) -> str:
    """The title without " | Outlet" behind or "Outlet: " before it."""
    title = " ".join(title.split())  # the pattern takes minutes on a long run of spaces
    parts = re.split(r"\s+[|–—·»:-]+\s+|\s*\|\s*", title)
    name = (outlet or "").casefold()
    if len(parts) > 1 and name:
        last = parts[-1].casefold().removeprefix("the ").split(".")[0]
        if last and (last in name or name.split(".")[0] in last):
            return title[: title.rindex(parts[-1])].rstrip(" |–—·»:-") or title
    return title


def _byline(tree: Any, metas: Mapping[str, str], item: Mapping[str, Any]) -> str | None:
    names = _names(item.get("author"))
    if not names:
        author = metas.get("author") or metas.get("article:author") or metas.get("parsely-author") or metas.get("byl")
        names = [author] if author and "://" not in author else []
    if not names:
        found = tree.xpath(
            "//*[@rel='author' or @itemprop='author' or contains(concat(' ', @class, ' '), ' byline ')"
            " or contains(concat(' ', @class, ' '), ' author ')]"
        )
        names = [" ".join(element.text_content().split()) for element in found[:1]]
    clean = [_BY.sub("", name).strip(" ,|-") for name in names]
    return ", ".join(dict.fromkeys(name for name in clean if 1 < len(name) < 120)) or None
