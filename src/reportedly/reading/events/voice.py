"""On whose word an event stands once the frame of its clause is known."""

from __future__ import annotations

from reportedly.lexicon.hearsay import hearsay_name
from reportedly.reading.document import Document
from reportedly.reading.events.candidates import Candidates
from reportedly.reading.events.mentions import EventMention
from reportedly.reading.syntax.clauses import clause_head, is_negated, is_verb
from reportedly.reading.syntax.signatures import SAYS
from reportedly.record import Link
from reportedly.vocabulary import LinkKind

__all__ = ["stand_on", "stand_on_hearsay", "stand_on_teller"]

_SOMEBODY = frozenset("somebody someone those".split())
_TELLS = SAYS | frozenset("disclose divulge confide leak".split())


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


def stand_on_teller(document: Document, candidates: Candidates, mention: EventMention) -> None:
    """An event in what unnamed people say, where no statement is found: "is off, people near her disclosed"."""
    chain = max(mention.chains, key=lambda names: mention.chains[names][0])
    if chain:
        return
    clause = clause_head(document, mention.token)
    verb = document.head(clause)
    if document.deps[clause] != "ccomp" or not is_verb(document, verb) or document.lemmas[verb] not in _TELLS:
        return
    teller = next((c for c in document.children[verb] if document.deps[c] == "nsubj"), None)
    if teller is None or is_negated(document, verb):
        return
    if document.pos[teller] != "NOUN" and document.lemmas[teller] not in _SOMEBODY:
        return
    words = document.subtree(teller)
    if any(token in candidates.index.at for token in words) or candidates.nests.around(mention.token):
        return
    start, end = document.span(words.start, words.stop)
    mention.hearsay = Link(name=document.text[start:end], kind=LinkKind.UNNAMED, span=(start, end))
    mention.chains = {(mention.hearsay.name,): mention.chains[chain]}
