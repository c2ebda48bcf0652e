"""When a happening is: the day, month or interval that is its own, as EDTF."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from reportedly.reading.claim_words import Reading
from reportedly.reading.clauses import is_verb
from reportedly.reading.document import Document
from reportedly.reading.status_words import CHANGES, Claim
from reportedly.reading.triggers import Trigger
from reportedly.record import Time, TimeType

__all__ = ["Dated", "day_range", "find_when", "to_edtf"]


@dataclass(frozen=True, slots=True)
class Dated:
    """The day of a happening as EDTF, and how sure it is that it is the happening's own: 3 in its own phrase, 2 at
    its verb, 1 at the verb that it frames. `moved` marks the new date of a postponed one."""

    value: str
    strength: int
    moved: bool = False


def find_when(document: Document, times: Sequence[tuple[int, Time]], trigger: Trigger, reading: Reading) -> list[Dated]:
    """Dates of the happening, surest first.

    A date at a verb of change or of saying is the day of that deed, not of the happening: "was postponed on Friday".

    Args:
        times: The time expressions of the trigger's sentence, each with the token that carries its syntax.
    """
    found = []
    own = set(_phrase(document, trigger.head)) if not trigger.verb else _occasion(document, trigger.head)
    for token, time in times:
        if document.text[time.span[0] : time.span[1]].lower().startswith(("that ", "the same ")):
            continue  # "on that day" may be any that was told of
        if time.span[0] <= document.starts[trigger.head] < time.span[1]:
            continue  # "her last day" is the happening itself
        if time.type not in (TimeType.DATE, TimeType.TIME) or (value := to_edtf(time.value)) is None:
            continue
        dated = _date_of(document, token, value, trigger, reading, own)
        if dated is not None:
            found.append(dated)
    return sorted(found, key=lambda dated: -dated.strength)


def _date_of(
    document: Document, token: int, value: str, trigger: Trigger, reading: Reading, own: set[int]
) -> Dated | None:
    preposition = ""
    node = token
    for _ in range(6):
        if node in own:
            return Dated(value, 3)
        if node == trigger.head:
            return Dated(value, 3)
        dep = document.deps[node]
        if document.lemmas[node] == "ago" or dep in (
            "pobj",
            "npadvmod",
            "advmod",
            "nummod",
            "compound",
            "pcomp",
            "quantmod",
        ):
            pass
        elif dep == "prep":
            preposition = preposition or document.lemmas[node]
        elif is_verb(document, node):
            break
        elif dep not in ("amod", "poss", "appos", "conj", "dep", "nmod", "tmod", "ROOT", "attr", "acomp"):
            return None
        if document.deps[node] == "prep":
            preposition = preposition or document.lemmas[node]
        above = document.head(node)
        if above == node:
            break
        node = above
    if not is_verb(document, node):
        return None
    if preposition in ("since", "before", "after", "during", "of", "about", "with"):
        return None
    if node in (trigger.head, reading.clause):
        return Dated(value, 3)
    on_path = node in reading.path or node == reading.predicate
    if not on_path:
        return None
    if document.deps[trigger.head] == "attr" and node != document.head(trigger.head):
        return None  # "her office said on Monday, in what would be the first visit": Monday is the saying's
    if document.lemmas[node] in _AGREEING and preposition not in ("for", "to", "until"):
        return None  # "in a call on Sunday they agreed to the hearing"
    if reading.claim in CHANGES and node in reading.words:
        if preposition in ("to", "until", "till", "for"):
            return Dated(value, 3, moved=True)
        if preposition == "from" or document.lemmas[token - 1] == "next":
            return Dated(value, 3)  # "cancelled his visit next week": what is done is not done next week
        return None
    if trigger.verb:
        return Dated(value, 2) if node in reading.path[1:3] else None
    if reading.claim is Claim.MENTIONED:
        return Dated(value, 1) if reading.adjunct in ("at", "during", "in") else None
    if reading.claim in CHANGES:
        return None
    if node == reading.predicate or node in reading.path:
        return Dated(value, 2)
    return None


# What is dated beside such a verb is the word given, not the happening that it is about.
_AGREEING = {"agree", "accept", "decide", "announce", "vow", "promise", "pledge", "choose", "discuss", "consider",
             "propose", "suggest", "offer", "reject", "refuse", "decline", "invite", "demand", "urge"}  # fmt: skip


def _phrase(document: Document, noun: int) -> Iterator[int]:
    """The tokens of a noun's own phrase, without clauses that tell what was done to it."""
    stack = [noun]
    while stack:
        node = stack.pop()
        yield node
        for child in document.children[node]:
            dep = document.deps[child]
            if dep in ("relcl", "acl", "ccomp", "advcl") and document.lemmas[child] not in _DATING:
                continue
            if dep in ("conj", "appos", "punct") and node == noun:
                continue
            stack.append(child)


def _occasion(document: Document, verb: int) -> set[int]:
    """ "Testify at the hearing set for Monday": the phrase of the occasion that a verb names as its own."""
    return {
        token
        for child in document.children[verb]
        if document.deps[child] == "prep" and document.lemmas[child] in ("at", "before", "during")
        for inner in document.children[child]
        if document.deps[inner] == "pobj"
        for token in _phrase(document, inner)
    }


_DATING = {
    *("schedule", "plan", "set", "slate", "due", "hold", "expect", "book", "arrange", "take", "begin", "start", "be"),
    *("fix", "open", "mark", "deliver", "happen", "propose", "tentatively", "intend"),
}


_DAY = re.compile(r"^(\d{4})(?:-(\d\d)(?:-(\d\d))?)?(?:T.*|TEV|TMO|TAF|TNI)?$")
_WEEK = re.compile(r"^(\d{4})-W(\d\d)(-WE)?$")


def to_edtf(value: str | None) -> str | None:
    """The TIMEX3 value of a calendar date as EDTF; weeks and weekends as intervals of days. None for anything else.

    >>> to_edtf("2016-W24")
    '2016-06-13/2016-06-19'
    """
    if not value:
        return None
    if match := _DAY.match(value):
        return "-".join(part for part in match.groups() if part)
    if match := _WEEK.match(value):
        try:
            monday = date.fromisocalendar(int(match[1]), int(match[2]), 1)
        except ValueError:
            return None
        first = monday + timedelta(5) if match[3] else monday
        return f"{first.isoformat()}/{(monday + timedelta(6)).isoformat()}"
    return value if day_range(value) is not None else None


def day_range(value: str | None) -> tuple[date, date] | None:
    """First and last day of an EDTF day, month, year or interval of them."""
    if not value:
        return None
    start, _, end = value.partition("/")
    try:
        first, last = _days(start), _days(end or start)
    except ValueError:
        return None
    return first[0], last[1]


def _days(value: str) -> tuple[date, date]:
    parts = [int(part) for part in value.split("-")]
    if len(parts) == 3:
        day = date(*parts)
        return day, day
    year = parts[0]
    if len(parts) == 2:
        after = date(year + parts[1] // 12, parts[1] % 12 + 1, 1)
        return date(year, parts[1], 1), after - timedelta(1)
    return date(year, 1, 1), date(year, 12, 31)
