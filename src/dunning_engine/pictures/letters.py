"""How wide text is, in points, and where it is broken; always in the font that comes with matplotlib.

Widths are those of the outlines, before any device rounds them, so that a picture is laid out alike everywhere.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import matplotlib as mpl
from matplotlib.font_manager import FontProperties
from matplotlib.textpath import text_to_path

_LEADING = 1.3  # line to line, in sizes


@dataclass(frozen=True, slots=True)
class Letters:
    """Letters of one size, in points."""

    size: float
    bold: bool = False
    grey: bool = False

    @property
    def leading(self) -> float:
        """From one line to the next, in points."""
        return self.size * _LEADING

    def font(self, zoom: float) -> FontProperties:
        """The font, by its file: the same on every machine."""
        return _font(self.size * zoom, bold=self.bold)

    def width(self, text: str) -> float:
        """Points from the left edge to the right."""
        return _width(text, self.size, bold=self.bold)

    def wrapped(self, text: str, room: float) -> list[str]:
        """``text`` in lines that are at most ``room`` points wide; a longer word is broken with a hyphen."""
        lines: list[str] = []
        for word in text.split(" "):
            joined = f"{lines[-1]} {word}" if lines else word
            if lines and self.width(joined) <= room:
                lines[-1] = joined
            else:
                lines += self._broken(word, room)
        return lines

    def _broken(self, word: str, room: float) -> list[str]:
        pieces: list[str] = []
        while self.width(word) > room and len(word) > 1:
            fits = max((n for n in range(1, len(word)) if self.width(f"{word[:n]}-") <= room), default=1)
            pieces.append(f"{word[:fits]}-")
            word = word[fits:]
        return [*pieces, word]


@lru_cache(maxsize=64)
def _font(size: float, *, bold: bool) -> FontProperties:
    name = "DejaVuSans-Bold.ttf" if bold else "DejaVuSans.ttf"
    return FontProperties(fname=Path(mpl.get_data_path()) / "fonts" / "ttf" / name, size=size)


@lru_cache(maxsize=4096)
def _width(text: str, size: float, *, bold: bool) -> float:
    width, _, _ = text_to_path.get_text_width_height_descent(text, _font(size, bold=bold), ismath=False)
    return float(width)
