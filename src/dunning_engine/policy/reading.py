"""A policy file while it is parsed: typed look-ups that remember where each value stands, and the problems found.

Shape is the schema's business and has been reported: a value of the wrong type reads as absent here, so that parsing goes
on and finds everything else that is wrong.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import ROUND_DOWN, Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, Any, TypeVar

from dunning_engine.money import LARGEST_ORE, parse_hundredths

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dunning_engine.problems import Problem
    from dunning_engine.text.source import Document, Path

_OF_ORE = "öre are the smallest unit: write 60.00, not 60.001"
_HUNDREDTH = Decimal("0.01")
_Word = TypeVar("_Word", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class Reading:
    """The document and the problems found in it so far."""

    document: Document
    problems: list[Problem] = field(default_factory=list)

    def problem(self, code: str, message: str, path: Path, **more: Any) -> None:
        """Report a problem; ``more`` as `Document.problem` takes it."""
        self.problems.append(self.document.problem(code, message, path, **more))

    def hundredths(self, value: Decimal | int, path: Path, *, amount: bool = False) -> int | None:
        """Basis points of a percentage or hundredths of a factor, öre of an ``amount``.

        ``None`` and a problem where it has more decimals.
        """
        try:
            return parse_hundredths(format(Decimal(value), "f"))
        except ValueError:
            what = "an amount" if amount else "a number"
            message = f"{value} is not {what} with at most two decimals and thirteen digits"
            shorter = None if amount else _shorter(Decimal(value))
            if shorter is not None:
                message = f"{value} has more than two decimals"
            self.problem("DE310", message, path, hint=_OF_ORE if amount else shorter)
            return None

    def hundredths_at(self, fields: Fields, key: str, *, amount: bool = False) -> int | None:
        """The number at ``key``, as `hundredths` gives it; ``None`` where there is none, or none that can be."""
        number = fields.number(key)
        return None if number is None else self.hundredths(number, fields.where(key), amount=amount)


@dataclass(frozen=True, slots=True)
class Fields:
    """A mapping of the file, with the place of each key; ``changed`` holds places that lie elsewhere (an override's)."""

    values: Mapping[str, Any]
    path: Path
    changed: Mapping[str, Path] = field(default_factory=dict)

    @classmethod
    def of(cls, value: Any, path: Path) -> Fields:
        """The mapping at ``path``; without keys where something else stands there."""
        return cls(value if isinstance(value, dict) else {}, path)

    def where(self, key: str) -> Path:
        """The place of ``key``; that of the mapping where the key is not there."""
        if key in self.changed:
            return self.changed[key]
        return (*self.path, key) if key in self.values else self.path

    def text(self, key: str) -> str | None:
        """Text, ``None`` where there is none."""
        value = self.values.get(key)
        return value if isinstance(value, str) else None

    def boolean(self, key: str) -> bool | None:
        """``true`` or ``false``, ``None`` where neither stands there."""
        value = self.values.get(key)
        return value if isinstance(value, bool) else None

    def whole(self, key: str) -> int | None:
        """A whole number, ``None`` where there is none."""
        value = self.values.get(key)
        return value if isinstance(value, int) and not isinstance(value, bool) else None

    def number(self, key: str) -> Decimal | int | None:
        """A whole number or a decimal, ``None`` where there is none."""
        value = self.values.get(key)
        return value if isinstance(value, Decimal | int) and not isinstance(value, bool) else None

    def word(self, key: str, words: type[_Word]) -> _Word | None:
        """A word of a closed list, ``None`` where there is none."""
        return word_of(self.values.get(key), words)

    def mapping(self, key: str) -> Fields:
        """The mapping at ``key``; without keys where there is none."""
        return Fields.of(self.values.get(key), self.where(key))

    def items(self, key: str) -> list[tuple[Any, Path]]:
        """The items of the list at ``key``, each with its place; none where there is no list."""
        value, path = self.values.get(key), self.where(key)
        return [(item, (*path, index)) for index, item in enumerate(value)] if isinstance(value, list) else []

    def texts(self, key: str) -> list[tuple[str, Path]]:
        """The texts in the list at ``key``, each with its place."""
        return [(item, path) for item, path in self.items(key) if isinstance(item, str)]


def _shorter(value: Decimal) -> str | None:
    """The number with the two decimals that count; of one that is too long, nothing."""
    shorter = value.quantize(_HUNDREDTH, ROUND_DOWN) if abs(value) < LARGEST_ORE else value
    return None if shorter == value else f"the hundredth is the smallest unit: write {shorter}"


def word_of(value: Any, words: type[_Word]) -> _Word | None:
    """``value`` as a word of ``words``, ``None`` where it is none."""
    return words(value) if isinstance(value, str) and value in set(words) else None
