"""Events in what somebody takes back: "withdrew its report that the summit had been cancelled"."""

from __future__ import annotations

from reportedly.article import Span
from reportedly.reading.document import Document
from reportedly.reading.events.candidates import Candidates
from reportedly.reading.events.mentions import EventMention
from reportedly.reading.syntax.clauses import is_negated
from reportedly.reading.syntax.signatures import CONTENT_NOUNS
from reportedly.reading.syntax.veridicality import taken_back_by
from reportedly.record import Statement
from reportedly.vocabulary import Stance, Status

__all__ = ["retracted_status", "retraction_of", "words_of_withdrawal"]

_WHO = frozenset(("nsubj", "nsubjpass", "agent", "aux", "auxpass", "neg"))
_CHANGES = frozenset({Status.CANCELLED, Status.POSTPONED, Status.RESCHEDULED, Status.RULED_OUT})


def retraction_of(candidates: Candidates, mention: EventMention) -> Statement | None:
    """The statement that takes back what a mention reports; None where nobody does."""
    around = (candidates.statements[row] for row in candidates.nests.around(mention.token))
    return next((statement for statement in around if statement.stance is Stance.RETRACTS), None)


def retracted_status(
    document: Document, mention: EventMention, statement: Statement, status: Status, *, has_day: bool
) -> Status:
    """The status that is taken back, given the one that the words stand for: "had not been cancelled" had it on."""
    is_off = status in _CHANGES
    content = {token for piece in statement.content for token in document.tokens_in(piece)}
    is_called_off = status in (Status.CANCELLED, Status.RULED_OUT)
    if is_called_off and not any(token in content and document.tags[token] != "MD" for token in mention.words):
        return Status.SCHEDULED if has_day else Status.PLANNED  # "withdrew" says nothing of the visit
    if is_off and any(is_negated(document, token) for token in mention.words if _is_below(document, mention, token)):
        return Status.PLANNED
    return status


def _is_below(document: Document, mention: EventMention, token: int) -> bool:
    """Whether a word is one of the clause that is taken back, and not the verb that does it."""
    return mention.token in document.subtree(token) or token > mention.token


def words_of_withdrawal(document: Document, statement: Statement) -> Span:
    """The words by which somebody takes something back, with who does and what; of one sentence."""
    pieces = (*statement.source, *statement.cue, *statement.content)
    first, last = min(start for start, _ in pieces), max(end for _, end in pieces)
    content = document.tokens_in(statement.content[0])
    head = next((token for token in content if document.head(token) not in content), None)
    if head is not None and document.lemmas[document.head(head)] in CONTENT_NOUNS:
        first = min(first, document.starts[document.subtree(document.head(head)).start])  # "the report that …"
    verb = None if head is None else taken_back_by(document, head)
    if verb is not None:
        does = (c for c in document.children[verb] if document.deps[c] in _WHO)
        said = [document.span(verb, verb + 1)] + [
            document.span(words.start, words.stop) for words in map(document.subtree, does)
        ]
        first, last = min(first, *(start for start, _ in said)), max(last, *(end for _, end in said))
    tokens = document.tokens_in(statement.cue[0]) if statement.cue else content
    if not tokens:
        return first, last
    start, end = document.sentences[document.sentence_of(tokens.start)].tolist()
    return max(first, start), min(last, end)
