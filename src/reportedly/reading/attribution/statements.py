"""Statements: attributions joined to sources, chains, stance, time and kind."""

from __future__ import annotations

import re
import sys
from bisect import bisect_right, insort
from collections.abc import Sequence
from dataclasses import dataclass, replace

from reportedly.article import Pieces, Span
from reportedly.reading.attribution.antecedents import find_source
from reportedly.reading.attribution.boundaries import with_tidy_edges
from reportedly.reading.attribution.chains import Draft, find_outer, join_chain, kind_key, passes_on
from reportedly.reading.attribution.circumstances import find_said, find_told, is_answer, is_spoken
from reportedly.reading.attribution.citing import with_cited
from reportedly.reading.attribution.further import find_further
from reportedly.reading.attribution.headlines import with_headline_speakers, with_labels, within_titles
from reportedly.reading.attribution.joining import merge_relayed, without_borrowed
from reportedly.reading.attribution.not_said import is_not_said
from reportedly.reading.attribution.passed_on import is_name, with_passives, with_quoted
from reportedly.reading.attribution.passing import vouches
from reportedly.reading.attribution.relayed_words import with_relayed_words
from reportedly.reading.attribution.relays import with_relays
from reportedly.reading.attribution.retractions import is_day_of_report, is_retracted, on_who_withdraws
from reportedly.reading.attribution.rules import add_patterns, is_hearsay
from reportedly.reading.attribution.stance import find_stance
from reportedly.reading.attribution.tags import with_tags
from reportedly.reading.document import Document
from reportedly.reading.entities.coreference import Cast, Said, cast
from reportedly.reading.entities.find import is_own_outlet
from reportedly.reading.neural.decode import Attribution, Scores
from reportedly.reading.neural.looks import Looks, look_at
from reportedly.reading.syntax.clauses import is_negated
from reportedly.reading.text.quotations import find_quotations
from reportedly.record import Entity, Link, Statement, Time
from reportedly.vocabulary import Kind, LinkKind, Stance

__all__ = ["find_drafts", "find_kind", "find_statements", "inside_quotation", "is_many"]

# The decoder's own floor is for the best F1 of attributions alone. After names, rules and nesting a higher one is best:
# on dev, relation F1 was .771 at .39, .775 at .45, .772 at .50 with the first weights; with those trained further .45
# is the best of .40, .45 and .50 on articles that they never saw.
_LEAST_CONFIDENCE = 0.5

# A day told once serves the same source's later remarks this many sentences on; a year alone, fewer.
_SAID_SENTENCES = 10
_NEAR_SENTENCES = 2
_ANSWER_NEAR = 120  # code points from a question's end to the answer
_TOLD = frozenset({Stance.ASSERTS, Stance.EXPECTS, Stance.INTENDS})
_EMPTY_LINE = re.compile(r"\n\s*\n")
_MARKS = frozenset('"“”„«»‟')
# "To “cancel the trip”", "congratulated her “on her campaign”": all that matters stands in the marks.
_LEADING_WORDS = re.compile(r"(?:(?:(?:to|that|him|her|them|us|me)\s+){1,2}(?=[“\"«„]))?")


@dataclass(slots=True)
class _Occasion:
    """When one source spoke, and in which sentence that is told."""

    sentence: int
    said: str | None = None


def find_statements(
    document: Document,
    attributions: Sequence[Attribution],
    entities: Sequence[Entity],
    times: Sequence[Time],
    scores: Scores | None = None,
) -> tuple[Statement, ...]:
    """The statements of an article.

    Args:
        document: The article.
        attributions: Source, cue and content as the learned reader finds them, in any order.
        entities: As `find_entities` gives them.
        times: As `find_times` gives them.
        scores: The encoder's pass over the article, with `middle`; without it stances are read from the parse alone.

    Returns:
        Statements in text order, "s1" first; `within` names the one in whose content another stands.
    """
    who = cast(document, entities)
    drafts, unsure = find_drafts(document, who, attributions)
    if scores is not None and scores.middle is not None:
        drafts = drafts + find_further(document, who, drafts, unsure, scores)
    drafts = on_who_withdraws(document, drafts)
    drafts.sort(key=lambda d: (d.start, -sum(b - a for a, b in d.content)))
    outer = find_outer(drafts)
    reader = _Reader(document, who, times, scores)
    done: dict[int, Statement] = {}
    # Those who are cited come after those who cite them, whatever stands first.
    for i in _outer_first(outer, sorted(range(len(drafts)), key=lambda i: drafts[i].cited)):
        j = outer[i]
        done[i] = reader.statement(drafts[i], None if j is None else drafts[j], None if j is None else done[j])
    numbered = [
        replace(done[i], id=f"s{i + 1}", within=None if (j := outer[i]) is None else f"s{j + 1}")
        for i in range(len(drafts))
    ]
    relayed = with_relays(document, who, with_headline_speakers(document, who, numbered), reader.is_own)
    return tuple(replace(s, content=_with_that(document.text, s.content)) for s in relayed)


def find_drafts(document: Document, who: Cast, attributions: Sequence[Attribution]) -> tuple[list[Draft], list[Draft]]:
    """What the reader and the rules find, and what the reader is not sure of; arguments as in `find_statements`."""
    likely = [a for a in attributions if a.confidence >= _LEAST_CONFIDENCE]
    unlikely = [a for a in attributions if a.confidence < _LEAST_CONFIDENCE]
    read = with_tags(document, who, _tidy(document, who, likely))
    relayed = with_relayed_words(document, who, without_borrowed(document, read))
    quoted = with_quoted(document, who, relayed)
    drafts = with_cited(document, who, add_patterns(document, who, merge_relayed(document, who, quoted)))
    drafts = with_labels(document, who, drafts)
    return [d for d in drafts if not is_not_said(document, d)], _tidy(document, who, unlikely)


def _tidy(document: Document, who: Cast, attributions: Sequence[Attribution]) -> list[Draft]:
    """The reader's attributions by the rules of annotation."""
    trimmed = [d for a in attributions if (d := _draft(document.text, a)) and not is_name(document, d.cue)]
    trimmed = within_titles(document, trimmed)
    named = [d for draft in trimmed if (d := with_passives(document, draft)) is not None]
    said = [draft for draft in named if not is_not_said(document, draft) and not _asks_who(document, draft)]
    return [d for draft in said if (d := with_tidy_edges(document, who, draft)) is not None]


def _is_withheld(document: Document, cue: Pieces, content: Pieces) -> bool:
    """ "Neither the port nor the union would say if the strike was over"."""
    tokens = document.tokens_in(content[0])
    if not tokens or document.words[tokens.start].casefold() not in {"if", "whether"}:
        return False
    return any(is_negated(document, t) for piece in cue for t in document.tokens_in(piece))


def _asks_who(document: Document, draft: Draft) -> bool:
    """Whether a source only asks: "Who said what", "Who says that it is over?"."""
    tokens = document.tokens_in(draft.source[0]) if draft.source else range(0)
    if len(tokens) != 1 or document.tags[tokens.start] != "WP":
        return False
    return tokens.start == int(document.sentence_tokens[document.sentence_of(tokens.start), 0])


def _with_that(text: str, content: Pieces) -> Pieces:
    """Content with the "that" in front of it, as PolNeAR marks it, so that exact spans can be scored against it.

    Readers of content work without it: one content is one whatever stands before it.
    """
    start, end = content[0]
    return ((start - 5, end), *content[1:]) if text[max(0, start - 5) : start].casefold() == "that " else content


def find_kind(text: str, content: Pieces, quotations: Sequence[Span]) -> Kind:
    """Direct where all words of the content stand in quotation marks, indirect where none does, else mixed.

    Args:
        text: The article's.
        content: Of one statement.
        quotations: Those of the text that stand in no other, in text order.
    """
    inside = outside = 0
    for start, end in content:
        leading = _LEADING_WORDS.match(text, start, end)
        start = leading.end() if leading else start
        place = bisect_right(quotations, (start, start))
        opens = place < len(quotations) and quotations[place][0] == start
        place -= bool(place and quotations[place - 1][1] > start)
        if text[start] in _MARKS and not opens and text[end - 1] in _MARKS and not inside_quotation(quotations, start):
            # Marks that do not match ("“ … “", a line break inside) still stand at both ends.
            inside += _letters(text, start, end)
            continue
        position = start
        for k in range(place, len(quotations)):
            a, b = quotations[k]
            if a >= end:
                break
            outside += _letters(text, position, max(position, a))
            inside += _letters(text, max(position, a), min(end, b))
            position = max(position, min(end, b))
        outside += _letters(text, position, end)
    if inside and not outside:
        return Kind.DIRECT
    return Kind.MIXED if inside else Kind.INDIRECT


def is_many(link: Link) -> bool:
    """Whether "they" may stand for a source: two people, or some unnamed ones."""
    return " and " in link.name or (
        link.kind is LinkKind.UNNAMED and any(w.endswith("s") for w in link.name.split()[:4]) and "'" not in link.name
    )


def inside_quotation(quotations: Sequence[Span], offset: int) -> bool:
    """Whether an offset stands in one of these disjoint quotations."""
    place = bisect_right(quotations, (offset, sys.maxsize)) - 1
    return place >= 0 and offset < quotations[place][1]


def _outermost(quotations: Sequence[Span]) -> tuple[Span, ...]:
    """Quotations that stand in no other."""
    kept: list[Span] = []
    for start, end in quotations:
        if not kept or start >= kept[-1][1]:
            kept.append((start, end))
    return tuple(kept)


def _letters(text: str, start: int, end: int) -> int:
    return sum(map(str.isalnum, text[start:end])) if end > start else 0


def _draft(text: str, attribution: Attribution) -> Draft | None:
    """An attribution with its pieces in order and trimmed; None where no content is left."""
    content = _trimmed(text, attribution.content)
    if not content:
        return None
    cue = _trimmed(text, attribution.cue)
    source = _trimmed(text, tuple(_of_one_paragraph(text, piece, cue) for piece in attribution.source))
    return Draft(source, cue, content, attribution.confidence)


def _of_one_paragraph(text: str, source: Span, cue: Pieces) -> Span:
    """A source without what stands in another paragraph than its cue: "10:15 GMT", an empty line, "Police say"."""
    start, end = source
    breaks = list(_EMPTY_LINE.finditer(text, start, end)) if cue else []
    if breaks and end <= cue[0][0]:
        return breaks[-1].end(), end
    return (start, breaks[0].start()) if breaks and start >= cue[-1][1] else source


def _trimmed(text: str, pieces: Pieces) -> Pieces:
    kept = []
    for start, end in sorted(pieces):
        while start < end and (text[start].isspace() or text[start] in ",;:"):
            start += 1
        while start < end and (text[end - 1].isspace() or text[end - 1] in ",;:"):
            end -= 1
        if any(map(str.isalnum, text[start:end])):
            kept.append((start, end))
    return tuple(kept)


def _outer_first(outer: Sequence[int | None], wanted: Sequence[int]) -> list[int]:
    """Indices in the order wanted, but each after the one that it stands in."""
    order: list[int] = []
    seen: set[int] = set()
    for i in wanted:
        path = []
        j: int | None = i
        while j is not None and j not in seen and j not in path:
            path.append(j)
            j = outer[j]
        for k in reversed(path):
            seen.add(k)
            order.append(k)
    return order


class _Reader:
    """Resolves the drafts of one article one after another; remembers who spoke, to whom and when."""

    def __init__(self, document: Document, who: Cast, times: Sequence[Time], scores: Scores | None) -> None:
        self.document = document
        self.scores = scores
        middle = scores.middle if scores else None
        self.looks = None if scores is None or middle is None else Looks(middle, scores.pieces)
        self.who = who
        self.quotations = _outermost(find_quotations(document.text))
        self.before: list[Said] = []
        self.asked: tuple[int, Link, Span] | None = None  # the last question: its end, who asked, whom
        self.outermost: Said | None = None  # who spoke last, but for those whom others quote
        self.occasions: dict[tuple[str, str], _Occasion] = {}
        self.told: dict[Span, list[Statement]] = {}  # by each piece of their content
        self.latest = _Occasion(sentence=-100)
        self.times: dict[int, list[Time]] = {}
        for time in times:
            tokens = document.tokens_in(time.span)
            if tokens:
                self.times.setdefault(document.sentence_of(tokens.start), []).append(time)

    def statement(self, draft: Draft, outer_draft: Draft | None, outer: Statement | None) -> Statement:
        """The statement of a draft; `outer` is the one in whose content it stands."""
        document = self.document
        content, cue, source = draft.content, draft.cue, draft.source
        outer_link = outer.chain[-1] if outer and outer.chain else None
        anchor = (source or cue or content)[0][0]
        quoted = inside_quotation(self.quotations, anchor)
        own = draft.link or find_source(
            document, self.who, source, before=self.before, outer=outer_link, quoted=quoted, looks=self.looks
        )
        own = self._who_was_asked(draft, own) or own
        if own is not None and own.entity is None and own.name.casefold() in {"i", "we"}:
            own = None  # whoever writes the article
        kind = find_kind(document.text, content, self.quotations)
        sentence = self._sentence(draft)
        if own is None and kind is Kind.DIRECT and not cue and self.before:
            last = self.outermost or self.before[-1]
            own = replace(last.link, span=None) if sentence - last.sentence <= 3 else None
        names = own.name if own else ""
        middle = self.scores.middle if self.scores else None
        seen = None
        # Of a very long text only the beginning is kept: behind it the parse decides alone.
        if self.scores is not None and middle is not None and content[-1][1] <= self.scores.pieces[len(middle) - 1, 1]:
            seen = look_at(middle, self.scores.pieces, cue, content, source)
        stance = find_stance(document, cue, content, source=source, own_names=names, seen=seen)
        times = self.times.get(sentence, ())
        if is_retracted(document, content):
            stance = Stance.RETRACTS
            times = [time for time in times if not is_day_of_report(document, content, time.span)]
        elif stance in _TOLD and _is_withheld(document, cue, content):
            stance = Stance.DECLINES_COMMENT
        told_span = find_told(document, cue, content, source)
        told = " ".join(document.text[slice(*told_span)].split()) if told_span else None
        asks = stance is Stance.QUESTIONS and "?" in document.text[content[-1][1] - 2 : content[-1][1] + 1]
        if asks and told_span and own is not None and outer is None:
            self.asked = (content[-1][1], own, told_span)
        said = find_said(document, cue, content, source, times)
        passed = outer is not None and outer_draft is not None and passes_on(document, outer_draft, draft)
        passed = passed and (own is None or vouches(document, outer, draft, own))
        chain_before = outer.chain if passed and outer else ()
        relays = tuple(k for k in draft.relays if not self.is_own(k.name))
        host = self._cited_by(draft)
        if host is not None:
            chain_before, relays = host.chain, ()
        is_own_word = own is not None and self.is_own(own.name)
        if own is not None and not is_own_word:
            if outer is None and host is None:
                said = self._day(own, draft, sentence, said)
            self._remember(source or cue or content, own, sentence)
            if outer is None:
                self.outermost = Said(document.tokens_in(content[0]).start, sentence, own, is_many(own))
        relays = tuple(r for r in relays if own is None or kind_key(r) != kind_key(own)) if own is not None else ()
        if own is None and is_hearsay(document, cue):
            chain_before = ()
        chain = join_chain(chain_before, relays, None if is_own_word else own)
        statement = Statement(
            id="",
            kind=kind,
            source=source,
            cue=cue,
            content=content,
            chain=chain,
            stance=stance,
            said=said,
            told=told,
            confidence=draft.confidence,
        )
        for piece in content:
            self.told.setdefault(piece, []).append(statement)
        return statement

    def _who_was_asked(self, draft: Draft, own: Link | None) -> Link | None:
        """Whom "he" stands for in the answer to a question that was put to somebody: not who asked it."""
        if self.asked is None or own is None or not draft.source:
            return None
        end, asker, told = self.asked
        if kind_key(own) != kind_key(asker) or not 0 <= draft.content[0][0] - end <= _ANSWER_NEAR:
            return None
        tokens = self.document.tokens_in(draft.source[0])
        if len(tokens) != 1 or self.document.pos[tokens.start] != "PRON":
            return None
        return find_source(self.document, self.who, (told,), before=self.before, looks=self.looks)

    def _cited_by(self, draft: Draft) -> Statement | None:
        """The statement that a "citing …" stands in: the same content, told just before."""
        if not draft.cited:
            return None
        told = [one for one in reversed(self.told.get(draft.content[0], ())) if one.source != draft.source]
        return next((one for one in told if one.source == draft.citer), told[0] if told else None)

    def _sentence(self, draft: Draft) -> int:
        for pieces in (draft.cue, draft.source, draft.content):
            if pieces and (tokens := self.document.tokens_in(pieces[0])):
                return self.document.sentence_of(tokens.start)
        return 0

    def is_own(self, name: str) -> bool:
        """Whether a name is that of the article's own outlet."""
        article = self.document.article
        return is_own_outlet(name, article.outlet, article.url)

    def _remember(self, pieces: Pieces, link: Link, sentence: int) -> None:
        tokens = self.document.tokens_in(pieces[0])
        token = tokens.start if tokens else 0
        insort(self.before, Said(token, sentence, link, is_many(link)), key=lambda s: s.token)

    def _day(self, own: Link, draft: Draft, sentence: int, said: str | None) -> str | None:
        """The day of the saying, with the one that an earlier remark of the same source gave for one occasion.

        Only what is spoken carries over: "opposed", "plans" and the like may be of any day.
        """
        key = kind_key(own)
        last = self.occasions.get(key)
        spoken = is_spoken(self.document, draft.cue, draft.content)
        if last is not None and spoken:
            reach = _SAID_SENTENCES if len(last.said or "") > len("2024") else _NEAR_SENTENCES
            if said is None and 0 <= sentence - last.sentence <= reach:
                said = last.said
        elif said is None and last is not None and sentence == last.sentence:
            said = last.said
        if said is None and is_answer(self.document, draft.cue) and 0 <= sentence - self.latest.sentence <= 2:
            said = self.latest.said
        if said is not None:
            self.occasions[key] = self.latest = _Occasion(sentence=sentence, said=said)
        elif spoken:
            self.latest = last or _Occasion(sentence=-100)
        return said
