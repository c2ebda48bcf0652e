"""One utterance as several articles print it: found, aligned word by word, the likeliest verbatim form marked."""

from __future__ import annotations

import re
import zlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from reportedly.ledger.answers import UtteranceAnswer, VersionAnswer
from reportedly.lexicon.folding import fold
from reportedly.lexicon.names import is_same_name
from reportedly.record import Record
from reportedly.vocabulary import IntegrityKind, LinkKind

__all__ = [
    "UNSOUND",
    "Quotation",
    "align",
    "find_drift",
    "may_be_same",
    "quotations_of",
    "same_utterance",
    "utterance_keys",
    "wording",
]

UNSOUND = frozenset({IntegrityKind.TRANSLATED_COPY, IntegrityKind.BROKEN_COPY})
"""What makes an article's wording unlikely to be the one that was spoken."""

_FEWEST_WORDS = 5
"""Shorter quotations are phrases that many people say."""

_FEWEST_IN_PART = 6
"""Words of a quotation that may be a part of a longer one."""

# rapidfuzz ratios over words, 0 to 100. Of 489 pairs known to be one utterance 470 pass, while of 1,559 pairs of
# quotations that share three words in a row 12 pass that come from different stories.
_SAME_WHOLE, _SAME_PART = 66.0, 80.0

# So alike that different names for the source are a slip of an article or a reader.
_VERBATIM = 85.0

_KEPT_OF = 3
_FEWEST_KEPT = 4
_SHARED_KEYS = 0.15

_WORD = re.compile(r"\w+(?:'\w+)?")
_MARKED = re.compile(r"“([^”]+)(?:”|$)|\"([^\"]+)(?:\"|$)|«([^»]+)(?:»|$)")
_FILLERS = frozenset({"uh", "um", "er"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Quotation:
    """The words of one statement that stand in quotation marks.

    Attributes:
        id: Article and statement, unique in a ledger.
        source: The original source's name; None where it has none.
    """

    id: str
    article: str
    statement: str
    outlet: str | None
    published: str | None
    source: str | None
    words: str

    @property
    def order(self) -> tuple[str, str]:
        """First printed first, and the same whatever the order of adding."""
        return self.published or "9999", self.id


def quotations_of(record: Record) -> tuple[Quotation, ...]:
    """Every statement's quoted words that are long enough to be recognised elsewhere."""
    article = record.article
    found = []
    for statement in record.statements:
        words = quoted_words(" ".join(record.words(piece) for piece in statement.content))
        if len(wording(words)) < _FEWEST_WORDS:
            continue
        last = statement.chain[-1] if statement.chain else None
        named = last is not None and last.kind in {LinkKind.PERSON, LinkKind.GROUP, LinkKind.ORGANISATION}
        found.append(
            Quotation(
                id=f"{article.id}\0{statement.id}",
                article=article.id,
                statement=statement.id,
                outlet=article.outlet,
                published=article.published,
                source=last.name if last and named else None,
                words=words,
            )
        )
    return tuple(found)


def quoted_words(content: str) -> str:
    """What stands in quotation marks, joined; empty where nothing does."""
    pieces = ("".join(groups) for groups in _MARKED.findall(content))
    return " ".join(" ".join(piece.split()) for piece in pieces if piece.strip())


@lru_cache(maxsize=16384)
def wording(words: str) -> tuple[str, ...]:
    """Words for comparing: folded, American spelling, without punctuation, brackets and fillers."""
    plain = (_spelled(word) for word in _WORD.findall(fold(words)))
    return tuple(word for word in plain if word not in _FILLERS)


def _spelled(word: str) -> str:
    """realise -> realize, honour -> honor, okay -> ok."""
    if word == "okay":
        return "ok"
    word = re.sub(r"is(e|es|ed|ing|ation|ations)$", r"iz\1", word) if len(word) > 6 else word
    return re.sub(r"our(s|ed|ing)?$", r"or\1", word) if len(word) > 5 else word


@lru_cache(maxsize=16384)
def utterance_keys(words: str) -> frozenset[int]:
    """Hashes of 32 bits that another wording of the same utterance is likely to share.

    Of all runs of three words every third (whose hash divides by three), and at least the four smallest.
    """
    plain = wording(words)
    runs = {zlib.crc32(" ".join(plain[i : i + 3]).encode()) for i in range(max(1, len(plain) - 2))}
    return frozenset({h for h in runs if h % _KEPT_OF == 0} | set(sorted(runs)[:_FEWEST_KEPT]))


def may_be_same(a: frozenset[int], b: frozenset[int]) -> bool:
    """Whether two quotations share enough keys to be compared; of known pairs that share any, all do."""
    return len(a & b) >= _SHARED_KEYS * min(len(a), len(b))


def same_utterance(a: Quotation, b: Quotation) -> bool:
    """Whether two quotations are one utterance, in full or the one a part of the other."""
    from rapidfuzz import fuzz

    x, y = wording(a.words), wording(b.words)
    if min(len(x), len(y)) < _FEWEST_WORDS:
        return False
    whole = fuzz.ratio(x, y)
    if whole >= _VERBATIM:
        return True
    if a.source and b.source and not is_same_name(a.source, b.source):
        return False
    short, long = sorted((x, y), key=len)
    is_part = len(short) >= _FEWEST_IN_PART and fuzz.partial_ratio(short, long) >= _SAME_PART
    return bool(whole >= _SAME_WHOLE or is_part)


def align(likeliest: str, words: str) -> tuple[tuple[str, str, str], ...]:
    """How a wording differs: (operation, words of the likeliest form, words here), in order; case and marks aside.

    Words left off at the beginning or the end, on either side, make an excerpt, not another wording.
    """
    from rapidfuzz.distance import Indel

    a, b = likeliest.split(), words.split()
    x, y = [_bare(word) for word in a], [_bare(word) for word in b]
    changes: list[tuple[str, str, str]] = []
    # Differences lie between one run of equal words and the next.
    blocks = [block for block in Indel.editops(x, y).as_matching_blocks() if block.size]
    for before, after in pairwise(blocks):
        old = " ".join(a[before.a + before.size : after.a])
        new = " ".join(b[before.b + before.size : after.b])
        if old or new:
            changes.append(("replace" if old and new else "delete" if old else "insert", old, new))
    return tuple(changes)


def _bare(word: str) -> str:
    return "".join(_WORD.findall(fold(word)))


def find_drift(
    quotations: Iterable[Quotation],
    pairs: Iterable[tuple[str, str]],
    *,
    changed_only: bool = True,
    doubtful: Mapping[str, str] | None = None,
) -> tuple[UtteranceAnswer, ...]:
    """Utterances that two and more articles print, first printed first.

    Args:
        quotations: Those that pairs speak of, in any order; others are passed over.
        pairs: Ids of quotations that are one utterance.
        changed_only: Leave out utterances that all articles print in the same words.
        doubtful: What is wrong with the text of an article, by its id: "translated_copy", "broken_copy".
    """
    by_id = {quotation.id: quotation for quotation in quotations}
    parent: dict[str, str] = {}

    def root(id: str) -> str:
        while parent.setdefault(id, id) != id:
            parent[id] = parent[parent[id]]
            id = parent[id]
        return id

    for a, b in sorted(pairs):
        if a in by_id and b in by_id:
            parent[root(b)] = root(a)
    groups: dict[str, list[Quotation]] = defaultdict(list)
    for id in parent:
        groups[root(id)].append(by_id[id])
    found = []
    for group in groups.values():
        group.sort(key=lambda quotation: quotation.order)
        if len({quotation.article for quotation in group}) > 1:
            answer = _answer(group, doubtful or {})
            if not changed_only or any(version.changes for version in answer.versions):
                found.append((group[0].order, answer))
    return tuple(answer for _, answer in sorted(found, key=lambda pair: pair[0]))


def _answer(group: Sequence[Quotation], doubtful: Mapping[str, str]) -> UtteranceAnswer:
    likeliest, why = _likeliest(group, doubtful)
    sources = Counter(quotation.source for quotation in group if quotation.source)
    return UtteranceAnswer(
        source=max(sources, key=lambda name: (sources[name], len(name), name)) if sources else None,
        likeliest=likeliest.words,
        why=why,
        versions=tuple(
            VersionAnswer(
                article=quotation.article,
                outlet=quotation.outlet,
                published=quotation.published,
                statement=quotation.statement,
                words=quotation.words,
                changes=align(likeliest.words, quotation.words),
                doubt=doubtful.get(quotation.article),
            )
            for quotation in group
        ),
    )


def _likeliest(group: Sequence[Quotation], doubtful: Mapping[str, str]) -> tuple[Quotation, str]:
    """The likeliest verbatim form, and why it is.

    The wording that most outlets print; of equals the most like all others, then the earliest. Wordings that only
    translated or broken copies print are passed over while there are others.
    """
    from rapidfuzz import fuzz

    sound = [quotation for quotation in group if quotation.article not in doubtful] or group
    forms: dict[tuple[str, ...], list[Quotation]] = defaultdict(list)
    for quotation in sound:
        forms[wording(quotation.words)].append(quotation)
    outlets = {form: len({q.outlet or q.article for q in members}) for form, members in forms.items()}
    central = {form: round(sum(fuzz.ratio(form, other) for other in forms), 6) for form in forms}
    ranked = sorted(forms, key=lambda form: (-outlets[form], -central[form], forms[form][0].order))
    best, *rest = ranked
    passed_over = {wording(q.words) for q in group} - set(forms)
    if not rest:
        why = "the only wording that is no translated or broken copy" if passed_over else "the only wording"
    elif outlets[best] > outlets[rest[0]]:
        why = f"printed by {outlets[best]} outlets, no other wording by more than {outlets[rest[0]]}"
    elif central[best] > central[rest[0]]:
        why = "the most like all other wordings"
    else:
        why = "printed first"
    return forms[best][0], why
