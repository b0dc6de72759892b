"""A ledger evaluated row by row: what to do with every invoice on a day, and an account in which every row stands once."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from dunning_engine.decisions.action import STATE_AN_AMOUNT
from dunning_engine.decisions.evaluate import evaluate_each
from dunning_engine.problems import FactError, Problem, has_errors, sort_problems
from dunning_engine.text.suggest import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date

    from dunning_engine.decisions.action import Action
    from dunning_engine.decisions.decision import Blocker, Decision
    from dunning_engine.facts.invoice import Invoice
    from dunning_engine.ledger.ledger import Entry, Ledger
    from dunning_engine.policy.model import PolicyHistory


_ABOUT_SOMETHING = frozenset({"request_information", "match_ledger_items"})


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one row: a decision, or the problems that kept it out."""

    line: int
    number: str | None
    invoice: Invoice | None
    decision: Decision | None
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class ActionTotal:
    """One kind of action over a ledger; amounts in öre, ``to_pay`` only of actions that claim something."""

    count: int = 0
    fees: int = 0
    interest: int = 0
    to_pay: int = 0


@dataclass(frozen=True, slots=True)
class BlockedTotal:
    """One blocker over a ledger: how many rows it blocks, and the first of them."""

    count: int
    invoice: str
    first: Blocker


@dataclass(frozen=True, slots=True)
class Summary:
    """The account: ``rows`` = ``with_actions`` + ``only_blockers`` + ``nothing_to_do`` + ``with_problems``.

    ``actions`` are keyed by (policy, action, title), sorted by policy and then in the order that they first occur;
    ``blockers`` are keyed by code, sorted.
    """

    rows: int
    with_actions: int
    only_blockers: int
    nothing_to_do: int
    with_problems: int
    actions: Mapping[tuple[str, str, str], ActionTotal]
    blockers: Mapping[str, BlockedTotal]


@dataclass(frozen=True, slots=True)
class Run:
    """One evaluation of a ledger, in the order of the file."""

    file: str
    as_of: date
    outcomes: tuple[Outcome, ...] = field(repr=False)
    file_problems: tuple[Problem, ...] = ()

    @property
    def decisions(self) -> tuple[Decision, ...]:
        """The decisions, in the order of the file."""
        return tuple(outcome.decision for outcome in self.outcomes if outcome.decision is not None)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Everything that is wrong, sorted by place."""
        return sort_problems((*self.file_problems, *(problem for row in self.outcomes for problem in row.problems)))

    @property
    def complete(self) -> bool:
        """Whether no row was left out and nothing else is wrong with the files."""
        return not has_errors(self.problems)


def evaluate_rows(
    ledger: Ledger,
    policies: Mapping[str, PolicyHistory],
    *,
    as_of: date,
    policy: str | None = None,
    progress: Callable[[int], None] = lambda done: None,  # noqa: ARG005 - its name tells what it is given
) -> Run:
    """Every entry's decision on ``as_of``, with ``policy``, or where that is None with the one that each invoice names.

    A customer's invoices meet each other, since interest adds up over them. ``progress`` is told now and then how many rows
    are done. Raises ``KeyError`` when there is no such ``policy``.
    """
    chosen = None if policy is None else policies[policy]
    outcomes: dict[int, Outcome] = {}
    groups: dict[str, list[tuple[int, PolicyHistory, Invoice]]] = {}
    for number, entry in enumerate(ledger.entries):
        invoice = entry.invoice
        history = chosen or (policies.get(invoice.policy or "") if invoice else None)
        if invoice is None:
            outcomes[number] = _left_out(entry, entry.problems)
        elif history is None:
            outcomes[number] = _left_out(entry, (_no_policy(ledger, entry, invoice, policies),))
        else:
            groups.setdefault(invoice.customer, []).append((number, history, invoice))
    for group in groups.values():
        for number, found in _evaluate_group(group, as_of=as_of).items():
            entry = ledger.entries[number]
            if isinstance(found, tuple):
                outcomes[number] = _left_out(entry, tuple(_placed(problem, ledger, entry) for problem in found))
            else:
                outcomes[number] = Outcome(entry.line, entry.number, entry.invoice, found)
        progress(len(outcomes))
    return Run(ledger.file, as_of, tuple(outcomes[number] for number in range(len(outcomes))), ledger.file_problems)


def summarize(run: Run) -> Summary:
    """The account of a run."""
    actions: dict[tuple[str, str, str], ActionTotal] = {}
    blocked: dict[str, BlockedTotal] = {}
    kinds: Counter[str] = Counter()
    for outcome in run.outcomes:
        decision = outcome.decision
        if decision is None:
            kinds["problem"] += 1
            continue
        kinds["action" if decision.actions else "blocker" if decision.blockers else "nothing"] += 1
        for action in decision.actions:
            key = (decision.policy, action.action, _title(action))
            total = actions.get(key, ActionTotal())
            actions[key] = ActionTotal(
                total.count + 1,
                total.fees + action.fee,
                total.interest + action.interest,
                total.to_pay + (action.amount_to_pay if action.action in STATE_AN_AMOUNT else 0),
            )
        for code, blocker in {blocker.code: blocker for blocker in reversed(decision.blockers)}.items():
            known = blocked.get(code, BlockedTotal(0, decision.invoice, blocker))
            blocked[code] = replace(known, count=known.count + 1)
    return Summary(
        rows=len(run.outcomes),
        with_actions=kinds["action"],
        only_blockers=kinds["blocker"],
        nothing_to_do=kinds["nothing"],
        with_problems=kinds["problem"],
        actions=dict(sorted(actions.items(), key=lambda item: item[0][0])),
        blockers=dict(sorted(blocked.items())),
    )


def _evaluate_group(
    group: list[tuple[int, PolicyHistory, Invoice]], *, as_of: date
) -> dict[int, Decision | tuple[Problem, ...]]:
    """A customer's decisions; an invoice whose facts do not fit its policy is set aside and the others decided without it."""
    found: dict[int, Decision | tuple[Problem, ...]] = {}
    fitting = group
    while fitting:
        try:
            decisions = evaluate_each([(history, invoice) for _, history, invoice in fitting], as_of=as_of)
        except FactError as error:
            refused = {problem.invoice for problem in error.problems}
            if refused.isdisjoint(invoice.invoice for _, _, invoice in fitting):
                raise  # of nobody here: trying again would try for ever
            for number, _, invoice in fitting:
                if invoice.invoice in refused:
                    found[number] = tuple(problem for problem in error.problems if problem.invoice == invoice.invoice)
            fitting = [one for one in fitting if one[2].invoice not in refused]
        else:
            found |= {number: decision for (number, _, _), decision in zip(fitting, decisions, strict=True)}
            break
    return found


def _title(action: Action) -> str:
    """The step's title; what is asked of or told to a client is one kind, whatever fact or customer it is about."""
    return action.title.partition(":")[0] if action.action in _ABOUT_SOMETHING else action.title


def _left_out(entry: Entry, problems: tuple[Problem, ...]) -> Outcome:
    return Outcome(entry.line, entry.number, entry.invoice, None, problems)


def _placed(problem: Problem, ledger: Ledger, entry: Entry) -> Problem:
    return problem if problem.span is not None else replace(problem, span=ledger.place(entry))


def _no_policy(ledger: Ledger, entry: Entry, invoice: Invoice, policies: Mapping[str, PolicyHistory]) -> Problem:
    fill = f"give --policy, or fill column 'policy'; there are {', '.join(policies)}"
    return Problem(
        code="DE560",
        message=f"there is no policy '{invoice.policy}'" if invoice.policy else "nothing says which policy to follow",
        hint=did_you_mean(invoice.policy or "", policies, fill),
        span=ledger.place(entry),
        invoice=entry.number,
        fact="policy",
        value=invoice.policy,
    )
