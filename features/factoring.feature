# language: sv
Egenskap: Factoring, från försäljning till inkasso
  Fakturan säljs utan regress, pengarna kommer samma dag, och sedan sköter köparen allt. Till Kronofogden går ett ärende
  först efter påminnelser och krav, och bara om en människa säger ja.

  Räkneexemplet: 10 000 kr, förfallodag 2 mars 2026, referensränta 2,00, alltså 10 procent om året och 2,7397 kr om dagen.
  Avgiften för försäljningen är 3,5 %, alltså 350 kr.

  Bakgrund:
    Givet policyn "factoring"
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
      | credit_risk              | 3           |

  Regel: Fakturan märks för försäljning

    @krav-2.2
    Scenario: En faktura som är märkt för försäljning prövas för köp
      När den 2026-02-02 kommer
      Så föreslås åtgärden "buy_without_recourse"
      Och läget är "offered"

    @krav-2.2
    Scenariomall: En faktura som inte är märkt köps inte och drivs inte här
      Givet fakturan har "offered_for_sale" "<märkt>"
      När den <dag> kommer
      Så föreslås ingenting
      Och det hindras av "not_bought"

      Exempel:
        | märkt | dag        |
        | nej   | 2026-02-02 |
        | nej   | 2026-06-30 |

    @krav-2.2
    Scenario: Inte märkt alls är inte heller till salu
      Givet fakturan saknar "offered_for_sale"
      När den 2026-02-02 kommer
      Så föreslås ingenting
      Och det hindras av "not_bought"

  Regel: Utbetalningen

    @krav-2.3
    Scenariomall: Samma dag, inom 24 timmar eller inom två bankdagar
      # 6 februari 2026 är en fredag, 2 april skärtorsdag och 6 april annandag påsk
      Givet policyns rad "payout: {hours: 4}" är ändrad till "payout: {<löfte>}"
      Och fakturan har "due_on" "2026-05-04"
      När den <såld> kommer
      Så visas villkoren före försäljningen:
        | fee    | advance   | payout   | payout_on   |
        | 350,00 | 10 000,00 | 9 650,00 | <utbetalad> |

      Exempel:
        | löfte            | såld       | utbetalad  |
        | hours: 4         | 2026-02-02 | 2026-02-02 |
        | hours: 4         | 2026-02-06 | 2026-02-06 |
        | hours: 23        | 2026-02-02 | 2026-02-02 |
        | hours: 24        | 2026-02-02 | 2026-02-03 |
        | hours: 24        | 2026-02-06 | 2026-02-07 |
        | hours: 24        | 2026-04-02 | 2026-04-03 |
        | hours: 48        | 2026-02-06 | 2026-02-08 |
        | calendar_days: 0 | 2026-02-07 | 2026-02-07 |
        | calendar_days: 2 | 2026-02-06 | 2026-02-08 |
        | banking_days: 0  | 2026-02-06 | 2026-02-06 |
        | banking_days: 0  | 2026-02-07 | 2026-02-09 |
        | banking_days: 2  | 2026-02-02 | 2026-02-04 |
        | banking_days: 2  | 2026-02-05 | 2026-02-09 |
        | banking_days: 2  | 2026-02-06 | 2026-02-10 |
        | banking_days: 2  | 2026-02-07 | 2026-02-10 |
        | banking_days: 2  | 2026-04-02 | 2026-04-08 |

    @krav-2.3
    Scenario: Inom några timmar: utbetalningen kommer samma dag som köpet, och bara då
      När den 2026-02-02 kommer
      Så betalas 9 650,00 kr ut
      Och underrättas uppdragsgivaren om "buy_without_recourse"
      När åtgärderna utförs
      Och den 2026-02-03 kommer
      Så föreslås ingenting

    @krav-2.3
    Scenario: Inom två bankdagar: inte dagen före, men den dagen
      Givet policyns rad "payout: {hours: 4}" är ändrad till "payout: {banking_days: 2}"
      När den 2026-02-06 kommer
      Och åtgärderna utförs
      Och den 2026-02-09 kommer
      Så betalas ingenting ut
      Och nästa steg är "pay_out" tidigast 2026-02-10
      När den 2026-02-10 kommer
      Så betalas 9 650,00 kr ut
      # beskedet kommer med pengarna
      Och underrättas uppdragsgivaren om "buy_without_recourse"

    @krav-2.3
    Scenario: Ett löfte utan enhet är ett fel
      Givet policyns rad "payout: {hours: 4}" är ändrad till "payout: 24"
      Så har policyn felet "DE374" på raden "payout: 24"

  Regel: Efter försäljningen är fakturan köparens

    @krav-2.4
    Scenariomall: Säljarens egen policy föreslår ingenting och säger varför
      Givet policyn "<säljarens>"
      Och händelsen "sold" 2026-02-02 med sale <försäljning>, price 9 650,00
      När ingen betalar till och med 2026-06-30
      Så inget steg tas
      Och föreslås ingenting
      Och läget är "sold"
      Och det hindras av "sold"
      Och säger hindret "sold" att "<orsak>"
      Och inget nästa steg finns

      Exempel:
        | säljarens       | försäljning       | orsak             |
        | fakturaservice  | without_recourse  | såld              |
        | fakturaservice  | with_recourse     | såld              |
        | paminnelsemodul | without_recourse  | såld              |
        | paminnelsemodul | pledged           | belånad           |

    @krav-2.4
    Scenario: Dagen före försäljningen är fakturan säljarens
      Givet policyn "fakturaservice"
      Och fakturan har "sent_by" "post"
      Och händelsen "sold" 2026-03-10 med sale without_recourse
      När ingen betalar till och med 2026-03-31
      Så tas stegen i ordning:
        | step     | on         |
        | reminder | 2026-03-09 |

    @krav-2.4
    Scenario: Köparens policy driver den, och säljarens gör det inte, samma dag och samma faktura
      Givet händelsen "sold" 2026-02-01 med sale without_recourse, price 9 650,00
      När den 2026-03-07 kommer
      Så föreslås "reminder_1"
      Givet policyn "fakturaservice"
      När den 2026-03-07 kommer
      Så föreslås inget steg
      Och det hindras av "sold"

  Regel: Betalningar matchas mot fakturan

    @krav-2.5
    Scenario: En delbetalning minskar det som krävs
      # 4 000,00 betalar avgiften 60,00, räntan 13,70 och 3 926,30 av kapitalet: kvar 6 073,70.
      # Räntan därefter: tio dagar, 8 till 17 mars, på 6 073,70: 16,640 kr, och 13,699 - 13,70 från dagarna före.
      När ingen betalar till och med 2026-03-06
      Och den 2026-03-07 kommer
      Så räntan är 13,70 kr
      När åtgärderna utförs
      Och händelsen "payment" sker 2026-03-07 med amount 4 000,00
      Och den 2026-03-17 kommer
      Så föreslås "reminder_2"
      Och kapitalet är 6 073,70 kr
      Och räntan är 16,64 kr
      Och summan att betala är 6 090,34 kr

    @krav-2.5
    Scenariomall: En betalning av allt avslutar trappan, var den än står
      När ingen betalar till och med <dagen före>
      Och händelsen "payment" sker <betald> med amount <belopp>
      Och den 2026-06-30 kommer
      Så är läget "paid"
      Och 0,00 kr återstår att betala
      Och föreslås inget steg

      Exempel:
        | dagen före | betald     | belopp    |
        | 2026-03-01 | 2026-03-02 | 10 000,00 |
        | 2026-03-09 | 2026-03-10 | 10 073,70 |
        | 2026-04-05 | 2026-04-06 | 10 324,93 |

  Regel: Påminnelser och krav

    # Räntan: 5 dagar 13,699; 15 dagar 41,096; 23 dagar 63,014; 31 dagar 84,932 kr. Den första påminnelsens tid går ut
    # lördagen den 14 mars och löper därför till och med måndagen den 16. Kravet den 2 april, skärtorsdagen, kan antas framme
    # två bankdagar senare, den 8, och ger sedan fyra bankdagar: till och med den 14.

    @krav-2.6 @krav-2.7 @krav-2.9 @krav-2.12 @krav-2.13
    Scenario: Tre påminnelser, krav, och till sist Kronofogden
      Givet fakturan har "enforcement_choice" "payment_order"
      När ingen betalar till och med 2026-06-30
      Så tas stegen i ordning:
        | step        | on         | action                  | approval  | fee    | interest | amount_to_pay | pay_by     |
        | reminder_1  | 2026-03-07 | remind                  | automatic | 60,00  | 13,70    | 10 073,70     | 2026-03-14 |
        | reminder_2  | 2026-03-17 | remind                  | automatic | 0,00   | 41,10    | 10 101,10     | 2026-03-24 |
        | reminder_3  | 2026-03-25 | remind                  | automatic | 0,00   | 63,01    | 10 123,01     | 2026-04-01 |
        | collection  | 2026-04-02 | demand                  | automatic | 180,00 | 84,93    | 10 324,93     | 2026-04-14 |
        | enforcement | 2026-04-16 | apply_for_payment_order | manual    | 0,00   | 84,93    | 10 324,93     |            |

    @krav-2.7
    Scenario: Hur många påminnelser det är bestäms av policyn
      Givet policyn:
        """
        policy: fem-paminnelser
        title: Fem påminnelser
        applies_to_invoices_issued_from: 2020-01-01
        currency: SEK
        country: SE
        approval: automatic
        steps:
          - {step: p1, title: Påminnelse 1, action: remind, days_after_due_date: 5, send_by: post, pay_within_days: 5}
          - {step: p2, title: Påminnelse 2, action: remind, days_after_previous_step: 6, send_by: post, pay_within_days: 5}
          - {step: p3, title: Påminnelse 3, action: remind, days_after_previous_step: 6, send_by: post, pay_within_days: 5}
          - {step: p4, title: Påminnelse 4, action: remind, days_after_previous_step: 6, send_by: post, pay_within_days: 5}
          - {step: p5, title: Påminnelse 5, action: remind, days_after_previous_step: 6, send_by: post, pay_within_days: 5}
        """
      När ingen betalar till och med 2026-06-30
      Så tas stegen i ordning:
        | step | on         |
        | p1   | 2026-03-07 |
        | p2   | 2026-03-13 |
        | p3   | 2026-03-19 |
        | p4   | 2026-03-25 |
        | p5   | 2026-03-31 |

    @krav-2.9
    Scenario: Inkassokravet har sin avgift och går med post till folkbokföringsadressen
      När ingen betalar till och med 2026-04-01
      Och den 2026-04-02 kommer
      Så föreslås "collection"
      Och är åtgärden "demand"
      Och avgiften är 180,00 kr
      Och tidigare avgifter är 60,00 kr
      Och det skickas med "post"
      Och det skickas till "registered_address"

    @krav-2.11
    Scenariomall: Egna lösningar med kunden går före trappan, och sedan fortsätter den där den stod
      När ingen betalar till och med 2026-03-09
      Och händelsen "<börjar>" sker 2026-03-10
      Och den 2026-03-20 kommer
      Så föreslås ingenting
      Och det hindras av "hold"
      Och säger hindret "hold" att "<orsak>"
      När händelsen "<slutar>" sker 2026-04-01
      Och den 2026-04-01 kommer
      Så föreslås "reminder_2"

      Exempel:
        | börjar       | orsak       | slutar             |
        | payment_plan | Avbetalning | payment_plan_ended |
        | pause        | pausad      | resume             |
        | dispute      | bestridd    | dispute_settled    |

    @krav-2.11
    Scenario: Ett löfte om betalning gäller sin dag ut
      När ingen betalar till och med 2026-03-09
      Och händelsen "promise" sker 2026-03-10 med until 2026-03-31
      Och den 2026-03-31 kommer
      Så föreslås ingenting
      Och säger hindret "hold" att "utlovad"
      När den 2026-04-01 kommer
      Så föreslås "reminder_2"

  Regel: Kronofogden är det sista, och en människa avgör

    @krav-2.12
    Scenario: Utan inkassokrav kommer ärendet aldrig till Kronofogden
      Kravet väntar på organisationsnumret, och Kronofogden väntar på kravet.
      Givet fakturan saknar "customer_identity_number"
      Och fakturan har "enforcement_choice" "payment_order"
      När ingen betalar till och med 2026-12-31
      Så tas stegen i ordning:
        | step       |
        | reminder_1 |
        | reminder_2 |
        | reminder_3 |
      Och det hindras av "missing_fact"
      Och väntar nästa steg på "customer_identity_number"

    @krav-2.12 @krav-2.13
    Scenario: En policy som går till Kronofogden utan krav är ett fel
      Givet policyn:
        """
        policy: genvag
        title: Rakt till Kronofogden
        applies_to_invoices_issued_from: 2020-01-01
        currency: SEK
        country: SE
        approval: manual
        steps:
          - {step: reminder, title: Påminnelse, action: remind, days_after_due_date: 5, send_by: post, pay_within_days: 8}
          - {step: enforcement, title: Kronofogden, action: apply_for_payment_order, days_after_previous_step: 14}
        """
      Så har policyn felet "DE417" på raden "- {step: enforcement, title: Kronofogden, action: apply_for_payment_order, days_after_previous_step: 14}"

    @krav-2.13
    Scenario: Kravets tid att betala ska ha gått
      Givet fakturan har "enforcement_choice" "payment_order"
      När ingen betalar till och med 2026-04-14
      Och den 2026-04-15 kommer
      Så föreslås ingenting
      Och nästa steg är "enforcement" tidigast 2026-04-16

    @krav-2.14
    Scenario: Att gå till Kronofogden är ett förslag som en människa godkänner, allt före det sker automatiskt
      Givet fakturan har "enforcement_choice" "payment_order"
      När ingen betalar till och med 2026-04-01
      Och den 2026-04-02 kommer
      Så föreslås "collection"
      Och det sker automatiskt
      När åtgärderna utförs
      Och den 2026-04-16 kommer
      Så föreslås "enforcement"
      Och en människa ska godkänna det
      Och får en människa välja "enforcement"

    @krav-2.14
    Scenario: Tills någon har valt händer ingenting
      När ingen betalar till och med 2026-06-30
      Så är läget "collection"
      Och det hindras av "choice_needed"
      Och säger hindret "choice_needed" att "Betalningsföreläggande"
