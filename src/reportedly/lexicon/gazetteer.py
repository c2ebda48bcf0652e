"""The shipped word lists: outlets, countries, cities, first names. Read once, immutable afterwards."""

from __future__ import annotations

import csv
import functools
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from importlib.resources import files

from reportedly.errors import ModelError
from reportedly.lexicon.folding import fold, fold_once

__all__ = ["Country", "Gazetteer", "Outlet", "gazetteer", "outlet_named", "place_name"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlet:
    """A news agency, paper, broadcaster, programme, site or magazine.

    Attributes:
        aliases: Other names that tell it wherever they stand.
        country: ISO 3166-1 alpha-2, empty where unknown.
        domain: Of its site, empty where unknown.
        contextual: Names that are also words or other things ("Deadline", "The Sun"): its only where the text treats
            them as an outlet.
    """

    name: str
    aliases: tuple[str, ...]
    country: str
    kind: str
    domain: str
    contextual: tuple[str, ...] = ()


_OutletWords = Mapping[str, tuple[tuple[tuple[str, ...], Outlet], ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Country:
    """A country or a territory often in the news."""

    iso2: str
    name: str
    aliases: tuple[str, ...]
    demonyms: tuple[str, ...]
    capitals: tuple[str, ...]
    metonyms: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Gazetteer:
    """The lists, indexed.

    Attributes:
        outlets: By folded name, alias and domain.
        outlet_words: By first word as printed: the words of a name or alias and its outlet, longest first.
        contextual_outlet_words: The same for names that are an outlet's only in some contexts.
        country_words: By first word as printed: words, country, and whether they name a place (else a body that
            stands for the government).
        demonyms: Folded demonym to ISO 3166-1 alpha-2.
        cities: City to ISO 3166-1 alpha-2.
        genders: First name to "m" or "f"; names of both are left out.
    """

    outlets: Mapping[str, Outlet]
    outlet_words: _OutletWords
    contextual_outlet_words: _OutletWords
    countries: Mapping[str, Country]
    country_words: Mapping[str, tuple[tuple[tuple[str, ...], Country, bool], ...]]
    demonyms: Mapping[str, str]
    cities: Mapping[str, str]
    genders: Mapping[str, str]
    states: frozenset[str] = field(default=frozenset())


def outlet_named(name: str | None) -> Outlet | None:
    """The outlet of a name, alias, host or address's host; None where it is not in the list.

    >>> outlet_named("the AP").name
    'Associated Press'
    >>> outlet_named("www.reuters.com").name
    'Reuters'
    """
    if not name:
        return None
    key = fold(name.strip()).removeprefix("www.")
    outlets = gazetteer().outlets
    return outlets.get(key) or outlets.get(key.removeprefix("the "))


@functools.cache
def gazetteer() -> Gazetteer:
    """The shipped lists.

    Raises:
        ModelError: A list is missing or damaged.
    """
    try:
        return _read()
    except (OSError, KeyError, ValueError) as error:
        raise ModelError(
            "reportedly/data", f"a word list cannot be read ({error})", "Install the package anew"
        ) from error


def place_name(printed: str) -> str:
    """A known place as it is written within a sentence, where a dateline has it in capitals.

    >>> place_name("NEW YORK"), place_name("UAE"), place_name("VARNA STRAITS")
    ('New York', 'UAE', 'VARNA STRAITS')
    """
    small = printed.title()
    if len(printed) < 4 or not printed.isupper():
        return printed
    lists = gazetteer()
    return small if small in lists.cities or small in lists.states or small in lists.country_words else printed


def _rows(name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(_text(name))))


def _lines(name: str) -> Iterator[list[str]]:
    """The rows without the header; a long list is read much faster so than by the names of its columns."""
    rows = csv.reader(io.StringIO(_text(name)))
    next(rows)
    return rows


def _text(name: str) -> str:
    return files("reportedly.data").joinpath(name).read_text(encoding="utf-8")


def _split(cell: str) -> tuple[str, ...]:
    return tuple(cell.split("|")) if cell else ()


def _words(name: str) -> tuple[str, ...]:
    """A name as the parse would cut it: the mark of the possessive and marks between letters apart."""
    name = name.replace("’", "'")
    return tuple((_CUTS.sub(r" \g<0> ", name) if _MARKED.search(name) else name).split())


# "The Post-Dispatch" (but "Kavkaz-uzel.ru" is one word), "RFE/RL", "Nation.Cymru", "Barron's", "Ladies' Home Journal",
# "Yahoo! News".
_MARKED = re.compile(r"[-/:.'!]")
_CUTS = re.compile(
    r"(?<=[^\W\d_])(?:-(?!\w+\.[a-z])|[/:])(?=[^\W\d_])|(?<=[a-z])\.(?=[A-Z])|'s\b(?! *\w*')|(?<=s)'(?= )|!"
)


def _printed(name: str) -> tuple[tuple[str, ...], ...]:
    """The words of a name, with straight and with curly apostrophes where it has any."""
    words = _words(name)
    return (words, tuple(w.replace("'", "’") for w in words)) if "'" in name else (words,)


def _longest_first(rows: dict[str, list[tuple[tuple[str, ...], Outlet]]]) -> _OutletWords:
    for named in rows.values():
        if len(named) > 1:
            named.sort(key=_by_length)
    return {first: tuple(named) for first, named in rows.items()}


def _by_length(row: tuple[tuple[str, ...], Outlet]) -> int:
    return -len(row[0])


def _read() -> Gazetteer:
    outlets: dict[str, Outlet] = {}
    outlet_words: dict[str, list[tuple[tuple[str, ...], Outlet]]] = {}
    contextual: dict[str, list[tuple[tuple[str, ...], Outlet]]] = {}
    for own, aliases, iso2, kind, domain, in_context in _lines("outlets.csv"):
        outlet = Outlet(
            name=own,
            aliases=_split(aliases),
            country=iso2,
            kind=kind,
            domain=domain,
            contextual=_split(in_context),
        )
        for name in (outlet.name, *outlet.aliases):
            folded = fold_once(name)
            outlets.setdefault(folded.removeprefix("the "), outlet)
            outlets.setdefault(folded, outlet)
            for words in _printed(name):
                outlet_words.setdefault(words[0], []).append((words, outlet))
        for name in outlet.contextual:
            for words in _printed(name):
                contextual.setdefault(words[0], []).append((words, outlet))
        if outlet.domain:
            outlets.setdefault(outlet.domain, outlet)
    countries: dict[str, Country] = {}
    country_words: dict[str, list[tuple[tuple[str, ...], Country, bool]]] = {}
    demonyms: dict[str, str] = {}
    for row in _rows("countries.csv"):
        country = Country(
            iso2=row["iso2"],
            name=row["name"],
            aliases=_split(row["aliases"]),
            demonyms=_split(row["demonyms"]),
            capitals=_split(row["capital"]),
            metonyms=_split(row["metonyms"]),
        )
        countries[country.iso2] = country
        demonyms |= {fold(demonym): country.iso2 for demonym in country.demonyms}
        for names, is_place in (((country.name, *country.aliases, *country.capitals), True), (country.metonyms, False)):
            for name in names:
                if name.endswith("'s"):
                    continue  # "St. John's" is more often a school than a capital
                words = _words(name)
                country_words.setdefault(words[0], []).append((words, country, is_place))
    cities: dict[str, str] = {}
    for line in _text("cities.txt").splitlines():
        iso2, _, names_ = line.partition("\t")
        cities.update(dict.fromkeys(names_.split("|"), iso2))
    by_gender = {row["gender"]: _split(row["names"]) for row in _rows("first_names.csv")}
    both = set(by_gender["m"]) & set(by_gender["f"])
    genders = {fold(name): gender for gender, names in by_gender.items() for name in names if name not in both}
    return Gazetteer(
        outlets=outlets,
        outlet_words=_longest_first(outlet_words),
        contextual_outlet_words=_longest_first(contextual),
        countries=countries,
        country_words={first: tuple(sorted(rows, key=lambda r: -len(r[0]))) for first, rows in country_words.items()},
        demonyms=demonyms,
        cities=cities,
        genders=genders,
        states=_STATES,
    )


_STATES = frozenset(
    (
        "Alabama|Alaska|Arizona|Arkansas|California|Colorado|Connecticut|Delaware|Florida|Georgia|Hawaii|"
        "Idaho|Illinois|Indiana|Iowa|Kansas|Kentucky|Louisiana|Maine|Maryland|Massachusetts|Michigan|"
        "Minnesota|Mississippi|Missouri|Montana|Nebraska|Nevada|New Hampshire|New Jersey|New Mexico|"
        "New York|North Carolina|North Dakota|Ohio|Oklahoma|Oregon|Pennsylvania|Rhode Island|"
        "South Carolina|South Dakota|Tennessee|Texas|Utah|Vermont|Virginia|West Virginia|Wisconsin|"
        "Wyoming"
    ).split("|")
)
