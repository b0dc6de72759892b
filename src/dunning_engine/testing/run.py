"""Runs features in process, through pytest, apart from whatever project they lie in.

No configuration, plugin, cache or ``conftest.py`` of the surroundings counts; a ``conftest.py`` in the features' own folder does.
"""

from __future__ import annotations

import io
import os
import re
import shlex
import sys
import tempfile
from contextlib import contextmanager, redirect_stderr
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from pytest_bdd import feature as parsed_features

from dunning_engine.testing import collection
from dunning_engine.testing.guard import shown
from dunning_engine.testing.policies import policies_in, read_anew
from dunning_engine.testing.recorder import Recorder
from dunning_engine.testing.tally import Coverage, Watch

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from dunning_engine.testing.guard import Trap
    from dunning_engine.testing.recorder import Ran

_APART = (
    *("--assert=plain", "--import-mode=importlib", "--capture=sys", "-W", "ignore"),
    *("-o", "python_files=", "-o", "addopts="),
    *("--disable-plugin-autoload", "--continue-on-collection-errors"),
    *(
        part
        for name in ("terminal", "cacheprovider", "faulthandler", "doctest", "unittest")
        for part in ("-p", f"no:{name}")
    ),
    *("-p", "pytest-bdd", "-p", "dunning_engine.testing.plugin"),
)


@dataclass(frozen=True, slots=True)
class TestRun:
    """What became of the scenarios, the traps that kept files from being run, and the coverage of the policies."""

    __test__ = False  # nothing for pytest to collect

    ran: tuple[Ran, ...]
    traps: tuple[Trap, ...]
    coverage: Coverage

    @property
    def passed(self) -> int:
        """How many scenarios passed."""
        return sum(one.ending == "passed" for one in self.ran)

    @property
    def failed(self) -> int:
        """How many scenarios failed."""
        return sum(one.ending == "failed" for one in self.ran)


class PythonError(Exception):
    """A ``conftest.py`` of the features cannot be used; the text says why."""


def run_features(
    features: Sequence[Path], rules: Path, *, junit: Path | None = None, language: str | None = None
) -> TestRun:
    """Run the scenarios in files and folders against the policies of ``rules``; messages in each feature's language or in ``language``.

    ``junit`` is a file for JUnit XML, written however the run ends. Raises ``PolicyError`` for policies that do not pass the
    check, ``PythonError``, and ``KeyboardInterrupt``.
    """
    _forget()
    policies = policies_in(rules)
    places = [path.resolve() for path in features]
    own = [path if path.is_dir() else path.parent for path in places]
    watch = Watch()
    recorder = Recorder(watch, language, own)
    said = io.StringIO()
    with tempfile.TemporaryDirectory() as folder, _surroundings_apart(own):
        settings = Path(folder) / "pytest.ini"
        settings.write_text("[pytest]\n", encoding="utf-8")
        arguments = [
            *_APART,
            *("-c", str(settings), "--rootdir", str(Path.cwd()), "--basetemp", str(Path(folder) / "scenarios")),
            *("--confcutdir", os.path.commonpath(own), "--dunning-rules", str(rules)),
            *("-o", f"pythonpath={shlex.join(map(str, own))}"),
            *(f"--dunning-features={place}" for place in places),
            *([] if junit is None else [f"--junit-xml={junit.resolve()}"]),
            *map(str, places),
        ]
        with redirect_stderr(said):
            code = pytest.main(arguments, plugins=[_OnlyOwnPython(own), recorder])
    if code == pytest.ExitCode.INTERRUPTED:
        raise KeyboardInterrupt
    if code == pytest.ExitCode.USAGE_ERROR:
        raise PythonError(_why(said.getvalue()))
    if code == pytest.ExitCode.INTERNAL_ERROR:
        raise RuntimeError(said.getvalue())
    return TestRun(tuple(recorder.ran), tuple(recorder.traps), watch.coverage(policies))


class _OnlyOwnPython:
    """Leaves every ``conftest.py`` alone that does not lie in one of the features' folders."""

    def __init__(self, own: Sequence[Path]) -> None:
        self._own = own

    @pytest.hookimpl(tryfirst=True)
    def pytest_load_initial_conftests(self, early_config: pytest.Config) -> None:
        """Before the first of them is loaded."""
        manager = early_config.pluginmanager
        # pytest has one folder above which nothing is loaded; features may lie in several
        manager._is_in_confcutdir = lambda path: any(path.is_relative_to(folder) for folder in self._own)  # type: ignore[method-assign]  # noqa: SLF001


@contextmanager
def _surroundings_apart(own: Sequence[Path]) -> Iterator[None]:
    """Without what the environment tells pytest, without compiled files beside a ``conftest.py``, and without it afterwards."""
    kept = {name: os.environ.pop(name) for name in list(os.environ) if name.startswith("PYTEST_")}
    compiles, sys.dont_write_bytecode = not sys.dont_write_bytecode, True
    try:
        yield
    finally:
        sys.dont_write_bytecode = not compiles
        for name in [name for name in os.environ if name.startswith("PYTEST_")]:
            del os.environ[name]
        os.environ.update(kept)
        for name, module in list(sys.modules.items()):
            file = getattr(module, "__file__", None)
            if file and any(Path(file).is_relative_to(folder) for folder in own):
                del sys.modules[name]


def _forget() -> None:
    """What was read before may have changed, where one process runs features twice."""
    read_anew()
    collection.read_anew()
    parsed_features.features.clear()


def _why(said: str) -> str:
    """Which file cannot be used, and the last that pytest says of it, without the way there."""
    lines = [line.removeprefix("E").strip() for line in said.splitlines() if line.strip()]
    file = re.search(r"conftest '([^']+)'", said)
    return ": ".join([*([shown(file[1])] if file else []), *lines[-1:]])
