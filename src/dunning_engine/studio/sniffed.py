"""What a dropped file is, told by its columns and not by its name; and a mapping to begin with for one with foreign columns."""

from __future__ import annotations

import csv
import json
import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from dunning_engine.facts.catalogue import REQUIRED
from dunning_engine.facts.event import REQUIRED_IN_TABLES
from dunning_engine.ledger.columns import likely_column
from dunning_engine.ledger.delimited import DELIMITERS
from dunning_engine.ledger.parquet import read_parquet_schema
from dunning_engine.ledger.read import FileKind, kind_of_file

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from dunning_engine.ledger.mapping import Columns, Mapping

_SAMPLE = 1 << 20  # bytes from which columns are told; an invoice in JSON may have many events
_HALF = 0.5


class Role(StrEnum):
    """What a file is here."""

    LEDGER = "ledger"
    EVENTS = "events"
    ACCOUNTS = "accounts"
    MAPPING = "mapping"


@dataclass(frozen=True, slots=True)
class Sniffed:
    """``columns`` as they are written, none where they cannot be told; ``delimiter`` and ``encoding`` are guesses, for CSV."""

    kind: FileKind | None
    columns: tuple[str, ...] = ()
    delimiter: str = ","
    encoding: str = "utf-8"


def sniff(path: Path) -> Sniffed:
    """What the file looks like; ``kind`` is ``None`` for what is no table. Raises ``OSError``."""
    kind = kind_of_file(path)
    if kind is None:
        return Sniffed(None)
    if kind is FileKind.PARQUET:
        return Sniffed(kind, tuple(read_parquet_schema(path)[0]))
    with path.open("rb") as stream:
        text, encoding = _decoded(stream.read(_SAMPLE))
    if kind is FileKind.CSV:
        first = next((line for line in text.splitlines() if line.strip()), "")
        name = max(DELIMITERS, key=lambda one: first.count(DELIMITERS[one]))
        return Sniffed(kind, _fields(first, DELIMITERS[name]), name, encoding)
    return Sniffed(kind, _keys(text))


def role_of(found: Sniffed, mapping: Mapping | None) -> Role:
    """What the file is; read through the mapping, where its columns are the mapping's."""
    columns = set(found.columns)
    if {"account", "entry"} <= columns or {"account", "entries"} <= columns:
        return Role.ACCOUNTS
    beside = _share(columns, None if mapping is None else mapping.events, REQUIRED_IN_TABLES)
    ledger = _share(columns, None if mapping is None else mapping.invoices, REQUIRED)
    if {"on", "event"} <= columns and "due_on" not in columns:
        return Role.EVENTS
    return Role.EVENTS if beside > ledger else Role.LEDGER


def fits(found: Sniffed, mapping: Mapping) -> bool:
    """Whether the mapping can be meant for this ledger: it reads at least half of its columns there."""
    return mapping.invoices is not None and _share(set(found.columns), mapping.invoices, ()) >= _HALF


def starting_mapping(found: Sniffed) -> str:
    """A mapping file to begin with: how the file is written, and which of its columns probably hold what is needed."""
    likely = {name: likely_column(name, found.columns) for name in REQUIRED}
    lines = ["mapping: my-ledger", ""]
    if found.kind is FileKind.CSV and (found.delimiter, found.encoding) != (",", "utf-8"):
        lines += ["format:", f'  delimiter: "{found.delimiter}"', f"  encoding: {found.encoding}"]
        lines += ['  decimal: ","', '  thousands: " "'] if found.delimiter == ";" else []
        lines += ["  date: YYYY-MM-DD", ""]
    lines += ["columns:"]
    lines += [f"  {name}: {_written(column)}" for name, column in likely.items() if column is not None]
    open_ones = [name for name, column in likely.items() if column is None]
    if open_ones:
        lines += ["", "constants:"]
        lines += [f"  {name}: {_CONSTANTS.get(name, '…')}" for name in open_ones]
    kinds = likely.get("customer_kind")
    if kinds is not None and kinds != "customer_kind":
        lines += [
            "",
            "values:",
            "  customer_kind: {Företag: business, Privat: consumer, Konsument: consumer, Myndighet: public_authority}",
        ]
    return "\n".join(lines) + "\n"


_CONSTANTS = {"currency": "SEK", "customer_kind": "business"}
_PLAIN = re.compile(r"[^\W\d][\w .]*")


def _written(column: str) -> str:
    return column if _PLAIN.fullmatch(column) and column == column.strip() else json.dumps(column, ensure_ascii=False)


def _share(columns: set[str], mapped: Columns | None, needed: Iterable[str]) -> float:
    """How much of what is needed the columns have, in our names or in the mapping's."""
    wanted = [set(needed), *([] if mapped is None else [set(mapped.columns.values())])]
    return max((len(one & columns) / len(one) for one in wanted if one), default=0.0)


def _decoded(data: bytes) -> tuple[str, str]:
    """The text, and the encoding it seems to be in; what is cut off at the end is left out."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "ignore"), "utf-16"
    text = data.decode("utf-8-sig", "replace")
    wrong = text.rstrip("\ufffd").count("\ufffd")
    return (data.decode("cp1252", "replace"), "windows-1252") if wrong else (text, "utf-8")


def _fields(line: str, delimiter: str) -> tuple[str, ...]:
    try:
        return tuple(field.strip() for field in next(csv.reader([line], delimiter=delimiter), []))
    except csv.Error:  # no header of any ledger
        return ()


def _keys(text: str) -> tuple[str, ...]:
    """The keys of the first object."""
    start = text.find("{")
    try:
        first: Any = json.JSONDecoder().raw_decode(text, start)[0] if start >= 0 else None
    except ValueError:
        return ()
    return tuple(first) if isinstance(first, dict) else ()
