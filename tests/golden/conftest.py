"""Golden files: compared, or written anew with `--update-golden`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest


@pytest.fixture
def is_golden(request: pytest.FixtureRequest) -> Callable[[Path, str], None]:
    """Fails where a text is not that of a golden file; with `--update-golden` it becomes the file."""

    def check(path: Path, text: str) -> None:
        if request.config.getoption("--update-golden"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
        assert path.exists(), f"no {path}: run `pytest tests/golden --update-golden`, and read what it writes"
        # By line, so that a failure shows the line that differs.
        assert text.splitlines() == path.read_text("utf-8").splitlines(), "look at the diff of `--update-golden`"

    return check
