"""Whether the service can answer: what ``/readyz`` says.

A newer set of files that does not pass makes it stale, not unready: what was served before still is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dunning_engine.problems import Problem
    from dunning_engine.service.served import PolicyStore


def readiness(store: PolicyStore) -> tuple[int, dict[str, Any]]:
    """The status, 200 where policies are served and 503 where there are none, and what there is to say of them.

    Of problems only code and place: whoever asks need not show a token.
    """
    served, problems = store.standing
    return (
        503 if served is None else 200,
        {
            "ready": served is not None,
            "stale": served is not None and bool(problems),
            "generation": 0 if served is None else served.generation,
            "digest": None if served is None else served.digest,
            "policies": [] if served is None else list(served.policies),
            "problems": [place_of(problem) for problem in problems],
        },
    )


def place_of(problem: Problem) -> dict[str, Any]:
    """A problem's code and where it stands."""
    span = problem.span
    return {
        "code": problem.code,
        "severity": str(problem.severity),
        "file": None if span is None else span.file,
        "line": None if span is None else span.line,
        "column": None if span is None else span.column,
    }
