"""From a JSON-like mapping to the typed facts and events of one invoice, with everything that is wrong with them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from dunning_engine.facts.catalogue import DERIVED, GIVEN_BY_NAME, REQUIRED
from dunning_engine.facts.checks import FACT_READERS
from dunning_engine.facts.event_reading import read_events
from dunning_engine.facts.findings import Findings
from dunning_engine.facts.values import Fault, is_absent, show
from dunning_engine.text.suggest import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dunning_engine.problems import Span

_DERIVED_ONLY = frozenset(fact.name for fact in DERIVED) - GIVEN_BY_NAME.keys()


def read_facts(mapping: object, *, where: Span | None = None, event_places: Sequence[Span | None] = ()) -> Findings:
    """The facts and events in ``mapping``; names, types, ranges and words are checked, nothing between the facts."""
    found = Findings(where=where, item_places=event_places)
    if not isinstance(mapping, Mapping):
        found.complain(Fault("DE505", f"an invoice is a mapping of facts, not {show(mapping)}"), None)
        return found
    number = mapping.get("invoice")
    if not is_absent(number) and isinstance(number := FACT_READERS["invoice"](number), str):
        found.values["invoice"] = number  # first, so that every problem names its invoice
    facts = {name: value for name, value in mapping.items() if name != "events"}
    found.values |= found.read_all(facts, FACT_READERS, _unknown_fact)
    for name in REQUIRED:
        if is_absent(mapping.get(name)):
            found.complain(Fault("DE502", "is missing"), name)
    read_events(found, mapping.get("events"))
    return found


def _unknown_fact(name: object) -> Fault:
    if name in _DERIVED_ONLY:
        return Fault("DE515", "is worked out from the events and cannot be given")
    return Fault("DE501", "there is no fact of that name", did_you_mean(show(name), (*GIVEN_BY_NAME, "events")))
