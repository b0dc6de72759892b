"""The files that a ledger, or its events, stand in: one, or the part files of a folder in the order of their names.

A folder counts as one long file: a row's line is counted on through the part files, and `Places` finds the part file again.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from dunning_engine.ledger.read import FileKind, kind_of_file
from dunning_engine.problems import Problem, Span

if TYPE_CHECKING:
    from os import PathLike

IN_PARTS = (FileKind.CSV, FileKind.PARQUET)
"""What part files may be."""
_ASIDE = (".", "_")  # checksums, and the marks that a job leaves beside what it wrote


class FolderError(ValueError):
    """A folder that holds no ledger; its text is one line."""


@dataclass(frozen=True, slots=True)
class PartFiles:
    """Files that make up one ledger. ``label`` is what problems call the whole; ``kind`` is ``None`` for what is no table."""

    label: str
    paths: tuple[Path, ...]
    kind: FileKind | None

    @property
    def size(self) -> int:
        """All bytes."""
        return sum(path.stat().st_size for path in self.paths)


def part_files(path: str | PathLike[str]) -> PartFiles:
    """The file at ``path``, or those in the folder.

    Raises ``FolderError`` for a folder that holds anything but CSV or anything but Parquet, ``OSError``.
    """
    whole = Path(path)
    if not whole.is_dir():
        # A pipe tells what it holds only once: it is left to those who read it whole.
        return PartFiles(str(whole), (whole,), kind_of_file(whole) if whole.is_file() else None)
    held = sorted(one for one in whole.iterdir() if not one.name.startswith(_ASIDE))
    inner = next((one for one in held if one.is_dir()), None)
    if inner is not None:
        raise FolderError(f"{whole} is a directory that holds another one, {inner.name}; part files stand side by side")
    kinds = {one: kind_of_file(one) for one in held}
    other = next((one for one, kind in kinds.items() if kind not in IN_PARTS), None)
    if other is not None:
        raise FolderError(f"{whole} is a directory; {other.name} in it is neither CSV nor Parquet")
    if not held:
        raise FolderError(f"{whole} is a directory without part files")
    different = next((one for one, kind in kinds.items() if kind is not kinds[held[0]]), None)
    if different is not None:
        raise FolderError(
            f"{whole} is a directory with both {held[0].name} and {different.name}; they must be of one kind"
        )
    return PartFiles(str(whole), tuple(held), kinds[held[0]])


@dataclass(slots=True)
class Places:
    """Where the lines of a folder, counted on through its part files, really stand."""

    label: str
    files: list[str] = field(default_factory=list)
    first: list[int] = field(default_factory=list)

    def begin(self, file: Path, lines_before: int) -> None:
        """From here on the lines are those of ``file``."""
        self.files.append(str(file))
        self.first.append(lines_before)

    def put(self, problem: Problem) -> Problem:
        """The problem with the part file and its line."""
        if self.files in ([], [self.label]):
            return problem
        related = tuple(self._of(span) for span in problem.related)
        return replace(problem, span=None if problem.span is None else self._of(problem.span), related=related)

    def put_text(self, written: str) -> str:
        """``file:line:column`` with the part file and its line."""
        file, line, column = written.rsplit(":", 2)
        return str(self._of(Span(file, int(line), int(column), int(column) + 1)))

    def _of(self, span: Span) -> Span:
        if span.file != self.label:
            return span
        which = max(bisect_right(self.first, span.line - 1) - 1, 0)
        return replace(span, file=self.files[which], line=span.line - self.first[which])
