"""The ledger around one invoice: small ones are read whole, of large ones only the rows that matter to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dunning_engine.commands.evaluation import part_files_of
from dunning_engine.commands.options import WrongUseError, day_of, must_exist, read, suggestion

if TYPE_CHECKING:
    from pathlib import Path

    from dunning_engine.ledger.ledger import Ledger
    from dunning_engine.ledger.mapping import Mapping

_LARGE = 4_000_000  # bytes: what is smaller is read whole in less than a second


def ledger_around(
    ledger: Path, events: Path | None, mapping: Mapping | None, known_through: str | None, number: str
) -> Ledger:
    """The ledger with at least the rows that the decision on the invoice depends on; files or folders of part files.

    Raises ``WrongUseError``, ``OSError``.
    """
    folders = [path for path in (ledger, events) if path is not None and path.is_dir()]
    if mapping is not None or (not folders and ledger.exists() and ledger.stat().st_size < _LARGE):
        return read(ledger, events, mapping, known_through)
    from dunning_engine.commands.progress import reading  # noqa: PLC0415 - draws
    from dunning_engine.ledger.csv_blocks import NotPlainError  # noqa: PLC0415 - heavy
    from dunning_engine.ledger.near import NoSuchInvoiceError, read_near  # noqa: PLC0415 - likewise
    from dunning_engine.ledger.whole import read_whole  # noqa: PLC0415 - likewise

    for path in (ledger, events):
        if path is not None:
            must_exist(path, folder=True)
    files = part_files_of(ledger), None if events is None else part_files_of(events)
    through = None if known_through is None else day_of(known_through, "--payments-known-through")
    with reading(files[0].size, str(ledger)):
        try:
            return read_near(files, number, payments_known_through=through)
        except NoSuchInvoiceError as error:
            raise WrongUseError(f"there is no invoice '{number}' in {ledger}{suggestion(number, error.like)}") from None
        except NotPlainError:
            return read_whole(*files, through)[0]
