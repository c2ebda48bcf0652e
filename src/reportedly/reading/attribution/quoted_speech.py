"""Statements inside speech: what a speaker reports of others, who "know", "agreed" or "thanked", on the speaker's word.

The articles that the encoder learned from mark the outermost attribution alone, and read again ("nesting") a
quotation gives up few states of mind. Inside quotation marks the parse tells them: a third person, a finite verb of
saying or mind without "would" or "not", and a clause. Speakers use such verbs of themselves, "I know", which is their
own statement and no other.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

from reportedly.article import Pieces, Span
from reportedly.reading.attribution.chains import Draft
from reportedly.reading.document import Document
from reportedly.reading.text.quotations import find_quotations
from reportedly.reading.text.spans import overlaps

__all__ = ["CONFIDENCE", "find_inner"]

CONFIDENCE = 0.8
"""15 of 16 on the 22 annotated articles, from which the lists of verbs come; a little less is to be expected."""

_CLAUSE = frozenset(
    """say state admit acknowledge announce claim declare insist argue warn report tell testify confirm deny promise
    explain reply respond ask believe think know understand realize hope fear expect agree assure suggest recognize
    reveal conclude decide""".split()
)
_DEED = frozenset("intend plan want hope agree promise threaten refuse ask pledge vow offer seek".split())
_FOR = frozenset("thank congratulate praise criticize criticise blame condemn".split())
_NAMING = frozenset("label call brand dub say declare respond reply answer ask shout add".split())
_STATES = frozenset(
    """hopeful glad happy confident concerned worried afraid optimistic clear furious angry sorry eager determined
    convinced proud""".split()
)
_FIRST = frozenset("i we you us me myself ourselves yourself".split())
_NOBODY = _FIRST | frozenset(
    """it there that this what who whoever which anybody anyone everybody everyone nobody somebody someone one people
    those these""".split()
)
_THINGS = frozenset({"what", "whatever", "exactly"})
_FEWEST_TOKENS = 3
_LONGEST = 2000  # code points of a quotation inside a quotation
_FINITE = frozenset({"VBD", "VBZ", "VBP"})
_OPENING = frozenset("'‘\"“")


def find_inner(document: Document, drafts: Sequence[Draft]) -> list[Draft]:
    """New statements that stand in quotation marks inside the content of the given ones."""
    quotations = find_quotations(document.text)
    starts = [start for start, _ in quotations]
    opened = frozenset(starts)
    cues = sorted(piece for draft in drafts for piece in draft.cue)
    cue_starts = [start for start, _ in cues]
    found: list[Draft] = []
    seen: set[int] = set()
    for draft in drafts:
        for piece in draft.content:
            first = max(0, bisect_left(starts, piece[0]) - 2)
            for quotation in quotations[first : bisect_right(starts, piece[1])]:
                inside = (max(quotation[0], piece[0]), min(quotation[1], piece[1]))
                for token in document.tokens_in(inside) if inside[0] < inside[1] else ():
                    if token in seen:
                        continue
                    seen.add(token)
                    at = document.span(token, token + 1)
                    near = cues[max(0, bisect_left(cue_starts, at[0]) - 3) : bisect_right(cue_starts, at[1])]
                    if overlaps(at, near):
                        continue
                    inner = _inner(document, token, inside, piece, opened)
                    if inner is not None and inner.source != draft.source:
                        found.append(inner)
    return found


def _inner(document: Document, token: int, inside: Span, piece: Span, opened: frozenset[int]) -> Draft | None:
    """The statement whose cue is this token; `inside` is the quotation, `piece` the content around it."""
    lemma, pos = document.lemmas[token], document.pos[token]
    children = document.children[token]
    content: Pieces | None = None
    verb = token
    if pos == "ADJ" and lemma in _STATES:
        verb = document.head(token)
        if document.lemmas[verb] not in {"be", "remain", "seem", "stay", "feel"}:
            return None
        content = _clause(document, (*children, *document.children[verb]), token, inside, {"ccomp"})
    elif pos == "VERB":
        quoted = lemma in _NAMING and _quoted_after(document, token, inside, opened)
        if quoted:
            content = (quoted,)
        elif lemma in _FOR:
            content = _object_of_for(document, children, inside)
        else:
            allowed = {d for d, words in (("ccomp", _CLAUSE), ("xcomp", _DEED)) if lemma in words}
            content = _clause(document, children, token, inside, allowed) if allowed else None
    if content is None or not _is_told(document, verb):
        return None
    source = _source(document, verb, token, quoted=content[0][0] in opened)
    if source is None or source[0] < piece[0] or overlaps(source, content):
        return None
    return Draft((source,), (document.span(token, token + 1),), content, CONFIDENCE)


def _is_told(document: Document, verb: int) -> bool:
    """Whether a verb tells what is or was: no "would", no "not", no "if", no "to" before it."""
    children = document.children[verb]
    if any(
        document.deps[c] == "neg"
        or document.tags[c] in {"MD", "TO"}
        or document.words[c].casefold() in {"if", "unless"}
        for c in children
        if c < verb or document.deps[c] == "neg"
    ):
        return False
    tag = document.tags[verb]
    if tag in _FINITE or (tag == "VBG" and document.deps[verb] == "advcl"):
        return True
    auxiliaries = {document.lemmas[c] for c in children if document.deps[c] == "aux"}
    passive = any(document.deps[c] == "auxpass" for c in children)
    # The parse takes "admitted in court that" for a participle now and then: a subject of its own tells.
    subject = any(document.deps[c] == "nsubj" for c in children)
    return tag in {"VBN", "VBG"} and not passive and (subject or bool(auxiliaries & {"have", "be"}))


def _clause(document: Document, children: Sequence[int], token: int, inside: Span, allowed: set[str]) -> Pieces | None:
    """The clause that a word governs, without "that", up to the end of the quotation."""
    for child in children:
        if child <= token or document.deps[child] not in allowed:
            continue
        branch = document.subtree(child)
        start, stop = max(branch.start, token + 1), branch.stop
        while start < stop and (document.words[start].casefold() == "that" or document.pos[start] == "PUNCT"):
            start += 1
        while stop > start and document.pos[stop - 1] in {"PUNCT", "CCONJ"}:
            stop -= 1
        if stop - start < _FEWEST_TOKENS or document.starts[start] >= inside[1]:
            continue
        if document.deps[child] == "xcomp" and document.tags[start] != "TO":
            continue
        if document.tags[start] in {"VBZ", "VBP", "VBD"} or document.words[start].casefold() in _THINGS:
            continue  # "knows what he does", "the issue, they say, is …"
        span = document.span(start, stop)
        return ((span[0], min(span[1], inside[1])),)
    return None


def _object_of_for(document: Document, children: Sequence[int], inside: Span) -> Pieces | None:
    """ "thanked him for [waiting]"."""
    for child in children:
        if document.words[child].casefold() != "for":
            continue
        goal = next((c for c in document.children[child] if document.deps[c] in {"pcomp", "pobj"}), None)
        if goal is not None and document.tags[goal] == "VBG":
            branch = document.subtree(goal)
            start, end = document.span(max(branch.start, child + 1), branch.stop)
            return ((start, min(end, inside[1])),)
    return None


def _quoted_after(document: Document, token: int, inside: Span, opened: frozenset[int]) -> Span | None:
    """A quotation inside the quotation that follows the token at once: "declared, [‘We are done.’]"."""
    text = document.text
    place = document.span(token, token + 1)[1]
    while place < inside[1] and text[place] in " ,:":
        place += 1
    if place not in opened or text[place] not in _OPENING:
        return None
    closing = {"'": "'’", "‘": "’'", '"': '"', "“": "”"}[text[place]]
    for end in range(place + 1, min(inside[1], place + _LONGEST)):
        if text[end] in closing and not text[end + 1 : end + 2].isalnum() and not text[end - 1].isspace():
            return place, end + 1
    return None


def _source(document: Document, verb: int, cue: int, *, quoted: bool) -> Span | None:
    """Who: the verb's subject, for "who" what it stands for, for a second verb the first one's."""
    for host in _hosts(document, verb):
        subject = next((c for c in document.children[host] if document.deps[c] == "nsubj" and c < cue), None)
        if subject is None:
            continue
        if document.tags[subject] in {"WP", "WDT"} and document.deps[host] == "relcl":
            subject = document.head(host)
        word = document.words[subject].casefold()
        if (word in _NOBODY and not (quoted and word in {"i", "we"})) or subject >= cue:
            return None
        branch = document.subtree(subject)
        stop = subject + 1
        while stop < min(branch.stop, cue) and document.deps[stop] not in {"relcl", "appos"}:
            if document.pos[stop] == "PUNCT" and document.words[stop] not in {"-", "'"}:
                break
            stop += 1
        for child in document.children[subject]:
            if document.deps[child] == "relcl" and host not in (child, *document.children[child]):
                # "The man who wrote the report admitted": the clause is part of who it is.
                stop = max(stop, min(document.subtree(child).stop, cue))
        while stop - 1 > subject and (
            document.tags[stop - 1] in {"WP", "WDT"} or document.pos[stop - 1] in {"PUNCT", "ADP", "AUX"}
        ):
            stop -= 1
        return document.span(branch.start, stop)
    return None


def _hosts(document: Document, verb: int) -> Iterator[int]:
    """A verb and those before it with which it shares its subject."""
    yield verb
    for _ in range(3):
        if document.deps[verb] not in {"conj", "advcl"} or document.head(verb) == verb:
            return
        verb = document.head(verb)
        yield verb
