"""The guard of a run: what it comes to, held against the limits of each policy.

The limits that bind are those of the revision in force on the day of the run, of the first where none is yet. All is whole
numbers: a share is compared crosswise, so exactly at the limit passes and one above does not.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from dunning_engine.ledger.figures import reached
from dunning_engine.money import format_hundredths
from dunning_engine.problems import Problem, Severity, sort_problems

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dunning_engine.ledger.figures import PolicyFigures, RunFigures
    from dunning_engine.policy.limits import Limit, Limits
    from dunning_engine.policy.model import PolicyHistory

_WHOLE = 10_000  # basis points: all of it
_CURE = "look at the run first: then its number of actions is confirmed, or the limit is raised here"


def check_limits(
    policy: PolicyHistory | Mapping[str, PolicyHistory], run: RunFigures, *, last: RunFigures | None = None
) -> tuple[Problem, ...]:
    """What a run exceeds of its policies' limits, each at its line of the policy; with an error it should not go out.

    ``policy`` is what the ledger was evaluated with: one, or several by name. ``last`` are the figures of the last run, for
    the limit of the first run after a change; where that could not be looked at, a warning says so (DE571).
    """
    policies = reached(policy if isinstance(policy, Mapping) else {policy.name: policy})
    return sort_problems(
        problem
        for name, own in run.policies.items()
        if (limits := _limits(policies[name], own)) is not None
        for problem in (*_of_run(name, own, limits), *_of_change(name, own, limits, last))
    )


def not_confirmed(confirmed: int, run: RunFigures) -> Problem:
    """What is said where a person has confirmed another number of actions than the run comes to."""
    message = f"{confirmed} actions were confirmed, and the run comes to {run.total}"
    return Problem(code="DE572", message=message, hint="what has been looked at is not what would be done")


def _limits(history: PolicyHistory, own: PolicyFigures) -> Limits | None:
    in_force = history.revision_for(own.day)
    # Invoices may be dated ahead: before the day of the first revision it is the one that they follow.
    return (history.revisions[0] if in_force is None else in_force).limits


def _of_run(name: str, own: PolicyFigures, limits: Limits) -> Iterator[Problem]:
    most = limits.actions_per_run
    if most is not None and own.total > most.most:
        yield _above(most, f"the run comes to {own.total} actions under '{name}'; the limit is {most.most}")
    for kind, limit in limits.of_each_kind.items():
        count = own.actions.get(kind, 0)
        if count > limit.most:
            yield _above(limit, f"the run comes to {count} actions '{kind}' under '{name}'; the limit is {limit.most}")
    share = limits.share_of_ledger
    if share is not None and own.with_actions * _WHOLE > share.most * own.invoices:
        yield _above(
            share,
            f"{own.with_actions} of the {own.invoices} invoices that follow '{name}' get an action; "
            f"the limit of {_percent(share)} percent lets {share.most * own.invoices // _WHOLE} through",
        )


def _of_change(name: str, own: PolicyFigures, limits: Limits, last: RunFigures | None) -> Iterator[Problem]:
    most = limits.after_change
    if most is None:
        return
    before = None if last is None else last.policies.get(name)
    if before is None:
        unknown = (
            "no last run was given (--last-run FILE)" if last is None else f"no run of '{name}' before this is known"
        )
        message = f"{unknown}, so whether it comes to too much after a change could not be looked at"
        yield Problem(code="DE571", message=message, span=most.span, severity=Severity.WARNING)
    elif before.digest != own.digest and own.total * _WHOLE > most.most * before.total:
        yield _above(
            most,
            f"'{name}' has changed since the run of {before.day}, which came to {_actions(before)}; this one comes to "
            f"{_actions(own)}, and the limit of {_percent(most)} percent lets {most.most * before.total // _WHOLE} through",
            "DE569",
        )


def _above(limit: Limit, message: str, code: str = "DE568") -> Problem:
    return Problem(code=code, message=message, span=limit.span, excerpt=limit.line, hint=_CURE)


def _actions(figures: PolicyFigures) -> str:
    """With the invoices, so that two ledgers are not taken for one."""
    return f"{figures.total} actions on {figures.invoices} invoices"


def _percent(limit: Limit) -> str:
    return format_hundredths(limit.most).removesuffix(".00")
