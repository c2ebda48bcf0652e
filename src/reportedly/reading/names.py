"""Entities: one for each person, organisation, outlet and place of an article, under its fullest name."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from reportedly.reading.document import Document
from reportedly.reading.gazetteer import fold, gazetteer, outlet_named
from reportedly.record import Entity, EntityKind

__all__ = ["TITLES", "describe", "find_entities", "gender_of_name"]

TITLES = frozenset(
    """mr mr. mrs mrs. ms ms. miss dr dr. prof. professor sir dame lord lady president vice prime minister premier
    chancellor sen. sen senator rep. rep representative congressman congresswoman gov. gov governor mayor secretary
    gen. gen general lt. col. col colonel adm. adm admiral maj. sgt. capt. captain judge justice attorney king queen
    prince princess pope sheikh ayatollah ambassador foreign defense defence deputy acting former ex chief chairman
    chairwoman director spokesman spokeswoman speaker leader first rev. reverend imam""".split()
)
_SUFFIXES = frozenset("jr jr. sr sr. ii iii iv".split())
_PERSON, _ORG, _OUTLET, _PLACE = EntityKind.PERSON, EntityKind.ORGANISATION, EntityKind.OUTLET, EntityKind.PLACE
_KINDS = {"PERSON": _PERSON, "ORG": _ORG, "GPE": _PLACE, "LOC": _PLACE, "FAC": _PLACE}
_SMALL = frozenset("of the and for on in at to a an de la le el al du des".split())
# A name of unknown kind that ends so is a paper, an agency or a broadcaster.
_OUTLET_ENDS = frozenset(
    """times post herald tribune gazette journal chronicle news newspaper magazine shimbun shinmun ilbo daily tv radio
    television observer courier bulletin dispatch inquirer examiner globe weekly press ledger telegraph sentinel
    advertiser""".split()
)
# A capitalised name right after one of these is an outlet's, whether a list knows it or not.
_INTRODUCE = frozenset("agency newspaper daily broadcaster website newswire tabloid weekly magazine station".split())
_INTRODUCE_ALONE = _INTRODUCE - {"agency", "daily", "weekly", "station", "website"}
_BEFORE_OUTLET = frozenset("news newspaper press information state state-run official television tv radio".split())
_ONE_WORD_OUTLET = re.compile(r"^[A-Z]\w{3,}(?:press|news)$")
_NOT_ONE_WORD_OUTLET = frozenset({"Express", "Empress", "Cypress", "Impress", "Compress", "Suppress"})
_NOT_OUTLETS = frozenset({"press secretary", "free press", "human rights watch", "committee to protect journalists"})
_BODIES = frozenset(
    """committee department ministry senate congress parliament court council agency administration association party
    commission institute university college union group bank corporation company inc. inc corp. corp ltd service
    bureau office federation foundation organization organisation army navy force forces police guard corps campaign
    house coalition center centre league society board authority fund front movement brigade exchange""".split()
)
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
_NAME_POS = frozenset({"PROPN", "NOUN", "ADJ", "ADP", "PART", "X"})
_LABELS = frozenset("republican democrat democratic team candidate".split())
_FAMILY_POS = frozenset({"PROPN", "NOUN", "ADJ", "X"})
_HONORIFICS = {"mr": "m", "mr.": "m", "mrs": "f", "mrs.": "f", "ms": "f", "ms.": "f", "miss": "f"}
_WEEKDAYS = frozenset("Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split())
_EDGE = frozenset("\"'“”‘’()[],.;:–—-``''")
_WORD = re.compile(r"\w")
# "BBC News", "Vesna TV": what many outlets end in tells none of them.
_GENERAL = frozenset("news tv television radio online agency press network media service channel com".split())
# "D-N.Y.", "R-Iowa": party and state, no description.
_SEAT = re.compile(r"^\(?[RDI](?:-[A-Z][\w.]*)?$")


@dataclass(slots=True)
class _Named:
    """A stretch of tokens that names something; `name` and `country` where a list knows them."""

    start: int
    end: int
    kind: EntityKind
    words: tuple[str, ...]
    name: str | None = None
    country: str | None = None
    gender: str | None = None  # that of "Mr" or "Mrs" before it


@dataclass(slots=True)
class _Cluster:
    """Mentions of one thing while the entities are being put together."""

    kind: EntityKind
    words: tuple[str, ...]
    mentions: list[_Named] = field(default_factory=list)
    name: str | None = None
    country: str | None = None
    full: list[int] = field(default_factory=list)
    gender: str | None = None
    title: str | None = None  # as printed before a surname that another shares


def find_entities(document: Document) -> tuple[Entity, ...]:
    """One entity for each person, organisation, outlet and place that the article names.

    A person goes under the fullest form printed anywhere in the article; later short forms, possessives and, for
    bodies, acronyms are mentions of the same entity. Demonyms ("Russian") are none.

    Returns:
        Entities in the order of their first mention, "e1" first.
    """
    introduced = _introduced(document)
    called = _covered(introduced, len(document))
    listed = [n for n in _listed(document) if not any(called[n.start : n.end])]
    labelled = [n for n in _labelled(document) if not any(called[n.start : n.end])]
    known = _merge(listed, labelled) + introduced
    named = sorted(known + _unlabelled_people(document, _covered(known, len(document))), key=lambda n: n.start)
    for n in named:
        n.gender = _HONORIFICS.get(document.words[n.start - 1].casefold()) if n.kind is _PERSON and n.start else None
    people = _cluster_people(document, [n for n in named if n.kind is _PERSON])
    by_last = {c.words[-1] for c in people}
    others: list[_Named] = []
    for n in named:
        if n.kind is _PERSON:
            continue
        # "Trump" and "Steele" are now and then labelled a body or a place; the full name elsewhere tells.
        if len(n.words) == 2 and n.words[0] in _LABELS and n.words[1] in by_last:
            n = _Named(n.start + 1, n.end, _PERSON, n.words[1:])  # "the Republican Orr"
        own = _person_for(n, people) if len(n.words) == 1 and n.words[0] in by_last and n.name is None else None
        if own is not None:
            own.mentions.append(n)
        else:
            others.append(n)
    taken = _covered(named, len(document))
    _add_bare_surnames(document, people, taken)
    clusters = people + _cluster_others(others)
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
        and document.words[first - 1][0] not in _EDGE
    ):
        first -= 1
    if first < start and document.words[first] in _WEEKDAYS:
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
            begin = above.start + (document.words[above.start] in _WEEKDAYS)
            found.append(_said(document, begin, first))
    return tuple(d for d in (part.strip(" ,—–-") for part in found) if _WORD.search(d) and not _SEAT.match(d))


def _said(document: Document, start: int, end: int) -> str:
    a, b = document.span(start, end)
    return document.text[a:b]


def _listed(document: Document) -> list[_Named]:
    """Outlets, countries and what stands for a government, by the shipped lists."""
    lists = gazetteer()
    words, n = document.words, len(document)
    found: list[_Named] = []
    koreas: list[tuple[int, str]] = []
    i = 0
    while i < n:
        word = words[i]
        if not word[0].isupper() and word not in lists.outlet_words:
            i += 1
            continue
        best: _Named | None = None
        for name, outlet in lists.outlet_words.get(word, ()):
            if words[i : i + len(name)] == name:
                best = _Named(i, i + len(name), _OUTLET, _own_words(name), outlet.name, None)
                break
        for name, country, is_place in lists.country_words.get(word, ()):
            if best is not None and best.end - best.start >= len(name):
                break
            if words[i : i + len(name)] == name:
                kind = _PLACE if is_place else _ORG
                known = country.name if is_place and " ".join(name) not in country.capitals else " ".join(name)
                best = _Named(i, i + len(name), kind, _own_words(name), known, country.iso2)
                break
        if best is None:
            following = words[i + 1] if i + 1 < n else "."
            the = i > 0 and words[i - 1].lower() == "the"
            half = word in {"North", "South"} and (the or following in {"'s", "’s"})
            if half and not following[0].isupper() and following not in {"of", "and"}:
                koreas.append((i, "KP" if word == "North" else "KR"))
            i += 1
            continue
        found.append(best)
        i = best.end
    present = {named.country for named in found}
    if "KP" in present or "KR" in present:
        # "the North" and "the South" are the two Koreas in an article that names one of them.
        found += [_Named(i, i + 1, _PLACE, (fold(words[i]),), lists.countries[c].name, c) for i, c in koreas]
    return found


def _introduced(document: Document) -> list[_Named]:
    """Outlets by the word before their name ("the news agency Adriapress", "the daily Vesna"), wherever they stand.

    A single word made like one ("Adriapress") needs no such word.
    """
    words, n = document.words, len(document)
    names: set[tuple[str, ...]] = set()
    for i in range(n - 1):
        word = words[i].casefold()
        if not words[i + 1][0].isupper():
            if _is_one_word_outlet(words[i]):
                names.add((words[i],))
            continue
        before = words[i - 1].casefold() if i else ""
        # "A security agency Ruiz once led": an agency may be another than a news agency.
        alone = word in _INTRODUCE_ALONE or (word in _INTRODUCE and before in {"the", *_BEFORE_OUTLET})
        if alone and words[i][0].islower() and document.sentence_of(i) == document.sentence_of(i + 1):
            end = i + 1
            while end < min(n, i + 5) and words[end][0].isupper() and document.pos[end] in _FAMILY_POS:
                end += 1
            name = words[i + 1 : end]
            if name and words[end - 1].casefold() not in TITLES and fold(" ".join(name)) not in gazetteer().demonyms:
                names.add(tuple(name))
        if _is_one_word_outlet(words[i]):
            names.add((words[i],))
    by_first: dict[str, list[tuple[str, ...]]] = {}
    for name in sorted(names, key=lambda name: (-len(name), name)):
        by_first.setdefault(name[0], []).append(name)
    found: list[_Named] = []
    i = 0
    while i < n:
        here = next((o for o in by_first.get(words[i], ()) if tuple(words[i : i + len(o)]) == o), None)
        if here is not None:
            known = outlet_named(" ".join(here))
            found.append(_Named(i, i + len(here), _OUTLET, _own_words(here), known.name if known else None))
        i += len(here) if here else 1
    return found


def _is_one_word_outlet(word: str) -> bool:
    return word not in _NOT_ONE_WORD_OUTLET and _ONE_WORD_OUTLET.match(word) is not None


def _labelled(document: Document) -> list[_Named]:
    """What the parse labels as a name, trimmed to the name."""
    found: list[_Named] = []
    words = document.words
    demonyms, genders = gazetteer().demonyms, gazetteer().genders
    for name in document.names:
        kind = _KINDS.get(name.label)
        start, end = name.start, name.end
        if kind is None and name.label in {"WORK_OF_ART", "PRODUCT"}:
            last = words[end - 1].casefold()
            kind = _ORG if last in _BODIES or last in _OUTLET_ENDS else None
        if kind is None:
            continue
        while start < end and (words[start].casefold() in {"the", "a", "an"} or words[start] in _EDGE):
            start += 1
        while start < end and (words[end - 1] in _EDGE or words[end - 1] in {"'s", "’s", "'", "’"}):
            end -= 1
        if kind is _PERSON:
            end = _whole_name(document, end)
        for cut in range(start + 1, end):
            # Two names that the label ran together: "Erdoğan, Tass".
            if words[cut] in {",", "(", "—", "–"} and kind is _PERSON:
                end = cut
                break
        if kind is _PERSON:
            while end - start > 1 and words[start].casefold() in TITLES:
                start += 1
        if start >= end or not (
            words[start][0].isupper() or words[start][0].isdigit() or any(map(str.isupper, words[start]))
        ):
            continue
        own = _own_words(words[start:end])
        if own and " ".join(own) in demonyms:
            continue
        if kind is _PLACE and any(dash in words[end - 1] for dash in "-–") and end - start == 1 and "." in words[start]:
            continue  # "U.S.-led"
        previous = found[-1] if found else None
        if kind is _PERSON and previous is not None and previous.kind is _PERSON and previous.end == start:
            previous.end, previous.words = end, (*previous.words, *own)  # one name that the labels cut in two
            continue
        if kind is _PLACE and end - start == 1 and words[start].endswith(".") and words[start] not in {"U.S.", "U.K."}:
            continue  # "(R-Ariz.)"
        if kind is _ORG and end - start == 1 and start and words[start - 1].casefold() in {"in", "near"}:
            kind = _PLACE if words[start] in gazetteer().cities else kind
        if kind is _ORG and 2 <= len(own) <= 3 and own[0] in genders and own[-1] not in _BODIES | _OUTLET_ENDS:
            kind = _PERSON
        if not own or (kind is _PERSON and (len(own) > 5 or document.pos[end - 1] == "VERB")):
            continue
        found.append(_Named(start, end, _kind_of(kind, own), own))
    return found


def _unlabelled_people(document: Document, taken: bytearray) -> list[_Named]:
    """People whom the parse overlooked: a known first name before one to three capitalised words of no other name."""
    genders = gazetteer().genders
    words, n = document.words, len(document)
    found: list[_Named] = []
    i = 0
    while i < n - 1:
        start = i
        i += 1
        if taken[start] or not words[start][0].isupper() or fold(words[start]) not in genders:
            continue
        end = start + 1
        while (
            end < min(n, start + 4) and not taken[end] and words[end][0].isupper() and document.pos[end] in _FAMILY_POS
        ):
            end += 1
        own = _own_words(words[start:end])
        if len(own) >= 2 and not any(word.isupper() and len(word) > 3 for word in words[start:end]):
            found.append(_Named(start, end, _PERSON, own))
            i = end
    return found


def _whole_name(document: Document, end: int) -> int:
    """The end of a name with its hyphenated rest: "Moon Jae" "-" "in"."""
    n = len(document)
    while end + 1 < n and document.words[end] in {"-", "‑", "–"}:
        glued = document.starts[end] == document.span(end - 1, end)[1]
        if not glued or document.starts[end + 1] != document.span(end, end + 1)[1]:
            break
        end += 2
    return end


def _kind_of(kind: EntityKind, words: tuple[str, ...]) -> EntityKind:
    last = words[-1]
    if len(words) > 1 and last in _OUTLET_ENDS and " ".join(words[-2:]) not in _NOT_OUTLETS and kind is not _PLACE:
        return _OUTLET
    if last in _BODIES and len(words) > 1:
        return _ORG
    return kind


def _own_words(words: Iterable[str]) -> tuple[str, ...]:
    folded = (fold(w).removesuffix("'s").strip("'’.,\"“”()[]") for w in words)
    return tuple(w for w in folded if w and w != "the" and _WORD.search(w))


def _merge(listed: list[_Named], labelled: list[_Named]) -> list[_Named]:
    """One layer of names: the lists win, but a longer label wins over a country or a one-word outlet inside it."""
    kept: list[_Named] = []
    labels = sorted(labelled, key=lambda n: n.start)
    dropped: set[int] = set()
    position = 0
    for known in sorted(listed, key=lambda n: n.start):
        while position < len(labels) and labels[position].end <= known.start:
            position += 1
        wins = True
        i = position
        while i < len(labels) and labels[i].start < known.end:
            label = labels[i]
            longer = label.end - label.start > known.end - known.start
            swallows = label.start <= known.start and known.end <= label.end and longer
            if (
                swallows
                and label.kind is not _PLACE
                and (known.kind is not _OUTLET or (known.end - known.start == 1 and label.kind is not _OUTLET))
            ):
                wins = False
            elif label.kind is _PERSON and known.kind is _PLACE and known.country not in {"US", "GB", "RU"}:
                wins = wins and not any(o.words[-1:] == label.words[-1:] and len(o.words) > 1 for o in labels)
            i += 1
        if wins:
            kept.append(known)
            dropped.update(j for j in range(position, i))
    kept += [label for j, label in enumerate(labels) if j not in dropped]
    return kept


def _cluster_people(document: Document, named: list[_Named]) -> list[_Cluster]:
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
            cluster = _Cluster(_PERSON, words)
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
        cluster = _person_for(n, clusters)
        if cluster is None:
            alike = singles.setdefault(n.words[0], {})
            # A bare surname is his who is called so alone; of two it may be either's, and stands by itself.
            gender = n.gender or (next(iter(alike)) if len(alike) == 1 else None)
            cluster = alike.setdefault(gender, _Cluster(_PERSON, n.words, gender=gender))
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


def _person_for(n: _Named, clusters: list[_Cluster]) -> _Cluster | None:
    word = n.words[0]
    for place in (-1, 0):
        fitting = [c for c in clusters if len(c.words) > 1 and c.words[place] == word]
        fitting = [c for c in fitting if not (n.gender and c.gender and n.gender != c.gender)]
        if len(fitting) == 1:
            return fitting[0]
        if fitting:
            return max(fitting, key=lambda c: max((m.start for m in c.mentions if m.start <= n.start), default=-1))
    alone = [c for c in clusters if c.words == n.words]
    return alone[0] if alone and n.kind is not _PERSON and len(alone[0].mentions) > 1 else None


def _latest(cluster: _Cluster, token: int) -> int:
    """Where the cluster was last named in full before a token; -1 where it was not."""
    place = bisect_right(cluster.full, token)
    return cluster.full[place - 1] if place else -1


def _covered(named: list[_Named], n: int) -> bytearray:
    taken = bytearray(n)
    for one in named:
        for i in range(one.start, one.end):
            taken[i] = 1
    return taken


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
            n = _Named(i, i + 1, _PERSON, (key,))
            (_person_for(n, owners[key]) or owners[key][0]).mentions.append(n)


def _cluster_others(named: list[_Named]) -> list[_Cluster]:
    clusters: dict[tuple[str, ...], _Cluster] = {}
    votes: dict[tuple[str, ...], Counter[EntityKind]] = {}
    for n in named:
        key = ("", fold(n.name)) if n.name else tuple(sorted(w for w in n.words if w not in _SMALL))
        cluster = clusters.get(key)
        if cluster is None:
            cluster = clusters[key] = _Cluster(n.kind, n.words, name=n.name, country=n.country)
        cluster.mentions.append(n)
        votes.setdefault(key, Counter())[n.kind] += 1
    for key, cluster in clusters.items():
        if cluster.name is None:
            cluster.kind = votes[key].most_common(1)[0][0]
    # "Oversight Committee" of "House Oversight Committee": a tail of two words and more names the same body.
    plain = [c for c in clusters.values() if c.name is None and c.kind is _ORG and len(c.words) >= 2]
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


def _merge_acronyms(document: Document, clusters: list[_Cluster]) -> None:
    """ "IAEA" is the "International Atomic Energy Agency" where the letters fit or stand in brackets after it."""
    long: dict[str, _Cluster] = {}
    for cluster in clusters:
        if cluster.kind in (_ORG, _OUTLET) and len(cluster.words) > 1 and cluster.mentions:
            content = [w for w in cluster.words if w not in _SMALL]
            if len(content) > 1:
                long.setdefault("".join(w[0] for w in content), cluster)
    for cluster in clusters:
        if cluster.kind is _PERSON or len(cluster.words) != 1 or not cluster.mentions or cluster.country:
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
        if cluster.kind is _PERSON and cluster.words != ("potus",):
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
        if cluster.kind is not _OUTLET or not cluster.mentions:
            continue
        # A list may know it by another name than is printed: what is printed decides.
        words = max((_own_words(document.words[m.start : m.end]) for m in cluster.mentions), key=len)
        if len(words) > 1 and words[-1] not in _GENERAL:
            by_last.setdefault(words[-1], []).append(cluster)
    owners = {word: found[0] for word, found in by_last.items() if len(found) == 1 and len(word) > 2}
    for cluster in clusters:
        if cluster.kind not in (_ORG, _OUTLET) or not cluster.mentions:
            continue
        for mention in list(cluster.mentions):
            words = _own_words(document.words[mention.start : mention.end])
            owner = owners.get(words[0]) if len(words) == 1 else None
            if owner is not None and owner is not cluster and _is_definite(document, mention.start, mention.end):
                owner.mentions.append(mention)
                cluster.mentions.remove(mention)
    for token, word in enumerate(document.words):
        owner = owners.get(fold(word)) if word[0].isupper() and not taken[token] else None
        if owner is not None and document.pos[token] == "PROPN" and _is_definite(document, token, token + 1):
            owner.mentions.append(_Named(token, token + 1, _OUTLET, (fold(word),)))


def _is_definite(document: Document, start: int, end: int) -> bool:
    """Whether a name has "the" before or in it."""
    return "the" in (document.words[max(0, start - 1)].casefold(), document.words[start].casefold())


def _entity(document: Document, cluster: _Cluster, number: int) -> Entity:
    mentions = sorted({document.span(m.start, m.end) for m in cluster.mentions})
    forms: dict[str, None] = {}
    for m in sorted(cluster.mentions, key=lambda m: m.start):
        forms.setdefault(" ".join(_said(document, m.start, m.end).split()))
    name = _fullest(tuple(forms), cluster)
    country = cluster.country
    if cluster.kind is _PLACE and country is None:
        lists = gazetteer()
        country = "US" if name in lists.states else lists.cities.get(name.title() if name.isupper() else name)
    description = None
    if cluster.kind is not _PLACE:
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
    if kind is not _PERSON and not any(word.islower() and len(word) > 3 for word in said.split()):
        return False  # "State House, Ana Ruiz": another name, no description
    return (fold(said) not in TITLES or len(said) > 5) and said.count("(") == said.count(")")


def _fullest(forms: tuple[str, ...], cluster: _Cluster) -> str:
    """The form to write: of a person the longest, of an outlet or body the longest that is no acronym."""
    if cluster.name is not None and (cluster.kind is _PLACE or len(forms) == 1):
        printed = forms[0]
        if cluster.kind is _PLACE:
            return cluster.name if fold(printed) in {"north", "south"} else printed
        return printed
    if cluster.kind is _PERSON:
        mixed = [f for f in forms if not f.isupper()] or list(forms)
        longest = max(mixed, key=lambda f: (len(f.split()), len(f)))
        return f"{cluster.title} {longest}" if cluster.title else longest
    return max(forms, key=lambda f: (len(f.split()), len(f)))


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
