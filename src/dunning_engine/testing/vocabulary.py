"""How a phrase becomes a step: one function, its Swedish and its English wordings, and the table for the docs.

A wording is text with places in braces, ``är avgiften {amount}``; a place's name says what may stand there. A place in
quotation marks takes any text without them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any, Literal, TypeVar

from pytest_bdd import given, parsers, then, when

from dunning_engine.testing import values

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from types import ModuleType

Decorated = TypeVar("Decorated", bound="Callable[..., None]")

Moment = Literal["given", "when", "then"]

_STEP_MODULES = (
    *("given", "given_account", "when"),
    *("then_step", "then_action", "then_sale", "then_interest_invoice", "then_account", "then_decision"),
    *("limits", "preview", "timeline"),
)

_REGISTER = {"given": given, "when": when, "then": then}
_KEYWORD = {
    "sv": {"given": "Givet", "when": "När", "then": "Så"},
    "en": {"given": "Given", "when": "When", "then": "Then"},
}
_PLACE = re.compile(r'"?\{([a-z]+)\}"?')
_DETAILS = rf'[a-z_]+ (?:"[^"]*"|{values.DAY}|{values.AMOUNT}|[a-z_]+)(?:(?:, | och | and )[a-z_]+ .+)?'
_NUMBER = r"-?\d(?:[\d ]*\d)?(?:[.,]\d{1,2})?(?: kr)?"
_VALUE = re.compile(rf'"[^"]*"|{values.DAY}|(?:(?<= med )|(?<= with )){_DETAILS}$|{_NUMBER}')
_MUCH_LESS_LIKE = 0.2
_NEAR_ENOUGH = 0.55
_SUGGESTIONS = 3


@dataclass(frozen=True, slots=True)
class Place:
    """What may stand in a place without quotation marks, how it is read, and an example in each language."""

    pattern: str
    read: Callable[[str], Any]
    sv: str
    en: str


PLACES: dict[str, Place] = {
    "day": Place(values.DAY, values.day, "2026-03-12", "2026-03-12"),
    "last": Place(values.DAY, values.day, "2026-04-12", "2026-04-12"),
    "amount": Place(values.AMOUNT, values.amount, "60,00 kr", "60.00"),
    "number": Place(r"\d[\d ]*", lambda text: int(text.replace(" ", "")), "1 000", "1 000"),
    "details": Place(r".+", values.event_details, "amount 500,00", "amount 500.00"),
}

EXAMPLES = {
    "policy": "fakturaservice",
    "old": "fee: 60.00",
    "new": "fee: 50.00",
    "fact": "customer_email",
    "value": "anna@exempel.se",
    "event": "payment",
    "step": "reminder",
    "action": "remind",
    "channel": "email",
    "address": "registered_address",
    "code": "disputed",
    "stage": "notice",
    "text": "30 dagar",
    "key": "1001/reminder",
    "law": "Räntelagen 6 §",
    "account": "8001",
    "entry": "deposit",
    "about": "sold",
    "limit": "actions_per_run",
}


@dataclass(frozen=True, slots=True)
class Phrase:
    """One step: when it is said, its wordings, what follows it (``table``, ``docstring`` or nothing), what it means.

    ``examples`` are values that can occur in its places where the usual ones cannot; a pair is Swedish and English.
    """

    moment: Moment
    sv: tuple[str, ...]
    en: tuple[str, ...]
    takes: str | None
    meaning: str
    examples: Mapping[str, str | tuple[str, str]] = field(default_factory=dict)

    def lines(self, language: str) -> tuple[str, ...]:
        """Every wording with its keyword and example values, as a scenario would have it."""
        wordings = self.sv if language == "sv" else self.en
        return tuple(self.line(wording, language) for wording in wordings)

    def line(self, wording: str, language: str, own: Sequence[str] = ()) -> str:
        """One wording with its keyword, and with the values of ``own`` that fit its places one after the other, or examples."""
        said = example(wording, language, self.examples) if not own else _filled(wording, language, self.examples, own)
        return f"{_KEYWORD[language][self.moment]} {said}"


PHRASES: list[Phrase] = []


def step_modules() -> tuple[ModuleType, ...]:
    """The modules that hold the steps, imported: from then on ``PHRASES`` is whole."""
    return tuple(import_module(f"dunning_engine.testing.{name}") for name in _STEP_MODULES)


def phrase(
    moment: Moment,
    *,
    sv: str | tuple[str, ...],
    en: str | tuple[str, ...],
    takes: str | None = None,
    **examples: str | tuple[str, str],
) -> Callable[[Decorated], Decorated]:
    """Make a function the step with these wordings; its docstring's first line goes into the docs, with the ``examples``."""
    swedish = (sv,) if isinstance(sv, str) else sv
    english = (en,) if isinstance(en, str) else en

    def register(function: Decorated) -> Decorated:
        meaning = (function.__doc__ or "").strip().splitlines()[0]
        PHRASES.append(Phrase(moment, swedish, english, takes, meaning, examples))
        for wording in (*swedish, *english):
            names = set(_PLACE.findall(wording))
            converters = {name: PLACES[name].read for name in names if name in PLACES}
            # pytest-bdd keeps a step in the module that calls it, which is the one that applies this decorator
            _REGISTER[moment](parsers.re(pattern(wording)), converters=converters, stacklevel=2)(function)
        return function

    return register


def pattern(wording: str) -> str:
    """The regular expression of a wording."""
    parts: list[str] = []
    end = 0
    for place in _PLACE.finditer(wording):
        parts.append(re.escape(wording[end : place.start()]))
        name, quoted = place[1], place[0].startswith('"')
        parts.append(f'"(?P<{name}>[^"]*)"' if quoted else f"(?P<{name}>{PLACES[name].pattern})")
        end = place.end()
    parts.append(re.escape(wording[end:]))
    return "".join(parts)


def example(wording: str, language: str, own: Mapping[str, str | tuple[str, str]] | None = None) -> str:
    """A wording with example values in its places, ``own`` ones before those that are usual."""

    def fill(found: re.Match[str]) -> str:
        place = PLACES.get(found[1])
        if place is None:
            value = (own or {}).get(found[1], EXAMPLES[found[1]])
            return value if isinstance(value, str) else value[language == "en"]
        return place.sv if language == "sv" else place.en

    return re.sub(r"\{([a-z]+)\}", fill, wording)


def is_known(text: str) -> bool:
    """Whether a step's text is one of the vocabulary's wordings."""
    return any(compiled.fullmatch(text) for compiled in _patterns())


def nearest(text: str, moment: str | None = None, spoken: str | None = None) -> tuple[str, ...]:
    """The known steps most like a text that is none, the likest first, with the text's own values in them.

    ``moment`` is said by its keyword, ``spoken`` is the language of the feature: they decide between what is equally like it.
    """
    wanted, own = _skeleton(text), _VALUE.findall(text)
    found: list[tuple[float, str]] = []
    for known in PHRASES:
        for language, wordings in (("sv", known.sv), ("en", known.en)):
            for wording in wordings:
                unquoted = _without_quotes(wording, text)
                likeness = SequenceMatcher(None, wanted, _skeleton(example(wording, language))).ratio()
                likeness = max(likeness, 0.0 if unquoted is None else 1.0)
                if likeness >= _NEAR_ENOUGH:
                    # "föreslås" after Givet is more likely a wrong keyword than a wrong word
                    bonus = 0.02 * (known.moment == moment) + 0.1 * (language == spoken)
                    said = known.line(wording, language, own if unquoted is None else unquoted)
                    found.append((likeness + bonus, said))
    found.sort(key=lambda pair: (-pair[0], pair[1]))
    near = [line for likeness, line in found if likeness > found[0][0] - _MUCH_LESS_LIKE]
    return tuple(dict.fromkeys(near))[:_SUGGESTIONS]


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(pattern(wording)) for known in PHRASES for wording in (*known.sv, *known.en))


def _skeleton(text: str) -> str:
    return _VALUE.sub("…", text)


def _without_quotes(wording: str, text: str) -> list[str] | None:
    """The values of a text that is this wording but for forgotten quotation marks, with them."""
    names = [place[1] for place in _PLACE.finditer(wording) if place[0].startswith('"')]
    if not names:
        return None
    loose = pattern(wording).replace('"(', '"?(').replace(')"', ')"?').replace('[^"]*', r'[^"\s]+')
    found = re.fullmatch(loose, text)
    if found is None:
        return None
    return [f'"{value}"' if name in names else value for name, value in found.groupdict().items()]


def _filled(wording: str, language: str, examples: Mapping[str, str | tuple[str, str]], own: Sequence[str]) -> str:
    """The wording with each of its places filled with the next of the ``own`` values that may stand there."""
    left = list(own)

    def fill(place: re.Match[str]) -> str:
        wanted = re.compile(_DETAILS if place[1] == "details" else pattern(place[0]))
        fits = next((value for value in left if wanted.fullmatch(value)), None)
        if fits is None:
            return example(place[0], language, examples)
        del left[: left.index(fits) + 1]
        return fits

    return _PLACE.sub(fill, wording)
