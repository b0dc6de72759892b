# language: sv
Egenskap: Tiden: att räkna om en dag, att ta igen missade dagar, att förklara
  Samma policy, faktura och dag ger alltid samma svar. Ett steg kommer en viss dag och ligger sedan kvar tills det är taget.

  Bakgrund:
    Givet policyn "fakturaservice"
    Och en faktura:
      | invoice                      | 1001               |
      | customer                     | 17                 |
      | customer_kind                | business           |
      | customer_identity_number     | 559999-0016        |
      | customer_email               | ekonomi@exempel.se |
      | customer_email_registered_at | 2026-01-15T10:00   |
      | issued_on                    | 2026-02-01         |
      | created_at                   | 2026-02-01T09:00   |
      | due_on                       | 2026-03-02         |
      | amount                       | 10 000,00          |
      | currency                     | SEK                |
      | sent_by                      | email              |
      | enforcement_choice           | payment_order      |

  Regel: En dag i det förflutna ger vad den gav då

    @krav-5.6
    Scenario: Händelser efter dagen räknas inte
      Givet händelserna:
        | on         | event   | step       | fee    | interest | pay_by     | amount    |
        | 2026-03-04 | step    | notice     |        |          |            |           |
        | 2026-03-12 | step    | reminder   | 60,00  | 27,40    | 2026-03-19 |           |
        | 2026-03-20 | step    | collection | 180,00 | 49,32    | 2026-03-30 |           |
        | 2026-03-25 | payment |            |        |          |            | 10 289,32 |
      När den 2026-03-11 kommer
      Så föreslås "reminder"
      Och läget är "notice"
      Och 10 000,00 kr återstår att betala
      När den 2026-03-19 kommer
      Så föreslås ingenting
      Och läget är "reminder"
      Och 10 087,40 kr återstår att betala
      När den 2026-03-24 kommer
      Så läget är "collection"
      Och 10 289,32 kr återstår att betala
      När den 2026-03-25 kommer
      Så läget är "paid"
      Och 0,00 kr återstår att betala

    @krav-5.6
    Scenario: Att räkna om en tidigare dag efter en senare ändrar ingenting
      Givet händelsen "step" 2026-03-04 med step notice
      När den 2026-06-30 kommer
      Så räntan är 328,77 kr
      När den 2026-03-12 kommer
      Så räntan är 27,40 kr
      Och summan att betala är 10 087,40 kr

  Regel: Missade dagar tas igen

    @krav-5.7
    Scenario: Körningen stod still i en månad: inget steg hoppas över eller dubbleras
      När körningen bara görs dessa dagar:
        | 2026-04-01 |
        | 2026-04-01 |
        | 2026-04-02 |
        | 2026-04-20 |
        | 2026-04-21 |
        | 2026-05-20 |
        | 2026-06-30 |
      # räntedagar: till 2 april 31 (84,932 kr), till 20 april 49 (134,247 kr)
      Så tas stegen i ordning:
        | step        | on         | fee    | interest | amount_to_pay | pay_by     | key              |
        | notice      | 2026-04-01 | 0.00   | 0.00     | 10000.00      |            | 1001/notice      |
        | reminder    | 2026-04-02 | 60.00  | 84.93    | 10144.93      | 2026-04-09 | 1001/reminder    |
        | collection  | 2026-04-20 | 180.00 | 134.25   | 10374.25      | 2026-04-30 | 1001/collection  |
        | enforcement | 2026-05-20 | 0.00   | 134.25   | 10374.25      |            | 1001/enforcement |

    @krav-5.7
    Scenario: Ett förslag som ingen utfört kommer igen nästa dag, oförändrat
      När den 2026-03-09 kommer
      Så föreslås "notice"
      När den 2026-03-10 kommer
      Så föreslås "notice"
      Och nyckeln är "1001/notice"
      När åtgärderna utförs
      Och den 2026-03-10 kommer
      Så föreslås ingenting
      När den 2026-03-11 kommer
      Så föreslås "reminder"

    @krav-5.7
    Scenario: En sen påminnelse skjuter upp inkassokravet: tiden att betala går alltid ut först
      Givet händelsen "step" 2026-03-04 med step notice
      Och händelsen "step" 2026-03-12 med step reminder, fee 60,00, interest 27,40, pay_by 2026-03-25
      När den 2026-03-25 kommer
      Så föreslås ingenting
      Och nästa steg är "collection" tidigast 2026-03-26
      När den 2026-03-26 kommer
      Så föreslås "collection"

  Regel: Beslutet säger varför, varför inte och när

    @krav-5.8
    Scenario: Nästa steg och dess dag
      Givet händelsen "step" 2026-03-04 med step notice
      Och händelsen "step" 2026-03-12 med step reminder, fee 60,00, interest 27,40, pay_by 2026-03-19
      När den 2026-03-15 kommer
      Så föreslås ingenting
      Och inget hindrar det
      Och nästa steg är "collection" tidigast 2026-03-20

    @krav-5.8
    Scenario: Förklaringen nämner steget, räntan och lagrummet
      Givet händelsen "step" 2026-03-04 med step notice
      När den 2026-03-12 kommer
      Så föreslås "reminder"
      Och nämner förklaringen "Påminnelse"
      Och nämner förklaringen "days_since_invoice_date"
      Och nämner förklaringen "27,40"
      Och hänvisar det till "Räntelagen 6 §"

    @krav-5.8
    Scenario: Ett hinder har en kod för program och en mening för människor
      Givet fakturan har "reminder_fee_agreed" "nej"
      Och händelsen "step" 2026-03-04 med step notice
      När den 2026-03-12 kommer
      Så hindras det av "fee_not_agreed"
      Och säger hindret "fee_not_agreed" att "lag 1981:739 2 §"
