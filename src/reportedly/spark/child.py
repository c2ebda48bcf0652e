"""The process that `reportedly.spark.isolated` starts: reads what it is sent, until nobody sends any more."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from multiprocessing.connection import Connection
from typing import Any

from reportedly.article import Article, Unread

__all__ = ["main"]


def main() -> None:
    """Answer requests on the connection whose file descriptor is the first argument.

    ("record", article) is answered with the record's JSON line or an `Unread`; ("articles", source) with every article
    or `Unread` of a file, and None after the last. The other end going away ends the process.
    """
    connection = Connection(int(sys.argv[1]))
    try:
        while True:
            wanted, value = connection.recv()
            if wanted == "record":
                connection.send(_record(value))
            else:
                for item in _articles(value):
                    connection.send(item)
                connection.send(None)
    except (EOFError, BrokenPipeError, ConnectionResetError):
        return  # whoever asked is gone, killed perhaps: nobody waits for the rest


def _record(article: Article) -> Any:
    from reportedly.reading import read_all

    (item,) = read_all([article])
    return item if isinstance(item, Unread) else item.to_json()


def _articles(source: str) -> Iterator[Article | Unread]:
    from reportedly.spark.opening import read_file

    return read_file(source)


if __name__ == "__main__":
    main()
