"""Fees and interest against the law of every day that the policy applies: lag (1981:739), räntelagen (1975:635).

A policy applies to actions from its first day on without end, so a fee must keep under every cap from that day on.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from dunning_engine.law.values import FeeKind
from dunning_engine.money import format_hundredths
from dunning_engine.policy.charges import AccruesFrom, RateKind
from dunning_engine.policy.model import FEE_KINDS, ActionKind
from dunning_engine.problems import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dunning_engine.law.values import Law
    from dunning_engine.policy.draft import Draft, Ladder, Rung
    from dunning_engine.problems import Problem

_CURRENCY_OF_LAW = "SEK"
_ONE_DAY = timedelta(days=1)


def check_fees(draft: Draft, ladder: Ladder) -> Iterator[Problem]:
    """Each fee against its cap on every day of the policy."""
    for rung in ladder.rungs:
        fee = rung.step.fee
        if fee is None or fee.amount == 0:
            continue
        kind = FEE_KINDS.get(rung.step.action)
        if kind is None:
            yield draft.document.problem(
                "DE418",
                f"a step whose action is '{rung.step.action}' carries no fee",
                rung.where("fee"),
                hint="write 'fee: 0.00': only reminders, demands and payment orders cost the debtor anything (lag 1981:739)",
            )
        elif draft.policy.currency != _CURRENCY_OF_LAW:
            yield _other_currency(draft, rung)
        else:
            yield from _against_cap(draft, rung, kind)


def check_agreed_fee(draft: Draft, ladder: Ladder) -> Iterator[Problem]:
    """A reminder fee must have been agreed (lag 1981:739 2 §); otherwise it is 0 unless the invoice says so."""
    if draft.policy.agreed_terms.reminder_fee:
        return
    for rung in ladder.rungs:
        fee = rung.step.fee
        if FEE_KINDS.get(rung.step.action) is FeeKind.REMINDER and fee is not None and fee.amount != 0:
            yield draft.document.problem(
                "DE420",
                "the terms do not agree on a reminder fee: it will be 0 unless the invoice says that it was agreed",
                rung.where("fee"),
                hint="write 'agreed_terms: {reminder_fee: true}' where the terms say so (lag 1981:739 2 §)",
                severity=Severity.WARNING,
            )


def check_interest_law(draft: Draft) -> Iterator[Problem]:
    """The rate exists for the policy's days, is not above the law's without agreement, and runs from a day the law allows."""
    policy, interest = draft.policy, draft.policy.interest
    if interest is None:
        return
    law = policy.law
    if interest.rate is not RateKind.FIXED:
        yield from _rates(draft)
    elif interest.fixed_rate is not None and policy.agreed_terms.interest_rate is None:
        statutory = _statutory_rate(law, policy.applies_from)
        if statutory is not None and interest.fixed_rate > statutory:
            yield draft.document.problem(
                "DE421",
                f"{format_hundredths(interest.fixed_rate)} % is more than the law gives without agreement "
                f"({format_hundredths(statutory)} % on {policy.applies_from})",
                ("interest", "rate"),
                hint="state it under 'agreed_terms: interest_rate' where the terms agree on it (räntelagen 6 §)",
                severity=Severity.WARNING,
            )
    if interest.accrues_from is AccruesFrom.DUE_DATE and not policy.agreed_terms.due_date:
        yield draft.document.problem(
            "DE424",
            "interest runs from the due date only where that date was agreed in advance",
            ("interest", "accrues_from"),
            hint="write 'agreed_terms: {due_date: true}' where the terms fix it, or 'accrues_from: law' (räntelagen 3, 4 §§)",
            severity=Severity.WARNING,
        )


def check_late_compensation_law(draft: Draft) -> Iterator[Problem]:
    """The compensation is 450 kronor, for days from which the law knows it."""
    policy = draft.policy
    if policy.late_compensation is None or not policy.late_compensation.claim:
        return
    if policy.currency != _CURRENCY_OF_LAW:
        yield draft.document.problem(
            "DE422",
            f"late-payment compensation is an amount in {_CURRENCY_OF_LAW}, and the policy is in {policy.currency}",
            ("currency",),
            hint="remove 'late_compensation', or keep a policy of its own for invoices in SEK",
            related=(policy.late_compensation.span,),
        )
    if policy.law.late_compensation(policy.applies_from) is None:
        since = policy.law.series["late_compensation"].values[0].first
        yield draft.document.problem(
            "DE425",
            f"there was no late-payment compensation before {since}",
            ("late_compensation", "claim"),
            hint="for the days before that nothing is claimed; a revision of its own says so to the reader",
            severity=Severity.WARNING,
        )


def _other_currency(draft: Draft, rung: Rung) -> Problem:
    currency, fee = draft.policy.currency, rung.step.fee
    if fee is not None and fee.amount is None:
        return draft.document.problem(
            "DE422",
            f"the statutory fee is an amount in {_CURRENCY_OF_LAW}, and the policy is in {currency}",
            rung.where("fee"),
            hint=f"write the fee in {currency}",
            related=(draft.document.value_span(("currency",)),),
        )
    return draft.document.problem(
        "DE423",
        f"a fee in {currency} cannot be held against the law's cap in {_CURRENCY_OF_LAW}",
        rung.where("fee"),
        hint="see to it yourself that it is not above the cap",
        severity=Severity.WARNING,
        related=(draft.document.value_span(("currency",)),),
    )


def _against_cap(draft: Draft, rung: Rung, kind: FeeKind) -> Iterator[Problem]:
    law, fee = draft.policy.law, rung.step.fee
    amount = None if fee is None else fee.amount
    paragraph = law.paragraph(kind.value)
    for first, last in _stretches(law, kind, draft.policy.applies_from):
        cap = law.fee_cap(kind, first)
        days = f"from {first}" + (f" through {last}" if last is not None else "")
        if cap is None:
            yield draft.document.problem(
                "DE411",
                f"the law's files know no cap for this fee {days}",
                rung.where("fee"),
                hint="let the policy apply from a later date, or add the cap with its source to the law's files",
            )
        elif amount is not None and amount > cap:
            warning = rung.step.action is ActionKind.WARN
            shown, most = format_hundredths(amount), format_hundredths(cap)
            message = f"a fee of {shown} is above the cap of {most} {days}"
            if warning:
                message = f"a warning of collection is a reminder: its fee is at most {most} {days}, not {shown}"
            yield draft.document.problem(
                "DE412" if warning else "DE410",
                message,
                rung.where("fee"),
                hint=f"write at most {most}, or 'statutory' for the cap of the day ({paragraph})",
            )
        else:
            continue
        return


def _stretches(law: Law, kind: FeeKind, applies_from: date) -> Iterator[tuple[date, date | None]]:
    """The policy's days, cut where the cap changes or is not known."""
    cuts = {applies_from}
    for value in law.series[kind.value].values:
        cuts |= {value.first} | ({value.last + _ONE_DAY} if value.last is not None else set())
    starts = sorted(cut for cut in cuts if cut >= applies_from)
    for start, after in zip(starts, [*starts[1:], None], strict=True):
        yield start, None if after is None else after - _ONE_DAY


def _rates(draft: Draft) -> Iterator[Problem]:
    law, applies_from = draft.policy.law, draft.policy.applies_from
    first = law.reference_rates[0][0]
    if applies_from < first:
        yield draft.document.problem(
            "DE419",
            f"there is no reference rate for the half-years before {first}",
            ("applies_to_invoices_issued_from",),
            hint=f"let the policy apply from {first} or later, or write the rate under 'interest'",
        )
    elif applies_from > law.rates_known_through:
        yield draft.document.problem(
            "DE419",
            f"the reference rates are known through {law.rates_known_through}, and the policy begins after that",
            ("applies_to_invoices_issued_from",),
            hint="add the new half-year's rate to the law's files as soon as it has been announced",
            severity=Severity.WARNING,
        )


def _statutory_rate(law: Law, on: date) -> int | None:
    known = law.reference_rates[0][0] <= on <= law.rates_known_through
    return law.statutory_rate(on) if known else None


LADDER_CHECKS = (check_fees, check_agreed_fee)
