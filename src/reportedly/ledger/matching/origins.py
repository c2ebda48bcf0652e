"""The original source: each chain's last link as one identity across articles, and who quotes whom in a circle.

An identity is a string that two chains share when they go back to the same origin. Named people and organisations
are one wherever their names agree; unnamed sources are never merged across descriptions, nor across the outlets
through which they spoke, nor across days; an article's own voice is its outlet, unless its text is another's or it
has the event from other outlets only. An office, a spokesman "of" somebody and a lawyer's letter go back to whom they
speak for; a country, its capital and its ministries to one government; an outlet is one with and without "agency".
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from reportedly.lexicon.folding import fold
from reportedly.lexicon.governments import government_of, state_of
from reportedly.lexicon.names import name_likeness, name_tokens, was_agent
from reportedly.record import Link
from reportedly.vocabulary import LinkKind

__all__ = [
    "NAMED",
    "Attestation",
    "circles",
    "is_on_record",
    "is_outlet_link",
    "members_of",
    "only_match",
    "origin_names",
    "origins_of",
    "outlet_key",
]

NAMED = "name:"
"""Begins the identity of an origin that has a name; `voice:` that of an outlet's own voice, `group:` that of people who
say it together, `unnamed:` all others."""

_GROUP = "group:"
_AND = re.compile(r",\s+|\s+and\s+")
_NAMED = frozenset({LinkKind.PERSON, LinkKind.GROUP, LinkKind.ORGANISATION, LinkKind.OUTLET, LinkKind.PLACE})

# "the Kremlin's spokesman", "a spokesman for Ms Orr", "Orr's lawyers", "the office of Ms Orr" speak for whom they name.
_SPEAKS_FOR = re.compile(
    r"(?:^|\s)(?:spokes(?:man|woman|person|people)|lawyers?|attorneys?|representatives?|press (?:office|service)|"
    r"office|aides?)\s+(?:for|of|to)\s+(?P<after>.+)$|"
    r"^(?P<before>.+?)['’]s?\s+(?:spokes(?:man|woman|person|people)|lawyers?|attorneys?|(?:press )?(?:office|service)|"
    r"(?:resignation |open )?(?:letter|statement|tweet|post|memo))\b.*$|"
    r"(?:letter|statement|memo|e-mail|email|post)\s+(?:from|by|of)\s+(?:(?:his|her|their|its)\s+\w+,\s+)?(?P<writer>.+)$",
    re.IGNORECASE,
)
_ROLE = re.compile(
    r"^(?P<body>.+?)\s+(?:spokes(?:man|woman|person)|press (?:secretary|service|office)|spokespeople)(?:\s+.*)?$",
    re.IGNORECASE,
)

_OF_PRONOUN = re.compile(
    r"(?:his|her|their|its) (?:press )?(?:office|service|spokes(?:man|woman|person|people)|lawyers?|attorneys?)\b",
    re.IGNORECASE,
)

# "Varga's opponent Jan Orr" is Jan Orr.
_APPOSED = re.compile(r"^[^'’]+['’]s?\s+(?:[a-z-]+\s+)+(?P<name>(?:[A-Z][\w.’'-]*\s+)+[A-Z][\w.’'-]+)$")
_BARE = frozenset({"source", "sources"})

# What an outlet is called beside its name.
_OUTLET_KIND = re.compile(
    r"\b(?:(?:the|a|an|state|private|local|national)\s+){0,6}(?:(?:news|press)\s+)?"
    r"(?:agency|newspaper|daily newspaper|weekly|broadcaster|news site|website|news channel|channel)\b"
)


@dataclass(frozen=True, slots=True)
class Attestation:
    """The source of one report, with what is needed to name its origin.

    Attributes:
        day: When it was said, else printed; ISO.
        echo_of: The article whose text this article repeats; None for an article of its own.
        speaks_for: Whose spokesman or lawyer the last link is called.
        hearsay: The article says that it is said, and not by whom: nobody's own voice.
    """

    article: str
    outlet: str | None
    day: str | None
    chain: tuple[Link, ...]
    echo_of: str | None = None
    speaks_for: str | None = None
    hearsay: bool = False


# "A White House spokeswoman" answers for the White House, "Norway's foreign minister" is one person. An aide, an
# official or a former minister is not.
_SPOKE = re.compile(r"\bspokes(?:man|woman|person|people)\b|\bpress (?:office|service|secretary)\b", re.IGNORECASE)
_OFFICE = (
    r"(?:president|vice[ -]president|(?:(?:prime|foreign|defen[cs]e|finance|interior|justice|health|energy)\s)minister|"
    r"premier|chancellor|king|queen|governor|mayor|foreign secretary|attorney general|ambassador)"
)
_HOLDER = re.compile(
    rf"^(?:[Tt]he\s)?(?:(?:[A-Z][\w.’'-]*\s){{0,3}}?[A-Z][\w.-]*(?:['’]s|['’])\s{_OFFICE}|"
    rf"{_OFFICE}\sof\s(?:the\s)?[A-Z][\w.’' -]*)$"
)


def is_on_record(chain: Sequence[Link]) -> bool:
    """Whether somebody answers for it by name or office.

    That is: the article in its own voice; a named person, body or outlet; a body through its spokesman; an office that
    one person holds ("the foreign minister of Spain"); a named person's letter. `docs/record.md` says the same.
    """
    if not chain or chain[-1].kind in _NAMED or _is_named_document(chain[-1]):
        return True
    name = " ".join(chain[-1].name.split())
    if chain[-1].kind is not LinkKind.UNNAMED:
        return False
    return bool(_SPOKE.search(name) and _principal(chain[-1]) != chain[-1].name) or _HOLDER.match(name) is not None


def _is_named_document(link: Link) -> bool:
    return link.kind is LinkKind.DOCUMENT and _principal(link) != link.name


def origins_of(words: Iterable[Attestation], also: Iterable[Attestation] = ()) -> tuple[str | None, ...]:
    """The origin of each, in order, as one identity for all that go back to it.

    Names are brought to one form among the words given, so all words of one question go in together; the result
    does not depend on their order. None, for a word that is no origin of its own:

    - an article's own voice where it repeats another's text, or has all that it attributes from other outlets;
    - an outlet that is quoted, where another of the words tells on whose word that outlet had it.

    Args:
        words: In any order.
        also: Further ones, which tell whose spokesman somebody is and nothing else.
    """
    words = tuple(words)
    introduced = (*words, *(word for word in also if word.speaks_for))
    names = {
        name
        for word in introduced
        if word.chain and _stands_for_name(word.chain[-1])
        for name in _people(word.chain[-1]) or (_principal(word.chain[-1]),)
    }
    forms = origin_names(names | {_body(word.speaks_for) for word in introduced if word.speaks_for})
    # Told once, it is known of the same name in every article.
    speaks_for: dict[str, set[str]] = defaultdict(set)
    for word in introduced:
        if word.speaks_for and word.chain:
            speaks_for[forms[_principal(word.chain[-1])]].add(forms[_body(word.speaks_for)])
    principals = {name: bodies.pop() for name, bodies in speaks_for.items() if len(bodies) == 1}
    # "Her office" is that of the only one for whom anybody speaks here.
    known = {forms[_principal(link)] for link in _last_links(words) if _speaks_for(link.name)}
    known |= set(principals.values())
    if len(known) == 1:
        (body,) = known
        principals |= {forms[name]: body for name in names if _OF_PRONOUN.match(name)}
    context = _Context(words, {name: _last_principal(form, principals) for name, form in forms.items()})
    return tuple(context.origin(word) for word in words)


def members_of(origin: str) -> frozenset[str]:
    """The origins that one identity stands for: each of the people who say it together, else itself.

    >>> sorted(members_of("group:ana ruiz|peter orr"))
    ['name:ana ruiz', 'name:peter orr']
    """
    if not origin.startswith(_GROUP):
        return frozenset({origin})
    return frozenset(NAMED + name for name in origin.removeprefix(_GROUP).split("|"))


def _people(link: Link) -> tuple[str, ...]:
    """Those who say it together; nobody where a link is of one source."""
    return tuple(_AND.split(link.name)) if link.kind is LinkKind.GROUP else ()


def _last_principal(form: str, principals: Mapping[str, str]) -> str:
    """Whom somebody speaks for in the end, where a spokesman has a spokesman; in a circle everybody for himself."""
    last, passed = form, {form}
    while (onward := principals.get(last)) is not None:
        if onward in passed:
            return form
        last = onward
        passed.add(onward)
    return last


def _last_links(words: Iterable[Attestation]) -> Iterator[Link]:
    last = (word.chain[-1] for word in words if word.chain)
    return (link for link in last if link.kind is not LinkKind.GROUP and _stands_for_name(link))


class _Context:
    """What the words of one event tell about each other."""

    def __init__(self, words: Sequence[Attestation], names: Mapping[str, str]) -> None:
        self._names = names
        # Ministries: the words of their names, their origin, and their article.
        self._ministries = [
            (frozenset(name_tokens(last.name)), names[_principal(last)], word.article)
            for word in words
            if word.chain and _stands_for_name(last := word.chain[-1]) and "ministry" in name_tokens(last.name)
        ]
        self._outlets = {word.article: word.outlet for word in words}
        # Articles that have somebody's word at first hand, and those that have it from other outlets only.
        direct = {word.article for word in words if word.chain and not any(map(is_outlet_link, word.chain))}
        self._second_hand = {word.article for word in words if word.chain} - direct
        # Outlets of which somebody tells on whose word they had it.
        self._relays: set[str] = set()
        # Outlets that an article names as where it has the event from.
        self._cited: dict[str, set[str]] = defaultdict(set)
        # Unnamed sources of an article, as described.
        self._unnamed: dict[str, set[str]] = defaultdict(set)
        for word in words:
            own = [outlet_key(word.outlet)] if word.outlet else []
            through = [outlet_key(link.name) for link in word.chain if is_outlet_link(link)]
            self._cited[word.article].update(name for name in through if name)
            if word.chain and not is_outlet_link(word.chain[-1]):
                self._relays.update(name for name in (*own, *through) if name)
            if word.chain and not _stands_for_name(word.chain[-1]):
                self._unnamed[word.article].add(_described(word.chain[-1].name))
        # Where, and on which day, an unnamed source of that description spoke through an outlet that is named.
        self._spoke: dict[tuple[str, str], set[str]] = defaultdict(set)
        for word in words:
            if word.chain and not _stands_for_name(word.chain[-1]):
                self._spoke[_described(word.chain[-1].name), word.day or ""].add(self._through(word))

    def origin(self, word: Attestation) -> str | None:
        if word.hearsay:
            return f"unnamed:hearsay|{self._through(word)}|{word.day or ''}"
        if not word.chain:
            alone = word.echo_of is None and word.article not in self._second_hand
            return f"voice:{fold(word.outlet or word.article)}" if alone else None
        last = word.chain[-1]
        if last.kind is LinkKind.GROUP:
            return _GROUP + "|".join(sorted({self._names[name] for name in _people(last)}))
        if _stands_for_name(last):
            name = self._names[_principal(last)]
            # "The foreign ministry" is that of its article; where two countries' speak, else nobody's known.
            own = self._owners(last, word.article)
            if len(own) == 1:
                return f"{NAMED}{own.pop()}"
            if len(self._owners(last)) > 1:
                return f"unnamed:{name}|{self._through(word)}|"
            is_relay = is_outlet_link(last) and name in self._relays - {outlet_key(word.outlet or "")}
            return None if is_relay else f"{NAMED}{name}"
        described = _described(last.name)
        through = self._through(word)
        # An article that names its agency once means it throughout.
        known = self._spoke[described, word.day or ""] & self._cited[word.article]
        if through not in known and known:
            through = min(known)
        return f"unnamed:{self._fullest(word.article, described)}|{through}|{word.day or ''}"

    def _owners(self, link: Link, article: str | None = None) -> set[str]:
        """Whose a bare "foreign ministry" may be: origins of that kind of ministry, in one article or in all."""
        kind = name_tokens(link.name)
        if not kind or kind[-1] != "ministry":
            return set()
        return {name for owner, name, where in self._ministries if owner > set(kind) and article in (None, where)}

    def _through(self, word: Attestation) -> str:
        named = [outlet_key(link.name) for link in word.chain[:-1] if is_outlet_link(link)]
        own = self._outlets.get(word.echo_of or "") or word.outlet or word.article
        if any(named):
            return next(name for name in reversed(named) if name)
        others = [fold(link.name) for link in word.chain[:-1] if not is_outlet_link(link)]
        return others[-1] if others else outlet_key(own) or fold(own)

    def _fullest(self, article: str, described: str) -> str:
        """ "source" in a headline is the "diplomatic source" of its article, where that has only one."""
        if described not in _BARE:
            return described
        fuller = {other for other in self._unnamed[article] if other != described and described in other.split()}
        return fuller.pop() if len(fuller) == 1 else described


def is_outlet_link(link: Link) -> bool:
    """Whether a link is an outlet by its kind, or an organisation that is called an agency or a paper."""
    return link.kind is LinkKind.OUTLET or (
        link.kind is LinkKind.ORGANISATION and _OUTLET_KIND.match(fold(link.name)) is not None
    )


def outlet_key(name: str) -> str:
    """An outlet's own name, without what it is called in front or behind; empty where nothing is left.

    >>> outlet_key("the news agency Adriapress"), outlet_key("a newspaper")
    ('adriapress', '')
    """
    bare = _OUTLET_KIND.sub(" ", fold(name))
    return " ".join(name_tokens(bare)) if bare.strip() else ""


def _stands_for_name(link: Link) -> bool:
    return link.kind in _NAMED or _principal(link) != link.name


def _principal(link: Link) -> str:
    """Whom a link speaks for: a lawyer's client, a spokesman's ministry; else the link's own name.

    A description without a proper name in it ("a lawyer for the accuser") speaks for nobody known.
    """
    if is_outlet_link(link):
        return outlet_key(link.name) or link.name
    government = government_of(link.name) or (state_of(link.name) if link.kind is LinkKind.PLACE else None)
    if government:
        return government
    if link.kind is LinkKind.GROUP:
        return link.name
    match = _speaks_for(link.name, role=link.kind is not LinkKind.PERSON)
    if match is None:
        return link.name
    return _principal_in(match) or link.name


def _principal_in(match: re.Match[str]) -> str | None:
    """Whom a match of `_speaks_for` names, through whoever speaks for another in turn; None where that is no name."""
    name = None
    for _ in range(4):
        found = next(part for part in match.groupdict().values() if part).strip(" ,")
        if not re.search(r"(?:^|\s)[A-Z][\w.’'-]+$", found):
            break
        apposed = _APPOSED.match(found)
        name = government_of(found) or _untitled(found)
        onward = _speaks_for(found)
        if onward is None:
            return apposed["name"] if apposed else name
        match = onward
    return name


def _speaks_for(name: str, *, role: bool = False) -> re.Match[str] | None:
    """Words that say for whom a source speaks; `role` reads "State House spokesman" so, too."""
    words = " ".join(name.split())  # the patterns take minutes on a long run of spaces, and on lines
    if was_agent(words):
        return None
    return _SPEAKS_FOR.search(words) or (_ROLE.match(words) if role else None)


def _body(name: str) -> str:
    """Whom a spokesman is named with, as `_principal` gives it for a link of that name."""
    match = _speaks_for(name, role=True)
    return government_of(name) or state_of(name) or (_principal_in(match) if match else None) or name


def _untitled(name: str) -> str:
    """A name without nationality and office in front: "Slovenian President Elena Varga" -> "Elena Varga"."""
    words = name.split()
    if len(words) > 2 and state_of(words[0]) and words[0][0].isupper():
        return " ".join(words[1:])
    return name


def _described(name: str) -> str:
    return " ".join(word for word in re.findall(r"\w+", fold(name)) if word not in {"a", "an", "the", "one"})


def origin_names(names: Iterable[str]) -> dict[str, str]:
    """Each name with the one form that stands for all its forms: the longest, alphabetically first of equals.

    A short form that fits two others alike stays as it is.

    >>> origin_names(["Putin", "Vladimir Putin"])["Putin"]
    'vladimir putin'
    >>> origin_names(["Smith", "John Smith", "Anna Smith"])["Smith"]
    'smith'
    """
    ordered = sorted(set(names), key=lambda name: (-len(name_tokens(name)), -len(name), name))
    forms: dict[str, str] = {}
    # Only names that share a word, or the other's initials, can be forms of one.
    fullest: dict[str, list[str]] = defaultdict(list)
    for name in ordered:
        tokens = name_tokens(name)
        near = {full: None for token in tokens for full in fullest[token]}
        match = only_match(name, near)
        if match is None:
            match = name
            for token in {*tokens, "".join(token[0] for token in tokens)}:
                fullest[token].append(name)
        forms[name] = " ".join(name_tokens(match))
    return forms


def only_match(name: str, others: Iterable[str]) -> str | None:
    """The one of other names that a name is a form of; None where none is, or two are equally likely."""
    likely = [(likeness, other) for other in others if (likeness := name_likeness(name, other)) >= 0.8]
    best = max((likeness for likeness, _ in likely), default=0.0)
    found = [other for likeness, other in likely if likeness == best]
    return found[0] if len(found) == 1 else None


def circles(words: Iterable[Attestation]) -> tuple[tuple[str, ...], ...]:
    """Outlets that quote each other in a circle: A cites B, which cites A. Each circle once, from its smallest name."""
    cites: dict[str, set[str]] = {}
    printed: dict[str, str] = {}
    for word in words:
        if not word.outlet:
            continue
        reader, *through = [word.outlet, *(link.name for link in word.chain if link.kind is LinkKind.OUTLET)]
        for citing, cited in zip([reader, *through], through, strict=False):
            a, b = " ".join(name_tokens(citing)), " ".join(name_tokens(cited))
            if a and b and a != b:
                cites.setdefault(a, set()).add(b)
                for key, name in ((a, citing), (b, cited)):
                    printed[key] = min(printed.get(key, name), name)
    found: set[tuple[str, ...]] = set()
    for start in sorted(cites):
        found.update(_walk(start, (start,), cites))
    return tuple(tuple(printed[key] for key in circle) for circle in sorted(found))


def _walk(start: str, path: tuple[str, ...], cites: Mapping[str, set[str]]) -> Iterable[tuple[str, ...]]:
    for cited in sorted(cites.get(path[-1], ())):
        if cited == start:
            yield path
        elif cited > start and cited not in path and len(path) < 4:
            yield from _walk(start, (*path, cited), cites)
