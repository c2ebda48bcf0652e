"""When a page was first printed and when it was last changed, as far as the page itself says so.

What is stated as the day of publication goes first, then a line "Published …" that people see, then a day in the
address, then an unlabelled day by the headline. When a page was changed is never taken for when it was printed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any
from urllib.parse import urlsplit

from reportedly.dates import DayOrder, order_of_address, order_of_days, order_of_locale
from reportedly.intake.date_labels import IS_MADE, IS_PUBLISHED, IS_UPDATED, is_of_edition, label_behind, label_of
from reportedly.intake.dates import find_days, to_iso
from reportedly.intake.page_lines import MOST_LINES, PageLines

__all__ = ["Dates", "find_dates"]


# Names under which pages state their time of publication and that of their last change, first choice first; letters and
# figures alone, since "date_published", "date-published" and "datePublished" are one name.
_PUBLISHED = tuple(
    "articlepublishedtime ogarticlepublishedtime shareaholicarticlepublishedtime datepublished ogdatepublished "
    "rnewsdatepublished articlepublished ogarticlepublished articlepublisheddate articlepublicationdate "
    "articlepostdate ogpublishedtime ogquestionpublishedtime publishedtime publishedat publishtime "
    "mediatorpublishedtime vrpublishedtime twtpublishedat parselypubdate sailthrudate cxenseparserecspublishtime "
    "btpubdate ogpubdate ogpublishdate ogregdate rbpubdate dcsextarticlefirstpublished "
    "analyticsattributesarticledate dateposted dcdateissued dcissued dctermsissued dctermscreated dcdatecreated "
    "dccreated dctermsdate dcdate dcdatepublication prismpublicationdate citationonlinedate citationpublicationdate "
    "bepresscitationonlinedate citationdate publisheddate publicationdate publishdate pubdate ptime pdate "
    "articledateoriginal originalpublicationdate articlecreated contentcreatedate date createdate datecreated created "
    "displaydate docdate gentime releasedate timestamp".split()
)
_UPDATED = tuple(
    "articlemodifiedtime ogupdatedtime ogarticlemodifiedtime datemodified dctermsmodified dcdatemodified dcmodified "
    "articlemodified articlemodifieddate articlepostmodified btmoddate lastmodified lastmod modifiedtime "
    "ogmodifiedtime modificationdate revisiondate updatedtime updatedat lastupdated modified revised utime "
    "updated".split()
)
# The same names on elements of the page, as microdata and RDFa give them.
_ON_ELEMENTS = re.compile(
    r"(?:^|[\s:])(?:datepublished|dateposted|pubdate)(?:\s|$)|\bdc(?:terms)?:(?:date|issued|created)(?:\s|$)",
    re.IGNORECASE,
)
# A day as a part of the path ("/2026/03/04/", "/2026-03/04/", "/2026/0304/", "/20260304-"), or at the end of its last.
_URL_DAY = re.compile(
    r"/(?P<year>(?:19|20)\d\d)(?:/(?P<month>1[0-2]|0?[1-9])/|(?:-|_|-?/)?(?P<figures>1[0-2]|0[1-9])[/_-]?|"
    r"/(?P<name>[a-z]{3})/)(?P<day>3[01]|[12]\d|0?[1-9])(?=\D|$)",
    re.IGNORECASE,
)
_URL_DAY_AT_END = re.compile(
    r"[-_](?P<year>(?:19|20)\d\d)(?:(?P<figures>1[0-2]|0[1-9])|-(?P<month>1[0-2]|0[1-9])-)"
    r"(?P<day>3[01]|[12]\d|0[1-9])(?:\.[a-z]{3,5})?/?$"
)
_LONGEST_LINE = 200
# Lines that may lie between a headline and its date, and the other way round.
_BEHIND_HEADLINE, _BEFORE_HEADLINE = 14, 4
# What may stand in a line beside its date: an author, a section, a weekday.
_BESIDE = 90
_IN_BYLINES = frozenset(
    "by and of in on at for the from with to min mins minute minutes read staff writer reporter correspondent editor "
    "contributor special news am pm th st nd rd de von van por le la di da par vor of um uhr à et und y e o "
    "words text story report est edt gmt utc bst cet cest "
    "am den der die das il el las los às em dia op av af og kl klo lesezeit lesen lecture lectura lettura leitura "
    "door i w o godz r в о года году г στις "
    # Weekdays of languages that write them small
    "lundi mardi mercredi jeudi vendredi samedi dimanche lunes martes miércoles jueves viernes sábado domingo "
    "lunedì martedì mercoledì giovedì venerdì sabato domenica segunda terça quarta quinta sexta feira "
    "maandag dinsdag woensdag donderdag vrijdag zaterdag zondag måndag tisdag onsdag torsdag fredag lördag söndag "
    "mandag tirsdag lørdag søndag poniedziałek wtorek środa czwartek piątek sobota niedziela pondělí úterý středa "
    "čtvrtek pátek neděle maanantai tiistai keskiviikko torstai perjantai lauantai sunnuntai dilluns dimarts dimecres "
    "dijous divendres dissabte diumenge luni marți miercuri joi vineri sâmbătă duminică понедельник вторник среда "
    "четверг пятница суббота воскресенье понеділок вівторок середа четвер пʼятниця субота неділя".split()
)
_UPDATED_BEHIND = re.compile(r"[\s,]*\((?:updated|edited|modified)\)", re.IGNORECASE)
_UPDATED_ALONE = re.compile(rf"(?:last\s+)?(?:{IS_UPDATED.pattern})(?:\s+(?:on|at|am|le|il|el))?\s*:?", re.IGNORECASE)
_CLOCK_BEFORE = re.compile(
    r"((?:\d{1,2}[:.]\d\d(?::\d\d)?\s*(?:[ap]\.?m\.?)?|\d{1,2}\s*[ap]\.?m\.?)(?:\s*[A-Z]{2,4}\b)?)"
    r"\W*(?:on\s+)?(?:\w{3,9}\W+)?$",
    re.IGNORECASE,
)
_CLOCK_BEHIND = re.compile(r"\W{0,4}(?:at\s+|T)?\d{1,2}(?:[:.]\d\d|\s?[ap]\.?m)", re.IGNORECASE)
# An hour of change on the day before it: "3 March 2026, 9:10 (updated 14:30)".
_UPDATED_HOUR = re.compile(
    rf"[\s,|–—•·:/(-]*(?:{IS_UPDATED.pattern})(?:\s+at|\s+um|\s+à)?\s*:?\s*\d{{1,2}}(?:[:.]\d\d|\s?[ap]\.?m\b)"
    r"(?:\s?[ap]\.?m\b\.?)?(?:\s[A-Z]{2,4}\b)?[\s)]*$",
    re.IGNORECASE,
)
_FAR = 10_000
_EARLIEST, _LATEST = "1990", "2099"  # years; what software writes where it knows no day is not between them


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
    metas: Mapping[str, Sequence[str]],
    item: Mapping[str, Any],
    *,
    is_own_item: bool = True,
    url: str | None,
    lines: PageLines,
    latest: date | None,
) -> Dates:
    """The days of a page.

    Args:
        tree: The page; it is not changed.
        metas: The contents of its meta elements in page order, by name in lower case.
        item: Its article in JSON-LD; empty where it has none.
        is_own_item: Whether that article is the page's own beyond doubt; else the page's metadata go before it.
        url: Its address.
        lines: What people see of it.
        latest: No later day is taken from what people see; a day that the page's metadata state stands.
    """
    in_url = _day_in_address(url)
    named: dict[str, list[str]] = {}
    for name, contents in metas.items():
        named.setdefault(_folded_name(name), []).extend(contents)
    order = _Order(tree, metas, named, item, url=url, in_url=in_url, lines=lines)
    stated_change = [item.get("dateModified"), *_contents(named, _UPDATED)]
    updated = next((day for value in stated_change if (day := _read(value, order))), None)
    undecided: list[str] = []
    own = [item.get("datePublished"), item.get("uploadDate")]
    metadata = _contents(named, _PUBLISHED)
    stated = [*own, *metadata] if is_own_item else [*metadata, *own]
    published = _stated([*stated, item.get("dateCreated")], in_url, order, undecided)
    published = published or _on_elements(tree, order, lines)
    if published is None or (updated is None and published is not None and not item):
        seen = _Seen(lines, order, latest)
        if published is None:
            published = seen.published or in_url or seen.unlabelled
        updated = updated or seen.updated
        undecided += seen.undecided
    if updated and published and _is_no_change(updated, published):
        updated = None
    return Dates(
        published=published,
        updated=updated,
        undecided=undecided[0] if undecided and published is None else None,
        in_url=in_url,
    )


def _is_no_change(updated: str, published: str) -> bool:
    """Whether a stated change is none: the time of publication, or one before it."""
    is_of_one_zone = updated[19:] == published[19:] and len(updated) > 10
    return updated[:10] < published[:10] or (updated <= published if is_of_one_zone else updated == published)


def _contents(named: Mapping[str, Sequence[str]], names: Iterable[str]) -> list[str]:
    return [content for name in names for content in named.get(name, ())]


def _folded_name(name: str) -> str:
    return re.sub(r"[\W_]", "", name)


class _Order:
    """Which of day and month comes first on a page, found out when a date asks for it.

    The page's other dates are the best witness; its language's region and its address must agree where they are all
    there is: many pages call themselves American because their software does.
    """

    def __init__(
        self,
        tree: Any,
        metas: Mapping[str, Sequence[str]],
        named: Mapping[str, Sequence[str]],
        item: Mapping[str, Any],
        *,
        url: str | None,
        in_url: str | None,
        lines: PageLines,
    ) -> None:
        self._known = [
            in_url,
            *_contents(named, _UPDATED),
            item.get("dateModified"),
            item.get("dateCreated"),
        ]
        self._locales = [
            tree.get("lang") or tree.get("{http://www.w3.org/XML/1998/namespace}lang"),
            *metas.get("og:locale", ())[:1],
            *metas.get("content-language", ())[:1],
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
        return next((day for one in value[:9] if not isinstance(one, list) and (day := _read(one, order))), None)
    if isinstance(value, dict):  # {"@type": "DateTime", "@value": "2026-03-04"}
        value = value.get("@value")
    if not isinstance(value, str):
        return None
    day = to_iso(value)
    if day is None and _is_in_figures(value):
        day = to_iso(value, order=order.value)
    return day if day and _EARLIEST <= day[:4] <= _LATEST else None  # "0001-01-01", "9999-12-31": no day at all


def _is_in_figures(value: str) -> bool:
    return any(printed.day is None for printed in find_days(" ".join(value.split())))


def _day_in_address(url: str | None) -> str | None:
    try:
        path = urlsplit(url or "").path
    except ValueError:
        return None
    match = _URL_DAY.search(path) or _URL_DAY_AT_END.search(path)
    if match is None:
        return None
    parts = match.groupdict()
    if parts.get("name"):
        return to_iso(f"{parts['day']} {parts['name']} {parts['year']}")
    return to_iso(f"{parts['year']}-{int(parts['month'] or parts['figures']):02}-{int(parts['day']):02}")


def _stated(values: Iterable[Any], in_url: str | None, order: _Order, undecided: list[str]) -> str | None:
    """The first day among what the page's metadata state."""
    for value in values:
        day = _read(value, order)
        if day:
            # A time in UTC may be another day than the outlet's own, which its address tells.
            is_utc = day.endswith("+00:00")
            return in_url if in_url and is_utc and _days_apart(day, in_url) == 1 else day
        if isinstance(value, str) and _is_in_figures(value):
            undecided.append(value)
    return None


def _on_elements(tree: Any, order: _Order, lines: PageLines) -> str | None:
    """The day that the page's elements are marked with as its publication."""
    for element in tree.xpath(
        "//*[@itemprop or @property or @pubdate] | //*[self::time or self::abbr or self::span][@class]"
    ):
        marks = " ".join(element.get(name) or "" for name in ("itemprop", "property"))
        if not ("pubdate" in element.attrib or _ON_ELEMENTS.search(marks)):
            names = (element.get("class") or "").lower()
            if element.tag not in ("time", "abbr", "span", "meta") or not (
                "datepublished" in names or re.search(r"\bpublished\b", names)
            ):
                continue
        text = " ".join(element.text_content().split())[:_LONGEST_LINE]
        if IS_UPDATED.search(text[:60]) or lines.is_of_another(element):
            continue
        day = _read(element.get("datetime") or element.get("content") or element.get("title"), order)
        if day := day or _read(text, order):
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
        before, waiting = "", 0  # lines without a day that a lone "Updated" may still reach over
        for number, line in enumerate(lines.all):
            if line.aside or line.heading or len(line.text) > _LONGEST_LINE:
                before, waiting = "", 0
                continue
            dates = list(_labelled(line.text, before))
            for label, printed, beside in dates:
                if label == "other" or (label in ("", "made") and (len(beside) > _BESIDE or _is_prose(beside))):
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
            if _UPDATED_ALONE.fullmatch(line.text):
                before, waiting = line.text, 3
            elif waiting and not dates:
                waiting -= 1
            else:
                before, waiting = line.text if len(line.text) <= 40 else "", 0
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
        if day is None or not _EARLIEST <= day[:4] <= _LATEST:
            return None
        return None if self._latest and day[:10] > self._latest.isoformat() else day


def _is_prose(text: str) -> bool:
    """Whether a line says something besides names and a date: "Entries close on 30 April"."""
    for label in (IS_MADE, IS_UPDATED, IS_PUBLISHED):
        text = label.sub("", text)
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


def _labelled(text: str, before: str) -> Iterator[tuple[str, str, str]]:
    """Each date of a line, with what kind of day it is, the date and its time, and what else is in the line.

    The kind is "published", "made", "updated", "other" or "": the last word that says so before the date, since the
    date before it; else the whole line before says it, or what is right behind the line's last date.
    """
    days = list(find_days(text))
    ends = [0, *(day.end for day in days)]
    starts = [*(day.start for day in days), len(text)]
    beside = _UPDATED_HOUR.sub(" ", " ".join(text[a:b] for a, b in zip(ends, starts, strict=True)))
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
        elif number + 1 == len(days) and is_of_edition(behind):
            label = "other"
        elif not label and number + 1 == len(days) and not _UPDATED_HOUR.match(behind):
            label = label_behind(behind)
        labels = (match.start() for pattern in (IS_UPDATED, IS_PUBLISHED) for match in pattern.finditer(behind))
        printed = text[day.start : day.end] + behind[: min(labels, default=None)][:40]
        # "Updated 9 March 14:30, published 3 March": an hour before the label, or behind the day before, is not this
        # day's.
        ends_of_labels = (match.end() for pattern in (IS_UPDATED, IS_PUBLISHED) for match in pattern.finditer(lead))
        clock = _CLOCK_BEFORE.search(lead, max(ends_of_labels, default=0))
        if clock and not _CLOCK_BEHIND.match(behind) and not (number and _CLOCK_BEHIND.match(lead)):
            printed = f"{clock[1]} {printed}"
        yield label, printed, beside
        start = day.end
