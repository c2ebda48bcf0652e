"""Stories in a ledger for the tests of exports: a visit that is put off, moved and held; odd and hostile texts."""

from __future__ import annotations

from tests.ledger.stories import SUMMIT, VISIT, Told, article

__all__ = ["HOSTILE", "MOVED", "SUMMIT", "VISIT"]

# Announced for the 12th, put off, moved to the 20th.
MOVED = (
    article(
        "Drava Courier",
        "2026-03-02",
        Told(words="President Elena Varga will visit Norland on 12 March", status="scheduled", chain=("Ivo Marić",)),
        id="courier/1 of 2",
    ),
    article(
        "Harbour Post",
        "2026-03-05T11:00:00+02:00",
        Told(
            words="the visit to Norland has been postponed",
            status="postponed",
            chain=("Adriapress", "a source in the presidency"),
        ),
        id="harbour",
    ),
    article(
        "Norland News",
        "2026-03-08",
        Told(
            words="the visit will now take place on 20 March",
            status="rescheduled",
            when="2026-03-20",
            chain=("Ivo Marić",),
        ),
        id="norland",
    ),
)

HOSTILE = article(
    "=cmd|' /C calc'!A0",
    "2026-03-04",
    Told(
        words="<script>alert(1)</script>; talks, at the \\ “Łódź” café\x0b",
        status="cancelled",
        type="talks",
        who=("@SUM(1+1)",),
        what="-2+3 talks in Łódź ]]> & <b>more</b> " + "ß" * 60,
        place="Łódź, “Old; Town”",
        when="2026-04-01/2026-04-03",
        chain=("+49 a source",),
    ),
    id="=1+1",
)
