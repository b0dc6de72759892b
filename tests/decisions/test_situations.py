"""Every situation that the engine knows: what is said to happen today, and what would change it.

Each line was read beside the policy and the facts that it speaks of. What would change a decision is tried in
``test_explain_change.py``.
"""

import pytest
from test_offer import ISSUED, PURCHASE, buyer
from test_recourse import BOUGHT_BACK, sold
from trial import DEMAND, ORDER, REMINDER, decide, event, payment, policy, step

HOLD = "[{reason: Bestridd, when: {disputed: true}}]"
NOTHING = "[{reason: Inget kvar, when: {balance: {at_most: 0.00}}}]"
TAKEN = step("2026-03-09", "reminder", fee="60.00", interest="19.18", pay_by="2026-03-16")
D2 = step("2026-03-17", "demand", fee="180.00", interest="41.10", pay_by="2026-03-27")
LIST = "{step: list, title: L, action: list, days_after_due_date: 1, also_allowed: [hand]}"
SECOND = "{step: second, title: S, action: remind, days_after_previous_step: 10, fee: 0.00}"
HAND = "{step: hand, title: H, action: hand_over, days_after_previous_step: 10, when: {collection_agreement: true}}"
NOTICE = "{step: notice, title: N, action: notify, days_after_due_date: 2, require: [customer_email], if_missing: skip}"
CH = "{step: order, title: O, action: apply_for_payment_order, days_after_previous_step: 14, choices: [{choice: payment_order, title: BF, action: apply_for_payment_order}, {choice: monitoring, title: EB, action: monitor}]}"
OLD = {"issued_on": "2025-01-30", "due_on": "2025-03-02"}
ONLY_GOOD = PURCHASE.replace(", {outcome: decline, title: Nekad, notify_client: immediately}", "")
WRITE_OFF = "{step: w, title: W, action: write_off, days_after_due_date: 5}"
DECLINED = event(ISSUED, "done", key="1001/decline")
TOLD = event(ISSUED, "done", key="1001/notify_client/decline")

SITUATIONS = [
    (
        "not due",
        decide(policy(REMINDER), "2026-02-20"),
        ["Vi gör ingenting i dag, därför att fakturan inte har förfallit: sista dagen att betala är 2026-03-02."],
        [
            "Fakturan är betald om kunden betalar minst 10 000,00 kr: då skickas inga fler påminnelser eller krav.",
            "Vi väntar om någon pausar ärendet eller kunden lovar att betala en viss dag eller en avbetalningsplan börjar.",
        ],
    ),
    (
        "postal days run",
        decide(policy(REMINDER, postal_days=3), "2026-03-04"),
        ["Vi gör ingenting i dag, därför att fakturan räknas som obetald först 2026-03-06, när postdagarna har gått."],
        [
            "Fakturan är betald om kunden betalar minst 10 000,00 kr: då skickas inga fler påminnelser eller krav.",
            "Vi väntar om någon pausar ärendet eller kunden lovar att betala en viss dag eller en avbetalningsplan börjar.",
        ],
    ),
    (
        "due today",
        decide(policy(REMINDER), "2026-03-09"),
        ["Vi skickar ”R” till kunden. Kunden ska betala 10 079,18 kr senast 2026-03-16."],
        [
            "Fakturan är betald om kunden betalar minst 10 000,00 kr: då skickas inga fler påminnelser eller krav.",
            "  När ”R” har skickats krävs i stället 10 079,18 kr.",
            "Vi väntar om någon pausar ärendet eller kunden lovar att betala en viss dag eller en avbetalningsplan börjar.",
        ],
    ),
    (
        "the time to pay runs",
        decide(policy(REMINDER, DEMAND.replace("step: 8", "step: 2")), "2026-03-12", TAKEN),
        ["Vi gör ingenting i dag, därför att nästa steg, ”D”, kommer tidigast 2026-03-17."],
        [
            "Fakturan är betald om kunden betalar minst 10 079,18 kr: då skickas inga fler påminnelser eller krav.",
            "Vi väntar om någon pausar ärendet eller kunden lovar att betala en viss dag eller en avbetalningsplan börjar.",
            "”D” får vänta om kunden bestrider fordran (inkassolagen 5 §).",
        ],
    ),
    (
        "a person is too early",
        decide(
            policy(LIST, SECOND, HAND, approval="manual"),
            "2026-03-08",
            step("2026-03-03", "list"),
            collection_agreement=True,
        ),
        [
            "Vi skickar inte ”S” i dag, därför att det är för tidigt: steget får tas tidigast 2026-03-13 (trial.yaml:11:6)."
        ],
        [
            "Fakturan är betald om kunden betalar minst 10 000,00 kr: då skickas inga fler påminnelser eller krav.",
            "Vi väntar om någon pausar ärendet eller kunden lovar att betala en viss dag eller en avbetalningsplan börjar.",
        ],
    ),
    (
        "a person confirms, and may choose another step",
        decide(
            policy(LIST, SECOND, HAND, approval="manual"),
            "2026-03-20",
            step("2026-03-03", "list"),
            collection_agreement=True,
        ),
        ["Vi skickar ”S” till kunden.", "  Det är ett förslag: en människa bekräftar det innan det görs."],
        [
            "Fakturan är betald om kunden betalar minst 10 000,00 kr: då skickas inga fler påminnelser eller krav.",
            "Vi väntar om någon pausar ärendet eller kunden lovar att betala en viss dag eller en avbetalningsplan börjar.",
        ],
    ),
    (
        "the policy holds it",
        decide(policy(REMINDER, hold=HOLD), "2026-03-09", event("2026-03-04", "dispute")),
        ["Vi skickar inte ”R” i dag, därför att ärendet vilar: ”Bestridd” (trial.yaml:9:9)."],
        [
            "Hindret upphör om tvisten löses.",
            "Fakturan är betald om kunden betalar minst 10 000,00 kr: då skickas inga fler påminnelser eller krav.",
        ],
    ),
    (
        "paused, without a hold of the policy's",
        decide(policy(REMINDER), "2026-03-09", event("2026-03-04", "pause", until="2026-03-20")),
        ["Vi skickar inte ”R” i dag, därför att ärendet är pausat till och med 2026-03-20."],
        [
            "Hindret upphör om pausen avslutas.",
            "Fakturan är betald om kunden betalar minst 10 000,00 kr: då skickas inga fler påminnelser eller krav.",
        ],
    ),
    (
        "two things stop it",
        decide(
            policy(REMINDER),
            "2026-03-09",
            event("2026-03-04", "promise", until="2026-03-20"),
            event("2026-03-04", "payment_plan"),
        ),
        [
            "Vi skickar inte ”R” i dag, och det har flera skäl:",
            "  Kunden har lovat att betala senast 2026-03-20.",
            "  En avbetalningsplan löper.",
        ],
        [
            "Det finns flera hinder, och alla måste bort.",
            "  Hindret upphör om den utlovade dagen passerar utan betalning.",
            "  Hindret upphör om avbetalningsplanen upphör.",
            "Fakturan är betald om kunden betalar minst 10 000,00 kr: då skickas inga fler påminnelser eller krav.",
        ],
    ),
    (
        "a fact is missing",
        decide(policy(REMINDER.replace(", fee", ", require: [customer_identity_number], fee")), "2026-03-09"),
        [
            "Vi skickar inte ”R” i dag, därför att kundens organisations- eller personnummer (customer_identity_number) saknas (trial.yaml:10:6)."
        ],
        [
            "Hindret upphör om kundens organisations- eller personnummer (customer_identity_number) läggs in.",
            "Fakturan är betald om kunden betalar minst 10 000,00 kr: då skickas inga fler påminnelser eller krav.",
        ],
    ),
    (
        "a fact came too late",
        decide(
            policy(
                REMINDER.replace(
                    ", fee", ", require: [customer_email], registered_before: {customer_email: invoice_created}, fee"
                )
            ),
            "2026-03-09",
            customer_email="a@b.se",
            customer_email_registered_at="2026-02-20T12:00",
        ),
        [
            "Vi skickar inte ”R” i dag, därför att kundens e-postadress (customer_email) inte var registrerad innan fakturan skapades (trial.yaml:10:6)."
        ],
        [
            "Hindret upphör om tidpunkten då kundens e-postadress (customer_email) lades in rättas till en före fakturan.",
            "Fakturan är betald om kunden betalar minst 10 000,00 kr: då skickas inga fler påminnelser eller krav.",
        ],
    ),
    (
        "the client has to choose",
        decide(policy(REMINDER, DEMAND, CH), "2026-04-20", TAKEN, D2),
        [
            "Vi ansöker inte om betalningsföreläggande (”O”) i dag, därför att uppdragsgivaren inte har valt än mellan payment_order (BF), monitoring (EB) (trial.yaml:12:6)."
        ],
        [
            "Hindret upphör om uppdragsgivaren väljer: payment_order (BF), monitoring (EB).",
            "Fakturan är betald om kunden betalar minst 10 281,10 kr: då skickas inga fler påminnelser eller krav.",
        ],
    ),
    (
        "no way to send it",
        decide(policy(REMINDER.replace(", fee", ", send_by: same_as_invoice, fee")), "2026-03-09", sent_by=None),
        [
            "Vi skickar inte ”R” i dag, därför att uppgiften om hur fakturan skickades (sent_by) saknas och det inte finns något annat sätt att skicka (trial.yaml:10:6)."
        ],
        [
            "Hindret upphör om uppgiften om hur fakturan skickades (sent_by) läggs in.",
            "Fakturan är betald om kunden betalar minst 10 000,00 kr: då skickas inga fler påminnelser eller krav.",
        ],
    ),
    (
        "a condition does not hold",
        decide(policy(REMINDER.replace(", fee", ", when: {collection_agreement: true}, fee")), "2026-03-09"),
        [
            "Vi skickar inte ”R” i dag, därför att policyns villkor för steget inte är uppfyllt; det gäller avtal med ett inkassobolag (collection_agreement) (trial.yaml:10:79)."
        ],
        [
            "Hindret upphör om det finns ett avtal med ett inkassobolag.",
            "Fakturan är betald om kunden betalar minst 10 000,00 kr: då skickas inga fler påminnelser eller krav.",
        ],
    ),
    (
        "a step is passed over",
        decide(policy(NOTICE, REMINDER), "2026-03-05"),
        ["Vi gör ingenting i dag, därför att nästa steg, ”R”, kommer tidigast 2026-03-09."],
        [
            "Fakturan är betald om kunden betalar minst 10 000,00 kr: då skickas inga fler påminnelser eller krav.",
            "Vi väntar om någon pausar ärendet eller kunden lovar att betala en viss dag eller en avbetalningsplan börjar.",
        ],
    ),
    (
        "the demand did not arrive",
        decide(
            policy(REMINDER, DEMAND, ORDER),
            "2026-04-20",
            TAKEN,
            D2,
            event("2026-03-20", "delivery_failed", step="demand"),
        ),
        [
            "Vi ansöker inte om betalningsföreläggande (”O”) i dag, därför att ”D” inte kom fram, så att kunden inte har fått sin tid att betala (inkassolagen 5 §, 6 §) (trial.yaml:11:6)."
        ],
        [
            "Hindret upphör om ”D” ångras, så att det föreslås på nytt.",
            "Fakturan är betald om kunden betalar minst 10 281,10 kr: då skickas inga fler påminnelser eller krav.",
        ],
    ),
    (
        "disputed, without a hold of the policy's",
        decide(policy(REMINDER, DEMAND), "2026-03-20", TAKEN, event("2026-03-18", "dispute")),
        [
            "Vi skickar inte ”D” i dag, därför att fordran är bestridd, och då får ett krav eller en rättslig åtgärd vänta (inkassolagen 5 §)."
        ],
        [
            "Hindret upphör om tvisten löses.",
            "Fakturan är betald om kunden betalar minst 10 079,18 kr: då skickas inga fler påminnelser eller krav.",
        ],
    ),
    (
        "payments of unknown age",
        decide(policy(REMINDER, payments_known_within_days=2), "2026-03-09"),
        [
            "Vi skickar inte ”R” i dag, därför att det inte framgår till vilken dag betalningarna är kända, och det som ser obetalt ut kan vara betalt."
        ],
        [
            "Hindret upphör om betalningarna är kända till och med 2026-03-07 eller senare (payments_known_through).",
            "Fakturan är betald om kunden betalar minst 10 000,00 kr: då skickas inga fler påminnelser eller krav.",
        ],
    ),
    (
        "payments too old",
        decide(policy(REMINDER, payments_known_within_days=2), "2026-03-09", payments_known_through="2026-03-01"),
        [
            "Vi skickar inte ”R” i dag, därför att betalningarna bara är kända till och med 2026-03-01, mer än 2 dagar tillbaka, och det som ser obetalt ut kan vara betalt."
        ],
        [
            "Hindret upphör om betalningarna är kända till och med 2026-03-07 eller senare (payments_known_through).",
            "Fakturan är betald om kunden betalar minst 10 000,00 kr: då skickas inga fler påminnelser eller krav.",
        ],
    ),
    (
        "no reference rate",
        decide(policy(REMINDER), "2036-03-09", issued_on="2036-01-30", due_on="2036-02-28"),
        [
            "Vi skickar inte ”R” i dag, därför att det inte finns någon referensränta från 2036-02-29, så att räntan inte kan räknas."
        ],
        [
            "Hindret upphör om lagfilen får referensräntan för 2036-02-29.",
            "Fakturan är betald om kunden betalar minst 10 000,00 kr: då skickas inga fler påminnelser eller krav.",
        ],
    ),
    (
        "excluded by the policy",
        decide(policy(REMINDER, exclude="[{reason: Liten, when: {amount: {at_most: 10000.00}}}]"), "2026-03-09"),
        ["Vi påminner inte om fakturan i dag, därför att fakturan är undantagen: ”Liten” (trial.yaml:9:12)."],
        ["Inget som går att lägga in på fakturan ändrar det här."],
    ),
    (
        "credited whole",
        decide(policy(REMINDER), "2026-03-09", TAKEN, event("2026-03-09", "credit_note", amount="10000.00")),
        [
            "Vi påminner inte om fakturan i dag, därför att hela fakturan är krediterad, och då krävs varken avgift eller ränta på den."
        ],
        ["Inget som går att lägga in på fakturan ändrar det här."],
    ),
    (
        "nothing to pay",
        decide(policy(REMINDER), "2026-03-09", amount="0.00"),
        [
            "Vi kopplar posten mot kundens andra poster i reskontran.",
            "Vi påminner inte om fakturan i dag, därför att fakturans belopp är 0,00 kr, och noll och minus påminns aldrig.",
        ],
        ["Inget som går att lägga in på fakturan ändrar det här."],
    ),
    (
        "paid, and too much",
        decide(policy(REMINDER), "2026-03-09", payment("2026-03-05", "10050.00")),
        ["Vi gör ingenting i dag, därför att fakturan är betald sedan 2026-03-05."],
        ["Inget som går att lägga in på fakturan ändrar det här."],
    ),
    (
        "closed",
        decide(policy(REMINDER), "2026-03-09", event("2026-03-05", "closed")),
        ["Vi gör ingenting i dag, därför att posten är stängd i reskontran."],
        ["Inget som går att lägga in på fakturan ändrar det här."],
    ),
    (
        "with the agency",
        decide(policy(REMINDER), "2026-03-09", event("2026-03-05", "handed_over", agency="Agens")),
        ["Vi gör ingenting i dag, därför att ärendet ligger hos Agens och är fryst här."],
        ["Hindret upphör om ärendet tas tillbaka från inkassobolaget."],
    ),
    (
        "no revision in force",
        decide(policy(REMINDER), "2020-06-01", issued_on="2019-12-31", due_on="2020-01-30"),
        [
            "Vi gör ingenting i dag, därför att ingen utgåva av policyn trial gäller för fakturor som är utställda 2019-12-31."
        ],
        ["Hindret upphör om policyn får en utgåva som gäller fakturor från 2019-12-31 eller tidigare."],
    ),
    (
        "pledged to another",
        decide(policy(REMINDER), "2026-03-09", event("2026-03-05", "sold", sale="pledged")),
        ["Vi gör ingenting i dag, därför att fakturan är belånad, så att långivaren sköter kraven."],
        ["Hindret upphör om fakturan köps tillbaka."],
    ),
    (
        "not bought",
        decide(buyer(), ISSUED),
        [
            "Vi gör ingenting i dag, därför att fakturan varken är köpt eller erbjuden till försäljning, och den här policyn bara driver det som är köpt."
        ],
        ["Hindret upphör om fakturan erbjuds till försäljning."],
    ),
    (
        "offered, not assessed",
        decide(buyer(), ISSUED, offered_for_sale=True),
        ["Vi avgör inte om fakturan köps i dag, därför att kreditbetyget (credit_risk) saknas (trial.yaml:9:94)."],
        [
            "Hindret upphör om kreditbetyget (credit_risk) läggs in.",
            "”Stickprov” gäller i stället om fakturan tas ut till stickprov (trial.yaml:9:24).",
            "”Utan” gäller i stället om kreditbetyget (credit_risk) är högst 3 (trial.yaml:9:94).",
            "”Med” gäller i stället om det finns ett avtal om regress och kreditbetyget (credit_risk) är högst 6 (trial.yaml:9:201).",
        ],
    ),
    (
        "offered, paused",
        decide(buyer(), ISSUED, event(ISSUED, "pause"), offered_for_sale=True, credit_risk=1),
        ["Vi avgör inte om fakturan köps i dag, därför att ärendet är pausat tills vidare."],
        [
            "Hindret upphör om pausen avslutas.",
            "”Stickprov” gäller i stället om fakturan tas ut till stickprov (trial.yaml:9:24).",
        ],
    ),
    (
        "bought back",
        sold("2026-04-03", *BOUGHT_BACK),
        ["Vi gör ingenting i dag, därför att fakturan är återköpt och drivs vidare under other."],
        ["Inget som går att lägga in på fakturan ändrar det här."],
    ),
    (
        "an override in use",
        decide(
            policy(
                REMINDER,
                overrides="[{title: Egna, when: {customer_kind: business}, steps: {reminder: {days_after_due_date: 10}}}]",
            ),
            "2026-03-09",
        ),
        ["Vi gör ingenting i dag, därför att nästa steg, ”R”, kommer tidigast 2026-03-12."],
        [
            "Fakturan är betald om kunden betalar minst 10 000,00 kr: då skickas inga fler påminnelser eller krav.",
            "Vi väntar om någon pausar ärendet eller kunden lovar att betala en viss dag eller en avbetalningsplan börjar.",
        ],
    ),
    (
        "late-payment compensation",
        decide(policy(REMINDER, DEMAND, late_compensation="{claim: true, at_step: reminder}"), "2026-03-09"),
        ["Vi skickar ”R” till kunden. Kunden ska betala 10 469,18 kr senast 2026-03-16."],
        [
            "Fakturan är betald om kunden betalar minst 10 000,00 kr: då skickas inga fler påminnelser eller krav.",
            "  När ”R” har skickats krävs i stället 10 469,18 kr.",
            "Vi väntar om någon pausar ärendet eller kunden lovar att betala en viss dag eller en avbetalningsplan börjar.",
        ],
    ),
    (
        "the fee is set off against the compensation",
        decide(
            policy(REMINDER, DEMAND, late_compensation="{claim: true, at_step: reminder}"),
            "2026-03-20",
            step("2026-03-09", "reminder", fee="450.00", interest="19.18", pay_by="2026-03-16"),
        ),
        ["Vi skickar ”D” till kunden. Kunden ska betala 10 499,32 kr senast 2026-03-30."],
        [
            "Fakturan är betald om kunden betalar minst 10 469,18 kr: då skickas inga fler påminnelser eller krav.",
            "  När ”D” har skickats krävs i stället 10 499,32 kr.",
            "Vi väntar om någon pausar ärendet eller kunden lovar att betala en viss dag eller en avbetalningsplan börjar.",
            "”D” får vänta om kunden bestrider fordran (inkassolagen 5 §).",
        ],
    ),
    (
        "a ledger without events",
        decide(
            policy(REMINDER, DEMAND), "2026-03-20", last_step="reminder", last_step_on="2026-03-09", balance="10060.00"
        ),
        ["Vi skickar ”D” till kunden. Kunden ska betala 10 289,61 kr senast 2026-03-30."],
        [
            "Fakturan är betald om kunden betalar minst 10 060,00 kr: då skickas inga fler påminnelser eller krav.",
            "  När ”D” har skickats krävs i stället 10 289,61 kr.",
            "Vi väntar om någon pausar ärendet eller kunden lovar att betala en viss dag eller en avbetalningsplan börjar.",
            "”D” får vänta om kunden bestrider fordran (inkassolagen 5 §).",
        ],
    ),
    (
        "a payment and a credit note",
        decide(
            policy(REMINDER, DEMAND),
            "2026-07-20",
            TAKEN,
            payment("2026-03-10", "4079.18"),
            event("2026-04-01", "credit_note", amount="1000.00"),
        ),
        ["Vi skickar ”D” till kunden. Kunden ska betala 5 369,31 kr senast 2026-07-30."],
        [
            "Fakturan är betald om kunden betalar minst 5 000,00 kr: då skickas inga fler påminnelser eller krav.",
            "  När ”D” har skickats krävs i stället 5 369,31 kr.",
            "Vi väntar om någon pausar ärendet eller kunden lovar att betala en viss dag eller en avbetalningsplan börjar.",
            "”D” får vänta om kunden bestrider fordran (inkassolagen 5 §).",
        ],
    ),
    (
        "agreements are lacking",
        decide(policy(REMINDER, agreed_terms=None, interest="{rate: statutory, accrues_from: due_date}"), "2026-03-09"),
        ["Vi skickar ”R” till kunden. Kunden ska betala 10 019,18 kr senast 2026-03-16."],
        [
            "Fakturan är betald om kunden betalar minst 10 000,00 kr: då skickas inga fler påminnelser eller krav.",
            "  När ”R” har skickats krävs i stället 10 019,18 kr.",
            "Vi väntar om någon pausar ärendet eller kunden lovar att betala en viss dag eller en avbetalningsplan börjar.",
            "Avgiften 60,00 kr får tas ut om påminnelseavgiften är avtalad (reminder_fee_agreed).",
        ],
    ),
    (
        "written off",
        decide(policy("{step: w, title: W, action: write_off, days_after_due_date: 5}"), "2026-03-09"),
        ["Vi bokför 10 000,00 kr som förlust (”W”). Fordran består, så kunden är fortfarande skyldig pengarna."],
        [
            "Fakturan är betald om kunden betalar minst 10 000,00 kr: då skickas inga fler påminnelser eller krav.",
            "Vi väntar om någon pausar ärendet eller kunden lovar att betala en viss dag eller en avbetalningsplan börjar.",
        ],
    ),
    (
        "the ladder has ended",
        decide(policy(REMINDER), "2026-03-20", TAKEN),
        [
            "Vi gör ingenting i dag, därför att policyn inte har några fler steg; vad som sker härnäst avgör en människa."
        ],
        ["Fakturan är betald om kunden betalar minst 10 079,18 kr: då skickas inga fler påminnelser eller krav."],
    ),
    (
        "a small rest is excluded",
        decide(policy(REMINDER, exclude="[{reason: Smått, when: {balance: {less_than: 100.00}}}]"), "2026-03-09"),
        ["Vi skickar ”R” till kunden. Kunden ska betala 10 079,18 kr senast 2026-03-16."],
        [
            "Fakturan är betald om kunden betalar minst 10 000,00 kr: då skickas inga fler påminnelser eller krav.",
            "  När ”R” har skickats krävs i stället 10 079,18 kr.",
            "Fakturan undantas om kunden betalar minst 9 900,01 kr: ”Smått” (trial.yaml:9:12).",
            "Vi väntar om någon pausar ärendet eller kunden lovar att betala en viss dag eller en avbetalningsplan börjar.",
        ],
    ),
    (
        "interest is not charged yet",
        decide(
            policy(
                REMINDER,
                interest="{rate: statutory, accrues_from: due_date, charged_when: {days_since_invoice_date: {more_than: 60}}}",
            ),
            "2026-03-09",
        ),
        ["Vi skickar ”R” till kunden. Kunden ska betala 10 060,00 kr senast 2026-03-16."],
        [
            "Fakturan är betald om kunden betalar minst 10 000,00 kr: då skickas inga fler påminnelser eller krav.",
            "  När ”R” har skickats krävs i stället 10 060,00 kr.",
            "Vi väntar om någon pausar ärendet eller kunden lovar att betala en viss dag eller en avbetalningsplan börjar.",
            "Ränta krävs om antalet dagar sedan fakturadatumet (days_since_invoice_date) är mer än 60 (trial.yaml:8:1).",
        ],
    ),
    (
        "limitation",
        decide(policy(REMINDER), "2036-03-09", **OLD),
        [
            "Vi skickar inte ”R” i dag, därför att fordran preskriberades efter 2035-01-30 och inget får krävas (preskriptionslagen 2 §)."
        ],
        ["Inget som går att lägga in på fakturan ändrar det här."],
    ),
    (
        "no outcome holds",
        decide(buyer(purchase=ONLY_GOOD), ISSUED, offered_for_sale=True, credit_risk=9),
        [
            "Vi avgör inte om fakturan köps i dag, därför att inget av policyns utfall gäller fakturan, och då avgör en människa (trial.yaml:9:1)."
        ],
        [
            "”Stickprov” gäller i stället om fakturan tas ut till stickprov (trial.yaml:9:24).",
            "”Utan” gäller i stället om kreditbetyget (credit_risk) är högst 3 (trial.yaml:9:94).",
            "”Med” gäller i stället om det finns ett avtal om regress och kreditbetyget (credit_risk) är högst 6 (trial.yaml:9:201).",
        ],
    ),
    (
        "the recourse window is over before the sale",
        decide(buyer(), "2026-04-20", offered_for_sale=True, credit_risk=5, recourse_agreement=True),
        [
            "Vi avgör inte om fakturan köps i dag, därför att tiden för regress tog slut 2026-04-01: köptes fakturan nu (”Med”) skulle den återköpas samma dag (trial.yaml:9:201)."
        ],
        [
            "”Stickprov” gäller i stället om fakturan tas ut till stickprov (trial.yaml:9:24).",
            "”Utan” gäller i stället om kreditbetyget (credit_risk) är högst 3 (trial.yaml:9:94).",
        ],
    ),
    (
        "declined, and recorded",
        decide(buyer(), ISSUED, DECLINED, TOLD, offered_for_sale=True, credit_risk=9),
        ["Vi gör ingenting i dag, därför att köpet är nekat och det som skulle göras är gjort."],
        [
            "”Stickprov” gäller i stället om fakturan tas ut till stickprov (trial.yaml:9:24).",
            "”Utan” gäller i stället om kreditbetyget (credit_risk) är högst 3 (trial.yaml:9:94).",
            "”Med” gäller i stället om det finns ett avtal om regress och kreditbetyget (credit_risk) är högst 6 (trial.yaml:9:201).",
        ],
    ),
    (
        "written off already",
        decide(policy(WRITE_OFF), "2026-03-20", event("2026-03-09", "write_off", amount="10000.00")),
        [
            "Vi gör ingenting i dag, därför att policyn inte har några fler steg; vad som sker härnäst avgör en människa."
        ],
        ["Fakturan är betald om kunden betalar minst 10 000,00 kr: då skickas inga fler påminnelser eller krav."],
    ),
    (
        "waits for a condition that days bring",
        decide(
            policy(REMINDER.replace(", fee", ", when: {days_since_invoice_date: {more_than: 60}}, fee")), "2026-03-09"
        ),
        [
            "Vi skickar inte ”R” i dag, därför att policyns villkor för steget inte är uppfyllt; det gäller antalet dagar sedan fakturadatumet (days_since_invoice_date) (trial.yaml:10:105)."
        ],
        [
            "Hindret upphör om antalet dagar sedan fakturadatumet (days_since_invoice_date) är mer än 60.",
            "Fakturan är betald om kunden betalar minst 10 000,00 kr: då skickas inga fler påminnelser eller krav.",
        ],
    ),
    (
        "an exclusion of several facts",
        decide(
            policy(
                REMINDER,
                exclude="[{reason: U, when: {any: [{customer_kind: consumer}, {written_off: true}, {all: [{paused: true}, {balance: {at_most: 500.00}}]}]}}]",
            ),
            "2026-03-09",
        ),
        ["Vi skickar ”R” till kunden. Kunden ska betala 10 079,18 kr senast 2026-03-16."],
        [
            "Fakturan är betald om kunden betalar minst 10 000,00 kr: då skickas inga fler påminnelser eller krav.",
            "  När ”R” har skickats krävs i stället 10 079,18 kr.",
            "Fakturan undantas om fordran bokförs som förlust eller någon pausar ärendet och kunden betalar minst 9 500,00 kr: ”U” (trial.yaml:9:12).",
            "Vi väntar om någon pausar ärendet eller kunden lovar att betala en viss dag eller en avbetalningsplan börjar.",
        ],
    ),
]


def told(decision, name, language):
    """The lines of a section, those that belong to a line indented."""
    section = decision.told(language).section(name)
    return [
        text.replace("\u00a0", " ")
        for line in section.lines
        for text in (line.text, *(f"  {one.text}" for one in line.under))
    ]


@pytest.mark.parametrize(
    ("decision", "today", "change"), [one[1:] for one in SITUATIONS], ids=[one[0] for one in SITUATIONS]
)
def test_what_is_said_in_each_situation(decision, today, change):
    assert (told(decision, "today", "sv"), told(decision, "change", "sv")) == (today, change)


@pytest.mark.parametrize("decision", [one[1] for one in SITUATIONS], ids=[one[0] for one in SITUATIONS])
def test_both_languages_say_as_much(decision):
    swedish, english = decision.explain("sv"), decision.explain("en")
    depths = [[len(line) - len(line.lstrip()) for line in lines] for lines in (swedish, english)]
    assert depths[0] == depths[1]
    assert all(swedish)
    assert [section.name for section in decision.told("en").sections] == [one.name for one in decision.told().sections]
