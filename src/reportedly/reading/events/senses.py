"""Words that name events, where they name something else: a striker's strike, a mountain's summit, a market's rally."""

from __future__ import annotations

from collections.abc import Iterator

from reportedly.reading.document import Document
from reportedly.reading.syntax.clauses import is_verb

__all__ = ["names_contract", "names_no_event"]


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# What of each word shows the other sense: what stands in front of it, what it is part of, what is done to it or what
# it does, what stands behind a preposition on it, and, of verbs, the object.
_BEFORE = {
    "strike": _words("lightning gold oil bird lucky goal foot left-foot right-foot long-range"),
    "hearing": _words("poor impaired failing acute partial"),
    "summit": _words("mountain peak volcano hill"),
    "rally": _words("stock share market bond price relief bull shot oil currency dollar tech monte motor car"),
    "exercise": _words("daily regular physical aerobic breathing academic"),
    "speech": _words("free hate slurred"),
    "conference": _words("eastern western southeastern sun pacific"),
    "march": _words("wedding funeral"),
    "vote": _words("confidence"),
    "launch": _words("motor steam harbour harbor river pilot police customs"),
    "call": _words("close curtain judgment judgement roll wake-up clarion cat"),
    "race": _words("human arm rat"),
}
# Whose it is, where it is one of a game.
_OWNED = {"strike": _words("bowler pitcher striker batter batsman winger midfielder")}
# What is cancelled, put off or suspended, and is no event.
_HELD_BY_CONTRACT = _words(
    "subscription membership account card cheque insurance reservation booking licence license password"
)
_PART_OF = {
    "strike": _words("rate price partner force zone"),
    "hearing": _words("aid loss test problem damage"),
    "exercise": _words("bike class price date"),
    "speech": _words("therapy therapist impediment"),
    "launch": _words("pad crew skipper"),
    "meeting": _words("place point room"),
    "race": _words("relation"),
    "visit": _words("count"),
}
_DONE = {
    "strike": _words("disallow chalk score save deflect curl volley overturn"),
    "hearing": _words("test lose impair damage recover restore check"),
    "summit": _words("reach climb scale conquer ascend crown"),
    "exercise": _words("take get need"),
}
_WITH = {
    "strike": _words("metre meter yard minute referee keeper goalkeeper box half goal tie"),
    "summit": _words("mountain peak volcano hill mount everest"),
    "rally": _words("share stock bond oil gold dollar euro yen currency market price future commodity"),
    "exercise": _words("option right power authority discretion"),
    "march": _words("time title progress final"),
}
_OBJECTS = {
    "exercise": _words("option right veto power restraint control caution discretion influence patience"),
    "strike": _words("deal balance chord ball note pose blow gold oil tone"),
    "rally": _words(""),
    "launch": _words("investigation probe inquiry attack appeal lawsuit"),
}
# What boats and other things do that no event does.
_DOES = {
    "launch": _words("capsize overturn sink founder moor dock ferry"),
}
_VENUES = _words(
    "arena stadium theatre theater hall auditorium coliseum colosseum amphitheatre museum gallery cinema plaza forum"
)
_FORUMS = _words("film cinema theatre theater arts")
_RELATIVE = frozenset(("which", "that"))
_SHARES = _words("share stock bond market dollar euro yen currency price index")
_PREPOSITIONS = _words("from in by of to towards toward")


def names_contract(document: Document, token: int) -> bool:
    """Whether a noun names what is cancelled without being an event: a subscription, a card, a booking."""
    return document.lemmas[token] in _HELD_BY_CONTRACT and not is_verb(document, token)


def names_no_event(document: Document, token: int) -> bool:
    """Whether a word is used in a sense in which it names no event.

    Args:
        document: The parsed article.
        token: A trigger's head.
    """
    lemma = document.lemmas[token]
    if document.words[token].istitle() and document.words[token].casefold() in _VENUES:
        return _is_venue(document, token)
    if is_verb(document, token):
        if any(document.lemmas[c] in _DONE and names_no_event(document, c) for c in _objects(document, token)):
            return True  # "his hearing was tested"
        return bool(_OBJECTS.get(lemma, frozenset()) & _lemmas(document, _objects(document, token)))
    if _OWNED.get(lemma, frozenset()) & {
        document.lemmas[c] for c in document.children[token] if document.deps[c] == "poss"
    }:
        return True
    if lemma in _BEFORE and _BEFORE[lemma] & _lemmas(document, _modifiers(document, token)):
        return lemma != "conference" or document.words[token].istitle()
    above = document.head(token)
    if document.deps[token] == "compound" and document.lemmas[above] in _PART_OF.get(lemma, ()):
        return True
    if document.deps[token] in ("dobj", "nsubjpass") and document.lemmas[above] in _DONE.get(lemma, ()):
        children = document.children[token]
        if lemma == "summit":  # "reached the summit in Oslo"
            return not any(document.lemmas[c] in ("in", "between", "with", "on") for c in children)
        return lemma != "hearing" or any(document.deps[c] == "poss" for c in children)
    if _DOES.get(lemma, frozenset()) & _lemmas(document, _deeds(document, token)):
        return True
    owners = (
        c for c in (*document.children[token], *_subjects(document, above)) if document.deps[c] in ("poss", "nsubj")
    )
    if lemma == "rally" and _SHARES & _lemmas(document, owners):
        return True
    around = [token] if not is_verb(document, above) else [token, above]
    return bool(_WITH.get(lemma, frozenset()) & _lemmas(document, _behind(document, around)))


def _is_venue(document: Document, token: int) -> bool:
    """Whether a name ends in a building: "at the Tarn Arena"; "the Tarn Economic Forum" is an event."""
    if document.words[token].casefold() != "forum":
        return True
    return document.words[max(0, token - 1)].casefold() in _FORUMS


def _lemmas(document: Document, tokens: Iterator[int]) -> set[str]:
    return {document.lemmas[token] for token in tokens}


def _objects(document: Document, verb: int) -> Iterator[int]:
    return (c for c in document.children[verb] if document.deps[c] in ("dobj", "nsubjpass"))


def _deeds(document: Document, noun: int) -> Iterator[int]:
    """The verbs that a noun is the subject of: of its clause and of one that hangs on it."""
    if document.deps[noun] == "nsubj":
        yield document.head(noun)
    for child in document.children[noun]:
        is_of_it = document.deps[child] == "relcl" and _lemmas(document, _subjects(document, child)) & _RELATIVE
        if is_of_it or (document.deps[child] == "acl" and document.tags[child] == "VBG"):
            yield child


def _subjects(document: Document, verb: int) -> Iterator[int]:
    return (c for c in document.children[verb] if document.deps[c] == "nsubj")


def _modifiers(document: Document, noun: int) -> Iterator[int]:
    for child in document.children[noun]:
        if child < noun and document.deps[child] in ("amod", "compound", "nmod"):
            yield child
            yield from (c for c in document.children[child] if document.deps[c] in ("compound", "amod"))


def _behind(document: Document, tokens: list[int]) -> Iterator[int]:
    """What stands behind prepositions on some words, and the first noun in front of each."""
    for token in tokens:
        for preposition in document.children[token]:
            if document.deps[preposition] in ("prep", "agent") and document.lemmas[preposition] in _PREPOSITIONS:
                for noun in document.children[preposition]:
                    if document.deps[noun] == "pobj":
                        yield noun
                        yield from (c for c in document.children[noun] if document.deps[c] == "compound")
