"""Which language a text is in: headlines are English unless something speaks for another language."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportedly.article import Article
from reportedly.language import detect_language
from reportedly.reading.integrity import with_language


@pytest.mark.parametrize(
    "headline",
    [
        "Storm hits Tallinn; airport shut",
        "Varga scraps Nairobi trip",
        "EU, UK agree on fish deal, Adriapress reports",
        "Otieno meets von Brandt in Rio de Janeiro",
        "Café owners sue Nairobi",
        "Los Angeles strike talks resume",
        "Navies of Norway, Sweden, Finland, Poland, Germany, Denmark, Estonia, Latvia and Lithuania start exercise",
        "URGENT: Kenya postpones talks in Mombasa, Adriapress says",
        "PORT STRIKE OFF",
        "Vargaâ€™s visit off",
    ],
)  # fmt: skip
def test_a_headline_is_read_as_english(headline: str) -> None:
    assert with_language(Article(text=headline)).language == "en"


@pytest.mark.parametrize(
    ("headline", "language"),
    [
        ("Kanzler sagt Reise nach Nairobi ab", "de"),
        ("Senat nimmt Vorschlag nicht an", "de"),
        ("La ministre annonce sa démission", "fr"),
        ("Los agricultores protestan en Bruselas", "es"),
        ("Il presidente rinvia la visita a Nairobi", "it"),
        ("Dois mortos em incêndio em Turim", "pt"),
        ("Premier stelt bezoek aan Nairobi uit", "nl"),
        ("Tågstrejk inleds på måndag", "sv"),
        ("Prezydent przekłada wizytę w Nairobi", "pl"),
        ("Президент перенес визит в Найроби", "ru"),
        ("الرئيس يؤجل زيارته إلى نيروبي", "ar"),
        ("总统推迟访问内罗毕", "zh"),
    ],
)
def test_a_headline_in_another_language_is_not(headline: str, language: str) -> None:
    assert with_language(Article(text=headline)).language == language


def test_where_nothing_tells_nothing_is_told() -> None:
    assert detect_language("Police arrest three in Riga") is None
    assert detect_language("8") is None


@given(st.text(max_size=300))
def test_any_text_has_a_code_or_none(text: str) -> None:
    found = detect_language(text)
    assert found is None or (len(found) == 2 and found.isalpha())
