"""Days inside quotations, which count from the day on which somebody said so."""

from __future__ import annotations

import re
from bisect import bisect_right
from datetime import date

from reportedly.reading.document import Document
from reportedly.reading.times.grammar import Phrase, find_phrases
from reportedly.reading.times.meanings import Context
from reportedly.reading.times.timex import Tense, Unit, first_day, unit_of
from reportedly.vocabulary import TimeType

__all__ = ["SpokenDays"]

_QUOTED = re.compile(r"“[^“”\n]{1,1500}”|(?<!\w)\"[^\"\n]{1,1500}\"")
_DEICTIC = re.compile(
    r"(?:today|tomorrow|yesterday|tonight|last night|the day (?:before|after)|"
    r"(?:this|next|last) (?:week|month|year|morning|evening|weekend))\b"
)
_SAYING_LEMMAS = frozenset(
    """say tell add write tweet state announce post declare explain warn note insist promise vow pledge predict claim
    confirm admit argue remark comment reply respond speak talk address""".split()
)
_SAYING = re.compile(
    r"\b(?:said|says|told|tells|added|wrote|writes|tweeted|stated|announced|posted|declared|explained|warned|noted|"
    r"insisted|promised|vowed|pledged|predicted|claimed|confirmed|admitted|argued|remarked|commented|replied|"
    r"responded)\b"
)


class SpokenDays:
    """The day from which days inside a quotation count: "“We leave tomorrow,” she said on Monday."

    Looked for in the sentence of the quotation, and in the one before it where that ends with a colon.
    """

    def __init__(self, document: Document, published: date | None) -> None:
        self._document = document
        self._published = published
        marks = [match.span() for match in _QUOTED.finditer(document.text)] if published else []
        self._quoted = marks
        self._starts = [start for start, _ in marks]

    def day_of(self, phrase: Phrase) -> date | None:
        """The day on which the words around a phrase were said; None where they are not quoted, or no day is told."""
        if not self._quoted or not _DEICTIC.match(self._document.text[slice(*phrase.span)].lower()):
            return None
        place = bisect_right(self._starts, phrase.span[0]) - 1
        if place < 0 or phrase.span[1] > self._quoted[place][1]:
            return None
        start, end = self._quoted[place]
        document = self._document
        tokens = document.tokens_in((start, start + 1))
        if not tokens:
            return None
        sentence = document.sentence_of(tokens[0])
        first, last = document.sentence_tokens[sentence].tolist()
        left, right = document.span(first, last)
        before = document.text[:left].rstrip()
        if before.endswith(":") and sentence:
            left = document.span(*document.sentence_tokens[sentence - 1].tolist())[0]
        around = document.text[left:start], document.text[end : max(right, end)]
        for offset, piece in ((left, around[0]), (end, around[1])):
            if found := self._said(piece, offset):
                return found
        return None

    def _said(self, piece: str, offset: int) -> date | None:
        """The day that a verb of saying has in the words beside a quotation."""
        if not _SAYING.search(piece):
            return None
        document = self._document
        for phrase in find_phrases(piece):
            if phrase.type is not TimeType.DATE:
                continue
            tokens = document.tokens_in((offset + phrase.span[0], offset + phrase.span[1]))
            if not tokens:
                continue
            verb = next((t for t in document.ancestors(tokens[0]) if document.pos[t] in {"VERB", "AUX"}), None)
            # "Adding that Orr, who promised on Sunday to come": the day of another's saying.
            if verb is not None and (document.lemmas[verb] not in _SAYING_LEMMAS or document.deps[verb] == "relcl"):
                continue
            value = phrase.meaning(Context(published=self._published, tense=Tense.PAST))
            day = first_day(value)
            if day is not None and unit_of(value) in (Unit.DAY, Unit.YEAR):
                if unit_of(value) is Unit.YEAR and self._published and day.year == self._published.year:
                    return None
                return day
        return None
