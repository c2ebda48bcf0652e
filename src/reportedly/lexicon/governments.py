"""Governments under one name: a country, its capital, its people's adjective and its offices stand for one state."""

from __future__ import annotations

import csv
import importlib.resources
import re
from collections.abc import Mapping
from functools import lru_cache

from reportedly.lexicon.folding import fold
from reportedly.lexicon.names import name_tokens

__all__ = ["forms_of_state", "government_of", "state_of"]

# "Kenya's foreign ministry", "the Kenyan foreign minister", "the foreign ministry of Kenya", "the Kenyan side".
_OFFICE = (
    r"(?:(?:foreign|defen[cs]e|interior|finance|prime|justice|trade|energy|health)\s+)?"
    r"(?:ministry|minister|government|authorities|side|embassy|ministry of (?:foreign affairs|defen[cs]e|the interior))"
    r"(?:\s+(?:spokes(?:man|woman|person)|statement|of (?:foreign affairs|defen[cs]e)))?"
)
_OF_STATE = re.compile(rf"^(?:the\s+)?(?P<before>.+?)(?:['’]s?)?\s+{_OFFICE}$", re.IGNORECASE)
_OFFICE_OF = re.compile(rf"^(?:the\s+)?{_OFFICE}\s+(?:of|in)\s+(?P<after>.+)$", re.IGNORECASE)


@lru_cache(maxsize=1)
def _states() -> Mapping[str, str]:
    """Names, adjectives, capitals and metonyms, folded, each with its country; what two countries share is left out."""
    lines = csv.DictReader(
        importlib.resources.files("reportedly.data").joinpath("countries.csv").read_text("utf-8").splitlines()
    )
    found: dict[str, set[str]] = {}
    for line in lines:
        country = " ".join(name_tokens(line["name"]))
        forms = [line["name"], line["capital"]]
        for column in ("aliases", "demonyms", "metonyms"):
            forms += (line[column] or "").split("|")
        for form in forms:
            if form:
                found.setdefault(" ".join(name_tokens(form)), set()).add(country)
    return {form: countries.pop() for form, countries in found.items() if len(countries) == 1}


def state_of(name: str) -> str | None:
    """The country that a name, an adjective or a capital stands for, folded; None for anything else.

    >>> state_of("Nairobi"), state_of("Kenyan"), state_of("Springfield")
    ('kenya', 'kenya', None)
    """
    return _states().get(" ".join(name_tokens(name))) or _states().get(fold(name))


@lru_cache(maxsize=1)
def _forms() -> Mapping[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for form, state in _states().items():
        found.setdefault(state, []).append(form)
    return {state: tuple(sorted({state, *forms})) for state, forms in found.items()}


def forms_of_state(name: str) -> tuple[str, ...]:
    """All names, adjectives and capitals of the state that a name stands for, folded; empty for anything else.

    >>> "nairobi" in forms_of_state("Kenyan"), forms_of_state("Springfield")
    (True, ())
    """
    state = state_of(name)
    return _forms().get(state, ()) if state else ()


def government_of(name: str) -> str | None:
    """The state whose government a source speaks for: by its country, its capital or one of its offices.

    >>> government_of("Kenya's foreign ministry"), government_of("the foreign ministry of Kenya")
    ('kenya', 'kenya')
    >>> government_of("a diplomatic source in Kenya") is None
    True
    """
    words = " ".join(name.split())  # the patterns take minutes on a long run of spaces
    for pattern in (_OF_STATE, _OFFICE_OF):
        match = pattern.match(words)
        if match:
            return state_of(next(iter(match.groupdict().values())))
    return None
