"""What `evaluate`, `timeline` and the served policies say, as the plain values that answers are made of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from dunning_engine.decisions.evaluate import evaluate, evaluate_each
from dunning_engine.decisions.timeline import timeline
from dunning_engine.problems import FactError
from dunning_engine.service.places import at_invoice
from dunning_engine.service.problem import RequestError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from dunning_engine.decisions.decision import Decision
    from dunning_engine.decisions.overdraft import AccountDecision
    from dunning_engine.facts.invoice import Invoice
    from dunning_engine.policy.model import PolicyHistory
    from dunning_engine.problems import Problem
    from dunning_engine.service.envelope import Asked, Subjects
    from dunning_engine.service.served import Served


class Answer(NamedTuple):
    """What is sent, and the decisions that were made for it."""

    content: dict[str, Any]
    decisions: Sequence[Decision]


def evaluated(asked: Asked, subjects: Subjects) -> Answer:
    """The decisions on all invoices and accounts, or none: raises ``RequestError`` where facts do not fit a policy."""
    decisions: list[Decision] = []
    accounts: list[AccountDecision] = []
    problems: list[Problem] = []
    try:
        decisions = decide(asked, subjects)
    except RequestError as error:
        problems += error.problems
    for place, (history, account) in enumerate(subjects.accounts):
        try:
            accounts.append(evaluate(history, account, as_of=asked.as_of))
        except FactError as error:
            problems += at_invoice(error.problems, "accounts", place)
    if problems:
        raise RequestError(422, *problems)
    content = {
        "as_of": asked.as_of.isoformat(),
        "decisions": [one.to_dict(explain=asked.explain, language=asked.language) for one in decisions],
        "accounts": [one.to_dict(explain=asked.explain, language=asked.language) for one in accounts],
        "policies": policies_of((*decisions, *accounts)),
    }
    return Answer(content, decisions)


def decide(asked: Asked, subjects: Subjects) -> list[Decision]:
    """The invoices decided with each other. Raises ``RequestError`` where facts do not fit a policy."""
    accounts = [account for _, account in subjects.accounts]
    try:
        if len(subjects.invoices) == 1:
            ((history, invoice),) = subjects.invoices
            return [evaluate(history, invoice, as_of=asked.as_of, accounts=accounts)]
        return evaluate_each(subjects.invoices, as_of=asked.as_of, accounts=accounts)
    except FactError as error:
        raise RequestError(422, *(_placed(asked, subjects) or error.problems)) from None


def drawn(asked: Asked, history: PolicyHistory, invoice: Invoice) -> Answer:
    """The timeline of an invoice. Raises ``RequestError`` where its facts do not fit the policy."""
    try:
        line = timeline(history, invoice, as_of=asked.as_of, paid_on=asked.paid_on)
    except FactError as error:
        raise RequestError(422, *at_invoice(error.problems, "invoice")) from None
    used = policies_of([line.ends])
    first = {
        "name": line.policy,
        "revision": None if line.revision is None else line.revision.isoformat(),
        "digest": _digest(history, invoice.issued_on),
    }
    policies = [first, *(one for one in used if one != first)]
    return Answer({"timeline": line.to_dict(asked.language), "policies": policies}, [line.ends])


def policies_of(decisions: Iterable[Decision | AccountDecision]) -> list[dict[str, Any]]:
    """The revisions that decided, each once, in the order they first did."""
    used = dict.fromkeys((one.policy, one.revision, one.digest) for one in decisions)
    return [
        {"name": name, "revision": None if revision is None else revision.isoformat(), "digest": digest}
        for name, revision, digest in used
    ]


def policies_served(served: Served) -> dict[str, Any]:
    """The names, with their revisions."""
    policies = [
        {
            "name": name,
            "revisions": [_revision(served, name, one.applies_from, texts=False) for one in history.revisions],
        }
        for name, history in served.policies.items()
    ]
    return {"digest": served.digest, "policies": policies}


def policy_served(served: Served, name: str) -> dict[str, Any]:
    """One policy, with the texts of its revisions as they are served."""
    history = served.policies[name]
    return {"name": name, "revisions": [_revision(served, name, one.applies_from) for one in history.revisions]}


def _revision(served: Served, name: str, applies_from: date, *, texts: bool = True) -> dict[str, Any]:
    (revision,) = (one for one in served.policies[name].revisions if one.applies_from == applies_from)
    file, text = served.texts[name, applies_from]
    told = {
        "applies_from": applies_from.isoformat(),
        "title": revision.title,
        "digest": revision.digest,
        "file": file,
    }
    return {**told, "text": text} if texts else told


def _digest(history: PolicyHistory, issued_on: date) -> str | None:
    revision = history.revision_for(issued_on)
    return None if revision is None else revision.digest


def _placed(asked: Asked, subjects: Subjects) -> list[Problem]:
    """What is wrong with each invoice under its policy, pointing at it."""
    problems: list[Problem] = []
    for (history, invoice), steps in zip(subjects.invoices, subjects.places, strict=True):
        try:
            evaluate(history, invoice, as_of=asked.as_of)
        except FactError as error:
            problems += at_invoice(error.problems, *steps)
    return problems
