"""Swedish identity numbers: organisation numbers, personal numbers and coordination numbers.

All have ten digits, the last a check digit (Luhn). An organisation number's third digit is at least 2; a personal number
begins with a date of birth, a coordination number with such a date and 60 added to the day.
"""

from __future__ import annotations

import re
from datetime import date

_NUMBER = re.compile(r"(?P<century>[0-9]{2})?(?P<digits>[0-9]{6}(?P<sign>[-+]?)[0-9]{4})")
_ORGANISATION_CENTURY = "16"  # how registers write an organisation number with twelve digits
_BIRTH_CENTURIES = ("18", "19", "20")
_COORDINATION_DAYS = 60
_LOWEST_ORGANISATION_DIGIT = "2"


def is_identity_number(text: str) -> bool:
    """Whether ``text`` is a valid number: ten or twelve digits, with or without a hyphen (or plus) before the last four.

    Ten digits leave the century open, so their date of birth need only be real in one of them; no clock is asked.
    """
    match = _NUMBER.fullmatch(text)
    if match is None:
        return False
    from stdnum import luhn  # noqa: PLC0415  (slow to import, seldom needed)

    century, sign = match["century"], match["sign"]
    digits = match["digits"].replace("-", "").replace("+", "")
    if not luhn.is_valid(digits):
        return False
    if digits[2] >= _LOWEST_ORGANISATION_DIGIT:
        return century in (None, _ORGANISATION_CENTURY) and sign != "+"
    possible = [each for each in _BIRTH_CENTURIES if century in (None, each)]
    return any(_is_birth_date(each, digits) for each in possible)


def _is_birth_date(century: str, digits: str) -> bool:
    day = int(digits[4:6])
    if day > _COORDINATION_DAYS:
        day -= _COORDINATION_DAYS
    try:
        date(int(century + digits[:2]), int(digits[2:4]), day)
    except ValueError:
        return False
    return True
