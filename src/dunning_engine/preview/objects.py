"""A preview as JSON for programs, as `schemas/preview.schema.json` says; amounts are text with two decimals."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from dunning_engine.money import format_hundredths
from dunning_engine.preview.changes import CHANGED, GAINED, LOST
from dunning_engine.preview.outcome import revisions
from dunning_engine.preview.totals import Sum

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from dunning_engine.preview.exact import Exact
    from dunning_engine.preview.report import Report
    from dunning_engine.preview.sides import Side
    from dunning_engine.preview.totals import Totals


def json_lines(report: Report, exact: Exact | None = None) -> Iterator[str]:
    """The object, some lines at a time: totals first, then every change on a line of its own."""
    told = {} if exact is None else {"exact": exact.to_list()}
    head = json.dumps(_head(report) | told, ensure_ascii=False, indent=2).removesuffix("\n}")
    yield f'{head},\n  "changes": ['
    between = "\n"
    for frame in report.outcome.rows.frames():
        for text in frame["json"]:
            yield f"{between}    {text}"
            between = ",\n"
    yield "\n  ]\n}\n" if between != "\n" else "]\n}\n"


def exact_object(exact: Exact) -> str:
    """The exact difference alone, where there is no ledger."""
    sides = {"new": _side(exact.new), "old": _side(exact.old)}
    return json.dumps(sides | {"exact": exact.to_list()}, ensure_ascii=False, indent=2) + "\n"


def _head(report: Report) -> dict[str, Any]:
    outcome, days = report.outcome, report.outcome.days
    return {
        "new": _side(outcome.new),
        "old": _side(outcome.old),
        "from": days.first.isoformat(),
        "to": days.last.isoformat(),
        "paying": None if days.first == days.last else days.paying,
        "totals": _totals(report.totals),
        "exceeded": [
            {
                "threshold": one.threshold.written,
                **_both(one.old, one.new, format_hundredths if one.kronor else int),
            }
            for one in report.exceeded
        ],
    }


def _side(side: Side) -> dict[str, Any]:
    return {
        "label": side.label,
        "policies": [
            {"policy": policy, "revision": revision, "digest": digest}
            for (policy, revision), digest in sorted(revisions(side).items())
        ],
    }


def _totals(totals: Totals) -> dict[str, Any]:
    old, new = totals.old, totals.new
    kinds = sorted(old.by_kind.keys() | new.by_kind.keys(), key=lambda key: (key[0], key[1] or ""))
    return {
        "invoices": {
            "all": totals.invoices,
            "decided": totals.decided,
            "changed": totals.changed,
            "unchanged": totals.unchanged,
        },
        "changes": {
            "gained": totals.signs[GAINED],
            "lost": totals.signs[LOST],
            "changed": totals.signs[CHANGED],
        },
        **{name: _both(getattr(old, name), getattr(new, name), int) for name in ("actions", "letters")},
        **{
            name: _both(getattr(old, name), getattr(new, name), format_hundredths)
            for name in ("fees", "interest", "to_pay")
        },
        "collection": {
            **_both(old.collection, new.collection, int),
            **{name: getattr(totals.collection, name) for name in ("earlier", "later", "only_new", "only_old")},
        },
        "next_step": dict(totals.coming),
        "by_kind": [
            {
                "action": action,
                "send_by": channel,
                **_sums(*(side.by_kind.get((action, channel), Sum()) for side in (old, new))),
            }
            for action, channel in kinds
        ],
    }


def _sums(old: Sum, new: Sum) -> dict[str, Any]:
    kronor = ("fees", "interest", "to_pay", "moved")
    return {
        "count": _both(old.count, new.count, int),
        **{name: _both(getattr(old, name), getattr(new, name), format_hundredths) for name in kronor},
    }


def _both(old: int, new: int, written: Callable[[int], Any]) -> dict[str, Any]:
    return {"old": written(old), "new": written(new), "difference": written(new - old)}
