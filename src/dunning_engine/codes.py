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
}
