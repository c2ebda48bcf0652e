"""Who a page says wrote it: in its metadata, in elements that it marks, or in a line by the headline."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import islice
from typing import Any

from reportedly.intake.bylines import clean_names, is_name
from reportedly.intake.page_lines import PageLines, is_of_other_story

__all__ = ["find_byline"]

_METAS = (
    "author", "article:author", "parsely-author", "byl", "sailthru.author", "dc.creator", "dcterms.creator",
    "citation_author", "article:author_name", "authors", "creator",
)  # fmt: skip
# Library catalogues write "Berg, Ana".
_INVERTED = re.compile(r"([A-Z][\w'’-]+), ((?:[A-Z][\w'’.-]*\s?){1,2})")
_LABELS = ("written by", "author", "by")
_MARKED = (
    "//*[@rel='author' or @itemprop='author' or contains(concat(' ', @class, ' '), ' byline ')"
    " or contains(concat(' ', @class, ' '), ' author ')]"
)
_MAY_BE_MARKED = tuple("a span div p li ul address section header strong em b i h2 h3 h4 h5 h6 cite".split())
_NAMED_AFTER = re.compile(
    r"(?:^|[\s_-])(?:by-?lines?|authors?|contributors?|writers?|reporters?|by)(?:$|[\s_-]|names?\b)|"
    r"(?:article|post|entry|story)(?:author|byline)|Author|Byline"
)
_NOT_OF_STORY = re.compile(
    r"bio\b|about|related|recirc|more|quote|comment|image|photo|avatar|social|follow|caption|tweet|popular|"
    r"recommend|recent|latest|footer|user|list|posts|cards|teaser|stories",
    re.IGNORECASE,
)
_INNER = (
    ".//*[@itemprop='name' or @rel='author' or contains(concat(' ', @class, ' '), ' fn ')] | .//a[contains(@href, "
    "'/author') or contains(@href, '/profile') or contains(@href, '/by/') or contains(@href, '/staff') or "
    "contains(@href, '/people/') or contains(@href, '/contributor') or contains(@href, '/reporter') or "
    "contains(@href, '/journalist')]"
)
_AUTHOR_LINK = re.compile(r"/(?:authors?|by|staff|people|contributors?|reporters?|journalists?)/[^/?#]", re.IGNORECASE)
_BREAKS = ("br", "p", "div", "li", "h1", "h2", "h3", "h4")
_BY_LINE = re.compile(r"(?:(?:words|written|reported|story|report|text|posted(?: on)?)\b.{0,40}\s)?by\b|words:", re.I)
# Elements behind the headline among which a byline is looked for.
_NEAR = 80
_LONGEST = 160


def find_byline(
    tree: Any, metas: Mapping[str, Sequence[str]], stated: Sequence[str], lines: PageLines, outlet: str | None
) -> str | None:
    """The names that the page states, else those it prints as its byline; none that belong to another story.

    Args:
        tree: The page; it is not changed.
        metas: The contents of its meta elements by name in lower case.
        stated: The names of the article's authors in JSON-LD.
        lines: What people see of it.
        outlet: Its outlet, which is no author.
    """
    for names in (stated, *_stated(metas)):
        if found := clean_names(names, outlet=outlet):
            return found
    page = _Printed(lines, outlet)
    return page.marked(tree.xpath(_MARKED)) or page.line() or page.loosely_marked(tree) or page.link()


def _stated(metas: Mapping[str, Sequence[str]]) -> Iterator[list[str]]:
    for name in _METAS:
        contents = [content for content in metas.get(name, ()) if "://" not in content]
        if name.startswith(("dc", "citation")):
            contents = [_INVERTED.sub(r"\2 \1", content) for content in contents]
        yield contents
    for number in ("1", "2"):
        label = "".join(metas.get(f"twitter:label{number}", ())[:1])
        if label.strip(" :").casefold() in _LABELS:
            yield list(metas.get(f"twitter:data{number}", ()))


class _Printed:
    """The bylines that people see on a page."""

    def __init__(self, lines: PageLines, outlet: str | None) -> None:
        self._lines = lines
        self._outlet = outlet

    def marked(self, elements: Sequence[Any], *, strictly: bool = False) -> str | None:
        """The names in the first of some elements that has any, and in those beside it."""
        for number, element in enumerate(elements[:20]):
            if self._lines.is_aside(element) or not (found := self._names(element, strictly=strictly)):
                continue
            near = {element.getparent(), *list(element.iterancestors())[1:2]} - {None}
            more = [
                names
                for one in elements[number + 1 : 20]
                if one.tag == element.tag
                and one.get("class") == element.get("class")
                and near & set(islice(one.iterancestors(), 2))
                and element not in one.iterancestors()
                and is_name(names := self._names(one, strictly=True))
            ]
            return ", ".join(dict.fromkeys([found, *filter(None, more)]))
        return None

    def loosely_marked(self, tree: Any) -> str | None:
        """The names in elements named after an author in any way, where they hold nothing but names."""
        found = []
        for element in tree.iter(*_MAY_BE_MARKED):
            names = f"{element.get('class') or element.get('id') or ''} {element.get('data-testid') or ''}"
            if not _names_author(names[:300]) or len(list(islice(element.iter(), 30))) == 30:
                continue
            around = " ".join(one.get("class") or "" for one in islice(element.iterancestors(), 2))
            if not _NOT_OF_STORY.search(around):
                found.append(element)
        return self.marked(found, strictly=True)

    def line(self) -> str | None:
        """The names in a line "By …" right behind the headline."""
        for element in self._behind_headline():
            text = " ".join(element.text_content().split())
            if len(text) <= _LONGEST and _BY_LINE.match(text):
                names = clean_names([text], outlet=self._outlet)
                if is_name(names) and not self._is_of_another(element):
                    return names
        return None

    def link(self) -> str | None:
        """The names of links to an author's own page right behind the headline."""
        for element in self._behind_headline():
            if element.tag == "a" and _AUTHOR_LINK.search(element.get("href") or ""):
                names = clean_names([" ".join(element.text_content().split())], outlet=self._outlet)
                if is_name(names) and not self._is_of_another(element):
                    return names
        return None

    def _is_of_another(self, element: Any) -> bool:
        return self._lines.is_aside(element) or is_of_other_story(element.get("class") or "")

    def _behind_headline(self) -> Iterator[Any]:
        """Small elements behind the headline, in page order."""
        heading = self._lines.heading
        if heading is None:
            return
        behind = (
            element
            for one in (heading, *heading.iterancestors())
            for sibling in one.itersiblings()
            for element in sibling.iter()
        )
        for element in islice(behind, _NEAR):
            is_text = isinstance(element.tag, str) and element.tag not in ("script", "style", "figure", "figcaption")
            if is_text and len(list(islice(element.iter(), 20))) < 20:
                yield element

    def _names(self, element: Any, *, strictly: bool) -> str | None:
        """The names that an element holds, alone where it also holds a job, a portrait or a day."""
        text = " ".join(part.strip() for part in element.itertext() if part.strip())
        is_broken = any(part is not element for part in element.iter(*_BREAKS))
        whole = None if is_broken else clean_names([text], outlet=self._outlet)
        if whole and is_name(whole) and len(text) <= _LONGEST:
            return whole
        inner = [" ".join(one.text_content().split()) for one in element.xpath(_INNER)[:9]]
        if (names := clean_names(inner, outlet=self._outlet)) and (is_name(names) or not strictly):
            return names
        if not is_broken:
            return whole if whole and not strictly and not _is_sentence(whole) else None
        return self._of_lines([part for part in element.itertext() if part.strip()], strictly=strictly)

    def _of_lines(self, printed: Sequence[str], *, strictly: bool) -> str | None:
        """The names in the first line that has any, and in the lines behind it that hold nothing else."""
        found: list[str] = []
        for line in printed[:8]:
            names = clean_names([line], outlet=self._outlet)
            if is_name(names) or (names and not found and not strictly and not _is_sentence(names)):
                found.append(names or "")
            elif found:
                break
        return ", ".join(dict.fromkeys(found)) or None


@lru_cache(maxsize=4096)  # a page names hundreds of elements alike
def _names_author(names: str) -> bool:
    return _NAMED_AFTER.search(names) is not None and _NOT_OF_STORY.search(names) is None


def _is_sentence(text: str) -> bool:
    """Whether words that are no name stand among capital ones: "Press release issued by the Ministry"."""
    lower = [word for word in re.findall(r"[^\W\d_]{2,}", text) if word.islower()]
    return len(lower) > 2 and any(word[0].isupper() for word in text.split())
