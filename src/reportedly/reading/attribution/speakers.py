"""Speakers told by layout, where no sentence says so: a headline's "Orr: …", turns of a transcript, "“…” — Ana Orr",
"Orr wrote:" above a quotation, and quotations that stand alone."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from reportedly.article import Pieces, Span
from reportedly.reading.attribution.chains import Draft
from reportedly.reading.attribution.circumstances import is_spoken
from reportedly.reading.attribution.source_words import SOURCELIKE
from reportedly.reading.attribution.transcripts import with_turns
from reportedly.reading.document import Document
from reportedly.reading.entities.coreference import Cast
from reportedly.reading.text.quotations import find_quotations
from reportedly.reading.text.spans import Cover, overlaps
from reportedly.vocabulary import EntityKind

__all__ = ["CONFIDENCE", "add_speakers"]

CONFIDENCE = {"headline": 0.96, "signed": 0.9, "tagged": 0.67, "alone": 0.5}
"""How often each rule is right, as (right + 1) / (found + 2), on 168 training and 84 development articles of PolNeAR
and 22 annotated ones: headlines 27 of 27, one quotation with the speaker behind it (a
placeholder). Signed: 24 of 24, but all of one article. Alone: content 12 of 19; PolNeAR never leaves their source out.
"""

_LONGEST_HEADLINE = 220
_FEWEST_WORDS = 5  # a shorter quotation without a speaker is mostly a title or a phrase held up

_HEADLINE = re.compile(
    r"(?:[A-Z]{4,}\s[–—-]\s)?(?P<source>[^:\n?]{2,45}?)(?:\s(?i:on|to|at)\s[^:\n?]{2,40})?(?P<cue>:)\s+(?P<content>\S.*)"
)
_ROW = re.compile(r"[A-Z][^:\n.?!]{1,30}: ")
_SENTENCE = re.compile(r"\w{4,}\. [A-Z]|\d\. [A-Z]")
_VOICES = frozenset(
    """poll report study survey newspaper historian insider expert analyst editorial source official spokesman
    spokeswoman police minister ministry lawyer prosecutor witness camp campaign adviser aide leader democrat
    republican scientist researcher""".split()
)
_SIGNED = re.compile(
    r"^(?P<content>[\"“”][^\n]{10,}?[\"”])[ \u00a0]?(?P<cue>[―—–]|--?)[ \u00a0]?"
    r"(?P<source>[A-Z][\w.'’-]*+(?:[ \u00a0](?:[A-Z][\w.'’-]*+|de|la|van|von|bin|al|of|and|the)){0,6})"
    r"(?:,[^\n“\"]{2,80})?[ \u00a0.]*$",
    re.MULTILINE,
)
_NEAR, _FAR = 40, 400  # code points
_SAYING = frozenset(
    """say add tell write tweet post note state explain declare continue reply respond argue warn insist claim announce
    conclude read ask recall remark observe joke quip testify""".split()
)
_MARKS = frozenset('"“”„«»')
_OPENING = frozenset('"“„«')


def add_speakers(document: Document, who: Cast, drafts: Sequence[Draft]) -> list[Draft]:
    """The drafts, with those whose speaker the layout tells."""
    found = with_turns(document, who, _introduced(document, drafts))
    for more in (_headline(document, who), _signed(document.text)):
        sources = Cover(piece for draft in found for piece in draft.source)
        found += [draft for draft in more if not any(map(sources.overlaps, draft.source))]
    return _told_nearby(document, found)


def _headline(document: Document, who: Cast) -> list[Draft]:
    """ "Orr: The ferry will not sail": the first line, where what is before the colon can speak."""
    text = document.text
    if not len(document.paragraphs):
        return []
    start, end = document.paragraphs[0].tolist()
    line = text[start:end].rstrip()
    match = _HEADLINE.fullmatch(line) if len(line) <= _LONGEST_HEADLINE else None
    if match is None or line.endswith("?") or not _is_telling(document, match, end):
        return []
    source = (start + match.start("source"), start + match.end("source"))
    tokens = document.tokens_in(source)
    if not tokens or not any(_can_speak(document, who, token) for token in tokens):
        return []
    end_of_content = start + match.end("content")
    while text[end_of_content - 1] in ".;":
        end_of_content -= 1
    content = (start + match.start("content"), end_of_content)
    return [Draft((source,), (), (content,), CONFIDENCE["headline"])]


def _is_telling(document: Document, match: re.Match[str], end: int) -> bool:
    """Whether a line with a colon is no row of a list ("Ana Ruiz: 7/10") and has no sentence before the colon."""
    following = document.text[end:].lstrip().split("\n", 1)[0]
    words = [word for word in match["content"].split() if any(map(str.isalpha, word))]
    row = len(words) < _FEWEST_WORDS and _ROW.match(following) is not None
    return len(words) > 1 and not row and not _SENTENCE.search(match["source"])


def _can_speak(document: Document, who: Cast, token: int) -> bool:
    number = who.at[token]
    if number >= 0:
        return who.entities[number].kind in {EntityKind.PERSON, EntityKind.OUTLET, EntityKind.ORGANISATION}
    word = document.words[token].casefold()
    if word == "interview":
        return False  # "Interview: Ana Ruiz" names who is interviewed
    return word in _VOICES or word.removesuffix("s") in _VOICES or document.lemmas[token] in SOURCELIKE


def _signed(text: str) -> list[Draft]:
    """ "“…” — Ana Orr" on a line of its own."""
    return [
        Draft((m.span("source"),), (m.span("cue"),), (m.span("content"),), CONFIDENCE["signed"])
        for m in _SIGNED.finditer(text)
    ]


def _introduced(document: Document, drafts: Sequence[Draft]) -> list[Draft]:
    """ "Orr wrote about the port:" with the quotation in the next paragraphs, for content."""
    text = document.text
    result = list(drafts)
    paragraphs = document.paragraphs.tolist()
    held = Cover(piece for draft in drafts for piece in draft.content)
    by_sentence = _by_sentence(document, drafts)
    for number, (start, end) in enumerate(paragraphs[:-1]):
        following = paragraphs[number + 1]
        last = end - len(text[start:end]) + len(text[start:end].rstrip()) - 1
        if text[last] != ":" or text[following[0]] not in _OPENING:
            continue
        tokens = document.tokens_in((start, last))
        if not tokens:
            continue
        place = document.sentence_of(tokens[-1])
        sentence = document.tokens_of_sentence(place)
        verb = next((t for t in sentence if document.lemmas[t] in _SAYING and _subject(document, t) is not None), None)
        if verb is None:
            continue
        block = tuple(_block(text, paragraphs, number + 1))
        at = document.span(verb, verb + 1)
        own = next((i for i in by_sentence.get(place, ()) if overlaps(at, result[i].cue)), None)
        if own is not None:
            # "Wrote about the mood in the port:" tells what it is about; "said the port was closed:" says it.
            before = tuple((a, min(b, last)) for a, b in result[own].content if a < last)
            topic = all(document.pos[t] not in {"VERB", "AUX"} for piece in before for t in document.tokens_in(piece))
            rest = tuple(p for p in result[own].content if p[0] >= following[0] and not overlaps(p, block))
            result[own] = replace(result[own], content=(*(() if topic else before), *block, *rest))
        elif not held.overlaps((following[0], following[0] + 1)):
            subject = _subject(document, verb)
            assert subject is not None
            result.append(Draft((subject,), (at,), block, CONFIDENCE["tagged"]))
    return result


def _subject(document: Document, verb: int) -> Span | None:
    """The subject of a finite verb, as a phrase."""
    if document.tags[verb] not in {"VBD", "VBZ", "VBP", "VBN"}:
        return None
    subject = next((c for c in document.children[verb] if document.deps[c] == "nsubj" and c < verb), None)
    if subject is None or document.tags[subject] in {"WP", "WDT"}:
        return None
    inside = document.subtree(subject)
    stop = min(inside.stop, verb)
    while stop - 1 > inside.start and document.pos[stop - 1] == "PUNCT":
        stop -= 1
    return document.span(inside.start, stop)


def _block(text: str, paragraphs: Sequence[Sequence[int]], number: int) -> Iterator[Span]:
    """The paragraphs of a quotation that begins with one of them: each but the last lacks its closing mark."""
    while number < len(paragraphs):
        first, end = paragraphs[number]
        line = text[first:end].rstrip()
        if line[0] not in _OPENING:
            return
        yield first, first + len(line)
        if line[-1] in _MARKS:
            return
        number += 1


def _by_sentence(document: Document, drafts: Sequence[Draft]) -> dict[int, list[int]]:
    """Indices of the drafts by the sentence that their cue stands in."""
    places: dict[int, list[int]] = {}
    for i, draft in enumerate(drafts):
        if draft.cue and (tokens := document.tokens_in(draft.cue[0])):
            places.setdefault(document.sentence_of(tokens.start), []).append(i)
    return places


def _told_nearby(document: Document, drafts: list[Draft]) -> list[Draft]:
    """Whole quotations that nobody's content holds: of the speaker named right after, or who spoke just before."""
    text = document.text
    result = list(drafts)
    contents = Cover(piece for draft in drafts for piece in draft.content)
    cues = Cover(piece for draft in drafts for piece in draft.cue)
    by_sentence = _by_sentence(document, drafts)
    covered = 0
    for quotation in find_quotations(text):
        start, end = quotation
        if start < covered or text[start] not in _OPENING or len(text[start:end].split()) < _FEWEST_WORDS:
            continue
        covered = end
        if contents.overlaps(quotation):
            continue
        tagged = _tag(document, quotation)
        if tagged is not None:
            source, cue = tagged
            if not cues.overlaps(cue[0]):
                place = document.sentence_of(document.tokens_in(cue[0]).start)
                by_sentence.setdefault(place, []).append(len(result))
                result.append(Draft(source, cue, (quotation,), CONFIDENCE["tagged"]))
            continue
        if text[end - 2] not in ".?!…-—" or not _begins_sentence(text, start):
            continue
        before = _speaker_before(document, result, by_sentence, contents, start)
        if before is not None:
            result[before] = replace(result[before], content=(*result[before].content, quotation))
        elif _stands_alone(text, quotation) or _bears_out(document, result, by_sentence, quotation):
            result.append(Draft((), (), (quotation,), CONFIDENCE["alone"]))
    return result


def _tag(document: Document, quotation: Span) -> tuple[Pieces, Pieces] | None:
    """Source and cue right behind a quotation: "“…,” [the mayor] [said]", "“…,” said the mayor"."""
    text = document.text
    start, end = quotation
    if text[end - 2] not in ",?!" and text[end : end + 1] != ",":
        return None
    first = document.tokens_in((start, end)).stop
    border = text.find("\n", end, end + _FAR)
    stop = document.tokens_in((end, border if border >= 0 else min(end + _FAR, len(text)))).stop
    verb = next(
        (
            t
            for t in range(first, min(stop, first + 18))
            if document.lemmas[t] in _SAYING and document.tags[t] in {"VBD", "VBZ", "VBP"}
        ),
        None,
    )
    if verb is None or any(document.words[t] in _MARKS or document.words[t] == "." for t in range(first, verb)):
        return None
    while first < verb and document.pos[first] == "PUNCT":
        first += 1
    cue = (document.span(verb, verb + 1),)
    if first < verb:
        return (document.span(first, verb),), cue
    subject = next((c for c in document.children[verb] if document.deps[c] == "nsubj" and c > verb), None)
    return None if subject is None else ((document.span(subject, document.subtree(subject).stop),), cue)


def _begins_sentence(text: str, start: int) -> bool:
    before = text[max(0, start - _NEAR) : start]
    return "\n" in before[-2:] or before.rstrip()[-1:] in {"", ".", "?", "!", "”", '"'}


def _speaker_before(
    document: Document, drafts: Sequence[Draft], by_sentence: dict[int, list[int]], contents: Cover, start: int
) -> int | None:
    """The draft whose quotation and cue end the sentence before: "“…,” Orr said on Monday, Tass reported. [“…”]"."""
    text = document.text
    tokens = document.tokens_in((max(0, start - 1), start + 1))
    here = tokens[-1] if tokens else 0
    if here == 0:
        return None
    spoke = [
        i
        for i in by_sentence.get(document.sentence_of(here - 1), ())
        if drafts[i].source
        and drafts[i].cue[0][0] < start
        and any(text[a] in _MARKS and a < drafts[i].cue[0][0] for a, _ in drafts[i].content)
        and is_spoken(document, drafts[i].cue, drafts[i].content)
        and not contents.overlaps(drafts[i].cue[0])
    ]
    return spoke[0] if len(spoke) == 1 else None


def _bears_out(document: Document, drafts: Sequence[Draft], by_sentence: dict[int, list[int]], quotation: Span) -> bool:
    """Whether a quotation gives the words of what was reported just before: "Orr said he was glad. “…”"."""
    text = document.text
    start, end = quotation
    tokens = document.tokens_in((max(0, start - 1), start + 1))
    here = tokens[-1] if tokens else 0
    if here == 0 or (not text[end : end + 1].isspace() and end < len(text)) or "\n" in text[max(0, start - 2) : start]:
        return False
    told = [drafts[i] for i in by_sentence.get(document.sentence_of(here - 1), ())]
    outer = [d for d in told if not any(other is not d and overlaps(d.cue[0], other.content) for other in told)]
    return (
        len(outer) == 1
        and bool(outer[0].source)
        and max(outer[0].cue[0][0], outer[0].content[-1][1]) < start
        and not any(text[a] in _MARKS for a, _ in outer[0].content)
        and is_spoken(document, outer[0].cue, outer[0].content)
    )


def _stands_alone(text: str, quotation: Span) -> bool:
    """Whether a quotation is its paragraph."""
    start, end = quotation
    before, after = text[max(0, start - _NEAR) : start], text[end : end + _NEAR]
    opens = not before.strip(" ") or before.rstrip(" ").endswith("\n")
    return opens and (not after.strip(" .") or after.lstrip(" .").startswith("\n"))
