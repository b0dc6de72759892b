# language: sv
Egenskap: Förhandsgranskning av en policyändring
  Den som ändrar en policy ser före beslutet vilka fakturor som får en annan åtgärd, och vad det blir i kronor. Inget skickas.

  Bakgrund:
    Givet policyn "fakturaservice"
    Och en faktura:
      | invoice                  | 1001        |
      | customer                 | 17          |
      | customer_kind            | business    |
      | customer_identity_number | 559999-0016 |
      | issued_on                | 2026-02-01  |
      | due_on                   | 2026-03-02  |
      | amount                   | 10 000,00   |
      | currency                 | SEK         |
      | sent_by                  | post        |
    Och kundens andra fakturor:
      | invoice | due_on     | reminder_fee_agreed |
      | 1002    | 2026-03-05 | ja                  |
      | 1003    | 2026-03-05 | nej                 |
      | 1004    | 2026-03-20 | ja                  |
    Och policyns rad "days_after_due_date: 7" är ändrad till "days_after_due_date: 10"
    Och policyns rad "fee: 60.00" är ändrad till "fee: 50.00"

  Regel: En dag visar vad som skulle göras den dagen

    @krav-5.9
    Scenario: Dag 10 påminner båda, och avgiften är lägre
      När ändringen av "fakturaservice" förhandsgranskas 2026-03-12
      Så visar förhandsgranskningen:
        | change      | invoice | action |
        | ändras      | 1001    | remind |
        | faller bort | 1002    | remind |
        | faller bort | 1003    | remind |
      Och ändras avgifterna med -70,00 kr

    @krav-5.9
    Scenario: Före dag 7 påminner ingen av dem
      När ändringen av "fakturaservice" förhandsgranskas 2026-03-08
      Så visar förhandsgranskningen ingen ändring
      Och ändras avgifterna med 0,00 kr

    @krav-5.9
    Scenario: Den som redan är påmind berörs inte
      Givet händelserna:
        | on         | event | step     | fee   | pay_by     |
        | 2026-03-09 | step  | reminder | 60,00 | 2026-03-16 |
      När ändringen av "fakturaservice" förhandsgranskas 2026-03-10
      Så visar förhandsgranskningen ingen ändring

  Regel: Flera dagar visar vad som flyttas

    @krav-5.9
    Scenario: Påminnelsen och kravet kommer tre dagar senare
      När ändringen av "fakturaservice" förhandsgranskas från 2026-03-03 till 2026-03-24, om ingen betalar
      Så visar förhandsgranskningen:
        | change | invoice | action |
        | ändras | 1001    | remind |
        | ändras | 1001    | demand |
        | ändras | 1002    | remind |
        | ändras | 1002    | demand |
        | ändras | 1003    | remind |
        | ändras | 1003    | demand |
      Och ändras avgifterna med -20,00 kr
      Och kommer 3 fakturor senare till inkasso
