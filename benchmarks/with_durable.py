"""The same decision with durable-rules through its own interface, ``durable.lang``: rules decorate functions, rows are posted.

An event fires the first rule that holds, which is what a ladder needs. Dates, fees and interest are Python around it.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from answer import Answer
from by_hand import LADDER, Rates, free_on, take, upcoming
from durable.engine import MessageNotHandledException
from durable.lang import m, post, ruleset, when_all
from rows import row_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from dunning_engine.facts.invoice import Invoice


def from_lang(rates: Rates) -> Callable[[Invoice, date], Answer]:
    """The rule set declared once in the package's process-wide host, then posted to."""
    fired = _declared()

    def decide(invoice: Invoice, as_of: date) -> Answer:
        row, state, due_on = row_of(invoice, as_of)
        place, earliest = upcoming(invoice, state, due_on)
        row["days_until_step"] = (earliest - as_of).days
        fired.clear()
        try:
            post("fakturaservice", row)
        except MessageNotHandledException:  # how it says that no rule holds: the step waits
            return Answer(None, 0, 0, None, LADDER[place], max(earliest, as_of))
        if fired[0] == "over":
            return Answer()
        if fired[0] == "stopped":
            return Answer(None, 0, 0, None, LADDER[place], max(earliest, free_on(state, as_of)))
        return take(fired[0], invoice, state, as_of=as_of, due_on=due_on, rates=rates)

    return decide


@cache
def _declared() -> list[int | str]:
    """Where the rules write which of them fired; declared once, since the host takes a name once."""
    fired: list[int | str] = []
    with ruleset("fakturaservice"):

        def rule(outcome: int | str, condition: Any) -> None:
            @when_all(condition)
            def _(_: Any) -> None:
                fired.append(outcome)

        rule("over", m.balance <= 0)
        rule("over", m.furthest == LADDER.index("enforcement"))
        rule("over", m.credited_whole == 1)
        rule("over", m.barred == 1)
        rule("stopped", m.disputed == 1)
        rule("stopped", m.paused == 1)
        rule("stopped", m.promised == 1)
        today = m.days_until_step <= 0
        rule(0, (m.furthest == -1) & (m.email_in_time == 1) & today)
        rule(1, (m.furthest == -1) & (m.email_in_time == 0) & (m.has_channel == 1) & today)
        rule(1, (m.furthest == 0) & (m.has_channel == 1) & today)
        rule(2, (m.furthest == 1) & (m.has_identity_number == 1) & today)
        rule(3, (m.furthest == 2) & (m.choice != "none") & today)  # noqa: PLR2004 (the ladder's place)
    return fired
