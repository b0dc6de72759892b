# language: sv
Egenskap: Övertrassering
  Ett återköp kan övertrassera uppdragsgivarens konto. Fram till dess att skulden är reglerad, genom en insättning eller
  genom att en annan faktura säljs, kostar varje dag underskottet x (2,9 % / 30) x 1,25.

  Räkneexemplet: 10 000 kr x 2,9 % / 30 x 1,25 = 12,083 kr, alltså 12,08 kr den första dagen. Räntan läggs på kontot, så
  nästa dags underskott är 10 012,08 kr och kostar 12,098 kr, alltså 12,10 kr; därefter 12,11 kr på 10 024,18 kr.

  Bakgrund:
    Givet policyn "fakturaforsaljning-regress"
    Och en faktura:
      | invoice                  | 1001        |
      | client                   | 4711        |
      | customer                 | 17          |
      | customer_kind            | business    |
      | customer_identity_number | 559999-0016 |
      | issued_on                | 2026-02-01  |
      | due_on                   | 2026-03-02  |
      | amount                   | 10 000,00   |
      | currency                 | SEK         |
      | sent_by                  | email       |
      | offered_for_sale         | ja          |
      | recourse_agreement       | ja          |
      | credit_risk              | 5           |

  Regel: Återköpet kan övertrassera kontot

    @krav-0.20 @krav-0.21
    Scenario: Från försäljning till övertrassering på ett och samma konto
      Återköpet är på allt som är kvar, 10 079,18 kr, och pengarna från försäljningen är utbetalda.
      Dagens ränta är 10 079,18 x 2,9 % / 30 x 1,25 = 12,179 kr.
      Givet uppdragsgivarens konto "8001" är tomt
      När den 2026-02-02 kommer
      Och åtgärden "buy_with_recourse" bokförs på kontot
      Så är kontots saldo 9 710,00 kr den 2026-02-02
      När åtgärderna utförs
      Och den 2026-02-03 kommer
      Och åtgärden "pay_out" bokförs på kontot
      Och åtgärderna utförs
      Så är kontots saldo 0,00 kr den 2026-02-03
      När ingen betalar till och med 2026-04-01
      Och kontots ränta räknas till och med 2026-04-01
      Så tas ingen övertrasseringsränta ut
      När den 2026-04-02 kommer
      Och åtgärden "buy_back" bokförs på kontot
      Och kontots ränta räknas till och med 2026-04-02
      Så är kontots saldo -10 079,18 kr den 2026-04-02
      Och tas övertrasseringsränta ut:
        | on         | amount | key                                            |
        | 2026-04-02 | 12,18  | 8001/charge_overdraft_interest/2026-04-02      |

    @krav-0.20
    Scenario: Finns pengarna på kontot blir det ingen övertrassering
      Givet uppdragsgivarens konto "8001" har posterna:
        | on         | entry   | amount    |
        | 2026-03-20 | deposit | 10 079,18 |
      När ingen betalar till och med 2026-04-01
      Och den 2026-04-02 kommer
      Och åtgärden "buy_back" bokförs på kontot
      Och kontots ränta räknas till och med 2026-04-30
      Så är kontots saldo 0,00 kr den 2026-04-30
      Och tas ingen övertrasseringsränta ut

    @krav-0.20
    Scenario: Ett öre för lite är en övertrassering
      # en dags ränta på ett öre avrundas till noll; på 4,14 kr är den 0,0050025 kr, alltså ett öre
      Givet uppdragsgivarens konto "8001" har posterna:
        | on         | entry    | amount     | invoice |
        | 2026-04-01 | deposit  | 10 079,17  |         |
        | 2026-04-02 | buy_back | -10 079,18 | 1001    |
      När kontots ränta räknas till och med 2026-04-02
      Så är kontots saldo -0,01 kr den 2026-04-02
      Och tas ingen övertrasseringsränta ut
      När posten "other" på -4,13 kr bokförs på kontot 2026-04-03
      Och kontots ränta räknas till och med 2026-04-03
      Så tas övertrasseringsränta ut:
        | on         | amount |
        | 2026-04-03 | 0,01   |

  Regel: Ränta dag för dag

    @krav-0.21
    Scenario: 12,08 kr om dagen på 10 000 kr
      Givet uppdragsgivarens konto "8001" har posterna:
        | on         | entry    | amount     | invoice |
        | 2026-04-13 | buy_back | -10 000,00 | 1001    |
      När kontots ränta räknas till och med 2026-04-13
      Så tas övertrasseringsränta ut:
        | on         | amount |
        | 2026-04-13 | 12,08  |
      Och bokförs åtgärden "charge_overdraft_interest" så här:
        | account | debit | credit |
        | 8421    | 12,08 |        |
        | 2811    |       | 12,08  |

    @krav-0.21
    Scenario: Dagen före återköpet kostar ingenting
      Givet uppdragsgivarens konto "8001" har posterna:
        | on         | entry    | amount     | invoice |
        | 2026-04-13 | buy_back | -10 000,00 | 1001    |
      När kontots ränta räknas till och med 2026-04-12
      Så tas ingen övertrasseringsränta ut

    @krav-0.21
    Scenario: En körning som missat dagar tar ut precis det som dagliga körningar hade tagit ut
      Givet uppdragsgivarens konto "8001" har posterna:
        | on         | entry    | amount     | invoice |
        | 2026-04-13 | buy_back | -10 000,00 | 1001    |
      När kontots ränta räknas till och med 2026-04-15
      Så tas övertrasseringsränta ut:
        | on         | amount |
        | 2026-04-13 | 12,08  |
        | 2026-04-14 | 12,10  |
        | 2026-04-15 | 12,11  |
      När åtgärden "charge_overdraft_interest" bokförs på kontot
      Så är kontots saldo -10 036,29 kr den 2026-04-15
      När kontots ränta räknas till och med 2026-04-15
      Så tas ingen övertrasseringsränta ut

    @krav-0.21
    Scenario: Räntan för en dag tas ut en gång
      Givet uppdragsgivarens konto "8001" har posterna:
        | on         | entry              | amount     | invoice |
        | 2026-04-13 | buy_back           | -10 000,00 | 1001    |
        | 2026-04-13 | overdraft_interest | -12,08     |         |
      När kontots ränta räknas till och med 2026-04-14
      Så tas övertrasseringsränta ut:
        | on         | amount |
        | 2026-04-14 | 12,10  |

    @krav-0.21
    Scenario: Satsen är policyns
      # 10 000 x 3,6 % / 30 x 1,25 = 15,00 kr
      Givet policyns rad "monthly_percent: 2.9" är ändrad till "monthly_percent: 3.6"
      Och uppdragsgivarens konto "8001" har posterna:
        | on         | entry    | amount     | invoice |
        | 2026-04-13 | buy_back | -10 000,00 | 1001    |
      När kontots ränta räknas till och med 2026-04-13
      Så tas övertrasseringsränta ut:
        | on         | amount |
        | 2026-04-13 | 15,00  |

    @krav-0.21
    Scenario: Utan regel om övertrassering tas ingen ränta ut, och det sägs
      Givet policyn "fakturaservice"
      Och uppdragsgivarens konto "8001" har posterna:
        | on         | entry    | amount     | invoice |
        | 2026-04-13 | buy_back | -10 000,00 | 1001    |
      När kontots ränta räknas till och med 2026-04-13
      Så tas ingen övertrasseringsränta ut
      Och hindras kontot av "no_overdraft_rule"

    @krav-0.21
    Scenariomall: Ett konto som inte går att förstå avvisas
      Givet uppdragsgivarens konto "8001" har posterna:
        | on         | entry   | amount   |
        | 2026-04-13 | <post>  | <belopp> |
      När kontots ränta räknas till och med 2026-04-13
      Så avvisas kontot med felet "<fel>"

      Exempel:
        | post     | belopp    | fel   |
        | buyback  | -1 000,00 | DE511 |
        | buy_back | 1 000,00  | DE532 |
        | deposit  | -1 000,00 | DE532 |

  Regel: Skulden regleras genom en insättning

    @krav-0.22
    Scenario: En insättning av allt avslutar räntan samma dag
      # 10 000,00 + 12,08 + 12,10 + 12,11 = 10 036,29
      Givet uppdragsgivarens konto "8001" har posterna:
        | on         | entry    | amount     | invoice |
        | 2026-04-13 | buy_back | -10 000,00 | 1001    |
        | 2026-04-16 | deposit  | 10 036,29  |         |
      När kontots ränta räknas till och med 2026-04-30
      Så tas övertrasseringsränta ut:
        | on         | amount |
        | 2026-04-13 | 12,08  |
        | 2026-04-14 | 12,10  |
        | 2026-04-15 | 12,11  |
      När åtgärden "charge_overdraft_interest" bokförs på kontot
      Så är kontots saldo 0,00 kr den 2026-04-30

    @krav-0.22
    Scenario: En insättning av en del minskar räntan men avslutar den inte
      # kvar 5 000,00: 5 000 x 2,9 % / 30 x 1,25 = 6,042 kr; nästa dag 5 006,04: 6,049 kr
      Givet uppdragsgivarens konto "8001" har posterna:
        | on         | entry    | amount     | invoice |
        | 2026-04-13 | buy_back | -10 000,00 | 1001    |
        | 2026-04-16 | deposit  | 5 036,29   |         |
      När kontots ränta räknas till och med 2026-04-17
      Så tas övertrasseringsränta ut:
        | on         | amount |
        | 2026-04-13 | 12,08  |
        | 2026-04-14 | 12,10  |
        | 2026-04-15 | 12,11  |
        | 2026-04-16 | 6,04   |
        | 2026-04-17 | 6,05   |

    @krav-0.22
    Scenario: En insättning av kapitalet men inte räntan lämnar räntan som skuld
      # kvar 36,29: 0,0439 kr om dagen
      Givet uppdragsgivarens konto "8001" har posterna:
        | on         | entry    | amount     | invoice |
        | 2026-04-13 | buy_back | -10 000,00 | 1001    |
      När kontots ränta räknas till och med 2026-04-15
      Och åtgärden "charge_overdraft_interest" bokförs på kontot
      Och posten "deposit" på 10 000,00 kr bokförs på kontot 2026-04-16
      Och kontots ränta räknas till och med 2026-04-16
      Så är kontots saldo -36,29 kr den 2026-04-16
      Och tas övertrasseringsränta ut:
        | on         | amount |
        | 2026-04-16 | 0,04   |

  Regel: Eller genom att en annan faktura säljs

    # Köpeskillingen täcker först det övertrasserade, och bara resten betalas ut.

    @krav-0.23
    Scenario: En ny faktura som räcker avslutar räntan, och resten betalas ut
      # 12 000,00 - 2,9 % = 12 000,00 - 348,00 = 11 652,00; 11 652,00 - 10 036,29 = 1 615,71
      Givet fakturan har "invoice" "1002"
      Och fakturan har "issued_on" "2026-04-15"
      Och fakturan har "due_on" "2026-05-15"
      Och fakturan har "amount" "12 000,00"
      Och uppdragsgivarens konto "8001" har posterna:
        | on         | entry    | amount     | invoice |
        | 2026-04-13 | buy_back | -10 000,00 | 1001    |
      När kontots ränta räknas till och med 2026-04-15
      Och åtgärden "charge_overdraft_interest" bokförs på kontot
      Så är kontots saldo -10 036,29 kr den 2026-04-15
      När den 2026-04-16 kommer
      Och åtgärden "buy_with_recourse" bokförs på kontot
      Och åtgärderna utförs
      Så är kontots saldo 1 615,71 kr den 2026-04-16
      När den 2026-04-17 kommer
      Så betalas 1 615,71 kr ut
      Och det hindras av "set_off"
      Och säger hindret "set_off" att "036,29 kr"
      När åtgärden "pay_out" bokförs på kontot
      Och åtgärderna utförs
      Och kontots ränta räknas till och med 2026-04-30
      Så är kontots saldo 0,00 kr den 2026-04-30
      Och tas ingen övertrasseringsränta ut
      När den 2026-04-30 kommer
      Så betalas ingenting ut

    @krav-0.23
    Scenario: En ny faktura som inte räcker minskar räntan, och ingenting betalas ut
      # 5 000,00 - 145,00 = 4 855,00; kvar 5 181,29: 5 181,29 x 2,9 % / 30 x 1,25 = 6,261 kr
      Givet fakturan har "invoice" "1002"
      Och fakturan har "issued_on" "2026-04-15"
      Och fakturan har "due_on" "2026-05-15"
      Och fakturan har "amount" "5 000,00"
      Och uppdragsgivarens konto "8001" har posterna:
        | on         | entry    | amount     | invoice |
        | 2026-04-13 | buy_back | -10 000,00 | 1001    |
      När kontots ränta räknas till och med 2026-04-15
      Och åtgärden "charge_overdraft_interest" bokförs på kontot
      Och den 2026-04-16 kommer
      Och åtgärden "buy_with_recourse" bokförs på kontot
      Och åtgärderna utförs
      Och kontots ränta räknas till och med 2026-04-16
      Så är kontots saldo -5 181,29 kr den 2026-04-16
      Och tas övertrasseringsränta ut:
        | on         | amount |
        | 2026-04-16 | 6,26   |
      När den 2026-04-17 kommer
      Så betalas 0,00 kr ut
      Och det hindras av "set_off"
      När åtgärden "pay_out" bokförs på kontot
      Så är kontots saldo -5 181,29 kr den 2026-04-17
