"""When a page was first printed and when it was last changed, as far as the page itself says so.

What is stated as the day of publication goes first, then a line "Published …" that people see, then a day in the
address, then an unlabelled day by the headline. When a page was changed is never taken for when it was printed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from typing import Any
from urllib.parse import urlsplit

from reportedly.dates import DayOrder, order_of_address, order_of_days, order_of_locale
from reportedly.intake.dates import find_days, to_iso

__all__ = ["Dates", "PageLine", "PageLines", "find_dates"]

# Names under which pages state their time of publication, and those of their last change.
_PUBLISHED = (
    "article:published_time", "og:article:published_time", "datepublished", "article:published", "og:published_time",
    "parsely-pub-date", "sailthru.date", "cxenseparse:recs:publishtime", "dc.date.issued", "dcterms.issued",
    "dcterms.created", "dc.date.created", "dcterms.date", "dc.date", "article.published", "published-date",
    "published_date", "publication_date", "publication-date", "publish-date", "publishdate", "publish_date", "pubdate",
    "pub_date", "ptime", "article_date_original", "originalpublicationdate", "rnews:datepublished",
    "citation_publication_date", "date", "createdate", "datecreated", "displaydate",
)  # fmt: skip
_UPDATED = (
    "article:modified_time", "og:updated_time", "og:article:modified_time", "datemodified", "dcterms.modified",
    "dc.date.modified", "last-modified", "lastmod", "last_modified", "modified", "revised", "utime", "updated",
)  # fmt: skip
_URL_DAY = re.compile(
    r"/((?:19|20)\d\d)(?:/(1[0-2]|0?[1-9])/|-(1[0-2]|0[1-9])-|(1[0-2]|0[1-9])|/([a-z]{3})/)"
    r"(3[01]|[12]\d|0?[1-9])(?=\D|$)",
    re.IGNORECASE,
)
_IS_PUBLISHED = re.compile(
    r"\b(?:first published|e?-?published|posted|publish(?:ing|ed)? date|publication date|date of publication|"
    r"veröffentlicht|erschienen|publié|publicado|pubblicato|"
    r"publicat|gepubliceerd|publicerad|publisert|udgivet)\b",
    re.IGNORECASE,
)
# Words that announce the day of printing by a headline, and other things elsewhere.
_IS_MADE = re.compile(r"\b(?:issued|release date|released|created|added|filed|printed|written)\b", re.IGNORECASE)
_IS_UPDATED = re.compile(
    r"\b(?:updated?|modified|edited|changed?|revised|reviewed|corrected|refreshed|amended|aktualisiert|geändert|"
    r"mis à jour|modifié|actualizado|modificado|aggiornato|atualizado|bijgewerkt|uppdaterad|oppdatert|opdateret)\b",
    re.IGNORECASE,
)
# What a day by a headline may be besides the day of printing.
_IS_OTHER = re.compile(
    r"©|\(c\)|\b(?:copyright|expires?|expiry|valid|until|till|since|from|through|deadline|event|starts?|begins?|ends?|"
    r"born|died|accessed|retrieved|archived|captured|joined|member|stated|redditor|due|on sale|coming|"
    r"in theaters|closing|received|accepted|comments?|replies|reply|next|effective)\b",
    re.IGNORECASE,
)
_ASIDE_TAGS = frozenset("aside footer nav form blockquote figure table dialog select option".split())
_ASIDE = re.compile(
    r"comment|related|recommend|most-?(?:read|popular|viewed|shared)|popular|trending|sidebar|teaser|promo|newsletter|"
    r"footer|breadcrumb|more-?(?:stories|news|on)|read-?(?:next|more|also)|also-?like|widget|advert|sponsor|reply|replies|"
    r"next-?(?:post|article)|prev(?:ious)?-?(?:post|article)|archive|embed|tweet|calendar|disqus|cookie",
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
_LONGEST_LINE = 200
# Lines that may lie between a headline and its date, and the other way round.
_BEHIND_HEADLINE, _BEFORE_HEADLINE = 14, 4
# What may stand in a line beside its date: an author, a section, a weekday.
_BESIDE = 90
_IN_BYLINES = frozenset(
    "by and of in on at for the from with to min mins minute minutes read staff writer reporter correspondent editor "
    "contributor special news am pm th st nd rd de von van por le la di da par vor of um uhr à et und y e o "
    "created added filed written issued released words text story report est edt gmt utc bst cet cest".split()
)
_MOST_LINES = 6000
_UPDATED_BEHIND = re.compile(r"[\s,]*\((?:updated|edited|modified)\)", re.IGNORECASE)
_CLOCK_BEFORE = re.compile(
    r"((?:\d{1,2}[:.]\d\d(?::\d\d)?\s*(?:[ap]\.?m\.?)?|\d{1,2}\s*[ap]\.?m\.?)(?:\s*[A-Z]{2,4}\b)?)"
    r"\W*(?:on\s+)?(?:\w{3,9}\W+)?$",
    re.IGNORECASE,
)
_CLOCK_BEHIND = re.compile(r"\W{0,4}(?:at\s+|T)?\d{1,2}(?:[:.]\d\d|\s?[ap]\.?m)", re.IGNORECASE)
_FAR = 10_000


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
        title = _folded(element.text_content()) if element is not None else ""
        metas = (e for e in self._tree.iter("meta") if e.get("property") == "og:title")
        title += " " + _folded(next((e.get("content") or "" for e in metas), ""))
        first: Any = None
        for tag in ("h1", "h2"):
            for heading in list(self._tree.iter(tag))[:20]:
                text = _folded(heading.text_content())
                if len(text) > 9 and text in title:
                    return heading
                if first is None and tag == "h1" and text:
                    first = heading
        return first

    def shows(self, title: str | None) -> bool:
        """Whether a title is the headline's."""
        if not title or self.heading is None:
            return False
        own, other = _folded(self.heading.text_content()), _folded(title)
        return bool(own) and (own == other or (len(own) > 9 and own in other))

    def is_aside(self, element: Any) -> bool:
        """Whether an element belongs to something beside the article."""
        around = set() if self.heading is None else {self.heading, *self.heading.iterancestors()}
        for one in (element, *element.iterancestors()):
            if one in around:
                return False
            names = f"{one.get('class') or ''} {one.get('id') or ''}"[:300]
            if one.tag in _ASIDE_TAGS or (one is not element and one.tag != "main" and _names_aside(names)):
                return True
        return False

    @cached_property
    def headline(self) -> int | None:
        """The place of the headline among the lines."""
        if self.heading is None:
            return None
        text = _folded(self.heading.text_content())
        return next((n for n, line in enumerate(self.all) if line.heading and _folded(line.text) in text), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Dates:
    """What a page says of its days.

    Attributes:
        published: First printing; None where the page does not say, or not in which order it writes day and month.
        updated: Last change, where that is another time.
        undecided: The date as printed whose order of day and month nothing tells.
        in_url: The day in its address.
    """

    published: str | None = None
    updated: str | None = None
    undecided: str | None = None
    in_url: str | None = None


def find_dates(
    tree: Any,
    metas: Mapping[str, str],
    item: Mapping[str, Any],
    *,
    url: str | None,
    lines: PageLines,
    latest: date | None,
) -> Dates:
    """The days of a page.

    Args:
        tree: The page; it is not changed.
        metas: Its meta elements, by name in lower case.
        item: Its article in JSON-LD; empty where it has none.
        url: Its address.
        lines: What people see of it.
        latest: No later day is taken from what people see; a day that the page's metadata state stands.
    """
    in_url = _day_in_address(url)
    order = _Order(tree, metas, item, url=url, in_url=in_url, lines=lines)
    stated_change = [item.get("dateModified"), *(metas.get(name) for name in _UPDATED)]
    updated = next((day for value in stated_change if (day := _read(value, order))), None)
    undecided: list[str] = []
    published = _stated(tree, metas, item, in_url, order, undecided)
    if published is None or (updated is None and published is not None and not item):
        seen = _Seen(lines, order, latest)
        if published is None:
            published = seen.published or in_url or seen.unlabelled
        updated = updated or seen.updated
        undecided += seen.undecided
    if updated and (updated == published or (published and updated[:10] < published[:10])):
        updated = None
    return Dates(
        published=published,
        updated=updated,
        undecided=undecided[0] if undecided and published is None else None,
        in_url=in_url,
    )


class _Order:
    """Which of day and month comes first on a page, found out when a date asks for it.

    The page's other dates are the best witness; its language's region and its address must agree where they are all
    there is: many pages call themselves American because their software does.
    """

    def __init__(
        self,
        tree: Any,
        metas: Mapping[str, str],
        item: Mapping[str, Any],
        *,
        url: str | None,
        in_url: str | None,
        lines: PageLines,
    ) -> None:
        self._known = [
            in_url,
            *(metas.get(name) for name in _UPDATED),
            item.get("dateModified"),
            item.get("dateCreated"),
        ]
        self._locales = [
            tree.get("lang") or tree.get("{http://www.w3.org/XML/1998/namespace}lang"),
            metas.get("og:locale"),
            metas.get("content-language"),
            item.get("inLanguage"),
        ]
        self._url = url
        self._lines = lines

    @cached_property
    def value(self) -> DayOrder | None:
        """The order; None where nothing tells or the witnesses contradict one another."""
        days = [day for value in self._known if isinstance(value, str) and (day := to_iso(value))]
        own = [line.text for line in self._lines.all if not line.aside and len(line.text) <= _LONGEST_LINE]
        others = order_of_days(own, near=[date.fromisoformat(day[:10]) for day in days])
        others = others or order_of_days(line.text for line in self._lines.all)
        if others is not None:
            return others
        told = {order_of_locale(locale) for locale in self._locales if isinstance(locale, str)}
        told.add(order_of_address(self._url))
        told.discard(None)
        return told.pop() if len(told) == 1 else None


def _read(value: Any, order: _Order) -> str | None:
    """A date as printed, in the page's own order where it needs one."""
    if isinstance(value, list):
        value = value[0] if value else None
    if not isinstance(value, str):
        return None
    day = to_iso(value)
    if day is None and _is_in_figures(value):
        day = to_iso(value, order=order.value)
    return day if day and day[:4] >= "1990" else None


def _is_in_figures(value: str) -> bool:
    return any(printed.day is None for printed in find_days(" ".join(value.split())))


def _day_in_address(url: str | None) -> str | None:
    try:
        match = _URL_DAY.search(urlsplit(url or "").path)
    except ValueError:
        return None
    if match is None:
        return None
    if match[5]:
        return to_iso(f"{match[6]} {match[5]} {match[1]}")
    month = match[2] or match[3] or match[4]
    return to_iso(f"{match[1]}-{int(month):02}-{int(match[6]):02}")


def _stated(
    tree: Any,
    metas: Mapping[str, str],
    item: Mapping[str, Any],
    in_url: str | None,
    order: _Order,
    undecided: list[str],
) -> str | None:
    """What the page's metadata state."""
    for value in (item.get("datePublished"), *(metas.get(name) for name in _PUBLISHED), item.get("dateCreated")):
        day = _read(value, order)
        if day:
            # A time in UTC may be another day than the outlet's own, which its address tells.
            is_utc = day.endswith("+00:00")
            return in_url if in_url and is_utc and _days_apart(day, in_url) == 1 else day
        if isinstance(value, str) and _is_in_figures(value):
            undecided.append(value)
    for element in tree.iter("time", "abbr", "span", "meta"):
        marks = ((element.get("itemprop") or "") + " " + (element.get("class") or "")).lower()
        if not ("pubdate" in element.attrib or "datepublished" in marks or re.search(r"\bpublished\b", marks)):
            continue
        if _IS_UPDATED.search(" ".join(element.text_content().split())[:60]):
            continue
        day = _read(element.get("datetime") or element.get("content") or element.get("title"), order)
        day = day or _read(element.text_content(), order)
        if day:
            return day
    return None


def _days_apart(one: str, other: str) -> int:
    return abs((date.fromisoformat(one[:10]) - date.fromisoformat(other[:10])).days)


class _Seen:
    """The days that people see on a page: behind "Published", behind "Updated", and one by the headline."""

    def __init__(self, lines: PageLines, order: _Order, latest: date | None) -> None:
        self.published: str | None = None
        self.updated: str | None = None
        self.undecided: list[str] = []
        self._order = order
        self._latest = latest
        unlabelled: list[tuple[int, str]] = []
        labelled: list[tuple[int, str]] = []
        headline = lines.headline
        before = ""
        for number, line in enumerate(lines.all):
            if line.aside or line.heading or len(line.text) > _LONGEST_LINE:
                before = ""
                continue
            for label, printed, beside in _labelled(line.text, before):
                if label == "other" or (label in ("", "made") and (beside > _BESIDE or _is_prose(line.text))):
                    continue
                far = _distance(number, headline, marked=line.marked)
                if far is None and label != "published":
                    continue
                day = self._day(printed)
                if day is None:
                    continue
                if label == "published":
                    labelled.append((_FAR if far is None else far, day))
                elif label == "updated":
                    self.updated = self.updated or day
                else:
                    unlabelled.append((_FAR if far is None else far, day))
            before = line.text if len(line.text) <= 40 else ""
        near = [one for one in labelled if one[0] < _FAR]
        if near or len({day[:10] for _, day in labelled}) == 1:
            self.published = min(near or labelled, key=lambda one: one[0])[1]
        self.unlabelled = min(unlabelled, key=lambda one: one[0])[1] if unlabelled else None

    def _day(self, printed: str) -> str | None:
        day = to_iso(printed)
        if day is None:
            day = to_iso(printed, order=self._order.value)
            if day is None and _is_in_figures(printed):
                self.undecided.append(printed.strip(" |,"))
        if day is None or not "1990" <= day[:4] <= "2099":
            return None
        return None if self._latest and day[:10] > self._latest.isoformat() else day


def _is_prose(text: str) -> bool:
    """Whether a line says something besides names and a date: "Entries close on 30 April"."""
    lower = re.findall(r"(?<![\w'’])[^\W\d_A-Z][^\W\d_]+", text)
    return any(word.islower() and word not in _IN_BYLINES for word in lower)


def _distance(number: int, headline: int | None, *, marked: bool) -> int | None:
    """How far an unlabelled date stands from the headline; None where it is too far to belong to it."""
    if headline is None:
        return 1000 + number if marked else None
    off = number - headline
    if 0 < off <= _BEHIND_HEADLINE:
        return off
    if -_BEFORE_HEADLINE <= off < 0:
        return 3 - off
    return 100 + off if marked and 0 < off <= _MOST_LINES else None


def _labelled(text: str, before: str) -> Iterator[tuple[str, str, int]]:
    """Each date of a line, with what kind of day it is, the date and its time, and how much else is in the line.

    The kind is "published", "made", "updated", "other" or "": the last word that says so before the date, since the
    date before it; else the whole line before says it.
    """
    days = list(find_days(text))
    taken = sum(day.end - day.start for day in days)
    start = 0
    label = ""
    for number, day in enumerate(days):
        lead = text[start : day.start]
        own = _label(lead)
        if own:
            label = own
        elif number == 0:
            label = _label(before) if before else ""
        elif label != "other":
            label = ""
        behind = text[day.end : days[number + 1].start if number + 1 < len(days) else len(text)]
        if _UPDATED_BEHIND.match(behind):
            label = "updated"
        labels = (match.start() for pattern in (_IS_UPDATED, _IS_PUBLISHED) for match in pattern.finditer(behind))
        printed = text[day.start : day.end] + behind[: min(labels, default=None)][:40]
        clock = _CLOCK_BEFORE.search(lead)
        if clock and not _CLOCK_BEHIND.match(behind):
            printed = f"{clock[1]} {printed}"
        yield label, printed, len(text) - taken
        start = day.end


_LABELS = (("other", _IS_OTHER), ("made", _IS_MADE), ("published", _IS_PUBLISHED), ("updated", _IS_UPDATED))


def _label(text: str) -> str:
    """Which kind of day the last word of a text that says so announces."""
    last, found = -1, ""
    for name, pattern in _LABELS:
        for match in pattern.finditer(text):
            if match.start() > last:
                last, found = match.start(), name
    return found


def _folded(text: str) -> str:
    return " ".join(text.split()).casefold()


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
                if count > _MOST_LINES:
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
    label = _label(folded[:60])
    return {"published": "published", "updated": "updated", "other": "valid"}.get(label, "")
