# language: sv
Egenskap: Överlämning till inkassobolag och förlustföring
  Till inkassobolaget går bara det som omfattas av ett avtal. Där är fakturan fryst tills den tas tillbaka eller stängs i
  reskontran, och en bokförd förlust är ingen betalning.

  Bakgrund:
    Givet policyn "paminnelsemodul"
    Och en faktura:
      | invoice              | 2001       |
      | customer             | 23         |
      | customer_kind        | business   |
      | issued_on            | 2026-02-01 |
      | due_on               | 2026-03-02 |
      | amount               | 10 000,00  |
      | currency             | SEK        |
      | sent_by              | email      |
      | collection_agreement | ja         |

  Regel: Avtalet

    @krav-4.10
    Scenario: En överlämning som inte kräver avtal är ett fel i policyn
      Givet policyns rad "when: {collection_agreement: true}" är ändrad till ""
      Så har policyn felet "DE378" på raden "- step: to_collection"

    @krav-4.10
    Scenario: Ett villkor om något annat är inget avtal
      Givet policyns rad "when: {collection_agreement: true}" är ändrad till "when: {balance: {at_least: 500.00}}"
      Så har policyn felet "DE378" på raden "when: {balance: {at_least: 500.00}}"

  Regel: Hos inkassobolaget

    @krav-4.12 @krav-4.23
    Scenario: Överlämnad är fakturan fryst från samma dag
      När ingen betalar till och med 2026-04-10
      Och den 2026-04-10 kommer
      Så är läget "with_agency"
      Och föreslås ingenting
      Och det hindras av "with_agency"
      Och inget nästa steg finns
      När ingen betalar till och med 2026-12-31
      Så tas stegen i ordning:
        | step               | on         |
        | list               | 2026-03-06 |
        | reminder_1         | 2026-03-11 |
        | reminder_2         | 2026-03-21 |
        | collection_warning | 2026-03-31 |
        | to_collection      | 2026-04-10 |

    @krav-4.12
    Scenario: Återtagen är fakturan inte fryst längre, och inget steg tas om
      När ingen betalar till och med 2026-04-10
      Och händelsen "withdrawn" sker 2026-05-04
      Och den 2026-05-04 kommer
      Så är läget "to_collection"
      Och inget hindrar det
      Och föreslås ingenting

    @krav-4.13
    Scenariomall: Fakturan är kvar tills posten är stängd i reskontran
      Givet händelserna:
        | on         | event       | amount   |
        | 2026-03-11 | handed_over |          |
        | 2026-04-01 | <först>     | <belopp> |
      När den 2026-04-02 kommer
      Så är läget "<läge>"

      Exempel:
        | först   | belopp    | läge        |
        | payment | 9 999,99  | with_agency |
        | payment | 10 000,00 | with_agency |
        | closed  |           | closed      |

  Regel: Förlustföring

    @krav-4.14 @krav-4.15 @krav-4.16
    Scenario: Förlustföringen bokförs, men kunden är lika skyldig
      Givet policyn:
        """
        policy: forlust
        title: Påminnelse och förlustföring
        applies_to_invoices_issued_from: 2020-01-01
        currency: SEK
        country: SE
        approval: automatic
        steps:
          - {step: reminder, title: Påminnelse, action: remind, days_after_due_date: 7, send_by: post, pay_within_days: 8}
          - {step: loss, title: Förlustföring, action: write_off, days_after_previous_step: 30}
        """
      När ingen betalar till och med 2026-04-07
      Och den 2026-04-08 kommer
      Så föreslås "loss"
      Och avgiften är 0,00 kr
      Och bokförs åtgärden "write_off" så här:
        | account | debit     | credit    | text                                |
        | 6351    | 10 000,00 |           | Kundförlust inkl. moms, faktura 2001 |
        | 1510    |           | 10 000,00 | Kundförlust inkl. moms, faktura 2001 |
      När åtgärderna utförs
      Och den 2026-04-09 kommer
      Så 10 000,00 kr återstår att betala
      Och läget är "loss"
      När händelsen "payment" sker 2026-05-04 med amount 10 000,00
      Och den 2026-05-04 kommer
      Så är läget "paid"
