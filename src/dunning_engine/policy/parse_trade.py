"""Buying, lending, recourse and overdraft, typed: the sections ``purchase``, ``recourse`` and ``overdraft``.

What cannot be read is reported and left out: an outcome whose condition is wrong, a recourse section whose condition is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dunning_engine.policy.parse_condition import parse_condition
from dunning_engine.policy.reading import Fields
from dunning_engine.policy.trade import (
    BuyBack,
    Notify,
    Outcome,
    OutcomeKind,
    Overdraft,
    Payout,
    PayoutUnit,
    Purchase,
    Recourse,
)
from dunning_engine.text.wording import show

if TYPE_CHECKING:
    from dunning_engine.policy.reading import Reading
    from dunning_engine.text.source import Path

_SAME_DAY = Payout(0, PayoutUnit.CALENDAR_DAYS)


def parse_purchase(reading: Reading, policy: Fields) -> tuple[Purchase | None, tuple[Path, ...]]:
    """``purchase``, and the place of each of its outcomes that could be read."""
    if "purchase" not in policy.values:
        return None, ()
    fields = policy.mapping("purchase")
    outcomes = [
        (outcome, path)
        for item, path in fields.items("outcomes")
        if (outcome := _outcome(reading, Fields.of(item, path))) is not None
    ]
    purchase = Purchase(
        outcomes=tuple(outcome for outcome, _ in outcomes),
        payout=_payout(reading, fields),
        fee_percent=reading.hundredths_at(fields, "fee_percent") or 0,
        advance_percent=reading.hundredths_at(fields, "advance_percent") or 0,
        notice_of_assignment=fields.boolean("notice_of_assignment") or False,
        span=reading.document.key_span(policy.where("purchase")),
    )
    return purchase, tuple(path for _, path in outcomes)


def parse_recourse(reading: Reading, policy: Fields) -> Recourse | None:
    """``recourse``."""
    fields = policy.mapping("recourse")
    if "when" not in fields.values:
        return None
    when = parse_condition(reading, fields.values["when"], fields.where("when"))
    if when is None:
        return None
    return Recourse(
        when=when,
        pursue_through_days=fields.whole("pursue_through_days_after_due_date") or 0,
        buy_back=fields.word("buy_back", BuyBack) or BuyBack.BALANCE,
        continue_in=fields.text("continue_in") or "",
        span=reading.document.key_span(policy.where("recourse")),
    )


def parse_overdraft(reading: Reading, policy: Fields) -> Overdraft | None:
    """``overdraft``."""
    if "overdraft" not in policy.values:
        return None
    fields = policy.mapping("overdraft").mapping("daily_interest")
    return Overdraft(
        monthly_percent=reading.hundredths_at(fields, "monthly_percent") or 0,
        divided_by=fields.whole("divided_by") or 1,
        times=reading.hundredths_at(fields, "times") or 0,
        span=reading.document.key_span(policy.where("overdraft")),
    )


def _outcome(reading: Reading, fields: Fields) -> Outcome | None:
    when = None
    if "when" in fields.values:
        when = parse_condition(reading, fields.values["when"], fields.where("when"))
    kind = fields.word("outcome", OutcomeKind)
    if kind is None or (when is None and "when" in fields.values):
        return None
    return Outcome(
        kind=kind,
        title=fields.text("title") or "",
        span=reading.document.key_span((*fields.path, "outcome")),
        when=when,
        notify_client=fields.word("notify_client", Notify),
    )


def _payout(reading: Reading, purchase: Fields) -> Payout:
    written = purchase.values.get("payout")
    if written is not None and not isinstance(written, dict):
        reading.problem(
            "DE374",
            f"{show(written)} does not say what is counted until the payout",
            purchase.where("payout"),
            hint=f"write one of {_ways(written)}",
        )
        return _SAME_DAY
    fields = purchase.mapping("payout")
    counts = ((unit, fields.whole(unit)) for unit in PayoutUnit)
    return next((Payout(count, unit) for unit, count in counts if count is not None), _SAME_DAY)


def _ways(written: Any) -> str:
    """The units, each with the number that was written or one that is usual."""
    number = written if isinstance(written, int) and not isinstance(written, bool) else None
    usual = {PayoutUnit.BANKING_DAYS: 1, PayoutUnit.CALENDAR_DAYS: 0, PayoutUnit.HOURS: 24}
    return ", ".join(f"{{{unit}: {count if number is None else number}}}" for unit, count in usual.items())
