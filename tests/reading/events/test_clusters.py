"""Triggers of one event: average linkage over how likely each pair is one."""

from itertools import combinations
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportedly.article import Article
from reportedly.reading.events.clusters import (
    N_LINK_FEATURES,
    are_apart,
    are_one,
    cluster,
    link_features,
    link_pairs,
)
from reportedly.reading.syntax.parse import parse
from tests.reading.events.readings import document_of, token_of


def groups(n: int, pairs: dict[tuple[int, int], float], floor: float) -> list[list[int]]:
    a = np.array([i for i, _ in pairs], np.int64)
    b = np.array([j for _, j in pairs], np.int64)
    return cluster(n, a, b, np.array(list(pairs.values()), np.float64), floor)


@pytest.mark.parametrize(
    ("pairs", "found"),
    [
        ({(0, 1): 0.9, (0, 2): 0.1, (1, 2): 0.1}, [[0, 1], [2]]),
        # All three agree on average.
        ({(0, 1): 0.9, (0, 2): 0.4, (1, 2): 0.8}, [[0, 1, 2]]),
        # One likely pair does not join two groups that are unlike on average.
        ({(0, 1): 0.9, (0, 2): 0.0, (1, 2): 0.8}, [[0, 1], [2]]),
        # The likeliest pair comes first.
        ({(0, 1): 0.6, (0, 2): 0.0, (1, 2): 0.8}, [[0], [1, 2]]),
        ({}, [[0], [1], [2]]),
    ],
)
def test_groups(pairs: dict[tuple[int, int], float], found: list[list[int]]):
    assert groups(3, pairs, floor=0.5) == found


def test_pairs_that_were_not_compared_count_as_unlike():
    assert groups(4, {(0, 1): 0.9, (2, 3): 0.9, (1, 2): 0.9}, floor=0.5) == [[0, 1], [2, 3]]


def test_each_trigger_is_compared_with_those_before_it():
    a, b = link_pairs(4)
    assert list(zip(a.tolist(), b.tolist(), strict=True)) == [(0, 1), (0, 2), (1, 2), (0, 3), (1, 3), (2, 3)]


def test_a_long_text_compares_only_the_nearest():
    a, b = link_pairs(500)
    assert len(a) < 500 * 61
    assert int((b - a).max()) == 60


@pytest.mark.parametrize("n", [0, 1])
def test_few_triggers_have_no_pairs(n: int):
    a, b = link_pairs(n)
    assert len(a) == len(b) == 0
    assert cluster(n, a, b, np.zeros(0), 0.5) == [[row] for row in range(n)]


@st.composite
def _scored(draw: st.DrawFn) -> tuple[int, list[tuple[int, int]], list[float]]:
    n = draw(st.integers(0, 7))
    pairs = [(i, j) for j in range(n) for i in range(j) if draw(st.booleans())]
    scores = st.floats(0, 1, allow_nan=False)
    return n, pairs, draw(st.lists(scores, min_size=len(pairs), max_size=len(pairs)))


@given(_scored(), st.floats(0, 1))
def test_every_trigger_is_in_one_cluster(scored: tuple[int, list[tuple[int, int]], list[float]], floor: float):
    n, pairs, scores = scored
    found = groups(n, dict(zip(pairs, scores, strict=True)), floor)
    assert sorted(row for group in found for row in group) == list(range(n))
    assert [group[0] for group in found] == sorted(group[0] for group in found)


@given(_scored(), st.randoms())
def test_the_order_of_pairs_does_not_matter(scored: tuple[int, list[tuple[int, int]], list[float]], random):
    n, pairs, scores = scored
    rows = list(zip(pairs, scores, strict=True))
    shuffled = rows[:]
    random.shuffle(shuffled)
    assert groups(n, dict(rows), 0.5) == groups(n, dict(shuffled), 0.5)


@given(_scored())
def test_a_floor_of_one_leaves_all_alone(scored: tuple[int, list[tuple[int, int]], list[float]]):
    n, pairs, scores = scored
    assert groups(n, dict(zip(pairs, scores, strict=True)), floor=1.0) == [[row] for row in range(n)]


@pytest.mark.parametrize(
    ("text", "earlier", "later", "features"),
    [
        # Same sentence, another word, a verb and an indefinite noun.
        ("Ann Orr agreed to a visit.", "agreed", "visit", (0, 1, 0.0, 1.0, 0.0, 1.0)),
        # The next sentence names it again: same lemma (+ 8), definite (2), of the same word class (+ 6).
        ("A visit is planned. The visit will be short.", "visit", "visit will", (9, 8, 1.0, 0.0, 0.0, 0.0)),
        # "It" is a pronoun.
        ("Ann Orr visited Oslo. It was short.", "visited", "It", (1, 3, 0.0, 1.0, 0.0, 0.0)),
    ],
)
def test_what_two_triggers_share(text: str, earlier: str, later: str, features: tuple[float, ...]):
    document = document_of(text)
    found = link_features(document, token_of(document, earlier), token_of(document, later))
    assert len(found) == N_LINK_FEATURES
    assert found == features


def by_all_pairs(n: int, pairs: dict[tuple[int, int], float], floor: float) -> list[list[int]]:
    """The same, looking at every pair of groups before each join."""
    groups = [{row} for row in range(n)]
    while True:
        means = []
        for x, y in combinations(sorted(groups, key=min), 2):
            found = [pairs[a, b] for a, b in ((min(i, j), max(i, j)) for i in x for j in y) if (a, b) in pairs]
            means.append((-sum(found) / (len(x) * len(y)), min(x), min(y)))
        best = min((mean for mean in means if -mean[0] > floor + 1e-9), default=None)
        if best is None:
            return [sorted(group) for group in sorted(groups, key=min)]
        x, y = (next(group for group in groups if min(group) == number) for number in best[1:])
        groups = [group for group in groups if group not in (x, y)] + [x | y]


@given(st.integers(1, 9), st.randoms(use_true_random=False))
def test_the_likeliest_groups_are_joined_first(n: int, random: Random):
    pairs = {pair: random.random() for pair in combinations(range(n), 2) if random.random() < 0.7}
    a, b = (np.array([pair[k] for pair in pairs], np.int64) for k in (0, 1))
    assert cluster(n, a, b, np.array(list(pairs.values())), 0.5) == by_all_pairs(n, pairs, 0.5)


def pair_of(marked: str):
    """A text without its square brackets, and the two triggers that stood in them."""
    first, second = marked.index("["), marked.rindex("[") - 2
    document = parse(Article(text=marked.replace("[", "").replace("]", ""), language="en"))
    a, b = document.token_at(first), document.token_at(second)
    assert a is not None and b is not None
    return document, a, b


@pytest.mark.parametrize(
    ("marked", "one"),
    [
        ("Bus drivers in Tarn will go on [strike] on May 20. The [walkout] will last a day.", True),
        ("The mayor will go on a [visit] to Tarn. The [trip] is to last a week.", True),
        ("The second [round] of [talks] will be held in Tarn.", True),
        ("The mayor will [deliver] an [address] in Tarn.", True),
        ("Orr is to [appear] in court on May 4 for a [hearing].", True),
        ("The mayor [gave] a reporter the date of the [address].", False),
        ("Orr will [appear] on television after the [hearing].", False),
        ("Bus drivers will go on [strike] on May 20. A [walkout] in Orr was called off.", False),
        ("Bus drivers will go on [strike] on May 20. The [walkout] by nurses was called off.", False),
        ("Bus drivers will go on [strike] on May 20. The [vote] will be held in June.", False),
        ("They fought a [round] before the [talks] opened in Tarn.", False),
    ],
)
def test_a_noun_that_takes_up_another(marked: str, one: bool):
    assert are_one(*pair_of(marked)) is one


@pytest.mark.parametrize(
    ("marked", "apart"),
    [
        ("The [strike] in Oslo is off. The [strike] in Bergen was cancelled too.", True),
        ("The [strike] in Tarn and the [strike] in Orr were cancelled.", True),
        ("The [summit] with Kim was held. The [summit] with Kim Jong Un lasted a day.", False),
        ("The [summit] in Tarn was held. Another [summit] is due in May.", True),
        ("Ann Orr [spoke] with Ivo Hale. Mara Lund [spoke] with Juma Amani.", True),
        ("Ann Orr [spoke] with Ivo Hale. She [spoke] with him for an hour.", False),
        ("Ann Orr [spoke] with Ivo Hale. Orr [spoke] with Hale for an hour.", False),
        ("The [strike] in Tarn is off. The [strike] was to last a day.", False),
        ("The [strike] in Tarn is off. The [strike] in Tarn was to last a day.", False),
        ("The council [votes] on the tram line on Monday. It [votes] on the stadium too.", True),
        ("Parliament will hold a [hearing] on bail. A [hearing] on extradition is due.", True),
        ("Parliament will [vote] on the pension cut. The [vote] on the bill will be close.", False),
        ("The [visit] of the minister is off. The [visit] of the delegation was to last a day.", False),
    ],
)
def test_events_that_are_printed_as_two(marked: str, apart: bool):
    assert are_apart(*pair_of(marked)) is apart
