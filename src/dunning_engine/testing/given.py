"""What is so before the day comes: the policy, the invoice, what has happened to it."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from dunning_engine.facts.catalogue import GIVEN_BY_NAME
from dunning_engine.testing.values import event_value, fact_value, pairs, rows
from dunning_engine.testing.vocabulary import phrase
from dunning_engine.testing.words import ScenarioError

if TYPE_CHECKING:
    from datetime import date

    from dunning_engine.testing.world import World

    Table = list[list[str]]


@phrase("given", sv='policyn "{policy}"', en='the policy "{policy}"')
def policy_named(dunning_world: World, policy: str) -> None:
    """The invoice follows this policy from the folder of rules."""
    dunning_world.must_know([policy], dunning_world.policies.names())
    dunning_world.policies.named(policy)


@phrase("given", sv="policyn:", en="the policy:", takes="docstring")
def policy_written(dunning_world: World, docstring: str) -> None:
    """The policy is written here; said again, a further revision of it, or another policy that it continues in."""
    dunning_world.policies.texts.append(textwrap.dedent(docstring) + "\n")


@phrase(
    "given",
    sv='policyn "{policy}" där raden "{old}" är ändrad till "{new}"',
    en='the policy "{policy}" where the line "{old}" is changed to "{new}"',
)
def policy_with_changed_line(dunning_world: World, policy: str, old: str, new: str) -> None:
    """A policy from the folder with one line changed; comments and indentation aside, exactly one line must be so; a quotation mark in it is written '."""
    dunning_world.must_know([policy], dunning_world.policies.names())
    dunning_world.policies.texts = [_changed(dunning_world.policies.text_of(policy), old, new)]


@phrase(
    "given",
    sv='policyns rad "{old}" är ändrad till "{new}"',
    en='the policy\'s line "{old}" is changed to "{new}"',
)
def changed_line(dunning_world: World, old: str, new: str) -> None:
    """One more line of the policy is changed."""
    dunning_world.policies.texts = [_changed(dunning_world.policies.only_text(), old, new)]


@phrase("given", sv="policyn har tillägget:", en="the policy has the addition:", takes="docstring")
def policy_with_addition(dunning_world: World, docstring: str) -> None:
    """Lines added at the end of the policy, as keys at its top level."""
    dunning_world.policies.texts = [f"{dunning_world.policies.only_text()}\n{textwrap.dedent(docstring)}\n"]


@phrase("given", sv="en faktura:", en="an invoice:", takes="table")
def invoice(dunning_world: World, datatable: Table) -> None:
    """A new invoice without events: one row a fact, its name and its value."""
    facts = pairs(datatable)
    dunning_world.must_know([name for name, _ in facts], GIVEN_BY_NAME)
    dunning_world.facts = {name: fact_value(name, text) for name, text in facts}
    dunning_world.events, dunning_world.others = [], []


@phrase("given", sv="kundens andra fakturor:", en="the customer's other invoices:", takes="table")
def other_invoices(dunning_world: World, datatable: Table) -> None:
    """The customer's other invoices: a heading of facts, invoice among them; what is not said is as on the first invoice."""
    for row in rows(datatable):
        dunning_world.must_know(row, GIVEN_BY_NAME)
        dunning_world.must_know(["invoice"], list(row))
        dunning_world.others.append({name: fact_value(name, text) for name, text in row.items() if text})


@phrase("given", sv='fakturan har "{fact}" "{value}"', en='the invoice has "{fact}" "{value}"')
def invoice_has(dunning_world: World, fact: str, value: str) -> None:
    """One fact of the invoice, given or changed."""
    dunning_world.must_know([fact], GIVEN_BY_NAME)
    dunning_world.facts[fact] = fact_value(fact, value)


@phrase("given", sv='fakturan saknar "{fact}"', en='the invoice lacks "{fact}"')
def invoice_lacks(dunning_world: World, fact: str) -> None:
    """One fact of the invoice is not known."""
    dunning_world.must_know([fact], GIVEN_BY_NAME)
    dunning_world.facts.pop(fact, None)


@phrase("given", sv='händelsen "{event}" {day}', en='the event "{event}" on {day}')
def event_on(dunning_world: World, event: str, day: date) -> None:
    """Something happened to the invoice on a day."""
    dunning_world.must_know_event(event)
    dunning_world.event(day.isoformat(), event)


@phrase("given", sv='händelsen "{event}" {day} med {details}', en='the event "{event}" on {day} with {details}')
def event_with(dunning_world: World, event: str, day: date, details: dict[str, str]) -> None:
    """Something happened, with its fields: names and values, commas between; text in quotation marks."""
    dunning_world.must_know_event(event, details)
    dunning_world.event(day.isoformat(), event, **details)


@phrase("given", sv="händelserna:", en="the events:", takes="table")
def events(dunning_world: World, datatable: Table) -> None:
    """Several events: a heading with on, event and any of their fields, and invoice where it is another's; empty cells are absent."""
    for row in rows(datatable, "on", "event"):
        dunning_world.must_know_event(row["event"], row)
        dunning_world.events.append({name: event_value(name, text) for name, text in row.items() if text})


def _changed(text: str, old: str, new: str) -> str:
    lines = text.splitlines()
    bare = [line.partition(" #")[0].strip().replace('"', "'") for line in lines]
    places = [number for number, line in enumerate(bare) if line == old.strip()]
    if len(places) != 1:
        raise ScenarioError(f"{len(places)} lines are {old!r}, not one", f"{len(places)} rader är {old!r}, inte en")
    line = lines[places[0]]
    lines[places[0]] = line[: len(line) - len(line.lstrip())] + new.strip()
    return "\n".join(lines) + "\n"
