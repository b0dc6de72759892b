"""What a claim on the customer is made of: the capital, the fees one by one, the interest period by period, and the sum.

The parts that inkassolagen 5 § wants apart, each with its paragraph; what lowered a part is said below them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dunning_engine.decisions.explained.explanation import Line, Row, Section
from dunning_engine.decisions.fee import above_cap
from dunning_engine.decisions.phrases import kronor, percent, quoted
from dunning_engine.decisions.words import days_words
from dunning_engine.facts.event import EventKind
from dunning_engine.policy.model import FEE_KINDS
from dunning_engine.rules.compiled import CHARGED_WHEN

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from dunning_engine.decisions.action import Action
    from dunning_engine.decisions.decision import Blocker
    from dunning_engine.decisions.view import View
    from dunning_engine.facts.state import StepTaken
    from dunning_engine.law.interest import InterestPeriod
    from dunning_engine.policy.model import Step

_SAY = {
    "sv": {
        "claim": "Det här kräver vi med {title}",
        "left": "Det här är kvar att betala",
        "principal": "Kapital",
        "as_the_ledger_says": "så mycket som reskontran säger är kvar",
        "of_amount": "av fakturans {amount} kr",
        "credited": "krediterat {amount} kr",
        "settled_principal": "betalt {amount} kr",
        "fee_before": "Avgift för {title} {on}",
        "fees_paid": "Avgår det som är betalt av avgifterna",
        "compensation": "Förseningsersättning",
        "fee": "Avgift för {title}",
        "claimed": "Ränta som redan är krävd",
        "period": "Ränta {first}–{last}",
        "how": "{days} à {rate} % på {principal} kr",
        "settled": "avgår ränta som redan är betald, krävd eller fakturerad",
        "to_pay": "Att betala",
        "left_to_pay": "Kvar att betala",
        "overpaid": "Betalt för mycket",
        "statutory": "Räntesatsen är lagens: referensräntan plus {margin} procentenheter ({law}).",
        "not_charged": "Någon ny ränta krävs inte, därför att policyns villkor för ränta inte är uppfyllt ({source}).",
        "no_interest": "I det här steget krävs ingen ny ränta.",
        "offset": "Den som har rätt till förseningsersättning får ta ut andra avgifter bara för den del av dem som är större än den ({law}).",
        "demand": "Ett inkassokrav ska ange allt detta var för sig och ge kunden skälig tid att betala ({law}).",
    },
    "en": {
        "claim": "This is what we claim with {title}",
        "left": "This is left to pay",
        "principal": "Principal",
        "as_the_ledger_says": "what the ledger says is left",
        "of_amount": "of the invoice's {amount} kr",
        "credited": "credited {amount} kr",
        "settled_principal": "paid {amount} kr",
        "fee_before": "Fee for {title} on {on}",
        "fees_paid": "less what has been paid of the fees",
        "compensation": "Late-payment compensation",
        "fee": "Fee for {title}",
        "claimed": "Interest that has been claimed already",
        "period": "Interest {first}–{last}",
        "how": "{days} at {rate} % on {principal} kr",
        "settled": "less interest that has already been paid, demanded or invoiced",
        "to_pay": "To pay",
        "left_to_pay": "Left to pay",
        "overpaid": "Paid in excess",
        "statutory": "The rate is the law's: the reference rate plus {margin} percentage points ({law}).",
        "not_charged": "No new interest is claimed, because the policy's condition for interest is not met ({source}).",
        "no_interest": "No new interest is claimed in this step.",
        "offset": "Who has the right to late-payment compensation may charge other fees only for the part of them above it ({law}).",
        "demand": "A collection demand states all of this separately and gives the customer reasonable time to pay ({law}).",
    },
}


def claim(view: View, action: Action, remarks: Sequence[Blocker], language: str) -> Section:
    """What an action asks the customer to pay, part by part; ``remarks`` are what lowered it."""
    say = _SAY[language]
    rows = [*_principal(view, language), *_fees_before(view, language), *_fee(view, action, language)]
    rows += interest_rows(action.interest_periods, action.interest, _interest_law(view, action), language)
    if not action.interest_periods and action.interest:
        rows.append(Row(say["claimed"], kronor(action.interest)))
    rows.append(Row(say["to_pay"], kronor(action.amount_to_pay), total=True))
    lines = (*_notes(view, action, language), *(Line(blocker.message(language)) for blocker in remarks))
    heading = say["claim"].format(title=quoted(action.title, language))
    return Section(name="claim", heading=heading, rows=tuple(rows), lines=lines)


def left_to_pay(view: View, language: str) -> Section:
    """What is owed as things are, where nothing more is claimed today."""
    say, state = _SAY[language], view.situation.state
    rows = [*_principal(view, language), *_fees_before(view, language)]
    if state.interest:
        rows.append(Row(say["claimed"], kronor(state.interest)))
    rows.append(Row(say["left_to_pay"], kronor(state.balance), total=True))
    if state.overpaid:
        rows.append(Row(say["overpaid"], kronor(state.overpaid)))
    return Section(name="left", heading=say["left"], rows=tuple(rows))


def interest_rows(
    periods: Sequence[InterestPeriod], stated: int, law: str, language: str, *, invoice: str | None = None
) -> Iterator[Row]:
    """The interest period by period, less what of it is not stated; ``invoice`` is named where there are several."""
    say = _SAY[language]
    named = "" if invoice is None else f"{invoice}: "
    for period in periods:
        yield Row(
            f"{named}{say['period'].format(first=period.first, last=period.last)}",
            kronor(period.amount),
            how=say["how"].format(
                days=days_words(period.days, language), rate=percent(period.rate), principal=kronor(period.principal)
            ),
            law=law,
        )
    accrued = sum(period.amount for period in periods)
    if accrued > stated:
        yield Row(f"{named}{say['settled']}", kronor(stated - accrued))


def statutory_rate(view: View, language: str) -> Line:
    """How the law's rate is made."""
    law = view.situation.policy.law
    margin = percent(law.interest_margin(view.situation.as_of))
    return Line(_SAY[language]["statutory"].format(margin=margin, law=law.paragraph("interest_margin")))


def _principal(view: View, language: str) -> Iterator[Row]:
    say, situation = _SAY[language], view.situation
    state, invoice = situation.state, situation.invoice
    how = ""
    if invoice.balance is not None:
        how = say["as_the_ledger_says"]
    elif state.principal != invoice.amount:
        credit_notes = (event for event in invoice.events if event.event is EventKind.CREDIT_NOTE)
        credited = sum(event.amount or 0 for event in credit_notes if event.on <= situation.as_of)
        parts = [say["of_amount"].format(amount=kronor(invoice.amount))]
        if credited:
            parts.append(say["credited"].format(amount=kronor(credited)))
        if state.principal_settled:
            parts.append(say["settled_principal"].format(amount=kronor(state.principal_settled)))
        how = ", ".join(parts)
    yield Row(say["principal"], kronor(state.principal), how=how)


def _fees_before(view: View, language: str) -> Iterator[Row]:
    say, state = _SAY[language], view.situation.state
    known = {taken.step: step for step, taken in view.steps_elsewhere if step is not None}
    known |= {step.name: step for step in view.ladder}
    charged = 0
    for taken in state.steps:
        if taken.fee:
            charged += taken.fee
            step = known.get(taken.step)
            title = quoted(taken.step if step is None else step.title, language)
            law = "" if step is None else _law_of_fee(step, taken, view)
            yield Row(say["fee_before"].format(title=title, on=taken.on), kronor(taken.fee), law=law)
    if charged != state.fees:
        yield Row(say["fees_paid"], kronor(state.fees - charged))


def _law_of_fee(step: Step, taken: StepTaken, view: View) -> str:
    """The paragraph that a fee was charged under; what is above its cap has the compensation in it."""
    kind, law = FEE_KINDS.get(step.action), view.situation.policy.law
    if kind is None:
        return ""
    declared = view.situation.policy.late_compensation
    compensated = declared is not None and declared.claim and above_cap(taken.fee, kind, taken.on, law)
    return law.paragraph("late_compensation" if compensated else kind.value)


def _fee(view: View, action: Action, language: str) -> Iterator[Row]:
    say, law = _SAY[language], view.situation.policy.law
    others = {law.paragraph(name) for name in _OTHER_LAW}
    cited = [paragraph for paragraph in action.law if paragraph not in others]
    compensation = law.paragraph("late_compensation")
    if action.late_compensation:
        yield Row(say["compensation"], kronor(action.late_compensation), law=compensation)
    if action.fee != action.late_compensation:
        title = quoted(action.title, language)
        told = "; ".join(paragraph for paragraph in cited if paragraph != compensation)
        yield Row(say["fee"].format(title=title), kronor(action.fee - action.late_compensation), law=told)


_OTHER_LAW = (
    "interest_margin",
    "collection_demand",
    "no_step_before_time_to_pay",
    "notice_of_assignment",
    "fee_offset",
)


def _interest_law(view: View, action: Action) -> str:
    paragraph = view.situation.policy.law.paragraph("interest_margin")
    return paragraph if paragraph in action.law else ""


def _notes(view: View, action: Action, language: str) -> Iterator[Line]:
    say, policy = _SAY[language], view.situation.policy
    if policy.law.paragraph("interest_margin") in action.law:
        yield statutory_rate(view, language)
    declared = policy.interest
    step = next((step for step in view.ladder if step.name == action.step), None)
    if declared is not None and step is not None and not action.interest_periods:
        if not step.interest:
            yield Line(say["no_interest"])
        elif declared.charged_when is not None and CHARGED_WHEN not in view.holding:
            yield Line(say["not_charged"].format(source=declared.span))
    for name, told in (("fee_offset", "offset"), ("collection_demand", "demand")):
        paragraph = policy.law.paragraph(name)
        if paragraph in action.law:
            yield Line(say[told].format(law=paragraph))
