"""Which articles print one text, and which only relay one origin.

Copies are found by shared runs of six words ("shingles"). One shingle in eight is kept as an article's signature,
always the same ones (those whose hash divides by eight), so that an index finds every article that shares some; then
the whole texts are compared. Signatures of this kind keep a dispatch inside a longer article findable, where a
MinHash sees only how alike the two wholes are. Two articles that quote one speech share shingles too: below a clear
share they must also have words in common outside quotation marks.
"""

from __future__ import annotations

import re
import zlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from reportedly.ledger.answers import EchoAnswer, ReportAnswer
from reportedly.lexicon.folding import fold
from reportedly.lexicon.names import name_tokens

__all__ = [
    "ECHO",
    "LEAST_SHARED",
    "Printed",
    "Text",
    "copy_groups",
    "echoed",
    "may_be_copy",
    "origin_groups",
    "shared_text",
    "text_of",
]

# Shares of the shorter text. On articles of different outlets known to share text, quotations included: all pairs
# above .15 are right and none is missed; on three outlets' own reports of one event .25 keeps out all but those that
# carry one agency's paragraphs. Outside quotation marks the same pairs part at .1.
_CLEAR, _LIKELY, _LIKELY_OUTSIDE = 0.25, 0.18, 0.1

LEAST_SHARED = 0.5 * _LIKELY
"""Share of the smaller signature below which two texts need not be compared."""

# One outlet's pages share boilerplate; only a new version of an article shares this much.
_SAME_OUTLET = 0.5

ECHO = 0.5
"""Share of an article's text from which on it has no voice of its own."""

_WORDS_IN_SHINGLE = 6
_KEPT_OF = 8
_FEWEST_SHARED = 12  # a long sentence's worth: two texts that share less are no copies, however short they are

_WORD = re.compile(r"\w+")
_QUOTED = re.compile(r"“[^”]{1,1500}”|\"[^\"\n]{1,1500}\"")


@dataclass(frozen=True, slots=True)
class Text:
    """A text as far as copies need it: hashes of its shingles, of 32 bits, the same in every process."""

    outlet: str | None
    whole: frozenset[int]
    outside: frozenset[int]

    @property
    def signature(self) -> frozenset[int]:
        """The shingles kept for the index, about one in eight."""
        return frozenset(hash for hash in self.whole if hash % _KEPT_OF == 0)


def text_of(text: str, *, outlet: str | None = None) -> Text:
    """The shingles of an article's text, with and without what stands in quotation marks."""
    outside = frozenset(hash for stretch in _QUOTED.split(text) for hash in _shingles(stretch))
    return Text(outlet=outlet, whole=frozenset(_shingles(text)), outside=outside)


def _shingles(text: str) -> Iterable[int]:
    words = _WORD.findall(text.casefold())
    for i in range(len(words) - _WORDS_IN_SHINGLE + 1):
        run = " ".join(words[i : i + _WORDS_IN_SHINGLE])
        yield zlib.crc32(run.encode("utf-8", "surrogatepass"))


def may_be_copy(n_shared: int, n_a: int, n_b: int) -> bool:
    """Whether two signatures of these sizes share enough for the texts to be compared."""
    return n_shared >= max(1.0, LEAST_SHARED * min(n_a, n_b))


def shared_text(a: Text, b: Text) -> tuple[float, float] | None:
    """Share of each text that the other has too; None where the two are no copies of each other."""
    shared = len(a.whole & b.whole)
    if shared < _FEWEST_SHARED:
        return None
    share = shared / min(len(a.whole), len(b.whole))
    if a.outlet is not None and a.outlet == b.outlet:
        is_copy = share >= _SAME_OUTLET
    else:
        is_copy = share >= _CLEAR or (share >= _LIKELY and _share(a.outside, b.outside) >= _LIKELY_OUTSIDE)
    return (shared / len(a.whole), shared / len(b.whole)) if is_copy else None


def _share(a: frozenset[int], b: frozenset[int]) -> float:
    return len(a & b) / min(len(a), len(b)) if a and b else 0.0


@dataclass(frozen=True, slots=True)
class Printed:
    """An article as far as who printed first needs it."""

    id: str
    outlet: str | None
    published: str | None

    @property
    def order(self) -> tuple[str, str]:
        """First printed first; undated last; the same whatever the order of adding."""
        return self.published or "9999", self.id


def copy_groups(shares: Mapping[tuple[str, str], float], articles: Mapping[str, Printed]) -> tuple[EchoAnswer, ...]:
    """Articles that print one text, closed over pairs, first printed first.

    Args:
        shares: For copies (a, b) the share of a's text that b has too, both ways round.
        articles: By id; pairs of others are passed over.
    """
    parent: dict[str, str] = {}

    def root(id: str) -> str:
        while parent.setdefault(id, id) != id:
            parent[id] = parent[parent[id]]
            id = parent[id]
        return id

    best: dict[str, float] = {}
    for (a, b), share in sorted(shares.items()):
        if a in articles and b in articles:
            parent[root(b)] = root(a)
            best[a], best[b] = max(best.get(a, 0.0), share), max(best.get(b, 0.0), share)
    groups: dict[str, list[str]] = defaultdict(list)
    for id in parent:
        groups[root(id)].append(id)
    found = []
    for group in groups.values():
        members = sorted(group, key=lambda id: articles[id].order)
        first = articles[members[0]]
        shared = round(max(best[id] for id in members), 4)
        found.append(EchoAnswer(articles=tuple(members), kind="copy", origin=first.outlet, shared=shared))
    return tuple(sorted(found, key=lambda echo: articles[echo.articles[0]].order))


def echoed(shares: Mapping[tuple[str, str], float], articles: Mapping[str, Printed]) -> dict[str, str]:
    """For each article most of whose text an earlier one has printed: the earliest such one."""
    found: dict[str, str] = {}
    for (a, b), share in sorted(shares.items()):
        if share >= ECHO and a in articles and b in articles and articles[b].order < articles[a].order:
            found[a] = min(found.get(a, b), b, key=lambda id: articles[id].order)
    return found


def origin_groups(events: Iterable[Sequence[ReportAnswer]], articles: Mapping[str, Printed]) -> tuple[EchoAnswer, ...]:
    """Articles that have all that they report of an event from one outlet and one source behind it.

    Such an article is a relay even where its words are its own: a translation, a paraphrase. The outlet that is
    relayed belongs to the group where the ledger has its article too.
    """
    found: dict[tuple[str, ...], EchoAnswer] = {}
    for reports in events:
        by_article: dict[str, list[ReportAnswer]] = defaultdict(list)
        for report in reports:
            by_article[report.article].append(report)
        relays: dict[tuple[str, str], list[str]] = defaultdict(list)
        named: dict[tuple[str, str], str] = {}
        for id, own in sorted(by_article.items()):
            relayed = {_relayed(report) for report in own}
            if len(relayed) == 1 and (relay := relayed.pop()) is not None:
                relays[relay].append(id)
                named.setdefault(relay, own[0].chain[-1])
        for relay, members in relays.items():
            sources = [
                id for id, own in by_article.items() if id not in members and _outlet_key(own[0].outlet) == relay[0]
            ]
            group = tuple(sorted({*members, *sources}, key=lambda id: articles[id].order))
            if len(group) > 1:
                found.setdefault(group, EchoAnswer(articles=group, kind="origin", origin=named[relay]))
    return tuple(found[group] for group in sorted(found, key=lambda group: [articles[id].order for id in group]))


def _relayed(report: ReportAnswer) -> tuple[str, str] | None:
    """Outlet and origin that a report relays; None for the article's own voice and its own sources."""
    outlets = [name for name, kind in zip(report.chain, report.kinds, strict=True) if kind == "outlet"]
    if not outlets or _outlet_key(outlets[0]) == _outlet_key(report.outlet):
        return None
    return _outlet_key(outlets[0]), fold(report.chain[-1])


def _outlet_key(outlet: str | None) -> str:
    return " ".join(name_tokens(outlet or ""))
