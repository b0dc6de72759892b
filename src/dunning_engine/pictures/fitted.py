"""A course on a page or a slide: how wide, how much of it, how large."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dunning_engine.pictures.layout import Layout, Plan

if TYPE_CHECKING:
    from collections.abc import Iterator

    from matplotlib.figure import Figure

    from dunning_engine.pictures.course import Course

_A4_UPRIGHT, _A4_ACROSS, _MORE = 504.0, 756.0, 180.0  # 178 and 267 mm; and what each cell beyond four takes
_UPRIGHT, _ACROSS = 2, 4  # cells at most

_SLIDE_WIDTH, _SLIDE_HEIGHT = 960.0, 540.0
_LARGEST, _SMALLEST = 40, 10  # twentieths of the size on a page
_EVERYTHING_FROM, _WITHOUT_NOTES_FROM = 26, 23  # smaller than that, less is said instead


def figure_of(course: Course, language: str, *, slide: bool) -> Figure:
    """The course as a figure. What is too much even for the smallest letters makes a slide higher than 16:9."""
    if not slide:
        cells = len(course.headings)
        width = _A4_UPRIGHT if cells <= _UPRIGHT else _A4_ACROSS + _MORE * max(cells - _ACROSS, 0)
        return Layout(course, language, Plan(width)).figure()
    for plan, zoom in _ways():
        layout = Layout(course, language, plan)
        if layout.height <= _SLIDE_HEIGHT / zoom:
            return layout.figure(height=_SLIDE_HEIGHT / zoom, zoom=zoom)
    return layout.figure(zoom=zoom)


def _ways() -> Iterator[tuple[Plan, float]]:
    """What may be tried on a slide, and how large, the best first."""
    for size in range(_LARGEST, _EVERYTHING_FROM - 1, -1):
        yield Plan(_SLIDE_WIDTH * 20 / size), size / 20
    for size in range(_LARGEST, _WITHOUT_NOTES_FROM - 1, -1):
        yield Plan(_SLIDE_WIDTH * 20 / size, notes=False), size / 20
    for size in range(_LARGEST, _SMALLEST - 1, -1):
        yield Plan(_SLIDE_WIDTH * 20 / size, notes=False, details=False, airy=False), size / 20
