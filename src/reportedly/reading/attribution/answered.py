"""Reports that somebody answers: "reacting to a story in the Vesna", "denied the Vesna's report", "asked about it"."""

from __future__ import annotations

from reportedly.article import Span
from reportedly.reading.attribution.tag_words import MANNER, SAYING
from reportedly.reading.document import Document

__all__ = ["is_answered_report"]

_REPORTS = frozenset(
    """report story article claim allegation investigation piece broadcast programme program documentary item account
    revelation reporting coverage headline publication editorial""".split()
)
_HANGS = frozenset({"poss", "compound", "nmod", "amod", "appos"})
_OF = frozenset("in on by from of".split())
_ANSWERS = frozenset(
    """react respond reply answer comment ask question deny dismiss reject dispute refute rebut call contradict brand
    describe criticise criticize condemn denounce welcome confirm address refer attack slam rubbish sue""".split()
)
_REACTIONS = frozenset("response reaction reply answer comment rebuttal objection".split())
_BEFORE = frozenset("to on about after following despite over against as by of".split())
_LATER = frozenset({"after", "following", "despite"})
_OF_IT = frozenset("of about concerning regarding".split())
_DEPTH = 4


def is_answered_report(document: Document, mention: Span) -> bool:
    """Whether an outlet is named for a report that somebody answers, and not as the one to whom he speaks."""
    tokens = document.tokens_in(mention)
    noun = _report(document, tokens[-1]) if tokens else None
    if noun is None:
        return False
    token = noun
    for _ in range(_DEPTH):
        above = document.head(token)
        if above == token:
            return False
        if document.deps[token] in {"dobj", "nsubj", "nsubjpass"}:
            return document.lemmas[above] in _ANSWERS
        if document.deps[token] in {"pobj", "pcomp", "prep", "agent"}:
            word = document.words[above].casefold()
            if word in _LATER or document.lemmas[above] in _ANSWERS | _REACTIONS:
                return True
            if document.words[token].casefold() in _OF_IT and document.lemmas[above] in SAYING | MANNER:
                return True  # "“Rubbish,” the minister said of a Vesna report"
            if document.deps[token] == "pobj" and word not in _BEFORE:
                return False
        elif document.deps[token] not in {"conj", "appos"}:
            return False
        token = above
    return False


def _report(document: Document, token: int) -> int | None:
    """The noun for what an outlet reported: "the Vesna's [report]", "a [story] in the Vesna", "a Vesna [report]"."""
    for _ in range(_DEPTH):
        above = document.head(token)
        if above == token:
            return None
        dep = document.deps[token]
        if dep == "pobj":
            noun = document.head(above)
            return noun if document.words[above].casefold() in _OF and document.lemmas[noun] in _REPORTS else None
        if dep not in _HANGS:
            return None
        if document.lemmas[above] in _REPORTS:
            return above
        token = above
    return None
