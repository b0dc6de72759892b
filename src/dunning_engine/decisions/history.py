"""What has happened to an invoice, a line for each event through its day, with all that the event carries."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dunning_engine.decisions.phrases import PHRASES, kronor, sale_words
from dunning_engine.decisions.titles import DONE
from dunning_engine.facts.event import SHAPES, EventKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dunning_engine.decisions.view import View
    from dunning_engine.facts.event import Event

# The help of an event says what it is and then what it does: here only the first is wanted.
_FIRST_CLAUSE = re.compile("[;,.]")


def history(view: View, language: str) -> Iterator[str]:
    """The events in the order they were folded; for a ledger without events, the last step that it names."""
    say = PHRASES[language]
    titles = {step.name: step.title for step, _ in view.steps_elsewhere if step is not None}
    titles |= {step.name: step.title for step in view.ladder}
    told = [event for event in view.situation.invoice.events if event.on <= view.situation.as_of]
    for event in told:
        if event.event is EventKind.STEP:
            yield say["taken"].format(
                step=titles.get(event.step or "", event.step),
                on=event.on,
                fee=kronor(event.fee),
                interest=kronor(event.interest or 0),
                pay_by=event.pay_by or "–",
            )
        elif event.event is not EventKind.NOTE:  # notes stand last, under the decision
            what, carried = _what(event, language), "".join(_carried(event, titles, language))
            yield say["event"].format(on=event.on, what=what, carried=carried)
    if not told:
        for step, taken in view.steps_taken:
            yield say["last_taken"].format(step=step.title, on=taken.on)


def _what(event: Event, language: str) -> str:
    """What happened: of a sale how, of an action beyond the steps which."""
    if event.event is EventKind.SOLD and event.sale is not None:
        return sale_words(event.sale, event.price, language)
    if event.event is EventKind.DONE:
        _, _, what = (event.key or "").partition("/")
        return DONE[what.partition("/")[0]][language]
    shape = SHAPES[event.event]
    return _FIRST_CLAUSE.split(shape.sv if language == "sv" else shape.en, maxsplit=1)[0]


def _carried(event: Event, titles: dict[str, str], language: str) -> Iterator[str]:
    say = PHRASES[language]
    if event.amount is not None:
        yield f": {kronor(event.amount)} kr"
    named = (event.step and titles.get(event.step, event.step), event.agency, event.fact)
    yield from (f": {value}" for value in named if value is not None)
    if event.key is not None:
        yield f" ({event.key})"
    if event.until is not None:
        yield say["through"].format(day=event.until)
    if event.reason is not None:
        yield f" ({event.reason})"
