"""The studio's page as it is seen: at every width, enlarged, light and dark, in both languages."""

import pytest
from browser import LEDGER, Page

pytest.importorskip("playwright", reason="playwright is not installed (requirements/dev.txt has it)")
from playwright.sync_api import expect

WIDTHS = {"a phone": 400, "a tablet": 900, "1280 at 125 %": 1024, "1280 at 200 %": 640, "a screen": 1440}


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_everything_can_be_read(browser, studio, dark):
    with Page(browser, studio, dark=dark) as page:
        page.open()
        page.write("days_after_due_date: 7 ", "days_after_due_date: 10 ")
        expect(page["day-2026-05-07"]).to_be_visible()
        page.drop(*LEDGER)
        expect(page["verdict"]).to_contain_text("2 av 161 fakturor")
        page.write("postal_days:", "postal_day:")
        expect(page["problems"]).to_contain_text("DE204")
        found = {}
        for language, code in (("English", "en"), ("Svenska", "sv")):
            page["language"].select_option(code)
            expect(page.page.locator("html")).to_have_attribute("lang", code)
            for name, width in WIDTHS.items():
                page.page.set_viewport_size({"width": width, "height": 900})
                for what, seen in (("wide", page.sideways()), ("pale", page.pale()), ("cut", page.cut())):
                    if seen:
                        found[language, name, what] = seen
        assert not found, "\n".join(map(str, found.items()))
