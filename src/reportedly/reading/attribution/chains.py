"""Chains: on whose word content stands, nearest to the reader first, without the article's own outlet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reportedly.article import Pieces, Span
from reportedly.reading.document import Document
from reportedly.record import Link

__all__ = ["Draft", "find_outer", "join_chain", "kind_key", "passes_on"]

# What stands after these is taken for true or held up to scorn, so the outer source does not vouch for it.
_FACTIVE = frozenset(
    """criticize criticise condemn mock ridicule dismiss reject deride thank praise congratulate blame accuse fault
    scold chide rebuke blast slam dispute rebut refute deny echo""".split()
)


@dataclass(frozen=True, slots=True)
class Draft:
    """A statement in the making: its pieces and how sure the reader is of them.

    Attributes:
        relays: Outlets that passed it on, as its own clause says.
        cited: It stands on the word of one whom another source cites, and has that source's chain before its own.
        citer: The source of the one who cites it.
        link: The source, where something else than its words tells who it is.
    """

    source: Pieces
    cue: Pieces
    content: Pieces
    confidence: float
    relays: tuple[Link, ...] = ()
    cited: bool = False
    citer: Pieces = ()
    link: Link | None = None

    @property
    def start(self) -> int:
        """Where its first piece begins."""
        return min(start for pieces in (self.source, self.cue, self.content) for start, _ in pieces)


def find_outer(drafts: Sequence[Draft]) -> list[int | None]:
    """For each statement, the index of the smallest one in whose content it stands, None where in none.

    A statement stands where its cue does, or, without one, its source, else its content. Two with the same content
    are told apart by their cues: neither is in the other. Linear in the statements but for those that overlap.
    """
    order = sorted(
        ((start, end, i) for i, d in enumerate(drafts) for start, end in d.content), key=lambda row: (row[0], -row[1])
    )
    outer: list[int | None] = [None] * len(drafts)
    points = sorted((_anchor(d), i) for i, d in enumerate(drafts))
    open_: list[tuple[int, int, int]] = []
    position = 0
    for (start, end), i in points:
        while position < len(order) and order[position][0] <= start:
            open_.append(order[position])
            position += 1
        open_ = [row for row in open_ if row[1] > start]
        mine = drafts[i].content
        best: tuple[int, bool, int] | None = None
        for a, b, j in open_:
            if j == i or not (a <= start and end <= b) or _size(drafts[j].content) <= _size(mine):
                continue
            if not _mostly_inside(mine, drafts[j].content):
                continue
            # Of two with the same content ("Tass said, citing an envoy") the one nearer to the origin.
            candidate = (_size(drafts[j].content), not drafts[j].cited, j)
            best = min(best, candidate) if best else candidate
        outer[i] = best[2] if best else None
    return outer


def _anchor(draft: Draft) -> Span:
    pieces = draft.cue or draft.source or draft.content
    return pieces[0]


def _size(pieces: Pieces) -> int:
    return sum(end - start for start, end in pieces)


def _mostly_inside(inner: Pieces, outer: Pieces) -> bool:
    shared = sum(max(0, min(b, d) - max(a, c)) for a, b in inner for c, d in outer)
    return 2 * shared >= _size(inner)


def passes_on(document: Document, outer: Draft, inner: Draft) -> bool:
    """Whether the outer source's word carries what its content quotes.

    "Criticised him for saying that …": what he said is no claim of the critic's. "Dismissed a report that …": nor of
    the one who dismisses it.
    """
    cue = [t for piece in outer.cue for t in document.tokens_in(piece)]
    lemmas = {document.lemmas[t] for t in cue}
    if lemmas & _FACTIVE:
        return False
    # "Orr said they misled the public by claiming …": a gerund after "by" or "for" is what is held against them.
    inner_cue = [t for piece in inner.cue for t in document.tokens_in(piece)]
    return not any(
        document.tags[t] == "VBG" and t and document.words[t - 1].casefold() in {"by", "for"} for t in inner_cue
    )


def kind_key(link: Link) -> tuple[str, str]:
    """What makes two links one source within an article."""
    return (link.entity or "", "" if link.entity else link.name.casefold().removeprefix("the ").removeprefix("a "))


def join_chain(outer: Sequence[Link], relays: Sequence[Link], own: Link | None) -> tuple[Link, ...]:
    """The chain: the outer statement's, the outlets that passed it on, the source itself; nobody twice."""
    chain: list[Link] = []
    for link in (*outer, *relays, *((own,) if own else ())):
        if chain and kind_key(chain[-1]) == kind_key(link):
            continue
        if any(kind_key(k) == kind_key(link) for k in chain) and link is not own:
            continue
        chain.append(link)
    return tuple(chain)
