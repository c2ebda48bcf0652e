"""Parts of a page: other stories and what asks to subscribe, which are left out, and the entries of live blogs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from reportedly.intake.dates import to_iso

__all__ = ["LiveEntry", "has_parts", "live_entries", "prune"]

_WALL = re.compile(
    r"pay-?wall|reg-?wall|registration-?wall|subscri(?:be|ption)-?(?:wall|prompt|box|banner|offer|cta|now)|"
    r"(?:article|content|story|meter|subscriber|premium)-?gate|piano-|tp-modal|login-?(?:wall|prompt)|"
    r"newsletter-?(?:signup|box|form|promo)",
    re.IGNORECASE,
)
_ENTRY = re.compile(
    r"live-?(?:blog-?)?(?:entry|post|update|item)|(?:^|\s)(?:update|entry|liveblog-post|lb-post|blog-?post)(?:\s|$)",
    re.IGNORECASE,
)
_HEADINGS = ("h1", "h2", "h3", "h4")
# A longer element is named after the wall that it stands behind: it is the text itself.
_LONGEST_WALL = 900


def has_parts(tree: Any) -> bool:
    """Whether a page may hold any of this, by a look at its names."""
    if len(list(islice(tree.iter("article"), 2))) == 2:
        return True
    # Plain strings, of each attribute apart: a union is sorted, and lxml's own strings keep their elements.
    found = {*tree.xpath("//@class", smart_strings=False), *tree.xpath("//@id", smart_strings=False)}
    names = "\n".join(name[:300] for name in found)
    return _WALL.search(names) is not None


def prune(tree: Any, heading: Any) -> bool:
    """Take out of a tree what is not the story under a headline; whether anything was.

    Args:
        tree: The page; it is changed.
        heading: The element of the headline in it; None where there is none.
    """
    dropped = False
    for element in list(tree.iter("div", "section", "aside", "p", "form")):
        names = f"{element.get('class') or ''} {element.get('id') or ''}"[:300]
        if _WALL.search(names) and element.getparent() is not None and len(element.text_content()) <= _LONGEST_WALL:
            element.drop_tree()
            dropped = True
    own = None if heading is None else next((e for e in heading.iterancestors() if e.tag == "article"), None)
    if own is not None:
        inside = {own, *own.iterancestors()}
        behind = False
        for article in list(tree.iter("article")):
            if article is own:
                behind = True
            elif behind and article not in inside and own not in article.iterancestors() and _is_story(article):
                article.drop_tree()
                dropped = True
    return dropped


def _is_story(article: Any) -> bool:
    """Whether an element has a headline of its own."""
    return next(article.iter(*_HEADINGS), None) is not None and article.getparent() is not None


@dataclass(frozen=True, slots=True)
class LiveEntry:
    """One entry of a live blog: its own time and headline, and its markup."""

    published: str
    title: str | None
    element: Any


def live_entries(tree: Any, *, is_live: bool) -> list[LiveEntry]:
    """The entries of a live blog in the order of the page; none where the page is none.

    An entry has a time with its day. Two of them at least, one beside the other, make a live blog: where the page says
    that it is one, or marks them as entries.

    Args:
        tree: The page.
        is_live: Whether its metadata or headline say so.
    """
    groups: dict[Any, list[LiveEntry]] = {}
    for element in tree.iter("article", "section", "div", "li"):
        names = f"{element.get('class') or ''} {element.get('id') or ''}"[:300]
        is_marked = element.get("itemprop") == "liveBlogUpdate" or _ENTRY.search(names) is not None
        if not (is_marked or (is_live and element.tag in ("article", "li"))):
            continue
        if any(one.tag in ("aside", "footer", "nav") for one in element.iterancestors()):
            continue
        entry = _entry(element)
        if entry is not None:
            groups.setdefault(element.getparent(), []).append(entry)
    found = max(groups.values(), key=len, default=[])
    marked = any(one.element.get("itemprop") == "liveBlogUpdate" for one in found)
    return found if len(found) >= 2 and (is_live or marked) else []


def _entry(element: Any) -> LiveEntry | None:
    day = next(iter(_times(element)), None)
    if day is None or "T" not in day:
        return None
    heading = next(element.iter(*_HEADINGS), None)
    title = " ".join(heading.text_content().split()) if heading is not None else ""
    return LiveEntry(published=day, title=title or None, element=element)


def _times(element: Any) -> Iterator[str]:
    """The times that an entry gives for itself: in its metadata, a `<time>`, or a short line of its own."""
    for meta in element.iter("meta", "time"):
        if meta.get("itemprop") == "dateModified":
            continue
        if day := to_iso(meta.get("content") or meta.get("datetime") or ""):
            yield day
    for line in list(element.iter("time", "p", "span", "div"))[:12]:
        text = " ".join(line.text_content().split())
        if len(text) <= 60 and (day := to_iso(text)):
            yield day
