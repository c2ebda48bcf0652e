"""The circumstances of a saying, as its own clause gives them: to whom, through which outlet, when."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from reportedly.article import Pieces, Span
from reportedly.edtf import from_timex
from reportedly.lexicon.telling import TOLD
from reportedly.reading.attribution.sources import outlet_at
from reportedly.reading.document import Document
from reportedly.reading.entities.coreference import Cast
from reportedly.reading.text.spans import overlaps
from reportedly.record import Link, Time
from reportedly.vocabulary import TimeType

__all__ = ["clause_tokens", "find_relays", "find_said", "find_told"]

_TELLING = frozenset(
    """tell ask urge inform assure remind warn advise invite implore beg instruct order direct notify reassure brief
    pressure press lobby push encourage persuade convince thank congratulate praise call contact accuse question
    request petition appeal promise show offer give write email e-mail text forbid ban command""".split()
)
_TO = frozenset(["to", "with"])
_RELAYING = frozenset(
    """report quote cite carry broadcast publish air say announce add relay release state write run post tell print
    distribute reveal""".split()
)
_THROUGH = frozenset("to with on by in via through from for at".split())
_NOT_PEOPLE = frozenset(
    """effect use extent end degree detail fact light addition contrast response reference""".split()
)
_SPEECH = frozenset(
    """say tell add state note claim write tweet declare explain argue contend announce describe call warn insist
    stress emphasize remark respond reply comment continue speak acknowledge admit deny ask urge vow promise pledge
    conclude thank congratulate accuse stress reiterate lament rail declare joke quip point mention observe suggest
    make""".split()
)
_EXCHANGE = frozenset("respond reply answer ask press interject counter retort".split())
_REACH = 150  # tokens: no clause is longer, and a text without a stop must not cost its square
_FULL_DAY = re.compile(r"^\d{4}-\d{2}-\d{2}$")
_COUNTS = dict(zip("a one two three four five six seven eight nine ten".split(), (1, *range(1, 11)), strict=True))
_DAY = re.compile(r"^\d{4}(?:-\d{2}(?:-\d{2})?)?")


def clause_tokens(document: Document, cue: Pieces, taken: Pieces, inside: Pieces = ()) -> list[int]:
    """Tokens of the cue's sentence that stand outside of source and content.

    Args:
        document: The article.
        cue: The words that attribute.
        taken: The pieces of source and content.
        inside: The content in which the statement itself stands; empty where it stands in none.
    """
    if not cue:
        return []
    tokens = document.tokens_in((cue[0][0], cue[-1][1]))
    if not tokens:
        return []
    sentence = document.tokens_of_sentence(document.sentence_of(tokens.start))
    starts = document.starts
    free = []
    near = range(max(sentence.start, tokens.start - _REACH), min(sentence.stop, tokens.stop + _REACH))
    for token in near:
        at = starts[token]
        if any(start <= at < end for start, end in taken):
            continue
        if not inside or any(start <= at < end for start, end in inside):
            free.append(token)
    return free


def find_told(document: Document, cue: Pieces, content: Pieces, source: Pieces) -> Span | None:
    """To whom it was said: "told [reporters]", "a call on [the ministry] to"; None where not printed."""
    tokens = [t for piece in cue for t in document.tokens_in(piece)]
    starts = document.starts
    for token in tokens:
        lemma = document.lemmas[token]
        for child in document.children[token]:
            dep = document.deps[child]
            if child in tokens or any(a <= starts[child] < b for a, b in (*source,)):
                continue
            telling = lemma in _TELLING and document.pos[token] in {"VERB", "AUX", "NOUN"}
            if dep in {"dobj", "dative", "iobj"} and telling and document.pos[child] != "ADP":
                span = _phrase(document, child, content, cue)
            elif dep in {"prep", "dative"} and document.words[child].casefold() in (
                _TO | ({"on"} if lemma == "call" else set())
            ):
                objects = [c for c in document.children[child] if document.deps[c] == "pobj"]
                good = objects and document.lemmas[objects[0]] not in _NOT_PEOPLE
                speaking = lemma in _TELLING or lemma in {
                    "say",
                    "speak",
                    "announce",
                    "write",
                    "explain",
                    "complain",
                    "admit",
                }
                span = _phrase(document, objects[0], content, cue) if good and speaking else None
            else:
                continue
            if span is not None:
                return span
        # "Residents were told by the council that …", "Told that …, Orr said": the subject of the passive.
        if document.tags[token] == "VBN" and lemma in TOLD:
            for child in document.children[token]:
                if document.deps[child] == "nsubjpass" and not overlaps(document.span(child, child + 1), source):
                    return _phrase(document, child, content, cue)
    # The parse often hangs the one told on the verb of what he is told: "told [Tass] on Wednesday that …".
    last = tokens[-1] if tokens else None
    if last is not None and document.lemmas[last] in _TELLING and document.pos[last] == "VERB":
        following = last + 1
        nominal = following < len(document) and document.pos[following] in {"PROPN", "PRON", "NOUN", "DET"}
        if nominal and not any(a <= starts[following] < b for a, b in (*content, *source)):
            stop = following
            while (
                stop < len(document)
                and document.pos[stop] in {"PROPN", "PRON", "NOUN", "DET", "ADJ", "NUM", "PART"}
                and not any(a <= starts[stop] < b for a, b in content)
                and document.sentence_of(stop) == document.sentence_of(last)
            ):
                stop += 1
                if document.pos[stop - 1] == "PRON":
                    break
            return document.span(following, stop)
    return None


def _phrase(document: Document, head: int, content: Pieces, cue: Pieces) -> Span | None:
    """The noun phrase of a head, cut before what is said to it and before clauses."""
    starts = document.starts
    inside = document.subtree(head)
    start = inside.start
    cue_end = cue[-1][1] if cue else 0
    while start < head and cue and starts[start] < cue_end and starts[head] >= cue_end:
        start += 1
    stop = head + 1
    while stop < inside.stop:
        at = starts[stop]
        if any(a <= at < b for a, b in content) or document.deps[stop] in {
            "relcl",
            "advcl",
            "acl",
            "mark",
            "xcomp",
            "aux",
            "ccomp",
        }:
            break
        if document.words[stop] in {"that", "whether", "who", "which", "—", "–", ":", "“", '"', "on", "about"}:
            break
        stop += 1
    while stop > head + 1 and document.pos[stop - 1] in {"PUNCT", "SCONJ", "ADP", "PART"}:
        stop -= 1
    if any(a <= starts[head] < b for a, b in content):
        return None
    return document.span(start, stop)


def find_relays(
    document: Document,
    who: Cast,
    cue: Pieces,
    content: Pieces,
    source: Pieces,
    is_own: Callable[[str], bool],
    inside: Pieces = (),
) -> tuple[Link, ...]:
    """Outlets through which it came: the one told, "on Fox News", "Tass reported" after "Orr said", nearest first.

    Args:
        document: The article.
        who: Its entities.
        cue, content, source: The statement's pieces.
        is_own: Whether a name is that of the article's own outlet, which is no relay.
        inside: The content in which the statement itself stands, if any.
    """
    free = clause_tokens(document, cue, (*content, *source), inside)
    found: list[Link] = []
    for token in free:
        if (
            document.deps[token] == "compound"
            and document.head(token) in free
            and outlet_at(document, who, document.head(token))
        ):
            continue
        link = outlet_at(document, who, token)
        if link is None or link.span is None or any(k.name == link.name for k in found):
            continue
        if not is_own(link.name) and _is_relay(document, who, token, cue):
            found.append(link)
    return tuple(found[:2])


def _is_relay(document: Document, who: Cast, token: int, cue: Pieces) -> bool:
    """Whether an outlet in a saying's clause passes it on, rather than being spoken of."""
    head = token
    for _ in range(5):
        dep = document.deps[head]
        above = document.head(head)
        if dep in {"nsubj", "nsubjpass"}:
            return document.lemmas[above] in _RELAYING
        if dep in {"dobj", "dative", "iobj"}:
            return document.lemmas[above] in {"tell", "inform", "write"}
        if dep == "pobj":
            preposition = document.words[above].casefold()
            if preposition == "to" and document.words[max(0, above - 1)].casefold() == "according":
                return True
            return preposition in _THROUGH
        if dep == "agent":
            return True
        if above == head or dep in {"ROOT", "relcl", "acl"}:
            break
        head = above
    # The parse may be lost in a sentence of quotations; then the word before the name tells.
    before = document.words[token - 1].casefold() if token else ""
    if before == "the" and token > 1:
        before = document.words[token - 2].casefold()
    return before in {"told", "telling", "tells", "to", "by", "on"}


def is_spoken(document: Document, cue: Pieces, content: Pieces) -> bool:
    """Whether a cue is a saying of one moment: "said", "added", "tweeted", or a quotation's."""
    if content and document.text[content[0][0]] in '"“':
        return True
    tokens = [t for piece in cue for t in document.tokens_in(piece)]
    return any(document.lemmas[t] in _SPEECH and document.pos[t] in {"VERB", "AUX"} for t in tokens)


def is_answer(document: Document, cue: Pieces) -> bool:
    """Whether a cue takes part in an exchange, so that its day is that of the question or answer before it."""
    return any(document.lemmas[t] in _EXCHANGE for piece in cue for t in document.tokens_in(piece))


def find_said(document: Document, cue: Pieces, content: Pieces, source: Pieces, times: Sequence[Time]) -> str | None:
    """The day, month or year that the clause gives for the saying.

    Args:
        document: The article.
        cue, content, source: The statement's pieces.
        times: Those of the cue's sentence.

    Returns:
        EDTF; None where the clause gives none.
    """
    if not cue:
        return None
    at = cue[0][0]
    day = document.article.published_on
    published = day.isoformat() if day else None
    # "Announced his resignation in May": the month may have been taken into content that is a mere noun phrase.
    tokens = [t for piece in content for t in document.tokens_in(piece)]
    phrase = len(tokens) <= 12 and not any(document.pos[t] in {"VERB", "AUX"} for t in tokens)
    best: tuple[int, int, str] | None = None
    apart = _apart(document, cue)
    for time in times:
        if time.value is None or time.type not in (TimeType.DATE, TimeType.TIME):
            continue
        value = from_timex(time.value)
        if value is None or overlaps(time.span, source) or not _DAY.match(value):
            continue
        if published is not None and value[: len(published)] > published[: len(value)]:
            continue  # what is said has been said: the day is that of the plan
        if overlaps(time.span, content) and not phrase:
            continue
        far = _attaches(document, time.span, cue)
        if far is None:
            continue
        if far == 1 and apart is not None:
            if apart.days is None or not _FULL_DAY.match(value):
                continue
            value = (date.fromisoformat(value) + timedelta(apart.days)).isoformat()
        candidate = (far, min(abs(time.span[0] - at), abs(time.span[1] - at)), value)
        best = min(best, candidate) if best else candidate
    return best[2] if best else None


@dataclass(frozen=True, slots=True)
class _Apart:
    """A saying told of as before or after what its sentence tells; `days` between the two, None where not given."""

    days: int | None


def _apart(document: Document, cue: Pieces) -> _Apart | None:
    """How far a saying in a clause with "after" or "before" is from the main clause's: "a day after Orr confirmed"."""
    for piece in cue:
        for token in document.tokens_in(piece):
            if document.deps[token] not in {"advcl", "ccomp"}:
                continue
            for child in document.children[token]:
                word = document.words[child].casefold()
                if document.deps[child] == "mark" and word in {"after", "before", "since"}:
                    sign = -1 if word == "after" else 1
                    return _Apart(None if word == "since" else _days_before(document, child, sign))
    return None


def _days_before(document: Document, mark: int, sign: int) -> int | None:
    """The days printed right before "after" or "before", with their sign: "two days after" -> -2."""
    if mark < 2:
        return None
    unit, count = document.lemmas[mark - 1], document.words[mark - 2].casefold()
    length = {"day": 1, "week": 7}.get(unit)
    number = _COUNTS.get(count) or (int(count) if count.isdecimal() and len(count) < 3 else None)
    return None if length is None or number is None else sign * length * number


def _attaches(document: Document, span: Span, cue: Pieces) -> int | None:
    """How closely a time belongs to the cue's clause: 0 where its nearest verb is the cue, 1 where the cue hangs on
    that verb, None where it belongs elsewhere."""
    tokens = document.tokens_in(span)
    cue_tokens = [t for piece in cue for t in document.tokens_in(piece)]
    if not tokens or not cue_tokens:
        return None
    head = next((t for t in tokens if document.head(t) not in tokens or document.head(t) == t), tokens[-1])
    opens = head > 0 and document.words[head - 1] == "On" and document.head(head - 1) in cue_tokens
    if opens:
        return 0  # "On Wednesday Orr's lawyer told": no lawyer of Wednesday's, though the parse may think so
    if document.deps[head] in {"compound", "nummod", "amod", "nmod", "poss"}:
        return None  # "his 2016 promises"
    verb = next((t for t in document.ancestors(head) if document.pos[t] in {"VERB", "AUX"}), None)
    if verb is None or verb in cue_tokens:
        return 0
    hosts = {t for c in cue_tokens for t in document.ancestors(c) if document.pos[t] in {"VERB", "AUX"}}
    # "…, speaking on Friday": a participle of the saying.
    participle = document.deps[verb] in {"advcl", "xcomp", "prep", "pcomp"} and document.head(verb) in cue_tokens
    return 1 if verb in hosts or participle else None
