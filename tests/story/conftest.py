"""The year is lived once; its tests only look at what happened."""

import pytest
from reckoning import course_of
from sellers_year import Year

from dunning_engine.policy.load import load_policies


@pytest.fixture(scope="session")
def year():
    return Year(load_policies()).live()


@pytest.fixture(scope="session")
def courses(year):
    """Each invoice's days, reckoned anew from its events."""
    return {number: course_of(file.planned, file.events) for number, file in year.files.items()}
