"""What somebody probably meant: the closest word, the number, the truth value behind what was written."""

from __future__ import annotations

import difflib
import re
import unicodedata
from decimal import Decimal
from typing import TYPE_CHECKING

from dunning_engine.text.scalar import MAX_DIGITS

if TYPE_CHECKING:
    from collections.abc import Iterable

_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?")
_UNIT = re.compile(r"(?i)(?:kr|kronor|sek|öre|%|procent|percent|dagar|dgr|days?|d|:-)\.?$")
_SPACES = re.compile(r"[\s_'’]")
_TRUE = frozenset({"true", "yes", "on", "y", "ja", "j", "1", "sant"})
_FALSE = frozenset({"false", "no", "off", "n", "nej", "0", "falskt"})


def closest(word: str, candidates: Iterable[str], *, likeness: float = 0.6) -> str | None:
    """The candidate most like ``word``; None where none is near: 1.0 is the same. Case, hyphens and spaces do not count."""
    plain = {_plain(candidate): candidate for candidate in candidates}
    found = difflib.get_close_matches(_plain(word)[:80], plain, n=1, cutoff=likeness)
    return plain[found[0]] if found else None


def did_you_mean(word: str, candidates: Iterable[str], otherwise: str | None = None) -> str | None:
    """The hint that names the candidate most like ``word``; ``otherwise`` where none is near."""
    near = closest(word, candidates)
    return f"did you mean '{near}'?" if near else otherwise


def name_meant(text: str, joined_by: str) -> str | None:
    """The name of small letters and digits behind ``text``: a title's, or that of a file; None where nothing is left."""
    bare = re.sub(r"(?i)\.(?:yaml|yml|csv|json)$", "", text.strip().replace("\\", "/").rpartition("/")[2])
    plain = unicodedata.normalize("NFKD", bare).encode("ascii", "ignore").decode().lower()
    return re.sub("[^a-z0-9]+", joined_by, plain).strip(joined_by) or None


def number_meant(text: str, *, whole: bool) -> str | None:
    """What to write instead of ``text`` for it to be a number; None where it is none. ``whole``: no decimals wanted."""
    if _NUMBER.fullmatch(text):
        return "remove the quotes" if len(text) <= MAX_DIGITS else f"at most {MAX_DIGITS} digits can be read"
    if re.fullmatch(r"[0-9]+:[0-9]{2}", text):
        return f"a colon has no meaning in a number: write {_trimmed(text.split(':', maxsplit=1)[0])}"
    number = _number(text)
    if number is None or len(number) > MAX_DIGITS:
        return None
    if whole and "." in number:
        return "write a whole number"
    return f"decimals have a point: write {number}" if "," in text and "." in number else f"write {number}"


def truth_meant(text: str) -> str | None:
    """What to write instead of ``text`` for it to be true or false."""
    word = text.strip().casefold()
    if word in _TRUE | _FALSE:
        return "remove the quotes" if text in {"true", "false"} else f"write {'true' if word in _TRUE else 'false'}"
    return None


def _plain(word: str) -> str:
    return re.sub(r"[-\s]", "_", word.strip()).casefold()


def _number(text: str) -> str | None:
    bare = _UNIT.sub("", _SPACES.sub("", text)).removeprefix("+")
    if re.fullmatch(r"[0-9]{1,9}[eE][0-9]{1,2}", bare):
        return f"{Decimal(bare):f}"
    if "," in bare and "." in bare:
        bare = bare.replace("." if bare.rfind(",") > bare.rfind(".") else ",", "")
    bare = _trimmed(bare.replace(",", "."))
    return bare if re.search("[0-9]", text) and _NUMBER.fullmatch(bare) else None


def _trimmed(number: str) -> str:
    """Without leading zeros, with a digit before the point and after it."""
    sign, digits = ("-", number[1:]) if number.startswith(("-", "−")) else ("", number)
    whole, point, decimals = digits.partition(".")
    return f"{sign}{whole.lstrip('0') or '0'}{point if decimals else ''}{decimals}"
