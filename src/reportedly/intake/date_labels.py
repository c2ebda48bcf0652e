"""Which date words before it say that a date is: of publication, of a change, or another."""

from __future__ import annotations

import re

__all__ = ["IS_PUBLISHED", "IS_UPDATED", "folded", "label_of"]

IS_PUBLISHED = re.compile(
    r"\b(?:first published|e?-?published|posted|publish(?:ing|ed)? date|publication date|date of publication|"
    r"veröffentlicht|erschienen|publié|publicado|pubblicato|"
    r"publicat|gepubliceerd|publicerad|publisert|udgivet)\b",
    re.IGNORECASE,
)
# Words that announce the day of printing by a headline, and other things elsewhere.
_IS_MADE = re.compile(r"\b(?:issued|release date|released|created|added|filed|printed|written)\b", re.IGNORECASE)
IS_UPDATED = re.compile(
    r"\b(?:updated?|modified|edited|changed?|revised|reviewed|corrected|refreshed|amended|aktualisiert|geändert|"
    r"mis à jour|modifié|actualizado|modificado|aggiornato|atualizado|bijgewerkt|uppdaterad|oppdatert|opdateret)\b",
    re.IGNORECASE,
)
# What a day by a headline may be besides the day of printing.
_IS_OTHER = re.compile(
    r"©|\(c\)|\b(?:copyright|expires?|expiry|valid|until|till|since|from|through|deadline|event|starts?|begins?|ends?|"
    r"born|died|accessed|retrieved|archived|captured|joined|member|stated|redditor|due|on sale|coming|"
    r"in theaters|closing|received|accepted|comments?|replies|reply|next|effective)\b",
    re.IGNORECASE,
)


_LABELS = (("other", _IS_OTHER), ("made", _IS_MADE), ("published", IS_PUBLISHED), ("updated", IS_UPDATED))


def label_of(text: str) -> str:
    """Which kind of day the last word of a text that says so announces."""
    last, found = -1, ""
    for name, pattern in _LABELS:
        for match in pattern.finditer(text):
            if match.start() > last:
                last, found = match.start(), name
    return found


def folded(text: str) -> str:
    """White space and case aside."""
    return " ".join(text.split()).casefold()
