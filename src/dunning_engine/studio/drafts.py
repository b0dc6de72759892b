"""Unsaved text, kept on the disk so that it outlives the page, the browser and the program.

A file has at most one draft, in ``.drafts`` beside it; its name says from which bytes it began. A draft that another page or
program wrote is never written over: it moves to the file's earlier versions.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dunning_engine.studio.policy_files import digest_of, hidden_folder, keep_earlier, write_beside

if TYPE_CHECKING:
    from pathlib import Path

_DRAFTS = ".drafts"
_ANY_CHARACTER = "surrogatepass"  # half a character is text that was typed, too


@dataclass(frozen=True, slots=True)
class Draft:
    """Unsaved text of a file; ``base`` are the first twelve digits of the digest of the bytes that it began from."""

    path: Path
    text: str
    base: str

    @property
    def digest(self) -> str:
        """What tells this text from any other."""
        return digest_of(self.text.encode(errors=_ANY_CHARACTER))


def find_draft(file: Path) -> Draft | None:
    """The draft of a file, the newest where several were left. Raises ``OSError``."""
    found = _drafts(file)
    return found[0] if found else None


def keep_draft(file: Path, text: str, base: str, known: Draft | None) -> Draft:
    """Write a draft in place of the ``known`` one, that this page found or wrote. Raises ``OSError``."""
    new = Draft(hidden_folder(file, _DRAFTS) / f"{file.stem}.{base[:12]}.yaml", text, base[:12])
    for other in _drafts(file):
        if other.digest not in {new.digest, known.digest if known else ""}:
            keep_earlier(file, other.text.encode(errors=_ANY_CHARACTER))
    write_beside(file, new.path, text.encode(errors=_ANY_CHARACTER))
    for other in _drafts(file):
        if other.path != new.path:
            other.path.unlink(missing_ok=True)
    return new


def drop_draft(file: Path, known: Draft | None) -> None:
    """End a file's drafts; what another page than the one that wrote ``known`` left goes to the earlier versions.

    Raises ``OSError``.
    """
    for draft in _drafts(file):
        if known is None or draft.digest != known.digest:
            keep_earlier(file, draft.text.encode(errors=_ANY_CHARACTER))
        draft.path.unlink(missing_ok=True)


def _drafts(file: Path) -> list[Draft]:
    """Newest first."""
    folder = file.parent / _DRAFTS
    found = []
    for path in folder.glob("*.yaml") if folder.is_dir() else ():
        stem, _, base = path.stem.rpartition(".")
        if stem == file.stem and not path.name.startswith("."):
            when, data = path.stat().st_mtime_ns, path.read_bytes()
            with suppress(UnicodeDecodeError):  # no page wrote that
                found.append((when, Draft(path, data.decode(errors=_ANY_CHARACTER), base)))
    return [draft for _, draft in sorted(found, key=lambda one: -one[0])]
