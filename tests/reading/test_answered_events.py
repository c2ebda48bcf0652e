"""What an answer says of the event that its question names is on the answerer's word."""

from __future__ import annotations

import pytest

from reportedly import Article, read

BELOW = "\n\nHarbour Post: Why?\n\nRoth: Nobody asked."


@pytest.mark.parametrize(
    ("exchange", "expected"),
    [
        (
            "Harbour Post: Minister, is the visit still on?\n\nJana Roth: Yes. It will take place on 18 March.",
            [("visit", "scheduled", "2026-03-18")],
        ),
        (
            "Harbour Post: Minister, what about the summit in Riga?\n\nJana Roth: It has been cancelled.",
            [("summit", "cancelled", None)],
        ),
        (
            "Harbour Post: Will the strike go ahead?\n\nJana Roth: No, it will not go ahead.",
            [("strike", "ruled_out", None)],
        ),
        (
            "Harbour Post: Will the summit be held in Riga?\n\nJana Roth: No. It will not.",
            [("summit", "ruled_out", None)],
        ),
        ("Harbour Post: Is the march still on?\n\nJana Roth: We called it off.", [("protest", "cancelled", None)]),
        ("Harbour Post: Will the visit go ahead?\n\nJana Roth: It will.", [("visit", "scheduled", None)]),
        # What is asked decides what a bare answer says.
        ("Harbour Post: Will the visit be cancelled?\n\nJana Roth: It will not.", []),
        ("Harbour Post: Is the march a success?\n\nJana Roth: It is not.", []),
        # An opinion of it tells nothing of its taking place.
        ("Harbour Post: Did you like the concert?\n\nJana Roth: It was too loud.", []),
    ],
)
def test_the_answer_reports_the_event(exchange: str, expected: list[tuple[str, str, str | None]]) -> None:
    record = read(Article(text=exchange + BELOW, published="2026-03-04", outlet="Harbour Post"))
    assert [(e.type.value, e.status.value, e.when) for e in record.events] == expected
    assert all([link.name for link in event.chain] == ["Jana Roth"] for event in record.events)
