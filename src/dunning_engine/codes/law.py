"""DE4xx: what the law does not allow, and law files that are incomplete."""

from __future__ import annotations

from dunning_engine.codes.code import Code

LAW: dict[str, Code] = {
    "DE401": Code(
        "A half-year without a reference rate",
        "The table of reference rates skips a half-year. A missing rate is never filled with the one before.",
        "Add the half-year with the rate that Riksbanken set, and its source.",
    ),
    "DE402": Code(
        "Two values for the same day",
        "Values of one thing overlap, stand out of order, or end before they begin.",
        "Put the oldest first, and let each end (until) the day before the next one begins.",
    ),
    "DE403": Code(
        "A day without a value",
        "Between two values of one thing there are days that neither covers.",
        "Let the later one begin the day after the earlier one ends.",
    ),
    "DE404": Code(
        "No half-year begins on that day",
        "Reference rates are set for half-years.",
        "Write 1 January or 1 July.",
    ),
    "DE405": Code(
        "The law files lack a value",
        "A value that decisions need stands in none of the country's law files.",
        "Add it with its source; the files that ship with the program have them all.",
    ),
    "DE406": Code(
        "One value in two files",
        "Two law files give the same thing, and nothing says which one is meant.",
        "Keep one of them.",
    ),
    "DE407": Code(
        "The margin does not cover the rates",
        "Statutory interest is reference rate plus margin; for some half-years there is a rate but no margin.",
        "Let the margin begin with the first rate, and leave out its end.",
    ),
    "DE408": Code(
        "No law files",
        "The directory holds no law file for the country, or one that cannot be opened.",
        "Leave the directory out to use the law that ships with the program, or put its files there.",
    ),
    "DE410": Code(
        "Fee above the cap",
        "The fee is more than the law allows on some day that the policy applies. Wider terms are void, also between traders (lag 1981:739 4 and 6 §§).",
        "Write at most the cap, or `statutory`. A cap that changes within the policy's days is best served by `statutory`.",
    ),
    "DE411": Code(
        "Cap not known",
        "The law's files do not know what the fee may be on some day that the policy applies.",
        "Let the policy apply from a later date, or add the cap with its source.",
    ),
    "DE412": Code(
        "Collection fee on a warning",
        "A warning of collection is a reminder, not a demand: the fee of a demand cannot be charged for it.",
        "Write at most the cap of a reminder fee, or 0.00.",
    ),
    "DE413": Code(
        "Demand without time to pay",
        "A demand must give a reasonable time to pay or object (inkassolagen 5 §).",
        "Add `pay_within_days`.",
    ),
    "DE414": Code(
        "Too little time to pay",
        "A reasonable time is at least 8 days from dispatch (inkassolagen 5 §).",
        "Write 8 or more; 10 leaves room for the post.",
    ),
    "DE415": Code(
        "Second collection fee",
        "One collection fee is paid for a debt, however many demands are sent (lag 1981:739 3 §).",
        "Write `fee: 0.00` in the later demand.",
    ),
    "DE416": Code(
        "Second reminder fee",
        "Courts have allowed one reminder fee for a claim; a second one invites objections.",
        "Write `fee: 0.00` in the later reminder.",
    ),
    "DE417": Code(
        "Payment order without demand",
        "No legal step is taken before a demand has been sent and its time has run (inkassolagen 5 and 6 §§).",
        "Put a demand before it.",
    ),
    "DE418": Code(
        "Fee where none may be charged",
        "The debtor pays for reminders, demands and payment orders only (lag 1981:739).",
        "Write `fee: 0.00`, or leave the key out.",
    ),
    "DE419": Code(
        "No reference rate",
        "The law's files have no reference rate for a half-year in which the policy applies. It is never guessed.",
        "Let the policy apply from a later date, or add the rate when it has been announced.",
    ),
    "DE420": Code(
        "Reminder fee not agreed",
        "A reminder fee may be charged only if it was agreed when the debt arose (lag 1981:739 2 §). Where neither the terms nor the invoice say so, it is 0.",
        "Write `agreed_terms: {reminder_fee: true}` where the terms say so.",
    ),
    "DE421": Code(
        "Rate above the law's",
        "Without agreement, interest is the reference rate and 8 percentage points (räntelagen 6 §).",
        "State the agreed rate under `agreed_terms`, or write `rate: statutory`.",
    ),
    "DE422": Code(
        "Statutory amount in another currency",
        "The law's amounts are in Swedish kronor, and the policy is in another currency.",
        "Write the amount in the policy's currency.",
    ),
    "DE423": Code(
        "Fee in another currency",
        "The fee cannot be held against the law's cap, which is in Swedish kronor.",
        "See to it yourself that the fee is not above the cap.",
    ),
    "DE424": Code(
        "Due date not agreed",
        "Interest runs from the due date only where that date was fixed in advance (räntelagen 3 §), otherwise from 30 days after the invoice was sent (4 §).",
        "Write `agreed_terms: {due_date: true}` where the terms fix it, or `accrues_from: law`.",
    ),
    "DE425": Code(
        "Compensation before the law",
        "The law on late-payment compensation came into force after the policy's first day.",
        "Nothing is claimed for the days before; a revision of its own makes that plain.",
    ),
    "DE426": Code(
        "Past the demand",
        "A person could choose to go straight to a payment order, past the demand that the law wants first.",
        "Let the demand be chosen instead.",
    ),
    "DE427": Code(
        "Demand that may be skipped",
        "Where the demand is skipped, the payment order that follows has none before it.",
        "Let the demand wait: `if_missing: wait`, `if_not: wait`.",
    ),
    "DE428": Code(
        "Interest claimed by a step that claims nothing",
        "A list, a monitoring or a write-off sends the debtor nothing, so it cannot claim interest.",
        "Write 'interest: false', or leave the line out; the next letter states all that has accrued.",
    ),
    "DE429": Code(
        "Unusual loan",
        "Loans against invoices are normally 70 to 80 percent of the capital.",
        "Look for a wrong digit; if it is meant, the warning may stand.",
    ),
    "DE430": Code(
        "Debtor not told of the transfer",
        "Until the debtor has been told, a payment to the client counts (skuldebrevslagen 31 §, by analogy).",
        "Write `notice_of_assignment: true`.",
    ),
}
