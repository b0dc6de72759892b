"""From the list of an invoice's events to typed events, with everything that is wrong with each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from dunning_engine.facts.checks import FIELD_READERS, NOT_ABOVE_ZERO
from dunning_engine.facts.event import FIELDS, SHAPES, Event, EventKind
from dunning_engine.facts.values import Fault, is_absent, show
from dunning_engine.text.suggest import did_you_mean

if TYPE_CHECKING:
    from dunning_engine.facts.findings import Findings

_UNREAD = {kind: FIELDS.keys() - {"on", "event", *shape.must, *shape.may} for kind, shape in SHAPES.items()}


def read_events(found: Findings, events: object) -> None:
    """Read the list under ``events``, in the order of the days; those of one day stay in their order."""
    if is_absent(events):
        return
    if not isinstance(events, (list, tuple)):
        found.complain(Fault("DE517", f"{show(events)} is not a list of events"), "events", events)
        return
    for place, event in enumerate(events):
        if isinstance(event, Mapping):
            _read_event(found, place, event)
        else:
            fault = Fault("DE517", f"'{show(event)}' is not an event", "an event is a mapping: {on: …, event: …}")
            found.complain(fault, None, event, item=place)
            found.all_events_read = False
    found.events.sort(key=lambda placed: placed[1].on)


def _read_event(found: Findings, place: int, mapping: Mapping[Any, Any]) -> None:
    before = len(found.problems)
    values = found.read_all(mapping, FIELD_READERS, _unknown_field, item=place)
    for name in ("on", "event"):
        if is_absent(mapping.get(name)):
            found.complain(Fault("DE519", f"an event needs '{name}'"), name, item=place)
    if "event" in values:
        values["event"] = EventKind(values["event"])
        _check_shape(found, place, mapping, values["event"])
        if values.get("amount") == 0 and values["event"] not in {EventKind.BOUGHT_BACK, EventKind.DONE}:
            found.complain(NOT_ABOVE_ZERO, "amount", mapping.get("amount"), item=place)
    if len(found.problems) == before:
        found.events.append((place, Event(**values)))
    else:
        found.all_events_read = False


def _check_shape(found: Findings, place: int, mapping: Mapping[Any, Any], kind: EventKind) -> None:
    shape = SHAPES[kind]
    for name in shape.must:
        if is_absent(mapping.get(name)):
            found.complain(Fault("DE519", f"the event '{kind}' needs '{name}'"), name, item=place)
    for name, value in mapping.items():
        if name in _UNREAD[kind] and not is_absent(value):
            reads = ", ".join((*shape.must, *shape.may)) or "nothing more"
            fault = Fault("DE520", f"nothing reads '{name}' in the event '{kind}'", f"it carries: {reads}")
            found.complain(fault, name, value, item=place)


def _unknown_field(name: object) -> Fault:
    return Fault("DE518", "no event has such a field", did_you_mean(show(name), FIELDS))
