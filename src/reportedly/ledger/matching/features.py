"""What of a mention is compared: type, names, places, days, words."""

from __future__ import annotations

import re
from dataclasses import dataclass

from reportedly.edtf import Days, days_of
from reportedly.ledger.mentions import Mention, Report, deciding
from reportedly.lexicon.folding import fold
from reportedly.lexicon.names import name_tokens, stem, stems, stems_of_each
from reportedly.vocabulary import CALLED_OFF, OFF, PLANS, VAGUE, Status

__all__ = ["FAR_DAYS", "NEAR_DAYS", "SUBTYPES", "Features", "features_of", "names_testimony", "trigger_stems"]

SUBTYPES = {"talks": "meeting", "summit": "meeting"}

# What one witness does at a hearing, as stems.
_TESTIMONY = stems_of_each("testify testifying testimony appear appearance")

_MOVED = OFF | {Status.RESCHEDULED, Status.POSSIBLE}
_AHEAD = PLANS | VAGUE

# Words that make it another event of the same people: the one that comes instead of the one called off.
_ANOTHER = re.compile(
    r"\b(?:another|future|second|third|fresh|further|later|new) "
    r"(?:(?P<noun>visit|trip|meeting|talks|summit|call|hearing|vote|round|rally|debate|speech)s?|date|time)\b"
    r"(?: of (?P<of>\w+))?|in the future\b"
)


# Words that news uses for one event, as the stems of their groups' first words.
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
        "strike hit jolt shake shook airstrike attack assault walkout",
        "election elections poll polls",
        "testify testified testifying testimony",
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


# A conference that is a meeting with reporters, not one of delegates.
_BRIEFING = re.compile(r"\b(?:news|press|media)[- ](?:conference|briefing|call)s?\b|\bbriefings?\b|\bpressers?\b", re.I)

NEAR_DAYS, FAR_DAYS = 10, 90


@dataclass(frozen=True, slots=True)
class Features:
    """What of a mention is compared, taken out once.

    Attributes:
        about: Whom and what its article names most.
        alone: Its article reports no other event of that type.
        testimony: One witness's part in a hearing.
        instead: Its article leaves it open, and reports another that was called off.
        off: Called off, on somebody's word.
        held, ahead: All that its article says of it is that it was held; that it is to come.
        shown: Its confidence reaches the floor; see `deciding`.
        briefing: Somebody speaks to reporters.
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
    briefing: bool = False

    @property
    def kinds(self) -> frozenset[str]:
        """Its types as kinds: talks, a summit and a conference of delegates are meetings."""
        gather = () if self.briefing else ("conference",)
        return frozenset("meeting" if type in gather else SUBTYPES.get(type, type) for type in self.types)


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
        off=any(report.status in CALLED_OFF for report in reports),
        held=all(report.status == Status.HELD for report in reports),
        ahead=all(report.status in _AHEAD for report in reports),
        alone=all(report.alone for report in reports),
        shown=mention.shown,
        briefing=any(_is_briefing(report) for report in reports),
    )


def _is_briefing(report: Report) -> bool:
    return report.type == "conference" and any(_BRIEFING.search(words) for words in (report.what, report.evidence))


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
