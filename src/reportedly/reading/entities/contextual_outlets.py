"""Outlets that only their context tells: names that are also words ("Deadline", "The Sun"), call signs, sites.

Such a name is an outlet's where it reports, where somebody tells it something, or where it is credited: "Variety
reported", "told the Sun", "in an interview with KPIX", "according to Vesna.net".
"""

from __future__ import annotations

import re

from reportedly.lexicon.calendar import CAPITAL_WEEKDAYS
from reportedly.lexicon.gazetteer import gazetteer, outlet_named
from reportedly.reading.document import Document
from reportedly.reading.entities.mentions import OUTLET, Named, names_with_article, own_words
from reportedly.reading.syntax.parse import is_common_word

__all__ = ["outlets_in_context", "without_programmes"]

_REPORTS = frozenset("say report write reveal quote cite add note claim publish tell learn obtain interview".split())
_PRESS_ACTS = frozenset("report write publish obtain interview quote cite".split())
# "published in Nature", "wrote for Slate", "was quoted by the Sun"
_PRINTED = frozenset("publish write report print appear quote cite interview run broadcast air carry".split())
_SPOKEN = frozenset(
    "say speak talk tell give write comment confirm explain disclose admit describe recall reveal".split()
)
_TEXTS = frozenset(
    """interview report article story piece column editorial op-ed essay letter study paper research investigation
    review comment remark statement conversation reporter correspondent columnist""".split()
)
_PEOPLE_OF = frozenset(
    "reporter correspondent columnist editor critic story report article interview newsroom journalist website".split()
)
# A preposition before an outlet -> what it may hang on.
_GOVERNED = {
    "to": (_SPOKEN, _TEXTS),
    "with": (frozenset({"speak", "talk"}), _TEXTS),
    "by": (_PRINTED | {"see", "obtain", "review", "ask", "contact", "conduct", "release"}, _TEXTS),
    "in": (_PRINTED | {"say", "tell"}, _TEXTS),
    "for": (frozenset({"write", "report"}), _TEXTS),
}
_ON_AIR = frozenset({"programme", "broadcaster"})
_APPEARS = _SPOKEN | {"appear", "add", "argue", "insist", "interview", "discuss", "claim", "respond", "announce"}

_CALL_SIGN = re.compile(r"[KW][A-Z]{3}")
_CALL_SIGN_SHORT = re.compile(r"[KW][A-Z]{2,3}")
_BANDS = frozenset({"TV", "FM", "AM", "DT", "Radio"})
_NETWORK_CHANNEL = re.compile(r"(?:ABC|NBC|CBS|FOX|Fox|PBS)\d{1,2}")
# Bodies of four such letters, which say and are told as much as a station.
_ACRONYMS = frozenset(
    """KPMG WADA WIPO KFOR KNVB KCTU KCIA KARI KINU KIPP WNBA WOLA WWDC WIZO WACL WFTU WTTC WCRF WECF WAPA""".split()
)

_OPENING = frozenset({'"', "“", "‘", "``", "the", "The"})

_NETWORKS = frozenset("network channel station broadcaster television tv radio news".split())

# Not ".org": mostly bodies that speak for a cause.
_SITE = re.compile(r"(?:[A-Z0-9][\w-]*|[a-z]+[A-Z][\w-]*)(?:\.[a-z]{2,3})?\.([a-z]{2,4})")
_ENDINGS = frozenset("com net info news tv uk eu io co".split())
# Sites that sell, search or host; what they report is their own figures.
_TRADERS = frozenset(
    """amazon booking priceline hotels expedia realtor zillow cars monster indeed match ancestry jd alibaba overstock
    stamps trip crypto pets chess craigslist gofundme salesforce autotrader ticketmaster drugstore mail avito
    classmates careerbuilder apartments rent homes godaddy bet365 hotwire lastminute etsy ebay""".split()
)
_FIGURES = frozenset("loss profit earnings revenue sale income result growth quarter".split())


def outlets_in_context(document: Document, taken: bytearray) -> list[Named]:
    """Names that are an outlet's by what the text does with them.

    Args:
        document: The article.
        taken: One byte for each token: 1 where a listed or introduced name stands already.
    """
    found: list[Named] = []
    i = 0
    while i < len(document):
        word = document.words[i]
        named = None
        if not taken[i] and (word == "the" or not word.islower()):
            named = _ambiguous(document, i) or _station(document, i) or _site(document, i)
        if named is not None and not any(taken[named.start : named.end]):
            found.append(named)
            i = named.end
        else:
            i += 1
    return found


def without_programmes(document: Document, listed: list[Named]) -> list[Named]:
    """Names without the programmes that go by their network: "NBC's 'Meet the Press'" is NBC's word."""
    ends = {named.end for named in listed if named.kind is OUTLET}
    return [named for named in listed if not (_is_programme(named) and _is_of_network(document, named.start, ends))]


def _is_programme(named: Named) -> bool:
    outlet = outlet_named(named.name) if named.kind is OUTLET else None
    return outlet is not None and outlet.kind == "programme"


def _is_of_network(document: Document, start: int, ends: set[int]) -> bool:
    """Whether what starts at a token is owned by a name: "CBS News’ 'Face the Nation'", "the network's 'Hardball'"."""
    words, end = document.words, start
    while end and words[end - 1] in _OPENING:
        end -= 1
    if not end or words[end - 1] not in {"'s", "’s", "'", "’"}:
        return False
    end -= 1
    of_air = bool(end) and words[end - 1].casefold() in _NETWORKS
    return end in ends or (of_air and (words[end - 1].islower() or end - 1 in ends))


def _ambiguous(document: Document, start: int) -> Named | None:
    """A listed name that is also a word or another thing: "Deadline reported", "told the Sun"."""
    words = document.words
    names = [*gazetteer().contextual_outlet_words.get(words[start], ())]
    if words[start] == "the" and start + 1 < len(document):
        names += [(("the", *name[1:]), outlet) for name, outlet in names_with_article().get(words[start + 1], ())]
    for name, outlet in names:
        end = start + len(name)
        if words[start:end] != name or not _stands_alone(document, start, end):
            continue
        if len(name) == 1 and _begins(document, start) and not _is_no_word(document, start):
            continue
        if _is_heard(document, start, end) or (outlet.kind in _ON_AIR and _is_on(document, end)):
            return Named(start + (name[0] == "the"), end, OUTLET, own_words(name), outlet.name)
    return None


def _station(document: Document, start: int) -> Named | None:
    """A station by its call sign or network and channel: "KPIX said", "told WABC-TV", "according to KIRO 7"."""
    words, n = document.words, len(document)
    word = words[start]
    if _NETWORK_CHANNEL.fullmatch(word):
        return Named(start, start + 1, OUTLET, own_words((word,)))
    if not _CALL_SIGN_SHORT.fullmatch(word) or _is_in_capitals(document, start):
        return None
    if start + 2 < n and words[start + 1] == "-" and words[start + 2] in _BANDS:
        end = start + 3
        return Named(start, end, OUTLET, own_words((document.text[slice(*document.span(start, end))],)))
    if not _CALL_SIGN.fullmatch(word) or word in _ACRONYMS or is_common_word(word.lower()):
        return None
    if word.title() in gazetteer().country_words or word.title() in gazetteer().cities:
        return None  # "KYIV"
    end = start + 1
    channel = end < n and words[end].isdecimal() and len(words[end]) <= 2 and _is_channel(document, end)
    end += channel
    alone = _stands_alone(document, start, end)
    if alone and (channel or _is_heard(document, start, end)) and not _is_spelt_out(document, word):
        return Named(start, end, OUTLET, own_words(words[start:end]))
    return None


def _site(document: Document, start: int) -> Named | None:
    """A site by its domain: "Vesna.net reported", "told AL.com"."""
    word = document.words[start]
    match = _SITE.fullmatch(word) if "." in word else None
    if match is None or (match[1] not in _ENDINGS and match[1].upper() not in gazetteer().countries):
        return None
    if word.split(".")[0].casefold() in _TRADERS:
        return None
    above = document.head(start)
    if document.deps[start] in {"nsubj", "advmod"} and any(
        document.lemmas[c] in _FIGURES for c in document.children[above]
    ):
        return None  # "Vesna.com reported a loss"
    if _stands_alone(document, start, start + 1) and _is_heard(document, start, start + 1):
        return Named(start, start + 1, OUTLET, own_words((word,)))
    return None


def _stands_alone(document: Document, start: int, end: int) -> bool:
    """Whether tokens [start, end) are a whole name: no part of "Sun-Times", "Fortune 500" or "the Kivu Nation"."""
    words, n = document.words, len(document)
    if start and words[start - 1][0].isupper() and start <= document.head(start - 1) < end:
        return document.deps[start - 1] not in {"compound", "amod", "nmod"}
    glued = end < n and words[end] in {"-", "/", "&", "–"}
    return not glued and not (end < n and words[end][0].isdigit() and document.head(end) < end)


def _begins(document: Document, token: int) -> bool:
    """Whether a token is the first word of its sentence, quotation marks aside."""
    first = document.tokens_of_sentence(document.sentence_of(token)).start
    return not any(word[0].isalnum() for word in document.words[first:token])


def _is_no_word(document: Document, token: int) -> bool:
    """Whether a name that begins a sentence is no common word: "Deadline reported", but not "People said"."""
    if not is_common_word(document.words[token].lower()):
        return True
    singular = document.tags[token] in {"NN", "NNP"} and document.words[token] != "People"
    return singular and document.deps[token] == "nsubj" and document.lemmas[document.head(token)] in _PRESS_ACTS


def _is_heard(document: Document, start: int, end: int) -> bool:
    """Whether tokens [start, end) report, are told something or are credited with it."""
    token = _head_of(document, start, end)
    for _ in range(4):  # "told Reuters, Vesna and the Sun"
        if document.deps[token] != "conj":
            break
        token = document.head(token)
    dep, above = document.deps[token], document.head(token)
    if dep == "compound" and document.words[above] in CAPITAL_WEEKDAYS and document.words[token - 1] != "on":
        dep, above = "dobj", document.head(above)  # "told Deadline Monday that …"
    lemma = document.lemmas[above]
    if dep == "nsubj" or (dep in {"advmod", "npadvmod"} and above == end):  # the parse takes a strange name for either
        return lemma in _REPORTS
    if dep == "nsubjpass":
        return lemma == "tell"
    if dep in {"dobj", "dative"}:
        return lemma == "tell"
    if dep == "poss":
        return lemma in _PEOPLE_OF
    if dep != "pobj":
        return False
    preposition = document.words[above].casefold()
    if preposition == "to" and document.words[max(0, above - 1)].casefold() == "according":
        return True
    verbs, nouns = _GOVERNED.get(preposition, (frozenset(), frozenset()))
    governor = document.lemmas[document.head(above)]
    return governor in verbs or governor in nouns


def _is_on(document: Document, end: int) -> bool:
    """Whether somebody says something on it: "said on The View"."""
    above = document.head(end - 1)
    if document.deps[end - 1] != "pobj" or document.words[above].casefold() != "on":
        return False
    governor = document.lemmas[document.head(above)]
    return governor in _APPEARS or governor in _TEXTS


def _head_of(document: Document, start: int, end: int) -> int:
    """The token of [start, end) that hangs on something outside."""
    for token in range(end - 1, start - 1, -1):
        if not start <= document.head(token) < end and document.deps[token] not in {"punct", "case", "det", "nummod"}:
            return token
    return end - 1


def _is_channel(document: Document, number: int) -> bool:
    """Whether a number after a call sign is its channel, not that of the things after it."""
    following = document.pos[number + 1] if number + 1 < len(document) else "PUNCT"
    return following not in {"NOUN", "PROPN", "NUM", "ADJ", "SYM"}


def _is_in_capitals(document: Document, token: int) -> bool:
    """Whether the words around are in capitals too, as in a headline or a byline."""
    around = [w for w in document.words[max(0, token - 2) : token + 3] if len(w) > 1 and w.isalpha()]
    return sum(w.isupper() for w in around) > 2


def _is_spelt_out(document: Document, letters: str) -> bool:
    """Whether the article gives the letters in brackets after a name: "the Kivu Orphans Trust (KOTR)"."""
    words = document.words
    return any(
        words[i] == letters and words[i - 1] == "(" and words[i - 2][0].isupper() for i in range(2, len(document))
    )
