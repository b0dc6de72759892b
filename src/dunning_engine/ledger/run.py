"""A ledger evaluated row by row, and clients' accounts beside it: what to do with each of them on a day."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from dunning_engine.decisions.evaluate import evaluate, evaluate_each
from dunning_engine.decisions.set_off import with_set_off, without_payouts
from dunning_engine.ledger.accounts import Accounts
from dunning_engine.problems import FactError, Problem, has_errors, sort_problems
from dunning_engine.text.suggest import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date

    from dunning_engine.decisions.decision import Decision
    from dunning_engine.decisions.overdraft import AccountDecision
    from dunning_engine.facts.account import Account
    from dunning_engine.facts.invoice import Invoice
    from dunning_engine.ledger.accounts import FoundAccount
    from dunning_engine.ledger.ledger import Entry, Ledger
    from dunning_engine.policy.model import PolicyHistory
    from dunning_engine.problems import Span


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one row: a decision, or the problems that kept it out."""

    line: int
    number: str | None
    invoice: Invoice | None
    decision: Decision | None
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class AccountOutcome:
    """What became of one client account: a decision, or the problems that kept it out."""

    line: int
    number: str | None
    account: Account | None
    decision: AccountDecision | None
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Run:
    """One evaluation of a ledger and of the accounts beside it, each in the order of its file."""

    file: str
    as_of: date
    outcomes: tuple[Outcome, ...] = field(repr=False)
    file_problems: tuple[Problem, ...] = ()
    accounts: tuple[AccountOutcome, ...] = field(default=(), repr=False)

    @property
    def decisions(self) -> tuple[Decision, ...]:
        """The invoices' decisions, in the order of the file."""
        return tuple(outcome.decision for outcome in self.outcomes if outcome.decision is not None)

    @property
    def account_decisions(self) -> tuple[AccountDecision, ...]:
        """The accounts' decisions, in the order of their file."""
        return tuple(outcome.decision for outcome in self.accounts if outcome.decision is not None)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Everything that is wrong, sorted by place."""
        of_rows = (problem for row in self.outcomes for problem in row.problems)
        of_accounts = (problem for one in self.accounts for problem in one.problems)
        return sort_problems((*self.file_problems, *of_rows, *of_accounts))

    @property
    def complete(self) -> bool:
        """Whether no row and no account was left out and nothing else is wrong with the files."""
        return not has_errors(self.problems)


def evaluate_rows(
    ledger: Ledger,
    policies: Mapping[str, PolicyHistory],
    *,
    as_of: date,
    policy: str | None = None,
    accounts: Accounts | None = None,
    progress: Callable[[int], None] = lambda done: None,  # noqa: ARG005 - its name tells what it is given
) -> Run:
    """Every entry's and every account's decision on ``as_of``, with ``policy``, or where that is None with the one it names.

    A customer's invoices meet each other, since interest adds up over them. ``progress`` is told now and then how many rows
    are done. Raises ``KeyError`` when there is no such ``policy``.
    """
    chosen = None if policy is None else policies[policy]
    beside = Accounts("") if accounts is None else accounts
    outcomes: dict[int, Outcome] = {}
    groups: dict[str, list[tuple[int, PolicyHistory, Invoice]]] = {}
    for number, entry in enumerate(ledger.entries):
        invoice = entry.invoice
        history = chosen or (policies.get(invoice.policy or "") if invoice else None)
        if invoice is None:
            outcomes[number] = _left_out(entry, entry.problems)
        elif history is None:
            outcomes[number] = _left_out(
                entry, (_no_policy(invoice.policy, policies, ledger.place(entry), invoice=entry.number),)
            )
        else:
            groups.setdefault(invoice.customer, []).append((number, history, invoice))
    for group in groups.values():
        for number, found in _evaluate_group(group, as_of=as_of).items():
            entry = ledger.entries[number]
            if isinstance(found, tuple):
                outcomes[number] = _left_out(entry, tuple(_placed(problem, ledger.place(entry)) for problem in found))
            else:
                outcomes[number] = Outcome(entry.line, entry.number, entry.invoice, found)
        progress(len(outcomes))
    decided = tuple(
        _account_outcome(found, beside.place(found), policies, chosen, as_of=as_of) for found in beside.found
    )
    if decided or beside.file_problems:
        complete = not has_errors(beside.file_problems) and all(one.decision is not None for one in decided)
        _set_off(outcomes, decided, chosen, complete=complete, as_of=as_of)
    return Run(
        ledger.file,
        as_of,
        tuple(outcomes[number] for number in range(len(outcomes))),
        (*ledger.file_problems, *beside.file_problems),
        decided,
    )


def _set_off(
    outcomes: dict[int, Outcome],
    decided: tuple[AccountOutcome, ...],
    chosen: PolicyHistory | None,
    *,
    complete: bool,
    as_of: date,
) -> None:
    """What clients have overdrawn lowers their payouts, over all customers; of an account that is not known, they wait."""
    accounts = [one.account for one in decided if one.account is not None and one.decision is not None]
    if chosen is not None:  # every account follows it, whatever it names itself
        accounts = [replace(account, policy=chosen.name) for account in accounts]
    numbered = [(number, outcome.decision) for number, outcome in outcomes.items() if outcome.decision is not None]
    lowered = with_set_off([decision for _, decision in numbered], accounts, as_of=as_of)
    if not complete:
        lowered = without_payouts(lowered, {account.client for account in accounts})
    for (number, _), decision in zip(numbered, lowered, strict=True):
        outcomes[number] = replace(outcomes[number], decision=decision)


def _account_outcome(
    found: FoundAccount,
    where: Span,
    policies: Mapping[str, PolicyHistory],
    chosen: PolicyHistory | None,
    *,
    as_of: date,
) -> AccountOutcome:
    """An account's decision, by the chosen policy or the one that it names."""
    account = found.account
    history = chosen or (policies.get(account.policy or "") if account else None)
    decision: AccountDecision | None = None
    problems = found.problems
    if account is not None and history is None:
        problems = (_no_policy(account.policy, policies, where, account=account.account),)
    elif account is not None and history is not None:
        try:
            decision = evaluate(history, account, as_of=as_of)
        except FactError as error:
            problems = tuple(_placed(problem, where) for problem in error.problems)
    return AccountOutcome(found.line, found.number, account, decision, problems)


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


def _left_out(entry: Entry, problems: tuple[Problem, ...]) -> Outcome:
    return Outcome(entry.line, entry.number, entry.invoice, None, problems)


def _placed(problem: Problem, where: Span) -> Problem:
    return problem if problem.span is not None else replace(problem, span=where)


def _no_policy(
    named: str | None,
    policies: Mapping[str, PolicyHistory],
    where: Span,
    *,
    invoice: str | None = None,
    account: str | None = None,
) -> Problem:
    fill = f"give --policy, or fill column 'policy'; there are {', '.join(policies)}"
    return Problem(
        code="DE560",
        message=f"there is no policy '{named}'" if named else "nothing says which policy to follow",
        hint=did_you_mean(named or "", policies, fill),
        span=where,
        invoice=invoice,
        account=account,
        fact="policy",
        value=named,
    )
