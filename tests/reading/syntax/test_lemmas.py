"""Universal POS tags and lemmas from Treebank tags."""

import pytest

from reportedly import Article
from reportedly.reading.syntax.lemmas import find_pos
from reportedly.reading.syntax.parse import parse


@pytest.mark.parametrize(
    ("tag", "lower", "dep", "pos"),
    [
        ("VBD", "said", "ROOT", "VERB"),
        ("VBD", "was", "auxpass", "AUX"),
        ("VBZ", "’s", "ROOT", "AUX"),
        ("VBD", "had", "aux", "AUX"),
        ("VBD", "had", "ROOT", "VERB"),
        ("IN", "that", "mark", "SCONJ"),
        ("IN", "of", "prep", "ADP"),
        ("DT", "this", "nsubj", "PRON"),
        ("DT", "this", "det", "DET"),
        ("NN", "nobody", "nsubj", "PRON"),
        ("RB", "n't", "neg", "PART"),
        ("NNP", "Orr", "nsubj", "PROPN"),
        ("GW", "x", "dep", "X"),
    ],
)
def test_pos(tag, lower, dep, pos):
    assert find_pos(tag, lower, dep, False) == pos


@pytest.mark.parametrize(
    ("form", "lemma"),
    [
        ("hoped", "hope"), ("hopes", "hope"), ("fined", "fine"), ("staging", "stage"), ("slated", "slate"),
        ("hopped", "hop"), ("planned", "plan"), ("singing", "sing"), ("goes", "go"), ("passes", "pass"),
    ],
)  # fmt: skip
def test_the_lemma_that_spelling_allows(form: str, lemma: str):
    document = parse(Article(text=f"She {form} well." if form[-1] != "g" else f"She is {form} well."))
    assert document.lemmas[document.words.index(form)] == lemma


def test_lemmas_of_a_sentence():
    document = parse(
        Article(
            text="They’re meeting officials who hadn't confirmed the talks; it's said better visits were called off."
        )
    )
    lemmas = dict(zip(document.words, document.lemmas, strict=True))
    assert lemmas["’re"] == "be"
    assert (lemmas["meeting"], lemmas["officials"], lemmas["confirmed"]) == ("meet", "official", "confirm")
    assert (lemmas["had"], lemmas["n't"], lemmas["'s"]) == ("have", "not", "be")
    assert (lemmas["visits"], lemmas["were"], lemmas["called"]) == ("visit", "be", "call")
