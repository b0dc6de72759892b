"""The story so far: the invoice, its days, and each event on its day with all that it carries."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from dunning_engine.decisions.explained.explanation import Line
from dunning_engine.decisions.explained.fact_words import noun
from dunning_engine.decisions.phrases import delivery_words, kronor, quoted
from dunning_engine.decisions.words import days_words
from dunning_engine.facts.event import EventKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from dunning_engine.decisions.view import View
    from dunning_engine.facts.event import Event

_SAY = {
    "sv": {
        "was_due": "Fakturan på {amount} kr till kund {customer} är från {issued} och skulle betalas senast {due}.",
        "is_due": "Fakturan på {amount} kr till kund {customer} är från {issued} och ska betalas senast {due}.",
        "credit": "Fakturan på {amount} kr till kund {customer} är från {issued}: det är inget att betala.",
        "moved": "Den dagen är ingen bankdag, så förfallodagen flyttas till {due} ({law}).",
        "postal": "Policyn lägger till {days} för posten, så fakturan räknas som obetald från {day}.",
        "last_taken": "Reskontran har inga händelser men säger att {step} togs {on}, som det senaste steget.",
        "balance": "Reskontran säger att {balance} kr är kvar att betala.",
        "continues": "Fakturan köptes tillbaka {day}. {policy} drev den dessförinnan, och det som gjordes då görs inte om.",
        "fee": "avgift {fee} kr",
        "no_fee": "ingen avgift",
        "interest": "ränta {interest} kr",
        "no_interest": "ingen ränta",
        "same_interest": "ingen ny ränta",
        "pay_by": "att betala senast {pay_by}",
        "no_pay_by": "ingen sista dag att betala",
        "through": " till och med {day}",
        "open_ended": " tills vidare",
    },
    "en": {
        "was_due": "The invoice of {amount} kr to customer {customer} is of {issued} and was to be paid by {due}.",
        "is_due": "The invoice of {amount} kr to customer {customer} is of {issued} and is to be paid by {due}.",
        "credit": "The invoice of {amount} kr to customer {customer} is of {issued}: there is nothing to pay.",
        "moved": "That day is no banking day, so the due date moves to {due} ({law}).",
        "postal": "The policy adds {days} for the post, so the invoice counts as unpaid from {day} on.",
        "last_taken": "The ledger has no events but says that {step} was taken on {on}, as the last step.",
        "balance": "The ledger says that {balance} kr are left to pay.",
        "continues": "The invoice was bought back on {day}. {policy} pursued it before, and what was done then is not done again.",
        "fee": "fee {fee} kr",
        "no_fee": "no fee",
        "interest": "interest {interest} kr",
        "no_interest": "no interest",
        "same_interest": "no new interest",
        "pay_by": "to pay by {pay_by}",
        "no_pay_by": "no last day to pay",
        "through": " through {day}",
        "open_ended": " until further notice",
    },
}

HAPPENED: dict[str, tuple[str, str]] = {
    "payment": ("{on} betalade kunden {amount} kr", "On {on} the customer paid {amount} kr"),
    "credit_note": ("{on} krediterades {amount} kr", "On {on} {amount} kr were credited"),
    "write_off": (
        "{on} bokfördes {amount} kr som förlust; fordran består",
        "On {on} {amount} kr were booked as a loss; the claim stands",
    ),
    "step": ("{on} togs steget {step}{sent}: {claimed}", "On {on} the step {step} was taken{sent}: {claimed}"),
    "step_cancelled": (
        "{on} gjordes steget {step} ogjort; dess avgift föll bort",
        "On {on} the step {step} was undone; its fee fell away",
    ),
    "dispute": ("{on} bestred kunden fordran", "On {on} the customer disputed the claim"),
    "dispute_settled": ("{on} löstes tvisten", "On {on} the dispute was settled"),
    "pause": ("{on} pausades ärendet{until}", "On {on} the case was paused{until}"),
    "resume": ("{on} upphörde pausen", "On {on} the pause ended"),
    "promise": ("{on} lovade kunden att betala{until}", "On {on} the customer promised to pay{until}"),
    "payment_plan": ("{on} började en avbetalningsplan", "On {on} an instalment plan started"),
    "payment_plan_ended": ("{on} upphörde avbetalningsplanen", "On {on} the instalment plan ended"),
    "sold:without_recourse": (
        "{on} såldes fakturan utan regress{price}",
        "On {on} the invoice was sold without recourse{price}",
    ),
    "sold:with_recourse": (
        "{on} såldes fakturan med regress{price}",
        "On {on} the invoice was sold with recourse{price}",
    ),
    "sold:pledged": ("{on} belånades fakturan{price}", "On {on} the invoice was pledged{price}"),
    "bought_back": (
        "{on} köptes fakturan tillbaka för {amount} kr",
        "On {on} the invoice was bought back for {amount} kr",
    ),
    "handed_over": ("{on} lämnades ärendet till {agency}", "On {on} the case was handed over to {agency}"),
    "withdrawn": ("{on} togs ärendet tillbaka från {agency}", "On {on} the case was withdrawn from {agency}"),
    "closed": ("{on} stängdes posten i reskontran", "On {on} the item was closed in the ledger"),
    "information_requested": ("{on} bad vi uppdragsgivaren om {fact}", "On {on} we asked the client for {fact}"),
    "delivery_failed": (
        "{on} visade det sig att {step} inte kom fram",
        "On {on} it turned out that {step} did not arrive",
    ),
    "interest_invoiced": (
        "{on} fakturerades ränta för sig: {amount} kr",
        "On {on} interest was invoiced on its own: {amount} kr",
    ),
    "done:pay_out": ("{on} betalade vi ut{moved} till uppdragsgivaren", "On {on} we paid the client{moved}"),
    "done:charge_client": ("{on} krävde vi tillbaka{moved} av uppdragsgivaren", "On {on} we charged the client{moved}"),
    "done:notify_client": ("{on} fick uppdragsgivaren besked", "On {on} the client was told"),
    "done:notify_customer": ("{on} fick kunden besked", "On {on} the customer was told"),
    "done:decline": ("{on} nekade vi köpet", "On {on} we declined the purchase"),
    "done:review": ("{on} lämnades fakturan till granskning", "On {on} the invoice was given to a person to review"),
    "note": ("{on} antecknades: {text}", "On {on} it was noted: {text}"),
}
"""By event, with how it was sold or what was done; in Swedish and English, without an end."""

_AGENCY = ("ett inkassobolag", "a collection agency")
_PRICE = (" för {price} kr", " for {price} kr")


def history(view: View, language: str) -> Iterator[Line]:
    """The invoice with its days, then the events in the order of their days."""
    yield _invoice(view, language)
    say, situation = _SAY[language], view.situation
    titles = {step.name: step.title for step, _ in view.steps_elsewhere if step is not None}
    titles |= {step.name: step.title for step in view.ladder}
    told = [event for event in situation.invoice.events if event.on <= situation.as_of]
    for event in told:
        yield Line(_event(event, titles, language))
    if situation.invoice.balance is not None:
        yield Line(say["balance"].format(balance=kronor(situation.invoice.balance)))
    if situation.invoice.last_step is not None:
        for taken in situation.state.steps:
            title = quoted(titles.get(taken.step, taken.step), language)
            yield Line(say["last_taken"].format(step=title, on=taken.on))
            break
    if situation.before is not None:
        day, policy = situation.state.bought_back_on, situation.before.policy.title
        yield Line(say["continues"].format(day=day, policy=policy))


def _invoice(view: View, language: str) -> Line:
    say, situation = _SAY[language], view.situation
    invoice = situation.invoice
    kind = "credit" if invoice.amount <= 0 else "was_due" if situation.as_of > situation.due_on else "is_due"
    told = say[kind].format(
        amount=kronor(invoice.amount), customer=invoice.customer, issued=invoice.issued_on, due=invoice.due_on
    )
    under: list[Line] = []
    if kind == "credit":
        return Line(told)
    if situation.due_on != invoice.due_on:
        law = situation.policy.law.paragraph("due_date_on_closed_day")
        under.append(Line(say["moved"].format(due=situation.due_on, law=law)))
    postal = situation.policy.postal_days
    if postal.count:
        days = days_words(postal.count, language, banking=postal.banking)
        under.append(Line(say["postal"].format(days=days, day=situation.unpaid_after + timedelta(days=1))))
    return Line(told, tuple(under))


def _event(event: Event, titles: Mapping[str, str], language: str) -> str:
    english = language == "en"
    said = HAPPENED[_named(event)][english].format(
        on=event.on,
        amount="" if event.amount is None else kronor(event.amount),
        moved="" if event.amount is None else f" {kronor(event.amount)} kr",
        step="" if event.step is None else quoted(titles.get(event.step, event.step), language),
        sent="" if event.sent_by is None else f" {delivery_words(event.sent_by, None, language)}",
        claimed=_claimed(event, language) if event.event is EventKind.STEP else "",
        until=_until(event, language),
        price="" if event.price is None else _PRICE[english].format(price=kronor(event.price)),
        agency=_AGENCY[english] if event.agency is None else event.agency,
        fact="" if event.fact is None else noun(event.fact, language),
        text=event.text,
    )
    key = f" ({event.key})" if event.event is EventKind.DONE else ""
    reason = "" if event.reason is None else f" ({event.reason})"
    return f"{said}{key}{reason}."


def _named(event: Event) -> str:
    if event.event is EventKind.SOLD:
        return f"sold:{event.sale}"
    if event.event is EventKind.DONE:
        _, _, what = (event.key or "").partition("/")
        return f"done:{what.partition('/')[0]}"
    return event.event.value


def _claimed(event: Event, language: str) -> str:
    say = _SAY[language]
    fee = say["fee"].format(fee=kronor(event.fee)) if event.fee else say["no_fee"]
    if event.interest is None:
        interest = say["same_interest"]
    else:
        interest = say["interest"].format(interest=kronor(event.interest)) if event.interest else say["no_interest"]
    by = say["no_pay_by"] if event.pay_by is None else say["pay_by"].format(pay_by=event.pay_by)
    return f"{fee}, {interest}, {by}"


def _until(event: Event, language: str) -> str:
    if event.until is not None:
        return _SAY[language]["through"].format(day=event.until)
    return _SAY[language]["open_ended"] if event.event is EventKind.PAUSE else ""
