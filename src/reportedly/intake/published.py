"""When a page was first printed and when it was last changed, as far as the page itself says so.

What is stated as the day of publication goes first, then a line "Published …" that people see, then a day in the
address, then an unlabelled day by the headline. When a page was changed is never taken for when it was printed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any
from urllib.parse import urlsplit

from reportedly.dates import DayOrder, order_of_address, order_of_days, order_of_locale
from reportedly.intake.date_labels import IS_PUBLISHED, IS_UPDATED, label_of
from reportedly.intake.dates import find_days, to_iso
from reportedly.intake.page_lines import MOST_LINES, PageLines

__all__ = ["Dates", "find_dates"]


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
_UPDATED_BEHIND = re.compile(r"[\s,]*\((?:updated|edited|modified)\)", re.IGNORECASE)
_CLOCK_BEFORE = re.compile(
    r"((?:\d{1,2}[:.]\d\d(?::\d\d)?\s*(?:[ap]\.?m\.?)?|\d{1,2}\s*[ap]\.?m\.?)(?:\s*[A-Z]{2,4}\b)?)"
    r"\W*(?:on\s+)?(?:\w{3,9}\W+)?$",
    re.IGNORECASE,
)
_CLOCK_BEHIND = re.compile(r"\W{0,4}(?:at\s+|T)?\d{1,2}(?:[:.]\d\d|\s?[ap]\.?m)", re.IGNORECASE)
_FAR = 10_000


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
        if IS_UPDATED.search(" ".join(element.text_content().split())[:60]):
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
    return 100 + off if marked and 0 < off <= MOST_LINES else None


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
        own = label_of(lead)
        if own:
            label = own
        elif number == 0:
            label = label_of(before) if before else ""
        elif label != "other":
            label = ""
        behind = text[day.end : days[number + 1].start if number + 1 < len(days) else len(text)]
        if _UPDATED_BEHIND.match(behind):
            label = "updated"
        labels = (match.start() for pattern in (IS_UPDATED, IS_PUBLISHED) for match in pattern.finditer(behind))
        printed = text[day.start : day.end] + behind[: min(labels, default=None)][:40]
        clock = _CLOCK_BEFORE.search(lead)
        if clock and not _CLOCK_BEHIND.match(behind):
            printed = f"{clock[1]} {printed}"
        yield label, printed, len(text) - taken
        start = day.end
