"""DE3xx: the policy contradicts itself, or says something that never happens."""

from __future__ import annotations

from dunning_engine.codes.code import Code

MEANING: dict[str, Code] = {
    "DE301": Code(
        "Not a condition",
        "A condition is made of lines that each name a fact and what it must be, and something else stands there.",
        "Write for example `when: {balance: {at_least: 100.00}}`.",
    ),
    "DE302": Code(
        "Condition that says nothing",
        "A condition, a group or a comparison is empty, and nobody could say whether it holds.",
        "Name a fact and a value, or leave the condition out.",
    ),
    "DE303": Code(
        "List wanted",
        "`all`, `any` and `none` are followed by a list of conditions, `one_of` by a list of values.",
        "Start each condition with `- `, and put values in brackets: `[email, post]`.",
    ),
    "DE304": Code(
        "Unknown fact in a condition",
        "The name is no fact. A condition on a fact that does not exist would never hold, and nobody would notice.",
        "Follow the hint; the facts are listed in docs/facts.md.",
    ),
    "DE305": Code(
        "Unknown comparison",
        "The word is none of `is`, `is_not`, `one_of`, `at_least`, `more_than`, `at_most` and `less_than`.",
        "Choose the word whose boundary is meant: `more_than: 30` begins at 31, `at_least: 30` at 30.",
    ),
    "DE306": Code(
        "No order",
        "Words, text and yes-or-no have no order, so nothing is more or less than them.",
        "Use `is`, `is_not` or `one_of`.",
    ),
    "DE307": Code(
        "Value of another kind",
        "The fact is compared with a value of another kind: an amount with a word, text with a number, yes-or-no with `yes`.",
        'Write the value as the hint says. Text that looks like a number is put in quotes: `"4711"`.',
    ),
    "DE308": Code(
        "Word outside its list",
        "The fact has a closed list of words, and this is none of them.",
        "Use one of the words that the hint lists.",
    ),
    "DE309": Code(
        "Not a date",
        "The fact is a date, and the value is not written year-month-day or is no day of the calendar.",
        "Write `2026-01-31`.",
    ),
    "DE310": Code(
        "Too many decimals",
        "An amount, a percentage or a factor has more than two decimals, or too many digits.",
        "Round it yourself: the öre, and the hundredth of a percentage or a factor, is the smallest unit.",
    ),
    "DE311": Code(
        "Number out of range",
        "The whole number is larger than any number of days, steps or grades can be.",
        "Look for a digit too many.",
    ),
    "DE320": Code(
        "Condition that can never hold",
        "Its lines contradict each other, or ask for a value that the fact cannot have. What it guards would never happen.",
        "All lines of a condition must hold at once. Put alternatives under `any:`.",
    ),
    "DE321": Code(
        "Alternative that can never hold",
        "One of the alternatives under `any` contradicts itself, so it is there for nothing.",
        "Correct it, or remove it.",
    ),
    "DE322": Code(
        "Condition that always holds",
        "It holds for every invoice: an exclusion of this kind stops everything, elsewhere the line is idle.",
        "Leave it out, or correct the limit.",
    ),
    "DE323": Code(
        "Exclusion or hold behind another",
        "Whatever it holds for has already been stopped by an earlier one, so its reason is never given.",
        "Remove it, or put the narrower one first.",
    ),
    "DE324": Code(
        "Line that adds nothing",
        "The other lines of the condition already say as much.",
        "Remove the line; or its value is not the one that was meant.",
    ),
    "DE325": Code(
        "Override behind another",
        "The first override that holds wins, and an earlier one holds wherever this one does.",
        "Put the narrower override first.",
    ),
    "DE326": Code(
        "Condition too large",
        "The condition makes so many comparisons that nobody can see what it says, and checking it would take long.",
        "Give the invoices that are meant a fact in common, or a policy of their own.",
    ),
    "DE327": Code(
        "Nobody is dunned",
        "The exclusions and holds together stop every open invoice.",
        "Look for a limit that is turned round, such as `at_least` for `at_most`.",
    ),
    "DE328": Code(
        "Override for the excluded",
        "The override is for invoices that are excluded or on hold, so its steps are never looked at.",
        "Change its condition, or the exclusion.",
    ),
    "DE330": Code(
        "Two steps of one name",
        "Events and keys tell steps apart by name; with two of one name a fee could be charged twice or never.",
        "Give each step a name of its own.",
    ),
    "DE331": Code(
        "No delay",
        "Nothing says when the step comes due. There is no hidden default.",
        "Add one of the keys `days_after_due_date`, `days_after_invoice_date`, `days_after_previous_step`, or the same in banking days.",
    ),
    "DE332": Code(
        "Two delays",
        "The step comes due in two ways, and nobody could say which day is meant.",
        "Keep one of the keys.",
    ),
    "DE333": Code(
        "Too soon",
        "Nobody is dunned before the invoice, on its due date, or on the same day as by the step before.",
        "Write at least 1 day after the due date or the previous step.",
    ),
    "DE334": Code(
        "First step after the previous",
        "There is no step before the first that its delay could count from.",
        "Count from the due date: `days_after_due_date`.",
    ),
    "DE335": Code(
        "Before the time to pay has run",
        "The step would come while the customer may still pay what the step before asked for. The engine would wait, and the days in the policy would not be those that are followed.",
        "Write a longer delay, or a shorter `pay_within_days`.",
    ),
    "DE336": Code(
        "Days that go backwards",
        "The step's days have passed before the step above it can have been taken, so they decide nothing.",
        "Put the steps in the order of their days.",
    ),
    "DE338": Code(
        "Step that is never taken",
        "Its condition holds only for invoices that are excluded, on hold, paid, or not yet so many days old.",
        "Look at the exclusions and holds, and at the step's delay.",
    ),
    "DE339": Code(
        "Step behind the hand-over",
        "Once an invoice has been handed over to an agency it is frozen, and no later step is taken.",
        "Move the step before the hand-over, or let the hand-over be skipped where it does not apply: `if_not: skip`.",
    ),
    "DE340": Code(
        "Unknown step",
        "A step is named that the policy does not have.",
        "Follow the hint; names are written as after `step:`.",
    ),
    "DE341": Code(
        "Back to an earlier step",
        "A person may choose a later step than the next one, never an earlier one or the same.",
        "Name a step further down.",
    ),
    "DE342": Code(
        "Unknown fact required",
        "The step requires or asks for a fact that an invoice does not have; it would wait for ever.",
        "Follow the hint; the facts are listed in docs/facts.md.",
    ),
    "DE343": Code(
        "Fact that is never missing",
        "Every invoice has the fact, so requiring it or asking for it does nothing.",
        "Remove it from the list.",
    ),
    "DE344": Code(
        "Key that nothing reads",
        "The key says what to do in a case that this step does not have.",
        "Add the key that it belongs to, or remove it.",
    ),
    "DE345": Code(
        "Interest without a rate",
        "A step claims interest, and the policy has no section that says at what rate and from which day.",
        "Add `interest: {rate: statutory, accrues_from: due_date}`.",
    ),
    "DE346": Code(
        "Compensation where nothing is claimed",
        "Late-payment compensation is claimed together with money; this step only lists, notifies or hands over.",
        "Name a reminder, a warning or a demand.",
    ),
    "DE347": Code(
        "Unknown choice",
        "The word is none of those that the client may choose between.",
        "Use a word of the fact `enforcement_choice`.",
    ),
    "DE348": Code(
        "Choice offered twice",
        "Two choices have the same word, so nobody could say which one the client meant.",
        "Keep one of them.",
    ),
    "DE349": Code(
        "Address without a letter",
        "`send_to` is an address for letters, and the step is sent in another way.",
        "Send it by post, or remove the line.",
    ),
    "DE350": Code(
        "Override that changes nothing",
        "The value is the same without the override, so the line misleads its reader.",
        "Remove the line, or write what is to be different.",
    ),
    "DE351": Code(
        "Same revision twice",
        "Two files hold the same policy from the same date, so nobody could say which one an invoice follows.",
        "Give the new revision its own date, or remove one of the files.",
    ),
    "DE352": Code(
        "Asked for and required",
        "The step asks for a fact when it is taken, and is not taken without it.",
        "Ask for it in an earlier step: `request_if_missing`.",
    ),
    "DE353": Code(
        "No way of sending",
        "The step goes to the customer, and nothing says how.",
        "Add `send_by`.",
    ),
    "DE354": Code(
        "Step called like a stage or an action",
        "A decision uses the word for where an invoice stands, such as `paid` or `due`, or for an action that is no step, such as `pay_out`.",
        "Choose another name.",
    ),
    "DE355": Code(
        "Interest that nothing reads",
        "The policy says how interest is reckoned, and no step claims it and no interest invoice.",
        "Write `interest: true` in the steps that are to claim it, add `interest_invoice:`, or remove the section.",
    ),
    "DE356": Code(
        "Agreed term that nothing reads",
        "The terms agree on something that the policy never uses.",
        "Use it, or remove the line.",
    ),
    "DE360": Code(
        "File that cannot be read",
        "There is no such file or directory, or it may not be read.",
        "Look at the spelling and at the permissions.",
    ),
    "DE361": Code(
        "No policy",
        "The directory holds no policy.",
        "Policies are files that end in .yaml.",
    ),
    "DE362": Code(
        "Not decided",
        "So many conditions on so many facts hang together that the check gave up: it may be that this never holds.",
        "Use fewer facts in one condition, or give the invoices that are meant a fact in common.",
    ),
    "DE363": Code(
        "Override without effect",
        "Wherever the override decides, the steps, their days and their terms are those that would hold without it.",
        "Remove it, or write what is to be different.",
    ),
    "DE364": Code(
        "Interest that is never claimed",
        "`charged_when` holds for no invoice that a step is taken of: the exclusions and holds stop all that it holds for.",
        "Correct the condition, or leave it out.",
    ),
    "DE365": Code(
        "Recourse that never comes",
        "The condition for recourse holds for no invoice once the window has passed, so nothing is ever bought back.",
        "Leave the days out of the condition: the window says them.",
    ),
}
