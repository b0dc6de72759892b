# language: sv
Egenskap: Det som varje policy har gemensamt
  Spärrar, gränser och nej som står i flera policyer, prövade i var och en av dem: det som är rätt i den ena kan ha blivit
  fel i den andra.

  Bakgrund:
    Givet policyn "fakturaservice"
    Och en faktura:
      | invoice                  | 1001        |
      | client                   | 4711        |
      | customer                 | 17          |
      | customer_kind            | business    |
      | customer_identity_number | 559999-0016 |
      | customer_prefers         | email       |
      | issued_on                | 2026-02-01  |
      | due_on                   | 2026-03-02  |
      | amount                   | 10 000,00   |
      | currency                 | SEK         |
      | sent_by                  | email       |

  Regel: Trappan vilar, och policyn säger varför

    Scenariomall: Hos köparen eller långivaren: <policy>, <händelse>
      Givet policyn "<policy>"
      Och händelserna:
        | on         | event      | sale   | price    | until  |
        | 2026-02-02 | sold       | <sale> | 7 850,00 |        |
        | 2026-03-05 | <händelse> |        |          | <till> |
      När den 2026-03-20 kommer
      Så föreslås inget steg
      Och det hindras av "hold"

      Exempel:
        | policy                     | sale             | händelse     | till       |
        | fakturakop                 | without_recourse | dispute      |            |
        | fakturakop                 | without_recourse | pause        |            |
        | fakturakop                 | without_recourse | promise      | 2026-03-20 |
        | fakturakop                 | without_recourse | payment_plan |            |
        | fakturaforsaljning-regress | with_recourse    | dispute      |            |
        | fakturaforsaljning-regress | with_recourse    | pause        |            |
        | fakturaforsaljning-regress | with_recourse    | promise      | 2026-03-20 |
        | fakturaforsaljning-regress | with_recourse    | payment_plan |            |
        | fakturabelaning            | pledged          | dispute      |            |
        | fakturabelaning            | pledged          | pause        |            |
        | fakturabelaning            | pledged          | promise      | 2026-03-20 |
        | fakturabelaning            | pledged          | payment_plan |            |

    Scenariomall: Hos borgenären själv: <policy>, <händelse>
      Givet policyn "<policy>"
      Och händelserna:
        | on         | event      | until  |
        | 2026-03-05 | <händelse> | <till> |
      När den 2026-03-20 kommer
      Så föreslås inget steg
      Och det hindras av "hold"

      Exempel:
        | policy          | händelse     | till       |
        | paminnelsemodul | dispute      |            |
        | paminnelsemodul | pause        |            |
        | paminnelsemodul | promise      | 2026-03-20 |
        | paminnelsemodul | payment_plan |            |

  Regel: Ett öre kvar är inte ingenting

    Scenariomall: Hos köparen eller långivaren: <policy>
      Givet policyn "<policy>"
      Och händelserna:
        | on         | event   | sale   | price    | amount   |
        | 2026-02-02 | sold    | <sale> | 7 850,00 |          |
        | 2026-03-03 | payment |        |          | 9 999,99 |
      När den 2026-03-20 kommer
      Så återstår 0,01 kr att betala
      Och föreslås "<påminnelse>"

      Exempel:
        | policy          | sale             | påminnelse |
        | factoring       | without_recourse | reminder_1 |
        | fakturabelaning | pledged          | reminder   |

  Regel: Kreditbetyget avgör på gränsen

    Scenariomall: <policy> med betyget <betyg>
      Givet policyn "<policy>"
      Och fakturan har "offered_for_sale" "ja"
      Och fakturan har "credit_risk" "<betyg>"
      När den 2026-02-02 kommer
      Så föreslås åtgärden "<utfall>"

      Exempel:
        | policy          | betyg | utfall               |
        | factoring       | 5     | buy_without_recourse |
        | factoring       | 6     | decline              |
        | fakturabelaning | 5     | lend                 |
        | fakturabelaning | 6     | decline              |

  Regel: Fakturor från före 2020 följer den tidigare utgåvan

    Bakgrund:
      Givet en faktura:
        | invoice                      | 1001                        |
        | customer                     | 17                          |
        | customer_kind                | business                    |
        | customer_identity_number     | 559999-0016                 |
        | customer_email               | ekonomi@exempel.se          |
        | customer_email_registered_at | 2019-01-15T10:00            |
        | customer_registered_address  | Storgatan 1, 111 22 Exempel |
        | enforcement_choice           | payment_order               |
        | issued_on                    | 2019-02-01                  |
        | due_on                       | 2019-02-20                  |
        | amount                       | 10 000,00                   |
        | currency                     | SEK                         |
        | sent_by                      | email                       |

    Scenario: Trappan är densamma, på samma dagar
      När ingen betalar till och med 2019-04-30
      Så gäller revisionen från 2003-07-01
      Och tas stegen i ordning:
        | step        | on         | fee    |
        | notice      | 2019-02-22 | 0,00   |
        | reminder    | 2019-02-27 | 60,00  |
        | collection  | 2019-03-07 | 180,00 |
        | enforcement | 2019-03-21 | 0,00   |

    Scenariomall: Dag 30 ingen ränta, dag 31 ränta
      Givet fakturan saknar "customer_email"
      När den <dag> kommer
      Så föreslås "reminder"
      Och räntan är <ränta> kr

      Exempel:
        | dag        | ränta |
        | 2019-03-03 | 0,00  |
        | 2019-03-04 | 24,66 |

    Scenariomall: Trappan vilar: <händelse>
      Givet händelserna:
        | on         | event      | until  |
        | 2019-02-21 | <händelse> | <till> |
      När den 2019-02-27 kommer
      Så föreslås inget steg
      Och det hindras av "hold"

      Exempel:
        | händelse     | till       |
        | dispute      |            |
        | pause        |            |
        | promise      | 2019-03-31 |
        | payment_plan |            |

    Scenariomall: Betald är betald, ett öre kvar är det inte
      Givet händelsen "payment" 2019-02-21 med amount <betalt> kr
      Och fakturan saknar "customer_email"
      När den 2019-02-27 kommer
      Så läget är "<läge>"

      Exempel:
        | betalt    | läge |
        | 10 000,00 | paid |
        | 9 999,99  | due  |
