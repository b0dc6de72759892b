"""The policies of one scenario: one from the folder of rules, or texts written in the scenario, with what they continue in."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

import dunning_engine
from dunning_engine.testing.words import ScenarioError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from dunning_engine.policy.model import PolicyHistory
    from dunning_engine.problems import Problem, Severity

_HEADING = re.compile(r"^policy:[ ]*[\"']?([\w-]+)", re.MULTILINE)
_CONTINUES = re.compile(r"\bcontinue_in:[ ]*[\"']?([\w-]+)")


class ScenarioPolicies:
    """The policy that the scenario follows, by ``name`` or, where there are any, as the first of ``texts``.

    ``rules`` is the folder that named policies come from. Written ones are put below ``folder()`` and checked together
    with the policies of ``rules`` that they continue in.
    """

    def __init__(self, rules: Path, folder: Callable[[], Path]) -> None:
        self.name: str | None = None
        self.texts: list[str] = []
        self._rules = rules
        self._folder = folder
        self._written: dict[tuple[str, ...], Path] = {}
        self._read: dict[Path, Mapping[str, PolicyHistory]] = {}

    def named(self, name: str) -> None:
        """Follow the policy of that name in the folder of rules."""
        self.name, self.texts = name, []

    def names(self) -> list[str]:
        """The policies in the folder of rules."""
        return sorted({name for _, text in _files(self._rules) if (name := _name(text))})

    def only_text(self) -> str:
        """The one text that the policy is, to be changed in the scenario."""
        if not self.texts:
            return self.text_of(self._given_name())
        if len(self.texts) > 1:
            raise ScenarioError(
                "several policies or revisions are written: which one is meant?",
                "flera policyer eller utgåvor är skrivna: vilken menas?",
            )
        return self.texts[0]

    def text_of(self, name: str) -> str:
        """The file of a policy in the folder of rules; its latest, where earlier revisions lie in folders below."""
        found = [text for path, text in _files(self._rules) if path.parent == self._rules and _name(text) == name]
        if len(found) != 1:
            place = self._rules
            raise ScenarioError(
                f"{len(found)} files in {place} hold the policy {name}, not one",
                f"{len(found)} filer i {place} har policyn {name}, inte en",
            )
        return found[0]

    def followed(self) -> PolicyHistory:
        """The policy that the scenario's invoice follows; raises ``PolicyError`` if it does not pass the check."""
        if self.texts:
            place = self._place()
            if place not in self._read:
                self._read[place] = dunning_engine.load_policies(place)
            return self._read[place][_name(self.texts[0])]
        return self.stored(self._given_name())

    def stored(self, name: str) -> PolicyHistory:
        """The policy of that name as the folder of rules has it."""
        return policies_in(self._rules)[name]

    def problems(self, severity: Severity) -> list[Problem]:
        """What the check finds wrong with the scenario's policies, errors or warnings."""
        place = self._place() if self.texts else self._rules
        return [problem for problem in dunning_engine.check_paths([place]) if problem.severity is severity]

    def _given_name(self) -> str:
        if self.name is None:
            raise ScenarioError("no policy is given: a Given is missing", "ingen policy är given: ett Givet saknas")
        return self.name

    def _place(self) -> Path:
        """A folder with the written policies and those of the rules that they continue in."""
        texts = tuple(self.texts)
        if texts not in self._written:
            place = self._folder() / f"policies-{len(self._written) + 1}"
            place.mkdir()
            for number, text in enumerate((*texts, *self._continued(texts)), start=1):
                (place / f"policy-{number}.yaml").write_text(text, encoding="utf-8")
            self._written[texts] = place
        return self._written[texts]

    def _continued(self, texts: tuple[str, ...]) -> Iterator[str]:
        known = {_name(text) for text in texts}
        wanted = [name for text in texts for name in _CONTINUES.findall(text)]
        while wanted:
            name = wanted.pop()
            if name in known:
                continue
            known.add(name)
            for _, text in _files(self._rules):
                if _name(text) == name:
                    yield text
                    wanted += _CONTINUES.findall(text)


@lru_cache(maxsize=8)
def policies_in(rules: Path) -> Mapping[str, PolicyHistory]:
    """The policies in a folder of rules, read once; raises ``PolicyError`` if they do not pass the check."""
    return dunning_engine.load_policies(rules)


def read_anew() -> None:
    """Forget what has been read of folders of rules: their files may have changed."""
    policies_in.cache_clear()
    _files.cache_clear()


def _name(text: str) -> str:
    found = _HEADING.search(text)
    return "" if found is None else found[1]


@lru_cache(maxsize=8)
def _files(rules: Path) -> tuple[tuple[Path, str], ...]:
    return tuple((path, path.read_text(encoding="utf-8")) for path in sorted(rules.rglob("*.yaml")))
