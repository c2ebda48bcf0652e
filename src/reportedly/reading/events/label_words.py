"""Word lists behind the names of events, and small questions about a word or a name."""

from __future__ import annotations

import re
from collections.abc import Sequence

from reportedly.lexicon.calendar import MONTHS, WEEKDAYS
from reportedly.reading.entities.resolve import BUILDINGS

__all__ = [
    "ALONE",
    "ALWAYS_THE",
    "APPEAR",
    "ARRANGE",
    "BAD",
    "BEFORE_NOUN",
    "BODIES",
    "CALL",
    "CLAUSES",
    "COMPLEMENTS",
    "CONTROLLED",
    "DANGLING",
    "DASHES",
    "DATED",
    "DAYS",
    "DO",
    "EMPTY",
    "GIVE",
    "HOLD",
    "IDLE",
    "INTENTIONS",
    "MAKE",
    "MEET",
    "MOVES",
    "NO_MATTER",
    "NO_PARTNERS",
    "OF_ACCUSED",
    "OF_BODIES",
    "OF_ONE",
    "OF_STATUS",
    "OWN",
    "PASSIVE",
    "PEOPLE",
    "PERIODS",
    "PLACED",
    "PLURAL_NOUNS",
    "POINTING",
    "PRONOUNS",
    "SEND",
    "SORTS",
    "SPEAK",
    "STRIKES",
    "SUBJECTS",
    "TALK",
    "TALK_NOUNS",
    "TESTIFY",
    "THE_ENDS",
    "TICKER",
    "TOPIC",
    "UNCLEAR",
    "VAGUE",
    "VERB_COMPLEMENTS",
    "clean_name",
    "is_animate",
    "is_part",
    "is_plural",
    "is_same_name",
    "join_names",
    "possessive",
    "third_person",
    "with_article",
    "without_article",
]


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


DAYS = frozenset(WEEKDAYS) | _words("today tomorrow yesterday tonight")
PERIODS = frozenset(MONTHS) - {"march", "may"} | _words(
    """week weekend month year day hour minute morning afternoon evening night time date summer winter spring autumn
    decade moment midnight noon"""
)
# Modifiers that speak of the report rather than of the event, which its status and day say better.
IDLE = (
    DAYS
    | PERIODS
    | _words(
        """round scheduled planned proposed expected possible potential upcoming coming forthcoming next last first
        second third fourth latest recent new another further final previous prior earlier original current
        postponed cancelled canceled delayed rescheduled prospective would-be future past early late later
        likely ongoing annual own announced similar separate pending single such same other different
        anticipated long-awaited much-anticipated imminent eventual immediate entire whole alleged so-called
        actual certain additional subsequent more march may now-cancelled today's 's"""
    )
)
OF_STATUS = _words(
    """scheduled planned proposed expected upcoming coming forthcoming postponed cancelled canceled delayed
    rescheduled prospective now-cancelled long-awaited much-anticipated"""
)
# Nouns that name no event by themselves, or what became of one.
VAGUE = _words(
    """event one it this that move plan decision step action matter thing process way time date day end start
    beginning effort work case issue result return measure speaker participant delay postponement cancellation
    adjournment suspension possibility schedule part place series everything something reason fact change say
    role support place news"""
)
TOPIC = _words("on about over regarding concerning")
COMPLEMENTS = _words("of on about over with between to for against in at into before by from near")
VERB_COMPLEMENTS = COMPLEMENTS | {"onto", "through", "under", "toward", "towards", "across", "outside"}
BEFORE_NOUN = _words("det predet compound amod nmod poss nummod")
CLAUSES = _words("relcl acl advcl ccomp mark appos parataxis csubj")
PASSIVE = _words("nsubjpass csubjpass")
SUBJECTS = PASSIVE | {"nsubj"}
MEET = _words(
    """meet meeting talk talks summit sit session gathering see host receive welcome dinner lunch breakfast
    encounter consultation sit-down get-together audience"""
)
TALK = _words(
    """talk talks negotiate negotiation discussion discuss dialogue meeting consultation round bargaining
    conversation meet summit consult session"""
)
TALK_NOUNS = _words("talk talks negotiation discussion dialogue consultation conversation")
SORTS = _words("secret direct nuclear ministerial joint televised military economic bilateral formal annual final")
CALL = _words("call speak phone telephone conversation talk")
TESTIFY = _words("testify testimony appear appearance")
APPEAR = _words("appear appearance")
SEND = _words("send dispatch deploy delegation team mission")
# Nouns with the verb of who is behind them.
HOLD = _words(
    """hearing meeting talk talks summit rally vote referendum election conference briefing ceremony protest debate
    session exercise drill consultation negotiation discussion march parade primary funeral maneuver manoeuvre
    forum workshop retreat demonstration vigil caucus convention fundraiser reception launch"""
)
GIVE = _words("speech address testimony statement lecture concert interview remark presentation evidence")
MAKE = _words("announcement appearance visit trip tour")
# Verbs that make their object happen: "Orr delivers a speech".
DO = _words(
    """hold give make deliver stage host conduct launch sign reach strike cast take pay chair perform undergo
    convene organise organize file issue unveil conclude seal broker clinch"""
)
# What bodies hold and persons do not.
OF_BODIES = _words("hearing vote referendum election session debate primary exercise drill")
STRIKES = _words("strike walkout stoppage airstrike")
OF_ONE = STRIKES | _words("vote hearing debate meeting markup briefing")
# Deeds of one person or body: "Ann Orr’s testimony".
OWN = _words(
    """resignation retirement departure trial testimony speech sentencing arraignment inauguration wedding funeral
    nomination confirmation appointment rally walkout furlough layoff spacewalk execution arrest dismissal
    ouster lecture concert"""
)
# Of these the judge is not the owner.
OF_ACCUSED = _words("trial sentencing arraignment")
# Nouns that a place is enough for: "Protests in Louisville".
PLACED = _words(
    """strike protest rally election referendum summit funeral march parade uprising conference exercise drill
    earthquake attack bombing explosion demonstration festival talk ceremony negotiation riot shooting clash
    ceasefire truce airstrike convention game match concert census parade primary runoff coup offensive fighting
    forum exhibition"""
)
SPEAK = _words("speak address talk lecture testify deliver give hold announce preach")
# Buildings do not meet anybody.
NO_PARTNERS = BUILDINGS.keys()
# "In spite of", "in support of": no place or matter of their own.
NO_MATTER = _words(
    """choice spite addition response light wake case order view support favor favour charge place line honor
    honour search leave terms exchange return connection effort bid attempt front accordance lieu"""
)
ALWAYS_THE = _words(
    """White_House Senate House Kremlin Pentagon United_States European_Union United_Nations U.S. US U.S UK U.K. EU
    UN U.N. Philippines Netherlands Vatican Treasury Justice_Department State_Department Supreme_Court Taliban
    Fed FBI CIA IMF European_Parliament Security_Council Knesset Duma House_of_Representatives Gulf Bundestag"""
)
THE_ENDS = _words(
    """Department Committee Commission Agency Administration Ministry Council Court Union Party Association
    Subcommittee Bank Board Bureau Federation Foundation Organization Organisation Senate Service Institute
    Authority Fund"""
)
# Verbs whose subject is behind the object: "the panel postponed a hearing".
ARRANGE = _words(
    """cancel postpone delay plan schedule begin start resume call schedule reschedule arrange move suspend end
    finish complete attend want seek promise set announce continue prepare"""
)
# Verbs that name an event without object or complement.
ALONE = _words(
    """expire cease reconvene convene resume resign retire testify die quit surrender abdicate withdraw debate
    negotiate strike vote reopen collapse speak protest sue marry"""
)
# Verbs that need to say where to, or what.
MOVES = _words("attend join head leave go travel return come move fly set send take bring")
# Verbs that say little of what happens, whatever follows.
EMPTY = _words(
    """be have do get say tell want need seem like try hope think know believe happen occur expect let keep
    continue plan intend schedule postpone cancel delay remain consider mean could refuse decline fail call use
    work become"""
)
# Nouns that somebody has: "announced plans to visit Quetta", "Orr’s decision to resign".
INTENTIONS = _words(
    """plan decision offer intention promise threat pledge proposal attempt effort bid vow commitment agreement
    intent move refusal hope readiness willingness"""
)
# Verbs whose object does what they ask for: "ordered his minister to visit Quetta".
CONTROLLED = _words(
    """ask tell order urge allow permit force invite want persuade press call encourage help get expect require
    enable cause instruct advise direct push let make authorize authorise compel oblige beg summon"""
)
PEOPLE = _words(
    """official president student aide executive delegate chief head representative negotiator ally guard committee
    commission council panel court board party union team delegation club parliament government ministry"""
)
PLURAL_NOUNS = _words("police people troops personnel staff cattle")
_SINGULAR_ENDS = _words(
    """states nations airlines airways industries motors times securities chemicals news systems communications
    affairs services holdings partners philippines netherlands reuters sports motors works resources foods
    brothers stores technologies networks enterprises laboratories labs records studios products pictures steels
    metals emirates commons lords congress press process business express headquarters politics princess hamas
    paris texas arkansas kansas honduras cyprus laos athens brussels maldives bahamas house"""
)
# Determiners whose noun the article names elsewhere, or not at all.
POINTING = _words("this that these those another no any either neither which what")
PRONOUNS = _words(
    """i me my we us our you your he him she her it they them this that these those who whom which what there here
    myself himself herself itself themselves everyone someone anybody"""
)
_FORMS = _words("Inc Inc. Corp Corp. Ltd Ltd. Plc PLC Co Co. AG SA NV LLC LLP Corporation")
_NO_NAMES = _words(
    """committee panel congressional federal national state american city county central general first united
    director king"""
)
TICKER = re.compile(r"^[A-Z]{1,5}\.[A-Z]{1,2}$")
DANGLING = _words("a an the of in on at to with for by from and or but that as than into over about between's ’s")
DATED = re.compile(
    r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)day|\b(?:january|february|april|june|july|august|september|october"
    r"|november|december|(?:march|may) \d|yesterday|tomorrow|tonight|today|(?:this|next|last|past|earlier this)"
    r" (?:week|month|year|summer|spring|fall|winter)|(?:19|20)\d\d\b|\d+(?:st|nd|rd|th)$)",
    re.IGNORECASE,
)
BODIES = _words("company firm bank airline carrier group automaker carmaker manufacturer chain retailer maker agency")
# Phrases that name nobody outside their article.
UNCLEAR = re.compile(
    r"(?:(?:the|both|all) )?(?:(?:two|three|other|same) )?"
    r"(?:sides?|parties|countries|companies|men|women|leaders|nations|groups|group|carriers|case|matter|issue|others)",
    re.IGNORECASE,
)
_AN = re.compile(r"(?:[aeio]|u(?!ni|s|k|se)|hon|hour|[FHLMNRSX][A-Z.])")
BAD = re.compile(r"[\[\]{}|*@#_=<>;:/\\…?!\"“”()]|--|—|–|\.\.|,$|\btakes? place\b")
DASHES = _words("— – - -- (")


def clean_name(name: str) -> str | None:
    """A name without its legal form or ticker symbol; None where it was cut out badly."""
    words = [word.strip(",") for word in name.split()]
    if len(words) == 1 and words[0].lower() in _NO_NAMES:
        return None
    while len(words) > 1 and (words[-1] in _FORMS or TICKER.match(words[-1])):
        words.pop()
    if words and words[-1] == "&":
        words.pop()
    line = " ".join(words)
    if line.isupper() and len(line) > 6:
        line = line.title()
    if len(line) < 3 and not line.isupper():
        return None
    if words[-1].lower() in DANGLING or not (line[0].isupper() or line[0].isdigit()):
        return None
    return None if BAD.search(line) else line


def is_part(name: str, other: str) -> bool:
    """Whether a name is a shorter form of another: "Orr" of "Ann Orr"."""
    return name != other and f" {name} " in f" {other} "


def is_animate(lemma: str) -> bool:
    """Whether a noun is one of people: "ministers", "officials", "teachers"."""
    return lemma in PEOPLE or (len(lemma) > 4 and lemma.endswith(("er", "or", "ist", "ian", "man")))


def is_same_name(name: str, other: str) -> bool:
    """Whether two names may be of one person or body: equal, or one part of the other."""
    return name == other or is_part(name, other) or is_part(other, name)


def third_person(lemma: str) -> str:
    """ "Visit" gives "visits"."""
    if lemma.endswith("y") and lemma[-2:-1] not in "aeiou":
        return lemma[:-1] + "ies"
    return lemma + ("es" if lemma.endswith(("s", "sh", "ch", "x", "z", "o")) else "s")


def is_plural(name: str) -> bool:
    """Whether a body's name takes a plural verb: "Democrats", not "Reuters"."""
    last = name.split()[-1].lower()
    if name.split()[-1].isupper():
        return False
    return (last.endswith("s") and not last.endswith(("ss", "us", "is")) and last not in _SINGULAR_ENDS) or (
        last in PLURAL_NOUNS
    )


def join_names(names: Sequence[str], last: str = "and") -> str:
    """ "Norway, Finland and Sweden"."""
    return ", ".join(names[:-1]) + f" {last} " + names[-1] if len(names) > 1 else "".join(names)


def possessive(name: str) -> str:
    """ "Orr" gives "Orr’s"."""
    return f"{name}’" if name.endswith("s") else f"{name}’s"


def without_article(phrase: str) -> str:
    """A phrase without the "a" or "the" that it begins with."""
    first, _, rest = phrase.partition(" ")
    return rest if rest and first.lower() in ("a", "an", "the") else phrase


def with_article(phrase: str) -> str:
    """A phrase after "a" or "an"."""
    return f"{'an' if _AN.match(phrase) else 'a'} {phrase}"
