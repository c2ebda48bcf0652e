"""Which of several people of one surname a title means: "Dr Vidal" the surgeon, "Father Vidal" the priest."""

from __future__ import annotations

from collections.abc import Sequence

from reportedly.lexicon.folding import fold
from reportedly.reading.document import Document

__all__ = ["meant_by_title", "title_before"]

# A title, and what those who bear it are called.
_BEARERS = tuple(
    frozenset(words.split())
    for words in (
        "dr dr. doctor surgeon physician gp medic paediatrician pediatrician cardiologist psychiatrist oncologist vet "
        "dentist anaesthetist radiologist neurologist virologist epidemiologist pathologist",
        "father fr fr. rev rev. reverend priest vicar pastor chaplain monk parson rector curate minister canon",
        "sister nun",
        "brother monk friar",
        "nurse matron midwife",
        "prof prof. professor academic scholar lecturer",
        "judge justice magistrate",
        "sen sen. senator",
        "rep rep. representative congressman congresswoman",
        "gov gov. governor",
        "gen gen. general commander",
        "col col. colonel",
        "capt capt. captain skipper",
        "lt lt. lieutenant",
        "sgt sgt. sergeant",
        "maj maj. major",
        "adm adm. admiral",
        "inspector detective",
        "officer constable policeman policewoman",
        "bishop archbishop prelate",
        "coach trainer manager",
        "councillor councilor councilman councilwoman",
        "king monarch",
        "queen monarch",
        "chancellor",
        "president",
        "premier",
        "mayor",
        "secretary",
        "ambassador envoy diplomat",
        "rabbi",
        "imam cleric",
        "sheriff",
        "deputy",
        "commissioner",
        "superintendent",
        "chef cook",
        "prince",
        "princess",
        "cardinal",
        "speaker",
        "chairman",
        "chairwoman",
        "minister",
        "attorney lawyer barrister solicitor advocate",
    )
)
_CIVIL = frozenset("mr mr. mrs mrs. ms ms. miss".split())
_KIN = frozenset("sister brother father".split())  # "his sister, Nina Colby" is no nun


def title_before(document: Document, start: int) -> str | None:
    """The title right before a name, folded; None where none stands there."""
    if not start or document.sentence_of(start - 1) != document.sentence_of(start):
        return None
    word = fold(document.words[start - 1])
    return word if word in _CIVIL or any(word in bearers for bearers in _BEARERS) else None


def meant_by_title(title: str | None, roles: Sequence[frozenset[str]]) -> int | None:
    """The one of several people, by what each is called, whom a title before the surname means; None where unclear.

    "Mr" is for him who bears no other title.

    >>> meant_by_title("dr", [frozenset({"surgeon"}), frozenset({"priest"})])
    0
    >>> meant_by_title("mr", [frozenset({"inspector"}), frozenset({"baker"})])
    1
    """
    if title is None:
        return None
    if title in _CIVIL:
        fitting = [i for i, words in enumerate(roles) if not any((words - _KIN) & bearers for bearers in _BEARERS)]
    else:
        wanted = frozenset().union(*(bearers for bearers in _BEARERS if title in bearers))
        fitting = [i for i, words in enumerate(roles) if title in words] or [
            i for i, words in enumerate(roles) if words & wanted
        ]
    return fitting[0] if len(fitting) == 1 else None
