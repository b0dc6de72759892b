"""CSV to rows of text, exactly as written: "007", "1e5" and dates stay what they are.

Polars reads what is plain. Where quotes stand, which may hide delimiters and line breaks, Python's csv reader does, which
tells the line of each row. Both give the same rows, and every row has the header's number of fields or a problem.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dunning_engine.ledger.table import IN_FORMAT, Row, Table, place, short, table_of, unusable
from dunning_engine.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

DELIMITERS = {",": ",", ";": ";", "tab": "\t", "|": "|"}
"""How a mapping file writes each delimiter, and what stands in the file."""


@dataclass(frozen=True, slots=True)
class Record:
    """The fields of one row, or why it cannot be split into fields."""

    line: int
    fields: Sequence[str | None]
    reason: str | None = None


def read_delimited(text: str, file: str, delimiter: str = ",") -> Table:
    """The table in ``text``, whose first row is the header. Blank rows hold nothing and are passed over."""
    if not text.strip():
        return unusable(file, "DE551", "the file is empty", hint="the first row holds the names of the columns")
    records = quoted_records(text, delimiter) if '"' in text else plain_records(text, delimiter)
    header = next(records)
    if header.reason is not None:
        return unusable(file, "DE552", f"the header cannot be read: {header.reason}", line=header.line)
    columns = [(name or "").strip() for name in header.fields]
    wrong = _header_problem(columns, file, header.line, delimiter)
    if wrong is not None:
        return Table(file, problems=(wrong,))
    width = len(columns)
    rows = [_row(record, columns, width, file) for record in records if any(record.fields) or record.reason]
    return table_of(file, filter(None, columns), rows)


def plain_records(text: str, delimiter: str) -> Iterator[Record]:
    """The rows of a text without quotes: every line is a row."""
    import polars as pl  # noqa: PLC0415 - slow to import, and only ledgers need it

    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    held = pl.DataFrame({"line": range(1, len(lines) + 1), "text": lines}).filter(pl.col("text") != "")
    held = held.with_columns(width=pl.col("text").str.count_matches(delimiter, literal=True) + 1)
    width = held["width"][0]
    even = held.filter(pl.col("width") == width)
    first = delimiter.join("-" * width)  # takes the place where Polars would swallow a byte order mark
    fields = pl.read_csv(
        io.BytesIO("\n".join([first, *even["text"]]).encode()),
        has_header=False,
        separator=delimiter,
        quote_char=None,
        schema={str(number): pl.String for number in range(width)},
    ).iter_rows()
    next(fields)
    for line, row, count in held.iter_rows():
        yield Record(line, next(fields) if count == width else row.split(delimiter))


def quoted_records(text: str, delimiter: str) -> Iterator[Record]:
    """The rows of a text with quotes; a quoted field may hold delimiters, line breaks and doubled quotes."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    while True:
        line = reader.line_num + 1
        try:
            fields = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield Record(line, (), _reason(str(error), line, reader.line_num))
        else:
            if fields:
                yield Record(line, fields)


def _reason(error: str, line: int, last: int) -> str:
    if "unexpected end" in error:
        return f"a quote that is opened here never closes; lines {line} to {last} are left out"
    if "field limit" in error:
        return f"a field is longer than {csv.field_size_limit()} characters"
    if "expected after" in error:
        return "something stands between a closing quote and the delimiter"
    return error


def _header_problem(columns: list[str], file: str, line: int, delimiter: str) -> Problem | None:
    where = place(file, line)
    seen = {other: name for name, other in DELIMITERS.items() if other != delimiter and other in columns[0]}
    if len(columns) == 1 and seen:
        name = max(seen.items(), key=lambda item: columns[0].count(item[0]))[1]
        return Problem(
            code="DE557",
            message=f"the header is one single column: {short(columns[0], 80)}",
            hint=f"""the file looks divided by '{name}': write 'delimiter: "{name}"' {IN_FORMAT}""",
            span=where,
        )
    twice = sorted({name for name in columns if name and columns.count(name) > 1})
    if twice:
        named = ", ".join(f"'{short(name)}'" for name in twice)
        return Problem(code="DE557", message=f"more than one column is called {named}", span=where)
    return None


def _row(record: Record, columns: list[str], width: int, file: str) -> Row:
    values = {name: field for name, field in zip(columns, record.fields, strict=False) if field and name}
    reason = record.reason
    if reason is None and len(record.fields) != width:
        reason = f"the row has {len(record.fields)} fields, the header has {width}"
    elif reason is None and "" in columns:
        nameless = next((field for name, field in zip(columns, record.fields, strict=True) if field and not name), None)
        reason = nameless and f"'{short(nameless)}' stands in a column without a name"
    if reason is None:
        return Row(record.line, values)
    more = len(record.fields) > width
    hint = "put a value that has the delimiter in it in double quotes" if more and record.reason is None else None
    return Row(record.line, values, Problem(code="DE552", message=reason, hint=hint, span=place(file, record.line)))
