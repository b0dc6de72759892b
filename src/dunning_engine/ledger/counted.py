"""The figures of a run whose rows are in a frame, for services that evaluate a ledger themselves."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING

from dunning_engine.ledger.csv_blocks import NotPlainError
from dunning_engine.ledger.figures import RunFigures, figures_of, reached
from dunning_engine.ledger.keys import key_of
from dunning_engine.ledger.summary import PolicyCounts

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    import polars as pl

    from dunning_engine.policy.model import PolicyHistory


def run_figures(
    policy: PolicyHistory | Mapping[str, PolicyHistory], rows: pl.DataFrame, invoices: pl.DataFrame, *, as_of: date
) -> RunFigures:
    """What a run comes to, from the frame of invoices that was given to `evaluate_ledger` and the ``rows`` that came out.

    ``policy`` and ``as_of`` are those of the run. Of ``rows`` the columns ``invoice``, ``policy``, ``kind`` and ``action`` are
    read, of ``invoices`` the columns ``invoice`` and ``policy``. An invoice follows the policy that stands in its rows; one
    without rows counts under the policy that it names. One with a problem counts nowhere.
    """
    import polars as pl  # noqa: PLC0415 - slow to import

    policies = reached(policy if isinstance(policy, Mapping) else {policy.name: policy})
    decided = rows.filter(pl.col("kind") != "problem")
    acts = decided.filter(pl.col("kind") == "action")
    follow = Counter(dict(_by_policy(decided))) + _without_rows(policy, rows, invoices)
    acted_on = dict(_by_policy(acts))
    counts = {name: PolicyCounts(number, acted_on.get(name, 0)) for name, number in follow.items() if name in policies}
    for name, action, number in acts.group_by("policy", "action").len().iter_rows():
        counts.setdefault(name, PolicyCounts()).actions[action] += number
    return figures_of(counts, policies, as_of=as_of)


def _by_policy(rows: pl.DataFrame) -> Iterable[tuple[str, int]]:
    """How many invoices have rows under each policy."""
    import polars as pl  # noqa: PLC0415 - slow to import

    return rows.drop_nulls("invoice").group_by("policy").agg(pl.col("invoice").n_unique()).iter_rows()


def _without_rows(
    policy: PolicyHistory | Mapping[str, PolicyHistory], rows: pl.DataFrame, invoices: pl.DataFrame
) -> Counter[str]:
    """The invoices with nothing to do, by the policy that each names."""
    import polars as pl  # noqa: PLC0415 - slow to import

    try:
        numbers = key_of(invoices["invoice"])
    except NotPlainError:  # what is no number of an invoice has a problem in its row
        return Counter()
    idle = invoices.with_columns(numbers.alias("invoice")).drop_nulls("invoice").join(rows, on="invoice", how="anti")
    if not isinstance(policy, Mapping):
        return Counter({policy.name: idle.height})
    if "policy" not in idle.columns:
        return Counter()
    named = key_of(idle["policy"])
    return Counter(dict(named.value_counts().filter(pl.col(named.name).is_not_null()).iter_rows()))
