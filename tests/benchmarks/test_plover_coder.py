"""Who does what to whom: the signs that are read off a parse, and a coder learned from them."""

from __future__ import annotations

import functools
import importlib.util
import json
from pathlib import Path
from types import ModuleType

import pytest

from benchmarks.plover_coder import Coder, Signs, find_signs, fit_coder
from reportedly import Article
from reportedly.article import Span
from reportedly.reading.syntax.parse import parse

# Invented sentences, (source) and [target] marked.
EXAMPLES = {
    "ACCUSE": [
        "(Norland) condemned [Sudria] over the arrests.",
        "(The opposition) criticised [the minister] for his silence.",
        "(Prosecutors) charged [a former mayor] with fraud.",
        "(Sudria) condemned [Norland's decision] on fishing rights.",
        "(The union) criticised [the company] on Monday.",
    ],
    "AGREE": [
        "(Norland) agreed to send food to [Sudria].",
        "(The army) promised to release [the hostages].",
        "(Sudria) will sign a treaty with [Norland].",
        "(The rebels) agreed to free [two prisoners].",
        "(The bank) promised to lend money to [Ostmark].",
    ],
    "YIELD": [
        "(The army) released [five prisoners] on Friday.",
        "(Norland) withdrew its troops from [Sudria].",
        "(The rebels) freed [a doctor] they had held for a year.",
        "(A court) released [the journalist] on bail.",
        "(Ostmark) withdrew its soldiers from [the valley].",
    ],
    "REJECT": [
        "(Norland) refused to meet [the envoy].",
        "(The rebels) rejected [the offer].",
        "(The minister) declined to answer [reporters].",
        "(Sudria) rejected [a plan] for new borders.",
        "(The company) refused to pay [its workers].",
    ],
    "ASSAULT": [
        "(Rebels) attacked [a police station] in the north.",
        "(A gunman) killed [three guards] on Sunday.",
        "(The air force) bombed [a depot] near the capital.",
        "(Militants) killed [a mayor] in an ambush.",
        "(Soldiers) attacked [the village] at dawn.",
    ],
    "AID": [
        "(Norland) gave food and medicine to [Sudria].",
        "(The fund) donated two million dollars to [the hospital].",
        "(Ostmark) sent humanitarian aid to [the islands].",
        "(The charity) gave tents to [the refugees].",
        "(Norland) sent medical supplies to [Ostmark].",
    ],
}


def marked(sentence: str) -> tuple[str, list[Span], list[Span]]:
    """The sentence without its brackets, and the spans of source and target."""
    text, opened = "", 0
    spans: dict[str, list[Span]] = {")": [], "]": []}
    for character in sentence:
        if character in "([":
            opened = len(text)
        elif character in ")]":
            spans[character].append((opened, len(text)))
        else:
            text += character
    return text, spans[")"], spans["]"]


def signs(sentence: str) -> Signs:
    text, source, target = marked(sentence)
    return find_signs(parse(Article(text=text)), source, target)


@functools.cache
def learned() -> Coder:
    pairs = [(signs(sentence), root) for root, sentences in EXAMPLES.items() for sentence in sentences]
    return fit_coder([one for one, _ in pairs], [root for _, root in pairs])


@pytest.mark.parametrize(
    ("sentence", "group", "expected"),
    [
        ("(Norland) has condemned [the raid].", "predicates", ["verb condemn", "condemn in aux have", "over condemn"]),
        ("(Norland) has condemned [the raid].", "words", ["<source> have", "condemn <target>"]),
        ("(The rebels) agreed to release [the captives].", "predicates", ["act agree release", "act in to"]),
        ("(The rebels) agreed to release [the captives].", "frames", ["stage willed", "willing then release"]),
        ("(Sudria) will not release [the captives].", "frames", ["stage to come not"]),
        ("(Sudria) gave food to [Norland].", "predicates", ["object food", "give food"]),
        ("[The mayor] was killed by (a gunman).", "predicates", ["source first False", "verb kill", "in passive"]),
        ("(Norland) met [Sudria] in 2019.", "words", ["in <number>"]),
    ],
)
def test_signs_of_a_sentence(sentence: str, group: str, expected: list[str]) -> None:
    assert set(expected) <= set(signs(sentence)[group])


def test_names_of_the_actors_are_no_signs_of_the_act() -> None:
    ours, theirs = signs("(Norland) condemned [Sudria]."), signs("(Ostmark) condemned [Westria].")
    for group in ("between", "predicates", "frames", "mentions"):
        assert ours[group] == theirs[group]


@pytest.mark.parametrize(
    ("sentence", "root"),
    [
        ("(Westria) condemned [the verdict].", "ACCUSE"),
        ("(The guerrillas) agreed to release [a nurse].", "AGREE"),
        ("(The guerrillas) released [a nurse] on Tuesday.", "YIELD"),
        ("(Westria) rejected [the proposal].", "REJECT"),
        ("(Gunmen) attacked [a convoy] on Tuesday.", "ASSAULT"),
        ("(Westria) sent food to [the flooded towns].", "AID"),
    ],
)
def test_a_coder_learns_the_act(sentence: str, root: str) -> None:
    assert learned()([signs(sentence)]) == [root]


def test_the_same_examples_give_the_same_coder() -> None:
    pairs = [(signs(sentence), root) for root in ("AID", "YIELD") for sentence in EXAMPLES[root]]
    one, two = (fit_coder([s for s, _ in pairs], [root for _, root in pairs]) for _ in range(2))
    assert (one.weights == two.weights).all()
    assert one.roots == ("AID", "YIELD")


@pytest.mark.parametrize(
    "sentence", ["", "No actor is marked here.", "(Norland) spoke.", "It rained on [Sudria].", "()[]"]
)
def test_a_sentence_without_its_actors_is_coded_all_the_same(sentence: str) -> None:
    assert learned()([signs(sentence)])[0] in learned().roots


def test_examples_and_roots_must_go_together() -> None:
    with pytest.raises(ValueError, match="one root for each"):
        fit_coder([], [])
    with pytest.raises(ValueError, match="one root for each"):
        fit_coder([signs("(Norland) met [Sudria].")], ["CONSULT", "AID"])


def benchmark() -> ModuleType:
    path = Path(__file__).parents[2] / "benchmarks/plover_codes.py"
    spec = importlib.util.spec_from_file_location("plover_codes", path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_measure_reads_learns_and_scores(tmp_path: Path) -> None:
    codes = benchmark()
    file = tmp_path / "coded.jsonl"
    with file.open("w", encoding="utf-8") as lines:
        for root, sentences in EXAMPLES.items():
            for sentence in sentences:
                text, (source,), (target,) = marked(sentence)
                named = sentence.replace("(", "<s>").replace(")", "</s>").replace("[", "<t>").replace("]", "</t>")
                row = {"text": text, "marked": named, "root": root}
                row |= {"source": text[slice(*source)], "target": text[slice(*target)]}
                assert codes.unmark(row) == (text, {"s": [source], "t": [target]})
                lines.write(json.dumps(row) + "\n")
    examples, roots = codes.load(file)
    assert roots == [root for root, sentences in EXAMPLES.items() for _ in sentences]
    assert sorted(codes.deal(roots, 5, 0)) == sorted([*range(5)] * 6)
    coded = codes.code_by_folds(examples, roots, 5, 0)
    assert codes.macro_f1(roots, coded) > 0.5


def test_an_actor_without_marks_is_found_by_its_name() -> None:
    row = {"marked": "<s>Norland</s> thanked Sudria.", "source": "Norland", "target": "Sudria"}
    assert benchmark().unmark(row) == ("Norland thanked Sudria.", {"s": [(0, 7)], "t": [(16, 22)]})


def test_macro_f1_weighs_roots_alike() -> None:
    assert benchmark().macro_f1(["AID", "AID", "AID", "YIELD"], ["AID", "AID", "AID", "AID"]) == pytest.approx(
        0.4286, abs=1e-4
    )
