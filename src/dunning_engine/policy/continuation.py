"""Policies that continue in one another after a buy-back: what must fit between them, and their histories linked.

An invoice takes its history along, and steps are known by name: what one policy has done, the next does not repeat.
"""

from __future__ import annotations

from collections import defaultdict
from graphlib import TopologicalSorter
from itertools import pairwise
from typing import TYPE_CHECKING

from dunning_engine.law.values import FeeKind
from dunning_engine.policy.model import FEE_KINDS, PolicyHistory
from dunning_engine.policy.satisfy import can_hold
from dunning_engine.problems import Severity
from dunning_engine.text.suggest import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from dunning_engine.policy.draft import Draft, Rung
    from dunning_engine.policy.model import Policy, Step
    from dunning_engine.problems import Problem

_PATH = ("recourse", "continue_in")


def check_continuations(drafts: Sequence[Draft], names: Collection[str | None]) -> Iterator[Problem]:
    """Every problem between policies (DE371, DE372, DE376, DE383).

    ``names`` are the policies that are there, also those that could not be read; ``None`` among them is a file that not even
    the name could be read of, which may be the one that is looked for.
    """
    revisions: defaultdict[str, list[Draft]] = defaultdict(list)
    for draft in sorted(drafts, key=lambda draft: draft.policy.applies_from):
        revisions[draft.policy.name].append(draft)
    continuing = [(draft, name) for draft in drafts if (name := _continues_in(draft.policy)) is not None]
    yield from _circles(continuing)
    for draft, name in continuing:
        if name in revisions:
            yield from _misfit(draft, name, revisions)
        elif name not in names and None not in names:
            yield _missing(draft, name, names)
        seen = set()
        for later in _chain(name, revisions):
            for problem in _repeated(draft, later, revisions):
                if (problem.code, problem.span) not in seen:
                    seen.add((problem.code, problem.span))
                    yield problem


def linked(policies: Iterable[Policy]) -> dict[str, PolicyHistory]:
    """The policies by name, sorted, each with those that it continues in and the steps that it may be handed.

    The policies are sound: every name that one continues in is there, and there is no circle.
    """
    revisions: defaultdict[str, list[Policy]] = defaultdict(list)
    for policy in sorted(policies, key=lambda policy: (policy.name, policy.applies_from)):
        revisions[policy.name].append(policy)
    targets = {
        name: sorted({target for policy in own if (target := _continues_in(policy)) is not None})
        for name, own in revisions.items()
    }
    order = [*TopologicalSorter(targets).static_order()]  # what is continued in comes first
    inherited: defaultdict[str, set[str]] = defaultdict(set)
    for name in reversed(order):
        own = {step.name for policy in revisions[name] for step in policy.steps}
        for target in targets[name]:
            inherited[target] |= own | inherited[name]
    histories: dict[str, PolicyHistory] = {}
    for name in order:
        after = {target: histories[target] for target in targets[name]}
        histories[name] = PolicyHistory(name, tuple(revisions[name]), after, frozenset(inherited[name]))
    return {name: histories[name] for name in revisions}


def _continues_in(policy: Policy) -> str | None:
    return None if policy.recourse is None else policy.recourse.continue_in


def _missing(draft: Draft, name: str, names: Collection[str | None]) -> Problem:
    others = sorted(other for other in names if other is not None and other != draft.policy.name)
    listed = f"the other policies are {', '.join(others)}" if others else "it is looked for in the same folder"
    return draft.document.problem(
        "DE371", f"there is no policy '{name}' to continue in", _PATH, hint=did_you_mean(name, others, listed)
    )


def _circles(continuing: Sequence[tuple[Draft, str]]) -> Iterator[Problem]:
    """Each circle once, at the first of its policies, with the places of all."""
    edges: dict[str, dict[str, Draft]] = {}
    for draft, name in continuing:
        edges.setdefault(draft.policy.name, {}).setdefault(name, draft)
    said = set()
    for start in edges:
        circle = _way_back(start, edges)
        if circle and frozenset(circle) not in said:
            said.add(frozenset(circle))
            round_trip = [*circle, start]
            first, *others = (edges[one][two] for one, two in pairwise(round_trip))
            yield first.document.problem(
                "DE372",
                f"the policies continue in a circle: {' -> '.join(round_trip)}",
                _PATH,
                hint="name a policy that pursues the invoice to its end",
                related=tuple(other.document.value_span(_PATH) for other in others),
            )


def _way_back(start: str, edges: dict[str, dict[str, Draft]]) -> list[str]:
    """The shortest way from ``start`` round to itself, as the policies on it; empty where there is none."""
    ways, reached = [[start]], {start}
    while ways:
        longer = []
        for way in ways:
            for name in edges.get(way[-1], ()):
                if name == start:
                    return way
                if name not in reached:
                    reached.add(name)
                    longer.append([*way, name])
        ways = longer
    return []


def _chain(name: str, revisions: dict[str, list[Draft]]) -> list[str]:
    """The policies that an invoice may come to from ``name`` on, itself the first."""
    found = [name] if name in revisions else []
    for one in found:
        after = {_continues_in(draft.policy) for draft in revisions[one]}
        found += sorted(other for other in after if other in revisions and other not in found)
    return found


def _followed(draft: Draft, name: str, revisions: dict[str, list[Draft]]) -> list[Draft]:
    """The revisions of another policy that invoices of this one follow once they continue there."""
    first = draft.policy.applies_from
    later = [own.policy.applies_from for own in revisions[draft.policy.name] if own.policy.applies_from > first]
    theirs = revisions[name]
    in_time = [other for other in theirs if not later or other.policy.applies_from < later[0]]
    before = [other for other in in_time if other.policy.applies_from <= first]
    return [*before[-1:], *(other for other in in_time if other.policy.applies_from > first)]


def _misfit(draft: Draft, name: str, revisions: dict[str, list[Draft]]) -> Iterator[Problem]:
    policy = draft.policy
    earliest = revisions[name][0]
    if earliest.policy.applies_from > policy.applies_from:
        yield draft.document.problem(
            "DE383",
            f"'{name}' applies to invoices issued from {earliest.policy.applies_from}, and this policy already to those "
            f"from {policy.applies_from}",
            _PATH,
            hint=f"give '{name}' a revision from {policy.applies_from}, or let this policy apply from "
            f"{earliest.policy.applies_from}",
            related=(earliest.document.value_span(("applies_to_invoices_issued_from",)),),
        )
    for other in _followed(draft, name, revisions):
        if other.policy.currency != policy.currency:
            yield draft.document.problem(
                "DE383",
                f"'{name}' is in {other.policy.currency}, and this policy in {policy.currency}",
                _PATH,
                hint=f"name a policy for invoices in {policy.currency}",
                related=(other.document.value_span(("currency",)),),
            )
        if other.policy.purchase is not None and other.policy.recourse is None:
            yield draft.document.problem(
                "DE383",
                f"'{name}' buys invoices and leaves alone what has been bought back: nobody would pursue the invoice",
                _PATH,
                hint="name a policy without 'purchase'",
                related=(other.policy.purchase.span,),
            )
        if other.policy.payments_settle != policy.payments_settle:
            ours, theirs = (", ".join(one.payments_settle) for one in (policy, other.policy))
            yield draft.document.problem(
                "DE383",
                f"in '{name}' payments settle {theirs}, and in this policy {ours}: after a buy-back those made before it "
                "would be settled anew",
                _PATH,
                hint="write the same 'payments_settle' in both policies",
                related=(other.document.value_span(("payments_settle",)),),
            )


def _repeated(draft: Draft, name: str, revisions: dict[str, list[Draft]]) -> Iterator[Problem]:
    """Steps that would be taken again, counted as taken, or left without fee in the policy that an invoice continues in."""
    if name == draft.policy.name or not all(ladder.complete for ladder in draft.ladders):
        return
    ours = {step.name for step in draft.policy.steps}
    rungs = [rung for ladder in draft.ladders for rung in ladder.rungs if _before_buy_back(draft, rung)]
    for other in _followed(draft, name, revisions):
        theirs = {step.name: step for step in other.policy.steps}
        new = [step for step in other.policy.steps if step.name not in ours] if other.own.complete else []
        for rung in rungs:
            same = theirs.get(rung.step.name)
            again = [step for step in new if step.action is rung.step.action]
            if same is not None and same.action is not rung.step.action:
                yield _other_action(draft, rung, name, same)
            elif same is None and again:
                yield _again(draft, rung, name, again[0])
            elif same is None and _costs_a_reminder(rung.step):
                yield from _second_fee(draft, rung, name, other)


def _before_buy_back(draft: Draft, rung: Rung) -> bool:
    """Whether an invoice that is bought back may have come to the step."""
    recourse, when = draft.policy.recourse, rung.step.when
    return recourse is None or when is None or can_hold(recourse.when, when)


def _other_action(draft: Draft, rung: Rung, name: str, same: Step) -> Problem:
    return draft.document.problem(
        "DE376",
        f"step '{same.name}' is to '{rung.step.action}' here and to '{same.action}' in '{name}', "
        "where it would count as taken",
        rung.where("action"),
        hint="give one of the two another name: after a buy-back steps are known by name",
        related=(same.span,),
    )


def _again(draft: Draft, rung: Rung, name: str, again: Step) -> Problem:
    return draft.document.problem(
        "DE376",
        f"'{name}' would repeat step '{rung.step.name}': its own step '{again.name}' is to '{again.action}' too",
        rung.where("step"),
        hint="call both by one name: after a buy-back steps are known by name",
        related=(again.span,),
    )


def _second_fee(draft: Draft, rung: Rung, name: str, other: Draft) -> Iterator[Problem]:
    """A reminder fee that would never be charged, where this policy has charged one with a step of its own."""
    order = [step.name for step in draft.policy.steps]
    before = order[: order.index(rung.step.name)]
    later = next((one for one in other.policy.steps if _costs_a_reminder(one) and one.name not in before), None)
    if later is not None:
        yield draft.document.problem(
            "DE376",
            f"after the fee of step '{rung.step.name}' the one of step '{later.name}' in '{name}' would not be charged",
            rung.where("fee"),
            hint="one reminder fee is charged for a claim: write 'fee: 0.00' in one of the two",
            severity=Severity.WARNING,
            related=(later.span,),
        )


def _costs_a_reminder(step: Step) -> bool:
    return FEE_KINDS.get(step.action) is FeeKind.REMINDER and step.fee is not None and step.fee.amount != 0
