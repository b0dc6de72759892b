# language: sv
Egenskap: Gränser för en körning
  En felskriven siffra i en policy, eller en reskontra utan sina betalningar, ska inte bli tusen brev. Över en gräns görs
  ingenting förrän någon har tittat och bekräftat hur många åtgärder det är.

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

  Regel: Antalet åtgärder i en körning

    @krav-5.4
    Scenario: Precis på gränsen går igenom, en över stoppas
      Givet policyn har tillägget:
        """
        limits:
          actions_per_run: 2000
        """
      När en körning över 2 000 sådana fakturor görs 2026-03-12
      Så går körningen igenom
      När en körning över 2 001 sådana fakturor görs 2026-03-12
      Så stoppas körningen av gränsen "actions_per_run"
      Och sägs om körningen att "the run comes to 2001 actions under 'fakturaservice'; the limit is 2000"

    @krav-5.4
    Scenario: Varje slag av åtgärd kan ha sin egen gräns
      Givet policyn har tillägget:
        """
        limits:
          of_each_kind: {demand: 10, remind: 2000}
        """
      När en körning över 2 000 sådana fakturor görs 2026-03-12
      Så går körningen igenom
      Givet händelserna:
        | on         | event | step     | fee   | pay_by     |
        | 2026-03-12 | step  | reminder | 60,00 | 2026-03-19 |
      När en körning över 10 sådana fakturor görs 2026-03-20
      Så går körningen igenom
      När en körning över 11 sådana fakturor görs 2026-03-20
      Så stoppas körningen av gränsen "demand"

    @krav-5.4
    Scenario: Utan gränser går varje antal igenom
      När en körning över 1 000 000 sådana fakturor görs 2026-03-12
      Så går körningen igenom

  Regel: Andelen av fakturorna

    @krav-5.4
    Scenariomall: Var fjärde faktura får en åtgärd, inte fler
      Givet policyn har tillägget:
        """
        limits:
          share_of_ledger_percent: 25
        """
      När en körning över dessa fakturor görs 2026-03-12:
        | number       | due_on     |
        | <förfallna>  | 2026-03-02 |
        | <andra>      | 2026-04-02 |
      Så <utfall>

      Exempel:
        | förfallna | andra | utfall                                                    |
        | 250       | 750   | går körningen igenom                                      |
        | 251       | 749   | stoppas körningen av gränsen "share_of_ledger_percent"    |

  Regel: Den första körningen efter en ändring av policyn

    Bakgrund:
      Givet policyn har tillägget:
        """
        limits:
          after_change_percent_of_last_run: 150
        """

    @krav-5.4
    Scenario: Hälften fler går igenom, en till stoppas
      När en körning över 200 sådana fakturor görs 2026-03-12
      Så går körningen igenom
      Givet policyns rad "days_after_due_date: 7" är ändrad till "days_after_due_date: 8"
      När en körning över 301 sådana fakturor görs 2026-03-13
      Så stoppas körningen av gränsen "after_change_percent_of_last_run"
      Och sägs om körningen att "the run of 2026-03-12, which came to 200 actions on 200 invoices"
      När en körning över 300 sådana fakturor görs 2026-03-13
      Så går körningen igenom

    @krav-5.4
    Scenario: När den första körningen har gått igenom är ändringen inte längre ny
      När en körning över 200 sådana fakturor görs 2026-03-12
      Givet policyns rad "days_after_due_date: 7" är ändrad till "days_after_due_date: 8"
      När en körning över 200 sådana fakturor görs 2026-03-13
      Och en körning över 1 000 sådana fakturor görs 2026-03-16
      Så går körningen igenom

    @krav-5.4
    Scenario: Utan ändring får körningen bli hur stor som helst
      När en körning över 200 sådana fakturor görs 2026-03-12
      Och en körning över 1 000 sådana fakturor görs 2026-03-13
      Så går körningen igenom

    @krav-5.4
    Scenario: En gräns som inte kan kontrolleras sägs
      När en körning över 200 sådana fakturor görs 2026-03-12
      Så går körningen igenom
      Och kan gränsen "after_change_percent_of_last_run" inte kontrolleras

  Regel: Den som har tittat bekräftar antalet

    Bakgrund:
      Givet policyn har tillägget:
        """
        limits:
          actions_per_run: 2000
        """

    @krav-5.4
    Scenario: Rätt antal släpper igenom körningen
      När en körning över 3 214 sådana fakturor görs 2026-03-12
      Så stoppas körningen av gränsen "actions_per_run"
      När körningen bekräftas med 3 214 åtgärder
      Så går körningen igenom

    @krav-5.4
    Scenario: Ett annat antal släpps aldrig igenom
      När en körning över 3 214 sådana fakturor görs 2026-03-12
      Och körningen bekräftas med 3 213 åtgärder
      Så stoppas körningen av att ett annat antal är bekräftat
      Och stoppas körningen av gränsen "actions_per_run"

    @krav-5.4
    Scenario: Inte heller där ingen gräns är nådd
      När en körning över 10 sådana fakturor görs 2026-03-12
      Och körningen bekräftas med 9 åtgärder
      Så stoppas körningen av att ett annat antal är bekräftat

  Regel: Den utgåva vars dag har kommit bestämmer

    @krav-5.4
    Scenario: En ny utgåva med högre gräns gäller från sin dag
      Givet policyn:
        """
        policy: exempel
        title: Exempel
        applies_to_invoices_issued_from: 2020-01-01
        currency: SEK
        country: SE
        approval: automatic
        steps:
          - {step: reminder, title: Påminnelse, action: remind, days_after_due_date: 7, send_by: post}
        limits:
          actions_per_run: 10
        """
      Och policyn:
        """
        policy: exempel
        title: Exempel
        applies_to_invoices_issued_from: 2026-03-13
        currency: SEK
        country: SE
        approval: automatic
        steps:
          - {step: reminder, title: Påminnelse, action: remind, days_after_due_date: 7, send_by: post}
        limits:
          actions_per_run: 11
        """
      När en körning över 11 sådana fakturor görs 2026-03-12
      Så stoppas körningen av gränsen "actions_per_run"
      När en körning över 11 sådana fakturor görs 2026-03-13
      Så går körningen igenom
