"""From a JSON-like mapping to a client's account with its entries, with everything that is wrong with them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from dunning_engine.facts.account import ACCOUNT_FIELDS, ENTRY_FIELDS, MEANINGS, Account, Entry, EntryKind
from dunning_engine.facts.checks import ACCOUNT_READERS, ENTRY_READERS
from dunning_engine.facts.findings import Findings
from dunning_engine.facts.values import Fault, is_absent, show
from dunning_engine.problems import sort_problems
from dunning_engine.text.suggest import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from dunning_engine.problems import Problem, Span


def read_account(
    mapping: Mapping[str, Any], *, where: Span | None = None, entry_places: Sequence[Span | None] = ()
) -> tuple[Account | None, tuple[Problem, ...]]:
    """The account in ``mapping``, or ``None`` and everything that is wrong with it; never raises.

    ``where`` is the place of the account, ``entry_places`` those of its entries, where they stand in rows of their own.
    """
    found = Findings(where=where, item_places=entry_places, listed="entries")
    entries = _read(found, mapping)
    if found.problems:
        return None, sort_problems(found.problems)
    return Account(**found.values, entries=tuple(entry for _, entry in entries)), ()


def _read(found: Findings, mapping: object) -> list[tuple[int, Entry]]:
    if not isinstance(mapping, Mapping):
        found.complain(Fault("DE534", f"an account is a mapping, not {show(mapping)}"), None)
        return []
    number = mapping.get("account")
    if not is_absent(number) and isinstance(number := ACCOUNT_READERS["account"](number), str):
        found.values["account"] = number  # first, so that every problem names its account
    fields = {name: value for name, value in mapping.items() if name != "entries"}
    found.values |= found.read_all(fields, ACCOUNT_READERS, _unknown)
    for name, field in ACCOUNT_FIELDS.items():
        if not field.optional and is_absent(mapping.get(name)):
            found.complain(Fault("DE536", "is missing"), name)
    entries = _read_entries(found, mapping.get("entries"))
    _charged_once_a_day(found, entries)
    return entries


def _read_entries(found: Findings, entries: object) -> list[tuple[int, Entry]]:
    """The entries that could be read, each with the place it had."""
    if is_absent(entries):
        return []
    if not isinstance(entries, (list, tuple)):
        found.complain(Fault("DE534", f"{show(entries)} is not a list of entries"), "entries", entries)
        return []
    read: list[tuple[int, Entry]] = []
    for place, entry in enumerate(entries):
        if isinstance(entry, Mapping):
            read += ((place, one) for one in _read_entry(found, place, entry))
        else:
            hint = "an entry is a mapping: {on: …, entry: …, amount: …}"
            found.complain(Fault("DE534", f"'{show(entry)}' is not an entry", hint), None, entry, item=place)
    return read


def _read_entry(found: Findings, place: int, mapping: Mapping[Any, Any]) -> list[Entry]:
    """The one entry, or none."""
    before = len(found.problems)
    values = found.read_all(mapping, ENTRY_READERS, _unknown_in_entry, item=place)
    for name, field in ENTRY_FIELDS.items():
        if not field.optional and is_absent(mapping.get(name)):
            found.complain(Fault("DE536", f"an entry needs '{name}'"), name, item=place)
    if "entry" in values:
        values["entry"] = EntryKind(values["entry"])
        if "amount" in values:
            _check_sign(found, place, values["entry"], values["amount"], mapping["amount"])
    return [Entry(**values)] if len(found.problems) == before else []


def _check_sign(found: Findings, place: int, kind: EntryKind, amount: int, written: object) -> None:
    sign = MEANINGS[kind].sign
    if amount * sign > 0 or (sign == 0 and amount):
        return
    if amount == 0:
        fault = Fault("DE532", "an entry of zero says nothing", "leave the entry out")
    elif sign > 0:
        fault = Fault("DE532", f"'{kind}' is what the client gets, and is above zero")
    else:
        fault = Fault("DE532", f"'{kind}' is what the client is charged, and is below zero", "write it with a minus")
    found.complain(fault, "amount", written, item=place)


def _charged_once_a_day(found: Findings, entries: list[tuple[int, Entry]]) -> None:
    charged: set[date] = set()
    for place, entry in entries:
        if entry.entry is not EntryKind.OVERDRAFT_INTEREST:
            continue
        if entry.on in charged:
            fault = Fault("DE533", f"interest for {entry.on} is charged already", "a day's interest is charged once")
            found.complain(fault, "on", entry.on, item=place)
        charged.add(entry.on)


def _unknown(name: object) -> Fault:
    return Fault("DE535", "no account has such a field", did_you_mean(show(name), (*ACCOUNT_FIELDS, "entries")))


def _unknown_in_entry(name: object) -> Fault:
    return Fault("DE535", "no entry has such a field", did_you_mean(show(name), ENTRY_FIELDS))
