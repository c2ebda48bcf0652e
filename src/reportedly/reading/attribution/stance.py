"""Stance: what the last link of a chain does with the content.

Two readers are asked and their odds multiplied, as for events. A small network looks at the encoder's middle layer over
cue, content and source; a linear model knows by name the words that carry a stance: the cue with what negates,
questions or conditions it, and the content's main clause with its subject and modals. Among its features is what the
rules of `stance_rules` say; without them three statements in a hundred more are wrong (five folds). Both are fitted by
`training.stance` on annotated statements.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from reportedly.article import Pieces
from reportedly.reading.attribution.not_said import is_still_said, is_withheld
from reportedly.reading.attribution.stance_rules import rule_stance
from reportedly.reading.document import Document
from reportedly.reading.neural.linear import wide_rows
from reportedly.reading.neural.looks import LookModel, read_look_model
from reportedly.reading.syntax.clauses import is_negated
from reportedly.vocabulary import Stance

__all__ = ["STANCES", "find_stance", "stance_features", "stance_model"]

STANCES = tuple(stance for stance in Stance if stance is not Stance.RETRACTS)
"""The classes of the shipped weights, in their order. That something is taken back is a rule (`retractions`)."""
_CONFIRMING = frozenset("confirm verify corroborate".split())
_VOUCHING = frozenset((Stance.CONFIRMS, Stance.ASSERTS, Stance.EXPECTS, Stance.SUPPORTS, Stance.INTENDS))
_PLAIN = frozenset("say tell add write state accord note".split())
_FIRST = frozenset("i we".split())
_THIRD = frozenset("he she they it".split())
_SUBJECTS = frozenset({"nsubj", "nsubjpass", "expl", "csubj"})
_AROUND_CUE = frozenset({"neg", "aux", "auxpass", "mark", "advmod", "prt", "prep", "agent", "oprd", "acomp"})
_AROUND_ROOT = frozenset({"aux", "neg", "mark", "prep", "xcomp", "acomp", "attr", "dobj", "prt", "advmod"})
_LONGEST = 60  # tokens of content that are looked at: a speech of ten paragraphs is settled by its first words


def find_stance(
    document: Document,
    cue: Pieces,
    content: Pieces,
    *,
    source: Pieces = (),
    own_names: str = "",
    seen: NDArray[np.float32] | None = None,
) -> Stance:
    """What a source does with its content.

    Args:
        document: The article.
        cue: The words that attribute; empty for a bare report or quotation.
        content: What stands on the source's word.
        source: As printed.
        own_names: The source's name in full: "Orr said Orr would" is as good as "said he would".
        seen: As `look_at` gives it; without it the parse alone decides.
    """
    model = stance_model()
    rows = wide_rows(stance_features(document, cue, content, source=source, own_names=own_names))
    stance = STANCES[int(np.argmax(model(rows, seen)))]
    if _is_not_confirmed(document, cue, stance):
        return Stance.CANNOT_CONFIRM
    return Stance.CONFIRMS if stance is Stance.CANNOT_CONFIRM and _is_also_confirmed(document, cue) else stance


def _is_also_confirmed(document: Document, cue: Pieces) -> bool:
    """ "Not only confirmed that the bridge was unsafe but closed it"."""
    return any(
        document.lemmas[t] in _CONFIRMING and is_still_said(document, t) for p in cue for t in document.tokens_in(p)
    )


def _is_not_confirmed(document: Document, cue: Pieces, stance: Stance) -> bool:
    """ "Nobody confirmed", "would neither confirm nor deny", "did not deny"."""
    tokens = [t for piece in cue for t in document.tokens_in(piece)]
    lemmas = {document.lemmas[t] for t in tokens}
    if {"confirm", "deny"} <= lemmas and lemmas & {"neither", "nor", "not"}:
        return True
    if stance not in _VOUCHING:
        return False
    verbs = [t for t in tokens if document.pos[t] == "VERB"]
    return any(document.lemmas[t] in _CONFIRMING and is_withheld(document, t) for t in verbs) or any(
        document.lemmas[t] == "deny" and is_negated(document, t) for t in verbs
    )


def stance_features(
    document: Document, cue: Pieces, content: Pieces, *, source: Pieces = (), own_names: str = ""
) -> Iterator[str]:
    """Named features of a statement; arguments as in `find_stance`."""
    cue_tokens = [t for piece in cue for t in document.tokens_in(piece)]
    body = [t for piece in content for t in document.tokens_in(piece)][:_LONGEST]
    yield "any"
    rule = rule_stance(document, cue, content, source=source, own_names=own_names)
    ruled = (Stance.DENIES if rule is Stance.RETRACTS else rule).value  # as learned
    yield f"rule={ruled}"
    yield from _of_cue(document, cue_tokens, ruled)
    yield "source" if source else "no source"
    if not body:
        return
    lemmas = [document.lemmas[t] for t in cue_tokens]
    manner = "plain" if lemmas and lemmas[0] in _PLAIN else "cued" if lemmas else "bare"
    own = {word.casefold() for word in own_names.split()} - {"the", "of", "a", "and"}
    yield from _of_content(document, body, manner, own)
    text = document.text
    first, last = content[0][0], content[-1][1]
    if text[first] in "\"“'‘":
        yield f"quoted&{manner}"
    if "?" in text[max(0, last - 2) : last + 1]:
        yield f"asks&{manner}"
    if "!" in text[max(0, last - 2) : last + 1]:
        yield "exclaims"


def _of_cue(document: Document, cue: list[int], ruled: str) -> Iterator[str]:
    if not cue:
        yield "no cue"
        return
    lemmas = [document.lemmas[t] for t in cue]
    yield f"cue={' '.join(lemmas)}"
    for lemma in lemmas:
        yield f"cue word={lemma}"
    inside = set(cue)
    head = next((t for t in cue if document.head(t) not in inside or document.head(t) == t), cue[0])
    lemma = document.lemmas[head]
    yield f"head={lemma}"
    yield f"head={lemma}&rule={ruled}"
    yield f"head={lemma}&{document.tags[head]}"
    yield f"dep={document.deps[head]}"
    for child in document.children[head]:
        dep, word = document.deps[child], document.lemmas[child]
        if dep in _AROUND_CUE and child not in inside:
            yield f"{dep}={word}"
            yield f"head={lemma}&{dep}={word}"
        elif dep in ("ccomp", "xcomp", "dobj", "advcl", "pcomp"):
            yield f"head={lemma}&takes {dep}"
        elif dep in _SUBJECTS:
            yield f"{dep}={word}"
            if word in ("no", "nobody", "none", "neither"):
                yield "nobody"
            if any(document.lemmas[c] in ("no", "neither", "nobody") for c in document.children[child]):
                yield "nobody"
    above = document.head(head)
    if above != head:
        yield f"above={document.lemmas[above]}"
        yield f"head={lemma}&above={document.lemmas[above]}"
        for child in document.children[above]:
            if document.deps[child] in ("neg", "aux") and child not in inside:
                yield f"above {document.deps[child]}={document.lemmas[child]}"
                yield f"above={document.lemmas[above]}&{document.deps[child]}={document.lemmas[child]}"
    last = cue[-1] + 1
    if last < len(document):
        yield f"next={document.lemmas[last]}"
        yield f"head={lemma}&next={document.lemmas[last]}"
    if cue[0]:
        yield f"before={document.lemmas[cue[0] - 1]}"


def _of_content(document: Document, body: list[int], manner: str, own: set[str]) -> Iterator[str]:
    lemmas = [document.lemmas[t] for t in body]
    for word in dict.fromkeys(lemmas):
        yield f"word={word}"
        yield f"word={word}&{manner}"
    for a, b in pairwise(lemmas):
        yield f"words={a} {b}"
    yield f"first={lemmas[0]}&{manner}"
    yield f"first={' '.join(lemmas[:2])}"
    yield f"first={' '.join(lemmas[:3])}"
    yield f"first tag={document.tags[body[0]]}&{manner}"
    yield f"length={min(len(body) // 8, 4)}&{manner}"
    inside = set(body)
    roots = [t for t in body if document.head(t) not in inside or document.head(t) == t]
    for number, root in enumerate(roots[:3]):
        lemma, tag = document.lemmas[root], document.tags[root]
        yield f"root={lemma}"
        yield f"root={lemma}&{manner}"
        yield f"root tag={tag}&{manner}&{min(number, 1)}"
        subject, modals, negated = "none", [], False
        for child in document.children[root]:
            dep, word = document.deps[child], document.lemmas[child]
            if dep in _SUBJECTS:
                subject = _subject(document, child, own)
                yield f"subject={word}&{manner}"
            elif dep == "aux":
                modals.append(document.words[child].casefold().replace("’", "'"))
            elif dep == "neg":
                negated = True
            if dep in _AROUND_ROOT:
                yield f"root {dep}={word}&{manner}"
                yield f"root={lemma}&{dep}={word}"
        modal = " ".join(modals) or "none"
        yield f"subject={subject}&modal={modal}&{manner}"
        yield f"subject={subject}&modal={modal}&not={negated}"
        yield f"subject={subject}&root={lemma}"
        yield f"subject={subject}&tag={tag}&{manner}"


def _subject(document: Document, token: int, own: set[str]) -> str:
    word = document.words[token].casefold()
    if word in _FIRST:
        return "first"
    if word in own:
        return "own"
    if word in _THIRD:
        return word
    return "named" if document.pos[token] == "PROPN" else "other"


@functools.cache
def stance_model() -> LookModel:
    """The shipped model, read on the first call.

    Raises:
        ModelError: The file is missing or damaged.
    """
    return read_look_model("stance.npz", len(STANCES))
