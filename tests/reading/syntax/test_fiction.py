"""What nobody tells for true: clauses of invented stories, jokes and hoaxes; the word in square brackets is of them."""

from __future__ import annotations

import pytest

from reportedly.article import Article
from reportedly.reading.syntax.fiction import is_invented
from reportedly.reading.syntax.parse import parse

INVENTED = [
    "The comedian joked that the gala had been [cancelled].",
    "“The gala is [off],” the mayor joked.",
    "A satirical website said that the gala had been [cancelled].",
    "A spoof article claimed that the gala had been [called] off.",
    "In an April Fool's post, the club announced that the gala had been [cancelled].",
    "The novel imagines that Orr [met] Lund in Tarn.",
    "The drama imagines that the two mayors [met] in Tarn.",
    "In the film, the gala is [called] off after a murder.",
    "In a sketch, an actor announced that the gala was [cancelled].",
    "The mayor was joking when he said that the gala had been [cancelled].",
]
TOLD = [
    "The gala has been [cancelled], and the mayor joked that he could go fishing.",
    "The novelist said that the gala had been [cancelled].",
    "The hoax email led police to [call] off the gala, the mayor said.",
    "The mayor was not joking when he said that the gala had been [cancelled].",
    "The book says that Orr [met] Lund in Tarn in 1942.",
    "The film recalls how the two mayors [met] in Tarn.",
    "A film crew said that the gala had been [called] off.",
]


@pytest.mark.parametrize(
    ("marked", "invented"), [*((text, True) for text in INVENTED), *((text, False) for text in TOLD)]
)
def test_what_is_invented(marked: str, invented: bool):
    document = parse(Article(text=marked.replace("[", "").replace("]", ""), language="en"))
    token = document.token_at(marked.index("["))
    assert token is not None
    assert is_invented(document, token) is invented
