"""What it comes to: every amount of the decision with how it came about, or what is left to pay as things are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dunning_engine.decisions.action import STATE_AN_AMOUNT
from dunning_engine.decisions.explained.claim import claim, interest_rows, left_to_pay, statutory_rate
from dunning_engine.decisions.explained.evidence import window_is_over
from dunning_engine.decisions.explained.explanation import Line, Row, Section
from dunning_engine.decisions.explained.reasons import REMARKS
from dunning_engine.decisions.phrases import kronor, percent, quoted
from dunning_engine.decisions.settlement import buy_back_sum, outlay, price_of
from dunning_engine.policy.trade import BuyBack

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dunning_engine.decisions.action import Action, Terms
    from dunning_engine.decisions.decision import Decision
    from dunning_engine.decisions.view import View

_WHOLE = 10_000  # basis points

_SAY = {
    "sv": {
        "heading": "Vad det blir",
        "principal": "Kapital",
        "advance": "Förskott",
        "of_principal": "{percent} % av kapitalet",
        "fee": "Avgår vår avgift",
        "payout": "Betalas ut {day}",
        "price": "Att betala ut",
        "set_off": "Avgår det som täcker det övertrasserade kontot",
        "paid_out": "Betalas ut",
        "paid": "Betalat till uppdragsgivaren",
        "kept": "Vår avgift för köpet",
        "received": "Avgår det som har betalats av kapitalet",
        "beside": "Avgifter och ränta som har krävts",
        "bought_back": "Uppdragsgivaren betalar",
        "if_bought_back": "Det här kostar det om uppdragsgivaren köper tillbaka fakturan i dag",
        "moved": "Belopp",
        "interest": "Ränta att betala",
        "comment": "På räntefakturan står: {comment}.",
    },
    "en": {
        "heading": "What it comes to",
        "principal": "Principal",
        "advance": "Advance",
        "of_principal": "{percent} % of the principal",
        "fee": "less our fee",
        "payout": "Paid out on {day}",
        "price": "To pay out",
        "set_off": "less what covers the overdrawn account",
        "paid_out": "Paid out",
        "paid": "Paid to the client",
        "kept": "Our fee for the purchase",
        "received": "less what has been paid of the principal",
        "beside": "Fees and interest that have been claimed",
        "bought_back": "The client pays",
        "if_bought_back": "This is what it costs if the client buys the invoice back today",
        "moved": "Amount",
        "interest": "Interest to pay",
        "comment": "The interest invoice says: {comment}.",
    },
}


def amounts(view: View | None, decision: Decision, language: str) -> Section:
    """A part for each action that moves or claims money; what is left to pay where none claims any of the customer."""
    parts = () if view is None else tuple(_parts(view, decision, language))
    return Section(name="amounts", heading=_SAY[language]["heading"], parts=parts)


def _parts(view: View, decision: Decision, language: str) -> Iterator[Section]:
    remarks = [blocker for blocker in decision.blockers if blocker.code in REMARKS and blocker.step is not None]
    if not any(_claims(action) for action in decision.actions):
        yield left_to_pay(view, language)
    for action in decision.actions:
        if _claims(action):
            yield claim(view, action, remarks, language)
        else:
            yield from _beside(view, action, decision, language)
    if window_is_over(view) and not any(action.action == "buy_back" for action in decision.actions):
        heading = _SAY[language]["if_bought_back"]
        yield Section(name="buy_back", heading=heading, rows=tuple(_buy_back(view, language)))


def _claims(action: Action) -> bool:
    """Whether the action asks the customer to pay what is owed; an interest invoice asks for its interest alone."""
    return action.step is not None and action.action in STATE_AN_AMOUNT


def _beside(view: View, action: Action, decision: Decision, language: str) -> Iterator[Section]:
    rows: Iterator[Row]
    lines: list[Line] = []
    if action.terms is not None:
        rows = _terms(view, action.terms, language)
    elif action.action == "invoice_interest":
        rows = _interest(view, action, language)
        if action.law:
            lines.append(statutory_rate(view, language))
        if action.comment is not None:
            lines.append(Line(_SAY[language]["comment"].format(comment=action.comment)))
    elif action.action == "buy_back":
        rows = _buy_back(view, language)
    elif action.amount is not None:
        rows = _moved(action, language)
        said = (blocker for blocker in decision.blockers if blocker.code == "set_off" and action.set_off)
        lines += [Line(blocker.message(language)) for blocker in said]
    else:
        return
    yield Section(name=action.action, heading=quoted(action.title, language), rows=tuple(rows), lines=tuple(lines))


def _terms(view: View, terms: Terms, language: str) -> Iterator[Row]:
    say, purchase, principal = _SAY[language], view.situation.policy.purchase, view.situation.state.principal
    yield Row(say["principal"], kronor(principal))
    if purchase is None:
        return
    if purchase.advance_percent != _WHOLE:
        share = say["of_principal"].format(percent=percent(purchase.advance_percent))
        yield Row(say["advance"], kronor(terms.advance), how=share)
    fee = say["of_principal"].format(percent=percent(purchase.fee_percent))
    yield Row(say["fee"], kronor(-terms.fee), how=fee)
    yield Row(say["payout"].format(day=terms.payout_on), kronor(terms.payout), total=True)


def _interest(view: View, action: Action, language: str) -> Iterator[Row]:
    law = view.situation.policy.law.paragraph("interest_margin")
    for line in action.lines:
        yield from interest_rows(
            line.periods, line.interest, law if law in action.law else "", language, invoice=line.invoice
        )
    yield Row(_SAY[language]["interest"], kronor(action.interest), total=True)


def _buy_back(view: View, language: str) -> Iterator[Row]:
    """What the buyer has paid and not got back, with the fees and the interest that it has claimed."""
    say, situation = _SAY[language], view.situation
    state, policy = situation.state, situation.policy
    if state.sale is not None and policy.purchase is not None and policy.recourse is not None:
        price, given = price_of(policy.purchase, state.sale), outlay(policy.purchase, state.sale)
        received = state.principal_settled - state.sale.settled_before
        yield Row(say["paid"], kronor(price))
        yield Row(say["kept"], kronor(given - price))
        if received:
            yield Row(say["received"], kronor(-received))
        beside = state.fees + state.interest if policy.recourse.buy_back is BuyBack.BALANCE else 0
        if beside:
            yield Row(say["beside"], kronor(beside))
        amount = max(0, buy_back_sum(state, policy.purchase, policy.recourse, state.sale))
        yield Row(say["bought_back"], kronor(amount), total=True)


def _moved(action: Action, language: str) -> Iterator[Row]:
    say, amount = _SAY[language], action.amount or 0
    if action.set_off:
        yield Row(say["price"], kronor(amount + action.set_off))
        yield Row(say["set_off"], kronor(-action.set_off))
    yield Row(say["paid_out" if action.action == "pay_out" else "moved"], kronor(amount), total=True)
