"""Connected components over many machines: every item with the smallest name among all that links lead to."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

__all__ = ["components", "components_here"]

_MOST_ROUNDS = 50
FEW = 200_000
"""Links that one machine joins faster than Spark plans a round."""


def components(links: DataFrame, work: str, *, few: int = FEW) -> DataFrame:
    """Which component each item is in, of items that have links.

    Large stars and small stars in turn (Kiveris et al., "Connected Components in MapReduce and Beyond", 2014): each
    round ties everybody's neighbours to the smallest one around, until every component is one star. A round moves each
    link twice, and their number grows with the logarithm of the longest chain. Rounds are kept on disk, so a
    lost machine costs no more than the round it was lost in.

    Args:
        links: Columns `a`, `b`, any order, any number of times.
        work: A folder for the rounds.
        few: With up to so many links they are joined on this machine, with the same answer.

    Returns:
        Columns `item`, `component`: the smallest of the component's items, as Spark sorts text.
    """
    from pyspark.sql import Window
    from pyspark.sql import functions as F  # noqa: N812

    spark = links.sparkSession
    here = links.select("a", "b").limit(few + 1).collect()
    if len(here) <= few:
        found = components_here([(row.a, row.b) for row in here])
        return spark.createDataFrame(sorted(found.items()), "item string, component string")
    around = Window.partitionBy("u")
    edges = links.where("a <> b").select(F.col("a").alias("u"), F.col("b").alias("v")).distinct()
    before = None
    for number in range(_MOST_ROUNDS):
        both = edges.unionByName(edges.select(F.col("v").alias("u"), F.col("u").alias("v")))
        smallest = both.withColumn("m", F.least("u", F.min("v").over(around)))
        large = smallest.where("v > u").select(F.col("v").alias("u"), F.col("m").alias("v")).distinct()
        down = large.select(F.greatest("u", "v").alias("u"), F.least("u", "v").alias("v")).where("u <> v").distinct()
        tied = down.withColumn("m", F.min("v").over(around))
        small = tied.where("v <> m").select(F.col("v").alias("u"), F.col("m").alias("v"))
        small = small.unionByName(tied.select("u", F.col("m").alias("v"))).distinct()
        path = f"{work}/round={number:02d}"
        small.write.mode("overwrite").parquet(path)
        edges = spark.read.schema("u string, v string").parquet(path)
        # A sum over all links, for "nothing changed": a collision would need 64 bits to agree by chance.
        now = edges.agg(F.count("*"), F.sum(F.xxhash64("u", "v").cast("decimal(38,0)"))).first()
        if now == before:
            break
        before = now
    else:
        raise RuntimeError(f"components did not settle in {_MOST_ROUNDS} rounds")
    roots = edges.select(F.col("v").alias("item"), F.col("v").alias("component")).distinct()
    return edges.select(F.col("u").alias("item"), F.col("v").alias("component")).unionByName(roots)


def components_here(links: list[tuple[str, str]]) -> dict[str, str]:
    """The same on this machine.

    >>> components_here([("b", "c"), ("a", "b"), ("x", "y")])
    {'b': 'a', 'c': 'a', 'a': 'a', 'x': 'x', 'y': 'x'}
    """
    parent: dict[str, str] = {}

    def root(item: str) -> str:
        while parent.setdefault(item, item) != item:
            parent[item] = parent[parent[item]]
            item = parent[item]
        return item

    for a, b in links:
        x, y = sorted((root(a), root(b)))
        parent[y] = x
    return {item: root(item) for item in list(parent)}
