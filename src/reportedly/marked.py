"""Text with marked spans as a fragment of HTML that stands alone, for notebooks: no script, no style sheet."""

from __future__ import annotations

import html
from collections.abc import Iterable
from dataclasses import dataclass

from reportedly.article import Span

__all__ = ["Marked", "marked_html"]

_MOST = 20_000  # characters of a text that are shown

# Colours that bear black letters, so that a fragment can be read on a dark page too.
_COLOURS = {
    "source": "#f7c8b8",
    "cue": "#e3dccb",
    "content": "#f3ead2",
    "time": "#cfe3f5",
    "event": "#cfe8cf",
}


@dataclass(frozen=True, slots=True)
class Marked:
    """A span with what it is called; of two that overlap the later in the list of colours is seen."""

    span: Span
    label: str
    title: str = ""


def marked_html(text: str, marks: Iterable[Marked], *, heading: str = "") -> str:
    """The text with its marks, escaped.

    >>> "<mark" in marked_html("Orr said so", [Marked((0, 3), "source")])
    True
    """
    shown = text[:_MOST]
    rank = {label: i for i, label in enumerate(("content", "event", "time", "cue", "source"))}
    inside = sorted(
        (mark for mark in marks if mark.span[0] < mark.span[1] <= len(shown)), key=lambda mark: rank.get(mark.label, -1)
    )
    cover: list[Marked | None] = [None] * len(shown)
    for mark in inside:
        start, end = mark.span
        cover[start:end] = [mark] * (end - start)
    parts = []
    place = 0
    while place < len(shown):
        end = place
        while end < len(shown) and cover[end] is cover[place]:
            end += 1
        parts.append(_part(shown[place:end], cover[place]))
        place = end
    head = f"<p><strong>{_escaped(heading)}</strong></p>" if heading else ""
    cut = "<p>…</p>" if len(text) > _MOST else ""
    style = "line-height:1.9;max-width:46rem;white-space:pre-wrap"
    return f'<div>{head}<div style="{style}">{"".join(parts)}</div>{cut}</div>'


def _part(words: str, mark: Marked | None) -> str:
    told = _escaped(words)
    if mark is None or not words.strip():
        return told
    colour = _COLOURS.get(mark.label, "#ddd")
    title = f' title="{_escaped(mark.title)}"' if mark.title else ""
    name = (
        f'<span style="font-size:.65em;font-weight:bold;margin-left:.4em;text-transform:uppercase">'
        f"{_escaped(mark.label)}</span>"
    )
    style = f"background:{colour};color:#1f1d1a;padding:.1em .25em;border-radius:.25em"
    return f'<mark style="{style}"{title}>{told}{name if mark.label != "content" else ""}</mark>'


def _escaped(text: str) -> str:
    """Escaped, and without what could steer a page or a terminal."""
    return html.escape("".join(c if c in "\n\t" or c.isprintable() else "\ufffd" for c in text), quote=True)
