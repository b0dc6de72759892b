"""Tables and lines on a stream, in the one manner that all commands have.

Rich is imported when something is drawn. Where the output is no terminal, tables are 100 columns wide, more where
amounts need it, so that the same run always gives the same bytes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Column, Table

WIDTH = 100
_NO_BREAK, _STAND_IN = "\N{NO-BREAK SPACE}", "\ue000"
_LEAST_TEXT = 12  # characters in a line of text in a narrow table


def console_on(stream: TextIO) -> Console:
    """What draws on ``stream``, as wide as the terminal."""
    from rich.console import Console  # noqa: PLC0415 - slow to import

    return Console(file=stream, width=None if stream.isatty() else WIDTH, highlight=False, emoji=False, markup=False)


def new_table(title: str) -> Table:
    """A table with nothing in it yet."""
    from rich.box import SIMPLE_HEAD  # noqa: PLC0415 - slow to import
    from rich.table import Table  # noqa: PLC0415 - likewise

    return Table(
        title=title, title_justify="left", title_style="bold", box=SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0)
    )


def whole(text: str) -> str:
    """The text for a cell of a table whose lines do not break at no-break spaces: 12 345,00 stays one amount."""
    return text.replace(_NO_BREAK, _STAND_IN)  # Rich breaks at every space


def draw(console: Console, table: Table) -> None:
    """The table; in a file or a pipe without the spaces that fill its lines."""
    width = console.width
    console.width = max(width, _least_width(table))
    with console.capture() as drawn:
        console.print(table)
    console.width = width
    text = drawn.get().replace(_STAND_IN, _NO_BREAK)
    if console.is_terminal:
        console.file.write(text)
        return
    console.file.write("".join(line.rstrip() + "\n" for line in text.splitlines()))


def draw_line(console: Console, text: str) -> None:
    """A line of text, never broken."""
    console.print(text, soft_wrap=True)


def _least_width(table: Table) -> int:
    """Where a table does not fit, its lines are longer: an amount without its last figures is another amount."""
    from rich.cells import cell_len  # noqa: PLC0415 - slow to import

    def least(column: Column) -> int:
        longest = max(cell_len(str(cell)) for cell in (column.header, *column.cells))
        return longest if column.no_wrap else min(longest, _LEAST_TEXT)

    return sum(least(column) + 2 for column in table.columns)  # a space and the line between columns
