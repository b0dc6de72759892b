import pytest

from dunning_engine.law.load import load_law


@pytest.fixture(scope="session")
def law():
    return load_law()
