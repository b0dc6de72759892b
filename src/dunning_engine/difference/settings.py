"""What a policy settles for every invoice alike, as a list of (section, key, value, place)."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from dunning_engine.decisions.horizon import changes_with_a_step
from dunning_engine.policy.condition import comparisons

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator

    from dunning_engine.difference.aspect import Section
    from dunning_engine.policy.model import Policy
    from dunning_engine.problems import Span

_INTEREST_FACTS = frozenset({"interest_accrued", "customer_interest_total"})


class Setting(NamedTuple):
    """One key and what stands there; where the whole section is not there, it has none of its settings."""

    section: Section
    key: str
    value: Hashable
    span: Span


def settings(policy: Policy) -> Iterator[Setting]:
    """Everything that no condition decides."""
    at = policy.span
    terms = policy.agreed_terms
    for key, value in (
        ("policy", policy.name),
        ("title", policy.title),
        ("currency", policy.currency),
        ("country", policy.country),
        ("approval", policy.approval),
        ("postal_days", policy.postal_days),
        ("moves_off_closed_days", policy.moves_off_closed_days),
        ("reminder_fee_agreed", terms.reminder_fee is True),
        ("due_date_agreed", terms.due_date is True),
        ("interest_rate_agreed", terms.interest_rate),
        ("payments_settle", policy.payments_settle),
        ("payments_known_within_days", policy.payments_known_within_days),
        ("accounts", tuple(sorted(policy.accounts.items()))),
        ("law", policy.law.digest),
    ):
        yield Setting("policy", key, value, at)
    yield from _claims(policy)
    yield from _trade(policy)
    yield from _limits(policy)
    yield Setting("ladder", "needs_rate", _needs_rate(policy), at)


def _claims(policy: Policy) -> Iterator[Setting]:
    interest = policy.interest
    if interest is not None:
        yield Setting("interest", "rate", (interest.rate, interest.fixed_rate), interest.span)
        yield Setting("interest", "accrues_from", (interest.accrues_from, interest.days), interest.span)
        yield Setting("interest", "day_count", interest.day_count, interest.span)
        yield Setting("interest", "rounding", interest.rounding, interest.span)
    compensation = policy.late_compensation
    if compensation is not None:
        value = (compensation.claim, compensation.at_step)
        yield Setting("interest", "late_compensation", value, compensation.span)
    invoiced = policy.interest_invoice
    if invoiced is not None:
        yield Setting("interest", "invoice_title", invoiced.title, invoiced.span)
        yield Setting("interest", "invoice_at_least", invoiced.at_least, invoiced.span)
        yield Setting("interest", "invoice_customer_total", invoiced.or_customer_total_at_least, invoiced.span)
        yield Setting("interest", "invoice_only_when_paid", invoiced.only_when_paid, invoiced.span)
        yield Setting("interest", "invoice_comment", invoiced.comment, invoiced.span)
        yield Setting("interest", "invoice_after_steps", _looks_at_steps(policy), invoiced.span)


def _looks_at_steps(policy: Policy) -> bool:
    """Whether interest is invoiced the day after a step at the earliest, since what decides it may change with the step."""
    asked = [gate.when for gate in (*policy.exclude, *policy.hold)]
    if policy.interest is not None and policy.interest.charged_when is not None:
        asked.append(policy.interest.charged_when)
    return any(changes_with_a_step(condition) for condition in asked)


def _trade(policy: Policy) -> Iterator[Setting]:
    purchase = policy.purchase
    if purchase is not None:
        yield Setting("purchase", "payout", (purchase.payout.count, purchase.payout.unit), purchase.span)
        yield Setting("purchase", "fee_percent", purchase.fee_percent, purchase.span)
        yield Setting("purchase", "advance_percent", purchase.advance_percent, purchase.span)
        yield Setting("purchase", "notice_of_assignment", purchase.notice_of_assignment, purchase.span)
    recourse = policy.recourse
    if recourse is not None:
        yield Setting("recourse", "pursue_through_days", recourse.pursue_through_days, recourse.span)
        yield Setting("recourse", "buy_back", recourse.buy_back, recourse.span)
        yield Setting("recourse", "continue_in", recourse.continue_in, recourse.span)
    overdraft = policy.overdraft
    if overdraft is not None:
        value = (overdraft.monthly_percent, overdraft.divided_by, overdraft.times)
        yield Setting("purchase", "overdraft", value, overdraft.span)


def _limits(policy: Policy) -> Iterator[Setting]:
    """What stops a whole run: no invoice is treated otherwise, but above it none gets anything."""
    limits = policy.limits
    if limits is None:
        return
    for key, limit in (
        ("actions_per_run", limits.actions_per_run),
        ("share_of_ledger", limits.share_of_ledger),
        ("after_change", limits.after_change),
    ):
        if limit is not None:
            yield Setting("policy", key, limit.most, limit.span)
    kinds = tuple(f"{kind} {limit.most}" for kind, limit in sorted(limits.of_each_kind.items()))
    if kinds:
        yield Setting("policy", "of_each_kind", kinds, policy.span)


def _needs_rate(policy: Policy) -> tuple[bool, ...]:
    """Whether a day without a reference rate stops the ladder, for the policy's own and for each that an override makes."""
    conditions = [gate.when for gate in (*policy.exclude, *policy.hold)]
    conditions += [override.when for override in policy.overrides]
    ladders = [policy.steps, *(override.steps for override in policy.overrides)]
    conditions += [step.when for ladder in ladders for step in ladder if step.when is not None]
    if policy.interest is not None and policy.interest.charged_when is not None:
        conditions.append(policy.interest.charged_when)
    outcomes = () if policy.purchase is None else policy.purchase.outcomes
    conditions += [outcome.when for outcome in outcomes if outcome.when is not None]
    if policy.recourse is not None:
        conditions.append(policy.recourse.when)
    asks = any(leaf.fact in _INTEREST_FACTS for one in conditions for leaf in comparisons(one))
    needs = {asks or any(step.interest for step in ladder) for ladder in ladders}
    return tuple(sorted(needs))
