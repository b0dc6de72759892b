"""A policy, typed and frozen: what the finance team wrote, ready to be read by people and by the engine.

Amounts are öre, rates basis points, delays whole days. Everything carries the place where it stands, so that a decision
can point at the line that made it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from dunning_engine.facts.parts import Part
from dunning_engine.law.values import FeeKind
from dunning_engine.policy.charges import AgreedTerms

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from dunning_engine.law.values import BookAccount, Law
    from dunning_engine.policy.charges import Interest, InterestInvoice, LateCompensation
    from dunning_engine.policy.condition import Condition
    from dunning_engine.policy.limits import Limits
    from dunning_engine.policy.trade import Overdraft, Purchase, Recourse
    from dunning_engine.problems import Span


class Approval(StrEnum):
    """Who carries an action out: the caller at once, or a person who confirms it first."""

    AUTOMATIC = "automatic"
    MANUAL = "manual"


class ActionKind(StrEnum):
    """What a step does."""

    LIST = "list"
    NOTIFY = "notify"
    REMIND = "remind"
    WARN = "warn"
    DEMAND = "demand"
    HAND_OVER = "hand_over"
    APPLY_FOR_PAYMENT_ORDER = "apply_for_payment_order"
    MONITOR = "monitor"
    WRITE_OFF = "write_off"


# What the law lets an action cost the debtor (lag 1981:739; lag 1990:746); the others cost nothing.
FEE_KINDS = {
    ActionKind.REMIND: FeeKind.REMINDER,
    ActionKind.WARN: FeeKind.REMINDER,
    ActionKind.DEMAND: FeeKind.COLLECTION_DEMAND,
    ActionKind.APPLY_FOR_PAYMENT_ORDER: FeeKind.PAYMENT_ORDER_WORK,
}

# The letters by which the creditor itself claims money from the debtor.
CLAIMING = frozenset({ActionKind.REMIND, ActionKind.WARN, ActionKind.DEMAND})


class Channel(StrEnum):
    """How a step is sent; the last two are resolved from the invoice."""

    EMAIL = "email"
    POST = "post"
    E_INVOICE = "e_invoice"
    PDF = "pdf"
    SAME_AS_INVOICE = "same_as_invoice"
    AS_CUSTOMER_PREFERS = "as_customer_prefers"


class Anchor(StrEnum):
    """The day that a delay counts from."""

    INVOICE_DATE = "invoice_date"
    DUE_DATE = "due_date"
    PREVIOUS_STEP = "previous_step"


class Otherwise(StrEnum):
    """What happens to a step whose condition does not hold or whose fact is missing."""

    WAIT = "wait"
    SKIP = "skip"


@dataclass(frozen=True, slots=True)
class Days:
    """A number of days, calendar days or banking days."""

    count: int
    banking: bool = False


@dataclass(frozen=True, slots=True)
class Delay:
    """When a step comes due: so many days after an anchor, then perhaps on to the end of that month."""

    anchor: Anchor
    days: Days
    end_of_month: bool = False


@dataclass(frozen=True, slots=True)
class Gate:
    """An exclusion or a hold: a condition and the reason that people are told."""

    reason: str
    when: Condition
    span: Span


@dataclass(frozen=True, slots=True)
class Fee:
    """A fee in öre, or, where ``amount`` is ``None``, the statutory cap on the day."""

    amount: int | None


@dataclass(frozen=True, slots=True)
class Choice:
    """One of the ways a client may choose: a word of the fact ``enforcement_choice``."""

    choice: str
    title: str
    action: ActionKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One rung of the ladder. ``registered_before`` maps a fact to the moment it must precede."""

    name: str
    title: str
    action: ActionKind
    delay: Delay
    span: Span
    approval: Approval
    when: Condition | None = None
    if_not: Otherwise = Otherwise.WAIT
    require: tuple[str, ...] = ()
    if_missing: Otherwise = Otherwise.WAIT
    registered_before: tuple[tuple[str, str], ...] = ()
    request_if_missing: tuple[str, ...] = ()
    send_by: tuple[Channel, ...] = ()
    send_to: str | None = None
    fee: Fee | None = None
    interest: bool = False
    pay_within_days: int | None = None
    choices: tuple[Choice, ...] = ()
    also_allowed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Override:
    """A client's or customer's own intervals: the whole ladder with the changes applied."""

    title: str
    when: Condition
    steps: tuple[Step, ...]
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, weakref_slot=True)
class Policy:
    """One revision of a policy. Compared by identity; ``digest`` covers its text and the law it was checked against."""

    name: str
    title: str
    applies_from: date
    currency: str
    country: str
    approval: Approval
    law: Law
    digest: str
    span: Span
    steps: tuple[Step, ...]
    postal_days: Days = Days(0)
    moves_off_closed_days: bool = True
    agreed_terms: AgreedTerms = field(default_factory=AgreedTerms)
    interest: Interest | None = None
    late_compensation: LateCompensation | None = None
    payments_settle: tuple[Part, ...] = (Part.FEES, Part.INTEREST, Part.PRINCIPAL)
    payments_known_within_days: int | None = None
    exclude: tuple[Gate, ...] = ()
    hold: tuple[Gate, ...] = ()
    overrides: tuple[Override, ...] = ()
    purchase: Purchase | None = None
    recourse: Recourse | None = None
    interest_invoice: InterestInvoice | None = None
    overdraft: Overdraft | None = None
    accounts: Mapping[BookAccount, str] = field(default_factory=dict)
    limits: Limits | None = None


@dataclass(frozen=True, slots=True, eq=False, weakref_slot=True)
class PolicyHistory:
    """All revisions of one policy, the earliest first; an invoice follows the latest one on or before its issue date.

    ``continued_by`` are the policies that its revisions name in ``continue_in``, by name; ``inherited_steps`` are the
    names of the steps that an invoice may bring along from the policies that continue in this one.
    """

    name: str
    revisions: tuple[Policy, ...] = ()
    continued_by: Mapping[str, PolicyHistory] = field(default_factory=dict)
    inherited_steps: frozenset[str] = frozenset()

    def revision_for(self, issued_on: date) -> Policy | None:
        """The revision that an invoice issued on that day follows; ``None`` before the first."""
        found = None
        for revision in self.revisions:
            if revision.applies_from <= issued_on:
                found = revision
        return found
