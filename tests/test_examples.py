"""Every example runs: the Python and the commands of the documents on the shipped samples, and the docstrings.

What a document prints below a command is what the command prints. A command that cannot run here stands in `NOT_RUN`
with the reason; scripts of this repository that take hours are held to the options that they have.
"""

from __future__ import annotations

import contextlib
import doctest
import importlib
import io
import json
import pkgutil
import re
import shlex
import shutil
import tomllib
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

import reportedly
from reportedly import Ledger, intake
from reportedly.answering import understand
from reportedly.cli.main import cli
from tests.doc_blocks import PAGES, ROOT, Block, arguments, blocks, commands, inline_commands, matches

SAMPLES = ROOT / "samples"
STORY = "A visit to Kenya by President Elena Varga has been postponed, a diplomatic source told Tass on Friday."

# What a command begins with -> why it is not run here.
NOT_RUN = {
    "python3 -m venv": "makes an environment, as .ci/run does with the README's own test command",
    "pip install": "installs packages, as .ci/run does",
    "apt-get install": "installs packages, as .ci/run does",
    "python -m pytest": "is this",
    ".ci/run": "runs this",
    "docker": "needs a Docker engine: .ci/image builds and starts the image where there is one",
    "curl": "needs a running server: tests/web/test_api.py and test_correcting.py send such requests",
    "openapi-python-client": "needs a running server: tests/web/test_generated_client.py generates the client",
    "reportedly serve": "serves until it is stopped: tests/web/test_serving.py",
    "reportedly mcp": "talks over standard input until that ends: tests/test_chat.py",
    "reportedly watch": "runs until it is stopped: tests/test_watch.py",
    "reportedly import": "needs what Spark wrote: tests/spark/test_examples.py",
    "spark-submit": "needs a cluster: tests/spark/test_submit.py runs its steps",
    "python benchmarks/": "takes minutes to hours; held to its options below",
    "python -m training": "takes hours and data that are not shipped; held to its options below",
    "cp -r": "copies weights between two steps of training",
    "DATA=": "names the data of a training",
    "for k in": "repeats two steps of training",
    "done": "repeats two steps of training",
}
# Languages of blocks that are not commands, each with a test of its own; docs/cli.md is held by tests/test_docs.py.
OTHER = {
    ("docs/chat.md", "json"): "test_the_settings_of_a_chat_program_start_a_command_that_exists",
    ("docs/how-it-works.md", ""): "a drawing",
    ("docs/inputs.md", ""): "test_a_block_of_fields_is_read_as_the_docs_say",
    ("docs/setting-up.md", "toml"): "test_the_file_of_settings_of_the_docs_is_accepted",
}
SHELL = ("sh", "bash")
ALL = [block for page in PAGES for block in blocks(page)]
WITH_DOCTESTS = sorted(
    ".".join(path.relative_to(ROOT / "src").with_suffix("").parts).removesuffix(".__init__")
    for path in (ROOT / "src").rglob("*.py")
    if ">>> " in path.read_text(encoding="utf-8")
)


def reason_not_to_run(command: str) -> str | None:
    """The entry of `NOT_RUN` for a command."""
    return next((begin for begin in NOT_RUN if command == begin or command.startswith(begin)), None)


@pytest.fixture(scope="module")
def sample_ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger of the sample story."""
    path = tmp_path_factory.mktemp("examples") / "varga.sqlite"
    result = CliRunner().invoke(cli, ["add", str(SAMPLES / "varga-visit"), "--ledger", str(path)])
    assert result.exit_code == 0, result.output
    return path


@pytest.fixture
def folder(tmp_path: Path, sample_ledger: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to run examples in: the samples, a ledger of their story under the names that documents give it."""
    (tmp_path / "samples").symlink_to(SAMPLES)
    for name in ("news.sqlite", "varga.sqlite", "own.sqlite"):
        shutil.copy(sample_ledger, tmp_path / name)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("REPORTEDLY_LEDGER", str(tmp_path / "own.sqlite"))
    monkeypatch.setenv("HOME", str(tmp_path))
    return tmp_path


def run(command: str) -> str:
    """What a command prints."""
    words, output = arguments(command)
    result = CliRunner(env={"COLUMNS": "80"}).invoke(cli, words, input="y\n")  # removing asks first
    assert result.exit_code == 0, (command, result.output)
    if output:
        Path(output).write_text(result.stdout, encoding="utf-8")
    return result.stdout


def test_documents_have_no_example_outside_of_fences():
    for page in PAGES:
        bare = re.sub(r"^```.*?^```$", "", page.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
        assert re.findall(r"^\n {4}\S.*", bare, re.MULTILINE) == [], page


def test_every_block_runs_or_has_a_reason_not_to():
    known = {("docs/cli.md", "text"), *OTHER}
    answered = {(block.page, block.language) for block in ALL if block.language not in (*SHELL, "python")}
    # What stands unnamed below a command is what it prints.
    assert answered - {("README.md", "")} == known
    every = [command for block in ALL if block.language in SHELL for command in commands(block)]
    assert [command for command in every if not reason_not_to_run(command) and command.split()[0] != "reportedly"] == []
    used = {reason_not_to_run(command) for command in every}
    used |= {reason_not_to_run(command) for page in PAGES for command in inline_commands(page)}
    assert set(NOT_RUN) - used == set()


@pytest.mark.parametrize("page", sorted({block.page for block in ALL if block.language in SHELL}))
def test_the_commands_of_a_document_run_and_print_what_it_shows(
    page: str, folder: Path, request: pytest.FixtureRequest
):
    own = [block for block in ALL if block.page == page]
    for block, after in zip(own, [*own[1:], None], strict=True):
        printed = ""
        for command in commands(block) if block.language in SHELL else ():
            if not reason_not_to_run(command):
                printed = run(command)
        if printed and after and not after.language:
            if request.config.getoption("--update-golden"):
                shown = "\n".join(line.rstrip() for line in printed.splitlines())
                text = (ROOT / page).read_text(encoding="utf-8")
                (ROOT / page).write_text(text.replace(after.text, shown + "\n"), encoding="utf-8")
                continue
            assert matches(printed, after.text), f"{after}: the command prints\n{printed}"


@pytest.mark.parametrize(
    "page", sorted({block.page for block in ALL if block.language == "python"} - {"docs/spark.md"})
)
def test_the_python_of_a_document_runs(page: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "story.txt").write_text(STORY, encoding="utf-8")
    names = {"story": STORY}
    printed = io.StringIO()
    for block in ALL:
        if block.page == page and block.language == "python":
            with contextlib.redirect_stdout(printed):
                exec(compile("\n" * block.line + block.text, page, "exec"), names)
    assert "['Tass', 'a diplomatic source']" in printed.getvalue()
    assert "postponed" in printed.getvalue()
    with Ledger("news.sqlite") as ledger:
        assert ledger.counts().articles == 1


def command_of(words: list[str]) -> tuple[click.Command, list[str]]:
    """The command that words name, with the rest of them."""
    command: click.Command = cli
    while isinstance(command, click.Group) and words and words[0] in command.commands:
        command, words = command.commands[words[0]], words[1:]
    return command, words


def lines_of_help() -> list[str]:
    """The examples that commands give of themselves."""
    return re.findall(
        r"^ {4,}(reportedly [a-z].*)$", (ROOT / "docs" / "cli.md").read_text(encoding="utf-8"), re.MULTILINE
    )


@pytest.mark.parametrize("page", [page for page in PAGES if inline_commands(page)], ids=lambda page: page.name)
def test_commands_in_sentences_and_tables_exist_with_their_options(page: Path):
    for line in inline_commands(page) + (lines_of_help() if page.name == "cli.md" else []):
        command, words = command_of(shlex.split(line.replace("[", "").replace("]", ""))[1:])
        assert command is not cli, line
        options = {option for parameter in command.params for option in parameter.opts}
        assert {word for word in words if word.startswith("--")} <= options, line


def table_commands(page: str) -> list[str]:
    """The commands in the tables of a page that can be run."""
    rows = re.findall(r"^\| .*`(reportedly [a-z][^`]*)`", (ROOT / page).read_text(encoding="utf-8"), re.MULTILINE)
    return [line for line in rows if not reason_not_to_run(line)]


@pytest.mark.parametrize("line", [*table_commands("README.md"), *table_commands("docs/correcting.md")])
def test_the_commands_of_tables_run_with_names_of_the_sample_story(line: str, folder: Path):
    with Ledger("own.sqlite") as ledger:
        events = {event.what: event for event in ledger.events()}
        visit = events.pop(next(name for name in events if name.startswith("Elena Varga visits")))
        (other, *_) = events.values()
        (correction,) = ledger.correct(other.id, status="unconfirmed", who="Ana Kos")
        (denial,) = [article.id for article in ledger.articles() if "visit is off" in (article.title or "")]
    for name in ("news.sqlite", "varga.sqlite"):
        shutil.copy("own.sqlite", name)
    split = visit.articles[0] if "--split A,B" in line else denial
    given = {"INPUT…": "samples/varga-visit", "ID": visit.id, "OTHER": other.id, "ARTICLE": denial, "A,B": split}
    given |= {"CORRECTION": correction.id, "NAME": "Kranjc", "Orr": "Matej Kranjc", "s3": "s1"}
    given |= {"Petra Orr": "Grace Achieng", "P. Orr-Lund": "Faith Njeri"}
    if line.startswith("reportedly articles"):
        given["ID"] = denial
    run(shlex.join(["reportedly", *(given.get(word, word) for word in arguments(line)[0])]))


@pytest.mark.parametrize(
    ("kinds", "questions"),
    re.findall(
        r"^\| (`\w+`.*?) \| (.+\?)[^?]* \|$", (ROOT / "docs" / "asking.md").read_text(encoding="utf-8"), re.MULTILINE
    ),
)
def test_questions_of_the_docs_are_understood_as_they_say(kinds: str, questions: str):
    asked = [
        understand(f"{question.strip()}?", today="2026-03-06").asks.value for question in questions.split("?")[:-1]
    ]
    assert asked
    assert set(asked) == set(re.findall(r"`(\w+)`", kinds))


def scripts() -> list[tuple[str, str]]:
    """The scripts of this repository that documents call, each with a line that calls it."""
    lines = [command for block in ALL if block.language in SHELL for command in commands(block)]
    for page in PAGES:
        lines += inline_commands(page, "python ")
    found = []
    for line in lines:
        if called := re.search(r"\bpython (?:-m ((?:training|tests)[\w.]*)|((?:benchmarks|training)/\w+\.py))", line):
            found.append((called[2] or called[1].replace(".", "/") + ".py", line))
    return sorted(set(found))


@pytest.mark.parametrize(("script", "line"), scripts())
def test_scripts_that_documents_call_have_the_options_that_they_are_given(script: str, line: str):
    source = (ROOT / script).read_text(encoding="utf-8")
    assert [option for option in re.findall(r"(?<=\s)--[a-z][\w-]*", line) if f'"{option}"' not in source] == []


def test_the_settings_of_a_chat_program_start_a_command_that_exists():
    (block,) = [block for block in ALL if block.language == "json"]
    settings = json.loads(block.text)["mcpServers"]["reportedly"]
    assert settings["command"].endswith("/reportedly")
    assert command_of(settings["args"])[0] is cli.commands["mcp"]
    assert set(settings["env"]) == {"REPORTEDLY_LEDGER"}


def test_the_file_of_settings_of_the_docs_is_accepted(folder: Path, monkeypatch: pytest.MonkeyPatch):
    (block,) = [block for block in ALL if block.language == "toml"]
    (folder / "config.toml").write_text(block.text, encoding="utf-8")
    monkeypatch.delenv("REPORTEDLY_LEDGER")
    assert tomllib.loads(block.text)["ledger"] == "~/news.sqlite"
    assert "Coast Tribune" in run("reportedly --config config.toml articles list")


def test_a_block_of_fields_is_read_as_the_docs_say(tmp_path: Path):
    (block,) = [block for block in ALL if block.page == "docs/inputs.md"]
    path = tmp_path / "visit.txt"
    path.write_text(block.text, encoding="utf-8")
    (article,) = intake.articles([str(path)])
    for line in block.text.partition("\n\n")[0].splitlines():
        name, _, value = line.partition(": ")
        assert getattr(article, name.lower()) == value
    assert article.text == block.text.partition("\n\n")[2]


@pytest.mark.parametrize("name", WITH_DOCTESTS)
def test_the_examples_of_docstrings_are_true(name: str):
    result = doctest.testmod(importlib.import_module(name))
    assert result.attempted
    assert result.failed == 0


def test_examples_of_docstrings_are_looked_for_in_every_module():
    modules = {module.name for module in pkgutil.walk_packages(reportedly.__path__, "reportedly.")}
    assert set(WITH_DOCTESTS) <= modules
    assert len(WITH_DOCTESTS) > 30


@pytest.mark.parametrize(
    ("printed", "shown", "same"),
    [
        ("a\nb\nc\n", "a\n...\nc\n", True),
        ("a\nc\n", "a\n...\nc\n", True),
        ("9 articles, 6 outlets\n", "9 ... outlets\n", True),
        ("a\nb\n", "a\n", False),
        ("a\nb\n", "a\nc\n", False),
        ("a  \n", "a\n", True),
    ],
)
def test_output_is_compared_line_by_line_but_for_what_is_left_out(printed: str, shown: str, same: bool):
    assert matches(printed, shown) is same


def test_a_command_is_found_behind_an_environment_and_a_comment():
    block = Block("a.md", 1, "sh", ".venv/bin/reportedly add x && ls  # both\npip \\\n    install y\n")
    assert commands(block) == ["reportedly add x", "ls", "pip install y"]
