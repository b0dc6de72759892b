"""One version of the policies followed over days: what is proposed on a day is carried out that day, and recorded.

An invoice is decided on again when its last decision says that something may come, and when something happens to it; a
decision's ``next`` is never too late. Where it cannot say so much the invoice is decided on every day.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from dunning_engine.columns.sheets import Vocabulary
from dunning_engine.decisions.course import COURSE
from dunning_engine.decisions.horizon import changes_by_itself
from dunning_engine.ledger.evaluator import LedgerEvaluator
from dunning_engine.simulation.days import ordinals
from dunning_engine.simulation.records import InColumns, OneByOne

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from numpy.typing import NDArray

    from dunning_engine.facts.invoice import Invoice
    from dunning_engine.policy.model import Policy, PolicyHistory
    from dunning_engine.problems import Problem
    from dunning_engine.simulation.days import Days
    from dunning_engine.simulation.records import Records
    from dunning_engine.simulation.standing import Standing

ONE_BY_ONE = 5_000
"""Parts of at most so many invoices are decided one by one: columns spare time from about here on."""
_NEVER = date.max.toordinal()


@dataclass(frozen=True, slots=True)
class Followed:
    """The actions of all days in their order, each key once, with their ``line``; what is wrong with invoices left out."""

    actions: pl.DataFrame
    problems: tuple[Problem, ...]


class Course:
    """Follows the parts of a ledger, one after the other; what has been recorded of a day's decisions serves all of them."""

    def __init__(
        self,
        policies: Mapping[str, PolicyHistory],
        days: Days,
        *,
        policy: str | None,
        language: str,
        one_by_one: int = ONE_BY_ONE,
    ) -> None:
        self._policies, self._days = policies, days
        self._policy, self._language, self._few = policy, language, one_by_one
        self._vocabulary = Vocabulary()
        self._evaluators: dict[date, LedgerEvaluator] = {}
        self._waits = sorted({*_move_while_they_wait(policies.values())})

    def follow(self, standing: Standing, told: Callable[[date], None] = lambda _: None) -> Followed:
        """Go through the days with the invoices of a part; ``told`` each day before it is gone through."""
        records: Records = InColumns(standing, self._on)
        if standing.height <= self._few:
            records = OneByOne(standing, self._on, self._history, self._language)
        wakes = np.zeros(standing.height, np.int64)
        actions: list[pl.DataFrame] = []
        problems: dict[Problem, None] = {}
        for ordinal in range(self._days.first.toordinal(), self._days.last.toordinal() + 1):
            told(date.fromordinal(ordinal))
            active = standing.active(wakes <= ordinal, ordinal)
            if not len(active) and actions:
                continue
            step = records.decide(date.fromordinal(ordinal), active)
            actions.append(step.rows.filter(pl.col("kind") == "action"))
            problems |= dict.fromkeys(step.problems)
            wakes[active] = _NEVER
            lines, following = self._wakes(step.rows, ordinal)
            wakes[standing.places(lines)] = following
            wakes[step.happened] = ordinal + 1
        done = pl.concat(actions).unique("key", keep="first", maintain_order=True)
        return Followed(done, tuple(problems))

    def _history(self, invoice: Invoice) -> PolicyHistory | None:
        name = self._policy or invoice.policy
        return None if name is None else self._policies.get(name)

    def _on(self, day: date) -> LedgerEvaluator:
        found = self._evaluators.get(day)
        if found is None:
            found = self._evaluators[day] = LedgerEvaluator(
                self._policies,
                as_of=day,
                policy=self._policy,
                language=self._language,
                form=COURSE,
                vocabulary=self._vocabulary,
            )
        return found

    def _wakes(self, rows: pl.DataFrame, ordinal: int) -> tuple[pl.Series, NDArray[np.int64]]:
        """The lines that were decided on, and the day from which each is decided on again though nothing happens to it."""
        said = rows.filter(pl.col("kind") != "event").unique("line", keep="first", maintain_order=True)
        coming = ordinals(said["next_earliest"]).to_numpy()
        # An exclusion may end, and what is excluded for its amount is to be matched from its day on: neither has a `next`.
        excluded = ((said["stage"] == "excluded") & (said["kind"] != "action")).to_numpy()
        tomorrow = np.where(coming > 0, said["policy"].is_in(self._waits).to_numpy(), excluded)
        return said["line"], np.where(coming > ordinal, coming, np.where(tomorrow, ordinal + 1, _NEVER))


def _move_while_they_wait(histories: Iterable[PolicyHistory]) -> Iterator[str]:
    """The policies under which an invoice whose ladder waits, and whose ``next`` is today, may come to something all the same.

    A payout falls due meanwhile, also when the invoice has been bought back from the policy that owes it; interest grows;
    another override comes to hold.
    """
    for history in histories:
        if any(revision.purchase is not None for revision in history.revisions):
            yield from _names(history)
        elif any(
            revision.interest_invoice is not None or _has_moving_override(revision) for revision in history.revisions
        ):
            yield history.name
        yield from _move_while_they_wait(history.continued_by.values())


def _names(history: PolicyHistory) -> Iterator[str]:
    yield history.name
    for following in history.continued_by.values():
        yield from _names(following)


def _has_moving_override(policy: Policy) -> bool:
    return any(changes_by_itself(override.when) for override in policy.overrides)
