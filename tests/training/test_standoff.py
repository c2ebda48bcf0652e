"""Stand-off annotations: joined with their texts they are the annotated articles again."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest

from training.standoff import agreement, main, make_line, read_lines

ANNOTATIONS = Path(__file__).parents[2] / "training" / "annotations"
WRITTEN = ANNOTATIONS / "written.jsonl"


def run(monkeypatch: pytest.MonkeyPatch, *arguments: object) -> int:
    """The exit status of the command line."""
    monkeypatch.setattr(sys, "argv", ["standoff", *map(str, arguments)])
    try:
        main()
    except SystemExit as ended:
        return int(ended.code or 0)
    return 0


def write(path: Path, lines: list[dict[str, Any]]) -> Path:
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    return path


def without_what(article: dict[str, Any]) -> list[dict[str, Any]]:
    return [{name: value for name, value in e.items() if name != "what"} for e in article["gold"]["events"]]


def test_joining_restores_the_annotated_articles(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    standoff, joined = tmp_path / "standoff.jsonl", tmp_path / "joined.jsonl"
    assert run(monkeypatch, "make", WRITTEN, "--out", standoff) == 0
    assert run(monkeypatch, "join", standoff, "--texts", WRITTEN, "--out", joined) == 0
    articles = list(read_lines(WRITTEN))
    restored = list(read_lines(joined))
    assert len(restored) == len(articles) == 720
    for article, again in zip(articles, restored, strict=True):
        assert again["gold"]["events"] == without_what(article)
        assert again | {"gold": None} == article | {"batch": "written", "story": None, "gold": None}


def test_a_line_holds_offsets_and_no_text():
    text = "Iranian papers: the visit to Iran by Elena Varga is off, a diplomat said."
    event = {
        "key": "v1",
        "type": "visit",
        "what": "Elena Varga visits Iran",
        "participants": ["Elena Varga", "Government of Iran"],
        "place": "Iran",
        "when": None,
        "status": "cancelled",
        "chain": [{"name": "a diplomat", "kind": "unnamed"}],
        "evidence": [16, 55],
        "trigger": [20, 25],
        "also": [],
    }
    line = make_line({"id": "a", "text": text, "gold": {"statements": [], "events": [event]}}, batch="b1")
    (found,) = line["events"]
    assert found["participants"] == [[37, 48], "Government of Iran"]  # the second is composed: it does not occur
    assert found["place"] == [29, 33]  # not the beginning of "Iranian"
    assert found["chain"] == [{"name": [57, 67], "kind": "unnamed"}]
    assert "what" not in found
    assert line.keys() == {"id", "sha256", "batch", "events"}


def test_statements_of_which_only_chain_and_stance_are_annotated_come_back_as_they_were(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    text = "The visit is off, Elena Varga told Adriapress."
    chain = [{"name": "Adriapress"}, {"name": "Elena Varga"}]
    statement = {"source": [[18, 29]], "cue": [[30, 34]], "content": [[0, 16]], "chain": chain, "stance": "asserts"}
    article = {"id": "a", "text": text, "gold": {"statements": [statement], "events": []}}
    (found,) = make_line(article, batch="t1")["statements"]
    assert found == statement | {"chain": [{"name": [35, 45]}, {"name": [18, 29]}]}
    gold = write(tmp_path / "gold.jsonl", [article])
    run(monkeypatch, "make", gold, "--out", tmp_path / "standoff.jsonl")
    run(monkeypatch, "join", tmp_path / "standoff.jsonl", "--texts", gold, "--out", tmp_path / "joined.jsonl")
    (again,) = read_lines(tmp_path / "joined.jsonl")
    assert again["gold"] == article["gold"]


def test_changed_and_missing_texts_are_named_and_the_rest_is_joined(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    articles = list(read_lines(WRITTEN))[:3]
    standoff = tmp_path / "standoff.jsonl"
    run(monkeypatch, "make", write(tmp_path / "gold.jsonl", articles), "--out", standoff)
    changed = articles[0] | {"text": articles[0]["text"] + " "}
    pool = write(tmp_path / "pool.jsonl", [changed, articles[2]])
    capsys.readouterr()
    assert run(monkeypatch, "join", standoff, "--texts", pool, "--out", tmp_path / "joined.jsonl") == 1
    assert capsys.readouterr().err.splitlines() == [
        f"{articles[0]['id']}: its text in {pool} is not the annotated one (SHA-256 differs). Skipped.",
        f"{articles[1]['id']}: no article with this id in {pool}. Skipped.",
    ]
    assert [a["id"] for a in read_lines(tmp_path / "joined.jsonl")] == [articles[2]["id"]]
    original = write(tmp_path / "original.jsonl", articles)
    assert run(monkeypatch, "join", standoff, "--texts", pool, original, "--out", tmp_path / "joined.jsonl") == 0


def test_agreement_of_two_readings():
    text = "The visit to Kenya was postponed to May. Talks were held in Nairobi."
    visit = {
        "type": "visit",
        "status": "postponed",
        "when": "2026-05",
        "place": "Kenya",
        "participants": ["Elena Varga"],
        "chain": [],
        "evidence": [0, 39],
    }
    talks = visit | {"type": "talks", "status": "held", "when": None, "place": "Nairobi", "evidence": [41, 67]}
    other = visit | {"status": "rescheduled", "participants": ["Varga", "Kenya"], "evidence": [4, 32]}
    first, second = ({"id": "a", "text": text, "gold": {"events": events}} for events in ([visit, talks], [other]))
    alone = {"id": "b", "text": text, "gold": {"events": [visit]}}
    assert agreement([first, alone, second]) == {
        "articles": 1,
        "events": 3,
        "found_f1": 0.6667,
        "with_status_f1": 0.0,
        "status": 0.0,
        "when": 1.0,
        "place": 1.0,
        "participants_f1": 0.6667,
        "chain": 1.0,
    }


def test_counts_of_the_readme_are_those_of_the_files():
    lines = [line for path in sorted(ANNOTATIONS.glob("events-*.jsonl")) for line in read_lines(path)]
    written = list(read_lines(WRITTEN))
    told = (ANNOTATIONS / "README.md").read_text(encoding="utf-8").replace("\n", " ")
    reports = sum(len(line["events"]) for line in lines)
    assert f"{len({line['id'] for line in lines}):,} news articles ({len(lines):,} readings, {reports:,} event" in told
    assert f"{len(written)} short texts of our own ({sum(len(a['gold']['events']) for a in written)} event" in told
    assert not any("text" in line or any("what" in event for event in line["events"]) for line in lines)
