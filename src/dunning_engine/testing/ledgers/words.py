"""The texts of made-up ledgers. No address, number or name belongs to anybody."""

from __future__ import annotations

KINDS = ("consumer", "business", "public_authority")
CHANNELS = ("email", "post", "e_invoice", "pdf")
PAYOUTS = ("bank_account", "bankgiro", "plusgiro")
CHOICES = ("payment_order", "monitoring")
PEOPLE = (
    "Anna Exempelsson", "Bertil Exempelgren", "Cecilia Exempelberg", "Åsa Exempelström", "Örjan Exempelkvist",
    "Märta Exempelsjö", "Göran Exempellund", "Åke Exempelö", "Siv Exempeldal", "Håkan Exempelfjäll",
)  # fmt: skip
FIRMS = (
    "Bryggan Exempel AB", "Åkeriet Exempel AB", "Snickaren Exempel HB", "Bageriet Exempel AB", "Smedjan Exempel AB",
    "Öbutiken Exempel AB", "Trädgårn Exempel HB", "Elbyrån Exempel AB", "Måleriet Exempel KB", "Växthuset Exempel AB",
)  # fmt: skip
AUTHORITIES = ("Exempelkommunen", "Exempelmyndigheten", "Region Exempelön", "Länsstyrelsen i Exempelbygden")
NAMES = (*PEOPLE, *FIRMS, *AUTHORITIES)
STREETS = ("Hamngatan", "Skolgatan", "Ringvägen", "Björkvägen", "Mjölgatan", "Åsgränd", "Östra stigen", "Bilgatan")
TOWNS = ("Exempelstad", "Exempelby", "Exempelköping", "Exempelhamn", "Exempelvik", "Exempelåsen")
DISPUTED = ("Leveransen var ofullständig", "Fel pris på fakturan", "Varan är återlämnad", "Har inte beställt")
SETTLED = ("Överens om priset", "Leveransen är kompletterad", "Invändningen återtagen")
PAUSED = ("Väntar på beställarreferens", "Kontakt med kundtjänst pågår", "Sjukdom, återkommer")
AGENCIES = ("Inkasso Exempel AB", "Ärendebolaget Exempel AB")
NOTES = (
    "Ringt kunden, återkommer",
    "Kopia skickad på begäran",
    "Kunden hör av sig efter löning",
    "Återbud från växeln",
)
