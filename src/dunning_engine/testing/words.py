"""What a failing scenario says, in the feature's own language."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeGuard

from dunning_engine.money import format_hundredths
from dunning_engine.text.suggest import closest

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from dunning_engine.decisions.action import Action
    from dunning_engine.decisions.decision import Decision
    from dunning_engine.problems import Problem

_THINGS = {
    "steps": ("föreslagna steg", "proposed steps"),
    "changes": ("förhandsgranskningens ändringar", "the preview's changes"),
    "fees_in_all": ("avgifternas ändring i öre", "the change of the fees in öre"),
    "reach_later": ("fakturor senare till inkasso", "invoices that reach collection later"),
    "timeline": ("tidslinjen", "the timeline"),
    "timeline_ends": ("varför tidslinjen slutar", "why the timeline ends"),
    "timeline_paid": ("betalningen i tidslinjen", "the payment in the timeline"),
    "actions": ("föreslagna åtgärder", "proposed actions"),
    "requests": ("begärda uppgifter", "facts asked for"),
    "fee": ("avgiften", "the fee"),
    "interest": ("räntan", "the interest"),
    "late_compensation": ("förseningsersättningen", "the late-payment compensation"),
    "fees_before": ("tidigare avgifter", "the fees before"),
    "principal": ("kapitalet", "the principal"),
    "amount_to_pay": ("att betala", "the amount to pay"),
    "pay_by": ("betalas senast", "pay by"),
    "send_by": ("skickas med", "sent by"),
    "send_to": ("skickas till", "sent to"),
    "approval": ("godkännandet", "the approval"),
    "action": ("åtgärden", "the action"),
    "key": ("nyckeln", "the key"),
    "rule": ("regeln", "the rule"),
    "law": ("lagrummen", "the paragraphs"),
    "balance": ("kvar att betala", "left to pay"),
    "stage": ("läget", "the stage"),
    "next": ("nästa steg", "the next step"),
    "waits_for": ("väntar på", "waits for"),
    "blockers": ("hindren", "the blockers"),
    "message": ("hindrets text", "the blocker's message"),
    "allowed": ("tillåtna steg", "allowed steps"),
    "notes": ("anteckningarna", "the notes"),
    "explanation": ("förklaringen", "the explanation"),
    "taken": ("tagna steg", "steps taken"),
    "fees": ("avgifterna sammanlagt", "the fees in all"),
    "periods": ("ränteperioderna", "the interest periods"),
    "problems": ("policyns fel", "the policy's problems"),
    "warnings": ("policyns varningar", "the policy's warnings"),
    "refused": ("fakturans fel", "the invoice's problems"),
    "revision": ("revisionen", "the revision"),
    "counts": ("antal fakturor", "numbers of invoices"),
    "carried_out": ("utförda åtgärder", "actions carried out"),
    "policy": ("policyn som avgör", "the policy that decides"),
    "terms": ("villkoren", "the terms"),
    "buy_back": ("återköpet", "the buy-back"),
    "continue_in": ("fortsätter i", "continues in"),
    "pay_out": ("utbetalningen", "the payout"),
    "client_told": ("uppdragsgivaren underrättas om", "the client is told of"),
    "customer_told": ("kunden underrättas om", "the customer is told of"),
    "postings": ("bokföringsraderna", "the bookkeeping lines"),
    "balanced": ("debet och kredit", "debit and credit"),
    "interest_invoice": ("räntefakturan", "the interest invoice"),
    "comment": ("räntefakturans kommentar", "the interest invoice's comment"),
    "account_balance": ("kontots saldo", "the account's balance"),
    "overdraft_interest": ("övertrasseringsräntan", "the overdraft interest"),
    "account_blockers": ("kontots hinder", "the account's blockers"),
    "account_refused": ("kontots fel", "the account's problems"),
}


SAID_OF_ACTIONS = {
    "lista": "list",
    "notifiering": "notify",
    "notifiera": "notify",
    "påminnelse": "remind",
    "påminn": "remind",
    "reminder": "remind",
    "inkassovarning": "warn",
    "inkassokrav": "demand",
    "collection": "demand",
    "överlämna": "hand_over",
    "till inkasso": "hand_over",
    "betalningsföreläggande": "apply_for_payment_order",
    "efterbevakning": "monitor",
    "förlustföring": "write_off",
    "stickprov": "review",
    "granskning": "review",
    "köp utan regress": "buy_without_recourse",
    "köp med regress": "buy_with_recourse",
    "lån": "lend",
    "belåna": "lend",
    "neka": "decline",
    "neka köp": "decline",
    "utbetalning": "pay_out",
    "betala ut": "pay_out",
    "underrätta uppdragsgivaren": "notify_client",
    "underrätta kunden": "notify_customer",
    "återköp": "buy_back",
    "köp tillbaka": "buy_back",
    "återkrav": "charge_client",
    "fortsätt i": "continue_in",
    "räntefaktura": "invoice_interest",
    "interest invoice": "invoice_interest",
    "övertrasseringsränta": "charge_overdraft_interest",
    "komplettering": "request_information",
    "koppla posterna": "match_ledger_items",
}
"""What people call an action, and what it is called in a decision."""


class ScenarioError(AssertionError):
    """What a scenario says that cannot be done; its text is English, ``swedish`` the same in Swedish."""

    def __init__(self, english: str, swedish: str) -> None:
        super().__init__(english)
        self.swedish = swedish


def difference(language: str, thing: str, wanted: object, got: object, decision: Decision | None) -> str:
    """What was expected, what came, and the decision in short."""
    swedish, english = _THINGS[thing]
    name, expected, came = (swedish, "väntade", "fick") if language == "sv" else (english, "expected", "got")
    if _is_table(wanted) and isinstance(got, list):
        text = "\n".join([f"{name}:", *_apart(expected, wanted, got), *_apart(came, got, wanted)])
    else:
        text = f"{name}: {expected} {_say(wanted)}, {came} {_say(got)}"
    return text if decision is None else f"{text}\n{_in_short(decision)}"


def no_such(language: str, name: str, known: Collection[str], said: Mapping[str, str] | None = None) -> str:
    """That a scenario uses a name there is not, with the one that was probably meant; ``said`` are other words for them."""
    said = said or {}
    near = closest(name, (*known, *said))
    near = said.get(near or "", near)
    if language == "sv":
        return f"{name!r} finns inte" + (f": menade du {near}?" if near else f"; det finns: {', '.join(known)}")
    return f"there is no {name!r}" + (f": did you mean {near}?" if near else f"; there are: {', '.join(known)}")


def refusal(problems: Iterable[Problem]) -> str:
    """What facts were refused for, a line each, with its hint."""
    return "\n".join(problem.message + (f": {problem.hint}" if problem.hint else "") for problem in problems)


def _is_table(value: object) -> TypeGuard[list[Any]]:
    return isinstance(value, list) and bool(value) and isinstance(value[0], dict)


def _apart(lead: str, table: list[Any], other: list[Any]) -> list[str]:
    """The rows that the other table lacks; all of them where it lacks none, but has another order or number of them."""
    rows = [row for row in table if row not in other]
    if not rows and all(row in table for row in other):
        rows = table
    return [f"  {lead} {_say(row)}" for row in rows]


def _say(value: object) -> str:
    if value is None or (isinstance(value, (list, tuple)) and not value):
        return "–"
    if isinstance(value, (list, tuple)):
        return "; ".join(_say(item) for item in value)
    if isinstance(value, dict):
        return " | ".join(f"{name} {item}" for name, item in value.items())
    return str(value)


def _in_short(decision: Decision) -> str:
    lines = [
        f"  {decision.as_of} {decision.policy} {decision.invoice}: {decision.stage}, {format_hundredths(decision.balance)}"
    ]
    lines += [
        f"  + {action.action} {action.step or action.about or action.continue_in or ''} {_sums(action)}"
        for action in decision.actions
    ]
    lines += [f"  - {blocker.code} {blocker.step or ''} {blocker.fact or ''}".rstrip() for blocker in decision.blockers]
    if decision.next is not None:
        lines.append(f"  > {decision.next.step} {decision.next.earliest} {' '.join(decision.next.waits_for)}".rstrip())
    return "\n".join(lines)


def _sums(action: Action) -> str:
    if action.terms is not None:
        return f"{format_hundredths(action.terms.advance)} - {format_hundredths(action.terms.fee)}"
    if action.amount is not None:
        return format_hundredths(action.amount)
    return f"{format_hundredths(action.fee)} + {format_hundredths(action.interest)}"
