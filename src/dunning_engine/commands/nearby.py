"""The ledger around one invoice, and what is not there as a line that says so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dunning_engine.commands.options import WrongUseError, day_of, must_exist, suggestion

if TYPE_CHECKING:
    from pathlib import Path

    from dunning_engine.ledger.ledger import Ledger
    from dunning_engine.ledger.mapping import Mapping


def ledger_around(
    ledger: Path, events: Path | None, mapping: Mapping | None, known_through: str | None, number: str
) -> Ledger:
    """The ledger with at least the rows that the decision on the invoice depends on; files or folders of part files.

    Raises ``WrongUseError``, ``OSError``.
    """
    from dunning_engine.commands.progress import WATCH  # noqa: PLC0415 - draws
    from dunning_engine.ledger.near import NoSuchInvoiceError, read_around  # noqa: PLC0415 - heavy
    from dunning_engine.ledger.part_files import FolderError  # noqa: PLC0415 - likewise

    for path in (ledger, events):
        if path is not None:
            must_exist(path, folder=mapping is None)
    through = None if known_through is None else day_of(known_through, "--payments-known-through")
    try:
        return read_around((ledger, events), number, mapping=mapping, payments_known_through=through, watch=WATCH)
    except NoSuchInvoiceError as error:
        raise WrongUseError(f"there is no invoice '{number}' in {ledger}{suggestion(number, error.like)}") from None
    except FolderError as error:
        raise WrongUseError(str(error)) from None
