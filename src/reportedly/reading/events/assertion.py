"""What an article tells of an event once the frame of its clause is taken into account.

The heads read "cancelled" off the words; the frame (`veridicality`) says whether that is told to be so.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from reportedly.lexicon.calendar import CAPITAL_MONTHS, CAPITAL_WEEKDAYS
from reportedly.lexicon.hearsay import ADVERBS, TALK
from reportedly.reading.document import Document
from reportedly.reading.events.changes import (
    CALLS_OFF,
    CHANGE_VERBS,
    PUTS_OFF,
    change_names,
    find_change,
    is_of_another,
)
from reportedly.reading.events.outright import to_be_held
from reportedly.reading.syntax.clauses import Tense, clause_head, is_verb, tense
from reportedly.reading.syntax.fiction import is_invented
from reportedly.reading.syntax.signatures import CONTENT_NOUNS, SAYS
from reportedly.reading.syntax.veridicality import Reading, Truth, truth_of
from reportedly.vocabulary import Status

__all__ = ["Told", "hearsay_words", "told_status"]

_CHANGE_NOUNS = frozenset("cancellation postponement delay suspension adjournment deferral rescheduling halt".split())
_OFF = frozenset({Status.CANCELLED, Status.POSTPONED, Status.RESCHEDULED, Status.RULED_OUT})
_AHEAD = frozenset({Status.PLANNED, Status.SCHEDULED})
_FARTHEST, _LONGEST = 8, 60
_TAKES_PLACE = frozenset("hold take_place go_ahead go_forward proceed start begin open kick_off resume restart".split())
_REVIVES = frozenset("rearrange revive reinstate restore resurrect reactivate uncancel bring_back".split())
_CONCERNING = frozenset("of about concerning regarding".split())
_SPEAKERS = ("nsubj", "dobj", "npadvmod")  # behind its verb a subject may be taken for an object
_STAYS = frozenset("remain remains stay stays keep keeps".split())  # an auxiliary keeps its ending
_SET = frozenset("set schedule plan fix due slate on book".split())
_NOT_OVER = frozenset({Tense.FUTURE, Tense.PRESENT, Tense.PROGRESSIVE, Tense.WOULD, Tense.BARE})
_OVER = frozenset({Status.HELD, Status.UNDER_WAY})
_SUBJECTS = ("nsubj", "nsubjpass")
_SKIPS = frozenset("skip miss boycott shun snub quit leave".split())
_LEAVES = frozenset("pull drop back bow opt walk stay".split())
_ANEW = frozenset("now instead later earlier rather new originally initially previously original".split())
_SETS_UP = frozenset("call announce declare organise organize schedule plan arrange convene".split())
_DAYS = frozenset((*CAPITAL_WEEKDAYS, *CAPITAL_MONTHS))
# Whoever quashes these undoes what was done; nothing that was to be is off.
_DONE = frozenset(
    "ruling verdict decision sentence conviction judgment judgement order decree fine permit licence license visa "
    "contract decoration citizenship".split()
)
_IS_SAID = frozenset("report say believe understand think claim allege rumour rumor assume presume suggest".split())


@dataclass(frozen=True, slots=True)
class Told:
    """What is told of an event.

    Attributes:
        status: None where nothing is told.
        decider: The word of the frame that makes it another than the words alone say; None where none does.
        words: Those that say so beyond doubt, where they are no plain verb on the event.
    """

    status: Status | None
    decider: int | None = None
    words: tuple[int, ...] = ()


def told_status(
    document: Document,
    token: int,
    words: Sequence[int],
    status: Status,
    *,
    has_day: bool,
    otherwise: Status | None = None,
) -> Told:
    """The status that a mention tells, given the one that its words stand for.

    Args:
        document: The parsed article.
        token: The trigger's head.
        words: Tokens that fix the status, as the heads see them.
        status: What these stand for.
        has_day: Whether the day of the event is told.
        otherwise: The likeliest status of those that leave the event on.
    """
    if _tells_nothing(document, token, status):
        return Told(None)
    on = Status.SCHEDULED if has_day else Status.PLANNED
    if status in _OFF | _OVER and (verb := _back_on(document, token)) is not None:
        return Told(on, verb)
    if _is_still_on(document, token, status) or (status in _OVER and _is_set_up_for_a_day(document, token)):
        return Told(on)
    if (found := find_change(document, token)) is not None:
        reading = truth_of(document, found.verb)
        return Told(_as_read(reading, found.status, on), reading.decider, found.words)
    if status in _OFF and _is_stayed_away_from(document, token):
        return Told(otherwise)
    if status in _OFF:
        change = _change(document, token, words)
        if change is None:
            others = [w for w in _changes_near(document, token, words) if is_of_another(document, token, w)]
            if others and status is not Status.RULED_OUT:
                is_actor = document.deps[token] == "nsubj" and document.head(token) in others
                return Told(None if is_actor else otherwise)  # "the theatre dropped a show"
            if _is_announced(document, token, words):
                return Told(on)
            if status is Status.RESCHEDULED and _takes_place_alone(document, token, words):
                return Told(on)
            return _told_without_a_word(document, token, status)
        reading = truth_of(document, change)
        if reading.truth is Truth.FAILS and (other := _rather(document, change)) is not None:
            return Told(other)
        if status is Status.POSTPONED and _is_called_off_by(document, token, change):
            status = Status.CANCELLED
        if change == token and _is_change(document, token) and reading.truth is not Truth.HOLDS:
            return Told(status if status is Status.RULED_OUT else None)  # "there were no cancellations"
        return Told(_as_read(reading, status, on), reading.decider)
    if status in _AHEAD:
        clause = clause_head(document, token)
        reading = truth_of(document, clause)
        # What somebody has not said is no plan on that word; a plan that is asked about may be one.
        if (
            reading.truth is Truth.OPEN
            and reading.decider not in (None, clause)
            and _is_said(document, reading.decider)
        ):
            return Told(None, reading.decider)
    return Told(status)


def _tells_nothing(document: Document, token: int, status: Status) -> bool:
    """Whether a trigger is invented, only commented on, or names what is done and undone: "cancelled the ruling"."""
    undone = status is Status.CANCELLED and document.lemmas[token] in _DONE and document.pos[token] == "NOUN"
    return undone or is_invented(document, token) or _is_commented_on(document, token)


def _is_called_off_by(document: Document, token: int, verb: int) -> bool:
    """Whether a verb that calls off has the event for its object: "ditched the vote"."""
    names = change_names(document, verb)
    on_it = document.head(token) == verb and document.deps[token] in ("dobj", "nsubjpass")
    return on_it and bool(names & CALLS_OFF) and not names & {"drop", "abandon", *PUTS_OFF}


def _is_stayed_away_from(document: Document, token: int) -> bool:
    """ "Withdrew from the concert", "pulled out of the talks", "will skip the summit": it is on without them."""
    above = document.head(token)
    if document.deps[token] == "dobj":
        return document.lemmas[above] in _SKIPS
    if document.deps[token] != "pobj" or document.lemmas[above] not in ("from", "of"):
        return False
    verb = next((up for up in islice(document.ancestors(above), 3) if is_verb(document, up)), None)
    if verb is None:
        return False
    between = document.lemmas[verb + 1 : token]
    is_out = document.lemmas[verb] in _LEAVES and ("out" in between or "away" in between)
    return is_out or document.lemmas[verb] == "withdraw"


def _is_announced(document: Document, token: int, words: Sequence[int]) -> bool:
    """Whether nothing but a verb that sets something up is on the event: "called the strike", not "called it off"."""
    verb = document.head(token)
    if document.deps[token] not in ("dobj", "nsubjpass") or document.lemmas[verb] not in _SETS_UP:
        return False
    children = document.children[verb]
    helpers = (c for c in children if document.deps[c] in ("aux", "auxpass"))
    return {*words} <= {verb, *helpers} and not any(document.deps[c] == "prt" for c in children)


def _is_set_up_for_a_day(document: Document, token: int) -> bool:
    """ "Announced a protest in Cardiff for October 3": what is called for a day is still to come when it is called."""
    verb = document.head(token)
    if document.deps[token] not in ("dobj", "nsubjpass") or document.lemmas[verb] not in _SETS_UP:
        return False
    children = (*document.children[verb], *document.children[token])
    days = (c for p in children if p > token and document.lemmas[p] == "for" for c in document.children[p])
    return any(document.words[day] in _DAYS for day in days)


def _is_commented_on(document: Document, token: int) -> bool:
    """Whether somebody only says what he thinks of a report: "“Nonsense,” said Orr of a report that it was off"."""
    for up in (token, *islice(document.ancestors(token), _FARTHEST)):
        mark = next((c for c in document.children[up] if document.words[c].casefold() == "that" and c), None)
        # The parse may hang the clause on the verb of saying: "said Orr of claims that it was off".
        for noun in (up, up if mark is None else mark - 1):
            if document.lemmas[noun] in CONTENT_NOUNS and document.deps[noun] == "pobj":
                return _concerns(document, document.head(noun))
    return False


def _concerns(document: Document, preposition: int) -> bool:
    """Whether a preposition gives what somebody speaks of, on the verb or on who speaks."""
    host = document.head(preposition)
    verb = document.head(host) if document.deps[host] in _SPEAKERS else host
    return document.lemmas[preposition] in _CONCERNING and document.lemmas[verb] in SAYS


def _is_still_on(document: Document, token: int, status: Status) -> bool:
    """Whether what the heads hold for moved stays as it was set, or what they hold for past is to be."""
    if status in (Status.RESCHEDULED, Status.POSTPONED):
        return _stays_as_set(document, token)
    return status in _OVER and to_be_held(document, token) is not None


def _stays_as_set(document: Document, token: int) -> bool:
    """ "The launch remains set for March 27", "is still planned for Friday"."""
    verb, role = document.head(token), document.deps[token]
    if role not in _SUBJECTS:
        return False
    # The parse may take either word for the verb: "the launch [remains] [set] for March 27".
    for stays in {verb, verb - 1, *(c for c in document.children[verb] if c > token)}:
        if document.lemmas[stays] in _STAYS:
            following = document.lemmas[min(stays + 1, len(document) - 1)]
            return following in _SET or any(document.lemmas[c] in _SET for c in document.children[stays] if c > stays)
    still = any(document.lemmas[c] == "still" for c in document.children[verb])
    return still and tense(document, verb) is Tense.PRESENT and document.lemmas[verb] in _SET | {"be"}


def _takes_place_alone(document: Document, token: int, words: Sequence[int]) -> bool:
    """Whether all that is said of an event is that it "will take place", with no word of another day before."""
    verb = document.head(token)
    if document.deps[token] not in _SUBJECTS or not change_names(document, verb) & _TAKES_PLACE:
        return False
    inside = {document.lemmas[t] for t in document.subtree(verb)[:_LONGEST]}
    return set(words) <= {verb, *document.children[verb]} and not inside & _ANEW


def _as_read(reading: Reading, status: Status, on: Status) -> Status | None:
    told = {Truth.HOLDS: status, Truth.FAILS: on, Truth.DOUBTED: Status.UNCONFIRMED, Truth.OPEN: None}
    return told[reading.truth]


def _rather(document: Document, change: int) -> Status | None:
    """The status of "was not cancelled but postponed"."""
    for child in document.children[change]:
        if document.deps[child] == "conj" and _is_change(document, child) and _holds(document, child):
            names = change_names(document, child)
            return Status.CANCELLED if names & CALLS_OFF else Status.POSTPONED if names & PUTS_OFF else None
    return None


def _told_without_a_word(document: Document, token: int, status: Status) -> Told:
    """As `told_status` of "will not take place", which is off though no word of change stands there."""
    if status is Status.RULED_OUT:  # "refused to let them vote": the frame is what rules it out
        return Told(status)
    reading = truth_of(document, clause_head(document, token))
    return Told(None, reading.decider) if reading.truth is Truth.OPEN else Told(status)


def _is_said(document: Document, token: int) -> bool:
    return is_verb(document, token) and document.lemmas[token] in SAYS


def _change(document: Document, token: int, words: Sequence[int]) -> int | None:
    """The verb or noun that says that an event is off or moved; None where no such word is found."""
    for node in _changes_near(document, token, words):
        if not is_of_another(document, token, node):
            return node
    # "Reports of a cancelled summit" are of what the noun stands for.
    return token if any(_is_called_off(document, c) for c in document.children[token]) else None


def _changes_near(document: Document, token: int, words: Sequence[int]) -> Iterator[int]:
    """Words of change: of the trigger and of what is above it, of a decision, and those that the heads see."""
    for node in (token, *islice(document.ancestors(token), _FARTHEST)):
        if _is_change(document, node):
            yield node
    decided = (c for c in document.children[token] if document.deps[c] == "acl" and document.tags[c] == "VB")
    yield from (c for c in decided if _is_change(document, c))  # "no decision to cancel it"
    inside = document.subtree(token)
    verbs = [document.head(w) if document.deps[w] == "prt" else w for w in words]
    yield from (w for w in verbs if _is_change(document, w) and w not in inside)


def _is_change(document: Document, token: int) -> bool:
    lemma = document.lemmas[token]
    if lemma in _CHANGE_NOUNS and document.pos[token] == "NOUN":
        return True
    if not is_verb(document, token):
        return False
    names = change_names(document, token)
    return "be_off" in names or bool(names & CHANGE_VERBS)


def _back_on(document: Document, token: int) -> int | None:
    """The verb that says that an event which was called off is on again; None where none does.

    "The summit, once cancelled, opens on May 6", "the visit that was called off is back on", "revived the march it had
    scrapped", "was called off on Monday and reinstated on Tuesday", "goes ahead after all".
    """
    verb, role = document.head(token), document.deps[token]
    if verb == token or not is_verb(document, verb) or role not in (*_SUBJECTS, "dobj"):
        return None
    was_off = _was_off(document, token, verb)
    # "Talks called off in March will be held in May": what is said of them may be parsed for what they called.
    joined = [c for c in document.children[verb] if document.deps[c] in ("conj", "ccomp")]
    joined = [c for c in joined if not _has_subject(document, c)]
    for other in (verb, *joined):
        if _brings_back(document, other, role, was_off=was_off) and _holds(document, other):
            return other
    return None


def _brings_back(document: Document, verb: int, role: str, *, was_off: bool) -> bool:
    names = change_names(document, verb)
    if names & _REVIVES:
        return was_off
    if _is_change(document, verb):
        return False
    is_said = document.deps[verb] == "ccomp"  # "said that the walkout was back on"
    when = tense(document, verb)
    if role == "dobj":
        return was_off and bool(names & _TAKES_PLACE) and when in (Tense.FUTURE, Tense.BARE, Tense.WOULD)
    beside = [c for c in document.children[verb] if document.deps[c] not in (*_SUBJECTS, "dobj")]
    beside += [d for c in beside for d in document.children[c]]
    around = {document.lemmas[c] for c in beside}
    is_on = "be" in names and any(document.lemmas[c] == "on" and not _has_object(document, c) for c in beside)
    if not is_on and not names & _TAKES_PLACE:
        return False
    if when not in _NOT_OVER and not (is_said and "be" in names):
        return False
    return was_off or {"after", "all"} <= around or (is_on and "back" in around)


def _has_object(document: Document, preposition: int) -> bool:
    return any(document.deps[c] == "pobj" for c in document.children[preposition])


def _has_subject(document: Document, verb: int) -> bool:
    return any(document.deps[c] in _SUBJECTS for c in document.children[verb])


def _holds(document: Document, verb: int) -> bool:
    return truth_of(document, verb).truth is Truth.HOLDS


def _was_off(document: Document, token: int, verb: int) -> bool:
    """Whether a modifier of an event, or the verb that another is joined to, says that it was called off."""
    beside = [c for c in document.children[verb] if document.deps[c] == "advcl" and tense(document, c) is Tense.BARE]
    inside = [t for phrase in (token, *beside) for t in document.subtree(phrase)[:_LONGEST]]
    return _is_change(document, verb) or any(_is_change(document, t) or _is_called_off(document, t) for t in inside)


def _is_called_off(document: Document, token: int) -> bool:
    return document.deps[token] == "amod" and bool(change_names(document, token) & CHANGE_VERBS)


def hearsay_words(document: Document, token: int, words: Sequence[int]) -> range | None:
    """The words by which a change of an event is told on nobody's word: "reportedly", "is said", "rumour has it".

    Args:
        document: The parsed article.
        token: The trigger's head.
        words: Tokens that fix the status.
    """
    change = _change(document, token, words)
    below = token if change is None else change
    for node in (below, *islice(document.ancestors(below), _FARTHEST)):
        helpers = [c for c in document.children[node] if document.deps[c] in ("aux", "auxpass")]
        for child in (*document.children[node], *(c for helper in helpers for c in document.children[helper])):
            if document.lemmas[child] in ADVERBS:
                return range(child, child + 1)
            if document.lemmas[child] == "by" and any(_is_all_accounts(document, c) for c in document.children[child]):
                return document.subtree(child)
            if is_verb(document, child) and (found := _said_by_nobody(document, child, None)) is not None:
                return found
        if node != below and (found := _said_by_nobody(document, node, below)) is not None:
            return found
        below = node
    return None


def _is_all_accounts(document: Document, token: int) -> bool:
    return document.lemmas[token] == "account" and any(document.lemmas[c] == "all" for c in document.children[token])


def _said_by_nobody(document: Document, node: int, below: int | None) -> range | None:
    """ "It is said that", "rumour has it that", "there is talk that"; `below` is None for "it is said" in between."""
    if below is not None and document.deps[below] not in ("ccomp", "xcomp", "csubjpass", "acl", "advcl", "relcl"):
        return None
    if not is_verb(document, node):
        under_be = document.deps[node] == "attr" and document.lemmas[document.head(node)] == "be"
        return range(node, node + 1) if document.lemmas[node] in TALK and under_be else None
    children = document.children[node]
    subject = next((c for c in children if document.deps[c] in (*_SUBJECTS, "expl")), None)
    if subject is None:
        return None
    if document.lemmas[node] in ("have", "be", "go") and document.lemmas[subject] in TALK:
        return range(subject, subject + 1)
    helpers = [c for c in children if document.deps[c] in ("aux", "auxpass")]
    is_passive = any(document.deps[c] == "auxpass" for c in helpers)
    if document.lemmas[node] not in _IS_SAID or not is_passive or any(document.deps[c] == "agent" for c in children):
        return None
    if document.lemmas[subject] == "it" or (below is not None and document.deps[below] == "xcomp"):
        return range(min(helpers), node + 1)
    return None
