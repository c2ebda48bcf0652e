"""What a clause says outright of its event: called off, put off, or moved to a new day.

The heads weigh everything around a trigger; where grammar leaves no doubt, it decides: "postponed" with the old day
alone is no new day, and "the hearing set for March 12 was put off" is no hearing that is set.
"""

from __future__ import annotations

from collections.abc import Container, Sequence
from itertools import islice

from reportedly.reading.document import Document
from reportedly.reading.events.nouns import APPOINTED
from reportedly.reading.syntax.clauses import Tense, bound_goal, has_child, is_negated, tense
from reportedly.reading.syntax.veridicality import Truth, truth_of
from reportedly.vocabulary import Status

__all__ = [
    "days_to_come",
    "decides_on_another",
    "goes_ahead",
    "is_day_of_deed",
    "is_day_of_word",
    "is_headline_passive",
    "is_to_come",
    "new_days",
    "outright_status",
    "to_be_held",
    "verb_above_plan",
]

_CALLS_OFF = frozenset("cancel call_off scrap axe ax bin abandon nix ditch scrub".split())
_PUTS_OFF = frozenset("postpone put_off delay defer push_back put_back hold_off reschedule shelve mothball".split())
_STOPS = frozenset(("adjourn",))  # on the day on which it began
# Verbs that put nothing off, but give it the day that stands behind "to".
_MOVES = frozenset("move shift bring_forward move_up move_forward push".split())
_HOLDS = frozenset("hold ice".split())
_GOES_AHEAD = frozenset("go_ahead go_forward take_place proceed".split())
_TO_COME = frozenset({Tense.FUTURE, Tense.PRESENT, Tense.PROGRESSIVE})
# Verbs that tell of something appointed, not of its taking place; passive, since "called a strike on Monday" may be
# either.
_APPOINTS = frozenset("announce set schedule call fix agree declare reschedule".split())
_PLANS = frozenset("set plan schedule announce slate book appoint expect fix arrange".split())
_OCCURS = (
    frozenset("hold take start begin open run happen occur launch stage convene commence last go list".split()) | _PLANS
)
_HELD = frozenset("hold stage convene host organise organize play attend".split())
_FINITE = frozenset(("VBD", "VBZ", "VBP", "MD"))
_NEAR = 15  # tokens
_IS = frozenset("be remain stay".split())
# What is done to an event long before it takes place.
_DISCLOSES = frozenset(
    "announce agree declare confirm unveil order propose promise disclose reveal approve ratify publish".split()
)
_PARTICLES = frozenset(("off", "back", "forward", "up", "in", "ahead", "place"))
_GOAL = frozenset("to until till for".split())
# What stands under these is not said to be so.
_NOT_SAID = frozenset(
    "deny ask question doubt wonder speculate dispute refute dismiss reject suggest fear hope wish imagine suppose "
    "pretend threaten consider guess rumor rumour".split()
)
_SAYS = frozenset(
    "say tell announce confirm report add state declare claim note reveal disclose acknowledge admit insist deny "
    "reiterate repeat write warn explain stress argue suggest signal indicate".split()
)
_IF = frozenset(("if", "whether", "unless"))
_FARTHEST = 40


def outright_status(document: Document, token: int, dates: Sequence[int]) -> Status | None:
    """The status that the verb of a trigger's own clause gives it; None where it gives none beyond doubt.

    Args:
        document: The parsed article.
        token: The trigger's head, a noun that is what the verb is about.
        dates: Tokens that carry the dates of its sentence.
    """
    verb, role = document.head(token), document.deps[token]
    if role == "nsubj" and (above := verb_above_plan(document, verb)) is not None:
        verb, role = above, "nsubjpass"
    if role not in ("nsubjpass", "dobj", "nsubj") or document.pos[verb] not in ("VERB", "AUX"):
        return None
    if not _is_told(document, verb) or not _is_asserted(document, verb):
        return None
    if role == "nsubj" and is_headline_passive(document, token, verb):
        role = "nsubjpass"
    elif role == "nsubj":
        if _is_on_hold(document, verb):
            return Status.POSTPONED
        return Status.CANCELLED if _is_off(document, verb) else None
    if (role == "nsubjpass") != (_is_passive(document, verb) or is_headline_passive(document, token, verb)):
        return None
    names = _names(document, verb)
    if "pencil_in" in names:
        return Status.SCHEDULED if dates else Status.PLANNED
    if names & _CALLS_OFF:
        return Status.CANCELLED
    if names & (_PUTS_OFF | _STOPS) and not any(
        document.deps[c] == "npadvmod" for c in document.children[verb]
    ):  # "pushed back a week"
        return Status.RESCHEDULED if _goals(document, verb, dates) else Status.POSTPONED
    if names & _MOVES and _goals(document, verb, dates):
        return Status.RESCHEDULED
    return None


def is_headline_passive(document: Document, token: int, verb: int) -> bool:
    """ "Summit cancelled after storm": no event calls anything off, so that its bare verb is a passive.

    Args:
        document: The parsed article.
        token: The noun.
        verb: Its verb.
    """
    children = document.children[verb]
    return (
        document.deps[token] == "nsubj"
        and document.head(token) == verb
        and document.tags[verb] in ("VBD", "VBN")
        and bool(_names(document, verb) & (_CALLS_OFF | _PUTS_OFF))
        and not any(document.deps[c] in ("dobj", "aux", "auxpass", "ccomp", "xcomp", "dative") for c in children)
    )


def goes_ahead(document: Document, token: int) -> bool:
    """Whether the clause of a trigger says that it will be: "the visit goes ahead", "the vote will take place".

    Args:
        document: The parsed article.
        token: The trigger's head, a noun.
    """
    verb = document.head(token)
    if document.deps[token] != "nsubj" or not _names(document, verb) & _GOES_AHEAD:
        return False
    told = tense(document, verb)
    if told is Tense.WOULD and _is_reported(document, verb):
        told = Tense.FUTURE
    return told in _TO_COME and truth_of(document, verb).truth is Truth.HOLDS


def is_to_come(document: Document, token: int) -> bool:
    """Whether the clause of a trigger tells of it as of something that will be: "will be launched", "is to be".

    Args:
        document: The parsed article.
        token: The trigger's head.
    """
    verb = token if document.pos[token] == "VERB" else _verb_of_plan(document, token)
    if verb is None:
        return False
    if document.deps[verb] == "acl" and document.tags[verb] == "VBN":
        is_to_be = any(document.lemmas[c] == "to" for c in document.children[verb])
        if document.lemmas[verb] in _PLANS or (is_to_be and document.lemmas[verb] in _HELD):
            return _is_asserted(document, verb)  # "the election planned for May 24", "to be held on May 24"
    if document.deps[verb] == "xcomp" and document.tags[document.head(verb)] in ("VBZ", "VBP"):
        verb = document.head(verb)  # "is to hold", "is set to open"
    told = tense(document, verb)
    if told is Tense.WOULD and _is_reported(document, verb):
        told = Tense.FUTURE
    now = document.lemmas[verb] in _OCCURS or document.lemmas[verb] in _IS
    if told is not Tense.FUTURE and not (told is Tense.PRESENT and now):
        return False
    return truth_of(document, verb).truth is Truth.HOLDS and _is_asserted(document, verb)


def _is_reported(document: Document, verb: int) -> bool:
    """ "Said that it [would] open on June 3": the future, as it is told afterwards."""
    return document.deps[verb] == "ccomp" and document.lemmas[document.head(verb)] in _SAYS


def to_be_held(document: Document, token: int) -> int | None:
    """The verb of "invitations to a [summit] on water, to be [held] in Amman on June 24"; None where there is none.

    The parse may hang it on another verb of the sentence.

    Args:
        document: The parsed article.
        token: The trigger's head.
    """
    stop = min(int(document.sentence_tokens[document.sentence_of(token), 1]), token + _NEAR)
    for t in range(token + 1, stop - 2):
        if document.tags[t] in _FINITE or document.lemmas[t] in APPOINTED:
            return None  # of another event, or past
        if document.tags[t] == "TO" and document.words[t + 1] == "be" and document.lemmas[t + 2] in _HELD:
            following = t + 3 == stop or document.pos[t + 3] in ("ADP", "PUNCT", "ADV", "DET", "SCONJ")
            return t + 2 if following and document.words[t - 1] != "not" else None  # "not to be held responsible"
    return None


def days_to_come(document: Document, token: int, dates: Sequence[int]) -> list[int]:
    """The dates behind the verb by which a noun is something to come: "a summit, to be held on June 24".

    Args:
        document: The parsed article.
        token: The trigger's head.
        dates: Tokens that carry the dates of its sentence.
    """
    verb = to_be_held(document, token) if document.pos[token] == "NOUN" else None
    return [] if verb is None else [date for date in dates if date > verb and date in document.subtree(verb)]


def _verb_of_plan(document: Document, token: int) -> int | None:
    """The verb by which a noun is something to come: "the [launch] will be", "will hold a [vote]", "a vote planned"."""
    # "The exercise in Norway, which begins on March 30": a parser may hang the clause on either noun.
    behind = [c for c in document.children[token] if c > token]
    places = [p for c in behind if document.deps[c] == "prep" for p in document.children[c]]
    behind += [c for place in places for c in document.children[place] if _is_aside(document, c)]
    for child in behind:
        if document.deps[child] not in ("relcl", "acl"):
            continue
        verbs = (child, *(c for c in document.children[child] if document.deps[c] == "xcomp"))
        if (found := next((verb for verb in verbs if document.lemmas[verb] in _OCCURS), None)) is not None:
            return found
    verb, role = document.head(token), document.deps[token]
    if document.pos[verb] not in ("VERB", "AUX"):
        return None
    if role == "nsubj":
        return verb
    return verb if role == ("nsubjpass" if _is_passive(document, verb) else "dobj") and _holds(document, verb) else None


def _holds(document: Document, verb: int) -> bool:
    return document.lemmas[verb] in (_OCCURS - {"take", "run", "last", "go"}) | {"host"}


def new_days(document: Document, token: int, dates: Sequence[int]) -> list[int]:
    """The dates that a trigger is moved to by the verb of its own clause: "to May 6", "until at least May".

    Args:
        document: The parsed article.
        token: The trigger's head.
        dates: Tokens that carry the dates of its sentence.
    """
    verb, role = document.head(token), document.deps[token]
    if role == "nsubj" and (above := verb_above_plan(document, verb)) is not None:
        verb, role = above, "nsubjpass"
    if role not in ("nsubjpass", "dobj", "nsubj") or not _names(document, verb) & (_PUTS_OFF | _STOPS | _MOVES):
        return []
    # "Pushed back for the third time on Monday" names no new day.
    return [
        token
        for token in _goals(document, verb, dates)
        if document.lemmas[verb] == "reschedule" or not _is_for(document, token)
    ]


def decides_on_another(document: Document, token: int, triggers: Container[int]) -> bool:
    """Whether a trigger is the decision to call another event off or put it off: "decided to cancel the march".

    Args:
        document: The parsed article.
        token: A trigger's head.
        triggers: The heads of all triggers.
    """
    if document.pos[token] != "VERB":
        return False
    for child in document.children[token]:
        if document.deps[child] == "xcomp" and _names(document, child) & (_CALLS_OFF | _PUTS_OFF):
            return any(c in triggers for c in document.children[child] if document.deps[c] == "dobj")
    return False


def is_day_of_deed(document: Document, token: int, day: int) -> bool:
    """Whether a day is that of a deed or a saying and not of the trigger: "the summit was called off on Tuesday".

    Args:
        document: The parsed article.
        token: The trigger's head.
        day: The token that carries a past day.
    """
    dated = _dated_verb(document, day, "on")
    if dated is None:
        return False
    if document.lemmas[dated] in _SAYS and _is_said_by(document, token, dated):
        return True
    if document.deps[dated] in ("relcl", "acl") and document.head(dated) == token:  # "the strike they called off on"
        return bool(_names(document, dated) & (_CALLS_OFF | _PUTS_OFF))
    verb, role = document.head(token), document.deps[token]
    if role == "nsubj" and (above := verb_above_plan(document, verb)) is not None:
        verb, role = above, "nsubjpass"
    if document.deps[verb] == "xcomp" and document.pos[document.head(verb)] == "VERB":
        verbs: tuple[int, ...] = (verb, document.head(verb))  # "decided on Tuesday to cancel it"
    else:
        verbs = (verb,)
    names = _names(document, verb)
    is_told = names & (_CALLS_OFF | _PUTS_OFF) and role in ("nsubjpass", "dobj")
    if not is_told and not (names & _APPOINTS and role == "nsubjpass"):
        return False
    return dated in verbs


def is_day_of_word(document: Document, token: int, day: int) -> bool:
    """Whether a day is that on which an event was announced: "the conference, announced in January, opened"."""
    if document.lemmas[token] not in APPOINTED:
        return False  # a deal is made when it is announced
    dated = _dated_verb(document, day, "on", "in")
    if dated is None or document.lemmas[dated] not in _DISCLOSES:
        return False
    if document.deps[dated] in ("acl", "relcl") and document.head(dated) == token:
        return document.tags[dated] == "VBN"
    # A participle may be parsed for the verb of the clause: "the talks, agreed in January, began".
    bare = (
        document.deps[c] in ("ccomp", "conj") and not has_child(document, c, "nsubj", "nsubjpass")
        for c in document.children[dated]
        if c > day
    )
    is_loose = document.deps[token] == "nsubj" and (document.words[dated - 1] == "," or any(bare))
    return document.head(token) == dated and (document.deps[token] == "nsubjpass" or is_loose)


def _dated_verb(document: Document, day: int, *prepositions: str) -> int | None:
    """What a day hangs on, alone or behind one of some prepositions; None where it hangs on another."""
    above = document.head(day)
    if document.deps[day] == "pobj":
        return document.head(above) if document.lemmas[above] in prepositions else None
    return above if document.deps[day] in ("npadvmod", "tmod") else None


def _is_said_by(document: Document, token: int, verb: int) -> bool:
    """Whether a trigger stands in what a verb says: "confirmed on Thursday that the visit had been postponed"."""
    below = token
    for up in islice(document.ancestors(token), _FARTHEST):
        if up == verb:
            return document.pos[verb] == "VERB" and document.deps[below] == "ccomp"
        below = up
    return False


def verb_above_plan(document: Document, plan: int) -> int | None:
    """The passive verb of "Talks in Oman set for May 12 were put off", where "set" is parsed for a clause's verb."""
    children = document.children[plan]
    if document.lemmas[plan] not in _PLANS or any(document.deps[c] in ("aux", "auxpass", "cc") for c in children):
        return None
    above = document.head(plan)
    if document.deps[plan] in ("csubj", "csubjpass", "nsubjpass") or (
        document.deps[plan] == "ccomp" and plan < above and not has_child(document, above, "nsubj", "nsubjpass")
    ):
        return above
    verbs = (c for c in children if document.deps[c] == "conj" and _is_passive(document, c))
    return next((v for v in verbs if all(document.deps[c] != "nsubjpass" for c in document.children[v])), None)


def _names(document: Document, verb: int) -> set[str]:
    lemma = document.lemmas[verb]
    around = (c for c in document.children[verb] if document.deps[c] in ("prt", "advmod", "prep", "dobj"))
    return {lemma} | {f"{lemma}_{document.lemmas[c]}" for c in around if document.lemmas[c] in _PARTICLES}


def _is_passive(document: Document, verb: int) -> bool:
    return any(document.deps[child] == "auxpass" for child in document.children[verb])


def _is_told(document: Document, verb: int) -> bool:
    """Whether a verb tells what has come about: no negation, no "may", "to" or "if" on it."""
    children = document.children[verb]
    if is_negated(document, verb) or document.tags[verb] in ("VB", "VBG"):
        return False
    # "may be", "is to be", and "requested that it be"
    if any(document.tags[c] in ("MD", "TO", "VB") for c in children if document.deps[c] in ("aux", "auxpass")):
        return False
    if any(document.lemmas[c] in _IF and document.deps[c] in ("mark", "advmod") for c in children):
        return False
    return document.tags[verb] in ("VBD", "VBN") or document.lemmas[verb] == "be"


def _is_asserted(document: Document, verb: int) -> bool:
    """Whether what stands above a clause leaves it told: no question, "if", "nobody" or denial of it."""
    sentence = int(document.sentence_tokens[document.sentence_of(verb), 1])
    if any(document.text[document.starts[t]] == "?" for t in range(verb, sentence)):
        return False
    if _is_aside(document, verb):
        return True
    for up in islice(document.ancestors(verb), _FARTHEST):
        if document.pos[up] not in ("VERB", "AUX"):
            continue
        if document.lemmas[up] in _NOT_SAID or is_negated(document, up):
            return False
        children = document.children[up]
        if any(document.lemmas[c] in _IF and document.deps[c] in ("mark", "advmod") for c in children):
            return False
        if any(document.tags[c] in ("MD", "TO") for c in children if document.deps[c] == "aux"):
            return False
    return True


def _is_aside(document: Document, verb: int) -> bool:
    """A relative clause that is told beside the rest, whatever becomes of it: "will send ships, which arrive"."""
    if document.deps[verb] != "relcl":
        return False
    start = document.subtree(verb).start
    return document.lemmas[start] == "which" and start > 0 and document.words[start - 1] == ","


def _is_off(document: Document, verb: int) -> bool:
    """ "The summit is off", but not "off to a good start" or "off the coast"."""
    if document.lemmas[verb] != "be":
        return False
    for child in document.children[verb]:
        if document.lemmas[child] == "off" and document.deps[child] in ("prt", "advmod", "acomp", "prep", "attr"):
            return not document.children[child]
    return False


def _is_on_hold(document: Document, verb: int) -> bool:
    """ "The trip is on hold", "the talks are on ice"."""
    if document.lemmas[verb] != "be":
        return False
    on = (c for c in document.children[verb] if document.lemmas[c] == "on")
    return any(document.lemmas[c] in _HOLDS and document.deps[c] == "pobj" for o in on for c in document.children[o])


def _goals(document: Document, verb: int, dates: Sequence[int]) -> list[int]:
    """The dates that hang on "to", "until" or "for" under the verb, or on "on" behind such a day."""
    found = []
    for token in dates:
        if (goal := bound_goal(document, token)) is not None and document.head(goal) in (verb, goal - 1):
            found.append(token)
            continue
        for up in islice(document.ancestors(token), _FARTHEST):
            if up == verb:
                break
            if document.lemmas[up] in _GOAL and _reaches(document, up, verb):
                found.append(token)
                break
    return found


def _is_for(document: Document, date: int) -> bool:
    return next((document.lemmas[up] for up in document.ancestors(date) if document.lemmas[up] in _GOAL), "") == "for"


def _reaches(document: Document, token: int, verb: int) -> bool:
    """Whether only small words are between a preposition and the verb."""
    for up in islice(document.ancestors(token), _FARTHEST):
        if up == verb:
            return True
        if document.pos[up] not in ("ADP", "ADV", "PART", "SCONJ"):
            return False
    return False
