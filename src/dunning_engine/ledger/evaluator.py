"""A ledger evaluated part by part: what to do with the invoices of each part on a day, as columns.

A part holds all rows of the invoices in it, with all their events; where `LedgerEvaluator.joins_customers`, it holds all
invoices of each customer in it. What cannot be decided in columns, or stands alone, is decided row by row.
"""

from __future__ import annotations

import json as _json
from collections import Counter
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from dunning_engine.columns.decide import ColumnDecider
from dunning_engine.columns.one_by_one import invoices_of
from dunning_engine.decisions.evaluate import evaluate_each
from dunning_engine.decisions.flat import ROWS, Form
from dunning_engine.decisions.words import DEFAULT_LANGUAGE
from dunning_engine.ledger.frame import frame_of, run_frame
from dunning_engine.ledger.ledger import ledger_of_tables
from dunning_engine.ledger.part import Part, ReadPart, Sheet, table_of_sheet
from dunning_engine.ledger.run import evaluate_rows
from dunning_engine.problems import FactError, Severity
from dunning_engine.rules.compiled import compiled

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date

    from numpy.typing import NDArray

    from dunning_engine.columns.decide import Decided
    from dunning_engine.columns.sheets import Sheets, Vocabulary
    from dunning_engine.decisions.decision import Decision
    from dunning_engine.facts.invoice import Invoice
    from dunning_engine.ledger.run import Outcome, Run
    from dunning_engine.policy.model import Policy, PolicyHistory


class LedgerEvaluator:
    """Decides on the parts of one ledger, in any order."""

    def __init__(
        self,
        policies: Mapping[str, PolicyHistory],
        *,
        as_of: date,
        policy: str | None = None,
        language: str = DEFAULT_LANGUAGE,
        json: bool = False,
        explain: bool = False,
        form: Form = ROWS,
        vocabulary: Vocabulary | None = None,
    ) -> None:
        """``policy`` names the one that all follow; without it each invoice names its own. ``KeyError`` where there is none.

        Evaluators that share a ``vocabulary`` may decide on what one of them has read.
        """
        self._policies, self._policy, self._as_of = policies, policy, as_of
        self._language, self._json, self._explain, self._form = language, json, explain, form
        chosen = policies if policy is None else {policy: policies[policy]}
        revisions = {name: list(_revisions([history])) for name, history in chosen.items()}
        self._totals = any(
            "customer_interest_total" in compiled(one).facts for each in revisions.values() for one in each
        )
        self._joined = {name for name, each in revisions.items() if any(one.interest_invoice for one in each)}
        self.joined = frozenset(policies) if self._totals else frozenset(self._joined)
        """The policies under which a customer's invoices matter to each other."""
        self.joins_customers = bool(self.joined)
        self._decider = ColumnDecider(
            policies,
            as_of=as_of,
            policy=policy,
            language=language,
            as_json=json,
            explain=explain,
            form=form,
            vocabulary=vocabulary,
        )

    def part(self, invoices: Sheet, events: Sheet | None) -> Part:
        """The decisions on the invoices of one part, with everything that is wrong with them."""
        return self.decide(self.read(invoices, events))

    def read(self, invoices: Sheet, events: Sheet | None) -> ReadPart:
        """The columns of one part; while one part is decided, the next may be read in another thread."""
        return ReadPart(invoices, events, self._decider.read(invoices.frame, None if events is None else events.frame))

    def decide(self, part: ReadPart) -> Part:
        """The decisions on the invoices of a part that has been read; one part at a time."""
        invoices, events = part.invoices, part.events
        decided = self._decider.decide(part.sheets)
        left = decided.sheets.unfit.copy()
        if decided.left:
            left[np.concatenate(decided.left)] = True
        if self.joins_customers:
            left = self._with_customers(left, decided)
        unread, alone, follow = self._one_by_one(np.flatnonzero(left), decided, invoices)
        run = self._unread(unread, decided, invoices, events)
        rows = pl.concat([self._kept(decided, left, invoices.lines), alone, self._rows(run)])
        outside = len(unread) - len(run.decisions)
        count = invoices.frame.height
        return Part(
            rows=rows.sort("line", maintain_order=True),
            problems=run.problems,
            stray=tuple(problem for problem in run.file_problems if problem.severity is Severity.ERROR),
            invoices=count,
            decided=count - outside,
            follow=decided.following(~left) + follow + Counter(one.policy for one in run.decisions),
            by_hand=int(left.sum()),
        )

    def _one_by_one(
        self, places: NDArray[np.int64], decided: Decided, invoices: Sheet
    ) -> tuple[NDArray[np.int64], pl.DataFrame, Counter[str]]:
        """Decisions on single invoices that fit, and the policies that they follow.

        Before them the rows that have to be read anew, since something is wrong with them.
        """
        sheets = decided.sheets
        fit = places[~sheets.unfit[places]]
        unread = set(places[sheets.unfit[places]].tolist())
        groups: dict[object, list[tuple[int, PolicyHistory, Invoice]]] = {}
        for place, invoice in zip(fit.tolist(), invoices_of(sheets, fit), strict=True):
            name = self._policy or (None if invoice is None else invoice.policy)
            history = None if name is None else self._policies.get(name)
            if invoice is None or history is None:
                unread.add(place)
            else:
                groups.setdefault(invoice.customer if self.joins_customers else place, []).append(
                    (place, history, invoice)
                )
        if self.joins_customers and unread:  # what is wrong with one is no reason to leave it out of its customer's sum
            customers = _customers(sheets)
            spoilt = set(customers.gather(sorted(unread)).to_list())
            for key in [key for key in groups if key in spoilt]:
                unread.update(place for place, _, _ in groups.pop(key))
        held: list[tuple[int, Invoice, Decision]] = []
        for group in groups.values():
            try:
                found = evaluate_each([(history, invoice) for _, history, invoice in group], as_of=self._as_of)
            except FactError:
                unread.update(place for place, _, _ in group)
            else:
                held += (
                    (place, one[2], decision) for one, decision in zip(group, found, strict=True) for place in one[:1]
                )
        lines = invoices.lines.gather([place for place, _, _ in held]).to_list()
        alone = self._written(
            [(line, invoice, decision) for line, (_, invoice, decision) in zip(lines, held, strict=True)]
        )
        return np.array(sorted(unread), np.int64), alone, Counter(decision.policy for _, _, decision in held)

    def _with_customers(self, left: NDArray[np.bool_], decided: Decided) -> NDArray[np.bool_]:
        """The rows to be decided one by one, with the invoices of the same customers whose interest they may add up with."""
        joins = self._joining(decided)
        unknown = left & joins & ~self._noted(left & joins, decided)
        rows = pl.DataFrame(
            {
                "customer": _customers(decided.sheets),
                "left": left,
                "joins": joins,
                "unknown": unknown,
                "counts": decided.counts | unknown,
                "takes": decided.takes | unknown,
                "asks": decided.asks,
                "interest": decided.interest,
                "enough": decided.enough,
            }
        )
        if self._totals:
            together = pl.len() > 1
        else:
            least = pl.col("enough").filter(pl.col("asks")).min()
            asked = (least <= pl.col("interest").sum()) | (pl.col("asks") | pl.col("unknown")).any() & pl.col(
                "unknown"
            ).any()
            together = ((pl.col("counts").sum() > 1) & asked.fill_null(value=False)) | (pl.col("takes").sum() > 1)
        # Of a customer's invoices those matter to each other that have interest which may be invoiced.
        matters = pl.lit(value=True) if self._totals else pl.col("counts")
        joined = together.over("customer") & pl.col("joins") & matters
        return rows.select(pl.col("left") | joined).to_series().to_numpy()

    def _noted(self, rows: NDArray[np.bool_], decided: Decided) -> NDArray[np.bool_]:
        """Rows that are decided one by one and whose interest is known all the same."""
        noted = np.zeros(len(rows), bool)
        places = np.flatnonzero(rows & ~decided.sheets.unfit)
        for place, invoice in zip(places.tolist(), invoices_of(decided.sheets, places), strict=True):
            name = self._policy or (None if invoice is None else invoice.policy)
            if invoice is None or name not in self._policies or not self._decider.records(name):
                continue
            try:
                found = self._decider.alone(name, invoice)
            except FactError:
                continue
            decided.note(found, place, int(found.interest))
            noted[place] = True
        return noted

    def _joining(self, decided: Decided) -> NDArray[np.bool_]:
        """Rows whose policy lets interest add up over a customer's invoices."""
        if self._policy is not None or self._totals:
            return np.ones(decided.sheets.height, bool)
        words = decided.sheets.vocabulary.facts["policy"].words
        codes = decided.sheets.codes("policy", np.arange(decided.sheets.height))
        return np.isin(codes, [code for code, word in enumerate(words) if word in self._joined])

    def _unread(self, places: NDArray[np.int64], decided: Decided, invoices: Sheet, events: Sheet | None) -> Run:
        """The run over rows as they stand in the files, with the events about them and about no invoice."""
        beside = None
        if events is not None:
            owner = decided.sheets.events.owner
            beside = table_of_sheet(events, np.flatnonzero(np.isin(owner, places) | (owner < 0)))
        ledger = ledger_of_tables(table_of_sheet(invoices, places), beside)
        return evaluate_rows(ledger, self._policies, as_of=self._as_of, policy=self._policy)

    def _kept(self, decided: Decided, left: NDArray[np.bool_], lines: pl.Series) -> pl.DataFrame:
        """What was decided in columns, by the lines of the file."""
        rows = decided.writer.written()
        if left.any():
            rows = rows.filter(~left[rows["line"].to_numpy()])
        return rows.with_columns(lines.cast(pl.Int64).gather(rows["line"]).alias("line"))

    def _rows(self, run: Run) -> pl.DataFrame:
        """What became of rows that were read anew."""
        if self._json or self._form is not ROWS:
            return self._written(
                [(one.line, one.invoice, one.decision) for one in run.outcomes if one.decision and one.invoice]
            )
        lines = [line for one in run.outcomes for line in [one.line] * _height(one)]
        return run_frame(run, self._language).insert_column(0, pl.Series("line", lines, dtype=pl.Int64))

    def _written(self, decisions: list[tuple[int, Invoice, Decision]]) -> pl.DataFrame:
        """Decisions on single invoices, by line."""
        if self._json:
            texts = [
                _json.dumps(one.to_dict(explain=self._explain, language=self._language), ensure_ascii=False)
                for _, _, one in decisions
            ]
            lines = pl.Series([line for line, _, _ in decisions], dtype=pl.Int64)
            return pl.DataFrame({"line": lines, "json": pl.Series(texts, dtype=pl.String)})
        rows = [
            (line, row)
            for line, invoice, decision in decisions
            for row in self._form.rows(invoice, decision, self._language)
        ]
        lines = pl.Series("line", [line for line, _ in rows], dtype=pl.Int64)
        return frame_of([row for _, row in rows], self._form.columns).insert_column(0, lines)


def _customers(sheets: Sheets) -> pl.Series:
    """The customers as facts read them; a row without one stands alone."""
    alone = pl.Series("customer", np.arange(sheets.height)).cast(pl.String) + "\n"
    column = sheets.fact("customer")
    return alone if column is None or column.texts is None else column.texts.fill_null(alone)


def _height(outcome: Outcome) -> int:
    decision = outcome.decision
    return len(outcome.problems) + (0 if decision is None else len(decision.actions) + len(decision.blockers))


def _revisions(histories: Iterable[PolicyHistory]) -> Iterator[Policy]:
    for history in histories:
        yield from history.revisions
        yield from _revisions(history.continued_by.values())
