"""The same event across articles: how alike two mentions are, which to compare, and which groups they form.

A mention is one event as one article reports it. Every pair is judged by itself, so the answer is the same whatever
the order in which articles arrive:

1. `blocking_keys` names what a mention could share with another of the same event; only mentions that share a key,
   and are near in time, are compared;
2. `likeness` sums evidence for and against: type family, participants, place, time, wording, nearness of print. The
   weights are log-odds like, set by hand on annotated stories, and corrected by what a fit on reports as they are read
   gives; above zero is "the same";
3. `merge_mentions` joins the most alike first and asks at each step that the two groups agree on average.
"""

from __future__ import annotations

from reportedly.edtf import days_apart, n_days
from reportedly.ledger.matching.features import FAR_DAYS, Features
from reportedly.lexicon.governments import state_of
from reportedly.lexicon.names import head, is_body, name_likeness, name_tokens, stems_of_each
from reportedly.lexicon.places import countries_of

__all__ = ["likeness"]

# Types that one event is given by different articles. "other" is a type that nobody chose.
_FAMILIES = (
    frozenset({"meeting", "talks", "summit", "conference", "call"}),
    frozenset({"speech", "conference", "interview", "other"}),
    frozenset({"hearing", "vote", "other"}),
    frozenset({"launch", "strike", "exercise", "deployment", "other"}),
    frozenset({"signing", "meeting", "summit", "other"}),
    frozenset({"protest", "strike", "other"}),
    frozenset({"deadline", "vote", "other"}),
)

# Two such events with different people are two events, whoever takes part in both.
_BETWEEN = frozenset({"meeting", "talks", "summit", "call", "interview"})

# Of such an event one article may name the chair and another the witness.
_IMPERSONAL = frozenset({"hearing", "vote", "deadline", "exercise", "protest", "signing", "conference"})


_SAY_LITTLE = stems_of_each(
    """
    say tell report announce confirm according add make take go come have get give be is was do call ask
    """
)


_UNCONTRADICTED = 0.9
_EXACT_DAY = 1.3
_SAME_PLACE = 0.8
_OTHER_WEEK = -1.0
_ELSEWHERE = -2.2
_OTHER_PEOPLE = -3.0
_OTHER_SIDE = -1.5

# Overlap of whom and what two articles name most. Of pairs of articles grouped by hand into stories two thirds of
# those of one story have more, and one in a thousand of those of two stories.
_SURE_AFFAIR = 0.3


def likeness(a: Features, b: Features) -> float:
    """Evidence that two mentions are one event: above zero for, below against; symmetric."""
    if a.id > b.id:
        a, b = b, a  # floating sums in one order, so that the answer is the same to the last bit
    wording = _wording(a, b)
    places, times = _places(a, b), _times(a, b)
    people = _participants(a, b)
    if not (a.participants and b.participants):
        if places <= _ELSEWHERE:
            people = 0.0  # the affair may be the same, what takes place in Cairo is not what does in Brussels
        elif a.what and b.what and not a.what & b.what and a.article != b.article:
            # "The hearing on the ferry disaster" and "the hearing on the bank fraud", of nobody who is named.
            people = min(people, 0.0) - 1.0
    score = -2.3 + _types(a, b) + places + times + people
    score += 3.4 * wording
    named_alike = (a.types & b.types) - {"other"} and a.participants and b.participants and people > 0.0
    if named_alike and min(times, places) >= 0.0:
        # Nothing speaks against it: of two such mentions with the same people most are one event, however worded.
        score += _UNCONTRADICTED
    if a.day and b.day:
        gap = abs(a.day - b.day)
        score += 0.4 if gap <= 3 else 0.0 if gap <= 21 else -0.8 if gap <= FAR_DAYS else -2.0
    if a.article == b.article:
        # Its reader told them apart; where one of the two names nobody, perhaps only for want of names.
        is_kind = not a.types & b.types or a.testimony != b.testimony
        is_told = bool(a.participants and b.participants) or min(times, places) < 0.0 or is_kind
        score -= 2.5 if is_told else 0.0
    elif a.about and b.about:
        # "The hearing" of two articles about one affair.
        score += (1.6 if a.types & b.types else 0.8) * _affair(a, b) - 0.5
        is_only = a.alone and b.alone and a.types == b.types and a.types != {"other"}
        if is_only and people > 0.0 and min(times, places) >= 0.0:
            # The only vote of two articles on one affair is one vote.
            score += 0.8 * _affair(a, b)
    if _comes_after(a, b) or _comes_after(b, a):
        score -= 2.5
    elif a.another != b.another:
        # "The second round in Mombasa" and "the talks in Mombasa".
        score -= 1.2 if places > 0.0 and a.types == b.types else 2.5
    return score + _as_read(a, b, times=times, places=places, people=people)


def _as_read(a: Features, b: Features, *, times: float, places: float, people: float) -> float:
    """What the evidence is worth in reports that were read by program, beyond what it is in annotated ones.

    Of these the day, the place and the words are more to be relied on than whom the reader took for participants.
    Which of the evidence counts was found by logistic regression, the likeness without it given, over the pairs of 22
    stories (`training/annotations/same-event.jsonl`); the weights are near half of what that gives. The constant
    leans to joining: at -1.8 fewer of the joins are false, and fewer reports are joined.
    """
    if not (a.day and b.day):
        return 0.0
    score = -0.8 + 1.3 * (_overlap(a.words, b.words) or 0.0) + 1.15 * (_overlap(a.what, b.what) or 0.0)
    # So have a visit and a meeting during it, and the meetings of one day, the day and the place in common.
    alike = a.kinds & b.kinds and a.testimony == b.testimony and people > _OTHER_SIDE
    if alike and times >= _EXACT_DAY and places > _ELSEWHERE:
        score += 1.8
    if alike and places >= _SAME_PLACE and times > _OTHER_WEEK:
        score += 0.95
    if a.triggers and b.triggers and not a.triggers & b.triggers:
        score -= 0.8
    if "other" in a.types & b.types and (a.triggers & b.triggers or a.article != b.article):
        score += 0.8
    if people <= _OTHER_PEOPLE:
        score += 0.8
    if alike and a.ahead and b.ahead and times >= 0.0:
        score += 1.3
    if a.article == b.article:
        # Its reader tells reports of one event apart more often than an annotator does: a headline and the lead.
        score += 0.3 if alike and people > 0.0 and min(times, places) >= 0.0 else -0.3
    if _is_later(a, b) or _is_later(b, a):
        score -= 2.0
    # Other people on another day are not the same for all that the words are alike.
    return min(score, 0.0) if people <= _OTHER_PEOPLE and times < 0.0 else score


def _is_later(a: Features, b: Features) -> bool:
    """Whether the other was held after the day on which the one's article already reported it as held."""
    return a.held and b.held and bool(b.when) and all(days[0].toordinal() > a.day for days in b.when)


def _comes_after(a: Features, b: Features) -> bool:
    """Whether the one is the next: open, the other called off, or planned for a day after the other was held."""
    if a.instead and (b.off or b.held):
        return True
    if not b.held or not a.day or not b.day or not a.ahead:
        return False
    held = min(max((days[1].toordinal() for days in b.when), default=b.day), b.day)
    if not a.when:
        # "He plans to meet her soon", printed after the day of a meeting that was held.
        return a.day > held and (a.types | b.types) <= _BETWEEN
    # Where no day of the one held is told, it is its article's at the latest.
    latest = held if b.when else max(held, a.day)
    return a.day >= held and all(days[0].toordinal() > latest for days in a.when)


def _are_known(a: Features, b: Features) -> bool:
    """Whether one's participants are among those whom the other's article names most."""
    return a.article != b.article and any(head(name) in b.about for name in a.participants)


def _affair(a: Features, b: Features) -> float:
    """How surely two articles are about the same: 0.0 to 1.0."""
    if a.article == b.article:
        return 1.0 if a.about else 0.0
    return min(1.0, (_overlap(frozenset(a.about), frozenset(b.about)) or 0.0) / _SURE_AFFAIR)


def _types(a: Features, b: Features) -> float:
    if a.types & b.types:
        if (a.types & b.types) == {"other"}:
            return _triggers(a, b)
        # The hearing may be held and the witness stay away.
        if a.testimony != b.testimony:
            return -1.3
        if a.briefing != b.briefing and a.types == b.types == {"conference"}:
            return -2.5
        # An election and a vote in a committee.
        return 0.9 if not a.triggers or not b.triggers or a.triggers & b.triggers else 0.3
    pairs = [(x, y) for x in a.types for y in b.types]
    if a.kinds & b.kinds:
        return 0.5 if a.triggers & b.triggers or not (a.triggers and b.triggers) else 0.0
    # "Other" is a type that nobody chose, but a rally is no meeting.
    is_named_apart = "other" in a.types | b.types and a.triggers and b.triggers and not a.triggers & b.triggers
    if not is_named_apart and any(x in family and y in family for x, y in pairs for family in _FAMILIES):
        return -0.8
    return -2.5


def _triggers(a: Features, b: Features) -> float:
    """For two of type "other": whether the words that name the event are the same."""
    same = _overlap(a.triggers, b.triggers)
    if same is None:
        return -0.3
    if a.participants or b.participants or a.when or b.when:
        return 1.8 * same - 0.9
    if same == 0.0:
        # Two events of one sentence share all other words.
        return -0.9
    # Nothing else is told, so these words decide; "said" and "went" say the least.
    return 3.2 * same - (0.5 if (a.triggers | b.triggers) & _SAY_LITTLE else 0.0)


def _participants(a: Features, b: Features) -> float:
    if a.testimony and b.testimony:
        # The committee before which they testify is everybody's.
        ours, theirs = (tuple(name for name in x.participants if not is_body(name)) for x in (a, b))
        if ours and theirs and not any(name_likeness(x, y) > 0.5 for x in ours for y in theirs):
            return -1.5
    few, many = sorted((a.participants, b.participants), key=lambda names: (len(names), names))
    if not few:
        # One that names nobody belongs to the affair that its article is about.
        # Two meetings of nobody are hardly one where an article reports several.
        is_one_of_several = not many and not (a.alone and b.alone) and (a.types | b.types) <= _BETWEEN
        return (0.5 if is_one_of_several else 2.0 if a.types & b.types else 0.5) * _affair(a, b)
    likes = [max(name_likeness(x, y) for y in many) for x in few]
    back = [max(name_likeness(x, y) for x in few) for y in many]
    covered, coverage = sum(likes) / len(few), sum(back) / len(many)
    if covered == 0.0:
        # Each article names the other's people elsewhere: it may be the same event under another name.
        impersonal = a.types & b.types and (a.types | b.types) <= _IMPERSONAL
        if _is_gathering(a, b) or (impersonal and not ((a.testimony and b.testimony) or a.briefing or b.briefing)):
            return 1.3 * _affair(a, b) - 0.8
        if _are_known(a, b) and _are_known(b, a):
            return -0.8
        return -5.5 if a.types == b.types == {"visit"} else -4.0  # two guests of one city on one day
    score = 3.2 * (0.6 * covered + 0.4 * coverage) - 1.2
    if sum(like >= 0.8 for like in likes) > 1:
        # Two whom both name are its two sides; whoever else is named mediates, or plays host.
        return score - (0.5 if covered < 1.0 else 0.0)
    # A country stands for its leader, whom the other may name.
    if _are_other_states(few, likes, many, back) and (a.types | b.types) <= _BETWEEN:
        # Peru's talks with Chile, Peru's talks with Bolivia; of three at one table two may be named.
        of_two = len(few) == len(many) == 2 and "summit" not in a.types | b.types
        return score - (5.5 if of_two else 3.0)
    lacks = [like for name, like in zip(few, likes, strict=True) if state_of(name) is None]
    lacked = [like for name, like in zip(many, back, strict=True) if state_of(name) is None]
    if min(lacks, default=1.0) < 0.5 and min(lacked, default=1.0) < 0.5:
        # Each has somebody whom the other lacks: Orr meets Lund, Orr meets Varga.
        score -= 3.0 if (a.types | b.types) <= _BETWEEN else 1.2
    return score


def _is_gathering(a: Features, b: Features) -> bool:
    """Whether both are a place where many meet: of them one article may name the host and another a guest."""
    if a.article == b.article or "meeting" not in a.kinds & b.kinds:
        return False
    n_called = sum(not x.types.isdisjoint(("summit", "conference")) for x in (a, b))
    return n_called == 2 or (n_called == 1 and _times(a, b) >= _EXACT_DAY)


def _are_other_states(ours: tuple[str, ...], likes: list[float], theirs: tuple[str, ...], back: list[float]) -> bool:
    """Whether all that each side has and the other lacks are countries, at least one on each side."""
    lacked = [
        [n for n, like in zip(names, found, strict=True) if like < 0.5]
        for names, found in ((ours, likes), (theirs, back))
    ]
    return all(lacked) and all(state_of(name) is not None for names in lacked for name in names)


def _places(a: Features, b: Features) -> float:
    if not a.places or not b.places:
        return 0.0
    best = max(_place_likeness(x, y) for x in a.places for y in b.places)
    if best > 0.0:
        return _SAME_PLACE if best == 1.0 else 0.5
    if any(_is_region(x) or _is_region(y) for x in a.places for y in b.places):
        # A region may hold the city that the other names.
        return -0.3
    # Ankara for Istanbul may be a contradiction; Syria for Afghanistan is another event.
    if any(countries_of(x) & countries_of(y) for x in a.places for y in b.places):
        return -1.2
    # Where somebody goes is what a visit is told by: to Lima on Tuesday, to Quito on Thursday; a trip may have stops.
    is_next = a.types | b.types == {"visit"} and _times(a, b) < 0.0
    return 2.5 * _ELSEWHERE if is_next else _ELSEWHERE


def _place_likeness(a: str, b: str) -> float:
    x, y = name_tokens(a), name_tokens(b)
    if x == y:
        return 1.0
    if set(x) & set(y) or " ".join(y) in countries_of(a) or " ".join(x) in countries_of(b):
        return 0.6
    return 0.0


def _is_region(place: str) -> bool:
    """Whether a place is neither a country nor a city that is known."""
    return not countries_of(place) and state_of(place) is None


def _times(a: Features, b: Features) -> float:
    if not a.when or not b.when:
        return 0.0
    apart = min(days_apart(x, y) for x in a.when for y in b.when)
    if apart == 0:
        exact = any(x == y and n_days(x) < 5 for x in a.when for y in b.when)
        return _EXACT_DAY if exact else 0.5
    if a.held and b.held and all(n_days(days) == 1 for days in (*a.when, *b.when)):
        # What took place on Monday and what did on Wednesday: the day is known by then.
        return -2.4 if apart <= 2 else -3.0 if apart <= 60 else -4.0
    # A postponed event keeps its identity when its date moves; so does one that a later article puts later.
    ease = 0.5 if a.moved or b.moved or _moves_on(a, b) else 1.0
    return -ease * (0.6 if apart <= 2 else 1.4 if apart <= 14 else 2.4 if apart <= 60 else 4.0)


def _moves_on(a: Features, b: Features) -> bool:
    """Whether the earlier article could only report a day that the later one knows to be another."""
    if not a.day or not b.day or a.day == b.day:
        return False
    earlier, later = (a, b) if a.day < b.day else (b, a)
    first = min(days[0] for days in earlier.when)
    return first.toordinal() >= earlier.day and all(days[0] > first for days in later.when)


def _wording(a: Features, b: Features) -> float:
    """-0.3 to 1.0: how much of the shorter wording the longer one has, what a mention is called before its evidence."""
    called = _overlap(a.what, b.what)
    said = _overlap(a.words, b.words)
    if called is None:
        return 0.0 if said is None else said - 0.2
    return 0.75 * called + 0.25 * (said or 0.0) - 0.3


def _overlap(a: frozenset[str], b: frozenset[str]) -> float | None:
    if not a or not b:
        return None
    shared = len(a & b)
    return 0.5 * shared / min(len(a), len(b)) + 0.5 * shared / len(a | b)
