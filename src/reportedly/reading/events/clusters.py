"""Which triggers of an article report one event: clusters by average linkage over learned pair scores."""

from __future__ import annotations

import heapq
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from reportedly.lexicon.calendar import CAPITAL_MONTHS, CAPITAL_WEEKDAYS
from reportedly.lexicon.gazetteer import gazetteer
from reportedly.reading.document import Document
from reportedly.reading.events.nouns import are_alike
from reportedly.reading.syntax.clauses import is_verb

__all__ = [
    "N_LINK_FEATURES",
    "are_apart",
    "are_distinct",
    "are_of_other_days",
    "are_one",
    "cluster",
    "link_features",
    "link_pairs",
]

N_LINK_FEATURES = 6
_ANOTHER = frozenset("another second third next other new further separate".split())
_MEETS = frozenset("meet gather convene assemble".split())
_MET_FOR = frozenset("talk conference summit negotiation session discussion forum congress meeting".split())
# Verbs that name what their object names: "delivers an address".
_LIGHT = frozenset("give deliver make hold stage conduct host have".split())
_APPEARS = frozenset("appear attend".split())
_APPEARED_FOR = frozenset("hearing trial sentencing arraignment inquest".split())
_ROUNDS = frozenset("round session bout".split())
_CALENDAR = frozenset({*CAPITAL_WEEKDAYS, *CAPITAL_MONTHS})
_DECIDES = frozenset("vote hearing referendum debate ballot".split())
# What any matter may be called when it is taken up again.
_MATTERS = frozenset(
    """plan project bill measure proposal deal issue matter law motion legislation resolution budget scheme programme
    program question package reform case agreement treaty pact move change text draft amendment candidate nomination
    independence government future it this that them one""".split()
)
_CLOSE = 2  # sentences
_NEAREST = 60  # earlier triggers that each is compared with: bounds time on a text of a megabyte


def link_pairs(n: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Pairs of rows of triggers, in text order, that are compared: each with the nearest before it."""
    pairs = [(a, b) for b in range(n) for a in range(max(0, b - _NEAREST), b)]
    array = np.array(pairs, np.int64).reshape(-1, 2)
    return array[:, 0], array[:, 1]


def link_features(document: Document, a: int, b: int) -> tuple[int, int, float, float, float, float]:
    """What two triggers share beside their vectors; tokens `a` before `b`.

    Returns:
        Distance in sentences by powers of two, with 8 added where the lemma is the same; how the later one is printed
        (definite, indefinite, a pronoun, of the same word class); and four flags.
    """
    lemmas, pos = document.lemmas, document.pos
    between = document.sentence_of(b) - document.sentence_of(a)
    distance = 0 if between == 0 else min(7, between.bit_length())
    determiners = {lemmas[child] for child in document.children[b]}
    definite = bool(determiners & {"the", "this", "that", "it", "its"})
    indefinite = bool(determiners & {"a", "an", "another"})
    verbs = is_verb(document, a), is_verb(document, b)
    form = (2 if definite else 1 if indefinite else 0) + 3 * (pos[b] == "PRON") + 6 * (verbs[0] == verbs[1])
    return (
        distance + 8 * (lemmas[a] == lemmas[b]),
        form,
        float(lemmas[a][:4] == lemmas[b][:4]),
        float(verbs[0]),
        float(verbs[1]),
        float(between == 0),
    )


def are_distinct(document: Document, a: int, b: int) -> bool:
    """Whether two triggers of one word are printed as two events: "another summit", "talks with Iran", "with Kenya"."""
    if document.lemmas[a] != document.lemmas[b] or a == b:
        return False
    if _are_on_others(document, a, b):
        return True
    if is_verb(document, a) or is_verb(document, b):
        return False
    first, second = ({document.lemmas[c] for c in document.children[token]} for token in (a, b))
    if (first | second) & _ANOTHER:
        return True
    return any(document.lemmas[x] != document.lemmas[y] for x, y in _opposed(document, a, b))


def are_apart(document: Document, a: int, b: int) -> bool:
    """Whether two triggers are distinct beyond doubt: "another summit", "the strike in Oslo", "in Bergen".

    Two names elsewhere in an article may be one's: "the summit with Kim", "with Kim Jong Un".

    Args:
        document: The parsed article.
        a, b: Two triggers.
    """
    if _are_on_others(document, a, b):
        return True
    if is_verb(document, a) and is_verb(document, b):
        return _have_other_parties(document, a, b)
    if not are_distinct(document, a, b):
        return False
    opposed = [(x, y) for x, y in _opposed(document, a, b) if document.lemmas[x] != document.lemmas[y]]
    if not opposed:
        return True
    cities, words = gazetteer().cities, document.words
    side_by_side = document.sentence_of(a) == document.sentence_of(b)
    return any(
        (document.lemmas[document.head(x)] in ("in", "at") and words[x] in cities and words[y] in cities)
        or (side_by_side and document.pos[x] == document.pos[y] == "PROPN" and not _share_a_word(document, x, y))
        for x, y in opposed
    )


def _have_other_parties(document: Document, a: int, b: int) -> bool:
    """ "Orr spoke with Hale", "Amani spoke with Juma": who does it and with whom differ by name."""
    if document.lemmas[a] != document.lemmas[b]:
        return False
    doers = [next((c for c in document.children[verb] if document.deps[c] == "nsubj"), None) for verb in (a, b)]
    pairs = [(doers[0], doers[1]), *_opposed(document, a, b)]
    return len(pairs) > 1 and all(
        x is not None
        and y is not None
        and document.pos[x] == document.pos[y] == "PROPN"
        and not _share_a_word(document, x, y)
        for x, y in pairs
    )


def _are_on_others(document: Document, a: int, b: int) -> bool:
    """Whether two votes or hearings are on different matters: "votes on the tram line", "votes on the stadium"."""
    if document.lemmas[a] not in _DECIDES:
        return False
    matters = [_complements(document, token) for token in (a, b)]
    pair = [found.get("on") for found in matters]
    if None in pair:
        return False
    x, y = (t for t in pair if t is not None)
    lemmas = {document.lemmas[x], document.lemmas[y]}
    return len(lemmas) == 2 and not lemmas & _MATTERS and not _share_a_word(document, x, y)


def are_of_other_days(document: Document, a: int, b: int) -> bool:
    """Whether two triggers of one word are of two things or places, so that two days are those of two events.

    "The launch of the satellite on Thursday", "the launch of its supply ship on March 27"; but "the summit on Monday",
    "the summit was put off to Tuesday".

    Args:
        document: The parsed article.
        a, b: Two triggers, each with a day of its own.
    """
    if document.lemmas[a] != document.lemmas[b] or is_verb(document, a) or is_verb(document, b):
        return False
    return any(
        document.lemmas[x] != document.lemmas[y]
        and document.pos[x] == document.pos[y]
        and document.pos[x] in ("NOUN", "PROPN")
        and document.lemmas[document.head(x)] in ("of", "in", "at", "on")
        and not _share_a_word(document, x, y)
        for x, y in _opposed(document, a, b)
    )


def _share_a_word(document: Document, a: int, b: int) -> bool:
    first, second = (
        {document.words[t].casefold() for t in document.subtree(token) if document.pos[t] in ("NOUN", "PROPN", "ADJ")}
        for token in (a, b)
    )
    return not first.isdisjoint(second)


def are_one(document: Document, a: int, b: int) -> bool:
    """Whether two triggers are printed as one event: "will meet in Malta for talks", "the second round of talks".

    Args:
        document: The parsed article.
        a, b: Two triggers.
    """
    if _is_taken_up(document, min(a, b), max(a, b)) or _is_round_of(document, min(a, b), max(a, b)):
        return True
    for verb, noun in ((a, b), (b, a)):
        if not is_verb(document, verb):
            continue
        if document.lemmas[verb] in _LIGHT and document.deps[noun] in ("dobj", "nsubjpass"):
            return document.head(noun) == verb
        is_met_for = document.lemmas[verb] in _MEETS and document.lemmas[noun] in _MET_FOR
        if is_met_for or (document.lemmas[verb] in _APPEARS and document.lemmas[noun] in _APPEARED_FOR):
            preposition = document.head(noun)
            is_for = document.deps[noun] == "pobj" and document.lemmas[preposition] == "for"
            return is_for and _is_on(document, preposition, verb)
    return False


def _is_taken_up(document: Document, first: int, later: int) -> bool:
    """Whether a bare definite noun takes up another that may stand for it: "will strike on Monday. The walkout …"."""
    one, other = document.lemmas[first], document.lemmas[later]
    if one == other or document.pos[later] != "NOUN" or not are_alike(one, other):
        return False
    if document.tags[later] == "NNS" or not 0 < document.sentence_of(later) - document.sentence_of(first) <= _CLOSE:
        return False
    children = [document.lemmas[c] for c in document.children[later]]
    return len(children) == 1 and children[0] in ("the", "this")


def _is_round_of(document: Document, first: int, later: int) -> bool:
    """ "The second round of talks"."""
    preposition = document.head(later)
    return (
        document.lemmas[first] in _ROUNDS
        and document.deps[later] == "pobj"
        and document.lemmas[preposition] == "of"
        and document.head(preposition) == first
    )


def _is_on(document: Document, preposition: int, verb: int) -> bool:
    """Whether a preposition hangs on a verb, or on a place or day behind it."""
    above = document.head(preposition)
    for _ in range(3):
        if above == verb:
            return True
        if document.deps[above] not in ("pobj", "prep", "npadvmod", "dobj", "nummod"):
            return False
        above = document.head(above)
    return False


def _opposed(document: Document, a: int, b: int) -> Iterator[tuple[int, int]]:
    """What hangs on two triggers behind the same preposition."""
    places, others = _complements(document, a), _complements(document, b)
    return ((places[word], others[word]) for word in places if word in others)


def _complements(document: Document, token: int) -> dict[str, int]:
    """What hangs on a trigger behind each preposition: with whom, to where."""
    return {
        document.lemmas[preposition]: inner
        for preposition in document.children[token]
        if document.deps[preposition] == "prep"
        for inner in document.children[preposition]
        if document.deps[inner] == "pobj" and document.words[inner] not in _CALENDAR
    }


def cluster(
    n: int, a: NDArray[np.int64], b: NDArray[np.int64], same: NDArray[np.float64], floor: float
) -> list[list[int]]:
    """Groups of triggers that are one event each, in the order of their first members.

    The likeliest two groups are joined first, as long as their members agree on average; pairs that were not compared
    count as unlike.

    Args:
        n: Number of triggers.
        a, b: int64, shape (pairs,): the pairs compared.
        same: float64, shape (pairs,): how likely each pair is one event.
        floor: Least average likelihood for two groups to be joined.
    """
    near: list[dict[int, float]] = [{} for _ in range(n)]  # sums over pairs of members
    for i, j, value in zip(a.tolist(), b.tolist(), same.tolist(), strict=True):
        near[i][j] = near[j][i] = value
    members: dict[int, list[int]] = {row: [row] for row in range(n)}

    def entry(i: int, j: int) -> tuple[float, int, int]:
        return -near[i][j] / (len(members[i]) * len(members[j])), min(i, j), max(i, j)

    # What is taken from the heap may be out of date: then its mean is no more that of its groups.
    heap = [entry(i, j) for i, sums in enumerate(near) for j in sums if i < j]
    heapq.heapify(heap)
    while heap and -heap[0][0] > floor:
        best = heapq.heappop(heap)
        _, i, j = best
        if j not in near[i] or entry(i, j) != best:
            continue
        members[i] += members.pop(j)
        for other, total in near[j].items():
            near[other].pop(j, None)
            if other != i:
                near[i][other] = near[i].get(other, 0.0) + total
                near[other][i] = near[i][other]
        near[j] = {}
        near[i].pop(j, None)
        for other in near[i]:
            heapq.heappush(heap, entry(i, other))
    return sorted((sorted(group) for group in members.values()), key=lambda group: group[0])
