# language: sv
Egenskap: Fakturaflödet i Fakturaservice
  En obetald faktura notifieras, påminns och går till inkassokrav; därefter väljer uppdragsgivaren.

  Räkneexemplet: 10 000 kr, förfallodag 2 mars 2026, referensränta 2,00, alltså 10 procent om året. En räntedag är
  10 000 x 10 % / 365 = 2,7397 kr, och den första är dagen efter förfallodagen.

  Bakgrund:
    Givet policyn "fakturaservice"
    Och en faktura:
      | invoice                      | 1001                        |
      | client                       | 4711                        |
      | customer                     | 17                          |
      | customer_kind                | business                    |
      | customer_identity_number     | 559999-0016                 |
      | customer_email               | ekonomi@exempel.se          |
      | customer_email_registered_at | 2026-01-15T10:00            |
      | customer_registered_address  | Storgatan 1, 111 22 Exempel |
      | issued_on                    | 2026-02-01                  |
      | created_at                   | 2026-02-01T09:00            |
      | due_on                       | 2026-03-02                  |
      | amount                       | 10 000,00                   |
      | currency                     | SEK                         |
      | sent_by                      | email                       |

  Regel: Notifiering

    @krav-1.4 @krav-1.6
    Scenario: Notifiering med e-post två dagar efter förfallodagen, utan avgift
      När den 2026-03-04 kommer
      Så föreslås "notice"
      Och är åtgärden "notify"
      Och skickas det med "email"
      Och avgiften är 0,00 kr
      Och räntan är 0,00 kr
      Och summan att betala är 10 000,00 kr
      Och det sker automatiskt

    @krav-1.4
    Scenario: En dag efter förfallodagen är för tidigt
      När den 2026-03-03 kommer
      Så föreslås ingenting
      Och läget är "due"
      Och nästa steg är "notice" tidigast 2026-03-04

    @krav-1.6
    Scenario: En avgift på notifieringen är ett fel i policyn
      Givet policyns rad "fee: 0.00" är ändrad till "fee: 60.00"
      Så har policyn felet "DE418" på raden "fee: 60.00"

    @krav-1.5
    Scenario: Adressen registrerad en minut efter fakturan ger ingen notifiering
      Givet fakturan har "customer_email_registered_at" "2026-02-01T09:01"
      När ingen betalar till och med 2026-03-09
      Så tas stegen i ordning:
        | step     | on         |
        | reminder | 2026-03-09 |

    @krav-1.5
    Scenario: Adressen registrerad en minut före fakturan ger notifiering
      Givet fakturan har "customer_email_registered_at" "2026-02-01T08:59"
      När ingen betalar till och med 2026-03-09
      Så tas stegen i ordning:
        | step     | on         |
        | notice   | 2026-03-04 |
        | reminder | 2026-03-09 |

    @krav-1.5
    Scenariomall: Tidpunkter jämförs som tidpunkter, i vilken tidszon de än är skrivna
      # fakturan skapades 09:00 svensk tid, som är 08:00 i UTC
      Givet fakturan har "customer_email_registered_at" "<registrerad>"
      När ingen betalar till och med 2026-03-09
      Så tas stegen i ordning:
        | step     | on         |
        | notice   | 2026-03-04 |
        | reminder | 2026-03-09 |

      Exempel:
        | registrerad            |
        | 2026-02-01T07:59Z      |
        | 2026-02-01T10:59+03:00 |

    @krav-1.5
    Scenario: Halv nio i UTC är efter nio i Sverige
      Givet fakturan har "customer_email_registered_at" "2026-02-01T08:30Z"
      När den 2026-03-04 kommer
      Så föreslås ingenting
      Och nästa steg är "reminder" tidigast 2026-03-09

    @krav-1.5
    Scenario: Utan e-postadress hoppas notifieringen över
      Givet fakturan saknar "customer_email"
      Och fakturan har "sent_by" "post"
      När den 2026-03-04 kommer
      Så föreslås ingenting
      Och nästa steg är "reminder" tidigast 2026-03-09

  Regel: Påminnelse

    @krav-1.7
    Scenario: Påminnelsen kostar 60 kr
      Givet händelsen "step" 2026-03-04 med step notice
      När den 2026-03-09 kommer
      Så föreslås "reminder"
      Och avgiften är 60,00 kr
      # sju räntedagar, 3 till 9 mars: 19,178 kr
      Och räntan är 19,18 kr
      Och summan att betala är 10 079,18 kr
      Och det ska betalas senast 2026-03-16

    @krav-1.8
    Scenario: Ingen ränta dag 30 efter fakturadatum
      Givet fakturan har "issued_on" "2026-02-10"
      Och fakturan saknar "created_at"
      Och händelsen "step" 2026-03-04 med step notice
      När den 2026-03-12 kommer
      Så föreslås "reminder"
      Och räntan är 0,00 kr
      Och summan att betala är 10 060,00 kr

    @krav-1.8
    Scenario: Ränta från dag 31 efter fakturadatum, räknad från förfallodagen
      Givet fakturan har "issued_on" "2026-02-10"
      Och fakturan saknar "created_at"
      Och händelsen "step" 2026-03-04 med step notice
      När den 2026-03-13 kommer
      Så föreslås "reminder"
      # elva räntedagar, 3 till 13 mars: 30,137 kr
      Och räntan är 30,14 kr

    @krav-1.8
    Scenario: Dag 30 kan vara skottdagen
      Givet fakturan har "issued_on" "2024-01-30"
      Och fakturan saknar "created_at"
      Och fakturan saknar "customer_email"
      Och fakturan har "due_on" "2024-02-15"
      När den 2024-02-29 kommer
      Så föreslås "reminder"
      Och räntan är 0,00 kr

    @krav-1.8
    Scenario: Dag 31 kan vara dagen efter skottdagen
      Givet fakturan har "issued_on" "2024-01-30"
      Och fakturan saknar "created_at"
      Och fakturan saknar "customer_email"
      Och fakturan har "due_on" "2024-02-15"
      När den 2024-03-01 kommer
      Så föreslås "reminder"
      # femton räntedagar, 16 februari till 1 mars, 12 % och skottår: 10 000 x 12 % x 15 / 366 = 49,180 kr
      Och räntan är 49,18 kr

    @krav-1.9
    Scenariomall: Påminnelsen går samma väg som fakturan
      Givet fakturan har "sent_by" "<väg>"
      Och händelsen "step" 2026-03-04 med step notice
      När den 2026-03-09 kommer
      Så föreslås "reminder"
      Och det skickas med "<väg>"

      Exempel:
        | väg       |
        | email     |
        | post      |
        | e_invoice |
        | pdf       |

    @krav-1.9
    Scenario: Hur fakturan skickades måste vara känt
      Givet fakturan saknar "sent_by"
      Och händelsen "step" 2026-03-04 med step notice
      När den 2026-03-09 kommer
      Så föreslås ingenting
      Och det hindras av "no_channel"

  Regel: Inkassokrav

    @krav-1.10 @krav-1.11
    Scenario: Inkassokravet kostar 180 kr och går med post till folkbokföringsadressen
      Givet händelserna:
        | on         | event | step     | fee   | interest | pay_by     |
        | 2026-03-04 | step  | notice   |       |          |            |
        | 2026-03-12 | step  | reminder | 60,00 | 27,40    | 2026-03-19 |
      När den 2026-03-20 kommer
      Så föreslås "collection"
      Och avgiften är 180,00 kr
      Och tidigare avgifter är 60,00 kr
      # arton räntedagar, 3 till 20 mars: 49,315 kr; påminnelsens 27,40 ingår och läggs inte till
      Och räntan är 49,32 kr
      Och kapitalet är 10 000,00 kr
      Och summan att betala är 10 289,32 kr
      Och det skickas med "post"
      Och det skickas till "registered_address"
      Och hänvisar det till "Inkassolagen 5 §"

    @krav-1.10
    Scenario: Över jul ger inkassokravet längre tid att betala
      Skälig tid är minst 8 dagar från att kravet skickades och minst 4 bankdagar från att brevet kan antas ha kommit fram,
      två bankdagar efter att det postades (inkassolagen 5 §).
      Givet fakturan har "issued_on" "2025-11-01"
      Och fakturan saknar "created_at"
      Och fakturan har "due_on" "2025-12-01"
      Och händelsen "step" 2025-12-12 med step reminder, fee 60,00, pay_by 2025-12-19
      När den 2025-12-22 kommer
      Så föreslås "collection"
      # framme 29 december; bankdagarna därefter är 30 december, 2, 5 och 7 januari
      Och det ska betalas senast 2026-01-07
      När åtgärderna utförs
      Och den 2026-01-07 kommer
      Så är nästa steg "enforcement" tidigast 2026-01-08

    @krav-1.10
    Scenario: Inkassokravet har ingen ränta dag 30 efter fakturadatum
      Givet fakturan har "issued_on" "2026-02-18"
      Och fakturan saknar "created_at"
      Och händelserna:
        | on         | event | step     | fee   | pay_by     |
        | 2026-03-12 | step  | reminder | 60,00 | 2026-03-19 |
      När den 2026-03-20 kommer
      Så föreslås "collection"
      Och räntan är 0,00 kr

    @krav-1.10
    Scenario: Inkassokravet har ränta från dag 31 efter fakturadatum
      Givet fakturan har "issued_on" "2026-02-18"
      Och fakturan saknar "created_at"
      Och händelserna:
        | on         | event | step     | fee   | pay_by     |
        | 2026-03-12 | step  | reminder | 60,00 | 2026-03-19 |
      När den 2026-03-21 kommer
      Så föreslås "collection"
      # nitton räntedagar, 3 till 21 mars: 52,055 kr
      Och räntan är 52,05 kr

    @krav-1.12
    Scenario: Utan organisationsnummer väntar inkassokravet
      Givet fakturan saknar "customer_identity_number"
      Och händelserna:
        | on         | event | step     | fee   | interest | pay_by     |
        | 2026-03-12 | step  | reminder | 60,00 | 27,40    | 2026-03-19 |
      När den 2026-03-20 kommer
      Så föreslås inget steg
      Och det hindras av "missing_fact"
      Och nästa steg är "collection" tidigast 2026-03-20
      Och väntar nästa steg på "customer_identity_number"

    @krav-1.12
    Scenario: När numret har kommit går inkassokravet ut, hur sent det än blev
      Givet fakturan har "customer_identity_number" "900101-9828"
      Och fakturan har "customer_kind" "consumer"
      Och händelserna:
        | on         | event | step     | fee   | interest | pay_by     |
        | 2026-03-12 | step  | reminder | 60,00 | 27,40    | 2026-03-19 |
      När den 2026-05-20 kommer
      Så föreslås "collection"
      Och inget hindrar det

    @krav-1.13
    Scenario: Uppdragsgivaren ombeds om numret när påminnelsen går ut
      Givet fakturan saknar "customer_identity_number"
      Och händelsen "step" 2026-03-04 med step notice
      När den 2026-03-09 kommer
      Så föreslås "reminder"
      Och ombeds uppdragsgivaren om "customer_identity_number"

    @krav-1.13
    Scenario: Före påminnelsen ombeds ingen om numret
      Givet fakturan saknar "customer_identity_number"
      När den 2026-03-04 kommer
      Så föreslås "notice"
      Och ombeds uppdragsgivaren inte om något

    @krav-1.13
    Scenario: Finns numret ombeds ingen om det
      Givet händelsen "step" 2026-03-04 med step notice
      När den 2026-03-09 kommer
      Så föreslås "reminder"
      Och ombeds uppdragsgivaren inte om något

  Regel: Betalningsföreläggande eller efterbevakning

    @krav-1.14
    Scenariomall: Uppdragsgivaren väljer vad som händer efter inkassokravet
      Givet fakturan har "enforcement_choice" "<val>"
      Och händelserna:
        | on         | event | step       | fee    | interest | pay_by     |
        | 2026-03-12 | step  | reminder   | 60,00  | 27,40    | 2026-03-19 |
        | 2026-03-20 | step  | collection | 180,00 | 49,32    | 2026-03-30 |
      När den 2026-04-07 kommer
      Så föreslås "enforcement"
      Och är åtgärden "<åtgärd>"

      Exempel:
        | val           | åtgärd                  |
        | payment_order | apply_for_payment_order |
        | monitoring    | monitor                 |

    @krav-1.14
    Scenario: Tills uppdragsgivaren har valt väntar steget och säger det
      Givet händelserna:
        | on         | event | step       | fee    | interest | pay_by     |
        | 2026-03-12 | step  | reminder   | 60,00  | 27,40    | 2026-03-19 |
        | 2026-03-20 | step  | collection | 180,00 | 49,32    | 2026-03-30 |
      När den 2026-04-07 kommer
      Så föreslås ingenting
      Och det hindras av "choice_needed"
      Och väntar nästa steg på "enforcement_choice"
      Och säger hindret "choice_needed" att "Efterbevakning"

    @krav-1.14
    Scenario: Ett inkassokrav som inte kom fram leder inte till betalningsföreläggande
      Givet fakturan har "enforcement_choice" "payment_order"
      Och händelserna:
        | on         | event           | step       | fee    | interest | pay_by     |
        | 2026-03-12 | step            | reminder   | 60,00  | 27,40    | 2026-03-19 |
        | 2026-03-20 | step            | collection | 180,00 | 49,32    | 2026-03-30 |
        | 2026-03-26 | delivery_failed | collection |        |          |            |
      När den 2026-04-07 kommer
      Så föreslås ingenting
      Och det hindras av "delivery_failed"

  Regel: Hela trappan

    @krav-1.4 @krav-1.7 @krav-1.10 @krav-1.14
    Scenario: Ingen betalar
      Det sista steget kräver ingen ny ränta; de 41,10 kr som redan är krävda står kvar i summan.
      Givet fakturan har "enforcement_choice" "payment_order"
      När ingen betalar till och med 2026-06-30
      Så tas stegen i ordning:
        | step        | on         | fee    | interest | amount_to_pay | pay_by     |
        | notice      | 2026-03-04 | 0.00   | 0.00     | 10000.00      |            |
        | reminder    | 2026-03-09 | 60.00  | 19.18    | 10079.18      | 2026-03-16 |
        | collection  | 2026-03-17 | 180.00 | 41.10    | 10281.10      | 2026-03-27 |
        | enforcement | 2026-03-31 | 0.00   | 41.10    | 10281.10      |            |

    @krav-1.15
    Scenario: 98 av 100 betalar innan inkassokravet förfaller
      Att 98 eller 99 av 100 fakturor betalas innan kravet förfaller är en erfarenhet, ingen regel. Här är de betalningarna
      givna; det som visas är att varje betalning stoppar just sin faktura, så att två når uppdragsgivarens val.
      Givet fakturan har "enforcement_choice" "monitoring"
      När så många fakturor betalas dessa dagar, och körningen görs till och med 2026-04-30:
        | number | paid_on    |
        | 70     | 2026-02-25 |
        | 18     | 2026-03-05 |
        | 8      | 2026-03-12 |
        | 2      | 2026-03-23 |
        | 2      |            |
      Så når så många fakturor varje steg:
        | step        | number |
        | notice      | 30     |
        | reminder    | 12     |
        | collection  | 4      |
        | enforcement | 2      |

  Regel: Intervallen avtalas

    @krav-1.17
    Scenario: En uppdragsgivare har avtalat ett eget intervall
      Givet policyns rad "overrides: []" är ändrad till "overrides: [{title: Avtal 4711, when: {client: '4711'}, steps: {reminder: {days_after_due_date: 14}}}]"
      Och händelsen "step" 2026-03-04 med step notice
      När den 2026-03-15 kommer
      Så föreslås ingenting
      Och nästa steg är "reminder" tidigast 2026-03-16

    @krav-1.17
    Scenario: Andra uppdragsgivare följer policyns intervall
      Givet policyns rad "overrides: []" är ändrad till "overrides: [{title: Avtal 4711, when: {client: '4711'}, steps: {reminder: {days_after_due_date: 14}}}]"
      Och fakturan har "client" "4712"
      Och händelsen "step" 2026-03-04 med step notice
      När den 2026-03-09 kommer
      Så föreslås "reminder"

    @krav-1.19
    Scenario: Dagen för påminnelsen står i policyn och kan ändras där
      Givet policyns rad "days_after_due_date: 7" är ändrad till "days_after_due_date: 10"
      När ingen betalar till och med 2026-03-20
      Så tas stegen i ordning:
        | step       | on         |
        | notice     | 2026-03-04 |
        | reminder   | 2026-03-12 |
        | collection | 2026-03-20 |

    @krav-1.19
    Scenariomall: Ett steg utan dag är ett fel, ingen dag antas
      Givet policyns rad "<rad>" är ändrad till ""
      Så har policyn felet "DE331" på raden "- step: <steg>"

      Exempel:
        | rad                         | steg       |
        | days_after_due_date: 7      | reminder   |
        | days_after_previous_step: 8 | collection |
