"""On whose word an event stands once the frame of its clause is known."""

from __future__ import annotations

from reportedly.lexicon.hearsay import hearsay_name
from reportedly.lexicon.telling import HEARING, TOLD
from reportedly.reading.document import Document
from reportedly.reading.events.candidates import Candidates
from reportedly.reading.events.mentions import EventMention
from reportedly.reading.syntax.clauses import clause_head, is_negated, is_verb
from reportedly.reading.syntax.signatures import SAYS
from reportedly.record import Link
from reportedly.vocabulary import LinkKind

__all__ = ["stand_on", "stand_on_headline", "stand_on_hearsay", "stand_on_teller", "stand_on_who_told"]

_SOMEBODY = frozenset("somebody someone those".split())
_PEOPLE = frozenset(
    "source official diplomat aide adviser advisor lawmaker insider person people executive envoy negotiator minister "
    "spokesman spokeswoman employee staffer ambassador officer".split()
)
_LOOSE = ("oprd", "npadvmod", "dep", "appos", "dobj", "conj", "parataxis")
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


def stand_on_who_told(document: Document, candidates: Candidates, mention: EventMention) -> None:
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


def stand_on_headline(document: Document, candidates: Candidates, mention: EventMention) -> None:
    """What a headline has somebody say is not the article's own: "Minister: talks are off"."""
    share, chosen = max(mention.chains.values(), key=lambda option: option[0])
    offset = document.starts[mention.token]
    title = next((span for span in document.titles if span[0] <= offset < span[1]), None)
    if chosen is not None or title is None:
        return
    for statement in (candidates.statements[row] for row in candidates.nests.around(mention.token)):
        if statement.chain and statement.source and title[0] <= statement.source[0][0] < title[1]:
            mention.chains = {tuple(link.name for link in statement.chain): (share, statement)}
            return


def _tells(document: Document, verb: int, token: int) -> bool:
    """Whether a word stands in the clause that somebody is told by another, or heard from them."""
    children = document.children[verb]
    before = [word.casefold() for word in document.words[max(0, verb - 2) : verb]]
    if (document.lemmas[verb], before) == ("understand", ["given", "to"]):
        return any(c > verb and token in document.subtree(c) for c in (*children, *document.children[verb - 2]))
    if document.words[verb] == "believed" and before == ["to", "be"]:
        return True  # "if Orr is to be believed, …"
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


def stand_on_teller(document: Document, candidates: Candidates, mention: EventMention) -> None:
    """An event in what unnamed people say, where no statement is found: "is off, people near her disclosed"."""
    chain = max(mention.chains, key=lambda names: mention.chains[names][0])
    if chain:
        return
    words = _teller(document, clause_head(document, mention.token))
    if words is None or any(token in candidates.index.at for token in words):
        return
    if candidates.nests.around(mention.token):
        return
    start, end = document.span(words.start, words.stop)
    mention.hearsay = Link(name=document.text[start:end], kind=LinkKind.UNNAMED, span=(start, end))
    mention.chains = {(mention.hearsay.name,): mention.chains[chain]}


def _teller(document: Document, clause: int) -> range | None:
    """The words for whoever tells a clause, behind it or before it."""
    verb = document.head(clause)
    if document.deps[clause] == "ccomp" and _is_telling(document, verb) and not is_negated(document, verb):
        teller = next((c for c in document.children[verb] if document.deps[c] == "nsubj"), None)
        if teller is None or (document.pos[teller] != "NOUN" and document.lemmas[teller] not in _SOMEBODY):
            return None
        return document.subtree(teller)
    for teller in document.children[clause]:
        # The clause of the telling may be parsed for a part of what is told: "is off, diplomats revealed on Tuesday".
        if document.deps[teller] not in _LOOSE or document.lemmas[teller] not in _PEOPLE:
            continue
        words = document.subtree(teller)
        telling = next((t for t in words if t > teller and document.lemmas[t] in _TELLS), None)
        if telling is not None and words.start > clause and document.words[words.start - 1] == ",":
            return range(words.start, telling)
    return None


def _is_telling(document: Document, verb: int) -> bool:
    """ "Disclosed", "let slip", "let it be known"."""
    if not is_verb(document, verb):
        return False
    lemma = document.lemmas[verb]
    return lemma in _TELLS or (
        lemma == "let" and any(document.lemmas[c] in ("slip", "know") for c in document.children[verb])
    )
