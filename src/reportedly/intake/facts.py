"""What a page says of itself: title, outlet, address, time of publication, byline."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from urllib.parse import urljoin, urlsplit

from reportedly.intake.bylines import agency_in_byline, clean_names
from reportedly.intake.page_lines import PageLines
from reportedly.intake.published import Dates, find_dates
from reportedly.redaction import address_without_secrets

__all__ = ["Facts", "find_facts", "host_of"]

_ARTICLE_TYPES = ("Article", "NewsArticle", "BlogPosting", "Report", "Posting", "Review", "WebPage")
# Names of sections, which some pages give for their own.
_SECTION = re.compile(
    r"(?:the )?(?:U\.?S\.?|U\.?K\.?|home|world|news|politics|business|sports?|opinion|international|national|local|"
    r"top news|breaking news|latest news|website|blog)",
    re.IGNORECASE,
)
_LIVE = re.compile(
    r"^live\s*(?:[:|–—-]|$)|\bas it happened\b|\blive ?(?:blog|updates?|coverage|report)\b", re.IGNORECASE
)
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
    is_live: bool = False


def find_facts(tree: Any, *, url: str | None, latest: date | None) -> Facts:
    """The facts of one page.

    Args:
        tree: The page, as lxml parsed it; it is not changed.
        url: Where it was fetched from, if known.
        latest: No later day is guessed from the page's text; a day that the page's metadata state stands.
    """
    lines = PageLines(tree)
    every = _metas(tree, lines)
    metas = {name: contents[0] for name, contents in every.items()}
    items = list(_json_ld(tree))
    articles = [i for i in items if _is_article(i) and (i.get("headline") or i.get("datePublished"))]
    # What is under the page's headline is its own, of whatever kind; else a single article is.
    candidates = articles or [i for i in items if i.get("datePublished") or i.get("uploadDate")]
    item: Mapping[str, Any] = next((i for i in candidates if lines.shows(_name(i))), {})
    is_own = bool(item) or len({str(i.get("datePublished")) for i in articles}) == 1
    item = item or next(iter(articles), {})
    address = _address(tree, metas, url)
    outlet = _outlet(metas, item, address or url)
    byline = _byline(tree, metas, item, lines, outlet)
    agency = agency_in_byline(byline)
    return Facts(
        title=_title(tree, metas, item, outlet),
        outlet=agency or outlet,
        url=address or (address_without_secrets(url) if url else None),
        dates=find_dates(tree, every, item, is_own_item=is_own, url=address or url, lines=lines, latest=latest),
        byline=", ".join(n for n in (byline or "").split(", ") if not agency_in_byline(n)) or None,
        body=_plain(item.get("articleBody")),
        is_live=any(_is_live(one) for one in items) or _says_live(tree),
    )


def host_of(url: str | None) -> str | None:
    """The host of an address, without "www."."""
    try:
        host = urlsplit(url or "").hostname
    except ValueError:
        return None
    return host.removeprefix("www.") if host else None


def _metas(tree: Any, lines: PageLines) -> dict[str, list[str]]:
    """The contents of the page's meta elements by name in lower case, in page order: some pages say a thing twice."""
    found: dict[str, list[str]] = {}
    for element in tree.iter("meta"):
        name = element.get("property") or element.get("name") or ""
        prop = element.get("itemprop") or ""
        if (element.get("http-equiv") or "").lower() == "content-language":
            name = "content-language"
        if not name and prop and not (prop.lower().startswith("date") and lines.is_of_another(element)):
            name = prop
        content = (element.get("content") or "").strip()
        if name and content and len(content) < 2000:
            found.setdefault(name.strip().lower(), []).append(content)
    return found


def _json_ld(tree: Any) -> Iterator[Mapping[str, Any]]:
    """Every object of the page's JSON-LD blocks, outermost first."""
    for script in tree.iter("script"):
        if "ld+json" not in (script.get("type") or ""):
            continue
        source = (script.text or "").strip()
        if source and len(source) <= _MAX_JSON_LD:
            yield from _objects(_loads(source), depth=0)


def _loads(source: str) -> Any:
    """A JSON-LD block that may be not quite JSON: commented out, escaped, ended by a semicolon, a comma too many."""
    bare = re.sub(
        r"^\s*(?://|/\*)?\s*<!(?:\[CDATA\[|--)\s*(?:\*/)?|(?://|/\*)?\s*(?:\]\]|--)>\s*(?:\*/)?\s*$", "", source
    )
    bare = bare.strip().rstrip("; \n")
    for attempt in (bare, html.unescape(bare), re.sub(r",(\s*[}\]])", r"\1", bare)):
        try:
            return json.loads(attempt, strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def _objects(value: Any, *, depth: int) -> Iterator[Mapping[str, Any]]:
    if isinstance(value, list):
        for item in value[:200]:
            yield from _objects(item, depth=depth)
    elif isinstance(value, dict):
        yield value
        if depth < 3:
            for name in ("@graph", "mainEntity", "mainEntityOfPage"):
                yield from _objects(value.get(name), depth=depth + 1)


def _kinds(item: Mapping[str, Any]) -> list[str]:
    """The types of a JSON-LD object; schema.org's context lets "type" stand for "@type"."""
    kinds = item.get("@type") or item.get("type")
    return [kind for kind in (kinds if isinstance(kinds, list) else [kinds]) if isinstance(kind, str)]


def _is_article(item: Mapping[str, Any]) -> bool:
    return any(kind.endswith(_ARTICLE_TYPES) for kind in _kinds(item))


def _name(item: Mapping[str, Any]) -> str | None:
    return _plain(item.get("headline")) or _plain(item.get("name"))


def _is_live(item: Mapping[str, Any]) -> bool:
    return "LiveBlogPosting" in _kinds(item)


def _says_live(tree: Any) -> bool:
    """Whether a headline says so: "Live: the day in short", "As it happened"."""
    headings = [*tree.iter("title"), *tree.iter("h1")][:4]
    return any(_LIVE.search(" ".join(heading.text_content().split())) for heading in headings)


def _plain(value: Any) -> str | None:
    """A string out of JSON-LD, without entities and tags."""
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
    names = [*_names(item.get("publisher")), metas.get("og:site_name"), metas.get("application-name")]
    folded = (" ".join(name.split()) for name in names if name and len(name) < 100)
    return next((name for name in folded if not _SECTION.fullmatch(name)), None) or host_of(url)


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
            if re.match(rf"{re.escape(heading)}\s*[|–—·»-]\s", title, re.IGNORECASE):
                return heading
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


def _byline(
    tree: Any, metas: Mapping[str, str], item: Mapping[str, Any], lines: PageLines, outlet: str | None
) -> str | None:
    """What the page states, else a line that it marks as its byline; none that belongs to another story."""
    stated = _names(item.get("author"))
    author = metas.get("author") or metas.get("article:author") or metas.get("parsely-author") or metas.get("byl")
    for names in (stated, [author] if author and "://" not in author else []):
        if found := clean_names(names, outlet=outlet):
            return found
    marked = tree.xpath(
        "//*[@rel='author' or @itemprop='author' or contains(concat(' ', @class, ' '), ' byline ')"
        " or contains(concat(' ', @class, ' '), ' author ')]"
    )
    for element in marked[:20]:
        if lines.is_aside(element):
            continue
        text = " ".join(part.strip() for part in element.itertext() if part.strip())
        broken = any(part is not element for part in element.iter("br", "p", "div", "li"))
        printed = [part for part in element.itertext() if part.strip()] if broken else [text]
        if found := clean_names(printed[:1] if broken else printed, outlet=outlet):
            return found
    return None
