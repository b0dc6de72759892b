"""What the commands share: their options, and the way from file names to policies, ledger and run."""

from __future__ import annotations

import re
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from dunning_engine.ledger.accounts import Accounts
    from dunning_engine.ledger.ledger import Ledger
    from dunning_engine.ledger.mapping import Mapping as MapOfColumns
    from dunning_engine.ledger.run import Run
    from dunning_engine.policy.model import PolicyHistory


class CheckFormat(StrEnum):
    """How ``check`` writes problems."""

    TEXT = "text"
    JSON = "json"
    GITHUB = "github"


class RunFormat(StrEnum):
    """How ``evaluate`` writes its result."""

    TABLE = "table"
    JSON = "json"
    NDJSON = "ndjson"
    CSV = "csv"
    PARQUET = "parquet"


class Language(StrEnum):
    """The language of tables and explanations."""

    SV = "sv"
    EN = "en"


class WrongUseError(typer.TyperException):
    """A command that cannot be carried out as it was given; its text is the one line that is printed."""


LedgerFile = Annotated[
    Path,
    typer.Argument(
        metavar="LEDGER",
        help="The ledger: CSV, Parquet, JSON or NDJSON, or a folder of part files.",
        show_default=False,
    ),
]
EventsFile = Annotated[Path | None, typer.Option("--events", help="What has happened, one event a row.")]
AccountsFile = Annotated[
    Path | None,
    typer.Option(
        "--accounts",
        help="The clients' accounts, one entry a row; for overdraft interest and what it takes of payouts.",
    ),
]
MapFile = Annotated[Path | None, typer.Option("--map", help="A mapping file, for a ledger with other column names.")]
PolicyName = Annotated[str | None, typer.Option("--policy", help="The policy; without it, each invoice's own.")]
RulesDirectory = Annotated[Path | None, typer.Option("--rules", help="Your policies; without it, those that ship.")]
AsOf = Annotated[str | None, typer.Option("--as-of", metavar="DATE", help="The day; without it, today in Stockholm.")]
KnownThrough = Annotated[
    str | None,
    typer.Option(
        "--payments-known-through", metavar="DATE", help="The last day whose payments are known, for the whole ledger."
    ),
]
Lang = Annotated[Language, typer.Option("--lang", help="The language of what people read.")]


def read(ledger: Path, events: Path | None, mapping: MapOfColumns | None, known_through: str | None) -> Ledger:
    """The ledger, read through its mapping. Raises ``WrongUseError`` for a file that is not there."""
    from dunning_engine.commands.progress import reading  # noqa: PLC0415 - draws
    from dunning_engine.ledger.ledger import read_ledger  # noqa: PLC0415 - heavy

    for path in (ledger, events):
        if path is not None:
            must_exist(path)
    through = None if known_through is None else day_of(known_through, "--payments-known-through")
    with reading(ledger.stat().st_size, str(ledger)):
        return read_ledger(ledger, events=events, mapping=mapping, payments_known_through=through)


def accounts_of(file: Path | None, mapping: MapOfColumns | None) -> Accounts | None:
    """The clients' accounts, read through the ledger's mapping. Raises ``WrongUseError`` for a file that is not there."""
    if file is None:
        return None
    from dunning_engine.ledger.accounts import read_accounts  # noqa: PLC0415 - heavy

    must_exist(file)
    return read_accounts(file, mapping=mapping)


def mapping_of(file: Path | None) -> MapOfColumns | None:
    """The mapping in a file. Raises ``WrongUseError`` where there is none, ``MappingError``."""
    if file is None:
        return None
    from dunning_engine.ledger.mapping import load_mapping  # noqa: PLC0415 - reads schemas and YAML

    must_exist(file)
    return load_mapping(file)


def policies_of(rules: Path | None, policy: str | None) -> Mapping[str, PolicyHistory]:
    """The policies, ``policy`` among them where one is named. Raises ``WrongUseError`` and ``PolicyError``."""
    from dunning_engine.policy.load import load_policies  # noqa: PLC0415 - reads schemas and YAML

    if rules is not None:
        must_exist(rules, folder=True)
    policies = load_policies(rules)
    if policy is not None and policy not in policies:
        known = ", ".join(policies)
        raise WrongUseError(f"there is no policy '{policy}'; there are {known}{suggestion(policy, policies)}")
    return policies


def run_of(
    policies: Mapping[str, PolicyHistory],
    ledger: Ledger,
    as_of: date,
    policy: str | None,
    accounts: Accounts | None = None,
) -> Run:
    """Every row's and every account's decision; long work shows how far it has come.

    Raises ``WrongUseError`` where neither a policy is chosen nor any invoice names one.
    """
    must_name_policy(ledger, policy, policies)
    from dunning_engine.commands.progress import progress  # noqa: PLC0415 - draws
    from dunning_engine.ledger.run import evaluate_rows  # noqa: PLC0415 - heavy

    with progress(len(ledger.entries), ledger.file) as told:
        return evaluate_rows(ledger, policies, as_of=as_of, policy=policy, accounts=accounts, progress=told)


def must_name_policy(ledger: Ledger, policy: str | None, policies: Iterable[str]) -> None:
    """Raise ``WrongUseError`` where neither a policy is chosen nor any invoice names one."""
    if policy is None and not ledger.names_policy:
        raise no_policy(policies)


def no_policy(policies: Iterable[str]) -> WrongUseError:
    """What is said where neither the command nor any invoice names a policy."""
    return WrongUseError(f"nothing says which policy to follow: give --policy; there are {', '.join(policies)}")


def day_or_today(written: str | None, context: typer.Context) -> date:
    """The day of ``--as-of``; without it what the command line says that today is. Raises ``WrongUseError``."""
    if written is not None:
        return day_of(written, "--as-of")
    today: Callable[[], date] = context.obj
    return today()


def day_of(written: str, option: str) -> date:
    """The day that an option names. Raises ``WrongUseError``."""
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", written):
        raise WrongUseError(f"{option}: '{written}' is no day; write year, month and day: 2026-01-31")
    try:
        return date.fromisoformat(written)
    except ValueError:
        raise WrongUseError(f"{option}: '{written}' is no day in the calendar") from None


def format_of(output: Path | None) -> RunFormat:
    """The form that a file's suffix names; a table for ``.txt`` and without one. Raises ``WrongUseError``."""
    suffix = "" if output is None else output.suffix.removeprefix(".").lower()
    if suffix in {"", "txt"}:
        return RunFormat.TABLE
    forms = {form.value: form for form in RunFormat if form is not RunFormat.TABLE}
    if suffix in forms:
        return forms[suffix]
    listed = ", ".join(f".{name}" for name in forms)
    raise WrongUseError(f"--output: .{suffix} is none of the forms {listed} and .txt; give --format")


def must_be_free(
    output: Path,
    inputs: Iterable[Path | None],
    tables: Iterable[Path | None] = (),
    option: str = "--output",
    *,
    policies: Iterable[Path | None] = (),
) -> None:
    """Raise ``WrongUseError`` where nothing can be written, or what is read would be written over.

    Nothing may come to stand among the part files of ``tables``, nor among ``policies``, files or folders (``None``: those
    that ship).
    """
    if output.is_dir():
        raise WrongUseError(f"{option}: {output} is a directory; a file is wanted")
    if not output.parent.is_dir():
        raise WrongUseError(f"{option}: there is no directory {output.parent}")
    for path in inputs:
        if path is not None and output.exists() and path.exists() and output.samefile(path):
            raise WrongUseError(f"{option}: {output} is read in this run and would be written over")
    for path in tables:
        if path is not None and path.is_dir() and output.parent.samefile(path):
            raise WrongUseError(f"{option}: {output} would be one of the part files in {path}; write it elsewhere")
    if output.suffix.lower() == ".yaml":
        for path in policies:
            _must_be_no_policy(output, path, option)


def _must_be_no_policy(output: Path, path: Path | None, option: str) -> None:
    """Raise ``WrongUseError`` where the next run would read ``output`` as a policy; those beside a file count too."""
    from dunning_engine.resources import rules_directory  # noqa: PLC0415 - needed only here

    place = path or rules_directory()
    folder = place if place.is_dir() else place.parent
    if output.resolve().is_relative_to(folder.resolve()):
        raise WrongUseError(f"{option}: {output} would be one of the policies in {folder}; write it elsewhere")


def must_exist(path: Path, *, folder: bool = False) -> None:
    """Raise ``WrongUseError`` where there is no such file, or a directory where a file is wanted."""
    if not path.exists():
        raise WrongUseError(f"there is no file {path}")
    if path.is_dir() and not folder:
        raise WrongUseError(f"{path} is a directory; a file is wanted")


def suggestion(word: str, known: Iterable[str]) -> str:
    """``; did you mean '…'?`` where something is close."""
    from dunning_engine.text.suggest import did_you_mean  # noqa: PLC0415 - only when something is wrong

    hint = did_you_mean(word, known)
    return f"; {hint}" if hint else ""
