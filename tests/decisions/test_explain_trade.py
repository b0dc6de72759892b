"""Buying, recourse, continuation and interest invoices in words, in both languages."""

from datetime import date

import pytest
from test_offer import ISSUED, PURCHASE, buyer
from test_recourse import BOUGHT_BACK, DAY_31, DONE, REMINDED, SOLD, linked, sold
from trial import REMINDER, decide, event, facts, payment, policy, step

from dunning_engine.decisions.evaluate import evaluate
from dunning_engine.facts.account import Account, Entry, EntryKind

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
                "köpeskilling 10 000,00 kr − avgift 290,00 kr = utbetalning 9 710,00 kr den 2026-02-02",
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
        (
            sold(DAY_31, REMINDED),
            [
                "återköpet: betalat 9 710,00 + avgift 290,00 − inbetalt kapital 0,00 + avgifter och ränta 79,18 = 10 079,18 kr",
                "Gör: Återköp (1001/buy_back",
                "belopp 10 079,18 kr",
                "Gör: Fortsätter i other",
            ],
        ),
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
            ["Hinder: Fakturan är belånad: långivaren sköter kraven."],
        ),
    ],
)
def test_what_an_explanation_says(decision, lines):
    text = said(decision)

    assert [line for line in lines if line not in text] == []
    assert len(said(decision, "en").splitlines()) == len(text.splitlines())


def test_what_an_advance_leaves_is_no_price():
    half = buyer(purchase=PURCHASE.replace("advance_percent: 100", "advance_percent: 80"))
    text = said(decide(half, ISSUED, offered_for_sale=True, credit_risk=5, recourse_agreement=True))
    assert "förskott 8 000,00 kr − avgift 290,00 kr = utbetalning 7 710,00 kr" in text


@pytest.mark.parametrize("language", ["sv", "en"])
def test_only_a_ladder_that_nothing_takes_further_leaves_it_to_a_person(language):
    last = {"sv": "Policyn har inga fler steg", "en": "The policy has no further step"}[language]
    assert last in said(decide(policy(REMINDER), "2026-04-20", step("2026-03-09", "reminder")), language)
    for day in ("2026-03-25", DAY_31):  # the buy-back is to come, and is proposed
        assert last not in said(sold(day, REMINDED), language)


def test_a_payout_that_is_lowered_is_a_remark():
    held = Account(
        account="K1",
        client="S1",
        currency="SEK",
        entries=(Entry(on=date(2026, 1, 20), entry=EntryKind.BUY_BACK, amount=-100),),
    )
    invoice = facts(SOLD, *DONE[:-1], client="S1")
    (decision,) = evaluate(buyer(), [invoice], as_of=date(2026, 2, 2), accounts=[held])
    assert "Obs: Utbetalningen är minskad med 1,00 kr" in said(decision)
    assert "Hinder" not in said(decision)


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
