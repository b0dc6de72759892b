"""A ledger in a real browser: dropped on the page, chosen by keyboard, refused with advice, and its invoices looked at."""

import json
import tempfile
from pathlib import Path

from browser import ROOT, Page
from playwright.sync_api import expect

EXAMPLES = ROOT / "examples"
DROP = """(files) => {
  const held = new DataTransfer();
  for (const [name, text] of files) held.items.add(new File([text], name));
  const place = document.querySelector(".cm-content");
  for (const what of ["dragenter", "dragover", "drop"])
    place.dispatchEvent(new DragEvent(what, {dataTransfer: held, bubbles: true, cancelable: true}));
}"""


def test_a_ledger_dropped_on_the_editor_is_compared_and_its_invoices_are_looked_at(browser, studio):
    with Page(browser, studio) as page:
        text = page.open().text()
        page.page.evaluate(
            DROP, [(name, (EXAMPLES / name).read_text("utf-8")) for name in ("ledger.csv", "events.csv")]
        )
        expect(page["verdict"]).to_contain_text("161 fakturor")
        expect(page["difference-stale"]).to_contain_text("ingenting skiljer")
        assert page.text() == text

        page.write("days_after_due_date: 7 ", "days_after_due_date: 10 ")
        expect(page["verdict"]).to_contain_text("2 av 161 fakturor ändras")
        expect(page["difference-stale"]).to_be_hidden()
        page["search-changes"].fill("1017")
        expect(page["changes"].locator("tbody tr")).to_have_count(1)
        page["changes"].get_by_role("button", name="Visa faktura 1017").press("Enter")
        expect(page["difference-status"]).to_contain_text("1017 är nu exempelfakturan")
        expect(page["field-invoice"]).to_have_value("1017")

        page["search-changes"].fill("")
        page["changes"].get_by_role("button", name="Faktura", exact=True).press("Enter")
        expect(page["changes"].locator("th[aria-sort=ascending]")).to_contain_text("Faktura")
        with page.page.expect_download() as download:
            page["download-json"].click()
        totals = json.loads(Path(download.value.path()).read_text(encoding="utf-8"))["totals"]
        assert totals["invoices"]["changed"] == 2
        assert (page.complaints, page.hosts()) == ([], {f"127.0.0.1:{studio.port}"})
    assert studio.stop() == 0
    assert not list(Path(tempfile.gettempdir()).glob(f"dunning-studio-{studio._process.pid}-*"))


def test_what_cannot_be_used_is_said_with_advice_and_the_next_drop_is_taken(browser, studio, tmp_path):
    book = tmp_path / "reskontra.xlsx"
    book.write_bytes(b"PK\x03\x04")
    with Page(browser, studio) as page:
        page.open()
        field = page["ledger-drop"].locator("input[type=file]")
        field.set_input_files(book)
        expect(page["ledger-problems"]).to_contain_text("reskontra.xlsx:1:1  DE553")
        expect(page["ledger-notes"]).to_contain_text("spara som ”CSV")

        field.set_input_files(EXAMPLES / "excel-sv.csv")
        expect(page["ledger-problems"]).to_contain_text("DE550")
        expect(page["mapping-example"]).to_contain_text("due_on: Förfallodag")

        with page.page.expect_file_chooser() as chooser:
            page["choose-files"].press("Enter")
        chooser.value.set_files(EXAMPLES / "mappings" / "excel-sv.yaml")
        expect(page["verdict"]).to_contain_text("av 8 fakturor")
        expect(page["mapping-example"]).to_have_count(0)
        page["language"].select_option("en")
        expect(page["verdict"]).to_contain_text("No action changes")
        assert page.complaints == []
