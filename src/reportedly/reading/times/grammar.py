"""Time expressions in plain text: a grammar over word classes. Knows neither the parse nor the day of publication.

The text becomes one character a word (its class; words that no rule names are all alike), and each rule is a regular
expression over those characters, written below in words. Rules hold no unbounded repetition, and are tried only inside
runs of known words, so the time is linear in the text: a megabyte of digits is one word.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from reportedly.article import Span
from reportedly.lexicon.calendar import MONTHS, WEEKDAYS
from reportedly.reading.times import day_meanings
from reportedly.reading.times import meanings as mean
from reportedly.reading.times.meanings import Groups, Meaning
from reportedly.vocabulary import TimeType

__all__ = ["Phrase", "find_phrases"]


@dataclass(frozen=True, slots=True)
class Phrase:
    """A time expression as found: where, what kind, and what it means once its context is known.

    Attributes:
        span: Code points of the text.
        type: TIMEX3 type.
        meaning: From a context to a value.
        head: Where in the phrase its governing word is looked for: the last word that is a date or a unit.
        doubt: What else the words could be ("name", "verb", "count"), for the parse to say; "" where nothing.
    """

    span: Span
    type: TimeType
    meaning: Meaning
    head: int
    doubt: str


_LEXEME = re.compile(
    r"""(?P<iso>\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d)?(?:\.\d{1,9})?(?:Z|[+-]\d\d:?\d\d)?)?(?!\w))
    |(?P<slash>\d{1,2}([/-])\d{1,2}\3(?:\d{4}|\d\d)(?![\w/])|(?<![\d.])\d{1,2}\.\d{1,2}\.\d{4}(?![\w/]|\.\d))
    |(?P<clock>(?:[01]?\d|2[0-4])[:.][0-5]\d(?=\ ?(?:[ap]\.?m\b|hrs|GMT|EDT|EST|UTC))
        |(?:[01]?\d|2[0-3]):[0-5]\d(?::[0-5]\d)?(?![:\d]))
    |(?P<decade>'?(?:1[5-9]|20)?\d0'?s(?!\w))
    |(?P<ordinal>[0-3]?\d(?:st|nd|rd|th)(?!\w))
    |(?P<frac>\d/\d\d?(?![\d/]))
    |(?P<number>(?<!\d)\d++(?:,\d{3}(?!\d)){0,4}(?:\.\d++)?(?:(?![^\W\d_])|(?=(?:GMT|UTC|[ECMP][DS]T|BST)\b)))
    |(?P<ampm>[ap]\.m\.?|[ap]m(?!\w))
    |(?P<name>(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|Mon|Tues?|Wed|Thurs?|Thu|Fri|Sat|Sun)\.)
    |(?P<word>[^\W\d_]+)
    |(?P<break>(?<!\s)\s*\n\s*)
    |(?P<poss>['’]s(?!\w))
    |(?P<mark>[^\w\s])
    |(?P<other>\w)
    """,
    re.VERBOSE | re.IGNORECASE,
)

_WEEKDAY_SHORT = (
    "mon mon. tue tue. tues tues. wed wed. thu thu. thur thur. thurs thurs. fri fri. sat sat. sun sun."
).split()
_MONTH_SHORT = (
    "jan jan. feb feb. mar mar. apr apr. jun jun. jul jul. aug aug. sep sep. sept sept. oct oct. nov nov. dec dec."
).split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_SMALL = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
).split()
_CAPITAL_ONLY = {*WEEKDAYS, *_WEEKDAY_SHORT, *_MONTH_SHORT, *MONTHS}

# Classes of words. A word may stand in several; words without a class can be named in a rule as they are.
_CLASSES: dict[str, list[str]] = {
    "WD": [*WEEKDAYS],
    "WDS": [f"{day}s" for day in WEEKDAYS],
    "WDSHORT": [*_WEEKDAY_SHORT, *WEEKDAYS],
    "MON": [*MONTHS, *_MONTH_SHORT],
    "UNIT": "second minute hour day week month quarter year decade century".split(),
    "UNITS": "seconds minutes hours days weeks months quarters years decades centuries".split(),
    "CALUNIT": "week month quarter year decade century".split(),
    "PART": "morning afternoon evening night midday noon midnight dawn dusk lunchtime".split(),
    "PARTS": "mornings afternoons evenings nights".split(),
    "SEASON": "spring summer autumn fall winter".split(),
    "SEASONS": "springs summers autumns falls winters".split(),
    "WNUM": [*_SMALL, *_TENS, "hundred", "thousand", "dozen"],
    "TENS": _TENS,
    "SMALL": _SMALL,
    "ORD": "first second third fourth fifth sixth seventh eighth ninth tenth <ordinal>".split(),
    "ORDWORD": (
        "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth "
        "fifteenth sixteenth seventeenth eighteenth nineteenth twentieth thirtieth <ordinal>"
    ).split(),
    "DAYNUM": ["<1-12>", "<13-31>", "<ordinal>"],
    "HOUR": ["<1-12>"],
    "INT": ["<1-12>", "<13-31>", "<integer>", "<year>", "<hhmm>"],
    "YEAR": ["<year>"],
    "TWO": ["<1-12>", "<13-31>", "<two>"],
    "NUMBER": ["<1-12>", "<13-31>", "<two>", "<integer>", "<year>", "<hhmm>", "<decimal>"],
    "HHMM": ["<hhmm>", "<year>"],
    "FRAC": ["<frac>"],
    "ISO": ["<iso>"],
    "SLASH": ["<slash>"],
    "CLOCK": ["<clock>"],
    "DECADE": "<decade> twenties thirties forties fifties sixties seventies eighties nineties".split(),
    "AMPM": ["<ampm>"],
    "ZONE": "gmt utc est edt cst cdt mst mdt pst pdt et ct pt bst cet cest".split(),
    "CITY": "moscow local eastern central pacific london paris beijing tokyo israel kyiv tehran".split(),
    "COMMA": ["<,>"],
    "HY": ["<->", "<–>"],
    "POSS": ["<'s>"],
    "APOS": ["<'>"],
    "MONEY": ["<$>", "<£>", "<€>", "<#>", "<¥>"],
    "X": ["<other>"],
}

_TOKEN = re.compile(r"<(\w+):|([A-Z]+)|([a-z]+)|(\{\d(?:,\d)?\})|([>()|?*])|\s+")


class _Alphabet:
    """One character for each word that any rule names."""

    def __init__(self) -> None:
        self.characters: dict[str, str] = {"<other>": "."}

    def __call__(self, word: str) -> str:
        return self.characters.setdefault(word, chr(0xE000 + len(self.characters)))

    def starts(self, rule: str) -> set[str]:
        """The characters that a rule can begin with."""
        tokens = [match.groups() for match in _TOKEN.finditer(rule) if match[0].strip()]
        place = 0

        def alternatives() -> tuple[set[str], bool]:
            nonlocal place
            first, empty = sequence()
            while place < len(tokens) and tokens[place][4] == "|":
                place += 1
                more, also = sequence()
                first, empty = first | more, empty or also
            return first, empty

        def sequence() -> tuple[set[str], bool]:
            first: set[str] = set()
            empty = True
            while place < len(tokens) and tokens[place][4] not in ("|", ")", ">"):
                more, also = atom()
                first = first | more if empty else first
                empty = empty and also
            return first, empty

        def atom() -> tuple[set[str], bool]:
            nonlocal place
            group, name, word, _, _ = tokens[place]
            place += 1
            if name or word:
                first, empty = {self(one) for one in (_CLASSES[name] if name else [word])}, False
            else:
                assert group or tokens[place - 1][4] == "("
                first, empty = alternatives()
                place += 1
            if place < len(tokens) and (tokens[place][4] in ("?", "*") or tokens[place][3]):
                empty = empty or tokens[place][4] is not None or tokens[place][3].startswith("{0")
                place += 1
            return first, empty

        return alternatives()[0]

    def compile(self, rule: str) -> re.Pattern[str]:
        """A rule in words as a regular expression over characters."""
        parts = []
        end = 0
        for match in _TOKEN.finditer(rule):
            assert match.start() == end, rule[end:]
            end = match.end()
            group, name, word, count, mark = match.groups()
            if group:
                parts.append(f"(?P<{group}>")
            elif name:
                parts.append("[" + "".join(map(self, _CLASSES[name])) + "]")
            elif word:
                parts.append(self(word))
            elif count:
                parts.append(count)
            elif mark:
                parts.append({"(": "(?:", ">": ")"}.get(mark, mark))
        assert end == len(rule), rule[end:]
        return re.compile("".join(parts))


@dataclass(frozen=True, slots=True)
class _Rule:
    pattern: re.Pattern[str]
    type: TimeType
    meaning: Callable[[Groups], Meaning | None]
    doubt: str


# Pieces of rules. Group names lose their digits before a meaning sees them, so that a piece can offer alternatives.
_COUNT = (
    "((WNUM|NUMBER) and a half|(a|an) (hundred|thousand|dozen)|WNUM (HY? WNUM){0,3}|(a|an)? couple of?|(a|an)? few"
    "|a good many|NUMBER FRAC?|several|many|half (a|an)|an additional|another|a|an)"
)
_N = f"<n:{_COUNT} ((to|or|HY) (WNUM|NUMBER))?>"
_FIGURES = "<n:(WNUM (HY? WNUM){0,3}|NUMBER FRAC?|several) ((to|or|HY) (WNUM|NUMBER))?>"
_APPROX = (
    "(about|around|nearly|almost|roughly|approximately|more than|less than|fewer than|at least|at most|up to"
    "|just? over|just? under|no more than|no less than)"
)
_U = "<u:UNIT|UNITS>"
_MORE = "(more|full|straight|consecutive|long|whole|additional|trading|business|working|calendar)"
_MOD = "(early|late|earlier|later|sometime|mid HY?)"
_YEAR4 = "<y:YEAR|(nineteen|eighteen) (TENS HY? SMALL|TENS|SMALL)|two thousand (and? SMALL)?>"
_MONTHDAY = "<m1:MON> <d1:DAYNUM|ORDWORD>((COMMA|of)? <y1:YEAR>)?"
_DAYMONTH = "(the)? <d2:DAYNUM|ORDWORD> of? <m2:MON>(COMMA? <y2:YEAR>)?"
_DAY = (
    "(<wd2:WDSHORT> COMMA? the?"
    " (<m3:MON> <d3:DAYNUM|ORDWORD>(COMMA? <y3:YEAR>)?|<d4:DAYNUM> <m4:MON>(COMMA? <y4:YEAR>)?)"
    "|this coming <wd3:WD> COMMA? <m5:MON> <d5:DAYNUM|ORDWORD>"
    "|(<rel1:this past|this coming|last|next|this|the (previous|following|coming|past)> )? <wd1:WD>"
    f"|(<rel2:last|next|this> )? {_MONTHDAY}|{_DAYMONTH}|<deictic:today|tomorrow|yesterday>|<iso:ISO>|<slash:SLASH>)"
)
_ZONE = "(ZONE|CITY (standard|daylight|summer)? time)"
_CLOCK = (
    f"(<clock1:CLOCK> <ap1:AMPM>?|<h2:HOUR> <ap2:AMPM>|<word3:noon|midnight|midday>|<hhmm4:HHMM> (gmt|utc|hours))"
    f" <zone:{_ZONE}>?"
)
_CLOCKISH = f"(<clock1:CLOCK> <ap1:AMPM>?|<h2:HOUR> <ap2:AMPM>|<word3:noon|midnight|midday>) <zone:{_ZONE}>?"
_WHICH = "(last|next|this|(the)? (previous|following|past|coming|current)|that|the same|this past)"
_QUARTER = "<q:first|second|third|fourth|final> HY? quarter"

_DATE, _TIME, _DURATION, _SET = TimeType.DATE, TimeType.TIME, TimeType.DURATION, TimeType.SET
_TABLE: tuple[tuple[TimeType, str, Callable[[Groups], Meaning | None], str], ...] = (
    # Days
    (_DATE, f"{_MOD}? {_DAY}", day_meanings.day, "name"),
    (_DATE, "<deictic:the day (before yesterday|after tomorrow)>", day_meanings.day, ""),
    (_DATE, "(the)? <hol:thanksgiving day?|christmas (day|eve)?|new year POSS (day|eve)|easter (sunday|monday)?"
            "|good friday|labor day|memorial day|independence day|election day|halloween|veterans day"
            "|valentine POSS day|boxing day|bastille day|armistice day|anzac day|may day|ash wednesday|palm sunday"
            "|maundy thursday|whit (sunday|monday)|ascension day>"
            "( COMMA? <y:YEAR>)?", day_meanings.holiday, "holiday"),
    (_DATE, "<rel:last|next|this> <hol:thanksgiving|christmas (day|eve)?|new year POSS (day|eve)"
            "|easter (sunday|monday)?|good friday|boxing day|halloween>", day_meanings.holiday, ""),
    (_DATE, "easter week", lambda g: day_meanings.easter_week, ""),
    # Parts of days, and the clock
    (_TIME, f"{_MOD}? {_DAY} COMMA? <part:PART>", day_meanings.part_of_day, "name"),
    (_TIME, f"<part:PART> of {_DAY}", day_meanings.part_of_day, "name"),
    (_TIME, f"{_MOD}? this <part:PART>", lambda g: day_meanings.part_of_day({"deictic": "today", **g}), ""),
    (_TIME, f"{_MOD}? <deictic:tonight|last night|overnight>", day_meanings.part_of_day, ""),
    (_TIME, "the <rel:next|following|previous|same> <part:PART>", day_meanings.part_of_anchor, ""),
    (_TIME, "that <part:PART>", day_meanings.part_of_anchor, ""),
    (_TIME, "<h:HOUR> in the <part:PART>", day_meanings.clock, ""),
    (_TIME, f"{_CLOCK}", day_meanings.clock, "clock"),
    (_TIME, f"(around|about)? {_CLOCKISH} COMMA? on? {_DAY}", day_meanings.clock, ""),
    (_TIME, f"{_DAY} COMMA? at {_CLOCKISH}", day_meanings.clock, ""),
    (
        _TIME,
        f"(<slash:SLASH>|<m1:MON> <d1:DAYNUM>(COMMA? <y1:YEAR>)?) <hhmm4:HHMM> <zone:{_ZONE}>",
        day_meanings.clock,
        "",
    ),
    # Weeks and weekends
    (_DATE, f"(the)? week of ({_MONTHDAY}|{_DAYMONTH})", day_meanings.week_of, ""),
    (_DATE, "<rel:last|next|this|(the)? (past|coming|previous|following)|the|that> weekend", day_meanings.weekend, ""),
    (_DATE, "the week after next", lambda g: day_meanings.week_after_next, ""),
    (_DATE, "<wd:WD> <then:week|fortnight>", day_meanings.weeks_on, ""),
    (_DATE, "a <then:week|fortnight> (on|from) <wd:WD>", day_meanings.weeks_on, ""),
    (_DATE, "a <then:week|fortnight> from? tomorrow", day_meanings.weeks_on, ""),
    (_DATE, "the <wd:WD> after next", lambda g: mean.nothing, ""),  # which one "next" is, nobody agrees on
    # The nth weekday of a month
    (_DATE, "the? <nth:last|first|second|third|fourth> <wd:WD> (of|in) (<m:MON>(COMMA? <y:YEAR>)?"
            "|<rel:this|next|last|the following> month)", day_meanings.weekday_of_month, ""),
    # The same day of another year
    (_DATE, "this (day|date) (COMMA <m:MON> <d:DAYNUM> COMMA)? in <y:YEAR>", day_meanings.this_day_in, ""),
    # Months
    (_DATE, f"{_MOD}? <m:MON>( COMMA? {_YEAR4})?", mean.month, "month"),
    (_DATE, f"{_MOD}? <rel:this past|this coming|last|next|this|the following|the previous> "
            f"<m:MON>", mean.month, "month"),
    (_DATE, f"{_MOD}? <m:MON> (of)? <relyear:last|next|this|that|the following|the previous> "
            f"year", mean.month, "month"),
    (_DATE, f"the (beginning|start|end|middle) of <m:MON>( COMMA? {_YEAR4})?", mean.month, "month"),
    # Seasons
    (_DATE, f"{_MOD}? <rel:last|next|this|this past|this coming|that|the previous|the following> "
            f"<s:SEASON>", mean.season, ""),
    (_DATE, f"{_MOD}? (the)? {_MOD}? <s:SEASON> of? {_YEAR4}", mean.season, ""),
    (_DATE, f"(the)? {_MOD}? <s:SEASON>", mean.season, "season"),
    # Quarters and halves
    (_DATE, f"(the)? (current|latest|fiscal)? {_YEAR4}? (fiscal HY?)? {_QUARTER}( of? <y2:YEAR>)?", mean.quarter, ""),
    (_DATE, "(the|its|a|their) <span:(fiscal HY?)? <q:first|second|third|fourth|final> HY quarter>", mean.quarter, ""),
    (_DATE, f"the seasonally? (fiscal HY?)? {_QUARTER} of (fiscal)? <rel:last|next|this> year", mean.quarter, ""),
    (_DATE, f"<rel:this|last|next> year POSS (fiscal)? {_QUARTER}", mean.quarter, ""),
    (_DATE, f"{_QUARTER} of? <rel:this|last|next> year", mean.quarter, ""),
    (_DATE, f"the (comparable)? year HY? (ago|earlier) {_QUARTER}", mean.year_before, ""),
    (_DATE, "the <half:first|second|last|latter> half of <y:YEAR>", mean.half, ""),
    (_DATE, "the <half:first|second|last|latter> half of <rel:last|next|this> year", mean.half, ""),
    (_DATE, "(first|last) two quarters of <y:YEAR>", mean.half, ""),
    (_DATE, "the? last quarter of <y:YEAR>", mean.last_quarter, ""),
    (_DATE, "the latest (quarter|period)", mean.the_quarter, ""),
    (_DATE, "(the|that) quarter", mean.the_quarter, ""),
    (_DATE, "(this|the current) <u:quarter>", mean.current, ""),
    (_DATE, "the? (comparable|corresponding)? year HY? (ago|earlier) (quarter|period)", mean.year_before, ""),
    (_DATE, "the (comparable|corresponding|same) (quarter|period) (last year|a year (ago|earlier|"
            "before))", mean.year_before, ""),
    (_DATE, "the quarter a year (ago|earlier)", mean.year_before, ""),
    (_DATE, "last year POSS quarter", mean.year_before, ""),
    (_DATE, "(the) <y:YEAR> (quarter|period)", mean.quarter_of, ""),
    (_DATE, "(the|a|its)? <span:year HY (ago|earlier)>", mean.year_before, ""),
    (_DATE, "a year (ago|earlier|before)", mean.year_before, ""),
    # Years, decades, centuries
    (_DATE, f"{_MOD}? (fiscal|calendar|fy)? {_YEAR4}", mean.year, "year"),
    (_DATE, f"the year {_YEAR4}", mean.year, ""),
    (_DATE, f"{_MOD}? the? {_MOD}? HY? <dec:DECADE>", mean.decade, "decade"),
    (_DATE, "the <part:last|first|second> half of the <dec:DECADE>", mean.decade, ""),
    (_DATE, f"(the)? {_MOD}? <c:ORDWORD|TENS HY? ORD> HY? century", mean.century, ""),
    (_DATE, f"(the)? <edge:(end|beginning|start|middle|close) of|turn of|mid HY?> (the)? (year)? "
            f"{_YEAR4}", mean.year, ""),
    # This, last, next
    (_DATE, f"{_MOD}? <rel:last|next|this|(the)? (current|coming|previous)|that|the same|the following>"
            " (fiscal)? <u:CALUNIT|day>",
     mean.relative, "title"),
    (_DATE, "(earlier|later|sometime|early|late) in? (this|the) <u:week|month|year>", mean.current, ""),
    (_DATE, "<rel:earlier|later> <that:that|the same> <u:day|week|month|year>", mean.relative, ""),
    (_DATE, "(the|this|last|next) <u:week|month|quarter|year> POSS? HY? (end|close)", mean.year_end, ""),
    (_DATE, "(the|around)? <u:year> POSS? HY? end", mean.year_end, ""),
    (_DATE, "(the|a|around)? <u:year|month> HY end", mean.year_end, ""),
    (_DATE, "the (very)? (end|beginning|start|middle|close) of (the|this) <u:week|month|quarter|year|decade|"
            "century>", mean.current, ""),
    (_DATE, "the (end|beginning|start|middle|close) of <rel:last|next> <u:week|month|quarter|year>", mean.relative, ""),
    (_DURATION, "<span:the fiscal? <n:year>> (ended|ending)", mean.duration, ""),
    (_DATE, "the <u:week|full year|fiscal year>", mean.current, ""),
    (_DATE, "the <u:year>", mean.current, "the_year"),
    (_DATE, "the <rel:past> <u:year>", mean.relative, ""),
    (_DURATION, "the past <u:day|week|month|quarter>", mean.duration, ""),
    (_DATE, "the <ord:ORD> day", lambda g: mean.nothing, "skip"),
    # So long ago, so long from now
    (_DATE, f"({_APPROX}|some)? {_N} {_MORE}? {_U} (or so)? ago", mean.ago, ""),
    (_DATE, "<u:UNITS> ago", mean.ago, ""),
    (_DATE, f"{_APPROX}? {_N} {_MORE}? {_U} <way:earlier|later|after that|before that|from now|hence>", mean.away, ""),
    (_DATE, f"in {_N} {_U} (time)?", mean.offset_from_publication, "in"),
    # Vague
    (_DATE, "right? now", lambda g: mean.fixed("PRESENT_REF"), "now"),
    (_DATE, "(currently|current|these days|nowadays|at present|at the moment|at this moment|at this point)",
     lambda g: mean.fixed("PRESENT_REF"), "lead"),
    (_DATE, "(more|most)? (recently|lately)", lambda g: mean.fixed("PAST_REF"), "lead"),
    (_DATE, "(recent UNITS (and UNITS)?|recent|the past|past years)", lambda g: mean.fixed("PAST_REF"), ""),
    (_DATE, "the (near|foreseeable|distant|immediate|not too distant)? (future|near term|short term)",
     lambda g: mean.fixed("FUTURE_REF"), ""),
    (_DATE, "(the)? (coming|future) (days|weeks|months|years|quarters)", lambda g: mean.fixed("FUTURE_REF"), ""),
    # Durations
    (_DURATION, f"{_APPROX}? {_N} {_MORE}? {_U}", mean.duration, "duration"),
    (_DURATION, f"{_FIGURES} HY {_U} (HY long)?", mean.duration, "age"),
    (_DURATION, "<n:day|week|month|year|hour> HY long", mean.duration, ""),
    (_DURATION, f"(at least|almost|nearly)? the (past|last|next|first|final|coming|previous|following|latest|entire)"
                f" {_N}? {_MORE}? <u:UNITS>"
                f" (or so)?", mean.duration, ""),
    (_DURATION, f"(past|last|next) {_N} {_MORE}? <u:UNITS>", mean.duration, ""),
    (_DURATION, "the (year HY? (ago|earlier))? (first|last|final|latest)? <n:WNUM|NUMBER>"
                " <u:months|weeks|quarters|days|years|hours>",
     mean.duration, ""),
    (_DURATION, "the (past|last) <u:decade|century|hour|minute>", mean.duration, ""),
    (_DURATION, "the <u:years>", mean.duration, "plural"),
    (_DURATION, "the <u:years|months|weeks|days> ahead", mean.duration, ""),
    (_DURATION, "<u:UNITS>", mean.duration, "plural"),
    (_DURATION, "(months|years|weeks|days|decades) HY <long:long>", lambda g: mean.nothing, "skip"),
    # Sets
    (_SET, "<how:daily|weekly|monthly|yearly|annually|hourly|nightly>", day_meanings.often, "name"),
    (_SET, "(each|every) <n:other|WNUM|NUMBER|few>? <u:UNIT|UNITS>", day_meanings.every, ""),
    (_SET, f"(each|every) {_MOD}? <wd:WD> <part:PART>?", day_meanings.every, ""),
    (_SET, "<wd:WDS>", day_meanings.every, "name"),
    (_SET, "<wd:WD> <part:PARTS>", day_meanings.every, "name"),
    (_SET, "(each|every) <m:MON>", day_meanings.every, ""),
    (_SET, "(each|every) <s:SEASON>", day_meanings.every, ""),
    (_SET, "per <u:hour|day|week|month|quarter|year|decade>", day_meanings.every, ""),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Grammar:
    characters: dict[str, str]
    rules: tuple[_Rule, ...]
    starting: dict[str, tuple[int, ...]]
    islands: re.Pattern[str]


@cache
def _grammar() -> _Grammar:
    alphabet = _Alphabet()
    rules = tuple(_Rule(alphabet.compile(rule), type_, meaning, doubt) for type_, rule, meaning, doubt in _TABLE)
    starting: dict[str, tuple[int, ...]] = {}
    for i, (_, rule, _, _) in enumerate(_TABLE):
        for character in alphabet.starts(rule):
            starting[character] = (*starting.get(character, ()), i)
    return _Grammar(alphabet.characters, rules, starting, re.compile(r"[^.]+"))


def _class_of(match: re.Match[str]) -> str:
    """The name under which a lexeme stands in the classes."""
    kind, word = match.lastgroup, match[0]
    if kind == "word" or kind == "name":
        lower = word.lower()
        return "<other>" if lower in _CAPITAL_ONLY and not word[0].isupper() else lower
    if kind == "number":
        if not word.isdecimal():
            return "<decimal>"
        if len(word) == 4 and "1000" <= word <= "2199":
            return "<year>"
        if len(word) == 4 and word < "2400":
            return "<hhmm>"
        if len(word) <= 2:
            return "<1-12>" if 1 <= int(word) <= 12 else "<13-31>" if 13 <= int(word) <= 31 else "<two>"
        return "<integer>"
    if kind == "poss":
        return "<'s>"
    if kind == "mark":
        return "<'>" if word == "’" else f"<{word}>"
    return f"<{kind}>"


@lru_cache(maxsize=8192)
def _parse_island(island: str) -> tuple[tuple[int, int, int, tuple[tuple[str, int, int], ...]], ...]:
    """Left to right, the longest rule at each place, the first in the table of those as long.

    Returns:
        Start, end, number of the rule, and the rule's groups, as places in the run of characters.
    """
    rules, starting = _grammar().rules, _grammar().starting
    found = []
    place = 0
    while place < len(island):
        best, number = None, -1
        for i in starting.get(island[place], ()):
            match = rules[i].pattern.match(island, place)
            if match and match.end() > (best.end() if best else place):
                best, number = match, i
        if best is None:
            place += 1
            continue
        groups = tuple((name, *best.span(name)) for name, text in best.groupdict().items() if text is not None)
        found.append((place, best.end(), number, groups))
        place = best.end()
    return tuple(found)


def find_phrases(text: str) -> Iterator[Phrase]:
    """Time expressions in text order, none over another; those that mean nothing are left out."""
    grammar = _grammar()
    lexemes = list(_LEXEME.finditer(text))
    known = grammar.characters
    line = "".join([known.get(_class_of(match), ".") for match in lexemes])
    for run in grammar.islands.finditer(line):
        for start, end, number, groups in _parse_island(run[0]):
            rule = grammar.rules[number]
            start, end = start + run.start(), end + run.start()
            words: Groups = {}
            for name, a, b in groups:
                a, b = a + run.start(), b + run.start()
                if name == "span":  # an article or a verb that the rule needs but the expression leaves out
                    start, end = a, b
                    continue
                words[name.rstrip("0123456789")] = text[lexemes[a].start() : lexemes[b - 1].end()].lower()
            meaning = rule.meaning(words)
            if meaning is not None:
                span = lexemes[start].start(), lexemes[end - 1].end()
                yield Phrase(span, rule.type, meaning, lexemes[end - 1].start(), rule.doubt)
