# language: sv
Egenskap: Regress och återköp
  En faktura såld med regress drivs till och med dag 30 efter förfallodagen. Är den obetald då köper säljaren tillbaka
  den, och den fortsätter i Fakturaservice med allt som redan har hänt.

  Räkneexemplet: 10 000 kr, förfallodag måndag 2 mars 2026, referensränta 2,00, alltså 10 procent om året och 2,7397 kr
  om dagen. Dag 30 är den 1 april. Köparens påminnelse den 9 mars kostar 60 kr och kräver sju dagars ränta, 19,18 kr; kvar
  att betala är då 10 079,18 kr.

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

  Regel: Till och med dag 30

    @krav-0.18
    Scenario: Dag 30 driver köparen fortfarande fakturan
      När ingen betalar till och med 2026-03-31
      Och den 2026-04-01 kommer
      Så köps fakturan inte tillbaka
      Och föreslås ingenting
      Och läget är "reminder"
      Och nästa steg är "buy_back" tidigast 2026-04-02

    @krav-0.5 @krav-0.6 @krav-0.18 @krav-0.19
    Scenario: Dag 31 köps fakturan tillbaka automatiskt
      När ingen betalar till och med 2026-04-01
      Och den 2026-04-02 kommer
      Så köps fakturan tillbaka för 10 079,18 kr
      Och fortsätter fakturan i "fakturaservice"
      Och föreslås inget steg
      Och föreslås åtgärderna:
        | action          | on         | amount    | about       | continue_in    | approval  | key                             |
        | buy_back        | 2026-04-02 | 10 079,18 |             |                | automatic | 1001/buy_back                   |
        | continue_in     | 2026-04-02 |           |             | fakturaservice | automatic | 1001/continue_in                |
        | notify_client   | 2026-04-02 |           | buy_back    |                | automatic | 1001/notify_client/buy_back     |
        | notify_customer | 2026-04-02 |           | bought_back |                | automatic | 1001/notify_customer/bought_back |

    @krav-0.5
    Scenario: Utan regress är risken köparens, och inget köps tillbaka
      Givet fakturan har "credit_risk" "3"
      När ingen betalar till och med 2026-04-01
      Och den 2026-04-02 kommer
      Så köps fakturan inte tillbaka
      Och läget är "collection"

    @krav-0.18
    Scenario: Dag 30 är en parameter
      Givet policyns rad "pursue_through_days_after_due_date: 30" är ändrad till "pursue_through_days_after_due_date: 45"
      När ingen betalar till och med 2026-04-15
      Och den 2026-04-16 kommer
      Så köps fakturan inte tillbaka
      När den 2026-04-17 kommer
      Så köps fakturan tillbaka för 10 079,18 kr

    @krav-0.18
    Scenariomall: Förfaller fakturan på en stängd dag räknas dagarna från nästa vardag
      # 28 februari 2026 är en lördag, 3 april långfredag (nästa vardag tisdag 7 april), 19 juni midsommarafton
      Givet fakturan har "due_on" "<förfallodag>"
      Och händelsen "sold" 2026-02-02 med sale with_recourse, price 9 710,00
      När den <dag 30> kommer
      Så köps fakturan inte tillbaka
      När den <dag 31> kommer
      Så köps fakturan tillbaka för 10 000,00 kr

      Exempel:
        | förfallodag | dag 30     | dag 31     |
        | 2026-02-28  | 2026-04-01 | 2026-04-02 |
        | 2026-04-03  | 2026-05-07 | 2026-05-08 |
        | 2026-06-19  | 2026-07-22 | 2026-07-23 |

    @krav-0.19
    Scenario: Återköpet står kvar tills det är gjort, hur många dagar som än gått
      När ingen betalar till och med 2026-04-01
      Och den 2026-04-20 kommer
      Så köps fakturan tillbaka för 10 079,18 kr
      Och föreslås inget steg
      När åtgärderna utförs
      Och den 2026-04-20 kommer
      Så köps fakturan inte tillbaka

    @krav-0.18 @krav-0.26
    Scenariomall: Betald i tid köps ingenting tillbaka
      När ingen betalar till och med 2026-03-31
      Och händelsen "payment" sker <betald> med amount 10 079,18
      Och den 2026-04-02 kommer
      Så köps fakturan inte tillbaka
      Och läget är "paid"
      Och 0,00 kr återstår att betala

      # dag 29, dag 30, och dag 31 innan återköpet hunnit göras
      Exempel:
        | betald     |
        | 2026-03-31 |
        | 2026-04-01 |
        | 2026-04-02 |

    @krav-0.19
    Scenario: En öre kvar dag 31 är inte betalt
      När ingen betalar till och med 2026-03-31
      Och händelsen "payment" sker 2026-04-01 med amount 10 079,17
      Och den 2026-04-02 kommer
      Så köps fakturan tillbaka för 0,01 kr

    @krav-0.5
    Scenario: En tvist hindrar inte återköpet, den är säljarens att reda ut
      När ingen betalar till och med 2026-03-31
      Och händelsen "dispute" sker 2026-04-01 med reason "Varan kom aldrig"
      Och den 2026-04-02 kommer
      Så köps fakturan tillbaka för 10 079,18 kr

  Regel: Delbetald vid dag 30

    # Betalningen på 4 000 kr den 5 mars går till kapitalet: inget annat är krävt. Påminnelsen den 9 mars kräver ränta på
    # 10 000 kr i tre dagar och på 6 000 kr i fyra: 8,219 + 6,575 = 14,794 kr.

    @krav-0.28
    Scenario: Det som är kvar att betala köps tillbaka
      När händelsen "payment" sker 2026-03-05 med amount 4 000,00
      Och ingen betalar till och med 2026-04-01
      Och den 2026-04-02 kommer
      Så 6 074,79 kr återstår att betala
      Och köps fakturan tillbaka för 6 074,79 kr

    @krav-0.28
    Scenario: Eller bara det som är kvar av kapitalet, om policyn säger det
      Givet policyns rad "buy_back: balance" är ändrad till "buy_back: principal"
      När händelsen "payment" sker 2026-03-05 med amount 4 000,00
      Och ingen betalar till och med 2026-04-01
      Och den 2026-04-02 kommer
      Så 6 074,79 kr återstår att betala
      Och köps fakturan tillbaka för 6 000,00 kr

    @krav-0.28
    Scenario: En betalning dag 30 räknas av
      # 4 000 kr täcker först avgiften 60,00 och räntan 19,18; kapitalet blir 10 000,00 - 3 920,82 = 6 079,18
      När ingen betalar till och med 2026-03-31
      Och händelsen "payment" sker 2026-04-01 med amount 4 000,00
      Och den 2026-04-02 kommer
      Så köps fakturan tillbaka för 6 079,18 kr

  Regel: Fakturaservice tar över

    @krav-0.24
    Scenario: Efter återköpet fortsätter fakturan i Fakturaservice, och ingenting görs om
      Kravet den 3 april: 32 räntedagar, 3 mars till 3 april, 10 000 x 10 % x 32 / 365 = 87,671 kr. Påminnelsens 19,18 ingår.
      Sammanlagt 10 000,00 + 60,00 + 180,00 + 87,67 = 10 327,67 kr.
      Givet fakturan har "enforcement_choice" "monitoring"
      När ingen betalar till och med 2026-06-30
      Så utförs åtgärderna i ordning:
        | on         | action            | step        | amount    | about             | continue_in    | fee    | interest | amount_to_pay |
        | 2026-02-01 | buy_with_recourse |             |           |                   |                |        |          |               |
        | 2026-02-01 | notify_client     |             |           | buy_with_recourse |                |        |          |               |
        | 2026-02-01 | notify_customer   |             |           | sold              |                |        |          |               |
        | 2026-02-02 | pay_out           |             | 9 710,00  |                   |                |        |          |               |
        | 2026-03-09 | remind            | reminder    |           |                   |                | 60,00  | 19,18    | 10 079,18     |
        | 2026-04-02 | buy_back          |             | 10 079,18 |                   |                |        |          |               |
        | 2026-04-02 | continue_in       |             |           |                   | fakturaservice |        |          |               |
        | 2026-04-02 | notify_client     |             |           | buy_back          |                |        |          |               |
        | 2026-04-02 | notify_customer   |             |           | bought_back       |                |        |          |               |
        | 2026-04-03 | demand            | collection  |           |                   |                | 180,00 | 87,67    | 10 327,67     |
        | 2026-04-17 | monitor           | enforcement |           |                   |                | 0,00   | 87,67    | 10 327,67     |
      Och avgörs det av policyn "fakturaservice"

    @krav-0.24
    Scenario: Från återköpet till inkassokravet i Fakturaservice
      När ingen betalar till och med 2026-04-02
      Och den 2026-04-03 kommer
      Så avgörs det av policyn "fakturaservice"
      Och föreslås "collection"
      Och avgiften är 180,00 kr
      Och tidigare avgifter är 60,00 kr
      Och räntan är 87,67 kr
      Och kapitalet är 10 000,00 kr
      Och summan att betala är 10 327,67 kr
      Och det skickas med "post"
      Och det skickas till "registered_address"
      # framme två bankdagar efter långfredagen, 8 april, och sedan fyra bankdagar: 9, 10, 13 och 14 april
      Och det ska betalas senast 2026-04-14
      Och nyckeln är "1001/collection"

    @krav-0.24
    Scenario: Hann köparen inte påminna gör Fakturaservice det, en enda gång
      Givet händelserna:
        | on         | event       | sale          | price    | amount    |
        | 2026-02-02 | sold        | with_recourse | 9 710,00 |           |
        | 2026-04-02 | bought_back |               |          | 10 000,00 |
      När körningen bara görs dessa dagar:
        | 2026-04-03 |
        | 2026-04-10 |
        | 2026-04-13 |
      Så tas stegen i ordning:
        | step       | on         | fee    |
        | reminder   | 2026-04-03 | 60,00  |
        | collection | 2026-04-13 | 180,00 |

    @krav-0.24
    Scenario: Fakturaservice väntar på numret som köparen bad om, och ber inte en gång till
      Givet fakturan saknar "customer_identity_number"
      När ingen betalar till och med 2026-04-02
      Och den 2026-04-03 kommer
      Så föreslås inget steg
      Och ombeds uppdragsgivaren inte om något
      Och det hindras av "missing_fact"
      Och väntar nästa steg på "customer_identity_number"

    @krav-0.24
    Scenario: Ett återköp utan policy att fortsätta i är ett fel
      Givet policyns rad "continue_in: fakturaservice" är ändrad till "continue_in: fakturaservise"
      Så har policyn felet "DE371" på raden "continue_in: fakturaservise"

    @krav-0.24
    Scenario: Policyer som fortsätter i varandra i en ring är ett fel
      Givet policyns rad "continue_in: fakturaservice" är ändrad till "continue_in: fakturaforsaljning-regress"
      Så har policyn felet "DE372" på raden "continue_in: fakturaforsaljning-regress"

    @krav-0.24
    Scenario: Ett steg som Fakturaservice skulle göra om under annat namn är ett fel
      Givet policyns rad "- step: reminder" är ändrad till "- step: paminnelse"
      Så har policyn felet "DE376" på raden "- step: paminnelse"

  Regel: Betalningar efter återköpet

    @krav-0.25
    Scenario: En delbetalning tas emot och räknas av
      # 5 000 kr efter kravet täcker först avgifterna 240,00 och räntan 87,67: kapitalet minskar med 4 672,33
      När ingen betalar till och med 2026-04-09
      Och händelsen "payment" sker 2026-04-10 med amount 5 000,00
      Och den 2026-04-10 kommer
      Så 5 327,67 kr återstår att betala
      Och avgörs det av policyn "fakturaservice"
      Och läget är "collection"

    @krav-0.25 @krav-0.26
    Scenario: En betalning av allt avslutar fakturan
      När ingen betalar till och med 2026-04-09
      Och händelsen "payment" sker 2026-04-10 med amount 10 327,67
      Och den 2026-06-30 kommer
      Så är läget "paid"
      Och 0,00 kr återstår att betala
      Och föreslås ingenting

    @krav-0.26
    Scenario: Ett återköp gör aldrig en betald faktura obetald
      När ingen betalar till och med 2026-03-31
      Och händelsen "payment" sker 2026-04-01 med amount 10 079,18
      Och händelsen "bought_back" sker 2026-04-02 med amount 10 079,18
      Och den 2026-06-30 kommer
      Så är läget "paid"
      Och 0,00 kr återstår att betala
      Och föreslås inget steg

    @krav-0.26
    Scenario: Återköpet är en ny händelse: det kunden är skyldig är detsamma dagen efter
      När ingen betalar till och med 2026-04-01
      Och den 2026-04-02 kommer
      Så 10 079,18 kr återstår att betala
      När åtgärderna utförs
      Och den 2026-04-02 kommer
      Så 10 079,18 kr återstår att betala
      Och läget är "reminder"

    @krav-0.26
    Scenario: Det som inte är sålt kan inte köpas tillbaka
      Givet händelsen "bought_back" 2026-04-02 med amount 10 000,00
      När den 2026-04-02 kommer
      Så avvisas fakturan med felet "DE530"

  Regel: Bokföringen

    @krav-0.27
    Scenario: Den återköpta fordran bokas som ej reskontraförd kundfordran
      När ingen betalar till och med 2026-04-01
      Och den 2026-04-02 kommer
      Så bokförs åtgärden "buy_back" så här:
        | account | debit     | credit    | text                     |
        | 1518    | 10 079,18 |           | Återköp av faktura 1001  |
        | 2811    |           | 10 079,18 | Återköp av faktura 1001  |

    @krav-0.27
    Scenario: Kontot är policyns
      Givet policyns rad "book_as: '1518'" är ändrad till "book_as: '1519'"
      När ingen betalar till och med 2026-04-01
      Och den 2026-04-02 kommer
      Så bokförs åtgärden "buy_back" så här:
        | account | debit     | credit    |
        | 1519    | 10 079,18 |           |
        | 2811    |           | 10 079,18 |

    @krav-0.27
    Scenario: Vad Fakturaservice sedan kräver läggs på samma konto
      # påminnelsens ränta 19,18 ingick i återköpet; kravet lägger till 87,67 - 19,18 = 68,49 och sin avgift
      När ingen betalar till och med 2026-04-02
      Och den 2026-04-03 kommer
      Så bokförs åtgärden "demand" så här:
        | account | debit  | credit |
        | 1518    | 180,00 |        |
        | 3990    |        | 180,00 |
        | 1518    | 68,49  |        |
        | 8313    |        | 68,49  |

    @krav-0.27
    Scenario: Köparens egna avgifter är inget i säljarens bokföring
      När ingen betalar till och med 2026-03-08
      Och den 2026-03-09 kommer
      Så föreslås "reminder"
      Och bokförs åtgärden "remind" inte
