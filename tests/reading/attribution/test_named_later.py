"""Nouns before a person who is named only behind them."""

from __future__ import annotations

import pytest

from reportedly import Article, read
from reportedly.errors import ModelError
from reportedly.reading.attribution import antecedent_model
from tests.marks import names


@pytest.mark.parametrize(
    ("text", "chains"),
    [
        (
            "“Did you know about the leak?” the judge asked. “I learned of it from the papers,” Emil Horn replied.",
            [["the judge"], ["Emil Horn"]],
        ),
        ("“Do you regret it?” the host asked. “Every single day,” Holt replied.", [["the host"], ["Holt"]]),
        (
            "He was a gifted pianist, his teacher recalled. He never practised, his sister, Clara Aas, said.",
            [["his teacher"], ["Clara Aas"]],
        ),
    ],
)
def test_who_is_named_next_is_another(text: str, chains: list[list[str]]) -> None:
    record = read(Article(text=text, published="2026-03-04", language="en"))
    assert [names(statement.chain) for statement in record.statements] == chains


def test_a_damaged_model_is_told_by_name(monkeypatch: pytest.MonkeyPatch, tmp_path) -> None:
    (tmp_path / "model").mkdir()
    (tmp_path / "model" / "antecedents.npz").write_bytes(b"PK\x03\x04 no weights")
    monkeypatch.setattr(antecedent_model, "files", lambda package: tmp_path)
    antecedent_model.antecedent_model.cache_clear()
    with pytest.raises(ModelError, match=r"antecedents\.npz"):
        antecedent_model.antecedent_model()
    antecedent_model.antecedent_model.cache_clear()
