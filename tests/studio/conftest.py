"""A browser for a module, and a studio with its own copy of the policies."""

from contextlib import ExitStack

import pytest
from browser import CHROMIUM, Running, chromium, workplace


@pytest.fixture(scope="module")
def browser():
    """For a module, not for all: while it runs, its loop is the thread's, and no other may be."""
    if CHROMIUM is None:
        pytest.skip("there is no Chromium (Debian: apt install chromium)")
    pytest.importorskip("playwright", reason="playwright is not installed (requirements/dev.txt has it)")
    pytest.importorskip("nicegui", reason="nicegui is not installed (pip install 'dunning-engine[studio]')")
    with chromium() as running:
        yield running


@pytest.fixture
def policy(tmp_path):
    """A shipped policy among the others, free to be changed."""
    return workplace(tmp_path) / "fakturaservice.yaml"


@pytest.fixture
def start(browser):  # noqa: ARG001 - where there is no browser, no studio is started
    """Starts studios, and ends them."""
    with ExitStack() as running:
        yield lambda *words: running.enter_context(Running(*words))


@pytest.fixture
def studio(start, policy):
    """A studio of the test's own, at that policy."""
    return start(policy)
