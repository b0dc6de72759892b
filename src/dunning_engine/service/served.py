"""The policies that are served: ``Served`` is one generation of them, `PolicyStore` holds the newest that passed.

A request takes ``store.served`` once and is answered from it, whatever is loaded meanwhile.
"""

from __future__ import annotations

import asyncio
import hashlib
import time
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Protocol

from dunning_engine.problems import Problem
from dunning_engine.service.snapshot import (
    Stamps,
    UnsettledError,
    all_revisions,
    settled,
    snapshot,
    stamps_of,
    woken,
)
from dunning_engine.service.trial import try_out

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from pathlib import Path

    from dunning_engine.policy.load import Policies
    from dunning_engine.service.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class Served:
    """One generation: the policies, and for each (name, first day) the file's name and its text.

    ``digest`` is ``sha256:…`` over the digests of all revisions, the same wherever the same files are served; ``generation``
    counts this process's loads.
    """

    policies: Policies
    texts: Mapping[tuple[str, date], tuple[str, str]]
    digest: str
    generation: int


class Listener(Protocol):
    """Who is told of a new generation, and of one that did not pass."""

    def loaded(self, served: Served) -> None:
        """A generation passed, and is served from now on."""

    def refused(self, problems: tuple[Problem, ...]) -> None:
        """The newest files do not pass; what was served before still is."""


@dataclass(frozen=True, slots=True)
class _State:
    served: Served | None = None
    problems: tuple[Problem, ...] = ()
    loaded_at: float | None = None


class PolicyStore:
    """The policies in a folder, or those that ship, which never change."""

    def __init__(self, rules: Path | None = None) -> None:
        self._rules = rules
        self._listener: Listener | None = None
        self._state = _State()
        self._seen: Stamps = ()

    def tell(self, listener: Listener) -> None:
        """Tell ``listener`` of what is loaded and refused from now on, in the thread that loads."""
        self._listener = listener

    @property
    def served(self) -> Served | None:
        """The newest generation that passed; ``None`` before there is one."""
        return self._state.served

    @property
    def standing(self) -> tuple[Served | None, tuple[Problem, ...]]:
        """What is served, and the problems of newer files, as they belong together."""
        state = self._state
        return state.served, state.problems

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Everything that is wrong with the newest files, if they do not pass."""
        return self._state.problems

    @property
    def stale(self) -> bool:
        """Whether newer files are there that do not pass."""
        served, problems = self.standing
        return served is not None and bool(problems)

    @property
    def loaded_at(self) -> float | None:
        """When the served generation was loaded, in seconds since 1970; for the metrics."""
        return self._state.loaded_at

    def load(self) -> None:
        """Read and check the files as they are now; serve them if all of them pass. Raises nothing for what they hold."""
        try:
            taken = snapshot(self._rules)
        except UnsettledError as error:
            self._refuse((Problem(code="DE630", message=str(error), hint=error.hint),))
            return
        self._seen = taken.stamps
        if taken.policies is None:
            self._refuse(taken.problems)
            return
        try_out(taken.policies)
        before = self._state.served
        served = _served(taken, taken.policies, 1 if before is None else before.generation + 1)
        self._state = _State(served, (), time.time())
        if self._listener is not None:
            self._listener.loaded(served)

    async def watch(self) -> None:
        """Load again whenever a file has changed, until it is cancelled; returns at once where nothing can change."""
        if self._rules is None:
            return
        async for _ in woken(self._rules):
            if await asyncio.to_thread(stamps_of, self._rules) != self._seen:
                await settled(self._rules)
                await asyncio.to_thread(self.load)

    def _refuse(self, problems: tuple[Problem, ...]) -> None:
        state = self._state
        self._state = _State(state.served, problems, state.loaded_at)
        if self._listener is not None and problems != state.problems:
            self._listener.refused(problems)


def _served(taken: Snapshot, policies: Policies, generation: int) -> Served:
    revisions = all_revisions(policies)
    texts = {(one.name, one.applies_from): (one.span.file, taken.texts[one.span.file]) for one in revisions}
    total = hashlib.sha256()
    for one in revisions:
        total.update(f"{one.name} {one.applies_from} {one.digest}\n".encode())
    return Served(policies, MappingProxyType(texts), f"sha256:{total.hexdigest()}", generation)
