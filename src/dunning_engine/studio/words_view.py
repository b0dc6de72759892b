"""The words around timetable and explanation, in Swedish and English."""

from __future__ import annotations

_SAY: dict[str, tuple[str, str]] = {
    "now": ("med texten nu", "with the text now"),
    "saved": ("som sparad", "as saved"),
    "same_as_saved": (
        "Ändringen i texten ändrar inget för den här fakturan.",
        "The change of the text changes nothing for this invoice.",
    ),
    "later": (
        "{title} kommer {on} i stället för {was}, {days} senare",
        "{title} comes on {on} instead of {was}, {days} later",
    ),
    "earlier": (
        "{title} kommer {on} i stället för {was}, {days} tidigare",
        "{title} comes on {on} instead of {was}, {days} earlier",
    ),
    "and_pays": ("; att betala blir {now} i stället för {was}", "; there is {now} to pay instead of {was}"),
    "pays": (
        "{title} {on}: att betala blir {now} i stället för {was}",
        "{title} on {on}: there is {now} to pay instead of {was}",
    ),
    "otherwise": ("{title} {on} görs på ett annat sätt", "{title} on {on} is done in another way"),
    "renamed": ("{title} {on} hette {was}", "{title} on {on} was called {was}"),
    "is_new": ("{title} {on} är ny.", "{title} on {on} is new."),
    "is_dropped": ("{title} {on} utgår.", "{title} on {on} is dropped."),
    "ends_otherwise": ("Det slutar på ett annat sätt.", "It ends in another way."),
    "more_changes": ("… och {count} skillnader till.", "… and {count} more differences."),
    "differs": ("Skillnad mot den sparade policyn:", "Difference from the saved policy:"),
    "earlier_text": (
        "Texten går inte att använda än. Det du ser följer den senaste text som klarade kontrollen.",
        "The text cannot be used yet. What you see follows the last text that passed the check.",
    ),
    "earlier_invoice": (
        "Fakturan går inte att använda än. Det du ser följer den senaste som gick.",
        "The invoice cannot be used yet. What you see follows the last one that could.",
    ),
    "no_text": (
        "Ingen tidslinje än: texten måste gå igenom kontrollen först.",
        "No timetable yet: the text must pass the check first.",
    ),
    "working": ("Räknar …", "Working it out …"),
    "no_policy": (
        "Filen är ingen policy som en faktura kan följa.",
        "The file is no policy that an invoice can follow.",
    ),
    "not_fitting": ("Fakturan passar inte policyn.", "The invoice does not fit the policy."),
    "as_of_earlier": ("Det du ser följer den senaste som passade.", "What you see follows the last one that did."),
    "other_revision": (
        "Fakturan är från {issued} och följer en annan utgåva. Filen som redigeras gäller fakturor från {day}.",
        "The invoice is of {issued} and follows another revision. The edited file is for invoices from {day} on.",
    ),
    "move_invoice": ("Flytta fakturan till {day}", "Move the invoice to {day}"),
    "changed": ("ändrad", "changed"),
    "new": ("ny", "new"),
    "gone": ("utgår", "dropped"),
    "same": ("= samma", "= the same"),
    "end": ("Slut", "End"),
    "days": ("Dagarna; piltangenterna går mellan dem", "The days; arrow keys move between them"),
    "then": ("Därefter samma dag", "Then, on the same day"),
    "no_explanation": (
        "Ingen förklaring än: den kommer med tidslinjen.",
        "No explanation yet: it comes with the timetable.",
    ),
}


def say(word: str, language: str, **filled: object) -> str:
    """The word or sentence with its details."""
    return _SAY[word][language == "en"].format(**filled)
