"""A computation run plainly on each row, and recorded on some of them and replayed on all; both in the same words."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

import numpy as np
import polars as pl

from dunning_engine.recording.day import RecordedDay, RecordedMoment, RecordedSpan
from dunning_engine.recording.expressions import COLUMN
from dunning_engine.recording.number import Number
from dunning_engine.recording.of_day import OfDay
from dunning_engine.recording.replay import Replay
from dunning_engine.recording.tape import Tape, whole
from dunning_engine.recording.text import NumberPart, Text, parts_of
from dunning_engine.recording.tree import Tree

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
LEFT = "left to the caller"


def as_whole(value):
    """Any whole number that a column of 64 bits holds."""
    return value if isinstance(value, int) else whole(value)


@dataclass
class Rows:
    """Columns by name: whole numbers, days, moments, texts and choices; a source and its examples in one."""

    columns: dict = field(default_factory=dict)

    def __len__(self):
        return len(next(iter(self.columns.values())))

    def numbers(self, column, rows):
        return np.array([as_whole(self.columns[column][row]) for row in rows.tolist()], np.int64)

    def codes(self, column, rows):
        return np.array([self.columns[column][row] for row in rows.tolist()], np.int64)

    def texts(self, column, rows):
        return pl.Series([self.columns[column][row] for row in rows.tolist()], dtype=pl.String)

    def example(self, row):
        return _Example(self, row)

    def plain(self, row):
        return _Plain({name: values[row] for name, values in self.columns.items()})


@dataclass
class _Example:
    rows: Rows
    row: int

    def number(self, column):
        return as_whole(self.rows.columns[column][self.row])

    def code(self, column):
        return self.rows.columns[column][self.row]

    def text(self, column):
        return self.rows.columns[column][self.row]


@dataclass
class _Plain:
    held: dict

    def __getitem__(self, name):
        return self.held[name]

    choice = __getitem__


class _StandIns:
    """The columns as a recording sees them: days begin with d, moments with m, texts with t."""

    def __init__(self, tape):
        self.tape = tape

    def __getitem__(self, name):
        if name.startswith("t"):
            return Text(self.tape, name, name)
        number = Number(self.tape, self.tape.expressions.number(COLUMN, name))
        return {"d": RecordedDay, "m": RecordedMoment}.get(name[0], lambda number: number)(number)

    def choice(self, name):
        return self.tape.choice(name)


def on_tape(rows, row=0):
    """The stand-ins of one row, with the tape that they write on."""
    tape = Tape(Tree().expressions, rows.example(row))
    return _StandIns(tape), tape


def recorded_once(compute, rows, row):
    """What a computation asks about a row; what stops it stops it here."""
    values, tape = on_tape(rows, row)
    compute(values)
    return tape.asked


@dataclass
class Replayed:
    """The outcome of each row, `LEFT` where it is left to the caller, and what the replay took."""

    outcomes: list
    recordings: int
    tree: Tree
    of_day: OfDay


def replayed(compute, rows, *, worth=1, before=None):
    """Run ``compute`` on all rows by recordings; ``before`` is an earlier replay whose tree goes on growing."""
    tree, of_day = (Tree(), OfDay()) if before is None else (before.tree, before.of_day)

    def record(row):
        tape = Tape(tree.expressions, rows.example(row))
        try:
            output = (compute(_StandIns(tape)),)
        except (TypeError, ArithmeticError, AttributeError, LookupError, ValueError):
            output = None
        tree.grow(tape.asked, output)

    outcomes = [None] * len(rows)
    for output, frame in Replay(tree, rows, of_day, record, worth=worth).run(np.arange(len(rows))):
        for place, row in enumerate(frame.rows.tolist()):
            assert outcomes[row] is None
            outcomes[row] = LEFT if output is None else _seen(output[0], rows, row, frame, place)
    assert None not in outcomes
    return Replayed(outcomes, tree.recordings, tree, of_day)


def plainly(compute, rows):
    """Run ``compute`` on each row by itself."""
    return [_seen(compute(rows.plain(row)), rows, row, None, 0) for row in range(len(rows))]


def _seen(output, rows, row, frame, place):
    """An output as it is for one row, marked by what it is."""
    if isinstance(output, (tuple, list)):
        return [_seen(one, rows, row, frame, place) for one in output]
    if isinstance(output, Number):
        return int(frame.numbers(output.number)[place]) + output.offset
    if type(output) in _MADE_OF:
        return _MADE_OF[type(output)](_seen(output.number, rows, row, frame, place))
    if isinstance(output, str):
        return "".join(_written(part, rows, row, frame, place) for part in parts_of(str(output)))
    return output


_MADE_OF = {
    RecordedDay: date.fromordinal,
    RecordedSpan: timedelta,
    RecordedMoment: lambda microseconds: EPOCH + timedelta(microseconds=microseconds),
}


def _written(part, rows, row, frame, place):
    if isinstance(part, str):
        return part
    if isinstance(part, NumberPart):
        number = int(frame.numbers(part.number)[place]) + part.offset
        if part.form == "day":
            return str(date.fromordinal(number))
        if len(part.form) == 1 and not part.form.isalnum():
            return f"{number:,}".replace(",", part.form)
        return format(number, part.form)
    text = rows.columns[part.name][row]
    for old, new in part.replaced:
        text = text.replace(old, new)
    return text
