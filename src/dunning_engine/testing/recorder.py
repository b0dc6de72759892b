"""What became of each scenario, in the words of whoever wrote it: a plugin that listens while pytest runs."""

from __future__ import annotations

import re
import traceback
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

import pytest
from pytest_bdd.exceptions import GherkinParseError

from dunning_engine.problems import ProblemsError
from dunning_engine.testing.collection import TRAPS, FeatureFile
from dunning_engine.testing.guard import Trap, language_of, shown, traps
from dunning_engine.testing.plugin import SAID_IN, WATCH
from dunning_engine.testing.words import ScenarioError

if TYPE_CHECKING:
    from collections.abc import Generator, Sequence

    from pytest_bdd.parser import Feature, Scenario, Step

    from dunning_engine.testing.tally import Watch

Ending: TypeAlias = Literal["passed", "failed", "skipped"]

_WRITTEN = re.compile(r"\S*[/\\]policies-\d+[/\\]")  # where the policies lie that a scenario writes
_OURS = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """Why a scenario failed: at which line, in which step (with its keyword), and what is said of it.

    ``internal``: nothing that a scenario says is to be answered like this; ``message`` has all that helps to find out why.
    """

    line: int
    step: str
    message: str
    internal: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Ran:
    """One scenario that was run, ``example`` being the row of an outline."""

    file: str
    line: int
    name: str
    ending: Ending
    example: str = ""
    failure: Failure | None = None
    traps: tuple[Trap, ...] = ()


class Recorder:
    """Listens while pytest runs; ``language`` is that of messages, ``None``: each feature's own.

    ``traps`` are those of files that were not run at all.
    """

    def __init__(self, watch: Watch, language: str | None, own: Sequence[Path]) -> None:
        """``own`` are the folders whose Python belongs to the features."""
        self.ran: list[Ran] = []
        self.traps: list[Trap] = []
        self._watch = watch
        self._language = language
        self._own = own

    def pytest_configure(self, config: pytest.Config) -> None:
        """Hand the steps what they need."""
        config.stash[WATCH] = self._watch
        if self._language is not None:
            config.stash[SAID_IN] = self._language

    @pytest.hookimpl(wrapper=True)
    def pytest_make_collect_report(self, collector: pytest.Collector) -> Generator[None, Any, Any]:
        """Keep what a feature file cannot be run for."""
        report = yield
        if report.failed and isinstance(collector, FeatureFile):
            self.traps += traps(collector.path) or [self._unreadable(collector.path, report)]
        elif report.failed:
            self.traps.append(_trap(str(collector.path), 1, _last_line(report)))
        return report

    def pytest_runtest_setup(self) -> None:
        """Another scenario begins."""
        self._watch.begin()

    @pytest.hookimpl(tryfirst=True)
    def pytest_bdd_before_scenario(self, request: pytest.FixtureRequest, feature: Feature, scenario: Scenario) -> None:
        """Remember which scenario a test is."""
        request.node.stash[_ABOUT] = feature, scenario

    def pytest_bdd_step_error(
        self, request: pytest.FixtureRequest, feature: Feature, step: Step, exception: BaseException
    ) -> None:
        """Say what a step failed for."""
        language = self._language or feature.language
        message, internal = self._said(exception, language)
        request.node.stash[_FAILURE] = Failure(
            line=step.line_number, step=f"{step.keyword} {step.name}", message=message, internal=internal
        )

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(self, item: pytest.Item, call: pytest.CallInfo[None]) -> Generator[None, Any, Any]:
        """Keep how a scenario ended; what is kept of a failure is what JUnit has, too."""
        report = yield
        if report.when == "call" or not report.passed:
            ran = self._of(item, report, call)
            self.ran.append(ran)
            if ran.failure is not None:
                report.longrepr = f"{shown(ran.file)}:{ran.failure.line}: {ran.failure.step}\n{ran.failure.message}"
            elif ran.traps:
                report.longrepr = "\n".join(
                    f"{shown(one.file)}:{one.line}: {self._trap_said(one)}" for one in ran.traps
                )
        return report

    def _of(self, item: pytest.Item, report: Any, call: pytest.CallInfo[None]) -> Ran:
        feature, scenario = item.stash.get(_ABOUT, (None, None))
        params = item.callspec.params if hasattr(item, "callspec") else {}
        row = params.get("_pytest_bdd_example", {})
        about: dict[str, Any] = {
            "file": str(item.path) if feature is None else feature.filename,
            "line": 1 if scenario is None else scenario.line_number,
            "name": item.name if scenario is None else scenario.name,
            "example": ", ".join(f"{name} {value}" for name, value in row.items()),
        }
        if report.passed:
            if scenario is not None and any(step.type == "then" for step in scenario.steps):
                self._watch.keep()  # what nobody expects anything of shows nothing
            return Ran(ending="passed", **about)
        if report.skipped:
            return Ran(ending="skipped", **about)
        found = item.stash.get(TRAPS, ())
        failure = item.stash.get(_FAILURE, None)
        if failure is None and not found:
            message, internal = self._said(call.excinfo.value if call.excinfo else None, self._language or "en")
            failure = Failure(line=about["line"], step="", message=message, internal=internal)
        return Ran(ending="failed", failure=failure, traps=found, **about)

    def _said(self, exception: BaseException | None, language: str) -> tuple[str, bool]:
        """What is said of an exception, and whether it is one that no scenario should cause."""
        said: str | None = None
        match exception:
            case ScenarioError():
                said = exception.swedish if language == "sv" else str(exception)
            case ProblemsError():
                said = _WRITTEN.sub("", str(exception))
            case pytest.fail.Exception():
                said = str(exception.msg)
            case AssertionError() if str(exception):
                said = str(exception)
            case BaseException() if place := _innermost(exception, self._own):
                said = f"{place[0]}: {type(exception).__name__}: {exception}".removesuffix(": ")
                said += f"\n{place[1]}"
        if said is None:
            return "".join(traceback.format_exception(exception)).rstrip(), True
        return said, False

    def _trap_said(self, trap: Trap) -> str:
        return trap.said(self._language or language_of(Path(trap.file)))

    def _unreadable(self, path: Path, report: Any) -> Trap:
        """What pytest-bdd says of a file that holds no trap."""
        error = getattr(report, "_excinfo_value", None)
        line = error.line if isinstance(error, GherkinParseError) else 1
        return _trap(str(path), line, _last_line(report))


_ABOUT = pytest.StashKey[Any]()
_FAILURE = pytest.StashKey[Failure]()


def _trap(file: str, line: int, message: str) -> Trap:
    return Trap(file, line, message, message)


def _last_line(report: Any) -> str:
    lines = [line for line in str(report.longrepr).splitlines() if line.strip()]
    return lines[-1].removeprefix("E").strip() if lines else ""


def _innermost(exception: BaseException | None, own: Sequence[Path]) -> tuple[str, str] | None:
    """Where in the features' own Python an exception comes from, and that line; nothing where it comes from ours."""
    frames = traceback.extract_tb(None if exception is None else exception.__traceback__)
    for frame in reversed(frames):
        path = Path(frame.filename)
        if any(path.is_relative_to(folder) for folder in own):
            return f"{shown(frame.filename)}:{frame.lineno}", frame.line or ""
        if path.is_relative_to(_OURS):
            return None
    return None
