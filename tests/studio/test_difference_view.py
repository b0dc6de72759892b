"""The difference that a page shows, without the page: equal to what the command prints, and always known to be of which text."""

import asyncio
import csv
import json
import re
import shutil
import tempfile
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pytest

from dunning_engine.facts.invoice import Invoice
from dunning_engine.ledger.ledger import read_ledger
from dunning_engine.policy.load import check_folder
from dunning_engine.resources import examples_directory, rules_directory
from dunning_engine.studio import difference as module
from dunning_engine.studio.comparing import MOST, BrokenOffError, Comparer
from dunning_engine.studio.difference import Difference
from dunning_engine.studio.difference_html import COLUMNS, Order, changes_html, chosen, problems_html, totals_html
from dunning_engine.studio.dropped import Dropped
from dunning_engine.studio.facts_of import facts_of
from dunning_engine.studio.words_difference import _SAY, say

EXAMPLES = examples_directory()
LEDGER, EVENTS = EXAMPLES / "ledger.csv", EXAMPLES / "events.csv"
GOLDEN = Path(__file__).parents[1] / "preview" / "golden"
FILE = rules_directory() / "fakturaservice.yaml"
DAY = date(2026, 3, 31)


def with_text(**changes):
    """The policies with the reminder of fakturaservice on another day or at another fee."""
    text = FILE.read_text(encoding="utf-8")
    for name, (old, new) in changes.items():
        assert text.count(f"    {name}: {old} ") == 1
        text = text.replace(f"    {name}: {old} ", f"    {name}: {new} ")
    return check_folder(None, {FILE: text.encode()}).policies


SAVED = with_text()
CHANGED = with_text(days_after_due_date=("7", "10"), fee=("60.00", "50.00"))


@pytest.fixture(scope="module")
def comparer():
    held = Comparer()
    yield held
    held.stop()


@pytest.fixture
def desk():
    """What the difference reads of a desk."""
    held = SimpleNamespace(
        policies=CHANGED,
        last_policies=CHANGED,
        saved_policies=SAVED,
        policy_name="fakturaservice",
        as_of=DAY,
        language="sv",
        shown="rules/fakturaservice.yaml",
        invoice=None,
    )

    async def set_invoice(facts):
        held.invoice = facts

    held.set_invoice = set_invoice
    return held


@pytest.fixture
def place(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    held = Dropped()
    yield held
    held.close()


@pytest.fixture
def difference(desk, place, comparer):
    drawn = []
    held = Difference(desk, place, comparer, lambda: drawn.append(held.running))
    held.drawn = drawn
    return held


async def drop(difference, *files):
    folder = difference.dropped.new_folder()
    await difference.take([Path(shutil.copy(one, folder / one.name)) for one in files])
    await difference.settled()


def told(text):
    """A preview's JSON without what the sides are called."""
    document = json.loads(text)
    for side in ("new", "old"):
        del document[side]["label"]
    return document


@pytest.mark.parametrize(
    ("golden", "options"),
    [
        ("day", {"first": DAY}),
        ("days", {"first": date(2026, 3, 20), "last": date(2026, 4, 20)}),
    ],
)
def test_the_figures_are_those_of_the_command(difference, golden, options):
    async def run():
        difference.options = replace(difference.options, **options)
        await drop(difference, LEDGER, EVENTS)

    asyncio.run(run())
    shown = difference.shown
    expected = told((GOLDEN / f"{golden}.json").read_text(encoding="utf-8"))
    assert told((shown.downloads / "preview.json").read_text(encoding="utf-8")) == expected
    with (shown.downloads / "preview.csv").open(encoding="utf-8", newline="") as file:
        listed = [(row["change"], row["key"]) for row in csv.DictReader(file)]
    assert listed == [(one["change"], one["key"]) for one in expected["changes"]]

    markdown = (GOLDEN / f"{golden}.md").read_text(encoding="utf-8")
    written = (shown.downloads / "preview.md").read_text(encoding="utf-8")
    assert written.splitlines()[:-3] == markdown.splitlines()[:-3]  # then come the names of the sides
    found = shown.found
    assert f"**{found.verdict}** ({found.days})." in markdown
    assert f"{found.reached}." in markdown
    for row in (*found.kinds, *found.amounts):
        assert all(cell in totals_html(found, "sv") for cell in row)
    assert [(one[1], one[4]) for one in found.changes] == [
        (one["invoice"], (one["new"] or one["old"])["on"]) for one in expected["changes"]
    ]


def test_what_is_shown_is_known_to_be_of_an_earlier_text_and_is_made_anew_where_that_is_quick(
    difference, desk, monkeypatch
):
    monkeypatch.setattr(module, "_TINY", 0)

    async def run():
        await drop(difference, LEDGER, EVENTS)
        before = difference.shown
        assert (difference.stale, difference.unchanged, before.found.changed) == (False, False, 2)
        difference.look()
        assert not difference.running

        desk.policies = None
        assert (difference.stale, difference.passes) == (True, False)
        difference._seconds = 0.1
        difference.look()
        assert not difference.running

        desk.policies = desk.last_policies = SAVED
        difference.look()
        assert difference.running
        await difference.settled()
        assert (difference.stale, difference.unchanged, difference.shown.found.changed) == (False, True, 0)

        difference._seconds = 60.0
        desk.policies = desk.last_policies = CHANGED
        difference.look()
        assert (difference.running, difference.stale) == (False, True)
        difference.run()
        await difference.settled()
        assert (difference.stale, difference.shown.found.changed) == (False, 2)
        desk.policies = desk.last_policies = SAVED
        assert difference.stale
        desk.policies = desk.last_policies = CHANGED
        assert not difference.stale

    asyncio.run(run())
    assert difference.drawn[-1] is False


def test_a_text_that_changes_meanwhile_is_compared_in_the_end(difference, desk):
    async def run():
        desk.policies = desk.last_policies = SAVED
        folder = difference.dropped.new_folder()
        await difference.take([Path(shutil.copy(one, folder / one.name)) for one in (LEDGER, EVENTS)])
        desk.policies = desk.last_policies = CHANGED
        difference.look()
        await difference.settled()
        assert (difference.stale, difference.shown.found.changed) == (False, 2)

    asyncio.run(run())


def test_broken_off_says_so_and_the_next_question_is_answered(difference):
    async def run():
        await drop(difference, LEDGER, EVENTS)
        before = difference.shown
        difference.run()
        await asyncio.sleep(0)
        difference.cancel()
        await difference.settled()
        assert (difference.failed, difference.running) == (say("cancelled", "sv"), False)
        assert difference.shown is before
        difference.run()
        await difference.settled()
        assert (difference.failed, difference.shown.found.changed) == (None, 2)

    asyncio.run(run())


def test_a_process_that_dies_by_itself_is_told_as_such(comparer, difference):
    async def run():
        await drop(difference, LEDGER, EVENTS)
        asking = asyncio.create_task(comparer.ask(SimpleNamespace(files=difference.dropped.files), print))
        await asyncio.sleep(0.05)
        comparer._process.kill()
        with pytest.raises((BrokenOffError, RuntimeError)):
            await asking

    asyncio.run(run())


def test_every_invoice_comes_out_as_it_was_read(difference, desk):
    ledger = read_ledger(LEDGER, events=EVENTS)
    for entry in ledger.entries:
        assert Invoice.from_mapping(facts_of(entry.invoice)) == entry.invoice

    async def run():
        await drop(difference, LEDGER, EVENTS)
        assert await difference.show("1017")
        assert not await difference.show("9999999")

    asyncio.run(run())
    (wanted,) = [entry.invoice for entry in ledger.entries if entry.number == "1017"]
    assert Invoice.from_mapping(desk.invoice) == wanted


def test_a_ledger_without_policies_follows_the_one_that_is_open(difference, desk):
    async def run():
        await drop(difference, EXAMPLES / "excel-sv.csv", EXAMPLES / "mappings" / "excel-sv.yaml")
        assert (difference.options.policy, difference.failed) == ("fakturaservice", None)
        assert difference.shown.found.invoices == 8
        difference.choose(policy=None)
        await difference.settled()
        assert difference.failed == say("no_policy", "sv", policies=", ".join(desk.policies))

    asyncio.run(run())


def test_what_is_wrong_with_the_files_is_told_as_the_command_prints_it(difference, tmp_path):
    bad = tmp_path / "reskontra.csv"
    lines = LEDGER.read_text(encoding="utf-8").splitlines(keepends=True)
    bad.write_text("".join([*lines[:3], lines[3].replace("SEK", "kronor"), *lines[4:]]), encoding="utf-8")

    async def run():
        await drop(difference, bad, EVENTS)
        shown = difference.shown.found
        assert shown.usable
        assert re.search(r"reskontra\.csv:4:1  invoice \d+  DE5\d\d  .*kronor", problems_html(shown.problems))
        assert "tmp" not in problems_html(shown.problems)

        await drop(difference, EXAMPLES / "excel-sv.csv")
        assert not difference.shown.found.usable
        assert problems_html(difference.shown.found.problems).startswith(
            '<pre class="df-problem" lang="en">excel-sv.csv:'
        )
        assert "Förfallodag" in difference.dropped.suggested

    asyncio.run(run())


def test_rows_are_sorted_and_searched(difference):
    async def run():
        difference.options = replace(difference.options, first=date(2026, 3, 20), last=date(2026, 4, 20))
        await drop(difference, LEDGER, EVENTS)

    asyncio.run(run())
    found = difference.shown.found
    numbers = [row[1] for row in found.changes]

    def shown(order):
        return [row[1] for row in chosen(found, order, "sv")]

    down = Order().by("invoice").by("invoice")
    assert shown(down) == sorted(numbers, key=int, reverse=True)
    assert shown(Order(search="inkassokrav 1017")) == ["1017"]
    assert shown(Order(search="nowhere")) == []
    days = [row[4] for row in chosen(found, Order("date"), "sv")]
    assert days == sorted(days)
    html = changes_html(found, down, "sv")
    assert 'aria-sort="descending"' in html
    assert html.count("data-invoice=") == len(numbers) <= MOST
    assert all(f'data-sort="{name}"' in html for name in COLUMNS)


def test_what_comes_from_files_is_escaped(difference):
    async def run():
        await drop(difference, LEDGER, EVENTS)

    asyncio.run(run())
    found = difference.shown.found
    sign, *_ = found.changes[0]
    script = "<script>'\"&"
    evil = replace(found, changes=((sign, script, script, script, script, (script,)),), kinds=((script,) * 5,))
    for html in (changes_html(evil, Order(), "en"), totals_html(evil, "en")):
        assert "<script>" not in html
        assert "&lt;script&gt;" in html


def test_both_languages_have_the_same_blanks():
    blank = re.compile(r"\{(\w+)\}")
    assert [key for key, (sv, en) in _SAY.items() if set(blank.findall(sv)) != set(blank.findall(en))] == []
