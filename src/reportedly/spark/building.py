"""The ledger of an archive, over many machines: the same events, echoes, origins and days as `reportedly.Ledger`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import reduce
from typing import TYPE_CHECKING, Any

from reportedly.errors import InputError
from reportedly.ledger.db.schema import Space
from reportedly.ledger.events.event import answer_origin, origin_forms, origin_in
from reportedly.ledger.mentions import standing
from reportedly.ledger.versions import current
from reportedly.spark import answering
from reportedly.spark.components import FEW, components
from reportedly.spark.digest import DIGEST, digest_batches
from reportedly.spark.linking import (
    MOST_ALIKE,
    Keyed,
    copies,
    pairs_of_mentions,
    same_events,
    same_utterances,
)
from reportedly.spark.pages import VERSIONS, versions_of_pages
from reportedly.spark.rows import batches
from reportedly.spark.tables import CHANGING, GROWING, Tables, remove

if TYPE_CHECKING:
    import pyarrow as pa
    from pyspark.sql import DataFrame, SparkSession

__all__ = ["ledger"]

_PART = "component string, kind int, a string, b string, weight double, back double, payload string, extra string"


def ledger(spark: SparkSession, records: DataFrame, out: str, *, most: int = MOST_ALIKE, few: int = FEW) -> Tables:
    """Add records to a ledger kept as Parquet tables.

    Doing it again adds nothing twice: articles that are there are passed over, so a day's new articles are added by
    the same call. A run that is killed leaves the ledger as it was before.

    Args:
        spark: The session; see `SETTINGS`.
        records: A column `record` with JSON lines, as `read` gives them or `reportedly read` writes them; the columns
            `source`, `reason`, `advice` of what is unread are kept in the table `unread`.
        out: A folder that every machine has, or an address such as `s3://bucket/ledger`.
        most: Items that may share a key. A key that more share is passed over, and counted in `counts`.
        few: Links that the driver joins by itself; see `components`.

    Returns:
        The tables; `Tables.table(spark, "events")` is one of them. `docs/spark.md` names their columns.

    Raises:
        InputError: There is no column `record`, or what is in the folder is no ledger.
    """
    if "record" not in records.columns:
        raise InputError("records", "the DataFrame has no column `record`", "Give it what `read` returns")
    before = Tables.at(out)
    return _Building(spark, before, most=most, few=few).add(records)


class _Building:
    """One generation: what is new, compared with all there is, and what it changes."""

    def __init__(self, spark: SparkSession, before: Tables, *, most: int, few: int) -> None:
        self._spark, self._before, self._most, self._few = spark, before, most, few
        self._to = before.next()
        self._work = f"{self._to}/_work"
        self.counts: dict[str, int] = {}

    def add(self, records: DataFrame) -> Tables:
        self._digest(records)
        self._versions()
        self._compare()
        self._group()
        echoed = self._copies()
        self._events(echoed)
        self._utterances()
        self._echoes()
        self._origins()
        self._count()
        remove(self._work)
        return self._before.commit(
            {name: current()[name] for name in ("compared by", "standing by", "addressed by", "data")}, self.counts
        )

    # What is new

    def _digest(self, records: DataFrame) -> None:
        """Take out of each record what is compared; write down what is new, each article once."""
        from pyspark.sql import functions as F  # noqa: N812

        spark = self._spark
        names = [name for name in ("id", "record", "source", "reason", "advice") if name in records.columns]
        self._map(records.select(*names), DIGEST, digest_batches).write.mode("overwrite").parquet(
            f"{self._work}/digest"
        )
        digested = spark.read.schema(DIGEST).parquet(f"{self._work}/digest")
        self._write("unread", digested.where("id is null").select("source", "reason", "advice"))
        new = digested.where("id is not null")
        new = new.join(self._before.table(spark, "articles").select("id"), "id", "left_anti")
        double = new.groupBy("id").agg(F.count("*").alias("n")).where("n > 1").select("id")
        if double.limit(1).count():
            # Of two articles with one id the one whose record sorts first, wherever it was read.
            chosen = new.join(double, "id").groupBy("id").agg(F.min("record").alias("record"))
            again = new.join(chosen, ["id", "record"]).dropDuplicates(["id"])
            new = new.join(double, "id", "left_anti").unionByName(again.select(*new.columns))
        new = self._one_of_each_page(new)
        self._write("articles", new.select(*_columns("articles")))
        kept = "id as article", "day"
        self._write(
            "mentions",
            new.selectExpr(*kept, "explode(mentions) as m").selectExpr("m.id", "article", "day", "m.mention"),
        )
        self._write(
            "quotations",
            new.selectExpr(*kept, "explode(quotations) as q").selectExpr("q.id", "article", "day", "q.quotation"),
        )
        keys = new.selectExpr("explode(signature) as hash", "day", "id as item").selectExpr(
            f"{int(Space.COPY)} as space", "hash", "0 as within", "day", "item"
        )
        keys = keys.unionByName(
            new.selectExpr("day", "explode(mentions) as m")
            .selectExpr("day", "m.id as item", "explode(m.keys) as k")
            .selectExpr(f"{int(Space.EVENT)} as space", "k.hash", "k.within", "day", "item")
        )
        keys = keys.unionByName(
            new.selectExpr("day", "explode(quotations) as q")
            .selectExpr("day", "q.id as item", "explode(q.keys) as hash")
            .selectExpr(f"{int(Space.UTTERANCE)} as space", "hash", "0 as within", "day", "item")
        )
        self._write("keys", keys)

    def _one_of_each_page(self, new: DataFrame) -> DataFrame:
        """The new articles without those whose wording is there at another form of their address."""
        from pyspark.sql import Window
        from pyspark.sql import functions as F  # noqa: N812

        page = ["address", "wording"]
        if self._before.generation:
            new = new.join(self._old("articles").select(*page).distinct(), page, "left_anti")
        order = Window.partitionBy(*page).orderBy(F.coalesce("published", F.lit("9999")), "id")
        nth = new.where("address is not null").select("id", F.row_number().over(order).alias("nth"))
        again = nth.where("nth > 1").select("id")
        return new.join(again, "id", "left_anti") if again.limit(1).count() else new

    def _versions(self) -> None:
        """From when until when each version of a page stands; pages without a new article stay as they were."""
        from pyspark.sql import functions as F  # noqa: N812

        touched = self._new("articles").where("address is not null").select("address").distinct()
        at = self._all("articles").join(touched, "address", "left_semi")
        several = at.groupBy("address").agg(F.count("*").alias("n")).where("n > 1").select("address")
        rows = at.join(several, "address").select("address", "record")
        rows = rows.repartition("address").sortWithinPartitions("address")
        found = self._map(rows, VERSIONS, versions_of_pages)
        kept = self._old("versions").join(touched, "address", "left_anti")
        self._write("versions", found.unionByName(kept.select(*found.columns)))

    def _compare(self) -> None:
        """Judge every pair that shares a key and has something new."""
        from pyspark.sql import functions as F  # noqa: N812

        keys = self._old("keys").withColumn("new", F.lit(False)).unionByName(
            self._new("keys").withColumn("new", F.lit(True))
        )  # fmt: skip
        events = same_events(pairs_of_mentions(Keyed(keys, Space.EVENT), most=self._most), self._all("mentions"))
        texts = copies(Keyed(keys, Space.COPY), self._all("articles"), most=self._most)
        said = same_utterances(Keyed(keys, Space.UTTERANCE), self._all("quotations"))
        self._write("links", events.unionByName(texts).unionByName(said))

    def _group(self) -> None:
        """Which component each item is in: every mention, and the articles and quotations that have links."""
        from pyspark.sql import functions as F  # noqa: N812

        prefix = F.concat(F.col("space").cast("string"), F.lit(":"))
        links = self._all("links").select(F.concat(prefix, "a").alias("a"), F.concat(prefix, "b").alias("b"))
        found = components(links, f"{self._work}/rounds", few=self._few)
        found = found.select(
            F.substring("item", 1, 1).cast("int").alias("space"),
            F.expr("substring(item, 3)").alias("item"),
            F.expr("substring(component, 3)").alias("component"),
        )
        mentions = self._all("mentions").select(F.lit(int(Space.EVENT)).alias("space"), F.col("id").alias("item"))
        alone = mentions.join(found.where(f"space = {int(Space.EVENT)}").select("item"), "item", "left_anti")
        alone = alone.select("space", "item", F.col("item").alias("component"))
        self._write("components", found.unionByName(alone))

    # What it changes

    def _copies(self) -> DataFrame | None:
        """Articles that print one text; the articles of the components that were recomputed."""
        from pyspark.sql import functions as F  # noqa: N812

        printed = self._all("articles").select(
            F.col("id").alias("item"), F.to_json(F.array("outlet", "published")).alias("payload")
        )
        return self._answer(Space.COPY, printed, self._new("articles").select(F.col("id").alias("item")), None)

    def _events(self, echoed: DataFrame | None) -> None:
        from pyspark.sql import functions as F  # noqa: N812

        mentions = self._all("mentions")
        spans = self._new("versions").select("article", "since", "until")
        known = self._new("echo_of").select("article", "first").join(spans, "article", "full_outer")
        known = known.select("article", F.to_json(F.struct("first", "since", "until")).alias("extra"))
        items = mentions.join(known, "article", "left").select(
            F.col("id").alias("item"), F.col("mention").alias("payload"), "extra"
        )
        changed = self._new("mentions").select(F.col("id").alias("item"))
        if echoed is not None:
            # Whose text an article has may be known only now: then its voice is not its own any more.
            told = mentions.join(echoed.select(F.col("item").alias("article")), "article", "left_semi")
            changed = changed.unionByName(told.select(F.col("id").alias("item")))
        if self._before.generation:
            # An older article may have a later version now.
            before = self._old("versions").select(*spans.columns)
            moved = spans.subtract(before).unionByName(before.subtract(spans)).select("article")
            changed = changed.unionByName(mentions.join(moved, "article", "left_semi").selectExpr("id as item"))
        self._answer(Space.EVENT, items, changed, "extra")

    def _utterances(self) -> None:
        from pyspark.sql import functions as F  # noqa: N812

        items = self._all("quotations").select(F.col("id").alias("item"), F.col("quotation").alias("payload"))
        self._answer(Space.UTTERANCE, items, self._new("quotations").select(F.col("id").alias("item")), None)

    def _answer(self, space: Space, items: DataFrame, changed: DataFrame, extra: str | None) -> DataFrame | None:
        """Write the tables of a space: of components with anything that changed anew, of all others as they were.

        Returns:
            The items that were recomputed; None where all were.
        """
        from pyspark.sql import functions as F  # noqa: N812

        names = {
            Space.EVENT: answering.OF_EVENTS, Space.COPY: answering.OF_COPIES, Space.UTTERANCE: answering.OF_UTTERANCES
        }[space]  # fmt: skip
        where = self._new("components").where(f"space = {int(space)}").select("item", "component")
        fresh = None
        if self._before.generation:
            touched = where.join(changed, "item", "left_semi").select("component").distinct()
            where = where.join(touched, "component", "left_semi").select("item", "component")
            fresh = where.select("item")
            old = self._before.table(self._spark, "components").where(f"space = {int(space)}")
            gone = old.join(fresh, "item", "left_semi").select("component").distinct()
        nothing = F.lit(None).cast("string")
        rows = where.join(items, "item").select(
            "component", F.lit(0).alias("kind"), F.col("item").alias("a"), nothing.alias("b"),
            F.lit(0.0).alias("weight"), F.lit(0.0).alias("back"), "payload",
            (F.col(extra) if extra else nothing).alias("extra"),
        )  # fmt: skip
        links = self._all("links").where(f"space = {int(space)}").withColumnRenamed("a", "item")
        links = links.join(where, "item").select(
            "component", F.lit(1).alias("kind"), F.col("item").alias("a"), "b", "weight", "back",
            nothing.alias("payload"), nothing.alias("extra"),
        )  # fmt: skip
        together = rows.unionByName(links).repartition("component").sortWithinPartitions("component", "kind", "a", "b")
        own = "component string, cut int, " + ", ".join(f"{name} array<struct<{CHANGING[name]}>>" for name in names)
        path = f"{self._work}/{space.name.lower()}"
        self._map(together, own, lambda found: answering.answers(found, space)).write.mode("overwrite").parquet(path)
        answered = self._spark.read.schema(own).parquet(path)
        for name in names:
            rows = answered.selectExpr(f"explode({name}) as row").select("row.*")
            if self._before.generation:
                kept = self._before.table(self._spark, name).join(gone, "component", "left_anti")
                rows = rows.unionByName(kept.select(*rows.columns))
            self._write(name, rows)
        if space is Space.EVENT:
            self.counts["mentions in components that were cut"] = sum(
                row["cut"] for row in answered.where("cut > 0").select("cut").toLocalIterator()
            )
        return fresh

    def _echoes(self) -> None:
        """Copies, and articles that relay one origin, each group once, as `Ledger.echoes` lists them."""
        from pyspark.sql import Window
        from pyspark.sql import functions as F  # noqa: N812

        told = "articles array<string>, origin string, newest string, id string"
        events = self._new("events").select("id", "newest", "reports")
        order = Window.partitionBy("articles").orderBy(F.desc("newest"), "id")
        relays = self._map(events, told, answering.origin_echoes).withColumn("nth", F.row_number().over(order))
        relays = relays.where("nth = 1").select("articles", "origin")
        # Those that print one text anyhow are there as copies.
        group = self._new("components").where(f"space = {int(Space.COPY)}").select("item", "component")
        members = relays.withColumn("item", F.explode("articles")).join(group, "item", "left")
        counted = members.groupBy("articles").agg(
            F.count_distinct("component").alias("n"), F.count_if(F.col("component").isNull()).alias("alone")
        )
        same = counted.where("n = 1 and alone = 0").select("articles")
        relays = relays.join(same, "articles", "left_anti")
        kinds = self._new("copies").selectExpr("'copy' as kind", "articles", "origin", "shared")
        self._write(
            "echoes",
            kinds.unionByName(
                relays.selectExpr("'origin' as kind", "articles", "origin", "cast(null as double) shared")
            ),
        )

    def _origins(self) -> None:
        """Whose word the events stand on. Their distinct names go through the driver, to be brought to one form."""
        from pyspark.sql import functions as F  # noqa: N812

        events = self._new("events").select("id", "newest", "reports")
        told = "origin string, newest string, event string, nth int, report string"
        each = self._map(events, told, _told_origins)
        each.write.mode("overwrite").parquet(f"{self._work}/origins")
        each = self._spark.read.schema(told).parquet(f"{self._work}/origins")
        forms = origin_forms(row.origin for row in each.select("origin").distinct().toLocalIterator())
        known = self._spark.sparkContext.broadcast(forms)

        def resolve(found: Iterable[pa.RecordBatch]) -> Iterator[dict[str, Any]]:
            for batch in found:
                for row in batch.to_pylist():
                    yield {**row, "origin": origin_in(row["origin"], known.value)}

        sorted_rows = (
            self._map(each, told, resolve)
            .repartition("origin")
            .sortWithinPartitions("origin", F.desc("newest"), "event", "nth")
        )
        self._write("origins", self._map(sorted_rows, CHANGING["origins"], _answer_origins))

    # Tables

    def _map(
        self, rows: DataFrame, schema: str, work: Callable[[Iterable[pa.RecordBatch]], Iterator[dict[str, Any]]]
    ) -> DataFrame:
        from pyspark.sql.pandas.types import to_arrow_schema

        arrow = to_arrow_schema(self._spark.createDataFrame([], schema).schema)

        def worked(found: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
            yield from batches(work(found), arrow)

        return rows.mapInArrow(worked, schema)

    def _write(self, name: str, rows: DataFrame) -> None:
        rows.write.mode("overwrite").parquet(f"{self._to}/{name}")

    def _count(self) -> None:
        """How many rows each table got, all in one job."""
        from pyspark.sql import functions as F  # noqa: N812

        each = [
            self._new(name).agg(F.count("*").alias("n")).select(F.lit(name).alias("name"), "n")
            for name in (*GROWING, *CHANGING)
        ]
        self.counts |= {row["name"]: row["n"] for row in reduce(lambda x, y: x.unionByName(y), each).collect()}

    def _new(self, name: str) -> DataFrame:
        return self._spark.read.schema((GROWING | CHANGING)[name]).parquet(f"{self._to}/{name}")

    def _old(self, name: str) -> DataFrame:
        return self._before.table(self._spark, name)

    def _all(self, name: str) -> DataFrame:
        """What there was and what is new."""
        return self._old(name).unionByName(self._new(name)) if self._before.generation else self._new(name)


def _columns(name: str) -> list[str]:
    return [column.split()[0] for column in GROWING[name].split(", ")]


def _told_origins(found: Iterable[pa.RecordBatch]) -> Iterator[dict[str, Any]]:
    """The origin of each report that decides."""
    import json

    for batch in found:
        for row in batch.to_pylist():
            reports = standing(answering.report_from(report) for report in row["reports"])
            for nth, report in enumerate(reports):
                if report.origin is not None:
                    told = [report.chain, report.kinds, report.outlet, report.article, report.on_record]
                    yield {
                        "origin": report.origin, "newest": row["newest"], "event": row["id"], "nth": nth,
                        "report": json.dumps(told),
                    }  # fmt: skip


def _answer_origins(found: Iterable[pa.RecordBatch]) -> Iterator[dict[str, Any]]:
    import json
    from itertools import groupby
    from types import SimpleNamespace

    rows = (row for batch in found for row in batch.to_pylist())
    for origin, group in groupby(rows, key=lambda row: row["origin"]):
        reports: list[Any] = []
        for row in group:
            chain, kinds, outlet, article, on_record = json.loads(row["report"])
            told = SimpleNamespace(chain=chain, kinds=kinds, outlet=outlet, article=article, on_record=on_record)
            reports.append((row["event"], told))
        answer = answer_origin(origin, reports)
        yield {
            "origin": answer.origin, "name": answer.name, "kind": answer.kind, "on_record": answer.on_record,
            "articles": list(answer.articles), "events": list(answer.events),
        }  # fmt: skip
