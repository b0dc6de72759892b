Feature: The invoice service, told in English
  The same steps in English; the policies are the same files.

  Background:
    Given the policy "fakturaservice"
    And an invoice:
      | invoice       | 1001       |
      | customer      | 17         |
      | customer_kind | consumer   |
      | issued_on     | 2026-02-01 |
      | due_on        | 2026-03-02 |
      | amount        | 10000.00   |
      | currency      | SEK        |
      | sent_by       | post       |

  @krav-1.7 @krav-1.9 @krav-1.13
  Scenario: A reminder by post, and the client is asked for the missing number
    When the day is 2026-03-12
    Then "reminder" is proposed
    And the fee is 60.00
    And the interest is 27.40
    And 10087.40 is to be paid
    And it is to be paid by 2026-03-19
    And it is sent by "post"
    And it happens automatically
    And the client is asked for "customer_identity_number"

  @krav-1.12 @krav-5.8
  Scenario: The demand waits for the number and says so
    Given the event "step" on 2026-03-12 with step reminder, fee 60.00, interest 27.40, pay_by 2026-03-19
    When the day is 2026-03-20
    Then no step is proposed
    And it is blocked by "missing_fact"
    And the blocker "missing_fact" says that "customer_identity_number"
    And the next step is "collection" on 2026-03-20 at the earliest
    And the next step waits for "customer_identity_number"

  @krav-1.17
  Scenario: Another interval for one client
    Given the policy's line "overrides: []" is changed to "overrides: [{title: Own interval, when: {client: '4711'}, steps: {reminder: {days_after_due_date: 10}}}]"
    And the invoice has "client" "4711"
    And the invoice has "customer_identity_number" "850317-9825"
    When nobody pays through 2026-03-31
    Then the steps are taken in order:
      | step       | on         | fee    |
      | reminder   | 2026-03-12 | 60.00  |
      | collection | 2026-03-20 | 180.00 |

  @krav-5.2
  Scenario: Interest after a part payment
    Given the event "payment" on 2026-03-12 with amount 4000.00
    When the day is 2026-03-22
    Then the principal is 6000.00
    And the interest is counted like this:
      | from       | to         | days | rate  | principal | amount |
      | 2026-03-03 | 2026-03-12 | 10   | 10.00 | 10000.00  | 27.40  |
      | 2026-03-13 | 2026-03-22 | 10   | 10.00 | 6000.00   | 16.44  |
