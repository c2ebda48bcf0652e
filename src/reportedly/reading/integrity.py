"""Integrity: what a careful reader would notice about the text itself, before anything is read out of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from reportedly.article import Article, BlockKind, Span
from reportedly.record import Integrity
from reportedly.vocabulary import IntegrityKind

__all__ = ["find_integrity", "with_language"]

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
# What lies between two ends is matched too, without its group: else each of its characters is tried as a beginning.
_SENTENCE = re.compile(r"[^.!?\n]+([.!?]+[”\"’]?(?=\s|$))?")
# Words that are said twice in good English: "had had", "that that", "very very".
_DOUBLED_WELL = frozenset(
    """had that very so no yes ha bye much really many far is her long more blah night knock""".split()
)
_DOUBLED = re.compile(r"\b([^\W\d_]{2,})([ \t]+)\1\b")
_OPENED_TWICE = re.compile(r"“[^“”\n]{1,2000}“(?=\s|$)")
_CLOSED_TWICE = re.compile(r"(?<=[\s(])”[^“”\n]{1,2000}”")
_SPLIT_NAMES = re.compile(
    r"\b(?:News week|Face book|You Tube|Wall Street Journals|White home|Twit ter|Insta gram|Washing ton)\b"
)
# Word for word from another language, or from a tool that swaps words to hide a copy.
_TORTURED = re.compile(
    r"\b(?:said during maintenance|(?:Joined|Assembled|Unified) (?:States|Nations|Kingdom) (?:of|President|government)|"
    r"Assembled Countries|Joined together States|United Conditions|White Home|counterfeit consciousness|"
    r"colossal information|fake neural|Prime Serve|Remote Serve|Outside Serve|"
    r"(?:will soon|it will soon) take place (?:\w+ ){1,3}years ago)\b"
)
# Turns of phrase carried over word for word, which no writer of English uses.
_CALQUED = re.compile(
    r"\b(?:(?:will|would|shall) (?:not )?have place (?:on|in|at|from)\b|told to [A-Z]\w+(?: on [A-Z]\w+day)? that\b|"
    r"to the (?:wish|request) of the side of\b|"
    r"on the (?:request|demand|initiative) (?:from|of) (?:the )?(?:side of|[A-Z]\w+ side)\b)"
)
_MISSING = re.compile(r"\uFFFD|(?:Ã[\u0080-\u00BF©¨¢ª«®´])|â€[™œ\u009d“”]")


def with_language(article: Article) -> Article:
    """The article with its language told, where it was not.

    A text in Latin letters without evidence for another language is taken for English, as headlines must be: no
    detector can tell "Storm hits Tallinn".
    """
    if article.language is not None:
        return replace(article, language=article.language[:2].lower())
    from reportedly.language import detect_language

    told = detect_language(article.text)
    return replace(article, language=told or ("en" if _is_latin(article.text) else None))


def _is_latin(text: str) -> bool:
    letters = [c for c in text[:2000] if c.isalpha()]
    return not letters or sum(c < "\u0250" or "\u1e00" <= c <= "\u1eff" for c in letters) > 0.5 * len(letters)


def find_integrity(article: Article) -> tuple[Integrity, ...]:
    """Signs that a text is not what it seems: other language, no date, a translated or broken copy.

    A sign is told only where a careful editor would agree on sight: precision before number.

    Args:
        article: With its language; blocks, where they are known, keep captions and boilerplate out of it.

    Returns:
        By place, those of the whole text first.
    """
    found: list[Integrity] = []
    if article.language is None:
        found.append(
            _whole(IntegrityKind.OTHER_LANGUAGE, "the language of the text could not be told; it was not read")
        )
    elif article.language != "en":
        why = f"the text is in another language than English ({article.language}); it was not read"
        found.append(_whole(IntegrityKind.OTHER_LANGUAGE, why))
    if article.published is None:
        why = "no date of publication: days named without a date cannot be resolved"
        found.append(_whole(IntegrityKind.NO_DATE, why))
    if article.language == "en":
        found += sorted(_copy_signs(article), key=lambda i: i.span or (0, 0))
    return tuple(found)


def _whole(kind: IntegrityKind, why: str) -> Integrity:
    return Integrity(kind=kind, span=None, why=why)


def _copy_signs(article: Article) -> Iterator[Integrity]:
    text = article.text
    broken, translated = IntegrityKind.BROKEN_COPY, IntegrityKind.TRANSLATED_COPY
    for pattern, kind, why in (
        (_OPENED_TWICE, broken, "a quotation that ends with an opening mark"),
        (_CLOSED_TWICE, broken, "a quotation that begins with a closing mark"),
        (_SPLIT_NAMES, translated, "a name cut in two or put into other words"),
        (_TORTURED, translated, "words put for other words, as by machine translation"),
        (_CALQUED, translated, "a turn of phrase carried over word for word from another language"),
        (_MISSING, broken, "characters lost or garbled in copying"),
    ):
        for match in pattern.finditer(text):
            if _in_prose(article, match.span()):
                yield Integrity(kind=kind, span=match.span(), why=why)
    for match in _DOUBLED.finditer(text):
        if (
            match.group(1).casefold() not in _DOUBLED_WELL
            and match.group(1)[0].islower()
            and _in_prose(article, match.span())
        ):
            yield Integrity(kind=broken, span=match.span(), why=f"the word “{match.group(1)}” printed twice")
    for span in _fragments(article):
        yield Integrity(kind=translated, span=span, why="a sentence without a verb amid prose")


def _in_prose(article: Article, span: Span) -> bool:
    if not article.blocks:
        return True
    return any(
        block.kind in (BlockKind.BODY, BlockKind.QUOTE, BlockKind.TITLE)
        and block.start <= span[0]
        and span[1] <= block.end
        for block in article.blocks
    )


def _fragments(article: Article) -> Iterator[Span]:
    """Sentences of names, a year and small words alone, inside or at the end of a paragraph of full sentences.

    "Ukraine in Istanbul in 2022." after two full sentences is what a copy keeps of a longer one.
    """
    text = article.text
    for paragraph in re.finditer(r"[^\n]+", text):
        if paragraph.end() - paragraph.start() < 120:
            continue
        found = _SENTENCE.finditer(text, paragraph.start(), paragraph.end())
        sentences = [sentence for sentence in found if sentence[1]]
        for before, here in pairwise(sentences):
            span = (here.start() + len(here.group()) - len(here.group().lstrip()), here.end())
            printed = text[span[0] : span[1]]
            words = _WORD.findall(printed)
            if not 3 <= len(words) <= 8 or any(c in printed for c in "“”\"?!:;—–-()'’") or not printed[0].isupper():
                continue
            if not re.search(r"[a-z]{4}[.!?]$", before.group()) or not re.search(r"\b\d{4}\.$", printed):
                continue  # an abbreviation's point, not a sentence's; or a name that one cut off
            if _is_nominal(words) and sum(w[0].isupper() for w in words) >= 2 and _in_prose(article, span):
                yield span


def _is_nominal(words: list[str]) -> bool:
    """Whether every word is a name or one of the few small words that join names: no room for a verb."""
    joining = {"in", "of", "on", "at", "the", "a", "an", "and", "to", "from", "for", "with", "by"}
    lower = [w for w in words if w[0].islower()]
    return (
        bool(lower)
        and all(w in joining for w in lower)
        and words[0][0].isupper()
        and words[0].casefold() not in joining
    )
