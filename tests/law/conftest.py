import pytest

from dunning_engine.law.load import load_law
from dunning_engine.law.rates import flat_index, statutory_index


@pytest.fixture(scope="session")
def law():
    return load_law()


def pytest_runtest_setup():
    """Every test builds its own index: one kept from an earlier test would answer for the code as it was then."""
    statutory_index.cache_clear()
    flat_index.cache_clear()
