"""Invented stories for the ledger's tests: an article is a line or two, its record is made by hand."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from reportedly.article import Article
from reportedly.record import Event, Link, Participant, Record, Statement
from reportedly.vocabulary import EventType, Kind, LinkKind, Role, Stance, Status

_KINDS = {
    "Adriapress": LinkKind.OUTLET,
    "Drava Courier": LinkKind.OUTLET,
    "Harbour Post": LinkKind.OUTLET,
    "Norland News": LinkKind.OUTLET,
}


@dataclass(frozen=True, kw_only=True)
class Told:
    """One event report: in these words, on this chain. `retracts`: they take it back."""

    words: str
    status: str
    type: str = "visit"
    who: tuple[str, ...] = ("Elena Varga",)
    what: str = "Elena Varga visits Norland"
    place: str | None = "Norland"
    when: str | None = "2026-03-12"
    chain: tuple[str, ...] = ()
    said: str | None = None
    key: str = "e1"
    topic: str | None = None
    confidence: float = 0.9
    shown: bool = True
    hearsay: bool = False
    retracts: bool = False


def _trigger(words: str, start: int) -> tuple[int, int]:
    """The word that names the happening, or nothing."""
    match = re.search(r"\b(visit|trip|meet|talks|summit|rally)", words)
    return (start + match.start(), start + match.end()) if match else (start, start)


def link(name: str) -> Link:
    """A link whose kind shows in its name: "a source …" is unnamed, "a report" a document, known outlets outlets."""
    first = name.split()[0]
    if name in _KINDS:
        kind = _KINDS[name]
    elif name.endswith(("report", "letter")):
        kind = LinkKind.DOCUMENT
    elif first in {"a", "an", "two", "officials"}:
        kind = LinkKind.UNNAMED
    elif "Ministry" in name or name.startswith("the "):
        kind = LinkKind.ORGANISATION
    else:
        kind = LinkKind.PERSON
    return Link(name=name, kind=kind)


def article(
    outlet: str,
    published: str | None,
    *told: Told,
    text: str = "",
    quotes: Sequence[tuple[str, str]] = (),
    id: str = "",
) -> Record:
    """The record of one article, whose text is the words of its reports, its quotations and what else is given.

    `quotes` are (source, words) and become statements "Source said: “words”".
    """
    body, events, statements = "", [], []
    for i, report in enumerate(told):
        span = (len(body), len(body) + len(report.words))
        body += report.words + " "
        events.append(
            Event(
                id=f"v{i}",
                event=report.key,
                type=EventType(report.type),
                plover=None,
                trigger=_trigger(report.words, span[0]),
                participants=tuple(Participant(entity=None, role=Role.PARTICIPANT, name=name) for name in report.who),
                place=report.place,
                when=report.when,
                status=Status(report.status),
                chain=tuple(link(name) for name in report.chain),
                said=report.said,
                evidence=span,
                what=report.what,
                topic=report.topic,
                confidence=report.confidence,
                shown=report.shown and not report.retracts,
                statement=f"h{i}" if report.hearsay or report.retracts else None,
            )
        )
        if report.retracts:
            statements.append(
                Statement(
                    id=f"h{i}",
                    kind=Kind.INDIRECT,
                    source=(),
                    cue=(span,),
                    content=(span,),
                    chain=tuple(link(name) for name in report.chain),
                    stance=Stance.RETRACTS,
                    said=report.said,
                    confidence=0.9,
                )
            )
        if report.hearsay:  # "reportedly", in the whole of its words
            statements.append(
                Statement(
                    id=f"h{i}",
                    kind=Kind.INDIRECT,
                    source=(),
                    cue=(span,),
                    content=(span,),
                    chain=(),
                    stance=Stance.ASSERTS,
                    confidence=0.9,
                )
            )
    for i, (source, words) in enumerate(quotes):
        start = len(body)
        body += f"{source} said: “{words}” "
        content = start + len(source) + 7
        statements.append(
            Statement(
                id=f"s{i}",
                kind=Kind.DIRECT,
                source=((start, start + len(source)),),
                cue=((start + len(source) + 1, start + len(source) + 5),),
                content=((content, content + len(words) + 2),),
                chain=(link(source),),
                stance=Stance.ASSERTS,
                confidence=0.9,
            )
        )
    return Record(
        article=Article(id=id, text=body + text, outlet=outlet, published=published, title=body[:40]),
        statements=tuple(statements),
        events=tuple(events),
    )


# A visit is announced, an unnamed source through an agency says it is put off, a ministry denies it, it is held.
VISIT = (
    article(
        "Drava Courier",
        "2026-03-02",
        Told(words="President Elena Varga will visit Norland on 12 March", status="scheduled", chain=("Ivo Marić",)),
    ),
    article(
        "Adriapress",
        "2026-03-05T08:00:00+00:00",
        Told(
            words="Varga's visit to Norland has been postponed",
            status="postponed",
            who=("Varga",),
            what="Varga visits Norland",
            chain=("a source in the presidency",),
        ),
    ),
    article(
        "Harbour Post",
        "2026-03-05T11:00:00+00:00",
        Told(
            words="the trip to Norland was off for now",
            status="postponed",
            what="Elena Varga travels to Norland",
            chain=("Adriapress", "a source in the presidency"),
        ),
        Told(words="the visit had been set for 12 March", status="scheduled"),
    ),
    article(
        "Norland News",
        "2026-03-06",
        Told(
            words="the visit goes ahead on 12 March as planned",
            status="scheduled",
            chain=("Ivo Marić",),
            said="2026-03-06",
        ),
    ),
    article(
        "Norland News",
        "2026-03-13",
        Told(words="Ms Varga visited Norland on Thursday", status="held", who=("Ms Varga",)),
    ),
)

# Another event of another person on the same days.
SUMMIT = article(
    "Drava Courier",
    "2026-03-03",
    Told(
        words="leaders of the Drava states meet in Port Oster on 20 March",
        status="scheduled",
        type="summit",
        who=("Jonas Lund", "Petra Orr"),
        what="Leaders of the Drava states meet in Port Oster",
        place="Port Oster",
        when="2026-03-20",
    ),
)
