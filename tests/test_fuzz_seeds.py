"""Every seed of `fuzz/`, past findings among them, through its target; `fuzz/run` goes on from there."""

from pathlib import Path

import pytest

from fuzz.targets import TARGETS

SEEDS = Path(__file__).parent.parent / "fuzz" / "seeds"
EACH = sorted(path for path in SEEDS.glob("*/*") if path.is_file())


def test_every_target_has_seeds():
    assert {path.parent.name for path in EACH} == set(TARGETS)


@pytest.mark.parametrize("path", EACH, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_a_seed_ends_as_it_should(path):
    TARGETS[path.parent.name](path.read_bytes())
