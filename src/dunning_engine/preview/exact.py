"""The exact difference of two sides, policy by policy: every region of facts where they treat an invoice differently."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from dunning_engine.difference.policies import difference

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dunning_engine.difference.policies import Difference
    from dunning_engine.preview.sides import Side

_SAY = {
    "sv": {
        "heading": "Exakt skillnad",
        "equal": "Policyerna är lika: ingen faktura behandlas olika.",
        "only_new": "{policy} finns bara i den nya versionen.",
        "only_old": "{policy} finns bara i den nuvarande versionen.",
        "policy": "{policy}:",
    },
    "en": {
        "heading": "Exact difference",
        "equal": "The policies are equal: no invoice is treated differently.",
        "only_new": "{policy} is only in the new version.",
        "only_old": "{policy} is only in the current version.",
        "policy": "{policy}:",
    },
}
_MARKS = re.compile(r"([\\`*_{}\[\]<>#|~])")


@dataclass(frozen=True, slots=True)
class Exact:
    """The differences of the policies that both sides have, by name, and the names that only one of them has."""

    new: Side
    old: Side
    found: tuple[Difference, ...]
    only_new: tuple[str, ...]
    only_old: tuple[str, ...]
    language: str

    @property
    def decided(self) -> bool:
        """Whether all could be decided: then what is not listed is the same."""
        return all(one.decided for one in self.found)

    def lines(self) -> Iterator[str]:
        """A heading, then a line for each difference; where there is none, that the policies are equal."""
        say = _SAY[self.language]
        yield say["heading"]
        yield from (line for _, lines in self._sections() for line in lines)

    def markdown(self) -> str:
        """The same as a section of a comment on a pull request."""
        parts = [f"## {_SAY[self.language]['heading']}", ""]
        for listed, lines in self._sections():
            before = "- " if listed else ""
            parts += [before + _MARKS.sub(r"\\\1", line) for line in lines]
            parts.append("")
        return "\n".join(parts)

    def to_list(self) -> list[dict[str, Any]]:
        """The policies that differ as JSON holds them; one that only one side has says which."""
        found: list[dict[str, Any]] = [one.to_dict(self.language) for one in self.found if not one.equal]
        found += [{"policy": name, "only_in": "new"} for name in self.only_new]
        found += [{"policy": name, "only_in": "old"} for name in self.only_old]
        return found

    def _sections(self) -> Iterator[tuple[bool, list[str]]]:
        """Lines that belong together, and whether they are a list."""
        say = _SAY[self.language]
        differing = [one for one in self.found if not one.equal]
        if not differing and not self.only_new and not self.only_old:
            yield False, [say["equal"]]
        for one in differing:
            if len(self.found) > 1:
                yield False, [say["policy"].format(policy=one.policy)]
            yield True, [*one.lines(self.language)]
        for which, names in (("only_new", self.only_new), ("only_old", self.only_old)):
            if names:
                yield True, [say[which].format(policy=name) for name in names]


def exact(new: Side, old: Side, *, policy: str | None, language: str) -> Exact:
    """The exact difference of two sides; with ``policy``, of that one and those that it continues in."""
    names = [name for name in new.policies if policy in {None, name}]
    shared = [name for name in names if name in old.policies]
    # Each policy stands for itself, so that what several continue in is said once.
    alone = policy is None
    found = (difference(old.policies[name], new.policies[name], with_continued=not alone) for name in shared)
    return Exact(
        new=new,
        old=old,
        found=tuple(found),
        only_new=tuple(name for name in names if name not in old.policies),
        only_old=tuple(name for name in old.policies if policy in {None, name} and name not in new.policies),
        language=language,
    )
