"""What an invoice is sold for and when it comes back: fee and advance, recourse, and what the debtor is told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dunning_engine.money import format_hundredths
from dunning_engine.policy.known import sold
from dunning_engine.policy.satisfy import can_hold
from dunning_engine.policy.trade import SALE_BY, OutcomeKind
from dunning_engine.problems import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dunning_engine.policy.draft import Draft
    from dunning_engine.policy.trade import Outcome, Purchase
    from dunning_engine.problems import Problem
    from dunning_engine.text.source import Path

_USUAL_LOAN = (7000, 8000)  # basis points of the capital
_WITHOUT = SALE_BY[OutcomeKind.BUY_WITHOUT_RECOURSE]


def check_terms(draft: Draft) -> Iterator[Problem]:
    """Something is bought or lent against, for more than it costs, at a usual rate, and the debtor is told."""
    purchase = draft.policy.purchase
    if purchase is None or not draft.outcomes_read:
        return
    if not any(outcome.kind in SALE_BY for outcome in purchase.outcomes):
        yield draft.document.problem(
            "DE387",
            "none of the outcomes buys or lends: nothing reads the fee, the advance and the payout",
            ("purchase", "outcomes"),
            on="key",
            hint="add an outcome such as buy_without_recourse, or remove the section",
        )
        return
    yield from _amounts(draft, purchase)
    if not purchase.notice_of_assignment:
        yield draft.document.problem(
            "DE430",
            "the debtor is not told whom to pay, and may go on paying the client",
            ("purchase", "notice_of_assignment"),
            hint="write 'notice_of_assignment: true' (skuldebrevslagen 31 §)",
            severity=Severity.WARNING,
        )


def check_recourse(draft: Draft) -> Iterator[Problem]:
    """A loan is always with recourse, and recourse takes back only what was sold with it."""
    written = "recourse" in draft.fields.values
    if written and "purchase" not in draft.fields.values:
        yield draft.document.problem(
            "DE382",
            "recourse is for invoices that this policy has bought or lent against, and it does neither",
            ("recourse",),
            on="key",
            hint="add a section 'purchase:', or remove this one",
        )
    loans = [(outcome, path) for outcome, path in draft.outcomes if outcome.kind is OutcomeKind.LEND]
    lost = [path for outcome, path in loans if not _comes_back(draft, outcome)]
    for path in lost:
        yield _loan_without_recourse(draft, path)
    if written and not lost:
        yield from _taken_back(draft)


def _amounts(draft: Draft, purchase: Purchase) -> Iterator[Problem]:
    fee, advance = purchase.fee_percent, purchase.advance_percent
    least, most = _USUAL_LOAN
    if fee > advance:
        yield draft.document.problem(
            "DE381",
            f"the fee of {format_hundredths(fee)} % is more than the advance of {format_hundredths(advance)} %",
            ("purchase", "fee_percent"),
            hint="the fee is drawn from the advance: nothing would be left to pay out",
            related=(draft.document.value_span(("purchase", "advance_percent")),),
        )
    lends = any(outcome.kind is OutcomeKind.LEND for outcome in purchase.outcomes)
    if lends and not least <= advance <= most:
        yield draft.document.problem(
            "DE429",
            f"a loan of {format_hundredths(advance)} % of an invoice is not usual",
            ("purchase", "advance_percent"),
            hint=f"usual are {least // 100} to {most // 100} %",
            severity=Severity.WARNING,
        )


def _taken_back(draft: Draft) -> Iterator[Problem]:
    recourse, path = draft.policy.recourse, ("recourse", "when")
    if recourse is None or draft.policy.purchase is None or not draft.outcomes_read or not can_hold(recourse.when):
        return
    if can_hold(recourse.when, *sold(draft, _WITHOUT)):
        yield draft.document.problem(
            "DE377",
            "this condition holds for invoices bought without recourse too: the client does not answer for them",
            path,
            on="key",
            hint="add the line 'sale: with_recourse' (or 'sale: pledged' for a loan)",
        )
    elif not any(_comes_back(draft, outcome) for outcome, _ in draft.outcomes):
        yield draft.document.problem(
            "DE377",
            "nothing is ever bought back: no outcome sells an invoice in the way that this condition asks for",
            path,
            on="key",
            hint="add an outcome such as buy_with_recourse, or remove the section 'recourse:'",
            related=tuple(outcome.span for outcome, _ in draft.outcomes if outcome.kind in SALE_BY),
        )


def _comes_back(draft: Draft, outcome: Outcome) -> bool:
    """Whether what the outcome sells can be bought back; a condition that is wrong by itself is spoken of elsewhere."""
    recourse = draft.policy.recourse
    if recourse is None or not can_hold(recourse.when):
        return "recourse" in draft.fields.values
    return outcome.kind in SALE_BY and can_hold(recourse.when, *sold(draft, SALE_BY[outcome.kind]))


def _loan_without_recourse(draft: Draft, path: Path) -> Problem:
    recourse = draft.policy.recourse
    return draft.document.problem(
        "DE370",
        "a loan against an invoice is always with recourse, and "
        + ("nothing says when this one comes back" if recourse is None else "recourse never comes to a pledged one"),
        (*path, "outcome"),
        hint="add a section 'recourse:' with 'when: {sale: pledged}'"
        if recourse is None
        else "write 'when: {sale: pledged}' under 'recourse:'",
        related=() if recourse is None else (recourse.span,),
    )
