"""evaluate(): what to do with an invoice on a day.

A pure function of policy, invoice and day: it looks at no clock, no network and no disk, and sends nothing. The caller
carries the actions out and records what it did as events.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, TypeGuard, overload

from dunning_engine.decisions.decide import decide
from dunning_engine.decisions.decision import Blocker, Decision
from dunning_engine.decisions.explain import Reasoning
from dunning_engine.decisions.interest_invoice import with_interest_invoices
from dunning_engine.decisions.overdraft import AccountDecision, decide_account
from dunning_engine.decisions.set_off import with_set_off
from dunning_engine.decisions.situation import Situation, situation_of
from dunning_engine.facts.account import Account
from dunning_engine.facts.consistency import check_currency, check_steps
from dunning_engine.facts.fold import fold
from dunning_engine.facts.invoice import Invoice
from dunning_engine.facts.parts import Part
from dunning_engine.law.calendar import OutsideCalendarError
from dunning_engine.problems import FactError, Problem
from dunning_engine.rules.compiled import compiled

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from dunning_engine.policy.model import PolicyHistory


@overload
def evaluate(policy: PolicyHistory, invoice: Account, *, as_of: date) -> AccountDecision: ...
@overload
def evaluate(
    policy: PolicyHistory, invoice: Invoice | Mapping[str, Any], *, as_of: date, accounts: Iterable[Account] = ()
) -> Decision: ...
@overload
def evaluate(
    policy: PolicyHistory,
    invoice: Sequence[Invoice | Mapping[str, Any]],
    *,
    as_of: date,
    accounts: Iterable[Account] = (),
) -> list[Decision]: ...
def evaluate(
    policy: PolicyHistory,
    invoice: Account | Invoice | Mapping[str, Any] | Sequence[Invoice | Mapping[str, Any]],
    *,
    as_of: date,
    accounts: Iterable[Account] = (),
) -> AccountDecision | Decision | list[Decision]:
    """Decide on one invoice, on a list of them where a customer's invoices matter to each other, or on a client's account.

    What the clients of ``accounts`` have overdrawn is set off against the payouts of their invoices.

    The revision of ``policy`` that an invoice follows is the one in force on its issue date. Events after ``as_of`` are
    not looked at, so any day can be replayed. Raises ``FactError``, with every problem, for facts that do not fit, and
    ``TypeError`` for an ``as_of`` that is no date. Safe from any number of threads.
    """
    if isinstance(invoice, (Invoice, Mapping)):
        must_be_a_day(as_of)
        one = prepare(policy, invoice, as_of=as_of)
        decision = decide_prepared(one, one.accrual.unpaid if adds_up(one) else 0)
        return with_set_off(with_interest_invoices([decision]), accounts, as_of=as_of)[0]
    if isinstance(invoice, Account):
        must_be_a_day(as_of)
        return decide_account(policy, invoice, as_of=as_of)
    return evaluate_each([(policy, one) for one in invoice], as_of=as_of, accounts=accounts)


def evaluate_each(
    pairs: Iterable[tuple[PolicyHistory, Invoice | Mapping[str, Any]]],
    *,
    as_of: date,
    accounts: Iterable[Account] = (),
) -> list[Decision]:
    """Decide on invoices that each follow a policy of their own; interest adds up over a customer's invoices.

    Raises ``FactError`` with the problems of all of them, ``TypeError`` for an ``as_of`` that is no date.
    """
    must_be_a_day(as_of)
    prepared: list[Situation | Decision] = []
    problems: list[Problem] = []
    for history, invoice in pairs:
        try:
            prepared.append(prepare(history, invoice, as_of=as_of))
        except FactError as error:
            problems += error.problems
    if problems:
        raise FactError(problems)
    totals: Counter[tuple[str | None, str, str, bool]] = Counter()
    if any(map(adds_up, prepared)):
        for one in prepared:
            if isinstance(one, Situation):
                totals[one.debtor] += one.accrual.unpaid
    decisions = [decide_prepared(one, 0 if isinstance(one, Decision) else totals[one.debtor]) for one in prepared]
    return with_set_off(with_interest_invoices(decisions), accounts, as_of=as_of)


def must_be_a_day(as_of: object) -> None:
    """A moment is refused as well as text: which day it falls on depends on a time zone."""
    if not isinstance(as_of, date) or isinstance(as_of, datetime):
        raise TypeError(f"as_of is a date, as in date(2026, 3, 12), not {as_of!r}")


def prepare(history: PolicyHistory, given: Invoice | Mapping[str, Any], *, as_of: date) -> Situation | Decision:
    """What is known of an invoice before it is decided; already a decision where the policy was not in force.

    Raises ``FactError`` for facts that do not fit.
    """
    invoice = given if isinstance(given, Invoice) else Invoice.from_mapping(given)
    policy = history.revision_for(invoice.issued_on)
    if policy is None:
        return _not_in_force(history, invoice, as_of=as_of)
    known = dict.fromkeys((*compiled(policy).step_names, *history.inherited_steps, *_steps_after(history)))
    problems = [
        *check_currency(invoice, policy.currency),
        *check_steps(invoice, known, as_of=as_of, buys=policy.purchase is not None),
    ]
    if problems:
        raise FactError(problems)
    try:
        situation = situation_of(policy, invoice, as_of=as_of)
    except OutsideCalendarError as outside:
        raise _too_far_off(invoice, outside) from None
    successor = _successor(history, situation)
    if successor is None:
        return situation
    continued = prepare(successor, invoice, as_of=as_of)
    if isinstance(continued, Situation):
        continued.before = situation
    return continued


def adds_up(prepared: Situation | Decision) -> TypeGuard[Situation]:
    """Whether what is decided depends on the interest on all the customer's invoices."""
    return isinstance(prepared, Situation) and "customer_interest_total" in compiled(prepared.policy).facts


def _successor(history: PolicyHistory, situation: Situation) -> PolicyHistory | None:
    """The policy that has taken an invoice over that the buyer's policy had it bought back."""
    policy = situation.policy
    if not situation.state.bought_back or policy.purchase is None or policy.recourse is None:
        return None
    return history.continued_by.get(policy.recourse.continue_in)


def _steps_after(history: PolicyHistory) -> Iterator[str]:
    """The steps that an invoice may have taken in the policies that continue this one."""
    for successor in history.continued_by.values():
        for revision in successor.revisions:
            yield from (step.name for step in revision.steps)
        yield from _steps_after(successor)


def decide_prepared(prepared: Situation | Decision, customer_interest_total: int) -> Decision:
    """The decision on an invoice that has been prepared; ``customer_interest_total`` is öre over the customer's invoices."""
    if isinstance(prepared, Decision):
        return prepared
    try:
        return decide(prepared, customer_interest_total=customer_interest_total)
    except OutsideCalendarError as outside:
        raise _too_far_off(prepared.invoice, outside) from None


def _not_in_force(history: PolicyHistory, invoice: Invoice, *, as_of: date) -> Decision:
    """An invoice from before the policy's first revision: nothing is decided, and the decision says so."""
    state = fold(invoice, as_of=as_of, settles=tuple(Part))
    details = {"policy": history.name, "issued_on": invoice.issued_on.isoformat()}
    return Decision(
        invoice=invoice.invoice,
        as_of=as_of,
        policy=history.name,
        revision=None,
        digest=None,
        stage="paid" if state.paid else "due" if as_of > invoice.due_on else "not_due",
        balance=state.balance,
        blockers=(Blocker(code="not_in_force", fact="issued_on", details=details),),
        notes=state.notes,
        reasoning=Reasoning(None),
    )


def _too_far_off(invoice: Invoice, outside: OutsideCalendarError) -> FactError:
    problem = Problem(
        code="DE508",
        message=f"due_on: {outside}",
        hint="is the year right?",
        invoice=invoice.invoice,
        fact="due_on",
        value=invoice.due_on.isoformat(),
    )
    return FactError([problem])
