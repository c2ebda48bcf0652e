"""How a name stands to a trigger in the parse: who meets, whom, with whom, who speaks of it, whose lawyer does."""

from __future__ import annotations

from reportedly.reading.document import Document
from reportedly.reading.syntax.signatures import SAYS

__all__ = ["ARGUMENTS", "BY", "LOOSE", "OWN", "RELATIONS", "SAYING", "SOURCES", "SUBJECTS", "relation"]

_PREPOSITIONS = (
    *("with", "between", "by", "to", "of", "in", "at", "from", "for", "on", "before", "after", "against"),
    *("during", "following", "other"),
)
_LINKS = ("dobj", "xcomp", "pobj", "prep", "nsubjpass", "attr", "advcl", "conj", "acl", "relcl", "pcomp", "oprd")
_BY_LINK = ("dobj", "xcomp", "conj", "advcl", "acl", "relcl", "pcomp", "other")
_SUBJECT = ("nsubj", "nsubjpass", "csubj")
_PARTS = ("compound", "nmod", "appos", "conj", "amod", "nummod")
_HIGHEST, _DEEPEST, _WIDEST = 5, 6, 8

RELATIONS = (
    *("trigger", "modifier", "owner", "subject", "object", "governor_object", "passive", "governor", "below"),
    *("below_preposition", "owner_of_another", "subject_above", "speaker_above", "none"),
    *(f"subject_{link}" for link in _BY_LINK),
    *(f"subject_{word}" for word in _PREPOSITIONS),
    "speaker",
    *(f"speaker_{word}" for word in _PREPOSITIONS),
    *(f"with_{word}" for word in _PREPOSITIONS),
    *(f"governor_{word}" for word in _PREPOSITIONS),
)
"""What a name may be to a trigger of its sentence.

`subject_dobj` is who holds a meeting, `subject_in` who is praised in a speech, `speaker_after` who said so after it,
`with_of` of whom the funeral is, `owner_of_another` of whom only a lawyer took part.
"""

_ROWS = {name: row for row, name in enumerate(RELATIONS)}
ARGUMENTS = frozenset(
    _ROWS[name]
    for name in (
        *("subject", "owner", "with_with", "with_between", "subject_dobj", "object", "subject_xcomp", "modifier"),
        "passive",
    )
)
"""Rows of `RELATIONS` that the grammar gives to who takes part."""
SAYING = frozenset(row for name, row in _ROWS.items() if name.startswith("speaker") and name != "speaker_above")
SUBJECTS = frozenset(row for name, row in _ROWS.items() if name.startswith(("subject", "speaker")))
OWN, BY = _ROWS["owner"], _ROWS["with_by"]
SOURCES = frozenset({_ROWS["speaker_above"]})
"""Rows of who says what the trigger stands in."""
LOOSE = tuple(_ROWS[name] for name in ("none", "owner_of_another", "speaker_above", "below_preposition"))
"""Rows of what is no part of a trigger's own phrase or clause."""


def relation(document: Document, trigger: int, token: int) -> int:
    """The row of `RELATIONS` that says how a name stands to a trigger of its sentence.

    Args:
        document: The parsed article.
        trigger: The trigger's head.
        token: The token that carries the syntax of the name.
    """
    return _ROWS[_relation(document, trigger, token)]


def _relation(document: Document, trigger: int, token: int) -> str:
    if token == trigger:
        return "trigger"
    if document.deps[token] == "poss" and document.head(token) != trigger:
        return "owner_of_another"
    noun = _whole_phrase(document, token)
    if noun == trigger:
        return "modifier"
    above, dep = document.head(noun), document.deps[noun]
    if dep == "poss":
        return "owner" if above == trigger else "owner_of_another"
    governors = _governors(document, trigger)
    if dep in _SUBJECT and above in governors:
        return _subject(document, trigger, above, dep, governors)
    if dep == "dobj" and above in governors:
        return "object" if above == trigger else "governor_object"
    if dep == "pobj" and document.head(above) in governors:
        word = document.lemmas[above] if document.lemmas[above] in _PREPOSITIONS else "other"
        return f"with_{word}" if document.head(above) == trigger else f"governor_{word}"
    if noun in governors:
        return "governor"
    if noun in document.subtree(trigger):
        return "below_preposition" if dep == "pobj" else "below"
    if dep in _SUBJECT and _is_above(document, above, trigger):
        return "speaker_above" if document.lemmas[above] in SAYS else "subject_above"
    return "none"


def _whole_phrase(document: Document, token: int) -> int:
    """The head of the phrase that a name is part of: "lawyer Karim Toure", "Orr and Hale"."""
    for _ in range(_DEEPEST):
        above = document.head(token)
        if document.deps[token] not in _PARTS or above == token or document.pos[above] not in ("NOUN", "PROPN"):
            break
        token = above
    return token


def _governors(document: Document, trigger: int) -> dict[int, tuple[str, str | None]]:
    """What governs a trigger, with the link to what is below and the last preposition between them."""
    found: dict[int, tuple[str, str | None]] = {trigger: ("", None)}
    node, preposition = trigger, None
    for _ in range(_HIGHEST):
        above = document.head(node)
        if above == node or document.deps[node] not in _LINKS:
            break
        if document.deps[node] == "prep" and preposition is None:
            preposition = document.lemmas[node] if document.lemmas[node] in _PREPOSITIONS else "other"
        found[above] = document.deps[node], preposition
        node = above
    return found


def _subject(
    document: Document, trigger: int, verb: int, dep: str, governors: dict[int, tuple[str, str | None]]
) -> str:
    if verb == trigger:
        return "passive" if dep == "nsubjpass" else "subject"
    link, preposition = governors[verb]
    says = "speaker" if document.lemmas[verb] in SAYS else "subject"
    if preposition is not None:
        return f"{says}_{preposition}"
    if says == "speaker":
        return says
    return f"subject_{link if link in _BY_LINK else 'other'}"


def _is_above(document: Document, node: int, trigger: int) -> bool:
    for height, up in enumerate(document.ancestors(trigger)):
        if height == _WIDEST:
            return False
        if up == node:
            return True
    return False
