"""A run of scenarios as people read it, in Swedish or English, and as programs do."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from dunning_engine.testing.coverage import PointKind
from dunning_engine.testing.guard import language_of, shown
from dunning_engine.testing.tally import percentage

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dunning_engine.testing.coverage import Point
    from dunning_engine.testing.guard import Trap
    from dunning_engine.testing.recorder import Failure, Ran
    from dunning_engine.testing.run import TestRun
    from dunning_engine.testing.tally import Coverage, PolicyCoverage

_NAMED = 3  # scenarios that fail for one reason
_MISSED = {
    PointKind.STEP: ("inget scenario föreslår steget '{subject}'", "step '{subject}' is proposed by no scenario"),
    PointKind.DAY_BEFORE: (
        "inget scenario står på dagen före steget '{subject}', då det ännu inte föreslås",
        "no scenario stands on the day before step '{subject}', when it is not proposed yet",
    ),
    PointKind.FIRST_DAY: (
        "inget scenario står på första dagen för steget '{subject}', då det föreslås",
        "no scenario stands on the first day of step '{subject}', when it is proposed",
    ),
    PointKind.EXCLUSION: (
        "i inget scenario är undantaget '{subject}' skälet",
        "exclusion '{subject}' is the reason in no scenario",
    ),
    PointKind.HOLD: ("i inget scenario är vilan '{subject}' skälet", "hold '{subject}' is the reason in no scenario"),
    PointKind.OVERRIDE: (
        "i inget scenario gäller den egna trappan '{subject}'",
        "override '{subject}' decides the ladder in no scenario",
    ),
    PointKind.OUTCOME: ("inget scenario får utfallet '{subject}'", "outcome '{subject}' is decided in no scenario"),
    PointKind.CHARGED: ("inget scenario tar ut räntan", "interest is claimed in no scenario"),
    PointKind.NOT_CHARGED: (
        "inget scenario visar att räntan inte tas ut när villkoret inte gäller",
        "in no scenario is interest left out because the condition does not hold",
    ),
    PointKind.INTEREST_INVOICE: (
        "inget scenario föreslår räntefakturan '{subject}'",
        "interest invoice '{subject}' is proposed by no scenario",
    ),
    PointKind.OVERDRAFT: (
        "inget scenario tar ut ränta på ett övertrasserat konto",
        "overdraft interest is charged in no scenario",
    ),
    PointKind.LAST_OF_PURSUIT: (
        "inget scenario står på dag {value} efter förfallodagen, sista dagen före återköp",
        "no scenario stands on day {value} after the due date, the last one without a buy-back",
    ),
    PointKind.BUY_BACK: (
        "inget scenario står på dag {value} efter förfallodagen, då fakturan köps tillbaka",
        "no scenario stands on day {value} after the due date, when the invoice is bought back",
    ),
    PointKind.LIMIT: (
        "inget scenario står på {value} vid gränsen {subject}",
        "no scenario stands on {value} at the limit {subject}",
    ),
}
_SAY = {
    "sv": {
        "in": "i scenariot {}",
        "in_several": "i scenarierna {}",
        "more": " och {} till",
        "internal": "internt fel, inte scenariots:",
        "scenarios": "{count} scenarier: {endings}",
        "one": "1 scenario: {endings}",
        "passed": "{} gick igenom",
        "failed": "{} föll",
        "skipped": "{} hoppades över",
        "not_run": "{} filer kördes inte",
        "not_run_one": "1 fil kördes inte",
        "coverage": "Täckning: {covered} av {total} punkter, {percent} %",
        "policy": "  {name:<{width}}  {covered:>3} av {total:>3}  {percent:>5} %",
        "unused": "inget scenario följer policyn '{name}'",
        "unused_revision": "inget scenario följer policyn '{name}', utgåvan från {revision}",
        "changed": " (egna trappan '{}')",
    },
    "en": {
        "in": "in the scenario {}",
        "in_several": "in the scenarios {}",
        "more": " and {} more",
        "internal": "an internal error, not the scenario's:",
        "scenarios": "{count} scenarios: {endings}",
        "one": "1 scenario: {endings}",
        "passed": "{} passed",
        "failed": "{} failed",
        "skipped": "{} skipped",
        "not_run": "{} files were not run",
        "not_run_one": "1 file was not run",
        "coverage": "Coverage: {covered} of {total} points, {percent} %",
        "policy": "  {name:<{width}}  {covered:>3} of {total:>3}  {percent:>5} %",
        "unused": "policy '{name}' is followed by no scenario",
        "unused_revision": "policy '{name}', the revision from {revision}, is followed by no scenario",
        "changed": " (override '{}')",
    },
}


def told(run: TestRun, language: str | None) -> str:
    """Failures and traps with their places, the count, and the coverage with what is missed; a text of many lines.

    Messages are in each feature's language, the rest in the one that all features have, or English; or all in ``language``.
    """
    spoken = language or common_language(run)
    say = _SAY[spoken]
    parts = [*_failures(run, language)]
    parts += ["\n".join(_trap(trap, language) for trap in all_traps(run))] * bool(all_traps(run))
    counted = "\n".join([_counted(run, say), "", *_coverage(run.coverage, spoken)])
    return "\n\n".join([*parts, counted])


def to_dict(run: TestRun, language: str | None) -> dict[str, Any]:
    """The same for programs: lines count from 1, ``percent`` is text with one decimal, rounded down."""
    spoken = language or common_language(run)
    return {
        "scenarios": {"passed": run.passed, "failed": run.failed, "skipped": len(run.ran) - run.passed - run.failed},
        "failures": [
            {
                "file": shown(one.file),
                "line": one.failure.line,
                "scenario": one.name,
                "example": one.example or None,
                "step": one.failure.step or None,
                "message": one.failure.message,
            }
            for one in run.ran
            if one.failure is not None
        ],
        "traps": [
            {"file": shown(trap.file), "line": trap.line, "message": trap.said(language or _language(trap.file))}
            for trap in all_traps(run)
        ],
        "coverage": {
            **_figures(run.coverage.covered, run.coverage.total),
            "policies": [
                {
                    "policy": one.policy.name,
                    "revision": one.policy.applies_from.isoformat(),
                    "file": one.policy.span.file,
                    **_figures(one.covered, one.total),
                    "missed": [
                        {"line": point.span.line, "column": point.span.column, "message": missed(point, spoken)}
                        for point in one.missed
                    ],
                }
                for one in run.coverage.policies
            ],
        },
    }


def missed(point: Point, language: str) -> str:
    """What no scenario shows."""
    said = _MISSED[point.kind][language != "sv"].format(subject=point.subject, value=point.value)
    return said + (_SAY[language]["changed"].format(point.override) if point.override else "")


def all_traps(run: TestRun) -> tuple[Trap, ...]:
    """The traps of files and of scenarios, each once, in order."""
    return tuple(sorted({*run.traps, *(trap for one in run.ran for trap in one.traps)}))


def common_language(run: TestRun) -> str:
    """The language that all the features are in, English where they are in several."""
    languages = {_language(file) for file in (*(one.file for one in run.ran), *(trap.file for trap in run.traps))}
    return "sv" if languages == {"sv"} else "en"


def decimal(number: str, language: str) -> str:
    """A number with the language's own sign before its decimals."""
    return number.replace(".", ",") if language == "sv" else number


def _language(file: str) -> str:
    return "sv" if language_of(Path(file)) == "sv" else "en"


def _failures(run: TestRun, language: str | None) -> Iterator[str]:
    """Each failure once: what is wrong in a background fails every scenario below it."""
    alike: dict[tuple[str, Failure], list[Ran]] = {}
    for one in run.ran:
        if one.failure is not None:
            alike.setdefault((one.file, one.failure), []).append(one)
    for (file, failure), scenarios in alike.items():
        say = _SAY[language or _language(file)]
        names = [repr(one.name) + (f" ({one.example})" if one.example else "") for one in scenarios[:_NAMED]]
        more = say["more"].format(len(scenarios) - _NAMED) if len(scenarios) > _NAMED else ""
        lines = [f"{shown(file)}:{failure.line}: {failure.step}".removesuffix(": ")]
        lines.append(say["in" if len(scenarios) == 1 else "in_several"].format(", ".join(names) + more))
        if failure.internal:
            lines.append(say["internal"])
        yield "\n  ".join([*lines, *failure.message.splitlines()])


def _trap(trap: Trap, language: str | None) -> str:
    return f"{shown(trap.file)}:{trap.line}: {trap.said(language or _language(trap.file))}"


def _counted(run: TestRun, say: dict[str, str]) -> str:
    counts = {"passed": run.passed, "failed": run.failed, "skipped": len(run.ran) - run.passed - run.failed}
    endings = [say[ending].format(count) for ending, count in counts.items() if count or ending == "passed"]
    files = len({trap.file for trap in run.traps})
    if files:
        endings.append(say["not_run_one" if files == 1 else "not_run"].format(files))
    count = len(run.ran)
    return say["one" if count == 1 else "scenarios"].format(count=count, endings=", ".join(endings))


def _coverage(coverage: Coverage, language: str) -> Iterator[str]:
    say = _SAY[language]
    yield say["coverage"].format(**_said(coverage.covered, coverage.total, language))
    names = {id(one): _name(one, coverage) for one in coverage.policies}
    width = max(map(len, names.values()), default=0)
    for one in coverage.policies:
        yield say["policy"].format(name=names[id(one)], width=width, **_said(one.covered, one.total, language))
    if coverage.covered < coverage.total:
        yield ""
    for one in coverage.policies:
        if one.missed and not one.covered:
            several = names[id(one)] != one.policy.name
            unused = say["unused_revision" if several else "unused"]
            yield f"{one.policy.span}  {unused.format(name=one.policy.name, revision=one.policy.applies_from)}"
            continue
        for point in one.missed:
            yield f"{point.span}  {missed(point, language)}"


def _name(one: PolicyCoverage, coverage: Coverage) -> str:
    """The policy's name, with its date where it has several revisions."""
    several = sum(other.policy.name == one.policy.name for other in coverage.policies) > 1
    return f"{one.policy.name} {one.policy.applies_from}" if several else one.policy.name


def _said(covered: int, total: int, language: str) -> dict[str, Any]:
    return {"covered": covered, "total": total, "percent": decimal(percentage(covered, total), language)}


def _figures(covered: int, total: int) -> dict[str, Any]:
    return {"covered": covered, "points": total, "percent": percentage(covered, total)}
