"""What an article takes back: the words of an earlier version that its correction note repeats."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from reportedly.article import Span
from reportedly.record import Event, Integrity, Statement
from reportedly.vocabulary import IntegrityKind

__all__ = ["find_withdrawn", "without_withdrawn"]

_SAYS = (
    r"(?:said|says|stated|reported|gave|claimed|wrote|suggested|indicated|implied|described|referred|listed|put|named|"
    r"quoted|misquoted|misstated|misidentified|mistook|identified|attributed|had)"
)
_TEXT = r"(?:article|story|report|post|item|piece|page|headline|caption|dispatch|blog|newsletter|live ?blog)"
_WRONGLY = r"(?:wrongly|incorrectly|mistakenly|erroneously|inaccurately|falsely)"
# "An earlier version of this story said that …"
_EARLIER = re.compile(
    rf"\b(?:earlier|previous|prior|original|initial|first)\s+(?:version|edition|headline|{_TEXT})s?\b"
    rf"[^.;!?\n]{{0,60}}?\b{_SAYS}\b",
    re.IGNORECASE,
)
# "This article wrongly said", "because of an editing error, this article said", "this article originally said".
_OWN_ERROR = re.compile(
    rf"\b(?:error|mistake)\b[^.;!?\n]{{0,60}}\b(?:this|the|our|an?|its) {_TEXT}s?\b[^.;!?\n]{{0,30}}?\b{_SAYS}\b|"
    rf"\b(?:this|the|our|an?) {_TEXT}s?\b[^.;!?\n]{{0,40}}?"
    rf"\b(?:{_WRONGLY}|originally|previously|initially)\s+{_SAYS}\b|"
    rf"\b(?:we|it was|was) {_WRONGLY} (?:said|reported|stated|wrote)\b",
    re.IGNORECASE,
)
# "… was amended to remove a sentence which said that …"
_REMOVED = re.compile(
    rf"\b(?:amended|corrected|updated|edited|changed|revised)\b[^.;!?\n]{{0,60}}"
    rf"\bto (?:remove|delete|take out|withdraw)\b"
    rf"[^.;!?\n]{{0,60}}?\b(?:{_SAYS}|saying|suggesting|claiming)\b",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"(?:[^.!?\n]|[.!?](?=\S))+")
# Where such a note goes on to what is right.
_AND_SO = re.compile(
    r";|\s[–—-]{1,2}\s|,\s+(?:but|when|while|whereas|instead|in fact|it (?:is|was)|he (?:is|was)|she (?:is|was)|"
    r"they (?:are|were))\b|\s(?:instead of|rather than)\b",
    re.IGNORECASE,
)


def find_withdrawn(text: str) -> tuple[Span, ...]:
    """The words that correction notes in a text take back, in text order.

    >>> note = "Correction: An earlier version of this story said that the talks were off; they go on."
    >>> [note[a:b] for a, b in find_withdrawn(note)]
    ['that the talks were off']
    """
    found = []
    for sentence in _SENTENCE.finditer(text):
        words = sentence[0]
        if not re.search(
            r"version|edition|article|story|report|post|item|piece|page|headline|caption|wrongly", words, re.I
        ):
            continue
        match = _EARLIER.search(words) or _OWN_ERROR.search(words) or _REMOVED.search(words)
        if match is None:
            continue
        end = _AND_SO.search(words, match.end())
        start = sentence.start() + match.end()
        stop = sentence.start() + (end.start() if end else len(words))
        withdrawn = text[start:stop]
        start += len(withdrawn) - len(withdrawn.lstrip(" ,:"))
        if start < stop:
            found.append((start, stop))
    return tuple(found)


def without_withdrawn(
    withdrawn: Sequence[Span], statements: Iterable[Statement], events: Iterable[Event]
) -> tuple[tuple[Statement, ...], tuple[Event, ...], tuple[Integrity, ...]]:
    """What is left of statements and events, and a sign for each withdrawn span.

    A statement goes with its content, an event with its evidence: nobody says any more what was retracted.
    """

    def is_withdrawn(span: Span) -> bool:
        return any(start <= span[0] < end for start, end in withdrawn)

    kept = tuple(one for one in statements if not any(map(is_withdrawn, one.content)))
    known = {one.id for one in kept}
    left = tuple(
        event
        for event in events
        if not is_withdrawn(event.evidence)
        and not is_withdrawn(event.trigger)
        and (event.statement is None or event.statement in known)
    )
    signs = tuple(
        Integrity(kind=IntegrityKind.WITHDRAWN, span=span, why="a correction note takes this back")
        for span in withdrawn
    )
    return kept, left, signs
