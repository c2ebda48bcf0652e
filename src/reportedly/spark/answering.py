"""What hangs together -> answers: events, days, copies and utterances, each component by itself."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING, Any

from reportedly.ledger.answers import EventAnswer, ReportAnswer, TakenBack
from reportedly.ledger.db.schema import Space
from reportedly.ledger.index.standing_rows import MEMBERS, STANDING
from reportedly.ledger.index.timeline import stood
from reportedly.ledger.matching.copies import Printed, copy_groups, echoed, origin_groups
from reportedly.ledger.matching.utterances import find_drift
from reportedly.ledger.mentions import Mention, standing
from reportedly.spark.components import components_here
from reportedly.spark.digest import mention_from, quotation_from
from reportedly.spark.pages import span_from

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["LARGEST", "OF_COPIES", "OF_EVENTS", "OF_UTTERANCES", "answers", "origin_echoes", "report_from"]

OF_EVENTS = ("events", "days", "members", "terms")
OF_COPIES = ("copies", "echo_of")
OF_UTTERANCES = ("utterances",)

LARGEST = 20_000
"""Mentions that are merged as one component. What hangs together by more is cut at its weakest links first."""


def answers(found: Iterable[pa.RecordBatch], space: Space) -> Iterator[dict[str, Any]]:
    """A row for each component, with a list of rows for each of its tables.

    Args:
        found: Rows `component`, `kind` (0: an item, 1: a link), `a`, `b`, `weight`, `back`, `payload`, `extra`, those
            of a component one after another, its items first.
    """
    rows = (row for batch in found for row in batch.to_pylist())
    for component, group in groupby(rows, key=lambda row: row["component"]):
        items: list[dict[str, Any]] = []
        links: list[dict[str, Any]] = []
        for row in group:
            (links if row["kind"] else items).append(row)
        yield {"component": component, **_ANSWERS[space](component, items, links)}


def _events(component: str, items: Sequence[Mapping[str, Any]], links: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    mentions: list[Mention] = []
    echo_of: dict[str, str] = {}
    for row in sorted(items, key=lambda row: row["a"]):
        known = json.loads(row["extra"]) if row["extra"] else {}
        mention = mention_from(row["payload"], span_from(known.get("since"), known.get("until")))
        mentions.append(mention)
        if "first" in known:
            echo_of[mention.article] = known["first"]
    tables: dict[str, Any] = {name: [] for name in OF_EVENTS}
    pairs = {(row["a"], row["b"]): row["weight"] for row in links}
    for piece in _pieces(mentions, pairs):
        number = {mention.id: i for i, mention in enumerate(piece)}
        own = {(number[a], number[b]): w for (a, b), w in pairs.items() if a in number and b in number}
        told = stood(piece, own, echo_of=echo_of)
        tables["events"] += [{"component": component, **_event(answer)} for answer in told.answers]
        for day in told.days:
            row = dict(zip(STANDING, day, strict=True))
            tables["days"].append({"component": component, **row, "event": piece[row["event"]].id})
        for member in told.members:
            row = dict(zip(MEMBERS, member, strict=True))
            names = {"mention": piece[row["mention"]].id, "event": piece[row["event"]].id}
            tables["members"].append({"component": component, **row, **names})
        tables["terms"] += [{"component": component, "term": term, "event": piece[e].id} for term, e in told.terms]
    tables["cut"] = len(mentions) if len(mentions) > LARGEST else 0
    return tables


def _pieces(mentions: list[Mention], pairs: dict[tuple[str, str], float]) -> list[list[Mention]]:
    """The whole, or where it is too large what is left together when its weakest links are cut."""
    pieces = [mentions]
    least = 0.0
    while max(map(len, pieces)) > LARGEST and least < 8.0:
        least += 0.5
        strong = components_here([pair for pair, weight in pairs.items() if weight >= least])
        by_root: dict[str, list[Mention]] = {}
        for mention in mentions:
            by_root.setdefault(strong.get(mention.id, mention.id), []).append(mention)
        pieces = list(by_root.values())
    if least:
        for pair in [pair for pair, weight in pairs.items() if weight < least]:
            del pairs[pair]
    return pieces


def _event(answer: EventAnswer) -> dict[str, Any]:
    return {
        "id": answer.id,
        "type": answer.type,
        "what": answer.what,
        "topic": answer.topic,
        "participants": list(answer.participants),
        "place": answer.place,
        "when": answer.when,
        "earlier_dates": list(answer.earlier_dates),
        "status": answer.status,
        "status_on_record": answer.status_on_record,
        "origins": answer.origins,
        "origins_on_record": answer.origins_on_record,
        "outlets": answer.outlets,
        "confidence": answer.confidence,
        "shown": answer.shown,
        "conflict": answer.conflict,
        "newest": answer.newest,
        "articles": list(answer.articles),
        "reports": [_report(report) for report in answer.reports],
    }


def _report(report: ReportAnswer) -> dict[str, Any]:
    row = asdict(report)
    start, end = row.pop("span")
    day = report.day.isoformat() if report.day else None
    row["taken_back"] = json.dumps(report.taken_back.to_dict()) if report.taken_back else None
    return {**row, "chain": list(report.chain), "kinds": list(report.kinds), "day": day, "start": start, "end": end}


def report_from(row: Mapping[str, Any]) -> ReportAnswer:
    """The report that a row of an event's `reports` holds."""
    own = ("start", "end", "day", "chain", "kinds", "taken_back")
    fields = {name: value for name, value in row.items() if name not in own}
    note = json.loads(row["taken_back"]) if row["taken_back"] else None
    return ReportAnswer(
        **fields,
        chain=tuple(row["chain"]),
        kinds=tuple(row["kinds"]),
        day=date.fromisoformat(row["day"]) if row["day"] else None,
        span=(row["start"], row["end"]),
        taken_back=TakenBack(
            **note | {"day": date.fromisoformat(note["day"]) if note["day"] else None, "span": tuple(note["span"])}
        )
        if note
        else None,
    )


def _copies(component: str, items: Sequence[Mapping[str, Any]], links: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    printed = {row["a"]: Printed(row["a"], *json.loads(row["payload"])) for row in items}
    shares: dict[tuple[str, str], float] = {}
    for row in links:
        shares[row["a"], row["b"]], shares[row["b"], row["a"]] = row["weight"], row["back"]
    groups = copy_groups(shares, printed)
    return {
        "copies": [
            {"component": component, "articles": list(g.articles), "origin": g.origin, "shared": g.shared}
            for g in groups
        ],
        "echo_of": [
            {"component": component, "article": article, "first": first}
            for article, first in sorted(echoed(shares, printed).items())
        ],
    }


def _utterances(
    component: str, items: Sequence[Mapping[str, Any]], links: Sequence[Mapping[str, Any]]
) -> dict[str, Any]:
    found = [quotation_from(row["payload"]) for row in items]
    doubtful = {quotation.article: doubt for quotation, doubt in found if doubt}
    told = find_drift((q for q, _ in found), [(row["a"], row["b"]) for row in links], doubtful=doubtful)
    names = ("article", "outlet", "published", "statement", "words", "doubt")
    return {
        "utterances": [
            {
                "component": component,
                "source": answer.source,
                "likeliest": answer.likeliest,
                "why": answer.why,
                "versions": [{name: getattr(version, name) for name in names} for version in answer.versions],
            }
            for answer in told
        ]
    }


_ANSWERS = {Space.EVENT: _events, Space.COPY: _copies, Space.UTTERANCE: _utterances}


def origin_echoes(found: Iterable[pa.RecordBatch]) -> Iterator[dict[str, Any]]:
    """Articles that have all that they report of one event from one origin, by the rows of `events`."""
    for batch in found:
        for row in batch.to_pylist():
            reports = standing(report_from(report) for report in row["reports"])
            printed = {report.article: Printed(report.article, report.outlet, report.published) for report in reports}
            for echo in origin_groups([reports], printed):
                yield {
                    "articles": list(echo.articles), "origin": echo.origin, "newest": row["newest"], "id": row["id"],
                }  # fmt: skip
