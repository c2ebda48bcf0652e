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
# "This version removes a reference to …".
_REMOVES = re.compile(
    rf"\b(?:this|the|our|an?|new|current|latest) (?:version|edition|{_TEXT})\b[^.;!?\n]{{0,30}}?"
    r"\b(?:removes|deletes|omits|drops|takes out|withdraws|no longer (?:contains|includes|has))\b[^.;!?\n]{0,60}?"
    r"\b(?:references?|sentences?|lines?|mentions?|statements?|claims?|passages?|paragraphs?|suggestions?|"
    r"assertions?|remarks?) (?:to|of|which|that|about|saying|suggesting|claiming)\b",
    re.IGNORECASE,
)
# Under "For the record:", or before "We regret the error", a paper's own "we wrote" is what was wrong.
_NOTE = re.compile(
    r"[ *_(\[]*(?:for the record|corrections?(?: and clarifications?)?|clarifications?|apology|"
    r"setting the record straight)"
    r"\s*[:—–-]\s*",
    re.IGNORECASE,
)
_SORRY = re.compile(
    r"\bwe\b[^.!?\n]{0,30}\b(?:regret|apologi[sz]e|sorry)\b[^.!?\n]{0,30}\b(?:error|mistake|inaccuracy)|"
    r"^[.!?]\s+(?:that|this) (?:was|is) (?:wrong|untrue|incorrect|inaccurate|false|an error|a mistake)\b",
    re.IGNORECASE,
)
_WE_SAID = re.compile(
    rf"\b(?:we|(?:this|our) (?:news)?paper) (?:{_WRONGLY} )?(?:said|stated|reported|claimed|wrote|suggested)\b",
    re.IGNORECASE,
)
_NEXT = 120  # code points behind a sentence in which a paper says that it was wrong
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
        match = _in_note(text, sentence) or _of_version(words)
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


def _of_version(words: str) -> re.Match[str] | None:
    """What is told of an earlier version, or of this text's own error."""
    if not re.search(
        r"version|edition|article|story|report|post|item|piece|page|headline|caption|wrongly", words, re.I
    ):
        return None
    return _EARLIER.search(words) or _OWN_ERROR.search(words) or _REMOVED.search(words) or _REMOVES.search(words)


def _in_note(text: str, sentence: re.Match[str]) -> re.Match[str] | None:
    """ "For the record: we wrote that …", "Yesterday we reported that …. We regret the error."."""
    match = _WE_SAID.search(sentence[0])
    if match is None:
        return None
    begin = text.rfind("\n", max(0, sentence.start() - _NEXT), sentence.start()) + 1
    before = text[max(begin, sentence.start() - _NEXT) : sentence.start() + match.start()]
    if before.count("“") > before.count("”") or before.count('"') % 2:
        return None  # somebody's own words
    is_near = begin > 0 or sentence.start() < _NEXT
    behind = text[sentence.end() : sentence.end() + _NEXT].partition("\n")[0]
    return match if (is_near and _NOTE.match(text, begin, sentence.end())) or _SORRY.search(behind) else None


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
