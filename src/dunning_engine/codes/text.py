"""DE1xx: the file cannot be read as it is written."""

from __future__ import annotations

from dunning_engine.codes.code import Code

TEXT: dict[str, Code] = {
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
        "A no-break space stands in the indentation, or after a colon or a dash, mostly from copying from a word processor or a web page. It looks like a space and is none.",
        "Delete it and type a space anew.",
    ),
    "DE117": Code(
        "Typographic quotes",
        "A value stands in quotes that a word processor has bent. They quote nothing: they would become a part of the text, and no client is called “4711” with quotes and all.",
        "Type straight quotes, in an editor for plain text. Quotes that are meant to be seen stand inside straight ones.",
    ),
}
