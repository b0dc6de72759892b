"""What stands between a run and its being written: the policies' limits, the last run, and the number that a person confirms."""

from __future__ import annotations

import os
import re
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

import typer

from dunning_engine.commands.ending import print_problems
from dunning_engine.commands.options import WrongUseError, must_be_free
from dunning_engine.problems import Severity

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from dunning_engine.commands.options import Language
    from dunning_engine.ledger.figures import RunFigures
    from dunning_engine.ledger.result import Result
    from dunning_engine.policy.model import PolicyHistory
    from dunning_engine.problems import Problem


@dataclass(frozen=True, slots=True)
class Guard:
    """What a run is held against. ``file`` is where the figures of the ``last`` run are kept; ``confirmed`` a number of actions."""

    file: Path | None
    last: RunFigures | None
    confirmed: int | None

    def write(
        self, result: Result, policies: Mapping[str, PolicyHistory], lang: Language, write: Callable[[], None]
    ) -> bool:
        """Write the run where it may be written, and then its figures; whether it was. Raises ``OSError``.

        Otherwise stderr gets why not, what the run would have done, and what to do.
        """
        from dunning_engine.ledger.figures import figures_of  # noqa: PLC0415 - reads schemas

        run = figures_of(result.tally.by_policy(), policies, as_of=result.as_of)
        stopped = self._stopped(run, policies)
        if stopped:
            from dunning_engine.commands.console import show_summary  # noqa: PLC0415 - draws

            show_summary(result, sys.stderr, lang)
            typer.echo("", err=True)
            print_problems(stopped)
            typer.echo("nothing was written: the summary is of what the run would have done", err=True)
            typer.echo(
                "look at it, with 'dunning preview' where a policy has changed; if it is as it should be, give "
                f"--confirm {run.total}",
                err=True,
            )
            return False
        if self.file is None:
            write()
        else:
            self._write_with_figures(self.file, run, write)
        return True

    def _stopped(self, run: RunFigures, policies: Mapping[str, PolicyHistory]) -> list[Problem]:
        """What keeps the run from being written; what could not be looked at is said at once."""
        from dunning_engine.ledger.limits import check_limits, not_confirmed  # noqa: PLC0415 - heavy

        problems = check_limits(policies, run, last=self.last)
        above = [problem for problem in problems if problem.severity is Severity.ERROR]
        print_problems(problem for problem in problems if problem.severity is Severity.WARNING)
        if self.confirmed is None:
            return above
        if self.confirmed != run.total:
            return [*above, not_confirmed(self.confirmed, run)]
        if above:
            places = ", ".join(str(problem.span) for problem in above)
            typer.echo(f"{run.total} actions were confirmed, above the limits at {places}", err=True)
        return []

    def _write_with_figures(self, file: Path, run: RunFigures, write: Callable[[], None]) -> None:
        from dunning_engine.ledger.last_run import as_json, to_keep  # noqa: PLC0415 - heavy
        from dunning_engine.ledger.write import whole_file  # noqa: PLC0415 - likewise

        kept = to_keep(self.last, run)
        with whole_file(file) as stream:  # where the figures cannot be written, neither is the run
            write()
            sys.stdout.flush()
            stream.write(as_json(kept))
        later = [
            (name, kept.policies[name].day) for name, own in run.policies.items() if kept.policies[name].day > own.day
        ]
        for name, day in later:
            typer.echo(f"{file} keeps the figures of '{name}' of {day}: this run is of an earlier day", err=True)


def guard_of(
    last_run: Path | None,
    confirm: str | None,
    output: Path | None,
    inputs: Sequence[Path | None],
    tables: Sequence[Path | None],
    *,
    rules: Path | None,
) -> Guard:
    """The guard that the options ask for. Raises ``WrongUseError``, ``ProblemsError`` for a file that is no last run."""
    confirmed = None if confirm is None else _confirmed(confirm)
    if last_run is None:
        return Guard(None, None, confirmed)
    must_be_free(last_run, (*inputs, rules), tables, "--last-run", policies=(rules,))
    if output is not None and os.path.realpath(output) == os.path.realpath(last_run):
        raise WrongUseError(f"--last-run: {last_run} is also what --output names")
    from dunning_engine.ledger.figures import RunFigures  # noqa: PLC0415 - reads schemas
    from dunning_engine.ledger.last_run import read_last_run  # noqa: PLC0415 - likewise

    last = read_last_run(last_run)
    if last is None:
        last = RunFigures({})
        typer.echo(f"there is no {last_run} yet: this run counts as the first", err=True)
    return Guard(last_run, last, confirmed)


def _confirmed(written: str) -> int:
    if not re.fullmatch(r"[0-9]{1,15}", written):
        raise WrongUseError(f"--confirm: '{written}' is no whole number; write the run's number of actions, as in 3214")
    return int(written)
