# language: sv
Egenskap: Betalningar och krediteringar
  Den som har betalat påminns inte; den som har betalat en del påminns om resten.

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

  Regel: Betald

    Scenario: Betald på förfallodagen
      Givet händelsen "payment" 2026-03-02 med amount 10 000,00
      När den 2026-03-12 kommer
      Så föreslås ingenting
      Och läget är "paid"
      Och 0,00 kr återstår att betala
      Och inget nästa steg finns

    Scenario: Betald på måndagen när förfallodagen var midsommarafton
      Givet fakturan har "issued_on" "2026-05-20"
      Och fakturan har "due_on" "2026-06-19"
      Och händelsen "payment" 2026-06-22 med amount 10 000,00
      När ingen betalar till och med 2026-08-31
      Så tas inget steg
      Och läget är "paid"

    Scenario: Betald för sent men före påminnelsen: ränta som aldrig krävts håller inte fakturan öppen
      Givet händelsen "payment" 2026-03-05 med amount 10 000,00
      När den 2026-03-12 kommer
      Så föreslås ingenting
      Och läget är "paid"

    Scenario: Betald med allt som krävts efter påminnelsen
      Givet händelsen "step" 2026-03-12 med step reminder, fee 60,00, interest 27,40, pay_by 2026-03-19
      Och händelsen "payment" 2026-03-16 med amount 10 087,40
      När den 2026-03-20 kommer
      Så föreslås ingenting
      Och läget är "paid"
      Och 0,00 kr återstår att betala

    Scenario: Den som har betalat för mycket påminns inte
      Givet händelsen "payment" 2026-03-02 med amount 10 500,00
      När ingen betalar till och med 2026-06-30
      Så tas inget steg
      Och läget är "paid"

    Scenario: Ingen påminns på förfallodagen eller före den
      När ingen betalar till och med 2026-03-02
      Så tas inget steg
      Och läget är "not_due"

  Regel: Delvis betald

    Scenario: Resten påminns, inte det ursprungliga beloppet
      Givet händelsen "payment" 2026-02-20 med amount 9 000,00
      När den 2026-03-12 kommer
      Så föreslås "reminder"
      Och kapitalet är 1 000,00 kr
      # 1 000 x 10 % x 10 / 365 = 2,740
      Och summan att betala är 1 062,74 kr

    Scenario: Ett öre för lite är inte betalt
      Givet händelsen "payment" 2026-02-20 med amount 9 999,99
      När den 2026-03-12 kommer
      Så föreslås "reminder"
      Och kapitalet är 0,01 kr

    Scenario: Allt utom avgiften betalt, avgifter avräknas först: det är kapital som är kvar
      Givet händelsen "step" 2026-03-12 med step reminder, fee 60,00, interest 27,40, pay_by 2026-03-19
      Och händelsen "payment" 2026-03-16 med amount 10 027,40
      När den 2026-03-20 kommer
      Så föreslås "collection"
      Och kapitalet är 60,00 kr
      Och tidigare avgifter är 0,00 kr
      # 14 d på 10 000 och 4 d på 60: 38,422; 27,40 är betalt, 11,022 kvar
      Och räntan är 11,02 kr
      Och summan att betala är 251,02 kr

    Scenario: Allt utom avgiften betalt, kapital avräknas först: det är avgiften som är kvar
      Givet policyns rad "payments_settle: [fees, interest, principal]" är ändrad till "payments_settle: [principal, interest, fees]"
      Och händelsen "step" 2026-03-12 med step reminder, fee 60,00, interest 27,40, pay_by 2026-03-19
      Och händelsen "payment" 2026-03-16 med amount 10 027,40
      När den 2026-03-20 kommer
      Så föreslås "collection"
      Och kapitalet är 0,00 kr
      Och tidigare avgifter är 60,00 kr
      # 14 d på 10 000: 38,356; 27,40 är betalt, 10,956 kvar
      Och räntan är 10,96 kr
      Och summan att betala är 250,96 kr

    Scenario: Bara kapitalet betalt: avgift och ränta består var för sig
      Givet policyns rad "payments_settle: [fees, interest, principal]" är ändrad till "payments_settle: [principal, interest, fees]"
      Och händelsen "step" 2026-03-12 med step reminder, fee 60,00, interest 27,40, pay_by 2026-03-19
      Och händelsen "payment" 2026-03-16 med amount 10 000,00
      När den 2026-03-17 kommer
      Så 87,40 kr återstår att betala
      Och läget är "reminder"

  Regel: Krediterad

    Scenario: En full kreditering stoppar påminnelsen
      Givet händelsen "credit_note" 2026-03-05 med amount 10 000,00
      När ingen betalar till och med 2026-06-30
      Så tas inget steg
      Och 0,00 kr återstår att betala

    Scenario: En kreditering till en del sänker det som påminns
      Givet händelsen "credit_note" 2026-02-20 med amount 2 500,00
      När den 2026-03-12 kommer
      Så föreslås "reminder"
      Och kapitalet är 7 500,00 kr

    Scenario: En faktura som krediterats helt efter påminnelsen krävs inte ens på avgiften
      Givet händelsen "step" 2026-03-12 med step reminder, fee 60,00, interest 27,40, pay_by 2026-03-19
      Och händelsen "credit_note" 2026-03-16 med amount 10 000,00
      När den 2026-03-20 kommer
      Så föreslås ingenting
      Och läget är "excluded"
      Och det hindras av "excluded"

  Regel: Tiden att betala

    Scenario: En sista betalningsdag på en söndag: betalning på måndagen är i tid, och kravet väntar
      Givet händelsen "step" 2026-03-15 med step reminder, fee 60,00, interest 35,62, pay_by 2026-03-22
      När den 2026-03-23 kommer
      Så föreslås ingenting
      När den 2026-03-24 kommer
      Så föreslås "collection"
