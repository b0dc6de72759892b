"""What a run may come to under a policy, beyond which a person looks first; each limit with the place where it stands.

A run has no limits of its own: what binds it is in the revision of each policy that is in force on its day.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dunning_engine.problems import Span


@dataclass(frozen=True, slots=True)
class Limit:
    """The most that passes, actions or basis points; ``line`` is the whole line of the policy that ``span`` lies in."""

    most: int
    span: Span
    line: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """The limits of a run under one policy; what is ``None`` has no limit.

    ``share_of_ledger`` (basis points) is of the invoices that follow the policy, how many of them get an action;
    ``after_change`` (basis points) of the last run's actions, in the first run after the policy has changed.
    ``of_each_kind`` is by action.
    """

    actions_per_run: Limit | None = None
    share_of_ledger: Limit | None = None
    of_each_kind: Mapping[str, Limit] = field(default_factory=dict)
    after_change: Limit | None = None
