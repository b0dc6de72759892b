"""What is known of an invoice before a condition is asked: the rows that a step or an outcome can ever see.

Each function gives back conditions that all hold for every such invoice, for `satisfy` to reckon with.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dunning_engine.policy.condition import All, Any, Compare, Condition, Operator, negated
from dunning_engine.policy.satisfy import can_hold
from dunning_engine.policy.trade import SALE_BY

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dunning_engine.policy.draft import Draft

_ASSESSMENT = frozenset({"credit_risk", "has_credit_risk"})
_OPEN = (
    ("amount", Operator.AT_LEAST, 1),
    ("balance", Operator.AT_LEAST, 1),
    ("paid", Operator.IS, 0),
    ("closed", Operator.IS, 0),
    ("with_agency", Operator.IS, 0),
)
_NOT_FROZEN = (("with_agency", Operator.IS, 0),)
_IN_HAND = (("closed", Operator.IS, 0), *_NOT_FROZEN)
_OFFERED = (
    ("has_offered_for_sale", Operator.IS, 1),
    ("offered_for_sale", Operator.IS, 1),
    ("has_sale", Operator.IS, 0),
    ("bought_back", Operator.IS, 0),
)


def pursued(draft: Draft) -> list[Condition]:
    """An invoice that the policy owns, open, not with an agency, and not sold past its recourse window."""
    return [*_facts(draft, _OPEN), *_owned(draft)]


def dunned(draft: Draft) -> list[Condition]:
    """An invoice that a step is looked at for: pursued, and neither excluded nor on hold."""
    return [*pursued(draft), *_past_gates(draft)]


def may_be_excluded(draft: Draft) -> list[Condition]:
    """An invoice that exclusions are looked at for: in hand and not paid; what is of zero or less is looked at in any case.

    Where interest is invoiced by itself, paid invoices are looked at too, as they were unpaid.
    """
    if draft.policy.interest_invoice is not None:
        return _facts(draft, _NOT_FROZEN)
    none = Compare("amount", Operator.AT_MOST, 0, draft.policy.span)
    unpaid = Compare("paid", Operator.IS, 0, draft.policy.span)
    if draft.policy.purchase is None:
        return [*_facts(draft, _IN_HAND), *_not_anothers(draft), Any((none, unpaid))]
    return [*_facts(draft, _IN_HAND), Any((none, All((unpaid, *_not_anothers(draft)))))]


def may_be_held(draft: Draft) -> list[Condition]:
    """An invoice that holds are looked at for: in hand, with something owed."""
    if draft.policy.interest_invoice is not None:
        return may_be_excluded(draft)
    return [*_facts(draft, _OPEN), *_not_anothers(draft)]


def offered(draft: Draft) -> list[Condition]:
    """An invoice whose sale is decided: offered, open, not sold, and neither excluded nor on hold."""
    return [*_facts(draft, (*_OPEN, *_OFFERED)), *_past_gates(draft)]


def sold(draft: Draft, sale: str) -> list[Condition]:
    """An open invoice that has been sold in that way (a word of the fact ``sale``) and not bought back."""
    words = (("has_sale", Operator.IS, 1), ("sale", Operator.IS, sale), ("bought_back", Operator.IS, 0))
    return _facts(draft, (*_OPEN, *words))


def awaiting(condition: Condition) -> Condition:
    """Where the condition holds, or nothing but the credit assessment that is missing keeps it from holding."""
    match condition:
        case Compare(fact, _, _, span):
            # Whether an assessment is there is 0 or 1, so this always holds.
            return Compare("has_credit_risk", Operator.AT_LEAST, 0, span) if fact in _ASSESSMENT else condition
        case All(parts):
            return All(tuple(awaiting(part) for part in parts))
        case Any(parts):
            return Any((condition, All(tuple(awaiting(part) for part in parts))))


def _facts(draft: Draft, facts: tuple[tuple[str, Operator, int | str], ...]) -> list[Condition]:
    span = draft.policy.span
    return [Compare(fact, operator, value, span) for fact, operator, value in facts]


def _not_anothers(draft: Draft) -> list[Condition]:
    """Not sold, where the policy does not buy; not bought back, where it does."""
    span = draft.policy.span
    bought_back = Compare("bought_back", Operator.IS, 1, span)
    if draft.policy.purchase is not None:
        return [negated(bought_back)]
    return [Any((Compare("has_sale", Operator.IS, 0, span), bought_back))]


def _past_gates(draft: Draft) -> Iterator[Condition]:
    """No exclusion and no hold holds; those that always hold are spoken of elsewhere."""
    return (negated(gate.when) for gate, _ in draft.gates if can_hold(negated(gate.when)))


def _owned(draft: Draft) -> list[Condition]:
    """A buyer's ladder runs on what is sold and not bought back, any other on what is not sold or bought back."""
    span = draft.policy.span
    bought_back = Compare("bought_back", Operator.IS, 1, span)
    if draft.policy.purchase is None:
        return [Any((Compare("has_sale", Operator.IS, 0, span), bought_back))]
    owned: list[Condition] = [Compare("has_sale", Operator.IS, 1, span), negated(bought_back)]
    ways = {SALE_BY[outcome.kind] for outcome, _ in draft.outcomes if outcome.kind in SALE_BY}
    if ways and draft.outcomes_read:
        owned.append(Any(tuple(Compare("sale", Operator.IS, way, span) for way in sorted(ways))))
    recourse = draft.policy.recourse
    if recourse is not None:
        within = Compare("days_after_due_date", Operator.AT_MOST, recourse.pursue_through_days, recourse.span)
        owned.append(Any((negated(recourse.when), within)))
    return owned
