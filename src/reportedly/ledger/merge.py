"""The same event across articles: how alike two mentions are, which to compare, and which groups they form.

A mention is one event as one article reports it. Every pair is judged by itself, so the answer is the same whatever
the order in which articles arrive:

1. `blocking_keys` names what a mention could share with another of the same event; only mentions that share a key,
   and are near in time, are compared;
2. `likeness` sums evidence for and against: type family, participants, place, time, wording, nearness of print. The
   weights are log-odds like, set by hand on annotated stories; above zero is "the same";
3. `merge_mentions` joins the most alike first and asks at each step that the two groups agree on average.
"""

from __future__ import annotations

import csv
import hashlib
import importlib.resources
import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations

from reportedly.edtf import Days, days_apart, days_of, n_days
from reportedly.ledger.names import fold, head, is_body, name_likeness, name_tokens, stem, stems, stems_of_each
from reportedly.ledger.reports import Mention, Report, deciding
from reportedly.ledger.states import state_of
from reportedly.record import Status

__all__ = [
    "BlockingKey",
    "Features",
    "blocking_keys",
    "countries_of",
    "features_of",
    "likeness",
    "merge_mentions",
    "names_testimony",
    "trigger_stems",
]

# Types that one happening is given by different articles. "other" is a type that nobody chose.
_FAMILIES = (
    frozenset({"meeting", "talks", "summit", "conference", "call"}),
    frozenset({"speech", "conference", "interview", "other"}),
    frozenset({"hearing", "vote", "other"}),
    frozenset({"launch", "strike", "exercise", "deployment", "other"}),
    frozenset({"signing", "meeting", "summit", "other"}),
    frozenset({"protest", "strike", "other"}),
    frozenset({"deadline", "vote", "other"}),
)
_SUBTYPES = {"talks": "meeting", "summit": "meeting"}

# Two such events with different people are two events, whoever takes part in both.
_BETWEEN = frozenset({"meeting", "talks", "summit", "call", "interview"})

# Of such an event one article may name the chair and another the witness.
_IMPERSONAL = frozenset({"hearing", "vote", "deadline", "exercise", "protest", "signing", "conference"})

# What one witness does at a hearing, as stems.
_TESTIMONY = stems_of_each("testify testifying testimony appear appearance")

_MOVED = frozenset({Status.POSTPONED, Status.RESCHEDULED, Status.CANCELLED, Status.RULED_OUT, Status.POSSIBLE})

_CALLED_OFF = frozenset({Status.CANCELLED, Status.RULED_OUT})

_AHEAD = frozenset({Status.POSSIBLE, Status.PLANNED, Status.SCHEDULED})

# Words that make it another event of the same people: the one that comes instead of the one called off.
_ANOTHER = re.compile(
    r"\b(?:another|future|second|third|fresh|further|later|new) "
    r"(?:(?P<noun>visit|trip|meeting|talks|summit|call|hearing|vote|round|rally|debate|speech)s?|date|time)\b"
    r"(?: of (?P<of>\w+))?|in the future\b"
)

# Words that news uses for one happening, as the stems of their groups' first words.
_SYNONYMS = {
    stem(word): stem(group.split()[0])
    for group in (
        "kill murder slay slain homicide",
        "win victory beat defeat triumph",
        "fire blaze",
        "issue release",
        "cut sever",
        "rob heist raid",
        "injure wound",
        "strike hit jolt shake shook",
        "place put",
        "find discover",
        "charge accuse",
        "move transfer",
        "fix repair plug",
        "hire appoint name",
        "quit resign leave depart retire",
        "buy acquire purchase",
        "meet talk talks negotiate negotiation session summit",
        "visit trip travel tour come",
        "speech address remark",
        "phone telephone",
        "delay postpone defer",
        "cancel scrap scuttle",
        "stoppage outage disruption",
    )
    for word in group.split()
}

_SAY_LITTLE = stems_of_each(
    """
    say tell report announce confirm according add make take go come have get give be is was do call ask
    """
)

_NEAR_DAYS, _FAR_DAYS = 10, 90

_UNCONTRADICTED = 0.9

# Overlap of whom and what two articles name most. Of pairs of articles grouped by hand into stories two thirds of
# those of one story have more, and one in a thousand of those of two stories.
_SURE_AFFAIR = 0.3


@dataclass(frozen=True, slots=True)
class Features:
    """What of a mention is compared, taken out once.

    Attributes:
        about: Whom and what its article names most.
        alone: Its article tells of no other event of that type.
        testimony: One witness's part in a hearing.
        instead: Its article leaves it open, and tells of another that was called off.
        off: Called off, on somebody's word.
        held, ahead: All that its article says of it is that it was held; that it is to come.
        shown: Its confidence reaches the floor; see `deciding`.
    """

    id: str
    article: str
    types: frozenset[str]
    participants: tuple[str, ...]
    places: tuple[str, ...]
    when: tuple[Days, ...]
    day: int
    moved: bool
    another: bool
    what: frozenset[str]
    words: frozenset[str]
    triggers: frozenset[str]
    about: tuple[str, ...] = ()
    alone: bool = False
    testimony: bool = False
    instead: bool = False
    off: bool = False
    held: bool = False
    ahead: bool = False
    shown: bool = True


BlockingKey = tuple[int, int]
"""A hash of 63 bits and the days of publication within which it is compared."""


def features_of(mention: Mention) -> Features:
    """What of a mention is compared."""
    reports = deciding(mention.reports)
    participants = tuple(dict.fromkeys(name for report in reports for name in report.participants))
    own = frozenset(stem(token) for name in participants for token in name_tokens(name))
    whats = {report.what for report in reports if report.what}
    triggers = frozenset(s for report in reports for s in trigger_stems(report.trigger))
    types = frozenset(report.type for report in reports)
    # "Orr meets Lund" and "Orr meets Varga" have no word in common that tells which meeting it is; places are
    # compared by themselves.
    places = tuple(dict.fromkeys(report.place for report in reports if report.place))
    own |= {stem(kind) for kind in types} | {stem(token) for place in places for token in name_tokens(place)}
    what = frozenset(s for text in whats for s in stems(text)) - own
    day = mention.day
    return Features(
        id=mention.id,
        article=mention.article,
        types=types,
        participants=participants,
        places=places,
        when=tuple(dict.fromkeys(days for report in reports if (days := days_of(report.when)))),
        day=day.toordinal() if day else 0,
        moved=any(report.status in _MOVED for report in reports),
        another=any(_is_another(report) for report in reports),
        what=what,
        words=(frozenset(s for report in reports for s in stems(report.evidence)) | what | triggers) - own,
        triggers=triggers,
        about=mention.about,
        testimony=all(_is_testimony(report) for report in reports),
        instead=any(report.instead for report in reports),
        off=any(report.status in _CALLED_OFF for report in reports),
        held=all(report.status == Status.HELD for report in reports),
        ahead=all(report.status in _AHEAD for report in reports),
        alone=all(report.alone for report in reports),
        shown=mention.shown,
    )


def _is_testimony(report: Report) -> bool:
    return report.type == "hearing" and (names_testimony(report.what) or names_testimony(report.trigger))


def names_testimony(words: str) -> bool:
    """Whether words for a hearing name one witness's part in it: "Orr testifies before the committee"."""
    return not _TESTIMONY.isdisjoint(trigger_stems(words))


def _is_another(report: Report) -> bool:
    if _ANOTHER.search(fold(report.what)):
        return True
    for match in _ANOTHER.finditer(fold(report.evidence)):
        # "opens the door to another round of speculation" about one debate.
        named = match["of"] if match["noun"] == "round" and match["of"] else match["noun"]
        if not named or trigger_stems(named) & trigger_stems(report.trigger):
            return True
    return False


def trigger_stems(words: str) -> frozenset[str]:
    """What a trigger says happened: its content stems, synonyms as one; those of all its words where none is left."""
    found = stems(words) or {stem(word) for word in fold(words).split()}
    return frozenset(_SYNONYMS.get(s, s) for s in found)


def blocking_keys(features: Features) -> frozenset[BlockingKey]:
    """What another mention of the same event is likely to share.

    Two participants, or one and a content word or the month, within three months of print; one participant or the
    place and the family of the type within ten days; and for a mention that names fewer than two participants two
    content words within ten days.
    """
    heads = sorted({head(name) for name in features.participants if head(name)})
    # Sorted, so that the same few words are taken in every process.
    words = sorted(features.what | features.triggers, key=lambda s: (-len(s), s))[:5]
    kinds = sorted({_SUBTYPES.get(kind, kind) for kind in features.types})
    keys = {_key("pp", a, b, _FAR_DAYS) for a, b in combinations(heads, 2)}
    keys |= {_key("pw", a, word, _FAR_DAYS) for a in heads[:6] for word in words}
    keys |= {_key("pk", a, kind, _NEAR_DAYS) for a in heads[:6] for kind in kinds}
    if len(heads) < 2:
        keys |= {_key("pk", a, kind, _NEAR_DAYS) for a in features.about[:4] for kind in kinds}
    keys |= {_key("pl", fold(place), kind, _NEAR_DAYS) for place in features.places for kind in kinds}
    keys |= {_key("pt", a, days[0].strftime("%Y-%m"), _FAR_DAYS) for a in heads[:6] for days in features.when}
    if len(heads) < 2:
        keys |= {_key("ww", a, b, _NEAR_DAYS) for a, b in combinations(sorted(words), 2)}
    return frozenset(keys)


@lru_cache(maxsize=65536)
def _key(kind: str, a: str, b: str, within: int) -> BlockingKey:
    digest = hashlib.blake2b(f"{kind}\0{a}\0{b}".encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "big") >> 1, within


def likeness(a: Features, b: Features) -> float:
    """Evidence that two mentions are one event: above zero for, below against; symmetric."""
    if a.id > b.id:
        a, b = b, a  # floating sums in one order, so that the answer is the same to the last bit
    people = _participants(a, b)
    wording = _wording(a, b)
    places, times = _places(a, b), _times(a, b)
    score = -2.3 + _types(a, b) + places + times + people
    score += 3.4 * wording
    named_alike = (a.types & b.types) - {"other"} and a.participants and b.participants and people > 0.0
    if named_alike and min(times, places) >= 0.0:
        # Nothing speaks against it: of two such mentions with the same people most are one event, however worded.
        score += _UNCONTRADICTED
    if a.day and b.day:
        gap = abs(a.day - b.day)
        score += 0.4 if gap <= 3 else 0.0 if gap <= 21 else -0.8 if gap <= _FAR_DAYS else -2.0
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
    return score


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
        # An election and a vote in a committee.
        return 0.9 if not a.triggers or not b.triggers or a.triggers & b.triggers else 0.3
    pairs = [(x, y) for x in a.types for y in b.types]
    if any(_SUBTYPES.get(x, x) == _SUBTYPES.get(y, y) for x, y in pairs):
        return 0.5 if a.triggers & b.triggers or not (a.triggers and b.triggers) else 0.0
    # "Other" is a type that nobody chose, but a rally is no meeting.
    is_named_apart = "other" in a.types | b.types and a.triggers and b.triggers and not a.triggers & b.triggers
    if not is_named_apart and any(x in family and y in family for x, y in pairs for family in _FAMILIES):
        return -0.8
    return -2.5


def _triggers(a: Features, b: Features) -> float:
    """For two of type "other": whether the words that name the happening are the same."""
    same = _overlap(a.triggers, b.triggers)
    if same is None:
        return -0.3
    if a.participants or b.participants or a.when or b.when:
        return 1.8 * same - 0.9
    if same == 0.0:
        # Two happenings of one sentence share all other words.
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
        # Two meetings of nobody are hardly one where an article tells of several.
        is_one_of_several = not many and not (a.alone and b.alone) and (a.types | b.types) <= _BETWEEN
        return (0.5 if is_one_of_several else 2.0 if a.types & b.types else 1.0) * _affair(a, b)
    likes = [max(name_likeness(x, y) for y in many) for x in few]
    back = [max(name_likeness(x, y) for x in few) for y in many]
    covered, coverage = sum(likes) / len(few), sum(back) / len(many)
    if covered == 0.0:
        # Each article names the other's people elsewhere: it may be the same event under another name.
        impersonal = a.types & b.types and (a.types | b.types) <= _IMPERSONAL
        if impersonal and not (a.testimony and b.testimony):
            return 1.3 * _affair(a, b) - 0.8
        return -0.8 if _are_known(a, b) and _are_known(b, a) else -4.0
    score = 3.2 * (0.6 * covered + 0.4 * coverage) - 1.2
    # A country stands for its leader, whom the other may name.
    lacks = [like for name, like in zip(few, likes, strict=True) if state_of(name) is None]
    lacked = [like for name, like in zip(many, back, strict=True) if state_of(name) is None]
    if min(lacks, default=1.0) < 0.5 and min(lacked, default=1.0) < 0.5:
        # Each has somebody whom the other lacks: Orr meets Lund, Orr meets Varga.
        score -= 3.0 if (a.types | b.types) <= _BETWEEN else 1.2
    return score


def _places(a: Features, b: Features) -> float:
    if not a.places or not b.places:
        return 0.0
    best = max(_place_likeness(x, y) for x in a.places for y in b.places)
    if best > 0.0:
        return 0.8 if best == 1.0 else 0.5
    if any(_is_region(x) or _is_region(y) for x in a.places for y in b.places):
        # A region may hold the city that the other names.
        return -0.3
    # Ankara for Istanbul may be a contradiction; Syria for Afghanistan is another event.
    return -1.2 if any(countries_of(x) & countries_of(y) for x in a.places for y in b.places) else -2.2


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


@lru_cache(maxsize=4096)
def countries_of(place: str) -> frozenset[str]:
    """The countries that have a city of that name, folded; none for a country or an unknown place."""
    return _cities().get(fold(place).strip(), frozenset())


@lru_cache(maxsize=1)
def _cities() -> Mapping[str, frozenset[str]]:
    data = importlib.resources.files("reportedly.data")
    lines = csv.DictReader(data.joinpath("countries.csv").read_text("utf-8").splitlines())
    countries = {line["iso2"]: " ".join(name_tokens(line["name"])) for line in lines}
    found: dict[str, set[str]] = defaultdict(set)
    for line in data.joinpath("cities.txt").read_text("utf-8").splitlines():
        code, _, names = line.partition("\t")
        for name in names.split("|"):
            # The bare fold: a cache of sixty thousand names that are asked for once would push out all others.
            found[fold.__wrapped__(name)].add(countries.get(code, ""))
    return {name: frozenset(where) for name, where in found.items()}


def _times(a: Features, b: Features) -> float:
    if not a.when or not b.when:
        return 0.0
    apart = min(days_apart(x, y) for x in a.when for y in b.when)
    if apart == 0:
        exact = any(x == y and n_days(x) == 1 for x in a.when for y in b.when)
        return 1.3 if exact else 0.5
    if a.held and b.held and all(n_days(days) == 1 for days in (*a.when, *b.when)):
        # What took place on Monday and what did on Wednesday: the day is known by then.
        return -2.4 if apart <= 2 else -3.0 if apart <= 60 else -4.0
    # A postponed event keeps its identity when its date moves; so does one that a later article puts later.
    ease = 0.5 if a.moved or b.moved or _moves_on(a, b) else 1.0
    return -ease * (0.6 if apart <= 2 else 1.4 if apart <= 14 else 2.4 if apart <= 60 else 4.0)


def _moves_on(a: Features, b: Features) -> bool:
    """Whether the earlier article could only tell of a day that the later one knows to be another."""
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


def merge_mentions(
    mentions: Iterable[Features],
    *,
    pairs: Mapping[tuple[str, str], float] | None = None,
    together: Collection[tuple[str, str]] = (),
    apart: Collection[tuple[str, str]] = (),
) -> tuple[tuple[str, ...], ...]:
    """Groups of mention ids that are one event each; every mention is in exactly one group.

    Mentions that are shown are grouped first, as if there were no others. Each of the others may then join one of
    those groups, or form groups with its like, but never brings two groups together.

    Args:
        mentions: In any order.
        pairs: Likenesses already known of pairs that share a key, above zero; None: all pairs are compared.
        together, apart: Pairs ruled on by hand; they win over every likeness.

    Returns:
        Groups sorted by their first member, members sorted.
    """
    by_id = {mention.id: mention for mention in sorted(mentions, key=lambda m: m.id)}
    known: dict[tuple[str, str], float] = {}
    edges: list[tuple[float, str, str]] = []
    candidates = combinations(by_id, 2) if pairs is None else _sorted_pairs(pairs, by_id)
    for a, b in candidates:
        score = likeness(by_id[a], by_id[b]) if pairs is None else pairs.get((a, b), pairs.get((b, a), 0.0))
        known[a, b] = score
        if score > 0.0:
            edges.append((-score, a, b))

    def score_of(a: str, b: str) -> float:
        pair = (a, b) if a < b else (b, a)
        if pair not in known:
            known[pair] = likeness(by_id[pair[0]], by_id[pair[1]])
        return known[pair]

    groups = _Groups(by_id)
    barred = {pair for a, b in apart for pair in ((a, b), (b, a))}
    edges.sort()
    shown = frozenset(id for id, mention in by_id.items() if mention.shown)
    ruled = [(a, b) for a, b in sorted(together) if a in by_id and b in by_id]
    parts: tuple[Collection[str], ...] = (shown, by_id) if shown and len(shown) < len(by_id) else (by_id,)
    for part in parts:
        joined = True
        while joined:
            joined = False
            for _, a, b in edges:
                if a not in part or b not in part or groups.of(a) is groups.of(b):
                    continue
                if part is not shown and len(parts) > 1 and groups.have(a, shown) and groups.have(b, shown):
                    continue
                if groups.agree(a, b, score_of, barred):
                    groups.join(a, b)
                    joined = True
        for a, b in ruled:
            if a in part and b in part and not groups.are_barred(a, b, barred):
                groups.join(a, b)
    return groups.all()


def _sorted_pairs(pairs: Iterable[tuple[str, str]], known: Collection[str]) -> Iterator[tuple[str, str]]:
    ordered = {(min(pair), max(pair)) for pair in pairs if pair[0] in known and pair[1] in known}
    return iter(sorted(ordered))


class _Groups:
    """Disjoint groups of ids."""

    def __init__(self, ids: Iterable[str]) -> None:
        self._group = {id: [id] for id in ids}

    def of(self, id: str) -> list[str]:
        return self._group[id]

    def agree(self, a: str, b: str, score_of: Callable[[str, str], float], barred: Collection[tuple[str, str]]) -> bool:
        if self.are_barred(a, b, barred):
            return False
        return sum(score_of(x, y) for x in self._group[a] for y in self._group[b]) > 0.0

    def are_barred(self, a: str, b: str, barred: Collection[tuple[str, str]]) -> bool:
        return any((x, y) in barred for x in self._group[a] for y in self._group[b])

    def have(self, a: str, ids: Collection[str]) -> bool:
        """Whether the group of one has any of some ids."""
        return any(member in ids for member in self._group[a])

    def join(self, a: str, b: str) -> None:
        x, y = self._group[a], self._group[b]
        if x is y:
            return
        x += y
        for member in y:
            self._group[member] = x

    def all(self) -> tuple[tuple[str, ...], ...]:
        return tuple(sorted({tuple(sorted(group)) for group in self._group.values()}))
