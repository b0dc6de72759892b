"""What holds more than any invoice, account or request does: ``overfull`` says so before it is read.

Everything that is wrong is told, each with its place. Something small that is wrong a hundred thousand times would take minutes
to read, and its answer would be a hundred times as large as the request.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from dunning_engine.problems import Problem
from dunning_engine.service.parts import pointer_to

if TYPE_CHECKING:
    from dunning_engine.service.parts import Steps

MOST_KEYS = 500
"""Of one object; the facts of an invoice are some dozens."""
MOST_ITEMS = 10_000
"""Events of one invoice, or entries of one account."""
MOST_PROBLEMS = 1000
"""In one answer, and for one line of a stream."""


def overfull(given: Any, items: str, steps: Steps = ()) -> Problem | None:
    """That the object at ``steps`` has too many keys, or too much in its list ``items``; ``None`` where it has not."""
    if not isinstance(given, Mapping):
        return None
    if len(given) > MOST_KEYS:
        return _problem(
            f"{len(given)} keys in one object are more than {MOST_KEYS}", "leave out what nothing reads", steps
        )
    listed = given.get(items)
    if isinstance(listed, list) and len(listed) > MOST_ITEMS:
        what = f"{len(listed)} {items} are more than {MOST_ITEMS}"
        return _problem(what, "put those of a day together in one", (*steps, items))
    return None


def more_problems() -> Problem:
    """That not everything wrong is told; it stands last."""
    what = f"more is wrong than the {MOST_PROBLEMS} problems that are told"
    return Problem(code="DE607", message=what, hint="mend these first, then ask again")


def _problem(message: str, hint: str, steps: Steps) -> Problem:
    return Problem(code="DE607", message=message, hint=hint, pointer=pointer_to(*steps))
