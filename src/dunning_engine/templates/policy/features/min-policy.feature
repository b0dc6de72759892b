# language: sv
Egenskap: Våra påminnelser
  Vad som ska gälla, steg för steg. Räkneexemplet: 10 000 kr, förfallodag 2 mars 2026, referensränta 2,00, alltså
  10 procent om året. En räntedag är 10 000 x 10 % / 365 = 2,7397 kr, och den första är dagen efter förfallodagen.

  Bakgrund:
    Givet policyn "min-policy"
    Och en faktura:
      | invoice        | 1001             |
      | customer       | 17               |
      | customer_kind  | business         |
      | customer_email | kund@exempel.se  |
      | issued_on      | 2026-02-01       |
      | due_on         | 2026-03-02       |
      | amount         | 10 000,00        |
      | currency       | SEK              |
      | sent_by        | email            |

  Scenario: Policyn går igenom kontrollen
    Så är policyn felfri
    Och har policyn inga varningar

  Regel: Trappan

    Scenario: Ingen betalar
      När ingen betalar till och med 2026-04-30
      Så tas stegen i ordning:
        | step       | on         | fee    | interest | pay_by     |
        | notice     | 2026-03-04 | 0,00   | 0,00     |            |
        | reminder   | 2026-03-10 | 60,00  | 21,92    | 2026-03-18 |
        | collection | 2026-03-20 | 180,00 | 49,32    | 2026-03-30 |

    Scenario: Dagen efter förfallodagen är för tidigt
      När den 2026-03-03 kommer
      Så föreslås inget steg
      Och nästa steg är "notice" tidigast 2026-03-04

    Scenario: Utan e-postadress är påminnelsen det första som skickas
      Givet fakturan saknar "customer_email"
      När ingen betalar till och med 2026-03-12
      Så tas stegen i ordning:
        | step     | on         |
        | reminder | 2026-03-10 |

    Scenario: En betald faktura påminns inte
      Givet händelsen "payment" 2026-03-09 med amount 10 000,00 kr
      När den 2026-03-10 kommer
      Så föreslås inget steg
      Och läget är "paid"

  Regel: Det som aldrig påminns

    Scenario: 49,99 kr påminns inte
      Givet fakturan har "amount" "49,99"
      När den 2026-03-10 kommer
      Så föreslås inget steg
      Och det hindras av "excluded"

    Scenario: 50,00 kr påminns
      Givet fakturan har "amount" "50,00"
      Och fakturan saknar "customer_email"
      När den 2026-03-10 kommer
      Så föreslås "reminder"

  Regel: Det som väntar

    Scenariomall: Trappan står still: <händelse>
      Givet händelserna:
        | on         | event      | until   |
        | 2026-03-01 | <händelse> | <datum> |
      När den 2026-03-10 kommer
      Så föreslås inget steg
      Och det hindras av "hold"

      Exempel:
        | händelse     | datum      |
        | dispute      |            |
        | pause        |            |
        | promise      | 2026-03-31 |
        | payment_plan |            |
