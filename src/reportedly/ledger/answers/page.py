"""A page of answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Generic, TypeVar

__all__ = ["Page"]


T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Page(Generic[T]):
    """Part of a long answer; `next` is the cursor that asks for what follows, None at the end."""

    items: tuple[T, ...]
    next: str | None = None

    def to_dict(self) -> dict[str, Any]:
        """The JSON form, as plain data."""
        return {"items": [_plain(item) for item in self.items], "next": self.next}


def _plain(item: Any) -> Any:
    """An answer's JSON form; a pair of answers as a list."""
    return [_plain(part) for part in item] if isinstance(item, tuple) else item.to_dict()
