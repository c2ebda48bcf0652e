"""The tables that `ledger` writes: their columns, and where in a folder they lie.

A folder holds generations, one for each call: `generation=0001/articles/*.parquet`, … A generation counts once its
`ledger.json` is there, which is written last; one without it is of a run that was killed, and is rewritten by the
next. Tables that only grow hold in each generation what it added; those that change hold all of it in the last.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from reportedly.errors import InputError

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

__all__ = ["CHANGING", "FORM", "GROWING", "Tables", "is_there", "remove"]

FORM = 3
"""Raised with every change of the columns."""

_REPORT = (
    "array<struct<article: string, outlet: string, key: string, type: string, status: string, "
    "chain: array<string>, kinds: array<string>, said: string, published: string, day: string, `when`: string, "
    "place: string, evidence: string, start: int, `end`: int, statement: string, stance: string, "
    "confidence: double, on_record: boolean, origin: string, topic: string, shown: boolean, "
    "taken_back: string>>"
)

GROWING: dict[str, str] = {
    "articles": "id string, outlet string, url string, title string, published string, day int, integrity string, "
    "kept int, address string, wording binary, record string",
    "mentions": "id string, article string, day int, mention string",
    "quotations": "id string, article string, day int, quotation string",
    "keys": "space int, hash bigint, within int, day int, item string",
    "links": "space int, a string, b string, weight double, back double",
    "unread": "source string, reason string, advice string",
}

CHANGING: dict[str, str] = {
    "components": "space int, item string, component string",
    "versions": "article string, address string, since int, until int",
    "events": "component string, id string, type string, what string, topic string, participants array<string>, "
    "place string, `when` string, earlier_dates array<string>, status string, status_on_record string, origins int, "
    "origins_on_record int, outlets int, confidence double, shown boolean, conflict boolean, newest string, "
    f"articles array<string>, reports {_REPORT}",
    "days": "component string, event string, from_day int, to_day int, outlets string, id string, newest string, "
    "changed int, shown int, size int, conflict int, type string, status string, first_day int, last_day int, "
    "words string, names string, place string, told binary",
    "members": "component string, mention string, from_day int, to_day int, event string",
    "terms": "component string, term string, event string",
    "echoes": "kind string, articles array<string>, origin string, shared double",
    "copies": "component string, articles array<string>, origin string, shared double",
    "echo_of": "component string, article string, first string",
    "utterances": "component string, source string, likeliest string, why string, "
    "versions array<struct<article: string, outlet: string, published: string, statement: string, words: string, "
    "doubt: string>>",
    "origins": "origin string, name string, kind string, on_record boolean, articles array<string>, "
    "events array<string>",
}


@dataclass(frozen=True)
class Tables:
    """A folder of tables, as its newest whole generation has them.

    Attributes:
        generation: Its number; 0 where there is none yet.
        folders: Of each table, the folders that it is in, as addresses.
        made_by: What compared the articles, and what worked out the days; see `reportedly.ledger.importing`.
        counts: Rows of each table, and what was passed over.
    """

    folder: str
    generation: int = 0
    folders: dict[str, list[str]] | None = None
    made_by: dict[str, str] | None = None
    counts: dict[str, int] | None = None

    @classmethod
    def at(cls, folder: str) -> Tables:
        """The tables in a folder; none where there is no such folder.

        Raises:
            InputError: What is there cannot be read, or was written by a newer version.
        """
        system, path = _system(folder)
        from pyarrow import fs

        found = system.get_file_info(fs.FileSelector(path, allow_not_found=True))
        whole = sorted(
            info.path for info in found
            if "generation=" in info.path and system.get_file_info(f"{info.path}/ledger.json").is_file
        )  # fmt: skip
        if not whole:
            return cls(folder)
        with system.open_input_file(f"{whole[-1]}/ledger.json") as file:
            try:
                told = json.loads(file.read())
                if told["form"] != FORM:
                    reason = f"its tables are of form {told['form']}, and this program knows {FORM}"
                    raise InputError(folder, reason, "Build the ledger in a new folder, from the same records")
                folders = {
                    name: [f"{folder.rstrip('/')}/{part}" for part in parts] for name, parts in told["tables"].items()
                }
                return cls(folder, told["generation"], folders, told["made_by"], told["counts"])
            except (ValueError, KeyError, TypeError) as error:
                reason = f"ledger.json of its newest generation is broken ({error})"
                raise InputError(folder, reason, "Take that generation away; the one before it is whole") from None

    def table(self, spark: SparkSession, name: str) -> DataFrame:
        """One of the tables; empty where there is no generation."""
        schema = (GROWING | CHANGING)[name]
        parts = (self.folders or {}).get(name)
        if not parts:
            return spark.createDataFrame([], schema)
        return spark.read.schema(schema).parquet(*parts)

    def next(self) -> str:
        """The folder of the generation that comes after, cleared of what a killed run left there."""
        name = f"{self.folder.rstrip('/')}/generation={self.generation + 1:04d}"
        remove(name)
        return name

    def commit(self, made_by: dict[str, str], counts: dict[str, int]) -> Tables:
        """Make the generation that comes after, whose tables are written, the newest one."""
        own = f"generation={self.generation + 1:04d}"
        base = len(self.folder.rstrip("/")) + 1
        before = {name: [part[base:] for part in parts] for name, parts in (self.folders or {}).items()}
        tables = {name: [*before.get(name, ()), f"{own}/{name}"] for name in GROWING}
        tables |= {name: [f"{own}/{name}"] for name in CHANGING}
        told: dict[str, Any] = {
            "form": FORM,
            "generation": self.generation + 1,
            "tables": tables,
            "made_by": made_by,
            "counts": counts,
        }
        system, path = _system(f"{self.folder.rstrip('/')}/{own}")
        with system.open_output_stream(f"{path}/ledger.json.new") as file:
            file.write(json.dumps(told, indent=1).encode())
        system.move(f"{path}/ledger.json.new", f"{path}/ledger.json")
        return Tables.at(self.folder)


def _system(folder: str) -> Any:
    """The file system that a folder is on, and its path there."""
    from pathlib import Path

    from pyarrow import fs

    try:
        return fs.FileSystem.from_uri(folder if "://" in folder else str(Path(folder).absolute()))
    except (OSError, ValueError) as error:
        raise InputError(folder, f"it cannot be looked at: {error}") from None


def remove(folder: str) -> None:
    """Take a folder away with all in it, if it is there."""
    from pyarrow import fs

    system, path = _system(folder)
    if system.get_file_info(path).type != fs.FileType.NotFound:
        system.delete_dir(path)


def is_there(file: str) -> bool:
    """Whether there is a file of that name or address."""
    system, path = _system(file)
    return bool(system.get_file_info(path).is_file)
