"""Invoices to begin with: those of the example ledger that follow the policy at hand, and one that is made up for any policy."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import TYPE_CHECKING, Any

from dunning_engine.decisions.phrases import kronor
from dunning_engine.facts.invoice import read_invoice
from dunning_engine.resources import examples_directory
from dunning_engine.studio.example import example_invoice
from dunning_engine.studio.followed import unfit
from dunning_engine.studio.words_invoice import choice

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dunning_engine.facts.invoice import Invoice
    from dunning_engine.policy.model import Policy, PolicyHistory

LEDGER_DAY = date(2026, 3, 31)
"""The day that the example ledger is made for."""

_MOST = 12
_OFFERED = {
    "client": "7101",
    "customer_prefers": "email",
    "offered_for_sale": "true",
    "credit_risk": "1",
    "payout_to": "bankgiro",
}


@dataclass(frozen=True, slots=True)
class Example:
    """An invoice of the example ledger: its plain facts, and itself."""

    mapping: dict[str, Any]
    invoice: Invoice

    def title(self, language: str) -> str:
        """Its number, whom it is to, how much it is, and what has happened to it."""
        one = self.invoice
        happened = dict.fromkeys(choice(event.event.value, language) for event in one.events)
        told = [choice(one.customer_kind, language), f"{kronor(one.amount)}\u00a0kr", *happened]
        return f"{one.invoice}: {', '.join(told)}"


def examples_of(history: PolicyHistory) -> tuple[Example, ...]:
    """At most a dozen that the policy can decide on, as unlike each other as they come; none for a policy that did not ship."""
    found: dict[tuple[object, ...], Example] = {}
    for example in _ledger():
        one = example.invoice
        kind = (one.customer_kind, one.customer_identity_number is None, *(event.event for event in one.events))
        if one.policy == history.name and kind not in found and not unfit(history, one, LEDGER_DAY):
            found[kind] = example
    return tuple(found.values())[:_MOST]


def made_up(policy: Policy | None, as_of: date) -> dict[str, Any]:
    """A sensible invoice of the policy's own currency; offered for sale where the policy buys."""
    invoice = example_invoice(as_of)
    if policy is None:
        return invoice
    offered = _OFFERED if policy.purchase is not None else {}
    return invoice | {"currency": policy.currency} | offered


def starting_day(history: PolicyHistory | None, revision: Policy | None, today: date) -> date:
    """The day nearest to ``today`` on which an invoice that follows the revision can be issued."""
    if history is None or revision is None or history.revision_for(today) is revision:
        return today
    later = [one.applies_from for one in history.revisions if one.applies_from > revision.applies_from]
    return revision.applies_from if revision.applies_from > today or not later else min(later) - timedelta(days=1)


@cache
def _ledger() -> tuple[Example, ...]:
    """The ledger that ships, in its order."""
    events: dict[str, list[dict[str, str]]] = {}
    for row in _rows("events.csv"):
        events.setdefault(row.pop("invoice"), []).append(row)
    found = []
    for row in _rows("ledger.csv"):
        mapping: dict[str, Any] = dict(row)
        if row["invoice"] in events:
            mapping["events"] = events[row["invoice"]]
        invoice, _ = read_invoice(mapping)
        if invoice is not None:
            found.append(Example(mapping, invoice))
    return tuple(found)


def _rows(name: str) -> Iterator[dict[str, str]]:
    """The rows of a file of ours, empty cells left out."""
    with (examples_directory() / name).open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            yield {column: cell for column, cell in row.items() if cell}
