# language: sv
Egenskap: Fakturaförsäljning
  Fakturan köps i första hand utan regress, i andra hand med regress, och annars inte alls.

  Räkneexemplet: 10 000 kr. Avgiften är 2,9 %, alltså 290 kr, och resten betalas ut nästa bankdag.

  Bakgrund:
    Givet policyn "fakturaforsaljning-regress"
    Och en faktura:
      | invoice                  | 1001               |
      | client                   | 4711               |
      | customer                 | 17                 |
      | customer_kind            | business           |
      | customer_identity_number | 559999-0016        |
      | issued_on                | 2026-02-01         |
      | due_on                   | 2026-03-02         |
      | amount                   | 10 000,00          |
      | currency                 | SEK                |
      | sent_by                  | email              |
      | offered_for_sale         | ja                 |
      | recourse_agreement       | ja                 |
      | credit_risk              | 2                  |
      | payout_to                | bankgiro           |

  Regel: Utfallen prövas i ordning

    @krav-0.1
    Scenario: Vid ett vanligt köp tar köparen risken
      Ingen betalar, och fakturan köps ändå aldrig tillbaka: köparen driver den hela vägen.
      Givet fakturan har "enforcement_choice" "monitoring"
      När ingen betalar till och med 2026-06-30
      Så utförs åtgärderna i ordning:
        | on         | action               | step        | amount   | about                |
        | 2026-02-01 | buy_without_recourse |             |          |                      |
        | 2026-02-01 | notify_client        |             |          | buy_without_recourse |
        | 2026-02-01 | notify_customer      |             |          | sold                 |
        | 2026-02-02 | pay_out              |             | 9 710,00 |                      |
        | 2026-03-09 | remind               | reminder    |          |                      |
        | 2026-03-17 | demand               | collection  |          |                      |
        | 2026-03-31 | monitor              | enforcement |          |                      |
      Och avgörs det av policyn "fakturaforsaljning-regress"
      Och köps fakturan inte tillbaka

    @krav-0.2 @krav-0.3
    Scenario: Är risken att inte få betalt i tid för hög nekas fakturan
      Givet fakturan har "credit_risk" "7"
      När den 2026-02-02 kommer
      Så föreslås åtgärden "decline" med rubriken "Nekad för köp"
      Och underrättas uppdragsgivaren om "decline"
      Och ingenting betalas ut
      När åtgärderna utförs
      Och den 2026-02-03 kommer
      Så föreslås ingenting
      Och läget är "declined"

    @krav-0.2 @krav-0.3
    Scenario: Nekad en gång, men prövas på nytt när betyget har ändrats
      Givet fakturan har "credit_risk" "7"
      När den 2026-02-02 kommer
      Och åtgärderna utförs
      Givet fakturan har "credit_risk" "2"
      När den 2026-02-10 kommer
      Så föreslås åtgärden "buy_without_recourse"

    @krav-0.4 @krav-0.12
    Scenariomall: Först utan regress, sedan med, sist nej
      Givet fakturan har "credit_risk" "<betyg>"
      Och fakturan har "recourse_agreement" "<regressavtal>"
      När den 2026-02-02 kommer
      Så föreslås åtgärden "<utfall>"
      Och föreslås inte åtgärden "<inte>"

      Exempel:
        | betyg | regressavtal | utfall               | inte                 |
        | 3     | ja           | buy_without_recourse | buy_with_recourse    |
        | 4     | ja           | buy_with_recourse    | decline              |
        | 6     | ja           | buy_with_recourse    | decline              |
        | 7     | ja           | decline              | buy_with_recourse    |
        | 3     | nej          | buy_without_recourse | buy_with_recourse    |
        | 4     | nej          | decline              | buy_with_recourse    |

    @krav-0.12
    Scenario: Står utfallet med regress först gäller det först
      Givet policyn:
        """
        policy: regress-forst
        title: Med regress om det går
        applies_to_invoices_issued_from: 2020-01-01
        currency: SEK
        country: SE
        approval: automatic
        purchase:
          outcomes:
            - {outcome: buy_with_recourse, title: Köpt med regress, when: {recourse_agreement: true}}
            - {outcome: buy_without_recourse, title: Köpt utan regress}
          payout: {banking_days: 1}
          fee_percent: 2.9
          advance_percent: 100
          notice_of_assignment: true
        recourse:
          when: {sale: with_recourse}
          pursue_through_days_after_due_date: 30
          buy_back: balance
          continue_in: fakturaservice
        steps:
          - {step: reminder, title: Påminnelse, action: remind, days_after_due_date: 7, send_by: post, fee: 0.00, pay_within_days: 7}
        """
      När den 2026-02-02 kommer
      Så är policyn felfri
      Och föreslås åtgärden "buy_with_recourse"

    @krav-0.7
    Scenariomall: Avtalet om regress kostar ingenting i sig
      # villkoren är desamma med och utan avtal, och med och utan regress
      Givet fakturan har "recourse_agreement" "<regressavtal>"
      Och fakturan har "credit_risk" "<betyg>"
      När den 2026-02-02 kommer
      Så visas villkoren före försäljningen:
        | fee    | advance   | payout   |
        | 290,00 | 10 000,00 | 9 710,00 |

      Exempel:
        | regressavtal | betyg |
        | nej          | 3     |
        | ja           | 3     |
        | ja           | 6     |

    @krav-0.7
    Scenario: Den som har avtal om regress men inget säljer betalar ingenting
      Givet fakturan har "offered_for_sale" "nej"
      När ingen betalar till och med 2026-06-30
      Så föreslås ingenting
      Och inget steg tas
      Och 10 000,00 kr återstår att betala

  Regel: Före försäljningen visas avgiften och utbetalningen

    @krav-0.10
    Scenario: Avgift, förskott, utbetalning och dag
      När den 2026-02-02 kommer
      Så visas villkoren före försäljningen:
        | fee    | advance   | payout   | payout_on  |
        | 290,00 | 10 000,00 | 9 710,00 | 2026-02-03 |
      Och ingenting betalas ut
      Och läget är "offered"

    @krav-0.10
    Scenariomall: Avgiften avrundas en gång, till hela ören, hälften uppåt
      Givet fakturan har "amount" "<belopp>"
      När den 2026-02-02 kommer
      Så visas villkoren före försäljningen:
        | fee      | advance  | payout       |
        | <avgift> | <belopp> | <utbetalning> |

      # 2,9 % av 1 234,56 är 35,80224; av 5,00 precis 0,145; av 4,99 är 0,14471
      Exempel:
        | belopp   | avgift | utbetalning |
        | 1 234,56 | 35,80  | 1 198,76    |
        | 5,00     | 0,15   | 4,85        |
        | 4,99     | 0,14   | 4,85        |

    @krav-0.10
    Scenario: Är en del redan betald gäller villkoren det som är kvar
      Givet händelsen "payment" 2026-02-02 med amount 4 000,00
      När den 2026-02-03 kommer
      Så visas villkoren före försäljningen:
        | fee    | advance  | payout   |
        | 174,00 | 6 000,00 | 5 826,00 |

  Regel: Stickprov

    @krav-0.13
    Scenario: Uttagen till stickprov väntar fakturan på beslut
      Givet fakturan har "picked_for_review" "ja"
      När den 2026-02-02 kommer
      Så är läget "review"
      Och det hindras av "review"
      Och föreslås åtgärderna:
        | action | title     | approval |
        | review | Stickprov | manual   |
      När åtgärderna utförs
      Och den 2026-02-03 kommer
      Så föreslås ingenting
      Och läget är "review"

    @krav-0.13
    Scenario: När stickprovet är klart fattas beslutet, och utbetalningen räknas därifrån
      Givet fakturan har "picked_for_review" "ja"
      När den 2026-02-02 kommer
      Och åtgärderna utförs
      Givet fakturan har "picked_for_review" "nej"
      När den 2026-02-04 kommer
      Så föreslås åtgärden "buy_without_recourse"
      Och visas villkoren före försäljningen:
        | payout_on  |
        | 2026-02-05 |

  Regel: Uppdragsgivaren får besked

    @krav-0.14 @krav-0.15
    Scenariomall: Beskedet säger om köpet är med regress
      Givet fakturan har "credit_risk" "<betyg>"
      När den 2026-02-02 kommer
      Så underrättas uppdragsgivaren om "<utfall>"
      Och föreslås åtgärden "notify_client" med rubriken "Underrätta uppdragsgivaren: <rubrik>"

      Exempel:
        | betyg | utfall               | rubrik            |
        | 2     | buy_without_recourse | Köpt utan regress |
        | 5     | buy_with_recourse    | Köpt med regress  |

    @krav-0.14
    Scenario: Beskedet lämnas en gång
      När den 2026-02-02 kommer
      Och åtgärderna utförs
      Och den 2026-02-03 kommer
      Så underrättas uppdragsgivaren inte
      Och underrättas kunden inte

    @krav-0.14
    Scenario: Ett besked som inte blev av kommer nästa gång
      Givet händelsen "sold" 2026-02-02 med sale without_recourse, price 9 710,00
      När den 2026-02-05 kommer
      Så föreslås åtgärderna:
        | action          | about                | key                                     |
        | notify_client   | buy_without_recourse | 1001/notify_client/buy_without_recourse |
        | notify_customer | sold                 | 1001/notify_customer/sold               |
        | pay_out         |                      | 1001/pay_out                            |

  Regel: Utbetalning nästa dag

    @krav-0.16
    Scenariomall: Nästa dag är en bankdag eller en kalenderdag, som policyn säger
      # 6 februari 2026 är en fredag, 2 april skärtorsdag och 6 april annandag påsk
      Givet policyns rad "payout: {banking_days: 1}" är ändrad till "payout: {<nästa>: 1}"
      Och fakturan har "due_on" "2026-05-04"
      När den <såld> kommer
      Så visas villkoren före försäljningen:
        | payout_on   |
        | <utbetalad> |
      När åtgärderna utförs
      Och den <såld> kommer
      Så betalas ingenting ut
      Och nästa steg är "pay_out" tidigast <utbetalad>
      När den <utbetalad> kommer
      Så betalas 9 710,00 kr ut

      Exempel:
        | nästa         | såld       | utbetalad  |
        | banking_days  | 2026-02-02 | 2026-02-03 |
        | banking_days  | 2026-02-06 | 2026-02-09 |
        | banking_days  | 2026-02-07 | 2026-02-09 |
        | banking_days  | 2026-04-02 | 2026-04-07 |
        | calendar_days | 2026-02-02 | 2026-02-03 |
        | calendar_days | 2026-02-06 | 2026-02-07 |
        | calendar_days | 2026-04-02 | 2026-04-03 |

    @krav-0.16
    Scenario: Pengarna betalas ut en gång, hur sent det än blev
      När den 2026-02-02 kommer
      Och åtgärderna utförs
      Och den 2026-02-20 kommer
      Så föreslås åtgärderna:
        | action  | on         | amount   | send_to  |
        | pay_out | 2026-02-20 | 9 710,00 | bankgiro |
      När åtgärderna utförs
      Och den 2026-02-21 kommer
      Så föreslås ingenting

    @krav-0.10 @krav-0.16
    Scenario: Försäljningen och utbetalningen bokförs hos säljaren
      När den 2026-02-02 kommer
      Så bokförs åtgärden "buy_without_recourse" så här:
        | account | debit    | credit    |
        | 2811    | 9 710,00 |           |
        | 6064    | 290,00   |           |
        | 1510    |          | 10 000,00 |
      När åtgärderna utförs
      Och den 2026-02-03 kommer
      Så bokförs åtgärden "pay_out" så här:
        | account | debit    | credit   |
        | 1930    | 9 710,00 |          |
        | 2811    |          | 9 710,00 |
