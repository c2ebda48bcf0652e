"""A page's lines in order, each with what its markup says of it: where dates are looked for."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

from reportedly.intake.date_labels import folded, label_of
from reportedly.intake.dates import to_iso

__all__ = ["MOST_LINES", "PageLine", "PageLines", "is_of_other_story"]

_ASIDE_TAGS = frozenset("aside footer nav form blockquote figure table dialog select option".split())
_ASIDE = re.compile(
    r"comment|related|recommend|most-?(?:read|popular|viewed|shared)|popular|trending|sidebar|teaser|promo|newsletter|"
    r"footer|breadcrumb|more-?(?:stories|news|on)|read-?(?:next|more|also)|also-?like|widget|advert|sponsor|reply|replies|"
    r"next-?(?:post|article)|prev(?:ious)?-?(?:post|article)|archive|embed|tweet|calendar|disqus|cookie",
    re.IGNORECASE,
)
# Of these, what has dates of publication of its own.
_OTHER_STORY = re.compile(
    r"comment|related|recommend|most-?(?:read|popular|viewed|shared)|trending|teaser|more-?(?:stories|news|on)|"
    r"read-?(?:next|more|also)|also-?like|reply|replies|next-?(?:post|article)|prev(?:ious)?-?(?:post|article)|disqus",
    re.IGNORECASE,
)
_MARKED = re.compile(
    r"(?:^|[\s_-])(?:date|dates?line|time|datetime|timestamp|time-?stamp|published?|pub-?date|posted|post-?date|"
    r"entry-?date|meta|byline|story-?date|article-?date|info)(?:$|[\s_-])|(?:publi|post|entry|article|story)\w*date",
    re.IGNORECASE,
)
_SKIPPED = frozenset("script style noscript svg template iframe object button head".split())
_BLOCKS = frozenset(
    "p div section article main header h1 h2 h3 h4 h5 h6 li ul ol dl dt dd tr blockquote pre figure figcaption br hr "
    "aside nav footer form address table tbody td th time".split()
)
_HEADINGS = frozenset("h1 h2 h3 h4 h5 h6".split())
MOST_LINES = 6000


@dataclass(frozen=True, slots=True)
class PageLine:
    """One line that people see on a page.

    Attributes:
        text: White space folded; a `<time>` stands with its `datetime` where it has a readable one.
        aside: Whether it belongs to something beside the article: a comment, another story, the footer.
        marked: Whether its element is named after a date, a byline or the like.
        heading: 1 to 6 in a heading, else 0.
    """

    text: str
    aside: bool
    marked: bool
    heading: int


class PageLines:
    """The lines of a page in order, made when they are asked for."""

    def __init__(self, tree: Any) -> None:
        self._tree = tree

    @cached_property
    def all(self) -> tuple[PageLine, ...]:
        """Every line, up to a bound."""
        return tuple(_walk(self._tree, self.heading))

    @cached_property
    def heading(self) -> Any:
        """The element of the headline: a heading that the page's title repeats, else its first main heading."""
        element = next(self._tree.iter("title"), None)
        title = folded(element.text_content()) if element is not None else ""
        metas = (e for e in self._tree.iter("meta") if e.get("property") == "og:title")
        title += " " + folded(next((e.get("content") or "" for e in metas), ""))
        first: Any = None
        for tag in ("h1", "h2"):
            for heading in list(self._tree.iter(tag))[:20]:
                text = folded(heading.text_content())
                if len(text) > 9 and text in title:
                    return heading
                if first is None and tag == "h1" and text:
                    first = heading
        return first

    def shows(self, title: str | None) -> bool:
        """Whether a title is the headline's."""
        if not title or self.heading is None:
            return False
        own, other = folded(self.heading.text_content()), folded(title)
        return bool(own) and (own == other or (len(own) > 9 and own in other))

    def is_aside(self, element: Any) -> bool:
        """Whether an element belongs to something beside the article."""
        return self._is_inside(element, _ASIDE_TAGS, _names_aside)

    def is_of_another(self, element: Any) -> bool:
        """Whether an element belongs to a comment or to another story."""
        return self._is_inside(element, frozenset(("aside",)), is_of_other_story)

    def _is_inside(self, element: Any, tags: frozenset[str], is_named: Callable[[str], bool]) -> bool:
        around = set() if self.heading is None else {self.heading, *self.heading.iterancestors()}
        for one in (element, *element.iterancestors()):
            if one in around:
                return False
            names = f"{one.get('class') or ''} {one.get('id') or ''} {one.get('itemprop') or ''}"[:300]
            if one.tag in tags or (one is not element and one.tag != "main" and is_named(names)):
                return True
        return False

    @cached_property
    def headline(self) -> int | None:
        """The place of the headline among the lines."""
        if self.heading is None:
            return None
        text = folded(self.heading.text_content())
        return next((n for n, line in enumerate(self.all) if line.heading and folded(line.text) in text), None)


def _walk(tree: Any, headline: Any) -> Iterator[PageLine]:
    """The lines of a tree; what is never seen is left out. What holds the headline is not aside, whatever its name."""
    from lxml import etree

    around = set() if headline is None else {headline, *headline.iterancestors()}

    parts: list[str] = []
    aside: list[Any] = []
    marked: list[Any] = []
    heading: list[int] = []
    state = (False, False, 0)
    skipped: Any = None
    count = 0

    def flush() -> Iterator[PageLine]:
        text = " ".join("".join(parts).split())
        parts.clear()
        if text:
            yield PageLine(text, *state)

    body = tree.find(".//body")
    for event, element in etree.iterwalk(tree if body is None else body, events=("start", "end")):
        tag = element.tag if isinstance(element.tag, str) else "script"
        if event == "start":
            if skipped is not None:
                continue
            if tag in _SKIPPED or element.get("hidden") is not None:
                skipped = element
                continue
            if tag in _BLOCKS and tag != "time":
                lines = list(flush())
                count += len(lines)
                yield from lines
                if count > MOST_LINES:
                    return
            names = f"{element.get('class') or ''} {element.get('id') or ''}"[:300]
            if element not in around and (tag in _ASIDE_TAGS or (tag != "main" and _names_aside(names))):
                aside.append(element)
            if tag == "time" or _names_date(names):
                marked.append(element)
            if tag in _HEADINGS:
                heading.append(int(tag[1]))
            state = (bool(aside), bool(marked), heading[-1] if heading else 0)
            parts.append(_text_of(element, tag, names))
            continue
        if skipped is not None:
            if skipped is element:
                skipped = None
                parts.append(" " + (element.tail or ""))
            continue
        if tag in _BLOCKS and tag != "time":
            yield from flush()
        if aside and aside[-1] is element:
            aside.pop()
        if marked and marked[-1] is element:
            marked.pop()
        if tag in _HEADINGS and heading:
            heading.pop()
        state = (bool(aside), bool(marked) or (state[1] and bool(parts)), heading[-1] if heading else 0)
        parts.append((" " if tag in ("time", "span", "a") else "") + (element.tail or ""))
    yield from flush()


@lru_cache(maxsize=4096)  # a page names hundreds of elements alike
def _names_aside(names: str) -> bool:
    return _ASIDE.search(names) is not None


@lru_cache(maxsize=4096)
def is_of_other_story(names: str) -> bool:
    """Whether an element's names say that it holds a comment or another story."""
    return _OTHER_STORY.search(names) is not None


@lru_cache(maxsize=4096)
def _names_date(names: str) -> bool:
    return _MARKED.search(names) is not None


def _text_of(element: Any, tag: str, names: str) -> str:
    """An element's own text; of a `<time>` its day in figures, where it has one, and the words that it adds."""
    text = element.text or ""
    if tag == "time":
        stamp = element.get("datetime") or ""
        told = to_iso(stamp)
        change = "updated " if _is_change(element, names) else ""
        if told and len(list(element)) == 0:
            return f" {_words_before_day(text)} {change}{told} "
        return f" {change}{text}"
    if not text.strip() and not len(element):
        for name in ("data-datetime", "data-date", "data-timestamp", "data-time", "data-published"):
            if told := to_iso(element.get(name) or ""):
                return f" {told} "
    return text


def _is_change(element: Any, names: str) -> bool:
    """Whether a `<time>` is named after a change. In hAtom "updated" is the one day that every entry has."""
    if "publish" in names or not re.search(r"updated|modified", names):
        return False
    if "modified" in names:
        return True
    around = [element, *list(element.iterancestors())[:10]]
    return not any(re.search(r"\bhentry\b|\bentry-date\b", one.get("class") or "") for one in around)


def _words_before_day(text: str) -> str:
    """ "Published" of "Published 4 March 2026"; what is a date already is not said twice."""
    folded = " ".join(text.split())
    label = label_of(folded[:60])
    return {"published": "published", "updated": "updated", "other": "valid"}.get(label, "")
