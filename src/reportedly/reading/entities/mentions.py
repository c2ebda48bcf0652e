"""Names in a text, each by itself: by lists, by how they are introduced, by the encoder's labels."""

from __future__ import annotations

import functools
import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from reportedly.lexicon.calendar import CAPITAL_MONTHS, CAPITAL_WEEKDAYS
from reportedly.lexicon.folding import fold
from reportedly.lexicon.gazetteer import Outlet, gazetteer
from reportedly.reading.document import Document
from reportedly.reading.text.tickers import is_ticker
from reportedly.vocabulary import EntityKind

__all__ = [
    "BODY_NOUNS",
    "EDGE",
    "FAMILY_POS",
    "ORG",
    "OUTLET",
    "OUTLET_ENDS",
    "PERSON",
    "PLACE",
    "TITLES",
    "WORD",
    "Named",
    "covered",
    "labelled_names",
    "listed_names",
    "merge_overlapping",
    "names_with_article",
    "own_words",
    "unlabelled_people",
]

TITLES = frozenset(
    """mr mr. mrs mrs. ms ms. miss dr dr. prof. professor sir dame lord lady president vice prime minister premier
    chancellor sen. sen senator rep. rep representative congressman congresswoman gov. gov governor mayor secretary
    gen. gen general lt. col. col colonel adm. adm admiral maj. sgt. capt. captain judge justice attorney king queen
    prince princess pope sheikh ayatollah ambassador foreign defense defence deputy acting former ex chief chairman
    chairwoman director spokesman spokeswoman speaker leader first rev. reverend imam""".split()
)


PERSON, ORG, OUTLET, PLACE = EntityKind.PERSON, EntityKind.ORGANISATION, EntityKind.OUTLET, EntityKind.PLACE


_KINDS = {"PERSON": PERSON, "ORG": ORG, "GPE": PLACE, "LOC": PLACE, "FAC": PLACE}


# A name of unknown kind that ends so is a paper, an agency or a broadcaster.
OUTLET_ENDS = frozenset(
    """times post herald tribune gazette journal chronicle news newspaper magazine shimbun shinmun ilbo daily tv radio
    television observer courier bulletin dispatch inquirer examiner globe weekly press ledger telegraph sentinel
    advertiser""".split()
)


_SPEAKS = frozenset("say report write reveal quote cite add note claim publish".split())
_NOT_OUTLETS = frozenset({"press secretary", "free press", "human rights watch", "committee to protect journalists"})


BODY_NOUNS = frozenset(
    """committee department ministry senate congress parliament court council agency administration association party
    commission institute university college union group bank corporation company inc. inc corp. corp ltd service
    bureau office federation foundation organization organisation army navy force forces police guard corps campaign
    house coalition center centre league society board authority fund front movement brigade exchange""".split()
)


_NAME_POS = frozenset({"PROPN", "NOUN", "ADJ", "ADP", "PART", "X"})


FAMILY_POS = frozenset({"PROPN", "NOUN", "ADJ", "X"})


_LINKS = frozenset(("of", "for", "and", "the", "in"))


# Posts and trades that stand in small letters before a name: "court clerk An Peeters".
_POSTS = frozenset(
    """clerk spokesman spokeswoman spokesperson lawyer prosecutor mayor governor senator lawmaker councillor minister
    ambassador envoy diplomat inspector detective sergeant officer commissioner commander captain pilot skipper engineer
    professor economist analyst scientist historian critic curator conductor author novelist poet singer actor actress
    director producer manager coach trainer goalkeeper striker midfielder defender referee editor reporter correspondent
    columnist journalist photographer teacher headteacher headmaster principal nurse surgeon doctor farmer baker butcher
    driver owner founder chairman chairwoman treasurer secretary president activist campaigner organiser organizer
    negotiator mediator witness resident neighbour neighbor student widow master""".split()
)
_NO_NAMES = (
    frozenset(CAPITAL_WEEKDAYS) | frozenset(CAPITAL_MONTHS) | frozenset("The A I He She It They We In On At".split())
)
_ARTICLES = frozenset("al el an as ad ash at ar ul".split())  # "Al-Nur", "Ansar al-Islam"
_SHORT_LINE = 40  # code points
_SHORT = 5  # letters of initials: "ISIS-K", "ZANU-PF"


EDGE = frozenset("\"'“”‘’()[],.;:–—-``''")


WORD = re.compile(r"\w")


@dataclass(slots=True)
class Named:
    """A stretch of tokens that names something; `name` and `country` where a list knows them."""

    start: int
    end: int
    kind: EntityKind
    words: tuple[str, ...]
    name: str | None = None
    country: str | None = None
    gender: str | None = None  # that of "Mr" or "Mrs" before it


def listed_names(document: Document) -> list[Named]:
    """Outlets, countries and what stands for a government, by the shipped lists."""
    lists = gazetteer()
    words, n = document.words, len(document)
    outlet_words = lists.outlet_words
    found: list[Named] = []
    koreas: list[tuple[int, str]] = []
    i = 0
    while i < n:
        word = words[i]
        if word == "the" and (listed := _with_small_article(document, i)) is not None:
            found.append(listed)
            i = listed.end
            continue
        if not word[0].isupper() and word not in outlet_words:
            i += 1
            continue
        best: Named | None = None
        for name, outlet in outlet_words.get(word, ()):
            if words[i : i + len(name)] == name:
                best = Named(i, i + len(name), OUTLET, own_words(name), outlet.name, None)
                break
        for name, country, is_place in lists.country_words.get(word, ()):
            if best is not None and best.end - best.start >= len(name):
                break
            if words[i : i + len(name)] == name:
                kind = PLACE if is_place else ORG
                known = country.name if is_place and " ".join(name) not in country.capitals else " ".join(name)
                best = Named(i, i + len(name), kind, own_words(name), known, country.iso2)
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
        found += [Named(i, i + 1, PLACE, (fold(words[i]),), lists.countries[c].name, c) for i, c in koreas]
    return found


def _with_small_article(document: Document, the: int) -> Named | None:
    """ "the Guardian reported": an outlet that is listed as "The Guardian" alone, where it speaks or is told.

    Elsewhere "the Independent" may be a candidate, and "the Atlantic" is an ocean.
    """
    words, stop = document.words, len(document)
    for name, outlet in names_with_article().get(words[the + 1] if the + 1 < stop else "", ()):
        end = the + len(name)
        if words[the + 1 : end] != name[1:]:
            continue
        if any(short == name[1:] for short, _ in gazetteer().outlet_words.get(name[1], ())):
            return None  # listed without the article too
        above = document.head(end - 1)
        dep, lemma = document.deps[end - 1], document.lemmas[above]
        told = dep == "pobj" and lemma == "to" and document.words[max(0, above - 1)].casefold() == "according"
        if told or (dep == "nsubj" and lemma in _SPEAKS) or (dep in {"dobj", "dative"} and lemma == "tell"):
            return Named(the, end, OUTLET, own_words(name), outlet.name, None)
    return None


@functools.cache
def names_with_article() -> Mapping[str, list[tuple[tuple[str, ...], Outlet]]]:
    """Listed names that begin with "The", by their second word, longest first."""
    found: dict[str, list[tuple[tuple[str, ...], Outlet]]] = {}
    for name, outlet in gazetteer().outlet_words.get("The", ()):
        found.setdefault(name[1], []).append((name, outlet))
    return found


def labelled_names(document: Document) -> list[Named]:
    """What the parse labels as a name, trimmed to the name."""
    found: list[Named] = []
    words = document.words
    demonyms, genders = gazetteer().demonyms, gazetteer().genders
    taken = {t for name in document.names for t in range(name.start, name.end) if name.label in _KINDS}
    for name in document.names:
        kind = _KINDS.get(name.label)
        start, end = name.start, name.end
        if kind is None and name.label in {"WORK_OF_ART", "PRODUCT"}:
            last = words[end - 1].casefold()
            kind = ORG if last in BODY_NOUNS or last in OUTLET_ENDS else None
        if kind is None:
            continue
        while start < end and (
            words[start].casefold() in {"the", "a", "an"} or words[start] in EDGE or is_ticker(words[start])
        ):
            start += 1
        while start < end and (
            words[end - 1] in EDGE or words[end - 1] in {"'s", "’s", "'", "’"} or is_ticker(words[end - 1])
        ):
            end -= 1
        while end - start > 1 and words[end - 1] in _LINKS:  # "Interior Ministry of", where the label ends too early
            end -= 1
        if kind is PERSON:
            end = _whole_name(document, end)
        if start > 1 and words[start - 1][0].isupper() and _is_after_post(document, start - 1):
            start, kind = start - 1, PERSON  # "court clerk An Peeters", of which the label has "Peeters"
        of_article = end - start == 1 and words[start].casefold() in _ARTICLES
        if kind is ORG or of_article or (kind is PERSON and start > 1 and words[start - 2].casefold() in _ARTICLES):
            start, end = _with_hyphens(document, start, end, taken)
        for cut in range(start + 1, end):
            # Two names that the label ran together: "Erdoğan, Tass".
            if kind is PERSON and _begins_line(document, cut):
                end = cut
                break
            nickname = words[cut] == "(" and ")" in words[cut : end - 1]
            if words[cut] in {",", "(", "—", "–"} and kind is PERSON and not nickname:
                end = cut
                break
        if kind is PERSON:
            while end - start > 1 and words[start].casefold() in TITLES:
                start += 1
        if start >= end or not (
            words[start][0].isupper() or words[start][0].isdigit() or any(map(str.isupper, words[start]))
        ):
            continue
        own = own_words(words[start:end])
        if own and " ".join(own) in demonyms:
            continue
        if kind is PLACE and any(dash in words[end - 1] for dash in "-–") and end - start == 1 and "." in words[start]:
            continue  # "U.S.-led"
        previous = found[-1] if found else None
        goes_on = previous is not None and previous.kind is PERSON and previous.end == start
        if previous is not None and kind is PERSON and goes_on and not _empty_line(document, start):
            previous.end, previous.words = end, (*previous.words, *own)  # one name that the labels cut in two
            continue
        if kind is PLACE and end - start == 1 and words[start].endswith(".") and words[start] not in {"U.S.", "U.K."}:
            continue  # "(R-Ariz.)"
        if kind is ORG and end - start == 1 and start and words[start - 1].casefold() in {"in", "near"}:
            kind = PLACE if words[start] in gazetteer().cities else kind
        if kind is ORG and 2 <= len(own) <= 3 and own[0] in genders and own[-1] not in BODY_NOUNS | OUTLET_ENDS:
            kind = PERSON
        if not own or (kind is PERSON and (len(own) > 5 or document.pos[end - 1] == "VERB")):
            continue
        found.append(Named(start, end, _kind_of(kind, own), own))
    return _without_titles(document, _as_persons(document, found))


def _as_persons(document: Document, named: list[Named]) -> list[Named]:
    """With a surname that the parse labels as a place ("in a meeting with Dong") as the person's."""
    people = {word for one in named if one.kind is PERSON and len(one.words) > 1 for word in one.words}
    lists = gazetteer()
    for one in named:
        if one.kind is not PLACE or len(one.words) != 1 or one.words[0] not in people:
            continue
        word = document.words[one.start]
        before = document.words[one.start - 1].casefold() if one.start else ""
        if word not in lists.cities and word not in lists.country_words and before not in {"in", "at", "near", "from"}:
            one.kind = PERSON
    return named


def _without_titles(document: Document, named: list[Named]) -> list[Named]:
    """Without a title that stands for whom it introduces elsewhere: "the Pope" of "Pope Francis"."""
    introduced = {
        document.words[one.start - 1].casefold() for one in named if one.kind is PERSON and one.start and one.words
    }
    return [
        one for one in named if not (one.kind is PERSON and len(one.words) == 1 and one.words[0] in TITLES & introduced)
    ]


def _begins_line(document: Document, token: int) -> bool:
    """Whether a token stands on a line of its own below a short one: a place below a signature, no wrapped text."""
    text, start = document.text, document.starts[token]
    line = text.rfind("\n", document.span(token - 1, token)[1], start)
    return line >= 0 and line - text.rfind("\n", 0, line) < _SHORT_LINE


def _empty_line(document: Document, token: int) -> bool:
    """Whether an empty line stands before a token."""
    return "\n\n" in document.text[document.span(token - 1, token)[1] : document.starts[token]]


def unlabelled_people(document: Document, taken: bytearray) -> list[Named]:
    """People whom the parse overlooked: a known first name before one to three capitalised words of no other name."""
    genders = gazetteer().genders
    words, n = document.words, len(document)
    found: list[Named] = []
    i = 0
    while i < n - 1:
        start = i
        i += 1
        if taken[start] or not words[start][0].isupper():
            continue
        if fold(words[start]) not in genders and not _is_after_post(document, start):
            continue
        end = start + 1
        while (
            end < min(n, start + 4) and not taken[end] and words[end][0].isupper() and document.pos[end] in FAMILY_POS
        ):
            end += 1
        own = own_words(words[start:end])
        if len(own) >= 2 and not any(word.isupper() and len(word) > 3 for word in words[start:end]):
            found.append(Named(start, end, PERSON, own))
            i = end
    return found


def _is_after_post(document: Document, start: int) -> bool:
    """Whether a capitalised word stands right behind what somebody is: "court clerk [An] Peeters"."""
    if not start or _stands_apart(document, start) or document.words[start] in _NO_NAMES:
        return False
    post = document.words[start - 1]
    return post.islower() and post in _POSTS and document.pos[start - 1] == "NOUN"


def _stands_apart(document: Document, token: int) -> bool:
    """Whether more than a blank stands before a token."""
    return document.text[document.span(token - 1, token)[1] : document.starts[token]] != " "


def _whole_name(document: Document, end: int) -> int:
    """The end of a name with its hyphenated rest: "Moon Jae" "-" "in"."""
    n = len(document)
    while end + 1 < n and document.words[end] in {"-", "‑", "–"}:
        glued = document.starts[end] == document.span(end - 1, end)[1]
        if not glued or document.starts[end + 1] != document.span(end, end + 1)[1]:
            break
        end += 2
    return end


def _with_hyphens(document: Document, start: int, end: int, taken: Collection[int]) -> tuple[int, int]:
    """The bounds of a name with what a hyphen joins to it: "ISIS" "-" "K", "FARC" "-" "EP"; not a second name's."""
    n = len(document)
    first, last = max(0, start - 2), min(n - 1, end + 1)
    if start >= 2 and _is_joined(document, start - 1) and _is_part(document.words[first]) and first not in taken:
        start = first
    may_follow = _is_part(document.words[last]) or (
        document.words[end - 1].casefold() in _ARTICLES and document.words[last][0].isupper()
    )
    if end + 1 < n and _is_joined(document, end) and may_follow and last not in taken:
        end = last + 1
    return start, end


def _is_joined(document: Document, hyphen: int) -> bool:
    """Whether a token is a hyphen without a blank on either side."""
    return (
        document.words[hyphen] in {"-", "‑"}
        and document.starts[hyphen] == document.span(hyphen - 1, hyphen)[1]
        and document.starts[hyphen + 1] == document.span(hyphen, hyphen + 1)[1]
    )


def _is_part(word: str) -> bool:
    """Capitals ("K", "PF"), or an article that names of bodies and people begin with ("Al")."""
    return (word.isupper() and word.isalpha() and len(word) <= _SHORT) or word.casefold() in _ARTICLES


def _kind_of(kind: EntityKind, words: tuple[str, ...]) -> EntityKind:
    last = words[-1]
    if len(words) > 1 and last in OUTLET_ENDS and " ".join(words[-2:]) not in _NOT_OUTLETS and kind is not PLACE:
        return OUTLET
    if last in BODY_NOUNS and len(words) > 1:
        return ORG
    return kind


def own_words(words: Iterable[str]) -> tuple[str, ...]:
    """Words folded, without marks; "the" and mere marks are left out."""
    folded = (fold(w).removesuffix("'s").strip("'’.,\"“”()[]") for w in words)
    return tuple(w for w in folded if w and w != "the" and WORD.search(w))


def merge_overlapping(listed: list[Named], labelled: list[Named]) -> list[Named]:
    """One layer of names: the lists win, but a longer label wins over a country or a one-word outlet inside it."""
    kept: list[Named] = []
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
            # "The Independent" in "the Independent Broadcasting Authority": a label has no article.
            first = known.end - 1 if len(known.words) == 1 else known.start
            longer = label.end - label.start > known.end - first
            swallows = label.start <= first and known.end <= label.end and longer
            if (
                swallows
                and label.kind is not PLACE
                and (known.kind is not OUTLET or (len(known.words) == 1 and label.kind is not OUTLET))
            ):
                wins = False
            elif label.kind is PERSON and known.kind is PLACE and known.country not in {"US", "GB", "RU"}:
                wins = wins and not any(o.words[-1:] == label.words[-1:] and len(o.words) > 1 for o in labels)
            i += 1
        if wins:
            kept.append(known)
            dropped.update(j for j in range(position, i))
    kept += [label for j, label in enumerate(labels) if j not in dropped]
    return kept


def covered(named: list[Named], n: int) -> bytearray:
    """One byte for each of `n` tokens: 1 where it belongs to a name."""
    taken = bytearray(n)
    for one in named:
        for i in range(one.start, one.end):
            taken[i] = 1
    return taken
