"""Articles of invented outlets about one visit and one vote, over three days, for reading and for the ledger."""

from __future__ import annotations

import itertools

from benchmarks.ledger_scale import records
from reportedly.record import Record

VISIT = (
    ("Adriapress", "2026-03-02", "President Elena Varga will visit Kenya on March 18, her office said on Monday."),
    ("Coast Tribune", "2026-03-03", "The visit of President Elena Varga to Kenya was postponed, Adriapress reported."),
    ("Drava Courier", "2026-03-04", "“The trip goes ahead,” Varga's spokesman Matej Kranjc told the Drava Courier."),
)


def lines() -> list[dict[str, str]]:
    """Three articles as JSON lines have them."""
    return [
        {"id": f"v{i}", "outlet": outlet, "published": day, "title": text.split(",")[0], "text": text}
        for i, (outlet, day, text) in enumerate(VISIT)
    ]


def generated(n: int) -> list[Record]:
    """Records of generated articles: stories told by several outlets, utterances in several wordings, near copies."""
    return list(itertools.islice(records(), n))
