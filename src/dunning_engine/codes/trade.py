"""DE37x to DE39x: buying, lending, recourse and interest invoices that contradict themselves or lead nowhere."""

from __future__ import annotations

from dunning_engine.codes.code import Code

TRADE: dict[str, Code] = {
    "DE374": Code(
        "Payout without unit",
        "A bare number or a text stands where the time until the payout belongs, and nobody could say what it counts: banking days, calendar days or hours.",
        "Write `{banking_days: 1}`, `{calendar_days: 0}` or `{hours: 24}`.",
    ),
}
