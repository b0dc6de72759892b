"""Writes what is made from the catalogue of facts: the schemas of invoice, event and account, and the page ``docs/facts.md``."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from dunning_engine.facts.account import ACCOUNT_FIELDS, ENTRY_FIELDS, MEANINGS
from dunning_engine.facts.catalogue import DERIVED, GIVEN, Fact, Kind
from dunning_engine.facts.event import FIELDS, SHAPES

TOP = Path(__file__).resolve().parent.parent
_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_AMOUNT = {"type": ["string", "number"], "pattern": r"^-?[0-9]{1,13}(\.[0-9]{1,2})?$"}
# Which sign an entry's amount has, for numbers and for text; a kind of either sign only may not be zero.
_NOT_ZERO = r"(?!0+(\.0+)?$)[0-9]{1,13}(\.[0-9]{1,2})?$"
_SIGNS: dict[int, dict[str, Any]] = {
    1: {"exclusiveMinimum": 0, "pattern": f"^{_NOT_ZERO}"},
    -1: {"exclusiveMaximum": 0, "pattern": f"^-{_NOT_ZERO}"},
    0: {"not": {"const": 0}, "pattern": f"^-?{_NOT_ZERO}"},
}
_SIGN_WORDS = {
    1: ("Större än noll.", "above zero"),
    -1: ("Mindre än noll.", "below zero"),
    0: ("Inte noll.", "either"),
}
# What only one fact, or one field of events, must satisfy besides its type; null stays what it is.
_UNSIGNED = {"minimum": 0, "pattern": r"^[0-9]{1,13}(\.[0-9]{1,2})?$"}
_OF_FACTS: dict[str, dict[str, Any]] = {
    "currency": {"type": "string", "pattern": "^[A-Z]{3}$"},
    "interest_rate": {**_UNSIGNED, "maximum": 1000},
    "credit_risk": {"minimum": 1, "pattern": "^[0-9]{1,15}$"},
}
_OF_FIELDS = dict.fromkeys(("amount", "fee", "interest", "price", "purchase_fee"), _UNSIGNED)
_SHAPES: dict[Kind, dict[str, Any]] = {
    Kind.TEXT: {"type": ["string", "integer"]},
    Kind.BOOLEAN: {"enum": [True, False, "true", "false"]},
    Kind.WHOLE: {"type": ["integer", "string"], "pattern": "^-?[0-9]{1,15}$"},
    Kind.AMOUNT: _AMOUNT,
    Kind.PERCENT: _AMOUNT,
    Kind.DATE: {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"},
    Kind.MOMENT: {
        "type": "string",
        "pattern": r"^[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,6})?)?(Z|[+-][0-9]{2}:[0-9]{2})?$",
    },
}

_PAGE = """\
# Facts

A fact has one name everywhere: in a policy's condition, as a column of a ledger, as a key in JSON, in a scenario's table. This page is made by
`tools/fact_pages.py` from the catalogue in `src/dunning_engine/facts/`; change that, not the page.

How values are written: amounts and percentages with a point and at most two decimals (`1234.50`), dates as `2026-03-02`, moments as
`2026-03-02T14:30` (Swedish time) or with a zone (`2026-03-02T13:30Z`), booleans as `true` and `false`, words as they stand here. An empty cell, an
empty text and `null` all mean that the fact is not known. An amount in a program is text, a `Decimal` or whole kronor, never a float.
In Python's `Invoice`, `Event` and `Account`, amounts are öre and percentages basis points.

## An invoice: what is given

{given}

`balance`, `paid_on`, `last_step` and `last_step_on` are for ledgers that keep no events, and stand in place of them: beside events of payments, credit
notes or steps they are refused. Interest is then counted on `balance`. With `paid_on`, the invoice is unpaid before that day, and what was left to pay is
`balance`, or where that is zero `amount`.

The due date and the day of sending are not before the invoice's own date. `sent_on` and `created_at` default to it: to the day, and to its first
moment in Sweden.

`payout_to` is where the client wants the money when the invoice is bought or pledged; it stands as `send_to` in the action that pays it out.

## Events: what has happened

An invoice carries its own list, `"events": [{{"on": "2026-03-10", "event": "payment", "amount": "500.00"}}]`; in tables events stand in a file of their
own with the column `invoice`. They are taken in the order of their days, and those of one day in the order given. Events after the day that is
asked about are ignored, so any day can be replayed. Every event has `on` and `event`; a field that its kind does not read is refused.

{events}

{fields}

A step is taken once, unless it is cancelled in between. A key belongs to one step, and is used up when that step is cancelled. Steps are the
policy's: an invoice that has taken a step its policy lacks is refused.

`pay_out`, `charge_client`, `notify_client`, `notify_customer`, `decline` and `review` are recorded as `done` with the `key` that the action has in
the decision, and are then not proposed again; how every action is recorded stands in [actions.md](actions.md#actions). A review ends when
`picked_for_review` is given as false, whether it has been recorded or not. An invoice is sold once, unless it is bought back in between: `sold` while it is sold, and `bought_back` while it is not, are refused.

## How money is folded

Three sums are kept for each invoice: the principal, the fees, and the interest that has been claimed.

- A **step** adds its fee to the fees. The interest that it states **replaces** what earlier steps stated, since each states all that is accrued
  and unpaid on its day; a statement of 0.00 takes back what was claimed, no statement leaves it as it was.
- A **payment** settles fees, interest and principal in the policy's order (`payments_settle`), never more than the balance. The rest is
  `overpaid`, and settles what is claimed later. What it settled of interest comes off what has accrued.
- A **credit note** lowers the principal and is no payment. Where credit notes exceed the principal it goes below zero, which lowers the balance.
- **Interest invoiced** on its own comes off what has accrued, and is owed beside the three sums: what steps have claimed stays claimed.
- A **write-off** changes nothing of the claim.
- A **cancelled step** counts, from the day of its cancellation, as never taken: its fee and its statement of interest are gone and the statement
  before it stands again. What payments had settled of it settles, on their own days, what else was owed then. Before that day it stands as it was.
- `balance` is principal + fees + claimed interest; an invoice is `paid` when that is at most zero, and `paid_on` is the day it became so. Interest
  that was never claimed keeps no invoice open.
- Interest is counted on the principal of each day, never below zero: a payment lowers it from the day after, so that the day of payment still counts
  for what it pays; a credit note lowers it from its own day.

A pause with a last day lasts through it, and so does a promise: it is broken from the day after, and over when the invoice is paid. A buy-back
leaves `sale` as it was and sets `bought_back`; a new sale clears it. Neither changes what the debtor owes. `done` and a note change nothing of the
money.

## Accounts: what a client has with its buyer

The account that a buyer or lender keeps for a client. It is evaluated beside the invoices, for interest on each day that ends below zero. In a
mapping or JSON it carries its own list, `"entries": [{{"on": "2026-03-10", "entry": "payout", "amount": "-9710.00"}}]`; in tables each row is one entry,
and the account's own columns are repeated.

{accounts}

Entries are taken in the order of their days, and the balance is their sum. Every entry has `on`, `entry` and `amount`, and an amount is never zero.

{entries}

{entry_fields}

Interest on an overdrawn account is charged once for a day: two entries `overdraft_interest` of one day are refused. The invoice that an entry names
need not be in the ledger.

## Derived facts

Worked out from the invoice, its events and the day; they are used in conditions and cannot be given.

{derived}

`has_<fact>` is `true` where an optional fact is known: `has_customer_email`, `has_sale`. A comparison with a fact that is not known does not hold.
"""


def files() -> dict[Path, str]:
    """Every file that is made, with its text."""
    return {
        TOP / "schemas" / "invoice.schema.json": _json(invoice_schema()),
        TOP / "schemas" / "event.schema.json": _json({"$schema": _DIALECT, **event_schema()}),
        TOP / "schemas" / "account.schema.json": _json(account_schema()),
        TOP / "docs" / "facts.md": facts_page(),
    }


def invoice_schema() -> dict[str, Any]:
    """An invoice with its events, as JSON."""
    return {
        "$schema": _DIALECT,
        "title": "Faktura",
        "description": "En faktura med det som har hänt den. Vad fakta betyder står i docs/facts.md.",
        "type": "object",
        "additionalProperties": False,
        "required": [fact.name for fact in GIVEN if not fact.optional],
        "properties": {
            **{fact.name: _property(fact, _OF_FACTS) for fact in GIVEN},
            "events": {
                "description": "Vad som har hänt fakturan, i valfri ordning.",
                "type": ["array", "null"],
                "items": {"$ref": "#/$defs/event"},
            },
        },
        "$defs": {"event": event_schema()},
    }


def event_schema() -> dict[str, Any]:
    """One event: what its kind must carry, and that it carries nothing else."""
    return {
        "title": "Händelse",
        "description": "Något som har hänt en faktura en viss dag.",
        "type": "object",
        "additionalProperties": False,
        "required": [field.name for field in FIELDS.values() if not field.optional],
        "properties": {field.name: _property(field, _OF_FIELDS) for field in FIELDS.values()},
        "allOf": [
            {
                "if": {"properties": {"event": {"const": kind.value}}},
                "then": {
                    "description": shape.sv,
                    **({"required": list(shape.must)} if shape.must else {}),
                    "properties": {
                        **{name: {"not": {"type": "null"}} for name in shape.must},
                        **{
                            name: {"type": "null"}
                            for name, field in FIELDS.items()
                            if field.optional and name not in shape.must + shape.may
                        },
                    },
                },
            }
            for kind, shape in SHAPES.items()
        ],
    }


def account_schema() -> dict[str, Any]:
    """An account with its entries, and which sign each kind of entry has."""
    return {
        "$schema": _DIALECT,
        "title": "Konto",
        "description": "En uppdragsgivares konto hos fakturaköparen, med dess poster.",
        "type": "object",
        "additionalProperties": False,
        "required": [field.name for field in ACCOUNT_FIELDS.values() if not field.optional],
        "properties": {
            **{field.name: _property(field, _OF_FACTS) for field in ACCOUNT_FIELDS.values()},
            "entries": {
                "description": "Kontots poster, i valfri ordning.",
                "type": ["array", "null"],
                "items": {"$ref": "#/$defs/entry"},
            },
        },
        "$defs": {
            "entry": {
                "title": "Post",
                "description": "En post på kontot en viss dag.",
                "type": "object",
                "additionalProperties": False,
                "required": [field.name for field in ENTRY_FIELDS.values() if not field.optional],
                "properties": {field.name: _property(field, {}) for field in ENTRY_FIELDS.values()},
                "allOf": [
                    {
                        "if": {"properties": {"entry": {"const": kind.value}}},
                        "then": {
                            "description": meaning.sv,
                            "properties": {
                                "amount": {"description": _SIGN_WORDS[meaning.sign][0], **_SIGNS[meaning.sign]}
                            },
                        },
                    }
                    for kind, meaning in MEANINGS.items()
                ],
            }
        },
    }


def facts_page() -> str:
    """The table page of facts, events and accounts."""
    return _PAGE.format(
        given=_table(
            ("fact", "type", "presence", "meaning", "på svenska"),
            [(f"`{f.name}`", _kind(f), "" if f.optional else "required", f.en, f.sv) for f in GIVEN],
        ),
        events=_table(
            ("event", "must carry", "may carry", "meaning", "på svenska"),
            [
                (f"`{kind}`", _names(shape.must), _names(shape.may), shape.en, shape.sv)
                for kind, shape in SHAPES.items()
            ],
        ),
        fields=_table(
            ("field", "type", "meaning", "på svenska"),
            [
                (f"`{f.name}`", "an event of the table above" if f.name == "event" else _kind(f), f.en, f.sv)
                for f in FIELDS.values()
            ],
        ),
        accounts=_table(
            ("field", "type", "presence", "meaning", "på svenska"),
            [(f"`{f.name}`", _kind(f), "" if f.optional else "required", f.en, f.sv) for f in ACCOUNT_FIELDS.values()],
        ),
        entries=_table(
            ("entry", "amount", "meaning", "på svenska"),
            [(f"`{kind}`", _SIGN_WORDS[m.sign][1], m.en, m.sv) for kind, m in MEANINGS.items()],
        ),
        entry_fields=_table(
            ("field", "type", "meaning", "på svenska"),
            [
                (f"`{f.name}`", "an entry of the table above" if f.name == "entry" else _kind(f), f.en, f.sv)
                for f in ENTRY_FIELDS.values()
            ],
        ),
        derived=_table(
            ("fact", "type", "presence", "meaning", "på svenska"),
            [(f"`{f.name}`", _kind(f), "may be absent" if f.optional else "", f.en, f.sv) for f in DERIVED],
        ),
    )


def _property(fact: Fact, own: dict[str, dict[str, Any]]) -> dict[str, Any]:
    shape = {"enum": list(fact.words)} if fact.kind is Kind.WORD else {**_SHAPES[fact.kind], **own.get(fact.name, {})}
    if fact.optional and "enum" in shape:
        shape["enum"] = [*shape["enum"], None]
    elif fact.optional:
        types = [shape["type"]] if isinstance(shape["type"], str) else shape["type"]
        shape["type"] = [*types, "null"]
    return {"description": fact.sv, **shape}


def _kind(fact: Fact) -> str:
    return _names(fact.words) if fact.words else str(fact.kind)


def _names(names: tuple[str, ...]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def _table(head: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    lines = [head, ("---",) * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _json(schema: dict[str, Any]) -> str:
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"
