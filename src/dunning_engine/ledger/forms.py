"""Dates and numbers as other systems write them, turned into our own form: 2026-03-12 and 1234.50."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

_TOKEN = re.compile(r"YYYY|MM|M|DD|D|[^YMD]+|.")
_DIGITS = {
    "YYYY": ("year", "[0-9]{4}"),
    "MM": ("month", "[0-9]{2}"),
    "M": ("month", "[0-9]{1,2}"),
    "DD": ("day", "[0-9]{2}"),
    "D": ("day", "[0-9]{1,2}"),
}
_CLOCK = r"(?:[ T](?P<clock>[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?)(?P<zone>Z|[+-][0-9]{2}:[0-9]{2})?)?"
_MIDNIGHT = frozenset({"0:00", "00:00", "0:00:00", "00:00:00"})
_SPACES = re.compile("[ \u00a0\u202f\u2009]")


@lru_cache(maxsize=32)
def date_form(written: str) -> re.Pattern[str]:
    """The pattern of a form such as ``M/D/YYYY``; a time of day may follow in the file.

    Raises ``ValueError`` with what is wrong: each of year, month and day stands once, and M and D touch no other digits.
    """
    pattern, seen, previous = "", list[str](), ""
    for piece in _TOKEN.findall(written):
        if piece not in _DIGITS:
            if any(character in "YMD" or character.isdigit() for character in piece):
                raise ValueError(f"'{piece}' is no part of a date")
            pattern += re.escape(piece)
        else:
            part, digits = _DIGITS[piece]
            if previous in _DIGITS and (piece in "MD" or previous in "MD"):
                raise ValueError(f"nothing stands between {previous} and {piece}")
            pattern += f"(?P<{part}>{digits})"
            seen.append(part)
        previous = piece
    if sorted(seen) != ["day", "month", "year"]:
        raise ValueError("year, month and day must each stand once")
    return re.compile(pattern + _CLOCK)


def day(text: str, form: re.Pattern[str]) -> str | None:
    """The day as YYYY-MM-DD; None where ``text`` is no such day, or has a time of day other than midnight."""
    match = form.fullmatch(text.strip())
    if match is None or match["zone"] or (match["clock"] or "00:00") not in _MIDNIGHT:
        return None
    return _iso(match)


def moment(text: str, form: re.Pattern[str]) -> str | None:
    """The day and time of day as YYYY-MM-DDTHH:MM, midnight where there is none; None where ``text`` is no moment."""
    match = form.fullmatch(text.strip())
    written = match and _iso(match)
    if match is None or written is None:
        return None
    clock = match["clock"] or "00:00"
    return f"{written}T{clock if clock[1] != ':' else '0' + clock}{match['zone'] or ''}"


@dataclass(frozen=True, slots=True)
class NumberForm:
    """The mark before the decimals and the mark between thousands; a space stands for any kind of space."""

    decimal: str = "."
    thousands: str = ""

    def number(self, text: str) -> str | None:
        """The number with a point and without marks; None where ``text`` is no number of this form.

        The minus may be a typographic one, or stand last, as some ledgers write it.
        """
        bare = text.strip().replace("\N{MINUS SIGN}", "-")
        if bare.endswith("-") and not bare.startswith("-"):
            bare = "-" + bare[:-1].rstrip()
        if self.thousands == " ":
            bare = _SPACES.sub(" ", bare)
        match = _pattern(self.decimal, self.thousands).fullmatch(bare)
        if match is None:
            return None
        whole = match["whole"].replace(self.thousands, "") if self.thousands else match["whole"]
        return f"{match['sign']}{whole}{'.' + match['rest'] if match['rest'] else ''}"


@lru_cache(maxsize=32)
def _pattern(decimal: str, thousands: str) -> re.Pattern[str]:
    grouped = f"[0-9]{{1,3}}(?:{re.escape(thousands)}[0-9]{{3}})+|" if thousands else ""
    return re.compile(rf"(?P<sign>-?) ?(?P<whole>{grouped}[0-9]+)(?:{re.escape(decimal)}(?P<rest>[0-9]+))?")


def _iso(match: re.Match[str]) -> str | None:
    try:
        return date(int(match["year"]), int(match["month"]), int(match["day"])).isoformat()
    except ValueError:
        return None
