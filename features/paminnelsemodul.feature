# language: sv
Egenskap: Påminnelsemodulen
  En obetald faktura hamnar i Lista, och en människa för den vidare flik för flik.

  Räkneexemplet: förfallodag 2 mars 2026 och tre postdagar, så fakturan räknas som obetald efter den 5 mars.

  Bakgrund:
    Givet policyn "paminnelsemodul"
    Och en faktura:
      | invoice              | 2001       |
      | customer             | 23         |
      | customer_kind        | business   |
      | issued_on            | 2026-02-01 |
      | due_on               | 2026-03-02 |
      | amount               | 10 000,00  |
      | currency             | SEK        |
      | sent_by              | email      |
      | collection_agreement | ja         |

  Regel: Flikarna

    @krav-4.1 @krav-4.2 @krav-4.21
    Scenario: Flikarna följer på varandra, och inkasso kommer efter varningen
      När ingen betalar till och med 2026-06-30
      Så tas stegen i ordning:
        | step               | on         | action    | fee   | pay_by     |
        | list               | 2026-03-06 | list      | 0.00  |            |
        | reminder_1         | 2026-03-11 | remind    | 60.00 | 2026-03-19 |
        | reminder_2         | 2026-03-21 | remind    | 0.00  | 2026-03-29 |
        | collection_warning | 2026-03-31 | warn      | 0.00  | 2026-04-08 |
        | to_collection      | 2026-04-10 | hand_over | 0.00  |            |

    @krav-4.3
    Scenario: Vilka flikar som finns bestäms av policyn
      Givet policyn:
        """
        policy: en-paminnelse
        title: En påminnelse och inget mer
        applies_to_invoices_issued_from: 2020-01-01
        currency: SEK
        country: SE
        approval: manual
        steps:
          - {step: list, title: Lista, action: list, days_after_due_date: 1}
          - {step: reminder_1, title: Påminnelse 1, action: remind, days_after_previous_step: 5, send_by: same_as_invoice, fee: 0.00, pay_within_days: 8}
        """
      När ingen betalar till och med 2026-06-30
      Så tas stegen i ordning:
        | step       | on         |
        | list       | 2026-03-03 |
        | reminder_1 | 2026-03-08 |
      Och läget är "reminder_1"
      Och inget nästa steg finns

  Regel: Lista

    @krav-4.4
    Scenario: I Lista dagen efter förfallodag och postdagar
      När den 2026-03-06 kommer
      Så föreslås "list"
      Och är åtgärden "list"

    @krav-4.4
    Scenario: Den sista postdagen är för tidigt
      När den 2026-03-05 kommer
      Så föreslås ingenting
      Och nästa steg är "list" tidigast 2026-03-06

    @krav-4.5
    Scenario: Utan postdagar hamnar fakturan i Lista dagen efter förfallodagen
      Givet policyns rad "postal_days: 3" är ändrad till "postal_days: 0"
      När den 2026-03-03 kommer
      Så föreslås "list"

    @krav-4.5
    Scenario: Aldrig på förfallodagen
      Givet policyns rad "postal_days: 3" är ändrad till "postal_days: 0"
      När den 2026-03-02 kommer
      Så föreslås ingenting
      Och läget är "not_due"

    @krav-4.6
    Scenario: En människa väljer faktura och status
      Givet händelsen "step" 2026-03-06 med step list
      När den 2026-03-11 kommer
      Så föreslås "reminder_1"
      Och en människa ska godkänna det
      Och får en människa välja "reminder_1"
      Och får en människa välja "to_collection"
      Och får ingen människa välja "reminder_2"

    @krav-4.8
    Scenario: För kort tid i Lista: status kan inte ändras, och dagen sägs
      Givet händelsen "step" 2026-03-06 med step list
      När den 2026-03-10 kommer
      Så föreslås ingenting
      Och det hindras av "too_early"
      Och säger hindret "too_early" att "2026-03-11"
      Och nästa steg är "reminder_1" tidigast 2026-03-11
      Och får ingen människa välja "reminder_1"

    @krav-4.9
    Scenario: En anteckning på fakturan
      Givet händelsen "step" 2026-03-06 med step list
      Och händelsen "note" 2026-03-09 med text "Kunden ringde, återkommer på fredag"
      När den 2026-03-11 kommer
      Så finns anteckningen "Kunden ringde, återkommer på fredag"
      Och föreslås "reminder_1"

  Regel: Inkasso

    @krav-4.10
    Scenario: Utan inkassoavtal finns inte Till inkasso
      Givet fakturan saknar "collection_agreement"
      När ingen betalar till och med 2026-06-30
      Så tas stegen i ordning:
        | step               |
        | list               |
        | reminder_1         |
        | reminder_2         |
        | collection_warning |
      Och det hindras av "condition_not_met"
      Och får ingen människa välja "to_collection"

    @krav-4.10
    Scenario: Utan inkassoavtal kan man inte heller gå direkt från Lista
      Givet fakturan har "collection_agreement" "nej"
      Och händelsen "step" 2026-03-06 med step list
      När den 2026-03-11 kommer
      Så får en människa välja "reminder_1"
      Och får ingen människa välja "to_collection"

    @krav-4.11 @krav-4.22
    Scenario: Direkt från Lista till inkasso
      Givet händelsen "step" 2026-03-06 med step list
      När den 2026-03-11 kommer
      Så får en människa välja "to_collection"

    @krav-4.11 @krav-4.22
    Scenario: Den som gått direkt till inkasso får inga påminnelser
      Givet händelserna:
        | on         | event | step          |
        | 2026-03-06 | step  | list          |
        | 2026-03-11 | step  | to_collection |
      När ingen betalar till och med 2026-06-30
      Så tas inget steg
      Och läget är "to_collection"
      Och inget nästa steg finns

    @krav-4.21
    Scenario: Före inkasso kommer varningen
      Givet händelserna:
        | on         | event | step       | fee   | pay_by     |
        | 2026-03-06 | step  | list       |       |            |
        | 2026-03-11 | step  | reminder_1 | 60,00 | 2026-03-19 |
        | 2026-03-21 | step  | reminder_2 | 0,00  | 2026-03-29 |
      När den 2026-03-31 kommer
      Så föreslås "collection_warning"
      Och är åtgärden "warn"
      Och får ingen människa välja "to_collection"
      # Räntan faktureras för sig när fakturan är betald
      Och räntan är 0,00 kr
      Och summan att betala är 10 060,00 kr

    @krav-4.23
    Scenario: Ärendet lämnas till inkassobolaget
      Givet händelserna:
        | on         | event | step               | fee   | pay_by     |
        | 2026-03-06 | step  | list               |       |            |
        | 2026-03-11 | step  | reminder_1         | 60,00 | 2026-03-19 |
        | 2026-03-21 | step  | reminder_2         |       | 2026-03-29 |
        | 2026-03-31 | step  | collection_warning |       | 2026-04-08 |
      När den 2026-04-10 kommer
      Så föreslås "to_collection"
      Och är åtgärden "hand_over"
      Och avgiften är 0,00 kr
      Och kapitalet är 10 000,00 kr
      Och tidigare avgifter är 60,00 kr

    @krav-4.12
    Scenario: Hos inkassobolaget är fakturan fryst
      Givet händelsen "step" 2026-03-06 med step list
      Och händelsen "step" 2026-03-11 med step to_collection
      Och händelsen "handed_over" 2026-03-11 med agency "Inkassobolaget Exempel AB"
      När den 2026-04-15 kommer
      Så föreslås ingenting
      Och läget är "with_agency"
      Och det hindras av "with_agency"
      Och säger hindret "with_agency" att "Inkassobolaget Exempel AB"
      Och får ingen människa välja "reminder_1"

    @krav-4.12
    Scenario: Återtagen från inkassobolaget tas trappan upp igen
      Givet händelsen "step" 2026-03-06 med step list
      Och händelsen "handed_over" 2026-03-11
      Och händelsen "withdrawn" 2026-04-01
      När den 2026-04-02 kommer
      Så föreslås "reminder_1"
      Och inget hindrar det

    @krav-4.13
    Scenario: Betald hos inkassobolaget men inte stängd i reskontran: kvar i modulen
      Givet händelsen "step" 2026-03-06 med step list
      Och händelsen "handed_over" 2026-03-11
      Och händelsen "payment" 2026-04-01 med amount 10 000,00
      När den 2026-04-02 kommer
      Så är läget "with_agency"
      Och föreslås ingenting

    @krav-4.13
    Scenario: Betald och stängd: fakturan har lämnat modulen
      Givet händelsen "step" 2026-03-06 med step list
      Och händelsen "handed_over" 2026-03-11
      Och händelsen "payment" 2026-04-01 med amount 10 000,00
      Och händelsen "closed" 2026-04-03
      När den 2026-04-03 kommer
      Så är läget "closed"
      Och föreslås ingenting
      Och inget nästa steg finns

    @krav-4.14 @krav-4.15 @krav-4.16
    Scenario: En bokförd kundförlust är ingen betalning: ärendet hos inkassobolaget består
      Givet händelsen "step" 2026-03-06 med step list
      Och händelsen "handed_over" 2026-03-11
      Och händelsen "write_off" 2026-04-01 med amount 10 000,00
      När den 2026-04-02 kommer
      Så är läget "with_agency"
      Och 10 000,00 kr återstår att betala

    @krav-4.14
    Scenario: En bokförd kundförlust stoppar inte påminnelsen
      Givet händelsen "step" 2026-03-06 med step list
      Och händelsen "write_off" 2026-03-09 med amount 10 000,00
      När den 2026-03-11 kommer
      Så föreslås "reminder_1"
      Och kapitalet är 10 000,00 kr

  Regel: Minusbelopp och nollbelopp

    @krav-4.17 @krav-4.18
    Scenariomall: Noll och minus påminns aldrig
      Givet fakturan har "amount" "<belopp>"
      När den 2026-06-30 kommer
      Så föreslås inget steg
      Och läget är "excluded"
      Och det hindras av "excluded"

      Exempel:
        | belopp    |
        | 0,00      |
        | -0,01     |
        | -5 000,00 |

    @krav-4.17
    Scenario: Ett öre är ett belopp
      Givet fakturan har "amount" "0,01"
      När den 2026-03-06 kommer
      Så föreslås "list"

    @krav-4.19
    Scenariomall: Noll och minus kommer av poster som inte är kopplade: kunden pekas ut
      Givet fakturan har "amount" "<belopp>"
      När den 2026-03-06 kommer
      Så föreslås åtgärden "match_ledger_items" med rubriken "Koppla posterna i kundreskontran: kund 23"

      Exempel:
        | belopp |
        | 0,00   |
        | -0,01  |

    @krav-4.19
    Scenario: En vanlig faktura har inget att koppla
      När den 2026-03-05 kommer
      Så föreslås ingenting
