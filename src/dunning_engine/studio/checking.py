"""What the check says of a text among a folder's files, as those are at that moment."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from dunning_engine.policy.files import File, key_of
from dunning_engine.policy.load import Checked, check_folder
from dunning_engine.problems import Problem, Severity
from dunning_engine.studio.policy_files import files_in

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Looked:
    """The folder with the text in it (``now``), as it lies on the disk (``before``), and the policy that the text is of."""

    now: Checked
    before: Checked
    name: str | None


def look_at(folder: Path, file: Path, data: bytes) -> Looked:
    """Check a folder with ``data`` in place of a file, or as one more. Raises nothing: what cannot be read is a problem."""
    try:
        held = _bytes_in(folder)
        before, now = _checked(folder, tuple(held.items())), _checked(folder, tuple({**held, file: data}.items()))
    except OSError as error:  # a folder went away while it was read
        hint = "look whether it is still there, and at its permissions"
        reason = f"'{folder}' cannot be read: {error.strerror or error}"
        return Looked(Checked(None, (Problem(code="DE360", message=reason, hint=hint),)), Checked(None, ()), None)
    key = key_of(File(file, file.name, None, content=data))
    return Looked(now, before, None if key is None else key[0])


def stopping(now: tuple[Problem, ...], before: tuple[Problem, ...], shown: str) -> tuple[Problem, ...]:
    """The errors in the file that is called ``shown``, and those elsewhere that were not there ``before``."""
    old = {*before}
    errors = (one for one in now if one.severity is Severity.ERROR)
    return tuple(one for one in errors if one not in old or (one.span is not None and one.span.file == shown))


def _bytes_in(folder: Path) -> dict[Path, bytes]:
    """All files at one moment; one that cannot be read is left to the check, which says so."""
    held = {}
    for path in files_in(folder):
        with suppress(OSError):
            held[path] = path.read_bytes()
    return held


@lru_cache(maxsize=8)
def _checked(folder: Path, held: tuple[tuple[Path, bytes], ...]) -> Checked:
    """By the bytes of all files, so that what lies on the disk is checked once, however often somebody types."""
    return check_folder(folder, dict(held))
