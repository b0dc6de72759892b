"""Policies from files: ``load_policies`` gives back what can be used, ``check_paths`` everything that is wrong.

A directory is searched with everything below it for ``*.yaml``; the law that its policies are checked against lies in
``law/`` right below it, otherwise it is the law that ships with the package.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from dunning_engine.law.load import check_law
from dunning_engine.policy.check import read_policy
from dunning_engine.policy.model import PolicyHistory
from dunning_engine.problems import PolicyError, Problem, has_errors, sort_problems
from dunning_engine.resources import rules_directory

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from dunning_engine.policy.draft import Draft

_LAW = "law"
_SHIPPED = "rules"


class Policies(Mapping[str, PolicyHistory]):
    """The policies by name, each with its revisions; ``warnings`` are the problems that stop nothing."""

    def __init__(self, histories: Iterable[PolicyHistory], warnings: tuple[Problem, ...] = ()) -> None:
        self._histories = {history.name: history for history in histories}
        self.warnings = warnings

    def __getitem__(self, name: str) -> PolicyHistory:
        """The policy of that name; ``KeyError`` that lists the names there are."""
        try:
            return self._histories[name]
        except KeyError:
            raise KeyError(f"there is no policy '{name}'; there are {', '.join(self._histories) or 'none'}") from None

    def __iter__(self) -> Iterator[str]:
        """The names, sorted."""
        return iter(self._histories)

    def __len__(self) -> int:
        """How many policies there are, revisions not counted."""
        return len(self._histories)


def load_policies(directory: str | Path | None = None) -> Policies:
    """The policies in ``directory`` (or in one file); without one, those that ship with the package.

    Raises `PolicyError` with every problem in every file.
    """
    files, problems = _find(directory)
    drafts, found = _read_all(files)
    problems += found
    if has_errors(problems):
        raise PolicyError(problems)
    policies = sorted((draft.policy for draft in drafts), key=lambda policy: (policy.name, policy.applies_from))
    named = groupby(policies, key=lambda policy: policy.name)
    return Policies((PolicyHistory(name, tuple(revisions)) for name, revisions in named), sort_problems(problems))


def check_paths(paths: Iterable[str | Path] = ()) -> tuple[Problem, ...]:
    """Every problem in the policies and law files at ``paths``, sorted; without paths, in those that ship."""
    files: list[_File] = []
    problems: list[Problem] = []
    places: list[str | Path | None] = [*paths]
    for path in places or [None]:
        found, unreadable = _find(path, with_law=True)
        files += found
        problems += unreadable
    laws = {file.law: None for file in files if file.is_law}
    for law in laws:
        problems += check_law(law)
    drafts_problems = _read_all([file for file in dict.fromkeys(files) if not file.is_law])[1]
    return sort_problems([*problems, *drafts_problems])


@dataclass(frozen=True, slots=True)
class _File:
    """A file, the name that problems show, and the directory of its law (``None``: the one that ships)."""

    path: Path
    shown: str
    law: Path | None
    is_law: bool = False


def _find(place: str | Path | None, *, with_law: bool = False) -> tuple[list[_File], list[Problem]]:
    top = rules_directory() if place is None else Path(place)
    shown = Path(_SHIPPED) if place is None else top
    if top.is_file():
        is_law = top.parent.name == _LAW
        return [_File(top, shown.as_posix(), _law_of(top.parent, is_law=is_law), is_law)], []
    if not top.is_dir():
        return [], [_nowhere("DE360", f"there is no file or directory '{shown}'", "look at the spelling of the path")]
    paths = sorted(path for path in top.rglob("*.yaml") if path.is_file() and not _hidden(path.relative_to(top)))
    law = None if place is None else _law_of(top, is_law=False)
    files = []
    for path in paths:
        below = path.relative_to(top)
        is_law = below.parts[0] == _LAW or (top.name == _LAW and len(below.parts) == 1)
        lies_in = None if place is None else path.parent if is_law else law
        files.append(_File(path, (shown / below).as_posix(), lies_in, is_law))
    wanted = files if with_law else [file for file in files if not file.is_law]
    if not wanted:
        return [], [_nowhere("DE361", f"there is no policy in '{shown}'", "policies are files that end in .yaml")]
    return wanted, []


def _law_of(directory: Path, *, is_law: bool) -> Path | None:
    if is_law:
        return directory
    below = directory / _LAW
    return below if below.is_dir() else None


def _hidden(below: Path) -> bool:
    return any(part.startswith(".") for part in below.parts)


def _read_all(files: Iterable[_File]) -> tuple[list[Draft], list[Problem]]:
    drafts: list[Draft] = []
    problems: list[Problem] = []
    for file in files:
        try:
            data = file.path.read_bytes()
        except OSError as error:
            reason = error.strerror or "unknown reason"
            problems.append(_nowhere("DE360", f"'{file.shown}' cannot be read: {reason}", "look at its permissions"))
            continue
        draft, found = read_policy(data, file.shown, file.law)
        problems += found
        if draft is not None:
            drafts.append(draft)
    return drafts, [*problems, *_given_twice(drafts)]


def _given_twice(drafts: list[Draft]) -> list[Problem]:
    """Two files for the same invoices of one policy: nobody could say which of them is meant."""
    problems = []
    first: dict[tuple[str, object], Draft] = {}
    for draft in drafts:
        policy = draft.policy
        other = first.setdefault((policy.name, policy.applies_from), draft)
        if other is not draft:
            problems.append(
                draft.document.problem(
                    "DE351",
                    f"policy '{policy.name}' from {policy.applies_from} is already in {other.document.file}",
                    ("applies_to_invoices_issued_from",),
                    hint="a new revision applies from another date; remove one of the two files",
                    related=(other.document.value_span(("applies_to_invoices_issued_from",)),),
                )
            )
    return problems


def _nowhere(code: str, message: str, hint: str) -> Problem:
    return Problem(code=code, message=message, hint=hint)
