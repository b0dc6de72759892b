"""The points of a policy that scenarios should come by: each rule that may fire, and both sides of each boundary.

Two points are the same when they say the same of the same rule, wherever the rule stands: so a scenario that changes a line
of a policy counts for the rules that the change leaves as they are.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields, is_dataclass
from enum import StrEnum
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from dunning_engine.facts.catalogue import CONDITION_FACTS
from dunning_engine.facts.row import decode
from dunning_engine.policy.condition import Compare, Operator, comparisons
from dunning_engine.policy.model import Anchor
from dunning_engine.policy.satisfy import can_hold

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dunning_engine.facts.catalogue import Fact
    from dunning_engine.policy.condition import Condition
    from dunning_engine.policy.model import Policy, Step
    from dunning_engine.problems import Span

# The values that an ordered comparison with a limit tells apart, as steps from the limit.
_SIDES = {
    Operator.AT_LEAST: (-1, 0),
    Operator.MORE_THAN: (0, 1),
    Operator.AT_MOST: (0, 1),
    Operator.LESS_THAN: (-1, 0),
}


class PointKind(StrEnum):
    """What a scenario has to show for a point to be covered."""

    STEP = "step"
    """The step is proposed."""
    DAY_BEFORE = "day_before"
    """The step is not proposed yet, and may come on the next day."""
    FIRST_DAY = "first_day"
    """The step is proposed on the first day that it may come."""
    EXCLUSION = "exclusion"
    """The exclusion is the reason that nothing is done."""
    HOLD = "hold"
    """The hold is the reason that nothing is done."""
    OVERRIDE = "override"
    """The override decides the ladder."""
    OUTCOME = "outcome"
    """The outcome decides an offer."""
    CHARGED = "charged"
    """Interest is claimed."""
    NOT_CHARGED = "not_charged"
    """A step that claims interest comes without."""
    INTEREST_INVOICE = "interest_invoice"
    """An interest invoice is proposed."""
    OVERDRAFT = "overdraft"
    """A day below zero is charged."""
    LAST_OF_PURSUIT = "last_of_pursuit"
    """On the last day of the recourse window, a sold invoice is not bought back yet."""
    BUY_BACK = "buy_back"
    """On the day after it, the invoice is bought back."""
    LIMIT = "limit"
    """A fact has the value on one side of the limit that a condition compares it with."""


@dataclass(frozen=True, slots=True)
class Point:
    """One point of a policy, at ``span``; ``rule`` is what the rule says.

    ``subject`` names the step, the reason, the title, or the fact with the comparison; ``value`` is the day or the value that a
    boundary's side is about. ``override`` is the title of the override that the step is changed in.
    """

    kind: PointKind
    subject: str
    rule: str
    span: Span = field(compare=False)
    value: str = ""
    override: str = ""


@dataclass(frozen=True, slots=True)
class Limit:
    """One side of an ordered comparison: it is covered where ``fact``, if it is there, has the ``value`` of a row."""

    fact: str
    value: int
    point: Point


@dataclass(frozen=True, slots=True)
class StepPoints:
    """The points of one step on one ladder."""

    proposed: Point
    day_before: Point
    first_day: Point
    limits: tuple[Limit, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyPoints:
    """All points of one revision of a policy, and where to find them by what a decision names.

    ``exclude``, ``hold``, ``overrides`` and ``outcomes`` are in the policy's order, each with the limits of its condition;
    ``ladders`` are the policy's own (``None``) and those of its overrides, by step.
    """

    exclude: tuple[tuple[Point, tuple[Limit, ...]], ...]
    hold: tuple[tuple[Point, tuple[Limit, ...]], ...]
    overrides: tuple[tuple[Point, tuple[Limit, ...]], ...]
    outcomes: tuple[tuple[Point, tuple[Limit, ...]], ...]
    ladders: dict[int | None, dict[str, StepPoints]]
    charged: tuple[Point, ...]
    charged_limits: tuple[Limit, ...]
    interest_invoice: Point | None
    overdraft: Point | None
    pursuit: tuple[Point, ...]
    recourse_limits: tuple[Limit, ...]

    @property
    def every(self) -> tuple[Point, ...]:
        """Every point, each once, in the order of the file."""
        found = dict.fromkeys(self._found())
        return tuple(sorted(found, key=lambda point: point.span))

    def _found(self) -> Iterator[Point]:
        for point, limits in (*self.exclude, *self.hold, *self.overrides, *self.outcomes):
            yield point
            yield from (limit.point for limit in limits)
        for steps in self.ladders.values():
            for step in steps.values():
                yield from (step.proposed, step.day_before, step.first_day)
                yield from (limit.point for limit in step.limits)
        yield from (*self.charged, *self.pursuit)
        yield from (limit.point for limit in (*self.charged_limits, *self.recourse_limits))
        yield from (point for point in (self.interest_invoice, self.overdraft) if point is not None)


_known: WeakKeyDictionary[Policy, PolicyPoints] = WeakKeyDictionary()


def points_of(policy: Policy) -> PolicyPoints:
    """The points of a policy, found the first time they are asked for."""
    found = _known.get(policy)
    if found is None:
        found = _known[policy] = _points(policy)
    return found


def _points(policy: Policy) -> PolicyPoints:
    purchase, recourse, overdraft = policy.purchase, policy.recourse, policy.overdraft
    interest, invoiced = policy.interest, policy.interest_invoice
    charged_when = None if interest is None else interest.charged_when
    ladders: dict[int | None, dict[str, StepPoints]] = {None: {step.name: _step(policy, step) for step in policy.steps}}
    for index, override in enumerate(policy.overrides):
        own = {step.name: step for step in policy.steps}
        ladders[index] = {
            step.name: _step(policy, step, own[step.name], override.title, override.span) for step in override.steps
        }
    return PolicyPoints(
        exclude=tuple(
            (Point(PointKind.EXCLUSION, one.reason, _bare(one), one.span), _limits(one.when, _bare(one)))
            for one in policy.exclude
        ),
        hold=tuple(
            (Point(PointKind.HOLD, one.reason, _bare(one), one.span), _limits(one.when, _bare(one)))
            for one in policy.hold
        ),
        overrides=tuple(
            (Point(PointKind.OVERRIDE, one.title, _bare(one), one.span), _limits(one.when, _bare(one.when)))
            for one in policy.overrides
        ),
        outcomes=tuple(
            (Point(PointKind.OUTCOME, one.title, _bare(one), one.span), _limits(one.when, _bare(one)))
            for one in (() if purchase is None else purchase.outcomes)
        ),
        ladders=ladders,
        charged=()
        if interest is None or charged_when is None
        else tuple(
            Point(kind, "charged_when", _bare(charged_when), _first_line(charged_when))
            for kind in (PointKind.CHARGED, PointKind.NOT_CHARGED)
        ),
        charged_limits=_limits(charged_when, "charged_when"),
        interest_invoice=None
        if invoiced is None
        else Point(PointKind.INTEREST_INVOICE, invoiced.title, _bare(invoiced), invoiced.span),
        overdraft=None if overdraft is None else Point(PointKind.OVERDRAFT, "", _bare(overdraft), overdraft.span),
        pursuit=()
        if recourse is None
        else tuple(
            Point(kind, "", _bare((recourse, policy.moves_off_closed_days)), recourse.span, str(day))
            for kind, day in (
                (PointKind.LAST_OF_PURSUIT, recourse.pursue_through_days),
                (PointKind.BUY_BACK, recourse.pursue_through_days + 1),
            )
        ),
        recourse_limits=() if recourse is None else _limits(recourse.when, _bare(recourse)),
    )


def _step(
    policy: Policy, step: Step, own: Step | None = None, override: str = "", place: Span | None = None
) -> StepPoints:
    """The points of a step; of one that an override leaves as it is, ``own``, they are those of the policy's ladder."""
    delay, rule = _delay(policy, step), _bare(step)
    changed = own is not None and _bare(own) != rule
    moved = own is not None and _delay(policy, own) != delay
    span = step.span if place is None else place

    def day(kind: PointKind) -> Point:
        return Point(kind, step.name, delay, span if moved else step.span, override=override if moved else "")

    return StepPoints(
        proposed=Point(
            PointKind.STEP, step.name, rule, span if changed else step.span, override=override if changed else ""
        ),
        day_before=day(PointKind.DAY_BEFORE),
        first_day=day(PointKind.FIRST_DAY),
        limits=_limits(step.when, f"{step.name} {_bare(step.when)}"),
    )


def _delay(policy: Policy, step: Step) -> str:
    counted_on = (policy.postal_days, policy.moves_off_closed_days) if step.delay.anchor is Anchor.DUE_DATE else ()
    return _bare((step.delay, counted_on))


def _limits(condition: Condition | None, rule: str) -> tuple[Limit, ...]:
    """Both sides of each ordered comparison, as far as the fact can come to them."""
    found = []
    for leaf in () if condition is None else comparisons(condition):
        for step in _SIDES.get(leaf.operator, ()) if isinstance(leaf.value, int) else ():
            value = int(leaf.value) + step
            fact = CONDITION_FACTS[leaf.fact]
            if can_hold(*_is(fact, value, leaf.span)):
                subject = f"{leaf.fact}: {{{leaf.operator.value}: {decode(fact, leaf.value)}}}"
                point = Point(PointKind.LIMIT, subject, rule, leaf.span, f"{leaf.fact} {decode(fact, value)}")
                found.append(Limit(leaf.fact, value, point))
    return tuple(found)


def _is(fact: Fact, value: int, span: Span) -> Iterator[Condition]:
    """That the fact is there and has the value."""
    yield Compare(fact.name, Operator.IS, value, span)
    if fact.optional:
        yield Compare(f"has_{fact.name}", Operator.IS, 1, span)


def _first_line(condition: Condition) -> Span:
    return next(comparisons(condition)).span


def _bare(value: object) -> str:
    """What ``value`` says, without the places where it stands."""
    if is_dataclass(value):
        said = (f"{one.name}={_bare(getattr(value, one.name))}" for one in fields(value) if one.name != "span")
        return f"{type(value).__name__}({', '.join(said)})"
    if isinstance(value, tuple):
        return f"({', '.join(_bare(one) for one in value)})"
    return repr(value)
