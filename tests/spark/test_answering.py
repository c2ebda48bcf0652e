"""What is worked out of one component, by plain functions: no Spark is needed."""

import pyarrow as pa

from reportedly.ledger.db.schema import Space
from reportedly.ledger.matching.features import features_of
from reportedly.ledger.matching.similarity import likeness
from reportedly.ledger.mentions import mentions_of
from reportedly.spark import answering
from reportedly.spark.digest import mention_from, mention_to
from tests.spark.stories import generated


def component(n: int):
    """The largest component of some generated articles, as rows of one batch."""
    mentions = [mention for record in generated(n) for mention in mentions_of(record)]
    features = {mention.id: features_of(mention) for mention in mentions}
    first = features[mentions[0].id]
    near = [mention for mention in mentions if likeness(first, features[mention.id]) > 0.0]
    empty = {"component": "c", "b": None, "weight": 0.0, "back": 0.0, "payload": None, "extra": None}
    rows = [{**empty, "kind": 0, "a": mention.id, "payload": mention_to(mention)} for mention in near]
    for i, mention in enumerate(near):
        for other in near[:i]:
            a, b = sorted((mention.id, other.id))
            if (weight := likeness(features[a], features[b])) > 0.0:
                rows.append({**empty, "kind": 1, "a": a, "b": b, "weight": weight, "back": weight})
    return near, pa.RecordBatch.from_pylist(rows)


def test_a_mention_is_the_same_after_a_journey():
    for record in generated(3):
        for mention in mentions_of(record):
            assert mention_from(mention_to(mention)) == mention


def test_every_mention_of_a_component_is_in_one_event():
    near, batch = component(40)
    (answer,) = answering.answers([batch], Space.EVENT)
    reported = [(report["article"], report["key"]) for event in answer["events"] for report in event["reports"]]
    assert sorted(set(reported)) == sorted((mention.article, mention.key) for mention in near)
    assert answer["cut"] == 0


def test_what_hangs_together_by_too_much_is_cut_and_counted(monkeypatch):
    near, batch = component(40)
    monkeypatch.setattr(answering, "LARGEST", len(near) - 1)
    (answer,) = answering.answers([batch], Space.EVENT)
    assert answer["cut"] == len(near)
    reported = {(report["article"], report["key"]) for event in answer["events"] for report in event["reports"]}
    assert reported == {(mention.article, mention.key) for mention in near}
