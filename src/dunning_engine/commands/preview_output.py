"""Where a preview goes: text, JSON, CSV or Markdown, on stdout or in a file that is written whole or not at all."""

from __future__ import annotations

import io
import sys
from contextlib import contextmanager
from enum import StrEnum
from typing import TYPE_CHECKING, TextIO

from dunning_engine.commands.options import WrongUseError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from dunning_engine.preview.exact import Exact
    from dunning_engine.preview.report import Report


class PreviewFormat(StrEnum):
    """How ``preview`` writes what it found."""

    TEXT = "text"
    JSON = "json"
    CSV = "csv"
    MARKDOWN = "markdown"


_SUFFIXES = {
    "": PreviewFormat.TEXT,
    "txt": PreviewFormat.TEXT,
    "json": PreviewFormat.JSON,
    "csv": PreviewFormat.CSV,
    "md": PreviewFormat.MARKDOWN,
}


def preview_format_of(output: Path | None) -> PreviewFormat:
    """The form that a file's suffix names; text without one. Raises ``WrongUseError``."""
    suffix = "" if output is None else output.suffix.removeprefix(".").lower()
    if suffix not in _SUFFIXES:
        raise WrongUseError(f"--output: .{suffix} is none of the forms .txt, .json, .csv and .md; give --format")
    return _SUFFIXES[suffix]


LISTS_ALL = frozenset({PreviewFormat.JSON, PreviewFormat.CSV})
"""The forms that have every change."""


def most_changes(form: PreviewFormat) -> int:
    """How many changes are shown one by one; what has every change shows none apart."""
    from dunning_engine.commands import preview_text  # noqa: PLC0415 - draws
    from dunning_engine.preview import markdown  # noqa: PLC0415 - heavy

    return {PreviewFormat.TEXT: preview_text.MOST_CHANGES, PreviewFormat.MARKDOWN: markdown.MOST_CHANGES}.get(form, 0)


def write_preview(report: Report, form: PreviewFormat, output: Path | None, found: Exact | None) -> None:
    """The preview, after the exact difference where there is one, on stdout or in a file."""
    from dunning_engine.commands.preview_text import show_preview  # noqa: PLC0415 - draws
    from dunning_engine.preview.listing import csv_lines  # noqa: PLC0415 - heavy
    from dunning_engine.preview.markdown import markdown  # noqa: PLC0415 - likewise
    from dunning_engine.preview.objects import json_lines  # noqa: PLC0415 - likewise

    with _stream(output) as stream:
        match form:
            case PreviewFormat.TEXT:
                stream.writelines(f"{line}\n" for line in (() if found is None else (*found.lines(), "")))
                show_preview(report, stream)
            case PreviewFormat.JSON:
                stream.writelines(json_lines(report, found))
            case PreviewFormat.CSV:
                stream.writelines(csv_lines(report.outcome))
            case PreviewFormat.MARKDOWN:
                stream.write("" if found is None else found.markdown() + "\n")
                stream.write(markdown(report))


def write_exact(found: Exact, form: PreviewFormat, output: Path | None) -> None:
    """The exact difference by itself, on stdout or in a file."""
    from dunning_engine.preview.objects import exact_object  # noqa: PLC0415 - heavy

    with _stream(output) as stream:
        match form:
            case PreviewFormat.TEXT:
                stream.writelines(f"{line}\n" for line in found.lines())
            case PreviewFormat.JSON:
                stream.write(exact_object(found))
            case PreviewFormat.MARKDOWN:
                stream.write(found.markdown())


@contextmanager
def _stream(output: Path | None) -> Iterator[TextIO]:
    if output is None:
        yield sys.stdout
        return
    from dunning_engine.ledger.write import whole_file  # noqa: PLC0415 - heavy

    with whole_file(output) as stream:
        text = io.TextIOWrapper(stream, encoding="utf-8", newline="\n", write_through=True)
        yield text
        text.detach()


def above(report: Report) -> Iterator[str]:
    """A line for each limit of ``--fail-above`` that the change comes above."""
    from dunning_engine.money import format_hundredths  # noqa: PLC0415 - needed only here

    for one in report.exceeded:
        shown = format_hundredths if one.kronor else str
        more = one.new - one.old
        yield (
            f"dunning: above '{one.threshold.written}': {shown(one.old)} with {report.outcome.old.label}, "
            f"{shown(one.new)} with {report.outcome.new.label}, {shown(more)} more"
        )
