"""A changed page on Spark: each version stands from its day on, as in one process, added in one batch or in two."""

import dataclasses

import pytest

from reportedly import Ledger
from reportedly.record import Record
from reportedly.spark.importing import import_tables
from reportedly.spark.tables import Tables
from tests.ledger.stories import Told, article
from tests.spark.stories import generated

REST = (
    "The council will meet again next week. Repairs to the town hall go on, and the clerk's office stays closed until "
    "the summer, as the mayor had asked for."
)
HEARING, BRIDGE, BLOG = (f"https://harbour-post.example/news/{name}" for name in ("hearing", "bridge", "live"))
DAYS = (*(f"2026-03-{day:02d}" for day in range(3, 12)), None)


def at(record: Record, url: str, *, updated: str | None = None) -> Record:
    return dataclasses.replace(record, article=dataclasses.replace(record.article, url=url, updated=updated))


def hearing(status: str, id: str, *, rest: str = REST, words: str | None = None, by: str = "Harbour Post") -> Record:
    told = Told(words=words or f"the hearing of Emil Horn was {status}", status=status, type="hearing",
                what="Hearing of Emil Horn", place="Bergen", when="2026-03-12")  # fmt: skip
    return article(by, "2026-03-04T09:00:00Z", told, text=rest, id=id)


FIRST = at(hearing("cancelled", "first"), HEARING)
CHANGED = at(hearing("postponed", "changed"), f"{HEARING}/?utm_source=feed", updated="2026-03-06")
LAST = at(hearing("scheduled", "last"), f"http://www.{HEARING[8:]}", updated="2026-03-09")
# The wording of the first again, under another form of its address.
AGAIN = at(hearing("cancelled", "x-again"), f"{HEARING}/amp")
OTHER = at(hearing("cancelled", "other", rest="As the Tribune has it.", by="Tribune"), "https://tribune.example/h")
OPENING = Told(words="Elena Varga will visit Norland when the bridge is opened", status="scheduled")
OPENED = at(article("Harbour Post", "2026-03-05", OPENING, text=REST, id="opened"), BRIDGE)
# Says nothing of the visit any more.
WITHOUT = at(article("Harbour Post", "2026-03-05", text=REST, id="without"), BRIDGE, updated="2026-03-07")
RAIN = "now Emil Horn's day in court has been put off"
ENTRIES = [
    at(hearing("scheduled", "entry-1", rest="Judges are expected at nine."), BLOG),
    at(hearing("postponed", "entry-2", rest="Rain keeps everybody at home.", words=RAIN), BLOG),
]


def frame(spark, records):
    return spark.createDataFrame([(record.to_json(),) for record in records], "record string")


def told(book: Ledger) -> list[object]:
    """All that depends on which version stands when."""
    return [
        [(event.id, event.status, event.articles) for day in DAYS for event in book.events(as_of=day)],
        [(day, event.id, event.status) for day in DAYS for event in book.find_events(as_of=day, limit=500).items],
        book.changes(limit=500),
        sorted(article.id for article in book.articles()),
        set(book.echoes()),
        book.counts(),
    ]


BATCHES = {
    "one batch": [[LAST, AGAIN, OTHER, WITHOUT, *ENTRIES, FIRST, OPENED, CHANGED]],
    "versions before, between and after what is there": [
        [FIRST, LAST, WITHOUT, ENTRIES[0]], [CHANGED, OPENED, AGAIN, OTHER, ENTRIES[1]]
    ],
}  # fmt: skip


@pytest.mark.parametrize("name", BATCHES)
def test_a_changed_page_stands_as_in_one_process(spark, tmp_path, name):
    from reportedly.spark import ledger

    more = generated(3)  # a component without a version
    out = str(tmp_path / "tables")
    with Ledger(tmp_path / "one.sqlite") as book, Ledger(tmp_path / "imported.sqlite") as imported:
        for number, batch in enumerate(BATCHES[name]):
            records = [*more, *batch] if number == 0 else batch
            ledger(spark, frame(spark, records), out)
            # In the order of printing, in which a later copy of a page is the one that is passed over.
            book.add_all(sorted(records, key=lambda record: (record.article.published or "9999", record.article.id)))
        events = {row.id: (row.status, tuple(row.articles)) for row in Tables.at(out).table(spark, "events").collect()}
        assert events == {event.id: (event.status, event.articles) for event in book.events()}
        import_tables(out, imported)
        assert told(imported) == told(book)
        current = {id for event in book.events() for id in event.articles}
        assert current >= {"last", "other"} and not current & {"first", "changed", "opened", "x-again"}
        # The imported ledger goes on with the versions that it took over.
        newest = at(hearing("cancelled", "newest", rest=f"{REST} So said the clerk."), HEARING, updated="2026-03-11")
        assert imported.add(newest) and book.add(newest)
        assert told(imported) == told(book)


def test_the_test_would_see_a_version_that_is_passed_over(tmp_path):
    """The days differ where the address does not say that two articles are one page."""
    apart = [dataclasses.replace(r, article=dataclasses.replace(r.article, url=None)) for r in (FIRST, CHANGED, LAST)]
    with Ledger(tmp_path / "one.sqlite") as book, Ledger(tmp_path / "apart.sqlite") as other:
        book.add_all([FIRST, CHANGED, LAST])
        other.add_all(apart)
        assert told(book)[0] != told(other)[0]
