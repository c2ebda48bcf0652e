"""Which mentions, articles and quotations belong together: pairs that share a key, judged by the ledger's functions.

The ledger looks a new article's keys up in an index and judges what it finds. Here all keys are joined with
themselves; a pair is judged once, whatever machine it meets on, and the verdict is a pure function of the two. So the
links are the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from reportedly.ledger.db.schema import Space
from reportedly.ledger.index.links import TURN_OF_PHRASE
from reportedly.ledger.matching.copies import LEAST_SHARED, Text, shared_text, text_of
from reportedly.ledger.matching.features import Features, features_of
from reportedly.ledger.matching.similarity import likeness
from reportedly.ledger.matching.utterances import Quotation, may_be_same, same_utterance, utterance_keys
from reportedly.spark.digest import mention_from, quotation_from

if TYPE_CHECKING:
    import pyarrow as pa
    from pyspark.sql import Column, DataFrame

__all__ = ["LINKS", "Keyed", "copies", "pairs_of_mentions", "same_events", "same_utterances"]

LINKS = "space int, a string, b string, weight double, back double"

MOST_ALIKE = 3000
"""Items a key (and stretch of days) may have; a key that more have tells nothing, and costs its square."""


class Keyed:
    """Keys of one space, with which of them are new; keys that too many share are left out and counted."""

    def __init__(self, keys: DataFrame, space: Space) -> None:
        self.rows = keys.where(keys.space == int(space)).select("hash", "within", "day", "item", "new")


def pairs_of_mentions(keyed: Keyed, *, most: int = MOST_ALIKE) -> DataFrame:
    """Mentions (a, b) that share a blocking key and are near enough in time; undated ones are near to all.

    Days are cut into stretches as long as the key looks: what is near lies in the same stretch or in the one before.
    """
    from pyspark.sql import functions as F  # noqa: N812

    dated = keyed.rows.where("day > 0").withColumn("stretch", (F.col("day") / F.col("within")).cast("int"))
    dated = _without_common(dated, ("hash", "stretch"), most)
    later = dated.select("hash", "stretch", "within", *_named("day", "item", "new", after="_y"))
    earlier = dated.select(
        "hash",
        F.explode(F.array("stretch", F.col("stretch") + 1)).alias("stretch"),
        *_named("day", "item", "new", after="_x"),
    )
    near = later.join(earlier, ["hash", "stretch"]).where(
        "(day_x < day_y or (day_x = day_y and item_x < item_y)) and day_y - day_x <= within and (new_x or new_y)"
    )
    undated = _without_common(keyed.rows.where("day = 0"), ("hash",), most)
    others = _without_common(keyed.rows, ("hash",), most).select("hash", *_named("day", "item", "new", after="_y"))
    far = undated.select("hash", *_named("item", "new", after="_x")).join(others, "hash")
    far = far.where("item_x <> item_y and (day_y > 0 or item_x < item_y) and (new_x or new_y)")
    return _pairs(near).unionByName(_pairs(far)).distinct()


def same_events(pairs: DataFrame, mentions: DataFrame) -> DataFrame:
    """Links between mentions of one event: `likeness` above zero."""
    return _judged(pairs, mentions.select("id", "mention"), Space.EVENT, _judge_events)


def copies(keyed: Keyed, articles: DataFrame, *, most: int = MOST_ALIKE) -> DataFrame:
    """Links between articles that print one text: first signatures (the hashes that divide by eight, a MinHash whose
    size follows the text's), then the whole texts."""
    from pyspark.sql import functions as F  # noqa: N812

    kept = _without_common(keyed.rows, ("hash",), most)
    one = kept.select("hash", *_named("item", "new", after="_x"))
    other = kept.select("hash", *_named("item", "new", after="_y"))
    met = one.join(other, "hash").where("item_x < item_y and (new_x or new_y)")
    counted = met.groupBy(F.col("item_x").alias("a"), F.col("item_y").alias("b")).agg(F.count("*").alias("n"))
    sizes = articles.select("id", "kept")
    counted = counted.join(sizes.select(F.col("id").alias("a"), F.col("kept").alias("kept_a")), "a")
    counted = counted.join(sizes.select(F.col("id").alias("b"), F.col("kept").alias("kept_b")), "b")
    least = F.greatest(F.lit(1.0), F.lit(LEAST_SHARED) * F.least("kept_a", "kept_b"))
    likely = counted.where(F.col("n") >= least).select("a", "b")
    texts = articles.select("id", F.to_json(F.struct("outlet", F.get_json_object("record", "$.text").alias("text"))))
    return _judged(likely, texts.toDF("id", "text"), Space.COPY, _judge_copies)


def same_utterances(keyed: Keyed, quotations: DataFrame) -> DataFrame:
    """Links between wordings of one utterance. Of a turn of phrase only the first so many quotations are compared."""
    from pyspark.sql import Window
    from pyspark.sql import functions as F  # noqa: N812

    order = Window.partitionBy("hash").orderBy(F.when(F.col("day") > 0, F.col("day")).otherwise(4_000_000), "item")
    first = keyed.rows.withColumn("nth", F.row_number().over(order)).where(F.col("nth") <= TURN_OF_PHRASE + 1)
    one = first.select("hash", *_named("item", "new", after="_x"))
    other = first.select("hash", *_named("item", "new", after="_y"))
    met = one.join(other, "hash").where("item_x < item_y and (new_x or new_y)")
    return _judged(_pairs(met).distinct(), quotations.select("id", "quotation"), Space.UTTERANCE, _judge_utterances)


def _named(*names: str, after: str) -> list[Column]:
    from pyspark.sql import functions as F  # noqa: N812

    return [F.col(name).alias(f"{name}{after}") for name in names]


def _pairs(met: DataFrame) -> DataFrame:
    from pyspark.sql import functions as F  # noqa: N812

    return met.select(F.least("item_x", "item_y").alias("a"), F.greatest("item_x", "item_y").alias("b"))


def _without_common(rows: DataFrame, by: tuple[str, ...], most: int) -> DataFrame:
    """Rows whose key no more than so many share."""
    from pyspark.sql import functions as F  # noqa: N812

    common = rows.groupBy(*by).agg(F.count("*").alias("n")).where(F.col("n") > most).select(*by)
    return rows.join(F.broadcast(common), list(by), "left_anti")


def _judged(pairs: DataFrame, items: DataFrame, space: Space, judge: Any) -> DataFrame:
    """Pairs with what they are pairs of, judged; `judge` gives (weight, back) or None."""
    one, other = items.toDF("a", "x"), items.toDF("b", "y")
    # Sorted by one side, so that what is worked out of it is worked out once.
    together = pairs.join(other, "b").join(one, "a").select("a", "b", "x", "y").sortWithinPartitions("a")
    number = int(space)

    def judged(found: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        import pyarrow as pa

        columns = [("space", pa.int32()), ("a", pa.string()), ("b", pa.string()), ("weight", pa.float64())]
        schema = pa.schema([*columns, ("back", pa.float64())])
        for batch in found:
            rows = []
            for row in batch.to_pylist():
                verdict = judge(row["a"], row["b"], row["x"], row["y"])
                if verdict is not None:
                    rows.append(
                        {"space": number, "a": row["a"], "b": row["b"], "weight": verdict[0], "back": verdict[1]}
                    )
            yield pa.RecordBatch.from_pylist(rows, schema=schema)

    return together.mapInArrow(judged, LINKS)


def _judge_events(_: str, __: str, x: str, y: str) -> tuple[float, float] | None:
    weight = likeness(_features(x), _features(y))
    return (weight, weight) if weight > 0.0 else None


def _judge_copies(_: str, __: str, x: str, y: str) -> tuple[float, float] | None:
    return shared_text(_text(x), _text(y))


def _judge_utterances(_: str, __: str, x: str, y: str) -> tuple[float, float] | None:
    (a, own), (b, theirs) = _quotation(x), _quotation(y)
    return (1.0, 1.0) if may_be_same(own, theirs) and same_utterance(a, b) else None


@lru_cache(maxsize=4096)
def _features(told: str) -> Features:
    return features_of(mention_from(told))


@lru_cache(maxsize=256)
def _text(told: str) -> Text:
    import json

    data = json.loads(told)
    return text_of(data["text"], outlet=data.get("outlet"))


@lru_cache(maxsize=4096)
def _quotation(told: str) -> tuple[Quotation, frozenset[int]]:
    quotation, _ = quotation_from(told)
    return quotation, utterance_keys(quotation.words)
