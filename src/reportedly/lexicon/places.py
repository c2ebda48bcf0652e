"""Which countries have a city of a name."""

from __future__ import annotations

import csv
import importlib.resources
from collections import defaultdict
from collections.abc import Mapping
from functools import lru_cache

from reportedly.lexicon.folding import fold, fold_once
from reportedly.lexicon.names import name_tokens

__all__ = ["countries_of"]


@lru_cache(maxsize=4096)
def countries_of(place: str) -> frozenset[str]:
    """The countries that have a city of that name, folded; none for a country or an unknown place."""
    return _cities().get(fold(place).strip(), frozenset())


@lru_cache(maxsize=1)
def _cities() -> Mapping[str, frozenset[str]]:
    data = importlib.resources.files("reportedly.data")
    lines = csv.DictReader(data.joinpath("countries.csv").read_text("utf-8").splitlines())
    countries = {line["iso2"]: " ".join(name_tokens(line["name"])) for line in lines}
    found: dict[str, set[str]] = defaultdict(set)
    for line in data.joinpath("cities.txt").read_text("utf-8").splitlines():
        code, _, names = line.partition("\t")
        for name in names.split("|"):
            # A cache of sixty thousand names that are asked for once would push out all others.
            found[fold_once(name)].add(countries.get(code, ""))
    return {name: frozenset(where) for name, where in found.items()}
