"""Stance where the encoder's middle layer is not kept: the beginning of a very long text is, the rest is not."""

from __future__ import annotations

import numpy as np

from reportedly.reading.attribution.statements import find_statements
from reportedly.reading.entities.find import find_entities
from reportedly.reading.neural.decode import N_TAGS, Scores
from reportedly.reading.neural.pieces import VIEW_WIDTH
from tests.marks import attributions, documented, strip


def test_behind_what_is_kept_the_parse_decides_alone() -> None:
    marked = "It rained. [source:Ana Ruiz] [cue:hopes] [content:for rain]."
    document = documented(strip(marked))
    entities = find_entities(document)
    scores = Scores(
        pieces=document.tokens,
        heads={"cue": np.zeros((len(document.tokens), 3), np.float32)},
        cues=np.zeros((0, 2), np.int32),
        views=np.zeros((0, VIEW_WIDTH, N_TAGS), np.float32),
        valid=np.zeros(0, np.float32),
        middle=np.full((3, 384), 50.0, np.float16),  # "It rained."
    )
    (alone,) = find_statements(document, attributions(marked), entities, ())
    (seen,) = find_statements(document, attributions(marked), entities, (), scores)
    assert seen.stance == alone.stance == "expects"
