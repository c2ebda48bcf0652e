"""Who wrote a piece: names alone, without days, addresses, jobs, reading times or the outlet's own name."""

from __future__ import annotations

import re
from collections.abc import Iterable

from reportedly.intake.dates import find_days

__all__ = ["agency_in_byline", "agency_in_dateline", "clean_names"]

_BY = re.compile(
    r"^\s*(?:by|von|par|por|di|door|av|af|written by|posted by|story by|words by|text by|reported by|author)\s*:?\s+",
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
    r"\bet al\b|\b\d+ (?:hours?|days?) ago\b).*",
    re.IGNORECASE | re.DOTALL,
)
_ADDRESS = re.compile(r"\(?<?\b[\w.+-]+@[\w-]+\.[\w.-]+\b>?\)?|(?<!\w)@\w+|https?://\S+|\bwww\.\S+")
_CLOCK = re.compile(r"\b\d{1,2}[:.]\d\d(?:\s*[ap]\.?m\.?)?(?:\s*[A-Z]{2,4}\b)?", re.IGNORECASE)
_WEEKDAY = re.compile(r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b", re.IGNORECASE)
# The outlet itself, and words that stand where a name should.
_NOBODY = re.compile(
    r"(?:admin|administrator|editor(?:ial)?(?: (?:team|board|staff))?|staff|staff (?:writer|reporter)s?|newsroom|"
    r"web ?master|guest|author|by|unknown|none|null|n/?a|news ?desk|online ?desk|desk)",
    re.IGNORECASE,
)
_JOB = re.compile(
    r",\s*(?:the |our |a )?(?:[\w-]+ ){0,3}(?:writer|reporter|correspondent|editor|columnist|contributor|journalist|"
    r"analyst|chief|producer|fellow|professor)\b.*",
    re.IGNORECASE,
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
        text = _without_days(_BY.sub("", line.strip()))
        text = _ADDRESS.sub(" ", _END.sub("", text, count=1))
        text = _JOB.sub("", _WEEKDAY.sub(" ", _CLOCK.sub(" ", text)))
        for part in re.split(r"\s*;\s*|,\s*(?=(?:[A-Z][\w.'’-]*\s+){1,3}[A-Z][\w.'’-]+)", text):
            name = " ".join(_BY.sub("", part).split()).strip(" ,|-–—/.:()&")
            if 1 < len(name) < 120 and not _is_outlet(name, outlet) and not _NOBODY.fullmatch(name):
                names.append(name)
    return ", ".join(dict.fromkeys(names)) or None


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
    for day in reversed(list(find_days(text))):
        text = text[: day.start] + " " + text[day.end :]
    return text


def _is_outlet(name: str, outlet: str | None) -> bool:
    own, other = (re.sub(r"^the\s+|\W+", "", part.casefold()) for part in (name, outlet or ""))
    return bool(other) and own == other
