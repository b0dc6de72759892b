"""An invoice's timeline: what becomes of it from a day on if nobody pays, or if it is paid on a day.

Each action is carried out on the day that it is proposed and recorded as its caller would record it, until nothing more
happens by itself. Policies that continue in another go on in it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from dunning_engine.decisions.ending import why_it_ends
from dunning_engine.decisions.evaluate import evaluate, must_be_a_day
from dunning_engine.decisions.looks import next_look
from dunning_engine.decisions.record import events_for
from dunning_engine.decisions.words import DEFAULT_LANGUAGE
from dunning_engine.facts.event import Event, EventKind
from dunning_engine.facts.invoice import Invoice
from dunning_engine.money import format_hundredths
from dunning_engine.policy.condition import comparisons
from dunning_engine.problems import FactError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from dunning_engine.decisions.action import Action
    from dunning_engine.decisions.decision import Decision
    from dunning_engine.policy.model import PolicyHistory

_ONE_DAY = timedelta(days=1)

# What is carried out may let more be proposed on the same day: bought, then paid out; bought back, then told.
_ROUNDS_A_DAY = 8

# Days in a row on which nothing happens though something might, one by one: by then the longest limitation has run out
# (preskriptionslagen 2 §: ten years), and nothing may be claimed any more.
_LOOKS_IN_VAIN = 11 * 366

_STALE = frozenset({"payments_unknown", "payments_too_old"})
_OUTSIDE_CALENDAR = "DE508"


@dataclass(frozen=True, slots=True)
class Moment:
    """One action on the day that it is carried out, and the name of the policy that proposed it."""

    on: date
    action: Action
    policy: str


@dataclass(frozen=True, slots=True)
class Timeline:
    """What becomes of one invoice from ``as_of`` on, and the decision at which nothing more happens by itself.

    ``policy``, ``title`` and ``revision`` are of the policy that was asked for; ``revision`` is ``None`` where none was in
    force when the invoice was issued. ``due_on`` is the due date moved off closed days, from which steps are counted.
    ``moments`` stand in the order of their days, each key once. The blockers of ``ends``, what its ``next`` waits for, or
    its stage say why it ends. ``paid`` is what was owed and paid on ``paid_on``, in öre.
    ``side`` tells the rules that it follows from others that it stands beside.
    """

    invoice: str
    policy: str
    title: str
    revision: date | None
    as_of: date
    paid_on: date | None
    due_on: date
    moments: tuple[Moment, ...]
    ends: Decision
    paid: int = 0
    side: str = ""

    def why_it_ends(self, language: str = DEFAULT_LANGUAGE) -> str:
        """One line that says why nothing more happens by itself."""
        return why_it_ends(self.ends, language)

    def to_dict(self, language: str = DEFAULT_LANGUAGE) -> dict[str, Any]:
        """The timeline as ``schemas/timeline.schema.json`` says, ready for JSON."""
        return {
            "invoice": self.invoice,
            "policy": self.policy,
            "title": self.title,
            "side": self.side,
            "revision": None if self.revision is None else self.revision.isoformat(),
            "as_of": self.as_of.isoformat(),
            "due_on": self.due_on.isoformat(),
            "paid_on": None if self.paid_on is None else self.paid_on.isoformat(),
            "paid": None if self.paid_on is None else format_hundredths(self.paid),
            "moments": [
                {"on": moment.on.isoformat(), "policy": moment.policy, "action": moment.action.to_dict()}
                for moment in self.moments
            ],
            "why_it_ends": self.why_it_ends(language),
            "ends": self.ends.to_dict(language=language),
        }


def timeline(
    policy: PolicyHistory, invoice: Invoice | Mapping[str, Any], *, as_of: date, paid_on: date | None = None
) -> Timeline:
    """What becomes of ``invoice`` from ``as_of`` on if nobody pays; with ``paid_on``, if all that is owed is paid that day.

    The invoice's own events after ``as_of`` are not looked at, nor its customer's other invoices, nor its client's account.
    What is proposed for a person to confirm is taken to be confirmed on its day. ``payments_known_through`` follows the
    day: on ``as_of`` it is the invoice's, and on each later day the payments through that day are known.

    It always ends: the days it looks at only go forward, and it stops once it has looked at so many in a row in vain that
    the claim has been barred by limitation, or at the end of the calendar.

    Raises ``FactError`` for facts that do not fit, ``ValueError`` for a ``paid_on`` before ``as_of``, ``TypeError`` for what
    is no date.
    """
    must_be_a_day(as_of)
    if paid_on is not None:
        must_be_a_day(paid_on)
        if paid_on < as_of:
            raise ValueError(f"paid_on {paid_on} is before as_of {as_of}: what was paid is an event of the invoice")
    given = invoice if isinstance(invoice, Invoice) else Invoice.from_mapping(invoice)
    walk = _Walk(policy, as_known(given, as_of))
    ends = walk.through(as_of, paid_on)
    revision = policy.revision_for(given.issued_on)
    view = ends.reasoning.view
    return Timeline(
        invoice=given.invoice,
        policy=policy.name,
        title=policy.name if revision is None else revision.title,
        revision=None if revision is None else revision.applies_from,
        as_of=as_of,
        paid_on=paid_on,
        due_on=given.due_on if view is None else (view.situation.before or view.situation).due_on,
        moments=tuple(walk.moments),
        ends=ends,
        paid=walk.paid,
    )


def decisions_on(
    policy: PolicyHistory,
    invoice: Invoice | Mapping[str, Any],
    *,
    on: date,
    as_of: date,
    paid_on: date | None = None,
) -> tuple[Decision, ...]:
    """What is decided on the day ``on`` of the `timeline` from ``as_of``, at least one decision.

    The first is the one that the day begins with: what was proposed on earlier days of the timeline has been carried out and
    recorded. Where carrying it out lets more be proposed on the same day (bought, then paid out), the decisions that propose
    it follow. A day before ``as_of`` is decided as it was, on the events through that day.

    Raises what `timeline` raises.
    """
    must_be_a_day(on)
    must_be_a_day(as_of)
    given = invoice if isinstance(invoice, Invoice) else Invoice.from_mapping(invoice)
    if on < as_of:
        return (evaluate(policy, as_known(given, on), as_of=on),)
    walk = _Walk(policy, as_known(given, as_of))
    if on > as_of:
        walk.through(as_of, paid_on, before=on)
    first, *more = walk.act(on, first=on == as_of, pay=on == paid_on)
    return (first, *more[:-1])


def as_known(invoice: Invoice, as_of: date) -> Invoice:
    """The invoice with nothing that has happened to it after ``as_of``."""
    known = replace(invoice, events=tuple(event for event in invoice.events if event.on <= as_of))
    if known.paid_on is not None and known.paid_on > as_of:
        # A balance beside a later day of payment may be what is left after it.
        left = known.balance if known.balance is not None and known.balance > 0 else None
        known = replace(known, paid_on=None, balance=left)
    if known.last_step_on is not None and known.last_step_on > as_of:
        known = replace(known, last_step=None, last_step_on=None)
    return known


class _Walk:
    """Day after day on which anything can happen, carrying out what is proposed."""

    def __init__(self, policy: PolicyHistory, invoice: Invoice) -> None:
        self._policy = policy
        self._invoice = invoice
        self._keys: set[str] = set()
        self.moments: list[Moment] = []
        self.paid = 0

    def through(self, as_of: date, paid_on: date | None, *, before: date | None = None) -> Decision:
        """Carry out everything from ``as_of`` on; the decision at which nothing more happens by itself, or ``before`` a day."""
        left = _LOOKS_IN_VAIN
        *_, decision = self.act(as_of, first=True, pay=as_of == paid_on)
        while left:
            look = self._look(decision, as_of, paid_on)
            if look is None or (before is not None and look >= before):
                break
            done = len(self.moments)
            try:
                *_, after = self.act(look, pay=look == paid_on)
            except FactError as error:
                if {problem.code for problem in error.problems} == {_OUTSIDE_CALENDAR}:
                    break
                raise
            decision = after
            in_vain = len(self.moments) == done and look > self._invoice.due_on
            left = left - 1 if in_vain else _LOOKS_IN_VAIN
        return decision

    def _look(self, decision: Decision, as_of: date, paid_on: date | None) -> date | None:
        """The day to look at after the decision's, if any."""
        days = [next_look(decision), *_with_payments_known(decision, first=decision.as_of == as_of)]
        if paid_on is not None:
            days.append(paid_on)
        return min((day for day in days if day is not None and day > decision.as_of), default=None)

    def act(self, day: date, *, first: bool = False, pay: bool = False) -> tuple[Decision, ...]:
        """Carry out what is proposed on the day as long as something new is; each decision on the way, and the one that is left."""
        known = self._invoice.payments_known_through
        if not first and (known is None or known < day):
            self._invoice = replace(self._invoice, payments_known_through=day)
        decision = evaluate(self._policy, self._invoice, as_of=day)
        if pay and decision.balance > 0:
            self.paid = decision.balance
            self._happens(Event(on=day, event=EventKind.PAYMENT, amount=self.paid))
            decision = evaluate(self._policy, self._invoice, as_of=day)
        decisions = [decision]
        for _ in range(_ROUNDS_A_DAY):
            new = [action for action in decision.actions if action.key not in self._keys]
            if not new:
                break
            for action in new:
                self._keys.add(action.key)
                self.moments.append(Moment(day, action, decision.policy))
                recorded = events_for(action, self._invoice.invoice)
                self._happens(*(event for number, event in recorded if number == self._invoice.invoice))
            decision = evaluate(self._policy, self._invoice, as_of=day)
            decisions.append(decision)
        return tuple(decisions)

    def _happens(self, *events: Event) -> None:
        self._invoice = replace(self._invoice, events=(*self._invoice.events, *events))


def _with_payments_known(decision: Decision, *, first: bool) -> Iterator[date]:
    """The days on which it matters that ``payments_known_through`` follows the day."""
    tomorrow = decision.as_of + _ONE_DAY
    if first and any(blocker.code in _STALE for blocker in decision.blockers):
        yield tomorrow
    view = decision.reasoning.view
    for condition in () if view is None else view.conditions.values():
        for leaf in comparisons(condition):
            if leaf.fact == "payments_known_through" and isinstance(leaf.value, int):
                yield from (date.fromordinal(leaf.value), date.fromordinal(leaf.value) + _ONE_DAY)
            if first and leaf.fact.endswith("payments_known_through"):
                yield tomorrow
