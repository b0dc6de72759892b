# language: sv
Egenskap: Räntefaktura
  Ränta på det som betalats för sent, från förfallodagen till betalningen, på en faktura för sig.

  Räkneexemplet: förfallodag måndag 2 mars 2026, referensränta 2,00, alltså 10 procent om året. Betalas fakturan den
  12 mars är det tio räntedagar, och 36 500 kr x 10 % x 10 / 365 är precis 100,00 kr.

  Bakgrund:
    Givet policyn "paminnelsemodul"
    Och en faktura:
      | invoice       | 2001       |
      | client        | 4711       |
      | customer      | 23         |
      | customer_kind | business   |
      | issued_on     | 2026-02-01 |
      | due_on        | 2026-03-02 |
      | amount        | 36 500,00  |
      | currency      | SEK        |
      | sent_by       | email      |

  Regel: På det som betalats för sent

    @krav-4.24 @krav-4.25
    Scenario: Räntan för dagarna från förfallodagen till betalningen
      Givet händelsen "payment" 2026-03-12 med amount 36 500,00
      När den 2026-03-12 kommer
      Så är läget "paid"
      Och föreslås en räntefaktura på 100,00 kr:
        | invoice | from       | to         | days | interest |
        | 2001    | 2026-03-03 | 2026-03-12 | 10   | 100,00   |

    @krav-4.25
    Scenario: Dagarna efter betalningen räknas inte, när räntefakturan än görs
      Givet händelsen "payment" 2026-03-12 med amount 36 500,00
      När den 2026-06-30 kommer
      Så föreslås en räntefaktura på 100,00 kr:
        | invoice | from       | to         | days | interest |
        | 2001    | 2026-03-03 | 2026-03-12 | 10   | 100,00   |

    @krav-4.25
    Scenario: Delbetalningar ger ränta på det som var kvar
      # 50 000 x 10 % x 5 / 365 = 68,493 och 30 000 x 10 % x 5 / 365 = 41,096, tillsammans 109,589 kr
      Givet fakturan har "amount" "50 000,00"
      Och händelsen "payment" 2026-03-07 med amount 20 000,00
      Och händelsen "payment" 2026-03-12 med amount 30 000,00
      När den 2026-03-12 kommer
      Så föreslås en räntefaktura på 109,59 kr:
        | invoice | from       | to         | days | interest |
        | 2001    | 2026-03-03 | 2026-03-12 | 10   | 109,59   |

    @krav-4.24
    Scenariomall: Den som betalar i tid får ingen räntefaktura
      Givet fakturan har "amount" "900 000,00"
      Och händelsen "payment" <betald> med amount 900 000,00
      När den 2026-06-30 kommer
      Så föreslås ingen räntefaktura

      Exempel:
        | betald     |
        | 2026-02-20 |
        | 2026-03-02 |

    @krav-4.24
    Scenario: En policy utan räntefaktura föreslår ingen
      Givet policyn "fakturaservice"
      Och händelsen "payment" 2026-03-12 med amount 36 500,00
      När den 2026-03-12 kommer
      Så föreslås ingen räntefaktura

    @krav-4.27
    Scenario: Räntan börjar direkt efter förfallodagen, utan postdagar
      # en dags ränta på 365 000 kr är precis 100 kr
      Givet fakturan har "amount" "365 000,00"
      Och händelsen "payment" 2026-03-03 med amount 365 000,00
      När den 2026-03-03 kommer
      Så föreslås en räntefaktura på 100,00 kr:
        | invoice | from       | to         | days | interest |
        | 2001    | 2026-03-03 | 2026-03-03 | 1    | 100,00   |

    @krav-4.27
    Scenario: Förfaller fakturan en lördag är måndagen i tid
      # 28 februari 2026 är en lördag
      Givet fakturan har "due_on" "2026-02-28"
      Och fakturan har "amount" "365 000,00"
      Och händelsen "payment" 2026-03-02 med amount 365 000,00
      När den 2026-03-31 kommer
      Så föreslås ingen räntefaktura

  Regel: Gränsen

    @krav-4.28
    Scenariomall: Vid 100 kr kommer räntefakturan, vid 99,99 inte
      # 36 496,35 x 10 % x 10 / 365 = 99,990 kr
      Givet fakturan har "amount" "<belopp>"
      Och händelsen "payment" 2026-03-12 med amount <belopp>
      När den 2026-03-12 kommer
      Så <räntefaktura>

      Exempel:
        | belopp    | räntefaktura                                |
        | 36 496,35 | föreslås ingen räntefaktura                 |
        | 36 500,00 | föreslås åtgärden "invoice_interest"        |
        | 36 503,65 | föreslås åtgärden "invoice_interest"        |

    @krav-4.28
    Scenario: Gränsen utan ränta att fakturera är ett fel
      Givet policyn:
        """
        policy: utan-ranta
        title: Räntefaktura utan ränta
        applies_to_invoices_issued_from: 2020-01-01
        currency: SEK
        country: SE
        approval: manual
        interest_invoice: {title: Räntefaktura, at_least: 100.00}
        steps:
          - {step: list, title: Lista, action: list, days_after_due_date: 1}
        """
      Så har policyn felet "DE375" på raden "interest_invoice: {title: Räntefaktura, at_least: 100.00}"

    @krav-4.29
    Scenario: Inte förrän fakturan är betald
      När den 2026-06-30 kommer
      Så föreslås ingen räntefaktura
      Givet händelsen "payment" 2026-06-30 med amount 36 499,99
      När den 2026-06-30 kommer
      Så 0,01 kr återstår att betala
      Och föreslås ingen räntefaktura
      Givet händelsen "payment" 2026-07-01 med amount 0,01
      När den 2026-07-01 kommer
      # 120 dagar på 36 500 kr: 1 200,00; den 1 juli 0,00 på ett öre
      Så föreslås en räntefaktura på 1 200,00 kr:
        | invoice | from       | days | interest |
        | 2001    | 2026-03-03 | 121  | 1 200,00 |

    @krav-4.29
    Scenario: En faktura som krediterats helt är inte betald för sent, hur sent krediteringen än kom
      Givet händelsen "credit_note" 2026-03-13 med amount 36 500,00
      När den 2026-06-30 kommer
      Så föreslås ingen räntefaktura

  Regel: Kundens samlade ränta

    # 21 900 kr i tio dagar är 60,00 kr, 14 600 kr är 40,00 kr och 14 596,35 kr är 39,99 kr.

    @krav-4.30 @krav-4.31
    Scenario: Var för sig under gränsen, tillsammans på den
      Givet fakturan har "amount" "21 900,00"
      Och kundens andra fakturor:
        | invoice | amount    |
        | 2002    | 14 600,00 |
      Och händelserna:
        | on         | event   | amount    | invoice |
        | 2026-03-12 | payment | 21 900,00 | 2001    |
        | 2026-03-12 | payment | 14 600,00 | 2002    |
      När den 2026-03-12 kommer
      Så föreslås en räntefaktura på 100,00 kr:
        | invoice | interest | key                   |
        | 2001    | 60,00    | 2001/invoice_interest |
        | 2002    | 40,00    | 2002/invoice_interest |

    @krav-4.30
    Scenario: Ett öre under gränsen tillsammans
      Givet fakturan har "amount" "21 900,00"
      Och kundens andra fakturor:
        | invoice | amount    |
        | 2002    | 14 596,35 |
      Och händelserna:
        | on         | event   | amount    | invoice |
        | 2026-03-12 | payment | 21 900,00 | 2001    |
        | 2026-03-12 | payment | 14 596,35 | 2002    |
      När den 2026-03-12 kommer
      Så föreslås ingen räntefaktura

    @krav-4.30
    Scenario: En annan kunds ränta räknas inte
      Givet fakturan har "amount" "21 900,00"
      Och kundens andra fakturor:
        | invoice | customer | amount    |
        | 2002    | 24       | 14 600,00 |
      Och händelserna:
        | on         | event   | amount    | invoice |
        | 2026-03-12 | payment | 21 900,00 | 2001    |
        | 2026-03-12 | payment | 14 600,00 | 2002    |
      När den 2026-03-12 kommer
      Så föreslås ingen räntefaktura

    @krav-4.30
    Scenario: Samma kundnummer hos en annan uppdragsgivare är en annan kund
      Givet fakturan har "amount" "21 900,00"
      Och kundens andra fakturor:
        | invoice | client | amount    |
        | 2002    | 4712   | 14 600,00 |
      Och händelserna:
        | on         | event   | amount    | invoice |
        | 2026-03-12 | payment | 21 900,00 | 2001    |
        | 2026-03-12 | payment | 14 600,00 | 2002    |
      När den 2026-03-12 kommer
      Så föreslås ingen räntefaktura

    @krav-4.30
    Scenario: Utan regel om kundens summa gäller gränsen per faktura
      Givet policyns rad "or_customer_total_at_least: 100.00" är ändrad till ""
      Och fakturan har "amount" "21 900,00"
      Och kundens andra fakturor:
        | invoice | amount    |
        | 2002    | 36 500,00 |
      Och händelserna:
        | on         | event   | amount    | invoice |
        | 2026-03-12 | payment | 21 900,00 | 2001    |
        | 2026-03-12 | payment | 36 500,00 | 2002    |
      När den 2026-03-12 kommer
      Så föreslås en räntefaktura på 100,00 kr:
        | invoice | interest |
        | 2002    | 100,00   |

    @krav-4.29 @krav-4.30
    Scenario: Den obetalda är inte med på räntefakturan förrän den är betald
      Givet kundens andra fakturor:
        | invoice | amount    |
        | 2002    | 14 600,00 |
      Och händelserna:
        | on         | event   | amount    | invoice |
        | 2026-03-12 | payment | 36 500,00 | 2001    |
        | 2026-03-22 | payment | 14 600,00 | 2002    |
      När den 2026-03-12 kommer
      Så föreslås en räntefaktura på 100,00 kr:
        | invoice | interest |
        | 2001    | 100,00   |

    @krav-4.29 @krav-4.30
    Scenario: Ränta som har börjat löpa på en obetald räknas i summan, men faktureras inte än
      Givet fakturan har "amount" "21 900,00"
      Och kundens andra fakturor:
        | invoice | amount    |
        | 2002    | 14 600,00 |
      Och händelsen "payment" 2026-03-12 med amount 21 900,00
      När den 2026-03-11 kommer
      Så föreslås ingen räntefaktura
      När den 2026-03-12 kommer
      Så föreslås en räntefaktura på 60,00 kr:
        | invoice | interest |
        | 2001    | 60,00    |

    @krav-4.29
    Scenario: Den som vill får fakturera räntan medan fakturan är obetald, i omgångar
      # tio dagar till, 13 till 22 mars, är 100,00 kr till
      Givet policyns rad "only_when_paid: true" är ändrad till "only_when_paid: false"
      När den 2026-03-12 kommer
      Så föreslås en räntefaktura på 100,00 kr:
        | invoice | interest | key                   |
        | 2001    | 100,00   | 2001/invoice_interest |
      När åtgärderna utförs
      Och den 2026-03-21 kommer
      Så föreslås ingen räntefaktura
      När den 2026-03-22 kommer
      Så föreslås en räntefaktura på 100,00 kr:
        | invoice | interest | key                     |
        | 2001    | 100,00   | 2001/invoice_interest/2 |

  Regel: Ordern

    @krav-4.31
    Scenario: En människa godkänner, och ordern har sin nyckel, sitt belopp och sina bokföringsrader
      Givet händelsen "payment" 2026-03-12 med amount 36 500,00
      När den 2026-03-12 kommer
      Så föreslås åtgärderna:
        | action           | title        | approval | principal | fee  | interest | amount_to_pay | key                   |
        | invoice_interest | Räntefaktura | manual   | 0,00      | 0,00 | 100,00   | 100,00        | 2001/invoice_interest |
      Och bokförs åtgärden "invoice_interest" så här:
        | account | debit  | credit |
        | 1510    | 100,00 |        |
        | 8313    |        | 100,00 |

    @krav-4.31
    Scenario: Samma ränta faktureras inte två gånger
      Givet händelsen "payment" 2026-03-12 med amount 36 500,00
      När den 2026-03-12 kommer
      Och åtgärderna utförs
      Och den 2026-03-12 kommer
      Så föreslås ingen räntefaktura
      När den 2026-06-30 kommer
      Så föreslås ingen räntefaktura

    @krav-4.31
    Scenario: Rad för rad: ingen av fakturorna på räntefakturan kommer tillbaka
      Givet fakturan har "amount" "21 900,00"
      Och kundens andra fakturor:
        | invoice | amount    | due_on     |
        | 2002    | 14 600,00 | 2026-03-02 |
        | 2003    | 36 500,00 | 2026-04-01 |
      Och händelserna:
        | on         | event   | amount    | invoice |
        | 2026-03-12 | payment | 21 900,00 | 2001    |
        | 2026-03-12 | payment | 14 600,00 | 2002    |
        | 2026-04-11 | payment | 36 500,00 | 2003    |
      När den 2026-03-12 kommer
      Och åtgärderna utförs
      Och den 2026-04-11 kommer
      Så föreslås en räntefaktura på 100,00 kr:
        | invoice | interest | key                   |
        | 2003    | 100,00   | 2003/invoice_interest |

  Regel: Inställningarna

    @krav-4.26
    Scenario: Kommentaren står på räntefakturan
      Givet händelsen "payment" 2026-03-12 med amount 36 500,00
      När den 2026-03-12 kommer
      Så har räntefakturan kommentaren "Ränta på för sent betald faktura"

    @krav-4.26
    Scenario: En egen kommentar
      Givet policyns rad "comment: Ränta på för sent betald faktura" är ändrad till "comment: Enligt avtal"
      Och händelsen "payment" 2026-03-12 med amount 36 500,00
      När den 2026-03-12 kommer
      Så har räntefakturan kommentaren "Enligt avtal"

    @krav-4.26
    Scenario: En egen gräns
      Givet policyns rad "at_least: 100.00" är ändrad till "at_least: 100.01"
      Och policyns rad "or_customer_total_at_least: 100.00" är ändrad till ""
      Och händelsen "payment" 2026-03-12 med amount 36 500,00
      När den 2026-03-12 kommer
      Så föreslås ingen räntefaktura

    @krav-4.26
    Scenario: En egen räntesats, som är avtalad
      # 36 500 x 12 % x 10 / 365 = 120,00 kr
      Givet policyns rad "rate: statutory" är ändrad till "rate: agreed"
      Och fakturan har "interest_rate" "12,00"
      Och händelsen "payment" 2026-03-12 med amount 36 500,00
      När den 2026-03-12 kommer
      Så föreslås en räntefaktura på 120,00 kr:
        | invoice | interest |
        | 2001    | 120,00   |

    @krav-4.26
    Scenariomall: En egen påminnelseavgift
      Givet policyns rad "fee: 60.00" är ändrad till "fee: <avgift>"
      Och händelsen "step" 2026-03-06 med step list
      När den 2026-03-11 kommer
      Så föreslås "reminder_1"
      Och avgiften är <avgift>

      Exempel:
        | avgift |
        | 60.00  |
        | 45.00  |

  Regel: Räntesatsen är användarens ansvar

    @krav-4.32
    Scenario: En räntesats över lagens utan avtal ger en varning
      Givet policyns rad "rate: statutory" är ändrad till "rate: 24.00"
      Så är policyn felfri
      Och har policyn varningen "DE421" på raden "rate: 24.00"

    @krav-4.32
    Scenariomall: Lagens ränta, eller lägre, ger ingen varning
      Givet policyns rad "rate: statutory" är ändrad till "rate: <sats>"
      Så är policyn felfri
      Och har policyn inga varningar

      Exempel:
        | sats      |
        | statutory |
        | 5.00      |
