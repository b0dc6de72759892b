"""A policy file as an editor holds it, and how it is written: whole or not at all, and never over what somebody else wrote.

An editor knows one kind of line end and no byte order mark; ``bytes_of`` puts back what the file had. What a file held
before it was written is kept in ``.earlier`` beside it, which the checks pass over; nothing there is ever taken away.
"""

from __future__ import annotations

import errno
import hashlib
import os
import re
import stat
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path

from dunning_engine.ledger.write import whole_file
from dunning_engine.policy.files import find_files
from dunning_engine.text.lines import LINE_BREAK

_BOM = "\ufeff"
_EARLIER = ".earlier"
_NUMBERED = re.compile(r"([0-9]{4,})-([0-9a-f]{12})\.yaml")
_TITLE = (
    re.compile(rb"""(?m)^policy:[ \t]*["']?([a-z0-9-]+)"""),
    re.compile(rb"""(?m)^applies_to_invoices_issued_from:[ \t]*["']?([0-9]{4}-[0-9]{2}-[0-9]{2})"""),
)
_UNTRACKED = "*\n"  # git leaves the folder alone


@dataclass(frozen=True, slots=True)
class Opened:
    """A file as it lay on the disk: its bytes, and its text with one kind of line end and without byte order mark.

    ``gone``: there is no such file any more. ``readable`` is false for bytes that are not UTF-8: the text then shows them as well as it can, and is not to be saved.
    """

    path: Path
    data: bytes
    text: str
    readable: bool
    gone: bool = False

    @property
    def digest(self) -> str:
        """What tells these bytes from any others."""
        return digest_of(self.data)


@dataclass(frozen=True, slots=True)
class Earlier:
    """What a file held before: the first has number 1."""

    number: int
    path: Path


class FileChangedError(Exception):
    """The file is no longer what was opened; ``theirs`` is what lies there now, ``None`` where it is gone."""

    def __init__(self, theirs: Opened | None) -> None:
        super().__init__(theirs)
        self.theirs = theirs


def files_in(folder: Path) -> list[Path]:
    """The policy files of a folder, those further below after its own, law last."""
    found, _ = find_files(folder, with_law=True)
    return [file.path for file in sorted(found, key=lambda one: (one.is_law, len(one.path.parts), one.path))]


def open_file(path: Path) -> Opened:
    """A file as an editor shows it. Raises ``OSError``, also for what is no file: reading a pipe would never end."""
    if path.exists() and not path.is_file():
        raise OSError(errno.EINVAL, "it is no ordinary file")
    return opened(path, path.read_bytes())


def opened(path: Path, data: bytes) -> Opened:
    """The same of bytes that have been read."""
    try:
        text, readable = data.decode(), True
    except UnicodeDecodeError:
        text, readable = data.decode(errors="replace"), False
    return Opened(path, data, LINE_BREAK.sub("\n", text.removeprefix(_BOM)), readable)


def gone(path: Path) -> Opened:
    """A file that is not there any more, and may be written again."""
    return Opened(path, b"", "", readable=True, gone=True)


def bytes_of(text: str, before: bytes) -> bytes:
    """A text as it is written: with the byte order mark and the line ends that the file had ``before``.

    Where a file has several kinds of line end each line keeps its own, and a new one gets the most common. Half a character
    is kept as it is, so that the check says what is wrong with it.
    """
    try:
        old = before.decode()
    except UnicodeDecodeError:
        old = ""
    mark = _BOM if old.startswith(_BOM) else ""
    ends = LINE_BREAK.findall(old)
    common = Counter(ends).most_common(1)[0][0] if ends else "\n"
    written = text.replace("\n", common) if len({*ends}) < 2 else _with_ends(text, old.removeprefix(_BOM), ends, common)  # noqa: PLR2004 - one kind
    return (mark + written).encode(errors="surrogatepass")


def save_file(before: Opened, data: bytes) -> Opened:
    """Write bytes where ``before`` lay, and keep what lay there. Raises `FileChangedError` and ``OSError``.

    A file that may not be written is left alone, even where the folder would let it be replaced.
    """
    now = _must_still_be(before)
    if now is not None:
        if data == now.data:
            return now
        if not os.access(before.path, os.W_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
        keep_earlier(before.path, now.data)
    with whole_file(before.path) as stream:
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())  # what takes long comes first: between this look and the new file nobody has time
        _must_still_be(before)
    return opened(before.path, data)


def _must_still_be(before: Opened) -> Opened | None:
    now = on_disk(before.path)
    if (now is None) != before.gone or (now is not None and now.data != before.data):
        raise FileChangedError(now)
    return now


def on_disk(path: Path) -> Opened | None:
    """The file as it lies there now, ``None`` where there is none. Raises ``OSError``."""
    try:
        return open_file(path)
    except FileNotFoundError:
        return None


def keep_earlier(path: Path, data: bytes) -> Earlier:
    """Keep bytes among the earlier ones of a file, unless they are there already. Raises ``OSError``."""
    kept = earlier_of(path)
    name = f"-{digest_of(data)[:12]}.yaml"
    for one in kept:
        if one.path.name.endswith(name) and one.path.read_bytes() == data:
            return one
    number = max((one.number for one in kept), default=0) + 1
    place = hidden_folder(path, _EARLIER, path.stem) / f"{number:04}{name}"
    write_beside(path, place, data)
    return Earlier(number, place)


def title_of(path: Path) -> str:
    """A policy file's policy and the day from which it applies, as far as its text says so."""
    try:
        data = path.read_bytes()
    except OSError:
        return ""
    return " ".join(found[1].decode() for wanted in _TITLE for found in [wanted.search(data)] if found is not None)


def earlier_of(path: Path) -> list[Earlier]:
    """What a file held before, newest first."""
    folder = path.parent / _EARLIER / path.stem
    found = []
    for place in folder.iterdir() if folder.is_dir() else ():
        match = _NUMBERED.fullmatch(place.name)
        if match is not None:
            found.append(Earlier(int(match[1]), place))
    return sorted(found, key=lambda one: -one.number)


def hidden_folder(path: Path, *names: str) -> Path:
    """A hidden folder beside a file, made where it is not there, for whom the file's own folder is. Raises ``OSError``."""
    folder = path.parent
    rights = stat.S_IMODE(folder.stat().st_mode)
    for name in names:
        folder /= name
        if not folder.is_dir():
            folder.mkdir(exist_ok=True)
            folder.chmod(rights)
    ignored = path.parent / names[0] / ".gitignore"
    if not ignored.exists():
        ignored.write_text(_UNTRACKED)
    return folder


def write_beside(path: Path, place: Path, data: bytes) -> None:
    """Write what a file holds, or may hold, to another place, for the same readers. Raises ``OSError``."""
    with whole_file(place) as stream:
        with suppress(FileNotFoundError):
            Path(stream.name).chmod(stat.S_IMODE(path.stat().st_mode) | stat.S_IRUSR | stat.S_IWUSR)
        stream.write(data)


def digest_of(data: bytes) -> str:
    """SHA-256 in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def _with_ends(text: str, old: str, ends: list[str], common: str) -> str:
    """A text whose lines end as they did before, by the lines that are the same."""
    new_rows, old_rows = text.split("\n"), LINE_BREAK.split(old)
    chosen = [common] * (len(new_rows) - 1)
    for block in SequenceMatcher(None, old_rows, new_rows).get_matching_blocks():
        for at in range(block.size):
            if block.a + at < len(ends) and block.b + at < len(chosen):
                chosen[block.b + at] = ends[block.a + at]
    return "".join(row + end for row, end in zip(new_rows, [*chosen, ""], strict=True))
