"""The words of the page, Swedish and English."""

from __future__ import annotations

WORDS: dict[str, dict[str, str]] = {
    "title": {"sv": "Studio för påminnelser och krav", "en": "Studio for reminders and demands"},
    "skip_editor": {"sv": "Till texten", "en": "To the text"},
    "skip_problems": {"sv": "Till felen", "en": "To the problems"},
    "skip_timetable": {"sv": "Till tidsplanen", "en": "To the timetable"},
    "file": {"sv": "Fil", "en": "File"},
    "language": {"sv": "Språk", "en": "Language"},
    "save": {"sv": "Spara", "en": "Save"},
    "colours": {"sv": "Färger", "en": "Colours"},
    "system": {"sv": "Som systemet", "en": "As the system"},
    "light": {"sv": "Ljus", "en": "Light"},
    "dark": {"sv": "Mörk", "en": "Dark"},
    "policy": {"sv": "Policyn", "en": "The policy"},
    "problems": {"sv": "Fel och varningar", "en": "Problems and warnings"},
    "invoice": {"sv": "Exempelfaktura", "en": "Example invoice"},
    "timetable": {"sv": "Tidsplan", "en": "Timetable"},
    "explanation": {"sv": "Varför", "en": "Why"},
    "difference": {"sv": "Skillnad mot det sparade", "en": "Difference from what is saved"},
}


def word(key: str, language: str) -> str:
    """The words of ``key``."""
    return WORDS[key][language]
