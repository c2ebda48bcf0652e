"""Which language a text is in, in one place for intake and reading."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter

__all__ = ["detect_language"]

_WORD = re.compile(r"[^\W\d_]+")
# A possessive is no word, and what bad decoding made of a quotation mark no letters.
_NO_WORD = re.compile(r"(?<=\w)['’]\w\b|[ÃÂâ][^\x00-\x7f]+")

# "Minister reisen nicht an": an article has a word behind it.
_LAST_AN = re.compile(r"\ban\b(?=\s*(?:[.!?:;,\n]|$))")

# The start of a long text tells as much as the whole of it.
_LOOK_AT = 20_000

# Words that hold English sentences together and that no other language uses this densely. "a", "in", "on", "die",
# "was" and "man" are left out: Spanish, Italian, German and Dutch have them too.
_ENGLISH_LIST = (
    "the of and to that is for with it as his her he she they by at from this be have has had were are "
    "not but which who would will their there been when said its an or if about after into than could "
    "should over says would what been before more"
)
_ENGLISH = frozenset(_ENGLISH_LIST.split())

# Words that hold sentences of other languages together and that English does not print in lower case, but for the
# doubtful: those stand in names ("Rio de Janeiro", "von der Leyen") or are words of English, and count half.
_OTHERS = {
    "de": "und ist nicht ein eine einen einem einer auf bei beim mit nach für über unter vom zum zur sich auch wird "
    "werden wurde sind haben gegen zwischen durch noch nur oder dass soll sagt neue neuer neues wegen ohne kein "
    "keine im",
    "fr": "et les une dans pour avec aux ses leur qui pas mais après contre sous chez été être à annonce se sa",
    "es": "los las una y por su sus tras sobre desde hasta entre pero ha se más es el lo",
    "it": "il gli della dello delle degli dei nel nella nelle negli alla alle agli allo dal dalla sul sulla una uno "
    "che è si sono più dopo contro tra anche i ai",
    "pt": "os um uma em dos ao à pelo pela não mais após sobre entre que na um",
    "nl": "het een niet bij voor met naar uit ook aan door worden wordt zijn tegen tussen geen maar nog af te na",
    "sv": "och att det som på för av till från är inte ett efter mot vid ska i",
    "no": "og det som på av til fra ikke etter mot ved skal er i et",
    "da": "og det som på af til fra ikke efter mod ved skal er i et",
    "fi": "ja ei että myös mutta kun oli ovat sekä",
    "pl": "i w z się nie że jest po od dla przez przed są na do",
    "tr": "ve bir bu için ile olarak çok değil",
    "cs": "v na se je že z po ve k",
    "hu": "és az egy nem hogy volt meg",
    "ro": "și în cu pe nu din pentru",
    "id": "dan ke yang dari untuk dengan akan pada tidak itu dalam",
    "hr": "je u na za se iz i od s",
    "sl": "je v na za se iz pri po ne so",
}
_DOUBTFUL_LIST = (
    "de la le el lo der das des du del da di van von den al que en un se es na te af do su ha om si bu ai ve s w z v k "
    "u so po od et er ja in sa"
)
_DOUBTFUL = frozenset(_DOUBTFUL_LIST.split())
_IN_NAMES = {
    "de": "fr es", "la": "fr es", "le": "fr", "des": "fr", "du": "fr", "un": "fr es", "que": "fr es", "der": "de",
    "das": "de", "den": "de", "van": "nl", "del": "es", "en": "es nl", "di": "it",
}  # fmt: skip
_ARTICLES = frozenset("el la le il los las les".split())


def _languages_of(word: str) -> tuple[str, ...]:
    codes = [code for code, words in _OTHERS.items() if word in words.split()]
    return tuple(dict.fromkeys(codes + _IN_NAMES.get(word, "").split()))


_LANGUAGES_OF = {word: _languages_of(word) for word in [*" ".join(_OTHERS.values()).split(), *_IN_NAMES]}

# Letters that English has in names and in these words alone.
_BORROWED = frozenset(
    "café cafés cliché clichés fiancé fiancée résumé protégé protégés façade façades naïve déjà état décor née "
    "communiqué communiqués soirée soirées début débuts émigré émigrés entrée exposé éclat élite jalapeño piñata "
    "señor señora à über doppelgänger smörgåsbord crème brûlée détente rapprochement matinée sauté touché".split()
)
_LETTERS = {
    "de": "äöüß", "fr": "éèêëàâçîïôûœ", "es": "ñáíóúé¿", "it": "àèìòù", "pt": "ãõçáéêóâí", "sv": "åäö", "no": "åøæ",
    "fi": "äö", "pl": "ąęłńśźżćó", "tr": "ğşıçöü", "cs": "řěůčšžýíé", "hu": "őűáéö", "ro": "șțăâî", "hr": "čćšžđ",
}  # fmt: skip
_SCRIPTS = {
    "CYRILLIC": "ru", "ARABIC": "ar", "CJK": "zh", "HIRAGANA": "ja", "KATAKANA": "ja", "HANGUL": "ko", "GREEK": "el",
    "HEBREW": "he", "THAI": "th", "DEVANAGARI": "hi", "BENGALI": "bn", "TAMIL": "ta", "ARMENIAN": "hy",
    "GEORGIAN": "ka", "AMHARIC": "am", "ETHIOPIC": "am",
}  # fmt: skip

# Shares of English words, measured on English, German, French, Spanish, Portuguese, Italian, Dutch and Swedish news
# paragraphs: English text of 30 words and more stays above .20, the others below .08.
_SURELY = 0.16
_HARDLY = 0.08
_FEW_WORDS = 6
_SHORT = 20
# From so many words on the n-grams alone tell another language.
_PARAGRAPH = 40


def detect_language(text: str) -> str | None:
    """ISO 639-1 code of the language of most of a text; None where nothing in it tells.

    Witnesses: the script, the share of English function words, the function words and letters of other languages,
    and for paragraphs the character n-grams of Resiliparse, which are poor on headlines. Names tell nothing: words
    with a capital are not looked at for another language.

    >>> detect_language("The minister said that the talks would be held in May.")
    'en'
    >>> detect_language("Kanzler sagt Reise nach Kiew ab"), detect_language("Police arrest three in Riga")
    ('de', None)
    """
    sample = _NO_WORD.sub("", text[:_LOOK_AT])
    words = _WORD.findall(sample)
    if not words:
        return None
    if script := _script(sample):
        return _by_n_grams(sample) or script
    n_english = sum(word.lower() in _ENGLISH for word in words) - len(_LAST_AN.findall(sample))
    others, votes = _other_words(words)
    english = n_english / len(words)
    if others >= 1 and others > n_english and (len(words) < _SHORT or others >= 0.05 * len(words)):
        guess = _by_n_grams(sample)
        return guess if guess in votes or not votes else votes.most_common(1)[0][0]
    if (n_english and len(words) < _SHORT) or (english >= _HARDLY and others <= n_english):
        return "en" if english >= _HARDLY or len(words) < _SHORT else None
    guess = _by_n_grams(sample)
    return guess if guess and len(words) >= _PARAGRAPH and english < _HARDLY else None


def _script(sample: str) -> str | None:
    """The language that a script other than Latin is mostly printed in, where most letters are of it."""
    letters = [c for c in sample[:2000] if c.isalpha()]
    far = [c for c in letters if c > "\u036f" and not "\u1e00" <= c <= "\u1eff"]
    if len(far) <= 0.5 * len(letters):
        return None
    names = Counter(unicodedata.name(c, "").split(" ")[0] for c in far[:400])
    if "HIRAGANA" in names or "KATAKANA" in names:
        return "ja"
    return next((_SCRIPTS[name] for name, _ in names.most_common() if name in _SCRIPTS), None)


def _other_words(words: list[str]) -> tuple[float, Counter[str]]:
    """How many words speak for another language than English, and for which."""
    n_others = 0.0
    votes: Counter[str] = Counter()
    for number, word in enumerate(words):
        lower = word.lower()
        opens = number == 0 and word.istitle() and len(word) > 1
        if opens and lower in _ARTICLES and words[1:2] and words[1].islower():
            n_others += 1  # "El presidente"; a name would go on with a capital
            votes.update(_LANGUAGES_OF.get(lower, ()))
        if word != lower and (not opens or lower in _DOUBTFUL or lower in _ARTICLES):
            continue
        codes = _LANGUAGES_OF.get(lower)
        if codes and lower not in _ENGLISH:
            n_others += 0.5 if lower in _DOUBTFUL else 1
            votes.update(codes)
        elif word == lower and not word.isascii() and lower not in _BORROWED:
            n_others += 1
        if not word.isascii():
            votes.update(code for code, letters in _LETTERS.items() if any(c in letters for c in lower))
    return n_others, votes


def _by_n_grams(sample: str) -> str | None:
    from resiliparse.parse.lang import detect_fast

    code = str(detect_fast(sample)[0])
    return code if len(code) == 2 and code != "en" else None
