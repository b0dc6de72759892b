"""A document whose shape has been checked, as a Policy: the header and the gates; sections, steps and conditions have own modules.

``parse_policy`` gives back a Draft (the policy with the places of its keys) and every problem that its types could not
hold; no Draft where what could be read is not a policy.
"""

from __future__ import annotations

import hashlib
from datetime import date
from typing import TYPE_CHECKING, TypedDict

from dunning_engine.facts.parts import Part
from dunning_engine.policy.draft import Draft
from dunning_engine.policy.model import Approval, Days, Gate, Policy
from dunning_engine.policy.parse_charges import (
    parse_accounts,
    parse_agreed_terms,
    parse_interest,
    parse_interest_invoice,
    parse_late_compensation,
)
from dunning_engine.policy.parse_condition import parse_condition
from dunning_engine.policy.parse_limits import parse_limits
from dunning_engine.policy.parse_steps import parse_ladder, parse_overrides
from dunning_engine.policy.parse_trade import parse_overdraft, parse_purchase, parse_recourse
from dunning_engine.policy.reading import Fields, Reading, word_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dunning_engine.law.values import Law
    from dunning_engine.policy.charges import AgreedTerms, Interest, InterestInvoice
    from dunning_engine.policy.limits import Limits
    from dunning_engine.policy.trade import Overdraft, Purchase, Recourse
    from dunning_engine.problems import Problem
    from dunning_engine.text.source import Document, Path

_ALL_PARTS = (Part.FEES, Part.INTEREST, Part.PRINCIPAL)


def parse_policy(document: Document, law: Law | None) -> tuple[Draft | None, tuple[Problem, ...]]:
    """The policy in ``document`` under ``law``, whose digest is part of its own; without law there is none to use."""
    reading = Reading(document)
    fields = Fields.of(document.value, ())
    approval = fields.word("approval", Approval) or Approval.MANUAL
    own = parse_ladder(reading, fields, approval)
    overrides = parse_overrides(reading, fields, approval)
    exclude, hold = list(_gates(reading, fields, "exclude")), list(_gates(reading, fields, "hold"))
    sections, outcome_paths = _sections(reading, fields)
    applies_from = _applies_from(fields)
    policy = None
    if applies_from is not None and law is not None:
        policy = Policy(
            name=fields.text("policy") or "",
            title=fields.text("title") or "",
            applies_from=applies_from,
            currency=fields.text("currency") or "",
            country=fields.text("country") or "",
            approval=approval,
            law=law,
            digest=_digest(document, law),
            span=document.value_span(fields.where("policy")),
            steps=tuple(rung.step for rung in own.rungs),
            postal_days=_postal_days(fields),
            moves_off_closed_days=fields.text("due_date_on_closed_day") != "unchanged",
            late_compensation=parse_late_compensation(reading, fields),
            payments_settle=_payments_settle(fields),
            payments_known_within_days=fields.whole("payments_known_within_days"),
            exclude=tuple(gate for gate, _ in exclude),
            hold=tuple(gate for gate, _ in hold),
            overrides=tuple(override for override, _, _ in overrides),
            accounts=parse_accounts(fields, law.accounts),
            **sections,
        )
    problems = tuple(reading.problems)
    if policy is None:
        return None, problems
    ladders = (own, *(ladder for _, _, ladder in overrides))
    override_paths = tuple(path for _, path, _ in overrides)
    return Draft(document, fields, policy, ladders, (*exclude, *hold), override_paths, outcome_paths), problems


class _Sections(TypedDict):
    """What is read for its problems too, whether or not there comes a policy of it."""

    agreed_terms: AgreedTerms
    interest: Interest | None
    purchase: Purchase | None
    recourse: Recourse | None
    interest_invoice: InterestInvoice | None
    overdraft: Overdraft | None
    limits: Limits | None


def _sections(reading: Reading, fields: Fields) -> tuple[_Sections, tuple[Path, ...]]:
    """The sections, and the places of the outcomes of a purchase."""
    purchase, outcome_paths = parse_purchase(reading, fields)
    sections: _Sections = {
        "agreed_terms": parse_agreed_terms(reading, fields),
        "interest": parse_interest(reading, fields),
        "purchase": purchase,
        "recourse": parse_recourse(reading, fields),
        "interest_invoice": parse_interest_invoice(reading, fields),
        "overdraft": parse_overdraft(reading, fields),
        "limits": parse_limits(reading, fields),
    }
    return sections, outcome_paths


def _digest(document: Document, law: Law) -> str:
    """Over the policy's text and the law it was checked against."""
    text = f"{law.digest}\n{document.text}"
    return f"sha256:{hashlib.sha256(text.encode()).hexdigest()}"


def _applies_from(fields: Fields) -> date | None:
    try:
        return date.fromisoformat(fields.text("applies_to_invoices_issued_from") or "")
    except ValueError:  # a problem of shape
        return None


def _postal_days(fields: Fields) -> Days:
    calendar = fields.whole("postal_days")
    if calendar is not None:
        return Days(calendar)
    banking = fields.mapping("postal_days").whole("banking_days")
    return Days(0) if banking is None else Days(banking, banking=True)


def _payments_settle(fields: Fields) -> tuple[Part, ...]:
    order = [word_of(item, Part) for item, _ in fields.items("payments_settle")]
    return tuple(part for part in order if part is not None) or _ALL_PARTS


def _gates(reading: Reading, policy: Fields, section: str) -> Iterator[tuple[Gate, Path]]:
    for item, path in policy.items(section):
        fields = Fields.of(item, path)
        when = (
            parse_condition(reading, fields.values["when"], fields.where("when")) if "when" in fields.values else None
        )
        if when is not None:
            yield (
                Gate(fields.text("reason") or "", when, reading.document.key_span(fields.where("reason"))),
                fields.where("when"),
            )
