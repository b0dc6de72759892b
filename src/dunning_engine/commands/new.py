"""``dunning new policy NAME``: a folder with a policy, scenarios for it, and what an editor needs."""

from __future__ import annotations

import re
from contextlib import suppress
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dunning_engine.commands.ending import FINE
from dunning_engine.commands.options import WrongUseError

if TYPE_CHECKING:
    from collections.abc import Mapping

_NAME = re.compile(r"(?!(?:true|false|null)$)[a-z][a-z0-9-]{0,59}")  # not what YAML reads as something else than text
_MODEL = "min-policy"  # what the templates call the policy


class What(StrEnum):
    """What can be begun."""

    POLICY = "policy"


def new(
    what: Annotated[What, typer.Argument(metavar="policy", help="What to begin.")],
    name: Annotated[str, typer.Argument(metavar="NAME", help="Its name: small letters, digits and hyphens.")],
    directory: Annotated[
        Path, typer.Option("--directory", help="The folder to begin in; it is made if need be.")
    ] = Path(),
) -> int:
    """Begin a folder of policies and scenarios.

    A commented policy, scenarios that cover it, the editor's settings. What is there already is never written over.
    """
    if not _NAME.fullmatch(name):
        from dunning_engine.text.suggest import name_meant  # noqa: PLC0415 - only when something is wrong

        meant = name_meant(name, "-")
        hint = f"; did you mean '{meant}'?" if meant and _NAME.fullmatch(meant) else ""
        raise WrongUseError(
            f"'{name}' is no name of a {what.value}: small letters a-z, digits and hyphens, a letter first{hint}"
        )
    if (file := next((one for one in (directory, *directory.parents) if one.is_file()), None)) is not None:
        raise WrongUseError(f"--directory: {file} is a file; a folder is wanted")
    files = {directory / place: data for place, data in _files(name).items()}
    wanted = _not_there(files)
    _write(wanted)
    for place in wanted:
        typer.echo(place.as_posix())
    inside = "" if directory == Path() else f" in {directory}"
    typer.echo(f"\nNow run{inside}: dunning check rules, dunning test", err=True)
    return FINE


def _files(name: str) -> dict[Path, bytes]:
    """The files of a new folder, by their place in it."""
    from dunning_engine.resources import schemas_directory, templates_directory  # noqa: PLC0415 - needed only here

    top = templates_directory() / "policy"
    found = {}
    for path in sorted(top.rglob("*")):
        if path.is_file():
            place = path.relative_to(top).as_posix().replace("vscode/", ".vscode/").replace(_MODEL, name)
            found[Path(place)] = path.read_bytes().replace(_MODEL.encode(), name.encode())
    schema = Path("schemas") / "policy.schema.json"
    return {**found, schema: (schemas_directory() / schema.name).read_bytes()}


def _not_there(files: Mapping[Path, bytes]) -> dict[Path, bytes]:
    """Those that are to be written. One that is there already, and the same, may stay; ``WrongUseError`` for another."""
    wanted = {}
    for place, data in files.items():
        if place.is_symlink() or place.exists():
            if not (place.is_file() and place.read_bytes() == data):
                raise WrongUseError(f"{place} is there already, and is not written over; nothing was written")
        else:
            wanted[place] = data
    if not wanted:
        raise WrongUseError("all of it is there already; nothing was written")
    return wanted


def _write(files: Mapping[Path, bytes]) -> None:
    """Write all of the files, or none. Raises ``OSError``."""
    made: list[Path] = []
    try:
        for place, data in files.items():
            for folder in reversed(place.parents):
                if not folder.exists():
                    folder.mkdir()
                    made.append(folder)
            with place.open("xb") as stream:  # never over what somebody has put there meanwhile
                made.append(place)
                stream.write(data)
    except BaseException:
        for place in reversed(made):
            with suppress(OSError):
                place.rmdir() if place.is_dir() else place.unlink()
        raise
