"""A ledger decided on under two versions of its policies, part by part: what either would do, on a day or over days."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from dunning_engine.columns.sheets import Vocabulary
from dunning_engine.decisions.course import OF_THE_DAY
from dunning_engine.decisions.flat import TEXT, Form
from dunning_engine.decisions.words import DEFAULT_LANGUAGE
from dunning_engine.ledger.evaluator import LedgerEvaluator
from dunning_engine.ledger.part import placed
from dunning_engine.problems import sort_problems
from dunning_engine.simulation.course import Course
from dunning_engine.simulation.standing import Standing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import date

    import polars as pl

    from dunning_engine.ledger.part import ReadPart, Sheet
    from dunning_engine.ledger.part_files import Places
    from dunning_engine.policy.model import PolicyHistory
    from dunning_engine.problems import Problem
    from dunning_engine.simulation.days import Days

# Of the days only which invoices could be decided at all is asked before they are gone through.
_ONLY_WHETHER = Form({"kind": TEXT}, lambda *_: iter([{"kind": "decided"}]))

_NO_SUCH_POLICY = "DE560"


@dataclass(frozen=True, slots=True)
class Compared:
    """What either version does with the invoices of one part, each of which is in this part whole.

    ``old`` and ``new`` have the columns ``line`` and those of `OF_THE_DAY`. On one day their rows are of the kinds ``action``,
    ``blocker`` and ``nothing``, sorted by line; what is paid or closed may have none. Over several days there are actions
    only: each key once, ``on`` the day that it is carried out; sorted by day, then line. ``problems`` are those of the
    invoices and events, which are left out under both.
    """

    old: pl.DataFrame
    new: pl.DataFrame
    problems: tuple[Problem, ...]
    invoices: int
    decided: int

    def placed(self, places: Sequence[Places]) -> Compared:
        """The same with the part files of folders in its problems."""
        return replace(self, problems=placed(self.problems, places))


class Comparison:
    """Decides on the parts of one ledger under an old and a new version of the policies; `stream_ledger` gives it the parts.

    ``policy`` names the one that all invoices follow; without it each names its own. ``KeyError`` where a side has none of
    that name. ``told`` each of several days before it is gone through, under the old version and then under the new one.
    """

    def __init__(
        self,
        old: Mapping[str, PolicyHistory],
        new: Mapping[str, PolicyHistory],
        days: Days,
        *,
        policy: str | None = None,
        language: str = DEFAULT_LANGUAGE,
        told: Callable[[date], None] = lambda _: None,
    ) -> None:
        self._days, self._policy, self._told = days, policy, told
        form, words = _ONLY_WHETHER if days.several else OF_THE_DAY, Vocabulary()
        self._now, self._before = (
            LedgerEvaluator(side, as_of=days.first, policy=policy, language=language, form=form, vocabulary=words)
            for side in (new, old)
        )
        self._joined = self._now.joined | self._before.joined
        self.joins_customers = bool(self._joined)
        self._courses = [Course(side, days, policy=policy, language=language) for side in (old, new)]
        self._buyers = {name for side in (old, new) for name, history in side.items() if _buys(history)}

    def read(self, invoices: Sheet, events: Sheet | None) -> ReadPart:
        """The columns of a part; while one part is decided, the next may be read in another thread."""
        return self._now.read(invoices, events)

    def decide(self, part: ReadPart) -> Compared:
        """What either version does with the invoices of a part; one part at a time."""
        if self._days.several:
            return self._followed(part)
        before, now = self._before.decide(part), self._now.decide(part)
        apart = _wrong_under_one(before.problems, now.problems)
        problems = _once(before.problems, now.problems)
        decided = now.decided - len(apart - _named(now.problems))
        return Compared(_without(before.rows, apart), _without(now.rows, apart), problems, now.invoices, decided)

    def _followed(self, part: ReadPart) -> Compared:
        # An invoice with anything wrong is left out, also where that lies among the events that the days go through anew.
        whole = self._now.decide(part)
        fit = part.invoices.lines.is_in(whole.rows["line"].unique().implode()).to_numpy()
        standing = Standing(part, fit, self._days, policy=self._policy, buyers=self._buyers, joined=self._joined)
        before, now = (course.follow(standing, self._told) for course in self._courses)
        apart = _wrong_under_one(before.problems, now.problems)
        problems = _once(before.problems, (*whole.problems, *now.problems))
        old, new = (_without(side.actions, apart) for side in (before, now))
        return Compared(old, new, problems, whole.invoices, whole.decided - len(apart))


def _buys(history: PolicyHistory) -> bool:
    return any(revision.purchase is not None for revision in history.revisions)


def _once(before: Iterable[Problem], now: Iterable[Problem]) -> tuple[Problem, ...]:
    """What is wrong under either version; what is so under both is said once, with the hint of the new one.

    A policy that the old side lacks is new, and no mistake: without it nothing was done to its invoices.
    """
    every = (*(problem for problem in before if problem.code != _NO_SUCH_POLICY), *now)
    return sort_problems({(one.code, one.invoice, one.fact, one.message, one.span): one for one in every}.values())


def _wrong_under_one(before: Iterable[Problem], now: Iterable[Problem]) -> set[str]:
    """The invoices that only one version can decide on: held against nothing, what the other does would seem a change."""
    old, new = set(before), set(now)
    return _named({problem for problem in old - new if problem.code != _NO_SUCH_POLICY} | (new - old))


def _named(problems: Iterable[Problem]) -> set[str]:
    return {problem.invoice for problem in problems if problem.invoice is not None}


def _without(rows: pl.DataFrame, invoices: set[str]) -> pl.DataFrame:
    return rows.filter(~rows["invoice"].is_in(sorted(invoices))) if invoices else rows
