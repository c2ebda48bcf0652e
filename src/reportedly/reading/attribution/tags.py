"""Tags: who said what, where the place of a verb of saying leaves no doubt: "“…,” snapped Orr", "…, admits the firm".

The learned reader knows the commonest verbs of saying. Beside a quotation, or behind a whole clause and a comma, the
syntax alone tells a tag, whatever the verb: verb and speaker up to the end of the sentence or the next comma. Two
quotations side by side with a tag each are then two statements.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from reportedly.article import Pieces, Span
from reportedly.reading.attribution.chains import Draft
from reportedly.reading.attribution.noun_phrases import ENDS, MARKS, PRONOUNS, is_phrase, phrase_after, phrase_before
from reportedly.reading.attribution.source_words import BODIES, DOCUMENTS, OUTLET_NOUNS, PEOPLE, SOURCELIKE
from reportedly.reading.attribution.tag_words import (
    ALOUD,
    MANNER,
    NEEDS_PARTICLE,
    PAPERS_DO,
    PARTICLES,
    REPLIES,
    SAYING,
    TO_KNOW,
)
from reportedly.reading.document import Document
from reportedly.reading.entities.coreference import Cast
from reportedly.reading.syntax.clauses import is_negated
from reportedly.reading.text.quotations import find_quotations
from reportedly.reading.text.spans import Grid, overlaps
from reportedly.vocabulary import EntityKind

__all__ = ["CONFIDENCE", "with_tags"]

CONFIDENCE = 0.7
"""Where the reader has none: (right + 1) / (found + 2), 6 of 8 in 701 annotated articles. Of all tags 1029 of 1042 have
the source and content of an annotated statement."""

_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
_PERSONAL = ("er", "or", "ist", "man", "woman", "men", "women", "ian", "ant", "ent", "ee", "eer", "yst")
_TRUSTED = frozenset({"believed", "trusted"})
_LONG = 40  # tokens of a clause with "if"
_IN_TAGS = SAYING | MANNER | TO_KNOW | {*PARTICLES, "come"}
_VIEWS = frozenset("view opinion judgment judgement estimation assessment account words telling reckoning".split())


@dataclass(frozen=True, slots=True)
class _Tag:
    """Source, cue and content that the syntax tells; `quotation` where the tag stands beside one."""

    source: Span
    cue: Span
    content: Pieces
    quotation: Span | None = None


def with_tags(document: Document, who: Cast, drafts: Sequence[Draft]) -> list[Draft]:
    """The drafts, with those that a tag tells, each with its own quotation alone.

    Args:
        document: The article.
        who: Its entities.
        drafts: As the learned reader has them. One whose cue is a tag's keeps what it holds more than the tag does; it
            is replaced where it has another source, or nothing of the content.
    """
    tags = _find_tags(document, who)
    result = dict(enumerate(drafts))
    cues, tagged, told = Grid(), Grid(), Grid()
    for number, draft in result.items():
        cues.add(number, draft.cue)
    for number, tag in enumerate(tags):
        tagged.add(number, (tag.cue,))
        told.add(number, _told(tag))
    for added, tag in enumerate(tags, len(drafts)):
        mine = [i for i in cues.near((tag.cue,)) if i in result and overlaps(tag.cue, result[i].cue)]
        agreed = [i for i in mine if _agrees(tag, result[i])]
        if agreed:
            for i in agreed:
                result[i] = _from_its_clause(document.text, _without_cue(result[i], tag), tag)
                cues.add(i, result[i].cue)
            continue
        sure = max([CONFIDENCE, *(result.pop(i).confidence for i in mine)])
        result[added] = Draft((tag.source,), (tag.cue,), tag.content, sure)
        cues.add(added, result[added].cue)
    return [_without_others(draft, tags, tagged, told) for draft in result.values()]


def _told(tag: _Tag) -> Pieces:
    """What stands on a tag's word: its quotation, else its clause."""
    return (tag.quotation,) if tag.quotation is not None else tag.content


def _agrees(tag: _Tag, draft: Draft) -> bool:
    held = any(overlaps(piece, draft.content) for piece in tag.content)
    return held and overlaps(tag.source, draft.source) and not overlaps(tag.source, draft.content)


def _without_cue(draft: Draft, tag: _Tag) -> Draft:
    """Without the words of a longer cue in its content: "“…?” she wanted [to know]"."""
    kept = tuple(piece for piece in draft.content if not overlaps(piece, (tag.cue,)))
    return replace(draft, cue=(tag.cue,), content=kept) if kept and kept != draft.content else draft


def _from_its_clause(text: str, draft: Draft, tag: _Tag) -> Draft:
    """Without what stands before the clause that has the tag: the sentence before is another's, or the article's."""
    begin = tag.content[0][0]
    if tag.quotation is not None or tag.cue[0] < begin or len(tag.content) > 1:
        return draft
    if text[max(0, begin - 4) : begin].rstrip()[-1:] not in {".", "?", "!", "”", '"'}:
        return draft  # the parse may begin a sentence in the middle of one
    kept = tuple((max(start, begin), end) for start, end in draft.content if end > begin)
    return replace(draft, content=kept) if kept else draft


def _without_others(draft: Draft, tags: Sequence[_Tag], cues: Grid, told: Grid) -> Draft:
    """A tagged draft without the quotations and clauses that have tags of their own."""
    own = next((tags[i] for i in cues.near(draft.cue) if overlaps(tags[i].cue, draft.cue)), None)
    if own is None or len(draft.content) < 2:
        return draft
    others = [
        _told(tag)
        for tag in (tags[i] for i in told.near(draft.content))
        if (tag.quotation is None or tag.quotation != own.quotation) and not overlaps(tag.source, (own.source,))
    ]
    kept = tuple(
        piece
        for piece in draft.content
        if not any(start <= piece[0] and piece[1] <= end for pieces in others for start, end in pieces)
    )
    return replace(draft, content=kept) if kept else draft


def _find_tags(document: Document, who: Cast) -> list[_Tag]:
    text = document.text
    quotations = [q for q in find_quotations(text) if text[q[0]] in '“"„«`']
    starts = [q[0] for q in quotations]
    found: list[_Tag] = []
    for token in range(len(document)):
        if not _may_tag(document, token) or _inside(quotations, starts, document.starts[token]):
            continue
        tag = _inverted(document, who, quotations, token) or _direct(document, who, quotations, token)
        if tag is not None:
            found.append(tag)
    found += _views(document, who, quotations, starts)
    found += _believed(document, who, quotations, starts)
    return found


def _inside(quotations: Sequence[Span], starts: Sequence[int], offset: int) -> bool:
    place = bisect_left(starts, offset + 1) - 1
    return place >= 0 and offset < quotations[place][1]


def _may_tag(document: Document, token: int) -> bool:
    """Whether a token is a finite verb that may stand in a tag."""
    lemma = document.lemmas[token]
    if document.tags[token] not in {"VBD", "VBZ", "VBP", "VBN"} or not document.words[token][0].islower():
        return False
    if lemma not in _IN_TAGS:
        return False
    if is_negated(document, token):
        return False
    before = document.words[token - 1].casefold() if token else ""
    return document.pos[token - 1] != "AUX" and before not in {"to", "not", "n't"} if token else False


def _cue(document: Document, verb: int) -> range | None:
    """The words of a cue: the verb with its particle, "wanted to know"; None where what it needs is missing."""
    lemma = document.lemmas[verb]
    following = [word.casefold() for word in document.words[verb + 1 : verb + 3]]
    if lemma in TO_KNOW and following == ["to", "know"]:
        return range(verb, verb + 3)
    if lemma == "want":
        return None
    if following[:1] == [PARTICLES.get(lemma)]:
        return range(verb, verb + 2)
    return None if lemma in NEEDS_PARTICLE else range(verb, verb + 1)


def _inverted(document: Document, who: Cast, quotations: Sequence[Span], verb: int) -> _Tag | None:
    """ "“…,” snapped Orr", "…, admits the operator, Skiways"."""
    quotation = _ending_at(document, quotations, verb)
    lemma = document.lemmas[verb]
    cue = _cue(document, verb)
    if cue is None:
        return None
    if lemma == "come":
        cue, first = _reply(document, verb) if quotation is not None else (None, verb)
        if cue is None:
            return None
    else:
        first = cue.stop
    stop = phrase_after(document, first)
    if stop is None:
        return None
    if quotation is None:
        # "…, but Orr, one of the lawyers, told the paper that": the verb has its subject before it.
        content = (
            _clause_before(document, quotations, verb)
            if lemma in SAYING | ALOUD and not _has_own(document, verb)
            else None
        )
        if content is None or not _closes(document, stop) or not _can_say(document, who, range(first, stop), lemma):
            return None
        return _Tag(document.span(first, stop), document.span(cue.start, cue.stop), content)
    if document.words[first].casefold() not in PRONOUNS and not _can_say(document, who, range(first, stop), lemma):
        return None
    content = _whole(document, quotations, quotation, stop)
    return _Tag(document.span(first, stop), document.span(cue.start, cue.stop), content, quotation)


def _has_own(document: Document, verb: int) -> bool:
    """Whether a verb has its subject before it, with no other verb between."""
    subjects = [c for c in document.children[verb] if document.deps[c] == "nsubj" and c < verb]
    return bool(subjects) and not any(document.tags[t] in _FINITE for t in range(subjects[-1], verb))


def _reply(document: Document, verb: int) -> tuple[range | None, int]:
    """ "“…,” came the reply from Orr": the cue and where the speaker begins."""
    words, n = document.words, len(document)
    if verb + 4 < n and words[verb + 1].casefold() in {"the", "a"}:
        for noun in range(verb + 2, min(verb + 5, n - 2)):
            if document.lemmas[noun] in REPLIES and words[noun + 1].casefold() == "from":
                return range(verb, noun + 1), noun + 2
    return None, verb


def _direct(document: Document, who: Cast, quotations: Sequence[Span], verb: int) -> _Tag | None:
    """ "“…,” the mayor, Ana Orr, retorted", "…, her publisher points out", "The band, its manager said, will play"."""
    cue = _cue(document, verb)
    if cue is None or document.lemmas[verb] == "come":
        return None
    after = _behind_told(document, cue)
    if after is None:
        return None
    first = phrase_before(document, verb)
    if first is None:
        return None
    stop = verb - (document.words[verb - 1] == ",")
    lemma = document.lemmas[verb]
    quotation = _ending_at(document, quotations, first)
    if document.words[first].casefold() not in PRONOUNS and not _can_say(document, who, range(first, stop), lemma):
        return None
    source, span = document.span(first, stop), document.span(cue.start, cue.stop)
    if quotation is not None:
        return _Tag(source, span, _whole(document, quotations, quotation, after), quotation)
    if lemma not in SAYING or not first or document.words[first - 1] != ",":
        return None
    sentence = document.tokens_of_sentence(document.sentence_of(verb))
    content = _clause_before(document, quotations, first)
    subjects = [c for c in document.children[verb] if document.deps[c] == "nsubj"]
    if content is not None and subjects and subjects[-1] < first:
        return None  # "It passed, and Orr, Ruiz and Ek agreed"
    goes_on = after + 1 < sentence.stop and document.pos[after + 1] == "CCONJ"
    if content is not None and (after >= sentence.stop or document.words[after] in ENDS or goes_on):
        return _Tag(source, span, content)
    if content is None and after < sentence.stop and document.words[after] == ",":
        return _around(document, quotations, first, after, source, span)
    return None


def _behind_told(document: Document, cue: range) -> int | None:
    """The stop or comma behind a cue, or behind whom it is told to; None where something else follows."""
    n = len(document)
    after = cue.stop
    if after < n and document.lemmas[cue.start] in {"tell", "remind", "warn", "assure", "advise", "reassure", "urge"}:
        after = phrase_after(document, after) or after
    return after if after >= n or document.words[after] in ENDS | {","} else None


def _around(
    document: Document, quotations: Sequence[Span], first: int, after: int, source: Span, cue: Span
) -> _Tag | None:
    """ "The band, its manager said, will play": the tag between a subject and its verb."""
    sentence = document.tokens_of_sentence(document.sentence_of(first))
    following = after + 1
    while following < sentence.stop and document.pos[following] == "ADV":
        following += 1
    subject = range(sentence.start, first - 1)
    if following >= sentence.stop or document.tags[following] not in _FINITE or not subject:
        return None
    if not is_phrase(document, subject) or any(overlaps(document.span(first, after), (q,)) for q in quotations):
        return None
    stop = sentence.stop
    while stop > following and document.pos[stop - 1] == "PUNCT":
        stop -= 1
    if any(document.starts[after] < q[0] < document.starts[stop - 1] for q in quotations):
        return None
    content = (document.span(subject.start, subject.stop), document.span(after + 1, stop))
    return _Tag(source, cue, content)


def _views(document: Document, who: Cast, quotations: Sequence[Span], starts: Sequence[int]) -> Iterator[_Tag]:
    """ "…, in the view of the critic Odd Lund.", "In Lund's opinion, …"."""
    for noun, word in enumerate(document.words):
        if word.casefold() not in _VIEWS or noun < 2 or _inside(quotations, starts, document.starts[noun]):
            continue
        sentence = document.tokens_of_sentence(document.sentence_of(noun))
        words = document.words
        if words[noun - 2].casefold() == "in" and words[noun - 1] == "the" and words[noun + 1 : noun + 2] == ("of",):
            begin = noun - 2
            first, last = _viewers(document, noun + 2)
            if last is not None and words[begin - 1] == "," and document.lemmas[begin - 2] == "be":
                # "It was, in the words of Orr, a miracle": what it was is no apposition.
                comma = next((t for t in range(last - 1, first, -1) if words[t] == ","), last)
                last = comma if last >= sentence.stop or words[last] in ENDS else last
            end = last
        else:
            begin = next(
                (t for t in range(noun - 1, max(sentence.start - 1, noun - 10), -1) if words[t].casefold() == "in"), -1
            )
            if begin < 0 or words[noun - 1].casefold() not in {"'s", "’s", "'", "’"}:
                continue
            first, last, end = begin + 1, noun - 1, noun + 1
        if (
            last is None
            or end is None
            or last <= first
            or (end != last and not is_phrase(document, range(first, last)))
        ):
            continue
        if not _can_say(document, who, range(first, last), "say"):
            continue
        if begin == sentence.start and end < sentence.stop and words[end] == ",":
            stop = sentence.stop
            while stop > end + 1 and document.pos[stop - 1] == "PUNCT" and words[stop - 1] not in MARKS:
                stop -= 1
            finite = any(document.tags[t] in _FINITE for t in range(end + 2, stop))
            content: Pieces | None = (document.span(end + 1, stop),) if finite else None
        elif (quotation := _ending_at(document, quotations, begin)) is not None and _closes(document, end):
            content = (quotation,)
        elif (parted := _parted(document, quotations, sentence, range(begin, end))) is not None:
            content = parted
        elif begin > sentence.start and words[begin - 1] == "," and _closes(document, end):
            content = _clause_before(document, quotations, begin)
        else:
            continue
        if content:
            yield _Tag(document.span(first, last), document.span(begin, first if end == last else end), content)


def _viewers(document: Document, first: int) -> tuple[int, int | None]:
    """Whose view it is: "the critic Odd Lund", "both [the pilot, Ana Orr, and her mechanic, Jan Ek]"."""
    words = document.words
    if first + 1 >= len(document) or words[first].casefold() != "both":
        return first, phrase_after(document, first)
    last = phrase_after(document, first + 1)
    if last is not None and words[last : last + 2] == (",", "and"):
        last = phrase_after(document, last + 2) or last
    return first + 1, last


def _parted(document: Document, quotations: Sequence[Span], sentence: range, aside: range) -> Pieces | None:
    """What a view parts: "It was, in the words of Orr, a miracle", "The plan, in Orr's view, will fail"."""
    stop = sentence.stop
    while stop > aside.stop and document.pos[stop - 1] == "PUNCT":
        stop -= 1
    before, behind = range(sentence.start, aside.start - 1), range(aside.stop + 1, stop)
    if not before or not behind or any(document.words[t] != "," for t in (aside.start - 1, aside.stop)):
        return None
    copula = document.lemmas[before[-1]] == "be" and document.deps[before[-1]] not in {"auxpass", "aux"}
    if not copula and not (is_phrase(document, before) and document.tags[behind[0]] in _FINITE):
        return None
    pieces = document.span(before.start, before.stop), document.span(behind.start, behind.stop)
    return None if any(overlaps(piece, quotations) for piece in pieces) else pieces


def _believed(document: Document, who: Cast, quotations: Sequence[Span], starts: Sequence[int]) -> Iterator[_Tag]:
    """ "…, if the aides are to be believed.", "If Orr is to be believed, …"."""
    words = document.words
    for verb in range(3, len(document)):
        if words[verb] not in _TRUSTED or words[verb - 2 : verb] != ("to", "be") or document.lemmas[verb - 3] != "be":
            continue
        sentence = document.tokens_of_sentence(document.sentence_of(verb))
        begin = next((t for t in range(verb - 4, sentence.start - 1, -1) if words[t].casefold() == "if"), None)
        if begin is None or verb - begin > _LONG or _inside(quotations, starts, document.starts[verb]):
            continue
        last = phrase_after(document, begin + 1)
        if last is None or last > verb - 3 or not _can_say(document, who, range(begin + 1, last), "say"):
            continue
        if last < verb - 3 and words[last].casefold() not in {"who", "that", "which", ","}:
            continue
        if begin > sentence.start:
            content = _clause_before(document, quotations, begin) if _closes(document, verb + 1) else None
        else:
            stop = sentence.stop
            while stop > verb + 2 and document.pos[stop - 1] == "PUNCT" and words[stop - 1] not in MARKS:
                stop -= 1
            finite = any(document.tags[t] in _FINITE for t in range(verb + 2, stop))
            content = (document.span(verb + 2, stop),) if finite and words[verb + 1] == "," else None
        if content:
            yield _Tag(document.span(begin + 1, last), document.span(verb - 3, verb + 1), content)


def _ending_at(document: Document, quotations: Sequence[Span], token: int) -> Span | None:
    """The quotation that ends right before a token, if it is a sentence of its own: "“…,” [said]"."""
    text = document.text
    at = document.starts[token]
    place = bisect_left(quotations, (at, at)) - 1
    if place < 0:
        return None
    start, end = quotations[place]
    if end > at or "\n" in text[end:at] or end - start <= 3 or not _begins(text, start):
        return None
    between = text[end:at].strip()
    closed = text[max(start, end - 3) : end - 1].rstrip()[-1:] in {",", "?", "!", "—", "–", "-", "…"} and not between
    return (start, end) if closed or between == "," else None


def _begins(text: str, start: int) -> bool:
    before = text[max(0, start - 3) : start]
    return not before.strip() or "\n" in before or before.rstrip()[-1:] in {".", "?", "!", "”", '"', ":"}


def _whole(document: Document, quotations: Sequence[Span], quotation: Span, stop: int) -> Pieces:
    """A quotation with the one that goes on behind its tag: "“…,” said Orr, “…”"."""
    if stop < len(document) and document.words[stop] in {",", ":", "—", "–"}:
        at = document.span(stop, stop + 1)[1]
        following = next((q for q in quotations if q[0] >= at), None)
        if following is not None and not document.text[at : following[0]].strip():
            return (quotation, following)
    return (quotation,)


def _clause_before(document: Document, quotations: Sequence[Span], token: int) -> Pieces | None:
    """The whole clause that ends with the comma before a token, from the beginning of its sentence or a semicolon."""
    sentence = document.tokens_of_sentence(document.sentence_of(token))
    stop = token - 1
    if stop <= sentence.start or document.words[stop] != ",":
        return None
    if any(document.words[t] == ":" for t in range(sentence.start, stop)):
        return None
    semicolon = next((t for t in range(stop - 1, sentence.start, -1) if document.words[t] == ";"), None)
    clause = range(sentence.start if semicolon is None else semicolon + 1, stop)
    span = document.span(clause.start, clause.stop)
    if any(overlaps(span, (q,)) for q in quotations) or not _has_clause(document, clause):
        return None
    return (span,)


def _has_clause(document: Document, tokens: range) -> bool:
    """Whether tokens hold a main clause: a finite verb with a subject before it, and no subordinator in front."""
    if not tokens or document.deps[tokens.start] == "mark" or document.tags[tokens.start] in {"VBG", "VBN"}:
        return False
    for verb in tokens:
        if document.pos[verb] not in {"VERB", "AUX"} or document.deps[verb] in {
            "relcl",
            "advcl",
            "acl",
            "aux",
            "auxpass",
        }:
            continue
        subjects = [
            c for c in document.children[verb] if document.deps[c] in {"nsubj", "nsubjpass", "expl"} and c < verb
        ]
        finite = document.tags[verb] in _FINITE or any(
            document.tags[c] in _FINITE and document.deps[c] in {"aux", "auxpass"} for c in document.children[verb]
        )
        if finite and any(c in tokens for c in subjects):
            return True
    return False


def _closes(document: Document, stop: int) -> bool:
    """Whether nothing follows but the end, a comma with what describes the speaker, or when and where it was said."""
    if stop >= len(document) or document.words[stop] in ENDS:
        return True
    if document.words[stop] == ",":
        sentence = document.tokens_of_sentence(document.sentence_of(stop))
        return not any(
            document.pos[t] == "CCONJ" and t + 1 < sentence.stop and document.tags[t + 1] in _FINITE
            for t in range(stop, sentence.stop)
        )
    if document.words[stop].casefold() in {"that", "which", "who"}:
        return True  # "a memo that the Observer has seen"
    return document.pos[stop] == "ADP" and document.words[stop].casefold() in {"in", "on", "at", "after", "during"}


def _can_say(document: Document, who: Cast, tokens: range, lemma: str) -> bool:
    """Whether a phrase names somebody or something that can say so."""
    for token in tokens:
        number = who.at[token]
        if number >= 0 and who.entities[number].kind is not EntityKind.PLACE:
            return True
        noun = document.lemmas[token]
        if document.pos[token] == "PROPN" and document.deps[token] not in {"pobj"}:
            return True
        if document.pos[token] != "NOUN":
            continue
        if noun in DOCUMENTS and noun not in SOURCELIKE - DOCUMENTS:
            if lemma in PAPERS_DO:
                return True
            continue
        if noun in SOURCELIKE | PEOPLE | BODIES | OUTLET_NOUNS or noun.endswith(_PERSONAL):
            return True
    return False
