"""The curves of growth as a picture that reads as well in black and white."""

from __future__ import annotations

from typing import TYPE_CHECKING

import matplotlib as mpl
import matplotlib.pyplot as plt

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from growth import Curve

_MANY = 1000  # from here on the axis counts in powers of ten
_STYLE = {
    "svg.hashsalt": "growth",  # the same figures give the same bytes
    "svg.fonttype": "none",
    "font.size": 9,
    "axes.spines.top": False,
    "axes.spines.right": False,
}


def draw(curves: Sequence[Curve], file: Path) -> None:
    """Write one panel per curve into an SVG ``file``."""
    with mpl.rc_context(_STYLE):
        figure, panels = plt.subplots(1, len(curves), figsize=(2.6 * len(curves), 2.6), sharey=True)
        for panel, curve in zip(panels, curves, strict=True):
            panel.axhline(1, color="0.6", linewidth=0.8, linestyle="--")
            panel.plot(curve.xs, curve.ratios, color="black", linewidth=1.4, marker="o", markersize=4)
            panel.set_xlabel(curve.name)
            if curve.xs[-1] > _MANY:
                panel.set_xscale("log")
            else:
                panel.set_xticks(curve.xs)
                panel.set_xlim(left=0)
            panel.grid(axis="y", color="0.85", linewidth=0.6)
        panels[0].set_ylabel("time per invoice")
        panels[0].set_ylim(bottom=0)
        figure.tight_layout()
        file.parent.mkdir(parents=True, exist_ok=True)
        figure.savefig(file, format="svg", metadata={"Date": None, "Creator": None})
        plt.close(figure)
