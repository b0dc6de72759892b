"""DE2xx: a key or a value is not one that belongs there."""

from __future__ import annotations

from dunning_engine.codes.code import Code

SHAPE: dict[str, Code] = {
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
}
