"""Makes ``docs/actions.md`` from the words of decisions and the kinds of action."""

from __future__ import annotations

from dataclasses import fields
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from dunning_engine.decisions.action import Action, InterestLine, Terms
from dunning_engine.decisions.record import entries_for, events_for
from dunning_engine.decisions.titles import TITLES
from dunning_engine.decisions.words import BLOCKERS, STAGES
from dunning_engine.policy.model import FEE_KINDS, ActionKind
from dunning_engine.policy.trade import SALE_BY, OutcomeKind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dunning_engine.facts.account import Entry
    from dunning_engine.facts.event import Event

TOP = Path(__file__).resolve().parent.parent

INTRODUCTION = """\
# Actions, stages and blockers

What a decision may say, by code. The codes are stable: programs may depend on them. The sentences are for people and may become better.

This page is made by `tools/actions_page.py` from `src/dunning_engine/decisions/words.py`; change that, not the page.

## Actions

The engine proposes and never sends. The caller carries an action out and records it; the same action has the same `key` every time it is proposed,
and what has been recorded is not proposed again.

{actions}

*Recorded as* is the event, with the fields it carries, that [`events_for(action, invoice)`](../README.md#from-python) gives, and the entry on the
client's account that `entries_for(action, invoice)` gives. An amount on the account is above zero where the client gets it. What has no value is
left out: a `list` has no `pay_by`. The rest that a payout pays when the debtor has paid is a `payment` on the account too.

*Cap of its fee* names the cap that holds a step's fee down, by the day of the action; the amounts stand with paragraph and source in
[`rules/law/`](../rules/law). Where the policy claims late-payment compensation, the action's `late_compensation` is the part of its `fee` that is
the 450 kr.

## Stages

Where an invoice stands. Once a step is taken, the stage is the name of the furthest step taken. Before that, and where the invoice has left the ladder:

{stages}

## Blockers

Why nothing is done, or why less is done. Names in braces are filled in. `--lang en` gives the English sentences, `code` is the same in both.

### The whole invoice waits

{invoice}

### The next step waits

{step}

### The step is taken, for less or from a later day

{less}

### The interest is charged elsewhere, or not at all

{beside}
"""

_MEANINGS = {
    "list": ("Put on the list of unpaid invoices; nothing is sent.", "Läggs i listan över obetalda; inget skickas."),
    "notify": ("Tell the customer that the invoice is overdue, free of charge.", "Notifiering, utan avgift."),
    "remind": ("Reminder.", "Påminnelse."),
    "warn": (
        "Warning that collection comes next; in law a reminder.",
        "Inkassovarning; i lagens mening en påminnelse.",
    ),
    "demand": ("Collection demand.", "Inkassokrav."),
    "hand_over": ("Hand the case over to a collection agency.", "Ärendet lämnas till inkassobolag."),
    "apply_for_payment_order": ("Apply for a payment order.", "Ansökan om betalningsföreläggande."),
    "monitor": ("Long-term monitoring.", "Efterbevakning."),
    "write_off": ("Book the claim as a loss; the claim stands.", "Förlustföring; fordran består."),
}
_BESIDES = {
    "buy_without_recourse": (
        "Buy the invoice; the buyer bears the risk. `terms` has fee, advance, payout and payout day.",
        "Köp fakturan utan regress.",
    ),
    "buy_with_recourse": (
        "Buy the invoice; unpaid after the recourse window it is bought back.",
        "Köp fakturan med regress.",
    ),
    "lend": ("Lend against the invoice, always with recourse.", "Ge lån mot fakturan."),
    "decline": ("Do not buy the invoice.", "Neka köp."),
    "review": ("Picked for a random check; a person decides.", "Stickprov; en människa avgör."),
    "pay_out": (
        "Pay the client `amount`: the payout, or once the debtor has paid, the rest.",
        "Betala uppdragsgivaren.",
    ),
    "notify_client": ("Tell the client of the action that `about` names.", "Underrätta uppdragsgivaren."),
    "notify_customer": (
        "Tell the debtor who the creditor is now: `about` is `sold` (also for a pledge) or `bought_back`.",
        "Underrätta kunden om vem som är borgenär.",
    ),
    "buy_back": (
        "The recourse window is over: the client buys the invoice back for `amount`.",
        "Återköp, för beloppet i `amount`.",
    ),
    "charge_client": (
        "What was credited after the sale had been paid for: the client gives it back.",
        "Återkrav mot uppdragsgivaren: krediterat efter försäljningen.",
    ),
    "continue_in": (
        "The policy in `continue_in` takes over, with the history kept.",
        "Policyn i `continue_in` tar över, med historiken.",
    ),
    "invoice_interest": (
        "An interest invoice to the customer, with a line for each invoice paid too late.",
        "Räntefaktura, en rad per för sent betald faktura.",
    ),
    "charge_overdraft_interest": (
        "Charge a client account that is overdrawn with the interest of one day.",
        "Debitera en dags övertrasseringsränta.",
    ),
    "request_information": (
        "Ask the client for a fact that a later step needs. The action's `fact` names it.",
        "Be uppdragsgivaren om en uppgift som ett senare steg behöver.",
    ),
    "match_ledger_items": (
        "An amount of zero or less: match it against the customer's other items.",
        "Noll eller minus: koppla posten mot kundens andra poster.",
    ),
}
# What the policy gives its own title.
_UNTITLED = (*(kind.value for kind in OutcomeKind), "invoice_interest")
_INVOICE_WAITS = (
    "not_in_force",
    "with_agency",
    "sold",
    "bought_back",
    "not_bought",
    "review",
    "no_outcome",
    "recourse_over",
    "excluded",
    "limitation",
    "hold",
    "paused",
    "promised",
    "payment_plan",
    "payments_unknown",
    "payments_too_old",
    "no_reference_rate",
)
_STEP_WAITS = (
    "too_early",
    "condition_not_met",
    "disputed",
    "delivery_failed",
    "missing_fact",
    "registered_too_late",
    "choice_needed",
    "no_channel",
)
_FOR_LESS = ("fee_not_agreed", "fee_capped", "no_fee_cap", "already_charged", "due_date_not_agreed")
_BESIDE = ("on_joint_interest_invoice", "set_off", "account_unknown", "no_overdraft_rule")


def files() -> dict[Path, str]:
    """The page, under its name."""
    return {TOP / "docs" / "actions.md": page()}


def page() -> str:
    """The whole page. Raises ``ValueError`` for a code that no table has, or that is no longer there."""
    _same(_MEANINGS, ActionKind)
    _same(_BESIDES, {*(action.partition(":")[0] for action in TITLES), *_UNTITLED})
    _same([*_INVOICE_WAITS, *_STEP_WAITS, *_FOR_LESS, *_BESIDE], {code.partition(":")[0] for code in BLOCKERS})
    return INTRODUCTION.format(
        actions=_table(
            ("action", "meaning", "på svenska", "recorded as", "cap of its fee"),
            [
                (f"`{action}`", *meaning, _recorded(action), _fee(action))
                for action, meaning in (_MEANINGS | _BESIDES).items()
            ],
        ),
        stages=_table(
            ("stage", "meaning", "på svenska"),
            [(f"`{stage}`", words["en"], words["sv"]) for stage, words in STAGES.items()],
        ),
        invoice=_blockers(_INVOICE_WAITS),
        step=_blockers(_STEP_WAITS),
        less=_blockers(_FOR_LESS),
        beside=_blockers(_BESIDE),
    )


def _blockers(codes: tuple[str, ...]) -> str:
    """A row per code; a code that has a second sentence, for when more is known, has two rows."""
    rows = [
        (f"`{code}`", words["en"], words["sv"])
        for code in codes
        for known, words in BLOCKERS.items()
        if known.partition(":")[0] == code
    ]
    return _table(("code", "what is said", "på svenska"), rows)


def _fee(action: str) -> str:
    kind = FEE_KINDS.get(ActionKind(action)) if action in set(ActionKind) else None
    return f"`{kind.value}`" if kind else "no fee"


def _recorded(name: str) -> str:
    """What there is to record of an action of that name, found by recording one that has a value in every field."""
    buys, day = name in {kind.value for kind in SALE_BY}, date.min
    action = Action(
        key="1/2",
        action=name,
        step="3" if name in set(ActionKind) else None,
        title="4",
        approval="5",
        on=day,
        principal=6,
        fees_before=7,
        fee=8,
        interest=9,
        pay_by=day,
        send_by="10",
        fact="11",
        amount=12,
        terms=Terms(13, 14, 15, day) if buys else None,
        lines=(InterestLine("16", "17", 18, ()),),
        rule="19",
        source="20",
    )
    events = " and ".join(_fields(event.event, event) for _, event in events_for(action, "21"))
    each = " for each of its invoices" if name == "invoice_interest" else ""
    about = None if name == "charge_overdraft_interest" else "21"
    entries = [f"on the account {_fields(entry.entry, entry)}" for entry in entries_for(action, about)]
    parts = [f"{events}{each}", *entries] if events else entries
    return "; ".join(parts) or "nothing"


def _fields(kind: str, recorded: Event | Entry) -> str:
    """An event or an entry with the fields that have a value, as in ``done {key}``."""
    values = {field.name: getattr(recorded, field.name) for field in fields(recorded)}
    named = (name for name, value in values.items() if value and name not in {"on", "event", "entry"})
    return f"`{kind} {{{', '.join(named)}}}`".replace(" {}", "")


def _table(head: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    return "\n".join(f"| {' | '.join(line)} |" for line in [head, ("---",) * len(head), *rows])


def _same(described: Iterable[str], known: Iterable[str]) -> None:
    differing = set(described) ^ set(known)
    if differing:
        raise ValueError(f"tools/actions_page.py and the code differ on {', '.join(sorted(differing))}")
