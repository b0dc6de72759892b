"""Why a client's account is charged what it is charged: each day below zero with its balance, rate and amount."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dunning_engine.decisions.explained.evidence import told_actions, told_blockers
from dunning_engine.decisions.explained.explanation import Explanation, Line, Row, Section, explanation
from dunning_engine.decisions.explained.lifting import lifted
from dunning_engine.decisions.explained.reasons import reason
from dunning_engine.decisions.phrases import PHRASES, kronor, percent, quoted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dunning_engine.decisions.overdraft import AccountDecision

_SAY = {
    "sv": {
        "headline": "Konto {account} den {as_of}",
        "today": "I dag",
        "charged": "Vi debiterar kontot {amount} kr i ränta för {first}.",
        "charged_days": "Vi debiterar kontot {amount} kr i ränta för {count} dagar, från {first} till och med {last}.",
        "manual": "Det är ett förslag: en människa bekräftar det innan det görs.",
        "stopped": "Vi debiterar ingen ränta i dag, därför att {reason}.",
        "nothing": "Vi debiterar ingen ränta i dag, därför att kontot inte är övertrasserat eller redan är debiterat.",
        "why": "Varför",
        "balance": "Bokfört saldo är {balance} kr.",
        "policy": "Kontot följer {title}, i den utgåva som gäller från {revision} ({source}).",
        "no_policy": "Ingen utgåva av policyn {policy} gäller den dagen.",
        "rule": "En dag under noll kostar månadens {percent} % delat med {divided_by} gånger {times} av det som är övertrasserat ({source}).",
        "grows": "Räntan läggs till skulden, så nästa dag räknas på den också.",
        "amounts": "Vad det blir",
        "day": "Ränta för {on}",
        "how": "saldo {balance} kr × {percent} % / {divided_by} × {times}",
        "total": "Ränta att debitera",
        "next": "Vad som händer sedan",
        "tomorrow": "Är kontot övertrasserat i morgon också kommer ränta för den dagen då.",
        "none": "Ingen ränta kommer så länge kontot inte är övertrasserat.",
        "change": "Vad som skulle ändra det",
        "deposit": "Ingen ny ränta kommer om det sätts in minst {amount} kr på kontot.",
        "lifted": "Hindret upphör om {wish}.",
        "no_change": "Räntan börjar löpa om kontot blir övertrasserat.",
    },
    "en": {
        "headline": "Account {account} on {as_of}",
        "today": "Today",
        "charged": "We charge the account {amount} kr of interest for {first}.",
        "charged_days": "We charge the account {amount} kr of interest for {count} days, from {first} through {last}.",
        "manual": "This is a proposal: a person confirms it before it is done.",
        "stopped": "We charge no interest today, because {reason}.",
        "nothing": "We charge no interest today, because the account is not overdrawn or has been charged already.",
        "why": "Why",
        "balance": "The booked balance is {balance} kr.",
        "policy": "The account follows {title}, in the revision in force from {revision} ({source}).",
        "no_policy": "No revision of the policy {policy} is in force on that day.",
        "rule": "A day below zero costs the month's {percent} % divided by {divided_by} times {times} of what is overdrawn ({source}).",
        "grows": "The interest is added to the debt, so the next day counts on it too.",
        "amounts": "What it comes to",
        "day": "Interest for {on}",
        "how": "balance {balance} kr × {percent} % / {divided_by} × {times}",
        "total": "Interest to charge",
        "next": "What comes next",
        "tomorrow": "If the account is overdrawn tomorrow too, interest for that day comes then.",
        "none": "No interest comes as long as the account is not overdrawn.",
        "change": "What would change it",
        "deposit": "No new interest comes if at least {amount} kr are paid in.",
        "lifted": "What stops it ends if {wish}.",
        "no_change": "Interest starts to run if the account becomes overdrawn.",
    },
}


def told_account(decision: AccountDecision, language: str) -> Explanation:
    """The explanation of what an account is charged."""
    say = _SAY[language]
    parts = (
        Section(
            name="actions", heading=PHRASES[language]["actions"], lines=tuple(told_actions(decision.actions, language))
        ),
        Section(
            name="blockers",
            heading=PHRASES[language]["blockers"],
            lines=tuple(told_blockers(decision.blockers, language)),
        ),
    )
    return explanation(
        language,
        say["headline"].format(account=decision.account, as_of=decision.as_of),
        Section(name="today", heading=say["today"], lines=tuple(_today(decision, language))),
        Section(name="why", heading=say["why"], lines=tuple(_why(decision, language))),
        Section(name="amounts", heading=say["amounts"], rows=tuple(_days(decision, language))),
        Section(name="next", heading=say["next"], lines=(Line(say["tomorrow" if _owed(decision) else "none"]),)),
        Section(name="change", heading=say["change"], lines=tuple(_change(decision, language))),
        Section(
            name="evidence",
            heading=PHRASES[language]["evidence"],
            lines=tuple(_policy(decision, language)),
            parts=tuple(part for part in parts if part.lines),
        ),
    )


def _today(decision: AccountDecision, language: str) -> Iterator[Line]:
    say, charges = _SAY[language], decision.charges
    if charges:
        days = {"first": charges[0].on, "last": charges[-1].on, "count": len(charges)}
        amount = kronor(sum(charge.amount for charge in charges))
        manual = any(action.approval == "manual" for action in decision.actions)
        told = say["charged" if len(charges) == 1 else "charged_days"].format(amount=amount, **days)
        yield Line(told, (Line(say["manual"]),) if manual else ())
    for blocker in decision.blockers:
        yield Line(say["stopped"].format(reason=reason(blocker, language)))
    if not charges and not decision.blockers:
        yield Line(say["nothing"])


def _why(decision: AccountDecision, language: str) -> Iterator[Line]:
    say, policy = _SAY[language], decision.in_force
    yield Line(say["balance"].format(balance=kronor(decision.balance)))
    if policy is None:
        yield Line(say["no_policy"].format(policy=decision.policy))
    else:
        title = quoted(policy.title, language)
        yield Line(say["policy"].format(title=title, revision=policy.applies_from, source=policy.span))
    for rule in dict.fromkeys(charge.rule for charge in decision.charges):
        told = {"percent": percent(rule.monthly_percent), "divided_by": rule.divided_by, "times": percent(rule.times)}
        yield Line(say["rule"].format(source=rule.span, **told))
    if len(decision.charges) > 1:
        yield Line(say["grows"])


def _days(decision: AccountDecision, language: str) -> Iterator[Row]:
    say = _SAY[language]
    for charge in decision.charges:
        how = say["how"].format(
            balance=kronor(charge.balance),
            percent=percent(charge.rule.monthly_percent),
            divided_by=charge.rule.divided_by,
            times=percent(charge.rule.times),
        )
        yield Row(say["day"].format(on=charge.on), kronor(charge.amount), how=how)
    if decision.charges:
        yield Row(say["total"], kronor(sum(charge.amount for charge in decision.charges)), total=True)


def _owed(decision: AccountDecision) -> int:
    """How far below zero the account is once it has been charged, in öre."""
    return max(0, sum(charge.amount for charge in decision.charges) - decision.balance)


def _change(decision: AccountDecision, language: str) -> Iterator[Line]:
    say, owed = _SAY[language], _owed(decision)
    for blocker in decision.blockers:
        wish = lifted(blocker, None, language)
        if wish is not None:
            yield Line(say["lifted"].format(wish=wish))
    yield Line(say["deposit"].format(amount=kronor(owed)) if owed else say["no_change"])


def _policy(decision: AccountDecision, language: str) -> Iterator[Line]:
    say, policy = PHRASES[language], decision.in_force
    if policy is None:
        yield Line(say["policy_alone"].format(policy=decision.policy))
        return
    about = {"title": policy.title, "name": policy.name, "revision": policy.applies_from, "source": policy.span}
    yield Line(say["policy"].format(**about))
    yield Line(say["digest"].format(digest=policy.digest))
