"""The actions of a decision: the step that is taken, what the client is asked for, what the ledger should match."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dunning_engine.decisions.action import Action, action_key
from dunning_engine.decisions.beyond import beyond, title_of
from dunning_engine.decisions.claim import charge_for
from dunning_engine.decisions.decision import Blocker
from dunning_engine.decisions.delivery import channel_for
from dunning_engine.decisions.ladder import pay_by_for
from dunning_engine.decisions.postings import step_postings
from dunning_engine.decisions.waiting import as_chosen
from dunning_engine.policy.model import ActionKind, Channel
from dunning_engine.rules.compiled import CHARGED_WHEN

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from dunning_engine.decisions.ladder import Upcoming
    from dunning_engine.decisions.view import View
    from dunning_engine.law.interest import InterestPeriod
    from dunning_engine.policy.model import Step


@dataclass(frozen=True, slots=True)
class _Interest:
    """The interest that a step states, in öre, with the rows behind it."""

    amount: int
    periods: Sequence[InterestPeriod] = ()
    blockers: tuple[Blocker, ...] = ()
    law: tuple[str, ...] = ()


def step_action(upcoming: Upcoming, view: View) -> tuple[Action, tuple[Blocker, ...]]:
    """The step as an action on the invoice's day, and what lowered its claim."""
    situation = view.situation
    invoice, state = situation.invoice, situation.state
    step = as_chosen(upcoming.step, invoice)
    charge = charge_for(step, upcoming.index, view)
    interest = _interest(step, view)
    send_by, _ = channel_for(step, invoice)
    loss = step.action is ActionKind.WRITE_OFF
    action = Action(
        key=action_key(invoice.invoice, step.name, state.cancelled.get(step.name, 0)),
        action=step.action.value,
        step=step.name,
        title=step.title,
        approval=step.approval.value,
        on=situation.as_of,
        principal=state.principal,
        fees_before=state.fees,
        fee=charge.fee,
        late_compensation=charge.compensation,
        interest=interest.amount,
        interest_periods=interest.periods,
        pay_by=pay_by_for(step, situation.as_of, send_by, view),
        send_by=send_by,
        send_to=step.send_to if send_by == Channel.POST.value else None,
        amount=state.balance if loss else None,
        postings=step_postings(step, charge.fee, interest.amount, situation),
        rule=f"{situation.policy.name}#{step.name}",
        source=str(step.span),
        law=(*charge.law, *interest.law, *_procedure(step, view)),
    )
    return action, (*charge.blockers, *interest.blockers)


def information_requests(view: View, steps: Iterable[Step]) -> tuple[Action, ...]:
    """What the client is to be asked for once ``steps`` are taken: each fact that is missing, asked for once."""
    situation = view.situation
    invoice, state = situation.invoice, situation.state
    wanted: dict[str, Step] = {}
    for step in steps:
        for fact in step.request_if_missing:
            if getattr(invoice, fact) is None and fact not in state.information_requested:
                wanted.setdefault(fact, step)
    return tuple(
        beyond(
            situation,
            "request_information",
            part=fact,
            title=title_of("request_information", fact=fact),
            source=step.span,
            section=step.name,
            approval=step.approval.value,
            step=step.name,
            fact=fact,
        )
        for fact, step in wanted.items()
    )


def ledger_hint(view: View) -> tuple[Action, ...]:
    """For an item of zero or less that has reached its day: match it against the customer's other items."""
    situation = view.situation
    invoice = situation.invoice
    if invoice.amount > 0 or not situation.counts_as_unpaid:
        return ()
    title = title_of("match_ledger_items", customer=invoice.customer)
    policy = situation.policy
    return (beyond(situation, "match_ledger_items", title=title, source=policy.span, section="match_ledger_items"),)


def _interest(step: Step, view: View) -> _Interest:
    """All that is accrued and unpaid, where the step claims interest; otherwise what was claimed before and is still owed."""
    policy = view.situation.policy
    declared = policy.interest
    if not step.interest or declared is None or not _charges_interest(view):
        return _Interest(view.situation.state.interest)
    accrual = view.situation.accrual
    blockers: tuple[Blocker, ...] = ()
    if accrual.due_date_not_agreed:
        details = {"day": accrual.first_day.isoformat()}
        source = str(declared.span)
        blockers = (
            Blocker(code="due_date_not_agreed", fact="due_date_agreed", step=step.name, source=source, details=details),
        )
    law = (policy.law.paragraph("interest_margin"),) if accrual.statutory and accrual.unpaid else ()
    return _Interest(accrual.unpaid, accrual.periods(), blockers, law)


def _charges_interest(view: View) -> bool:
    declared = view.situation.policy.interest
    return declared is not None and (declared.charged_when is None or CHARGED_WHEN in view.holding)


def _procedure(step: Step, view: View) -> tuple[str, ...]:
    law = view.situation.policy.law
    if step.action is ActionKind.DEMAND:
        return (law.paragraph("collection_demand"),)
    if step.action is ActionKind.APPLY_FOR_PAYMENT_ORDER:
        return (law.paragraph("no_step_before_time_to_pay"),)
    return ()
