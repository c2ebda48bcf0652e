"""A file of records that a run which was killed left behind, gone on with: nothing is read twice, nothing doubled."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from types import TracebackType
from typing import BinaryIO

from reportedly.article import Article
from reportedly.errors import ReportedlyError

__all__ = ["RecordFile"]

_BEGINS = b'{"id": '


class RecordFile:
    """JSON lines of records, written one by one; each is in the file before the next is read.

    Args:
        path: The file. Without `resume` what was in it is lost.
        resume: Keep the records that are in it, but for a last line that was cut off while it was written.

    Raises:
        ReportedlyError: It cannot be opened or written, or what is in it is no record.
    """

    def __init__(self, path: str | Path, *, resume: bool = False) -> None:
        self._path = str(path)
        self._done: Counter[str] = Counter()
        is_there = resume and Path(path).exists()
        try:
            self._file: BinaryIO = Path(path).open("r+b" if is_there else "wb")  # noqa: SIM115
            if is_there:
                self._keep_whole_lines()
        except OSError as error:
            raise self._told(error) from error
        self.n_kept = self._done.total()

    def _keep_whole_lines(self) -> None:
        """Count the records that are there, and cut off what comes after the last whole line."""
        end = 0
        for number, line in enumerate(self._file, start=1):
            if not line.endswith(b"\n"):
                break
            self._done[self._id_in(line, number)] += 1
            end += len(line)
        self._file.seek(end)
        self._file.truncate()

    def _id_in(self, line: bytes, number: int) -> str:
        # The id alone: parsing all of a hundred thousand records takes minutes.
        text = line[: len(_BEGINS) + 4096].decode("utf-8", "replace")
        try:
            if not line.startswith(_BEGINS):
                raise ValueError
            found, _ = json.JSONDecoder().raw_decode(text, len(_BEGINS))
        except ValueError:
            advice = "Name a file that `reportedly read -o` wrote, or leave --resume out"
            raise ReportedlyError(f"{self._path}, line {number}", "not a record", advice) from None
        return str(found)

    def has(self, article: Article) -> bool:
        """Whether an article's record was there when the file was opened; asked once for each article of the input."""
        if self._done[article.id] <= 0:
            return False
        self._done[article.id] -= 1
        return True

    def write(self, line: str) -> None:
        """Add a record's JSON line."""
        try:
            self._file.write(line.encode("utf-8", "surrogatepass") + b"\n")
            self._file.flush()
        except OSError as error:
            raise self._told(error) from error

    def _told(self, error: OSError) -> ReportedlyError:
        advice = "What was written is kept; free some space and run it again with --resume"
        return ReportedlyError(self._path, f"cannot be written: {error.strerror or error}", advice)

    def __enter__(self) -> RecordFile:
        return self

    def __exit__(self, _: type[BaseException] | None, error: BaseException | None, __: TracebackType | None) -> None:
        try:
            self._file.close()
        except OSError as reason:
            if error is None:
                raise self._told(reason) from reason
