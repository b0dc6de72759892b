# language: sv
Egenskap: Fakturabelåning
  Fakturan är säkerhet för ett lån, alltid med regress. Säljaren får en del av beloppet samma dag och resten när kunden har
  betalat.

  Räkneexemplet: 10 000 kr belånas till 80 %, alltså 8 000 kr. Avgiften är 1,5 % av 10 000 kr, alltså 150 kr, och 7 850 kr
  betalas ut. När kunden har betalat återstår 10 000 - 150 - 7 850 = 2 000 kr.

  Bakgrund:
    Givet policyn "fakturabelaning"
    Och en faktura:
      | invoice                  | 1001         |
      | client                   | 4711         |
      | customer                 | 17           |
      | customer_kind            | business     |
      | customer_identity_number | 559999-0016  |
      | issued_on                | 2026-02-01   |
      | due_on                   | 2026-03-02   |
      | amount                   | 10 000,00    |
      | currency                 | SEK          |
      | sent_by                  | post         |
      | offered_for_sale         | ja           |
      | credit_risk              | 4            |
      | payout_to                | bank_account |

  Regel: Alltid med regress

    @krav-3.9
    Scenario: En policy som belånar utan regress är ett fel
      Givet policyn:
        """
        policy: lan-utan-regress
        title: Lån utan regress
        applies_to_invoices_issued_from: 2020-01-01
        currency: SEK
        country: SE
        approval: automatic
        purchase:
          outcomes:
            - {outcome: lend, title: Belånad}
          payout: {calendar_days: 0}
          fee_percent: 1.5
          advance_percent: 80
          notice_of_assignment: true
        steps:
          - {step: reminder, title: Påminnelse, action: remind, days_after_due_date: 7, send_by: post, pay_within_days: 8}
        """
      Så har policyn felet "DE370" på raden "- {outcome: lend, title: Belånad}"

    @krav-3.9
    Scenario: Regress som inte gäller det belånade är lika lite regress
      Givet policyns rad "when: {sale: pledged}" är ändrad till "when: {sale: with_recourse}"
      Så har policyn felet "DE370" på raden "- outcome: lend"

    @krav-3.9
    Scenario: Med regress är policyn felfri
      Så är policyn felfri
      Och har policyn inga varningar

    @krav-3.9
    Scenario: Betalar kunden inte tar säljaren tillbaka fakturan
      Dag 60 är den 1 maj; dag 61 är den 2 maj. Lånet är 8 000 kr; det som kunden är skyldig är mer.
      När ingen betalar till och med 2026-04-30
      Och den 2026-05-01 kommer
      Så köps fakturan inte tillbaka
      Och nästa steg är "buy_back" tidigast 2026-05-02
      När den 2026-05-02 kommer
      Så köps fakturan tillbaka för 8 000,00 kr
      Och fortsätter fakturan i "fakturaservice"
      Och underrättas uppdragsgivaren om "buy_back"
      Och underrättas kunden om "bought_back"

    @krav-3.9
    Scenario: Det kunden har betalat av kapitalet räknas av från lånet
      # 3 000 kr före påminnelsen går till kapitalet: 8 000 - 3 000
      När händelsen "payment" sker 2026-03-05 med amount 3 000,00
      Och ingen betalar till och med 2026-05-01
      Och den 2026-05-02 kommer
      Så köps fakturan tillbaka för 5 000,00 kr

  Regel: Belåningsgraden

    @krav-3.10
    Scenariomall: Från 70 till 80 procent är normalt
      Givet policyns rad "advance_percent: 80" är ändrad till "advance_percent: <grad>"
      Så är policyn felfri
      Och har policyn inga varningar

      Exempel:
        | grad  |
        | 70    |
        | 75.5  |
        | 80    |

    @krav-3.10
    Scenariomall: Utanför det kommer en varning, och policyn går att använda
      Givet policyns rad "advance_percent: 80" är ändrad till "advance_percent: <grad>"
      Så är policyn felfri
      Och har policyn varningen "DE429" på raden "advance_percent: <grad>"
      När den 2026-02-02 kommer
      Så visas villkoren före försäljningen:
        | advance   |
        | <förskott> |

      Exempel:
        | grad  | förskott |
        | 69.99 | 6 999,00 |
        | 80.01 | 8 001,00 |
        | 100   | 10 000,00 |

  Regel: Lånet

    @krav-3.10 @krav-3.16
    Scenario: Förskottet betalas ut samma dag, med avdrag för avgiften
      När den 2026-02-02 kommer
      Så visas villkoren före försäljningen:
        | fee    | advance  | payout   | payout_on  |
        | 150,00 | 8 000,00 | 7 850,00 | 2026-02-02 |
      Och föreslås åtgärderna:
        | action          | amount   | about | send_to      |
        | lend            |          |       |              |
        | pay_out         | 7 850,00 |       | bank_account |
        | notify_client   |          | lend  |              |
        | notify_customer |          | sold  |              |

    @krav-3.10
    Scenario: Resten betalas ut när kunden har betalat
      När ingen betalar till och med 2026-03-01
      Och händelsen "payment" sker 2026-03-02 med amount 10 000,00
      Och den 2026-03-02 kommer
      Så föreslås åtgärderna:
        | action  | amount   | send_to      | key               |
        | pay_out | 2 000,00 | bank_account | 1001/pay_out/rest |
      När åtgärderna utförs
      Och den 2026-03-03 kommer
      Så föreslås ingenting
      Och läget är "paid"

    @krav-3.9
    Scenario: Lånet bokförs som lån: fordran är kvar hos säljaren, men belånad
      När den 2026-02-02 kommer
      Så bokförs åtgärden "lend" så här:
        | account | debit     | credit    |
        | 1512    | 10 000,00 |           |
        | 1510    |           | 10 000,00 |
        | 6064    | 150,00    |           |
        | 2811    |           | 150,00    |
      Och bokförs åtgärden "pay_out" så här:
        | account | debit    | credit   |
        | 1930    | 7 850,00 |          |
        | 2811    |          | 7 850,00 |

    @krav-3.9
    Scenario: Återköpet av det belånade flyttar fordran som är kvar
      När händelsen "payment" sker 2026-03-05 med amount 3 000,00
      Och ingen betalar till och med 2026-05-01
      Och den 2026-05-02 kommer
      Så bokförs åtgärden "buy_back" så här:
        | account | debit    | credit   |
        | 1518    | 7 000,00 |          |
        | 1512    |          | 7 000,00 |

  Regel: Kunden får veta, men villkoren ändras inte

    @krav-3.14
    Scenario: Kunden får veta att fakturan är överlåten, på samma väg som fakturan
      När den 2026-02-02 kommer
      Så underrättas kunden om "sold"
      När åtgärderna utförs
      Och den 2026-02-03 kommer
      Så underrättas kunden inte

    @krav-3.14
    Scenario: Utan besked till kunden varnar kontrollen, för en kund som inget vet betalar fel
      Givet policyns rad "notice_of_assignment: true" är ändrad till "notice_of_assignment: false"
      Så har policyn varningen "DE430" på raden "notice_of_assignment: false"
      När den 2026-02-02 kommer
      Så föreslås åtgärden "lend"
      Och underrättas kunden inte

    @krav-3.15
    Scenariomall: Förfallodagen flyttas inte: påminnelse och ränta kommer på samma dagar, såld eller inte
      Givet policyn "<policy>"
      Och fakturan har "offered_for_sale" "<till salu>"
      När ingen betalar till och med 2026-03-08
      Så läget är "due"
      När den 2026-03-09 kommer
      Så föreslås "reminder"
      Och räknas räntan så här:
        | from       | to         | days | principal | amount |
        | 2026-03-03 | 2026-03-09 | 7    | 10000.00  | 19.18  |

      Exempel:
        | policy          | till salu |
        | fakturaservice  | nej       |
        | fakturabelaning | ja        |

    @krav-3.15
    Scenario: Förfallodagen är densamma hur sent fakturan än belånas
      När den 2026-03-01 kommer
      Och åtgärderna utförs
      Och den 2026-03-02 kommer
      Så är läget "not_due"
      När den 2026-03-03 kommer
      Så är läget "due"
