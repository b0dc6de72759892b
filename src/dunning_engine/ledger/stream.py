"""A ledger evaluated as it is read: part by part, in memory that does not grow with it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Protocol, Self, TypeVar

from dunning_engine.facts.catalogue import GIVEN_BY_NAME
from dunning_engine.facts.event import IN_TABLES
from dunning_engine.ledger.columns import all_column_problems, event_column_problems
from dunning_engine.ledger.csv_blocks import LINE, NotPlainError
from dunning_engine.ledger.keys import KEY
from dunning_engine.ledger.part import Sheet
from dunning_engine.ledger.parting import Sizes, cut
from dunning_engine.ledger.source import empty_warning, open_source
from dunning_engine.ledger.watch import Watch
from dunning_engine.problems import Problem, ProblemsError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import date
    from pathlib import Path

    import polars as pl

    from dunning_engine.ledger.complaints import Complaints
    from dunning_engine.ledger.part import ReadPart
    from dunning_engine.ledger.part_files import PartFiles, Places
    from dunning_engine.ledger.parting import Parts
    from dunning_engine.ledger.source import Source
    from dunning_engine.ledger.table import Table

_INVOICE_NAMES = frozenset({*GIVEN_BY_NAME, "events"})
_EVENT_NAMES = frozenset(IN_TABLES)
_KNOWN_THROUGH = "payments_known_through"
_OBJECTS = Sizes(invoices=250_000, events=500_000)  # every decision is an object of some kilobytes


class Decided(Protocol):
    """What became of a part, with everything that is wrong with it."""

    @property
    def problems(self) -> tuple[Problem, ...]: ...  # noqa: D102 - said above

    def placed(self, places: Sequence[Places]) -> Self:
        """The same with the part files of folders in its problems."""
        ...


P = TypeVar("P", bound=Decided)
P_co = TypeVar("P_co", bound=Decided, covariant=True)
P_contra = TypeVar("P_contra", bound=Decided, contravariant=True)


class Decides(Protocol[P_co]):
    """Whoever decides on parts: a `LedgerEvaluator`, for one."""

    joins_customers: bool

    def read(self, invoices: Sheet, events: Sheet | None) -> ReadPart:
        """The columns of a part; while one part is decided, the next is read in another thread."""
        ...

    def decide(self, part: ReadPart) -> P_co:
        """What becomes of the part; one part at a time."""
        ...


class Takes(Protocol[P_contra]):
    """Whoever takes what became of the parts: a `Result`, for one. ``usable`` is set where the files could not be used."""

    json: bool
    usable: bool
    invoices: int
    complaints: Complaints

    def take(self, part: P_contra) -> None:
        """Take a part, in any order of parts."""
        ...


class NoPolicyError(ValueError):
    """A ledger that names no policy anywhere, evaluated without one."""


def stream_ledger(
    files: tuple[PartFiles, PartFiles | None],
    evaluator: Decides[P],
    result: Takes[P],
    *,
    folder: Callable[[], Path],
    watch: Watch | None = None,
    payments_known_through: date | None = None,
    names_policy: bool = False,
    sizes: Sizes | None = None,
) -> None:
    """Give ``result`` everything that becomes of a ledger and its events; both in our own names.

    ``watch`` is told how many invoices there are once all are read, and then how many are done. ``folder`` gives an empty
    folder. ``names_policy`` says that invoices need not name their policy. Raises ``NotPlainError`` before anything is
    evaluated when the files must be read whole, ``NoPolicyError``, ``OSError``.
    """
    watch = watch or Watch()
    label, size = files[0].label, sum(one.size for one in files if one is not None)
    try:
        invoices, events = opened(*files)
        _must_take(payments_known_through, invoices)
        naming = _Naming(found=names_policy)
        with watch.reading(size, label):
            ledger = cut(
                invoices,
                events,
                by_customer=evaluator.joins_customers,
                folder=folder,
                sizes=sizes or (_OBJECTS if result.json else Sizes()),
                seen=naming.look,
            )
    except ProblemsError as error:
        result.complaints.add(error.problems)
        result.usable = False
        return
    result.complaints.add(invoices.problems)
    if ledger.invoices == 0:
        result.complaints.add(empty_warning(files[0]))
    places = [source.places for source in (invoices, events) if source is not None]
    with watch.progress(ledger.invoices, label) as told:
        for part in _parts(ledger, files, evaluator, payments_known_through):
            if not naming.found and any(problem.code == "DE560" for problem in part.problems):
                raise NoPolicyError
            result.take(part.placed(places))
            told(result.invoices)
    result.usable = result.invoices > 0 or not result.complaints.errors


def opened(ledger: PartFiles, events: PartFiles | None) -> tuple[Source, Source | None]:
    """Both sources; the warnings of the events' columns are among those of the ledger. Raises all their problems at once."""
    wrong: list[Problem] = []

    def one(
        files: PartFiles, known: frozenset[str], check: Callable[[Table, None], tuple[Problem, ...]]
    ) -> Source | None:
        try:
            return open_source(files, known, lambda table: check(table, None))
        except ProblemsError as error:
            wrong.extend(error.problems)
            return None

    invoices = one(ledger, _INVOICE_NAMES, all_column_problems)
    beside = None if events is None else one(events, _EVENT_NAMES, event_column_problems)
    warnings = tuple(problem for source in (invoices, beside) if source is not None for problem in source.problems)
    if wrong or invoices is None:
        raise ProblemsError([*wrong, *warnings])
    invoices.problems = warnings
    return invoices, beside


class _Naming:
    """Looks whether any invoice names a policy."""

    def __init__(self, *, found: bool) -> None:
        self.found = found

    def look(self, frame: pl.DataFrame) -> None:
        if not self.found and "policy" in frame.columns:
            named = frame["policy"].drop_nulls()
            self.found = bool((named.cast(str) != "").any())


def _parts(
    ledger: Parts, files: tuple[PartFiles, PartFiles | None], evaluator: Decides[P], through: date | None
) -> Iterator[P]:
    def read() -> Iterator[ReadPart]:
        for one in ledger.cuts:
            if one.invoices.height == 0 and (one.events is None or one.events.height == 0):
                continue
            beside = None if one.events is None or files[1] is None else _sheet(files[1].label, one.events)
            yield evaluator.read(_sheet(files[0].label, _known_through(one.invoices, through)), beside)

    for part in _ahead(read()):
        yield evaluator.decide(part)


def _ahead(parts: Iterator[ReadPart]) -> Iterator[ReadPart]:
    """Each part, while the next one is taken up from the disk and read."""
    with ThreadPoolExecutor(1) as pool:
        coming = pool.submit(next, parts, None)
        while (part := coming.result()) is not None:
            coming = pool.submit(next, parts, None)
            yield part


def _sheet(label: str, frame: pl.DataFrame) -> Sheet:
    return Sheet(label, frame.drop(LINE, KEY, strict=False), frame[LINE])


def _must_take(through: date | None, invoices: Source) -> None:
    """A column of days that is no column of days is read row by row, so that each row says what is wrong with it."""
    import polars as pl  # noqa: PLC0415 - slow to import

    kind = invoices.columns.get(_KNOWN_THROUGH, pl.Date)
    naive = isinstance(kind, pl.Datetime) and kind.time_zone is None
    if through is not None and not naive and kind not in (pl.Date, pl.String, pl.Null):
        raise NotPlainError


def _known_through(invoices: pl.DataFrame, through: date | None) -> pl.DataFrame:
    """The invoices with the day that is known for the whole ledger, where they do not say it themselves."""
    import polars as pl  # noqa: PLC0415 - slow to import

    name = _KNOWN_THROUGH
    if through is None:
        return invoices
    if name not in invoices.columns or invoices[name].dtype == pl.Null:
        return invoices.with_columns(pl.lit(through).alias(name))
    kind = invoices[name].dtype
    blank = pl.col(name).is_null() | (pl.col(name) == "" if kind == pl.String else False)
    said = pl.lit(through).cast(kind) if kind.is_temporal() else pl.lit(through.isoformat())
    given = pl.col(name) if kind.is_temporal() else pl.col(name).cast(pl.String)
    return invoices.with_columns(pl.when(blank).then(said).otherwise(given).alias(name))
