"""DE37x and DE38x: buying, lending, recourse, hand-over and interest invoices that contradict themselves or lead nowhere."""

from __future__ import annotations

from dunning_engine.codes.code import Code

TRADE: dict[str, Code] = {
    "DE370": Code(
        "Loan without recourse",
        "An invoice that is lent against stays the client's own risk, so it must come back to the client when it is not paid, and the policy never says that it does.",
        "Add `recourse:` with `when: {sale: pledged}`.",
    ),
    "DE371": Code(
        "Recourse with no policy to continue in",
        "After the buy-back another policy takes the invoice over, and the policy that is named is not there. For a file that is checked by itself it is looked for in the same folder and below it.",
        "Follow the hint, or give the other policy's file too.",
    ),
    "DE372": Code(
        "Policies that continue in a circle",
        "Each of the policies hands an invoice on after the buy-back, the last of them to the first, and the invoice would never be pursued to its end.",
        "Let one of them name a policy without recourse.",
    ),
    "DE373": Code(
        "Outcome that is never reached",
        "The first outcome whose condition holds decides. Wherever this one could hold, an earlier one does, or its condition holds for no invoice that is offered and not yet sold.",
        "Put the narrower outcome first, and the one without condition last.",
    ),
    "DE374": Code(
        "Payout without unit",
        "A bare number or a text stands where the time until the payout belongs, and nobody could say what it counts: banking days, calendar days or hours.",
        "Write `{banking_days: 1}`, `{calendar_days: 0}` or `{hours: 24}`.",
    ),
    "DE375": Code(
        "Interest invoice without interest",
        "Interest is to be invoiced, and the policy has no section that says at what rate and from which day.",
        "Add `interest: {rate: statutory, accrues_from: due_date}`.",
    ),
    "DE376": Code(
        "Step that would be repeated",
        "After a buy-back the other policy knows by their names which steps have been taken. Two names for one action, and the customer gets it twice; one name for two actions, and the second is left out. Two reminder fees, and the second is never charged: a claim carries one, whoever sends the reminder.",
        "Call a step the same in both policies where it does the same, and only there; let one of two reminders be free.",
    ),
    "DE377": Code(
        "Recourse that does not fit the sale",
        "The condition asks for a kind of sale that no outcome makes, so nothing is ever bought back; or it holds also for invoices bought without recourse, which the client does not answer for.",
        "Write `when: {sale: with_recourse}`, or `{sale: pledged}` for a loan, and sell in that way.",
    ),
    "DE378": Code(
        "Hand-over without agreement",
        "A case goes to a collection agency only where there is an agreement with it, and the step's condition does not ask for one.",
        "Write `when: {collection_agreement: true}` in the step.",
    ),
    "DE379": Code(
        "Offer left undecided",
        "There are invoices that none of the outcomes holds for. Somebody has to decide on them by hand.",
        "End with an outcome without condition, often `decline`.",
    ),
    "DE380": Code(
        "Buys and lends at once",
        "Fee, advance and recourse stand once in a policy, and they are not the same for a purchase and a loan.",
        "Keep a policy for each; the ledger's column `policy` says which one an invoice follows.",
    ),
    "DE381": Code(
        "Fee above the advance",
        "The fee is drawn from the advance, so nothing would be left to pay out.",
        "Both are percent of the capital: look for a point in the wrong place.",
    ),
    "DE382": Code(
        "Recourse without purchase",
        "Only what has been bought or lent against can go back, and the policy does neither.",
        "Add `purchase:`, or remove the section.",
    ),
    "DE383": Code(
        "Policy that an invoice cannot continue in",
        "The policy that takes over after a buy-back is for another currency, lets payments settle in another order, or has no revision for invoices that are as old. In another order, what was paid before would be settled anew, and interest would run on what had been fees.",
        "Name a policy that fits, give it an earlier revision, or write the same order in both.",
    ),
    "DE384": Code(
        "Notice at a payout that never comes",
        "The client is to be told on the day of the payout, and this outcome pays nothing out.",
        "Write `notify_client: immediately`.",
    ),
    "DE385": Code(
        "Limit that decides nothing",
        "A customer's interest in all is at least that of one invoice, so where the customer's limit is the lower one, the invoice's is never needed.",
        "Write a higher limit for the customer's total, or only one of the two.",
    ),
    "DE386": Code(
        "Two accounts for one thing",
        "What has been bought back has one number under `accounts` and another as `book_as`, and nobody could say which one is meant.",
        "Keep one of the lines.",
    ),
    "DE387": Code(
        "Purchase that buys nothing",
        "None of the outcomes buys an invoice or lends against it, so nothing reads the fee, the advance and the payout.",
        "Add an outcome that does, or remove the section.",
    ),
}
