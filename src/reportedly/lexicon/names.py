"""Name forms across articles: "Mr. Putin" and "Vladimir Putin", "Pena Nieto" and "Peña Nieto", NATO in full."""

from __future__ import annotations

import re
from functools import lru_cache

from reportedly.lexicon.folding import fold

__all__ = [
    "head",
    "initials",
    "is_body",
    "is_same_name",
    "name_likeness",
    "name_tokens",
    "speaks_for",
    "stem",
    "stems",
    "stems_of_each",
    "was_agent",
]


def _words(listed: str) -> frozenset[str]:
    return frozenset(re.findall(r"\S+", listed))


_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")

# What stands before a name and is none of it.
_TITLES = _words(
    """
    mr mrs ms miss dr prof professor sir dame lord lady president vice prime minister premier chancellor senator
    sen representative rep congressman congresswoman governor gov mayor secretary general gen colonel col
    admiral adm captain judge justice attorney king queen prince princess pope sheikh ayatollah ambassador envoy
    foreign defense defence deputy acting former ex chief chairman chairwoman director spokesman spokeswoman
    speaker leader first the a an of and
    """
)
_SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv"})

# What begins or ends the name of a body: its other words tell which one it is, not the first and the last.
_BODIES = _words(
    """
    committee subcommittee commission council ministry department agency association union party parliament
    assembly board bureau office service authority court federation institute university club group alliance
    league organisation organization administration society forum fund bank company congress chamber house senate
    """
)
_SAME_BODY = {"panel": "committee", "defense": "defence"}

# Those who are somebody's, and not that somebody: "the wife of Varga", "Varga's rival".
_RELATED = (
    "wife|husband|spouse|widow|widower|son|daughter|brother|sister|mother|father|cousin|nephew|niece|uncle|aunt|"
    "opponent|rival|challenger|critic|foe|adversary|successor|predecessor|replacement|heir"
)
_RELATION = re.compile(
    rf"\b(?P<of>{_RELATED})\s+(?:of|to)\b|['’]s?\s+(?:[a-z-]+\s+)?(?P<own>{_RELATED})\b", re.IGNORECASE
)
_NO_LONGER = frozenset(("former", "ex", "late", "onetime", "erstwhile"))

# Short forms that share no beginning with the long one, or share it with others.
_NICKNAMES = {
    "jim": "james", "bill": "william", "bob": "robert", "dick": "richard", "jack": "john", "joe": "joseph",
    "mike": "michael", "chuck": "charles", "ted": "edward", "tony": "anthony", "tom": "thomas", "liz": "elizabeth",
    "kate": "katherine", "peggy": "margaret", "hank": "henry", "sasha": "alexander", "bernie": "bernard",
    "mitch": "mitchell", "rod": "roderick", "andy": "andrew", "dave": "david", "ed": "edward", "gerry": "gerald",
    "harry": "harold", "jerry": "gerald", "larry": "lawrence", "nick": "nicholas", "pete": "peter", "ron": "ronald",
    "steve": "stephen", "sue": "susan", "vlad": "vladimir", "volodymyr": "vladimir", "wolodymyr": "vladimir",
}  # fmt: skip

# Governments go by many names in print; by one here.
_STATES = {
    "u s": "united states", "us": "united states", "usa": "united states", "u s a": "united states",
    "america": "united states", "united states of america": "united states", "uk": "united kingdom",
    "u k": "united kingdom", "britain": "united kingdom", "great britain": "united kingdom", "eu": "european union",
    "e u": "european union", "un": "united nations", "u n": "united nations", "drc": "congo",
    "uae": "united arab emirates",
    "n korea": "north korea", "s korea": "south korea", "north": "north korea", "south": "south korea",
    "turkiye": "turkey", "russian federation": "russia", "prc": "china", "gop": "republicans",
    "republican party": "republicans", "democratic party": "democrats",
}  # fmt: skip

_SMALL = _words(
    """
    of the and for on in at to a an de la le el al von van der den bin
    """
)

_STOP = _words(
    """
    a about after again against all also am an and any are as at be because been before being between both but
    by can could did do does doing down during each few for from further had has have having he her here hers
    him his how i if in into is it its just me more most my no nor not now of off on once only or other our out
    over own s same she so some such t than that the their them then there these they this those through to too
    under until up very was we were what when where which while who whom why will with would you your mr mrs ms
    said say says told reportedly according may might must shall should one two new take takes took taking place
    give gives gave given hold holds held holding go goes going went make makes made making get gets got monday
    tuesday wednesday thursday friday saturday sunday january february march april june july august september
    october november december week month year day today tomorrow yesterday next last later date ahead planned
    scheduled postponed cancelled canceled
    """
)


@lru_cache(maxsize=65536)
def name_tokens(name: str) -> tuple[str, ...]:
    """A name's own words, folded: titles, suffixes and initials' points left out, a state under one name.

    >>> name_tokens("Mr. Enrique Peña Nieto")
    ('enrique', 'pena', 'nieto')
    >>> name_tokens("the U.S.")
    ('united', 'states')
    """
    words = [word for word in _WORD.findall(fold(name)) if word not in {"the", "a", "an"}]
    state = _STATES.get(" ".join(words))
    if state:
        return tuple(state.split())
    # "Foreign" is a minister's title, and what tells one ministry from another.
    titles = _SMALL if words and (words[0] in _BODIES or words[-1] in _BODIES or "ministry" in words) else _TITLES
    kept = [word for word in words if word not in titles and word not in _SUFFIXES]
    kept = [word[:-2] if word.endswith("'s") else word for word in kept]
    return tuple(kept or words)


def head(name: str) -> str:
    """The word that two forms of a name most likely share: a family name, a country's last word."""
    tokens = name_tokens(name)
    return tokens[-1] if tokens else ""


@lru_cache(maxsize=65536)
def name_likeness(a: str, b: str) -> float:
    """How likely two names are forms of one: 1.0 the same words, 0.0 nothing shared.

    >>> name_likeness("Vladimir Putin", "Putin") > 0.8
    True
    >>> name_likeness("Hillary Clinton", "Bill Clinton")
    0.0
    """
    x, y = name_tokens(a), name_tokens(b)
    if not x or not y:
        return 0.0
    if _relation(a) != _relation(b) or _no_longer(a) != _no_longer(b):
        return 0.3 if set(x) & set(y) else 0.0
    if x == y:
        return 1.0
    if _relation(a):
        return name_likeness(_RELATION.sub(" ", a, count=1), _RELATION.sub(" ", b, count=1))
    if _TITLES.issuperset(x) or _TITLES.issuperset(y):
        return 0.0  # "the president", "the vice president"
    bodies = is_body(a) and is_body(b)
    if _is_possessive(a) != _is_possessive(b) and not bodies:
        # "Ford's lawyers" are not Ford.
        return 0.3 if set(x) & set(y) else 0.0
    if len(x) > len(y):
        x, y = y, x
    if _is_acronym(x, y):
        return 0.9
    if len(x) > 1 and bodies:
        return _body_likeness(x, y)
    if x[-1] == y[-1] and len(x) > 1:
        return 0.95 if _is_same_first(x[0], y[0]) else 0.0
    if set(x) <= set(y):
        # "Putin" of "Vladimir Putin", "Kim" of "Kim Jong Un"; less for a word out of the middle of a long name.
        return 0.85 if x[-1] == y[-1] or x[0] == y[0] else 0.6
    shared = len((set(x) & set(y)) - _SMALL)
    likeness = shared / len((set(x) | set(y)) - _SMALL or {""})
    return likeness if likeness >= 0.5 and len(x) > 2 else 0.0


def is_body(name: str) -> bool:
    """Whether a name is called a body: a committee, a ministry, a chamber.

    >>> is_body("Senate Panel"), is_body("Marko Petek")
    (True, False)
    """
    tokens = name_tokens(name)
    ends = (_SAME_BODY.get(token, token) for token in (tokens[0], tokens[-1])) if tokens else ()
    return "ministry" in tokens or any(end in _BODIES for end in ends)


def _body_likeness(short: tuple[str, ...], long: tuple[str, ...]) -> float:
    """ "Judiciary Committee" is in "Senate Judiciary Committee"; "Senate Intelligence Committee" is another."""
    x, y = ({_SAME_BODY.get(token, token) for token in tokens} - _SMALL for tokens in (short, long))
    if "ministry" in x and "ministry" in y:
        x, y = x - {"affairs"}, y - {"affairs"}  # "the Ministry of Foreign Affairs" is the Foreign Ministry
    if x <= y:
        return 0.9
    x, y = x - _BODIES, y - _BODIES
    likeness = len(x & y) / max(1, len(x | y))
    return likeness if likeness >= 0.6 else 0.0


def is_same_name(a: str, b: str) -> bool:
    """Whether two names are taken for one."""
    return name_likeness(a, b) >= 0.8


def _relation(name: str) -> str | None:
    """What a name is to the one it names: "wife" in "the wife of Varga", "Varga's wife"; None for a plain name."""
    match = _RELATION.search(name)
    return fold(match["of"] or match["own"]) if match else None


def _no_longer(name: str) -> str | None:
    """The word that makes a name one of what was: "the former Interior Ministry".

    None for a plain name and for a person under an old title: "former President Varga" is Varga still.
    """
    words = [word for word in _WORD.findall(fold(name)) if word not in {"the", "a", "an"}]
    if not words or words[0] not in _NO_LONGER:
        return None
    is_person = len(words) > 2 and words[1] in _TITLES and words[-1] not in _TITLES and not is_body(name)
    return None if is_person else words[0]


def _is_possessive(name: str) -> bool:
    return bool(re.search(r"['’]s?\s+\w", name))


def _is_same_first(a: str, b: str) -> bool:
    if a == b or _NICKNAMES.get(a, a) == _NICKNAMES.get(b, b):
        return True
    short, long = sorted((a, b), key=len)
    return long.startswith(short) and (len(short) == 1 or len(short) >= 3)


def _is_acronym(short: tuple[str, ...], long: tuple[str, ...]) -> bool:
    return len(short) == 1 and short[0] == initials(long)


def initials(tokens: tuple[str, ...]) -> str:
    """What the own words of a name may be shortened to, small ones left out; empty where it is too short for that.

    >>> initials(name_tokens("the Association of Free Ports"))
    'afp'
    """
    letters = "".join(word[0] for word in tokens if word not in _SMALL)
    return letters if len(letters) >= 2 else ""


# Letters: the patterns below take seconds on thousands, and nobody is introduced in so many.
_LONGEST_SOURCE = 300
_AGENT = r"(?:[a-z]+ )*(?:spokes(?:man|woman|person)|press secretary|lawyer|attorney)"  # also "chief spokesman"
_BODY = r"(?P<body>(?:[Tt]he )?[A-Z][\w.&-]*(?: (?:[A-Z][\w.&-]*|of|for|the|and))*?)"
_AGENT_OF = re.compile(rf"(?:^|\s){_BODY}(?:['’]s?)? {_AGENT},? (?=[A-Z])")
_AGENT_FOR = re.compile(rf"(?:^|\s){_AGENT} (?:for|of) {_BODY}(?:,|$| (?=[A-Z][\w-]+ [A-Z][\w-]+$))")
_OF_AGENT = re.compile(rf", (?:an? |the )?{_BODY}(?:['’]s?)? {_AGENT}$")


_WAS_AGENT = re.compile(
    r"\b(?:former|ex|late|one-?time|erstwhile)[\s-]+(?:[^\s'’,]+\s+){0,3}"
    r"(?:spokes(?:man|woman|person|people)|press (?:secretary|service|office)|lawyers?|attorneys?|representatives?|"
    r"aides?)\b",
    re.IGNORECASE,
)


def was_agent(source: str) -> bool:
    """Whether a source spoke for somebody once, and no longer: "a former spokesman for Varga".

    >>> was_agent("former Kremlin spokesman"), was_agent("a spokesman for former President Varga")
    (True, False)
    """
    return _WAS_AGENT.search(" ".join(source.split())[:_LONGEST_SOURCE]) is not None


def speaks_for(source: str, name: str) -> str | None:
    """Whose spokesman or lawyer a source is called where it is introduced; None where that is not told by name.

    >>> speaks_for("Varga’s spokesman Matej Kranjc", "Matej Kranjc")
    'Varga'
    >>> speaks_for("a spokeswoman for State House, Faith Njeri", "Faith Njeri")
    'State House'
    >>> speaks_for("her spokesman Matej Kranjc", "Matej Kranjc") is None
    True
    """
    words = " ".join(source.split())
    if len(words) > _LONGEST_SOURCE or was_agent(words):
        return None
    for pattern in (_AGENT_FOR, _OF_AGENT, _AGENT_OF):
        match = pattern.search(words)
        if match and not set(name_tokens(match["body"])) & set(name_tokens(name)):
            return re.sub(r"^[Tt]he ", "", match["body"])
    return None


def _forms(listed: str) -> dict[str, str]:
    """ "go: went gone; …" as each form with its first."""
    groups = (group.split(":") for group in listed.split(";"))
    return {form: first.strip() for first, forms in groups for form in forms.split()}


# Forms that no ending gives away, each under the form that stands for all; nouns of events with their verbs.
_IRREGULAR = _forms(
    """
    meet: met; hold: held; speak: spoke spoken speech; go: went gone; say: said; tell: told; die: died dead
    death deaths dying; shoot: shot shots; win: won winner winners; buy: bought; fall: fell fallen; take: took
    taken; give: gave given; leave: left; lead: led; find: found; make: made; fight: fought; seek: sought;
    bring: brought; catch: caught; send: sent; lose: lost loss; pay: paid; begin: began begun; break: broke
    broken; choose: chose chosen; drive: drove driven; fly: flew flown flight; grow: grew grown; rise: rose
    risen; run: ran; see: saw seen; steal: stole stolen theft; throw: threw thrown; write: wrote written; marry:
    married marriage; wed: wedding; quake: earthquake earthquakes quakes temblor; sell: sold sale; arrive:
    arrival; depart: departure departures; decide: decision decisions; fail: failure; withdraw: withdrew
    withdrawn withdrawal; deny: denial; propose: proposal; refuse: refusal; suspend: suspension; expel:
    expulsion; invade: invasion; succeed: success; sit: sat; stand: stood; hear: heard; build: built; become:
    became; come: came; hit: hits; acquire: acquisition; receive: receipt; rob: robbery robbed robberies; kill:
    killing killer; murder: murdered murders homicide; rehab: rehabilitation; injure: injury injuries injured;
    strike: struck
    """
)


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """A word cut to what its forms share: "postponed", "postpones" -> "postpon"; crude, and the same everywhere."""
    word = _IRREGULAR.get(word, word)
    for ending in ("ations", "ation", "ments", "ment", "ings", "ing", "ions", "ion", "ies", "ied", "ers", "er", "es"):
        if word.endswith(ending) and len(word) - len(ending) >= (5 if ending in {"er", "ers"} else 4):
            word = word[: -len(ending)]
            break
    else:
        for ending in ("ing", "ed", "s", "e", "y"):
            if word.endswith(ending) and len(word) - len(ending) >= 3:
                word = word[: -len(ending)]
                break
    if len(word) > 3 and word[-1] == word[-2] and word[-1] not in "sl":
        return word[:-1]  # "stopped", "running"
    return word.removesuffix("e") if len(word) > 3 else word


@lru_cache(maxsize=65536)
def stems(text: str) -> frozenset[str]:
    """The stems of a text's content words; words of status, time and saying count for nothing."""
    words = (word.removesuffix("'s") for word in _WORD.findall(fold(text)))
    # Small numbers are days of the month and times of day.
    return frozenset(
        stem(word) for word in words if len(word) > 1 and word not in _STOP and not (word.isdigit() and len(word) < 4)
    )


def stems_of_each(words: str) -> frozenset[str]:
    """The stems of all the words, stop words too."""
    return frozenset(stem(word) for word in re.findall(r"\S+", words))
