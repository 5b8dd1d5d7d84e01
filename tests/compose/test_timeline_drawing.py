"""The drawing of the timeline: every mark inside the frame, none upon another, each near its day."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise
from typing import get_args
from xml.etree import ElementTree as ET

from hypothesis import given
from hypothesis import strategies as st

from casegen.compose.timeline_drawing import Drawing, Point, draw
from casegen.document import Timeline
from casegen.model.content import EventKind
from tests._support.cases import composed

KINDS = get_args(EventKind)
days = st.one_of(
    st.none(), st.floats(-400, 4000), st.integers(-3, 30), st.floats(allow_nan=False, allow_infinity=False)
)


def points(given: Sequence[tuple[float | None, str]]) -> list[Point]:
    ordered = sorted(given, key=lambda entry: -math.inf if entry[0] is None else entry[0])
    return [Point(number, day, kind, kind) for number, (day, kind) in enumerate(ordered, 1)]


def elements(drawing: Drawing, tag: str) -> list[ET.Element]:
    return list(ET.fromstring(drawing.svg).iter(f"{{http://www.w3.org/2000/svg}}{tag}"))  # noqa: S314 - our own


def circles(drawing: Drawing) -> list[tuple[float, float, float]]:
    return [
        (float(circle.attrib["cx"]), float(circle.attrib["cy"]), float(circle.attrib["r"]))
        for circle in elements(drawing, "circle")
    ]


@given(st.lists(st.tuples(days, st.sampled_from(KINDS)), min_size=1, max_size=70))
def test_every_mark_stands_inside_and_free(given: list[tuple[float | None, str]]) -> None:
    drawing = draw(points(given), "Days")
    marks = circles(drawing)
    assert len(marks) == len(given)
    for x, y, radius in marks:
        assert radius <= x <= drawing.width - radius
        assert radius <= y <= drawing.height - radius
    for (x, y, radius), (other_x, other_y, _) in pairwise(sorted(marks, key=lambda mark: (mark[1], mark[0]))):
        assert math.hypot(x - other_x, y - other_y) >= 2 * radius


@given(st.lists(st.tuples(days, st.sampled_from(KINDS)), min_size=2, max_size=20))
def test_ticks_do_not_touch_and_stay_inside(given: list[tuple[float | None, str]]) -> None:
    drawing = draw(points(given), "Days")
    ticks = [
        text
        for text in elements(drawing, "text")
        if text.attrib.get("text-anchor") == "middle" and text.attrib["fill"] == "#333"
    ][:-1]
    ends = []
    for text in ticks:
        half = 4.0 * len(text.text or "")
        ends.append((float(text.attrib["x"]) - half, float(text.attrib["x"]) + half))
    assert all(start >= 0 and end <= drawing.width for start, end in ends)
    assert all(before[1] <= after[0] for before, after in pairwise(ends))


@given(st.lists(st.tuples(days, st.sampled_from(KINDS)), min_size=1, max_size=20))
def test_no_mark_stands_on_a_lanes_name(given: list[tuple[float | None, str]]) -> None:
    drawing = draw(points(given), "Days")
    names = [text for text in elements(drawing, "text") if "text-anchor" not in text.attrib]
    assert len(names) == len({kind for _, kind in given})
    for name in names:
        end = float(name.attrib["x"]) + 0.6 * 14 * len(name.text or "")
        baseline = float(name.attrib["y"])
        for x, y, radius in circles(drawing):
            assert x - radius >= end or y + radius <= baseline - 10 or y - radius >= baseline


def test_marks_stand_in_the_order_of_days_where_there_is_room() -> None:
    drawing = draw(points([(0, "test"), (3, "test"), (30, "test"), (300, "test")]), "Days")
    xs = [x for x, _, _ in circles(drawing)]
    assert xs == sorted(xs)
    assert len({y for _, y, _ in circles(drawing)}) == 1


def test_sixty_events_of_one_day_share_rows() -> None:
    drawing = draw(points([(0, "test")] * 60 + [(90, "outcome")]), "Days")
    assert len({y for _, y, _ in circles(drawing)}) == 4


def test_without_two_days_there_is_no_axis() -> None:
    assert "Tage" in draw(points([(0, "test"), (1, "test")]), "Tage").svg
    assert "Tage" not in draw(points([(5, "test"), (5, "test"), (None, "other")]), "Tage").svg


def test_labels_are_escaped() -> None:
    drawing = draw([Point(1, 0, "test", "<a> & b")], "Days")
    assert elements(drawing, "text")[0].text == "<a> & b"


def test_days_reckoned_from_words_are_whole() -> None:
    events = [{"day": 0, "event": "A"}, {"when": "2 months later", "event": "B"}]
    (section,) = composed({"timeline": events}).body
    (timeline,) = section.children
    assert isinstance(timeline, Timeline)
    svg = timeline.drawing.data.decode()
    assert ">61<" in svg
    assert ">60.8<" not in svg
