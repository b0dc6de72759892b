"""An invoice as a form: its facts in groups, texts as people type them, and back to what `evaluate` takes.

A form holds text alone, so that what does not fit stays as it was typed. Amounts may be typed the Swedish way, "10 000,00";
the mapping has them with a point and nothing else, exact. What cannot be read so goes on as it stands, and the readers of
facts say what is wrong with it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from dunning_engine.decisions.phrases import kronor, percent
from dunning_engine.facts.catalogue import GIVEN_BY_NAME, Fact, Kind
from dunning_engine.facts.checks import FACT_READERS
from dunning_engine.facts.event import FIELDS, SHAPES
from dunning_engine.facts.invoice import Invoice, read_invoice
from dunning_engine.facts.values import is_absent
from dunning_engine.money import parse_hundredths
from dunning_engine.problems import Span

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from dunning_engine.problems import Problem

GROUPS: Mapping[str, tuple[str, ...]] = {
    "invoice": ("invoice", "issued_on", "due_on", "amount", "currency", "policy"),
    "customer": (
        *("customer", "customer_kind", "customer_identity_number", "customer_email", "customer_email_registered_at"),
        "customer_registered_address",
    ),
    "agreement": (
        *("due_date_agreed", "reminder_fee_agreed", "interest_rate", "collection_agreement", "recourse_agreement"),
        "enforcement_choice",
    ),
    "seller": ("client", "offered_for_sale", "credit_risk", "picked_for_review", "payout_to"),
    "sending": ("sent_by", "sent_on", "created_at", "customer_prefers"),
    "payments": ("payments_known_through", "balance", "paid_on", "last_step", "last_step_on"),
}
"""Every given fact once, in the order of the form."""

_SHAPES = {kind.value: shape for kind, shape in SHAPES.items()}
_HUNDREDTHS = frozenset({Kind.AMOUNT, Kind.PERCENT})
_TYPED = re.compile(r"([-−]?)([0-9]+|[0-9]{1,3}(?:[ \u00a0\u202f][0-9]{3})+)(?:[.,]([0-9]{1,2}))?(?: ?(?:kr|%))?")


@dataclass(slots=True)
class Form:
    """What stands in the fields: texts by fact, words and booleans as ``"email"`` and ``"true"``; a row for each event."""

    facts: dict[str, str] = field(default_factory=dict)
    events: list[dict[str, str]] = field(default_factory=list)


@dataclass(slots=True)
class Complaints:
    """Problems by the field that they concern; ``events`` by the row, counted from 0, and its field or ``None``."""

    facts: dict[str, list[Problem]] = field(default_factory=dict)
    events: dict[tuple[int, str | None], list[Problem]] = field(default_factory=dict)
    others: list[Problem] = field(default_factory=list)

    def __bool__(self) -> bool:
        """Whether there is any."""
        return bool(self.facts or self.events or self.others)


def mapping_of(form: Form) -> dict[str, Any]:
    """The invoice that the form describes, in the names and forms of the docs' table of facts, empty fields left out."""
    told: dict[str, Any] = {
        name: _plain(text, GIVEN_BY_NAME.get(name)) for name, text in form.facts.items() if not is_absent(text)
    }
    if form.events:
        told["events"] = [_plain_event(row) for row in form.events]
    return told


def form_of(mapping: Mapping[str, Any]) -> Form:
    """The form that shows the invoice; of an event that is no mapping, an empty row."""
    facts = {
        name: _shown(value, GIVEN_BY_NAME.get(name))
        for name, value in mapping.items()
        if name != "events" and not is_absent(value)
    }
    events = mapping.get("events") or ()
    return Form(facts, [_shown_event(event) for event in events])


def fields_of(row: Mapping[str, str]) -> tuple[str, ...]:
    """The fields of an event beside its kind and day: those that the kind must and may carry."""
    shape = _SHAPES.get(row.get("event", ""))
    return () if shape is None else (*shape.must, *shape.may)


def what_happened(row: Mapping[str, str], language: str) -> str:
    """What an event of the row's kind means, in a sentence; nothing for no kind."""
    shape = _SHAPES.get(row.get("event", ""))
    return "" if shape is None else shape.en if language == "en" else shape.sv


def fronted(form: Form, asked: Collection[str]) -> dict[str, tuple[str, ...]]:
    """The facts to show first, by group: those that are asked for and those that are filled in; empty groups left out."""
    shown = {
        group: tuple(name for name in facts if name in asked or not is_absent(form.facts.get(name)))
        for group, facts in GROUPS.items()
    }
    return {group: facts for group, facts in shown.items() if facts}


def behind(front: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """The facts that are not shown first, by group."""
    rest = {group: tuple(name for name in facts if name not in front.get(group, ())) for group, facts in GROUPS.items()}
    return {group: facts for group, facts in rest.items() if facts}


def read_form(mapping: Mapping[str, Any]) -> tuple[Invoice | None, Complaints]:
    """The invoice of a form's mapping, or ``None`` and every problem at the field that it concerns."""
    rows = mapping.get("events") or ()
    places = [Span("", row + 1, 1, 1) for row in range(len(rows))]
    invoice, problems = read_invoice(mapping, event_places=places)
    return invoice, complaints(problems)


def complaints(problems: Iterable[Problem], rows: Sequence[Mapping[str, str]] = ()) -> Complaints:
    """The problems by field. Of those that `read_form` finds, the line of a place is the row of an event, from 1.

    What a policy has against an invoice names no event: it stands at those of ``rows`` that hold the value.
    """
    found = Complaints()
    for problem in problems:
        if problem.span is not None and not problem.span.file:
            found.events.setdefault((problem.span.line - 1, problem.fact), []).append(problem)
        elif held := [row for row, held in enumerate(rows) if problem.fact and held.get(problem.fact) == problem.value]:
            for row in held:
                found.events.setdefault((row, problem.fact), []).append(problem)
        elif problem.fact in GIVEN_BY_NAME:
            found.facts.setdefault(problem.fact or "", []).append(problem)
        else:
            found.others.append(problem)
    return found


def typed_day(text: str) -> date | None:
    """The day that was typed, ``None`` for what is none; it lies where those of invoices lie."""
    read = FACT_READERS["issued_on"](text)
    return read if isinstance(read, date) else None


def shifted(mapping: Mapping[str, Any], by: timedelta) -> dict[str, Any]:
    """The invoice with all its days moved alike, those of its events too; what is no day stays as it is."""
    told = {name: _shifted(value, GIVEN_BY_NAME.get(name), by) for name, value in mapping.items() if name != "events"}
    if "events" in mapping:
        told["events"] = [
            {name: _shifted(value, FIELDS.get(name), by) for name, value in event.items()}
            for event in mapping["events"]
        ]
    return told


def typed_hundredths(text: str) -> str:
    """An amount or a percentage as typed, with a point and without spaces; what is none comes back as it is.

    ``"10 000,00"`` is ``"10000.00"``. Spaces stand between thousands or nowhere: "1 0000" is a slip, not an amount.
    """
    found = _TYPED.fullmatch(text.strip())
    if found is None:
        return text
    sign, whole, decimals = found.groups()
    digits = re.sub(r"\D", "", whole)
    return f"{'-' if sign else ''}{digits}{'' if decimals is None else '.' + decimals}"


def _shifted(value: Any, fact: Fact | None, by: timedelta) -> Any:
    if fact is None or fact.kind not in {Kind.DATE, Kind.MOMENT} or not isinstance(value, str):
        return value
    try:
        day = date.fromisoformat(value[:10]) + by
    except (ValueError, OverflowError):
        return value
    return f"{day}{value[10:]}"


def _plain(text: str, fact: Fact | None) -> Any:
    if fact is not None and fact.kind in _HUNDREDTHS:
        return typed_hundredths(text)
    if fact is not None and fact.kind is Kind.BOOLEAN and text in {"true", "false"}:
        return text == "true"
    return text


def _plain_event(row: Mapping[str, str]) -> dict[str, Any]:
    return {
        name: _plain(row[name], FIELDS.get(name))
        for name in ("on", "event", *fields_of(row))
        if not is_absent(row.get(name))
    }


def _shown(value: object, fact: Fact | None) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    text = f"{value:f}" if isinstance(value, Decimal) else str(value)
    if fact is None or fact.kind not in _HUNDREDTHS:
        return text
    try:
        hundredths = parse_hundredths(text.strip())
    except ValueError:
        return text
    return kronor(hundredths) if fact.kind is Kind.AMOUNT else percent(hundredths)


def _shown_event(event: object) -> dict[str, str]:
    given = event if isinstance(event, dict) else {}
    return {str(name): _shown(value, FIELDS.get(name)) for name, value in given.items() if not is_absent(value)}
