"""Invoices and accounts of a request, by the facts' own readers, with a JSON pointer to each thing that is wrong.

A first reading goes without places. Only what does not fit is read again with them, so that a call that fits pays nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from dunning_engine.facts.account_reading import read_account
from dunning_engine.facts.invoice import read_invoice
from dunning_engine.problems import Span
from dunning_engine.service.parts import pointer_to

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dunning_engine.facts.account import Account
    from dunning_engine.facts.invoice import Invoice
    from dunning_engine.problems import Problem
    from dunning_engine.service.parts import Step, Steps

_WHOLE = Span("", 0, 0, 0)


def invoice_at(given: Any, *steps: Step) -> tuple[Invoice | None, list[Problem]]:
    """The invoice that stands at ``steps``, or everything that is wrong with it."""
    invoice, _ = read_invoice(given)
    if invoice is not None:
        return invoice, []
    _, problems = read_invoice(given, where=_WHOLE, event_places=_places(given, "events"))
    return None, [_pointing(problem, (*steps, "events"), steps) for problem in problems]


def account_at(given: Any, *steps: Step) -> tuple[Account | None, list[Problem]]:
    """The account that stands at ``steps``, or everything that is wrong with it."""
    account, _ = read_account(given)
    if account is not None:
        return account, []
    _, problems = read_account(given, where=_WHOLE, entry_places=_places(given, "entries"))
    return None, [_pointing(problem, (*steps, "entries"), steps) for problem in problems]


def at_invoice(problems: Iterable[Problem], *steps: Step) -> list[Problem]:
    """What is wrong with an invoice or an account that could be read: problems of its facts, pointing into it."""
    return [_pointing(problem, (), steps) for problem in problems]


def _places(given: Any, items: str) -> list[Span]:
    """A place for each item: its number from 1 stands as the line."""
    held = given.get(items) if isinstance(given, Mapping) else None
    return [Span("", number, 0, 0) for number in range(1, len(held) + 1)] if isinstance(held, list) else []


def _pointing(problem: Problem, items: Steps, steps: Steps) -> Problem:
    """The problem with a pointer in place of the item's number."""
    number = problem.span.line if problem.span is not None else 0
    place = (*items, number - 1) if number else steps
    fact = (problem.fact,) if problem.fact is not None else ()
    return replace(problem, span=None, pointer=pointer_to(*place, *fact))
