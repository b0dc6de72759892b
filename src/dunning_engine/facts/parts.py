"""What an invoice's debt is made of."""

from __future__ import annotations

from enum import StrEnum


class Part(StrEnum):
    """What a payment can settle."""

    FEES = "fees"
    INTEREST = "interest"
    PRINCIPAL = "principal"
