"""What an explanation tells of the events: each on its day, with all that it carries."""

import pytest
from trial import DEMAND, REMINDER, decide, event, payment, policy, step

LADDER = policy(REMINDER, DEMAND)
REMINDED = step("2026-03-09", "reminder", fee="60.00", interest="19.18", pay_by="2026-03-16")
TAKEN = {
    "sv": "2026-03-09 togs steget ”R”: avgift 60,00 kr, ränta 19,18 kr, att betala senast 2026-03-16.",
    "en": "On 2026-03-09 the step “R” was taken: fee 60,00 kr, interest 19,18 kr, to pay by 2026-03-16.",
}


def told(language, *events, as_of="2026-04-01", **changes):
    """The story between the invoice itself and the policy."""
    lines = decide(LADDER, as_of, *events, **changes).told(language).section("why").lines
    follows = {"sv": "Fakturan följer", "en": "The invoice follows"}[language]
    texts = [line.text.replace("\u00a0", " ") for line in lines]
    return texts[1 : next(place for place, text in enumerate(texts) if text.startswith(follows))]


@pytest.mark.parametrize(
    ("happened", "sv", "en"),
    [
        (payment("2026-03-10", "500.00"), "betalade kunden 500,00 kr", "the customer paid 500,00 kr"),
        (
            event("2026-03-10", "credit_note", amount="1200.00"),
            "krediterades 1 200,00 kr",
            "1 200,00 kr were credited",
        ),
        (
            event("2026-03-10", "write_off", amount="9.50"),
            "bokfördes 9,50 kr som förlust; fordran består",
            "9,50 kr were booked as a loss; the claim stands",
        ),
        (
            event("2026-03-10", "dispute", reason="Fel vara"),
            "bestred kunden fordran (Fel vara)",
            "the customer disputed the claim (Fel vara)",
        ),
        (event("2026-03-10", "dispute_settled"), "löstes tvisten", "the dispute was settled"),
        (
            event("2026-03-10", "pause", until="2026-04-15", reason="Väntar"),
            "pausades ärendet till och med 2026-04-15 (Väntar)",
            "the case was paused through 2026-04-15 (Väntar)",
        ),
        (event("2026-03-10", "pause"), "pausades ärendet tills vidare", "the case was paused until further notice"),
        (event("2026-03-10", "resume"), "upphörde pausen", "the pause ended"),
        (
            event("2026-03-10", "promise", until="2026-04-10"),
            "lovade kunden att betala till och med 2026-04-10",
            "the customer promised to pay through 2026-04-10",
        ),
        (event("2026-03-10", "payment_plan"), "började en avbetalningsplan", "an instalment plan started"),
        (event("2026-03-10", "payment_plan_ended"), "upphörde avbetalningsplanen", "the instalment plan ended"),
        (
            event("2026-03-10", "handed_over", agency="Agens"),
            "lämnades ärendet till Agens",
            "the case was handed over to Agens",
        ),
        (
            event("2026-03-10", "handed_over"),
            "lämnades ärendet till ett inkassobolag",
            "the case was handed over to a collection agency",
        ),
        (
            event("2026-03-10", "withdrawn", agency="Agens"),
            "togs ärendet tillbaka från Agens",
            "the case was withdrawn from Agens",
        ),
        (event("2026-03-10", "closed"), "stängdes posten i reskontran", "the item was closed in the ledger"),
        (
            event("2026-03-10", "sold", sale="with_recourse", price="9700.00"),
            "såldes fakturan med regress för 9 700,00 kr",
            "the invoice was sold with recourse for 9 700,00 kr",
        ),
        (
            event("2026-03-10", "sold", sale="without_recourse"),
            "såldes fakturan utan regress",
            "the invoice was sold without recourse",
        ),
        (
            event("2026-03-10", "sold", sale="pledged", price="7850.00"),
            "belånades fakturan för 7 850,00 kr",
            "the invoice was pledged for 7 850,00 kr",
        ),
        (
            event("2026-03-10", "done", key="1001/pay_out/rest", amount="12.00"),
            "betalade vi ut 12,00 kr till uppdragsgivaren (1001/pay_out/rest)",
            "we paid the client 12,00 kr (1001/pay_out/rest)",
        ),
        (
            event("2026-03-10", "done", key="1001/decline/2"),
            "nekade vi köpet (1001/decline/2)",
            "we declined the purchase (1001/decline/2)",
        ),
        (
            event("2026-03-10", "information_requested", fact="customer_identity_number"),
            "bad vi uppdragsgivaren om kundens organisations- eller personnummer (customer_identity_number)",
            "we asked the client for the customer's identity number (customer_identity_number)",
        ),
        (
            event("2026-03-10", "delivery_failed", step="reminder"),
            "visade det sig att ”R” inte kom fram",
            "it turned out that “R” did not arrive",
        ),
        (
            event("2026-03-10", "step_cancelled", step="reminder"),
            "gjordes steget ”R” ogjort; dess avgift föll bort",
            "the step “R” was undone; its fee fell away",
        ),
        (
            event("2026-03-10", "interest_invoiced", amount="19.00"),
            "fakturerades ränta för sig: 19,00 kr",
            "interest was invoiced on its own: 19,00 kr",
        ),
        (
            event("2026-03-10", "note", text="Ring på måndag"),
            "antecknades: Ring på måndag",
            "it was noted: Ring på måndag",
        ),
    ],
)
def test_an_event_is_told_with_what_it_carries(happened, sv, en):
    assert told("sv", REMINDED, happened) == [TAKEN["sv"], f"2026-03-10 {sv}."]
    assert told("en", REMINDED, happened) == [TAKEN["en"], f"On 2026-03-10 {en}."]


def test_what_comes_later_is_not_told():
    assert told("sv", payment("2026-04-02", "1.00")) == []


def test_without_events_the_last_step_is_told():
    assert told("sv", last_step="reminder", last_step_on="2026-03-09") == [
        "Reskontran har inga händelser men säger att ”R” togs 2026-03-09, som det senaste steget."
    ]
    assert told("sv", last_step="reminder", last_step_on="2026-03-09", balance="50.00")[0] == (
        "Reskontran säger att 50,00 kr är kvar att betala."
    )


def test_a_step_says_what_it_did_not_claim():
    assert told("sv", step("2026-03-09", "reminder", interest="0.00", sent_by="post")) == [
        "2026-03-09 togs steget ”R” med post: ingen avgift, ingen ränta, ingen sista dag att betala."
    ]
    assert told("sv", step("2026-03-09", "reminder", fee="60.00")) == [
        "2026-03-09 togs steget ”R”: avgift 60,00 kr, ingen ny ränta, ingen sista dag att betala."
    ]


def test_the_due_date_is_told_with_what_moves_it():
    moved = policy(REMINDER, postal_days=3)
    (invoice, *_) = decide(moved, "2026-03-05", due_on="2026-03-01").told("sv").section("why").lines
    assert invoice.text.endswith("är från 2026-01-30 och skulle betalas senast 2026-03-01.")
    assert [line.text for line in invoice.under] == [
        "Den dagen är ingen bankdag, så förfallodagen flyttas till 2026-03-02 (Skuldebrevslagen 5 §).",
        "Policyn lägger till 3 dagar för posten, så fakturan räknas som obetald från 2026-03-06.",
    ]
    (invoice, *_) = decide(moved, "2026-03-02").told("en").section("why").lines
    assert invoice.text.endswith("is to be paid by 2026-03-02.")
