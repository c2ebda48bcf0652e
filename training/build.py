"""From data to shipped weights, by one command.

    python -m training.build --corpus FOLDER --silver NAMES.jsonl --texts TEXTS.jsonl … --run RUN

FOLDER holds train.jsonl and dev.jsonl. Trains attribution at a level rate, goes on with names beside it while the rate
falls, exports, calibrates and prints the table of the model card. Stopped and run again, it goes on where it was.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path

__all__ = ["main"]

LEVEL_STEPS, FALLING_STEPS = 2500, 1240


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, required=True, help="folder with train.jsonl and dev.jsonl")
    parser.add_argument("--silver", type=Path, required=True, help="silver names; made from --texts if it is missing")
    parser.add_argument("--texts", type=Path, nargs="*", default=[], help="further texts for names, JSON lines")
    parser.add_argument("--exclude", type=Path, nargs="*", default=[], help="JSON lines whose ids no part may see")
    parser.add_argument("--run", type=Path, required=True, help="folder for checkpoints and learning curves")
    parser.add_argument("--out", type=Path, default=Path("src/reportedly/data/model"))
    options = parser.parse_args()
    data = ["--train", options.corpus / "train.jsonl", "--dev", options.corpus / "dev.jsonl"]
    attribution, names = options.run / "attribution", options.run / "names"
    level = ["--steps", 2 * LEVEL_STEPS, "--decay-from", 2 * LEVEL_STEPS, "--stop-at", LEVEL_STEPS]
    _run("training.train", *data, *level, "--out", attribution)
    silver = ["--silver", options.silver]
    for flag in ("texts", "exclude"):
        if getattr(options, flag):
            silver += [f"--{flag}", *getattr(options, flag)]
    checkpoint = ["--checkpoint", attribution / "checkpoint.pt"]
    _run("training.names", *data, *checkpoint, *silver, "--steps", FALLING_STEPS, "--out", names)
    checkpoint = ["--checkpoint", names / "checkpoint.pt"]
    _run("training.export", *checkpoint, "--train", options.corpus / "train.jsonl", "--out", options.out)
    _run("training.evaluate", "--corpus", options.corpus, "--model", options.out)


def _run(module: str, *arguments: object) -> None:
    subprocess.run([sys.executable, "-m", module, *map(str, arguments)], check=True)


if __name__ == "__main__":
    main()
