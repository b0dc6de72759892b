"""Policy files as they are in a git revision: what stands at a path there, and its files laid out in a folder.

Only ``git`` itself is asked, in its plumbing commands, and nothing that somebody wrote is handed to it where it could be
taken for an option: a revision is turned into the name of a commit first.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from dunning_engine.text.suggest import did_you_mean

_REGULAR = frozenset({"100644", "100755"})  # no links: what they point at is nothing that the revision holds
# A hook that git has started carries these; they name another repository or index than the one that is asked about.
_OF_A_HOOK = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_OBJECT_DIRECTORY")


class GitError(ValueError):
    """What git was asked for is not there; its text is one line for people."""


@dataclass(frozen=True, slots=True)
class Revision:
    """A commit of the repository at ``top``; ``name`` is how somebody wrote it."""

    top: Path
    name: str
    commit: str

    def is_file(self, path: str) -> bool | None:
        """Whether a file stands at ``path`` (from the top, ``""`` is the top itself); ``None`` where nothing does."""
        found = _git(self.top, "cat-file", "-t", f"{self.commit}:{path}")
        return None if found.returncode else found.stdout.strip() == b"blob"

    def lay_out(self, folder: str, into: Path) -> None:
        """Write the files ``*.yaml`` in ``folder`` and below it under ``into``, each at its path from the top."""
        where = ["--", folder] if folder else []
        listed = _git(self.top, "ls-tree", "-r", "-z", "--full-tree", self.commit, *where)
        _must_succeed(listed)
        held = [line.split("\t", 1) for line in listed.stdout.decode(errors="surrogateescape").split("\0") if line]
        wanted = [(path, name) for about, path in held for mode, _, name in [about.split()] if _is_wanted(mode, path)]
        read = _git(self.top, "cat-file", "--batch", given="".join(f"{name}\n" for _, name in wanted).encode())
        _must_succeed(read)
        rest = read.stdout
        for path, _ in wanted:
            header, rest = rest.split(b"\n", 1)
            size = int(header.split()[2])
            target = into / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(rest[:size])
            rest = rest[size + 1 :]


def top_of(place: Path) -> Path | None:
    """The top of the repository that ``place`` lies in, ``None`` where it lies in none. Raises `GitError` without git."""
    folder = place if place.is_dir() else place.parent
    found = _git(folder, "rev-parse", "--show-toplevel")
    if found.returncode:
        said = found.stderr.decode(errors="replace").strip().splitlines()
        if said and "not a git repository" not in said[0]:
            raise GitError(f"git says of {folder}: {said[0].removeprefix('fatal: ')}")
        return None
    return Path(os.fsdecode(found.stdout.removesuffix(b"\n")))


def revision_in(top: Path, name: str) -> Revision:
    """The commit that ``name`` stands for: a branch, a tag, a hash, ``HEAD~1``. Raises `GitError`."""
    if name.startswith("-"):
        raise GitError(f"'{name}' is no git revision: none begins with '-'")
    found = _git(top, "rev-parse", "--verify", "--quiet", f"{name}^{{commit}}")
    if found.returncode or not name:
        known = _git(top, "for-each-ref", "--format=%(refname:short)").stdout.decode(errors="replace").split()
        hint = did_you_mean(name, known)
        raise GitError(f"there is no git revision '{name}'" + (f"; {hint}" if hint else ""))
    return Revision(top, name, found.stdout.decode().strip())


def _is_wanted(mode: str, path: str) -> bool:
    return mode in _REGULAR and path.endswith(".yaml") and not {"..", "/"} & {*PurePosixPath(path).parts}


def _git(folder: Path, *arguments: str, given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    git = shutil.which("git")
    if git is None:
        raise GitError("git is not installed, and only git could know it as a revision")
    surroundings = {name: value for name, value in os.environ.items() if name not in _OF_A_HOOK}
    surroundings |= {"LC_ALL": "C", "GIT_LITERAL_PATHSPECS": "1", "GIT_OPTIONAL_LOCKS": "0"}
    return subprocess.run(  # noqa: S603 - no shell, and no argument that somebody wrote begins with '-'
        [git, *arguments], cwd=folder, env=surroundings, input=given, capture_output=True, check=False
    )


def _must_succeed(done: subprocess.CompletedProcess[bytes]) -> None:
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip().splitlines() or ["no reason given"]
        raise GitError(f"git could not read the revision: {said[0].removeprefix('fatal: ')}")
