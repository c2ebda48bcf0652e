"""Outlets that no list knows: by the noun beside their name, by what it is made of, by what is done with them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reportedly.lexicon.calendar import CAPITAL_MONTHS, CAPITAL_WEEKDAYS
from reportedly.lexicon.folding import fold
from reportedly.lexicon.gazetteer import gazetteer, outlet_named
from reportedly.reading.document import Document
from reportedly.reading.entities.mentions import BODY_NOUNS, FAMILY_POS, OUTLET, TITLES, Named, own_words

__all__ = ["introduced_names"]

# A capitalised name right after one of these is an outlet's, whether a list knows it or not.
_INTRODUCE = frozenset("agency newspaper daily broadcaster website newswire tabloid weekly magazine station".split())
_INTRODUCE_ALONE = _INTRODUCE - {"agency", "daily", "weekly", "station", "website"}
_BEFORE_OUTLET = frozenset("news newspaper press information state state-run official television tv radio".split())
# "The business daily Vesna", "its sister weekly Vesna": as nouns, with what describes them before.
_PERIODICALS = frozenset("daily weekly monthly paper fortnightly biweekly".split())
_APPOSITIONS = frozenset("newspaper daily weekly tabloid magazine broadcaster newswire broadsheet".split())
_QUALIFIED = frozenset("agency station channel site website portal network outlet service".split())
_QUALIFIERS = frozenset("news press television tv radio broadcasting".split())
_NOUNS = _INTRODUCE | _PERIODICALS | _QUALIFIED
# "The Halden Press Agency", "Vesna News Service".
_MADE_OF = frozenset(
    ("press agency", "news agency", "news service", "news network", "broadcasting corporation", "broadcasting company",
     "broadcasting service", "television network", "radio station", "tv channel", "tv station")
)  # fmt: skip
_NUMBERS = frozenset("one two three four five six seven eight nine ten".split())
_CHANNELS = frozenset({"Channel", "Kanal", "Studio"})
_WAVES = frozenset({"Radio", "TV"})
_NO_STATIONS = BODY_NOUNS | TITLES
_STAFF = frozenset("reporter reporters correspondent correspondents journalist journalists".split())
_ISSUES = frozenset({"edition", "issue"})
_EDITIONS = frozenset({"'s", "’s", "latest", "today", "evening", "morning", "current", "next", "last", "this"})
_SOURCES_CITED = frozenset({"cite", "quote"})
_REPORTING = frozenset("report write say add reveal publish".split())
_ONE_WORD_OUTLET = re.compile(r"^[A-Z]\w{3,}(?:press|news)$")
_NOT_ONE_WORD_OUTLET = frozenset({"Express", "Empress", "Cypress", "Impress", "Compress", "Suppress"})
_LONGEST = 4  # words of a name
_CALENDAR = frozenset((*CAPITAL_WEEKDAYS, *CAPITAL_MONTHS))
_Name = tuple[str, ...]


def introduced_names(document: Document) -> list[Named]:
    """Outlets by the words before their name ("the news agency Adriapress", "the business daily Vesna"), behind it
    ("Vesna, a weekly,"), in it ("Channel Nine") and around it ("told Vesna in an interview"), wherever they stand.

    A single word made like one ("Adriapress") needs no such word.
    """
    names: set[_Name] = set()
    for token, word in enumerate(document.words):
        if word[0].isupper():
            names.update(_by_make(document, token))
        elif word == ",":
            names.update(_by_apposition(document, token))
        elif word[0].islower():
            names.update(_by_noun(document, token))
        names.update(_by_use(document, token))
    return _mentions(document, names)


def _mentions(document: Document, names: set[_Name]) -> list[Named]:
    words, n = document.words, len(document)
    by_first: dict[str, list[_Name]] = {}
    for name in sorted(names, key=lambda name: (-len(name), name)):
        by_first.setdefault(name[0], []).append(name)
    found: list[Named] = []
    i = 0
    while i < n:
        here = next((o for o in by_first.get(words[i], ()) if tuple(words[i : i + len(o)]) == o), None)
        if here is not None:
            known = outlet_named(" ".join(here))
            found.append(Named(i, i + len(here), OUTLET, own_words(here), known.name if known else None))
        i += len(here) if here else 1
    return found


def _by_noun(document: Document, token: int) -> Iterator[_Name]:
    """ "The news agency [Adriapress]", "the business daily [Vesna]"."""
    words = document.words
    word = words[token].casefold()
    if word not in _NOUNS:
        return
    before = words[token - 1].casefold() if token else ""
    # "A security agency Ruiz once led": an agency may be another than a news agency.
    qualified = word in _QUALIFIED and before in _QUALIFIERS
    alone = word in _INTRODUCE_ALONE or (word in _INTRODUCE and before in {"the", *_BEFORE_OUTLET}) or qualified
    if not alone and not (word in _PERIODICALS and _is_described(document, token)):
        return
    name = _name_at(document, token + 1)
    if name and (alone or not set(name) & _CALENDAR):
        yield name


def _is_described(document: Document, token: int) -> bool:
    """Whether "daily" is the noun of a phrase: "the business daily", "Austrian paper [Vesna]"; not "the daily Mass"."""
    if token and fold(document.words[token - 1]) in gazetteer().demonyms:
        return True
    before = token - 1
    while before >= 0 and token - before <= 3 and document.pos[before] in {"NOUN", "ADJ", "PROPN"}:
        before -= 1
    determiner = before >= 0 and (document.pos[before] == "DET" or document.tags[before] in {"PRP$", "POS"})
    return determiner and before < token - 1


def _by_make(document: Document, token: int) -> Iterator[_Name]:
    """ "Channel Nine", "Radio Drava", "the Halden Press Agency", "Adriapress"."""
    words = document.words
    word = words[token]
    if word not in _NOT_ONE_WORD_OUTLET and _ONE_WORD_OUTLET.match(word) is not None:
        yield (word,)
    if token + 1 >= len(document) or document.sentence_of(token) != document.sentence_of(token + 1):
        return
    following = words[token + 1]
    if word in _CHANNELS and (following.isdecimal() or (following[0].isupper() and following.casefold() in _NUMBERS)):
        yield word, following
    alone = token == 0 or not words[token - 1][0].isupper() or not words[token - 1].isalpha()
    name = following[0].isupper() and following.isalpha() and following.casefold() not in _NO_STATIONS
    if word in _WAVES and alone and name and document.pos[token + 1] == "PROPN" and following not in {"City", "Times"}:
        stands = token + 2 >= len(document) or not words[token + 2][0].isupper()
        if stands:
            yield word, following
    if following[0].isupper() and f"{word} {following}".casefold() in _MADE_OF:
        first = token
        while first > 0 and token - first < _LONGEST and words[first - 1][0].isupper() and words[first - 1].isalpha():
            if words[first - 1].casefold() in {"the", "a", "an"}:
                break
            first -= 1
        if first < token:
            yield tuple(words[first : token + 2])


def _by_apposition(document: Document, token: int) -> Iterator[_Name]:
    """ "[Vesna], a weekly that …": a name in front of a comma and what it is."""
    words = document.words
    if token + 3 >= len(document) or not token:
        return
    stop = token + 1
    first = words[stop].casefold()
    if first not in {"a", "an", "the", "another"} and not words[stop][0].isupper():
        return
    while stop < min(len(document), token + 8) and document.pos[stop] in {
        "DET",
        "ADJ",
        "NOUN",
        "PROPN",
        "PART",
        "ADV",
        "VERB",
    }:
        stop += 1
    noun = words[stop - 1].casefold()
    named = noun in _APPOSITIONS or (noun in _QUALIFIED and words[stop - 2].casefold() in _QUALIFIERS)
    if not named or stop - 1 <= token or stop >= len(document):
        return
    if words[stop] not in {
        ",",
        ".",
        "that",
        "which",
        "based",
        "close",
        "owned",
        "in",
        "of",
        "with",
        "published",
        "run",
    }:
        return
    start = token
    while (
        start > 0
        and token - start < _LONGEST
        and words[start - 1][0].isupper()
        and document.pos[start - 1] in FAMILY_POS
    ):
        start -= 1
    if start < token:
        yield from _fitting(document, start, token, sure=True)


def _by_use(document: Document, token: int) -> Iterator[_Name]:
    """ "Told [Vesna] in an interview", "in Saturday's edition of [Vesna]", "[Vesna] reported, citing …"."""
    words, lemmas = document.words, document.lemmas
    lemma = lemmas[token]
    if lemma == "interview" and document.pos[token] == "NOUN":
        before = token - 1
        while before > 0 and document.pos[before] in {"ADJ", "DET", "NOUN"}:
            before -= 1
        if lemmas[before] in {"in", "during"}:
            yield from _told_before(document, before)
    elif words[token].casefold() in _ISSUES and token + 2 < len(document) and words[token + 1] == "of":
        if token and (words[token - 1] in _EDITIONS or words[token - 2] in _EDITIONS):
            start = token + 2 + (words[token + 2] == "the")
            yield from _at(document, start)
    elif (
        words[token] in {"'s", "’s"}
        and token > 1
        and words[token - 1] in CAPITAL_WEEKDAYS
        and lemmas[token - 2] == "in"
    ):
        yield from _at(document, token + 1)  # "in Monday's Vesna"
    elif words[token].casefold() in _STAFF and document.pos[token] == "NOUN" and token + 2 < len(document):
        if words[token + 1] in {"for", "of", "with", "at"}:
            yield from _at(document, token + 2, sure=True)
    elif lemma in _SOURCES_CITED and document.tags[token] == "VBG" and words[token - 1] == ",":
        said = next((t for t in range(token - 2, max(0, token - 7), -1) if document.pos[t] == "VERB"), None)
        if said is not None and lemmas[said] in _REPORTING:
            subject = next((c for c in document.children[said] if document.deps[c] == "nsubj"), None)
            if subject is not None and document.pos[subject] == "PROPN":
                yield from _ending_at(document, subject + 1)


def _told_before(document: Document, token: int) -> Iterator[_Name]:
    """ "Told [Vesna] (on Monday) in an interview": the capitalised name right behind the verb."""
    for verb in range(token - 1, max(-1, token - 9), -1):
        if document.lemmas[verb] == "tell" and document.pos[verb] == "VERB":
            start = verb + 1 + (document.words[verb + 1].casefold() == "the")
            yield from _at(document, start)
            return


def _ending_at(document: Document, stop: int) -> Iterator[_Name]:
    start = stop
    while (
        start > 0
        and stop - start < _LONGEST
        and document.words[start - 1][0].isupper()
        and document.pos[start - 1] == "PROPN"
    ):
        start -= 1
    if start < stop:
        yield from _fitting(document, start, stop)


def _at(document: Document, start: int, *, sure: bool = False) -> Iterator[_Name]:
    if name := _name_at(document, start):
        yield from _fitting(document, start, start + len(name), sure=sure)


def _fitting(document: Document, start: int, stop: int, *, sure: bool = False) -> Iterator[_Name]:
    """A name that no list knows, and that is nobody's and no body's, place's or day's by its label and words.

    Args:
        document: The article.
        start, stop: Its tokens.
        sure: Whether what is said of it is believed more than the label of a person on a single word.
    """
    name = tuple(document.words[start:stop])
    labels = {one.label for one in document.names if one.start < stop and start < one.end}
    if sure and len(name) == 1:
        labels -= {"PERSON"}
    folded = {fold(word) for word in name}
    if labels & {"PERSON", "NORP", "FAC", "LOC", "EVENT"} or folded & (BODY_NOUNS | TITLES) or set(name) & _CALENDAR:
        return
    if outlet_named(" ".join(name)) is not None or (len(name) == 1 and name[0] in gazetteer().cities):
        return
    if not folded & gazetteer().demonyms.keys() and not _is_cut_short(document, start):
        yield name


def _is_cut_short(document: Document, start: int) -> bool:
    """Whether more of the name, or whose it is, stands before it: "Nice-[Matin]", "Orr's [Vesna]"; not "Monday's"."""
    before = document.words[start - 1]
    return before == "-" or (before in {"'s", "’s"} and document.words[start - 2] not in CAPITAL_WEEKDAYS)


def _name_at(document: Document, start: int) -> _Name:
    """The capitalised words from a token on; empty where they are no name."""
    words, n = document.words, len(document)
    if start >= n or document.sentence_of(start - 1) != document.sentence_of(start):
        return ()
    end = start
    while end < min(n, start + _LONGEST) and words[end][0].isupper() and document.pos[end] in FAMILY_POS:
        end += 1
    name = tuple(words[start:end])
    if not name or name[-1].casefold() in TITLES or fold(" ".join(name)) in gazetteer().demonyms:
        return ()
    return name
