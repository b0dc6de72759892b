# language: sv
Egenskap: Spärrar
  Det som stoppar en påminnelse: gamla betalningsuppgifter, preskription, tvist, paus, löfte, avbetalningsplan.

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

  Regel: Betalningsuppgifterna ska vara färska

    @krav-5.3
    Scenariomall: Gränsen är så gammal som policyn tillåter
      Givet policyn har tillägget:
        """
        payments_known_within_days: 3
        """
      Och fakturan har "payments_known_through" "2026-03-09"
      När den 2026-03-12 kommer
      Så föreslås "reminder"
      När den 2026-03-13 kommer
      Så föreslås ingenting
      Och det hindras av "payments_too_old"
      Och säger hindret "payments_too_old" att "<dag>"

      Exempel:
        | dag        |
        | 2026-03-09 |

    @krav-5.3
    Scenario: Okänt hur gamla betalningsuppgifterna är
      Givet policyn har tillägget:
        """
        payments_known_within_days: 3
        """
      När den 2026-03-12 kommer
      Så föreslås ingenting
      Och det hindras av "payments_unknown"

  Regel: Efter preskription krävs ingenting

    @krav-5.5
    Scenario: En konsuments skuld preskriberas efter tre år
      Givet fakturan har "customer_kind" "consumer"
      Och fakturan har "issued_on" "2020-02-01"
      Och fakturan har "due_on" "2020-03-02"
      När den 2023-01-31 kommer
      Så föreslås "reminder"
      När den 2023-02-02 kommer
      Så föreslås ingenting
      Och det hindras av "limitation"

    @krav-5.5
    Scenario: Ett företags skuld preskriberas efter tio år
      Givet policyn "fakturaservice"
      Och fakturan har "issued_on" "2010-02-01"
      Och fakturan har "due_on" "2010-03-03"
      När den 2020-01-31 kommer
      Så föreslås "reminder"
      När den 2020-02-03 kommer
      Så föreslås ingenting
      Och det hindras av "limitation"

    @krav-5.5
    Scenariomall: En betalning eller en påminnelse som kom fram börjar tiden på nytt
      Givet fakturan har "customer_kind" "consumer"
      Och fakturan har "issued_on" "2020-02-01"
      Och fakturan har "due_on" "2020-03-02"
      Och händelsen "<händelse>" 2022-06-01 med <vad>
      När den 2023-02-02 kommer
      Så föreslås "<steg>"

      Exempel:
        | händelse | vad                       | steg       |
        | payment  | amount 500,00             | reminder   |
        | step     | step reminder             | collection |

    @krav-5.5
    Scenario: En påminnelse som inte kom fram börjar ingen ny tid
      Givet fakturan har "customer_kind" "consumer"
      Och fakturan har "issued_on" "2020-02-01"
      Och fakturan har "due_on" "2020-03-02"
      Och händelsen "step" 2022-06-01 med step reminder
      Och händelsen "delivery_failed" 2022-06-05 med step reminder
      När den 2023-02-02 kommer
      Så föreslås ingenting
      Och det hindras av "limitation"

  Regel: Tvist, paus, löfte och avbetalningsplan

    Scenario: En bestridd fordran vilar, och när tvisten är löst fortsätter trappan där den stod
      Givet händelsen "step" 2026-03-12 med step reminder, fee 60,00, interest 27,40, pay_by 2026-03-19
      Och händelsen "dispute" 2026-03-18 med reason "Varan kom aldrig"
      När den 2026-03-20 kommer
      Så föreslås ingenting
      Och det hindras av "hold"
      Och säger hindret "hold" att "bestridd"
      När händelsen "dispute_settled" sker 2026-04-13
      Och den 2026-04-13 kommer
      Så föreslås "collection"

    Scenario: Pausad till och med en dag
      Givet händelsen "pause" 2026-03-05 med until 2026-03-15
      När den 2026-03-15 kommer
      Så föreslås ingenting
      Och det hindras av "hold"
      När den 2026-03-16 kommer
      Så föreslås "reminder"

    Scenario: Pausad tills vidare
      Givet händelsen "pause" 2026-03-05
      När den 2026-06-30 kommer
      Så föreslås ingenting
      När händelsen "resume" sker 2026-07-01
      Och den 2026-07-01 kommer
      Så föreslås "reminder"

    Scenario: Ett löfte om betalning gäller sin dag ut och är sedan brutet
      Givet händelsen "promise" 2026-03-08 med until 2026-03-15
      När den 2026-03-15 kommer
      Så föreslås ingenting
      Och det hindras av "hold"
      När den 2026-03-16 kommer
      Så föreslås "reminder"

    Scenario: Avbetalningsplan
      Givet händelsen "payment_plan" 2026-03-05
      När den 2026-06-30 kommer
      Så föreslås ingenting
      När händelsen "payment_plan_ended" sker 2026-07-01
      Och den 2026-07-01 kommer
      Så föreslås "reminder"

    Scenariomall: Utan egna regler i policyn stoppar paus, löfte och avbetalningsplan ändå
      Givet policyn:
        """
        policy: kort
        title: Bara en påminnelse
        applies_to_invoices_issued_from: 2020-01-01
        currency: SEK
        country: SE
        approval: automatic
        steps:
          - {step: reminder, title: Påminnelse, action: remind, days_after_due_date: 7, send_by: post, pay_within_days: 8}
        """
      Och händelsen "<händelse>" 2026-03-05 med <vad>
      När den 2026-03-12 kommer
      Så föreslås ingenting
      Och det hindras av "<hinder>"

      Exempel:
        | händelse | vad              | hinder   |
        | pause    | until 2026-03-31 | paused   |
        | promise  | until 2026-03-31 | promised |

    Scenario: En bestridd fordran får inget inkassokrav ens om policyn saknar regel om det
      Givet policyn:
        """
        policy: kort
        title: Påminnelse och krav
        applies_to_invoices_issued_from: 2020-01-01
        currency: SEK
        country: SE
        approval: automatic
        steps:
          - {step: reminder, title: Påminnelse, action: remind, days_after_due_date: 7, send_by: post, pay_within_days: 8}
          - {step: collection, title: Inkassokrav, action: demand, days_after_previous_step: 14, send_by: post, fee: 180.00, pay_within_days: 14}
        """
      Och händelsen "step" 2026-03-12 med step reminder
      Och händelsen "dispute" 2026-03-18
      När den 2026-03-31 kommer
      Så föreslås ingenting
      Och det hindras av "disputed"

  Regel: Fel i fakturans uppgifter

    Scenariomall: En faktura som inte går att förstå avvisas, den gissas inte
      Givet fakturan har "<uppgift>" "<värde>"
      När den 2026-03-12 kommer
      Så avvisas fakturan för "<uppgift>"

      Exempel:
        | uppgift                  | värde       |
        | currency                 | EUR         |
        | customer_kind            | företag     |
        | customer_identity_number | 559999-0017 |

    Scenario: En faktura utan förfallodag avvisas
      Givet fakturan saknar "due_on"
      När den 2026-03-12 kommer
      Så avvisas fakturan för "due_on"
