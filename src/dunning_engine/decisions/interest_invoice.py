"""Interest invoiced on its own: on invoices that were paid too late, one interest invoice per customer with a line for each.

An invoice is taken up when its own interest that nothing demands yet, or its customer's in all, reaches the policy's
threshold.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from dunning_engine.decisions.action import Action, InterestLine, action_key
from dunning_engine.decisions.decision import Blocker, Next
from dunning_engine.decisions.interest_due import Customers, concerned
from dunning_engine.decisions.interest_growth import invoiceable
from dunning_engine.decisions.postings import interest_invoice_postings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dunning_engine.decisions.decision import Decision
    from dunning_engine.decisions.interest_due import Prospect
    from dunning_engine.decisions.situation import Situation
    from dunning_engine.policy.charges import InterestInvoice


def with_interest_invoices(decisions: Sequence[Decision]) -> list[Decision]:
    """The decisions of one call, in their order, with what is to be invoiced of interest.

    The action stands on the invoice that fell due first; the others on its lines name it in a blocker.
    """
    if not any(_declared(one) for one in decisions):
        return list(decisions)
    customers = Customers(decisions)
    result = list(decisions)
    joint: defaultdict[tuple[tuple[str | None, str, str, bool], str], list[_Line]] = defaultdict(list)
    for place, decision in enumerate(decisions):
        view, declared = decision.reasoning.view, _declared(decision)
        if view is None or declared is None or not concerned(view.situation, declared):
            continue
        found = customers.prospect(place, view, declared)
        result[place] = _said(decision, found)
        if found.taken:
            line = _Line(place, view.situation, declared)
            joint[view.situation.debtor, view.situation.policy.name].append(line)
    for lines in joint.values():
        lines.sort(key=lambda line: (line.situation.invoice.due_on, line.situation.invoice.invoice))
        leader, *others = lines
        leading = result[leader.place]
        result[leader.place] = replace(leading, actions=(*leading.actions, _action(leader, lines)))
        for other in others:
            led = result[other.place]
            result[other.place] = replace(led, blockers=(*led.blockers, _joined(leader, other)))
    return result


class _Line(NamedTuple):
    """An invoice that is taken up, and the place of its decision."""

    place: int
    situation: Situation
    declared: InterestInvoice


def _declared(decision: Decision) -> InterestInvoice | None:
    view = decision.reasoning.view
    return None if view is None else view.situation.policy.interest_invoice


def _said(decision: Decision, found: Prospect) -> Decision:
    """The decision with what keeps the interest from being invoiced, and with the day that it may be, where that is next."""
    new = tuple(blocker for blocker in found.blockers if blocker not in decision.blockers)
    coming = decision.next
    if found.again is not None and (coming is None or found.again < coming.earliest):
        coming = Next("interest_invoice", found.again)
    if not new and coming is decision.next:
        return decision
    return replace(decision, blockers=(*decision.blockers, *new), next=coming)


def _action(leader: _Line, lines: Sequence[_Line]) -> Action:
    """One interest invoice over ``lines``, in the words of the leader's policy."""
    situation, declared = leader.situation, leader.declared
    policy, situations = situation.policy, [line.situation for line in lines]
    # Of what is sold, all is the buyer's.
    own = sum(invoiceable(one) for one in situations if not one.state.sold)
    return Action(
        key=_key(situation),
        action="invoice_interest",
        step=None,
        title=declared.title,
        approval=policy.approval.value,
        on=situation.as_of,
        principal=0,
        fees_before=0,
        interest=sum(invoiceable(one) for one in situations),
        lines=tuple(
            InterestLine(one.invoice.invoice, _key(one), invoiceable(one), one.accrual.periods()) for one in situations
        ),
        comment=declared.comment,
        postings=interest_invoice_postings(own, policy, situation.invoice.invoice),
        rule=f"{policy.name}#interest_invoice",
        source=str(declared.span),
        law=(policy.law.paragraph("interest_margin"),) if any(one.accrual.statutory for one in situations) else (),
    )


def _joined(leader: _Line, other: _Line) -> Blocker:
    return Blocker(
        code="on_joint_interest_invoice",
        source=str(other.declared.span),
        details={"invoice": leader.situation.invoice.invoice},
    )


def _key(situation: Situation) -> str:
    return action_key(situation.invoice.invoice, "invoice_interest", situation.state.interest_invoices)
