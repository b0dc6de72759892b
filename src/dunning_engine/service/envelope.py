"""What a request asks, as typed values: the keys around the invoices, strictly read, and which policy decides each invoice.

Everything that is wrong is said at once. Of several the status is that of the worst: 400 where the keys themselves are wrong,
413 where there are too many invoices, 404 where the policy is not here, 422 where facts do not fit.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from dunning_engine.decisions.words import DEFAULT_LANGUAGE
from dunning_engine.problems import Problem
from dunning_engine.service.bodies import read_json
from dunning_engine.service.overdrawn import MOST_DAYS, days_to_charge
from dunning_engine.service.overfull import MOST_PROBLEMS, more_problems, overfull
from dunning_engine.service.parts import (
    Part,
    anything,
    day,
    flag,
    listed,
    name,
    pointer_to,
    read_parts,
    read_query,
    word,
    written_flag,
)
from dunning_engine.service.places import account_at, invoice_at
from dunning_engine.service.problem import RequestError
from dunning_engine.text.suggest import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from dunning_engine.facts.account import Account
    from dunning_engine.facts.invoice import Invoice
    from dunning_engine.policy.model import PolicyHistory
    from dunning_engine.service.parts import Steps

_WORST_FIRST = (400, 413, 404, 422)
_EVALUATE = {
    "policy": Part(name),
    "as_of": Part(day, required=True),
    "invoice": Part(anything, nullable=False),
    "invoices": Part(listed, nullable=False),
    "accounts": Part(listed),
    "language": Part(word("sv", "en")),
    "explain": Part(flag),
}
_TIMELINE = {
    "policy": Part(name),
    "as_of": Part(day, required=True),
    "paid_on": Part(day),
    "invoice": Part(anything, required=True),
    "language": Part(word("sv", "en")),
}
_STREAM = {
    "policy": Part(name),
    "as_of": Part(day, required=True),
    "language": Part(word("sv", "en")),
    "explain": Part(written_flag),
}
_CHECK = {"file": Part(name)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is asked of every invoice of a call; without ``chosen`` each follows the policy that it names."""

    as_of: date
    chosen: PolicyHistory | None = None
    language: str = DEFAULT_LANGUAGE
    explain: bool = False
    paid_on: date | None = None


@dataclass(frozen=True, slots=True)
class Subjects:
    """Invoices and accounts, each with the policy that decides it and where it stands in the request."""

    invoices: list[tuple[PolicyHistory, Invoice]]
    places: list[Steps]
    accounts: list[tuple[PolicyHistory, Account]]


class _Findings:
    """Everything that is wrong, by the status that it gives."""

    def __init__(self, problems: Iterable[Problem] = (), status: int = 400) -> None:
        self._found = [(status, problem) for problem in problems]

    def add(self, status: int, *problems: Problem) -> None:
        self._found += ((status, problem) for problem in problems)

    def room_for(self, given: Any, items: str, steps: Steps) -> bool:
        """Whether the object at ``steps`` is to be read: not where it is too large, nor where more is wrong already than is told."""
        if self._full:
            return False
        problem = overfull(given, items, steps)
        if problem is not None:
            self.add(413, problem)
        return problem is None

    @property
    def _full(self) -> bool:
        return len(self._found) > MOST_PROBLEMS

    def end(self) -> None:
        """Raise what has been found, the worst first."""
        if self._found:
            ordered = sorted(self._found, key=lambda found: _WORST_FIRST.index(found[0]))
            rest = [more_problems()] if self._full else []
            raise RequestError(ordered[0][0], *(problem for _, problem in ordered[:MOST_PROBLEMS]), *rest)


def evaluate_request(body: bytes, policies: Mapping[str, PolicyHistory], *, most: int) -> tuple[Asked, Subjects]:
    """What a body asks to be evaluated, at most so many invoices and accounts. Raises ``RequestError``."""
    given, found = _object(body)
    values, problems = read_parts(given, _EVALUATE)
    found.add(400, *problems)
    chosen = _chosen(values, policies, found)
    if ("invoice" in given) is ("invoices" in given):
        both = "both 'invoice' and 'invoices'" if "invoice" in given else "neither 'invoice' nor 'invoices'"
        found.add(400, Problem(code="DE606", message=f"the request has {both}", hint="give one of the two", pointer=""))
    for key in ("invoices", "accounts"):
        if len(values.get(key, ())) > most:
            found.add(413, _too_many(key, len(values[key]), most))
            values[key] = []
    invoices: list[tuple[Steps, Any]] = [
        (("invoices", place), one) for place, one in enumerate(values.get("invoices", ()))
    ]
    if "invoice" in values:
        invoices.append((("invoice",), values["invoice"]))
    subjects = _subjects(invoices, values.get("accounts", ()), chosen, policies, found)
    if "as_of" in values and (days := days_to_charge(subjects.accounts, values["as_of"])) > MOST_DAYS:
        message = f"interest on the accounts may be due for {days} days, more than {MOST_DAYS}"
        hint = "send fewer accounts, or the entries of the days that have been charged"
        found.add(413, Problem(code="DE607", message=message, hint=hint, pointer="/accounts"))
    found.end()
    return _asked(values, chosen), subjects


def timeline_request(body: bytes, policies: Mapping[str, PolicyHistory]) -> tuple[Asked, PolicyHistory, Invoice]:
    """What a body asks the timeline of. Raises ``RequestError``."""
    given, found = _object(body)
    values, problems = read_parts(given, _TIMELINE)
    found.add(400, *problems)
    chosen = _chosen(values, policies, found)
    invoices = [(("invoice",), values["invoice"])] if "invoice" in values else []
    subjects = _subjects(invoices, (), chosen, policies, found)
    as_of, paid_on = values.get("as_of"), values.get("paid_on")
    if as_of is not None and paid_on is not None and paid_on < as_of:
        message = f"paid_on {paid_on} is before as_of {as_of}"
        hint = "what has been paid stands among the invoice's events"
        found.add(
            422,
            Problem(code="DE613", message=message, hint=hint, fact="paid_on", pointer="/paid_on", value=f"{paid_on}"),
        )
    found.end()
    ((history, invoice),) = subjects.invoices
    return _asked(values, chosen), history, invoice


def stream_request(query: bytes, policies: Mapping[str, PolicyHistory]) -> Asked:
    """What the parameters of a stream ask of its lines. Raises ``RequestError``."""
    values, problems = read_query(query, _STREAM)
    found = _Findings(problems)
    chosen = _chosen(values, policies, found, pointer=None)
    found.end()
    return _asked(values, chosen)


def stream_line(value: Any, asked: Asked, policies: Mapping[str, PolicyHistory], *, most: int) -> Subjects:
    """The invoice, or the invoices, of a line. Raises ``RequestError``."""
    found = _Findings()
    if isinstance(value, list):
        if len(value) > most:
            found.add(413, _too_many("", len(value), most))
            found.end()
        invoices: list[tuple[Steps, Any]] = [((place,), one) for place, one in enumerate(value)]
    else:
        invoices = [((), value)]
    subjects = _subjects(invoices, (), asked.chosen, policies, found)
    found.end()
    return subjects


def check_request(query: bytes) -> str:
    """The name of the file that a policy's text is told under. Raises ``RequestError``."""
    values, problems = read_query(query, _CHECK)
    _Findings(problems).end()
    return str(values.get("file", "policy.yaml"))


def no_query(query: bytes) -> None:
    """Refuse parameters where none is read. Raises ``RequestError``."""
    if query:
        _Findings(read_query(query, {})[1]).end()


def _object(body: bytes) -> tuple[dict[str, Any], _Findings]:
    given, problems = read_json(body)
    found = _Findings(problems)
    if not isinstance(given, dict):
        if not problems:
            found.add(400, Problem(code="DE605", message="the body is not an object", hint="send {…}", pointer=""))
        found.end()
    if not found.room_for(given, "", ()):
        found.end()
    return given, found


def _chosen(
    values: Mapping[str, Any],
    policies: Mapping[str, PolicyHistory],
    found: _Findings,
    *,
    pointer: str | None = "/policy",
) -> PolicyHistory | None:
    wanted = values.get("policy")
    if wanted is None:
        return None
    if wanted not in policies:
        found.add(404, replace(no_policy_here(wanted, policies), fact="policy", value=wanted, pointer=pointer))
        return None
    return policies[wanted]


def no_policy_here(wanted: str, policies: Iterable[str]) -> Problem:
    """That there is no policy of that name."""
    hint = did_you_mean(wanted, policies, f"there are {', '.join(policies)}")
    return Problem(code="DE608", message=f"there is no policy '{wanted}'", hint=hint)


def _asked(values: Mapping[str, Any], chosen: PolicyHistory | None) -> Asked:
    said = {key: values[key] for key in ("language", "explain", "paid_on") if key in values}
    return Asked(as_of=values["as_of"], chosen=chosen, **said)


def _subjects(
    invoices: Iterable[tuple[Steps, Any]],
    accounts: Iterable[Any],
    chosen: PolicyHistory | None,
    policies: Mapping[str, PolicyHistory],
    found: _Findings,
) -> Subjects:
    subjects = Subjects([], [], [])
    for steps, given in invoices:
        if not found.room_for(given, "events", steps):
            continue
        invoice, problems = invoice_at(given, *steps)
        found.add(422, *problems)
        history = None if invoice is None else chosen or policies.get(invoice.policy or "")
        if invoice is not None and history is not None:
            subjects.invoices.append((history, invoice))
            subjects.places.append(steps)
        elif invoice is not None:
            found.add(422, replace(_unnamed(invoice.policy, policies, steps), invoice=invoice.invoice))
    for place, given in enumerate(accounts):
        steps = ("accounts", place)
        if not found.room_for(given, "entries", steps):
            continue
        account, problems = account_at(given, *steps)
        found.add(422, *problems)
        history = None if account is None else chosen or policies.get(account.policy or "")
        if (
            account is not None and history is not None
        ):  # every account follows the chosen one, whatever it names itself
            subjects.accounts.append((history, account if chosen is None else replace(account, policy=chosen.name)))
        elif account is not None:
            found.add(422, replace(_unnamed(account.policy, policies, steps), account=account.account))
    return subjects


def _unnamed(named: str | None, policies: Mapping[str, PolicyHistory], steps: Steps) -> Problem:
    fill = f"give 'policy' here, or for the whole request; there are {', '.join(policies)}"
    return Problem(
        code="DE560",
        message=f"there is no policy '{named}'" if named else "nothing says which policy to follow",
        hint=did_you_mean(named or "", policies, fill),
        fact="policy",
        value=named,
        pointer=pointer_to(*steps, "policy"),
    )


def _too_many(key: str, count: int, most: int) -> Problem:
    hint = "send several calls with all of a customer's invoices in one, or a stream"
    message = f"{count} {key or 'invoices'} are more than {most}"
    return Problem(code="DE607", message=message, hint=hint, pointer=pointer_to(key) if key else "")
