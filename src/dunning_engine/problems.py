"""A problem is a value: a code, a place, what is wrong and what to write instead.

Codes by stage, never reused: DE1xx text, DE2xx shape, DE3xx meaning, DE4xx law, DE5xx facts, DE6xx a request
to the service.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from dunning_engine.rendering import render_text

if TYPE_CHECKING:
    from collections.abc import Iterable


class Severity(StrEnum):
    """An error stops the use of a policy or an invoice; a warning does not."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A place in a file: lines and columns count from 1, ``end_column`` is the first column after it, on ``line``."""

    file: str
    line: int
    column: int
    end_column: int

    def __str__(self) -> str:
        """``file:line:column``, as editors and terminals make it clickable."""
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One thing that is wrong.

    A problem in a file has ``span`` and ``excerpt`` (the whole line); one in facts has ``invoice`` or ``account``, ``fact`` and
    ``value`` and, when read from a ledger, ``span`` too; one in a request has ``pointer``, a JSON pointer into its body.
    ``related`` are further places that are part of the same conflict.
    """

    code: str
    message: str
    hint: str | None = None
    span: Span | None = None
    excerpt: str | None = None
    severity: Severity = Severity.ERROR
    related: tuple[Span, ...] = ()
    invoice: str | None = None
    account: str | None = None
    fact: str | None = None
    value: str | None = None
    pointer: str | None = None


class ProblemsError(ValueError):
    """Something could not be used; ``problems`` holds everything that is wrong with it, sorted."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems: tuple[Problem, ...] = sort_problems(problems)
        super().__init__(self.problems)

    def __str__(self) -> str:
        """All problems, rendered as text."""
        return "\n".join(render_text(problem) for problem in self.problems)


class PolicyError(ProblemsError):
    """Policies or law files that do not pass the check."""


class FactError(ProblemsError):
    """Facts about an invoice or an account that do not fit the catalogue."""


def sort_problems(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Sorted by place, then by invoice and account, then by code; the same problem twice is said once."""
    nowhere = Span("", 0, 0, 0)
    unique = dict.fromkeys(problems)
    return tuple(
        sorted(
            unique,
            key=lambda p: (p.span or nowhere, p.invoice or "", p.account or "", p.code, p.fact or "", p.message),
        )
    )


def has_errors(problems: Iterable[Problem]) -> bool:
    """Whether anything in ``problems`` is more than a warning."""
    return any(problem.severity is Severity.ERROR for problem in problems)
