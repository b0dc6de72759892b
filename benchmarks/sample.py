"""Invoices that differ: seeded, with no to four events each, so that every contender answers the same varied questions."""

from __future__ import annotations

import random
from datetime import date, timedelta
from typing import Any

AS_OF = date(2026, 3, 12)
SEED = 1981

_KINDS = (*["step"] * 7, "payment", "payment", "credit_note", "dispute", "dispute_settled", "pause", "promise")


def mappings(count: int, seed: int = SEED) -> list[dict[str, Any]]:
    """``count`` invoices as mappings, the way JSON gives them; amounts above zero, all in kronor."""
    chance = random.Random(seed)  # noqa: S311 (a sample, no secret)
    return [_invoice(number, chance) for number in range(count)]


def _invoice(number: int, chance: random.Random) -> dict[str, Any]:
    # Most invoices of a ledger are young; one in ten is old enough that its limitation may have run.
    age = chance.randrange(900, 2200) if _one_in(10, chance) else chance.randrange(1, 250)
    issued_on = AS_OF - timedelta(days=age)
    due_on = issued_on + timedelta(days=chance.choice((10, 14, 30, 30, 30, 45)))
    invoice: dict[str, Any] = {
        "invoice": str(10_000 + number),
        "customer": str(chance.randrange(500)),
        "customer_kind": chance.choice(("business", "business", "consumer", "public_authority")),
        "issued_on": issued_on.isoformat(),
        "due_on": due_on.isoformat(),
        "amount": _kronor(chance.randrange(5_000, 9_000_000)),
        "currency": "SEK",
    }
    given = {
        "sent_by": (95, chance.choice(("email", "post", "e_invoice"))),
        "customer_email": (70, "faktura@example.se"),
        "customer_identity_number": (60, "556016-0680"),
        "reminder_fee_agreed": (10, chance.choice((True, False))),
        "due_date_agreed": (10, chance.choice((True, False))),
        "enforcement_choice": (40, chance.choice(("payment_order", "monitoring"))),
    }
    invoice |= {fact: value for fact, (percent, value) in given.items() if chance.randrange(100) < percent}
    if "customer_email" in invoice and not _one_in(5, chance):
        registered = issued_on + timedelta(days=chance.choice((-400, -30, -1, 1)))
        invoice["customer_email_registered_at"] = f"{registered.isoformat()}T09:00"
    events = _events(due_on, chance)
    if events:
        invoice["events"] = events
    return invoice


def _events(due_on: date, chance: random.Random) -> list[dict[str, Any]]:
    """Steps in the order of the ladder, and what else happens to an invoice, on days that follow each other."""
    steps = iter(("notice", "reminder", "collection", "enforcement"))
    events = []
    day = due_on
    for _ in range(chance.choice((0, 0, 1, 1, 2, 3, 4))):
        day += timedelta(days=chance.randrange(1, 25))
        event: dict[str, Any] = {"on": day.isoformat(), "event": chance.choice(_KINDS)}
        match event["event"]:
            case "step":
                event |= _step(next(steps), day, chance)
            case "payment" | "credit_note":
                event["amount"] = _kronor(chance.randrange(1_000, 2_000_000))
            case "pause" | "promise":
                event["until"] = (day + timedelta(days=chance.randrange(3, 60))).isoformat()
        events.append(event)
    return events


def _step(step: str, day: date, chance: random.Random) -> dict[str, Any]:
    carried: dict[str, Any] = {"step": step}
    if step in {"reminder", "collection"}:
        carried["fee"] = "60.00" if step == "reminder" else "180.00"
        carried["interest"] = _kronor(chance.randrange(0, 20_000))
        if not _one_in(3, chance):
            carried["pay_by"] = (day + timedelta(days=12)).isoformat()
            carried["sent_by"] = "post"
    return carried


def _one_in(number: int, chance: random.Random) -> bool:
    return not chance.randrange(number)


def _kronor(ore: int) -> str:
    return f"{ore // 100}.{ore % 100:02d}"
