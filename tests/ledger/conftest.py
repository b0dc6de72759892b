import pytest

from dunning_engine.policy.load import load_policies


@pytest.fixture(scope="session")
def policies():
    return load_policies()
