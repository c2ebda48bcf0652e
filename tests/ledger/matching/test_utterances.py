"""One utterance in the words of several articles."""

import pytest

from reportedly import Ledger
from reportedly.ledger.matching.utterances import Quotation, align, find_drift
from tests.ledger.stories import article

SAID = "We will sign the agreement in May, when all of it has been translated."


@pytest.mark.parametrize(
    ("words", "changes"),
    [
        (SAID, ()),
        ("We will sign the agreement in May", ()),
        ("we will sign the treaty in May, when all of it has been translated", (("replace", "agreement", "treaty"),)),
        (
            "We will sign the agreement when all has been translated.",
            (("delete", "in May,", ""), ("delete", "of it", "")),
        ),
        ("We will not sign the agreement in May", (("insert", "", "not"),)),
    ],
)
def test_wordings_are_aligned_word_by_word(words, changes):
    assert align(SAID, words) == changes


def drift(tmp_path, *printed, **options):
    with Ledger(tmp_path / "news.sqlite") as ledger:
        for outlet, day, source, words in printed:
            ledger.add(article(outlet, day, quotes=[(source, words)]))
        return ledger.drift(**options)


def test_the_wording_that_most_outlets_print_is_the_likeliest(tmp_path):
    (utterance,) = drift(
        tmp_path,
        (
            "World Brief",
            "2026-03-04",
            "Petra Orr",
            "We shall sign the treaty in May, when all of it has been translated.",
        ),
        ("Harbour Post", "2026-03-05", "Petra Orr", SAID),
        ("Norland News", "2026-03-05", "Ms Orr", SAID.replace(".", "")),
    )
    assert (utterance.source, utterance.likeliest) == ("Petra Orr", f"{SAID}")
    assert [version.outlet for version in utterance.versions] == ["World Brief", "Harbour Post", "Norland News"]
    assert [bool(version.changes) for version in utterance.versions] == [True, False, False]


def test_british_and_american_spelling_are_one_wording(tmp_path):
    printed = (
        ("Harbour Post", "2026-03-05", "Petra Orr", "We recognise the honour that has been done to the city"),
        ("Norland News", "2026-03-05", "Petra Orr", "We recognize the honor that has been done to the city"),
    )
    (utterance,) = drift(tmp_path, *printed, changed_only=False)
    assert len(utterance.versions) == 2


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("Petra Orr", "Nobody has asked us about the bridge, and nobody will."),
        ("Jonas Lund", "We will sign a letter in June, when none of it needs to be translated."),
    ],
)
def test_other_words_are_another_utterance(tmp_path, source, words):
    printed = (("Harbour Post", "2026-03-05", "Petra Orr", SAID), ("Norland News", "2026-03-05", source, words))
    assert drift(tmp_path, *printed, changed_only=False) == ()


def quoted(n, outlet, words):
    return Quotation(
        id=f"q{n}",
        article=f"a{n}",
        statement="s0",
        outlet=outlet,
        published=f"2026-03-0{n}",
        source="Petra Orr",
        words=words,
    )


def test_a_translated_wording_counts_less_and_the_likeliest_tells_why():
    back = "The agreement will be signed by us in May, when all of it becomes translated."
    quotations = [quoted(1, "World Brief", back), quoted(2, "Copy Desk", back), quoted(3, "Harbour Post", SAID)]
    pairs = [("q1", "q2"), ("q1", "q3")]
    (plain,) = find_drift(quotations, pairs)
    assert (plain.likeliest, plain.why) == (back, "printed by 2 outlets, no other wording by more than 1")
    (doubted,) = find_drift(quotations, pairs, doubtful=dict.fromkeys(("a1", "a2"), "translated_copy"))
    assert (doubted.likeliest, doubted.why) == (SAID, "the only wording that is no translated or broken copy")
    assert [version.doubt for version in doubted.versions] == ["translated_copy", "translated_copy", None]
