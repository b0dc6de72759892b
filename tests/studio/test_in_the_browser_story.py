"""The issue's story in a real browser: a policy is misspelt, mended, changed, looked at, weighed against a ledger and saved."""

import json
import re
import shutil
import subprocess

import pytest
from browser import COMMAND, DAY, LEDGER, Page

pytest.importorskip("playwright", reason="playwright is not installed (requirements/dev.txt has it)")
from playwright.sync_api import expect

INTERVAL = "days_after_due_date: {}                    # inte givet av tjänsten: avtalas"
REMINDER = ["day-2026-05-04", "day-2026-05-07"]  # the example invoice is due on 2026-04-27: day 7, day 10
DEMAND = ["day-2026-05-12", "day-2026-05-16"]  # 2026-05-14 is a closed day, and on 05-15 there is still time to pay


def previewed(new, old):
    """What the command says of the same change on the same files."""
    ledger = ("--ledger", LEDGER[0], "--events", LEDGER[1])
    words = ["preview", new, "--against", old, *ledger, "--as-of", DAY, "--format", "json"]
    return json.loads(subprocess.run([*COMMAND[:-1], *words], capture_output=True, check=True).stdout)


def rows(table):
    """The cells of each row, amounts without what sets them: spaces, a true minus."""
    told = table.locator("tr").evaluate_all("rows => rows.map(row => [...row.cells].map(cell => cell.innerText))")
    return [[re.sub(r"(?<=\d)[\s\u00a0\u202f](?=\d)", "", cell).replace("\u2212", "-") for cell in row] for row in told]


def test_the_story(browser, studio, policy, tmp_path):
    before = policy.read_bytes()
    shutil.copytree(policy.parent, tmp_path / "old")
    shutil.copytree(policy.parent, tmp_path / "new")
    mended = before.decode().replace(INTERVAL.format(7), INTERVAL.format(10))
    (tmp_path / "new" / policy.name).write_text(mended, encoding="utf-8")
    told = previewed(tmp_path / "new", tmp_path / "old")
    with Page(browser, studio) as page:
        page.open()
        expect(page[REMINDER[0]]).to_be_visible()

        page.write(INTERVAL.format(7), INTERVAL.format(7).replace("due", "du"))
        expect(page.page.locator(".cm-content .studio-mark-error")).to_have_text(["reminder", "days_after_du_date"])
        expect(page["problems"]).to_contain_text("DE204")
        expect(page["timetable-stale"]).to_be_visible()
        page.write("days_after_du_date", "days_after_due_date")
        expect(page["problems"]).not_to_contain_text("DE204")
        expect(page.page.locator(".cm-content .studio-mark-error")).to_have_count(0)
        expect(page["timetable-stale"]).to_be_hidden()

        page.write(INTERVAL.format(7), INTERVAL.format(10))
        expect(page[REMINDER[1]]).to_be_visible()
        expect(page[DEMAND[1]]).to_be_visible()
        expect(page["timetable"]).to_contain_text("Påminnelse kommer 2026-05-07 i stället för 2026-05-04")

        page[REMINDER[1]].click()
        expect(page["explanation"]).to_contain_text("”Påminnelse” kommer 10 dagar efter förfallodagen")

        page.drop(*LEDGER)
        totals = told["totals"]
        expect(page["verdict"]).to_contain_text(
            f"{totals['invoices']['changed']} av {totals['invoices']['all']} fakturor"
        )
        cells = rows(page["totals"])
        for name, amounts in (("Avgifter", "fees"), ("Ränta", "interest"), ("Att betala", "to_pay")):
            expected = [totals[amounts][side].replace(".", ",") for side in ("old", "new", "difference")]
            assert [name, *expected] in cells
        for name, counts in (("Brev och meddelanden", "letters"), ("Alla åtgärder", "actions")):
            found = next(row for row in cells if row[0] == name)
            assert [*map(int, found[-3:])] == [totals[counts][side] for side in ("old", "new", "difference")]
        listed = [row[1] for row in rows(page["changes"])[1:]]
        assert sorted(listed) == sorted(change["invoice"] for change in told["changes"])

        page["save"].click()
        expect(page["status"]).to_contain_text("Sparat")
        assert policy.read_text(encoding="utf-8") == mended
        assert [kept.read_bytes() for kept in policy.parent.glob(".earlier/fakturaservice/*.yaml")] == [before]

        page.again().holds(INTERVAL.format(10))
        expect(page["status"]).to_contain_text("Som sparat")
        expect(page[REMINDER[1]]).to_be_visible()
        expect(page[REMINDER[0]]).to_have_count(0)
        assert page.hosts() == {f"127.0.0.1:{studio.port}"}
        assert page.complaints == []


def test_the_story_with_the_keyboard_alone_in_english(browser, policy, start):
    studio = start(policy, "--lang", "en")
    with Page(browser, studio) as page:
        keys = page.page.keyboard
        page.open()
        expect(page[REMINDER[0]]).to_be_visible()
        keys.press("Tab")
        expect(page.page.get_by_role("link", name="To the text")).to_be_focused()
        keys.press("Enter")
        page.tab_to(page.editor)

        page.find(INTERVAL.format(7))
        keys.press("ArrowLeft")
        for _ in range("days_after_due_date".index("due")):
            keys.press("ArrowRight")
        keys.press("Delete")
        expect(page["problems"]).to_contain_text("DE204")
        keys.press("Control+Home")
        keys.press("F8")
        keys.press("F8")
        expect(page.page.locator("#studio-told")).to_contain_text("DE204")
        keys.press("Shift+Control+ArrowRight")
        keys.type("days_after_d")
        keys.press("Control+Space")
        expect(page.page.get_by_role("option", name=re.compile("^days_after_due_date"))).to_be_visible()
        keys.press("Tab")  # Enter takes it too, but not in the first moment that it is shown
        expect(page["problems"]).to_contain_text("No problems")

        page.find("7                    # inte")
        keys.press("ArrowLeft")
        keys.press("Delete")
        keys.type("10")
        expect(page[REMINDER[1]]).to_be_visible()
        keys.press("Escape")
        keys.press("Tab")
        expect(page.editor).not_to_be_focused()

        page.tab_to(page["timetable"].locator("[data-day]:focus"))
        keys.press("End")
        expect(page[DEMAND[1]]).to_be_focused()
        expect(page["explanation"]).to_contain_text("2026-05-16")

        page.tab_to(page["choose-files"])
        with page.page.expect_file_chooser() as chooser:
            keys.press("Enter")
        chooser.value.set_files(LEDGER)
        expect(page["verdict"]).to_contain_text("2 of 161 invoices change")

        keys.press("Control+s")
        expect(page["status"]).to_contain_text("Saved")
        assert INTERVAL.format(10) in policy.read_text(encoding="utf-8")
        assert page.complaints == []
