"""What the documents say is so: they name every command, address and word of the vocabulary; links lead somewhere."""

import re
from pathlib import Path

import click
import pytest

from reportedly import Ledger
from reportedly.cli.main import cli
from reportedly.vocabulary import EventType, Kind, LinkKind, Role, Stance, Status, TimeType
from reportedly.web.app import create_app
from reportedly.web.written_shapes import ArticleIn
from tests import cli_docs

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_every_command_is_in_the_readme():
    assert [name for name in cli.commands if f"`reportedly {name}" not in README] == []


def test_every_address_parameter_and_field_of_the_api_is_in_its_docs(tmp_path: Path):
    told = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")
    Ledger(tmp_path / "news.sqlite").close()
    description = create_app(tmp_path / "news.sqlite").openapi()
    rows = {row.split("|")[1].strip(): row for row in told.splitlines() if row.startswith("| ")}
    for path, ways in description["paths"].items():
        assert f"`{path}`" in told, path
        for way in ways.values():
            for parameter in way.get("parameters", ()):
                where = next(row for address, row in rows.items() if f"`{path}`" in address)
                name = parameter["name"]
                assert f"`{name}`" in told or f"`{name}=" in told or f"{{{name}}}" in where, (path, name)
    shapes = description["components"]["schemas"]
    assert not [name for name in rows if name[:1].isupper() and name not in shapes]
    for name, shape in shapes.items():
        if shape["type"] != "object" or name.startswith("PageOf"):
            continue
        fields = set(re.findall(r"`(\w+)`", rows[name]))
        for base in re.findall(r"as (\w+)", rows[name]):
            fields |= set(re.findall(r"`(\w+)`", rows.get(base, "")))
        assert set(shape["properties"]) <= fields, (name, set(shape["properties"]) - fields)
    for field in ArticleIn.model_fields:
        assert f"`{field}`" in told.partition("## Adding articles")[2], field


def test_the_page_of_commands_is_what_they_say_of_themselves():
    assert cli_docs.PAGE.read_text(encoding="utf-8") == cli_docs.written(), "Write it anew: python -m tests.cli_docs"


@pytest.mark.parametrize("command", [name for name, command in cli.commands.items() if not command.hidden])
def test_every_option_of_a_command_says_what_it_is_for(command: str):
    options = [option for option in cli.commands[command].params if isinstance(option, click.Option)]
    # The form of what is printed tells itself by its choices.
    silent = [option.name for option in options if not option.help and not isinstance(option.type, click.Choice)]
    assert silent == []


def test_every_command_that_reads_a_ledger_takes_a_day():
    options = {name: {o for p in command.params for o in p.opts} for name, command in cli.commands.items()}
    readers = {name for name, own in options.items() if "--ledger" in own} - {"add", "import", "mcp", "serve", "watch"}
    assert {name for name in readers if "--as-of" not in options[name]} == set()


@pytest.mark.parametrize("vocabulary", [EventType, Kind, LinkKind, Role, Stance, Status, TimeType])
def test_every_word_of_the_vocabulary_is_in_the_record_docs(vocabulary):
    told = (ROOT / "docs" / "record.md").read_text(encoding="utf-8")
    assert [word.value for word in vocabulary if f"`{word.value}`" not in told] == []


def test_links_in_the_documents_lead_somewhere():
    for page in [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]:
        for target in re.findall(r"\]\(([^)#]+)\)", page.read_text(encoding="utf-8")):
            if "://" not in target:
                assert (page.parent / target).exists(), f"{page.name}: {target}"


def test_the_site_lists_every_decision_by_its_title():
    listed = re.findall(r'- "(.+)": (decisions/.+\.md)', (ROOT / "mkdocs.yml").read_text(encoding="utf-8"))
    pages = sorted((ROOT / "docs" / "decisions").glob("*.md"))
    titles = [page.read_text(encoding="utf-8").partition("\n")[0].partition(". ")[2] for page in pages]
    assert listed == [(title, f"decisions/{page.name}") for title, page in zip(titles, pages, strict=True)]


def test_what_must_pass_runs_the_test_command_of_the_readme():
    (command,) = re.findall(r"^python3 -m venv .*pytest.*$", README, re.MULTILINE)
    assert command in (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()
