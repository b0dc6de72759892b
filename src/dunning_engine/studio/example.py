"""The invoice that a page begins with: issued on the day, so that all its steps lie ahead."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

_DAYS_TO_PAY = 30


def example_invoice(as_of: date) -> dict[str, Any]:
    """Plain facts of an invoice of 10 000 kr to a company, issued on ``as_of``; made up throughout."""
    return {
        "invoice": "1001",
        "customer": "17",
        "customer_kind": "business",
        "customer_identity_number": "559999-0016",
        "customer_email": "ekonomi@bryggan.example",
        "customer_email_registered_at": f"{as_of - timedelta(days=365)}T09:00",
        "customer_registered_address": "Bryggan Exempel AB, Hamngatan 4, 111 47 Exempelstad",
        "issued_on": as_of.isoformat(),
        "due_on": (as_of + timedelta(days=_DAYS_TO_PAY)).isoformat(),
        "amount": "10000.00",
        "currency": "SEK",
        "sent_by": "email",
        "collection_agreement": "true",
    }
