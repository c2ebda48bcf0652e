"""Reads the golden articles and stores their records as the input of the ledger's golden answers."""

from tests.golden.files import STORED, read_golden


def main() -> None:
    """Rewrite `ledger/records.jsonl`; answers move with it, so run `pytest tests/golden --update-golden` next."""
    STORED.parent.mkdir(exist_ok=True)
    with STORED.open("w", encoding="utf-8") as file:
        for record in read_golden():
            file.write(record.to_json() + "\n")


if __name__ == "__main__":
    main()
