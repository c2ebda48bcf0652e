"""Who stands by a plan: somebody says that it goes ahead, where others may say that it does not.

A plan that an article recalls beside a change is no word against it ("the talks, which Orr said would be held in May,
are off"); "the talks have not been cancelled" and "they go ahead as planned" are.
"""

from __future__ import annotations

import re

from reportedly.record import Event, Record, Statement
from reportedly.vocabulary import PLANS, Stance

__all__ = ["is_insisted"]

_GOES_AHEAD = re.compile(
    r"\b(?:go(?:es|ing)?|press(?:es|ing)?|push(?:es|ing)?) (?:right )?(?:ahead|forward)\b|\bproceed(?:s|ing)?\b|"
    r"\bas (?:planned|scheduled|normal|usual|intended|arranged|agreed|announced)\b|\bstill\b|\bon (?:track|schedule)\b|"
    r"\bremain(?:s|ed|ing)? (?:on|scheduled|set|planned|in place|unchanged)\b|"
    r"\b(?:is|are|was|were|'s|’s|'re|’re) on\b(?! \w)|"
    r"\bwhatever\b|\bregardless\b|\bdespite\b|\bcome what may\b",
    re.IGNORECASE,
)
_OFF = r"(?:cancel|postpon|call|put|push|delay|scrap|suspend|mov|reschedul|drop|shelv|axe|abandon|chang)\w*"
_NOT_OFF = re.compile(
    rf"(?:\b(?:not|never|no|nothing|nobody|neither|nor)\b|n['’]t\b)(?: (?!but\b)\w+){{0,4}} {_OFF}\b|"
    r"\b(?:not|n['’]t) (?:been )?off\b|"
    r"\b(?:no (?:plans?|decision|talk|question) (?:to|of))\b",
    re.IGNORECASE,
)
_WILL = re.compile(
    r"\b(?:will|would|shall|(?:is|are|was|were) (?:going )?to)\b(?! (?:have|not)\b)|['’]ll\b", re.IGNORECASE
)
_STRONG = re.compile(
    r"\b(?:insist|maintain|vow|pledg|promis|reiterat|stress|assur|counter|contradict|rebut|retort|disput|reject|dismiss)",
    re.IGNORECASE,
)
_SHORT = 160  # characters: what is said of nothing but the event, "whatever the council says" too
# What was said before: "Orr had said that …".
_EARLIER = re.compile(r"\b(?:had|previously|originally|initially|until)\b(?: \w+){0,2} ?$", re.IGNORECASE)


def is_insisted(record: Record, event: Event, statement: Statement | None) -> bool:
    """Whether a report is somebody's word that an event goes ahead, rather than a plan that is recalled.

    Args:
        record: The article's.
        event: One of its reports.
        statement: The one in whose content it stands.
    """
    if statement is None or not event.chain or event.status not in PLANS or _is_earlier(record, statement):
        return False
    words = record.words(event.evidence)
    if sum(end - start for start, end in statement.content) <= _SHORT:
        words = " ".join(record.words(piece) for piece in statement.content)
    if statement.stance is Stance.DENIES or _GOES_AHEAD.search(words) or _NOT_OFF.search(words):
        return True
    if not _WILL.search(words):
        return False
    if statement.said or any(_STRONG.search(record.words(cue)) for cue in statement.cue):
        return True
    return any(_NOT_OFF.search(record.words(piece)) for other in _of_one_source(record, statement) for piece in other)


def _is_earlier(record: Record, statement: Statement) -> bool:
    text = record.article.text
    return any(_EARLIER.search(text[max(0, start - 40) : start].replace("\n", ". ")) for start, _ in statement.cue)


def _of_one_source(record: Record, statement: Statement) -> list[tuple[tuple[int, int], ...]]:
    """The contents of all statements of one source, at the end of whose chain it stands."""
    last = statement.chain[-1:]
    return [
        other.content
        for other in record.statements
        if other.chain and last and (other.chain[-1].name, other.chain[-1].kind) == (last[0].name, last[0].kind)
    ]
