"""Sources that the grammar names where the learned reader takes another: "X was told by Y", "X quoted Y as saying".

The reader learned from articles in which the one who is told and the one who says are nearly always the object and the
subject of a verb in the active voice. In the passive and where one source is quoted by another, the parse tells who is
who. An "it" that only announces the clause ("it was reported that …") is no content.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from reportedly.article import Pieces, Span
from reportedly.lexicon.telling import HEARING, TOLD
from reportedly.reading.attribution.chains import Draft
from reportedly.reading.attribution.sources import resolve_source
from reportedly.reading.document import Document
from reportedly.reading.entities.coreference import Cast
from reportedly.reading.text.spans import overlaps

__all__ = [
    "QUOTING",
    "by_sentence",
    "is_name",
    "phrase_of",
    "with_passives",
    "with_quoted",
]

QUOTING = frozenset({"quote", "cite"})
_CONFIDENCE = 0.75  # where the reader has none: (right + 1) / (found + 2), 5 of 6 in 960 annotated articles
_SAYING = frozenset(
    """say tell deny confirm warn add call describe insist claim report state declare argue suggest acknowledge admit
    announce express threaten promise vow accuse blame predict rule urge demand complain write note dismiss reject
    explain criticise criticize condemn""".split()
)
_EXPLETIVE = frozenset({"it"})
_LONG = 16  # tokens; no source is longer


def with_passives(document: Document, draft: Draft) -> Draft | None:
    """A draft whose source is the agent of its passive cue; None where nothing is left of its content.

    "Residents were told by the council that …": the council says it, and residents are told.
    """
    content = _without_expletive(document, draft)
    if not content:
        return None
    draft = replace(draft, content=content)
    for token in _cue_tokens(document, draft):
        if document.lemmas[token] == "accord" and (source := _accorded(document, token)) is not None:
            return replace(draft, source=(source,))
        if document.lemmas[token] in HEARING and (heard := _heard_from(document, token)) is not None:
            source = phrase_of(document, heard, draft.content)
            return draft if source is None else replace(draft, source=(source,))
        if document.lemmas[token] not in TOLD or document.tags[token] != "VBN":
            continue
        addressee = _addressee(document, token)
        agent = _agent(document, token)
        if addressee is None or agent is None:
            continue
        source = phrase_of(document, agent, (*draft.content,))
        told = document.span(addressee, addressee + 1)
        rest = tuple(p for p in draft.content if not (overlaps(told, (p,)) and p[1] <= document.starts[token]))
        if source is not None and rest:
            return replace(draft, source=(source,), content=rest)
    return draft


def _addressee(document: Document, verb: int) -> int | None:
    """Who is told, in the passive; the parse may take "[bakers] queuing outside" for a clause."""
    told = _child(document, verb, ("nsubjpass",))
    clause = _child(document, verb, ("csubjpass",))
    if told is None and clause is not None:
        told = _child(document, clause, ("nsubj",))
    return told


def _heard_from(document: Document, verb: int) -> int | None:
    """From whom it was heard that something is so: "heard from the [auditor] that the fund was empty"."""
    if _child(document, verb, ("ccomp",)) is None:
        return None
    source = next((c for c in document.children[verb] if c > verb and document.words[c].casefold() == "from"), None)
    return None if source is None else _child(document, source, ("pobj",))


def is_name(document: Document, cue: Pieces) -> bool:
    """Whether the reader took a surname for a cue: "General Ali [Said] told"."""
    tokens = [t for piece in cue for t in document.tokens_in(piece)]
    return len(tokens) == 1 and document.pos[tokens[0]] == "PROPN" and document.deps[tokens[0]] in {"nsubj", "compound"}


def with_quoted(document: Document, who: Cast, drafts: Sequence[Draft]) -> list[Draft]:
    """The drafts, with one on Y's word for each "X quoted Y as saying", relayed by X, in place of the reader's.

    Args:
        document: The article.
        who: Its entities.
        drafts: As the learned reader has them.
    """
    result = list(drafts)
    near = by_sentence(document, drafts)
    dropped: set[int] = set()
    for quoted in _quotings(document):
        marks = tuple(document.span(t, t + 1) for t in (quoted.verb, quoted.saying, *quoted.outer))
        here = near.get(document.sentence_of(quoted.verb), ())
        mine = [d for d in here if any(overlaps(mark, d.cue) for mark in marks)]
        source = phrase_of(document, quoted.source, ())
        if source is not None and source[0] < marks[0][1] <= document.starts[quoted.source]:
            source = document.span(quoted.verb + 1, quoted.source + 1)  # the parse takes the verb for an attribute
        if source is None:
            continue
        content = _said(document, quoted, mine, source) or _said_before(document, quoted, source)
        if not content:
            continue
        relays = (phrase_of(document, relay, ()) for relay in quoted.relays)
        links = (resolve_source(document, who, (relay,)) for relay in relays if relay is not None)
        cue: Pieces = marks[1:2] if quoted.mark is None else (marks[0], (document.starts[quoted.mark], marks[1][1]))
        draft = Draft(
            source=(source,),
            cue=_joined(document, cue),
            content=content,
            confidence=max((d.confidence for d in mine), default=_CONFIDENCE),
            relays=tuple(link for link in links if link is not None),
        )
        dropped |= {id(d) for d in mine}
        result.append(draft)
    return [d for d in result if id(d) not in dropped]


def by_sentence(document: Document, drafts: Sequence[Draft]) -> dict[int, list[Draft]]:
    """Drafts by the sentence that their cue, or without one their source or content, stands in."""
    found: dict[int, list[Draft]] = {}
    for draft in drafts:
        tokens = document.tokens_in((draft.cue or draft.source or draft.content)[0])
        if tokens:
            found.setdefault(document.sentence_of(tokens.start), []).append(draft)
    return found


@dataclass(frozen=True, slots=True)
class _Quoting:
    """ "[relays] [verb] [source] [mark] [saying]": tokens; `mark` is "as".

    `outer` is the verb of one who quotes the one who quotes: "Tass [cited] Vesna as quoting Orr as saying".
    """

    verb: int
    saying: int
    source: int
    relays: tuple[int, ...]
    mark: int | None
    outer: tuple[int, ...] = ()


def _quotings(document: Document) -> Iterator[_Quoting]:
    for verb, lemma in enumerate(document.lemmas):
        if lemma not in QUOTING or document.pos[verb] != "VERB":
            continue
        mark = saying = None
        cited = _child(document, verb, ("dobj", "nsubjpass"))
        if cited is None and document.deps[verb] == "amod":
            cited = _noun_above(document, verb)
        for host in (verb, *(() if cited is None else (cited,))):
            for child in document.children[host]:
                if child > verb and document.words[child].casefold() == "as":
                    said = _child(document, child, ("pcomp", "pobj", "advcl"))
                    if said is not None and document.lemmas[said] in _SAYING and _is_gerund(document, said):
                        mark, saying = child, said
        if saying is None and (spoken := _spoken_in(document, verb)) is not None:
            saying, cited = spoken
            relay = _subject(document, verb)
            yield _Quoting(verb, saying, cited, () if relay is None else (relay,), None)
            continue
        if saying is None or cited is None:
            continue
        passive = document.deps[cited] == "nsubjpass"
        outer = _quoted_by(document, verb)
        nearer = _agent(document, verb) or _agent(document, saying) if passive else _subject(document, verb)
        relays = (nearer,) if outer is None else (_subject(document, outer[0]), outer[1])
        kept = tuple(relay for relay in relays if relay is not None)
        yield _Quoting(verb, saying, cited, kept, mark, () if outer is None else (outer[0],))


def _spoken_in(document: Document, verb: int) -> tuple[int, int] | None:
    """ "Quoted from a speech in which [Orr] [told] us that": the verb of saying and who says it."""
    preposition = next(
        (c for c in document.children[verb] if c > verb and document.words[c].casefold() == "from"), None
    )
    speech = _child(document, preposition if preposition is not None else verb, ("pobj", "dobj"))
    clause = None if speech is None else _child(document, speech, ("relcl",))
    if clause is None or document.lemmas[clause] not in _SAYING or _child(document, clause, ("ccomp",)) is None:
        return None
    speaker = _child(document, clause, ("nsubj",))
    which = any(document.words[t].casefold() in {"which", "where"} for t in document.subtree(clause) if t < clause)
    return None if speaker is None or not which or document.tags[speaker] in {"WDT", "WP"} else (clause, speaker)


def _is_gerund(document: Document, verb: int) -> bool:
    """ "As saying", "as having said"."""
    if document.tags[verb] == "VBG":
        return True
    return any(document.words[c].casefold() == "having" for c in document.children[verb])


def _quoted_by(document: Document, verb: int) -> tuple[int, int] | None:
    """Who is quoted as quoting: the verb and the one quoted in "[cited] [Vesna] as quoting"."""
    mark = document.head(verb)
    if document.tags[verb] != "VBG" or document.words[mark].casefold() != "as":
        return None
    above = document.head(mark)
    if document.lemmas[above] not in QUOTING:
        above = document.head(above)  # "as" hangs on the one quoted
    relay = _child(document, above, ("dobj",)) if document.lemmas[above] in QUOTING else None
    return None if relay is None else (above, relay)


def _said(document: Document, quoted: _Quoting, drafts: Sequence[Draft], source: Span) -> Pieces:
    """What was said: the reader's content without the words that attribute it, else the clause of "saying"."""
    after = document.span(quoted.saying, quoted.saying + 1)[1]
    first = document.starts[quoted.verb]
    pieces: list[Span] = []
    clause = _child(document, quoted.saying, ("ccomp",))
    if clause is not None and clause > quoted.saying:
        said = document.span(clause, clause + 1)
        drafts = [d for d in drafts if overlaps(said, d.content)]  # "as telling [friends] that …"
    for draft in drafts[:1]:
        for start, end in draft.content:
            if end <= first and not overlaps((start, end), (source,)):
                pieces.append((start, end))  # "“…,” the agency quoted her as saying"
            elif end > after:
                begin = max(start, after)
                if clause is not None and document.lemmas[quoted.saying] in TOLD:
                    begin = max(begin, document.starts[document.subtree(clause).start])  # "told [police] that"
                pieces.append((begin, end))
    if not pieces:
        clause = clause or _child(document, quoted.saying, ("dobj", "xcomp", "pobj"))
        if clause is not None and clause > quoted.saying:
            inside = document.subtree(clause)
            pieces.append(document.span(max(inside.start, quoted.saying + 1), inside.stop))
    return tuple(p for piece in pieces if (p := _trimmed(document.text, piece)) is not None)


def _said_before(document: Document, quoted: _Quoting, source: Span) -> Pieces:
    """What stands before its tag: "[The tower will fall], the mayor was quoted as saying"."""
    sentence = document.tokens_of_sentence(document.sentence_of(quoted.verb))
    comma = next(iter(document.tokens_in(source)), sentence.start) - 1
    behind = quoted.saying + 1
    ends = behind >= sentence.stop or document.pos[behind] == "PUNCT"
    if not ends or comma <= sentence.start or document.words[comma] != ",":
        return ()
    before = range(sentence.start, comma)
    finite = any(document.tags[t] in {"VBD", "VBZ", "VBP", "MD"} for t in before)
    return (document.span(before.start, before.stop),) if finite else ()


def _trimmed(text: str, piece: Span) -> Span | None:
    start, end = piece
    while start < end and (text[start].isspace() or text[start] in ",;:"):
        start += 1
    if text[start : start + 5].casefold() == "that ":
        start += 5
    while start < end and (text[end - 1].isspace() or text[end - 1] in ",;:"):
        end -= 1
    return (start, end) if any(map(str.isalnum, text[start:end])) else None


def _joined(document: Document, pieces: Pieces) -> Pieces:
    """Pieces with nothing but white space between them as one."""
    if len(pieces) == 2 and not document.text[pieces[0][1] : pieces[1][0]].strip():
        return ((pieces[0][0], pieces[1][1]),)
    return pieces


def phrase_of(document: Document, head: int, taken: Pieces) -> Span | None:
    """The noun phrase of a head without its relative clause; None where it is long or stands in `taken`."""
    inside = document.subtree(head)
    stop = inside.stop
    for child in document.children[head]:
        clause = document.deps[child] in {"relcl", "advcl"} or document.words[child].casefold() == "as"
        if child > head and clause:
            stop = min(stop, document.subtree(child).start)
    while stop > head + 1 and document.pos[stop - 1] == "PUNCT":
        stop -= 1
    start = inside.start
    while start < head and document.pos[start] == "PUNCT":
        start += 1
    if not start <= head < stop or stop - start > _LONG:
        return None
    span = document.span(start, stop)
    return None if overlaps(span, taken) else span


def _accorded(document: Document, token: int) -> Span | None:
    """The one according to whom it is so."""
    to = next((c for c in document.children[token] if document.words[c].casefold() == "to"), None)
    head = None if to is None else _child(document, to, ("pobj",))
    return None if head is None else phrase_of(document, head, ())


def _without_expletive(document: Document, draft: Draft) -> Pieces:
    if len(draft.content) < 2:
        return draft.content
    return tuple(p for p in draft.content if document.text[slice(*p)].casefold() not in _EXPLETIVE)


def _cue_tokens(document: Document, draft: Draft) -> list[int]:
    return [t for piece in draft.cue for t in document.tokens_in(piece)]


def _child(document: Document, token: int, deps: Sequence[str]) -> int | None:
    return next((c for c in document.children[token] if document.deps[c] in deps), None)


def _agent(document: Document, verb: int) -> int | None:
    """The one by whom it is done: "told [by] the [council]"."""
    by = next(
        (
            c
            for c in document.children[verb]
            if document.deps[c] == "agent" or (document.deps[c] == "prep" and document.words[c].casefold() == "by")
        ),
        None,
    )
    return None if by is None else _child(document, by, ("pobj",))


def _noun_above(document: Document, verb: int) -> int:
    """The noun that a verb, or the noun that it is parsed as an attribute of, belongs to."""
    noun = document.head(verb)
    while document.deps[noun] == "compound" and document.head(noun) != noun:
        noun = document.head(noun)
    return noun


def _subject(document: Document, verb: int) -> int | None:
    """The subject of a verb, also where it shares that of the verb before: "left, quoting …", "said and quoted"."""
    for _ in range(4):
        subject = _child(document, verb, ("nsubj",))
        if subject is not None:
            return subject
        above = document.head(verb)
        if above == verb:
            return None
        if document.deps[verb] in {"acl", "relcl"} and document.pos[above] in {"NOUN", "PROPN"}:
            return above
        if document.deps[verb] not in {"advcl", "conj", "xcomp", "ccomp"}:
            return None
        verb = above
    return None
