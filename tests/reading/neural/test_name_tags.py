"""Names out of the encoder's tags."""

import numpy as np
import pytest

from reportedly import Article
from reportedly.reading.neural.name_tags import N_NAME_TAGS, NAME_LABELS, find_name_spans
from tests.documents import document_of

PERSON, ORG = 1 + 2 * NAME_LABELS.index("PERSON"), 1 + 2 * NAME_LABELS.index("ORG")
TEXT = "Ann Orr left Reuters"
PIECES = np.array([(0, 3), (4, 5), (5, 7), (8, 12), (13, 16), (16, 20)], np.int32)  # "Orr" and "Reuters" are cut in two


def scores(*tags: int) -> np.ndarray:
    log = np.full((len(tags), N_NAME_TAGS), -9.0, np.float32)
    log[range(len(tags)), tags] = -0.01
    return log


@pytest.mark.parametrize(
    ("tags", "names"),
    [
        ((PERSON, PERSON + 1, PERSON + 1, 0, ORG, ORG + 1), [("Ann Orr", "PERSON"), ("Reuters", "ORG")]),
        ((PERSON, PERSON, PERSON + 1, 0, 0, 0), [("Ann", "PERSON"), ("Orr", "PERSON")]),
        ((0, 0, 0, 0, 0, 0), []),
        # A name neither begins nor ends inside a word, and "inside" without a beginning is no name.
        ((0, 0, 0, 0, ORG, 0), []),
        ((PERSON + 1, 0, 0, 0, 0, 0), []),
    ],
)
def test_tags_become_names_of_whole_words(tags, names):
    found = find_name_spans(scores(*tags), PIECES, TEXT)
    assert [(TEXT[a:b], label) for a, b, label in found] == names


def test_no_text_no_names():
    assert find_name_spans(np.zeros((0, N_NAME_TAGS), np.float32), np.zeros((0, 2), np.int32), "") == []


def test_the_shipped_weights_find_the_names_of_a_sentence():
    document = document_of(
        Article(text="Slovenian President Elena Varga met Daniel Otieno in Nairobi, the United Nations said.")
    )
    found = {document.text[slice(*document.span(n.start, n.end))]: n.label for n in document.names}
    assert found["Elena Varga"] == found["Daniel Otieno"] == "PERSON"
    assert found["Nairobi"] == "GPE"
    assert found["United Nations"] == "ORG"
    assert found["Slovenian"] == "NORP"
