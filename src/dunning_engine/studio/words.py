"""The words of the page, Swedish and English."""

from __future__ import annotations

WORDS: dict[str, dict[str, str]] = {
    "title": {"sv": "Studio för påminnelser och krav", "en": "Studio for reminders and demands"},
    "skip_policy": {"sv": "Till texten", "en": "To the text"},
    "skip_problems": {"sv": "Till felen", "en": "To the errors"},
    "skip_timetable": {"sv": "Till tidslinjen", "en": "To the timetable"},
    "skip_difference": {"sv": "Till skillnaden", "en": "To the difference"},
    "file": {"sv": "Fil", "en": "File"},
    "law": {"sv": "Lag (visas bara)", "en": "Law (only shown)"},
    "policies": {"sv": "Policyer", "en": "Policies"},
    "language": {"sv": "Språk", "en": "Language"},
    "save": {"sv": "Spara", "en": "Save"},
    "colours": {"sv": "Färger", "en": "Colours"},
    "system": {"sv": "Som systemet", "en": "Like the system"},
    "light": {"sv": "Ljusa", "en": "Light"},
    "dark": {"sv": "Mörka", "en": "Dark"},
    "policy": {"sv": "Policyn", "en": "The policy"},
    "problems": {"sv": "Fel och varningar", "en": "Errors and warnings"},
    "invoice": {"sv": "Exempelfaktura", "en": "Example invoice"},
    "timetable": {"sv": "Tidslinje", "en": "Timetable"},
    "explanation": {"sv": "Varför", "en": "Why"},
    "difference": {"sv": "Skillnad mot det sparade", "en": "Difference from what is saved"},
    "text": {"sv": "Policyns text", "en": "The policy's text"},
    "help": {
        "sv": "Ctrl-mellanslag: vad som kan stå här · F8: nästa fel · Ctrl-S: spara · Esc och sedan Tabb: ut ur texten",
        "en": "Ctrl-Space: what can stand here · F8: next error · Ctrl-S: save · Esc and then Tab: out of the text",
    },
    "required": {"sv": "krävs", "en": "required"},
    "error": {"sv": "Fel", "en": "Error"},
    "warning": {"sv": "Varning", "en": "Warning"},
    "line": {"sv": "rad {line}", "en": "line {line}"},
    "also": {"sv": "Hör ihop med", "en": "Goes with"},
    "about": {"sv": "Om {code}: {title}", "en": "About {code}: {title}"},
    "cause": {"sv": "Orsak", "en": "Cause"},
    "cure": {"sv": "Åtgärd", "en": "Cure"},
    "no_problems": {"sv": "Inga fel.", "en": "No problems."},
    "checking": {"sv": "Kontrollerar …", "en": "Checking …"},
    "unsaved": {"sv": "Inte sparat", "en": "Not saved"},
    "saved": {"sv": "Sparat", "en": "Saved"},
    "as_saved": {"sv": "Som sparat", "en": "As saved"},
    "not_saved_problems": {
        "sv": "Inte sparat: texten har fel. Den ligger kvar här och som utkast.",
        "en": "Not saved: the text has errors. It stays here, and as a draft.",
    },
    "not_saved_changed": {
        "sv": "Inte sparat: filen är ändrad av någon annan.",
        "en": "Not saved: somebody else has changed the file.",
    },
    "not_saved_failed": {
        "sv": "Inte sparat: filen kan inte skrivas ({detail}). Texten ligger kvar här.",
        "en": "Not saved: the file cannot be written ({detail}). The text stays here.",
    },
    "not_saved_elsewhere": {"sv": "Texten kan inte ändras här.", "en": "The text cannot be changed here."},
    "restored": {
        "sv": "Text som inte var sparad är tillbaka.",
        "en": "Text that was not saved is back.",
    },
    "drop": {"sv": "Lägg undan den och visa det sparade", "en": "Put it aside and show what is saved"},
    "theirs": {
        "sv": "Filen på disken är ändrad av någon annan sedan den öppnades. Här är din text; deras ligger på disken.",
        "en": "Somebody else has changed the file on the disk since it was opened. This is your text; theirs is on the disk.",
    },
    "keep_mine": {"sv": "Behåll min", "en": "Keep mine"},
    "take_theirs": {"sv": "Visa deras", "en": "Take theirs"},
    "neither_lost": {
        "sv": "Den andra läggs bland tidigare versioner.",
        "en": "The other goes to the earlier versions.",
    },
    "show_both": {"sv": "Vad som skiljer: − deras, + min", "en": "What differs: − theirs, + mine"},
    "gone": {"sv": "Filen finns inte längre på disken.", "en": "The file is no longer on the disk."},
    "write_again": {"sv": "Skriv den igen när jag sparar", "en": "Write it again when I save"},
    "elsewhere": {
        "sv": "Filen är öppen i en annan flik. Här visas den bara.",
        "en": "The file is open in another tab. Here it is only shown.",
    },
    "take_over": {"sv": "Skriv här i stället", "en": "Write here instead"},
    "not_kept": {
        "sv": "Osparad text kan inte läggas undan på disken ({detail}). Spara, eller kopiera den.",
        "en": "Unsaved text cannot be kept on the disk ({detail}). Save it, or copy it.",
    },
    "unreadable": {
        "sv": "Filen är inte UTF-8 och visas bara. Spara den som UTF-8 i ett annat program först.",
        "en": "The file is not UTF-8 and only shown. Save it as UTF-8 in another program first.",
    },
    "is_law": {"sv": "Lagens värden visas bara.", "en": "The law's values are only shown."},
    "earlier": {"sv": "Tidigare versioner", "en": "Earlier versions"},
    "earlier_one": {"sv": "{number}, undanlagd {when}", "en": "{number}, put aside {when}"},
    "earlier_open": {"sv": "Öppna som osparad text", "en": "Open as unsaved text"},
    "no_earlier": {"sv": "Det finns inga än.", "en": "There are none yet."},
    "cannot_open": {"sv": "{file} kan inte öppnas: {detail}", "en": "{file} cannot be opened: {detail}"},
    "error_one": {"sv": "1 fel", "en": "1 error"},
    "error_many": {"sv": "{n} fel", "en": "{n} errors"},
    "warning_one": {"sv": "1 varning", "en": "1 warning"},
    "warning_many": {"sv": "{n} varningar", "en": "{n} warnings"},
    "no_answer": {"sv": "Studion svarar inte.", "en": "The studio does not answer."},
    "kept_here": {
        "sv": "Det du skriver finns kvar i webbläsaren. Är studion avslutad: starta den igen och öppna den nya länken.",
        "en": "What you write is kept in the browser. If the studio has ended, start it again and open the new link.",
    },
    "close": {"sv": "Stäng", "en": "Close"},
}


def word(key: str, language: str, **parts: object) -> str:
    """The words of ``key``, with ``parts`` put in."""
    return WORDS[key][language].format(**parts)
