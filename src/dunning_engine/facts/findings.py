"""What was found in the mapping of one invoice or account: its typed facts, and everything that is wrong with them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from dunning_engine.facts.values import Fault, is_absent, show
from dunning_engine.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from dunning_engine.facts.event import Event
    from dunning_engine.facts.values import Reader
    from dunning_engine.problems import Span


@dataclass(slots=True, kw_only=True)
class Findings:
    """What could be read. ``events`` carry the place they had, from 0, and are all there if ``all_events_read``.

    ``listed`` is the name of the list whose items have the places ``item_places``.
    """

    where: Span | None = None
    item_places: Sequence[Span | None] = ()
    listed: str = "events"
    values: dict[str, Any] = field(default_factory=dict)
    events: list[tuple[int, Event]] = field(default_factory=list)
    all_events_read: bool = True
    problems: list[Problem] = field(default_factory=list)

    def read_all(
        self,
        mapping: Mapping[Any, Any],
        readers: Mapping[str, Reader],
        unknown: Callable[[object], Fault],
        *,
        item: int | None = None,
    ) -> dict[str, Any]:
        """The typed values in ``mapping``, absent ones left out; what does not fit or has no reader is noted."""
        values = {}
        for name, value in mapping.items():
            reader = readers.get(name) if isinstance(name, str) else None
            if reader is None:
                self.complain(unknown(name), show(name), value, item=item)
            elif not is_absent(value):
                read = reader(value)
                if isinstance(read, Fault):
                    self.complain(read, name, value, item=item)
                else:
                    values[name] = read
        return values

    def complain(self, fault: Fault, fact: str | None, value: object = None, *, item: int | None = None) -> None:
        """Note what is wrong with a fact, or with a field of the listed item number ``item``, counted from 0."""
        span, name = self.where, fact
        if item is not None:
            span = (self.item_places[item] if item < len(self.item_places) else None) or span
            name = f"{self.listed}[{item + 1}]" + (f".{fact}" if fact else "")
        self.problems.append(
            Problem(
                code=fault.code,
                message=f"{name}: {fault.message}" if name else fault.message,
                hint=fault.hint,
                span=span,
                invoice=self.values.get("invoice"),
                account=self.values.get("account"),
                fact=fact,
                value=None if value is None else show(value),
            )
        )
