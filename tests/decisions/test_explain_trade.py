"""Buying, recourse, continuation and interest invoices in words, in both languages."""

import pytest
from test_offer import ISSUED, buyer
from test_recourse import BOUGHT_BACK, DAY_31, DONE, REMINDED, SOLD, linked, sold
from trial import REMINDER, decide, event, payment, policy

INVOICED = "{title: Räntefaktura, at_least: 1.00, comment: För sent betalt}"


def said(decision, language="sv"):
    return "\n".join(decision.explain(language)).replace("\u00a0", " ")


def offered(**facts):
    return decide(buyer(), ISSUED, offered_for_sale=True, **facts)


@pytest.mark.parametrize(
    ("decision", "lines"),
    [
        (
            offered(credit_risk=5, recourse_agreement=True),
            [
                "Utfall «Utan»: gäller inte",
                "Utfall «Med»: gäller",
                "förskott 10 000,00 kr − avgift 290,00 kr = utbetalning 9 710,00 kr den 2026-02-02",
                "bokförs: D 2811 9 710,00; D 6064 290,00; K 1510 10 000,00",
                "lag: Skuldebrevslagen 31 §",
            ],
        ),
        (offered(credit_risk=9), ["Utfall «Nekad»: gäller alltid", "Gör: Nekad (1001/decline"]),
        (offered(), ["Hinder: Utan väntar på credit_risk", "Nästa steg: beslut om köp tidigast 2026-01-30"]),
        (
            sold("2026-03-20", REMINDED),
            [
                "Regress: gäller",
                "drivs till och med 2026-04-01, återköps från 2026-04-02",
                "återköp tidigast 2026-04-02",
            ],
        ),
        (sold(DAY_31, REMINDED), ["Gör: Återköp (1001/buy_back", "belopp 10 079,18 kr", "Gör: Fortsätter i other"]),
        (
            sold("2026-04-03", *BOUGHT_BACK, history=linked()[0]),
            ["Återköpt 2026-04-02; Trial drev fakturan dessförinnan", "Gör: D (1001/demand"],
        ),
        (
            decide(policy(REMINDER, interest_invoice=INVOICED), "2026-04-20", payment("2026-04-10", "10000")),
            [
                "Räntefaktura: ränta på fakturan 106,85 kr, gräns 1,00 kr",
                "Gör: Räntefaktura (1001/invoice_interest",
                "faktura 1001: ränta 106,85 kr",
                "kommentar: För sent betalt",
                "att betala 106,85 kr",
            ],
        ),
        (
            decide(policy(REMINDER), "2026-04-20", event(ISSUED, "sold", sale="pledged")),
            ["Hinder: Fakturan är belånad: den som har belånat den"],
        ),
    ],
)
def test_what_an_explanation_says(decision, lines):
    text = said(decision)

    assert [line for line in lines if line not in text] == []
    assert len(said(decision, "en").splitlines()) == len(text.splitlines())


@pytest.mark.parametrize(
    "decision",
    [
        decide(buyer(), "2026-01-31", SOLD),  # the payout comes next
        decide(buyer(), "2026-01-31", {**SOLD, "sale": "without_recourse"}, *DONE[1:]),
        decide(policy(REMINDER, interest_invoice="{title: R, at_least: 1.00, only_when_paid: false}"), "2026-03-10"),
    ],
)
@pytest.mark.parametrize("language", ["sv", "en"])
def test_whatever_comes_next_has_a_word(decision, language):
    assert decision.next is not None
    assert decision.explain(language)
