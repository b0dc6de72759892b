"""``dunning explain``: why an invoice gets what it gets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from dunning_engine.commands.ending import FINE, PROBLEMS, print_problems
from dunning_engine.commands.options import (
    AccountsFile,
    AsOf,
    EventsFile,
    KnownThrough,
    Lang,
    Language,
    LedgerFile,
    MapFile,
    PolicyName,
    RulesDirectory,
    WrongUseError,
    accounts_of,
    day_or_today,
    mapping_of,
    policies_of,
    read,
    run_of,
    suggestion,
)
from dunning_engine.problems import has_errors

if TYPE_CHECKING:
    from dunning_engine.ledger.run import AccountOutcome, Outcome


def explain(
    context: typer.Context,
    ledger: LedgerFile,
    *,
    invoice: Annotated[
        str, typer.Option("--invoice", help="The invoice's number, or that of an account.", show_default=False)
    ],
    policy: PolicyName = None,
    events: EventsFile = None,
    accounts: AccountsFile = None,
    mapping: MapFile = None,
    rules: RulesDirectory = None,
    as_of: AsOf = None,
    known_through: KnownThrough = None,
    lang: Lang = Language.SV,
) -> int:
    """Why an invoice gets what it gets, and why not.

    Every value, the policy's line, the law.
    """
    day = day_or_today(as_of, context)
    policies, form_of_files = policies_of(rules, policy), mapping_of(mapping)
    whole, beside = read(ledger, events, form_of_files, known_through), accounts_of(accounts, form_of_files)
    held = () if beside is None else beside.found
    if not whole.entries and not held:
        print_problems(whole.problems)
        return PROBLEMS
    given = (*(entry.number for entry in whole.entries), *(one.number for one in held))
    numbers = [number for number in given if number is not None]
    if invoice not in numbers:
        raise WrongUseError(f"there is no invoice '{invoice}' in {ledger}{suggestion(invoice, numbers)}")
    # What a client has overdrawn lowers its payouts in the order of its invoices, whoever the customers are.
    run = run_of(policies, whole.around(invoice) if beside is None else whole, day, policy, beside)
    everyone: list[Outcome | AccountOutcome] = [*run.outcomes, *run.accounts]
    found = [outcome for outcome in everyone if outcome.number == invoice]
    problems = () if beside is None else beside.problems  # an account that is left out sets nothing off
    print_problems(dict.fromkeys((*problems, *(problem for outcome in found for problem in outcome.problems))))
    decisions = [outcome.decision for outcome in found if outcome.decision is not None]
    for decision in decisions:
        for line in decision.explain(lang):
            typer.echo(line)
    return FINE if decisions and not has_errors(problems) else PROBLEMS
