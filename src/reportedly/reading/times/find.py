"""Time expressions of an article, each with its value: past or future as the governing words tell."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from reportedly.article import Span
from reportedly.dates import DayOrder, order_of_address, order_of_days
from reportedly.edtf import from_timex
from reportedly.reading.document import Document, NamedSpan
from reportedly.reading.times.direction import Choice, choice_rows, choose
from reportedly.reading.times.grammar import Phrase, find_phrases
from reportedly.reading.times.meanings import Context
from reportedly.reading.times.reprints import ReprintDays
from reportedly.reading.times.spoken_days import SpokenDays
from reportedly.reading.times.tense import calls_off, governing_tense, saying_verb
from reportedly.reading.times.timex import Tense, Unit, first_day, of_day, unit_of
from reportedly.record import Time
from reportedly.vocabulary import TimeType

__all__ = ["Tense", "find_choices", "find_times", "governing_tense", "resolve"]

_FULL_NAME = re.compile(r"\b[A-Z](?!\w*day )\w* (April|May|June|August)\b(?! \d)")
_FIGURES = re.compile(r"\d{4}")
_NAMES = frozenset(("PERSON", "ORG", "WORK_OF_ART", "FAC", "PRODUCT", "LAW", "GPE", "LOC"))
_DONE_TO_MARCHES = frozenset("call cancel postpone ban scrap axe go".split())
_FIRST_NAMES = frozenset(("april", "may", "june", "august"))
_BEFORE_MONTH = frozenset(
    "in since until till by through from to last next this late early mid of for during between and".split()
)
# What may stand between an hour and its day: "7 a.m. (0500 GMT) on Sunday", "2 p.m. in Geneva on Monday".
_UNTIL_DAY = re.compile(r"(?: \([^()\n]{1,24}\))?(?: (?:in|at) (?:the )?[\w' -]{1,30}?)?,? (?:on )?(?:the )?")
_MONTH_DAY = re.compile(
    r"(?:[A-Za-z]{3,9}\.? \d{1,2}(?:st|nd|rd|th)?|(?:the )?\d{1,2}(?:st|nd|rd|th)? (?:of )?[A-Za-z]{3,9}\.?)"
)
_BOUND = re.compile(r"\b(?:before|by|until|till|ahead of|in time for|up to) (?:the )?$", re.IGNORECASE)
_SOON = 75  # days
_PADDING = 80  # code points around a day in a cell
# What has a number: "flight 2031", "rooms 2014 and 2015", "No. 1999".
_NUMBERED = re.compile(
    r"\b(?:(?:flight|room|route|bus|coach|train|tram|gate|highway|motorway|number|ticket|extension|locomotive|"
    r"apartment|suite|channel|platform|docket|regulation|page|section|aisle|seat|locker|unit|berth|pier|hangar|runway|"
    r"carriage|cabin|barcode|code|frequency|squadron|precinct|postcode|resolution)(?:s|es)?|nos?\.) "
    r"(?:(?:nos?\.|numbers?|#) ?)?(?:\d{3,4}(?:,? and|,? or| to|,)? )*$",
    re.IGNORECASE,
)
_STREET = re.compile(
    r" (?:[A-Z][\w.'’-]* ){1,3}(?:Street|St|Avenue|Ave|Road|Rd|Drive|Lane|Boulevard|Blvd|Terrace|Crescent)\b"
)
_BEFORE_CLOCK = frozenset("at by from until till around about before after to between since and".split())


def resolve(phrase: str, *, published: date | None, tense: Tense) -> str | None:
    """The day, month or year that a phrase names.

    Past or future comes from the tense of the event, never from a fixed preference.

    Args:
        phrase: One time expression as printed: "on Wednesday", "early next year".
        published: The article's day where its outlet is; never today. None where not known.
        tense: Of the verb that governs the phrase.

    Returns:
        EDTF level 1 (ISO 8601-2:2019): "2024-02-07", "2023-09"; None where not told.

    Raises:
        Nothing on strange text.

    >>> resolve("on Wednesday", published=date(2024, 2, 9), tense=Tense.PAST)
    '2024-02-07'
    """
    context = Context(published=published, tense=tense)
    for found in find_phrases(phrase):
        if found.type in (TimeType.DATE, TimeType.TIME):
            return from_timex(found.meaning(context))
    return None


def find_times(document: Document) -> tuple[Time, ...]:
    """Every time expression, as TIMEX3, in text order.

    Relative ones are resolved against the day of publication or the date mentioned before; where there is neither,
    and where a date is impossible ("February 30"), the value is None.
    """
    return _find(document, lambda tokens, choice: choose(document, tokens, choice))


def find_choices(document: Document) -> list[tuple[Span, list[int], Choice]]:
    """The time expressions that may mean two stretches of the calendar: where, `choice_rows`, and what they may mean.

    What the grammar chooses is taken throughout.
    """
    found: list[tuple[Span, list[int], Choice]] = []

    def note(tokens: range, choice: Choice) -> str:
        found.append((document.span(tokens[0], tokens[-1] + 1), choice_rows(document, tokens, choice), choice))
        return choice.chosen

    _find(document, note)
    return found


def _find(document: Document, decide: Callable[[range, Choice], str]) -> tuple[Time, ...]:
    published = document.article.published_on
    order = _order(document)
    spoken = SpokenDays(document, published)
    times: list[Time] = []
    anchor: str | None = None
    quarter: str | None = None
    days: dict[int, str] = {}
    said: dict[int, str] = {}
    named: dict[str, str] = {}
    names = _Names.of(document)
    phrases = list(find_phrases(document.text))
    reprinted = ReprintDays(document.text, phrases, published)
    for number, phrase in enumerate(phrases):
        tokens = document.tokens_in(phrase.span)
        if not tokens or not _stands(document, phrase, tokens, names):
            continue
        sentence = document.sentence_of(tokens[0])
        tense = Tense.UNKNOWN if _is_cell(document.text, phrase.span) else governing_tense(document, tokens)
        context = Context(
            published=spoken.day_of(phrase)
            or reprinted.day_of(phrase)
            or _said_on(document, phrases, number, published, tense)
            or published,
            tense=tense,
            order=order,
            anchor=anchor,
            quarter=quarter,
            day=days.get(sentence) or _day_behind(document, phrases, number, published),
            said=said.get(sentence) if tense is Tense.FUTURE else None,
        )
        value = phrase.meaning(context)
        if phrase.doubt == "holiday" and tense is Tense.PAST and published is not None:
            value = _coming_holiday(document, phrase, published) or value
        elif tense is Tense.PAST and published is not None and calls_off(document, tokens):
            value = _coming_day(document, phrase, published, value)
        if phrase.doubt == "name" and value is not None:
            # A day that the tense leaves open is the day that its name meant before: "Monday's hearing".
            words = document.text[slice(*phrase.span)].lower()
            if tense in (Tense.PAST, Tense.FUTURE):
                named[words] = value
            else:
                value = named.get(words, value)
        choice = _choice(phrase, context, value)
        if choice is not None:
            value = decide(tokens, choice)
        type_ = TimeType.SET if phrase.doubt == "duration" and _is_rate(document, phrase.span) else phrase.type
        times.append(Time(span=phrase.span, type=type_, value=value))
        if value is None:
            continue
        unit = unit_of(value)
        if unit is Unit.QUARTER and (published is None or value <= of_day(published, Unit.QUARTER)):
            # The quarter that is compared: not the year before's, nor one to come.
            ahead = published is not None and value == of_day(published, Unit.QUARTER) and context.tense is Tense.FUTURE
            before = quarter is not None and value[5:] == quarter[5:] and value < quarter
            quarter = quarter if before or ahead else value
        if unit is not None and phrase.type in (TimeType.DATE, TimeType.TIME):
            anchor = value
            if unit is Unit.DAY:
                days[sentence] = value[:10]
            elif unit in (Unit.YEAR, Unit.MONTH) and tense is Tense.PAST:
                said[sentence] = value
    return tuple(times)


def _choice(phrase: Phrase, context: Context, value: str | None) -> Choice | None:
    """What a phrase may mean, if that is the last or the coming one of something; `value` is what the grammar says."""
    if context.published is None or value is None:
        return None
    past = phrase.meaning(replace(context, tense=Tense.PAST))
    future = phrase.meaning(replace(context, tense=Tense.FUTURE))
    if past is None or future is None or past == future or value not in (past, future):
        return None
    return Choice(past=past, future=future, chosen=value, tense=context.tense, published=context.published)


def _is_cell(text: str, span: Span) -> bool:
    """Whether a day is all that stands in a cell of a table: "Orsa v Lund | March 7 | Postponed"."""
    start, end = span
    before, after = text[max(0, start - _PADDING) : start].rstrip(" *_"), text[end : end + _PADDING].lstrip(" *_")
    return (before.endswith("|") and after[:1] in ("|", "\n", "")) or (after[:1] == "|" and before[-1:] in ("\n", ""))


def _coming_holiday(document: Document, phrase: Phrase, published: date) -> str | None:
    """A holiday that is near and that bounds what is told: "had hoped for a deal before Easter", printed in March."""
    if not _BOUND.search(document.text, max(0, phrase.span[0] - 24), phrase.span[0]):
        return None
    value = phrase.meaning(Context(published=published, tense=Tense.FUTURE))
    day = first_day(value)
    return value if day is not None and 0 <= (day - published).days <= _SOON else None


def _coming_day(document: Document, phrase: Phrase, published: date, value: str | None) -> str | None:
    """The day of what is called off, where that of the deed would be months ago: "called off the visit on May 6"."""
    before = first_day(value)
    if before is None or not _MONTH_DAY.fullmatch(document.text, *phrase.span):
        return value
    coming = phrase.meaning(Context(published=published, tense=Tense.FUTURE))
    day = first_day(coming)
    is_nearer = day is not None and (day - published).days <= _SOON < (published - before).days
    return coming if is_nearer else value


def _said_on(
    document: Document, phrases: list[Phrase], number: int, published: date | None, tense: Tense
) -> date | None:
    """The day from which a day of the month counts that somebody said was ahead: "On February 10 she said that the
    vote would be on February 20", printed in July.

    None where the day of saying is not told, or the words are not of a day without a year.
    """
    phrase = phrases[number]
    if published is None or tense is Tense.PAST or not _MONTH_DAY.fullmatch(document.text, *phrase.span):
        return None
    tokens = document.tokens_in(phrase.span)
    verb = saying_verb(document, tokens)
    if verb is None:
        return None
    sentence = document.sentence_of(verb)
    for other in phrases[max(0, number - 3) : number + 4]:
        inside = document.tokens_in(other.span)
        if other is phrase or other.type is not TimeType.DATE or not inside:
            continue
        above = next((up for up in document.ancestors(inside[-1]) if document.pos[up] in ("VERB", "AUX")), None)
        if above != verb or document.sentence_of(inside[0]) != sentence:
            continue
        value = other.meaning(Context(published=published, tense=Tense.PAST))
        day = first_day(value)
        if day is not None and day <= published and unit_of(value) in (Unit.DAY, Unit.MONTH, Unit.YEAR):
            return day
    return None


def _day_behind(document: Document, phrases: list[Phrase], number: int, published: date | None) -> str | None:
    """The day that an hour belongs to where it stands behind it: "at 7 a.m. (0500 GMT) on Sunday"."""
    phrase = phrases[number]
    if phrase.doubt != "clock":
        return None
    for behind in phrases[number + 1 : number + 3]:
        if behind.type is not TimeType.DATE or not _UNTIL_DAY.fullmatch(document.text, phrase.span[1], behind.span[0]):
            continue
        tense = governing_tense(document, document.tokens_in(behind.span))
        value = behind.meaning(Context(published=published, tense=tense))
        return value if unit_of(value) is Unit.DAY else None
    return None


def _order(document: Document) -> DayOrder | None:
    """Which of day and month comes first in the article's dates in figures: its other dates tell, else its address."""
    published = document.article.published_on
    near = [published] if published else []
    return order_of_days([document.text], near=near) or order_of_address(document.article.url)


@dataclass(frozen=True, slots=True)
class _Names:
    """What of an article's names could be taken for times.

    Attributes:
        longer: Each token of a name of several words, with the name.
        surnames: Months that somebody who is named in full is called by: "Theresa May".
    """

    longer: dict[int, NamedSpan]
    surnames: frozenset[str]

    @classmethod
    def of(cls, document: Document) -> _Names:
        longer: dict[int, NamedSpan] = {}
        surnames = set()
        for name in document.names:
            if name.label in _NAMES and name.end - name.start > 1:
                longer.update(dict.fromkeys(range(name.start, name.end), name))
                if name.label == "PERSON":
                    surnames.add(document.text[slice(*document.span(name.end - 1, name.end))])
        for match in _FULL_NAME.finditer(document.text):
            tokens = document.tokens_in(match.span())
            if len(tokens) == 2 and document.head(tokens[0]) == tokens[1] and document.deps[tokens[0]] == "compound":
                surnames.add(match[1])
        return cls(longer, frozenset(surnames))

    def hold(self, tokens: range) -> bool:
        """ "USA Today", "Sunday Times", "April Jones": part of a name that says more than the time."""
        name = self.longer.get(tokens[0])
        return name is not None and tokens[-1] < name.end and name.end - name.start > len(tokens)


def _stands(document: Document, phrase: Phrase, tokens: range, names: _Names) -> bool:
    """Whether the words are a time here, where the grammar alone cannot tell."""
    text = document.text
    start, end = phrase.span
    before = text[max(0, start - 24) : start]
    after = text[end : end + 24]
    words = text[start:end]
    lower = words.lower()
    last = tokens[-1]
    if _is_title(text, start, end):
        return False
    if words[0].isupper() and not _starts_sentence(document, tokens[0]) and names.hold(tokens):
        return False
    match phrase.doubt:
        case "skip":
            return False
        case "name":
            if lower in ("daily", "weekly") and words[0].isupper():
                return False
            return not names.hold(tokens)
        case "month":
            if len(tokens) == 1 and (document.tags[last].startswith(("VB", "MD")) or names.hold(tokens)):
                return False
            if lower == "march" and len(tokens) == 1 and _is_protest(document, last):
                return False
            if len(tokens) == 1 and lower in _FIRST_NAMES and _is_person(document, last, before, names):
                return False
            short = lower.rstrip(".")
            return len(short) > 3 or short in ("may",) or lower.endswith(".") or len(tokens) > 1
        case "year":
            return _is_year(document, tokens, before, after)
        case "duration" | "age" | "plural" | "rate":
            return _is_duration(document, phrase, tokens, before, after)
        case "season":
            previous = before.split()[-1:]
            lead = previous[0].lower() if previous else ""
            governed = lead in ("in", "over", "during", "by", "until", "since", "through", "into", "for")
            return governed and (len(tokens) > 1 or lead in ("in", "by", "until", "since"))
        case "the_year":
            return not after.lower().startswith(" of")
        case "in":
            return not after.startswith("-") and governing_tense(document, tokens) is Tense.FUTURE
        case "decade":
            return not before.endswith(("$", "#")) and not (words[0].isdigit() and len(words) < 4)
        case "clock":
            if lower[-1].isdigit() and before.split()[-1:] and before.split()[-1].lower() not in _BEFORE_CLOCK:
                return False  # the length of a recording, a score
            return not before.endswith(("$", "#"))
        case "lead":
            return not after.startswith(" as ")
    return True


def _is_protest(document: Document, march: int) -> bool:
    """ "March called off after threats": what is done to a march."""
    verb = document.head(march)
    return document.deps[march] in ("nsubj", "nsubjpass") and document.lemmas[verb] in _DONE_TO_MARCHES


def _is_title(text: str, start: int, end: int) -> bool:
    """ "USA Today", "the Tonight Show": a capital where the word needs none, next to another capital."""
    if not text[start].isupper() or not text[start:end].lower().startswith(("today", "tonight", "daily", "this week")):
        return False
    before, after = text[max(0, start - 24) : start].rstrip(" "), text[end : end + 2]
    word = before.split()[-1:] if before and before[-1].isalpha() else []
    return bool((word and word[0][0].isupper()) or (after[:1] == " " and after[1:].isupper()))


def _is_person(document: Document, token: int, before: str, names: _Names) -> bool:
    """A month that is somebody's name here: as a subject or an owner, or of a person who is named in full."""
    if document.deps[token] in ("poss", "nsubj", "nsubjpass"):
        return True
    word = document.text[slice(*document.span(token, token + 1))]
    lead = before.split()[-1:]
    return word in names.surnames and (not lead or lead[0].lower() not in _BEFORE_MONTH)


def _starts_sentence(document: Document, token: int) -> bool:
    return token == int(document.sentence_tokens[document.sentence_of(token), 0])


def _is_year(document: Document, tokens: range, before: str, after: str) -> bool:
    last = tokens[-1]
    if len(tokens) > 1:
        return True
    start, end = document.span(tokens[0], last + 1)
    if _NUMBERED.search(document.text, max(0, start - 60), start) or (
        not before.endswith(("In ", "in ")) and _STREET.match(document.text, end)
    ):
        return False
    if before.endswith(tuple("$#£€¥.,:/+-–")) and not before.endswith(("--", ", ", "post-", "pre-")):
        return False
    if after.startswith(("%", "-", "/", ":")) and not after.startswith("--"):
        return False
    digits = _FIGURES.search(document.text, *document.span(tokens[0], last + 1))
    value = int(digits[0]) if digits else 0
    follow = after.split()[:1]
    follower = follow[0].strip(".,;:") if follow and after[:1] == " " else ""
    if follower.lower() in ("percent", "million", "billion", "hours", "gmt", "points", "people", "dollars"):
        return False
    previous = before.split()[-1:]
    lead = previous[0].lower() if previous else ""
    led = lead in (
        "in", "since", "of", "by", "until", "till", "from", "to", "before", "after", "during", "and", "or", "through",
        "the", "his", "her", "its", "their", "around", "about", "between", "late", "early", "for", "'s",
    )  # fmt: skip
    if not 1900 <= value <= 2050 and lead not in ("in", "since", "of", "until", "from", "by", "during", "before"):
        return False
    counted = document.head(last)
    if document.deps[last] == "nummod" and counted > last and document.tags[counted] == "NNS":
        return led and lead not in ("of", "to", "from", "about", "around", "for", "by", "after", "before", "in")
    return led or value >= 1900


def _is_duration(document: Document, phrase: Phrase, tokens: range, before: str, after: str) -> bool:
    lower = document.text[slice(*phrase.span)].lower()
    follow = after.lower().lstrip("- ")
    if follow.startswith("old"):
        return False
    if phrase.doubt == "age" and "-" not in lower and "–" not in lower:
        return True
    previous = before.lower().split()[-1:]
    lead = previous[0] if previous else ""
    if phrase.doubt == "rate":
        return True
    if phrase.doubt == "plural":
        return lead in ("for", "in", "within", "over", "after", "recent", "many", "of") and not (
            lead == "of" and before.lower().split()[-2:-1] and before.lower().split()[-2] in ("hundreds", "thousands")
        )
    return not lower.endswith(("second", "a quarter", "one-quarter", "quarters")) or "past" in lower


def _is_rate(document: Document, span: Span) -> bool:
    """ "$1 billion a year", "four flights a week", "twice a day"."""
    start, end = span
    if not document.text[start:end].lower().startswith(("a ", "an ")):
        return False
    before = document.text[max(0, start - 40) : start].replace("\n", "|").split()
    last = before[-1].lower() if before else ""
    if last in ("once", "twice", "times", "each", "million", "billion", "percent"):
        return True
    return any(c.isdigit() for c in last) or (len(before) > 1 and before[-2][:1] in "$£€#" and last[0].isalpha())
