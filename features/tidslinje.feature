# language: sv
Egenskap: Fakturans tidslinje
  Den som skickar ett krav, och den som får det, ska kunna se alla kommande steg: dag, avgift, ränta och belopp. Tidslinjen
  utför varje åtgärd på sin dag, tills inget mer sker av sig självt, och säger då varför.

  Bakgrund:
    Givet policyn "fakturaservice"
    Och en faktura:
      | invoice                      | 1001               |
      | customer                     | 17                 |
      | customer_kind                | business           |
      | customer_identity_number     | 559999-0016        |
      | customer_email               | ekonomi@exempel.se |
      | customer_email_registered_at | 2026-01-15T10:00   |
      | issued_on                    | 2026-02-01         |
      | created_at                   | 2026-02-01T09:00   |
      | due_on                       | 2026-03-02         |
      | amount                       | 10 000,00          |
      | currency                     | SEK                |
      | sent_by                      | email              |
      | enforcement_choice           | payment_order      |

  Regel: Om ingen betalar visas varje steg med dag och belopp

    @krav-5.10
    Scenario: Från förfallodag till Kronofogden
      När tidslinjen börjar 2026-02-15
      Så visar tidslinjen:
        | on         | step        | send_by | fee    | interest | amount_to_pay | pay_by     |
        | 2026-03-04 | notice      | email   | 0,00   | 0,00     | 10 000,00     |            |
        | 2026-03-09 | reminder    | email   | 60,00  | 19,18    | 10 079,18     | 2026-03-16 |
        | 2026-03-17 | collection  | post    | 180,00 | 41,10    | 10 281,10     | 2026-03-27 |
        | 2026-03-31 | enforcement |         | 0,00   | 41,10    | 10 281,10     |            |
      Och tidslinjen slutar med "Policyn har inga fler steg; vad som sker härnäst avgör en människa."

    @krav-5.10
    Scenario: Det som redan är gjort görs inte om
      Givet händelserna:
        | on         | event | step     | fee   | interest | pay_by     |
        | 2026-03-04 | step  | notice   |       |          |            |
        | 2026-03-12 | step  | reminder | 60,00 | 27,40    | 2026-03-19 |
      När tidslinjen börjar 2026-03-15
      Så visar tidslinjen:
        | on         | step        |
        | 2026-03-20 | collection  |
        | 2026-04-03 | enforcement |

    @krav-5.10
    Scenario: Händelser efter dagen är inte kända
      Givet händelserna:
        | on         | event   | amount    |
        | 2026-03-10 | payment | 10 000,00 |
      När tidslinjen börjar 2026-03-05
      Så visar tidslinjen:
        | on         | step        |
        | 2026-03-05 | notice      |
        | 2026-03-09 | reminder    |
        | 2026-03-17 | collection  |
        | 2026-03-31 | enforcement |

  Regel: Tidslinjen slutar där inget mer sker av sig självt

    @krav-5.10
    Scenario: Kravet väntar på ett nummer
      Givet fakturan saknar "customer_identity_number"
      När tidslinjen börjar 2026-03-05
      Så visar tidslinjen:
        | on         | action              | step     |
        | 2026-03-05 | notify              | notice   |
        | 2026-03-09 | remind              | reminder |
        | 2026-03-09 | request_information | reminder |
      Och tidslinjen slutar med "Inkassokrav väntar på customer_identity_number."

    @krav-5.10
    Scenario: Fordran är bestridd
      Givet händelsen "dispute" 2026-03-06
      När tidslinjen börjar 2026-03-10
      Så visar tidslinjen ingenting
      Och tidslinjen slutar med "Vilar: Fordran är bestridd."

  Regel: Med en betalningsdag visas vad som hinner hända

    @krav-5.10
    Scenario: Betald efter påminnelsen
      När tidslinjen börjar 2026-02-15
      Och allt betalas 2026-03-17 i tidslinjen
      Så visar tidslinjen:
        | on         | step     |
        | 2026-03-04 | notice   |
        | 2026-03-09 | reminder |
      Och 10 079,18 kr betalas i tidslinjen
      Och tidslinjen slutar med "Fakturan är betald."
