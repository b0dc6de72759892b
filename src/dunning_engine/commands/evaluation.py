"""``dunning evaluate``: from file names to a result, and the result to where it goes.

A ledger in our own columns, CSV or Parquet, is streamed. With a mapping, with accounts, which set off payouts over all
customers, and as JSON or NDJSON it is read whole; so is a CSV file that has to be read row by row.
"""

from __future__ import annotations

import io
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, BinaryIO, TextIO

from dunning_engine.commands.options import (
    RunFormat,
    WrongUseError,
    accounts_of,
    day_of,
    must_exist,
    no_policy,
    read,
    run_of,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from datetime import date
    from pathlib import Path

    from dunning_engine.commands.options import Language
    from dunning_engine.ledger.mapping import Mapping as MapOfColumns
    from dunning_engine.ledger.part_files import PartFiles
    from dunning_engine.ledger.result import Result
    from dunning_engine.policy.model import PolicyHistory

_OBJECTS = frozenset({RunFormat.JSON, RunFormat.NDJSON})
_WORTH_SAYING = 10_000  # invoices; of fewer nobody notices how they were decided


def evaluated(
    files: tuple[Path, Path | None, Path | None],
    policies: Mapping[str, PolicyHistory],
    as_of: date,
    *,
    policy: str | None,
    mapping: MapOfColumns | None,
    known_through: str | None,
    form: RunFormat,
    lang: Language,
    explain: bool,
    folder: Callable[[], Path],
) -> Result:
    """What becomes of a ledger, its events and the accounts. Raises ``WrongUseError``, ``OSError``."""
    from dunning_engine.commands.progress import reading  # noqa: PLC0415 - draws
    from dunning_engine.ledger.csv_blocks import NotPlainError  # noqa: PLC0415 - heavy
    from dunning_engine.ledger.result import Result  # noqa: PLC0415 - likewise
    from dunning_engine.ledger.whole import placed_run, read_whole  # noqa: PLC0415 - likewise

    ledger, events, accounts = files
    through = None if known_through is None else day_of(known_through, "--payments-known-through")

    def empty() -> Result:
        return Result(as_of, folder, json=form in _OBJECTS, keep=form is not RunFormat.TABLE)

    if mapping is not None or accounts is not None:
        whole, beside = read(ledger, events, mapping, known_through), accounts_of(accounts, mapping)
        result = empty()
        result.take_run(run_of(policies, whole, as_of, policy, beside), explain=explain, language=lang)
        return result
    parts = part_files_of(ledger), None if events is None else part_files_of(events)
    try:
        result = empty()
        _stream(parts, policies, result, policy=policy, through=through, lang=lang, explain=explain, folder=folder)
    except NotPlainError:
        with reading(ledger.stat().st_size, str(ledger)):
            whole, places = read_whole(*parts, through)
        run = placed_run(run_of(policies, whole, as_of, policy), places)
        result = empty()
        result.take_run(run, explain=explain, language=lang)
    return result


def _stream(
    parts: tuple[PartFiles, PartFiles | None],
    policies: Mapping[str, PolicyHistory],
    result: Result,
    *,
    policy: str | None,
    through: date | None,
    lang: Language,
    explain: bool,
    folder: Callable[[], Path],
) -> None:
    from dunning_engine.commands.progress import WATCH  # noqa: PLC0415 - draws
    from dunning_engine.ledger.evaluator import LedgerEvaluator  # noqa: PLC0415 - heavy
    from dunning_engine.ledger.stream import NoPolicyError, stream_ledger  # noqa: PLC0415 - likewise

    evaluator = LedgerEvaluator(
        policies, as_of=result.as_of, policy=policy, language=lang, json=result.json, explain=explain
    )
    try:
        stream_ledger(
            parts,
            evaluator,
            result,
            folder=folder,
            watch=WATCH,
            payments_known_through=through,
            names_policy=policy is not None,
        )
    except NoPolicyError:
        raise no_policy(policies) from None
    if result.invoices >= _WORTH_SAYING and 0 < result.by_hand < result.decided:
        print(f"{result.by_hand} of {result.decided} invoices were decided one by one", file=sys.stderr)  # noqa: T201


def part_files_of(path: Path) -> PartFiles:
    """The part files at ``path``. Raises ``WrongUseError`` where there are none."""
    from dunning_engine.ledger.part_files import FolderError, part_files  # noqa: PLC0415 - heavy

    must_exist(path, folder=True)
    try:
        return part_files(path)
    except FolderError as error:
        raise WrongUseError(str(error)) from None


def write(result: Result, form: RunFormat, output: Path | None, lang: Language) -> None:
    """The result on stdout or in a file; what programs read stays clean, its summary goes to stderr."""
    from dunning_engine.commands.console import show_result, show_summary  # noqa: PLC0415 - draws
    from dunning_engine.ledger.write import DataFormat, whole_file, write_rows  # noqa: PLC0415 - heavy

    if form is RunFormat.TABLE and output is None:
        show_result(result, sys.stdout, lang)
    elif form is RunFormat.TABLE and output is not None:
        with whole_file(output) as stream, _as_text(stream) as text:
            show_result(result, text, lang)
    else:
        with whole_file(output) if output is not None else _standard_output() as stream:
            write_rows(result.rows.frames(), result.rows.schema, stream, DataFormat(form))
        show_summary(result, sys.stderr, lang)


@contextmanager
def _standard_output() -> Iterator[BinaryIO]:
    sys.stdout.flush()
    yield sys.stdout.buffer
    sys.stdout.buffer.flush()


@contextmanager
def _as_text(stream: BinaryIO) -> Iterator[TextIO]:
    text = io.TextIOWrapper(stream, encoding="utf-8", write_through=True)
    yield text
    text.detach()
