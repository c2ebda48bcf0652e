"""What a page says of itself: title, outlet, address, time of publication, byline."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urljoin, urlsplit

from reportedly.intake.dates import to_iso
from reportedly.redaction import address_without_secrets

__all__ = ["Facts", "find_facts", "host_of"]

_ARTICLE_TYPES = ("Article", "NewsArticle", "BlogPosting", "Report", "Posting", "Review", "WebPage")
# Names under which pages state their time of publication; "modified" and "updated" are never taken for it.
_PUBLISHED = (
    "article:published_time", "og:article:published_time", "datepublished", "article:published", "og:published_time",
    "parsely-pub-date", "sailthru.date", "cxenseparse:recs:publishtime", "dc.date.issued", "dcterms.created",
    "dc.date.created", "dcterms.date", "dc.date", "article.published", "published-date", "published_date",
    "publication_date", "publish-date", "publishdate", "publish_date", "pubdate", "ptime", "article_date_original",
    "originalpublicationdate", "rnews:datepublished", "citation_publication_date", "date", "createdate",
)  # fmt: skip
_URL_DAY = re.compile(
    r"/((?:19|20)\d\d)(?:/(1[0-2]|0?[1-9])/|-(1[0-2]|0[1-9])-|(1[0-2]|0[1-9]))(3[01]|[12]\d|0?[1-9])(?=\D|$)"
)
_BY = re.compile(r"^\s*(?:by|von|par|por|di|written by|posted by)\s*:?\s+", re.IGNORECASE)
_FAR = date(2100, 1, 1)
_MAX_JSON_LD = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What a page says of itself, None where it does not; `body` is the text that its JSON-LD gives whole."""

    title: str | None = None
    outlet: str | None = None
    url: str | None = None
    published: str | None = None
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
    return Facts(
        title=_title(tree, metas, item, outlet),
        outlet=outlet,
        url=address or (address_without_secrets(url) if url else None),
        published=_published(tree, metas, item, address or url, latest),
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
            return address_without_secrets(address)
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


def _published(
    tree: Any, metas: Mapping[str, str], item: Mapping[str, Any], url: str | None, latest: date | None
) -> str | None:
    """What the page states, in order of trust; then a day in its address; then what htmldate finds in its text."""
    try:
        match = _URL_DAY.search(urlsplit(url or "").path)
    except ValueError:
        match = None
    in_url = None
    if match:
        month = match[2] or match[3] or match[4]
        in_url = to_iso(f"{match[1]}-{int(month):02}-{int(match[5]):02}")
    for value in (item.get("datePublished"), *(metas.get(name) for name in _PUBLISHED)):
        day = to_iso(value) if isinstance(value, str) else None
        if day and day[:4] >= "1990":
            # A time in UTC may be another day than the outlet's own, which its address tells.
            is_utc = day.endswith("+00:00")
            return in_url if in_url and is_utc and _days_apart(day, in_url) == 1 else day
    for element in tree.iter("time", "abbr", "span", "meta"):
        marks = ((element.get("itemprop") or "") + " " + (element.get("class") or "")).lower()
        if not ("pubdate" in element.attrib or "datepublished" in marks or re.search(r"\bpublished\b", marks)):
            continue
        value = element.get("datetime") or element.get("content") or element.get("title")
        day = to_iso(value or element.text_content())
        if day:
            return day
    if in_url:
        return in_url
    return _guessed(tree, latest)


def _days_apart(one: str, other: str) -> int:
    return abs((date.fromisoformat(one[:10]) - date.fromisoformat(other[:10])).days)


def _guessed(tree: Any, latest: date | None) -> str | None:
    """htmldate's answer, but for a first of January: it answers that from a copyright line's year alone."""
    from htmldate import find_date

    try:
        found = find_date(
            tree,
            extensive_search=True,
            original_date=True,
            max_date=(latest or _FAR).isoformat(),
            min_date="1990-01-01",
        )
    except (ValueError, TypeError, AttributeError, OverflowError, RecursionError):
        return None
    if not found or found[5:] == "01-01":
        return None
    return to_iso(found)
