"""A headless Chromium, and a studio of its own: what the tests of the page in the browser begin with.

``Running`` is a ``dunning studio`` as its users start it, a process of its own. ``Page`` is what somebody sees of it: every request
that the page makes and every complaint of its console is kept, so that a test can say that there were none.
"""

from __future__ import annotations

import os
import queue
import re
import shutil
import socket
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from pathlib import Path
from typing import Self
from urllib.parse import urlsplit

ROOT = Path(__file__).parents[2]
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
COMMAND = [
    sys.executable,
    "-W",
    "ignore",
    "-c",
    "import sys; from dunning_engine.cli import main; sys.exit(main())",
    "studio",
]
LEDGER = [ROOT / "examples" / "ledger.csv", ROOT / "examples" / "events.csv"]
DAY = "2026-03-27"  # the example ledger has invoices between day 7 and day 10 then

# What keeps a browser from asking its maker for anything, and lets root start it.
SWITCHES = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
WAIT = 20_000  # milliseconds that a busy machine may take until something is seen
_STOPS = 150  # places of a page that the keyboard comes by
_START = 90  # seconds until the link is printed
_LINK = re.compile(r"http://127\.0\.0\.1:(\d+)/\S*")


@contextmanager
def chromium():
    """A started browser; only one at a time, since its loop is the thread's."""
    from playwright.sync_api import expect, sync_playwright  # noqa: PLC0415 - not where the tests are skipped

    expect.set_options(timeout=WAIT)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=SWITCHES)
        try:
            yield browser
        finally:
            browser.close()


def eventually(holds):
    """Wait until ``holds()`` is true, for what no page shows."""
    end = time.monotonic() + WAIT / 1000
    while not holds():
        if time.monotonic() > end:
            raise TimeoutError(holds)
        time.sleep(0.02)


def workplace(folder):
    """The shipped policies and the example ledger, copied to ``folder``; the way to the policies."""
    for name in ("rules", "schemas", "examples"):
        shutil.copytree(ROOT / name, folder / name)
    return folder / "rules"


class Running:
    """A studio's process, for a policy or a folder of them; a context manager. ``link`` is what it has printed."""

    def __init__(self, place, *words):
        self.place, self.words = place, words
        self.port = _free_port()
        self.link = ""
        self.printed = []

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_):
        self.kill()

    def start(self):
        """Start it, and wait until it has printed its link."""
        environment = {
            key: value for key, value in os.environ.items() if not key.startswith(("NICEGUI_", "PYTEST_", "XDG_"))
        }
        self._process = subprocess.Popen(
            [*COMMAND, str(self.place), "--port", str(self.port), "--as-of", DAY, "--no-browser", *self.words],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            env={**environment, "PYTHONUNBUFFERED": "1"},
        )
        links = queue.SimpleQueue()
        threading.Thread(target=self._listen, args=(self._process.stdout, links), daemon=True).start()
        try:
            self.link = links.get(timeout=_START)
        except queue.Empty:
            self.link = ""
        if not self.link:
            self.kill()
            raise RuntimeError("the studio has printed no link: " + "".join(self.printed))

    def kill(self):
        """End it at once, as a power cut does."""
        self._process.kill()
        self._process.wait()

    def stop(self):
        """Ask it to end, as Ctrl-C does, and give its exit code."""
        self._process.send_signal(2)
        return self._process.wait(60)

    @property
    def address(self):
        """The link without its key."""
        return f"http://127.0.0.1:{self.port}"

    def _listen(self, stream, links):
        with stream:
            for line in stream:
                self.printed.append(line)
                if found := _LINK.search(line):
                    links.put(found.group())
        links.put("")


class Page:
    """A studio's page in a context of its own; a context manager."""

    def __init__(self, browser, running, *, width=1440, height=1000, scale=1, dark=False, locale="sv-SE"):
        self.running = running
        self.context = browser.new_context(
            viewport={"width": width, "height": height},
            device_scale_factor=scale,
            color_scheme="dark" if dark else "light",
            locale=locale,
            reduced_motion="reduce",
        )
        self.context.set_default_timeout(WAIT)
        self.requested: list[str] = []
        self.complaints: list[str] = []
        self.context.on("request", lambda request: self.requested.append(request.url))
        self.context.on("weberror", lambda error: self.complaints.append(str(error.error)))
        self.context.on(
            "console", lambda said: self.complaints.append(said.text) if said.type in ("error", "warning") else None
        )
        self.page = self.context.new_page()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_):
        self.context.close()

    def open(self):
        """Go to the printed link, and wait until the page is alive."""
        self.page.goto(self.running.link)
        return self.ready()

    def again(self):
        """Close the page and open it anew, in the same browser."""
        self.page.close()
        self.page = self.context.new_page()
        return self.open()

    def ready(self):
        """Wait until the editor shows a text, and sends what is written to the desk: it has its name by then."""
        self.page.locator(".cm-content[aria-label] .cm-line").first.wait_for()
        self["save"].wait_for()
        return self

    def __getitem__(self, mark):
        """What has this mark."""
        return self.page.locator(f'[data-testid="{mark}"]')

    @property
    def editor(self):
        """What is written in."""
        return self.page.locator(".cm-content")

    def find(self, text):
        """Select the text where it stands first after the cursor, as the editor's own search does."""
        self.editor.focus()
        self.page.keyboard.press("Control+f")
        field = self.page.locator(".cm-search input[name=search]")
        field.fill(text)
        field.press("End")  # it is a key that tells the search of what is filled in
        field.press("Enter")
        field.press("Escape")

    def write(self, old, new):
        """Write ``new`` in the place of ``old``, as soon as the page has its seat: it only shows the file until then."""
        self.page.locator('.cm-content:not([aria-readonly="true"])').wait_for()
        self.find(old)
        self.page.keyboard.insert_text(new)

    def tab_to(self, place):
        """Press Tab until ``place`` has the focus, as somebody without a mouse does."""
        for _ in range(_STOPS):
            if place.evaluate_all("found => found.includes(document.activeElement)"):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"no way to {place}")

    def drop(self, *paths):
        """Drop files onto the page."""
        files = [[path.name, path.read_text(encoding="utf-8")] for path in paths]
        self.page.dispatch_event("main", "drop", {"dataTransfer": self.page.evaluate_handle(_FILES, files)})

    def text(self):
        """The whole text in the editor, also what is not drawn."""
        return self.page.evaluate(f"{_TEXT}()")

    def holds(self, *texts):
        """Wait until all of these stand in the editor."""
        self.page.wait_for_function(f"texts => texts.every(text => {_TEXT}().includes(text))", arg=texts)

    def hosts(self):
        """Every host that something was asked of."""
        return {urlsplit(url).netloc for url in self.requested if not url.startswith(("data:", "blob:"))}

    def sideways(self):
        """How many pixels the page is wider than its window."""
        return self.page.evaluate("document.scrollingElement.scrollWidth - document.scrollingElement.clientWidth")

    def pale(self, least=4.5):
        """Every visible text whose contrast against what is behind it is below ``least``: text, contrast, colours."""
        return self.page.evaluate(_CONTRAST, least)

    def cut(self):
        """Every text that is wider than its place and does not say so: text, its width, the width of the place."""
        return self.page.evaluate(_CUT)


def _free_port():
    with socket.socket() as place:
        place.bind(("127.0.0.1", 0))
        return place.getsockname()[1]


_TEXT = "(() => document.querySelector('.cm-content').cmView.view.state.doc.toString())"

_FILES = """
files => {
  const data = new DataTransfer();
  for (const [name, text] of files) data.items.add(new File([text], name));
  return data;
}
"""

# WCAG 2.2, 1.4.3: relative luminance of sRGB, over the backgrounds that lie behind the text. Text of what is switched off is exempt.
_CONTRAST = """
least => {
  const canvas = document.createElement('canvas').getContext('2d', {willReadFrequently: true});
  const parts = colour => {
    canvas.clearRect(0, 0, 1, 1); canvas.fillStyle = colour; canvas.fillRect(0, 0, 1, 1);
    const [r, g, b, a] = canvas.getImageData(0, 0, 1, 1).data; return [r, g, b, a / 255];
  };
  const over = ([r, g, b, a], [R, G, B]) => [r * a + R * (1 - a), g * a + G * (1 - a), b * a + B * (1 - a), 1];
  const light = ([r, g, b]) => [r, g, b].map(v => v / 255).map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
    .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  const behind = element => {
    const layers = [];
    for (let at = element; at; at = at.parentElement) layers.push(parts(getComputedStyle(at).backgroundColor));
    const scheme = matchMedia('(prefers-color-scheme: dark)').matches && getComputedStyle(document.documentElement).colorScheme.includes('dark');
    return layers.reverse().reduce((below, layer) => over(layer, below), scheme ? [18, 18, 18, 1] : [255, 255, 255, 1]);
  };
  const found = [];
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const text = walk.currentNode.textContent.trim(), element = walk.currentNode.parentElement;
    if (!text || !element || element.closest('script, style, [disabled], [aria-disabled=true], .disabled')) continue;
    if (!element.checkVisibility({opacityProperty: true, visibilityProperty: true})) continue;
    const box = element.getBoundingClientRect();
    if (box.width < 2 || box.height < 2) continue;
    const style = getComputedStyle(element), below = behind(element);
    let opacity = 1;
    for (let at = element; at; at = at.parentElement) opacity *= Number(getComputedStyle(at).opacity);
    const ink = parts(element instanceof SVGElement ? style.fill : style.color);
    ink[3] *= opacity;
    const [a, b] = [light(over(ink, below)), light(below)];
    const contrast = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (contrast < least) found.push([text.slice(0, 60), Math.round(contrast * 100) / 100, style.color, below.map(Math.round).join(','), element.className.toString().slice(0, 80)]);
  }
  return found;
}
"""

_CUT = """
() => [...document.querySelectorAll('body *')].filter(element => {
  const style = getComputedStyle(element);
  return element.scrollWidth > element.clientWidth + 1 && element.clientWidth > 1 && ['hidden', 'clip'].includes(style.overflowX)
    && style.textOverflow !== 'ellipsis' && element.innerText?.trim() && element.checkVisibility({opacityProperty: true, visibilityProperty: true})
    && !element.closest('.cm-editor');
}).map(element => [element.innerText.trim().slice(0, 60), element.scrollWidth, element.clientWidth])
"""
