"""Marks in a text and figures of an event: what overlaps is cut, what is drawn hides nothing."""

from __future__ import annotations

import operator
import re
from collections.abc import Iterator
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportedly import Article
from reportedly.ledger import ReportAnswer
from reportedly.printable import visible
from reportedly.web.figures import chain_graph, lanes
from reportedly.web.marks import Mark, own_spans, paragraphs, word_changes
from reportedly.web.rendering import SHAPES, web_address


def report(
    outlet: str, *chain: str, status: str = "scheduled", day: int = 2, origin: str | None = None
) -> ReportAnswer:
    """A report in an outlet on a chain."""
    kinds = tuple("outlet" if name.endswith(("press", "Post")) else "person" for name in chain)
    return ReportAnswer(
        article=f"{outlet}-{day}", outlet=outlet, key="e", type="visit", status=status, chain=chain, kinds=kinds,
        said=None, published=f"2026-03-{day:02d}", day=date(2026, 3, day), when=None, place=None, evidence="words",
        span=(0, 5), statement=None, stance=None, confidence=0.9, on_record=True, origin=origin,
    )  # fmt: skip


def test_marks_that_overlap_are_cut_where_each_begins_and_ends():
    text = "Orr said the visit is off."
    marks = [Mark(span=(0, 3), name="source", id="s1"), Mark(span=(9, 25), name="content", id="s1")]
    marks += [Mark(span=(13, 18), name="event"), Mark(span=(16, 21), name="time")]
    (paragraph,) = paragraphs(Article(text=text), marks)
    assert [(s.text, s.names) for s in paragraph.segments] == [
        ("Orr", ("source",)),
        (" said ", ()),
        ("the ", ("content",)),
        ("vis", ("content", "event")),
        ("it", ("content", "event", "time")),
        (" is", ("content", "time")),
        (" off", ("content",)),
        (".", ()),
    ]
    assert [s.anchors for s in paragraph.segments if s.anchors] == [("s1",)]


def test_a_passage_pointed_at_has_its_anchor_once_though_it_reaches_over_paragraphs():
    found = paragraphs(Article(text="One line.\n\nAnother line."), [], at=(4, 18))
    segments = [s for p in found for s in p.segments]
    assert "".join(s.text for s in segments if "at" in s.names) == "line.Another"
    assert [s.anchors for s in segments if s.anchors] == [("at",)]


spans = st.tuples(st.integers(0, 80), st.integers(0, 80)).map(lambda pair: (min(pair), max(pair)))


@given(st.text(max_size=60), st.lists(st.builds(Mark, span=spans, name=st.sampled_from("abc"), id=st.none())))
@settings(max_examples=200, deadline=None)
def test_whatever_is_marked_the_text_is_all_there(text: str, marks: list[Mark]):
    shown = "".join(s.text for p in paragraphs(Article(text=text), marks) for s in p.segments)
    assert "".join(shown.split()) == "".join(visible(text).split())


@given(st.text(max_size=60), st.lists(spans))
@settings(max_examples=200, deadline=None)
def test_what_a_text_alone_has_and_what_it_shares_make_up_the_whole(text: str, shared: list[tuple[int, int]]):
    own = own_spans(text, shared)
    covered = {i for start, end in shared for i in range(start, end)}
    letters = {i for i, c in enumerate(text) if c.isalnum()}
    alone = {i for start, end in own for i in range(start, end)}
    assert alone & covered == set()
    assert letters - covered <= alone


@given(st.lists(st.tuples(st.sampled_from(["Orr", "Njeri", "Varga"]), st.integers(1, 31)), min_size=1, max_size=80))
@settings(max_examples=100, deadline=None)
def test_no_mark_hides_another(told: list[tuple[str, int]]):
    figure = lanes([report("Harbour Post", name, day=day, origin=name) for name, day in told])
    dots = [dot for lane in figure.lanes for dot in lane.dots]
    assert len(dots) + figure.left_out == len(told)
    for i, a in enumerate(dots):
        assert 0 <= a.x <= figure.width
        assert 0 <= a.y <= figure.height
        for b in dots[i + 1 :]:
            assert abs(a.x - b.x) >= 17 or abs(a.y - b.y) >= 17


def test_a_stray_report_of_long_before_does_not_press_the_others_together():
    told = [report("Harbour Post", day=day) for day in (20, 22, 24)]
    near = lanes(told)
    assert not near.has_gap
    far = lanes([report("Adriapress", day=1), *told])
    assert [tick.label for tick in far.ticks][:3] == ["1 Mar 2026", "⋯", "20 Mar"]
    columns = [dot.x for lane in far.lanes for dot in lane.dots]
    assert columns[-1] - columns[1] > far.width / 3


def test_one_source_has_one_lane_whatever_it_is_called():
    told = [report("Harbour Post", "Elena Varga's office", origin="name:varga")]
    told += [report("Adriapress", "her office", origin="name:varga", day=4), report("Adriapress", day=5)]
    assert [(lane.name, len(lane.dots)) for lane in lanes(told).lanes] == [("her office", 2), ("Adriapress", 1)]


def test_the_graph_leads_from_origin_to_print_and_folds_what_came_the_same_way():
    told = [report("Adriapress", "Orr", origin="orr")]
    told += [report(outlet, "Adriapress", "Orr", origin="orr") for outlet in ("Coast Tribune", "World Brief")]
    graph = chain_graph(told)
    assert [(box.names, box.kind) for box in sorted(graph.boxes, key=lambda box: box.x)] == [
        (("Orr",), "source"),
        (("Adriapress",), "outlet"),
        (("Coast Tribune", "World Brief"), "outlet"),
    ]
    assert [(e.source, e.target, e.weight) for e in graph.edges] == [
        ("Orr", "Adriapress", 3),
        ("Adriapress", "Coast Tribune, World Brief", 2),
    ]


def test_two_outlets_that_name_each_other_make_a_circle_that_is_drawn_as_one():
    graph = chain_graph([report("Adriapress", "Harbour Post"), report("Harbour Post", "Adriapress")])
    assert sorted(edge.back for edge in graph.edges) == [False, True]


@given(st.lists(st.tuples(st.sampled_from("ABCDEF"), st.lists(st.sampled_from("ABCDEF"), max_size=3)), max_size=12))
@settings(max_examples=200, deadline=None)
def test_any_chains_can_be_drawn_and_no_box_covers_another(told: list[tuple[str, list[str]]]):
    graph = chain_graph([report(outlet, *chain) for outlet, chain in told])
    boxes = graph.boxes
    for i, a in enumerate(boxes):
        for b in boxes[i + 1 :]:
            assert a.x + a.width <= b.x or b.x + b.width <= a.x or a.y + a.height <= b.y or b.y + b.height <= a.y


def points(path: str) -> Iterator[tuple[float, float]]:
    """Points along a path of M, C and H, close together."""
    x = y = 0.0
    for command, coordinates in re.findall(r"([MCH])([^MCH]*)", path):
        numbers = [float(number) for number in coordinates.split()]
        if command == "M":
            x, y = numbers
        elif command == "H":
            yield from ((x + (numbers[0] - x) * n / 40, y) for n in range(41))
            x = numbers[0]
        else:
            xs, ys = [x, *numbers[::2]], [y, *numbers[1::2]]
            for n in range(41):
                t = n / 40
                share = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t**2 * (1 - t), t**3)
                yield sum(map(operator.mul, share, xs)), sum(map(operator.mul, share, ys))
            x, y = xs[3], ys[3]


ways = st.lists(st.tuples(st.sampled_from("ABCDEF"), st.lists(st.sampled_from("ABCDEF"), max_size=4)), max_size=12)


@given(ways)
@settings(max_examples=200, deadline=None)
def test_no_line_runs_behind_a_box(told: list[tuple[str, list[str]]]):
    graph = chain_graph([report(outlet, *chain) for outlet, chain in told])
    for edge in graph.edges:
        for x, y in points(edge.path):
            assert 0 <= x <= graph.width
            assert 0 <= y <= graph.height
            for box in graph.boxes:
                assert not (box.x < x < box.x + box.width and box.y < y < box.y + box.height), edge


@pytest.mark.parametrize(
    ("likeliest", "words", "told"),
    [
        ("We will sign in May", "“We will sign in June”", "We will sign in -May +June”"),
        ("We will sign", "we will sign", "we will sign"),
        ("It goes ahead as it was planned", "goes ahead as planned", "… goes ahead as -it was planned"),
        ("It goes ahead", "It goes ahead, we hope", "It goes ahead, +we hope"),
    ],
)
def test_words_that_differ(likeliest: str, words: str, told: str):
    signs = {"same": "", "del": "-", "ins": "+"}
    shown = [signs[what] + part for what, part in word_changes(likeliest, words)]
    assert " ".join(shown).replace("“", "") == told


@pytest.mark.parametrize(
    ("url", "linked"),
    [
        ("https://harbour-post.example/a?b#c", True),
        ("HTTP://harbour-post.example", True),
        ("javascript:alert(1)", False),
        (" java\nscript:alert(1)", False),
        ("data:text/html,x", False),
        ("//harbour-post.example/a", False),
        ("https://", False),
        ("http://[bad", False),
        (None, False),
    ],
)
def test_only_web_addresses_are_linked(url: str | None, linked: bool):
    assert (web_address(url) is not None) == linked


def test_every_status_has_its_own_shape():
    from reportedly.vocabulary import Status

    assert set(SHAPES) == set(Status)
    assert len(set(SHAPES.values())) == len(SHAPES)
