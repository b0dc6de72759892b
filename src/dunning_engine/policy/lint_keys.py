"""Keys that nothing would read: each is an error, since whoever wrote it believes that it does something."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dunning_engine.policy.charges import RateKind
from dunning_engine.policy.condition import comparisons
from dunning_engine.policy.model import ActionKind, Channel
from dunning_engine.problems import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dunning_engine.policy.draft import Draft, Ladder
    from dunning_engine.problems import Problem

_CLAIM_NOTHING = frozenset({ActionKind.LIST, ActionKind.MONITOR, ActionKind.WRITE_OFF})
_INTEREST_FACTS = frozenset({"interest_accrued", "customer_interest_total"})
_MAY_BE_POST = frozenset({Channel.POST, Channel.SAME_AS_INVOICE, Channel.AS_CUSTOMER_PREFERS})
_SENT = frozenset({ActionKind.NOTIFY, ActionKind.REMIND, ActionKind.WARN, ActionKind.DEMAND})
_REMINDING = frozenset({ActionKind.REMIND, ActionKind.WARN})


def check_conditional_keys(draft: Draft, ladder: Ladder) -> Iterator[Problem]:
    """``if_not`` needs a condition, ``if_missing`` something that may be missing."""
    for rung in ladder.rungs:
        keys = rung.fields.values
        if "if_not" in keys and rung.step.when is None:
            yield draft.document.problem(
                "DE344",
                "nothing reads 'if_not' here: the step has no condition",
                rung.where("if_not"),
                on="key",
                hint="add 'when:', or remove the line",
            )
        if "if_missing" in keys and not rung.step.require and not rung.step.registered_before:
            yield draft.document.problem(
                "DE344",
                "nothing reads 'if_missing' here: the step requires no fact",
                rung.where("if_missing"),
                on="key",
                hint="add 'require:' or 'registered_before:', or remove the line",
            )


def check_sending(draft: Draft, ladder: Ladder) -> Iterator[Problem]:
    """An address is for letters; and what is sent must say how."""
    for rung in ladder.rungs:
        step = rung.step
        if step.send_to is not None and not _MAY_BE_POST.intersection(step.send_by):
            yield draft.document.problem(
                "DE349",
                "'send_to' is an address for letters, and this step is not sent by post",
                rung.where("send_to"),
                on="key",
                hint="write 'send_by: post', or remove the line",
            )
        if step.action in _SENT and not step.send_by:
            yield draft.document.problem(
                "DE353",
                f"nothing says how step '{step.name}' is sent",
                rung.where("step"),
                hint="add for example 'send_by: same_as_invoice'",
                severity=Severity.WARNING,
            )


def check_claimed_interest(draft: Draft, ladder: Ladder) -> Iterator[Problem]:
    """A step claims interest only where it claims anything, and the policy says how it is reckoned."""
    for rung in ladder.rungs:
        if not rung.step.interest:
            continue
        if rung.step.action in _CLAIM_NOTHING:
            yield draft.document.problem(
                "DE428",
                f"a step whose action is '{rung.step.action}' sends the debtor nothing, so it cannot claim interest",
                rung.where("interest"),
                hint="write 'interest: false'; the next letter states all that has accrued",
            )
        elif draft.policy.interest is None:
            yield draft.document.problem(
                "DE345",
                "this step claims interest, but nothing says how it is reckoned",
                rung.where("interest"),
                hint="add a section 'interest:' with rate and accrues_from, or write 'interest: false'",
            )


def check_sections(draft: Draft) -> Iterator[Problem]:
    """Sections and agreed terms that no step and no condition reads."""
    policy = draft.policy
    if policy.agreed_terms.interest_rate is not None and (
        policy.interest is None or policy.interest.rate is RateKind.STATUTORY
    ):
        yield draft.document.problem(
            "DE356",
            "nothing reads the agreed interest rate",
            ("agreed_terms", "interest_rate"),
            on="key",
            hint="write 'rate: agreed' under 'interest:', or remove the line",
        )
    if all(ladder.complete for ladder in draft.ladders):
        yield from _unread_by_steps(draft)


def _unread_by_steps(draft: Draft) -> Iterator[Problem]:
    policy = draft.policy
    steps = [rung.step for ladder in draft.ladders for rung in ladder.rungs]
    # That the section's own condition asks for interest makes nothing read the section.
    others = (condition for condition, path in draft.conditions() if path[0] != "interest")
    asked = {leaf.fact for condition in others for leaf in comparisons(condition)}
    claimed = any(step.interest for step in steps) or policy.interest_invoice is not None
    if policy.interest is not None and not claimed and not asked & _INTEREST_FACTS:
        yield draft.document.problem(
            "DE355",
            "nothing reads this section: no step claims interest, none is invoiced and no condition asks for it",
            ("interest",),
            on="key",
            hint="write 'interest: true' in the steps that are to claim it, add 'interest_invoice:', or remove the section",
        )
    charging = [step for step in steps if step.action in _REMINDING and step.fee is not None and step.fee.amount != 0]
    if policy.agreed_terms.reminder_fee is not None and not charging:
        yield draft.document.problem(
            "DE356",
            "nothing reads the agreed reminder fee: no reminder has a fee",
            ("agreed_terms", "reminder_fee"),
            on="key",
            hint="give a reminder its 'fee', or remove the line",
        )


LADDER_CHECKS = (check_conditional_keys, check_sending, check_claimed_interest)
