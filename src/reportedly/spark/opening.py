"""One file of an archive -> Articles: on this machine, or where pyarrow's file systems reach (s3, gs, hdfs)."""

from __future__ import annotations

import fnmatch
import glob
import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any, BinaryIO
from urllib.parse import unquote, urlsplit

from reportedly.article import Article, Unread
from reportedly.errors import InputError
from reportedly.intake import Options, articles, expand, from_stream

__all__ = ["files_at", "read_file"]

_BATCH = 100  # rows of a Parquet file held at a time
_WILD = re.compile(r"[*?\[]")


def files_at(pattern: str) -> list[str]:
    """The files that a path, a folder or a pattern names, in order.

    Raises:
        InputError: There are none, or the place cannot be looked at.
    """
    local = _local(pattern)
    if local is not None:
        named = sorted(glob.glob(local, recursive=True)) if _WILD.search(local) else [local]
        found = [file for file, _ in expand(named)]
        if not found:
            raise InputError(pattern, "no file has such a name", "Check the pattern")
        return found
    try:
        found = _remote_files(pattern)
    except (OSError, ValueError) as error:
        raise InputError(pattern, f"it cannot be looked at: {error}") from None
    if not found:
        raise InputError(pattern, "no file has such a name", "Check the pattern")
    return found


def _local(address: str) -> str | None:
    """The path of a file on this machine; None for an address elsewhere."""
    parts = urlsplit(address)
    if parts.scheme == "file":
        return unquote(parts.path)
    return None if "://" in address else address


def _remote_files(pattern: str) -> list[str]:
    from pyarrow import fs

    scheme, _, rest = pattern.partition("://")
    wild = _WILD.search(rest)
    base = rest[: rest.rfind("/", 0, wild.start())] if wild else rest
    system, folder = fs.FileSystem.from_uri(f"{scheme}://{base}")
    if not wild and system.get_file_info(folder).type == fs.FileType.File:
        return [pattern]
    below = rest[len(base) + 1 :] if wild else "*"
    listed = system.get_file_info(fs.FileSelector(folder, recursive="**" in below or not wild or "/" in below))
    names = (info.path[len(folder) :].lstrip("/") for info in listed if info.type == fs.FileType.File)
    wanted = (name for name in names if fnmatch.fnmatch(name, below) and not re.search(r"(?:^|/)[._]", name))
    return sorted(f"{scheme}://{base}/{name}" for name in wanted)


def read_file(source: str) -> Iterator[Article | Unread]:
    """The articles of one file: Parquet, or whatever else `reportedly.intake` reads (WARC, JSON lines, …).

    Nothing raises for a file that cannot be read: that is told as its last item.
    """
    local = _local(source)
    if source.endswith((".parquet", ".pq")):
        yield from _guarded(_parquet(source), source)
    elif local is not None:
        yield from articles([local])
    else:
        try:
            stream = _stream(source)
        except (OSError, ValueError) as error:
            yield Unread(source=source, reason=f"it cannot be opened: {error}")
            return
        with stream:
            yield from from_stream(stream, source=source)


def _stream(source: str) -> BinaryIO:
    from pyarrow import fs

    system, path = fs.FileSystem.from_uri(source)
    stream: BinaryIO = system.open_input_file(path)
    return stream


def _parquet(source: str) -> Iterator[Article | Unread]:
    """The rows of a Parquet file; columns are known by the names that JSON's keys are known by."""
    from pyarrow import parquet

    from reportedly.intake.fields import FieldReader, read_row

    local = _local(source)
    fields = FieldReader(source, columns={}, notice=Options().notice)
    n_rows = 0
    with parquet.ParquetFile(local if local is not None else _stream(source)) as file:
        for batch in file.iter_batches(batch_size=_BATCH):
            for row in batch.to_pylist():
                n_rows += 1
                where, at = f"{source}, row {n_rows}", f"{source}#{n_rows}"
                yield from read_row(_plain(row), fields, where=where, input_=at, page_of=None)
    fields.close()
    if not n_rows:
        yield Unread(source=source, reason="the table is empty")


def _plain(row: Mapping[str, Any]) -> dict[str, Any]:
    """A row with its days and times as text, as JSON has them."""
    return {key: value.isoformat() if isinstance(value, date | datetime) else value for key, value in row.items()}


def _guarded(found: Iterator[Article | Unread], source: str) -> Iterator[Article | Unread]:
    n_items = 0
    try:
        for item in found:
            yield item
            n_items += 1
    except (OSError, ValueError) as error:  # pyarrow's errors are of these two
        where = f"{source}, after row {n_items}" if n_items else source
        reason = str(error).splitlines()[0][:200] or type(error).__name__
        yield Unread(source=where, reason=f"the Parquet file is broken: {reason}")
