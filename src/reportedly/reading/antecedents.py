"""Antecedents: of which happening told of before a reference speaks."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta

from reportedly.reading.clauses import Tense, has_child
from reportedly.reading.document import Document
from reportedly.reading.event_days import Dated, day_range
from reportedly.reading.event_groups import Group, Mention, join
from reportedly.reading.references import FIRED, NO_ANSWERS, Reference, Referring
from reportedly.reading.status_words import CHANGES, Claim, Turn
from reportedly.record import EventType, Status

__all__ = ["absorb", "refer"]

# How many sentences back each kind of reference reaches.
_REACH = {
    Referring.PRONOUN: 1,
    Referring.NOUN: 3,
    Referring.OFFER: 6,
    Referring.DATE: 4,
    Referring.PLAN: 4,
    Referring.DAY: 4,
    Referring.GOING: 3,
    Referring.CHANGE: 3,
    Referring.ANSWER: 1,
    Referring.DOING: 1,
}
_ATTENDED = {EventType.MEETING, EventType.TALKS, EventType.SUMMIT, EventType.CONFERENCE, EventType.HEARING,
             EventType.INTERVIEW, EventType.OTHER, EventType.VISIT, EventType.SPEECH, EventType.PROTEST,
             EventType.SIGNING}  # fmt: skip
# Where one appears, before others; nobody appears at talks.
_APPEARED_AT = {EventType.HEARING, EventType.INTERVIEW, EventType.SPEECH, EventType.CONFERENCE, EventType.OTHER}
# Of departures and executions nobody says that he will come or not, or that another day would suit him.
_DEEDS = {"leave", "execute", "remove"}
_SUITED = _ATTENDED | {EventType.CALL, EventType.VOTE}
# What somebody does himself: of a hearing and the testimony given at it the second.
_ONES_OWN = {Referring.GOING, Referring.OFFER, Referring.DAY, Referring.ANSWER}
_PERSONAL = {Referring.GOING, Referring.OFFER, Referring.ANSWER}


# What is told by who holds it, not by who comes.
_OPEN = {"hearing", "conference"}


def refer(
    document: Document,
    reference: Reference,
    mention: Mention,
    groups: list[Group],
    days: Mapping[int, str],
    status_of: Callable[[Mention], Status | None],
) -> Mention | None:
    """Puts a reference's mention with the happening that it speaks of; None where none is near enough or fits.

    Args:
        mention: What the reference's own words say.
        groups: The happenings that the article names; a testimony is added where somebody will come to a hearing.
        days: For each token that carries the syntax of a date, its value.
        status_of: What a mention's own words amount to.
    """
    turns = set(mention.reading.turns)
    if {Turn.ASKED, Turn.SHOULD} & turns or (reference.kind is Referring.PRONOUN and Turn.IF in turns):
        return None  # "they want it put off", "if that happens": no report
    if reference.kind is Referring.NOUN and mention.reading.claim is Claim.MENTIONED:
        return None  # "after the showdown"
    if reference.kind is Referring.GOING and not mention.participants and not _has_pronoun(document, reference.token):
        return None
    found = _antecedent(document, reference, groups, set(mention.participants))
    if found is None:
        return None
    group, last = found
    if reference.kind is Referring.DOING:
        if last.reading.claim is Claim.MENTIONED:
            return None
        mention.reading.claim = last.reading.claim
    if reference.kind is Referring.GOING and mention.quoted and mention.reading.tense is Tense.WOULD:
        mention.reading.turns.append(Turn.POSSIBLE)  # “I would go, yes,”
    if reference.kind is Referring.ANSWER and not _answers(reference, document, mention, last):
        return None
    if reference.kind is Referring.PLAN and reference.claim is Claim.PLANNED:
        mention.reading.claim, mention.reading.turns = Claim.PLANNED, []  # "the plans have not changed"
    if reference.kind is Referring.DATE and Turn.NOT in turns and has_child(document, reference.day or 0, "amod"):
        mention.reading.turns.remove(Turn.NOT)  # "no new date has been set"
    if reference.day is not None and reference.day in days:
        mention.dates = [Dated(_ahead(document, days[reference.day]), 3)]
    if reference.kind is Referring.ANSWER:
        mention.dates = []  # the day of the answer
    if reference.claim in CHANGES:
        mention.dates = [replace(d, moved=True) for d in mention.dates if _is_new(document, reference, d, days)]
    group = _ones_own(groups, group, reference, mention)
    mention = replace(
        mention,
        trigger=replace(mention.trigger, type=group.type),
        names=last.names or last.trigger,
        of_day=reference.kind is Referring.DAY,
        definite=True,
        indefinite=False,
        plural=False,
        stranger=False,
        participants={},
        place=None,
    )
    mention.guess = status_of(mention)
    told = {m.guess for m in group.mentions}
    if mention.guess is Status.HELD and Status.HELD not in told and reference.kind is not Referring.DOING:
        return None  # "were at the gathering": what is still to come has not been held
    known = list(group.dates)
    join(group, mention)
    if reference.kind is Referring.DAY:
        group.dates = known  # a day that suits or not is none that was set
    return mention


def _has_pronoun(document: Document, verb: int) -> bool:
    """Whether those who go are "they" or "we"; of others without a name nothing tells that it is theirs to attend."""
    for node in (verb, *document.ancestors(verb)):
        subjects = [c for c in document.children[node] if document.deps[c] in ("nsubj", "nsubjpass", "poss")]
        if subjects:
            return document.pos[subjects[0]] == "PRON" and document.lemmas[subjects[0]] != "who"
    return False


def _ahead(document: Document, value: str) -> str:
    """ "Said Monday will not work": the Monday to come, where the parse took it for the day of the saying."""
    published = document.article.published_on
    days = day_range(value)
    if published is None or days is None or value.count("-") != 2 or days[0] >= published:
        return value
    return (days[0] + timedelta(7)).isoformat() if (published - days[0]).days <= 7 else value


# Nouns that by themselves tell nothing of what happens.
_EMPTY = {"event", "session", "encounter", "gathering"}


def absorb(document: Document, groups: list[Group]) -> list[Group]:
    """Puts "the event" and such, where the text says no more of it, with the happening told of before."""
    kept = []
    for group in groups:
        first = group.mentions[0]
        empty = first.reading.claim is not Claim.MENTIONED and all(
            m.lemma in _EMPTY and m.definite and not m.plural and not m.in_title for m in group.mentions
        )
        if empty and not group.participants:
            others = [other for other in groups if other is not group]
            reference = Reference(first.trigger.head, Referring.NOUN)
            found = _antecedent(document, reference, others, set()) if _says_no_more(document, first) else None
            held = any(m.guess is Status.HELD for m in group.mentions)
            if found is not None and not (held and all(m.guess is not Status.HELD for m in found[0].mentions)):
                for mention in group.mentions:
                    join(found[0], mention)
                continue
        kept.append(group)
    return kept


def _says_no_more(document: Document, mention: Mention) -> bool:
    noun = mention.trigger.head
    determined = any(document.deps[c] == "det" for c in document.children[noun])
    return determined and not has_child(document, noun, "amod", "compound", "prep", "acl", "relcl", "nmod", "poss")


def _antecedent(
    document: Document, reference: Reference, groups: Sequence[Group], subjects: set[str]
) -> tuple[Group, Mention] | None:
    """The happening, with its last mention before."""
    sentence = document.sentence_of(reference.token)
    best: tuple[float, Group, Mention] | None = None
    for group in groups:
        before = [m for m in group.mentions if m.trigger.start < reference.token]
        if not before or not _fits(document, reference, group):
            continue
        last = before[-1]
        far = sentence - last.sentence
        titled = any(m.in_title for m in before)
        main = titled and len(before) > 2 and _REACH[reference.kind] > 1
        if far > _REACH[reference.kind] and not main:
            continue
        score = 1.0 / (1 + far) + min(0.4, 0.1 * len(before)) + 0.2 * titled
        score += 0.2 * (reference.kind in _ONES_OWN and group.kin == "testimony")
        if reference.kind in _PERSONAL:
            shared = bool(subjects & group.participants.keys())
            if subjects and not shared and group.participants and group.kin not in _OPEN:
                continue
            score += shared
        if best is None or score > best[0]:
            best = score, group, last
    return (best[1], best[2]) if best else None


def _fits(document: Document, reference: Reference, group: Group) -> bool:
    if group.is_plural or group.kin == "election":
        return False
    kind = reference.kind
    if kind in (Referring.GOING, Referring.OFFER, Referring.ANSWER, Referring.DAY):
        places = _APPEARED_AT if document.lemmas[reference.token] == "appear" else _ATTENDED
        if group.kin in _DEEDS or group.type not in (_SUITED if kind is not Referring.GOING else places):
            return False
    if kind is Referring.NOUN and group.kin == "testimony":
        return False
    fired = kind is Referring.PRONOUN and document.lemmas[document.head(reference.token)] in FIRED
    if fired:
        return group.type is EventType.LAUNCH
    guesses = {m.guess for m in group.mentions if m.guess is not None}
    return bool(guesses) and guesses != {Status.HELD}


def _answers(reference: Reference, document: Document, mention: Mention, last: Mention) -> bool:
    """Whether "accepted" or "refused" answers an invitation or a request just before; notes what that makes of it."""
    asked = {Turn.POSSIBLE, Turn.ASKED} & set(last.reading.turns)
    if not asked:
        return False
    claim = last.reading.claim
    mention.reading.claim = claim if claim in CHANGES else Claim.HAPPENS
    no = document.lemmas[reference.token] in NO_ANSWERS
    if claim in CHANGES:
        if no:
            mention.reading.turns.append(Turn.NOT)
        return True
    mention.reading.turns.append(Turn.REFUSED if no else Turn.PLANNED)
    return True


def _is_new(document: Document, reference: Reference, dated: Dated, days: Mapping[int, str]) -> bool:
    """ "Moved the date to March 3": the day behind "to"."""
    return any(
        days.get(inner) == dated.value
        for c in document.children[reference.token]
        if document.lemmas[c] in ("to", "until", "for")
        for inner in document.children[c]
    )


def _ones_own(groups: list[Group], group: Group, reference: Reference, mention: Mention) -> Group:
    """Of a hearing, the testimony of whoever will go to it or has accepted: one told of already, else a new one."""
    if group.kin != "hearing" or reference.kind not in _PERSONAL or not mention.participants:
        return group
    for other in groups:
        if other.kin == "testimony" and other.participants.keys() & mention.participants.keys():
            return other
    own = Group(type=group.type, kin="testimony", participants=dict(mention.participants), place=group.place)
    own.dates.extend(group.dates)
    groups.append(own)
    return own
