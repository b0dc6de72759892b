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
                "Vi köper fakturan med regress (”Med”) och betalar 9 710,00 kr till uppdragsgivaren 2026-02-02.",
                "”Med” det första som gäller, därför att avtal om regress finns och kreditbetyget (credit_risk) är 5 (trial.yaml:9:201).",
                "Avgår vår avgift, 2,90 % av kapitalet: −290,00 kr",
                "Betalas ut 2026-02-02: 9 710,00 kr",
                "När köpet har registrerats betalas pengarna ut 2026-02-02",
                "”Utan” gäller i stället om kreditbetyget (credit_risk) är högst 3 (trial.yaml:9:94).",
                "Utfall «Utan»: gäller inte",
                "Utfall «Med»: gäller",
                "bokförs: D 2811 9 710,00; D 6064 290,00; K 1510 10 000,00",
                "lag: Skuldebrevslagen 31 §",
            ],
        ),
        (
            offered(credit_risk=9),
            [
                "Vi tackar nej till fakturan (”Nekad”).",
                "Vi berättar för uppdragsgivaren att vi tackar nej.",
                "är ”Nekad” det som gäller när inget före det gör det (trial.yaml:9:332).",
                "Utfall «Nekad»: gäller alltid",
                "Nekad (1001/decline)",
            ],
        ),
        (
            offered(),
            [
                "Vi avgör inte om fakturan köps i dag, därför att kreditbetyget (credit_risk) saknas (trial.yaml:9:94).",
                "Så snart hindret är borta kommer beslut om köp.",
                "Det väntar på kreditbetyget (credit_risk).",
                "Utan väntar på credit_risk. [missing_fact, credit_risk, trial.yaml:9:94]",
                "Härnäst: beslut om köp tidigast 2026-01-30, väntar på credit_risk",
            ],
        ),
        (
            offered(credit_risk=5, picked_for_review=True),
            [
                "Vi lämnar fakturan till granskning (”Stickprov”). En människa avgör om den köps.",
                "Vi avgör inte om fakturan köps i dag, därför att fakturan är uttagen till granskning (”Stickprov”)",
                "Hindret upphör om fakturan inte är uttagen till stickprov.",
            ],
        ),
        (
            sold("2026-03-20", REMINDED),
            [
                "Köparen driver fakturan till och med 2026-04-01; är den obetald då köper uppdragsgivaren tillbaka den från 2026-04-02",
                "Därefter kommer återköp tidigast 2026-04-02.",
                "Regress: gäller",
                "drivs till och med 2026-04-01, återköps från 2026-04-02",
                "återköp tidigast 2026-04-02",
            ],
        ),
        (
            sold(DAY_31, REMINDED),
            [
                "Uppdragsgivaren köper tillbaka fakturan för 10 079,18 kr.",
                "Fakturan drivs vidare under policyn other.",
                "Betalat till uppdragsgivaren: 9 710,00 kr",
                "Vår avgift för köpet: 290,00 kr",
                "Avgifter och ränta som har krävts: 79,18 kr",
                "Uppdragsgivaren betalar: 10 079,18 kr",
                "Sedan drivs fakturan vidare under policyn other.",
                "Fakturan är betald om kunden betalar minst 10 079,18 kr: då köps den inte tillbaka.",
                "Återköp (1001/buy_back)",
                "Fortsätter i other",
            ],
        ),
        (
            sold(DAY_31, REMINDED, payment("2026-03-20", "1079.18")),
            ["Avgår det som har betalats av kapitalet: −1 000,00 kr", "Uppdragsgivaren betalar: 9 000,00 kr"],
        ),
        (
            sold("2026-04-03", *BOUGHT_BACK, history=linked()[0]),
            [
                "Fakturan köptes tillbaka 2026-04-02. Trial drev den dessförinnan, och det som gjordes då görs inte om.",
                "Vi skickar ”D” till kunden.",
                "D (1001/demand)",
            ],
        ),
        (
            decide(policy(REMINDER, interest_invoice=INVOICED), "2026-04-20", payment("2026-04-10", "10000")),
            [
                "Vi skickar ”Räntefaktura” på 106,85 kr till kunden.",
                "Ingen har krävt räntan på fakturan, 106,85 kr; den faktureras för sig, sedan fakturan har betalats, när den är minst 1,00 kr (trial.yaml:9:1).",
                "1001: Ränta 2026-03-03–2026-04-10, 39 dagar à 10,00 % på 10 000,00 kr: 106,85 kr enligt Räntelagen 6 §",
                "Ränta att betala: 106,85 kr",
                "På räntefakturan står: För sent betalt.",
                "Vi väntar om någon pausar ärendet eller en avbetalningsplan börjar.",
                "Räntefaktura: ränta på fakturan 106,85 kr, gräns 1,00 kr",
                "Räntefaktura (1001/invoice_interest)",
                "kommentar: För sent betalt",
            ],
        ),
        (
            decide(policy(REMINDER), "2026-04-20", event(ISSUED, "sold", sale="pledged")),
            [
                "Vi gör ingenting i dag, därför att fakturan är belånad, så att långivaren sköter kraven.",
                "Fakturan är belånad: långivaren sköter kraven. [sold, sale]",
            ],
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
    assert "Förskott, 80,00 % av kapitalet: 8 000,00 kr" in text
    assert "Betalas ut 2026-02-02: 7 710,00 kr" in text
    assert "Förskott" not in said(offered(credit_risk=5, recourse_agreement=True))


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
    text = said(decision)
    assert "Vi betalar 9 709,00 kr till uppdragsgivaren." in text
    rows = ["Att betala ut: 9 710,00 kr", "Avgår det som täcker det övertrasserade kontot: −1,00 kr"]
    assert [row for row in rows if row not in text] == []
    assert "Utbetalningen är minskad med 1,00 kr" in text
    assert "därför att" not in text


def test_a_buy_back_that_waits_for_payments_is_told_with_its_sum():
    stale = buyer(payments_known_within_days=2)
    text = said(decide(stale, DAY_31, SOLD, *DONE, REMINDED, payments_known_through="2026-03-20"))
    assert "Uppdragsgivaren köper inte tillbaka fakturan i dag, därför att betalningarna bara är kända" in text
    assert "Uppdragsgivaren betalar: 10 079,18 kr" in text
    assert "Hindret upphör om betalningarna är kända till och med 2026-03-31 eller senare" in text


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
    assert decision.told(language).section("next").lines
