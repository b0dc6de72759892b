# language: en
Feature: Limits of a run, in English

  Background:
    Given the policy "fakturaservice"
    And the policy has the addition:
      """
      limits:
        of_each_kind: {remind: 100}
        after_change_percent_of_last_run: 150
      """
    And an invoice:
      | invoice                  | 1001        |
      | customer                 | 17          |
      | customer_kind            | business    |
      | customer_identity_number | 559999-0016 |
      | issued_on                | 2026-02-01  |
      | due_on                   | 2026-03-02  |
      | amount                   | 10000.00    |
      | currency                 | SEK         |
      | sent_by                  | post        |

  @krav-5.4
  Scenario: A run above a limit goes through when its number of actions is confirmed
    When a run over 100 such invoices is made on 2026-03-12
    Then the run goes through
    And the limit "after_change_percent_of_last_run" cannot be looked at
    When a run over these invoices is made on 2026-03-12:
      | number | amount   |
      | 60     | 10000.00 |
      | 41     | 500.00   |
    Then the run is stopped by the limit "remind"
    And it is said of the run that "the run comes to 101 actions 'remind'"
    When the run is confirmed with 100 actions
    Then the run is stopped since another number was confirmed
    When the run is confirmed with 101 actions
    Then the run goes through
