"""The examples in the documents: fenced blocks, and the commands in them."""

from __future__ import annotations

import re
import shlex
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent
PAGES = [
    *(ROOT / name for name in ("README.md", "CONTRIBUTING.md", "samples/README.md")),
    *sorted((ROOT / "training").rglob("README.md")),
    *sorted((ROOT / "docs").rglob("*.md")),
]

_FENCED = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Block:
    """A fenced block: the page and line where it begins, and the language after the fence ("" where none is)."""

    page: str
    line: int
    language: str
    text: str

    def __str__(self) -> str:
        return f"{self.page}:{self.line}"


def blocks(page: Path) -> list[Block]:
    """The fenced blocks of a page, in order."""
    text = page.read_text(encoding="utf-8")
    name = str(page.relative_to(ROOT))
    return [Block(name, text[: m.start()].count("\n") + 1, m[1], m[2]) for m in _FENCED.finditer(text)]


def commands(block: Block) -> list[str]:
    """The commands of a shell block, one a line, without comments and the path of the environment."""
    text = re.sub(r"\\\n\s*", "", block.text)
    lines = [re.sub(r"(^|\s)#.*", "", line).strip() for line in text.splitlines()]
    found = [part.strip() for line in lines for part in line.split("&&") if part.strip()]
    return [command.removeprefix(".venv/bin/") for command in found]


def inline_commands(page: Path, begin: str = "reportedly [a-z]") -> list[str]:
    """The commands that stand in the sentences and tables of a page."""
    return re.findall(rf"`({begin}[^`\n]*)`", _FENCED.sub("", page.read_text(encoding="utf-8")))


def arguments(command: str) -> tuple[list[str], str | None]:
    """What follows `reportedly` in a command, and the file that its output goes to."""
    words = shlex.split(command)[1:]
    if ">" in words:
        at = words.index(">")
        return words[:at], words[at + 1]
    return words, None


def matches(printed: str, shown: str) -> bool:
    """Whether output is what a document shows of it; a line `...` stands for any lines, `...` in one for any words."""
    pattern = ""
    for line in shown.rstrip().splitlines():
        if line.strip() == "...":
            pattern += r"(?:.*\n)*?"
        else:
            pattern += ".*".join(map(re.escape, line.rstrip().split("..."))) + r"[ ]*\n"
    return re.fullmatch(pattern, printed.rstrip() + "\n") is not None
