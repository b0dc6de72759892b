"""Takes the pictures of the pages about the studio: ``python tools/studio_pictures.py``, where there is a Chromium.

They are no part of ``make docs``: letters are drawn a little otherwise on every machine. Whoever remakes them looks at them.
"""

from __future__ import annotations

import io
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PIL import Image

if TYPE_CHECKING:
    from collections.abc import Iterator

TOP = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(TOP / "tests" / "studio"))

import browser  # noqa: E402 - the tests' own way to a page

PICTURES = TOP / "docs" / "pictures"
_COLOURS = 256  # of a picture's palette: a third of the bytes
_WIDTHS = {400: 1600, 900: 1300, 1440: 1000}  # and heights


def pictures() -> Iterator[tuple[str, bytes]]:
    """Each picture's name, and the picture."""
    with (
        browser.chromium() as chromium,
        tempfile.TemporaryDirectory() as folder,
        browser.Running(browser.workplace(Path(folder)) / "fakturaservice.yaml") as running,
    ):
        for dark in (False, True):
            shade = "dark" if dark else "light"
            with browser.Page(chromium, running, dark=dark) as page:
                page.open()
                if dark:
                    page["drop"].click()  # what the page before this one had not saved
                    page["notice-restored"].wait_for(state="hidden")
                    _changed(page)
                else:
                    yield from _details(page)
                for width, height in _WIDTHS.items():
                    page.page.set_viewport_size({"width": width, "height": height})
                    page.page.evaluate("scrollTo(0, 0)")
                    yield f"studio-{width}-{shade}", page.page.screenshot(animations="disabled")


def _details(page: Any) -> Iterator[tuple[str, bytes]]:
    """A misspelt key with its problem, and the difference over the example ledger."""
    page.write("days_after_due_date: 7 ", "days_after_du_date: 7 ")
    page["problems"].get_by_text("DE204").first.wait_for()
    page.page.set_viewport_size({"width": 1440, "height": 1000})
    yield "studio-problem", page.page.locator("section.studio-policy").screenshot()
    page.write("days_after_du_date: 7 ", "days_after_due_date: 7 ")
    _changed(page)
    page.drop(*browser.LEDGER)
    page["changes"].get_by_text("1017").wait_for()
    page.page.set_viewport_size({"width": 1200, "height": 1000})
    yield "studio-difference", page.page.locator("section.studio-difference").screenshot()


def _changed(page: Any) -> None:
    """The reminder on day 10, and that day chosen."""
    if "days_after_due_date: 7 " in page.text():
        page.write("days_after_due_date: 7 ", "days_after_due_date: 10 ")
    page["day-2026-05-07"].click()
    page["explanation"].get_by_text("10 dagar efter").first.wait_for()


def main() -> None:
    """Write every picture, and say how large it is."""
    for name, data in pictures():
        path = PICTURES / f"{name}.png"
        Image.open(io.BytesIO(data)).convert("RGB").quantize(_COLOURS, dither=Image.Dither.NONE).save(
            path, optimize=True
        )
        sys.stdout.write(f"{path.relative_to(TOP)}  {path.stat().st_size // 1024} kB\n")


if __name__ == "__main__":
    main()
