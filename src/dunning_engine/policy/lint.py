"""Meaning and law: what no schema can see. ``lint`` gives back every problem of a parsed policy.

Each check is a function from a ladder (or the whole draft) to problems; this module runs them all. An override has a whole
ladder of its own: what is wrong with it is said once, and only where the policy's own ladder is not wrong in the same place.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from dunning_engine.policy.lint_booking import check_accounts, check_interest_invoice
from dunning_engine.policy.lint_claims import LADDER_CHECKS as CLAIMS
from dunning_engine.policy.lint_claims import check_interest_law, check_late_compensation_law
from dunning_engine.policy.lint_conditions import check_conditions, check_size
from dunning_engine.policy.lint_demands import LADDER_CHECKS as DEMANDS
from dunning_engine.policy.lint_idle import (
    check_interest_claimed,
    check_overrides_change,
    check_recourse_comes,
    undecided,
)
from dunning_engine.policy.lint_keys import LADDER_CHECKS as KEYS
from dunning_engine.policy.lint_keys import check_sections
from dunning_engine.policy.lint_limits import check_limits
from dunning_engine.policy.lint_order import LADDER_CHECKS as ORDER
from dunning_engine.policy.lint_outcomes import check_notices, check_one_way, check_reached
from dunning_engine.policy.lint_reach import check_gates, check_overrides, check_reach
from dunning_engine.policy.lint_sale import check_recourse, check_terms
from dunning_engine.policy.lint_steps import LADDER_CHECKS as STEPS
from dunning_engine.policy.satisfy import questions

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from dunning_engine.policy.draft import Draft, Ladder
    from dunning_engine.problems import Problem

_LADDER_CHECKS: tuple[Callable[[Draft, Ladder], Iterable[Problem]], ...] = (
    *STEPS,
    *ORDER,
    *KEYS,
    *DEMANDS,
    *CLAIMS,
    check_reach,
)
_WHOLE_CHECKS: tuple[Callable[[Draft], Iterable[Problem]], ...] = (
    check_conditions,
    check_gates,
    check_overrides,
    check_overrides_change,
    check_interest_claimed,
    check_sections,
    check_interest_law,
    check_late_compensation_law,
    check_reached,
    check_one_way,
    check_notices,
    check_terms,
    check_recourse,
    check_recourse_comes,
    check_interest_invoice,
    check_accounts,
    check_limits,
)


def lint(draft: Draft) -> list[Problem]:
    """Every problem with what the policy means, and with what its law says about it (DE320 to DE399, DE410 and on)."""
    too_large = list(check_size(draft))
    if too_large:
        return too_large
    with questions() as asked:
        found = _decided(draft)
    return [*found, *undecided(draft, asked.given_up)]


def _decided(draft: Draft) -> list[Problem]:
    found = [problem for check in _WHOLE_CHECKS for problem in check(draft)]
    found += _of_ladder(draft, draft.own)
    said = {(problem.code, problem.span) for problem in found}
    for ladder in draft.ladders[1:]:
        title = draft.policy.overrides[ladder.override or 0].title
        for problem in _of_ladder(draft, ladder):
            if (problem.code, problem.span) not in said:
                said.add((problem.code, problem.span))
                found.append(replace(problem, message=f"with the override '{title}': {problem.message}"))
    return found


def _of_ladder(draft: Draft, ladder: Ladder) -> list[Problem]:
    checks = _LADDER_CHECKS if ladder.complete and ladder.rungs else ()
    return [problem for check in checks for problem in check(draft, ladder)]
