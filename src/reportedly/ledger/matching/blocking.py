"""Which mentions are compared at all: those that share a key and are near in time."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from itertools import combinations

from reportedly.ledger.matching.features import FAR_DAYS, NEAR_DAYS, Features
from reportedly.lexicon.folding import fold
from reportedly.lexicon.names import head

__all__ = ["BlockingKey", "blocking_keys"]

BlockingKey = tuple[int, int]
"""A hash of 63 bits and the days of publication within which it is compared."""


def blocking_keys(features: Features) -> frozenset[BlockingKey]:
    """What another mention of the same event is likely to share.

    Two participants, or one and a content word or the month, within three months of print; one participant or the
    place and the family of the type within ten days; and for a mention that names fewer than two participants two
    content words within ten days.
    """
    heads = sorted({head(name) for name in features.participants if head(name)})
    # Sorted, so that the same few words are taken in every process.
    words = sorted(features.what | features.triggers, key=lambda s: (-len(s), s))[:5]
    kinds = sorted(features.kinds)
    keys = {_key("pp", a, b, FAR_DAYS) for a, b in combinations(heads, 2)}
    keys |= {_key("pw", a, word, FAR_DAYS) for a in heads[:6] for word in words}
    keys |= {_key("pk", a, kind, NEAR_DAYS) for a in heads[:6] for kind in kinds}
    if len(heads) < 2:
        keys |= {_key("pk", a, kind, NEAR_DAYS) for a in features.about[:4] for kind in kinds}
    keys |= {_key("pl", fold(place), kind, NEAR_DAYS) for place in features.places for kind in kinds}
    keys |= {_key("pt", a, days[0].strftime("%Y-%m"), FAR_DAYS) for a in heads[:6] for days in features.when}
    if len(heads) < 2:
        keys |= {_key("ww", a, b, NEAR_DAYS) for a, b in combinations(sorted(words), 2)}
    return frozenset(keys)


@lru_cache(maxsize=65536)
def _key(kind: str, a: str, b: str, within: int) -> BlockingKey:
    digest = hashlib.blake2b(f"{kind}\0{a}\0{b}".encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "big") >> 1, within
