"""Names of people of which the labels hold one word: "Dag [Frisk]", "the critic [Odd] Lund"."""

from __future__ import annotations

from reportedly.lexicon.gazetteer import gazetteer
from reportedly.reading.document import Document, NamedSpan
from reportedly.reading.entities.mentions import BODY_NOUNS, TITLES

__all__ = ["with_whole_names"]

_NO_NAME = (
    TITLES
    | BODY_NOUNS
    | frozenset(
        """prof team hurricane storm saint mount lake
        jr jr. sr sr. coach captain doctor father mother sister brother officer
        detective sergeant inspector superintendent commissioner councillor councilor councilman councilwoman alderman
        baron baroness count countess duke duchess emperor empress archbishop bishop cardinal rabbi sheriff chef uncle
        aunt deacon pastor vicar commander lieutenant corporal private major marshal brigadier delegate treasurer
        comptroller provost principal dean nurse officer constable trooper agent comrade""".split()
    )
)


def with_whole_names(document: Document) -> tuple[NamedSpan, ...]:
    """The document's names, each person's single word with the capitalised word that the parse joins to it.

    Only behind a noun, a verb or a comma, where no title and no office stands: "said Coach Orr" keeps its title.
    """
    labelled = {token for name in document.names for token in range(name.start, name.end)}
    return tuple(_whole(document, labelled, name) for name in document.names)


def _whole(document: Document, labelled: set[int], name: NamedSpan) -> NamedSpan:
    if name.label != "PERSON" or name.end - name.start > 1:
        return name
    start, end = name.start, name.end
    given, family = start - 1, end
    if (
        family < len(document)
        and _is_joined(document, labelled, family, of=start)
        and _may_stand_before(document, start)
    ):
        return NamedSpan(start, family + 1, name.label)
    if given > 0 and _is_joined(document, labelled, given, of=given, to=start) and _may_stand_before(document, given):
        return NamedSpan(given, end, name.label)
    return name


def _is_joined(document: Document, labelled: set[int], token: int, *, of: int, to: int | None = None) -> bool:
    """Whether an unlabelled capitalised word is one name with its neighbour: `of` hangs on the other as a compound."""
    word = document.words[token]
    if token in labelled or not word[0].isupper() or word.isupper() or document.pos[token] != "PROPN":
        return False
    folded = word.casefold()
    if folded in _NO_NAME or folded in gazetteer().demonyms or document.text[document.starts[token] - 1] == "\n":
        return False
    return document.deps[of] == "compound" and document.head(of) == (token if to is None else to)


def _may_stand_before(document: Document, token: int) -> bool:
    """Whether what stands before a name lets no further word of it, nor a title, stand there."""
    if token == 0 or document.sentence_of(token) != document.sentence_of(token - 1):
        return False
    return document.words[token - 1] == "," or (
        document.pos[token - 1] in {"NOUN", "VERB"} and document.words[token - 1][0].islower()
    )
