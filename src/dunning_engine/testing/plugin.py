"""The pytest plugin: the steps, the guard over feature files, and features that need no Python at all.

``pytest --dunning-features features`` runs every ``*.feature`` below that folder; ``scenarios("features")`` of pytest-bdd
in a test file does so too. ``--dunning-rules`` (or ``dunning_rules`` in the configuration) names the folder of policies;
without it that is ``rules/`` in the project's root if there is one, otherwise the policies that ship with the package.
Without pytest-bdd (the extra ``testing``) the plugin does nothing.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from dunning_engine.testing.tally import Watch
    from dunning_engine.testing.world import World

PYTEST_BDD = "pytest-bdd"
WATCH: pytest.StashKey[Watch] = pytest.StashKey()
SAID_IN = pytest.StashKey[str]()


def pytest_addoption(parser: pytest.Parser) -> None:
    """The options of the plugin."""
    group = parser.getgroup("dunning", "dunning policies")
    group.addoption(
        "--dunning-features", action="append", default=[], metavar="DIR", help="run the *.feature files below DIR"
    )
    group.addoption(
        "--dunning-rules", metavar="DIR", help="the policies that features name (default: rules/, or the shipped ones)"
    )
    parser.addini("dunning_rules", "the folder of policies that features name")


def pytest_configure(config: pytest.Config) -> None:
    """Load the steps, and let pytest look into the folders of features where no path was named."""
    if not config.pluginmanager.hasplugin(PYTEST_BDD):
        if config.getoption("--dunning-features"):
            raise pytest.UsageError("--dunning-features needs pytest-bdd: install dunning-engine[testing]")
        return
    from dunning_engine.testing import collection, vocabulary  # noqa: PLC0415 - only with pytest-bdd

    for module in vocabulary.step_modules():
        config.pluginmanager.register(module, module.__name__)
    config.pluginmanager.register(collection.Hooks(config), "dunning_engine.testing.hooks")


@pytest.fixture
def dunning_world(request: pytest.FixtureRequest) -> World:
    """What one scenario has said and learnt."""
    from dunning_engine.testing.collection import LANGUAGE  # noqa: PLC0415 - only with pytest-bdd
    from dunning_engine.testing.world import World  # noqa: PLC0415 - loads the engine

    def folder() -> Path:
        path: Path = request.getfixturevalue("tmp_path")
        return path

    stash = request.config.stash
    language = request.node.stash.get(LANGUAGE, "en")
    world = World(rules_folder(request.config), folder, language, stash.get(WATCH, None))
    world.said_in = stash.get(SAID_IN, None)
    return world


def rules_folder(config: pytest.Config) -> Path:
    """The folder that features take named policies from."""
    from dunning_engine.resources import rules_directory  # noqa: PLC0415 - a run without features needs no policies

    named: str | None = config.getoption("--dunning-rules")
    if named:
        here = config.invocation_params.dir
        return Path(named) if here == Path.cwd() else here / named  # as it was named, so problems name it so
    configured: str = config.getini("dunning_rules")
    if configured:
        return config.rootpath / configured
    beside = config.rootpath / "rules"
    return beside if beside.is_dir() else rules_directory()
