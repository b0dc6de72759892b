"""What makes the page easy, in a real browser: a foreign ledger used in one press, choices that stay, a text of any length."""

from browser import ROOT, Page
from playwright.sync_api import expect

LONG = """() => {
  const held = new DataTransfer();
  held.setData("text/plain", "# \\u{1F9FE} \\u00e5\\n".repeat(200000));
  document.querySelector(".cm-content").dispatchEvent(
    new ClipboardEvent("paste", {clipboardData: held, bubbles: true, cancelable: true}));
}"""


def test_a_ledger_from_swedish_excel_is_used_with_the_mapping_that_is_shown_corrected_in_place(browser, studio):
    with Page(browser, studio) as page:
        page.open()
        page["ledger-drop"].locator("input[type=file]").set_input_files(ROOT / "examples" / "excel-sv.csv")
        expect(page["mapping-example"]).to_contain_text("due_on: Förfallodag")
        right = page["mapping-example"].input_value()
        page["mapping-example"].fill("mapping: my-ledger\ncolums: {}\n")
        page["use-mapping"].click()
        expect(page["ledger-problems"]).to_contain_text("mapping.yaml:2:1")
        expect(page["mapping-example"]).to_have_value("mapping: my-ledger\ncolums: {}\n")  # what was written stays

        page["mapping-example"].fill(right)
        page["use-mapping"].click()
        expect(page["verdict"]).to_contain_text("av 8 fakturor")
        expect(page["mapping-example"]).to_have_count(0)
        assert page.complaints == []


def test_what_was_chosen_stays_when_the_page_is_drawn_anew_and_an_invoice_of_the_table_is_gone_to(browser, studio):
    with Page(browser, studio) as page:
        page.open()
        page["example-ledger"].click()
        page.write("days_after_due_date: 7 ", "days_after_due_date: 10 ")
        expect(page["verdict"]).to_contain_text("fakturor ändras")
        page["difference-span"].select_option("several")
        expect(page["verdict"]).to_contain_text("om ingen betalar")
        expect(page["difference-span"]).to_have_value("several")
        page["dark"].select_option("dark")
        page["language"].select_option("en")
        expect(page["verdict"]).to_contain_text("if nobody pays")
        expect(page["dark"]).to_have_value("dark")

        page["changes"].locator("button[data-invoice]").first.press("Enter")
        expect(page.page.locator("#timetable-heading")).to_be_focused()
        expect(page.page.locator("#timetable-heading")).to_be_in_viewport()
        assert page.complaints == []


def test_a_text_too_long_for_one_message_is_checked_as_it_stands_and_never_saved_as_the_one_before(
    browser, studio, policy
):
    before = policy.read_bytes()
    with Page(browser, studio) as page:
        page.open()
        page.editor.focus()
        page.page.keyboard.press("Control+a")
        page.page.evaluate(LONG)
        expect(page["problems"]).to_contain_text("DE106")
        expect(page["problems"]).to_contain_text("2000000 bytes")  # no character was cut in two
        page.page.keyboard.press("Control+s")
        expect(page["status"]).to_contain_text("Inte sparat: texten har fel")
        assert policy.read_bytes() == before
        assert page.complaints == []
    assert not [line for line in studio.printed if "Payload" in line]
