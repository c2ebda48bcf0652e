"""On whose word an event stands once the frame of its clause is known."""

from __future__ import annotations

from reportedly.lexicon.hearsay import hearsay_name
from reportedly.reading.document import Document
from reportedly.reading.events.candidates import Candidates
from reportedly.reading.events.mentions import EventMention
from reportedly.record import Link
from reportedly.vocabulary import LinkKind

__all__ = ["stand_on", "stand_on_hearsay"]


def stand_on(document: Document, candidates: Candidates, mention: EventMention, decider: int) -> None:
    """What a frame makes of an event is on the word of who puts it so: who denies a report, not who is reported."""
    near = {decider, document.head(decider), *document.children[decider]}
    offset = document.starts[decider]
    share, chosen = max(mention.chains.values(), key=lambda option: option[0])
    around = [candidates.statements[row] for row in candidates.nests.around(mention.token)]
    for statement in around:
        cue = {token for piece in statement.cue for token in document.tokens_in(piece)}
        if near & cue or any(start <= offset < end for start, end in statement.content):
            mention.chains = {tuple(link.name for link in statement.chain): (share, statement)}
            return
    if chosen in around:
        mention.chains = {(): (share, None)}


def stand_on_hearsay(document: Document, mention: EventMention, words: range) -> None:
    """A change that is told as hearsay is nobody's own word, and not the article's."""
    chain = max(mention.chains, key=lambda names: mention.chains[names][0])
    if not chain:
        start, end = document.span(words.start, words.stop)
        mention.hearsay = Link(name=hearsay_name(document.text[start:end]), kind=LinkKind.UNNAMED, span=(start, end))
        mention.chains = {(mention.hearsay.name,): mention.chains[chain]}
