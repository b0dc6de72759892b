"""Policies from files: ``load_policies`` gives back what can be used, ``check_paths`` everything that is wrong.

A directory is searched with everything below it for ``*.yaml``; the law that its policies are checked against lies in
``law/`` right below it, otherwise it is the law that ships with the package.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from dunning_engine.law.load import check_law
from dunning_engine.policy.continuation import linked
from dunning_engine.policy.files import File, among, find_files, read_files, with_texts
from dunning_engine.policy.model import PolicyHistory
from dunning_engine.problems import PolicyError, Problem, has_errors, sort_problems

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


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

    Policies that one file continues in are read from its folder; they are reached through it (``continued_by``).
    Raises `PolicyError` with every problem in every file.
    """
    files, problems = find_files(directory)
    if has_errors(problems):
        raise PolicyError(problems)
    return policies_in(files)


def policies_in(files: Iterable[File]) -> Policies:
    """The policies in ``files``. Raises `PolicyError` with every problem in every file."""
    contents = read_files(files)
    problems = contents.problems
    if has_errors(problems):
        raise PolicyError(problems)
    histories = linked(draft.policy for draft in contents.drafts)
    given = (history for name, history in histories.items() if name in contents.given)
    return Policies(given, sort_problems(problems))


@dataclass(frozen=True, slots=True)
class Checked:
    """Everything that a folder's files say together: the policies if all of them can be used, and every problem, sorted."""

    policies: Policies | None
    problems: tuple[Problem, ...]


def check_folder(directory: str | Path | None = None, texts: Mapping[Path, bytes] | None = None) -> Checked:
    """The policies and the law in ``directory``, or those that ship, as they would be with ``texts`` in place of files.

    A path in ``texts`` lies below the folder, which need not have that file. Raises nothing for what files hold; what cannot be
    read is a problem.
    """
    texts = texts or {}
    files, problems = find_files(directory, with_law=True, also=texts)
    return _checked(with_texts(files, texts), problems)


def check_among(text: bytes, shown: str, directory: str | Path | None = None) -> tuple[Problem, ...]:
    """What is wrong with a policy's text if it stands among the policies in ``directory``, or those that ship.

    It stands in place of the same policy of the same date; otherwise it is a new one. ``shown`` is the name of the file
    that its problems show; the problems of the others are left out.
    """
    found, _ = find_files(directory)
    law = found[0].law if found else None
    files = among(File(Path(shown), shown, law, content=text), found)
    problems = read_files(files).problems
    return sort_problems(one for one in problems if one.span is None or one.span.file == shown)


def check_paths(paths: Iterable[str | Path] = ()) -> tuple[Problem, ...]:
    """Every problem in the policies and law files at ``paths``, sorted; without paths, in those that ship."""
    files: list[File] = []
    problems: list[Problem] = []
    places: list[str | Path | None] = [*paths]
    for path in places or [None]:
        found, unreadable = find_files(path, with_law=True)
        files += found
        problems += unreadable
    return _checked([*dict.fromkeys(files)], problems).problems


def _checked(files: list[File], unreadable: list[Problem]) -> Checked:
    problems = [*unreadable]
    for law in {file.law: None for file in files if file.is_law}:
        problems += check_law(law)
    contents = read_files(file for file in files if not file.is_law)
    found = sort_problems([*problems, *contents.problems])
    if has_errors(found):
        return Checked(None, found)
    histories = linked(draft.policy for draft in contents.drafts)
    return Checked(Policies(histories.values(), found), found)
