"""Which facts of an invoice a policy asks for: those that its form shows first."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from dunning_engine.facts.catalogue import GIVEN_BY_NAME, REQUIRED
from dunning_engine.policy.model import FEE_KINDS, Channel
from dunning_engine.rules.compiled import compiled

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dunning_engine.policy.model import Policy, PolicyHistory, Step

# Conditions on these mean what follows from the events, and the form has events.
_WORKED_OUT = frozenset({"balance", "paid_on", "last_step", "last_step_on"})

_BY_CHANNEL = {
    Channel.SAME_AS_INVOICE: "sent_by",
    Channel.AS_CUSTOMER_PREFERS: "customer_prefers",
    Channel.EMAIL: "customer_email",
}


def asked_facts(history: PolicyHistory | None, revision: Policy | None) -> frozenset[str]:
    """The given facts that the revision's conditions, steps, terms and sale look at, and those that every invoice has.

    The policies of ``history`` that it continues in look at theirs.
    """
    found = {*REQUIRED}
    if revision is not None:
        found.update(_of_conditions(revision))
        found.update(_of_terms(revision))
        for step in chain(revision.steps, *(override.steps for override in revision.overrides)):
            found.update(_of_step(step))
    for following in () if history is None else history.continued_by.values():
        found.update(*(asked_facts(following, one) for one in following.revisions[-1:]))
    return frozenset(found)


def _of_conditions(policy: Policy) -> Iterator[str]:
    for fact in compiled(policy).facts:
        name = fact.removeprefix("has_")
        if name in GIVEN_BY_NAME and name not in _WORKED_OUT:
            yield name


def _of_terms(policy: Policy) -> Iterator[str]:
    """What is agreed with the customer, how far payments are known, and what a sale needs."""
    if policy.interest is not None:
        yield from ("due_date_agreed", "interest_rate")
    if policy.payments_known_within_days is not None:
        yield "payments_known_through"
    if policy.purchase is not None:
        yield from ("client", "offered_for_sale", "payout_to", "customer_prefers", "sent_by")


def _of_step(step: Step) -> Iterator[str]:
    yield from step.require
    yield from step.request_if_missing
    for fact, _ in step.registered_before:
        yield from (fact, f"{fact}_registered_at", "created_at")
    yield from (_BY_CHANNEL[channel] for channel in step.send_by if channel in _BY_CHANNEL)
    if step.send_to is not None:
        yield "customer_registered_address"
    if step.choices:
        yield "enforcement_choice"
    if step.fee is not None and step.action in FEE_KINDS:
        yield "reminder_fee_agreed"
