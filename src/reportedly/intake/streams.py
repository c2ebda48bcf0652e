"""Files, standard input and fetched bytes as streams, unpacked of gzip with bounds."""

from __future__ import annotations

import io
import zlib
from typing import BinaryIO, cast

from reportedly.errors import InputError

__all__ = ["Unpacked", "opened", "read_bounded"]

_GZIP = b"\x1f\x8b"


class Unpacked(io.RawIOBase):
    """A stream unpacked of gzip, member after member, to be wrapped in `io.BufferedReader`.

    Unlike the standard library's it hands out everything before the place where a file is cut off or broken, and
    only then fails; and it refuses data that unpack to more than a thousand times their size.

    Raises (from `read`):
        InputError: The packed data are broken or end too early.
    """

    # Deflate reaches 1,032 to 1; text reaches 20.
    _BOMB = 200
    _BOMB_FROM = 20_000_000

    def __init__(self, stream: BinaryIO, *, source: str) -> None:
        self._stream = stream
        self._source = source
        self._unpack = zlib.decompressobj(zlib.MAX_WBITS | 16)
        self._left = b""
        self._n_in = self._n_out = 0
        self._started = False
        self._error: InputError | None = None

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        """Fill the buffer as far as there is something, and return the number of bytes; 0 at the end."""
        view = memoryview(buffer)  # type: ignore[arg-type]
        if self._error is not None:
            raise self._error
        try:
            data = self._next(len(view))
        except InputError as error:
            self._error = error
            raise
        view[: len(data)] = data
        return len(data)

    def _next(self, size: int) -> bytes:
        while True:
            piece = self._left or self._unpack.unconsumed_tail or self._read()
            self._left = b""
            if self._unpack.eof:
                piece = self._unpack.unused_data + piece if not self._started else piece
                piece = piece.lstrip(b"\x00")
                if not piece:
                    if not (more := self._read()):
                        return b""
                    self._left = more
                    continue
                if not piece.startswith(_GZIP[: len(piece)]):
                    return b""  # padding behind the last member
                self._unpack = zlib.decompressobj(zlib.MAX_WBITS | 16)
            if not piece:
                raise InputError(self._source, "the gzip file ends too early", "Fetch it again")
            try:
                data = self._unpack.decompress(piece, size)
            except zlib.error:
                raise InputError(self._source, "the gzip file is broken", "Fetch it again") from None
            if self._unpack.eof:
                self._left = self._unpack.unused_data
                self._started = True
            self._n_out += len(data)
            if self._n_out > self._BOMB_FROM and self._n_out > self._BOMB * self._n_in:
                raise InputError(self._source, "the gzip file decompresses to far more than any text does")
            if data:
                return data

    def _read(self) -> bytes:
        piece = self._stream.read(65_536)
        self._n_in += len(piece)
        return piece


class _Prefixed(io.RawIOBase):
    """A stream with the bytes that were taken from its start put back."""

    def __init__(self, head: bytes, stream: BinaryIO) -> None:
        self._head = head
        self._stream = stream

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        """Fill the buffer as far as there is something, and return the number of bytes; 0 at the end."""
        view = memoryview(buffer)  # type: ignore[arg-type]
        if self._head:
            data, self._head = self._head[: len(view)], self._head[len(view) :]
        else:
            data = self._stream.read(len(view))
        view[: len(data)] = data
        return len(data)


def opened(raw: BinaryIO, *, source: str, head_bytes: int) -> tuple[bytes, BinaryIO]:
    """The first bytes of a stream and all of it, unpacked where it is packed with gzip (twice at most).

    What a broken gzip file gives before it breaks is handed out; reading on from there raises `InputError`.
    """
    head, stream = _with_head(raw, head_bytes)
    for _ in range(2):
        if not head.startswith(_GZIP):
            break
        head, stream = _with_head(cast(BinaryIO, Unpacked(stream, source=source)), head_bytes)
    return head, stream


def _with_head(raw: BinaryIO, head_bytes: int) -> tuple[bytes, BinaryIO]:
    """A stream's first bytes, as many as a pipe needs several reads for, and the stream from its start."""
    head = bytearray()
    try:
        while len(head) < head_bytes and (piece := raw.read(head_bytes - len(head))):
            head += piece
    except InputError:
        if not head:
            raise
    return bytes(head), io.BufferedReader(_Prefixed(bytes(head), raw), 65_536)


def read_bounded(stream: BinaryIO, *, source: str, max_bytes: int) -> bytes:
    """All of a stream.

    Raises:
        InputError: It holds more than `max_bytes`, or its packing is broken.
    """
    pieces: list[bytes] = []
    size = 0
    while piece := stream.read(262_144):
        size += len(piece)
        if size > max_bytes:
            raise InputError(source, f"it is larger than {max_bytes:,} bytes", "Split it, or write it as JSON lines")
        pieces.append(piece)
    return b"".join(pieces)
