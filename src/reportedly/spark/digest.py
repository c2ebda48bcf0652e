"""A record -> what of it is compared with others: mentions, quotations and keys, by the ledger's own functions."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from reportedly.ledger.matching.blocking import blocking_keys
from reportedly.ledger.matching.copies import text_of
from reportedly.ledger.matching.features import features_of
from reportedly.ledger.matching.utterances import UNSOUND, Quotation, quotations_of, utterance_keys
from reportedly.ledger.mentions import Mention, Report, mentions_of
from reportedly.ledger.page_versions import Span, address_key, wording
from reportedly.record import Record

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["DIGEST", "digest", "mention_from", "mention_to", "quotation_from"]

_KEY = "array<struct<hash: bigint, within: int>>"
DIGEST = (
    "id string, outlet string, url string, title string, published string, day int, integrity string, kept int, "
    "address string, wording binary, record string, signature array<bigint>, "
    f"mentions array<struct<id: string, mention: string, keys: {_KEY}>>, "
    "quotations array<struct<id: string, quotation: string, keys: array<bigint>>>, "
    "source string, reason string, advice string"
)
"""An article with all that is compared of it; or what is unread, with its reason."""

_ADVICE = "Name what `reportedly.spark.read` or `reportedly read` wrote"


def digest(rows: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """A row of `DIGEST` for each row with a `record`; what has none, or is no record, with its reason."""
    for row in rows:
        line = row["record"]
        if line is None:
            yield _unread(row.get("source") or "row", row.get("reason") or "there is no record", row.get("advice"))
            continue
        try:
            record = Record.from_json(line)
        except Exception as error:  # any line may stand in a table; one that is none must not end the run of all
            where = row.get("source") or row.get("id") or line[:40]
            yield _unread(where, f"not a record ({type(error).__name__}: {error})", _ADVICE)
            continue
        yield _digested(record, line)


def _unread(source: str, reason: str, advice: str | None) -> dict[str, Any]:
    return {"source": source, "reason": reason, "advice": advice}


def _digested(record: Record, line: str) -> dict[str, Any]:
    article = record.article
    text = text_of(article.text, outlet=article.outlet)
    doubt = next((note.kind.value for note in record.integrity if note.kind in UNSOUND), None)
    notes = [[note.kind.value, list(note.span) if note.span else None, note.why] for note in record.integrity]
    return {
        "id": article.id,
        "outlet": article.outlet,
        "url": article.url,
        "title": article.title,
        "published": article.published,
        "day": article.published_on.toordinal() if article.published_on else 0,
        "integrity": json.dumps(notes) if notes else None,
        "kept": len(text.signature),
        "address": address_key(article.url),
        "wording": wording(article.text),
        "record": line,
        "signature": sorted(text.signature),
        "mentions": [
            {
                "id": mention.id,
                "mention": mention_to(mention),
                "keys": [
                    {"hash": hash, "within": within} for hash, within in sorted(blocking_keys(features_of(mention)))
                ],
            }
            for mention in mentions_of(record)
        ],
        "quotations": [
            {
                "id": quotation.id,
                "quotation": _quotation_to(quotation, doubt),
                "keys": sorted(utterance_keys(quotation.words)),
            }
            for quotation in quotations_of(record)
        ],
    }


def mention_to(mention: Mention) -> str:
    """A mention as JSON."""
    told = {name: getattr(mention, name) for name in ("id", "article", "key", "outlet", "published", "about")}
    return json.dumps(told | {"reports": [report.to_dict() for report in mention.reports]}, ensure_ascii=False)


def mention_from(told: str, span: Span | None = None) -> Mention:
    """The mention that `mention_to` wrote, and from when until when its article stands."""
    data = json.loads(told)
    if span is not None:
        data |= {"since": span.since, "until": span.until}
    data["about"] = tuple(data["about"])
    data["reports"] = tuple(Report.from_dict(report) for report in data["reports"])
    return Mention(**data)


def _quotation_to(quotation: Quotation, doubt: str | None) -> str:
    names = ("id", "article", "statement", "outlet", "published", "source", "words")
    return json.dumps({name: getattr(quotation, name) for name in names} | {"doubt": doubt}, ensure_ascii=False)


def quotation_from(told: str) -> tuple[Quotation, str | None]:
    """The quotation that `digest` wrote, and what is wrong with its article's text."""
    data = json.loads(told)
    doubt = data.pop("doubt")
    return Quotation(**data), doubt


def digest_batches(found: Iterable[pa.RecordBatch]) -> Iterator[dict[str, Any]]:
    """`digest` over Arrow batches, a row at a time."""
    for batch in found:
        for i in range(batch.num_rows):
            yield from digest(batch.slice(i, 1).to_pylist())
