"""A sheet to draw on, in points from its upper left corner; it becomes SVG or PNG, the same bytes every time.

Matplotlib's figure without its global state: no pyplot, no settings changed, nothing that a backend numbers at random.
"""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure
from matplotlib.patches import PathPatch
from matplotlib.path import Path
from matplotlib.text import Text
from matplotlib.transforms import Affine2D

if TYPE_CHECKING:
    from collections.abc import Callable

    from dunning_engine.pictures.letters import Letters

_POINTS_AN_INCH = 72
_DOTS_AN_INCH = 300  # print; and a slide across its whole width

_INK, _GREY = "#1a1a1a", "#555555"


@dataclass(slots=True)
class Sheet:
    """What is drawn, ``width`` points wide; its height is known when all has been laid out."""

    width: float
    _things: list[Callable[[Figure, float, float], None]] = field(default_factory=list)

    def text(self, x: float, baseline: float, text: str, letters: Letters, *, right: bool = False) -> None:
        """One line of text that begins, or with ``right`` ends, at ``x``."""

        def draw(figure: Figure, height: float, zoom: float) -> None:
            figure.add_artist(
                Text(
                    x / self.width,
                    1 - baseline / height,
                    text,
                    color=_GREY if letters.grey else _INK,
                    fontproperties=letters.font(zoom),
                    horizontalalignment="right" if right else "left",
                    verticalalignment="baseline",
                    parse_math=False,
                    usetex=False,
                    transform=figure.transFigure,
                )
            )

        self._things.append(draw)

    def line(self, start: tuple[float, float], end: tuple[float, float], *, width: float, dashed: bool = False) -> None:
        """A straight line."""
        self._outline(Path([start, end]), order=1, edge=_GREY, width=width, dashed=dashed)

    def box(self, left: float, top: float, right: float, bottom: float, fill: str) -> None:
        """A filled rectangle without an edge."""
        corners = [(left, top), (right, top), (right, bottom), (left, bottom), (left, top)]
        self._outline(Path(corners), order=0, fill=fill)

    def shape(self, x: float, y: float, outline: Path, radius: float, *, fill: str) -> None:
        """An outline of radius 1 around a point, at ``x`` and ``y``."""
        placed = Affine2D().scale(radius, -radius).translate(x, y).transform_path(outline)
        self._outline(placed, order=2, fill=fill, edge=_INK, width=1)

    def figure(self, height: float, zoom: float) -> Figure:
        """The sheet, ``height`` points high and then ``zoom`` times as large, as matplotlib's figure."""
        inch = _POINTS_AN_INCH / zoom
        figure = Figure(figsize=(self.width / inch, height / inch), facecolor="white")
        for draw in self._things:
            draw(figure, height, zoom)
        return figure

    def _outline(
        self,
        path: Path,
        *,
        order: int,
        fill: str = "none",
        edge: str = "none",
        width: float = 0,
        dashed: bool = False,
    ) -> None:
        def draw(figure: Figure, height: float, zoom: float) -> None:
            upright = Affine2D().scale(1 / self.width, -1 / height).translate(0, 1)
            figure.add_artist(
                PathPatch(
                    path,
                    facecolor=fill,
                    edgecolor=edge,
                    linewidth=width * zoom,
                    linestyle=(0, (4, 3)) if dashed else "-",
                    transform=upright + figure.transFigure,
                    zorder=order,
                    clip_on=False,
                )
            )

        self._things.append(draw)


def drawn(figure: Figure, form: Literal["svg", "png"], title: str) -> bytes:
    """The figure's bytes; ``title`` is what a screen reader says."""
    stream = io.BytesIO()
    if form == "svg":
        about = {"Title": title, "Date": None, "Creator": None, "Format": None, "Type": None}
        svg: Any = FigureCanvasSVG(figure)  # whose methods matplotlib leaves without types
        svg.print_svg(stream, metadata=about)
    else:
        figure.set_dpi(_DOTS_AN_INCH)
        png: Any = FigureCanvasAgg(figure)
        png.print_png(stream, metadata={"Title": title, "Software": None})
    return stream.getvalue()
