"""The timetable of an invoice as a picture: every future day with what happens on it, policies side by side.

On a ``page`` the picture of one or two timelines is as wide as the text of an upright A4 page (178 mm), one of more as wide
as a page across, and as high as it needs to be. A ``slide`` is 16:9; it says as much as there is room for in letters that
can be read from afar. SVG has its letters as outlines, so that it looks alike wherever it is put in; PNG has 300 dots an
inch. Matplotlib comes with the extra ``pictures`` and is imported when something is drawn.
"""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING, Literal

from dunning_engine.pictures.course import course

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dunning_engine.decisions.timeline import Timeline


class PicturesMissingError(RuntimeError):
    """Matplotlib is not installed; the text says what to install."""

    def __init__(self) -> None:
        super().__init__("pictures need matplotlib: pip install 'dunning-engine[pictures]'")


def timetable(
    timelines: Sequence[Timeline],
    form: Literal["svg", "png"],
    language: str,
    *,
    shape: Literal["page", "slide"] = "page",
) -> bytes:
    """The picture of ``timelines``, at least one, all of one invoice from one day; the same bytes for the same timelines.

    Raises `PicturesMissingError` where matplotlib is not installed.
    """
    if find_spec("matplotlib") is None:
        raise PicturesMissingError
    from dunning_engine.pictures.fitted import figure_of  # noqa: PLC0415 - matplotlib is slow to import, and an extra
    from dunning_engine.pictures.sheet import drawn  # noqa: PLC0415 - likewise

    told = course(timelines, language)
    return drawn(figure_of(told, language, slide=shape == "slide"), form, told.headline)
