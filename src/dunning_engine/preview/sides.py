"""The two sides of a preview: the policies as they are to be, and the policies as they are.

Each is a file, a folder, or a git revision: ``REV:PATH``, or ``REV`` alone, which means the other side's path there. A
file stands for itself among the other side's policies, in place of the same policy of the same date; of two files the old
one is in its place among the policies of its folder, and the new one takes that place.
"""

from __future__ import annotations

import posixpath
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from dunning_engine.policy.check import read_policy
from dunning_engine.policy.files import among, find_files, key_of
from dunning_engine.policy.load import policies_in
from dunning_engine.preview.git import GitError, revision_in, top_of
from dunning_engine.problems import PolicyError, has_errors
from dunning_engine.text.suggest import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dunning_engine.policy.draft import Draft
    from dunning_engine.policy.files import File
    from dunning_engine.policy.model import PolicyHistory
    from dunning_engine.preview.git import Revision
    from dunning_engine.problems import Problem, Span

_POLICIES = "rules"  # where a repository keeps them, if nothing says otherwise


@dataclass(frozen=True, slots=True)
class Side:
    """One side's policies by name; ``label`` is what people call it: a path, or ``REV:path``."""

    label: str
    policies: Mapping[str, PolicyHistory]


class SideError(ValueError):
    """A side that cannot be found; its text is one line for people."""


def sides(new: str, old: str) -> tuple[Side, Side]:
    """The new side and the old one. Raises `SideError` for what is not there, `PolicyError` for policies that do not pass."""
    with TemporaryDirectory(prefix="dunning-") as scratch:
        try:
            ours = _place(new, old, Path(scratch) / "new")
            theirs = _place(old, new, Path(scratch) / "old")
        except GitError as error:
            raise SideError(str(error)) from None
        return _side(ours, _files_of_new(ours, theirs)), _side(theirs, _files_of_old(ours, theirs))


@dataclass(frozen=True, slots=True)
class _Place:
    """A file or a folder, as it lies on the disk or as it was laid out from ``revision`` below ``top``."""

    label: str
    path: Path
    revision: str | None = None
    top: Path | None = None

    @property
    def is_file(self) -> bool:
        return self.path.is_file()

    def files(self) -> list[File]:
        """The policy files here, by the names that people know. Raises `SideError`, `PolicyError`."""
        found, problems = find_files(self.path)
        if problems and self.top is not None:
            raise SideError(f"there is no policy in '{self.label}'")
        if problems:
            raise PolicyError(problems)
        return [self.named(file) for file in found]

    def named(self, file: File) -> File:
        return file if self.top is None else replace(file, shown=self.said(file.path.as_posix()))

    def said(self, text: str) -> str:
        """``text`` with the places of the folder that was laid out as they are called in the revision."""
        return text if self.top is None else text.replace(f"{self.top.as_posix()}/", f"{self.revision}:")

    def beside(self) -> list[File]:
        """The other policies in this file's folder and right below it that can be used as they are."""
        folder = self.path.parent
        paths = [path for path in sorted({*folder.glob("*.yaml"), *folder.glob("*/*.yaml")}) if path.is_file()]
        files = [self.named(file) for path in paths for file in find_files(path)[0] if not file.is_law]
        read = {file: _read(file) for file in files if file.path != self.path}
        usable = [file for file, (draft, problems) in read.items() if draft is not None and not has_errors(problems)]
        count = Counter(map(key_of, usable))
        return [replace(file, folder=None) for file in usable if count[key_of(file)] == 1]


def _side(place: _Place, files: list[File]) -> Side:
    try:
        return Side(place.label, policies_in(files))
    except PolicyError as error:
        raise PolicyError(_placed(problem, place) for problem in error.problems) from None


def _files_of_new(new: _Place, old: _Place) -> list[File]:
    return _among(new, _files_of_old(new, old)) if new.is_file else new.files()


def _files_of_old(new: _Place, old: _Place) -> list[File]:
    if not old.is_file:
        return _without_double(old.files(), new)
    if not new.is_file:
        return _among(old, new.files())
    neighbours = [file for file in old.beside() if not _same(file.path, new.path)]
    return _among(old, neighbours)


def _among(place: _Place, others: list[File]) -> list[File]:
    """The file at ``place`` among others, in place of the same policy of the same date, under the law of those."""
    (file,) = place.files()
    return among(file, [other for other in others if not _same(other.path, file.path)])


def _without_double(files: list[File], new: _Place) -> list[File]:
    """A folder's files; a changed copy that lies beside its original in the folder is the new side's alone."""
    if not new.is_file:
        return files
    held = [file for file in files if _same(file.path, new.path)]
    others = [file for file in files if file not in held]
    keys = {key_of(file) for file in held}
    return others if any(key_of(file) in keys for file in others) else files


def _read(file: File) -> tuple[Draft | None, tuple[Problem, ...]]:
    try:
        return read_policy(file.path.read_bytes(), file.shown, file.law)
    except OSError:
        return None, ()


def _same(one: Path, other: Path) -> bool:
    return one.exists() and other.exists() and one.samefile(other)


def _placed(problem: Problem, place: _Place) -> Problem:
    def span(at: Span) -> Span:
        return replace(at, file=place.said(at.file))

    return replace(
        problem,
        message=place.said(problem.message),
        span=None if problem.span is None else span(problem.span),
        related=tuple(span(one) for one in problem.related),
    )


def _place(written: str, other: str, scratch: Path) -> _Place:
    """What ``written`` means. Raises `SideError`, `GitError`."""
    name, colon, path = written.partition(":")
    if written and Path(written).exists():
        return _Place(written, Path(written))
    beside = Path(other) if other and Path(other).exists() and not colon else None
    if not name or name.startswith("-"):
        raise SideError(f"there is no file or folder '{written}', and it is no git revision")
    try:
        top = top_of(beside or Path.cwd()) or (None if beside is None else top_of(Path.cwd()))
        if top is None:
            raise SideError(_not_there(written, "no git repository that it could be a revision of"))
        revision = revision_in(top, name)
    except GitError as error:
        raise SideError(_not_there(written, str(error))) from None
    path = _path_in(top, path, written) if colon else _path_of(other, beside, top)
    is_file = revision.is_file(path)
    if is_file is None and not colon and beside is not None and beside.is_file():
        path = posixpath.dirname(path)  # a policy that the revision does not have yet
        is_file = revision.is_file(path)
    if is_file is None:
        raise SideError(f"there is no '{path}' in the git revision '{name}'")
    return _laid_out(revision, path, scratch, is_file=is_file)


def _not_there(written: str, why_no_revision: str) -> str:
    """That nothing is called so, with the file or folder that was probably meant."""
    folder = Path(written).parent
    known = sorted(path.as_posix() for path in folder.iterdir()) if folder.is_dir() else ()
    meant = None if ";" in why_no_revision else did_you_mean(written, known)
    said = f"there is no file or folder '{written}', and {why_no_revision}"
    return f"{said}; {meant}" if meant else said


def _path_in(top: Path, path: str, written: str) -> str:
    """A path after the colon, from the top; ``./`` and ``../`` begin where we are, as git has it."""
    if path.startswith(("./", "../")) or path in {".", ".."}:
        here = Path.cwd().resolve()
        below = here.relative_to(top.resolve()).as_posix() if here.is_relative_to(top.resolve()) else ""
        path = posixpath.join(below, path)
    found = posixpath.normpath(path) if path else ""
    if found.startswith(("..", "/")):
        raise SideError(f"'{written}': the path leaves the repository")
    return "" if found == "." else found


def _path_of(other: str, beside: Path | None, top: Path) -> str:
    """The other side's path from the top; ``rules`` where the other side lies elsewhere or names no path either."""
    if beside is not None:
        place = beside.resolve()
        if not place.is_relative_to(top.resolve()):
            return _POLICIES
        found = place.relative_to(top.resolve()).as_posix()
        return "" if found == "." else found
    return _path_in(top, other.partition(":")[2], other) if ":" in other else _POLICIES


def _laid_out(revision: Revision, path: str, scratch: Path, *, is_file: bool) -> _Place:
    scratch.mkdir(parents=True)
    revision.lay_out(posixpath.dirname(path) if is_file else path, scratch)
    label = f"{revision.name}:{path}"
    place = scratch / path
    if not place.exists():
        raise SideError(
            f"'{label}' is no policy: policies are files that end in .yaml"
            if is_file
            else f"there is no policy in '{label}'"
        )
    return _Place(label, place, revision.name, scratch)
