"""What an explanation tells of the events: each on its day, with all that it carries."""

import pytest
from trial import DEMAND, REMINDER, decide, event, payment, policy, step

LADDER = policy(REMINDER, DEMAND)
REMINDED = step("2026-03-09", "reminder", fee="60.00", interest="19.18", pay_by="2026-03-16")


def told(language, *events, as_of="2026-04-01", **changes):
    lines = decide(LADDER, as_of, *events, **changes).explain(language)
    return [line for line in lines if line.startswith("2026-")]


@pytest.mark.parametrize(
    ("happened", "sv", "en"),
    [
        (payment("2026-03-10", "500.00"), "En betalning: 500,00 kr", "A payment: 500,00 kr"),
        (
            event("2026-03-10", "credit_note", amount="1200.00"),
            "En kreditering: 1\u00a0200,00 kr",
            "A credit note: 1\u00a0200,00 kr",
        ),
        (event("2026-03-10", "write_off", amount="9.50"), "Bokförd som förlust: 9,50 kr", "Booked as a loss: 9,50 kr"),
        (
            event("2026-03-10", "dispute", reason="Fel vara"),
            "Kunden bestrider fordran (Fel vara)",
            "The customer disputes the claim (Fel vara)",
        ),
        (
            event("2026-03-10", "pause", until="2026-04-15", reason="Väntar"),
            "Kravet vilar, till och med 2026-04-15 (Väntar)",
            "Dunning rests, through 2026-04-15 (Väntar)",
        ),
        (event("2026-03-10", "pause"), "Kravet vilar", "Dunning rests"),
        (
            event("2026-03-10", "promise", until="2026-04-10"),
            "Kunden lovar att betala senast en dag, till och med 2026-04-10",
            "The customer promises to pay by a day, through 2026-04-10",
        ),
        (
            event("2026-03-10", "handed_over", agency="Agens"),
            "Ärendet lämnades till ett inkassobolag: Agens",
            "The case was handed to an agency: Agens",
        ),
        (
            event("2026-03-10", "sold", sale="with_recourse", price="9700.00"),
            "Såld med regress för 9\u00a0700,00 kr",
            "Sold with recourse for 9\u00a0700,00 kr",
        ),
        (
            event("2026-03-10", "sold", sale="without_recourse"),
            "Såld utan regress",
            "Sold without recourse",
        ),
        (
            event("2026-03-10", "sold", sale="pledged", price="7850.00"),
            "Belånad, 7\u00a0850,00 kr",
            "Pledged, 7\u00a0850,00 kr",
        ),
        (
            event("2026-03-10", "done", key="1001/pay_out/rest"),
            "Utbetalning gjord (1001/pay_out/rest)",
            "Paid out (1001/pay_out/rest)",
        ),
        (
            event("2026-03-10", "done", key="1001/decline/2"),
            "Köp nekat (1001/decline/2)",
            "The purchase was declined (1001/decline/2)",
        ),
        (
            event("2026-03-10", "information_requested", fact="customer_identity_number"),
            "Uppdragsgivaren ombads lämna en uppgift: customer_identity_number",
            "The client was asked for a fact: customer_identity_number",
        ),
        (
            event("2026-03-10", "delivery_failed", step="reminder"),
            "Stegets utskick kom inte fram: R",
            "The step's letter did not arrive: R",
        ),
    ],
)
def test_an_event_is_told_with_what_it_carries(happened, sv, en):
    before = {"sv": "2026-03-09: R togs, avgift 60,00 kr, ränta 19,18 kr, betala senast 2026-03-16"}
    before["en"] = "2026-03-09: R was taken, fee 60,00 kr, interest 19,18 kr, to pay by 2026-03-16"
    assert told("sv", REMINDED, happened) == [before["sv"], f"2026-03-10: {sv}"]
    assert told("en", REMINDED, happened) == [before["en"], f"2026-03-10: {en}"]


def test_what_comes_later_and_what_is_noted_is_not_told_here():
    note = event("2026-03-10", "note", text="Ring på måndag")
    assert told("sv", note, payment("2026-04-02", "1.00")) == []


def test_without_events_the_last_step_is_told():
    assert told("sv", last_step="reminder", last_step_on="2026-03-09") == ["2026-03-09: R togs, det senaste steget"]


def test_a_step_without_a_last_day_to_pay_says_so():
    assert told("sv", step("2026-03-09", "reminder")) == [
        "2026-03-09: R togs, avgift 0,00 kr, ränta 0,00 kr, betala senast –"
    ]
