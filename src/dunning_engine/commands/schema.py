"""``dunning schema``: one of the JSON Schemas."""

from __future__ import annotations

from typing import Annotated

import typer

from dunning_engine.commands.ending import FINE
from dunning_engine.commands.options import WrongUseError, suggestion


def schema(name: Annotated[str, typer.Argument(help="policy, mapping, invoice, event, decision, …")]) -> int:
    """Print a JSON Schema."""
    from dunning_engine.resources import schemas_directory  # noqa: PLC0415 - needed only here

    suffix = ".schema.json"
    known = sorted(path.name.removesuffix(suffix) for path in schemas_directory().glob(f"*{suffix}"))
    if name not in known:
        raise WrongUseError(f"there is no schema '{name}'{suggestion(name, known)}; there are {', '.join(known)}")
    typer.echo((schemas_directory() / f"{name}{suffix}").read_text(encoding="utf-8"), nl=False)
    return FINE
