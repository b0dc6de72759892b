# language: sv
Egenskap: Fakturaköp
  Mottagaren kreditbedöms när fakturan är skapad, fakturan köps utan regress och bokas som betald hos säljaren, men kunden
  är fortfarande skyldig pengarna, nu till köparen.

  Räkneexemplet: 10 000 kr. Avgiften är 3 %, alltså 300 kr, och 9 700 kr betalas ut inom två bankdagar.

  Bakgrund:
    Givet policyn "fakturakop"
    Och en faktura:
      | invoice                  | 1001        |
      | client                   | 4711        |
      | customer                 | 17          |
      | customer_kind            | business    |
      | customer_identity_number | 559999-0016 |
      | customer_prefers         | pdf         |
      | issued_on                | 2026-02-01  |
      | due_on                   | 2026-03-02  |
      | amount                   | 10 000,00   |
      | currency                 | SEK         |
      | sent_by                  | post        |
      | offered_for_sale         | ja          |
      | credit_risk              | 3           |
      | payout_to                | bankgiro    |

  Regel: Kreditbedömningen

    @krav-3.2
    Scenario: Tills mottagaren är bedömd väntar beslutet
      Givet fakturan saknar "credit_risk"
      När den 2026-02-01 kommer
      Så föreslås ingenting
      Och läget är "offered"
      Och det hindras av "missing_fact"
      Och väntar nästa steg på "credit_risk"

    @krav-3.2
    Scenario: Mottagaren bedöms när fakturan är skapad
      När den 2026-02-01 kommer
      Så föreslås åtgärden "buy_without_recourse" med rubriken "Köpt"

    @krav-3.2
    Scenariomall: Betyget avgör
      Givet fakturan har "credit_risk" "<betyg>"
      När den 2026-02-01 kommer
      Så föreslås åtgärden "<utfall>"

      Exempel:
        | betyg | utfall               |
        | 1     | buy_without_recourse |
        | 4     | buy_without_recourse |
        | 5     | decline              |

    @krav-3.19
    Scenario: Är kreditvärdigheten dålig köps fakturan inte, och uppdragsgivaren får veta det på en gång
      Givet fakturan har "credit_risk" "5"
      När den 2026-02-01 kommer
      Så föreslås åtgärderna:
        | action        | on         | about   | title                                | key                        |
        | decline       | 2026-02-01 |         | Köps inte                            | 1001/decline               |
        | notify_client | 2026-02-01 | decline | Underrätta uppdragsgivaren: Köps inte | 1001/notify_client/decline |
      När åtgärderna utförs
      Och den 2026-02-02 kommer
      Så föreslås ingenting
      Och läget är "declined"

    @krav-3.19
    Scenario: Att köpet gick bra får uppdragsgivaren veta med pengarna
      När den 2026-02-02 kommer
      Så underrättas uppdragsgivaren inte
      När åtgärderna utförs
      Och den 2026-02-03 kommer
      Så underrättas uppdragsgivaren inte
      När den 2026-02-04 kommer
      Så underrättas uppdragsgivaren om "buy_without_recourse"
      Och 9 700,00 kr betalas ut

    @krav-3.19
    Scenario: Ett besked med pengarna där inga pengar kommer är ett fel i policyn
      Givet policyns rad "notify_client: immediately" är ändrad till "notify_client: at_payout"
      Så har policyn felet "DE384" på raden "notify_client: at_payout"

  Regel: Kunden nås som den själv vill

    @krav-3.3
    Scenariomall: Påminnelsen går den väg som mottagaren önskar
      Givet fakturan har "customer_prefers" "<önskar>"
      När ingen betalar till och med 2026-03-06
      Och den 2026-03-07 kommer
      Så föreslås "reminder"
      Och det skickas med "<önskar>"

      Exempel:
        | önskar    |
        | post      |
        | e_invoice |
        | pdf       |

    @krav-3.3
    Scenario: Är önskemålet okänt väntar påminnelsen och säger det
      Givet fakturan saknar "customer_prefers"
      När ingen betalar till och med 2026-03-06
      Och den 2026-03-07 kommer
      Så föreslås inget steg
      Och det hindras av "no_channel"

  Regel: Utbetalningen

    @krav-3.4
    Scenariomall: Inom två bankdagar
      # 6 februari 2026 är en fredag, 2 april skärtorsdag och 6 april annandag påsk
      Givet fakturan har "due_on" "2026-05-04"
      När den <köpt> kommer
      Så visas villkoren före försäljningen:
        | fee    | advance   | payout   | payout_on   |
        | 300,00 | 10 000,00 | 9 700,00 | <utbetalad> |
      När åtgärderna utförs
      Och den <dagen före> kommer
      Så betalas ingenting ut
      När den <utbetalad> kommer
      Så betalas 9 700,00 kr ut

      Exempel:
        | köpt       | dagen före | utbetalad  |
        | 2026-02-02 | 2026-02-03 | 2026-02-04 |
        | 2026-02-06 | 2026-02-09 | 2026-02-10 |
        | 2026-04-02 | 2026-04-07 | 2026-04-08 |

    @krav-3.5
    Scenariomall: Eller samma dag
      Givet policyns rad "payout: {banking_days: 2}" är ändrad till "payout: {<samma dag>}"
      När den <köpt> kommer
      Så visas villkoren före försäljningen:
        | payout_on |
        | <köpt>    |
      Och 9 700,00 kr betalas ut

      Exempel:
        | samma dag        | köpt       |
        | calendar_days: 0 | 2026-02-02 |
        | calendar_days: 0 | 2026-02-07 |
        | banking_days: 0  | 2026-02-06 |
        | hours: 6         | 2026-02-06 |

    @krav-3.5
    Scenario: Samma bankdag på en lördag är måndagen
      Givet policyns rad "payout: {banking_days: 2}" är ändrad till "payout: {banking_days: 0}"
      När den 2026-02-07 kommer
      Så visas villkoren före försäljningen:
        | payout_on  |
        | 2026-02-09 |
      Och ingenting betalas ut

    @krav-3.16
    Scenariomall: Till bankkonto, bankgiro eller plusgiro
      Givet fakturan har "payout_to" "<vart>"
      När den 2026-02-02 kommer
      Och åtgärderna utförs
      Och den 2026-02-04 kommer
      Så föreslås åtgärderna:
        | action        | amount   | send_to | key                                     |
        | pay_out       | 9 700,00 | <vart>  | 1001/pay_out                            |
        | notify_client |          |         | 1001/notify_client/buy_without_recourse |

      Exempel:
        | vart         |
        | bank_account |
        | bankgiro     |
        | plusgiro     |

    @krav-3.16
    Scenario: Någon annanstans går det inte att betala ut
      Givet fakturan har "payout_to" "swish"
      När den 2026-02-02 kommer
      Så avvisas fakturan för "payout_to"

  Regel: Betald i säljarens reskontra, men inte av kunden

    @krav-3.6
    Scenario: Köpet bokas som betalning av kundfordran
      När den 2026-02-02 kommer
      Så bokförs åtgärden "buy_without_recourse" så här:
        | account | debit    | credit    | text                       |
        | 2811    | 9 700,00 |           | Försäljning av faktura 1001 |
        | 6064    | 300,00   |           | Försäljning av faktura 1001 |
        | 1510    |          | 10 000,00 | Försäljning av faktura 1001 |
      När åtgärderna utförs
      Och den 2026-02-04 kommer
      Så 10 000,00 kr återstår att betala
      Och läget är "not_due"
      Och bokförs åtgärden "pay_out" så här:
        | account | debit    | credit   |
        | 1930    | 9 700,00 |          |
        | 2811    |          | 9 700,00 |

    @krav-3.6
    Scenario: Kontona kan vara policyns egna
      Givet policyn har tillägget:
        """
        accounts: {receivable: "1511", factoring_fee: "6063"}
        """
      När den 2026-02-02 kommer
      Så bokförs åtgärden "buy_without_recourse" så här:
        | account | debit    | credit    |
        | 2811    | 9 700,00 |           |
        | 6063    | 300,00   |           |
        | 1511    |          | 10 000,00 |

    @krav-3.6
    Scenario: Det köparen kräver av kunden är inget i säljarens bokföring
      När ingen betalar till och med 2026-03-06
      Och den 2026-03-07 kommer
      Så föreslås "reminder"
      Och bokförs åtgärden "remind" inte

  Regel: Påminnelse och krav vid behov

    @krav-3.8
    Scenario: Betalas fakturan inte kommer påminnelse och krav
      # 5 räntedagar 13,699 kr; påminnelsens tid löper till och med måndagen den 16 mars, och kravet får komma den 17:
      # 15 räntedagar 41,096 kr
      När ingen betalar till och med 2026-03-31
      Så tas stegen i ordning:
        | step       | on         | fee    | interest | amount_to_pay | send_by |
        | reminder   | 2026-03-07 | 60,00  | 13,70    | 10 073,70     | pdf     |
        | collection | 2026-03-17 | 180,00 | 41,10    | 10 281,10     | pdf     |

    @krav-3.8
    Scenario: Betalas fakturan i tid kommer varken påminnelse eller krav
      När ingen betalar till och med 2026-03-01
      Och händelsen "payment" sker 2026-03-02 med amount 10 000,00
      Och ingen betalar till och med 2026-06-30
      Så inget steg tas
      Och läget är "paid"

  Regel: Uppdragsgivaren ser hur det går

    @krav-3.18
    Scenariomall: Vilka som är slutbetalda och vilka som är förfallna
      Givet händelserna:
        | on         | event   | sale             | price    | amount   |
        | 2026-02-02 | sold    | without_recourse | 9 700,00 |          |
        | <betald>   | payment |                  |          | <belopp> |
      När den 2026-03-05 kommer
      Så är läget "<läge>"
      Och <kvar> återstår att betala

      Exempel:
        | betald     | belopp    | läge | kvar        |
        | 2026-03-02 | 10 000,00 | paid | 0,00 kr     |
        | 2026-03-05 | 10 000,00 | paid | 0,00 kr     |
        | 2026-03-05 | 9 999,99  | due  | 0,01 kr     |
        | 2026-03-06 | 10 000,00 | due  | 10 000,00 kr |

    @krav-3.18
    Scenario: På förfallodagen är fakturan varken förfallen eller betald
      Givet händelsen "sold" 2026-02-02 med sale without_recourse, price 9 700,00
      När den 2026-03-02 kommer
      Så är läget "not_due"
      När den 2026-03-03 kommer
      Så är läget "due"
