"""The entries of a live blog, each with its own time."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from reportedly.intake.date_labels import IS_UPDATED
from reportedly.intake.dates import find_days, to_iso
from reportedly.intake.json_ld import plain
from reportedly.intake.page_lines import is_of_other_story

__all__ = ["LiveEntry", "live_entries", "stated_entries"]

_ENTRY = re.compile(
    r"live-?(?:blog-?)?(?:entry|post|update|item)|(?:^|\s)(?:update|entry|liveblog-post|lb-post|blog-?post)(?:\s|$)",
    re.IGNORECASE,
)
# Names of entries that need a headline with the word "live", which alone says little.
_LOOSE_ENTRY = re.compile(
    r"(?:^|[\s_-])(?:live|live-?blog|updates?|entry|entries|timeline|feed)(?:$|[\s_-])", re.IGNORECASE
)
_HEADINGS = ("h1", "h2", "h3", "h4")
_STAMPS = (
    "datetime",
    "content",
    "data-timestamp",
    "data-time",
    "data-datetime",
    "data-date",
    "data-published",
    "title",
)
_CLOCK = re.compile(r"\d{1,2}[:.]\d\d(?:\s?[ap]\.?m\.?)?(?:\s[A-Z]{2,4})?|\d{1,2}\s?[ap]\.?m\.?", re.IGNORECASE)
_LONGEST_STAMP = 60
_MOST_TIMES = 2000
_LEAST_SHARE = 0.6
_LEAST_TEXT = 25


@dataclass(frozen=True, slots=True)
class LiveEntry:
    """One entry of a live blog: its own time and headline, and its markup."""

    published: str
    title: str | None
    element: Any


def stated_entries(updates: Sequence[Mapping[str, Any]], tree: Any) -> list[LiveEntry]:
    """The entries that a page's JSON-LD gives with their text, in its order; none where the page shows much more.

    Args:
        updates: The entries as JSON-LD gives them.
        tree: The page; it is not changed.
    """
    from lxml import etree, html

    found: list[LiveEntry] = []
    for update in updates:
        day, body = update.get("datePublished"), update.get("articleBody")
        published = to_iso(day) if isinstance(day, str) else None
        if published is None or "T" not in published or not isinstance(body, str) or not body.strip():
            continue
        paragraphs = body if "<" in body else "".join(f"<p>{part}</p>" for part in body.split("\n"))
        try:
            element = html.fragment_fromstring(paragraphs, create_parent="div")
        except (etree.LxmlError, ValueError):
            continue
        found.append(LiveEntry(published=published, title=plain(update.get("headline")), element=element))
    n_chars = sum(len(one.element.text_content()) for one in found)
    return found if n_chars >= _LEAST_SHARE * _n_chars(tree) else []


def live_entries(tree: Any, *, is_live: bool) -> list[LiveEntry]:
    """The entries of a live blog in the order of the page; none where the page is none.

    An entry has a time with its day. Two of them at least, one beside the other, make a live blog: where the page says
    that it is one, or marks them as entries.

    Args:
        tree: The page.
        is_live: Whether its metadata or headline say so; else its headline may, and only marked entries count.
    """
    groups: dict[Any, list[LiveEntry]] = {}
    for element in tree.iter("article", "section", "div", "li"):
        names = f"{element.get('class') or ''} {element.get('id') or ''}"[:300]
        is_marked = element.get("itemprop") == "liveBlogUpdate" or _ENTRY.search(names) is not None
        if not (is_marked or (is_live and element.tag in ("article", "li"))) or _is_aside(element):
            continue
        entry = _entry(element)
        if entry is not None:
            groups.setdefault(element.getparent(), []).append(entry)
    found = max(groups.values(), key=len, default=[])
    marked = any(one.element.get("itemprop") == "liveBlogUpdate" for one in found)
    if len(found) >= 2 and (is_live or marked):
        return found
    return _timed_entries(tree, is_live=is_live)


def _timed_entries(tree: Any, *, is_live: bool) -> list[LiveEntry]:
    """The largest parts of a page that hold one time each, where two or more lie side by side.

    Where times stand alone, what lies between one and the next is the entry of the first.
    """
    times = list(_timed(tree))[:_MOST_TIMES]
    held: dict[Any, set[str]] = {}
    for element, published in times:
        for one in (element, *element.iterancestors()):
            held.setdefault(one, set()).add(published)
    groups: dict[Any, list[LiveEntry]] = {}
    alone: dict[Any, dict[Any, str]] = {}
    for element, published in times:
        top, names = element, ""
        while (parent := top.getparent()) is not None and len(held[parent]) == 1:
            top = parent
            names += f" {top.get('class') or ''} {top.get('id') or ''}"[:300]
        if top.getparent() is None or not (is_live or _LOOSE_ENTRY.search(names)):
            continue
        n_chars = _own_length(top)
        if n_chars > (_LONGEST_STAMP if element is top else _own_length(element) + _LEAST_TEXT):
            entries = groups.setdefault(top.getparent(), [])
            if all(entry.element is not top for entry in entries):
                entries.append(LiveEntry(published=published, title=_title(top), element=top))
        else:
            alone.setdefault(top.getparent(), {})[top] = published
    for parent, stamps in alone.items():
        if len(stamps) >= 2 and parent not in groups:
            groups[parent] = list(_between(stamps))
    found = max(groups.values(), key=lambda group: sum(_own_length(one.element) for one in group), default=[])
    if len(found) < 2:
        return []
    # A story about where ministers live may have teasers with times below it.
    share = sum(_n_chars(one.element) for one in found) / max(1, _n_chars(tree))
    return found if is_live or share >= _LEAST_SHARE else []


def _between(stamps: Mapping[Any, str]) -> Iterator[LiveEntry]:
    """The entries of times that stand alone, each with copies of what lies behind it."""
    from lxml import html

    for stamp, published in stamps.items():
        entry = html.Element("div")
        for sibling in stamp.itersiblings():
            if sibling in stamps:
                break
            entry.append(copy.deepcopy(sibling))
        if len(entry):
            yield LiveEntry(published=published, title=_title(entry), element=entry)


def _own_length(element: Any) -> int:
    return len(" ".join(element.text_content().split()))


def _n_chars(element: Any) -> int:
    """How long the paragraphs in an element are."""
    return sum(len(one.text_content()) for one in element.iter("p"))


def _timed(tree: Any) -> Iterator[tuple[Any, str]]:
    """Each element that gives a time and little else; an hour alone is of the day that a heading above it gives."""
    day: str | None = None
    inside: Any = None
    for element in tree.iter("time", "p", "span", "div", "h2", "h3", "h4", "h5"):
        if inside is not None and inside in element.iterancestors():
            continue
        content = element.text_content()
        text = " ".join(content[: 20 * _LONGEST_STAMP].split())
        if len(text) > _LONGEST_STAMP:
            text = " ".join((element.text or "").split())  # "4.3.2026, 16:30 <p>…"
            if not 6 <= len(text) <= _LONGEST_STAMP:
                continue
        stamp = next((iso for name in _STAMPS if (iso := to_iso(element.get(name) or ""))), None)
        if stamp is None and text[:1].isalnum() and any(map(str.isdigit, text)):
            stamp = to_iso(text)
        if stamp is None and day and _CLOCK.fullmatch(text):
            stamp = to_iso(f"{day} {text}")
        if stamp is None or _is_aside(element) or _is_change(element):
            continue
        if "T" in stamp:
            inside = element
            yield element, stamp
        elif element.tag in ("h2", "h3", "h4", "h5") and any(find_days(text)):
            day = stamp


def _is_change(element: Any) -> bool:
    """Whether a time is that of a change: "Updated 16:45"."""
    around = element.getparent()
    text = "" if around is None else " ".join(around.text_content().split())
    return len(text) <= 2 * _LONGEST_STAMP and IS_UPDATED.match(text) is not None


def _is_aside(element: Any) -> bool:
    for one in element.iterancestors():
        if one.tag in ("aside", "footer", "nav"):
            return True
        if one.tag not in ("html", "body", "main") and is_of_other_story(one.get("class") or ""):
            return True
    return False


def _entry(element: Any) -> LiveEntry | None:
    day = next(iter(_times(element)), None)
    if day is None or "T" not in day:
        return None
    return LiveEntry(published=day, title=_title(element), element=element)


def _title(element: Any) -> str | None:
    """The first heading of an entry that is not its time."""
    for heading in element.iter(*_HEADINGS):
        text = " ".join(heading.text_content().split())
        if text and not (len(text) <= _LONGEST_STAMP and to_iso(text)) and not _CLOCK.fullmatch(text):
            return text
    return None


def _times(element: Any) -> Iterator[str]:
    """The times that an entry gives for itself: in its metadata, a `<time>`, or a short line of its own."""
    for meta in element.iter("meta", "time"):
        if meta.get("itemprop") == "dateModified":
            continue
        if day := to_iso(meta.get("content") or meta.get("datetime") or ""):
            yield day
    for line in list(element.iter("time", "p", "span", "div"))[:12]:
        text = " ".join(line.text_content().split())
        if len(text) <= _LONGEST_STAMP and (day := to_iso(text)):
            yield day
