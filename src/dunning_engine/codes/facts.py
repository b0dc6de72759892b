"""DE50x to DE53x: an invoice, an event or an account does not fit."""

from __future__ import annotations

from dunning_engine.codes.code import Code

FACTS: dict[str, Code] = {
    "DE501": Code(
        "Unknown fact",
        "A name that is no fact: a misspelt column or key. It would be read by nothing.",
        "Use the name from the table in docs/facts.md. A ledger with names of its own gets a mapping file.",
    ),
    "DE502": Code(
        "Missing fact",
        "A fact that every invoice must have is absent or empty.",
        "Give it. The required facts are marked in docs/facts.md.",
    ),
    "DE503": Code(
        "Not text",
        "Text is wanted, and a decimal number, a list or a mapping stands there, or the text holds control characters that come from a wrong encoding.",
        "Write the value in quotation marks; for strange characters, look at how the file was saved.",
    ),
    "DE504": Code(
        "Not an amount",
        "An amount in kronor or a percentage is wanted, with a point and at most two decimals. A floating-point number from a program is refused too, since it cannot hold every öre exactly.",
        "Write 1234.50: no spaces, no decimal comma, no currency. Programs give text, a Decimal or a whole number.",
    ),
    "DE505": Code(
        "Not an invoice",
        "An invoice is a mapping of facts, and something else stands in its place.",
        "Give an object with the facts' names as keys.",
    ),
    "DE506": Code(
        "Number out of range",
        "The number is larger than any invoice, a rate is below 0 or above 1000 percent, or a credit grade is below 1.",
        "Check the number: a decimal point may be lost, or two columns exchanged.",
    ),
    "DE507": Code(
        "Not a whole number",
        "A whole number is wanted.",
        "Write digits only, without decimals.",
    ),
    "DE508": Code(
        "Not a date",
        "A date is wanted, written year-month-day with all ten characters, between 1900 and 2199, on a day that exists. A moment is refused, since its date depends on the time zone.",
        "Write 2026-03-02. A ledger with another form says so in its mapping file.",
    ),
    "DE509": Code(
        "Not a date and time",
        "A moment is wanted. Without a zone it is Swedish time.",
        "Write 2026-03-02T14:30, or with a zone 2026-03-02T13:30Z or 2026-03-02T14:30+01:00.",
    ),
    "DE510": Code(
        "Neither true nor false",
        "Only true and false are understood; ja, nej, yes, 1 and x could mean other things in another ledger.",
        "Write true or false. A ledger with words of its own says so in its mapping file.",
    ),
    "DE511": Code(
        "Not one of the words",
        "The fact has a closed list of words, in small letters, and this is none of them.",
        "Use one of the words in docs/facts.md.",
    ),
    "DE512": Code(
        "Not a currency",
        "A currency is three capital letters, ISO 4217.",
        "Write SEK, EUR, NOK.",
    ),
    "DE513": Code(
        "Wrong identity number",
        "The organisation number or personal number has a wrong check digit, a date that does not exist, or too few digits. A demand sent with it would name somebody else.",
        "Check it against the register. Leave it out if it is not known: the demand then waits for it.",
    ),
    "DE514": Code(
        "Not an e-mail address",
        "The text has no name, @ and domain.",
        "Correct it, or leave it out if it is not known.",
    ),
    "DE515": Code(
        "Worked out, not given",
        "The fact is worked out from the invoice and its events, so a value given for it would be one more truth.",
        "Leave it out, and give the events that it follows from.",
    ),
    "DE516": Code(
        "Dates in the wrong order",
        "The due date, or the day of sending, is before the invoice's own date.",
        "Check the years, and that day and month are not exchanged.",
    ),
    "DE517": Code(
        "Not an event",
        "Under events stands something else than a list of mappings.",
        "Write events: [{on: 2026-03-10, event: payment, amount: 100.00}].",
    ),
    "DE518": Code(
        "Unknown field in an event",
        "A name that no event has.",
        "Use the names in the table of events in docs/facts.md.",
    ),
    "DE519": Code(
        "Event lacks something",
        "Every event has its day and its kind, and most kinds carry something more: a payment its amount, a step its name.",
        "Add what the message names.",
    ),
    "DE520": Code(
        "Nothing reads it",
        "The kind of event does not carry this field, so what it says would be lost.",
        "Remove it, or check that the kind of event is the one that is meant.",
    ),
    "DE521": Code(
        "Amount has the wrong sign",
        "The amount of an event is above zero, and a fee or interest is not below zero: the kind of event says which way the money goes.",
        "Write the amount without a minus. What lowers the claim is a payment or a credit_note.",
    ),
    "DE522": Code(
        "Ends before it begins",
        "The last day of a pause, a promise or a time to pay is before the day of the event itself.",
        "Check both dates.",
    ),
    "DE523": Code(
        "Told twice",
        "A column says what the events say too: balance, paid_on, last_step and last_step_on are for ledgers that keep no events of payments and steps.",
        "Leave the column out, or the events.",
    ),
    "DE524": Code(
        "Half a step",
        "last_step and last_step_on belong together, and one of them is missing.",
        "Give both or neither.",
    ),
    "DE525": Code(
        "Step taken twice",
        "The same step is recorded twice, without a step_cancelled between. Its fee would be charged twice.",
        "Remove the one that did not happen, or record the cancellation.",
    ),
    "DE526": Code(
        "Step that was not taken",
        "A step is cancelled, or its delivery failed, but by then it had not been taken.",
        "Check the step's name and the dates.",
    ),
    "DE527": Code(
        "Step that the policy lacks",
        "The invoice has taken a step that its policy does not have, so the policy cannot tell what comes after it.",
        "Correct the name, or let the invoice follow the policy that the step belongs to.",
    ),
    "DE528": Code(
        "Key used twice",
        "Two steps carry the same key. A key names one action, and is used up when the step is cancelled.",
        "Record each step with the key of the decision that proposed it.",
    ),
    "DE529": Code(
        "Other currency than the policy's",
        "Amounts are never converted: fees and caps in one currency cannot be added to an invoice or an account in another.",
        "Let it follow a policy in its own currency.",
    ),
    "DE530": Code(
        "Bought back without being sold",
        "A buy-back is recorded, but by then the invoice is not sold: it never was, or it has been bought back since.",
        "Record the sale, or remove the buy-back that did not happen.",
    ),
    "DE531": Code(
        "Sold twice",
        "A sale is recorded while the invoice is sold or pledged already. Nobody can sell what is not theirs.",
        "Remove the sale that did not happen, or record the buy-back between them.",
    ),
    "DE532": Code(
        "Entry's amount has the wrong sign",
        "An account's entry is above zero where the client gets the money and below zero where it is charged, and its kind says which. Zero says nothing.",
        "Write the amount as docs/facts.md says for that kind of entry, or correct the kind.",
    ),
    "DE533": Code(
        "A day's interest charged twice",
        "Two entries are overdraft_interest for the same day. The day of such an entry is the day that the interest is for.",
        "Remove one of them, or correct its day. A correction of the amount is an entry of the kind other.",
    ),
    "DE534": Code(
        "Not an account",
        "Something else stands where an account, the list of its entries, or an entry belongs.",
        "Write entries: [{on: 2026-03-10, entry: payout, amount: -9710.00}].",
    ),
    "DE535": Code(
        "Unknown field of an account",
        "A name that no account or no entry has. It would be read by nothing.",
        "Use the names in the tables of accounts in docs/facts.md.",
    ),
    "DE536": Code(
        "Account lacks something",
        "Every account has its number, client and currency, and every entry its day, kind and amount.",
        "Add what the message names.",
    ),
    "DE537": Code(
        "Key of no such action",
        "A `done` names an action of another invoice, or one that has an event of its own. The action would be proposed and carried out again.",
        "Copy the key from the decision. A purchase is recorded as `sold`, a buy-back as `bought_back`, an interest invoice as `interest_invoiced`, a step as `step`.",
    ),
}
