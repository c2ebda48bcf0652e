"""A plain question -> what it asks for: a closed list of things to ask, and filters that can be shown and changed.

No language model: the kind of question is told by its opening words, the event by the words that are left when days,
kinds of event and small words are taken away. What is not understood stays among the words that are looked for, so
that it can only make an answer more careful, never wrong.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import cache
from typing import TypeVar

from reportedly.answering.question_days import without_days
from reportedly.vocabulary import OFF, EventType, Status

__all__ = ["Asks", "Question", "understand"]

_Kind = TypeVar("_Kind", bound=StrEnum)

_LONGEST = 500  # characters of a question that are looked at


class Asks(StrEnum):
    """What can be asked."""

    STATUS = "status"
    WHEN = "when"
    SINCE = "since"
    WHERE = "where"
    WHO = "who"
    SAYS = "says"
    DISAGREES = "disagrees"
    CHANGED = "changed"
    SAID = "said"
    EVENTS = "events"
    COUNT = "count"
    REASON = "reason"


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What a question asks for.

    Attributes:
        text: As it was asked.
        asks: What is to be answered.
        about: Words that the event must match, as asked: names, places, topics.
        source: Whose statements are asked for.
        type: One of the vocabulary of events; `called` the word by which it was asked for.
        status: One of the vocabulary; of a yes-or-no question what it supposes, of a list a condition.
        since, until: Days (ISO), both included: of the event, or on which the record changed or was printed.
        expects: How a yes-or-no question is put: "on", "off" or "held"; of a list "on" where what is ahead is asked
            for, "off" where what is not; None elsewhere.
        claims: Whether what somebody is asked to say or deny is that the event is "on" or "off"; None where neither.
        negated: Whether the question has a "not": "yes" and "no" would then mean either.
        moved_to: Whether its day is the one to which the event was moved.
    """

    text: str = ""
    asks: Asks = Asks.STATUS
    about: tuple[str, ...] = ()
    source: str | None = None
    type: str | None = None
    called: str | None = None
    status: str | None = None
    since: str | None = None
    until: str | None = None
    expects: str | None = None
    claims: str | None = None
    negated: bool = False
    moved_to: bool = False

    def filters(self) -> dict[str, str | None]:
        """What was understood, by the names under which it can be changed."""
        return {
            "asks": self.asks.value,
            "about": " ".join(self.about) or None,
            "source": self.source,
            "type": self.type,
            "status": self.status,
            "since": self.since,
            "until": self.until,
        }

    def changed(self, given: Mapping[str, str | None]) -> Question:
        """The same question with some filters set by hand; an empty value takes one away.

        Raises:
            ValueError: No such filter or value; `str()` says which.
        """
        own = dict(given)
        unknown = set(own) - set(self.filters())
        if unknown:
            raise ValueError(f"no such filter: {', '.join(sorted(unknown))}")
        made = self
        if own.get("asks"):
            made = replace(made, asks=_one_of(Asks, "asks", own["asks"]))
        if "about" in own:
            made = replace(made, about=tuple(_words(own["about"] or "")))
        if "source" in own:
            made = replace(made, source=(own["source"] or "").strip() or None)
        if "type" in own:
            type = _one_of(EventType, "type", own["type"]) if own["type"] else None
            made = replace(made, type=type, called=made.called if type == made.type else None)
        if "status" in own:
            status = _one_of(Status, "status", own["status"]) if own["status"] else None
            made = replace(made, status=status, expects=_expected(status) if made.expects else None)
        for name in ("since", "until"):
            if name in own:
                value = own[name]
                if value:
                    try:
                        value = date.fromisoformat(value).isoformat()
                    except ValueError:
                        raise ValueError(f"{name} is not a day: {value[:40]!r}; write YYYY-MM-DD") from None
                made = replace(made, since=value or None) if name == "since" else replace(made, until=value or None)
        return made


def _one_of(kind: type[_Kind], name: str, value: str | None) -> _Kind:
    try:
        return kind(value or "")
    except ValueError:
        known = ", ".join(kind)
        raise ValueError(f"no such {name}: {(value or '')[:40]!r}; write one of {known}") from None


# Words

_WORD = re.compile(r"[^\W_](?:[^\W_]|[.&'’\-](?=[^\W_]))*")
_POSSESSIVE = re.compile(r"['’]s?$")

# Small words, words of asking, and words that say no more than that there is an event.
_SMALL = frozenset(
    """
    a about after again against ago all already also an and any anybody anyone anything are as at be because been
    before being between both but by can could currently did do does doing during each ever exactly far for from get
    go goes going gone had happen happened happening happens has have he her here hers him his how i if in into is it
    its itself just last latest like likely list me my near new news next no not now of off on one ones only or other
    our out over own please recent recently regarding said same say says she should show since so some still such take
    takes taking taken took place tell than that the their them then there these they this those through till to told
    too true under until up upcoming us very was way we were what whats when where whether which while who whom whose
    why will with would yet you your
    event events ledger record records status status's thing things fact know known according actually really
    planned scheduled official officially day date time ahead plan plans plan's due set meant expected supposed
    mr mrs ms dr sir president prime minister chancellor senator governor secretary general leader spokesman
    spokeswoman former speak speaks spoke spoken speaking talk talked talking give gives gave given hold holds
    """.split()
)

# Words of asking, which are none of an event's where that is asked.
_ASKING: Mapping[Asks, frozenset[str]] = {
    Asks.CHANGED: frozenset("changed change changes updates update anything".split()),
    Asks.DISAGREES: frozenset(
        "disagree disagrees disagreed deny denies denied dispute disputes disputed contradict contradicts contradicted "
        "contradictory contradiction contradictions contested conflict conflicts conflicting object objects doubt "
        "doubts else disagreement disagreements reports report".split()
    ),
    Asks.SAYS: frozenset(
        "report reports reported confirm confirms confirmed announce announces announced claim claims claimed wrote "
        "write writes else according word authority source sources outlet outlets newspaper newspapers paper papers "
        "agency agencies media".split()
    ),
    Asks.COUNT: frozenset(
        "many independent source sources outlet outlets article articles origin origins paper papers newspaper "
        "newspapers report reports reported".split()
    ),
    Asks.SINCE: frozenset("long reported announced report announce".split()),
    Asks.EVENTS: frozenset("many list name".split()),
    Asks.WHO: frozenset("else attend attends attending attended part participate participates participated".split()),
    Asks.WHERE: frozenset("city country town capital".split()),
    Asks.WHEN: frozenset("month year soon".split()),
    Asks.REASON: frozenset("reason come".split()),
    Asks.STATUS: frozenset("state became become".split()),
}

# What kind of event a word asks for.
_TYPES: dict[str, EventType] = {
    word: EventType(type)
    for type, words in {
        "visit": "visit visits visiting visited trip trips travel travels travelling traveling travelled traveled "
        "tour tours journey journeys",
        "meeting": "meet meets meeting meetings met encounter",
        "talks": "talks negotiations negotiation negotiate negotiates",
        "summit": "summit summits",
        "call": "phone phoned telephone telephoned phonecall call calls",
        "conference": "conference conferences convention conventions",
        "interview": "interview interviews interviewed",
        "speech": "speech speeches address",
        "signing": "sign signs signed signing ratify ratification",
        "vote": "vote votes voting voted referendum ballot election elections",
        "hearing": "hearing hearings testify testifies testified testifying testimony",
        "exercise": "exercise exercises drill drills manoeuvre manoeuvres maneuvers",
        "launch": "launch launches launched launching",
        "deployment": "deployment deploy deploys deployed deploying",
        "strike": "strike strikes walkout walkouts",
        "protest": "protest protests protested demonstration demonstrations",
        "deadline": "deadline deadlines",
    }.items()
    for word in words.split()
}
_GOING = frozenset("go goes going went fly flies flying flew come comes coming came".split())

# What a status is called in questions; tried in this order, taken out where found.
_STATUSES: tuple[tuple[Status, str], ...] = (
    (Status.RULED_OUT, r"ruled out"),
    (Status.UNDER_WAY, r"under way|underway|ongoing|in progress|(?:already )?(?:started|begun|began)"),
    (Status.RESCHEDULED, r"rescheduled|moved|brought forward"),
    (Status.POSTPONED, r"postpon(?:ed|es|ement|ing|e)|delay(?:ed|s)?|put off|pushed back|put back|deferred"),
    (
        Status.CANCELLED,
        r"cancel(?:lation|led|ling|ed|ing|s)?|call(?:s|ed|ing)? off|scrapp?ed|axed|dropped|abandoned|off(?= *\??$)",
    ),
    (Status.UNCONFIRMED, r"unconfirmed|not confirmed"),
    (Status.POSSIBLE, r"possible"),
    (Status.HELD, r"held|took place|taken place|gone ahead|went ahead|over(?= *\??$)|done(?= *\??$)"),
    (Status.PLANNED, r"planned"),
    (Status.SCHEDULED, r"scheduled"),
)
_NOT = re.compile(
    r"\b(is|are|was|were|has|have|had|did|does|do|would|could|should|wo|ca|can)(?:n['’]t|not)\b", re.IGNORECASE
)
_WHOLE = {"wo": "will", "ca": "can"}
_ON = re.compile(
    r"\b(?:still on|going ahead|goes? ahead|on track|take place|taking place|takes place|happen(?:ing|s)?|"
    r"still (?:planned|scheduled)|on(?= *\??$)|planned|scheduled)\b"
)
_OFF = OFF | {Status.RESCHEDULED}  # not on the day that was set


def _expected(status: str | None) -> str:
    if status == Status.HELD:
        return "held"
    return "off" if status in _OFF else "on"


# Kinds of question by their words; the first that fits is taken. `source` is whose words are asked for.
_SAY = r"(?:say|said|says|tell|told|claim|claims|claimed|announce|announced|think|thinks|promise|promised|state|stated)"
_KINDS: tuple[tuple[Asks, str], ...] = (
    (
        Asks.CHANGED,
        r"^(?:so )?what(?:['’]s| is| has| have)? (?:new|changed)\b|^(?:what are )?the (?:changes|news)\b|"
        r"^(?:is there |are there |has there been )?any(?:thing)? (?:new|news|changed?|changes|updates?)\b|"
        r"^has anything changed|^changes? |^news (?:of|on|about)|^updates? (?:on|about)|^what happened since",
    ),
    (
        Asks.DISAGREES,
        r"^(?:who|does any(?:one|body)|did any(?:one|body)|which \w+|has any(?:one|body)) (?:else )?"
        r"(?:disagrees?|disagreed|den(?:y|ies|ied)|disputes?|disputed|contradicts?|contradicted|objects?|doubts?)\b|"
        r"\b(?:disputed|contested|contradict(?:ed|ory|ions?)?|conflict(?:s|ing)?|disagreements?)\b",
    ),
    (
        Asks.SAYS,
        r"^(?:and )?(?:says who|according to whom|on whose (?:word|authority)|how do (?:we|you|they) know)|"
        r"^(?:who|which (?:outlets?|newspapers?|papers?|sources?|agenc(?:y|ies)|media)|whom?) (?:else )?(?:first )?"
        r"(?:says?|said|reports?|reported|confirms?|confirmed|announces?|announced|told|tells|claims?|claimed|wrote|"
        r"writes)\b|^(?:what|who|which) (?:is|are|were|was) (?:the|its|their) sources?\b|^sources? (?:of|for)\b|"
        r"\b(?:says who|who says so)\b",
    ),
    (Asks.COUNT, r"^how many (?:independent )?(?:sources?|outlets?|articles?|origins?|papers?|newspapers?|reports?)\b"),
    (Asks.SAID, rf"^what (?:did|does|has|have|do) .+? (?:to )?{_SAY}\b|^what was said\b|^(?:quotes?|statements?) "),
    (
        Asks.SINCE,
        r"^since when\b|^(?:for )?how long\b|"
        r"^when (?:was|were|is|has|have|did) .*\b(?:first )?(?:reported|announced)\b",
    ),
    (Asks.WHEN, r"^(?:and )?when\b|^(?:on )?(?:what|which) (?:day|date|month|year|time)\b|^how soon\b"),
    (Asks.WHERE, r"^(?:and )?where\b|^(?:in |to |at )?(?:what|which) (?:city|country|place|town|capital)\b"),
    (Asks.REASON, r"^(?:and )?why\b|^for what reason\b|^how come\b|^what (?:is|was) the reason\b|^because of what\b"),
    (
        Asks.REASON,
        r"^who (?:has |had )?(?:cancel\w*|postpone\w*|called off|put off|delayed|moved|rescheduled|scrapped)\b",
    ),
    (Asks.WHO, r"^(?:and )?(?:who|whom|with whom|who else)\b"),
    (
        Asks.STATUS,
        r"^what(?:['’]s| is| was) (?:the )?(?:status|state|latest|happening|going on) ?(?:of|on|with|about)?\b|"
        r"^what (?:happened|has happened|became|has become|will happen) (?:to|with|of)\b",
    ),
    (Asks.EVENTS, r"^how many\b|^(?:what|which|list|show|name|any|are there|is there|what's|whats|what’s)\b"),
)
_YES_NO = re.compile(
    r"^(?:so |and )?(?:is|are|was|were|will|would|has|have|had|did|does|do|can|could|should)\b(?!n't there)"
)
_SOURCE = re.compile(
    rf"^what (?:did|does|has|have|do) (?P<source>.+?) (?:to )?{_SAY}(?P<rest>\b.*)$|"
    r"^(?:quotes?|statements?) (?:by|of|from) (?P<source2>.+?)(?P<rest2>(?: (?:about|on)\b.*)?)$",
    re.IGNORECASE,
)


def understand(text: str, *, today: str | None = None) -> Question:
    """The interpretation of a plain question.

    Args:
        text: As typed; a few words are enough ("varga kenya").
        today: The day (ISO) from which "Monday" and "next week" are counted; None: such words are ignored.

    Raises:
        Nothing on strange text.

    >>> question = understand("Is Varga's visit to Kenya still on?", today="2026-03-06")
    >>> question.asks.value, question.about, question.type.value, question.expects
    ('status', ('Varga', 'Kenya'), 'visit', 'on')
    >>> understand("What changed since Monday?", today="2026-03-06").since
    '2026-03-02'
    """
    asked = " ".join(text[:_LONGEST].split()).strip(" ?!.")
    question = Question(text=text[:_LONGEST])
    asked = _NOT.sub(lambda found: f"{_WHOLE.get(found[1].casefold(), found[1])} not", asked)
    rest, since, until, moved_to = without_days(asked, today, off=_without_status(asked)[0] in _OFF)
    low = rest.casefold().replace("’", "'")
    asks = next((kind for kind, pattern in _kinds() if pattern.search(low)), Asks.STATUS)
    yes_no = bool(_YES_NO.search(low))
    source = None
    if asks is Asks.SAID and (found := _SOURCE.match(rest)):
        source = " ".join(_words(found["source"] or found["source2"] or "")) or None
        rest = found["rest"] or found["rest2"] or ""
        low = rest.casefold().replace("’", "'")
    expects = None
    if yes_no and asks is Asks.STATUS:
        expects = "on" if _ON.search(low) else None
    status, rest = _without_status(rest)
    negated = re.search(r"\bnot\b", rest, re.IGNORECASE) is not None
    claims = _claimed(low, status, negated) if asks in (Asks.SAYS, Asks.DISAGREES) else None
    if claims is not None and (negated or status is None):
        status = None
    if asks is Asks.EVENTS and negated:
        expects, status = _claimed(low, status, negated), None
    if status is Status.HELD and asks is Asks.WHEN:
        status = None  # "when was it held" asks for its day
    if asks is Asks.WHEN and status in _OFF:
        asks = Asks.SINCE  # "when was it postponed": its status has been so since
    if yes_no and asks is Asks.STATUS and expects is None:
        past = re.match(r"(?:so |and )?(?:did|was|were|has|have|had)\b", low)
        expects = _expected(status) if status else "held" if past else "on"
    elif expects == "on" and re.match(r"(?:so |and )?(?:did|has|have|had|was|were)\b", low) and "still" not in low:
        expects, status = "held", None
    elif expects == "on":
        # "Is it still planned?" supposes no more than that it is on.
        status = None if status in (Status.PLANNED, Status.SCHEDULED, Status.HELD, Status.CANCELLED) else status
        expects = _expected(status)
    if asks not in (Asks.STATUS, Asks.EVENTS, Asks.SINCE, Asks.SAYS, Asks.COUNT, Asks.REASON):
        status = None
    type, called, words = _without_type(_words(rest), low)
    words = [word for word in words if _plain(word) not in _ASKING.get(asks, ())]
    if asks is Asks.EVENTS and status in (Status.PLANNED, Status.SCHEDULED, Status.POSSIBLE):
        status, expects = None, "on"  # what is planned, by whatever word
    return replace(
        question,
        asks=asks,
        about=tuple(words),
        source=source,
        type=type,
        called=called,
        status=status,
        since=since,
        until=until,
        expects=expects if asks in (Asks.STATUS, Asks.EVENTS) else None,
        claims=claims,
        negated=negated,
        moved_to=moved_to,
    )


def _claimed(low: str, status: Status | None, negated: bool) -> str | None:
    """Whether a claim is that an event is on or off: "that it is not cancelled" that it is on."""
    off = status in _OFF
    if status is None and not _ON.search(low):
        return None
    return "off" if off != negated else "on"


@cache
def _kinds() -> tuple[tuple[Asks, re.Pattern[str]], ...]:
    return tuple((kind, re.compile(pattern)) for kind, pattern in _KINDS)


def _without_status(rest: str) -> tuple[Status | None, str]:
    for status, pattern in _STATUSES:
        found = re.search(rf"\b(?:{pattern})", rest, re.IGNORECASE)
        if found:
            return status, f"{rest[: found.start()]} {rest[found.end() :]}"
    return None, rest


def _words(text: str) -> list[str]:
    """The words that an event can be told by: without small ones, without possessive endings, each once."""
    found = (_POSSESSIVE.sub("", word) for word in _WORD.findall(text))
    return list(dict.fromkeys(word for word in found if _plain(word) not in _SMALL and word))


def _plain(word: str) -> str:
    return word.casefold().replace("’", "'")


def _without_type(words: Iterable[str], low: str) -> tuple[EventType | None, str | None, list[str]]:
    """The kind of event that the first word for one asks for, that word, and the other words."""
    kept: list[str] = []
    type: EventType | None = None
    called: str | None = None
    for word in words:
        named = _TYPES.get(_plain(word))
        if named is None or (type is not None and named is not type):
            kept.append(word)
        elif type is None:
            type, called = named, _plain(word)
    if type is EventType.CONFERENCE:
        kept = [word for word in kept if _plain(word) not in ("press", "news")]
    if (
        type is None
        and _GOING & set(low.split())
        and re.search(r"\b(?:go|goes|going|went|fl\w+|com\w+|came) to\b", low)
    ):
        type = EventType.VISIT
        kept = [word for word in kept if _plain(word) not in _GOING]
    return type, called, kept
