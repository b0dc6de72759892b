"""A preview as a comment on a pull request: a verdict, the totals, and the changes in a block that opens."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from dunning_engine.preview.report import Report

MOST_CHANGES = 100
_MARKS = re.compile(r"([\\`*_{}\[\]<>#|~])")
_RIGHT, _LEFT = "---:", "---"


def markdown(report: Report) -> str:
    """The whole comment."""
    return "\n".join(_lines(report)) + "\n"


def _lines(report: Report) -> Iterator[str]:
    say, outcome = report.say, report.outcome
    yield f"## {say['heading']}"
    yield ""
    yield f"**{report.verdict()}** ({report.days})."
    for line in report.limits():
        yield ""
        yield f"{'❌' if report.exceeded else '✅'} {_plain(line)}"
    yield ""
    yield from _table(("", say["before"], say["after"], say["difference"]), (_LEFT, *[_RIGHT] * 3), _totals(report))
    yield ""
    yield f"{report.reached()}."
    coming = report.coming()
    if coming is not None:
        yield ""
        yield f"{coming}."
    changes = list(islice(report.changes("\n"), MOST_CHANGES))
    if changes:
        yield ""
        yield f"<details><summary>{say['changes']}: {sum(report.totals.signs.values())}</summary>"
        yield ""
        heads = ("", *(say[name] for name in ("invoice", "customer", "action", "day", "what")))
        yield from _table(heads, [_LEFT] * 6, ((sign, *map(_plain, row)) for sign, *row in changes))
        more = report.more(len(changes))
        if more is not None:
            yield ""
            yield more
        yield ""
        yield "</details>"
    yield ""
    yield f"{say['new']}: {_code(outcome.new.label)} · {say['old']}: {_code(outcome.old.label)}"
    yield ""
    policies = list(report.policies())
    if not policies:
        yield say["alike"]
    for policy, revision, before, after in policies:
        yield f"- `{policy}` {revision}: `{before}` → `{after}`"


def _totals(report: Report) -> Iterator[Iterable[str]]:
    for head, channel, *figures in report.kinds():
        yield _plain(f"{head}, {channel}" if channel else head), *figures
    for head, *figures in report.amounts():
        yield _plain(head), *figures


def _table(heads: Sequence[str], sides: Sequence[str], rows: Iterable[Iterable[str]]) -> Iterator[str]:
    for row in (heads, sides, *rows):
        yield f"| {' | '.join(row)} |"


def _plain(text: str) -> str:
    """Text that Markdown shows as it is."""
    return _MARKS.sub(r"\\\1", text).replace("\n", "<br>")


def _code(text: str) -> str:
    return f"`{text}`" if "`" not in text else _plain(text)
