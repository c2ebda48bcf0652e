"""What a page says of itself: title, outlet, address, time of publication, byline."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from urllib.parse import urljoin, urlsplit

from reportedly.intake.authors import find_byline
from reportedly.intake.bylines import agency_in_byline
from reportedly.intake.json_ld import JsonLd, is_article, is_live, plain
from reportedly.intake.page_lines import PageLines
from reportedly.intake.published import Dates, find_dates
from reportedly.intake.titles import find_title, is_section
from reportedly.redaction import address_without_secrets

__all__ = ["Facts", "find_facts", "host_of"]

_LONG_WORD = re.compile(r"[^\W_]{4,}")
_LIVE = re.compile(
    r"^live\s*(?:[:|–—-]|$)|\bas (?:it|they) happened\b|\blive ?(?:blog|updates?|coverage|report|feed|ticker)\b|"
    r"(?:\s[–—|:-]|\))\s*live\s*(?:$|[|–—-])|\blive:\s",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What a page says of itself, None where it does not; `body` is the text that its JSON-LD gives whole.

    `updates` are the entries of a live blog as its JSON-LD gives them.
    """

    title: str | None = None
    outlet: str | None = None
    url: str | None = None
    dates: Dates = field(default_factory=Dates)
    byline: str | None = None
    body: str | None = None
    is_live: bool = False
    updates: tuple[Mapping[str, Any], ...] = ()


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
    ld = JsonLd(tree)
    articles = [i for i in ld.items if is_article(i) and (i.get("headline") or i.get("datePublished"))]
    shown = _shown(tree, metas, url)
    articles = [i for i in articles if not _is_foreign(i, shown)]
    # What is under the page's headline is its own, of whatever kind; else a single article is.
    candidates = articles or [i for i in ld.items if i.get("datePublished") or i.get("uploadDate")]
    item: Mapping[str, Any] = next((i for i in candidates if lines.shows(_name(i))), {})
    is_own = bool(item) or len({str(i.get("datePublished")) for i in articles}) == 1
    item = item or next(iter(articles), {})
    address = _address(tree, metas, url)
    outlet = _outlet(metas, item, ld, address or url)
    byline = find_byline(tree, every, ld.names(item.get("author")) or ld.names(item.get("creator")), lines, outlet)
    agency = agency_in_byline(byline)
    return Facts(
        title=find_title(tree, metas, item, lines, (outlet, host_of(address or url), metas.get("og:site_name"))),
        outlet=agency or outlet,
        url=address or (address_without_secrets(url) if url else None),
        dates=find_dates(tree, every, item, is_own_item=is_own, url=address or url, lines=lines, latest=latest),
        byline=", ".join(n for n in (byline or "").split(", ") if not agency_in_byline(n)) or None,
        body=plain(item.get("articleBody")),
        is_live=any(is_live(one) for one in ld.items) or _says_live(tree),
        updates=tuple(ld.updates()),
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


def _name(item: Mapping[str, Any]) -> str | None:
    return plain(item.get("headline")) or plain(item.get("name"))


def _shown(tree: Any, metas: Mapping[str, str], url: str | None) -> set[str]:
    """The longer words by which a page names itself: its titles, main headings and address."""
    headings = [*tree.iter("title", "h1")][:6]
    texts = [*(one.text_content() for one in headings), metas.get("og:title"), metas.get("og:url"), url]
    return set(_LONG_WORD.findall(" ".join(text for text in texts if text).casefold()))


def _is_foreign(item: Mapping[str, Any], shown: set[str]) -> bool:
    """Whether an article's headline and name share no word with the page that states it: a review in the margin."""
    named = f"{plain(item.get('headline')) or ''} {plain(item.get('name')) or ''}"
    words = set(_LONG_WORD.findall(named.casefold()))
    return len(words) >= 2 and len(shown) >= 3 and not words & shown


def _says_live(tree: Any) -> bool:
    """Whether a headline says so: "Live: the day in short", "As it happened"."""
    headings = [*tree.iter("title"), *tree.iter("h1")][:4]
    return any(_LIVE.search(" ".join(heading.text_content().split())) for heading in headings)


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


def _outlet(metas: Mapping[str, str], item: Mapping[str, Any], ld: JsonLd, url: str | None) -> str | None:
    stated = [metas.get("og:site_name"), metas.get("application-name")]
    names = [*ld.names(item.get("publisher")), *stated, *ld.outlets(item), metas.get("dc.publisher")]
    folded = (" ".join(name.split()) for name in names if name and len(name) < 100)
    return next((name for name in folded if not is_section(name)), None) or host_of(url)
