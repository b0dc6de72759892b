"""Policy files: which there are at a path, and what was read from them; a text may stand for a file.

A file that is given by itself stands in a folder: policies that it continues in are looked for there, with everything
below it. Of those only what makes them unusable is a problem of the file that was given.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from dunning_engine.policy.check import read_policy
from dunning_engine.policy.continuation import check_continuations
from dunning_engine.problems import Problem, Severity
from dunning_engine.resources import rules_directory

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date

    from dunning_engine.policy.draft import Draft

_LAW = "law"
_SHIPPED = "rules"
_MOST_READ = 64 * 1024  # a policy begins with its name
_NAME = re.compile(rb"""(?m)^[\s{]*["']?policy["']?\s*:\s*["']?([a-z0-9-]+)""")


@dataclass(frozen=True, slots=True)
class File:
    """A file, the name that problems show, and the directory of its law (``None``: the one that ships).

    ``folder`` is where the policies that it continues in are looked for, ``None`` where all that count were given; one that
    was found there is ``beside`` what was given. ``content`` is what it holds where that is not what lies on the disk.
    """

    path: Path
    shown: str
    law: Path | None
    is_law: bool = False
    folder: Path | None = field(default=None, compare=False)
    beside: bool = False
    content: bytes | None = field(default=None, repr=False)

    def read(self) -> bytes:
        """What stands in it. Raises ``OSError``."""
        return self.path.read_bytes() if self.content is None else self.content


@dataclass(slots=True)
class Contents:
    """What was read: the policies, those ``given`` by name, and every problem of the files and between them."""

    drafts: list[Draft] = field(default_factory=list)
    given: set[str] = field(default_factory=set)
    problems: list[Problem] = field(default_factory=list)


def find_files(
    place: str | Path | None, *, with_law: bool = False, also: Iterable[Path] = ()
) -> tuple[list[File], list[Problem]]:
    """The files at ``place`` (``None``: those that ship); a problem where there are none (DE360, DE361).

    ``also`` are paths below a directory that count as files although they may not be there.
    """
    top = rules_directory() if place is None else Path(place)
    shown = Path(_SHIPPED) if place is None else top
    if top.is_file():
        is_law = top.parent.name == _LAW
        return [File(top, shown.as_posix(), _law_of(top.parent, is_law=is_law), is_law, top.parent)], []
    if not top.is_dir():
        return [], [_nowhere("DE360", f"there is no file or directory '{shown}'", "look at the spelling of the path")]
    law = None if place is None else _law_of(top, is_law=False)
    files = []
    for path in sorted({*_below(top), *also}):
        below = path.relative_to(top)
        is_law = below.parts[0] == _LAW or (top.name == _LAW and len(below.parts) == 1)
        lies_in = None if place is None else path.parent if is_law else law
        files.append(File(path, (shown / below).as_posix(), lies_in, is_law))
    wanted = files if with_law else [file for file in files if not file.is_law]
    if not wanted:
        return [], [_nowhere("DE361", f"there is no policy in '{shown}'", "policies are files that end in .yaml")]
    return wanted, []


def key_of(file: File) -> tuple[str, date] | None:
    """Which policy a file holds, and from when; ``None`` where not even that can be read."""
    try:
        draft, _ = read_policy(file.read(), file.shown, file.law)
    except OSError:
        return None
    return None if draft is None else (draft.policy.name, draft.policy.applies_from)


def among(file: File, others: list[File]) -> list[File]:
    """A file among others, in place of the same policy of the same date, under the law of those.

    Where not even its policy and date can be read it stands alone: what is wrong with it is told, and nothing else.
    """
    key = key_of(file)
    if key is None or not others:
        return [file]
    kept = [other for other in others if key_of(other) != key]
    return [*kept, replace(file, law=others[0].law, folder=None)]


def with_texts(files: Iterable[File], texts: Mapping[Path, bytes]) -> list[File]:
    """The same files, with what ``texts`` says in place of what lies on the disk."""
    return [replace(file, content=texts[file.path]) if file.path in texts else file for file in files]


def read_files(files: Iterable[File]) -> Contents:
    """What stands in ``files`` and in those beside them that they continue in."""
    contents = Contents()
    names: set[str | None] = set()
    beside: dict[Path, dict[File, str]] = {}
    looked_for: set[tuple[Path, str]] = set()
    batch = [*files]
    while batch:
        wanted = []
        for file in batch:
            draft, name = _read(file, contents)
            names.add(name)
            if not file.beside and name is not None:
                contents.given.add(name)
            if draft is not None and draft.policy.recourse is not None and file.folder is not None:
                wanted.append((file.folder, draft.policy.recourse.continue_in))
                if file.folder not in beside:
                    beside[file.folder] = _files_beside(file)
        new = [pair for pair in dict.fromkeys(wanted) if pair not in looked_for and pair[1] not in names]
        looked_for.update(new)
        batch = [other for folder, name in new for other, held in beside[folder].items() if held == name]
    for folder, others in beside.items():
        names.update(name for name in others.values() if (folder, name) not in looked_for)
    contents.problems += [*_given_twice(contents.drafts), *check_continuations(contents.drafts, names)]
    return contents


def _read(file: File, contents: Contents) -> tuple[Draft | None, str | None]:
    """The policy in a file and its name; the name alone where only that could be read."""
    try:
        data = file.read()
    except OSError as error:
        reason = error.strerror or "unknown reason"
        contents.problems.append(
            _nowhere("DE360", f"'{file.shown}' cannot be read: {reason}", "look at its permissions")
        )
        return None, None
    draft, found = read_policy(data, file.shown, file.law)
    contents.problems += (one for one in found if not file.beside or one.severity is Severity.ERROR)
    if draft is not None:
        contents.drafts.append(draft)
        return draft, draft.policy.name
    return None, _name_in(data)


def _files_beside(file: File) -> dict[File, str]:
    """The policy files in the folder of a file, each with the name of the policy that it seems to hold."""
    top, shown = file.path.parent, Path(file.shown).parent
    found = {}
    for path in _below(top):
        name = _name_at(path)
        if name is not None:
            place = (shown / path.relative_to(top)).as_posix()
            found[replace(file, path=path, shown=place, beside=True)] = name
    return found


def _name_at(path: Path) -> str | None:
    try:
        with path.open("rb") as file:
            return _name_in(file.read(_MOST_READ))
    except OSError:
        return None


def _name_in(data: bytes) -> str | None:
    found = _NAME.search(data)
    return None if found is None else found[1].decode()


def _below(top: Path) -> list[Path]:
    return sorted(path for path in top.rglob("*.yaml") if path.is_file() and not _hidden(path.relative_to(top)))


def _hidden(below: Path) -> bool:
    return any(part.startswith(".") for part in below.parts)


def _law_of(directory: Path, *, is_law: bool) -> Path | None:
    if is_law:
        return directory
    below = directory / _LAW
    return below if below.is_dir() else None


def _given_twice(drafts: list[Draft]) -> Iterator[Problem]:
    """Two files for the same invoices of one policy: nobody could say which of them is meant."""
    first: dict[tuple[str, object], Draft] = {}
    for draft in drafts:
        policy = draft.policy
        other = first.setdefault((policy.name, policy.applies_from), draft)
        if other is not draft:
            yield draft.document.problem(
                "DE351",
                f"policy '{policy.name}' from {policy.applies_from} is already in {other.document.file}",
                ("applies_to_invoices_issued_from",),
                hint="a new revision applies from another date; remove one of the two files",
                related=(other.document.value_span(("applies_to_invoices_issued_from",)),),
            )


def _nowhere(code: str, message: str, hint: str) -> Problem:
    return Problem(code=code, message=message, hint=hint)
