"""One whole decision, by every contender, over the same invoices; they must agree before any is timed."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import by_hand
import with_durable
import with_zen
from answer import answer_of
from sample import AS_OF
from timing import Contender, take_turns

from dunning_engine.decisions.evaluate import evaluate

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from answer import Answer
    from timing import Times

    from dunning_engine.facts.invoice import Invoice
    from dunning_engine.policy.model import PolicyHistory

OURS, OURS_FROM_MAPPING, BY_HAND = "evaluate()", "evaluate() from a mapping", "written by hand in Python"
ZEN_DECISION, ZEN_LOADER = "zen-engine, decision.evaluate", "zen-engine, engine.evaluate with compiled content"
DURABLE = "durable-rules, durable.lang"


def measure(
    history: PolicyHistory, mappings: Sequence[dict[str, Any]], invoices: Sequence[Invoice], rounds: int
) -> dict[str, Times]:
    """Microseconds a decision; ``AssertionError`` where two contenders differ on an invoice."""
    rates = by_hand.Rates(history.revisions[-1].law)
    others: dict[str, Callable[[Invoice, date], Answer]] = {
        BY_HAND: lambda invoice, as_of: by_hand.decide(invoice, as_of, rates),
        ZEN_LOADER: with_zen.from_loader(rates),
        ZEN_DECISION: with_zen.from_text(rates),
        DURABLE: with_durable.from_lang(rates),
    }
    decide = partial(evaluate, history, as_of=AS_OF)
    for mapping, invoice in zip(mappings, invoices, strict=True):
        right = answer_of(decide(invoice))
        assert answer_of(decide(mapping)) == right
        for name, other in others.items():
            said = other(invoice, AS_OF)
            assert said == right, f"{name} differs on invoice {invoice.invoice}: {said} is not {right}"
    given = [(invoice,) for invoice in invoices]
    contenders = {
        OURS: Contender(decide, lambda: given),
        OURS_FROM_MAPPING: Contender(decide, lambda: [(mapping,) for mapping in mappings]),
    }
    with_day = [(invoice, AS_OF) for invoice in invoices]
    contenders |= {name: Contender(other, lambda: with_day) for name, other in others.items()}
    return take_turns(contenders, rounds)
