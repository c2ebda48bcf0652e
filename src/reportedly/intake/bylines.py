"""Who wrote a piece: names alone, without days, addresses, jobs, reading times or the outlet's own name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from reportedly.intake.dates import find_days

__all__ = ["agency_in_byline", "agency_in_dateline", "clean_names", "is_name"]

_BY = re.compile(
    r"^\s*(?:(?:posted|published|created|submitted)\b(?:\s+on\b)?[\s,|:·•–—-]*(?=by\b))?"
    r"(?:(?:(?:written|posted|published|reported|story|words|text|article|report|analysis|interview|review)\s+)?by|"
    r"von|par|por|di|door|av|af|author|(?:words|text|texte|texto|writer|reporter|authors|текст|автор)(?=\s*:))\s*:?\s+",
    re.IGNORECASE,
)
# News agencies whose reports other outlets print under their credit, by the forms of the credit.
_AGENCIES = {
    form.casefold(): name
    for name, forms in (
        ("Associated Press", ("AP",)),
        ("Agence France-Presse", ("AFP",)),
        ("Reuters", ("Thomson Reuters",)),
        ("PA Media", ("Press Association", "PA news agency")),
        ("dpa", ("Deutsche Presse-Agentur", "German Press Agency")),
        ("Xinhua", ("Xinhua News Agency",)),
        ("TASS", ()),
        ("ANSA", ()),
        ("EFE", ("Agencia EFE",)),
        ("Kyodo News", ("Kyodo",)),
        ("Yonhap", ("Yonhap News Agency",)),
        ("Anadolu Agency", ("Anadolu",)),
        ("Press Trust of India", ("PTI",)),
        ("Australian Associated Press", ("AAP",)),
        ("Canadian Press", ()),
        ("United Press International", ("UPI",)),
    )
    for form in (name, *forms)
}
_DATELINE = re.compile(r"[A-Z][^()\n]{2,60}\((?P<agency>[A-Za-z -]{2,30})\)\s*[—–-]")
# What ends the names in a line of them.
_END = re.compile(
    r"\s*(?:[|•·–—]|\s-\s|\n|\b(?:first )?(?:published|posted|updated|last updated|modified)\b|\b\d+\s*min(?:ute)?s?\b|"
    r"\bread(?:ing)? time\b|\b(?:e-?mail|follow|contact) (?:the )?(?:author|me|him|her|us)\b|\bfollow\b|"
    r"\bet al\b|\b\d+ ?(?:hours?|hrs?|days?|h|d) ago\b).*",
    re.IGNORECASE | re.DOTALL,
)
_PLACE = re.compile(r"(?<=\w)\s+(?:in|[Ff]or)\s+(?=[A-Z]|the\b|our\b).*", re.DOTALL)
_ADDRESS = re.compile(
    r"\(?<?\b[\w.+-]+@[\w-]+\.[\w.-]+\b>?\)?|(?<!\w)@\w+|https?://\S+|\bwww\.\S+|(?<!\w)\+?\d[\d ()-]{6,}\d"
)
_CLOCK = re.compile(r"\b\d{1,2}[:.]\d\d(?:\s*[ap]\.?m\.?)?(?:\s*[A-Z]{2,4}\b)?", re.IGNORECASE)
_WEEKDAY = r"\b(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\b\.?"
_WEEKDAY_BEFORE_DAY = re.compile(rf"{_WEEKDAY},?\s*$", re.IGNORECASE)
# A weekday is no name where an hour follows, or where it stands apart: "Jan Orr, Monday".
_WEEKDAY_ALONE = re.compile(rf"[,|]\s*{_WEEKDAY}\s*$|{_WEEKDAY},?\s+(?=\d{{1,2}}[:.]\d\d)", re.IGNORECASE)
# The outlet itself, and words that stand where a name should.
_NOBODY = re.compile(
    r"(?:admin|administrator|editor(?:ial)?(?: (?:team|board|staff))?|staff|staff (?:writer|reporter)s?|newsroom|"
    r"web ?master|guest|author|by|unknown|none|null|n/?a|(?:news|web|sports?) ?desk|online ?desk|desk|"
    r"(?:staff and |news )?agencies|agency staff|wire (?:service )?reports?|"
    r"(?:our|the|a|an) (?:own )?(?:[\w-]+ ){0,3}(?:correspondents?|reporters?|staff|writers?|newsroom|desk|team))",
    re.IGNORECASE,
)
_JOB_NAMES = (
    r"(?:writer|reporter|correspondent|editor|columnist|contributor|journalist|analyst|chief|producer|fellow|professor|"
    r"photographer)s?"
)
_JOB = re.compile(rf"(?:,|\s/|\s-)\s*(?:the |our |a )?(?:[\w-]+ ){{0,4}}{_JOB_NAMES}\b.*", re.IGNORECASE)
# What a date leaves of "on 4 March at 10:05".
_LEFT_OVER = re.compile(r"(?:\s+(?:on|at))+$")
_DEGREE = re.compile(r",\s*(?:Ph\.?D|M\.?D|MBA|MSc|M\.?A|B\.?A|MP)\b\.?")
_OTHER_CREDIT = re.compile(
    r"(?:additional\b|photo|picture|image|illustration|graphic|video|camera|edit(?:ed|ing)\b|translat)", re.IGNORECASE
)
_NO_NAME = re.compile(
    rf"\b(?:{_JOB_NAMES}|desk|staff|news|team|bureau|press|media|comments?|share|subscribe|read|more|about|story|"
    r"related|all|view|latest|contact|newsletter|today|updated)\b",
    re.IGNORECASE,
)
_PARTICLES = frozenset(
    "de van von der den dem al el bin bint ibn la le da di del della dos das do du y e ten ter te zu zur af av and & "
    "und et".split()
)


def clean_names(printed: Iterable[str], *, outlet: str | None) -> str | None:
    """The names out of what a page gives as its author, joined by commas; None where there are none.

    >>> clean_names(["By Jan Orr, 4 March 2026, 10:05"], outlet=None)
    'Jan Orr'
    >>> clean_names(["Ana Berg (ana@courier.example)", "The Courier"], outlet="Courier")
    'Ana Berg'
    """
    names: list[str] = []
    for line in printed:
        text = _BY.sub("", _without_days(line.strip()))
        text = _ADDRESS.sub(" ", _END.sub("", text, count=1))
        text = _PLACE.sub("", _DEGREE.sub("", _JOB.sub("", _CLOCK.sub(" ", _WEEKDAY_ALONE.sub(" ", text)))))
        for part in re.split(r"\s*;\s*|,\s*(?=(?:[A-Z][\w.'’-]*\s+){1,3}[A-Z][\w.'’-]+)", text):
            name = " ".join(_BY.sub("", part).split()).strip(" ,|-–—/.:()&")
            name = _without_outlet(_without_place(_LEFT_OVER.sub("", name)), outlet)
            is_nobody = _is_outlet(name, outlet) or _NOBODY.fullmatch(name) or _OTHER_CREDIT.match(name)
            if 1 < len(name) < 120 and not is_nobody:
                names.append(name)
    return ", ".join(dict.fromkeys(names)) or None


def is_name(text: str | None) -> bool:
    """Whether a cleaned byline reads as names of people, each of two words at least.

    >>> is_name("Ana Berg, Jan van Orr"), is_name("Press release of the ministry"), is_name("Transport Editor")
    (True, False, False)
    """
    if not text or _NO_NAME.search(text):
        return False
    return all(_is_one_name(part.split()) for part in re.split(r",\s+|\s+(?:and|&)\s+", text))


def _is_one_name(words: Sequence[str]) -> bool:
    capital = [re.match(r"[^\W\d_]", word) is not None and not word[0].islower() for word in words]
    return 2 <= len(words) <= 6 and all(
        big or word.casefold() in _PARTICLES for big, word in zip(capital, words, strict=True)
    )


def agency_in_byline(names: str | None) -> str | None:
    """The agency that a byline credits, alone, beside a name or with a place: "Associated Press in Nairobi".

    >>> agency_in_byline("Ana Berg, The Associated Press"), agency_in_byline("Ana Berg")
    ('Associated Press', None)
    """
    for part in (names or "").split(", "):
        bare = re.sub(r"^the\s+", "", re.split(r"\s+in\s+[A-Z]", part)[0].strip().casefold())
        if bare in _AGENCIES:
            return _AGENCIES[bare]
    return None


def agency_in_dateline(line: str) -> str | None:
    """The agency that the first words of an article credit.

    >>> agency_in_dateline("NAIROBI, Kenya (AP) — A visit"), agency_in_dateline("NAIROBI (Kenya) — A visit")
    ('Associated Press', None)
    """
    match = _DATELINE.match(line)
    return _AGENCIES.get(match["agency"].strip().casefold()) if match else None


def _without_days(text: str) -> str:
    """The text without its dates, and without the weekday before one unless that leaves a single word of a name."""
    for day in reversed(list(find_days(text))):
        before = text[: day.start]
        if (weekday := _WEEKDAY_BEFORE_DAY.search(before)) and len(_BY.sub("", before[: weekday.start()]).split()) != 1:
            before = before[: weekday.start()]
        text = before + " " + text[day.end :]
    return text


def _without_place(name: str) -> str:
    """A name without the place behind it, "Ana Berg (Tarn"; an agency's stays, since it is a credit."""
    head, mark, place = name.rpartition(" (")
    return head if mark and len(head.split()) >= 2 and place.casefold() not in _AGENCIES else name


def _without_outlet(name: str, outlet: str | None) -> str:
    """A name without the outlet's behind it: "Ana Berg for The Courier"."""
    own = re.sub(r"^the\s+", "", (outlet or "").strip(), flags=re.IGNORECASE)
    if len(own) < 4:
        return name
    bare = re.sub(rf"[\s,/]+(?:(?:for|of|at)\s+)?(?:the\s+)?{re.escape(own)}$", "", name, flags=re.IGNORECASE)
    return bare if len(bare.split()) >= 2 else name


def _is_outlet(name: str, outlet: str | None) -> bool:
    own, other = (re.sub(r"^the\s+|\W+", "", part.casefold()) for part in (name, outlet or ""))
    return bool(other) and own == other
