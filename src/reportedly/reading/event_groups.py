"""Grouping: which mentions of an article are of one happening, and what they know of it together."""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from reportedly.reading.claim_words import Reading
from reportedly.reading.event_days import Dated, day_range
from reportedly.reading.gazetteer import gazetteer
from reportedly.reading.triggers import Trigger
from reportedly.record import EventType, Role, Statement, Status

__all__ = ["Group", "Mention", "group_mentions", "join", "share_days"]

# Such a happening is told by who holds it and when, not by who comes.
_IMPERSONAL = {"hearing", "vote", "election", "deadline", "conference", "protest", "exercise"}
# Words that one article uses of one happening: a summit is a meeting, its talks are the meeting.
_KIN = {
    EventType.SUMMIT: "meeting",
    EventType.MEETING: "meeting",
    EventType.TALKS: "meeting",
}
_MANY = {EventType.INTERVIEW, EventType.CALL, EventType.SPEECH, EventType.MEETING, EventType.TALKS, EventType.VISIT}


@dataclass(slots=True)
class Mention:
    """A trigger with all that its own sentence says of the happening."""

    trigger: Trigger
    reading: Reading
    lemma: str
    definite: bool
    indefinite: bool
    plural: bool
    quoted: bool
    in_title: bool
    sentence: int
    statement: Statement | None
    participants: dict[str, Role]
    place: str | None
    stranger: bool
    another: bool
    dates: list[Dated]
    guess: Status | None = None
    of_day: bool = False  # says of a day that it suits or not
    names: Trigger | None = None  # of a mention that only refers back: the trigger that names the happening


@dataclass(slots=True)
class Group:
    """Mentions of one happening."""

    type: EventType
    kin: str
    mentions: list[Mention] = field(default_factory=list)
    participants: dict[str, Role] = field(default_factory=dict)
    place: str | None = None
    dates: list[Dated] = field(default_factory=list)

    @property
    def when(self) -> str | None:
        """The surest date; of equally sure ones the first, but a day before a month."""
        kept = [dated for dated in self.dates if not dated.moved]
        if not kept:
            return None
        best = max(kept, key=lambda dated: (dated.strength, _precision(dated.value))).value
        # "Her visit in March … is set for March 18": the day says more than the month that it is in.
        return next((d.value for d in kept if d.strength > 1 and d.value.startswith(f"{best}-")), best)

    @property
    def is_plural(self) -> bool:
        """Whether it is of several: "his rallies" are not the rally."""
        return all(mention.plural for mention in self.mentions)

    @property
    def named(self) -> list[Mention]:
        """The mentions that name it, without those that only refer back to it."""
        return [mention for mention in self.mentions if mention.names is None]

    @property
    def moved_to(self) -> str | None:
        """The new date, where one is given."""
        return next((dated.value for dated in self.dates if dated.moved), None)


def _precision(value: str) -> int:
    return 3 if "/" in value else value.count("-") * 2


def group_mentions(mentions: list[Mention]) -> list[Group]:
    """Mentions of one happening joined, in text order. Each mention goes to the group it agrees with best."""
    groups: list[Group] = []
    for mention in mentions:
        best: tuple[float, Group] | None = None
        for group in reversed(groups[-_FAR:]):
            score = _agreement(group, mention)
            if score is not None and (best is None or score > best[0]):
                best = (score, group)
        if best is not None and best[0] >= _THRESHOLD:
            group = best[1]
        else:
            group = Group(type=mention.trigger.type, kin=_kin(mention))
            groups.append(group)
        join(group, mention)
    return _join_pieces(groups)


def _join_pieces(groups: list[Group]) -> list[Group]:
    """Groups that turn out to be one happening, once all that the article says of each is known."""
    kept: list[Group] = []
    for group in groups:
        best: tuple[float, Group] | None = None
        for other in kept[-_FAR:]:
            score = _likeness(other, group)
            if score > 0:
                score += min(
                    0.2, 0.02 * len(other.mentions)
                )  # what the story is about, before what it tells in passing
            if score > 0 and (best is None or score >= best[0]):
                best = (score, other)
        if best is None:
            kept.append(group)
        else:
            for mention in group.mentions:
                join(best[1], mention)
    return kept


def _likeness(a: Group, b: Group) -> float:
    """Above zero where two groups are one happening: nothing parts them, and people, day or "the" join them."""
    if a.kin != b.kin or any(m.stranger or m.another for m in (*a.mentions, *b.mentions)) or a.is_plural != b.is_plural:
        return 0.0
    if a.place and b.place and not _is_same_place(a.place, b.place):
        return 0.0
    days = [{dated.value for dated in group.dates} for group in (a, b)]
    if days[0] and days[1] and not any(_overlap(x, y) for x in days[0] for y in days[1]):
        return 0.0
    same_day = any(day.count("-") >= 2 for day in days[0] & days[1])
    sides = _sides(a), _sides(b)
    if not same_day and sides[0] and sides[1] and not sides[0] & sides[1]:
        return 0.0
    who = _who(a.participants, b.participants)
    if not who[0] & who[1] and a.kin in _IMPERSONAL:
        who = set(), set()
    shared, new, missing = who[0] & who[1], who[1] - who[0], who[0] - who[1]
    if shared and all(m.indefinite for m in b.mentions) and not same_day:
        return 0.0  # "open to a discussion" is not the summit that its people go to
    if shared:
        return max(0.0, len(shared) + 0.5 * same_day - min(len(new), len(missing)))
    if who[0] and who[1]:
        return 0.0
    if same_day:
        return 0.5
    if a.type in _MANY or b.type in _MANY:
        return 0.0
    return 0.3 if any(m.definite for m in b.mentions) else 0.0


def _overlap(one: str, other: str) -> bool:
    a, b = day_range(one), day_range(other)
    return bool(a and b and a[0] <= b[1] and b[0] <= a[1])


def share_days(groups: Sequence[Group]) -> None:
    """Gives an undated meeting the day of the visit during which it is to be held: same place, somebody in both."""
    for meeting in groups:
        if meeting.kin != "meeting" or meeting.dates or meeting.place is None:
            continue
        for visit in groups:
            same = visit.place == meeting.place and visit.participants.keys() & meeting.participants.keys()
            if (
                visit.type is EventType.VISIT
                and same
                and not _sides(visit) & {"past"}
                and not _sides(meeting) & {"past"}
            ):
                meeting.dates.extend(replace(dated, strength=1) for dated in visit.dates if not dated.moved)
                break


def _sides(group: Group) -> set[str]:
    return {_SIDE[mention.guess] for mention in group.mentions if mention.guess in _SIDE}


_THRESHOLD = 1.0
# Groups back in which a happening is looked for: keeps the work linear in books; no article comes near it.
_FAR = 150


def _kin(mention: Mention) -> str:
    """Testimony is not the hearing, a rally not a debate: within a type, words of different happenings part."""
    kind = mention.trigger.type
    if kind in _KIN:
        if mention.lemma == "gathering" and mention.indefinite:
            return "gathering"  # "at a gathering of farmers": no meeting that was told of
        # Who negotiates a treaty anew need not be at the meeting.
        return "negotiate" if mention.lemma in ("negotiate", "renegotiate") else _KIN[kind]
    if kind is EventType.HEARING:
        return "testimony" if mention.lemma in _TESTIMONY else "hearing"
    if kind is EventType.OTHER:
        return _SAME_DEED.get(mention.lemma, mention.lemma)
    if kind is EventType.VOTE:
        return "vote" if mention.lemma == "vote" else "election"
    if kind is EventType.STRIKE:
        return "strike"
    return kind.value


_TESTIMONY = {"testify", "testimony", "appear", "statement", "tell"}
_SAME_DEED = {
    "forum": "debate",
    **dict.fromkeys(("resign", "resignation", "step", "leave", "departure", "quit", "retire", "retirement", "drop",
                     "exit", "day", "date"), "leave"),
    **dict.fromkeys(("swear", "swearing-in", "inauguration", "inaugurate", "take", "assume"), "inaugurate"),
    **dict.fromkeys(("execute", "execution", "hang", "behead"), "execute"),
    **dict.fromkeys(("remove", "removal", "ouster", "oust", "dismiss", "dismissal", "sack", "relieve", "expel", "fire"),
                    "remove"),
}  # fmt: skip


def _agreement(group: Group, mention: Mention) -> float | None:
    """How well a mention fits a group; None where something parts them."""
    if group.kin != _kin(mention) or mention.stranger or mention.another:
        return None
    if _parts_in_time(group, mention):
        return None
    if mention.place and group.place and not _is_same_place(mention.place, group.place):
        return None
    ours, theirs = _who(mention.participants, group.participants)
    if ours and theirs and not ours & theirs and group.kin in _IMPERSONAL:
        ours = set()  # a hearing has many witnesses
    shared, new, missing = ours & theirs, ours - theirs, theirs - ours
    score = 0.0
    if ours and theirs:
        if not shared:
            if not mention.definite or mention.trigger.type in _MANY:
                return None
            score -= 0.5
        score += 1.2 * len(shared)
        if new and missing:
            score -= 1.2 * min(len(new), len(missing))
    elif mention.definite:
        score += 1.2
    elif mention.trigger.verb and not ours:
        score += 0.6
    distance = mention.sentence - group.mentions[-1].sentence
    if not theirs and not mention.in_title and all(told.in_title for told in group.mentions):
        score += 2.0  # a headline is of what the story tells first: "Envoy's Oslo visit off. A visit to Oslo by Orr …"
    if mention.trigger.verb and not ours and distance <= 2 and _is_same_word(group.mentions[-1], mention):
        score += 1.0  # Orr spoke of a meeting: “I think we will be able to meet,” she said.
    if mention.plural and not group.is_plural:
        score -= 0.8
    if mention.indefinite:
        score -= 0.9
        if mention.quoted and distance <= 2 and not mention.participants and not mention.dates:
            score += 2.0  # "He is thinking of a trip. “A visit is being prepared,” said his aide."
    if mention.dates and group.dates:
        score += 1.0
    if mention.place and group.place:
        score += 0.5
    if mention.lemma == group.mentions[-1].lemma:
        score += 0.3
    return score - min(0.4, 0.02 * distance)


def _is_same_word(a: Mention, b: Mention) -> bool:
    """Whether both stand on the word of the same source."""
    chains = [mention.statement.chain if mention.statement else () for mention in (a, b)]
    return bool(chains[0] and chains[1]) and chains[0][-1].name == chains[1][-1].name


def _who(a: Mapping[str, Role], b: Mapping[str, Role]) -> tuple[set[str], set[str]]:
    """Those of each who tell one happening from another: who holds it only where nobody else is told, since one story
    calls a committee by many names."""
    guests_of_a = {who for who, role in a.items() if role is not Role.HOST}
    guests_of_b = {who for who, role in b.items() if role is not Role.HOST}
    return (guests_of_a, guests_of_b) if guests_of_a or guests_of_b else (set(a), set(b))


@functools.lru_cache(maxsize=4096)
def _is_same_place(a: str, b: str) -> bool:
    """One place, or a country and a city of it: who visits Lisbon visits Portugal."""
    if a == b:
        return True
    lists = gazetteer()
    for country in lists.countries.values():
        names = (country.name, *country.aliases)
        if a in names or b in names:
            other = b if a in names else a
            return other in names or other in country.capitals or lists.cities.get(other) == country.iso2
    return False


_SIDE = {
    Status.HELD: "past",
    Status.POSSIBLE: "ahead",
    Status.PLANNED: "ahead",
    Status.SCHEDULED: "ahead",
    Status.RULED_OUT: "ahead",
    Status.UNCONFIRMED: "ahead",
}


_ONCE = {"leave", "inaugurate", "execute"}


def _parts_in_time(group: Group, mention: Mention) -> bool:
    own = next((d.value for d in mention.dates if not d.moved), None)
    other = group.when
    # Whoever leaves on one day by one word and on another by another leaves once.
    once = group.kin in _ONCE and mention.participants.keys() & group.participants.keys()
    if own and other and not once:
        a, b = day_range(own), day_range(other)
        if a and b and (a[1] < b[0] or b[1] < a[0]) and group.moved_to is None:
            return True
    side = _SIDE.get(mention.guess) if mention.guess else None
    if side is None:
        return False
    sides = {_SIDE[m.guess] for m in group.mentions if m.guess in _SIDE}
    return bool(sides) and side not in sides and not (own and other)


def join(group: Group, mention: Mention) -> None:
    """Adds a mention to a happening, with all that it knows of it."""
    group.mentions.append(mention)
    for who, role in mention.participants.items():
        group.participants.setdefault(who, role)
    group.place = group.place or mention.place
    group.dates.extend(mention.dates)
    if mention.trigger.type is EventType.SUMMIT:
        group.type = EventType.SUMMIT
