"""On whose word an event stands once the frame of its clause is known."""

from __future__ import annotations

from reportedly.lexicon.hearsay import hearsay_name
from reportedly.lexicon.telling import HEARING, TOLD
from reportedly.reading.document import Document
from reportedly.reading.events.candidates import Candidates
from reportedly.reading.events.mentions import EventMention
from reportedly.record import Link
from reportedly.vocabulary import LinkKind

__all__ = ["stand_on", "stand_on_hearsay", "stand_on_teller"]


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


def stand_on_teller(document: Document, candidates: Candidates, mention: EventMention) -> None:
    """What somebody was told by another is on that other's word: "families were informed by the army that it was off".

    The heads saw few passives, and take what is told in them for the article's own.
    """
    share, chosen = max(mention.chains.values(), key=lambda option: option[0])
    if chosen is not None:
        return
    for statement in (candidates.statements[row] for row in candidates.nests.around(mention.token)):
        cue = (token for piece in statement.cue for token in document.tokens_in(piece))
        if statement.chain and any(_tells(document, token, mention.token) for token in cue):
            mention.chains = {tuple(link.name for link in statement.chain): (share, statement)}
            return


def _tells(document: Document, verb: int, token: int) -> bool:
    """Whether a word stands in the clause that somebody is told by another, or heard from them."""
    children = document.children[verb]
    clause = next((c for c in children if document.deps[c] == "ccomp" and c > verb), None)
    if clause is None or token not in document.subtree(clause):
        return False
    if document.lemmas[verb] in HEARING:
        return any(document.words[c].casefold() == "from" for c in children)
    return (
        document.lemmas[verb] in TOLD
        and document.tags[verb] == "VBN"
        and any(document.deps[c] == "agent" for c in children)
    )


def stand_on_hearsay(document: Document, mention: EventMention, words: range) -> None:
    """A change that is told as hearsay is nobody's own word, and not the article's."""
    chain = max(mention.chains, key=lambda names: mention.chains[names][0])
    if not chain:
        start, end = document.span(words.start, words.stop)
        mention.hearsay = Link(name=hearsay_name(document.text[start:end]), kind=LinkKind.UNNAMED, span=(start, end))
        mention.chains = {(mention.hearsay.name,): mention.chains[chain]}
