Feature: Recourse, told in English
  The same steps in English; the policies are the same files.

  Sold with recourse, an invoice is pursued through day 30 after its due date and bought back on day 31. 10 000 at 10 percent
  a year is 2.7397 a day; the buyer's reminder on day 7 costs 60.00 and claims 19.18, so 10 079.18 is left.

  Background:
    Given the policy "fakturaforsaljning-regress"
    And an invoice:
      | invoice                  | 1001         |
      | client                   | 4711         |
      | customer                 | 17           |
      | customer_kind            | business     |
      | customer_identity_number | 559999-0016  |
      | issued_on                | 2026-02-01   |
      | due_on                   | 2026-03-02   |
      | amount                   | 10000.00     |
      | currency                 | SEK          |
      | sent_by                  | post         |
      | offered_for_sale         | true         |
      | recourse_agreement       | true         |
      | credit_risk              | 5            |
      | payout_to                | bank_account |

  @krav-0.4 @krav-0.10 @krav-0.15
  Scenario: Bought with recourse, at terms that are shown first
    When the day is 2026-02-02
    Then these terms are shown before the sale:
      | fee    | advance  | payout  | payout_on  |
      | 290.00 | 10000.00 | 9710.00 | 2026-02-03 |
    And these actions are proposed:
      | action            | about             | key                                  |
      | buy_with_recourse |                   | 1001/buy_with_recourse               |
      | notify_client     | buy_with_recourse | 1001/notify_client/buy_with_recourse |
      | notify_customer   | sold              | 1001/notify_customer/sold            |
    And the client is told of "buy_with_recourse"
    And the customer is told of "sold"
    And nothing is paid out
    And the action "buy_with_recourse" is booked like this:
      | account | debit   | credit   |
      | 2811    | 9710.00 |          |
      | 6064    | 290.00  |          |
      | 1510    |         | 10000.00 |
    When the actions are carried out
    And the day is 2026-02-03
    Then 9710.00 is paid out
    And the client is told of nothing
    And the customer is told of nothing

  @krav-0.2
  Scenario: Declined
    Given the invoice has "credit_risk" "7"
    When the day is 2026-02-02
    Then the action "decline" is proposed
    And the action "buy_with_recourse" is not proposed
    And the action "decline" is not booked
    And the client is told of "decline"

  @krav-0.18
  Scenario: Day 30 and day 31
    When nobody pays through 2026-03-31
    And the day is 2026-04-01
    Then the invoice is not bought back
    And the policy "fakturaforsaljning-regress" decides
    When the day is 2026-04-02
    Then the invoice is bought back for 10079.18
    And the invoice continues in "fakturaservice"

  @krav-0.24 @krav-0.25
  Scenario: After the buy-back the invoice service goes on, and repeats nothing
    When nobody pays through 2026-04-30
    Then the policy "fakturaservice" decides
    And the steps are taken in order:
      | step       | on         | fee    | interest | amount_to_pay |
      | reminder   | 2026-03-09 | 60.00  | 19.18    | 10079.18      |
      | collection | 2026-04-03 | 180.00 | 87.67    | 10327.67      |
    When the event "payment" happens on 2026-05-04 with amount 10327.67
    And the day is 2026-05-04
    Then 0.00 is left to pay
    And the stage is "paid"
    And the actions are carried out in order:
      | on         | action            | amount   | continue_in    |
      | 2026-02-01 | buy_with_recourse |          |                |
      | 2026-02-01 | notify_client     |          |                |
      | 2026-02-01 | notify_customer   |          |                |
      | 2026-02-02 | pay_out           | 9710.00  |                |
      | 2026-03-09 | remind            |          |                |
      | 2026-04-02 | buy_back          | 10079.18 |                |
      | 2026-04-02 | continue_in       |          | fakturaservice |
      | 2026-04-02 | notify_client     |          |                |
      | 2026-04-02 | notify_customer   |          |                |
      | 2026-04-03 | demand            |          |                |

  @krav-0.20 @krav-0.21 @krav-0.22
  Scenario: A buy-back that overdraws, and a deposit that settles it
    # 10 079.18 x 2.9 % / 30 x 1.25 = 12.179; the next day 10 091.36 x the same = 12.194
    Given the client's account "8001" is empty
    When nobody pays through 2026-04-01
    And the day is 2026-04-02
    And the action "buy_back" is entered on the account
    And the account's interest is counted through 2026-04-03
    Then overdraft interest is charged:
      | on         | amount |
      | 2026-04-02 | 12.18  |
      | 2026-04-03 | 12.19  |
    When the action "charge_overdraft_interest" is entered on the account
    Then the account's balance is -10103.55 on 2026-04-03
    When the entry "deposit" of 10103.55 is made on the account on 2026-04-04
    And the account's interest is counted through 2026-04-30
    Then no overdraft interest is charged
    And the account's balance is 0.00 on 2026-04-30

  @krav-0.20
  Scenario: An account without a rule, and one that cannot be read
    Given the policy "fakturaservice"
    And the client's account "8001" has the entries:
      | on         | entry    | amount    |
      | 2026-04-02 | buy_back | -10079.18 |
    When the account's interest is counted through 2026-04-02
    Then the account is blocked by "no_overdraft_rule"
    Given the client's account "8001" has the entries:
      | on         | entry    | amount   |
      | 2026-04-02 | buy_back | 10079.18 |
    When the account's interest is counted through 2026-04-02
    Then the account is refused with the problem "DE532"

  @krav-3.10
  Scenario: A warning stops nothing
    Given the policy "fakturabelaning" where the line "advance_percent: 80" is changed to "advance_percent: 85"
    Then the policy has no problems
    And the policy has the warning "DE429" on the line "advance_percent: 85"

  @krav-4.30 @krav-4.31
  Scenario: One interest invoice for all that a customer has paid too late
    # 21 900 for ten days is 60.00, 14 600 is 40.00
    Given the policy "paminnelsemodul"
    And the invoice has "amount" "21900.00"
    And the customer's other invoices:
      | invoice | amount   |
      | 1002    | 14600.00 |
    And the events:
      | on         | event   | amount   | invoice |
      | 2026-03-12 | payment | 21900.00 |         |
      | 2026-03-12 | payment | 14600.00 | 1002    |
    Then the policy has no warnings
    When the day is 2026-03-11
    Then no interest invoice is proposed
    When the day is 2026-03-12
    Then an interest invoice of 100.00 is proposed:
      | invoice | interest | days |
      | 1001    | 60.00    | 10   |
      | 1002    | 40.00    | 10   |
    And the interest invoice has the comment "Ränta på för sent betald faktura"

  @krav-0.26
  Scenario: What was never sold cannot be bought back
    Given the event "bought_back" on 2026-04-02 with amount 10000.00
    When the day is 2026-04-02
    Then the invoice is refused with the problem "DE530"
