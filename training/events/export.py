"""Ship a checkpoint of the event heads: four ONNX files.

    python -m training.events.export --checkpoint RUN/checkpoint.pt [...] --out src/reportedly/data/model

Of several checkpoints the mean is shipped. The upper layers are int8, like the encoder below them; views, pairs and
links are small and stay float32, so that their answers do not depend on the processor. ONNX in float32 and PyTorch
must agree to 1e-4 before anything is written. `training.events.fit` then writes events.json.
"""

from __future__ import annotations

import argparse
import os
import shutil
import tempfile
import warnings
from collections.abc import Callable
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

from reportedly.reading.events.candidates import FEATURES
from reportedly.reading.events.clusters import N_LINK_FEATURES
from reportedly.reading.events.context import N_BUCKETS
from reportedly.reading.neural.event_heads import N_GOVERNORS, VIEW_WIDTH
from training.events.model import EventModel
from training.events.train import load_mean

__all__ = ["export", "main"]

OPSET = 17
_LARGE = 500_000  # numbers in a table
TOLERANCE = 1e-4


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--checkpoint", type=Path, nargs="+", required=True)
    parser.add_argument("--out", type=Path, required=True, help="folder of the shipped files")
    options = parser.parse_args()
    export(load_mean(options.checkpoint), options.out)


class _Part(nn.Module):
    """One of the model's functions as a module."""

    def __init__(self, model: EventModel, run: Callable[..., tuple[Tensor, ...]]) -> None:
        super().__init__()
        self.model, self.run = model, run

    def forward(self, *inputs: Tensor) -> tuple[Tensor, ...]:
        return self.run(*inputs)


def export(model: EventModel, out: Path) -> None:
    """Writes events_pass.onnx, events_look.onnx, events_pairs.onnx and events_links.onnx."""
    from onnxruntime.quantization import QuantType, quantize_dynamic

    def read(middle: Tensor) -> tuple[Tensor, ...]:
        hidden = model.encode(middle, None, None, None)
        return hidden, torch.log_softmax(model.trigger(hidden), -1)

    def look(
        hidden: Tensor,
        first: Tensor,
        last: Tensor,
        index: Tensor,
        inside: Tensor,
        governors: Tensor,
        bag: Tensor,
        weight: Tensor,
    ) -> tuple[Tensor, ...]:
        vector = model.look(hidden, first, last, index, inside, governors, bag, weight)
        kind, status = torch.log_softmax(model.kind(vector), -1), torch.log_softmax(model.status(vector), -1)
        words = model.words(vector, hidden, index)
        return vector, model.valid(vector)[:, 0], kind, status, model.own(vector)[:, 0], words

    def pairs(vector: Tensor, first: Tensor, last: Tensor, features: Tensor) -> tuple[Tensor, ...]:
        return (model.pairs(vector, first, last, features),)

    def links(a: Tensor, b: Tensor, features: Tensor) -> tuple[Tensor, ...]:
        return (model.links(a, b, features),)

    parts: dict[str, tuple[Callable[..., tuple[Tensor, ...]], dict[str, tuple[Tensor, list[str]]], list[str]]] = {
        name: (run, inputs, outputs)
        for (name, inputs), run, outputs in zip(
            _inputs(model.config.width).items(),
            (read, look, pairs, links),
            (["hidden", "trigger"], ["vector", "valid", "type", "status", "own", "words"], ["odds"], ["odds"]),
            strict=True,
        )
    }
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        for name, (run, inputs, outputs) in parts.items():
            exact, small = Path(folder) / f"{name}.float.onnx", Path(folder) / f"{name}.onnx"
            tensors = tuple(tensor for tensor, _ in inputs.values())
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                torch.onnx.export(
                    _Part(model, run).eval(),
                    tensors,
                    str(exact),
                    input_names=list(inputs),
                    output_names=outputs,
                    dynamic_axes={key: dict(enumerate(axes)) for key, (_, axes) in inputs.items() if axes},
                    opset_version=OPSET,
                    dynamo=False,
                )
            difference = _difference(run, inputs, exact)
            if difference > TOLERANCE:
                raise SystemExit(f"{name}: ONNX and PyTorch differ by {difference:.1e}, more than {TOLERANCE:.0e}")
            if name == "pass":
                quantize_dynamic(
                    exact,
                    small,
                    op_types_to_quantize=["MatMul", "Gemm"],
                    per_channel=True,
                    weight_type=QuantType.QInt8,
                    reduce_range=True,  # as in `training.export`: the same sums on every processor
                    extra_options={"MatMulConstBOnly": True},
                )
                _add_halves(small)
            else:
                shutil.copyfile(exact, small)
                _halve_tables(small)
            target = out / f"events_{name}.onnx"
            shutil.copyfile(small, target.with_suffix(".part"))
            os.replace(target.with_suffix(".part"), target)
            print(f"{target.name}: {target.stat().st_size / 1e6:.1f} MB; differed by {difference:.1e} in float32")


def _add_halves(path: Path) -> None:
    """What is read and what comes out also as float16, as it is kept: numpy takes ten times as long to convert it."""
    import onnx
    from onnx import TensorProto, helper

    model = onnx.load(str(path))
    graph = model.graph
    for name in ("middle", "hidden"):
        graph.node.append(helper.make_node("Cast", [name], [f"{name}_half"], to=TensorProto.FLOAT16))
        graph.output.append(helper.make_tensor_value_info(f"{name}_half", TensorProto.FLOAT16, ["pieces", None]))
    onnx.save(model, str(path))


def _halve_tables(path: Path) -> None:
    """Keeps large tables of embeddings as float16, which is cast where a row is taken: a sixth of the weights."""
    import onnx
    from onnx import TensorProto, helper, numpy_helper

    model = onnx.load(str(path))
    graph = model.graph
    for table in list(graph.initializer):
        takers = [node for node in graph.node if table.name in node.input]
        values = numpy_helper.to_array(table)
        if values.dtype != np.float32 or values.size < _LARGE or {node.op_type for node in takers} != {"Gather"}:
            continue
        table.CopyFrom(numpy_helper.from_array(values.astype(np.float16), table.name))
        for node in takers:
            name = node.output[0]
            node.output[0] = f"{name}.half"
            cast = helper.make_node("Cast", [f"{name}.half"], [name], to=TensorProto.FLOAT)
            graph.node.insert(list(graph.node).index(node) + 1, cast)
    onnx.save(model, str(path))


def _inputs(width: int) -> dict[str, dict[str, tuple[Tensor, list[str]]]]:
    """Inputs of each part that every check sees alike, with the names of the axes that vary."""
    random = np.random.default_rng(11)
    n, t, p = 150, 4, 7

    def floats(*shape: int) -> Tensor:
        return torch.from_numpy(random.normal(0, 0.5, shape).astype(np.float32))

    def whole(high: int, *shape: int) -> Tensor:
        return torch.from_numpy(random.integers(0, high, shape))

    features = torch.stack([whole(size, p) for size in FEATURES.values()], 1)
    links = floats(p, N_LINK_FEATURES)
    links[:, 0], links[:, 1] = whole(16, p).float(), whole(12, p).float()
    return {
        "pass": {"middle": (floats(90, width), ["pieces"])},
        "look": {
            "hidden": (floats(n, width), ["pieces"]),
            "first": (whole(n, t), ["triggers"]),
            "last": (whole(n, t), ["triggers"]),
            "index": (whole(n, t, VIEW_WIDTH), ["triggers"]),
            "inside": (whole(2, t, VIEW_WIDTH).bool(), ["triggers"]),
            "governors": (whole(n, t, N_GOVERNORS), ["triggers"]),
            "bag": (whole(N_BUCKETS, t, 30), ["triggers", "features"]),
            "weight": (floats(t, 30), ["triggers", "features"]),
        },
        "pairs": {
            "vector": (floats(p, width), ["pairs"]),
            "first": (floats(p, width), ["pairs"]),
            "last": (floats(p, width), ["pairs"]),
            "features": (features, ["pairs"]),
        },
        "links": {
            "a": (floats(p, width), ["pairs"]),
            "b": (floats(p, width), ["pairs"]),
            "features": (links, ["pairs"]),
        },
    }


def _difference(
    run: Callable[..., tuple[Tensor, ...]], inputs: dict[str, tuple[Tensor, list[str]]], path: Path
) -> float:
    import onnxruntime

    with torch.no_grad():
        expected = [tensor.numpy() for tensor in run(*(tensor for tensor, _ in inputs.values()))]
    session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    got = session.run(None, {name: tensor.numpy() for name, (tensor, _) in inputs.items()})
    # Of values beyond one the relative difference: a log-probability of -15 has no fifth decimal in float32.
    return max(float((np.abs(a - b) / np.maximum(1.0, np.abs(a))).max()) for a, b in zip(expected, got, strict=True))


if __name__ == "__main__":
    main()
