"""The headline of a page, without the names of its outlet and section around it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from typing import Any

from reportedly.intake.json_ld import plain
from reportedly.intake.page_lines import PageLines

__all__ = ["find_title", "is_section"]

# Names of sections, which some pages give for their own.
_SECTION = re.compile(
    r"(?:the )?(?:U\.?S\.?|U\.?K\.?|home|world|news|politics|business|sports?|opinion|international|national|local|"
    r"(?:local|top|breaking|latest|world|business|sports?) news|website|blog)",
    re.IGNORECASE,
)
# What a page of any kind may be called.
_NO_TITLE = re.compile(
    r"(?:home|home ?page|welcome|index|untitled(?: document)?|article|articles|story|page|news|latest(?: news)?|blog|"
    r"post|print(?: version)?|loading\W*)",
    re.IGNORECASE,
)
_SIGN = re.compile(r"\s+[|–—·•»«<>:/~-]+\s+|\s*[|»]\s*")
_BEHIND_HEADING = re.compile(r"\s*[|–—·•»<>/-]\s")
_SMALL = frozenset("a an and at for in of on the to & + de la le du des et und y".split())
_LONGEST_SECTION = 3  # words


def is_section(name: str) -> bool:
    """Whether a name is that of a section, which many outlets have.

    >>> is_section("Local News"), is_section("Coast Tribune")
    (True, False)
    """
    return _SECTION.fullmatch(name) is not None


def find_title(
    tree: Any, metas: Mapping[str, str], item: Mapping[str, Any], lines: PageLines, sites: Iterable[str | None]
) -> str | None:
    """The headline that people see, else the one that the page states; None where it has none.

    Args:
        tree: The page; it is not changed.
        metas: The contents of its meta elements.
        item: Its article in JSON-LD; empty where it has none.
        lines: What people see of it.
        sites: Names of its outlet, and its host.
    """
    names = {_squeezed(name) for name in sites if name} - {""}
    headings = [text for text in _texts(tree.iter("h1"), 8) if not _is_site(text, names)]
    lesser = [text for text in _texts(tree.iter("h2", "h3"), 12) if not _is_site(text, names)]
    marked = [
        text
        for element in tree.xpath("//*[@itemprop='headline' and not(self::meta)]")[:3]
        if not lines.is_aside(element) and 2 < len(text := " ".join(element.text_content().split())) < 300
    ]
    page = next(tree.iter("title"), None)
    stated = [
        plain(item.get("headline")),
        marked[0] if len(marked) == 1 else None,
        metas.get("og:title"),
        metas.get("twitter:title"),
        page.text_content() if page is not None else None,
    ]
    rest: str | None = None
    for one in stated:
        title = " ".join((one or "").split())
        if not title or len(title) > 400:
            continue
        if seen := _seen(title, headings, lesser):
            return seen
        title = _without_site(title, names)
        if title and not _is_site(title, names) and not _NO_TITLE.fullmatch(title):
            return title
        rest = rest or title or None
    if headings:
        return headings[0]
    own = [text for text in _texts((e for e in tree.iter("h2") if _is_in_story(e)), 1) if not _is_site(text, names)]
    return own[0] if own else rest


def _texts(elements: Iterable[Any], most: int) -> list[str]:
    texts = (" ".join(element.text_content().split()) for element in islice(elements, most))
    return [text for text in texts if 2 < len(text) < 300]


def _is_in_story(element: Any) -> bool:
    return any(one.tag in ("article", "main") for one in element.iterancestors())


def _seen(title: str, headings: Sequence[str], lesser: Sequence[str]) -> str | None:
    """The heading that people see for a stated title; what is stated tells which heading that is."""
    folded = title.casefold()
    for heading in headings:
        own = heading.casefold()
        if folded.startswith(own) and _BEHIND_HEADING.match(folded, len(own)):
            return heading
        if own in folded and len(heading) > 0.5 * len(title):
            return heading
    # Else it must be a whole part of it, and so must a heading of a lower level.
    parts = {part.casefold() for part in (title, *_SIGN.split(title))}
    return next((text for text in (*headings, *lesser) if len(text.split()) > 2 and text.casefold() in parts), None)


def _without_site(title: str, names: set[str]) -> str:
    """The title without " | Section | Outlet" behind it or "Outlet: " before it."""
    if (match := re.match(r"([^:]{3,60}):\s+(?=\S)", title)) and _is_site(match[1], names):
        return title[match.end() :]
    parts = _SIGN.split(title)
    signs = [sign.strip() for sign in _SIGN.findall(title)]
    if len(parts) < 2:
        return title
    end = next((n for n in range(1, len(parts)) if _is_site(parts[n], names)), None)
    if end is None and _may_be_site(parts[-1], names):
        end = len(parts) - 1
    first = 0
    if end is None:
        if not _is_site(parts[0], names):
            return title
        first, end = 1, len(parts)
        while first + 1 < end and signs[first] == signs[0] and _may_be_section(parts[first]):
            first += 1
    else:
        while end > 1 and signs[end - 1] == signs[end - 2 if end > 1 else 0] and _ends_in_section(parts[:end]):
            end -= 1
    return _joined(title, parts, first, end)


def _joined(title: str, parts: Sequence[str], first: int, end: int) -> str:
    """The parts from `first` to before `end` as printed, with the signs between them."""
    start = title.find(parts[first]) if not first else title.find(parts[first], len(parts[0]))
    stop = len(title) if end == len(parts) else start
    if end < len(parts):
        for part in parts[first:end]:
            stop = title.find(part, stop) + len(part)
    return title[start:stop].strip(" |–—·•»<>:/-") or title


def _ends_in_section(parts: Sequence[str]) -> bool:
    """Whether the last of some parts is a section behind a headline: shorter than that, and written as a name."""
    head = " ".join(parts[:-1]).split()
    return len(parts) > 1 and len(head) > max(2, len(parts[-1].split())) and _may_be_section(parts[-1])


def _may_be_section(part: str) -> bool:
    words = part.split()
    if is_section(part):
        return True
    capital = all(word[0].isupper() or word.casefold() in _SMALL for word in words)
    return 0 < len(words) <= _LONGEST_SECTION and capital and not re.search(r"[?!.,'’\"“”\d]", part)


def _squeezed(name: str) -> str:
    """A name without "the", spaces and marks; of a host the part that names the outlet."""
    name = name.casefold()
    if re.fullmatch(r"[\w-]+(?:\.[\w-]+)+", name):
        name = name.removeprefix("www.").split(".")[0]
    return re.sub(r"^the\s+|[\W_]+", "", name)


def _is_site(text: str, names: set[str]) -> bool:
    return _squeezed(text) in names


def _may_be_site(text: str, names: set[str]) -> bool:
    """Whether the last part of a title is a shorter or a longer form of the outlet's name."""
    own = _squeezed(text)
    return len(own) > 2 and any(own in name or (len(name) > 2 and name in own) for name in names)
