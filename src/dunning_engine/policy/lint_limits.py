"""Limits of a run that stop every run, or none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dunning_engine.policy.trade import SALE_BY
from dunning_engine.problems import Severity
from dunning_engine.text.suggest import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dunning_engine.policy.draft import Draft
    from dunning_engine.policy.limits import Limits
    from dunning_engine.problems import Problem
    from dunning_engine.text.source import Path

_WHOLE = 10_000  # basis points: all of it
_BUYERS = frozenset({"pay_out", "notify_client", "notify_customer", "charge_client"})
"""What a buyer may still have to do about an invoice that has been bought back and follows another policy."""


def check_limits(draft: Draft) -> Iterator[Problem]:
    """Each limit can be reached, lets something through, and is for something that the policy does."""
    limits = draft.policy.limits
    if limits is None:
        return
    yield from _kinds(draft, limits)
    yield from _nothing(draft, limits)
    yield from _never_reached(draft, limits)
    path = ("limits", "after_change_percent_of_last_run")
    if limits.after_change is not None and 0 < limits.after_change.most < _WHOLE:
        yield draft.document.problem(
            "DE391",
            "the first run after a change is stopped here even where it comes to just as much as the last",
            path,
            hint="100 lets it come to as much as the last run, 150 to half as much again",
            severity=Severity.WARNING,
        )


def _kinds(draft: Draft, limits: Limits) -> Iterator[Problem]:
    """A kind of action that the policy takes; not said of those of steps where a step could not be read."""
    taken = dict.fromkeys([*_of_steps(draft), *_beyond_steps(draft)])
    complete = all(ladder.complete for ladder in draft.ladders) and draft.outcomes_read
    for kind in limits.of_each_kind:
        if kind in taken or not complete:
            continue
        path = ("limits", "of_each_kind", kind)
        if kind in _BUYERS and draft.policy.purchase is None:
            yield draft.document.problem(
                "DE388",
                f"the policy buys nothing, so '{kind}' comes only of invoices that continue here after a buy-back",
                path,
                on="key",
                hint="the limit of actions_per_run counts them too",
                severity=Severity.WARNING,
            )
            continue
        listed = f"the policy takes {', '.join(taken)}"
        yield draft.document.problem(
            "DE388",
            f"the policy never takes the action '{kind}'",
            path,
            on="key",
            hint=did_you_mean(kind, taken, listed),
        )


def _of_steps(draft: Draft) -> Iterator[str]:
    for ladder in draft.ladders:
        for rung in ladder.rungs:
            step = rung.step
            yield from (choice.action.value for choice in step.choices)
            if not step.choices:
                yield step.action.value
            if step.request_if_missing:
                yield "request_information"


def _beyond_steps(draft: Draft) -> Iterator[str]:
    policy = draft.policy
    yield "match_ledger_items"
    if policy.interest_invoice is not None:
        yield "invoice_interest"
    if policy.overdraft is not None:
        yield "charge_overdraft_interest"
    if policy.recourse is not None:
        yield from ("buy_back", "continue_in")
    if policy.purchase is None:
        return
    outcomes = policy.purchase.outcomes
    sells = any(outcome.kind in SALE_BY for outcome in outcomes)
    yield from (outcome.kind.value for outcome in outcomes)
    if sells:
        yield from ("pay_out", "charge_client")
    if policy.recourse is not None or any(outcome.notify_client is not None for outcome in outcomes):
        yield "notify_client"
    if sells and policy.purchase.notice_of_assignment:
        yield "notify_customer"


def _nothing(draft: Draft, limits: Limits) -> Iterator[Problem]:
    """0 is no word for no limit."""
    whole = {
        "actions_per_run": limits.actions_per_run,
        "share_of_ledger_percent": limits.share_of_ledger,
        "after_change_percent_of_last_run": limits.after_change,
    }
    paths: list[Path] = [("limits", key) for key, limit in whole.items() if limit is not None and limit.most == 0]
    paths += [("limits", "of_each_kind", kind) for kind, limit in limits.of_each_kind.items() if limit.most == 0]
    for path in paths:
        of_kind = len(path) > len(("limits", "key"))
        what = f"with an action '{path[-1]}'" if of_kind else "that does anything"
        manual = "; where a person confirms each one, write 'approval: manual' in the step" if of_kind else ""
        yield draft.document.problem(
            "DE389", f"0 stops every run {what}", path, hint=f"remove the line where there is to be no limit{manual}"
        )


def _never_reached(draft: Draft, limits: Limits) -> Iterator[Problem]:
    share, most = limits.share_of_ledger, limits.actions_per_run
    if share is not None and share.most == _WHOLE:
        yield draft.document.problem(
            "DE390",
            "no run comes to more than 100 percent of its ledger",
            ("limits", "share_of_ledger_percent"),
            hint="write a lower share, or remove the line",
            severity=Severity.WARNING,
        )
    for kind, limit in limits.of_each_kind.items():
        if most is not None and limit.most >= most.most > 0:
            yield draft.document.problem(
                "DE390",
                f"the limit for '{kind}' is never reached: a run stops above {most.most} actions of all kinds",
                ("limits", "of_each_kind", kind),
                hint="write less here, or more after 'actions_per_run'",
                severity=Severity.WARNING,
                related=(most.span,),
            )
