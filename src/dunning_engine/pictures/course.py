"""Timelines laid beside each other: a row for each day on which anything stands, a cell for each timeline.

What is said is settled here; where it stands is the drawing's.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING

from dunning_engine.decisions.action import STATE_AN_AMOUNT
from dunning_engine.decisions.phrases import delivery_words
from dunning_engine.pictures.words import amount_words, say
from dunning_engine.policy.model import Approval

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from dunning_engine.decisions.action import Action
    from dunning_engine.decisions.timeline import Timeline

MOST_ROWS = 60  # days; a picture with more is no picture


class Mark(Enum):
    """What stands at an entry: a shape for each kind, so that it is told apart in black and white too."""

    DUE = "day_marked"
    LETTER = "letter"
    DEMAND = "demand"
    LEGAL = "legal"
    CLIENT = "client"
    PAYMENT = "payment"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing on a day. ``details`` may be joined or stand in lines of their own; ``amount`` is what there is to pay."""

    mark: Mark
    title: str
    details: tuple[str, ...] = ()
    amount: str | None = None
    by: str | None = None


@dataclass(slots=True)
class Row:
    """One day. ``cells`` has the entries of each timeline; ``same`` has, for one that equals a cell further left, that cell's place."""

    on: date
    cells: list[list[Entry]]
    today: bool = False
    same: list[int | None] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Course:
    """Everything that a picture says. ``left_out`` is how many days it has no room for."""

    headline: str
    headings: tuple[tuple[str, str], ...]
    rows: tuple[Row, ...]
    ends: tuple[str, ...]
    left_out: int


def course(timelines: Sequence[Timeline], language: str) -> Course:
    """The rows of ``timelines``, all of one invoice seen from one day."""
    first = timelines[0]
    rows: dict[date, Row] = {}

    def cell(on: date, place: int) -> list[Entry]:
        row = rows.setdefault(on, Row(on, [[] for _ in timelines]))
        return row.cells[place]

    for place, one in enumerate(timelines):
        cell(one.as_of, place)
        cell(one.due_on, place).append(Entry(Mark.DUE, say("due", language)))
        if one.paid_on is not None:
            cell(one.paid_on, place).append(_payment(one, language))
        for moment in one.moments:
            cell(moment.on, place).append(_entry(moment.action, language))
    rows[first.as_of].today = True
    ordered = [rows[on] for on in sorted(rows)]
    for row in ordered:
        row.same = [_twin(row.cells, place) for place in range(len(timelines))]
    headline = "headline" if first.paid_on is None else "headline_paid"
    return Course(
        say(headline, language, invoice=first.invoice, paid_on=first.paid_on),
        tuple(_heading(one, language) for one in timelines),
        tuple(ordered[:MOST_ROWS]),
        tuple(one.why_it_ends(language) for one in timelines),
        max(len(ordered) - MOST_ROWS, 0),
    )


def _twin(cells: list[list[Entry]], place: int) -> int | None:
    """The nearest cell to the left that says the same, where there is more in it than a date that all share."""
    if all(entry.mark is Mark.DUE for entry in cells[place]):
        return None
    return next((other for other in reversed(range(place)) if cells[other] == cells[place]), None)


def _heading(one: Timeline, language: str) -> tuple[str, str]:
    since = "" if one.revision is None else say("since", language, day=one.revision)
    return one.title, one.side or since


def _payment(one: Timeline, language: str) -> Entry:
    if not one.paid:
        return Entry(Mark.PAYMENT, say("nothing_owed", language))
    return Entry(Mark.PAYMENT, say("paid", language), amount=amount_words(one.paid))


def _entry(action: Action, language: str) -> Entry:
    pays = action.action in STATE_AN_AMOUNT
    return Entry(
        _mark(action),
        action.title,
        tuple(_details(action, language)),
        amount_words(action.amount_to_pay) if pays else None,
        say("pay_by", language, day=action.pay_by) if pays and action.pay_by is not None else None,
    )


def _details(action: Action, language: str) -> Iterator[str]:
    if action.send_by is not None:
        yield delivery_words(action.send_by, None, language)
    if action.fee:
        yield say("fee", language, amount=amount_words(action.fee))
    if action.interest and action.action in STATE_AN_AMOUNT:
        yield say("interest", language, amount=amount_words(action.interest))
    if action.amount is not None:
        yield amount_words(action.amount)
    if action.approval == Approval.MANUAL.value:
        yield say("manual", language)


_MARKS = {
    **dict.fromkeys(("notify", "remind", "warn", "invoice_interest"), Mark.LETTER),
    "demand": Mark.DEMAND,
    **dict.fromkeys(("apply_for_payment_order", "hand_over", "monitor", "write_off"), Mark.LEGAL),
    **dict.fromkeys(
        ("buy_without_recourse", "buy_with_recourse", "lend", "decline", "pay_out", "buy_back", "charge_client"),
        Mark.CLIENT,
    ),
}


def _mark(action: Action) -> Mark:
    return _MARKS.get(action.action, Mark.NOTE)
