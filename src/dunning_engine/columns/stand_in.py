"""An invoice that stands for all rows that answer alike: each of its facts is asked for when the decision reads it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dunning_engine.columns.sheets import OPEN_FIELDS, OPEN_WORDS
from dunning_engine.facts.catalogue import GIVEN_BY_NAME, Fact, Kind
from dunning_engine.facts.event import FIELDS, Event, EventKind, in_key
from dunning_engine.facts.invoice import Invoice
from dunning_engine.recording.day import RecordedDay, RecordedMoment
from dunning_engine.recording.expressions import COLUMN
from dunning_engine.recording.number import Number
from dunning_engine.recording.tape import NotRecordableError
from dunning_engine.recording.text import Text

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator

    from dunning_engine.columns.sheets import Vocabulary
    from dunning_engine.facts.values import Fault
    from dunning_engine.recording.tape import Tape


class StandIn(Invoice):
    """An invoice whose facts are read from a tape, each the first time that somebody asks for it."""

    __slots__ = ("_tape", "_vocabulary")

    def __init__(self, tape: Tape, vocabulary: Vocabulary) -> None:
        object.__setattr__(self, "_tape", tape)
        object.__setattr__(self, "_vocabulary", vocabulary)

    def __getattr__(self, name: str) -> Any:
        """A fact that nobody has asked for yet."""
        tape, vocabulary = self._tape, self._vocabulary
        if name == "events":
            value: Any = tuple(EventStandIn(self, place, tape, vocabulary) for place in range(tape.choice("events")))
        elif name in GIVEN_BY_NAME:
            fact = GIVEN_BY_NAME[name]
            words = vocabulary.facts[name].words if fact.words or name in OPEN_WORDS else None
            value = _value(tape, fact, name, there=f"{name}?", called=name, words=words)
        else:
            raise AttributeError(name)
        object.__setattr__(self, name, value)
        return value


class EventStandIn(Event):
    """An event of a stand-in, the one at a place."""

    __slots__ = ("_invoice", "_place", "_tape", "_vocabulary")

    def __init__(self, invoice: StandIn, place: int, tape: Tape, vocabulary: Vocabulary) -> None:
        object.__setattr__(self, "_invoice", invoice)
        object.__setattr__(self, "_place", place)
        object.__setattr__(self, "_tape", tape)
        object.__setattr__(self, "_vocabulary", vocabulary)

    def __getattr__(self, name: str) -> Any:
        """A field that nobody has asked for yet."""
        if name not in FIELDS:
            raise AttributeError(name)
        value = self._read(name)
        object.__setattr__(self, name, value)
        return value

    def _read(self, name: str) -> Any:
        tape, place, field = self._tape, self._place, FIELDS[name]
        column = (name, place)
        if name == "event":
            return EventKind(self._vocabulary.fields["event"].words[tape.choice(column)])
        if name == "key":
            if self.event not in {EventKind.STEP, EventKind.DONE}:
                return None
            word = self._vocabulary.fields["key"].words[tape.choice(column)]
            return None if word is None else f"{in_key(self._invoice.invoice)}/{word}"
        words = self._vocabulary.fields[name].words if field.words or name in OPEN_FIELDS else None
        value = _value(tape, field, column, there=(f"{name}?", place), called=f"{name}#{place}", words=words)
        return 0 if name == "fee" and value is None else value


def _value(tape: Tape, fact: Fact, column: Hashable, *, there: Hashable, called: str, words: list[Any] | None) -> Any:
    if words is not None:
        return words[tape.choice(column)]
    if fact.kind is Kind.BOOLEAN:
        return (None, False, True)[tape.choice(column)]
    if fact.optional and not tape.choice(there):
        return None
    if fact.kind is Kind.TEXT:
        return Text(tape, column, called)
    number = Number(tape, tape.expressions.number(COLUMN, column))
    if fact.kind is Kind.DATE:
        return RecordedDay(number)
    return RecordedMoment(number) if fact.kind is Kind.MOMENT else number


class Consistent:
    """What the checks between facts look at; the first thing that they complain of ends the recording."""

    all_events_read = True

    def __init__(self, invoice: StandIn) -> None:
        self.values = _Values(invoice)
        self.events = list(enumerate(invoice.events))

    def complain(self, fault: Fault, *_: object, **__: object) -> None:
        """Leave the rows to be read one by one, so that each gets its own problems."""
        raise NotRecordableError(fault.message)


class _Values:
    def __init__(self, invoice: StandIn) -> None:
        self._invoice = invoice

    def get(self, name: str, other: Any = None) -> Any:
        found = getattr(self._invoice, name)
        return other if found is None else found

    def __getitem__(self, name: str) -> Any:
        return getattr(self._invoice, name)

    def __contains__(self, name: str) -> bool:
        return getattr(self._invoice, name) is not None

    def __iter__(self) -> Iterator[str]:
        return (name for name in GIVEN_BY_NAME if name in self)
