"""Versions of what a ledger works out from its records, so that it is worked out again when the rules change.

Each number is raised by hand, together with the change that moves an answer; `tests/golden` holds the answers and
fails where they move under the same number. Word lists are data, not rules: a digest of them is part of each version.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files

__all__ = ["ADDRESSES", "ANSWERS", "DATA_FILES", "DRIFT", "ECHOES", "MERGE", "NAMES", "SEARCH", "current", "outdated"]

MERGE = 9
"""Raised with every change that moves the likeness of two mentions or a key by which they are compared."""

ECHOES = 1
"""Raised with every change of how copies of a text are found."""

DRIFT = 2
"""Raised with every change of how two wordings of one utterance are found."""

NAMES = 3
"""Raised with every change of what is kept of a name."""

SEARCH = 3
"""Raised with every change of what a word of a search is."""

ADDRESSES = 2
"""Raised with every change of which addresses are one page, or which articles are versions of one."""

ANSWERS = 5
"""Raised with every change of an event's summary or change: rows of `standing` hold them."""

DATA_FILES = ("cities.txt", "countries.csv")
"""Files in `reportedly.data` on which answers of a ledger depend."""


def current() -> dict[str, str]:
    """Names of facts in a ledger, each with the version that this program writes."""
    return {
        "compared by": f"merge {MERGE}, echoes {ECHOES}, drift {DRIFT}",
        "named by": str(NAMES),
        "standing by": str(ANSWERS),
        "searched by": str(SEARCH),
        "addressed by": str(ADDRESSES),
        "data": _data_digest(),
    }


def outdated(made: Mapping[str, str]) -> set[str]:
    """Names of facts whose version in a ledger is another than the current one.

    Args:
        made: The facts of the ledger. Programs before this module wrote no "searched by", as every ledger of theirs was
            indexed as by version 1, and no "data".
    """
    meant = current()
    known = {"searched by": "1", "data": meant["data"], **made}
    return {name for name, value in meant.items() if known.get(name) != value}


@lru_cache(maxsize=1)
def _data_digest() -> str:
    digest = hashlib.blake2b(digest_size=8)
    for name in DATA_FILES:
        digest.update(files("reportedly.data").joinpath(name).read_bytes().replace(b"\r\n", b"\n"))
    return digest.hexdigest()
