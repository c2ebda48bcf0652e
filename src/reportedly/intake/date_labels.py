"""Which date words before it say that a date is: of publication, of a change, or another."""

from __future__ import annotations

import re

__all__ = ["IS_MADE", "IS_PUBLISHED", "IS_UPDATED", "folded", "is_of_edition", "label_behind", "label_of"]

# English first, then German, French, Spanish, Portuguese, Italian, Catalan and Romanian, Dutch, the Nordic languages,
# Polish, Czech and Slovak, Turkish, Hungarian, Indonesian, Russian, Ukrainian and Greek; so below, too.
IS_PUBLISHED = re.compile(
    r"\b(?:first published|e?-?published|posted|publish(?:ing|ed)? date|publication date|date of publication|"
    r"veröffentlicht|veröffentlichung|erschienen|publiziert|publiée?s?|parue?s?|mise?s? en ligne|"
    r"date de (?:publication|parution)|publicad[oa]s?|fecha de publicación|postad[oa]|data de publicação|"
    r"pubblicat[oaie]|data di pubblicazione|publicat|publicată|gepubliceerd|geplaatst|publicatiedatum|verschenen|"
    r"publicera(?:d|t|des)|publisert|publiceret|offentliggjort|udgivet|julkaistu|opublikowan[oay]|data publikacji|"
    r"publikován[oay]?|zveřejněn[oaý]?|vydáno|publikované|yayı(?:n|m)lanma|yayın tarihi|közzétéve|megjelent|"
    r"diterbitkan|dipublikasikan|tayang|опубликован[оаы]?|дата публикации|опубліковано|дата публікації|"
    r"δημοσιεύ(?:θηκε|τηκε)|ημερομηνία δημοσίευσης)(?!\w)",
    re.IGNORECASE,
)
# Words that announce the day of printing by a headline, and other things elsewhere.
IS_MADE = re.compile(
    r"\b(?:issued|release date|released|created|added|filed|printed|written|erstellt|eingestellt|verfasst|créée?|"
    r"rédigée?|cread[oa]|escrito|criad[oa]|inserito|skapad|opprettet|oprettet|dodano|vytvořeno|vloženo)\b",
    re.IGNORECASE,
)
IS_UPDATED = re.compile(
    r"\b(?:updated?|modified|edited|changed?|revised|reviewed|corrected|refreshed|amended|aktualisiert|aktualisierung|"
    r"geändert|bearbeitet|mise?s? à jour|modifiée?|actualisée?|actualizad[oa]|actualización|modificad[oa]|"
    r"atualizad[oa]|atualização|aggiornat[oa]|aggiornamento|modificato|actualitzat|actualizat|bijgewerkt|gewijzigd|"
    r"aangepast|uppdatera(?:d|t|des)|ändra[dt]|oppdatert|endret|opdateret|päivitetty|muokattu|zaktualizowan[oay]|"
    r"aktualizacja|zmienion[oay]|aktualizován[oay]?|aktualizované|upraven[oaé]|güncelle(?:me|ndi)|frissítve|"
    r"diperbarui|обновлен[оаы]?|обновлено|изменено|оновлено|змінено|ενημερώθηκε|τελευταία ενημέρωση)(?!\w)",
    re.IGNORECASE,
)
# What a day by a headline may be besides the day of printing.
_IS_OTHER = re.compile(
    r"©|\(c\)|\b(?:copyright|expires?|expiry|valid|until|till|since|from|through|deadline|event|starts?|begins?|ends?|"
    r"born|died|accessed|retrieved|archived|captured|joined|member|stated|redditor|due|on sale|coming|"
    r"in theaters|closing|received|accepted|comments?|replies|reply|next|effective|"
    # The day of a printed issue is often a day or more after the page's.
    r"(?:print(?:ed)?|newspaper|paper|weekend|weekly|sunday) (?:edition|issue|version)|issue (?:date|of)|"
    r"(?:appear(?:s|ed)|published) in print|druckausgabe|printausgabe|édition papier|edición impresa|edição impressa|"
    r"edizione cartacea|papieren editie)\b",
    re.IGNORECASE,
)


_LABELS = (("other", _IS_OTHER), ("made", IS_MADE), ("published", IS_PUBLISHED), ("updated", IS_UPDATED))


def label_of(text: str) -> str:
    """Which kind of day the last word of a text that says so announces."""
    last, found = -1, ""
    for name, pattern in _LABELS:
        for match in pattern.finditer(text):
            if match.start() > last:
                last, found = match.start(), name
    return found


_EDITION_BEHIND = re.compile(
    r"[\s,]*(?:print(?:ed)?\s+|newspaper\s+|paper\s+|weekend\s+)?(?:edition|issue)\b", re.IGNORECASE
)


def is_of_edition(behind: str) -> bool:
    """Whether the words right behind a date make it that of a printed issue: "the March 5, 2026 print edition"."""
    return _EDITION_BEHIND.match(behind) is not None


def label_behind(text: str) -> str:
    """The kind that words right behind a date announce: "3 March 2026 | Published by Jan Orr"."""
    for name, pattern in _LABELS[1:]:
        if pattern.match(text.lstrip(" ,|–—•·:/-")):
            return name
    return ""


def folded(text: str) -> str:
    """White space and case aside."""
    return " ".join(text.split()).casefold()
