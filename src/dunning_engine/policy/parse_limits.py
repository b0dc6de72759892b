"""The limits of a run, typed: the section ``limits``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dunning_engine.policy.limits import Limit, Limits

if TYPE_CHECKING:
    from dunning_engine.policy.reading import Fields, Reading


def parse_limits(reading: Reading, policy: Fields) -> Limits | None:
    """``limits``; ``None`` where the policy has none."""
    if "limits" not in policy.values:
        return None
    fields = policy.mapping("limits")
    kinds = fields.mapping("of_each_kind")
    found = {kind: _limit(reading, kinds, kind, kinds.whole(kind)) for kind in kinds.values}
    return Limits(
        actions_per_run=_limit(reading, fields, "actions_per_run", fields.whole("actions_per_run")),
        share_of_ledger=_percent(reading, fields, "share_of_ledger_percent"),
        of_each_kind={kind: limit for kind, limit in found.items() if limit is not None},
        after_change=_percent(reading, fields, "after_change_percent_of_last_run"),
    )


def _percent(reading: Reading, fields: Fields, key: str) -> Limit | None:
    return _limit(reading, fields, key, reading.hundredths_at(fields, key))


def _limit(reading: Reading, fields: Fields, key: str, most: int | None) -> Limit | None:
    if most is None:
        return None
    span = reading.document.value_span(fields.where(key))
    return Limit(most, span, reading.document.line(span.line))
