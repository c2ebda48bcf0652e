"""Entities: one for each person, organisation, outlet and place of an article, under its fullest name."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field, replace

from reportedly.lexicon.calendar import CAPITAL_WEEKDAYS
from reportedly.lexicon.folding import fold
from reportedly.lexicon.gazetteer import gazetteer, outlet_named, place_name
from reportedly.lexicon.governments import state_of
from reportedly.reading.document import Document
from reportedly.reading.entities.acronyms import spelled_out
from reportedly.reading.entities.contextual_outlets import outlets_in_context, without_programmes
from reportedly.reading.entities.firms import merge_short_firms, without_legal_form
from reportedly.reading.entities.mentions import (
    EDGE,
    ORG,
    OUTLET,
    PERSON,
    PLACE,
    TITLES,
    WORD,
    Named,
    covered,
    labelled_names,
    listed_names,
    merge_overlapping,
    own_words,
    unlabelled_people,
)
from reportedly.reading.entities.nicknames import with_nicknames
from reportedly.reading.entities.outlets import introduced_names
from reportedly.reading.entities.owners import Owner, find_owner
from reportedly.reading.entities.same_surname import meant_by_title, title_before
from reportedly.reading.entities.whole_names import with_whole_names
from reportedly.record import Entity
from reportedly.vocabulary import EntityKind

__all__ = ["describe", "find_entities", "gender_of_name"]

_SUFFIXES = frozenset("jr jr. sr sr. ii iii iv".split())
_SMALL = frozenset("of the and for on in at to a an de la le el al du des".split())
_NICKNAMES = {
    "jim": "james", "bill": "william", "bob": "robert", "dick": "richard", "jack": "john", "joe": "joseph",
    "mike": "michael", "chuck": "charles", "ted": "edward", "tony": "anthony", "tom": "thomas", "liz": "elizabeth",
    "mitch": "mitchell", "andy": "andrew", "dave": "david", "ed": "edward", "jerry": "gerald", "larry": "lawrence",
    "nick": "nicholas", "pete": "peter", "ron": "ronald", "steve": "stephen", "sue": "susan", "dan": "daniel",
    "don": "donald", "ken": "kenneth", "matt": "matthew", "rob": "robert", "sam": "samuel", "tim": "timothy",
    "will": "william", "bernie": "bernard", "al": "albert", "alex": "alexander", "ben": "benjamin", "chris":
    "christopher", "greg": "gregory", "jeff": "jeffrey", "phil": "philip", "rick": "richard", "rudy": "rudolph",
    "volodymyr": "vladimir", "debbie": "deborah", "abe": "abraham", "kate": "katherine", "val": "valerie",
}  # fmt: skip
_US_PRESIDENT = re.compile(r"(?:(?:the|us|u\.s\.|american|current) )*president$")
_LABELS = frozenset("republican democrat democratic team candidate".split())
_HONORIFICS = {"mr": "m", "mr.": "m", "mrs": "f", "mrs.": "f", "ms": "f", "ms.": "f", "miss": "f"}
# "BBC News", "Vesna TV": what many outlets end in tells none of them.
_GENERAL = frozenset("news tv television radio online agency press network media service channel com".split())
# "D-N.Y.", "R-Iowa": party and state, no description.
_SEAT = re.compile(r"^\(?[RDI](?:-[A-Z][\w.]*)?$")


@dataclass(slots=True)
class _Cluster:
    """Mentions of one thing while the entities are being put together."""

    kind: EntityKind
    words: tuple[str, ...]
    mentions: list[Named] = field(default_factory=list)
    name: str | None = None
    country: str | None = None
    full: list[int] = field(default_factory=list)
    gender: str | None = None
    title: str | None = None  # as printed before a surname that another shares
    called: str | None = None  # a ministry with its owner, as printed first


def find_entities(document: Document) -> tuple[Entity, ...]:
    """One entity for each person, organisation, outlet and place that the article names.

    A person goes under the fullest form printed anywhere in the article; later short forms, possessives and, for
    bodies, acronyms are mentions of the same entity. Demonyms ("Russian") are none.

    Returns:
        Entities in the order of their first mention, "e1" first.
    """
    document = replace(document, names=with_whole_names(document))
    document = replace(document, names=with_nicknames(document))
    introduced = introduced_names(document)
    called = covered(introduced, len(document))
    listed = [n for n in listed_names(document) if not any(called[n.start : n.end])]
    listed += outlets_in_context(document, covered(introduced + listed, len(document)))
    listed = without_programmes(document, listed)
    labelled = [n for n in labelled_names(document) if not any(called[n.start : n.end])]
    known = merge_overlapping(listed, labelled) + introduced
    named = spelled_out(document, known + unlabelled_people(document, covered(known, len(document))))
    for n in named:
        n.gender = _HONORIFICS.get(document.words[n.start - 1].casefold()) if n.kind is PERSON and n.start else None
    people = _cluster_people(document, [n for n in named if n.kind is PERSON])
    by_last = {c.words[-1] for c in people}
    others: list[Named] = []
    for n in named:
        if n.kind is PERSON:
            continue
        # "Trump" and "Steele" are now and then labelled a body or a place; the full name elsewhere tells.
        if len(n.words) == 2 and n.words[0] in _LABELS and n.words[1] in by_last:
            n = Named(n.start + 1, n.end, PERSON, n.words[1:])  # "the Republican Orr"
        own = (
            _person_for(document, n, people) if len(n.words) == 1 and n.words[0] in by_last and n.name is None else None
        )
        if own is not None:
            own.mentions.append(n)
        else:
            others.append(n)
    taken = covered(named, len(document))
    _add_bare_surnames(document, people, taken)
    clusters = people + _cluster_others(document, others)
    merge_short_firms(clusters)
    _merge_acronyms(document, clusters)
    _merge_offices(document, clusters)
    _merge_short_outlets(document, clusters, taken)
    clusters = [c for c in clusters if c.mentions]
    clusters.sort(key=lambda c: min(m.start for m in c.mentions))
    return tuple(_entity(document, cluster, i) for i, cluster in enumerate(clusters, 1))


def gender_of_name(name: str) -> str | None:
    """ "m" or "f" by the first name, None where the list does not know it or it goes with both."""
    genders = gazetteer().genders
    words = [fold(w) for w in name.split() if fold(w) not in TITLES]
    if len(words) < 2:
        return None
    return genders.get(words[0]) or genders.get(words[-1] if "-" in words[-1] else "")


def describe(document: Document, start: int, end: int) -> tuple[str, ...]:
    """What the text calls the one named at tokens [start, end): the words before the name, the appositions.

    "Kremlin spokesman Dmitry Peskov" -> ("Kremlin spokesman",); "one of his advisers, Yuri Ushakov," -> ("one of his
    advisers",).
    """
    found: list[str] = []
    head = end - 1
    while start <= document.head(head) < end and document.head(head) != head:
        head = document.head(head)
    first = start
    while (
        first > 0
        and document.pos[first - 1] in {"PROPN", "NOUN", "ADJ", "PART"}
        and (document.head(first - 1) >= first - 1 and document.head(first - 1) < end)
        and document.words[first - 1][0] not in EDGE
    ):
        first -= 1
    if first < start and document.words[first] in CAPITAL_WEEKDAYS:
        first += 1  # "On Monday Orr's lawyer, Ana Ruiz"
    if first < start:
        found.append(_said(document, first, start))
    for child in document.children[head]:
        if child >= end and document.deps[child] == "appos":
            inside = document.subtree(child)
            if len(inside) <= 25:
                found.append(_said(document, max(inside.start, end), inside.stop))
    if document.deps[head] == "appos" and document.head(head) < start:
        above = document.subtree(document.head(head))
        if above.start < start and start - above.start <= 15:
            begin = above.start + (document.words[above.start] in CAPITAL_WEEKDAYS)
            found.append(_said(document, begin, first))
    return tuple(d for d in (part.strip(" ,—–-") for part in found) if WORD.search(d) and not _SEAT.match(d))


def _said(document: Document, start: int, end: int) -> str:
    a, b = document.span(start, end)
    return document.text[a:b]


def _cluster_people(document: Document, named: list[Named]) -> list[_Cluster]:
    """People, full names first; a single word goes to the one it can only be, else to the latest mentioned.

    "Mr Hale" and "Mrs Hale" are two, whoever was mentioned last.
    """
    clusters: list[_Cluster] = []
    by_last: dict[str, list[_Cluster]] = {}
    for n in named:
        if len(n.words) < 2:
            continue
        words = tuple(w for w in n.words if w not in _SUFFIXES) or n.words
        cluster = next((c for c in by_last.get(words[-1], ()) if _is_same_person(c.words, words)), None)
        if cluster is None:
            cluster = _Cluster(PERSON, words)
            clusters.append(cluster)
            by_last.setdefault(words[-1], []).append(cluster)
        elif len(words) > len(cluster.words):
            cluster.words = words
        cluster.mentions.append(n)
    # "Wasserman Schultz" of "Debbie Wasserman Schultz".
    for cluster in list(clusters):
        for other in by_last.get(cluster.words[-1], ()):
            longer = other is not cluster and other.mentions and len(other.words) > len(cluster.words)
            if longer and other.words[-len(cluster.words) :] == cluster.words:
                other.mentions += cluster.mentions
                cluster.mentions = []
                break
    clusters = [c for c in clusters if c.mentions]
    for cluster in clusters:
        cluster.full = sorted(m.start for m in cluster.mentions)
        told = (m.gender for m in cluster.mentions if m.gender)
        cluster.gender = next(told, None) or gender_of_name(" ".join(cluster.words))
    singles: dict[str, dict[str | None, _Cluster]] = {}
    for n in sorted((n for n in named if len(n.words) < 2), key=lambda n: (n.gender is None, n.start)):
        cluster = _person_for(document, n, clusters)
        if cluster is None:
            alike = singles.setdefault(n.words[0], {})
            # A bare surname is his who is called so alone; of two it may be either's, and stands by itself.
            gender = n.gender or (next(iter(alike)) if len(alike) == 1 else None)
            cluster = alike.setdefault(gender, _Cluster(PERSON, n.words, gender=gender))
        cluster.gender = cluster.gender or n.gender
        cluster.mentions.append(n)
    for alike in singles.values():
        for cluster in alike.values():
            others = [c for c in clusters if c.words[-1] == cluster.words[0]]
            if cluster.gender and (len(alike) > 1 or others):
                cluster.title = document.words[min(m.start for m in cluster.mentions if m.gender) - 1]
    return clusters + [cluster for alike in singles.values() for cluster in alike.values()]


def _is_same_person(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    if a[-1] != b[-1]:
        return False
    x, y = a[0], b[0]
    if _NICKNAMES.get(x, x) == _NICKNAMES.get(y, y):
        return True
    short, long = sorted((x, y), key=len)
    if len(short) == 1 and long.startswith(short):
        return True
    return set(a) <= set(b) or set(b) <= set(a)


def _person_for(document: Document, n: Named, clusters: list[_Cluster]) -> _Cluster | None:
    """Whom one word means of those who are named in full: the latest mentioned, nobody where two are named together."""
    word = n.words[0]
    for place in (-1, 0):
        fitting = [c for c in clusters if len(c.words) > 1 and c.words[place] == word]
        fitting = [c for c in fitting if not (n.gender and c.gender and n.gender != c.gender)]
        if len(fitting) == 1:
            return fitting[0]
        meant = meant_by_title(title_before(document, n.start), [_roles(document, c) for c in fitting])
        if meant is not None:
            return fitting[meant]
        # "Ms Colby" is Nina, not Piers, of whom no list says whether he is a man.
        sure = [c for c in fitting if n.gender and c.gender == n.gender]
        if len(sure) == 1:
            return sure[0]
        if fitting:
            latest = sorted(
                (max((m.start for m in c.mentions if m.start <= n.start), default=-1), i) for i, c in enumerate(fitting)
            )
            (other, _), (last, number) = latest[-2:]
            together = document.sentence_of(last)
            if other < 0 or document.sentence_of(other) != together:
                return fitting[number]
            # "John Smith met Anna Smith. Smith said …": the one who was known before them, if only one was.
            first = int(document.sentence_tokens[together, 0])
            known = [c for c in fitting if any(m.start < first for m in c.mentions)]
            return known[0] if len(known) == 1 else None
    alone = [c for c in clusters if c.words == n.words]
    return alone[0] if alone and n.kind is not PERSON and len(alone[0].mentions) > 1 else None


def _roles(document: Document, cluster: _Cluster) -> frozenset[str]:
    """What the text calls a person where it names them in full."""
    found: set[str] = set()
    for m in cluster.mentions:
        if len(m.words) > 1:
            found.update(fold(w).strip(".,()") for d in describe(document, m.start, m.end) for w in d.split())
            found.update((title_before(document, m.start) or "",))
    return frozenset(found - {""})


def _add_bare_surnames(document: Document, people: list[_Cluster], taken: bytearray) -> None:
    """Mentions that the parse missed: a surname known from elsewhere in the article, capitalised."""
    owners: dict[str, list[_Cluster]] = {}
    for cluster in people:
        if len(cluster.words[-1]) >= 4:
            owners.setdefault(cluster.words[-1], []).append(cluster)
    if not owners:
        return
    for i, word in enumerate(document.words):
        if taken[i] or not word[0].isupper() or document.pos[i] != "PROPN":
            continue
        key = fold(word)
        if key in owners:
            n = Named(i, i + 1, PERSON, (key,))
            owner = _person_for(document, n, owners[key])
            if owner is None and len(owners[key]) == 1:
                owner = owners[key][0]
            if owner is not None:
                owner.mentions.append(n)


def _cluster_others(document: Document, named: list[Named]) -> list[_Cluster]:
    clusters: dict[tuple[str, ...], _Cluster] = {}
    votes: dict[tuple[str, ...], Counter[EntityKind]] = {}
    owners = [find_owner(document, n) if n.kind is ORG and n.name is None else None for n in named]
    keys = [_key(document, n, owner) for n, owner in zip(named, owners, strict=True)]
    owned: dict[tuple[str, ...], set[tuple[str, ...]]] = {}
    for key, owner in zip(keys, owners, strict=True):
        if owner is not None:
            owned.setdefault(key[1:], set()).add(key)
    for n, own_key, owner in zip(named, keys, owners, strict=True):
        # A bare "Interior Ministry" is the one whose owner is told; of two it may be either.
        meant = owned.get(own_key, set())
        key = min(meant) if len(meant) == 1 else own_key
        cluster = clusters.get(key)
        if cluster is None:
            cluster = clusters[key] = _Cluster(n.kind, n.words, name=n.name, country=n.country)
        cluster.mentions.append(n)
        if owner is not None and cluster.called is None:
            cluster.called = _said(document, owner.start, owner.end)
        votes.setdefault(key, Counter())[n.kind] += 1
    for key, cluster in clusters.items():
        if cluster.name is None:
            cluster.kind = votes[key].most_common(1)[0][0]
    # "Oversight Committee" of "House Oversight Committee": a tail of two words and more names the same body.
    plain = [
        c for c in clusters.values() if c.name is None and c.called is None and c.kind is ORG and len(c.words) >= 2
    ]
    by_tail: dict[tuple[str, ...], _Cluster] = {}
    for cluster in sorted(plain, key=lambda c: -len(c.words)):
        longer = by_tail.get(cluster.words)
        if longer is not None:
            longer.mentions += cluster.mentions
            cluster.mentions = []
            continue
        for cut in range(1, len(cluster.words) - 1):
            by_tail.setdefault(cluster.words[cut:], cluster)
    return list(clusters.values())


def _key(document: Document, n: Named, owner: Owner | None) -> tuple[str, ...]:
    """What mentions of one body, outlet or place share: the name that a list knows, else its words, and its owner."""
    if n.name:
        return ("", fold(n.name))
    words = n.words
    if owner is not None and owner.start == n.start and state_of(document.words[n.start]) == owner.name:
        words = words[1:]
    key = tuple(sorted(w for w in words if w not in _SMALL))
    return (f"of {owner.name}", *key) if owner is not None else key


def _merge_acronyms(document: Document, clusters: list[_Cluster]) -> None:
    """ "IAEA" is the "International Atomic Energy Agency" where the letters fit or stand in brackets after it."""
    long: dict[str, _Cluster] = {}
    for cluster in clusters:
        if cluster.kind in (ORG, OUTLET) and len(cluster.words) > 1 and cluster.mentions:
            content = [w for w in cluster.words if w not in _SMALL]
            for words in (content, without_legal_form(content)):  # "GM" of "General Motors Co"
                if len(words) > 1:
                    long.setdefault("".join(w[0] for w in words), cluster)
    for cluster in clusters:
        if cluster.kind is PERSON or len(cluster.words) != 1 or not cluster.mentions or cluster.country:
            continue
        word = cluster.words[0]
        printed = document.words[cluster.mentions[0].start]
        target = long.get(word) if printed.isupper() and len(word) >= 2 else None
        if target is not None and target is not cluster:
            target.mentions += cluster.mentions
            target.country = target.country or cluster.country
            cluster.mentions = []


def _merge_offices(document: Document, clusters: list[_Cluster]) -> None:
    """ "POTUS" is the one whom the article calls President, and of no other country."""
    offices = [c for c in clusters if c.words == ("potus",) and c.mentions]
    if not offices:
        return
    holders = []
    for cluster in clusters:
        if cluster.kind is PERSON and cluster.words != ("potus",):
            said = {fold(d) for m in cluster.mentions for d in describe(document, m.start, m.end)}
            presidents = {d for d in said if d.endswith("president")}
            if presidents and all(_US_PRESIDENT.match(d) for d in presidents):
                holders.append(cluster)
    if len(holders) == 1:
        for office in offices:
            holders[0].mentions += office.mentions
            office.mentions = []


def _merge_short_outlets(document: Document, clusters: list[_Cluster], taken: bytearray) -> None:
    """ "The Times" is the "Harbour Times", and "the Journal" a journal, where one outlet of the article ends so."""
    by_last: dict[str, list[_Cluster]] = {}
    for cluster in clusters:
        if cluster.kind is not OUTLET or not cluster.mentions:
            continue
        # A list may know it by another name than is printed: what is printed decides.
        words = max((own_words(document.words[m.start : m.end]) for m in cluster.mentions), key=len)
        if len(words) > 1 and words[-1] not in _GENERAL:
            by_last.setdefault(words[-1], []).append(cluster)
    owners = {word: found[0] for word, found in by_last.items() if len(found) == 1 and len(word) > 2}
    for cluster in clusters:
        if cluster.kind not in (ORG, OUTLET) or not cluster.mentions:
            continue
        for mention in list(cluster.mentions):
            words = own_words(document.words[mention.start : mention.end])
            owner = owners.get(words[0]) if len(words) == 1 else None
            if owner is not None and owner is not cluster and _is_definite(document, mention.start, mention.end):
                owner.mentions.append(mention)
                cluster.mentions.remove(mention)
    for token, word in enumerate(document.words):
        owner = owners.get(fold(word)) if word[0].isupper() and not taken[token] else None
        if owner is not None and document.pos[token] == "PROPN" and _is_definite(document, token, token + 1):
            owner.mentions.append(Named(token, token + 1, OUTLET, (fold(word),)))


def _is_definite(document: Document, start: int, end: int) -> bool:
    """Whether a name has "the" before or in it."""
    return "the" in (document.words[max(0, start - 1)].casefold(), document.words[start].casefold())


def _entity(document: Document, cluster: _Cluster, number: int) -> Entity:
    mentions = sorted({document.span(m.start, m.end) for m in cluster.mentions})
    forms: dict[str, None] = {}
    for m in sorted(cluster.mentions, key=lambda m: m.start):
        forms.setdefault(" ".join(_said(document, m.start, m.end).split()))
    name = cluster.called or _fullest(tuple(forms), cluster)
    country = cluster.country
    if cluster.kind is PLACE and country is None:
        lists = gazetteer()
        country = "US" if name in lists.states else lists.cities.get(name)
    description = None
    if cluster.kind is not PLACE:
        for m in sorted(cluster.mentions, key=lambda m: m.start):
            said = [d for d in describe(document, m.start, m.end) if _is_description(d, cluster.kind)]
            if said:
                description = said[0]
                break
    aliases = tuple(form for form in forms if form != name)
    return Entity(
        id=f"e{number}",
        kind=cluster.kind,
        name=name,
        mentions=tuple(mentions),
        aliases=aliases,
        country=country,
        description=description,
    )


def _is_description(said: str, kind: EntityKind) -> bool:
    """Whether words beside a name describe it: not a lone title, nor what a dateline or byline leaves there."""
    if kind is not PERSON and not any(word.islower() and len(word) > 3 for word in said.split()):
        return False  # "State House, Ana Ruiz": another name, no description
    return (fold(said) not in TITLES or len(said) > 5) and said.count("(") == said.count(")")


def _fullest(forms: tuple[str, ...], cluster: _Cluster) -> str:
    """The form to write: of a person the longest, of an outlet or body the longest that is no acronym."""
    if cluster.name is not None and (cluster.kind is PLACE or len(forms) == 1):
        printed = forms[0]
        if cluster.kind is PLACE:
            return cluster.name if fold(printed) in {"north", "south"} else place_name(printed)
        return printed
    if cluster.kind is PERSON:
        mixed = [f for f in forms if not f.isupper()] or list(forms)
        longest = max(mixed, key=lambda f: (len(f.split()), len(f)))
        return f"{cluster.title} {longest}" if cluster.title else longest
    if cluster.name is not None:
        forms = tuple(f for f in forms if not any(_is_part(f, whole) for whole in forms))
    fullest = max(forms, key=lambda f: (len(f.split()), len(f)))
    return place_name(fullest) if cluster.kind is PLACE else fullest


def _is_part(name: str, whole: str) -> bool:
    """Whether a name is that of one channel or programme of an outlet: "BBC Radio Devon", but not "BBC News"."""
    return name.startswith(f"{whole} ") and not set(fold(name.removeprefix(whole)).split()) <= _GENERAL


def is_own_outlet(name: str, own: str | None, url: str | None = None) -> bool:
    """Whether a name is that of the article's own outlet: "Fox" and "Fox News Channel", "HuffPost" and its domain."""
    if not own and not url:
        return False
    known = outlet_named(name)
    host = url.split("//")[-1].split("/")[0] if url else None
    mine = outlet_named(own) or outlet_named(host)
    if known is not None and mine is not None:
        return known is mine
    a, b = fold(name).removeprefix("the "), fold(own or "").removeprefix("the ")
    if not a or not b:
        return False
    if a == b or (known is not None and fold(own or "") in fold(known.name).split()[:1]):
        return True
    short, long = sorted((a, b), key=len)
    return len(short) >= 3 and long.startswith(short + " ")
