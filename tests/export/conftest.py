from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from reportedly import Ledger, Record


@pytest.fixture
def ledger_of(tmp_path: Path) -> Iterator[Callable[..., Ledger]]:
    """A ledger with some records in it."""
    made: list[Ledger] = []

    def make(*records: Record) -> Ledger:
        ledger = Ledger(tmp_path / f"news{len(made)}.sqlite")
        made.append(ledger)
        ledger.add_all(records)
        return ledger

    yield make
    for ledger in made:
        ledger.close()
