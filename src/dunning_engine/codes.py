"""The catalogue of problem codes: what each is called, how it comes about, what to do.

Codes go by stage and are never reused: DE1xx text, DE2xx shape, DE3xx meaning, DE4xx law, DE5xx facts. Each has a failing
example in ``tests/errors/``, and ``docs/errors.md`` is made from both.
"""

from __future__ import annotations

from typing import NamedTuple


class Code(NamedTuple):
    """``title`` in a few words; ``cause`` and ``cure`` as sentences for somebody who writes policies."""

    title: str
    cause: str
    cure: str


STAGES = {
    "DE1": "Text: the file cannot be read as it is written",
    "DE2": "Shape: a key or a value is not one that belongs there",
    "DE3": "Meaning: the policy contradicts itself, or says something that never happens",
    "DE4": "Law: the policy asks for what the law does not allow, or the law's values are incomplete",
    "DE5": "Facts: an invoice or an event does not fit",
}

CODES: dict[str, Code] = {
    # Text
    "DE101": Code(
        "Not UTF-8",
        "The file is stored in another encoding, often Windows-1252 or UTF-16, so that å, ä and ö could be read wrongly.",
        "Save it as UTF-8. In Notepad and Excel the choice stands in the dialogue that saves the file.",
    ),
    "DE102": Code(
        "Character that cannot be seen",
        "The text holds a control character, a zero-width character or a mark that turns the reading direction, mostly from copying. "
        "What one reads is then not what is stored.",
        "Delete the character; it is easiest to type the line anew.",
    ),
    "DE103": Code(
        "Tab",
        "A line is indented with a tab. Programs show tabs with different widths, so YAML does not allow them there.",
        "Use spaces, two for each level.",
    ),
    "DE104": Code(
        "Not YAML",
        "The line cannot be read as YAML: a bracket or a quote is not closed, a colon is missing, or the indentation fits no line above.",
        "Follow the hint. Nothing after such a place is checked until it is mended.",
    ),
    "DE105": Code(
        "Empty file", "The file holds nothing but blank lines and comments.", "Write the policy, or delete the file."
    ),
    "DE106": Code(
        "File too large",
        "The file is larger than 256 KiB, which no policy needs.",
        "Split it: one policy in each file. Check that it is the file that was meant.",
    ),
    "DE107": Code(
        "Nested too deep", "Mappings and lists stand inside each other more than 32 levels deep.", "Write it flatter."
    ),
    "DE108": Code(
        "Too many values",
        "The file holds more than 20 000 keys and values.",
        "Split it, or move long lists to where facts belong.",
    ),
    "DE109": Code(
        "Key stands twice",
        "The same key stands twice in one mapping. YAML programs silently take the last one; here neither wins.",
        "Keep the one that is meant.",
    ),
    "DE110": Code(
        "Anchor or alias",
        "'&name' and '*name' repeat another place in the file, which makes a change in one place act in another.",
        "Write the value out where it applies. Text that begins with & or * goes in quotes.",
    ),
    "DE111": Code(
        "Tag",
        "'!name' before a value gives it a type. Types follow from how a value is written.",
        "Remove the tag. To make text of a number, put it in quotes.",
    ),
    "DE112": Code(
        "Merge key", "'<<' takes over the keys of another place in the file.", "Write the keys out where they apply."
    ),
    "DE113": Code(
        "Second document",
        "A line '---' begins a second document. One file is one policy.",
        "Put the second one into a file of its own, or remove the line.",
    ),
    "DE114": Code(
        "Key is not text",
        "Before a colon stands a list, a mapping or nothing at all.",
        "Write a key of one word before the colon.",
    ),
    "DE115": Code(
        "Missing value",
        "A key has no value after its colon, or a list has an empty item. Whether that means none, zero or the default nobody can tell.",
        "Write the value, or leave the key out: then the default applies.",
    ),
    "DE116": Code(
        "No-break space",
        "The line is indented with a no-break space, mostly from copying from a word processor or a web page. It looks like a space and is none.",
        "Delete the spaces in front and type them anew.",
    ),
    # Shape
    "DE201": Code(
        "Wrong kind of value",
        "A list, a mapping of keys to values, or a single value stands where one of the others belongs.",
        "Compare with a policy that ships with the program, or with the table of keys.",
    ),
    "DE202": Code(
        "Not a number",
        "A number belongs here. Decimals have a point, and there are no spaces, units, leading zeros or quotes: 60.00, 1250, 0.5.",
        "Write it as the hint says.",
    ),
    "DE203": Code(
        "Number where text belongs",
        "Text belongs here, and what stands reads as a number or as true or false.",
        'Put it in quotes: "1518".',
    ),
    "DE204": Code(
        "Unknown key",
        "Nothing reads a key of this name at this place. It is misspelt, stands at the wrong level, or belongs to something that does not exist.",
        "Correct it as the hint says, or remove it.",
    ),
    "DE205": Code("Missing key", "A key that is always needed here is not there.", "Add it."),
    "DE206": Code(
        "Word outside its list",
        "Only certain words have a meaning here, and this is not one of them. Small and capital letters count.",
        "Choose one of the words that the message lists.",
    ),
    "DE207": Code(
        "Number out of bounds",
        "The number is smaller or larger than anything that makes sense here.",
        "Check the unit: days, kronor or percent.",
    ),
    "DE208": Code(
        "Not a date",
        "A date belongs here, as year, month and day with hyphens, and it must exist in the calendar.",
        "Write 2026-01-31.",
    ),
    "DE209": Code(
        "Text of the wrong form",
        "The text is empty, too long, or holds characters that are not allowed here: names are used in file names and keys.",
        "Write it with the characters that the hint names.",
    ),
    "DE210": Code(
        "Neither true nor false",
        "Only the words true and false are understood; yes, no, on, off, ja and nej are text.",
        "Write true or false, without quotes.",
    ),
    "DE211": Code(
        "Too few or too many",
        "A list or a mapping is empty, or holds fewer or more than belong there.",
        "Fill it, or leave its key out if nothing is meant.",
    ),
    "DE212": Code(
        "Stands twice in a list", "The same item stands twice in a list where each counts once.", "Keep one of them."
    ),
    "DE213": Code(
        "None of the forms allowed",
        "Several forms are allowed here, for example a number or a comparison, and what stands is none of them.",
        "Use one of the forms that the message names.",
    ),
    # Meaning
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
        "An amount or a percentage has more than two decimals, or too many digits.",
        "Round it yourself: the öre is the smallest unit.",
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
        "Step called like a stage",
        "A decision uses the word for where an invoice stands, such as `paid` or `due`.",
        "Choose another name.",
    ),
    "DE355": Code(
        "Interest that nothing reads",
        "The policy says how interest is reckoned, and no step claims it.",
        "Write `interest: true` in the steps that are to claim it, or remove the section.",
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
    # Law: the law's own files
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
    # Law
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
    # Facts
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
        "Amounts are never converted: fees and caps in one currency cannot be added to an invoice in another.",
        "Let the invoice follow a policy in its own currency.",
    ),
    "DE550": Code(
        "Ledger in another encoding",
        "The bytes of the ledger are not text in UTF-8, or not in the encoding that the mapping file names. Excel in Swedish saves CSV as "
        "Windows-1252. Nothing is guessed: a wrong guess changes names and amounts silently.",
        "Name the encoding under 'format' in a mapping file, or save the ledger as UTF-8.",
    ),
    "DE551": Code(
        "Ledger without rows",
        "The file is empty, or holds only the names of its columns. The first is an error, the second a warning: there may be nothing to dun.",
        "Check that the export ran to its end.",
    ),
    "DE552": Code(
        "Row that cannot be read",
        "A row has more or fewer fields than the header, a quote that never closes, or is no JSON object. The row is left out and the rest evaluated. "
        "Where it is an event, the invoice that it names is left out too: what cannot be read may be its payment.",
        "Put values that hold the delimiter in double quotes, and write every row whole.",
    ),
    "DE553": Code(
        "File of another kind",
        "The file is not what its name says, or breaks off: an Excel workbook, a zip file, JSON or Parquet without its end. None of it is used, "
        "since nobody can tell what is lost.",
        "Save it as CSV, JSON, NDJSON or Parquet, whole.",
    ),
    "DE554": Code(
        "Invoice stands twice",
        "Several rows have the same invoice number. Nobody can tell which of them is right, so all are left out.",
        "Keep one row for each invoice. What has happened to it belongs among its events.",
    ),
    "DE555": Code(
        "Column missing",
        "A column that is always needed is not in the file, or the mapping file names one that is not there.",
        "Rename the column, or say in a mapping file what it is called.",
    ),
    "DE556": Code(
        "Column that nothing reads",
        "The name of a column is no fact. It is an error where it is surely a slip of one, since the fact would be missing unseen; otherwise a warning.",
        "Correct the name, or list the column under 'ignore' in a mapping file.",
    ),
    "DE557": Code(
        "Header that cannot be used",
        "Two columns have the same name, or the whole header is one column because the file is divided by another character.",
        "Rename one of the columns; name the delimiter under 'format' in a mapping file.",
    ),
    "DE558": Code(
        "Event without its invoice",
        "An event names no invoice, or one that is not in the ledger. A payment may then be missing from the invoice it was meant for.",
        "Write the number the same way in both files, and export both at the same time.",
    ),
    "DE559": Code(
        "Value that the mapping cannot read",
        "A date or a number does not have the form that the mapping file gives, or a word is none of those under 'values'. The invoice is left out.",
        "Correct the form, add the word, or correct the value.",
    ),
    "DE560": Code(
        "No such policy",
        "The invoice names a policy that is not there, or names none and the command does not either.",
        "Correct the name in the column 'policy', or give --policy.",
    ),
    "DE561": Code(
        "Mapping leaves something out",
        "Something that every invoice or event needs has neither a column nor a constant.",
        "Add it under 'columns', or under 'constants' where it is the same everywhere.",
    ),
    "DE562": Code(
        "Mapping says two things",
        "Something has both a column and a constant, or a column is both read and ignored.",
        "Keep one of the two.",
    ),
    "DE563": Code(
        "Mapping says what nothing reads",
        "There are words for something that has no column, or an event is given what events of its kind do not carry.",
        "Remove it, or correct its name.",
    ),
    "DE564": Code(
        "Form that cannot be read",
        "The form of dates is not put together of year, month and day, each once; or decimals and thousands have the same mark.",
        "Write it like D/M/YYYY, YYYY-MM-DD or YYYYMMDD.",
    ),
    "DE565": Code(
        "Word outside its list, in a mapping",
        "The mapping file turns a word into one that has no meaning for that fact.",
        "Choose one of the words that the hint names.",
    ),
}
