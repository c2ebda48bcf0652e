"""Statements that rules find where the learned reader has none: "reportedly", a headline's ": report", "a report that
…", and quotations that run on."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

from reportedly.article import Pieces, Span
from reportedly.reading.attribution.chains import Draft
from reportedly.reading.attribution.quoted_speech import find_inner
from reportedly.reading.attribution.speakers import add_speakers
from reportedly.reading.document import Document
from reportedly.reading.entities.coreference import Cast
from reportedly.reading.text.quotations import find_quotations
from reportedly.reading.text.spans import Cover

__all__ = ["CONFIDENCE", "add_patterns", "is_hearsay"]

CONFIDENCE = {"hearsay": 0.56, "headline": 0.67, "report_that": 0.95, "nested": 0.44}
"""How often each rule's content is right, as (right + 1) / (found + 2).

Hearsay 31 of 55, "a report that" 19 of 19, on training and development articles of PolNeAR and 22 annotated stories;
headlines 1 of 1 and citing 3 of 3, on the stories alone, for PolNeAR marks neither. Nested: source and content 6 of 14
on the stories (3 of 3) and PolNeAR's development articles, which mark few of them.
"""

_HEARSAY = frozenset("reportedly allegedly purportedly supposedly".split())
_HEADLINE = re.compile(
    r"^(?P<content>[^\n]{15,200}?)\s*(?::|\s[-–—])\s*(?P<source>(?:[A-Z][\w.&]*\s){0,2}"
    r"(?:report|reports|officials?|sources?|police|media|agency|spokesman|spokeswoman|minister|ministry|lawyer|poll|"
    r"study|witnesses|prosecutors|military|army|state TV|state media|government))\s*$",
    re.IGNORECASE,
)
_NESTED = frozenset(
    """say tell confirm deny announce claim report state admit acknowledge warn insist declare argue allege promise
    suggest conclude predict add reveal""".split()
)
_NOBODY = frozenset("i we you one anybody anyone nobody somebody someone people everyone".split())
_OF = frozenset({"by", "from", "in", "on", "of"})
_LONG_NAME = 9  # tokens
_REPORTS = frozenset({"report", "rumor", "rumour"})


def add_patterns(document: Document, who: Cast, drafts: Sequence[Draft]) -> list[Draft]:
    """The drafts, with those that rules add and with quotations that run on joined to their attribution."""
    cues = Cover(piece for d in drafts for piece in d.cue)
    sources = Cover(piece for d in drafts for piece in d.source)
    found = list(drafts)
    found += [d for d in _hearsay(document) if not any(map(cues.overlaps, d.cue))]
    found += [d for d in (*_headlines(document), *_reports_that(document)) if not any(map(sources.overlaps, d.source))]
    found += [d for d in _nested(document, found) if not any(map(cues.overlaps, d.cue))]
    found = add_speakers(document, who, _with_running_quotations(document, found))
    return found + find_inner(document, found)


def is_hearsay(document: Document, cue: Pieces) -> bool:
    """Whether a cue is one of hearsay, on nobody's word: "reportedly", "alleged"."""
    return any(
        document.words[t].casefold() in _HEARSAY
        or (document.words[t].casefold() == "alleged" and document.deps[t] == "amod")
        for piece in cue
        for t in document.tokens_in(piece)
    )


def _hearsay(document: Document) -> list[Draft]:
    """Clauses with "reportedly" or "allegedly": no source, content the clause without the word."""
    found = []
    for token, lemma in enumerate(document.lemmas):
        if lemma not in _HEARSAY:
            continue
        host = document.head(token)
        if host == token:
            continue
        clause = _clause(document, host)
        cue = document.span(token, token + 1)
        pieces = []
        for start, stop in ((clause.start, token), (token + 1, clause.stop)):
            while start < stop and document.pos[start] == "PUNCT":
                start += 1
            while start < stop and document.pos[stop - 1] == "PUNCT" and document.words[stop - 1] not in {'"', "”"}:
                stop -= 1
            if start < stop:
                pieces.append(document.span(start, stop))
        if pieces and sum(b - a for a, b in pieces) >= 8:
            found.append(Draft((), (cue,), tuple(pieces), CONFIDENCE["hearsay"]))
    return found


def _clause(document: Document, verb: int) -> range:
    """The clause of a verb or adjective, without clauses joined to it by "and" or set off before it."""
    inside = document.subtree(verb)
    start, stop = inside.start, inside.stop
    for child in document.children[verb]:
        dep = document.deps[child]
        branch = document.subtree(child)
        if child > verb and (dep in {"conj", "cc"} or (dep == "punct" and document.words[child] == ";")):
            stop = min(stop, branch.start if dep != "cc" else child)
        elif child < verb and dep in {"advcl", "cc", "mark", "ccomp"} and branch.start == start:
            start = branch.stop
    if document.deps[verb] == "relcl":
        # Without the relative pronoun.
        while start < verb and document.tags[start] in {"WDT", "WP", "IN"}:
            start += 1
    return range(start, max(stop, verb + 1))


def _headlines(document: Document) -> list[Draft]:
    """ "Visit postponed: report": the title, or a first short line without a full stop."""
    found = []
    for start, end in document.paragraphs[:3].tolist():
        line = document.text[start:end]
        if len(line) > 220 or line.rstrip().endswith((".", "?", "!", "”", '"')):
            continue
        match = _HEADLINE.match(line)
        if match:
            source = (start + match.start("source"), start + match.end("source"))
            content = (start + match.start("content"), start + match.end("content"))
            found.append(Draft((source,), (), (content,), CONFIDENCE["headline"]))
    return found


def _reports_that(document: Document) -> list[Draft]:
    """ "a report that …": the report is a source of its own, without a cue."""
    found = []
    for token, lemma in enumerate(document.lemmas):
        if lemma not in _REPORTS or document.pos[token] != "NOUN":
            continue
        for child in document.children[token]:
            if document.deps[child] not in {"acl", "ccomp", "relcl"} or child <= token:
                continue
            inside = document.subtree(child)
            first = inside.start
            named = token + 1 < first and document.words[token + 1].casefold() in _OF  # "a report by Tass that"
            if document.words[first].casefold() != "that" or first - token > (_LONG_NAME if named else 4):
                continue
            # In a relative clause "that" is its subject or object, and no report's content follows.
            # Where the verb has an object behind it too, that is its object.
            other = document.deps[first] == "dobj" and any(
                document.deps[c] == "dobj" and c > child for c in document.children[child]
            )
            relative = document.deps[first] in {"nsubj", "nsubjpass", "dobj", "pobj"} or document.pos[first] == "PRON"
            if relative and not other:
                continue
            start, stop = first + 1, inside.stop
            while stop > start and document.pos[stop - 1] == "PUNCT":
                stop -= 1
            noun = document.subtree(token)
            while noun.start < token and document.deps[noun.start] not in {"det", "amod", "compound", "nmod"}:
                noun = range(noun.start + 1, noun.stop)
            if any(document.lemmas[t] == "do" for t in range(noun.start, token)):
                continue  # "nowhere does the lawyer report that"
            source = document.span(noun.start, first if named else token + 1)
            if start < stop:
                found.append(Draft((source,), (), (document.span(start, stop),), CONFIDENCE["report_that"]))
    return found


def _nested(document: Document, drafts: Sequence[Draft]) -> list[Draft]:
    """Sayings inside another's content that the reader, which learned from outermost ones, passed over.

    A verb of the strictest kind with its own subject and a clause, or an object with one, for content: "Tass reported
    that [a source] had [confirmed] [a report that …]".
    """
    quoted = Cover(find_quotations(document.text))
    found = []
    seen: set[int] = set()
    for draft in drafts:
        if not draft.source:
            continue
        for piece in draft.content:
            for verb in document.tokens_in(piece):
                if document.lemmas[verb] not in _NESTED or document.pos[verb] != "VERB" or verb in seen:
                    continue
                seen.add(verb)
                if quoted.overlaps(document.span(verb, verb + 1)):
                    continue  # in speech as in "I would say", few of them report anybody
                inner = _own_saying(document, verb, piece)
                if inner is not None:
                    found.append(inner)
    return found


def _own_saying(document: Document, verb: int, piece: Span) -> Draft | None:
    children = document.children[verb]
    subject = next((c for c in children if document.deps[c] == "nsubj" and c < verb), None)
    said = next((c for c in children if document.deps[c] == "ccomp" and c > verb), None)
    if said is None:
        said = next((c for c in children if document.deps[c] == "dobj" and c > verb and _has_clause(document, c)), None)
    if subject is not None and document.words[subject].casefold() in _NOBODY:
        return None
    if subject is None or said is None or any(document.deps[c] == "neg" for c in children):
        return None
    who, what = document.subtree(subject), document.subtree(said)
    start, stop = what.start, what.stop
    while start < stop and (document.words[start].casefold() == "that" or document.pos[start] == "PUNCT"):
        start += 1
    while stop > start and document.pos[stop - 1] == "PUNCT" and document.words[stop - 1] not in {"”", '"'}:
        stop -= 1
    if start <= verb or stop - start < 3 or len(who) > 12 or document.tags[subject] in {"WP", "WDT"}:
        return None
    source, content = document.span(who.start, who.stop), document.span(start, stop)
    if source[0] < piece[0] or content[1] > piece[1] + 2:
        return None
    return Draft((source,), (document.span(verb, verb + 1),), (content,), CONFIDENCE["nested"])


def _has_clause(document: Document, noun: int) -> bool:
    return any(document.deps[c] in {"acl", "ccomp"} and c > noun for c in document.children[noun])


def _with_running_quotations(document: Document, drafts: list[Draft]) -> list[Draft]:
    """Quotations without an attribution that follow straight on an attributed one, joined to it.

    “…,” Orr said. “…” and a next paragraph that opens with a quotation while the last one closed with Orr's.
    """
    text = document.text
    quotations = [q for q in find_quotations(text) if text[q[0]] not in "'‘‚" and q[1] - q[0] > 12]
    if not quotations or not drafts:
        return drafts
    claimed = Cover(piece for d in drafts for piece in d.content)
    result = list(drafts)
    ends = sorted((_end(d), i) for i, d in enumerate(drafts))
    last: tuple[int, int] | None = None
    for quotation in quotations:
        if claimed.overlaps(quotation):
            continue
        near = range(bisect_left(ends, (quotation[0] - 6, -1)), bisect_left(ends, (quotation[0] + 1, -1)))
        candidates = [ends[k] for k in near]
        if last is not None and 0 <= quotation[0] - last[0] <= 6:
            candidates.append(last)
        for _, i in reversed(candidates):
            draft = result[i]
            end = _end(draft)
            if end > quotation[0] or any(c.isalnum() for c in text[end : quotation[0]]):
                continue
            if any(text[a] in '"“' for a, _ in draft.content) and _follows(text, quotation):
                result[i] = replace(draft, content=(*draft.content, quotation))
                last = (quotation[1], i)
                break
    return result


def _end(draft: Draft) -> int:
    return max(end for pieces in (draft.source, draft.cue, draft.content) for _, end in pieces)


def _follows(text: str, quotation: Span) -> bool:
    """Whether a quotation ends its sentence, so that no attribution of its own comes after it."""
    after = text[quotation[1] : quotation[1] + 2]
    return not after.strip() or "\n" in after or text[quotation[1] - 2] in ".?!…" or after[:1] in ".?!"
