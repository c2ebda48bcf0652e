"""What the documents say is so: the README's code runs, its commands exist, every word of the vocabulary is told."""

import re
from pathlib import Path

import pytest

from reportedly import Ledger
from reportedly.cli import cli
from reportedly.record import EventType, Kind, LinkKind, Role, Stance, Status, TimeType

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
STORY = "A visit to Kenya by President Elena Varga has been postponed, a diplomatic source told Tass on Friday."


def test_the_readme_code_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    (code,) = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    monkeypatch.chdir(tmp_path)
    exec(compile(code, "README.md", "exec"), {"story": STORY})
    told = capsys.readouterr().out
    assert "['Tass', 'a diplomatic source']" in told
    assert "postponed" in told
    with Ledger("news.sqlite") as ledger:
        assert ledger.counts().articles == 1


def test_every_command_of_the_readme_exists():
    for line in re.findall(r"`reportedly ([a-z][^`]*)`", README):
        command, *words = line.split()
        assert command in cli.commands, line
        options = {option for parameter in cli.commands[command].params for option in parameter.opts}
        assert {word for word in words if word.startswith("--")} <= options, line


def test_every_command_is_in_the_readme():
    assert [name for name in cli.commands if f"`reportedly {name}" not in README] == []


@pytest.mark.parametrize("vocabulary", [EventType, Kind, LinkKind, Role, Stance, Status, TimeType])
def test_every_word_of_the_vocabulary_is_in_the_record_docs(vocabulary):
    told = (ROOT / "docs" / "record.md").read_text(encoding="utf-8")
    assert [word.value for word in vocabulary if f"`{word.value}`" not in told] == []


def test_links_in_the_documents_lead_somewhere():
    for page in [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]:
        for target in re.findall(r"\]\(([^)#]+)\)", page.read_text(encoding="utf-8")):
            if "://" not in target:
                assert (page.parent / target).exists(), f"{page.name}: {target}"
