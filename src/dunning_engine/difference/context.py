"""Where a part of a policy is looked at at all: conditions that hold on every such row, of the two policies together.

What both policies stop alike is in none of them: behind an exclusion that both have, nothing tells them apart. Where
interest is invoiced by itself, gates and the condition for interest are asked of paid invoices too, as they were unpaid.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dunning_engine.policy.condition import All, Any, Compare, Condition, Operator, negated

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dunning_engine.policy.model import Gate, Policy
    from dunning_engine.problems import Span


def gates_looked_at(old: Policy, new: Policy) -> list[Condition]:
    """Where the exclusions decide: not closed, not with an agency, this policy's to pursue, and not paid."""
    if _invoices_interest(old, new):
        return [_is("with_agency", 0, old.span)]
    ended = All((_is("paid", 0, old.span), *_not_given_back(old, new)))
    return [*_in_hand(old, new), Any((Compare("amount", Operator.AT_MOST, 0, old.span), ended))]


def holds_looked_at(old: Policy, new: Policy) -> list[Condition]:
    """Where the holds decide: something is owed, and neither policy excludes it."""
    return gates_looked_at(old, new) if _invoices_interest(old, new) else _not_excluded(old, new)


def interest_looked_at(old: Policy, new: Policy) -> list[Condition]:
    """Where the condition for interest decides: wherever a step may claim it, or it is invoiced by itself."""
    return gates_looked_at(old, new) if _invoices_interest(old, new) else ladder_looked_at(old, new)


def ladder_looked_at(old: Policy, new: Policy) -> list[Condition]:
    """Where the steps decide: nothing stops the invoice in either policy, and what a buyer pursues has been sold to it."""
    resting = [_is(fact, 0, old.span) for fact in ("paused", "on_payment_plan")]
    owned = [_is("has_sale", 1, old.span)] if _both_buy(old, new) else []
    return [*_not_excluded(old, new), *_none_of(*old.hold, *new.hold), *resting, *owned]


def offers_looked_at(old: Policy, new: Policy) -> list[Condition]:
    """Where the outcomes decide: offered, not sold, and nothing stops it."""
    facts = (("has_offered_for_sale", 1), ("offered_for_sale", 1), ("has_sale", 0))
    resting = [_is(fact, 0, old.span) for fact in ("paused", "on_payment_plan")]
    offered = [_is(fact, value, old.span) for fact, value in facts]
    return [*_not_excluded(old, new), *_none_of(*old.hold, *new.hold), *resting, *offered]


def recourse_looked_at(old: Policy, new: Policy) -> list[Condition]:
    """Where the recourse condition decides: sold, unpaid, and past the window of one of the policies."""
    facts = (("has_sale", 1), ("bought_back", 0), ("paid", 0), ("closed", 0), ("with_agency", 0))
    ends = [one.recourse.pursue_through_days for one in (old, new) if one.recourse is not None]
    past = [Compare("days_after_due_date", Operator.MORE_THAN, min(ends), old.span)] if ends else []
    return [*(_is(fact, value, old.span) for fact, value in facts), *past]


def relations(span: Span) -> list[Condition]:
    """What is true of every row: facts that say the same in two ways."""
    owes = Compare("balance", Operator.AT_LEAST, 1, span)
    taken = Compare("steps_taken", Operator.AT_LEAST, 1, span)
    known = ("has_last_step", "has_last_step_on", "has_days_since_previous_step")
    same = [(_is("paid", 0, span), owes), *((_is(fact, 1, span), taken) for fact in known)]
    return [both for one, other in same for both in (Any((negated(one), other)), Any((one, negated(other))))]


def _not_excluded(old: Policy, new: Policy) -> list[Condition]:
    owed = [Compare(fact, Operator.AT_LEAST, 1, old.span) for fact in ("amount", "balance")]
    return [
        *_in_hand(old, new),
        *owed,
        _is("paid", 0, old.span),
        *_not_given_back(old, new),
        *_none_of(*old.exclude, *new.exclude),
    ]


def _in_hand(old: Policy, new: Policy) -> list[Condition]:
    """Not closed, not with an agency, and not another's: who only sells leaves alone what has been sold."""
    found: list[Condition] = [_is("closed", 0, old.span), _is("with_agency", 0, old.span)]
    if old.purchase is None and new.purchase is None:
        found.append(Any((_is("has_sale", 0, old.span), _is("bought_back", 1, old.span))))
    return found


def _not_given_back(old: Policy, new: Policy) -> list[Condition]:
    return [_is("bought_back", 0, old.span)] if _both_buy(old, new) else []


def _invoices_interest(old: Policy, new: Policy) -> bool:
    return old.interest_invoice is not None or new.interest_invoice is not None


def _both_buy(old: Policy, new: Policy) -> bool:
    return old.purchase is not None and new.purchase is not None


def _none_of(*gates: Gate) -> Iterable[Condition]:
    return (negated(gate.when) for gate in gates)


def _is(fact: str, value: int, span: Span) -> Compare:
    return Compare(fact, Operator.IS, value, span)
