"""Collecting feature files, and refusing scenarios that would not do what they seem to."""

from __future__ import annotations

from functools import lru_cache, partial
from inspect import signature
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

import pytest
import pytest_bdd
from pytest_bdd.feature import get_feature
from pytest_bdd.scenario import find_fixturedefs_for_step, make_python_name

from dunning_engine.testing.guard import Trap, language_of, traps
from dunning_engine.testing.vocabulary import is_known, nearest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from pytest_bdd.parser import Feature, Scenario, Step

LANGUAGE = pytest.StashKey[str]()
TRAPS = pytest.StashKey[tuple[Trap, ...]]()
REQUIREMENT_TAG = "krav-"
_UNKNOWN = (("unknown step", "did you mean"), ("okänt steg", "menade du"))


class Hooks:
    """The hooks that need pytest-bdd."""

    def __init__(self, config: pytest.Config) -> None:
        self._config = config
        self._folders = [
            (config.invocation_params.dir / name).resolve() for name in config.getoption("--dunning-features")
        ]
        named_by_user = config.args_source is pytest.Config.ArgsSource.ARGS
        if not named_by_user:
            config.args.extend(str(folder) for folder in self._folders if not _within(folder, config))
        for folder in self._folders:
            if not folder.exists():
                raise pytest.UsageError(f"--dunning-features: there is no {folder}")

    def pytest_collect_file(self, file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
        """Make a feature file below one of the folders a module of scenarios."""
        path = file_path.resolve()
        if path.suffix == ".feature" and any(path.is_relative_to(folder) for folder in self._folders):
            collector: pytest.Collector = FeatureFile.from_parent(parent, path=file_path)
            return collector
        return None

    def pytest_bdd_apply_tag(self, tag: str, function: Callable[..., Any]) -> bool | None:
        """A requirement's number is a tag that no configuration lists, even where markers are strict."""
        if not tag.startswith(REQUIREMENT_TAG):
            return None
        self._config.addinivalue_line("markers", f"{tag}: shows requirement {tag.removeprefix(REQUIREMENT_TAG)}")
        getattr(pytest.mark, tag)(function)
        return True

    def pytest_bdd_before_scenario(self, request: pytest.FixtureRequest, feature: Feature, scenario: Scenario) -> None:
        """Refuse a scenario that would pass or fail for the wrong reason."""
        request.node.stash[LANGUAGE] = feature.language
        problems: list[Trap] = []
        if not scenario.steps or _speaks_our_language(feature.filename):
            problems += [*_traps(feature.filename), *_in_steps(request, scenario)]
        if problems:
            request.node.stash[TRAPS] = tuple(sorted(problems))
            pytest.fail(_lines(sorted(problems), feature.language), pytrace=False)


class FeatureFile(pytest.Module):
    """A feature file as a test module; one with traps is an error and runs nothing."""

    def _getobj(self) -> ModuleType:
        found = traps(self.path)
        if found:
            raise self.CollectError(_lines(found, language_of(self.path)))
        feature = get_feature(str(self.path.parent), self.path.name)
        module = ModuleType(self.path.stem)
        module.__file__ = str(self.path)
        for number, name in enumerate(feature.scenarios, start=1):
            bind = pytest_bdd.scenario(feature.filename, name, features_base_dir=str(self.path.parent))
            setattr(module, f"test_{number}_{make_python_name(name)}", bind(_bound))
        return module


def read_anew() -> None:
    """Forget what has been read of feature files: they may have changed."""
    _traps.cache_clear()
    _speaks_our_language.cache_clear()


def _lines(found: Iterable[Trap], language: str) -> str:
    return "\n".join(f"{trap.file}:{trap.line}: {trap.said(language)}" for trap in found)


def _bound() -> None:
    """What a bound scenario does beyond its steps: nothing."""


def _within(folder: Path, config: pytest.Config) -> bool:
    starts = [(config.invocation_params.dir / argument.partition("::")[0]).resolve() for argument in config.args]
    return any(folder.is_relative_to(start) for start in starts)


@lru_cache(maxsize=256)
def _traps(file: str) -> tuple[Trap, ...]:
    return traps(Path(file))


@lru_cache(maxsize=256)
def _speaks_our_language(file: str) -> bool:
    """Whether any step of the file is ours: other projects' features beside ours are left alone."""
    path = Path(file)
    feature: Feature = get_feature(str(path.parent), path.name)
    return any(is_known(step.name) for scenario in feature.scenarios.values() for step in scenario.steps)


def _in_steps(request: pytest.FixtureRequest, scenario: Scenario) -> Iterator[Trap]:
    for step in scenario.steps:
        definitions = list(find_fixturedefs_for_step(step, request._fixturemanager, request.node))  # noqa: SLF001 - pytest-bdd asks it too
        trap = partial(Trap, scenario.feature.filename, step.line_number)
        if not definitions:
            near = nearest(step.name, step.type, scenario.feature.language)
            yield trap(*(_unknown(step, near, *words) for words in _UNKNOWN))
        elif len(definitions) > 1:
            count = len(definitions)
            places = ", ".join(sorted(_place(definition.func) for definition in definitions))
            yield trap(
                f"{count} step definitions match {step.name!r}: {places}",
                f"{count} stegdefinitioner passar på {step.name!r}: {places}",
            )
        else:
            yield from (trap(*said) for said in _beside(step, definitions[0].func))


def _beside(step: Step, marker: Callable[..., Any]) -> Iterator[tuple[str, str]]:
    """What is wrong with the table or the text that follows a step, or does not."""
    read = signature(marker().step_func).parameters
    table, text = step.datatable is not None, step.docstring is not None
    if "datatable" in read and not table:
        yield "a table must follow this step", "en tabell måste följa efter steget"
    if "docstring" in read and not text:
        yield 'text between """ must follow this step', 'text mellan """ måste följa efter steget'
    if "datatable" not in read and table:
        yield (
            "this step reads no table: what stands in it would count for nothing",
            ("steget läser ingen tabell: det som står i den skulle inte betyda något"),
        )
    if "docstring" not in read and text:
        yield (
            "this step reads no text: what stands in it would count for nothing",
            ("steget läser ingen text: det som står i den skulle inte betyda något"),
        )


def _place(marker: Callable[..., Any]) -> str:
    function = marker().step_func
    return f"{Path(function.__code__.co_filename).name}:{function.__code__.co_firstlineno}"


def _unknown(step: Step, near: Iterable[str], unknown: str, lead: str) -> str:
    return f"{unknown}: {step.keyword} {step.name}" + "".join(f"\n    {lead}: {line}" for line in near)
