# language: sv
Egenskap: Dröjsmålsränta
  Räntelagen 6 §: referensräntan för varje halvår plus 8 procentenheter, enkel ränta, verkliga dagar genom årets dagar.
  Första räntedagen är dagen efter förfallodagen, och den dag räntan räknas till är med.

  Referensräntor: första halvåret 2023 2,50, andra 3,50, hela 2024 4,00, första halvåret 2025 3,00, andra 2,00,
  första halvåret 2026 2,00.

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

  Regel: Satsen följer halvåret

    @krav-5.2
    Scenario: Ett halvår
      När den 2026-03-12 kommer
      Så föreslås "reminder"
      Och räntan är 27,40 kr
      Och räknas räntan så här:
        | from       | to         | days | rate  | principal | amount |
        | 2026-03-03 | 2026-03-12 | 10   | 10.00 | 10000.00  | 27.40  |

    @krav-5.2
    Scenario: Över ett årsskifte, från skottår till vanligt år
      Givet fakturan har "issued_on" "2024-11-16"
      Och fakturan har "due_on" "2024-12-16"
      När den 2025-02-15 kommer
      # 10 000 x 12 % x 15 / 366 = 49,180 och 10 000 x 11 % x 46 / 365 = 138,630, tillsammans 187,810
      Så räntan är 187,81 kr
      Och räknas räntan så här:
        | from       | to         | days | rate  | amount |
        | 2024-12-17 | 2024-12-31 | 15   | 12.00 | 49.18  |
        | 2025-01-01 | 2025-02-15 | 46   | 11.00 | 138.63 |

    @krav-5.2
    Scenario: Över tre halvår
      Givet fakturan har "issued_on" "2023-05-16"
      Och fakturan har "due_on" "2023-06-15"
      När den 2024-01-31 kommer
      # 43,151 + 579,726 + 101,639 = 724,516
      Så räntan är 724,52 kr
      Och räknas räntan så här:
        | from       | to         | days | rate  | amount |
        | 2023-06-16 | 2023-06-30 | 15   | 10.50 | 43.15  |
        | 2023-07-01 | 2023-12-31 | 184  | 11.50 | 579.73 |
        | 2024-01-01 | 2024-01-31 | 31   | 12.00 | 101.64 |

    @krav-5.2
    Scenario: Skottdagen är en räntedag
      Givet fakturan har "issued_on" "2024-01-28"
      Och fakturan har "due_on" "2024-02-27"
      När den 2024-03-05 kommer
      # 28 och 29 februari och 1 till 5 mars: sju dagar, 10 000 x 12 % x 7 / 366 = 22,951
      Så räntan är 22,95 kr

  Regel: Räntan räknas på det som är obetalt, dag för dag

    @krav-5.2
    Scenario: Delbetalning: betalningsdagen räknas på det gamla beloppet
      Givet händelsen "payment" 2026-03-12 med amount 4 000,00
      När den 2026-03-22 kommer
      Så föreslås "reminder"
      Och kapitalet är 6 000,00 kr
      # 27,397 + 16,438 = 43,836
      Och räntan är 43,84 kr
      Och summan att betala är 6 103,84 kr
      Och räknas räntan så här:
        | from       | to         | days | principal | amount |
        | 2026-03-03 | 2026-03-12 | 10   | 10000.00  | 27.40  |
        | 2026-03-13 | 2026-03-22 | 10   | 6000.00   | 16.44  |

    @krav-5.2
    Scenario: Kreditering: från sin egen dag räknas ingen ränta på det krediterade
      Givet händelsen "credit_note" 2026-03-12 med amount 4 000,00
      När den 2026-03-22 kommer
      Så kapitalet är 6 000,00 kr
      # nio dagar på 10 000 och elva på 6 000: 24,658 + 18,082 = 42,740
      Och räntan är 42,74 kr

    @krav-5.2
    Scenario: Två delbetalningar och en kreditering över ett halvårsskifte
      Givet fakturan har "issued_on" "2025-05-01"
      Och fakturan har "due_on" "2025-06-02"
      Och händelserna:
        | on         | event       | amount   |
        | 2025-06-12 | payment     | 2 500,00 |
        | 2025-06-26 | credit_note | 1 500,00 |
        | 2025-07-10 | payment     | 3 000,00 |
      När den 2025-07-20 kommer
      Så kapitalet är 3 000,00 kr
      # 11 %: 3-12 juni 10 d 10 000 = 30,137; 13-25 juni 13 d 7 500 = 29,384; 26-30 juni 5 d 6 000 = 9,041;
      # 10 %: 1-10 juli 10 d 6 000 = 16,438; 11-20 juli 10 d 3 000 = 8,219; tillsammans 93,219
      Och räntan är 93,22 kr

    @krav-5.2
    Scenario: Ingen ränta på avgifter och ingen ränta på ränta
      Givet händelsen "step" 2026-03-12 med step reminder, fee 60,00, interest 27,40, pay_by 2026-03-19
      När den 2026-03-20 kommer
      Så föreslås "collection"
      # arton dagar på 10 000 kr, inget annat: 49,315
      Och räntan är 49,32 kr
      Och summan att betala är 10 289,32 kr

    @krav-5.2
    Scenario: Ränta som redan är betald krävs inte igen
      Givet händelsen "step" 2026-03-12 med step reminder, fee 60,00, interest 27,40, pay_by 2026-03-19
      Och händelsen "payment" 2026-03-16 med amount 5 087,40
      När den 2026-03-20 kommer
      Så föreslås "collection"
      Och kapitalet är 5 000,00 kr
      Och tidigare avgifter är 0,00 kr
      # 14 d på 10 000 och 4 d på 5 000: 38,356 + 5,479 = 43,836; 27,40 är betalt, 16,436 kvar
      Och räntan är 16,44 kr

  Regel: Vilken sats och från vilken dag

    @krav-5.2
    Scenario: Avtalad räntesats
      Givet policyns rad "rate: statutory" är ändrad till "rate: agreed"
      Och fakturan har "interest_rate" "11,50"
      När den 2026-03-09 kommer
      # 10 000 x 11,5 % x 7 / 365 = 22,055
      Så räntan är 22,05 kr

    @krav-5.2
    Scenario: Ingen sats avtalad: lagens sats
      Givet policyns rad "rate: statutory" är ändrad till "rate: agreed"
      När den 2026-03-09 kommer
      Så räntan är 19,18 kr

    @krav-5.2
    Scenario: Förfallodagen är inte avtalad: från 30 dagar efter att fakturan skickades
      Givet fakturan har "due_date_agreed" "nej"
      Och fakturan har "sent_on" "2026-02-04"
      När den 2026-03-12 kommer
      # 30 dagar efter den 4 februari är den 6 mars: sex räntedagar, 7 till 12 mars, 16,438
      Så föreslås "reminder"
      Och räntan är 16,44 kr
      Och det hindras av "due_date_not_agreed"

  Regel: Förfallodag som inte är vardag

    @krav-5.2
    Scenario: Midsommarafton flyttas förfallodagen till måndagen, och räntan räknas därifrån
      Givet fakturan har "issued_on" "2026-05-20"
      Och fakturan har "due_on" "2026-06-19"
      När den 2026-06-29 kommer
      Så föreslås "reminder"
      # måndag 22 juni är förfallodag: sju räntedagar, 23 till 29 juni
      Och räntan är 19,18 kr
      Och räknas räntan så här:
        | from       | to         | days |
        | 2026-06-23 | 2026-06-29 | 7    |

    @krav-5.2
    Scenariomall: Nästa vardag efter helgdagar, aftnar och veckoslut
      Givet fakturan har "issued_on" "2025-01-02"
      Och fakturan har "due_on" "<förfaller>"
      När den 2025-01-02 kommer
      # påminnelsen kommer sju dagar efter den flyttade förfallodagen
      Så nästa steg är "reminder" tidigast <påminns>

      Exempel:
        | förfaller  | påminns    |
        | 2025-04-18 | 2025-04-29 |
        | 2025-06-06 | 2025-06-16 |
        | 2025-06-20 | 2025-06-30 |
        | 2025-12-24 | 2026-01-05 |
        | 2025-12-31 | 2026-01-09 |
        | 2026-02-28 | 2026-03-09 |
        | 2026-03-02 | 2026-03-09 |

    @krav-5.2
    Scenario: Den som vill kan låta förfallodagen ligga kvar
      Givet policyns rad "due_date_on_closed_day: next_banking_day" är ändrad till "due_date_on_closed_day: unchanged"
      Och fakturan har "issued_on" "2026-05-20"
      Och fakturan har "due_on" "2026-06-19"
      När den 2026-06-26 kommer
      Så föreslås "reminder"
      # sju räntedagar, 20 till 26 juni
      Och räntan är 19,18 kr
