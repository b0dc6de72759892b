"""The same decision in zen-engine: decision tables for the gates, the ladder and the claim, expressions for the interest.

It is asked in the two ways that its documentation shows: ``decision.evaluate`` on a decision made once from its JSON, and
``engine.evaluate`` by key with a loader that keeps compiled content. Python around it folds the events and looks dates up.
"""

from __future__ import annotations

import json
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import zen
from answer import Answer
from by_hand import DENOMINATOR, LADDER, Rates
from rows import row_with_amounts

if TYPE_CHECKING:
    from collections.abc import Callable

    from dunning_engine.facts.invoice import Invoice

_GATES = {
    "inputs": ["balance", "credited_whole", "barred", "disputed", "paused", "promised"],
    "outputs": ["gate"],
    "rules": [
        ["<= 0", "", "", "", "", "", '"over"'],
        ["", "1", "", "", "", "", '"over"'],
        ["", "", "1", "", "", "", '"over"'],
        ["", "", "", "1", "", "", '"stopped"'],
        ["", "", "", "", "1", "", '"stopped"'],
        ["", "", "", "", "", "1", '"stopped"'],
        ["", "", "", "", "", "", '"open"'],
    ],
}
_LADDER = {
    "inputs": ["furthest", "email_in_time"],
    "outputs": ["place", "due", "lacks"],
    "rules": [
        ["-1", "1", "0", "due_on + 2", "false"],
        ["< 1", "", "1", "due_on + 7", "has_channel == 0"],
        ["1", "", "2", "previous_on + 8", "has_identity_number == 0"],
        ["2", "", "3", "previous_on + 14", 'choice == "none"'],
        ["", "", "-1", "0", "true"],
    ],
}
_COUNTED = {
    "earliest": "max([due, not_before])",
    "takes": 'gate == "open" and not lacks and $.earliest <= as_of',
    "exact": f"sum(map(stretches, #[0] * (#[2] - #[1]))) - settled_interest * {DENOMINATOR}",
    "accrued": f"max([0, floor((2 * $.exact + {DENOMINATOR}) / {2 * DENOMINATOR})])",
    "claimed": "days_since_invoice_date > 30 ? $.accrued : interest_owed",
}
_CLAIM = {
    "inputs": ["gate", "takes", "place", "choice"],
    "outputs": ["action", "fee", "interest", "pay_by", "next_place", "next_day"],
    "rules": [
        ['"over"', "", "", "", '""', "0", "0", "0", "-1", "0"],
        ["", "", "-1", "", '""', "0", "0", "0", "-1", "0"],
        ['"stopped"', "", "", "", '""', "0", "0", "0", "place", "max([earliest, free_on])"],
        ["", "false", "", "", '""', "0", "0", "0", "place", "max([earliest, as_of])"],
        ["", "", "0", "", '"notify"', "0", "interest_owed", "0", "1", "max([due_on + 7, as_of + 1])"],
        [
            "",
            "",
            "1",
            "",
            '"remind"',
            "fee_agreed * 6000",
            "claimed",
            "as_of + 7",
            "2",
            "max([as_of + 8, reminder_over])",
        ],
        ["", "", "2", "", '"demand"', "18000", "claimed", "demand_pay_by", "3", "max([as_of + 14, demand_over])"],
        ["", "", "3", '"monitoring"', '"monitor"', "0", "interest_owed", "0", "-1", "0"],
        ["", "", "3", "", '"apply_for_payment_order"', "0", "interest_owed", "0", "-1", "0"],
    ],
}


def from_text(rates: Rates) -> Callable[[Invoice, date], Answer]:
    """The decision made once from its JSON, then asked."""
    decision = zen.ZenEngine().create_decision(_document())
    return lambda invoice, as_of: _ask(decision.evaluate, invoice, as_of, rates)


def from_loader(rates: Rates) -> Callable[[Invoice, date], Answer]:
    """The engine asked by key; its loader gives the content that was compiled once."""
    content = zen.ZenDecisionContent(_document())
    engine = zen.ZenEngine({"loader": lambda _: content})
    return lambda invoice, as_of: _ask(lambda row: engine.evaluate("fakturaservice", row), invoice, as_of, rates)


def _ask(evaluate: Callable[[dict[str, Any]], Any], invoice: Invoice, as_of: date, rates: Rates) -> Answer:
    said = evaluate(row_with_amounts(invoice, as_of, rates))["result"]
    step = LADDER[said["next_place"]] if said["next_place"] >= 0 else None
    return Answer(
        said["action"] or None, said["fee"], said["interest"], _day(said["pay_by"]), step, _day(said["next_day"])
    )


def _day(number: int) -> date | None:
    return date.fromordinal(number) if number else None


def _document() -> str:
    nodes = [
        _node("input", "inputNode", {}),
        _table("gates", _GATES),
        _table("ladder", _LADDER),
        _node(
            "counted",
            "expressionNode",
            {
                "expressions": [{"id": key, "key": key, "value": value} for key, value in _COUNTED.items()],
                "passThrough": True,
            },
        ),
        _table("claim", _CLAIM, passes_on=False),
        _node("output", "outputNode", {}),
    ]
    edges = [
        {"id": f"{one['id']}-{other['id']}", "sourceId": one["id"], "targetId": other["id"], "type": "edge"}
        for one, other in pairwise(nodes)
    ]
    return json.dumps({"contentType": "application/vnd.gorules.decision", "nodes": nodes, "edges": edges})


def _node(name: str, kind: str, content: dict[str, Any]) -> dict[str, Any]:
    return {"id": name, "name": name, "type": kind, "position": {"x": 0, "y": 0}, "content": content}


def _table(name: str, table: dict[str, list[Any]], *, passes_on: bool = True) -> dict[str, Any]:
    columns = [*table["inputs"], *table["outputs"]]
    return _node(
        name,
        "decisionTableNode",
        {
            "hitPolicy": "first",
            "inputs": [{"id": field, "name": field, "field": field} for field in table["inputs"]],
            "outputs": [{"id": field, "name": field, "field": field} for field in table["outputs"]],
            "rules": [
                {"_id": f"{name}{number}", **dict(zip(columns, cells, strict=True))}
                for number, cells in enumerate(table["rules"], 1)
            ],
            "passThrough": passes_on,
        },
    )
