"""Collection demands, what follows them, and the hand-over to an agency: inkassolagen (1974:182) 5 and 6 §§.

A demand leaves a reasonable time to pay, and no legal step is taken before that time has run.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dunning_engine.policy.condition import Compare, Operator
from dunning_engine.policy.model import ActionKind
from dunning_engine.policy.satisfy import follows
from dunning_engine.problems import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dunning_engine.policy.draft import Draft, Ladder, Rung
    from dunning_engine.policy.model import Step
    from dunning_engine.problems import Problem

_LAW = "inkassolagen 5 §"


def check_time_to_pay(draft: Draft, ladder: Ladder) -> Iterator[Problem]:
    """Every demand says how long there is to pay, and it is not too short."""
    least = draft.policy.law.minimum_days_to_pay
    for rung in ladder.rungs:
        step = rung.step
        if step.action is not ActionKind.DEMAND:
            continue
        if step.pay_within_days is None:
            yield draft.document.problem(
                "DE413",
                f"the demand '{step.name}' gives no time to pay",
                rung.where("step"),
                hint=f"add 'pay_within_days: 10', at least {least} ({_LAW})",
            )
        elif step.pay_within_days < least:
            yield draft.document.problem(
                "DE414",
                f"{step.pay_within_days} days are too few to pay a demand",
                rung.where("pay_within_days"),
                hint=f"at least {least} days from dispatch, rather 10 ({_LAW})",
            )


def check_payment_order(draft: Draft, ladder: Ladder) -> Iterator[Problem]:
    """A payment order is applied for after a demand that has surely been sent."""
    demands: list[Rung] = []
    for index, rung in enumerate(ladder.rungs):
        step = rung.step
        if step.action is ActionKind.DEMAND:
            demands.append(rung)
        if not _applies(step):
            continue
        if not demands:
            yield draft.document.problem(
                "DE417",
                f"step '{step.name}' applies for a payment order, and no demand comes before it",
                rung.where("action"),
                hint="put a step with 'action: demand' before it (inkassolagen 5 and 6 §§)",
            )
            continue
        if all(demand.may_be_passed_over for demand in demands):
            yield draft.document.problem(
                "DE427",
                f"step '{step.name}' may apply for a payment order though the demand was skipped",
                rung.where("action"),
                hint="let the demand wait instead of skip",
                severity=Severity.WARNING,
                related=tuple(demand.step.span for demand in demands),
            )
        for place, earlier in enumerate(ladder.rungs[:index]):
            sent = any(demand in demands for demand in ladder.rungs[: place + 1])
            if step.name in earlier.step.also_allowed and not sent:
                yield draft.document.problem(
                    "DE426",
                    f"from step '{earlier.step.name}' a person could go past the demand to a payment order",
                    earlier.where("also_allowed"),
                    hint=f"let '{demands[0].step.name}' be chosen instead",
                    related=tuple(demand.step.span for demand in demands),
                )


def check_one_collection_fee(draft: Draft, ladder: Ladder) -> Iterator[Problem]:
    """One collection fee per debt (lag 1981:739 3 §), and in safe practice one reminder fee per claim."""
    demands = [rung for rung in ladder.rungs if rung.step.action is ActionKind.DEMAND and _charges(rung.step)]
    for rung in demands[1:]:
        yield draft.document.problem(
            "DE415",
            "a second demand for the same debt cannot have a fee",
            rung.where("fee"),
            hint="write 'fee: 0.00': one collection fee per debt (lag 1981:739 3 §)",
            related=(draft.document.value_span(demands[0].where("fee")),),
        )
    reminding = (ActionKind.REMIND, ActionKind.WARN)
    reminders = [rung for rung in ladder.rungs if rung.step.action in reminding and _charges(rung.step)]
    for rung in reminders[1:]:
        yield draft.document.problem(
            "DE416",
            "a second reminder fee for the same claim is open to objection",
            rung.where("fee"),
            hint="write 'fee: 0.00': safe practice is one reminder fee per claim",
            severity=Severity.WARNING,
            related=(draft.document.value_span(reminders[0].where("fee")),),
        )


def check_agreement(draft: Draft, ladder: Ladder) -> Iterator[Problem]:
    """An agency takes only what it has agreed to take."""
    for rung in ladder.rungs:
        step = rung.step
        if step.action is not ActionKind.HAND_OVER:
            continue
        agreed = Compare("collection_agreement", Operator.IS, 1, step.span)
        if step.when is None or not follows(agreed, [step.when]):
            yield draft.document.problem(
                "DE378",
                f"step '{step.name}' hands over to an agency without an agreement with it",
                rung.where("when"),
                on="value" if step.when is None else "key",
                hint="write 'when: {collection_agreement: true}'"
                if step.when is None
                else "add the line 'collection_agreement: true'",
            )


def _applies(step: Step) -> bool:
    order = ActionKind.APPLY_FOR_PAYMENT_ORDER
    return order in {choice.action for choice in step.choices} if step.choices else step.action is order


def _charges(step: Step) -> bool:
    return step.fee is not None and step.fee.amount != 0


LADDER_CHECKS = (check_time_to_pay, check_payment_order, check_one_collection_fee, check_agreement)
