"""Words passed on as another's: "Tass relayed a remark by Orr that …", "the paper ran a warning from Orr that …"."""

from __future__ import annotations

from collections.abc import Sequence

from reportedly.reading.attribution.chains import Draft
from reportedly.reading.attribution.passed_on import by_sentence, phrase_of
from reportedly.reading.attribution.sources import resolve_source
from reportedly.reading.document import Document
from reportedly.reading.entities.coreference import Cast
from reportedly.reading.syntax.clauses import is_negated
from reportedly.reading.text.spans import overlaps

__all__ = ["with_relayed_words"]

_PASSING_ON = frozenset(
    """relay carry pass publish run print broadcast air repeat report reprint convey transmit circulate share forward
    quote post""".split()
)
# Who is told is no link of the chain: "had word from Orr that".
_RECEIVING = frozenset("receive hear get have obtain".split())
_PASSED = _PASSING_ON | _RECEIVING
_WITH_ON = frozenset({"pass"})
_WORDS = frozenset(
    """remark claim statement comment warning message assertion allegation complaint promise announcement plea appeal
    admission assurance confirmation estimate prediction forecast word accusation suggestion observation testimony
    pledge vow report declaration note notice""".split()
)
_CLAUSES = frozenset({"acl", "ccomp", "relcl"})
_CONFIDENCE = 0.75  # where the reader has none: (right + 1) / (found + 2), 2 of 2 in 701 annotated articles


def with_relayed_words(document: Document, who: Cast, drafts: Sequence[Draft]) -> list[Draft]:
    """The drafts, with one on the word of each whose words another passes on, in place of the reader's.

    Args:
        document: The article.
        who: Its entities.
        drafts: As the learned reader has them, on the word of the one who passes on.
    """
    result = list(drafts)
    near = by_sentence(document, drafts)
    for verb, lemma in enumerate(document.lemmas):
        if lemma not in _PASSED or document.pos[verb] != "VERB" or is_negated(document, verb):
            continue
        noun = _words_passed_on(document, verb)
        speaker = None if noun is None else _speaker(document, noun)
        if noun is None or speaker is None:
            continue
        relay = next((c for c in document.children[verb] if document.deps[c] == "nsubj" and c < verb), None)
        if relay is None and lemma not in _RECEIVING:
            continue
        hosts = (*document.children[noun], *document.children[verb])
        clause = next((c for c in hosts if document.deps[c] in _CLAUSES and c > speaker), None)
        if clause is None or document.words[document.subtree(clause).start].casefold() != "that":
            continue
        inside = document.subtree(clause)
        stop = inside.stop
        while stop > inside.start and document.pos[stop - 1] == "PUNCT" and document.words[stop - 1] not in {"”", '"'}:
            stop -= 1
        source = phrase_of(document, speaker, ())
        nearer = None if relay is None or lemma in _RECEIVING else phrase_of(document, relay, ())
        if (
            source is None
            or (nearer is None and lemma not in _RECEIVING)
            or inside.start + 1 >= stop
            or not _says(document, clause, inside.start)
        ):
            continue
        content = document.span(inside.start + 1, stop)
        marks = (document.span(verb, verb + 1), document.span(noun, noun + 1))
        mine = [d for d in near.get(document.sentence_of(verb), ()) if any(overlaps(mark, d.cue) for mark in marks)]
        link = None if nearer is None else resolve_source(document, who, (nearer,))
        confidence = max((d.confidence for d in mine), default=_CONFIDENCE)
        relays = () if link is None else (link,)
        result = [d for d in result if d not in mine]
        result.append(Draft((source,), marks[1:], (content,), confidence, relays=relays))
    return _with_understood(document, result)


def _with_understood(document: Document, drafts: list[Draft]) -> list[Draft]:
    """The drafts, with one on the word of each by whom others "were given to understand" something."""
    result = list(drafts)
    for verb in range(2, len(document)):
        if document.lemmas[verb] != "understand":
            continue
        before = [word.casefold() for word in document.words[verb - 2 : verb]]
        if before != ["given", "to"] or is_negated(document, verb - 2):
            continue
        hosts = (*document.children[verb], *document.children[verb - 2])
        by = next((c for c in hosts if c > verb and document.words[c].casefold() == "by"), None)
        speaker = None if by is None else next((c for c in document.children[by] if document.deps[c] == "pobj"), None)
        clause = next((c for c in hosts if c > verb and document.deps[c] in {"ccomp", "advcl"}), None)
        source = None if speaker is None else phrase_of(document, speaker, ())
        if clause is None or source is None:
            continue
        inside = document.subtree(clause)
        begin = inside.start + (document.words[inside.start].casefold() == "that")
        stop = inside.stop - (document.pos[inside.stop - 1] == "PUNCT")
        if begin >= stop or overlaps(source, (content := document.span(begin, stop),)):
            continue
        cue = document.span(verb - 2, verb + 1)
        mine = [d for d in result if overlaps(cue, d.cue)]
        confidence = max((d.confidence for d in mine), default=_CONFIDENCE)
        result = [d for d in result if d not in mine] + [Draft((source,), (cue,), (content,), confidence)]
    return result


def _words_passed_on(document: Document, verb: int) -> int | None:
    """The noun for what is said: "relayed a [remark]", "passed on a [claim]"."""
    children = document.children[verb]
    particle = next((c for c in children if document.words[c].casefold() in {"on", "along"}), None)
    if document.lemmas[verb] in _WITH_ON and particle is None:
        return None
    hosts = children if particle is None else (*children, *document.children[particle])
    return next(
        (c for c in hosts if c > verb and document.deps[c] in {"dobj", "pobj"} and document.lemmas[c] in _WORDS), None
    )


def _speaker(document: Document, noun: int) -> int | None:
    """Whose words they are: "by [Orr]", "from [Orr]"; "repeated Orr's claim" makes it one's own."""
    behind = noun + 1 if noun + 1 < len(document) else noun  # the parse may hang "from Orr" on the verb
    for child in (*document.children[noun], behind):
        if child > noun and document.words[child].casefold() in {"by", "from"}:
            return next((c for c in document.children[child] if document.deps[c] == "pobj"), None)
    return None


def _says(document: Document, clause: int, that: int) -> bool:
    """Whether a clause behind "that" tells what was said: it has a subject of its own beside "that"."""
    subject = next((c for c in document.children[clause] if document.deps[c] in {"nsubj", "nsubjpass", "expl"}), None)
    return subject is not None and subject != that
