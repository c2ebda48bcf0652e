"""Whose word it is in the end: each chain's last link as one identity across articles, and who quotes whom in a circle.

An identity is a string that two chains share when they go back to the same origin. Named people and organisations
are one wherever their names agree; unnamed sources are never merged across descriptions, nor across the outlets
through which they spoke, nor across days; an article's own voice is its outlet, unless its text is another's.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from reportedly.ledger.names import fold, is_same_name, name_tokens
from reportedly.record import Link, LinkKind

__all__ = ["NAMED", "Word", "circles", "is_on_record", "origin_names", "origins_of"]

NAMED = "name:"
"""Begins the identity of an origin that has a name; `voice:` that of an outlet's own voice, `unnamed:` all others."""

_NAMED = frozenset({LinkKind.PERSON, LinkKind.ORGANISATION, LinkKind.OUTLET, LinkKind.PLACE})

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


@dataclass(frozen=True, slots=True)
class Word:
    """On whose word one report stands, with what is needed to name its origin.

    Attributes:
        echo_of: The outlet or article whose text this article repeats; None for an article of its own.
    """

    article: str
    outlet: str | None
    day: str | None
    chain: tuple[Link, ...]
    echo_of: str | None = None


def is_on_record(chain: Sequence[Link]) -> bool:
    """Whether somebody named answers for it: a named last link, a named person's letter, or the article itself."""
    return not chain or chain[-1].kind in _NAMED or _is_named_document(chain[-1])


def _is_named_document(link: Link) -> bool:
    return link.kind is LinkKind.DOCUMENT and _principal(link) != link.name


def origins_of(words: Iterable[Word]) -> tuple[str | None, ...]:
    """The origin of each, in order, as one identity for all that go back to it.

    Names are brought to one form among the words given, so all words of one question go in together; the result
    does not depend on their order. None: an echo's own voice, which has no origin of its own.
    """
    words = tuple(words)
    names = {_principal(word.chain[-1]) for word in words if word.chain and _stands_for_name(word.chain[-1])}
    same = origin_names(names)
    return tuple(_origin(word, same) for word in words)


def _origin(word: Word, same: Mapping[str, str]) -> str | None:
    if not word.chain:
        return f"voice:{fold(word.outlet or word.article)}" if word.echo_of is None else None
    last = word.chain[-1]
    if _stands_for_name(last):
        return f"{NAMED}{same[_principal(last)]}"
    through = next((link.name for link in reversed(word.chain[:-1])), word.outlet or word.article)
    return f"unnamed:{_described(last.name)}|{fold(through)}|{word.day or ''}"


def _stands_for_name(link: Link) -> bool:
    return link.kind in _NAMED or _principal(link) != link.name


def _principal(link: Link) -> str:
    """Whom a link speaks for: a lawyer's client, a spokesman's ministry; else the link's own name.

    A description without a proper name in it ("a lawyer for the accuser") speaks for nobody known.
    """
    match = _SPEAKS_FOR.search(link.name) or (_ROLE.match(link.name) if link.kind is not LinkKind.PERSON else None)
    if match is None:
        return link.name
    name = next(part for part in match.groupdict().values() if part).strip(" ,")
    return name if re.search(r"(?:^|\s)[A-Z][\w.’'-]+$", name) else link.name


def _described(name: str) -> str:
    return " ".join(word for word in re.findall(r"\w+", fold(name)) if word not in {"a", "an", "the", "one"})


def origin_names(names: Iterable[str]) -> dict[str, str]:
    """Each name with the one form that stands for all its forms: the longest, alphabetically first of equals.

    >>> origin_names(["Putin", "Vladimir Putin"])["Putin"]
    'vladimir putin'
    """
    ordered = sorted(set(names), key=lambda name: (-len(name_tokens(name)), -len(name), name))
    forms: dict[str, str] = {}
    # Only names that share a word, or the other's initials, can be forms of one.
    fullest: dict[str, list[str]] = defaultdict(list)
    for name in ordered:
        tokens = name_tokens(name)
        near = {full: None for token in tokens for full in fullest[token]}
        match = next((full for full in near if is_same_name(name, full)), None)
        if match is None:
            match = name
            for token in {*tokens, "".join(token[0] for token in tokens)}:
                fullest[token].append(name)
        forms[name] = " ".join(name_tokens(match))
    return forms


def circles(words: Iterable[Word]) -> tuple[tuple[str, ...], ...]:
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
