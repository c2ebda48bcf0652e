"""Ticker symbols behind the names of companies, which are no part of the names."""

from __future__ import annotations

import re

__all__ = ["is_ticker", "without_tickers"]

# Suffixes of Reuters instrument codes: the exchange on which a paper is quoted; UL is a company that is on none.
_EXCHANGES = (
    "N O OQ A K P PK OB Z UL L I PA DE F MI MC AS BR VX S SW ST HE CO OL LS AT VI WA PR BU IR IS T OS HK SS SZ KS KQ "
    "TW TWO SI KL BK JK PS NS BO AX NZ TO V SA MX BA SN J TA SE QA DU AD CA MM RTS KZ"
)
_CODE = rf"[A-Z][A-Z0-9]{{1,7}}(?:_[a-z])?\.(?:{'|'.join(sorted(_EXCHANGES.split(), key=len, reverse=True))})"
_QUOTED = r"(?:NYSE|NYSE American|AMEX|NASDAQ|Nasdaq|LSE|LON|ASX|TSX|TSE|HKEX|HKG|SGX|NSE|BSE|JSE|Euronext|XETRA)"
_TICKER = re.compile(
    rf"""[ ]?\(\s?(?:{_CODE}|[A-Z]\.(?:N|O|L|T)|\.[A-Z][A-Z0-9]{{1,7}}|{_QUOTED}:\s?[A-Z][A-Z0-9.]{{0,6}})
        (?::\s[A-Z]\w+(?:,\s[A-Z]\w+)*)?\s?\)       # "( NOK1V.HE )", "(RIO.L: Quote, Profile)", "(.SPX)", "(NYSE: BA)"
    |[ ]?<\s?\.?(?:{_CODE}|[A-Z]{{1,7}})\s?>          # "<CITT.T>", "<GM>", as it was printed in 1987
    |(?<=\w)[ ]{_CODE}(?![\w.])                        # "Lehman Brothers Holdings Inc LEHMQ.PK"
    |(?<=\w\.)[ ]{_CODE}(?![\w.])                      # "Delta Air Lines Inc. DALRQ.PK"
    """,
    re.VERBOSE,
)


_ALONE = re.compile(rf"(?:{_CODE}|(?!U\.N)[A-Z]\.(?:N|O|L|T))")


def is_ticker(word: str) -> bool:
    """Whether a word is a Reuters instrument code.

    >>> is_ticker("NOK1V.HE"), is_ticker("U.S.")
    (True, False)
    """
    return "." in word and _ALONE.fullmatch(word) is not None


def without_tickers(text: str) -> str:
    """The text without ticker symbols.

    >>> without_tickers("the parent of Nokia ( NOK1V.HE ) in Espoo")
    'the parent of Nokia in Espoo'
    """
    if "." not in text and ":" not in text and "<" not in text:
        return text
    return _TICKER.sub("", text)
