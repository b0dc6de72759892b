# language: sv
Egenskap: Avgifter
  Lag (1981:739): påminnelse högst 60 kr och bara om den är avtalad, inkassokrav högst 180 kr, förseningsersättning
  450 kr mellan näringsidkare. Till och med den 15 mars 2013 var taken 50 och 160 kr.

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

  Regel: Påminnelseavgiften måste vara avtalad senast när skulden uppkom

    @krav-5.1
    Scenario: Avtalad i standardvillkoren
      När den 2026-03-12 kommer
      Så föreslås "reminder"
      Och avgiften är 60,00 kr
      Och inget hindrar det
      Och hänvisar det till "Lag (1981:739) 2 §, 4 §"

    @krav-5.1
    Scenario: Inte avtalad för just den här fakturan: påminnelsen går ut utan avgift
      Givet fakturan har "reminder_fee_agreed" "nej"
      När den 2026-03-12 kommer
      Så föreslås "reminder"
      Och avgiften är 0,00 kr
      Och summan att betala är 10 027,40 kr
      Och det hindras av "fee_not_agreed"

    @krav-5.1
    Scenario: Ingenting sagt om avgift: den antas inte vara avtalad
      Givet policyns rad "reminder_fee: true" är ändrad till ""
      När den 2026-03-12 kommer
      Så föreslås "reminder"
      Och avgiften är 0,00 kr
      Och det hindras av "fee_not_agreed"

    @krav-5.1
    Scenario: Avtalad på fakturan fast standardvillkoren inte säger det
      Givet policyns rad "reminder_fee: true" är ändrad till "reminder_fee: false"
      Och fakturan har "reminder_fee_agreed" "ja"
      När den 2026-03-12 kommer
      Så avgiften är 60,00 kr

    @krav-5.1
    Scenario: Inkassokravet kräver inget avtal om avgift
      Givet fakturan har "reminder_fee_agreed" "nej"
      Och händelsen "step" 2026-03-12 med step reminder, interest 27,40, pay_by 2026-03-19
      När den 2026-03-20 kommer
      Så föreslås "collection"
      Och avgiften är 180,00 kr

  Regel: Taken

    @krav-5.1
    Scenariomall: Upp till och med 60 kr är tillåtet
      Givet policyns rad "fee: 60.00" är ändrad till "fee: <avgift>"
      Så är policyn felfri
      När den 2026-03-12 kommer
      Så avgiften är <avgift> kr

      Exempel:
        | avgift |
        | 59.99  |
        | 60.00  |

    @krav-5.1
    Scenariomall: Över taket är ett fel i policyn
      Givet policyns rad "<rad>" är ändrad till "<ny>"
      Så har policyn felet "DE410" på raden "<ny>"

      Exempel:
        | rad         | ny          |
        | fee: 60.00  | fee: 60.01  |
        | fee: 180.00 | fee: 180.01 |

    @krav-5.1
    Scenariomall: Taket är det som gäller den dag påminnelsen går ut
      Givet policyn:
        """
        policy: lagens-tak
        title: Lagens tak
        applies_to_invoices_issued_from: 2010-01-01
        currency: SEK
        country: SE
        approval: automatic
        agreed_terms: {reminder_fee: true, due_date: true}
        steps:
          - {step: reminder, title: Påminnelse, action: remind, days_after_due_date: 7, send_by: post, fee: statutory, pay_within_days: 8}
          - {step: collection, title: Inkassokrav, action: demand, days_after_previous_step: 14, send_by: post, fee: statutory, pay_within_days: 14}
        """
      Och fakturan har "issued_on" "2013-01-10"
      Och fakturan har "due_on" "2013-02-11"
      När den <dag> kommer
      Så föreslås "reminder"
      Och avgiften är <avgift> kr

      Exempel:
        | dag        | avgift |
        | 2013-03-15 | 50,00  |
        | 2013-03-16 | 60,00  |

    @krav-5.1
    Scenariomall: Inkassokravets tak är det som gäller den dag kravet går ut
      Givet policyn:
        """
        policy: lagens-tak
        title: Lagens tak
        applies_to_invoices_issued_from: 2010-01-01
        currency: SEK
        country: SE
        approval: automatic
        agreed_terms: {reminder_fee: true, due_date: true}
        steps:
          - {step: reminder, title: Påminnelse, action: remind, days_after_due_date: 7, send_by: post, fee: statutory, pay_within_days: 8}
          - {step: collection, title: Inkassokrav, action: demand, days_after_previous_step: 14, send_by: post, fee: statutory, pay_within_days: 14}
        """
      Och fakturan har "issued_on" "2013-01-10"
      Och fakturan har "due_on" "2013-02-11"
      Och händelsen "step" 2013-02-20 med step reminder, fee 50,00, pay_by 2013-02-28
      När den <dag> kommer
      Så föreslås "collection"
      Och avgiften är <avgift> kr
      Och tidigare avgifter är 50,00 kr

      Exempel:
        | dag        | avgift |
        | 2013-03-15 | 160,00 |
        | 2013-03-16 | 180,00 |

    @krav-5.1
    Scenario: Ingen avgift är 0 kr, inte ett antaget belopp
      Givet policyns rad "fee: 60.00" är ändrad till ""
      Och policyns rad "reminder_fee: true" är ändrad till ""
      När den 2026-03-12 kommer
      Så föreslås "reminder"
      Och avgiften är 0,00 kr
      Och inget hindrar det

  Regel: Förseningsersättning 450 kr och avräkningen mot andra avgifter

    @krav-5.1
    Scenariomall: 450 kr mellan näringsidkare och mot myndigheter, aldrig mot konsumenter
      Givet policyn har tillägget:
        """
        late_compensation: {claim: true, at_step: reminder}
        """
      Och fakturan har "customer_kind" "<kund>"
      När den 2026-03-12 kommer
      Så föreslås "reminder"
      Och avgiften är <avgift> kr
      Och förseningsersättningen är <ersättning> kr

      Exempel:
        | kund             | avgift | ersättning |
        | business         | 450,00 | 450,00     |
        | public_authority | 450,00 | 450,00     |
        | consumer         | 60,00  | 0,00       |

    @krav-5.1
    Scenario: Med 450 kr krävt kostar inkassokravet inget mer: 60 + 180 är mindre än 450
      Givet policyn har tillägget:
        """
        late_compensation: {claim: true, at_step: reminder}
        """
      När ingen betalar till och med 2026-03-31
      Så tas stegen i ordning:
        | step       | on         | fee    | amount_to_pay |
        | reminder   | 2026-03-09 | 450.00 | 10469.18      |
        | collection | 2026-03-17 | 0.00   | 10491.10      |

    @krav-5.1
    Scenario: Krävs ersättningen först med inkassokravet räknas påminnelsens 60 kr av
      Givet policyn har tillägget:
        """
        late_compensation: {claim: true, at_step: collection}
        """
      När ingen betalar till och med 2026-03-31
      Så tas stegen i ordning:
        | step       | fee    | amount_to_pay |
        | reminder   | 60.00  | 10079.18      |
        | collection | 390.00 | 10491.10      |

  Regel: En avgift hör till fakturan och steget, aldrig till körningen

    @krav-5.1 @krav-5.7
    Scenariomall: Samma nyckel vilken dag påminnelsen än föreslås
      När den <dag> kommer
      Så föreslås "reminder"
      Och nyckeln är "1001/reminder"

      Exempel:
        | dag        |
        | 2026-03-09 |
        | 2026-03-10 |
        | 2026-05-01 |

    @krav-5.1
    Scenario: En ångrad påminnelse tar sin avgift med sig, och nästa har en ny nyckel
      Givet händelsen "step" 2026-03-09 med step reminder, fee 60,00, interest 19,18, pay_by 2026-03-16
      Och händelsen "step_cancelled" 2026-03-10 med step reminder
      När den 2026-03-12 kommer
      Så föreslås "reminder"
      Och nyckeln är "1001/reminder/2"
      Och tidigare avgifter är 0,00 kr
      Och summan att betala är 10 087,40 kr

    @krav-5.1
    Scenario: Två steg samma dag blir aldrig av
      Givet händelsen "step" 2026-03-20 med step reminder, fee 60,00
      När den 2026-03-20 kommer
      Så föreslås ingenting

    @krav-5.1
    Scenariomall: En ändrad avgift gäller nya fakturor, inte gamla
      Givet policyn:
        """
        policy: avgift
        title: Avgiften höjs vid årsskiftet
        applies_to_invoices_issued_from: 2020-01-01
        currency: SEK
        country: SE
        approval: automatic
        agreed_terms: {reminder_fee: true, due_date: true}
        steps:
          - {step: reminder, title: Påminnelse, action: remind, days_after_due_date: 7, send_by: post, fee: 50.00, pay_within_days: 8}
        """
      Och policyn:
        """
        policy: avgift
        title: Avgiften höjs vid årsskiftet
        applies_to_invoices_issued_from: 2026-01-01
        currency: SEK
        country: SE
        approval: automatic
        agreed_terms: {reminder_fee: true, due_date: true}
        steps:
          - {step: reminder, title: Påminnelse, action: remind, days_after_due_date: 7, send_by: post, fee: 60.00, pay_within_days: 8}
        """
      Och fakturan har "issued_on" "<utställd>"
      När den 2026-03-12 kommer
      Så föreslås "reminder"
      Och avgiften är <avgift> kr
      Och revisionen från <revision> gäller

      Exempel:
        | utställd   | avgift | revision   |
        | 2025-12-31 | 50,00  | 2020-01-01 |
        | 2026-01-01 | 60,00  | 2026-01-01 |
