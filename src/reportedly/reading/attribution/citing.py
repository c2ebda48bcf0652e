"""Sources behind a source: "Vesna said, citing a diplomat", "the paper, which quoted an aide", on the same content.

Both are statements: one on the outlet's word, one on that of the one it cites. The learned reader finds the outlet's
and takes the other for what is said, or passes it over.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from reportedly.article import Span
from reportedly.reading.attribution.chains import Draft
from reportedly.reading.attribution.passed_on import QUOTING, by_sentence, phrase_of
from reportedly.reading.attribution.source_words import DOCUMENTS, PEOPLE, SOURCELIKE
from reportedly.reading.attribution.sources import outlet_at
from reportedly.reading.document import Document
from reportedly.reading.entities.coreference import Cast
from reportedly.reading.text.spans import overlaps
from reportedly.vocabulary import EntityKind

__all__ = ["CONFIDENCE", "with_cited"]

CONFIDENCE = 0.8
"""How often the content is right, as (right + 1) / (found + 2): 3 of 3 on 22 annotated stories."""
_ATTRIBUTING = {"attribute": "to", "credit": "to", "ascribe": "to", "source": "to", "base": "on"}
_WHAT_IS_TOLD = frozenset(
    """information report reporting claim news finding figure statement story account remark quote quotation it number
    assessment estimate detail word allegation""".split()
)
_AUTHORITY = frozenset({"authority", "word", "strength"})
_REPORTING = frozenset("report say write claim state announce tell assert maintain reveal".split())
_CLIMB = frozenset("advcl acl relcl conj pcomp prep xcomp".split())
_DEPTH = 4
_FAR = 3000  # code points: no statement that begins farther away is what somebody is cited beside
_THAT = re.compile(r",\s+that\s+")


def with_cited(document: Document, who: Cast, drafts: Sequence[Draft]) -> list[Draft]:
    """The drafts, with one on the word of each source that another is said to cite, on the other's content.

    Args:
        document: The article.
        who: Its entities.
        drafts: In any order; one whose "content" is no more than the one cited is replaced.
    """
    result = list(drafts)
    near = by_sentence(document, drafts)
    dropped: set[int] = set()
    for verb, lemma in enumerate(document.lemmas):
        by_authority = lemma in _AUTHORITY and _is_on_authority(document, verb)
        if not by_authority and ((lemma not in QUOTING and lemma not in _ATTRIBUTING) or not _is_aside(document, verb)):
            continue
        cited = _owner(document, verb) if by_authority else _cited(document, verb)
        if cited is None or not (lemma in _ATTRIBUTING or _is_sourcelike(document, who, cited)):
            continue
        source = phrase_of(document, cited, ())
        if source is None:
            continue
        at = document.span(verb, verb + 1)
        here = near.setdefault(document.sentence_of(verb), [])
        own = [d for d in here if overlaps(at, d.cue)]
        others = [d for d in here if not overlaps(at, d.cue)]
        host = _host(document, verb, others, source)
        if host is None and len(own) == 1 and (host := _said_behind(document, verb, own[0], source)) is not None:
            result.append(host)
        # The reader took the one cited for what is said, or the one who cites for the source of both.
        if host is None or not all(overlaps(source, (*d.content, *d.source)) or d.source == host.source for d in own):
            continue
        content = tuple(piece for piece in host.content if not overlaps(piece, (source, at)))
        if not content and (ended := _without_aside(document.text, host, at)) is not None:
            result[result.index(host)] = host = ended  # "that the dam leaked, crediting the finding to Orr"
            content = host.content
        if not content or any(overlaps(source, d.source) and d.content == content for d in others):
            continue
        confidence = max((d.confidence for d in own), default=CONFIDENCE)
        dropped |= {id(d) for d in own}
        added = [Draft((source,), (at,), content, confidence, cited=True, citer=host.source)]
        other = _other_citer(document, who, verb, host)
        if other is not None:
            first = next((d for d in others if not d.cited and d.content == content), host)
            added = [replace(first, source=(other,)), replace(added[0], citer=(other,))]
        near[document.sentence_of(verb)] = [d for d in here if id(d) not in dropped] + added[-1:]
        result += added
    return [d for d in result if id(d) not in dropped]


def _other_citer(document: Document, who: Cast, verb: int, host: Draft) -> Span | None:
    """A second outlet that says the same on a source of its own: "Tass, citing …, and [Vesna], citing …, reported"."""
    if verb < 2 or document.words[verb - 1] != "," or not host.source:
        return None
    link = outlet_at(document, who, verb - 2)
    if link is None or link.span is None or overlaps(link.span, (*host.source, *host.content, *host.cue)):
        return None
    joined = any(document.words[t].casefold() == "and" for t in document.tokens_in((host.source[-1][1], link.span[0])))
    return link.span if joined else None


def _is_on_authority(document: Document, noun: int) -> bool:
    """ "Reported on the [authority] of an aide"."""
    before = [word.casefold() for word in document.words[max(0, noun - 2) : noun]]
    return before == ["on", "the"] and document.lemmas[document.head(noun - 2)] in _REPORTING


def _owner(document: Document, noun: int) -> int | None:
    """On whose authority: "of an [aide]"."""
    of = next((c for c in document.children[noun] if c > noun and document.words[c].casefold() == "of"), None)
    return None if of is None else next((c for c in document.children[of] if document.deps[c] == "pobj"), None)


def _cited(document: Document, verb: int) -> int | None:
    """Who is cited: "citing [Orr]", "attributing the information to [Orr]", "basing its report on [Orr]"."""
    children = document.children[verb]
    if document.lemmas[verb] in QUOTING:
        return next((c for c in children if document.deps[c] in {"dobj", "pobj"} and c > verb), None)
    thing = next((c for c in children if document.deps[c] == "dobj" and c > verb), None)
    if thing is None or document.lemmas[thing] not in _WHAT_IS_TOLD:
        return None
    preposition = _ATTRIBUTING[document.lemmas[verb]]
    for host in (verb, thing):
        for child in document.children[host]:
            if document.words[child].casefold() == preposition:
                return next((c for c in document.children[child] if document.deps[c] == "pobj"), None)
    return None


def _without_aside(text: str, host: Draft, at: Span) -> Draft | None:
    """A statement whose content runs on into the aside, cut before its comma."""
    for number, (start, end) in enumerate(host.content):
        comma = text.rfind(",", start, at[0])
        if start < at[0] < end and comma > start and not text[comma + 1 : at[0]].strip():
            return replace(host, content=(*host.content[:number], (start, comma)))
    return None


def _is_aside(document: Document, verb: int) -> bool:
    """Whether a verb stands aside from what is said: "…, citing Y", "which quoted Y"; not "quoted Y as saying"."""
    if document.tags[verb] == "VBG":
        return True
    return document.deps[verb] == "relcl" and any(
        document.deps[c] == "nsubj" and document.tags[c] in {"WDT", "WP"} for c in document.children[verb]
    )


def _said_behind(document: Document, verb: int, draft: Draft, source: Span) -> Draft | None:
    """What the one who cites says, where the reader has it with the one cited: "reported, citing [X, that …]"."""
    said = verb - 1  # the parse is lost where the clause comes behind
    while said > 0 and document.pos[said] == "PUNCT":
        said -= 1
    if said < 0 or document.sentence_of(said) != document.sentence_of(verb):
        return None
    if document.pos[said] != "VERB" or not draft.source:
        return None
    for start, end in draft.content:
        that = _THAT.search(document.text, max(start, source[1]), end)
        if that is not None and source[1] > start:
            return Draft(draft.source, (document.span(said, said + 1),), ((that.end(), end),), draft.confidence)
    return None


def _host(document: Document, verb: int, drafts: Sequence[Draft], source: Span) -> Draft | None:
    """The statement beside which somebody is cited: that of the verb, or the noun, on which "citing" hangs."""
    at = document.span(verb, verb + 1)
    here = [d for d in drafts if abs(d.start - at[0]) <= _FAR and not overlaps(source, d.source)]
    # Not one inside what another says, where "citing" stands outside of it: "reported, citing X, that Y had denied".
    anchors = {id(d): (d.cue or d.source or d.content)[0] for d in here}
    here = [
        d
        for d in here
        if all(overlaps(at, o.content) or not overlaps(anchors[id(d)], o.content) for o in here if o is not d)
    ]
    token = verb
    for _ in range(_DEPTH):
        above = document.head(token)
        if above == token or document.deps[token] not in _CLIMB:
            break
        span = document.span(above, above + 1)
        for draft in reversed(here):
            if overlaps(span, draft.cue) or overlaps(span, draft.source):
                return draft
        token = above
    # The parse may be lost among quotations: then the cue before it.
    inside = document.lemmas[verb] in _ATTRIBUTING  # taken for a part of what is said
    before = [d for d in here if d.cue and d.cue[0][0] < at[0] and (inside or not overlaps(at, d.content))]
    return max(before, key=lambda d: d.cue[0][0], default=None)


def _is_sourcelike(document: Document, who: Cast, token: int) -> bool:
    number = who.at[token]
    if number >= 0:
        return who.entities[number].kind in {EntityKind.PERSON, EntityKind.OUTLET, EntityKind.ORGANISATION}
    return document.lemmas[token] in SOURCELIKE | DOCUMENTS | PEOPLE or outlet_at(document, who, token) is not None
