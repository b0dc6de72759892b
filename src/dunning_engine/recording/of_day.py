"""Functions of one day over columns of days: each is worked out once for each day that occurs."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np

from dunning_engine.recording.tape import NotRecordableError, whole

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

    from numpy.typing import NDArray

_DAYS = date.min.toordinal(), date.max.toordinal()


class OfDay:
    """Answers of functions of one day, each worked out once for each day."""

    def __init__(self) -> None:
        self._tables: dict[Hashable, _Table] = {}

    def __call__(self, function: Any, days: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
        """The answers, and whether there is one."""
        table = self._tables.get(function)
        if table is None:
            table = self._tables[function] = _Table(function.ask)
        return table.of(days)

    def bounds(self, function: Any) -> tuple[int, int]:
        """The least and the largest answer so far."""
        table = self._tables[function]
        return table.least, table.most


class _Table:
    def __init__(self, ask: Callable[[date], object]) -> None:
        self.ask = ask
        self.least = self.most = 0
        self.start = 0
        self.answers: NDArray[np.int64] = np.zeros(0, np.int64)
        self.state: NDArray[np.int8] = np.zeros(0, np.int8)  # 0 not asked, 1 answered, 2 no answer

    def of(self, days: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
        if not len(days):
            return np.zeros(0, np.int64), np.zeros(0, bool)
        least, most = int(days.min()), int(days.max())
        if least < _DAYS[0] or most > _DAYS[1]:
            return self._of_some(days, np.asarray((days >= _DAYS[0]) & (days <= _DAYS[1]), bool))
        days = days.astype(np.int64, copy=False)
        if least < self.start or most >= self.start + len(self.answers):
            self._widen(least, most)
        places = days - self.start
        state = self.state[places]
        if not state.all():
            for place in np.unique(places[state == 0]).tolist():
                self._ask(place)
            state = self.state[places]
        return self.answers[places], state == 1

    def _of_some(self, days: NDArray[Any], possible: NDArray[np.bool_]) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
        """Where not every number is a day."""
        answers, there = np.zeros(len(days), np.int64), possible.copy()
        answers[possible], there[possible] = self.of(days[possible])
        return answers, there

    def _widen(self, least: int, most: int) -> None:
        start = min(least, self.start) if len(self.answers) else least
        end = max(most + 1, self.start + len(self.answers)) if len(self.answers) else most + 1
        answers, state = np.zeros(end - start, np.int64), np.zeros(end - start, np.int8)
        if len(self.answers):
            shift = self.start - start
            answers[shift : shift + len(self.answers)] = self.answers
            state[shift : shift + len(self.state)] = self.state
        self.start, self.answers, self.state = start, answers, state

    def _ask(self, place: int) -> None:
        try:
            answer = whole(self.ask(date.fromordinal(place + self.start)))
        except (LookupError, ValueError, OverflowError, NotRecordableError):
            self.state[place] = 2
            return
        self.answers[place], self.state[place] = answer, 1
        self.least, self.most = min(self.least, answer), max(self.most, answer)
