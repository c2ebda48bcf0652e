"""Figures of one event as geometry: lanes of reports over days, and the graph of chains. Templates draw them as SVG."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from itertools import pairwise

from reportedly.ledger import ReportAnswer

__all__ = ["Box", "Dot", "Edge", "Graph", "Lane", "Lanes", "Tick", "chain_graph", "lanes"]

_DOT = 18.0  # from the middle of one dot to the next, in pixels
_LEFT, _RIGHT = 14.0, 14.0
_GAP_DAYS, _GAP_COLUMNS = 10, 2  # the shortest time without a report that is drawn as a gap, and how wide
_GAP = "⋯"
_MOST_LANES = 30
_MOST_DOTS = 140

_BOX_WIDTH, _LINE, _GAP_X, _GAP_Y = 168.0, 17.0, 48.0, 14.0
_BEND = 24.0  # how far a line leaves its box before it turns, at least: half the gap between columns
_PASSING = 10.0  # the height of the row in which a line passes a column
_MOST_BOXES = 40
_LETTERS = 22  # that a box holds in one line
_NAMED = 4  # outlets that a folded box names


@dataclass(frozen=True, slots=True, kw_only=True)
class Dot:
    """One report in its lane."""

    x: float
    y: float
    report: ReportAnswer


@dataclass(frozen=True, slots=True, kw_only=True)
class Lane:
    """The reports that stand on one source's word."""

    name: str
    y: float
    line: float
    dots: tuple[Dot, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tick:
    """A day on the axis."""

    x: float
    day: date
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Lanes:
    """Lanes over days. `left_out` reports are too many to draw, or speak for no day."""

    width: float
    height: float
    lanes: tuple[Lane, ...]
    ticks: tuple[Tick, ...]
    left_out: int

    @property
    def has_gap(self) -> bool:
        """Whether a long time without a report is left out of the axis."""
        return any(tick.label == _GAP for tick in self.ticks)


def source_of(report: ReportAnswer) -> str:
    """Whose word a report is, for people: the last link of its chain, else the outlet itself."""
    return report.chain[-1] if report.chain else (report.outlet or "the article itself")


def lanes(reports: Sequence[ReportAnswer], *, width: float = 720.0) -> Lanes:
    """Lanes in the order in which their sources first spoke; within a lane a dot for each report, on its day.

    Args:
        reports: In any order.
        width: Of the figure in pixels; it grows where days would stand closer than a dot is wide.
    """
    dated = sorted(
        (report for report in reports if report.day), key=lambda r: (r.day or date.min, r.published or "", r.article)
    )
    shown = dated[-_MOST_DOTS:]
    groups: dict[str, list[ReportAnswer]] = defaultdict(list)
    for report in shown:
        groups[report.origin or f"word of {source_of(report).casefold()}"].append(report)
    kept = list(groups.values())[:_MOST_LANES]
    drawn = [report for group in kept for report in group]
    if not drawn:
        return Lanes(width=width, height=0.0, lanes=(), ticks=(), left_out=len(reports))
    places = _places({report.day for report in drawn if report.day})
    n_columns = max(places.values()) + 1
    column = (width - _LEFT - _RIGHT) / n_columns
    if n_columns <= 60 and column < _DOT:
        column = _DOT
        width = _LEFT + _RIGHT + column * n_columns

    found, top = [], 30.0
    for group in kept:
        name = _usual(Counter([source_of(report) for report in group]))
        dots, n_rows = _packed(group, places, column, top + 32.0)
        found.append(Lane(name=name, y=top + 14.0, line=top + 32.0, dots=dots))
        top += 32.0 + n_rows * _DOT + 4.0
    return Lanes(
        width=width,
        height=top + 6.0,
        lanes=tuple(found),
        ticks=_ticks(places, column),
        left_out=len(reports) - len(drawn),
    )


def _places(days: Collection[date]) -> dict[date, int]:
    """The column of each day from the first to the last. One stray report of weeks before would press all others
    together: a time without any, longer than a quarter of the whole, is no wider than a few days."""
    ordered = sorted(days)
    longest = max(_GAP_DAYS, (ordered[-1] - ordered[0]).days // 4)
    places = {ordered[0]: 0}
    for before, day in pairwise(ordered):
        apart = (day - before).days
        if apart > longest:
            places[day] = places[before] + _GAP_COLUMNS
        else:
            places |= {before + timedelta(days=n): places[before] + n for n in range(1, apart + 1)}
    return places


def _packed(
    group: Sequence[ReportAnswer], places: Mapping[date, int], column: float, y: float
) -> tuple[tuple[Dot, ...], int]:
    """Dots of one lane: side by side as far as their day is wide, then in further rows; none hides another."""
    by_day: dict[int, list[ReportAnswer]] = defaultdict(list)
    for report in group:
        by_day[places[report.day] if report.day else 0].append(report)
    ends: list[float] = []  # where each row is free from
    dots = []
    for day, here in sorted(by_day.items()):
        middle = _LEFT + (day + 0.5) * column
        side = max(1, min(len(here), int(column // _DOT)))
        for i, report in enumerate(here):
            in_row = min(side, len(here) - i // side * side)
            x = middle + (i % side - (in_row - 1) / 2) * _DOT
            row = next((row for row, end in enumerate(ends) if end <= x), len(ends))
            if row == len(ends):
                ends.append(0.0)
            ends[row] = x + _DOT - 0.01
            dots.append(Dot(x=round(x, 1), y=round(y + row * _DOT, 1), report=report))
    return tuple(dots), max(1, len(ends))


def _ticks(places: Mapping[date, int], column: float) -> tuple[Tick, ...]:
    """Every day where there is room for its label, else every second, seventh …; the year where it is new.

    A gap is marked as one, and counting begins anew behind it.
    """
    step = next((n for n in (1, 2, 7, 14, 28, 91, 182, 365, 1825) if n * column >= 56.0), 3650)
    long = max(places.values()) > 200
    found: list[Tick] = []
    since, before, year = 0, -1, 0
    for day, n in places.items():
        if n > before + 1:
            found.append(Tick(x=round(_LEFT + ((before + n) / 2 + 0.5) * column, 1), day=day, label=_GAP))
            since = n
        before = n
        if (n - since) % step:
            continue
        label = f"{day.day} {day:%b}"
        if day.year != year:
            label += f" {day.year}" if long or year or not found else ""
            year = day.year
        found.append(Tick(x=round(_LEFT + (n + 0.5) * column, 1), day=day, label=label))
    return tuple(found)


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """A node of the graph: an origin, or outlets that print the same word by the same way, folded into one.

    Attributes:
        names: All that it stands for.
        lines: What is written in it.
        kind: "source" or "outlet"; `on_record` is False for an unnamed source.
        reports: How many reports it printed; 0 for a source.
    """

    x: float
    y: float
    width: float
    height: float
    names: tuple[str, ...]
    lines: tuple[str, ...]
    kind: str
    on_record: bool
    reports: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Edge:
    """Who has it from whom: a path between two boxes; `back` where it closes a circle."""

    path: str
    weight: int
    back: bool
    source: str
    target: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Graph:
    """Boxes from origins on the left to outlets on the right. `left_out` nodes are too many to draw."""

    width: float
    height: float
    boxes: tuple[Box, ...]
    edges: tuple[Edge, ...]
    left_out: int


def chain_graph(reports: Iterable[ReportAnswer]) -> Graph:
    """The ways by which reports came from their origins into print, one box for each name.

    Outlets that have their word from the same boxes, and from which nobody else has it, are folded into one box.
    """
    told: dict[tuple[str, str], int] = defaultdict(int)
    names: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    kinds: dict[str, str] = {}
    named: dict[str, bool] = {}
    printed: dict[str, int] = defaultdict(int)
    key_of = lru_cache(None)(_key)  # a few names come again in most reports of one event
    for report in reports:
        outlet = report.outlet or "outlet unknown"
        way = [*report.chain[::-1], outlet]
        keys = [key_of(name) for name in way]
        if report.chain and report.origin and report.kinds[-1] != "outlet":
            keys[0] = report.origin
        for key, name in zip(keys, way, strict=True):
            names[key][name] += 1
        kinds[keys[-1]] = "outlet"
        printed[keys[-1]] += 1
        for key, kind in zip(keys, report.kinds[::-1], strict=False):
            kinds.setdefault(key, "outlet" if kind == "outlet" else "source")
            named[key] = named.get(key, False) or kind != "unnamed"
        for a, b in pairwise(keys):
            if a != b:
                told[a, b] += 1
    label = {key: _usual(forms) for key, forms in names.items()}
    groups = _folded(label, told)
    left_out = sum(len(members) for members in groups[_MOST_BOXES:])
    groups = groups[:_MOST_BOXES]
    of = {key: i for i, members in enumerate(groups) for key in members}
    edges: dict[tuple[int, int], int] = defaultdict(int)
    for (a, b), n in told.items():
        if a in of and b in of and of[a] != of[b]:
            edges[of[a], of[b]] += n
    back = _closing(range(len(groups)), edges)
    columns = _columns(len(groups), [edge for edge in edges if edge not in back])
    forward = [edge for edge in sorted(edges) if edge not in back]
    boxes, bends = _placed(groups, columns, forward, label, kinds, named, printed, left=_BEND if back else 0.0)
    low = max((box.y + box.height for box in boxes), default=0.0)
    low = max([low, *(y + _PASSING / 2 for points in bends.values() for _, y in points)])
    below = {edge: low + _PASSING * (n + 1) for n, edge in enumerate(sorted(back))}
    return Graph(
        width=max(box.x + box.width for box in boxes) + 2.0 + (_BEND if back else 0.0) if boxes else 0.0,
        height=max([low, *below.values()]) + 2.0 if boxes else 0.0,
        boxes=tuple(boxes),
        edges=tuple(
            Edge(
                path=_around(boxes[a], boxes[b], below[a, b])
                if (a, b) in back
                else _path(boxes[a], boxes[b], bends[a, b]),
                weight=n,
                back=(a, b) in back,
                source=", ".join(boxes[a].names),
                target=", ".join(boxes[b].names),
            )
            for (a, b), n in sorted(edges.items())
        ),
        left_out=left_out,
    )


def _usual(forms: Mapping[str, int]) -> str:
    """The form of a name that occurs most; among equals the shortest."""
    if len(forms) == 1:
        return next(iter(forms))
    return max(forms, key=lambda n: (forms[n], -len(n), n))


def _key(name: str) -> str:
    return "word of " + " ".join(name.casefold().split()).removeprefix("the ")


def _folded(label: Mapping[str, str], told: Mapping[tuple[str, str], int]) -> list[tuple[str, ...]]:
    """Keys by box, in the order of first mention: leaves with the same origins share one."""
    heads: dict[str, set[str]] = defaultdict(set)
    passed_on = set()
    for a, b in told:
        heads[b].add(a)
        passed_on.add(a)
    boxes: dict[tuple[str, ...], list[str]] = {}
    for key in label:
        is_leaf = key not in passed_on and heads[key]
        boxes.setdefault(("from", *sorted(heads[key])) if is_leaf else ("key", key), []).append(key)
    return [tuple(members) for members in boxes.values()]


def _closing(nodes: Iterable[int], edges: Mapping[tuple[int, int], int]) -> set[tuple[int, int]]:
    """Edges without which there is no circle: those that lead back to a node on the way to them."""
    after: dict[int, list[int]] = defaultdict(list)
    for a, b in sorted(edges):
        after[a].append(b)
    state: dict[int, int] = {}
    back: set[tuple[int, int]] = set()
    for start in nodes:
        if start in state:
            continue
        # Depth first, without recursion: chains come from texts, and texts may be built to be deep.
        state[start] = 1
        stack = [(start, iter(after[start]))]
        while stack:
            node, rest = stack[-1]
            for other in rest:
                if state.get(other) == 1:
                    back.add((node, other))
                elif other not in state:
                    state[other] = 1
                    stack.append((other, iter(after[other])))
                    break
            else:
                state[node] = 2
                stack.pop()
    return back


def _columns(n: int, edges: Sequence[tuple[int, int]]) -> list[int]:
    """The column of each box: one to the right of the last that it has its word from."""
    column = [0] * n
    for _ in range(n):
        moved = False
        for a, b in edges:
            if column[b] <= column[a]:
                column[b] = column[a] + 1
                moved = True
        if not moved:
            break
    return column


def _placed(
    groups: Sequence[tuple[str, ...]],
    columns: Sequence[int],
    edges: Sequence[tuple[int, int]],
    label: Mapping[str, str],
    kinds: Mapping[str, str],
    named: Mapping[str, bool],
    printed: Mapping[str, int],
    *,
    left: float,
) -> tuple[list[Box], dict[tuple[int, int], list[tuple[float, float]]]]:
    """The boxes, and for each edge the points at which it passes the columns between: a free row there, no box."""
    written = [_written([label[key] for key in members]) for members in groups]
    heights = [_LINE * len(lines) + 14.0 for lines in written]
    nodes = list(columns)  # the column of each box, then of each place where an edge passes one
    steps: list[tuple[int, int]] = []
    passes: dict[tuple[int, int], list[int]] = {}
    for a, b in edges:
        between = range(len(nodes), len(nodes) + columns[b] - columns[a] - 1)
        nodes += range(columns[a] + 1, columns[b])
        steps += pairwise([a, *between, b])
        passes[a, b] = list(between)
    heights += [_PASSING] * (len(nodes) - len(groups))
    before: dict[int, list[int]] = defaultdict(list)
    for a, b in steps:
        before[b].append(a)
    middle: dict[int, float] = {}
    places: dict[int, tuple[float, float]] = {}
    for column in range(max(nodes, default=-1) + 1):
        here = [i for i in range(len(nodes)) if nodes[i] == column]
        heads = {i: [middle[a] for a in before[i] if a in middle] for i in here}
        here.sort(key=lambda i: (sum(heads[i]) / len(heads[i]) if heads[i] else 0.0, i))
        y = 2.0
        for i in here:
            wish = sum(heads[i]) / len(heads[i]) - heights[i] / 2 if heads[i] else y
            y = max(y, wish)
            places[i] = (2.0 + left + column * (_BOX_WIDTH + _GAP_X), y)
            middle[i] = y + heights[i] / 2
            y += heights[i] + (_GAP_Y if i < len(groups) else _PASSING / 2)
    boxes = [
        Box(
            x=places[i][0],
            y=round(places[i][1], 1),
            width=_BOX_WIDTH,
            height=heights[i],
            names=tuple(label[key] for key in members),
            lines=written[i],
            kind="outlet" if all(kinds.get(key) == "outlet" for key in members) else "source",
            on_record=any(named.get(key, True) for key in members),
            reports=sum(printed.get(key, 0) for key in members),
        )
        for i, members in enumerate(groups)
    ]
    return boxes, {edge: [(places[i][0], middle[i]) for i in through] for edge, through in passes.items()}


def _written(names: Sequence[str]) -> tuple[str, ...]:
    """What stands in a box: a name over one line or two; of many names the first ones and how many more."""
    if len(names) == 1:
        words, lines = names[0].split(), [""]
        for word in words:
            if lines[-1] and len(lines[-1]) + 1 + len(word) > _LETTERS:
                lines.append("")
            lines[-1] = f"{lines[-1]} {word}".strip()
        shown = [_short(line) for line in lines[:2]]
        if len(lines) > 2:
            shown[-1] = _short(shown[-1] + " …" if len(shown[-1]) < _LETTERS - 1 else shown[-1] + "……")
        return tuple(shown)
    more = len(names) - _NAMED
    lines = [_short(name) for name in (names if more <= 1 else names[:_NAMED])]
    return (*lines, f"and {more} more") if more > 1 else tuple(lines)


def _short(line: str) -> str:
    return line if len(line) <= _LETTERS else line[: _LETTERS - 1].rstrip() + "…"


def _path(a: Box, b: Box, passes: Sequence[tuple[float, float]]) -> str:
    """From one box to another, straight through the free rows of the columns between."""
    x, y = a.x + a.width, a.y + a.height / 2
    path = f"M{x:.0f} {y:.1f}"
    for x2, y2 in [*passes, (b.x, b.y + b.height / 2)]:
        bend = max(_BEND, (x2 - x) / 2)
        path += f"C{x + bend:.0f} {y:.1f} {x2 - bend:.0f} {y2:.1f} {x2:.0f} {y2:.1f}"
        x, y = x2, y2
        if (x2, y2) in passes:
            x += _BOX_WIDTH
            path += f"H{x:.0f}"
    return path


def _around(a: Box, b: Box, y: float) -> str:
    """From one box back to another, below all boxes."""
    x1, y1 = a.x + a.width, a.y + a.height / 2
    x2, y2 = b.x, b.y + b.height / 2
    return (
        f"M{x1:.0f} {y1:.1f}C{x1 + _BEND:.0f} {y1:.1f} {x1 + _BEND:.0f} {y:.1f} {x1:.0f} {y:.1f}"
        f"H{x2:.0f}C{x2 - _BEND:.0f} {y:.1f} {x2 - _BEND:.0f} {y2:.1f} {x2:.0f} {y2:.1f}"
    )
