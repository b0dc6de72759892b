"""Where the time of one ``evaluate()`` goes: each stage timed by itself over the same invoices."""

from __future__ import annotations

from copy import copy
from functools import partial
from typing import TYPE_CHECKING, Any

from sample import AS_OF
from timing import Contender, take_turns

from dunning_engine.decisions.actions import step_action
from dunning_engine.decisions.evaluate import evaluate
from dunning_engine.decisions.gates import gates
from dunning_engine.decisions.ladder import footing, upcoming_step
from dunning_engine.decisions.situation import situation_of
from dunning_engine.decisions.view import view_of
from dunning_engine.decisions.waiting import hindrances
from dunning_engine.facts.fold import fold
from dunning_engine.facts.invoice import Invoice
from dunning_engine.rules.compiled import compiled

if TYPE_CHECKING:
    from collections.abc import Sequence

    from timing import Times

    from dunning_engine.decisions.ladder import Upcoming
    from dunning_engine.decisions.view import View
    from dunning_engine.policy.model import PolicyHistory

WHOLE = "evaluate() of an Invoice, whole"
READING = "reading the mapping: names, types, contradictions"


def measure(
    history: PolicyHistory, mappings: Sequence[dict[str, Any]], invoices: Sequence[Invoice], rounds: int
) -> dict[str, Times]:
    """Microseconds an invoice for each stage; one that few invoices reach is spread over all of them."""
    policy = history.revisions[-1]
    prepared = compiled(policy)
    situations = [situation_of(policy, invoice, as_of=AS_OF) for invoice in invoices]
    views = [view_of(situation, customer_interest_total=0) for situation in situations]
    rows = [(view.row,) for view in views]

    def fresh_views() -> list[tuple[View]]:
        return [(copy(view),) for view in views]

    def with_upcoming() -> list[tuple[View, Upcoming | None]]:
        return [(view, _taken_today(view)) for (view,) in fresh_views()]

    given = [(invoice,) for invoice in invoices]
    folding = partial(fold, as_of=AS_OF, settles=policy.payments_settle)
    stages = {
        WHOLE: Contender(partial(evaluate, history, as_of=AS_OF), lambda: given),
        "fold: events into sums": Contender(folding, lambda: given),
        "fold, due date and interest": Contender(partial(situation_of, policy, as_of=AS_OF), lambda: given),
        "fact row": Contender(
            lambda situation: prepared.read_row(
                situation.invoice,
                situation.state,
                as_of=AS_OF,
                due_on=situation.due_on,
                accrual=situation.accrual,
                customer_interest_total=0,
            ),
            lambda: [(situation,) for situation in situations],
        ),
        "engine: which rules hold": Contender(prepared.engine.holding, lambda: rows),
        "gates": Contender(gates, fresh_views),
        "ladder: which step, from when": Contender(_ladder, fresh_views),
        "claim: fee, interest rows, action": Contender(_claim, with_upcoming),
        READING: Contender(Invoice.from_mapping, lambda: [(mapping,) for mapping in mappings]),
    }
    return take_turns(stages, rounds)


def _ladder(view: View) -> Upcoming | None:
    return upcoming_step(view, footing(view))


def _taken_today(view: View) -> Upcoming | None:
    """The step that the decision takes; ``None`` for the many invoices on which none is due."""
    upcoming = _ladder(view) if gates(view).open else None
    due = upcoming is not None and upcoming.earliest <= AS_OF and not hindrances(upcoming.step, view)
    return upcoming if due else None


def _claim(view: View, upcoming: Upcoming | None) -> None:
    if upcoming is not None:
        step_action(upcoming, view)
