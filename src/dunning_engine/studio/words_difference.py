"""The words around the difference over a ledger, in Swedish and English."""

from __future__ import annotations

_SAY: dict[str, tuple[str, str]] = {
    "intro": (
        "Släpp en reskontra här, gärna med händelser och en mappning: CSV, Parquet, JSON eller NDJSON. Filerna stannar på den här datorn och raderas när sidan stängs.",
        "Drop a ledger here, with its events and a mapping if there are any: CSV, Parquet, JSON or NDJSON. The files stay on this computer and are deleted when the page is closed.",
    ),
    "drop": ("Reskontra att jämföra över", "Ledger to compare over"),
    "choose": ("Välj filer …", "Choose files …"),
    "example": ("Ta exempelreskontran", "Use the example ledger"),
    "receiving": ("Tar emot filerna …", "Receiving the files …"),
    "not_received": (
        "Filerna kom inte fram. Släpp dem igen; är disken full?",
        "The files did not arrive. Drop them again; is the disk full?",
    ),
    "remove": ("Ta bort {name}", "Remove {name}"),
    "ledger": ("Reskontra", "Ledger"),
    "events": ("Händelser", "Events"),
    "mapping": ("Mappning", "Mapping"),
    "no_ledger": (
        "Ingen av filerna är en reskontra: släpp den också. En reskontra har en rad per faktura, med bland annat förfallodag och belopp.",
        "None of the files is a ledger: drop it too. A ledger has one row for each invoice, with its due date and amount among others.",
    ),
    "accounts": (
        "En av filerna är klienters konton. De behövs inte för skillnaden och används inte.",
        "One of the files is clients' accounts. The difference does not need them, and they are not used.",
    ),
    "ledgers_differ": (
        "Filerna kan inte vara delar av samma reskontra: delar har samma kolumner, är alla CSV eller alla Parquet och behöver ingen mappning. Släpp en reskontra i taget, eller en mappning som säger vilken fil som är händelserna.",
        "The files cannot be parts of one ledger: parts have the same columns, are all CSV or all Parquet and need no mapping. Drop one ledger at a time, or a mapping that tells which file is the events.",
    ),
    "needs_mapping": (
        "Har filen andra kolumnnamn än våra, eller semikolon och decimalkomma som från svensk Excel, behövs en mappning. Det här är en att börja med: rätta den, spara den som mapping.yaml och släpp den här.",
        "If the file has other column names than ours, or semicolons and decimal commas as from Swedish Excel, it needs a mapping. This is one to begin with: correct it, save it as mapping.yaml and drop it here.",
    ),
    "excel": (
        "Excel: spara som ”CSV (avgränsad)” eller ”CSV UTF-8” och släpp CSV-filen här.",
        "Excel: save as “CSV (Comma delimited)” or “CSV UTF-8” and drop the CSV file here.",
    ),
    "options": ("Dagar och policy", "Days and policy"),
    "span": ("Jämför", "Compare"),
    "one_day": ("en dag", "one day"),
    "several": ("flera dagar", "several days"),
    "day": ("Dag", "Day"),
    "from": ("Från och med", "From"),
    "to": ("Till och med", "To"),
    "paying": ("Vem betalar under dagarna", "Who pays in those days"),
    "nobody": ("ingen", "nobody"),
    "by_ledger": ("som i reskontran", "as in the ledger"),
    "policy": ("Policy", "Policy"),
    "own": ("varje fakturas egen", "each invoice's own"),
    "known": ("Betalningar kända till och med", "Payments known through"),
    "no_day": ("Skriv år, månad och dag", "Write year, month and day"),
    "before_first": ("Ligger före den första dagen", "Comes before the first day"),
    "compare": ("Jämför", "Compare"),
    "again": ("Jämför igen", "Compare again"),
    "cancel": ("Avbryt", "Cancel"),
    "comparing": ("Jämför …", "Comparing …"),
    "invoices_done": ("{done} av {of} fakturor", "{done} of {of} invoices"),
    "reading": ("Läste {of} fakturor, jämför dem …", "Read {of} invoices, comparing them …"),
    "days_done": (
        "dag {done} av {of}, räknat under båda versionerna",
        "day {done} of {of}, counted under both versions",
    ),
    "cancelled": ("Avbrutet.", "Cancelled."),
    "broken_off": (
        "Jämförelsen bröts av systemet; räckte minnet?",
        "The comparison was broken off by the system; was there enough memory?",
    ),
    "system": ("Det gick inte: {why}", "That did not work: {why}"),
    "no_policy": (
        "Inget säger vilken policy fakturorna följer: välj en. Det finns {policies}.",
        "Nothing says which policy the invoices follow: choose one. There are {policies}.",
    ),
    "unchanged": (
        "Texten säger detsamma som den sparade policyn, så ingenting skiljer. Ändra till exempel days_after_due_date eller fee i texten.",
        "The text says the same as the saved policy, so nothing differs. Change days_after_due_date or fee in the text, for example.",
    ),
    "saved_broken": (
        "De sparade policyerna går inte igenom kontrollen: det finns inget att jämföra med förrän de gör det.",
        "The saved policies do not pass the check: there is nothing to compare with until they do.",
    ),
    "does_not_pass": (
        "Texten går inte igenom kontrollen nu. Skillnaden gäller en tidigare text.",
        "The text does not pass the check now. The difference is of an earlier text.",
    ),
    "earlier": (
        "Skillnaden gäller en tidigare text eller andra val.",
        "The difference is of an earlier text or other choices.",
    ),
    "took": ("Tog {seconds} s.", "Took {seconds} s."),
    "files_wrong": ("Fel och varningar i filerna", "Problems and warnings in the files"),
    "nothing_used": ("Filerna kunde inte användas.", "The files could not be used."),
    "unsaid": ("… och {count} till av {code}.", "… and {count} more of {code}."),
    "warning": ("varning", "warning"),
    "error": ("fel", "error"),
    "totals": ("Åtgärder", "Actions"),
    "amounts": ("Kronor", "Kronor"),
    "action": ("Åtgärd", "Action"),
    "channel": ("Skickas", "Sent"),
    "what": ("Vad", "What"),
    "before": ("Före", "Before"),
    "after": ("Nu", "Now"),
    "change": ("Skillnad", "Difference"),
    "changes": ("Ändringar", "Changes"),
    "sign": ("Ändring", "Change"),
    "+": ("tillkommer", "gained"),
    "−": ("faller bort", "lost"),
    "~": ("blir annorlunda", "changed"),
    "invoice": ("Faktura", "Invoice"),
    "customer": ("Kund", "Customer"),
    "date": ("Dag", "Day"),
    "what_changes": ("Vad ändras", "What changes"),
    "filter": ("Sök bland ändringarna", "Search the changes"),
    "of_all": ("{shown} av {every} ändringar visas", "{shown} of {every} changes are shown"),
    "first_of": (
        "De första {most} av {every} ändringar; alla finns i filerna att ladda ner.",
        "The first {most} of {every} changes; the files to download have all of them.",
    ),
    "show_invoice": ("Visa faktura {number} som exempelfaktura", "Show invoice {number} as the example invoice"),
    "now_example": ("Faktura {number} är nu exempelfakturan.", "Invoice {number} is now the example invoice."),
    "not_example": ("Faktura {number} kunde inte läsas.", "Invoice {number} could not be read."),
    "download": ("Ladda ner som {form}", "Download as {form}"),
    "revisions": ("Ändrade versioner", "Revisions that differ"),
    "name_new": ("{file} (i studion)", "{file} (in the studio)"),
    "name_old": ("{file} (sparad)", "{file} (saved)"),
}


def say(key: str, language: str, **values: object) -> str:
    """The words of ``key`` with the values in them."""
    return _SAY[key][0 if language == "sv" else 1].format(**values)
