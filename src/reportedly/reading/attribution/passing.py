"""Passing on: whether a source vouches for what somebody else says within its own words.

"Orr said the mayor had promised a bridge" is the mayor's promise on Orr's word; "Orr mocked the mayor's promise of a
bridge" is not. A logistic model over named features decides: both cues, how the inner one stands in the outer content,
and who both are. `training.passing` fits it on annotated articles.
"""

from __future__ import annotations

import functools
import json
from collections import Counter
from collections.abc import Iterator, Mapping
from importlib.resources import files

from reportedly.errors import ModelError
from reportedly.reading.attribution.chains import Draft, kind_key
from reportedly.reading.document import Document
from reportedly.record import Link, Statement
from reportedly.vocabulary import Kind, LinkKind, Stance

__all__ = ["passing_features", "passing_model", "vouches"]

_CLAUSES = frozenset({"ccomp", "relcl", "acl", "advcl", "xcomp", "pcomp", "csubj", "parataxis"})
_WEIGHS_REPORTS = frozenset({Stance.CONFIRMS, Stance.CANNOT_CONFIRM})
_MOST = 12  # steps up from the inner cue


def vouches(document: Document, outer: Statement | None, inner: Draft, own: Link) -> bool:
    """Whether the source of a statement vouches for one that stands in its content, whose own link is `own`."""
    if outer is None or not outer.chain or kind_key(outer.chain[-1]) == kind_key(own):
        return True
    if own.kind is LinkKind.DOCUMENT and outer.stance in _WEIGHS_REPORTS:
        return True  # "confirmed a report that it was off": too rare in the annotated articles to be learned
    weights = passing_model()
    return sum(weights.get(feature, 0.0) for feature in passing_features(document, outer, inner, own)) >= 0.0


def passing_features(document: Document, outer: Statement, inner: Draft, own: Link) -> Iterator[str]:
    """Named features of a statement, whose own link is `own`, in the content of one with a chain."""
    yield "bias"
    content, stance, direct = outer.content, outer.stance, outer.kind is Kind.DIRECT
    if stance is Stance.RETRACTS:
        stance = Stance.DENIES  # as learned
    source, cue, said = inner.source, inner.cue, inner.content
    above = [t for piece in outer.cue for t in document.tokens_in(piece)]
    below = [t for piece in cue or source or said for t in document.tokens_in(piece)]
    kinds = [outer.chain[-1].kind.value, own.kind.value]
    yield f"stance={stance.value}"
    yield f"kinds={kinds[0]}&{kinds[1]}"
    yield f"inner={kinds[1]}"
    yield f"outer={kinds[0]}&direct={direct}"
    for token in above:
        yield f"outer cue={document.lemmas[token]}"
    for token in below if cue else ():
        yield f"cue={document.lemmas[token]}"
    head = next((t for t in below if document.head(t) not in below or document.head(t) == t), None)
    if head is None:
        return
    form = f"{document.pos[head]} {document.tags[head] if document.pos[head] == 'VERB' else ''}" if cue else "no cue"
    possessive = any(document.deps[c] == "poss" for c in document.children[head])
    yield f"form={form}&poss={possessive}"
    yield f"form={form}&poss={possessive}&stance={stance.value}"
    yield f"cue={document.lemmas[head]}&{document.pos[head]}"
    path = _path(document, head, set(above))
    yield f"path={' '.join(path[:3])}"
    yield f"path={path[-1] if path else 'none'}&reaches={path[-1:] == ['cue']}&{form}"
    yield f"clauses={min(sum(dep in _CLAUSES for dep in path), 3)}&{form}"
    for dep in {*path} & (_CLAUSES | {"poss", "prep", "dobj", "nsubj"}):
        yield f"through {dep}"
        yield f"through {dep}&direct={direct}"
    mark = next((document.words[c].casefold() for c in document.children[head] if document.deps[c] == "mark"), "none")
    yield f"mark={mark}"
    before = document.lemmas[below[0] - 1] if below[0] else "none"
    yield f"before={before}"
    mine, whole = (sum(b - a for a, b in pieces) for pieces in (said, content))
    share = min(int(4 * mine / max(1, whole)), 4)
    start = content[0][0]
    at = document.starts[below[0]]
    place = min(int(4 * (at - start) / max(1, content[-1][1] - start)), 3)
    yield f"share={share}"
    yield f"share={share}&place={place}"
    yield f"place={place}&direct={direct}"
    yield f"after content={at >= content[-1][1] or at < start}"
    same = bool(above) and document.sentence_of(above[0]) == document.sentence_of(head)
    yield f"one sentence={same}&direct={direct}"
    yield f"sourced={bool(source)}"


def _path(document: Document, token: int, goal: set[int]) -> list[str]:
    """Dependencies from the inner cue up to the outer one, else to the root."""
    path: list[str] = []
    while len(path) < _MOST:
        path.append(document.deps[token])
        above = document.head(token)
        if above == token:
            break
        if above in goal:
            path.append("cue")
            break
        token = above
    return path


@functools.cache
def passing_model() -> Mapping[str, float]:
    """Weights of the features.

    Raises:
        ModelError: The file is missing or damaged.
    """
    path = files("reportedly.data") / "model" / "passing.json"
    try:
        weights: dict[str, float] = json.loads(path.read_text(encoding="utf-8"))["weights"]
        return Counter(weights)
    except (OSError, KeyError, TypeError, ValueError) as error:
        raise ModelError(
            "reportedly/data/model/passing.json", f"cannot be read ({error})", "Install it anew"
        ) from error
